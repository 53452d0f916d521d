"""What can be done where minutes are written, from which keys, and when."""

from __future__ import annotations

from gridterm.i18n import N_
from screens.commands import Command
from screens.meetings import entry_steps

COMMANDS: tuple[Command, ...] = (
    Command(
        "writing.save", ("f9", "ctrl+s"), N_("Save"),
        N_("Save what is written as an entry of the item at hand."),
        lambda page: page.save(), when=lambda page: page.can_write, weight=9,
    ),
    Command(
        "writing.decide", ("f7",), N_("Decide and give"),
        N_("Save it as a decision, and give it to somebody with a date."),
        lambda page: page.decide(), when=lambda page: page.can_decide, weight=8,
    ),
    Command(
        "writing.earlier", ("f5",), N_("Item before"),
        N_("The item before; what is typed stays with its item as a draft."),
        lambda page: page.turn(-1), when=lambda page: page.place > 0, weight=7,
    ),
    Command(
        "writing.later", ("f6",), N_("Next item"),
        N_("The next item; what is typed stays with its item as a draft."),
        lambda page: page.turn(1), when=lambda page: page.place + 1 < page.many, weight=7,
    ),
    Command(
        "writing.open", ("enter",), N_("Change"),
        N_("Take the marked entry up again."),
        lambda page: page.take_up(), when=lambda page: page.on_entry and page.can_write,
        weight=6,
    ),
    Command(
        "writing.up", ("ctrl+up", "alt+up"), N_("Up"),
        N_("Move the marked entry up."),
        lambda page: entry_steps.move(page, -1), when=lambda page: page.on_entry and page.can_write,
        footer=False,
    ),
    Command(
        "writing.down", ("ctrl+down", "alt+down"), N_("Down"),
        N_("Move the marked entry down."),
        lambda page: entry_steps.move(page, 1), when=lambda page: page.on_entry and page.can_write,
        footer=False,
    ),
    Command(
        "writing.remove", ("delete",), N_("Remove"),
        N_("Take the marked entry out; it asks first."),
        entry_steps.ask_remove, when=lambda page: page.on_entry and page.can_write,
        weight=4,
    ),
    Command(
        "writing.discard", ("ctrl+delete",), N_("Throw away"),
        N_("Empty the fields and throw the draft away; it asks first."),
        lambda page: page.ask_discard(), when=lambda page: page.typed, footer=False,
    ),
    Command(
        "writing.leave", ("escape",), N_("Back"),
        N_("Back to the meeting; what is typed and not saved stays as a draft."),
        lambda page: page.leave(), menu=False, weight=8,
    ),
)  # fmt: skip

"""What can be done while a round of visits is typed in, and from which keys."""

from __future__ import annotations

from gridterm.i18n import N_
from screens.commands import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        "round.save", ("f9", "ctrl+s"), N_("Save"),
        N_("Save the visit that stands in the line, from any field."),
        lambda page: page.save(), weight=9,
    ),
    Command(
        "round.outcome", ("f4",), N_("Outcome"),
        N_("The next outcome: met, nobody home, not let in."),
        lambda page: page.next_of("outcome"), weight=8, menu=False,
    ),
    Command(
        "round.purpose", ("f5",), N_("Purpose"),
        N_("The next purpose; it stays for the next household."),
        lambda page: page.next_of("purpose"), weight=7, menu=False,
    ),
    Command(
        "round.call", ("ctrl+t",), N_("Make it a call"),
        N_("The matter becomes a call in the same save, or not after all."),
        lambda page: page.turn_call(), weight=8,
    ),
    Command(
        "round.who", ("f6",), N_("Visitor"),
        N_("Choose who went and on which day; both stay for the round."),
        lambda page: page.query_one("#visitor").focus(), weight=6,
    ),
    Command(
        "round.entries", ("f8",), N_("Entries"),
        N_("Go to the visits of this round; Enter opens one to correct it."),
        lambda page: page.go_to_entries(), when=lambda page: bool(page.entries), weight=5,
    ),
    Command(
        "round.discard", ("ctrl+delete",), N_("Throw away"),
        N_("Empty the line and throw its draft away; it asks first."),
        lambda page: page.ask_discard(), when=lambda page: page.typed, footer=False,
    ),
    Command(
        "round.leave", ("escape",), N_("Back"),
        N_("Back to the line, then leave; what is typed stays as a draft."),
        lambda page: page.leave(), menu=False, weight=8,
    ),
)  # fmt: skip

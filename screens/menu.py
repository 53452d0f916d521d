"""F10: every action there is, found by its name, its pinyin initials or in English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _
from gridterm.text import clip, initials, pad, width
from screens.commands import Command, matches, perform
from screens.widgets.dialogs import CANCEL, Dialog
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from screens.moving import MovingApp

TITLE_CELLS = 26
LINE_CELLS = 70
KEY_CELLS = 9


@dataclass(frozen=True)
class Entry:
    """A command in the menu: its key, its name there, and what doing it means."""

    command: Command
    key: str
    title: str
    run: Callable[[], object]


def entries(app: MovingApp) -> list[Entry]:
    """Every action there is now: of the screen on top, of the shell, of the other desks.

    From a form or a question only its own are offered, since it must be ended first.
    """
    screen = app.acting
    found = [
        Entry(one, app.key_of(one), one.title, partial(perform, one, screen))
        for one in screen.working_commands()
        if one.menu
    ]
    if not screen.lets_go:
        return found
    found += [
        Entry(one, app.key_of(one), one.title, partial(perform, one, app))
        for one in app.working_shell_commands()
        if one.menu
    ]
    for place in app.places:
        if place.id != app.current_mode:
            found += [
                Entry(
                    one,
                    "",
                    _("{desk}: {title}").format(desk=place.title, title=one.title),
                    partial(app.do_at_desk, place.id, one),
                )
                for one in place.load().commands
                if one.menu
            ]
    return found


class Menu(Dialog[Callable[[], object]]):
    """A field and the commands that answer to what stands in it; Enter does the marked one."""

    help_id = N_("Type part of a name, its pinyin initials or the English word, then press Enter.")
    commands = (
        Command(
            "menu.up",
            ("up",),
            N_("Up"),
            N_("Mark the line above."),
            lambda menu: menu.move(-1),
            menu=False,
            footer=False,
        ),
        Command(
            "menu.down",
            ("down",),
            N_("Down"),
            N_("Mark the line below."),
            lambda menu: menu.move(1),
            menu=False,
            footer=False,
        ),
        CANCEL,
    )

    def __init__(self, found: Sequence[Entry]) -> None:
        super().__init__(_("Menu"))
        self._entries = tuple(found)
        self._shown: list[Entry] = []
        self._initials: Callable[[str], str] = _no_initials
        self.add_class("-wide")

    def compose_dialog(self) -> ComposeResult:
        """The field above, the list under it."""
        yield Input(placeholder=_("Name, pinyin initials or English"), id="sought", compact=True)
        yield OptionList(id="choices", compact=True)

    def on_mount(self) -> None:
        """Show all; pinyin comes when its library is loaded."""
        self._show("")
        self.query_one(Input).focus()
        self.run_service(self._load_initials, self._use_initials, group="initials")

    def _load_initials(self) -> None:
        for entry in self._entries:
            _initials(entry.title)

    def _use_initials(self, _nothing: None) -> None:
        self._initials = _initials
        self._show(self.query_one(Input).value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._show(event.value)

    def _show(self, typed: str) -> None:
        scored = [(self._answers(entry, typed), entry) for entry in self._entries]
        found = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
        self._shown = [entry for _score, entry in found]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(self._line(entry)) for entry in self._shown)
        if self._shown:
            options.highlighted = 0
        else:
            options.add_option(Option(plain(_("Nothing answers to that.")), disabled=True))

    def _answers(self, entry: Entry, typed: str) -> int:
        return matches(entry.command, typed, self._initials, entry.title)

    def _line(self, entry: Entry) -> Text:
        line = Text(end="", no_wrap=True)
        line.append(pad(entry.key, KEY_CELLS), "dim")
        title = pad(entry.title, max(TITLE_CELLS, width(entry.title) + 1))
        line.append(title, "bold")
        room = self.query_one(OptionList).content_size.width or LINE_CELLS
        line.append(clip(entry.command.help, max(1, room - KEY_CELLS - width(title))))
        return line

    def move(self, step: int) -> None:
        """Mark another line while the field keeps the focus."""
        options = self.query_one(OptionList)
        if self._shown:
            options.highlighted = ((options.highlighted or 0) + step) % len(self._shown)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do the marked one."""
        event.stop()
        marked = self.query_one(OptionList).highlighted
        if self._shown and marked is not None:
            self.answer(self._shown[marked].run)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do the clicked one."""
        event.stop()
        if event.option_index < len(self._shown):
            self.answer(self._shown[event.option_index].run)


def _initials(title: str) -> str:
    return initials(title, rare=False)


def _no_initials(_name: str) -> str:
    return ""

"""F10: every action there is, found by its name, its pinyin initials or in English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _
from gridterm.text import initials, pad, width
from screens.acting import Acting
from screens.commands import Command, matches, perform
from screens.widgets.dialogs import CANCEL, Dialog
from screens.widgets.plain import plain

TITLE_CELLS = 20
KEY_CELLS = 9


@dataclass(frozen=True)
class Entry:
    """A command in the menu and what doing it means."""

    command: Command
    run: Callable[[], object]


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

    def __init__(self) -> None:
        super().__init__(_("Menu"))
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._initials: Callable[[str], str] = _no_initials

    def compose_dialog(self) -> ComposeResult:
        """The field above, the list under it."""
        yield Input(placeholder=_("Name, pinyin initials or English"), id="sought", compact=True)
        yield OptionList(id="choices", compact=True)

    def on_mount(self) -> None:
        """Collect what there is; pinyin comes when its library is loaded."""
        self._entries = self._collect()
        self._show("")
        self.query_one(Input).focus()
        self.run_service(self._load_initials, self._use_initials, group="initials")

    def _load_initials(self) -> None:
        for entry in self._entries:
            initials(entry.command.title)

    def _use_initials(self, _nothing: None) -> None:
        self._initials = initials
        self._show(self.query_one(Input).value)

    def _collect(self) -> list[Entry]:
        app = self.app
        under = app.screen_stack[-2]
        entries = []
        if isinstance(under, Acting):
            entries += [
                Entry(one, _doing(one, under)) for one in under.working_commands() if one.menu
            ]
        if getattr(under, "lets_go", False):
            entries += [
                Entry(one, _doing(one, app))
                for one in app.shell_commands
                if one.menu and (one.when(app) or not one.id.startswith("shell.log"))
            ]
        return entries

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._show(event.value)

    def _show(self, typed: str) -> None:
        scored = [(matches(entry.command, typed, self._initials), entry) for entry in self._entries]
        found = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
        self._shown = [entry for _score, entry in found]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(self._line(entry)) for entry in self._shown)
        if self._shown:
            options.highlighted = 0
        else:
            options.add_option(Option(plain(_("Nothing answers to that.")), disabled=True))

    def _line(self, entry: Entry) -> Text:
        command = entry.command
        line = Text(end="", no_wrap=True)
        line.append(pad(self.app.key_of(command), KEY_CELLS), "dim")
        line.append(pad(command.title, max(TITLE_CELLS, width(command.title) + 1)), "bold")
        line.append(command.help)
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


def _no_initials(_name: str) -> str:
    return ""


def _doing(command: Command, target: Any) -> Callable[[], object]:  # noqa: ANN401 - screen or app
    return lambda: perform(command, target)

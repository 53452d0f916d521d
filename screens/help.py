"""F1: what a screen is for, the rule it follows, and its keys."""

from __future__ import annotations

from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.i18n import N_, _
from gridterm.text import pad
from screens.acting import Acting
from screens.commands import Command, working
from screens.widgets.dialogs import Dialog

KEY_CELLS = 14
TITLE_CELLS = 18


class Help(Dialog[bool]):
    """The help of the screen under it, made from its text and its commands."""

    commands = (
        Command(
            "help.close",
            ("escape", "enter", "f1"),
            N_("Close"),
            N_("Close the help."),
            lambda dialog: dialog.accept(),
            menu=False,
        ),
    )

    def __init__(self, screen: Acting[Any]) -> None:
        title = _(screen.title_id)
        super().__init__(_("Help: {title}").format(title=title) if title else _("Help"))
        self._screen = screen
        self.add_class("-wide")

    def accept(self) -> None:
        """It was read."""
        self.answer(value=True)

    def compose_dialog(self) -> ComposeResult:
        """Text, keys of the screen, keys that always work."""
        with VerticalScroll(id="words"):
            yield Static(self._words())

    def _words(self) -> Text:
        words = Text(end="")
        about = self._screen.help_text()
        if about:
            words.append(about + "\n\n")
        own = self._screen.working_commands()
        if own:
            words.append(_("On this screen") + "\n", "bold")
            self._list(words, own)
        general = working(self.app.shell_commands, self.app)
        words.append(_("Everywhere") + "\n", "bold")
        self._list(words, [one for one in general if one.id != "shell.help"])
        words.rstrip()
        return words

    def _list(self, words: Text, commands: list[Command]) -> None:
        for command in commands:
            words.append(
                pad(self.app.key_of(command) or self.app.key_name("shell.menu"), KEY_CELLS)
            )
            words.append(pad(command.title, TITLE_CELLS), "bold")
            words.append(command.help + "\n")
        words.append("\n")

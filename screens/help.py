"""F1: what a screen is for, the rule it follows, and its keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.i18n import N_, _
from screens.acting import Acting
from screens.commands import Command, key_label
from screens.widgets.dialogs import Dialog
from screens.widgets.plain import plain


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
        app = screen.app
        self._screen = screen
        self._own = screen.working_commands()
        self._general = [one for one in app.working_shell_commands() if one.id != "shell.help"]
        self.add_class("-wide")

    def accept(self) -> None:
        """It was read."""
        self.answer(value=True)

    def compose_dialog(self) -> ComposeResult:
        """Text, keys of the screen, keys that always work."""
        with VerticalScroll(id="words"):
            yield Static(self._words())

    def _words(self) -> Group:
        parts: list[Text | Table] = []
        about = self._screen.help_text()
        if about:
            parts += [Text(about), Text()]
        own = [one for one in self._own if one.menu or one.footer]
        if own:
            parts += [Text(_("On this screen"), style="bold"), self._table(own), Text()]
        parts += [Text(_("Everywhere"), style="bold"), self._table(self._general)]
        return Group(*parts)

    def _table(self, commands: Sequence[Command]) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")  # Chinese has no blanks to break a line at
        for command in commands:
            key = self.app.key_of(command) or _("in {key}").format(key=key_label("f10"))
            table.add_row(plain(key), plain(command.title, "bold"), plain(command.help))
        return table

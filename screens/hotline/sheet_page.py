"""A page that shows one record: a row of actions, and below it a sheet that the keys scroll."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from screens.commands import Command, perform
from screens.desk import Page
from screens.widgets.plain import plain


class SheetPage(Page):
    """A record with its actions as buttons.

    Left and right go from action to action; while one has the focus, the keys up and down and
    those for pages scroll the sheet. A subclass yields ``action_row`` and a scrolling widget
    with the id ``sheet``, and calls ``show_actions`` when what can be done has changed.
    """

    def action_row(self) -> ComposeResult:
        """The row the buttons stand in."""
        yield Horizontal(id="actions")

    async def show_actions(self, commands: Sequence[Command], *, take_focus: bool) -> None:
        """Put a button for each command into the row, in their order.

        Args:
            commands: what can be done.
            take_focus: whether the first of them, or the sheet where there is none, gets
                the focus.
        """
        row = self.query_one("#actions", Horizontal)
        await row.remove_children()
        buttons = [
            Button(
                plain(f"{one.title} {one.key_label}".strip()),
                id=one.id.replace(".", "-"),
                compact=True,
            )
            for one in commands
        ]
        await row.mount(*buttons)
        row.display = bool(buttons)
        if take_focus:
            (buttons[0] if buttons else self.query_one("#sheet")).focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        command = self.command((event.button.id or "").replace("-", "."))
        if command is not None:
            self.call_later(perform, command, self)

    # ── keys ────────────────────────────────────────────────────────────────
    def _step_focus(self, step: int) -> None:
        buttons = list(self.query("#actions Button"))
        if self.focused in buttons:
            buttons[(buttons.index(self.focused) + step) % len(buttons)].focus()

    def _scroll(self, rows: int) -> None:
        if isinstance(self.focused, Button):
            self.query_one("#sheet").scroll_relative(y=rows, animate=False)

    def _sheet_rows(self) -> int:
        return self.query_one("#sheet").size.height - 1

    def key_left(self) -> None:
        """The action before."""
        self._step_focus(-1)

    def key_right(self) -> None:
        """The next action."""
        self._step_focus(1)

    def key_down(self) -> None:
        """Read on while an action has the focus."""
        self._scroll(1)

    def key_up(self) -> None:
        """Read back."""
        self._scroll(-1)

    def key_pagedown(self) -> None:
        """A page on."""
        self._scroll(self._sheet_rows())

    def key_pageup(self) -> None:
        """A page back."""
        self._scroll(-self._sheet_rows())

"""The sentence that asks for more room when the terminal is too small."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

from gridterm.i18n import _
from screens.widgets.plain import plain

COLUMNS = 80
ROWS = 24


class RoomWarning(Widget):
    """Covers the page while it is smaller than 80 by 24 (class ``-small`` on the screen)."""

    def render(self) -> Text:
        """What is needed and what there is."""
        size = self.screen.size
        return plain(
            _(
                "This window is too small: {columns} x {rows}. Please make it at least "
                "80 columns wide and 24 rows high. What you typed is kept."
            ).format(columns=size.width, rows=size.height)
        )

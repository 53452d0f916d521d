"""Figures five rows high, of blanks and one plain character."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text
from textual import events
from textual.widgets import Static

ROWS = 5
PIXEL = "##"
GLYPHS = {
    "0": "### # # # # # # ###",
    "1": " #  ##   #   #  ###",
    "2": "###   # ### #   ###",
    "3": "###   # ###   # ###",
    "4": "# # # # ###   #   #",
    "5": "### #   ###   # ###",
    "6": "### #   ### # # ###",
    "7": "###   #   #   #   #",
    "8": "### # # ### # # ###",
    "9": "### # # ###   # ###",
    ":": "     #       #     ",
}
"""Each row three places wide, a blank between the rows."""


def figures(words: str) -> list[str]:
    """Digits and colons in ``ROWS`` rows; what has no figure is left out."""
    return [
        "  ".join(
            "".join(PIXEL if place == "#" else "  " for place in GLYPHS[one][row * 4 : row * 4 + 3])
            for one in words
            if one in GLYPHS
        )
        for row in range(ROWS)
    ]


class ClockFace(Static):
    """The time in big figures."""

    DEFAULT_CSS = """
    ClockFace { height: 5; width: 100%; content-align: center middle; color: $primary;
      text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.shown = ""

    def tell(self, now: datetime) -> None:
        """Show a time; nothing is drawn where it is shown already."""
        words = f"{now:%H:%M}"
        if words != self.shown:
            self.shown = words
            self.update(Text("\n".join(figures(words)), end="", no_wrap=True))

    def on_click(self, event: events.Click) -> None:
        """Nothing happens here."""
        event.stop()

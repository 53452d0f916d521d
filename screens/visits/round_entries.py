"""The visits of a round as they were saved, above the line that is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.visits.words import entry_line

if TYPE_CHECKING:
    from gridterm.visits.terms import VisitRow

MARGIN = 4


class Entries(OptionList):
    """One line per visit, the newest at the foot and marked; clipped to the width there is."""

    rows: Sequence[VisitRow] = ()

    def show(self, rows: Sequence[VisitRow]) -> None:
        """Draw the visits, in the order they were saved."""
        self.rows = tuple(rows)
        cells = max(1, self.app.size.width - MARGIN)
        self.clear_options()
        self.add_options(
            Option(entry_line(place, row, cells)) for place, row in enumerate(self.rows, 1)
        )
        if self.rows:
            self.highlighted = len(self.rows) - 1
            self.scroll_end(animate=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Clip them to the new width."""
        if self.rows:
            self.show(self.rows)

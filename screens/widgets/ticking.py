"""A long list in which lines are ticked, to do something to all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual import events
from textual.coordinate import Coordinate
from textual.message import Message

from screens.widgets.table import Column, Line, Loader, PagedTable

TICK = "tick"
SIGN = "*"


class TickTable(PagedTable):
    """A ``PagedTable`` whose lines can be ticked; the signs have a column while there are any.

    Ticks stay while the list is read again and go with a new list. While there are some, a
    click ticks instead of opening; Ctrl+click ticks the first.
    """

    class Ticked(Message):
        """Other lines are ticked than before."""

    def __init__(self, columns: Sequence[Column], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(columns, id=id)
        self._plain_columns = self.layout_columns
        self._ticked: dict[str, Line] = {}

    @property
    def ticked(self) -> tuple[Line, ...]:
        """The ticked lines, in the order they were ticked."""
        return tuple(self._ticked.values())

    def show(self, loader: Loader, total: Callable[[], int | None] | None = None) -> None:
        """Start a list from its top; nothing of it is ticked."""
        self._ticked.clear()
        self.layout_columns = self._plain_columns
        super().show(loader, total)
        self.post_message(self.Ticked())

    def tick(self) -> None:
        """Tick the line under the cursor, or take its tick away, and go on to the next."""
        line = self.marked_line
        if line is not None:
            self._turn([line], on=line.key not in self._ticked)
            self.move_cursor(row=min(self.cursor_row + 1, self.row_count - 1), animate=False)

    def tick_all(self) -> None:
        """Tick every line that is held; where all are, take the ticks away."""
        lines = self._window.lines
        self._turn(lines, on=any(line.key not in self._ticked for line in lines))

    def untick_all(self) -> None:
        """Take every tick away."""
        if self._ticked:
            self._turn(list(self._ticked.values()), on=False)

    def _turn(self, lines: Sequence[Line], *, on: bool) -> None:
        for line in lines:
            if on:
                self._ticked[line.key] = line
            else:
                self._ticked.pop(line.key, None)
        mark = (Column(TICK, "", 1),) if self._ticked else ()
        wanted = (*mark, *self._plain_columns)
        if len(lines) == 1 and wanted == self.layout_columns and TICK in self.columns:
            if lines[0].key in self.rows:
                self.update_cell(lines[0].key, TICK, self._sign(lines[0]))
        else:
            self.layout_columns = wanted
            self._draw(self.marked_key)
        self.post_message(self.Ticked())

    def _sign(self, line: Line) -> Text:
        return Text(SIGN if line.key in self._ticked else "", style="bold", end="", no_wrap=True)

    def _cells(self, line: Line, shares: Sequence[tuple[Column, int]]) -> list[Text]:
        if line.key in self._ticked:
            self._ticked[line.key] = line
        cells = super()._cells(line, shares)
        return [
            self._sign(line) if column.id == TICK else cell
            for (column, _room), cell in zip(shares, cells, strict=True)
        ]

    def on_click(self, event: events.Click) -> None:
        """Tick what is clicked, while something is ticked or Ctrl is held."""
        row = event.style.meta.get("row", -1)
        if row < 0 or not (self._ticked or event.ctrl):
            return
        event.stop()
        event.prevent_default()
        self.focus()
        self.cursor_coordinate = Coordinate(row, 0)
        line = self.marked_line
        if line is not None:
            self._turn([line], on=line.key not in self._ticked)

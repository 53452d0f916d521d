"""A table that shows a long list page by page, loaded in a thread as the cursor moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import DataTable
from textual.widgets.data_table import RowKey

from gridterm.i18n import _, ngettext
from gridterm.text import clip, pad, width
from screens.acting import Acting
from screens.widgets.window import PAGES_KEPT, Chunk, Line, Loader, Window, read_pages

__all__ = ["PAGES_KEPT", "Chunk", "Column", "Line", "Loader", "PagedTable"]

NEAR = 3
SETTLE_SECONDS = 0.12
WIDE_FROM = 100
SMALLEST_SHARE = 8
NOTHING_AT = 2


@dataclass(frozen=True)
class Column:
    """A column: ``cells`` wide, or sharing what is left where that is 0.

    ``title`` is already translated; ``wide`` columns appear from 100 terminal columns on;
    ``right`` ones are numbers; ``spare`` ones go while the others need the room of the list.
    """

    id: str
    title: str
    cells: int = 0
    wide: bool = False
    right: bool = False
    spare: bool = False


def _least(columns: Sequence[Column]) -> int:
    """How many cells columns need at least, with the gaps between them."""
    return sum(one.cells + 1 if one.cells else SMALLEST_SHARE for one in columns)


class PagedTable(DataTable[Text]):
    """Some pages of a long list, of which only what is near the cursor is held.

    ``show`` starts a list; ``reload`` reads the same place again and keeps the cursor on its
    row. The loader is called in a thread with the place after which to go on (None at the
    top). Messages: ``Marked`` when the cursor has come to rest, ``Opened`` on Enter or a
    click, ``Counted`` when what is shown has changed.
    """

    class _OfTable(Message):
        """What a table tells; ``control`` is for ``@on`` with a selector."""

        def __init__(self, table: PagedTable) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> PagedTable:
            """The table."""
            return self.table

    class Marked(_OfTable):
        """The cursor rests on a line; None in an empty list."""

        def __init__(self, table: PagedTable, line: Line | None) -> None:
            super().__init__(table)
            self.line = line

    class Opened(_OfTable):
        """Enter or a click on a line."""

        def __init__(self, table: PagedTable, line: Line) -> None:
            super().__init__(table)
            self.line = line

    class Counted(_OfTable):
        """Other lines are shown: ``words`` says which of how many."""

        def __init__(self, table: PagedTable, words: str) -> None:
            super().__init__(table)
            self.words = words

    DEFAULT_CSS = """
    PagedTable { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }
    """
    BINDINGS: ClassVar[list[Any]] = [
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
    ]

    def __init__(self, columns: Sequence[Column], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            id=id, cursor_type="row", zebra_stripes=False, cell_padding=0, show_cursor=True
        )
        self.layout_columns = tuple(columns)
        self._window = Window()
        self._loader: Loader | None = None
        self._counter: Callable[[], int | None] | None = None
        self._total: int | None = None
        self._loading = False
        self._settling: Timer | None = None
        self._built_for = -1
        self.nothing = ""
        """What an empty list says in its place."""

    # ── what a desk calls ───────────────────────────────────────────────────
    def show(self, loader: Loader, total: Callable[[], int | None] | None = None) -> None:
        """Start a list from its top.

        Args:
            loader: reads a page, in a thread.
            total: counts the list, in a thread; None where the pages say it all.
        """
        self._loader, self._counter = loader, total
        self._total = None
        self._fetch(Window(), 1, keep=None)

    def reload(self) -> None:
        """Read what is shown again, from the same place, with the cursor on the same row."""
        if self._loader is None:
            return
        window = self._window
        self._fetch(window.emptied(), max(1, len(window.pages)), keep=self.marked_key)

    @property
    def marked_line(self) -> Line | None:
        """The line the cursor is on."""
        lines = self._window.lines
        return lines[self.cursor_row] if 0 <= self.cursor_row < len(lines) else None

    @property
    def marked_key(self) -> str | None:
        """Its key."""
        line = self.marked_line
        return line.key if line else None

    def mark(self, key: str) -> bool:
        """Put the cursor on the row of that key, if it is among those held."""
        keys = [line.key for line in self._window.lines]
        if key not in keys:
            return False
        self.move_cursor(row=keys.index(key))
        return True

    @property
    def is_empty(self) -> bool:
        """Whether a list was read and has no line."""
        return self._loader is not None and not self._loading and not self._window.lines

    def count_words(self) -> str:
        """``1-50 / 1,204``; without the whole while it is being counted."""
        lines = self._window.lines
        if not lines:
            return _("None") if self.is_empty else ""
        first = self._window.skipped + 1
        last = first + len(lines) - 1
        if self._total is not None:
            total = f"{max(self._total, last):,}"
        elif self._counter is not None and self._window.more:  # the whole is being counted
            return _("Rows {first}-{last}").format(first=first, last=last)
        else:
            total = f"{last:,}+" if self._window.more else f"{last:,}"
        return ngettext("{first}-{last} of {total}", "{first}-{last} of {total}", last).format(
            first=first, last=last, total=total
        )

    # ── loading ─────────────────────────────────────────────────────────────
    def _fetch(self, window: Window, pages: int, keep: str | None) -> None:
        loader, screen = self._loader, self.screen
        if loader is None or not isinstance(screen, Acting):
            return
        self._loading = True

        work = partial(read_pages, loader, window.start, pages)

        def then(chunks: list[Chunk]) -> None:
            self._loading = False
            for chunk in chunks:
                window.put(chunk)
            self._window = window
            self._draw(keep)
            self._count()

        screen.run_service(work, then, group=f"table-{self.id or id(self)}")

    def _count(self) -> None:
        """Count the whole list, in a thread of its own: the rows do not wait for it."""
        counter, screen = self._counter, self.screen
        if counter is None or not isinstance(screen, Acting):
            return

        def then(total: int | None) -> None:
            self._total = total
            self.post_message(self.Counted(self, self.count_words()))

        screen.run_service(counter, then, group=f"count-{self.id or id(self)}")

    def _load_more(self) -> None:
        """Read the page under those held; the topmost goes when there are too many."""
        loader, screen = self._loader, self.screen
        if self._loading or loader is None or not self._window.more:
            return
        if not isinstance(screen, Acting):
            return
        self._loading = True
        after = self._window.lines[-1].cursor

        def then(chunk: Chunk) -> None:
            self._loading = False
            keep = self.marked_key
            fresh = self._window.put(chunk)
            if self._window.let_go_above():
                self._draw(keep)
            else:
                self._append(fresh)

        screen.run_service(lambda: loader(after), then, group=f"table-{self.id or id(self)}")

    def _load_previous(self) -> None:
        """Read the page over those held again; the lowest goes when there are too many."""
        window, loader, screen = self._window, self._loader, self.screen
        if self._loading or loader is None or window.first_page == 0:
            return
        if not isinstance(screen, Acting):
            return
        self._loading = True
        start, keep = window.start_before, self.marked_key

        def then(chunk: Chunk) -> None:
            self._loading = False
            window.put_back(chunk)
            self._draw(keep)

        screen.run_service(lambda: loader(start), then, group=f"table-{self.id or id(self)}")

    # ── drawing ─────────────────────────────────────────────────────────────
    def _draw(self, keep: str | None) -> None:
        """Put every held line into the table; the cursor stays on the row ``keep``."""
        lines = self._window.lines
        row_before = self.cursor_row
        with self.prevent(DataTable.RowHighlighted):
            self.clear(columns=True)
            shares = self._widths()
            for column, cells in shares:
                gap = cells - 1 - width(column.title) if column.right else 0
                title = " " * gap + column.title
                self.add_column(Text(pad(title, cells), end=""), width=cells, key=column.id)
            for line in lines:
                self.add_row(*self._cells(line, shares), key=line.key)
            keys = [line.key for line in lines]
            if keep is not None and keep in keys:
                self.move_cursor(row=keys.index(keep), animate=False)
            elif keep is not None and lines:
                self.move_cursor(row=min(row_before, len(lines) - 1), animate=False)
        self._built_for = self.size.width
        self._tell()

    def _append(self, lines: Sequence[Line]) -> None:
        shares = self._widths()
        for line in lines:
            self.add_row(*self._cells(line, shares), key=line.key)
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.Counted(self, self.count_words()))
        self._settle()

    def _widths(self) -> list[tuple[Column, int]]:
        room = self.size.width - 1
        shown = [
            one for one in self.layout_columns if not one.wide or self.app.size.width >= WIDE_FROM
        ]
        if _least(shown) > room:
            shown = [one for one in shown if not one.spare]
        fixed = sum(one.cells + 1 for one in shown if one.cells)
        sharing = sum(1 for one in shown if not one.cells)
        share = max(SMALLEST_SHARE, (room - fixed) // sharing) if sharing else 0
        return [(one, one.cells + 1 if one.cells else share) for one in shown]

    def render_line(self, y: int) -> Strip:
        """A line of the list; in an empty one, what it says below the titles."""
        if y == NOTHING_AT and self.nothing and self.is_empty:
            words = clip(self.nothing, max(0, self.size.width - 2))
            style = self.rich_style
            line = Strip([Segment(f" {words}", style + Style(dim=True))])
            return line.adjust_cell_length(self.size.width, style)
        return super().render_line(y)

    def _update_dimensions(self, new_rows: Iterable[RowKey]) -> None:  # noqa: ARG002 - Textual's
        """Measure no cell: every column's width is given, and every row is one line high."""
        super()._update_dimensions(())

    def _cells(self, line: Line, shares: Sequence[tuple[Column, int]]) -> list[Text]:
        cells = []
        for column, room in shares:
            value = line.cells.get(column.id, "")
            words = value.plain if isinstance(value, Text) else str(value)
            shown = clip(words, room - 1)
            if column.right:
                shown = " " * (room - 1 - width(shown)) + shown
            style = value.style if isinstance(value, Text) else ""
            cells.append(Text(shown, style=style, end="", no_wrap=True))
        return cells

    def on_resize(self, event: events.Resize) -> None:
        """Share the columns out again."""
        if event.size.width != self._built_for and self._window.pages:
            self._draw(self.marked_key)

    # ── the cursor ──────────────────────────────────────────────────────────
    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Load on when the cursor nears an end; say where it is once it rests."""
        event.stop()
        if event.cursor_row >= len(self._window.lines) - NEAR:
            self._load_more()
        elif event.cursor_row < NEAR:
            self._load_previous()
        self._settle()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the line."""
        event.stop()
        line = self.marked_line
        if line is not None:
            self.post_message(self.Opened(self, line))

    def _settle(self) -> None:
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE_SECONDS, self._rest)

    def _rest(self) -> None:
        self.post_message(self.Marked(self, self.marked_line))

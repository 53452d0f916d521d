"""What the views of the visits' desk have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.i18n import _
from screens.registers.view import TableView, chunk_of
from screens.visits.words import day_words
from screens.widgets.bars import Hint
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from screens.visits.desk import VisitsDesk

A_DAY = timedelta(days=1)


class DayTable(PagedTable):
    """A table whose PgUp and PgDn go to the page, which changes the day or the period."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the two keys alone."""
        if action in {"page_up", "page_down"}:
            return False
        return super().check_action(action, parameters)


class RowsView(TableView):
    """One of the visits' views: a head, a table, the marked record in words."""

    turns: ClassVar[bool] = False
    """Whether PgUp and PgDn change what it shows: the day, or the period."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name, classes="visits-view")
        self.shown: object = None
        self._total = 0

    # ── what a subclass says ────────────────────────────────────────────────
    def lines(self, store: Store) -> Sequence[Line]:
        """Every row where they are few; called in a thread."""
        raise AssertionError(f"{type(self).__name__} reads neither lines nor pages of {store}")

    @abstractmethod
    def open(self) -> None:
        """Enter on the marked row."""

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """The row above the table."""
        return [], []

    def nothing(self) -> str:
        """What an empty list says."""
        return ""

    def wanted(self) -> object:
        """What the list depends on; another value starts it anew."""
        return ""

    def turn(self, step: int) -> None:
        """So many days or periods on or back."""

    def count(self) -> Callable[[], int]:
        """What counts the whole list; called in a thread, after its first page."""
        return lambda: self._total

    # ── the widgets ─────────────────────────────────────────────────────────
    @property
    def at_desk(self) -> VisitsDesk:
        """The desk it is on."""
        return cast("VisitsDesk", self.screen)

    @property
    def day(self) -> date:
        """The day the desk shows."""
        return self.at_desk.day

    def compose(self) -> ComposeResult:
        """Head, table, the record in words."""
        yield HintRow(id=f"{self.id}-head")
        yield (DayTable if self.turns else PagedTable)(self.columns(), id=f"{self.id}-table")
        with VerticalScroll(classes="about", can_focus=False):
            yield Static()

    def page(self, store: Store, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
        """A page of the rows, in a thread; those that are few are read at once."""
        lines = self.lines(store)
        self._total = len(lines)
        return chunk_of(lines, after)

    def reload(self) -> None:
        """Read the rows; the cursor stays on its record."""
        wanted = self.wanted()
        self.table.nothing = self.nothing()
        if self.shown == wanted and self.shown is not None:
            self.table.reload()
        else:
            self.shown = wanted
            self.table.show(partial(self.page, self.desk.store), self.count())
        self.draw_head()

    def draw_head(self) -> None:
        """Show the row above the table."""
        left, right = self.head()
        count = self.table.count_words()
        right = [*right, *([Hint(count, style="quiet", weight=5)] if count else [])]
        self.query_one(f"#{self.id}-head", HintRow).show(left, right)

    def day_hints(self) -> list[Hint]:
        """The day and the ways to others."""
        desk = self.at_desk
        today = self.office.clock.today()
        hints = [
            Hint(day_words(self.day), style="current", weight=9),
            Hint(_("< back"), weight=3, run=partial(desk.turn, -1)),
        ]
        if self.day != today:
            hints.append(Hint(_("today"), weight=4, run=desk.to_today))
            hints.append(Hint(_("on >"), weight=3, run=partial(desk.turn, 1)))
        return hints

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.draw_head()
        self.tell_desk()

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self.open()


class DayView(RowsView):
    """A view of the desk's day."""

    turns = True

    def wanted(self) -> object:
        """Another day starts the list anew."""
        return self.day

    def turn(self, step: int) -> None:
        """So many days on or back; nothing is planned for days to come."""
        day = self.day + step * A_DAY
        if day <= self.office.clock.today():
            self.at_desk.day = day
            self.reload()

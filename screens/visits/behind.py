"""The households behind a number of the coverage."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult

from gridterm.i18n import N_, _
from gridterm.text import clean_line
from screens.commands import Command
from screens.desk import Page
from screens.visits.plan import plan_line
from screens.widgets.bars import Hint
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from gridterm.visits.terms import Coverage
    from screens.visits.coverage import Span

PAGE = 50


class HouseholdsPage(Page):
    """The households of a grid nobody visited in a period, or ever.

    Args:
        grid: the grid's numbers.
        span: the period; None for those that were never visited.
    """

    CSS_PATH = "../styles/visits.tcss"
    title_id = N_("Households not visited")
    help_id = N_(
        "The households that a number of the coverage counts, by building and room. Enter shows "
        "what was before at the marked one; Esc goes back to the numbers."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "households.open", ("enter",), N_("Open"),
            N_("What was before at the marked household."),
            lambda page: page.open_marked(), when=lambda page: page.has_marked, weight=7,
        ),
        Command(
            "households.reload", ("ctrl+r",), N_("Reload"),
            N_("Read the list again; the cursor stays."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, grid: Coverage, span: Span | None) -> None:
        super().__init__()
        self._grid = grid
        self._span = span
        self._begun = False

    def compose_body(self) -> ComposeResult:
        """What is counted, the households."""
        yield HintRow(id="behind-head")
        yield PagedTable(
            (
                Column("household", _("Household"), 26),
                Column("head", _("Head"), 10),
                Column("phone", _("Phone"), 11),
                Column("last", _("Last visit"), 12),
                Column("days", _("Days"), 5, right=True),
                Column("reason", _("Why")),
            ),
            id="behind",
        )

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(PagedTable).focus()
        self._show_head("")

    def refresh_data(self) -> None:
        """Read the list, or read it again."""
        table = self.query_one(PagedTable)
        if self._begun:
            table.reload()
            return
        self._begun = True
        table.nothing = _("Every household was visited.")
        table.show(partial(load, self.store, self._grid.grid_id, self._span))

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self._show_head(event.words)
        self.refresh_bindings()

    def _show_head(self, words: str) -> None:
        what = (
            _("Never visited") if self._span is None
            else _("Not visited in {period}").format(period=self._span.title)
        )  # fmt: skip
        self.query_one("#behind-head", HintRow).show(
            [
                Hint(clean_line(self._grid.grid), style="strong", weight=9),
                Hint(what, weight=8),
            ],
            [Hint(words, style="quiet", weight=5)] if words else [],
        )

    @property
    def has_marked(self) -> bool:
        """Whether a household is under the cursor."""
        return any(one.marked_line is not None for one in self.query(PagedTable))

    def open_marked(self) -> None:
        """What was before at the marked household."""
        line = self.query_one(PagedTable).marked_line
        if line is not None:
            self._open(line)

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self._open(event.line)

    def _open(self, line: Line) -> None:
        from screens.visits.household import ContactsPage

        self.app.push_screen(ContactsPage(int(line.key)))


def load(store: Store, grid_id: int, span: Span | None, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
    """A page of the households; called in a thread."""
    from gridterm.visits.planning import not_visited

    today = store.clock.today()
    since, until = (span.first, span.last) if span is not None else (date.min, today)
    rows, following = not_visited(store, grid_id, since, until, after, PAGE)
    lines = [plan_line(place, one, today) for place, one in enumerate(rows, 1)]
    if lines:
        last = lines[-1]
        lines[-1] = Line(last.key, last.cells, last.record, following)
    return Chunk(tuple(lines), following is not None)

"""Every visit, the newest first, with a line to find in and filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, Static

from gridterm.i18n import N_, _
from screens.hotline.filter_line import FilterLine
from screens.visits import listing
from screens.visits.listing import FILTERS, Known, Wanted
from screens.visits.views import RowsView
from screens.visits.words import visit_words
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from gridterm.visits.terms import VisitFilter, VisitRow

TYPING_PAUSE = 0.15


class VisitsView(RowsView):
    """The list of visits."""

    title_id = N_("Visits")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.chosen = Wanted()
        self.known = Known()
        self.text = ""

    def compose(self) -> ComposeResult:
        """Find and filters, table, the record in words."""
        with Horizontal(classes="find-row"):
            yield Label(plain(_("Find")), classes="label")
            yield LineInput(id="visits-find", hint=_("words, household, name"))
            yield FilterLine(FILTERS, id="visits-filters")
        yield HintRow(id=f"{self.id}-head")
        yield PagedTable(self.columns(), id=f"{self.id}-table")
        with VerticalScroll(classes="about", can_focus=False):
            yield Static()

    def columns(self) -> Sequence[Column]:
        """As every list of visits."""
        return listing.columns()

    # ── reading ─────────────────────────────────────────────────────────────
    @property
    def filter(self) -> VisitFilter:
        """What the list shows."""
        return self.chosen.visit_filter(self.text, self.office.clock.today())

    def wanted(self) -> object:
        """Other filters start the list anew."""
        return self.filter

    def page(self, store: Store, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
        """A page by SQL."""
        return listing.load(store, self.filter, after)

    def count(self) -> Callable[[], int]:
        """How many there are."""
        return partial(listing.count, self.desk.store, self.filter)

    def reload(self) -> None:
        """The rows, and what they can be filtered by."""
        self.desk.run_service(
            partial(listing.read_known, self.desk.store), self._use_known, group="known-filters"
        )
        super().reload()

    def _use_known(self, found: Known) -> None:
        self.known = found
        self._show_filters()

    def _show_filters(self) -> None:
        self.query_one(FilterLine).show(self.chosen, self.known)

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """Whether anything is left out."""
        if not self.narrowed:
            return [Hint(_("Every visit, the newest first"), style="quiet", weight=4)], []
        words = _("Filtered: Ctrl+K shows everything")
        return [Hint(words, style="current", weight=8, run=self.show_all)], []

    def nothing(self) -> str:
        """None yet, or none that fits."""
        if self.narrowed:
            return _("Nothing matches. Ctrl+K shows everything.")
        return _("There are no visits yet. Ctrl+N enters a round.")

    def describe(self, line: Line) -> Text:
        """The visit in full."""
        return visit_words(line.record)

    def open(self) -> None:
        """The marked visit's page."""
        row: VisitRow | None = self.marked
        if row is not None:
            self.at_desk.open_visit(row.id)

    # ── search and filters ──────────────────────────────────────────────────
    @property
    def narrowed(self) -> bool:
        """Whether search or filters leave anything out."""
        return self.chosen.narrowed or bool(self.text)

    def find(self) -> None:
        """Go to the line to type in."""
        self.query_one("#visits-find").focus()

    def narrow(self) -> None:
        """Go to the filters."""
        self.query_one(FilterLine).focus()

    def use(self, wanted: Wanted) -> None:
        """Filter by these from now on."""
        self.chosen = wanted
        self._show_filters()
        self.reload()
        self.tell_desk()

    def show_all(self) -> None:
        """Take away search and filters."""
        with self.prevent(Input.Changed):
            self.query_one("#visits-find", Input).value = ""
        self.text = ""
        self.use(Wanted())

    @on(FilterLine.Cleared)
    def _cleared(self, event: FilterLine.Cleared) -> None:
        event.stop()
        self.use(self.chosen.having(event.filter.field))

    @on(FilterLine.Opened)
    def _choose(self, event: FilterLine.Opened) -> None:
        if isinstance(event, FilterLine.Cleared):
            return
        event.stop()
        one = event.filter
        now = getattr(self.chosen, one.field)
        self.desk.ask(
            Choose(one.title, one.options(self.known), now),
            lambda key: self.use(self.chosen.having(one.field, key)),
        )

    @on(Input.Changed, "#visits-find")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.desk.soon("visits-find", self._search, TYPING_PAUSE)

    @on(Input.Submitted, "#visits-find")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._search()
        self.table.focus()

    def _search(self) -> None:
        typed = self.query_one("#visits-find", Input).value.strip()
        if typed != self.text:
            self.text = typed
            self.reload()

    def key_down(self, event: events.Key) -> None:
        """Down from the line goes to the list."""
        if self.query_one("#visits-find").has_focus:
            event.stop()
            self._search()
            self.table.focus()

    def go_back(self) -> bool:
        """From the line or the filters to the list, then everything again."""
        if not self.table.has_focus:
            self.table.focus()
            return True
        if self.narrowed:
            self.show_all()
            return True
        return False

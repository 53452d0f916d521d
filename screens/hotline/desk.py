"""The hotline's desk: the month's counts, filters, search, the list, the call under the cursor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from gridterm.hotline.terms import Cursor, State, TicketFilter
from gridterm.i18n import N_, _
from screens.commands import Command
from screens.hotline.filter_line import FilterLine
from screens.hotline.filters import OPEN_KEYS, Choices, Wanted, wanted_of
from screens.hotline.find_page import FindPage
from screens.hotline.listing import (
    Lists,
    count,
    due_hints,
    id_by_number,
    ladder_hints,
    month_hints,
    read_lists,
    read_ticket,
    ticked_hints,
)
from screens.hotline.preview import Preview
from screens.hotline.several import SEVERAL, SeveralDesk
from screens.hotline.words import columns, line_of
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, PagedTable
from screens.widgets.ticking import TickTable

if TYPE_CHECKING:
    from gridterm.hotline.guards import Rung
    from gridterm.hotline.lateness import DueCounts
    from gridterm.hotline.queries import MonthCounts

PAGE = 50
PREVIEW_WIDE = 150
PREVIEW_TALL = 30


class HotlineDesk(FindPage, SeveralDesk):
    """Every call, newest first."""

    CSS_PATH = "../styles/hotline.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (PREVIEW_WIDE, "-broad")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-low"), (PREVIEW_TALL, "-tall")]  # noqa: RUF012 - Textual's form
    desk_id = "hotline"
    title_id = N_("Hotline")
    help_id = N_(
        "Every call with its state, the newest first. Who took the call is its first responder "
        "and stays so (首问责任人); a call runs from received over answered and revisited to "
        "closed (办结回访). Names and phones are masked here. Type to search while the list has "
        "the keys or with Ctrl+F; Tab goes to the filters. Space ticks calls, Ctrl+A all "
        "that are shown; Ctrl+G does one step to the ticked ones."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "hotline.new", ("ctrl+n",), N_("New call"),
            N_("Log a call."), lambda desk: desk.app.log_call(), footer=False,
        ),
        Command(
            "hotline.open", ("enter",), N_("Open"),
            N_("Open the marked call."),
            lambda desk: desk.open_marked(), when=lambda desk: desk.can_open, weight=7,
        ),
        Command(
            "hotline.find", ("ctrl+f",), N_("Find"),
            N_("Search number, caller, phone, address, matter and answers as you type."),
            lambda desk: desk.query_one("#find").focus(), weight=6,
        ),
        Command(
            "hotline.filter", ("ctrl+t",), N_("Filter"),
            N_("Go to the filters: arrows choose one, Enter opens it, Del takes it away."),
            lambda desk: desk.query_one("#filters").focus(), weight=6,
        ),
        Command(
            "hotline.clear", ("ctrl+k",), N_("Show all"),
            N_("Take away search and filters."),
            lambda desk: desk.show_all(), when=lambda desk: desk.narrowed, weight=5,
        ),
        *SEVERAL,
        Command(
            "hotline.export", ("ctrl+e",), N_("Export"),
            N_("Write the calls of this list into a workbook."),
            lambda desk: desk.export(), weight=4,
        ),
        Command(
            "hotline.print", ("ctrl+p",), N_("Print"),
            N_("Look at the marked call's form, then print it or save it as PDF or for Word."),
            lambda desk: desk.print_marked(), when=lambda desk: desk.has_marked, weight=5,
        ),
        Command(
            "hotline.notices", ("ctrl+u",), N_("Notice board"),
            N_("Notices drafted from calls, waiting for approval, hanging, taken down."),
            lambda desk: desk.open_notices(), weight=4,
        ),
        Command(
            "hotline.import", (), N_("Import calls"),
            N_("Take over calls from a workbook or a text file, after a look at what will happen."),
            lambda desk: desk.open_import(), footer=False,
        ),
        Command(
            "hotline.categorise", ("ctrl+y",), N_("Categories to set"),
            N_("Walk through the calls without a category and take or change what is suggested."),
            lambda desk: desk.open_categorising(), footer=False,
        ),
        Command(
            "hotline.reload", ("ctrl+r",), N_("Reload"),
            N_("Read the list again; the cursor stays."),
            lambda desk: desk.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self.known = Choices()
        self._begun = False
        self._counts: MonthCounts | None = None
        self._due: DueCounts | None = None
        self._waiting: tuple[tuple[Rung, int], ...] = ()
        self._previewed: int | None = None

    def compose_body(self) -> ComposeResult:
        """Counts, search and filters, the list, the preview."""
        yield HintRow(id="counts")
        yield from self.find_row(_("number, name, phone, words"), FilterLine(id="filters"))
        with Vertical(id="list"):
            yield TickTable(columns(), id="calls")
            yield Preview(id="preview")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one("#calls").focus()
        self.query_one(FilterLine).show(self.wanted, self.known)

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read counts, lists of choices and the rows again."""
        self.run_service(partial(read_lists, self.store), self._use_lists, group="lists")
        self._previewed = None
        if self._begun:
            self.query_one(PagedTable).reload()
        else:
            self._begun = True
            self.show_list()

    def _use_lists(self, found: Lists) -> None:
        self._counts, self._due, self._waiting, self.known = found
        self.query_one(FilterLine).show(self.wanted, self.known)
        self.show_counts()

    def show_counts(self) -> None:
        """Show the numbers over the list."""
        left = [
            *ticked_hints(len(self.ticked)),
            *month_hints(self._counts, self.use),
            *due_hints(self._due, self.use),
            *ladder_hints(self._waiting, self.use),
        ]
        right = [Hint(self.query_one(PagedTable).count_words(), weight=9)]
        self.query_one("#counts", HintRow).show(left, right)

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.show_counts()

    @property
    def filter(self) -> TicketFilter:
        """What the list shows."""
        return self.wanted.ticket_filter(self.text, self.app.clock.today())

    @property
    def narrowed(self) -> bool:
        """Whether search or filters leave anything out."""
        return self.wanted.narrowed or bool(self.text)

    def show_list(self) -> None:
        """Start the list anew with search and filters as they are."""
        store, wanted, clock = self.store, self.filter, self.app.clock

        def load(after: Cursor | None) -> Chunk:
            from gridterm.hotline.queries import list_tickets

            page = list_tickets(store, wanted, after, PAGE)
            now = clock.now()
            return Chunk(tuple(line_of(row, now) for row in page.rows), page.more)

        table = self.query_one(PagedTable)
        table.nothing = (
            _("Nothing matches. Ctrl+K shows everything.")
            if self.narrowed
            else _("There are no calls yet. F12 logs one.")
        )
        table.show(load, partial(count, store, wanted))
        self.refresh_bindings()

    # ── search and filters ──────────────────────────────────────────────────
    @on(FilterLine.Cleared)
    def _cleared(self, event: FilterLine.Cleared) -> None:
        event.stop()
        self.use(self.wanted.having(event.filter.field))

    @on(FilterLine.Opened)
    def _opened(self, event: FilterLine.Opened) -> None:
        if isinstance(event, FilterLine.Cleared):
            return
        event.stop()
        one = event.filter
        chosen = getattr(self.wanted, one.field)
        self.ask(
            Choose(one.title, one.options(self.known), chosen),
            lambda key: self.use(self.wanted.having(one.field, key)),
        )

    def use(self, wanted: Wanted) -> None:
        """Filter by these from now on."""
        self.wanted = wanted
        self.query_one(FilterLine).show(wanted, self.known)
        self.show_list()

    def show_all(self) -> None:
        """Take away search and filters."""
        self.empty_search()
        self.use(Wanted())

    def go_back(self) -> bool:
        """Esc: from search or filters to the list, no ticks, everything again, then leave."""
        table = self.query_one("#calls")
        if self.focused is not table:
            table.focus()
            return True
        if self.ticked:
            self.table.untick_all()
            return True
        if self.narrowed:
            self.show_all()
            return True
        return False

    # ── the marked call ─────────────────────────────────────────────────────
    @property
    def has_marked(self) -> bool:
        """Whether the list has a call under its cursor."""
        return any(one.marked_line is not None for one in self.query("#calls").results(PagedTable))

    def print_marked(self) -> None:
        """Look at the form of the call under the cursor before it is printed."""
        from screens.hotline.printing import print_call

        line = self.query_one(PagedTable).marked_line
        if line is not None:
            print_call(self, int(line.key))

    def open_record(self, record_id: int) -> None:
        """Open a call."""
        from screens.hotline.detail import DetailPage

        self.app.push_screen(DetailPage(record_id))

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        self.refresh_bindings()
        preview = self.query_one(Preview)
        if event.line is None:
            self._previewed = None
            preview.show(None)
            return
        ticket_id = int(event.line.key)
        if preview.display and ticket_id != self._previewed:
            self._previewed = ticket_id
            work = partial(read_ticket, self.store, ticket_id)
            self.run_service(work, preview.show, group="preview", failed=lambda _error: None)

    # ── from elsewhere ──────────────────────────────────────────────────────
    def jump(self, target: object) -> None:
        """Show what is named elsewhere: by the header, by Today, by a search.

        A call by its id or number, a list by a state or a filter; Today names its lines by
        kind and id: a call, or a draft of one.
        """
        kind, ref = target if isinstance(target, tuple) else ("", target)
        self.query_one("#calls").focus()
        if kind == "draft":
            self._go_on_with(ref)
        elif isinstance(ref, TicketFilter):
            self.come_up()
            self.use(wanted_of(ref))
        elif isinstance(ref, int):
            self.open_record(ref)
        elif isinstance(ref, str) and ref in {*OPEN_KEYS, *State}:
            self.come_up()
            self.use(Wanted(state=str(ref)))
        elif isinstance(ref, str):
            self.run_service(partial(id_by_number, self.store, ref), self.open_record, group="jump")

    def _go_on_with(self, draft: int) -> None:
        from screens.hotline.intake import IntakePage

        if self.app.can_log_call:
            self.app.push_screen(IntakePage(draft))

    # ── files ───────────────────────────────────────────────────────────────
    def export(self) -> None:
        """Write this list into a workbook."""
        from screens.hotline.exporting import ask_export

        if self.query_one(PagedTable).is_empty:
            self.app.say(_("The list is empty: there is nothing to write."))
            return
        ask_export(self, self.filter)

    def open_notices(self) -> None:
        """Look at the notice board."""
        from screens.hotline.notices import NoticesPage

        self.app.push_screen(NoticesPage())

    def open_import(self) -> None:
        """Choose a file to take over."""
        from screens.hotline.importing import ImportPage

        self.app.push_screen(ImportPage())

    def open_categorising(self) -> None:
        """Walk through the calls without a category."""
        from screens.hotline.categorising import CategoriesPage

        self.app.push_screen(CategoriesPage())

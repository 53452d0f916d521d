"""The notice board: every notice with how it stands, and the board as it hangs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from gridterm.hotline.notices.terms import NoticeCounts, NoticeRow, Standing
from gridterm.i18n import N_, _
from gridterm.registers.rules import grid_number
from gridterm.text import clean_line
from screens.commands import Command
from screens.hotline.find_page import FindPage
from screens.widgets.bars import Hint
from screens.widgets.dialogs import AskText, Choose
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.store.unit import Store

PAGE = 50
COUNTED = (Standing.DRAFT, Standing.SUBMITTED, Standing.HANGING)


class NoticesPage(FindPage):
    """Every notice, the newest first."""

    CSS_PATH = "../styles/hotline.tcss"
    title_id = N_("Notice board")
    help_id = N_(
        "Important matters of general concern go on the notice board (民情告示). A notice is "
        "drafted from calls whose callers allow it, approved by a leader who did not write it, "
        "and hangs between its dates. A call that is opened again, or made confidential, "
        "supersedes its notices. Ctrl+P prints the board as it hangs on one sheet."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "notices.open", ("enter",), N_("Open"),
            N_("Open the marked notice."),
            lambda page: page.open_marked(), when=lambda page: page.can_open, weight=8,
        ),
        Command(
            "notices.new", ("ctrl+n",), N_("New notice"),
            N_("Draft a notice from calls; give their numbers."),
            lambda page: page.ask_calls(), weight=7,
        ),
        Command(
            "notices.find", ("ctrl+f",), N_("Find"),
            N_("Search number, title and words as you type."),
            lambda page: page.query_one("#find").focus(), weight=5,
        ),
        Command(
            "notices.filter", ("ctrl+t",), N_("Filter"),
            N_("Show only notices that stand in one way."),
            lambda page: page.ask_standing(), weight=5,
        ),
        Command(
            "notices.clear", ("ctrl+k",), N_("Show all"),
            N_("Take away search and filters."),
            lambda page: page.use(""), when=lambda page: page.narrowed, weight=4,
        ),
        Command(
            "notices.print", ("ctrl+p",), N_("Print the board"),
            N_("Look at the board as it hangs, then print it or save it."),
            lambda page: page.print_board(), weight=6,
        ),
        Command(
            "notices.reload", ("ctrl+r",), N_("Reload"),
            N_("Read the list again; the cursor stays."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, standing: str = "") -> None:
        super().__init__()
        self.standing = standing
        self._begun = False
        self._counts = NoticeCounts()

    def compose_body(self) -> ComposeResult:
        """Counts, search, list."""
        yield HintRow(id="counts")
        yield from self.find_row(_("number, title, words"))
        yield PagedTable(_columns(), id="notices")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one("#notices").focus()

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read counts and rows again."""
        self.run_service(partial(_counted, self.store), self._use_counts, group="counts")
        if self._begun:
            self.query_one(PagedTable).reload()
        else:
            self._begun = True
            self.show_list()

    def _use_counts(self, counts: NoticeCounts) -> None:
        self._counts = counts
        self._show_counts()

    def _show_counts(self) -> None:
        left = [
            Hint(
                f"{one.label} {getattr(self._counts, one)}",
                style="current" if self.standing == one else "strong",
                weight=8,
                run=partial(self.use, str(one)),
            )
            for one in COUNTED
        ]
        if self.standing and self.standing not in COUNTED:
            left.append(Hint(Standing(self.standing).label, style="current", weight=9))
        words = self.query_one(PagedTable).count_words()
        self.query_one("#counts", HintRow).show(left, [Hint(words, weight=7)])

    @on(PagedTable.Counted)
    def _table_counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self._show_counts()

    def show_list(self) -> None:
        """Start the list anew with search and filter as they are."""
        store, standing, text = self.store, self.standing, self.text

        def load(after: int | None) -> Chunk:
            from gridterm.hotline.notices.queries import list_notices

            page = list_notices(store, standing, text, after, PAGE)
            return Chunk(tuple(map(_line, page.rows)), page.more)

        table = self.query_one(PagedTable)
        table.nothing = (
            _("Nothing matches. Ctrl+K shows everything.")
            if self.narrowed
            else _("There are no notices yet. Ctrl+N drafts one from a call.")
        )
        table.show(load, partial(_count, store, standing, text))
        self._show_counts()
        self.refresh_bindings()

    # ── search and filter ───────────────────────────────────────────────────
    @property
    def narrowed(self) -> bool:
        """Whether search or filter leave anything out."""
        return bool(self.standing or self.text)

    def use(self, standing: str) -> None:
        """Show only what stands so; an empty standing shows all and empties the search."""
        self.standing = standing
        if not standing:
            self.empty_search()
        self.show_list()

    def ask_standing(self) -> None:
        """Choose what is shown."""
        options = [("", _("All")), *((str(one), one.label) for one in Standing)]
        self.ask(Choose(_("Which notices?"), options, self.standing), self.use)

    def go_back(self) -> bool:
        """Esc: from the search to the list, then everything again, then leave."""
        table = self.query_one("#notices")
        if self.focused is not table:
            table.focus()
            return True
        if self.narrowed:
            self.use("")
            return True
        return False

    # ── notices ─────────────────────────────────────────────────────────────
    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        self.refresh_bindings()

    def open_record(self, record_id: int) -> None:
        """Open a notice."""
        from screens.hotline.notice import NoticePage

        self.app.push_screen(NoticePage(record_id))

    def ask_calls(self) -> None:
        """Ask for the calls a new notice comes from."""
        label = _("Numbers of the calls it comes from, blanks between")
        empty = _("Name the calls this notice comes from, by their numbers.")
        self.ask(AskText(_("New notice"), label, empty=empty), self._draft_from)

    def _draft_from(self, typed: str) -> None:
        self.run_service(partial(_tickets, self.store, typed), self._write, group="calls")

    def _write(self, ticket_ids: tuple[int, ...]) -> None:
        from screens.hotline.notice_form import NoticeFormPage

        self.app.push_screen(NoticeFormPage(ticket_ids))

    def print_board(self) -> None:
        """Look at the board before it is printed."""
        from screens.hotline.printing import print_board

        print_board(self)


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", _("Number"), 12),
        Column("standing", _("State"), 10),
        Column("title", _("Title")),
        Column("grid", _("Grid"), 5),
        Column("up", _("Goes up"), 10),
        Column("down", _("Comes down"), 10),
        Column("drafter", _("Drafted by"), 8, wide=True),
        Column("approver", _("Approved by"), 8, wide=True),
    )


def _line(row: NoticeRow) -> Line:
    return Line(
        key=str(row.id),
        cells={
            "number": row.number,
            "standing": row.standing.label,
            "title": clean_line(row.title),
            "grid": grid_number(row.grid),
            "up": f"{row.up_on:%Y-%m-%d}",
            "down": f"{row.down_on:%Y-%m-%d}",
            "drafter": row.drafter,
            "approver": row.approver,
        },
        record=row,
        cursor=row.id,
    )


def _counted(store: Store) -> NoticeCounts:
    from gridterm.hotline.notices.queries import counts

    return counts(store)


def _count(store: Store, standing: str, text: str) -> int:
    from gridterm.hotline.notices.queries import count_notices

    return count_notices(store, standing, text)


def _tickets(store: Store, typed: str) -> tuple[int, ...]:
    """The calls of typed numbers; what cannot be behind a notice is refused here already."""
    from gridterm.hotline.notices.proposing import proposal
    from gridterm.hotline.queries import ticket_by_number

    line = clean_line(typed).replace("，", " ").replace("、", " ").replace(",", " ")
    ids = tuple(dict.fromkeys(ticket_by_number(store, one).id for one in line.split()))
    return proposal(store, ids).source_ids

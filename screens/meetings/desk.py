"""The meetings' desk: the Wednesdays on the left, the chosen one in four tabs on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import ContentSwitcher, Static

from gridterm.i18n import N_
from gridterm.meetings.terms import MeetingDetail, MeetingRef, MeetingRow
from gridterm.spreadsheet.values import date_of
from screens.commands import Command
from screens.desk import Desk
from screens.meetings import listing
from screens.meetings.agenda import AgendaTab
from screens.meetings.commands import COMMANDS
from screens.meetings.minutes import MinutesTab
from screens.meetings.register import RegisterTab
from screens.meetings.sign_in import SignInTab
from screens.meetings.views import Tab, TabTable
from screens.meetings.words import head_hints, key_of, ref_of
from screens.widgets.bars import Hint
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, PagedTable
from screens.widgets.views import ViewLine

if TYPE_CHECKING:
    from gridterm.store.unit import Store

BROAD = 100
TALL = 30
A_SECOND = timedelta(seconds=1)
TABS: Mapping[str, Callable[[str], Tab[Any]]] = {
    "agenda": AgendaTab,
    "sign_in": SignInTab,
    "minutes": MinutesTab,
    "actions": RegisterTab,
}


class MeetingsDesk(Desk):
    """Every meeting; agenda, sign-in, minutes and action items of the one that is marked."""

    CSS_PATH = "../styles/meetings.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (BROAD, "-broad")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012 - Textual's form
    desk_id = "meetings"
    title_id = N_("Meetings")
    help_id = N_(
        "The party branch convenes the committees, the grid leads and the grid managers every "
        "Wednesday (周三例会); where that is not a working day, the next one is proposed, with the "
        "reason. Nobody comes late or leaves early; leave is asked for AND approved before the "
        "meeting begins, else it is absence. The agenda draws itself: the action items of past "
        "meetings, each grid with its figures since the last meeting, regional matters for "
        "decision, the summary. What was issued is frozen: a later change is a new version. "
        "Minutes are written speaker by speaker, and the chair approves them, not their writer; "
        "the summary that is issued (会议纪要) leaves out what is confidential. Every decision "
        "has an owner and a date, and comes back on each agenda until somebody else than the "
        "owner has checked it (督办台账). Enter or Right goes into the marked meeting, Left and "
        "Right change the tab, Esc goes back to the list."
    )
    commands: ClassVar[tuple[Command, ...]] = COMMANDS

    def __init__(self) -> None:
        super().__init__()
        self.row: MeetingRow | None = None
        self.detail: MeetingDetail | None = None
        self._first = ""
        self._begun = False

    # ── what is chosen ──────────────────────────────────────────────────────
    @property
    def may_change(self) -> bool:
        """Whether somebody of the staff is at the desk; the use cases say who decides what."""
        return self.app.operator is not None

    @property
    def ref(self) -> MeetingRef | None:
        """What names the chosen meeting."""
        return ref_of(self.row) if self.row is not None else None

    @property
    def table(self) -> PagedTable:
        """The list of meetings."""
        return self.query_one("#meetings-list", PagedTable)

    @property
    def tabs(self) -> ViewLine:
        """The tabs by name."""
        return self.query_one(ViewLine)

    @property
    def current(self) -> str:
        """The tab that is shown."""
        return self.tabs.current if self.is_mounted else next(iter(TABS))

    @property
    def view(self) -> Any:  # noqa: ANN401 - each tab has its own steps
        """The tab that is shown."""
        return self.query_one(f"#{self.current}")

    @property
    def on_list(self) -> bool:
        """Whether the keys are in the list of meetings."""
        return self.is_mounted and self.table.has_focus

    @property
    def in_view(self) -> bool:
        """Whether the keys are in the list of the tab."""
        return self.is_mounted and self.row is not None and self.view.table.has_focus

    # ── the widgets ─────────────────────────────────────────────────────────
    def compose_body(self) -> ComposeResult:
        """The list, and the chosen meeting with its tabs."""
        with Horizontal(id="meetings"):
            with Vertical(id="meetings-left"):
                yield HintRow(id="meetings-count")
                yield TabTable(listing.columns(), id="meetings-list")
                with VerticalScroll(id="meetings-about", can_focus=False):
                    yield Static()
            with Vertical(id="meetings-right"):
                yield HintRow(id="meeting-head")
                yield ViewLine(
                    {
                        "agenda": N_("Agenda"),
                        "sign_in": N_("Sign-in"),
                        "minutes": N_("The minutes"),
                        "actions": N_("Action items"),
                    }
                )
                with ContentSwitcher(initial="agenda"):
                    for name, tab in TABS.items():
                        yield tab(name)

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the list and the chosen meeting again."""
        if self._begun:
            self.read_again()
            return
        self._begun = True
        store, wanted = self.store, self._first

        def first() -> str:
            return wanted or listing.at_hand(store)

        def begin(key: str) -> None:
            self._first = self._first or key
            self.table.show(partial(listing.load, store))

        self.run_service(first, begin, group="first-meeting")

    def read_again(self) -> None:
        """Something was saved, or the desk was come back to: list, meeting and tab."""
        self.table.reload()
        self._read_meeting()

    def _read_meeting(self) -> None:
        ref, store = self.ref, self.store
        if ref is None:
            return

        def read() -> MeetingDetail:
            from gridterm.meetings.schedule import meeting

            return meeting(store, ref)

        self.run_service(read, self._use, group="meeting")

    def _use(self, detail: MeetingDetail) -> None:
        if self.row is None or key_of(detail.ref) != key_of(ref_of(self.row)):
            return
        self.row, self.detail = detail.row, detail
        self.query_one("#meeting-head", HintRow).show(head_hints(detail))
        self.view.reload()
        self.refresh_bindings()

    @on(PagedTable.Counted, "#meetings-list")
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        if self._first and self.table.mark(self._first):
            self._first = ""
        words = self.table.count_words()
        self.query_one("#meetings-count", HintRow).show([Hint(words, style="quiet", weight=5)])

    @on(PagedTable.Marked, "#meetings-list")
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        line = event.line
        about = self.query_one("#meetings-about Static", Static)
        about.update(listing.row_words(line.record) if line is not None else plain(""))
        if line is None:
            self.row = self.detail = None
        elif self.row is None or key_of(ref_of(self.row)) != line.key:
            self.row, self.detail = line.record, None
            self._read_meeting()
        else:
            self.row = line.record
        self.refresh_bindings()

    # ── going about ─────────────────────────────────────────────────────────
    @on(PagedTable.Opened, "#meetings-list")
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self.go_in()

    @on(ViewLine.Chosen)
    def _chosen(self, event: ViewLine.Chosen) -> None:
        event.stop()
        self.show(event.view, into=event.into)

    def show(self, name: str, *, into: bool = True) -> None:
        """Show a tab, with the keys in it."""
        self.tabs.current = name
        self.query_one(ContentSwitcher).current = name
        self.view.reload()
        if into:
            self.go_in()
        self.refresh_bindings()

    def go_in(self) -> None:
        """Into the tab of the marked meeting; where there is little room the list makes way."""
        if self.row is not None:
            self.query_one("#meetings").add_class("-inside")
            self.view.home.focus()

    def go_out(self) -> None:
        """Back to the list."""
        self.query_one("#meetings").remove_class("-inside")
        self.table.focus()

    def key_right(self, event: events.Key) -> None:
        """Into the meeting, or to the next tab."""
        self._step(event, 1)

    def key_left(self, event: events.Key) -> None:
        """The tab before; from the first one back to the list."""
        self._step(event, -1)

    def _step(self, event: events.Key, step: int) -> None:
        if self.on_list and step > 0:
            event.stop()
            self.go_in()
        elif self.in_view:
            event.stop()
            names = list(TABS)
            at = names.index(self.current) + step
            if at < 0:
                self.go_out()
            elif at < len(names):
                self.show(names[at])

    def go_back(self) -> bool:
        """One step back inside the tab, then to the list."""
        if self.on_list:
            return False
        if self.tabs.has_focus or not self.view.go_back():
            self.go_out()
        return True

    def jump(self, target: object) -> None:
        """A tab; ``("actions", filter)``; ``("meeting", day or id)``; ``("action", id)``."""
        kind, ref = target if isinstance(target, tuple) else (target, None)
        if kind == "meeting" and ref is not None:
            self._go_to(ref)
        elif kind == "action":
            from screens.meetings.action import OnePage

            self.app.push_screen(OnePage(int(str(ref))))
        elif str(kind) in TABS:
            self.come_up()
            if kind == "actions" and ref:
                self.query_one("#actions", RegisterTab).use(str(ref))
            self.show(str(kind))

    def _go_to(self, ref: object) -> None:
        day = date_of(ref) if isinstance(ref, str) else None
        wanted = MeetingRef(series_on=day) if day else MeetingRef(id=int(str(ref)))

        def read() -> MeetingDetail:
            from gridterm.meetings.schedule import meeting

            return meeting(self.store, wanted)

        self.run_service(read, self.go_to, group="go-to")

    def planned(self, detail: MeetingDetail) -> None:
        """A meeting was planned, moved or called off: it is the one that is marked."""
        self.go_to(detail)
        self.app.data_changed()

    def go_to(self, detail: MeetingDetail) -> None:
        """Mark a meeting in the list, which begins with it where it lies far back."""
        key = key_of(detail.ref)
        if self._begun and self.table.mark(key):
            self.read_again()
            return
        self._first = key
        if self._begun:
            self.table.show(partial(_from, self.store, detail.row.starts_at + A_SECOND))

    def find(self) -> None:
        """Find what was said, in every meeting."""
        from screens.meetings.finding import FindPage

        self.app.push_screen(FindPage())

    def print_it(self) -> None:
        """The tab's document before it is printed."""
        self.view.print_it()


def _from(store: Store, first: datetime, after: datetime | None) -> Chunk:
    return listing.load(store, after or first)

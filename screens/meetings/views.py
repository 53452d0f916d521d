"""What the tabs of the meetings' desk have in common: the chosen meeting, a list, its words."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from gridterm.errors import GridtermError
from gridterm.meetings.terms import MeetingRef
from screens.acting import SAVING
from screens.meetings.words import key_of
from screens.registers.view import View
from screens.widgets.bars import Hint
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.meetings.terms import MeetingDetail
    from gridterm.store.unit import Store
    from screens.meetings.desk import MeetingsDesk

F = TypeVar("F")
T = TypeVar("T")
Hints = tuple[list[Hint], list[Hint]]


class TabTable(PagedTable):
    """A list whose left and right arrows change the tab."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the two arrows alone: there is nothing to the left or right of a row."""
        if action in {"cursor_left", "cursor_right"}:
            return False
        return super().check_action(action, parameters)


class Tab(View, Generic[F]):
    """One tab of the chosen meeting: a head, a list, and the marked line in words.

    ``F`` is what it reads of the meeting.
    """

    def __init__(self, name: str) -> None:
        super().__init__(id=name, classes="meeting-tab")
        self._read: tuple[str, F] | None = None
        self._shown = ""

    # ── what a subclass says ────────────────────────────────────────────────
    @abstractmethod
    def columns(self) -> Sequence[Column]:
        """The columns of its list."""

    @abstractmethod
    def read(self, store: Store, ref: MeetingRef) -> F:
        """Read the meeting's part; called in a thread."""

    @abstractmethod
    def lines(self, found: F) -> Sequence[Line]:
        """Every row; called in a thread."""

    @abstractmethod
    def describe(self, line: Line) -> Text:
        """The marked line in words."""

    def head(self, found: F) -> Hints:
        """The row above the list."""
        del found
        return [], []

    def nothing(self) -> str:
        """What an empty list says."""
        return ""

    def open(self) -> None:
        """Enter on the marked line."""

    # ── the widgets ─────────────────────────────────────────────────────────
    def compose(self) -> ComposeResult:
        """Head, list, the marked line in words."""
        yield HintRow(id=f"{self.id}-head")
        yield TabTable(self.columns())
        with VerticalScroll(classes="about", can_focus=False):
            yield Static()

    @property
    def may_change(self) -> bool:
        """Whether the operator may change meetings."""
        return self.at_desk.may_change

    @property
    def at_desk(self) -> MeetingsDesk:
        """The desk it is on."""
        return cast("MeetingsDesk", self.screen)

    @property
    def meeting(self) -> MeetingDetail | None:
        """The chosen meeting."""
        return self.at_desk.detail

    @property
    def ref(self) -> MeetingRef | None:
        """What names it."""
        return self.at_desk.ref

    @property
    def table(self) -> PagedTable:
        """The list."""
        return self.query_one(TabTable)

    @property
    def home(self) -> Widget:
        """The list has the keys."""
        return self.table

    @property
    def found(self) -> F | None:
        """What was read of the chosen meeting; None while it is being read."""
        ref = self.ref
        if ref is None or self._read is None or self._read[0] != key_of(ref):
            return None
        return self._read[1]

    @property
    def marked(self) -> Any:  # noqa: ANN401 - each tab has its own records
        """The record under the cursor, None where there is none or it is another meeting's."""
        if not self.is_mounted or self.found is None:
            return None
        line = self.table.marked_line
        return line.record if line is not None else None

    # ── reading ─────────────────────────────────────────────────────────────
    def wanted(self, ref: MeetingRef) -> str:
        """What the list depends on; another value starts it from its top."""
        return key_of(ref)

    def reload(self) -> None:
        """Read the chosen meeting's part; the cursor stays where the meeting is the same."""
        ref = self.ref
        if ref is None or not self.is_mounted:
            return
        wanted = self.wanted(ref)
        self.table.nothing = self.nothing()
        same, self._shown = self._shown == wanted, wanted
        if same:
            self.table.reload()
        else:
            self.table.show(partial(self.page, self.desk.store, ref))

    def page(self, store: Store, ref: MeetingRef, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
        """All of it, in a thread; a meeting's part is short."""
        del after
        found = self.read(store, ref)
        self._read = (key_of(ref), found)
        return Chunk(tuple(self.lines(found)))

    def draw(self) -> None:
        """Show the head; a subclass adds what else follows from what was read."""
        found = self.found
        if found is not None and self.is_mounted:
            self.query_one(f"#{self.id}-head", HintRow).show(*self.head(found))

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.draw()
        self.tell_desk()

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        fits = event.line is not None and self.found is not None
        words = self.describe(event.line) if fits and event.line else plain("")
        self.query_one(".about Static", Static).update(words)
        self.query_one(".about").scroll_home(animate=False)
        self.desk.refresh_bindings()

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        if self.found is not None:
            self.open()

    # ── saving ──────────────────────────────────────────────────────────────
    def save(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[GridtermError], object] | None = None,
        group: str = SAVING,
    ) -> bool:
        """Save in a thread, then read again; ``then`` is called with what was saved.

        Returns:
            Whether it was started; False while another save of the group is under way.
        """

        def saved(result: T) -> None:
            self.done()
            if then is not None:
                then(result)

        def refused(error: GridtermError) -> None:
            (failed or self.office.show_error)(error)
            self.reload()

        return self.desk.run_once(work, saved, group=group, failed=refused)

    def done(self, _result: object = None) -> None:
        """Something was saved: list, head and counters follow."""
        self.at_desk.read_again()
        self.office.data_changed()

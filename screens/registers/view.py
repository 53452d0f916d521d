"""What the registers' views have in common: a list with the keys, and what can be done in it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from gridterm.i18n import _
from gridterm.registers.terms import Finding
from screens.registers.fields import FieldsDialog, Typed, row
from screens.registers.form_page import EDITORS
from screens.widgets.forms import Field, LineInput
from screens.widgets.plain import plain
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gridterm.clock import Clock
    from screens.acting import Acting
    from screens.app import GridtermApp

ONE_DAY = timedelta(days=1)
PAGE = 50
BAD = "!"


class View(Container):
    """One of the desk's views."""

    title_id: ClassVar[str] = ""

    @property
    def desk(self) -> Acting[Any]:
        """The screen it is on."""
        return cast("Acting[Any]", self.screen)

    @property
    def office(self) -> GridtermApp:
        """The running program."""
        return cast("GridtermApp", self.app)

    @property
    def may_change(self) -> bool:
        """Whether the operator may change the registers."""
        return self.office.has_role(*EDITORS)

    @property
    def title(self) -> str:
        """The view's name."""
        return _(self.title_id)

    @property
    def words(self) -> tuple[str, str]:
        """What the desk's first row says of it on the right: what is bad, and how many."""
        return "", ""

    @property
    def home(self) -> Widget:
        """What has the keys when the view is opened."""
        return self

    @property
    def has_keys(self) -> bool:
        """Whether the keys are in the view's list, where Enter and Del mean its records."""
        return self.is_mounted and self.home.has_focus

    def reload(self) -> None:
        """Read what is shown."""

    def go_back(self) -> bool:
        """One step back inside the view, for Esc."""
        return False

    def tell_desk(self) -> None:
        """The words or what works have changed."""
        self.desk.refresh_bindings()
        self.post_message(Told())

    def done(self, _result: object = None) -> None:
        """Something was saved: read again, and let the counters follow."""
        self.reload()
        self.office.data_changed()


class Told(Message):
    """A view's words have changed."""


class _HasFindings(Protocol):
    """A record that says what is wrong with it."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...


class TableView(View):
    """A view with a table, and the record under the cursor in words."""

    @abstractmethod
    def columns(self) -> Sequence[Column]:
        """The columns of its table."""

    @abstractmethod
    def describe(self, line: Line) -> Text:
        """The record under the cursor in words."""

    @property
    def table(self) -> PagedTable:
        """The list."""
        return self.query_one(PagedTable)

    @property
    def home(self) -> Widget:
        """The list has the keys."""
        return self.table

    @property
    def marked(self) -> Any:  # noqa: ANN401 - each view has its own records
        """The record under the cursor, None where there is none."""
        line = self.table.marked_line if self.is_mounted else None
        return line.record if line is not None else None

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        words = self.describe(event.line) if event.line is not None else plain("")
        self.query_one(".about Static", Static).update(words)
        self.desk.refresh_bindings()


def chunk_of(lines: Sequence[Line], after: int | None) -> Chunk:
    """A page of rows that are few enough to be read at once; ``after`` is how many were shown."""
    start = after or 0
    chunk = tuple(
        Line(one.key, one.cells, one.record, cursor=start + place)
        for place, one in enumerate(lines[start : start + PAGE], 1)
    )
    return Chunk(chunk, start + PAGE < len(lines))


class ListView(TableView):
    """A view with a line to type in, a table, and the record under the cursor in words."""

    finds: ClassVar[bool] = True

    def __init__(self, name: str) -> None:
        super().__init__(id=name, classes="list-view")
        self.text = ""
        self.whole = False
        self.bad = 0
        self._total = 0
        self._begun = False

    # ── what a subclass says ────────────────────────────────────────────────
    @abstractmethod
    def lines(self, text: str, *, whole: bool) -> tuple[Line, ...]:
        """The rows for what was typed; called in a thread. ``whole``: those that ended too."""

    @abstractmethod
    def open(self, record_id: int | None = None) -> None:
        """Open a record's form, a new one's for None."""

    # ── the widgets ─────────────────────────────────────────────────────────
    def compose(self) -> ComposeResult:
        """Find, table, the record in words."""
        if self.finds:
            with Horizontal(classes="find-row"):
                yield Label(plain(_("Find")), classes="label")
                yield LineInput(hint=self.find_hint())
        with Container(classes="list-body"):
            yield PagedTable(self.columns())
            with VerticalScroll(classes="about", can_focus=False):
                yield Static()

    def find_hint(self) -> str:
        """What can be typed."""
        return _("number, name, phone or pinyin initials")

    @property
    def words(self) -> tuple[str, str]:
        """How many are not as they should be, and how many there are."""
        bad = _("{number} to look at").format(number=self.bad) if self.bad else ""
        return bad, self.table.count_words()

    # ── reading ─────────────────────────────────────────────────────────────
    def reload(self) -> None:
        """Read the rows; the cursor stays on its record."""
        if self._begun:
            self.table.reload()
        else:
            self._begun = True
            self.start()

    def start(self) -> None:
        """Show the list for what is typed, from its top."""
        rows = partial(self._page, self.text, self.whole)
        self.table.show(rows, lambda: self._total)
        self.desk.refresh_bindings()

    def _page(self, text: str, whole: bool, after: int | None) -> Chunk:  # noqa: FBT001 - bound
        """A page of the rows; they are few enough to be read at once."""
        lines = self.lines(text, whole=whole)
        self._total = len(lines)
        self.bad = sum(bool(_findings(one.record)) for one in lines)
        return chunk_of(lines, after)

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.tell_desk()

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self.open(event.line.record.id)

    # ── typing ──────────────────────────────────────────────────────────────
    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.desk.soon(f"find-{self.id}", self._search, 0.12)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._search()
        self.table.focus()

    def _search(self) -> None:
        typed = self.query_one(LineInput).value.strip()
        if typed != self.text:
            self.text = typed
            self.start()

    def find(self) -> None:
        """Go to the field to type in."""
        self.query_one(LineInput).focus()

    @property
    def narrowed(self) -> bool:
        """Whether what was typed leaves anything out."""
        return bool(self.text)

    def show_all(self) -> None:
        """Take away what was typed."""
        if self.finds:
            with self.prevent(Input.Changed):
                self.query_one(LineInput).value = ""
        self.text = ""
        self.start()

    def show_ended(self) -> None:
        """Those too that have ended, or no longer."""
        self.whole = not self.whole
        self.start()

    def go_back(self) -> bool:
        """From the field to the list, then everything again."""
        if not self.table.has_focus:
            self.table.focus()
            return True
        if self.narrowed:
            self.show_all()
            return True
        return False

    def key_down(self, event: events.Key) -> None:
        """Down from the field goes to the list."""
        if self.finds and self.query_one(LineInput).has_focus:
            event.stop()
            self._search()
            self.table.focus()


def mark_of(record: _HasFindings) -> Text:
    """The mark and the sentences of what is wrong with a record, for a cell."""
    words = " ".join(one.text for one in record.findings)
    if not words:
        return plain("")
    worst = any(one.error for one in record.findings)
    return plain(f"{BAD} {words}", "bold red" if worst else "bold yellow")


def say_findings(words: Text, record: _HasFindings) -> None:
    """What is wrong with a record, a sentence a line."""
    for one in record.findings:
        style = "bold red" if one.error else "bold yellow"
        words.append(f"\n{BAD} {one.text}", style)


def last_day_dialog(
    title: str, sentence: str, field: str, clock: Clock, end: Callable[[date], object]
) -> FieldsDialog[object]:
    """Asks for the last day of somebody or something, and ends it."""

    def fields() -> Sequence[Field]:
        return (row(field, _("Last day"), LineInput(f"{clock.today():%Y-%m-%d}")),)

    def save(values: dict[str, str]) -> object:
        typed = Typed(values, clock)
        day = typed.day(field) or clock.today()
        typed.check()
        return end(day)

    return FieldsDialog(title, fields, save, sentence)


def _findings(record: object) -> tuple[Finding, ...]:
    found: tuple[Finding, ...] = getattr(record, "findings", ())
    return found

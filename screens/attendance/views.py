"""What the views of the attendance desk have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.i18n import _
from screens.registers.fields import FieldsDialog, row
from screens.registers.picking import staff_picks
from screens.registers.view import TableView, View, chunk_of
from screens.widgets.bars import Hint
from screens.widgets.forms import Field, LineInput
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Line, PagedTable

if TYPE_CHECKING:
    from datetime import date

    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store
    from screens.acting import Acting
    from screens.attendance.desk import AttendanceDesk
    from screens.registers.picking import Pick

T = TypeVar("T")
MONTHS = 12
FIRST_YEAR, LAST_YEAR = 2000, 2100
Month = tuple[int, int]


def month_name(month: Month) -> str:
    """``2026-11``, as the user's language writes it."""
    return _("{year}-{month:02d}").format(year=month[0], month=month[1])


def turned(month: Month, step: int) -> Month:
    """So many months on or back, within the years the calendar knows."""
    year, place = divmod(month[0] * MONTHS + month[1] - 1 + step, MONTHS)
    return (year, place + 1) if FIRST_YEAR <= year <= LAST_YEAR else month


class DeskView(View):
    """One of the attendance desk's views."""

    by_month: ClassVar[bool] = False
    """Whether it shows one month, which PgUp and PgDn change."""
    stride: ClassVar[int] = 1
    """By how many months they change it."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name, classes="attendance-view")

    @property
    def at_desk(self) -> AttendanceDesk:
        """The desk it is on."""
        return cast("AttendanceDesk", self.screen)

    @property
    def month(self) -> Month:
        """The month the desk shows."""
        return self.at_desk.month

    def month_hints(self) -> list[Hint]:
        """The month and the ways to others."""
        desk = self.at_desk
        return [
            Hint(month_name(self.month), style="current", weight=9),
            Hint(_("< earlier"), weight=6, run=partial(desk.turn, -1)),
            Hint(_("today"), weight=5, run=desk.this_month),
            Hint(_("later >"), weight=6, run=partial(desk.turn, 1)),
        ]


class MonthTable(PagedTable):
    """A table whose PgUp and PgDn go to the desk, which changes the month."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the two keys alone."""
        if action in {"page_up", "page_down"}:
            return False
        return super().check_action(action, parameters)


class RowsView(DeskView, TableView):
    """A view with a table and the marked record in words."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.shown: object = None

    # ── what a subclass says ────────────────────────────────────────────────
    @abstractmethod
    def lines(self, store: Store, month: Month) -> Sequence[Line]:
        """Every row; called in a thread."""

    def open(self) -> None:
        """Enter on the marked row."""

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """The row above the table."""
        return (self.month_hints() if self.by_month else []), []

    def nothing(self) -> str:
        """What an empty list says."""
        return ""

    # ── the widgets ─────────────────────────────────────────────────────────
    def compose(self) -> ComposeResult:
        """Head, table, the record in words."""
        yield HintRow(id=f"{self.id}-head")
        kind = MonthTable if self.by_month else PagedTable
        yield kind(self.columns())
        with VerticalScroll(classes="about", can_focus=False):
            yield Static()

    def wanted(self) -> object:
        """What the list depends on; another value starts it anew."""
        return self.month if self.by_month else ""

    def page(self, store: Store, month: Month, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
        """A page of the rows, in a thread; those that are few are read at once."""
        lines = self.lines(store, month)
        return chunk_of(lines, after)

    def reload(self) -> None:
        """Read the rows; the cursor stays on its record."""
        wanted = self.wanted()
        self.table.nothing = self.nothing()
        if self.shown == wanted:
            self.table.reload()
        else:
            self.shown = wanted
            self.table.show(partial(self.page, self.desk.store, self.month))
        self.draw_head()

    def draw_head(self) -> None:
        """Show the row above the table."""
        left, right = self.head()
        count = self.table.count_words()
        right = [*right, *([Hint(count, style="quiet", weight=5)] if count else [])]
        self.query_one(f"#{self.id}-head", HintRow).show(left, right)

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.draw_head()
        self.tell_desk()

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self.open()


# ── short forms ─────────────────────────────────────────────────────────────
class Saves(Protocol):
    """A use case with its store, actor and values bound, called in a thread."""

    def __call__(self, store: Store, actor: Actor, values: dict[str, str]) -> object:
        """Save the values."""


def ask_fields(  # noqa: PLR0913, PLR0917 - a form has these parts
    screen: Acting[Any],
    title: str,
    fields: Callable[[], Sequence[Field]],
    save: Saves,
    done: Callable[[object], object],
    words: str = "",
) -> None:
    """Ask for some fields and save them; ``done`` is called once it is saved."""
    store, actor = screen.store, screen.app.actor

    def keep(values: dict[str, str]) -> object:
        result = save(store, actor, values)
        return result if result is not None else True

    screen.ask(FieldsDialog(title, fields, keep, words), done)


def reason_field(label: str = "") -> Field:
    """The line for the reason."""
    return row("reason", label or _("Why"), LineInput())


def approver_field(value: str, label: str = "") -> Field:
    """The line for who approved it."""
    hint = _("staff number, name or initials")
    return row("approver", label or _("Approved by"), LineInput(value, hint=hint))


def people(store: Store, day: date) -> list[Pick]:
    """The staff to choose from who work here on a day, in a thread."""
    from gridterm.registers.service import list_staff

    found = list_staff(store, ended=True)
    here = [one for one in found if one.left is None or one.left >= day]
    return staff_picks(here or found)

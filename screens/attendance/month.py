"""The month: names by days, the marked slot in words, and what can be decided of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from gridterm.attendance.summing import in_hours
from gridterm.attendance.terms import DayView
from gridterm.errors import CancelledError, GridtermError
from gridterm.i18n import N_, _
from screens.attendance import marks
from screens.attendance.board import CLOCK_FLAGS, day_words
from screens.attendance.deciding import open_slot
from screens.attendance.matrix import Matrix
from screens.attendance.reading import Reading, step
from screens.attendance.views import DeskView, Month, people
from screens.printing import open_preview
from screens.registers.picking import FindOne, Pick
from screens.registers.view import PAGE
from screens.widgets.bars import Hint
from screens.widgets.plain import plain
from screens.widgets.progress import REPAINT_SECONDS, Job
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.attendance.reading import MonthMatrix, PersonMonth
    from gridterm.attendance.summing import Summary
    from gridterm.printing.export import Printout
    from gridterm.store.unit import Store


class MonthView(DeskView):
    """A month of everybody, page by page; or of one person."""

    title_id = N_("Month")
    by_month = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: MonthMatrix | None = None
        self.people: list[PersonMonth] = []
        self.only: int | None = None
        self._loading = False
        self._reading = Reading(stops=True)

    def on_mount(self) -> None:
        """Say how far the reading of many people is."""
        self.set_interval(REPAINT_SECONDS, self._paint)

    def _paint(self) -> None:
        if self._reading.hints():
            self._show_head()

    def compose(self) -> ComposeResult:
        """Month, matrix, the marked slot in words."""
        yield HintRow(id="month-head")
        yield Matrix(id="matrix")
        with VerticalScroll(classes="about", can_focus=False):
            yield Static()

    @property
    def matrix(self) -> Matrix:
        """The matrix."""
        return self.query_one(Matrix)

    @property
    def home(self) -> Widget:
        """The matrix has the keys."""
        return self.matrix

    # ── reading ─────────────────────────────────────────────────────────────
    def reload(self) -> None:
        """Read the month, as many pages as are held; the mark stays."""
        pages = max(1, -(-len(self.people) // PAGE)) if self._same_month else 1
        job = self._reading.begin()
        work = partial(_read, self.desk.store, self.month, self.only, pages, job)
        self._loading = True
        self.desk.run_service(work, self._use, group="month", failed=self._unread)

    def _unread(self, error: GridtermError) -> None:
        """Nothing was read: what stands there stays."""
        self._loading = False
        self._reading.end()
        self._show_head()
        if not isinstance(error, CancelledError):
            self.office.show_error(error)

    @property
    def _same_month(self) -> bool:
        found = self.found
        return found is not None and (found.year, found.month) == self.month

    def _use(self, found: MonthMatrix) -> None:
        today = self.office.clock.today()
        first = self.found is None or not self._same_month
        self._loading = False
        self._reading.end()
        self.found, self.people = found, list(found.rows)
        self.matrix.show(found.days, self.people, today)
        if first and (found.year, found.month) == (today.year, today.month):
            self.matrix.mark(today)
        self._tell()

    def _more(self) -> None:
        """Read the next people."""
        found = self.found
        if found is None or not found.more or self._loading:
            return
        self._loading = True
        work = partial(_next_page, self.desk.store, self.month, self.people[-1].staff.number)
        self.desk.run_service(work, self._append, group="month")

    def _append(self, found: MonthMatrix) -> None:
        self._loading = False
        if not self._same_month or (found.year, found.month) != self.month:
            return
        self.found = found
        held = {one.staff.id for one in self.people}
        self.people += [one for one in found.rows if one.staff.id not in held]
        self.matrix.show(found.days, self.people, self.office.clock.today())
        self._tell()

    # ── drawing ─────────────────────────────────────────────────────────────
    @on(Matrix.Moved)
    def _moved(self, event: Matrix.Moved) -> None:
        event.stop()
        self._describe()
        if event.near_end:
            self._more()

    @on(Matrix.Opened)
    def _clicked(self, event: Matrix.Opened) -> None:
        event.stop()
        self.open()

    def _tell(self) -> None:
        self._describe()
        self._show_head()
        self.tell_desk()

    def _show_head(self) -> None:
        right = [*self._reading.hints(), *self._right()]
        self.query_one("#month-head", HintRow).show(self._left(), right)

    def _left(self) -> list[Hint]:
        hints = self.month_hints()
        if self.only is not None:
            hints.append(Hint(_("everybody"), weight=7, run=self.show_all))
        return hints

    def _right(self) -> list[Hint]:
        found = self.found
        if found is None:
            return []
        count = f"{len(self.people)}{'+' if found.more else ''}"
        standing = self._standing(found)
        doubtful = sum(bool(day.all_flags & CLOCK_FLAGS) for one in self.people for day in one.days)
        changed = _("! clock changed {number}").format(number=doubtful)
        clock = [Hint(changed, style="late", weight=6)] if doubtful else []
        people_words = Hint(_("{number} people").format(number=count), style="quiet", weight=5)
        return [*([standing] if standing else []), *clock, people_words]

    def _standing(self, found: MonthMatrix) -> Hint | None:
        """Whether the month is locked, cannot be, or has open questions."""
        if found.lock is not None:
            words = _("locked by {by} on {day}").format(
                by=found.lock.by, day=f"{found.lock.at:%m-%d}"
            )
            return Hint(f"# {words}", style="strong", weight=8)
        if not found.published:
            return Hint(_("! holidays not published: cannot be locked"), style="late", weight=8)
        open_ones = sum(one.summary.to_decide for one in self.people)
        words = _("! {number} to decide").format(number=open_ones)
        return Hint(words, style="late", weight=8) if open_ones else None

    def _describe(self) -> None:
        matrix = self.matrix
        person, day, view = matrix.person, matrix.day_view, matrix.slot_view
        told = plain("")
        if person is not None and day is not None and view is not None:
            told = marks.about(person.staff, day_words(day.day), view)
            told.append_text(_day_flags(day))
            told.append(f"\n{figures(person.summary)}", "dim")
        self.query_one(".about Static", Static).update(told)

    # ── what a clerk does ───────────────────────────────────────────────────
    def open(self) -> None:
        """Explain the marked slot."""
        key = self.matrix.key
        if key is not None:
            open_slot(self.at_desk, key, self.done)

    @property
    def can_print_it(self) -> bool:
        """Whether somebody is marked."""
        return self.matrix.person is not None

    def print_it(self) -> None:
        """Show the marked person's month, to be signed, before it is printed."""
        screen, month, person = self.desk, self.month, self.matrix.person
        if person is None:
            return
        staff_id = person.staff.id

        def read(_in_full: bool) -> Printout:  # noqa: FBT001 - as it is called
            from gridterm.attendance.documents import person_sheet

            return person_sheet(screen.store, staff_id, *month, by=screen.app.actor.name)

        open_preview(screen, read)

    def find(self) -> None:
        """Show one person's month."""
        store, today = self.desk.store, self.office.clock.today()

        def ask(found: list[Pick]) -> None:
            self.desk.ask(FindOne(_("Find"), found), self._show_only)

        self.desk.run_service(lambda: people(store, today), ask, group="people")

    def _show_only(self, value: str) -> None:
        self.only = int(value)
        self.reload()

    def show_all(self) -> None:
        """Everybody again, the person marked."""
        self.only = None
        self.reload()

    def go_back(self) -> bool:
        """Stop reading many people; from one person to everybody."""
        if self._reading.stop():
            self._show_head()
            return True
        if self.only is not None:
            self.show_all()
            return True
        return False


def figures(one: Summary) -> str:
    """Somebody's month in figures; what is none is left out."""
    parts = [_("attended {number} half-days").format(number=one.attended)]
    counted = (
        (one.late, _("late {number} times, {minutes} min"), one.late_minutes),
        (one.early, _("left early {number} times, {minutes} min"), one.early_minutes),
        (one.absent_days, _("absent {number} days"), 0),
        (one.made_up, _("made up {number}"), 0),
        (one.outing, _("official duty {number} half-days"), 0),
        (one.waived, _("waived {number}"), 0),
    )
    parts += [
        words.format(number=f"{number:g}", minutes=minutes)
        for number, words, minutes in counted
        if number
    ]
    parts += [
        _("{kind} {number} half-days").format(kind=kind.label, number=number)
        for kind, number in one.leave.items()
    ]
    parts += [
        _("{kind} {hours} h").format(kind=kind.label, hours=f"{in_hours(minutes):g}")
        for kind, minutes in one.leave_minutes.items()
    ]
    return _(", ").join(parts)


def _day_flags(day: DayView) -> Text:
    words = Text(end="")
    for flag in sorted(day.flags):
        words.append(f"\n! {flag.label}", "yellow")
    return words


def _read(store: Store, month: Month, only: int | None, pages: int, job: Job) -> MonthMatrix:
    """So many pages, one after another, so that somebody can stop it."""
    from gridterm.attendance.service import matrix

    found = matrix(store, *month, limit=PAGE, staff_id=only)
    rows = list(found.rows)
    for _page in range(1, pages):
        if not found.more:
            break
        step(job, len(rows))
        found = matrix(store, *month, after=found.cursor, limit=PAGE, staff_id=only)
        rows += found.rows
    return replace(found, rows=tuple(rows))


def _next_page(store: Store, month: Month, after: str) -> MonthMatrix:
    from gridterm.attendance.service import matrix

    return matrix(store, *month, after=after, limit=PAGE)

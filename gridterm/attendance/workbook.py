"""Attendance as workbooks: the month sheet, a quarter or a year per person, one file per grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from gridterm import settings
from gridterm.attendance import people, reading
from gridterm.attendance.locks import lock_of
from gridterm.attendance.month_sheet import MonthSheet
from gridterm.attendance.period import Period
from gridterm.attendance.reading import MonthMatrix
from gridterm.attendance.reading.punches import punch_page
from gridterm.attendance.sheet_lists import PunchSheet, ReasonSheet
from gridterm.attendance.summing import Summary
from gridterm.attendance.sums_sheet import SumsSheets
from gridterm.attendance.terms import StaffLine
from gridterm.calendar import month_days
from gridterm.errors import CancelledError, FileProblemError, NotFoundError
from gridterm.i18n import _
from gridterm.printing.document import Office
from gridterm.spreadsheet.styled import StyledBook, writing_book
from gridterm.store.unit import Store

SUFFIX = ".xlsx"
PEOPLE_AT_ONCE = 200
PUNCHES_AT_ONCE = 10_000
STEP = 20


@dataclass(frozen=True)
class Exported:
    """What was written: the file, and how many people are in it."""

    path: Path
    people: int


@dataclass(frozen=True)
class Whom:
    """Whom a workbook is about: a grid by its code, one person, or everybody."""

    grid: str = ""
    staff_id: int | None = None

    @property
    def limited(self) -> bool:
        """Whether some people only are meant."""
        return bool(self.grid) or self.staff_id is not None


@dataclass(frozen=True)
class Ears:
    """Who hears how far the work is, and says when it is enough."""

    progress: Callable[[int], None] | None = None
    cancelled: Callable[[], bool] | None = None

    def tell(self, done: int) -> None:
        """Say how many people or punches are written.

        Raises:
            CancelledError: the person cancelled.
        """
        if self.cancelled is not None and self.cancelled():
            raise CancelledError(_("The export was cancelled. No file was written."))
        if self.progress is not None and done % STEP == 0:
            self.progress(done)


def file_name(period: Period) -> str:
    """A name for the file of a period."""
    return _("Attendance sheet") + f" {period.name}{SUFFIX}"


def export(  # noqa: PLR0913 - what, where, whom, and how far
    store: Store,
    period: Period,
    path: Path,
    *,
    grid: str = "",
    staff_id: int | None = None,
    overwrite: bool = False,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write a month with its marks, exceptions and punches, or several months per person.

    Args:
        store: the office.
        period: a month, a quarter or a year.
        path: the .xlsx file to write.
        grid: only the people of this grid, by its code.
        staff_id: only this person.
        overwrite: whether a file of that name gives way; otherwise the next free name is used.
        progress: called now and then with how many people and punches are written.
        cancelled: asked now and then.

    Raises:
        NotFoundError: nobody of those was employed then.
        FileProblemError: another kind of file, or the place cannot be written.
        CancelledError: the person cancelled; no file was written.
    """
    _check_suffix(path)
    ears = Ears(progress, cancelled)
    whom = Whom(grid, staff_id)
    with store.read() as session:
        ids = _ids(session, period, whom)
        if not ids:
            raise NotFoundError(
                _("Nobody is to be written for {period}.").format(period=period.title)
            )
        with writing_book(path, overwrite=overwrite) as (book, final):
            writer = _Writer(session, book, whom, ears, store.clock.now())
            if period.is_month:
                writer.month(period, ids)
            else:
                writer.sums(period, ids)
    return Exported(final(), len(ids))


def export_per_grid(  # noqa: PLR0913 - what, where, and how far
    store: Store,
    period: Period,
    path: Path,
    *,
    overwrite: bool = False,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Exported, ...]:
    """Write one workbook per grid; each has its grid's code behind the name of ``path``.

    Those in no grid are in a workbook of their own. Args and raises as ``export``.
    """
    _check_suffix(path)
    with store.read() as session:
        grids = sorted({one.grid for one in _everybody(session, period)})
    made: list[Exported] = []
    try:
        for grid in grids:
            file = path.with_name(f"{path.stem} {grid or no_grid()}{path.suffix}")
            one = export(
                store,
                period,
                file,
                grid=grid or no_grid(),
                overwrite=overwrite,
                progress=progress,
                cancelled=cancelled,
            )
            made.append(one)
    except CancelledError:
        for one in made:
            one.path.unlink(missing_ok=True)
        raise
    return tuple(made)


def no_grid() -> str:
    """What stands for the grid of those who have none."""
    return _("No grid")


class _Writer:
    """Fills a workbook from one state of the office."""

    def __init__(
        self, session: Session, book: StyledBook, whom: Whom, ears: Ears, now: datetime
    ) -> None:
        self._session = session
        self._book = book
        self._whom = whom
        self._ears = ears
        self._now = now

    def month(self, period: Period, ids: Sequence[int]) -> None:
        """The month sheet, then every exception, then the raw punches."""
        sheet: MonthSheet | None = None
        reasons: ReasonSheet | None = None
        done = 0
        for page in self._pages(period.months[0], ids):
            if sheet is None or reasons is None:
                sheet = MonthSheet(self._book, page, self._office(), period.title, self._only())
                reasons = ReasonSheet(self._book)
            for person in page.rows:
                sheet.add(person)
                reasons.add(person)
                done += 1
                self._ears.tell(done)
        if sheet is not None:
            sheet.end()
        self._punches(period, set(ids) if self._whom.limited else None)

    def sums(self, period: Period, ids: Sequence[int]) -> None:
        """The figures per person, then every exception of all months."""
        sheets = SumsSheets(self._book, period, self._office(), self._only())
        reasons = ReasonSheet(self._book)
        found: dict[int, tuple[StaffLine, dict[tuple[int, int], Summary]]] = {}
        begun = [one for one in period.months if month_days(*one)[0] <= self._now.date()]
        for month in begun:
            for page in self._pages(month, ids):
                for person in page.rows:
                    line = found.setdefault(person.staff.id, (person.staff, {}))
                    line[1][month] = person.summary
                    reasons.add(person)
                    self._ears.tell(len(found))
        sheets.write(sorted(found.values(), key=lambda one: (len(one[0].number), one[0].number)))

    def _pages(self, month: tuple[int, int], ids: Sequence[int]) -> Iterator[MonthMatrix]:
        after: str | None = None
        more = True
        while more:
            page = reading.read_month(
                self._session,
                month,
                self._now,
                after=after,
                limit=PEOPLE_AT_ONCE,
                staff_ids=ids if self._whom.limited else None,
            )
            yield page
            after, more = page.cursor, page.more

    def _punches(self, period: Period, only: set[int] | None) -> None:
        sheet = PunchSheet(self._book)
        first, last = _span(period)
        after: tuple[datetime, int] | None = None
        done, more = 0, True
        while more:
            page = punch_page(
                self._session,
                first,
                last,
                staff_id=self._whom.staff_id,
                after=after,
                limit=PUNCHES_AT_ONCE,
            )
            for one in page.rows:
                if only is None or (one.staff is not None and one.staff.id in only):
                    sheet.add(one)
                done += 1
                self._ears.tell(done)
            after, more = page.cursor, page.more

    def _office(self) -> str:
        found = settings.load(self._session)
        return Office(found.text("office.name"), found.text("office.street")).full_name

    def _only(self) -> str:
        return _("Grid {grid}").format(grid=self._whom.grid) if self._whom.grid else ""


def _everybody(session: Session, period: Period) -> tuple[StaffLine, ...]:
    """Who is employed in the period, or was locked in one of its months."""
    found: dict[int, StaffLine] = {}
    for month in period.months:
        days = month_days(*month)
        lock = lock_of(session, *month)
        there = people.employed(session, days[0], days[-1], lock_id=lock.id if lock else None)
        found.update((one.staff.id, one.staff) for one in there)
    return tuple(found.values())


def _ids(session: Session, period: Period, whom: Whom) -> list[int]:
    grid = "" if whom.grid == no_grid() else whom.grid
    return [
        one.id
        for one in _everybody(session, period)
        if (not whom.grid or one.grid == grid) and whom.staff_id in {None, one.id}
    ]


def _span(period: Period) -> tuple[date, date]:
    return month_days(*period.months[0])[0], month_days(*period.months[-1])[-1]


def _check_suffix(path: Path) -> None:
    if path.suffix.lower() != SUFFIX:
        raise FileProblemError(
            _("Attendance is written as .xlsx; give the file such a name: {path}").format(path=path)
        )

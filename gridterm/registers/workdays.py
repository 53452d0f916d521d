"""The office's working calendar: the shipped one, with the office's own days over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.calendar import SATURDAY, DayKind, YearStatus, look_up, month_days
from gridterm.i18n import _
from gridterm.registers.tables import CalendarDay, CalendarYear
from gridterm.store.unit import Store, Tx
from gridterm.text import clean_line
from gridterm.worktime import WorkTime


@dataclass(frozen=True)
class WorkCalendar:
    """The working calendar at one moment.

    ``own`` holds the days the office entered, ``years`` what it said of a year's status.
    """

    own: dict[date, bool]
    years: dict[int, bool]

    def is_workday(self, day: date) -> bool:
        """Whether the office works on ``day``."""
        entered = self.own.get(day)
        return look_up(day).working if entered is None else entered

    def is_published(self, year: int) -> bool:
        """Whether the holidays of ``year`` are known, by the office's word or as shipped."""
        said = self.years.get(year)
        return look_up(date(year, 1, 1)).status is YearStatus.PUBLISHED if said is None else said


def load(session: Session) -> WorkCalendar:
    """The calendar as it is saved."""
    own = {row.day: row.working for row in session.exec(select(CalendarDay))}
    years = {row.year: row.published for row in session.exec(select(CalendarYear))}
    return WorkCalendar(own, years)


def work_time(session: Session) -> WorkTime:
    """The office's hours by its settings, on its working days."""
    current = settings.load(session)
    opens, lunch_from, lunch_to, closes = (
        time.fromisoformat(current.text(f"office.{name}"))
        for name in ("opens", "lunch_from", "lunch_to", "closes")
    )
    is_workday: Callable[[date], bool] = load(session).is_workday
    if opens < lunch_from < lunch_to < closes:
        return WorkTime(((opens, lunch_from), (lunch_to, closes)), is_workday)
    return WorkTime(((opens, closes),), is_workday)


def enter_day(tx: Tx, day: date, *, working: bool | None, note: str = "") -> None:
    """Enter a day as working or off within a use case; None goes back to the shipped calendar.

    Dates of calls depend on it: ``hotline.calendar_change`` renews them in the same use case.
    """
    tx.subject = f"calendar:{day.isoformat()}"
    row = tx.session.get(CalendarDay, day)
    if working is None:
        if row is not None:
            tx.session.delete(row)
    elif row is None:
        tx.session.add(CalendarDay(day=day, working=working, note=clean_line(note)))
    else:
        row.working, row.note = working, clean_line(note)
    tx.session.flush()


def enter_year(tx: Tx, year: int, *, published: bool) -> None:
    """Say that a year's holidays are entered, or that they are not known yet; as ``enter_day``."""
    tx.subject = f"calendar:{year}"
    row = tx.session.get(CalendarYear, year)
    if row is None:
        tx.session.add(CalendarYear(year=year, published=published))
    else:
        row.published = published
    tx.session.flush()


def own_days(store: Store, year: int) -> tuple[tuple[date, bool, str], ...]:
    """The days of a year the office entered itself: (day, working, note)."""
    with store.read() as session:
        rows = session.exec(
            select(CalendarDay)
            .where(col(CalendarDay.day).between(date(year, 1, 1), date(year, 12, 31)))
            .order_by(col(CalendarDay.day))
        )
        return tuple((row.day, row.working, row.note) for row in rows)


@dataclass(frozen=True)
class WorkdayView:
    """A day of the calendar as it is shown: working or not, why, and whether it was entered."""

    day: date
    working: bool
    kind: DayKind
    holiday: str
    own: bool
    note: str


def month(store: Store, year: int, number: int) -> tuple[WorkdayView, ...]:
    """The days of a month, the office's own days over the shipped ones.

    Raises:
        InputError: there is no such month.
    """
    days = month_days(year, number)
    with store.read() as session:
        found = session.exec(select(CalendarDay).where(col(CalendarDay.day).in_(days)))
        own = {row.day: row for row in found}
    return tuple(_view(day, own.get(day)) for day in days)


def _view(day: date, row: CalendarDay | None) -> WorkdayView:
    shipped = look_up(day)
    working = shipped.working if row is None else row.working
    kind = shipped.kind
    if working != shipped.working:
        weekend = day.weekday() >= SATURDAY
        off = DayKind.DAY_OFF if weekend else DayKind.HOLIDAY
        kind = (DayKind.MAKEUP_WORKDAY if weekend else DayKind.WORKDAY) if working else off
    note = row.note if row else ""
    return WorkdayView(day, working, kind, shipped.holiday, row is not None, note)


def banner(calendar: WorkCalendar, year: int) -> str:
    """A sentence for a year whose holidays are not known, ``""`` for one that is published."""
    if calendar.is_published(year):
        return ""
    return _(
        "The holidays of {year} are not published or not entered yet; "
        "dates in it count Monday to Friday only."
    ).format(year=year)

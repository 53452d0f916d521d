"""The office's working calendar: the shipped one, with the office's own days over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.calendar import DECEMBER, SATURDAY, DayKind, YearStatus, look_up, month_days
from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.registers.tables import CalendarDay, CalendarYear
from gridterm.registers.terms import WorkdayView, YearView
from gridterm.store.unit import Store, Tx
from gridterm.worktime import WorkTime

NAME_LONGEST = 20
REASON_LONGEST = 200


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

    def with_day(self, day: date, working: bool | None) -> WorkCalendar:  # noqa: FBT001 - as kept
        """This calendar with a day entered, or given back to the shipped one for None."""
        own = {one: kept for one, kept in self.own.items() if one != day}
        return WorkCalendar(own if working is None else {**own, day: working}, self.years)


def load(session: Session) -> WorkCalendar:
    """The calendar as it is saved."""
    own = {row.day: row.working for row in session.exec(select(CalendarDay))}
    years = {row.year: row.published for row in session.exec(select(CalendarYear))}
    return WorkCalendar(own, years)


def work_time(session: Session) -> WorkTime:
    """The office's hours by its settings, on its working days."""
    return hours(settings.load(session), load(session))


def hours(current: settings.Settings, calendar: WorkCalendar) -> WorkTime:
    """The hours that settings give on the working days of a calendar.

    Raises:
        InputError: the office would close before it opens; ``fields`` names the setting.
    """
    opens, lunch_from, lunch_to, closes = (
        time.fromisoformat(current.text(f"office.{name}"))
        for name in ("opens", "lunch_from", "lunch_to", "closes")
    )
    is_workday: Callable[[date], bool] = calendar.is_workday
    if not opens < closes:
        sentence = _("The office must open before it closes.")
        raise InputError(sentence, {"office.closes": sentence})
    if opens < lunch_from < lunch_to < closes:
        return WorkTime(((opens, lunch_from), (lunch_to, closes)), is_workday)
    return WorkTime(((opens, closes),), is_workday)


def enter_day(tx: Tx, day: date, *, working: bool | None, note: str = "", reason: str = "") -> None:
    """Enter a day as working or off within a use case; None goes back to the shipped calendar.

    Dates of calls depend on it: ``hotline.calendar_change`` renews them in the same use case.

    Args:
        tx: the use case.
        day: the day.
        working: whether the office works then.
        note: the day's name; a day off that has one is a holiday.
        reason: why, for the audit entry.

    Raises:
        InputError: name or reason are too long.
    """
    tx.subject = f"calendar:{day.isoformat()}"
    faults = Faults()
    note = faults.line("note", note, NAME_LONGEST)
    why = faults.line("reason", reason, REASON_LONGEST)
    faults.check()
    if why:
        tx.note(reason=why)
    row = tx.session.get(CalendarDay, day)
    if working is None:
        if row is not None:
            tx.session.delete(row)
    elif row is None:
        tx.session.add(CalendarDay(day=day, working=working, note=note))
    else:
        row.working, row.note = working, note
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


def month(store: Store, year: int, number: int) -> tuple[WorkdayView, ...]:
    """The days of a month, the office's own days over the shipped ones.

    Raises:
        InputError: there is no such month.
    """
    with store.read() as session:
        return views(session, month_days(year, number))


def views(session: Session, days: Sequence[date]) -> tuple[WorkdayView, ...]:
    """Days in a row as they are shown, the office's own over the shipped ones."""
    between = col(CalendarDay.day).between(days[0], days[-1])
    own = {row.day: row for row in session.exec(select(CalendarDay).where(between))}
    return tuple(_view(day, own.get(day)) for day in days)


def _view(day: date, row: CalendarDay | None) -> WorkdayView:
    shipped = look_up(day)
    note = row.note if row else ""
    if row is None or (row.working == shipped.working and not note):
        holiday = shipped.holiday if shipped.holiday_id else ""
        return WorkdayView(day, shipped.working, shipped.kind, holiday, row is not None, note)
    weekend = day.weekday() >= SATURDAY
    if row.working:
        kind = DayKind.MAKEUP_WORKDAY if weekend else DayKind.WORKDAY
    else:
        kind = DayKind.HOLIDAY if note else DayKind.DAY_OFF
    return WorkdayView(day, row.working, kind, note, own=True, note=note)


def year(store: Store, number: int) -> YearView:
    """A year of the calendar.

    Raises:
        InputError: there is no such year.
    """
    days = [day for month in range(1, DECEMBER + 1) for day in month_days(number, month)]
    with store.read() as session:
        calendar = load(session)
        shown = views(session, days)
    return YearView(number, calendar.is_published(number), calendar.years.get(number), shown)


def banner(calendar: WorkCalendar, year: int) -> str:
    """A sentence for a year whose holidays are not known, ``""`` for one that is published."""
    if calendar.is_published(year):
        return ""
    return _(
        "The holidays of {year} are not published or not entered yet; "
        "dates in it count Monday to Friday only."
    ).format(year=year)

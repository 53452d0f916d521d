"""A month: pages of people with every day and their figures, and what waits for a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlmodel import Session

from gridterm.attendance import facts
from gridterm.attendance.locks import lock_of
from gridterm.attendance.people import employed
from gridterm.attendance.reading.punches import PAGE
from gridterm.attendance.reading.standing import days_of, held_days
from gridterm.attendance.reading.views import DayHead, ExceptionRow, MonthMatrix, PersonMonth
from gridterm.attendance.summing import exception, summary
from gridterm.calendar import look_up, month_days
from gridterm.registers import workdays
from gridterm.registers.calendars import WorkCalendar
from gridterm.store.unit import Store

AT_ONCE = 100
"""People of one step where the whole month is read."""


def matrix(  # noqa: PLR0913 - filters, given by keyword
    store: Store,
    year: int,
    month: int,
    *,
    after: str | None = None,
    limit: int = PAGE,
    staff_id: int | None = None,
    reasons: bool = False,
) -> MonthMatrix:
    """A page of a month: who is employed in it by staff number, every day, the figures.

    ``reasons`` asks for the sentences in the summaries.

    Raises:
        InputError: there is no such month.
    """
    with store.read() as session:
        return read_month(
            session,
            (year, month),
            store.clock.now(),
            after=after,
            limit=limit,
            staff_ids=None if staff_id is None else [staff_id],
            reasons=reasons,
        )


def whole_month(store: Store, year: int, month: int, *, reasons: bool = True) -> MonthMatrix:
    """The whole month, for what is printed, exported and locked.

    Raises:
        InputError: there is no such month.
    """
    with store.read() as session:
        return whole_in(session, (year, month), store.clock.now(), reasons=reasons)


def whole_in(
    session: Session,
    month: tuple[int, int],
    now: datetime,
    *,
    reasons: bool = False,
    each: Callable[[int], None] | None = None,
) -> MonthMatrix:
    """The same within a session.

    ``each`` is called with how many people are read when more are to come; what it raises
    stops the work.
    """
    page = read_month(session, month, now, limit=AT_ONCE, reasons=reasons)
    rows = list(page.rows)
    while page.more:
        if each is not None:
            each(len(rows))
        page = read_month(session, month, now, after=page.cursor, limit=AT_ONCE, reasons=reasons)
        rows += page.rows
    return MonthMatrix(
        page.year, page.month, page.days, page.lock, page.banner, tuple(rows), more=False
    )


def read_month(  # noqa: PLR0913 - filters, given by keyword
    session: Session,
    month: tuple[int, int],
    now: datetime,
    *,
    after: str | None = None,
    limit: int = PAGE,
    staff_ids: Sequence[int] | None = None,
    reasons: bool = False,
) -> MonthMatrix:
    """A page of a month within a session; as ``matrix``."""
    days = month_days(*month)
    lock = lock_of(session, *month)
    found = employed(
        session,
        days[0],
        days[-1],
        lock_id=lock.id if lock else None,
        after=after,
        limit=limit + 1,
        staff_ids=staff_ids,
    )
    people = found[:limit]
    known = facts.load(session, people, days[0], days[-1])
    held = held_days(session, lock, [one.staff.id for one in people])
    rows = []
    for one in people:
        own = days_of(known, one, held, now, locked=lock is not None)
        rows.append(PersonMonth(one.staff, own, summary(own, reasons=reasons)))
    banner = workdays.banner(known.calendar, month[0])
    heads = _heads(known.calendar, days)
    return MonthMatrix(*month, heads, lock, banner, tuple(rows), len(found) > limit)


def exceptions(
    store: Store, year: int, month: int, *, each: Callable[[int], None] | None = None
) -> tuple[ExceptionRow, ...]:
    """Every slot of a month that waits for a clerk's word, by day and staff number.

    In a locked month these are the pending adjustments. ``each`` as in ``whole_in``.

    Raises:
        InputError: there is no such month.
    """
    with store.read() as session:
        found = whole_in(session, (year, month), store.clock.now(), each=each)
    rows = [
        ExceptionRow(person.staff, day.day, view)
        for person in found.rows
        for day in person.days
        for view in day.slots
        if exception(view)
    ]
    return tuple(sorted(rows, key=lambda one: (one.day, one.view.slot)))


def _heads(calendar: WorkCalendar, days: Sequence[date]) -> tuple[DayHead, ...]:
    return tuple(DayHead(day, calendar.is_workday(day), look_up(day).holiday) for day in days)

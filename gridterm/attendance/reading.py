"""What is read of attendance: the day's board, the month, exceptions, somebody's day, raw punches.

A locked month is shown as it was locked; where the facts would now give something else, the
slot says so and nothing more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from gridterm.attendance import facts, frozen, policy, rules
from gridterm.attendance.corrections import CorrectionView, of_day
from gridterm.attendance.limits import Policy, policy_on, repeats
from gridterm.attendance.locks import LockView, lock_of
from gridterm.attendance.people import Employed, employed, lines
from gridterm.attendance.summing import Summary, exception, summary
from gridterm.attendance.tables import LockedPerson, Punch
from gridterm.attendance.terms import (
    TO_DECIDE,
    DayView,
    PunchSource,
    Signed,
    Slot,
    SlotView,
    StaffLine,
    Status,
    Why,
)
from gridterm.calendar import look_up, month_days
from gridterm.registers import workdays
from gridterm.registers.calendars import WorkCalendar
from gridterm.registers.staff import get_staff
from gridterm.store.unit import Store

PAGE = 50
WHOLE_PAGE = 200
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayHead:
    """A day at the top of the month: whether the office works, and the holiday it is."""

    day: date
    working: bool
    holiday: str


@dataclass(frozen=True)
class PersonMonth:
    """Somebody's month: every day, and the figures for pay."""

    staff: StaffLine
    days: tuple[DayView, ...]
    summary: Summary


@dataclass(frozen=True)
class MonthMatrix:
    """A page of a month by staff number; ``banner`` speaks of a year not published."""

    year: int
    month: int
    days: tuple[DayHead, ...]
    lock: LockView | None
    banner: str
    rows: tuple[PersonMonth, ...]
    more: bool

    @property
    def published(self) -> bool:
        """Whether the year's holidays are known, so that the month can be locked."""
        return not self.banner

    @property
    def cursor(self) -> str:
        """Where the next page begins."""
        return self.rows[-1].staff.number if self.rows else ""


@dataclass(frozen=True)
class BoardRow:
    """Somebody's day on the board."""

    staff: StaffLine
    view: DayView


@dataclass(frozen=True)
class Board:
    """Who has signed in on a day, by staff number."""

    day: date
    working: bool
    banner: str
    rows: tuple[BoardRow, ...]

    def missing(self, slot: Slot) -> tuple[StaffLine, ...]:
        """Who should have signed in by now and has not, or still has to."""
        waiting = {Status.MISSING, Status.PENDING, Status.ABSENT}
        return tuple(one.staff for one in self.rows if one.view.slot(slot).status in waiting)


@dataclass(frozen=True)
class DueNow:
    """The slot that is signed in for now: until when that is on time, and who has not yet.

    ``missing`` is empty before the slot's window opens; ``late`` that it is past the time.
    """

    slot: Slot
    working: bool
    on_time_until: time
    late: bool
    missing: tuple[StaffLine, ...]


@dataclass(frozen=True)
class ExceptionRow:
    """A slot that waits for a clerk's word; ``to_decide``: the facts alone do not settle it."""

    staff: StaffLine
    day: date
    view: SlotView

    @property
    def to_decide(self) -> bool:
        """Whether the facts alone do not settle it."""
        return bool(self.view.flags & TO_DECIDE)


@dataclass(frozen=True)
class PersonDay:
    """All there is about somebody's day."""

    staff: StaffLine
    view: DayView
    punches: tuple[Signed, ...]
    corrections: tuple[CorrectionView, ...]
    lock: LockView | None


@dataclass(frozen=True)
class RawPunch:
    """A raw punch with whose it is; ``staff`` None: nobody's PIN covers it."""

    staff: StaffLine | None
    pin: str
    signed: Signed


@dataclass(frozen=True)
class PunchPage:
    """A page of raw punches in their order; ``cursor`` is where the next page begins."""

    rows: tuple[RawPunch, ...]
    more: bool
    cursor: tuple[datetime, int] | None


# ── the day ─────────────────────────────────────────────────────────────────
def board(store: Store, day: date | None = None) -> Board:
    """Everybody employed on a day (default: today) with both slots."""
    now = store.clock.now()
    with store.read() as session:
        return _board(session, day or now.date(), now)[0]


def _board(session: Session, that: date, now: datetime) -> tuple[Board, Policy]:
    """A day's board, with the policy it was judged by."""
    lock = lock_of(session, that.year, that.month)
    people = employed(session, that, that, lock_id=lock.id if lock else None)
    known = facts.load(session, people, that, that)
    held = _held(session, lock, [one.staff.id for one in people])
    rows = tuple(
        BoardRow(one.staff, _views(known, one, held, now, locked=lock is not None)[0])
        for one in people
    )
    banner = workdays.banner(known.calendar, that.year)
    told = Board(that, known.calendar.is_workday(that), banner, rows)
    return told, policy_on(known.policies, that)


def slot_of_now(store: Store) -> Slot:
    """The slot that is signed in for now: the afternoon once the morning's window is over."""
    now = store.clock.now()
    with store.read() as session:
        return _slot_at(policy_on(policy.load(session), now.date()), now)


def _slot_at(current: Policy, now: datetime) -> Slot:
    return Slot.MORNING if now.time() <= current.morning.closes else Slot.AFTERNOON


def due_now(store: Store) -> DueNow:
    """Who should have signed in by now and has not."""
    now = store.clock.now()
    with store.read() as session:
        found, current = _board(session, now.date(), now)
    slot = _slot_at(current, now)
    limits = current.of(slot)
    missing = found.missing(slot) if found.working and now.time() >= limits.opens else ()
    late = now.time() > limits.on_time_until
    return DueNow(slot, found.working, limits.on_time_until, late, missing)


def person_day(store: Store, staff_id: int, day: date) -> PersonDay:
    """Somebody's day with its punches, repeats marked, and what was put over it.

    Raises:
        NotFoundError: there is nobody with this id.
    """
    now = store.clock.now()
    with store.read() as session:
        get_staff(session, staff_id)
        lock = lock_of(session, day.year, day.month)
        found = employed(session, day, day, staff_ids=[staff_id])
        people = found or (_never(lines(session, [staff_id])[staff_id]),)
        known = facts.load(session, people, day, day)
        held = _held(session, lock, [staff_id])
        view = _views(known, people[0], held, now, locked=lock is not None)[0]
        page = _punch_page(session, day, day, staff_id, None, WHOLE_PAGE)
        own = of_day(session, staff_id, day)
    minutes = policy_on(known.policies, day).repeat_minutes
    repeated = repeats([one.signed.at for one in page.rows], minutes)
    punches = tuple(
        replace(raw, ignored=ignored)
        for raw, ignored in zip((one.signed for one in page.rows), repeated, strict=True)
    )
    return PersonDay(people[0].staff, view, punches, own, lock)


# ── the month ───────────────────────────────────────────────────────────────
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
    session: Session, month: tuple[int, int], now: datetime, *, reasons: bool = False
) -> MonthMatrix:
    """The same within a session."""
    page = read_month(session, month, now, limit=WHOLE_PAGE, reasons=reasons)
    rows = list(page.rows)
    while page.more:
        page = read_month(session, month, now, after=page.cursor, limit=WHOLE_PAGE, reasons=reasons)
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
    held = _held(session, lock, [one.staff.id for one in people])
    rows = []
    for one in people:
        views = _views(known, one, held, now, locked=lock is not None)
        rows.append(PersonMonth(one.staff, views, summary(views, reasons=reasons)))
    banner = workdays.banner(known.calendar, month[0])
    heads = _heads(known.calendar, days)
    return MonthMatrix(*month, heads, lock, banner, tuple(rows), len(found) > limit)


def exceptions(store: Store, year: int, month: int) -> tuple[ExceptionRow, ...]:
    """Every slot of a month that waits for a clerk's word, by day and staff number.

    In a locked month these are the pending adjustments.

    Raises:
        InputError: there is no such month.
    """
    with store.read() as session:
        found = whole_in(session, (year, month), store.clock.now())
    rows = [
        ExceptionRow(person.staff, day.day, view)
        for person in found.rows
        for day in person.days
        for view in day.slots
        if exception(view)
    ]
    return tuple(sorted(rows, key=lambda one: (one.day, one.view.slot)))


def raw_punches(  # noqa: PLR0913 - filters, given by keyword
    store: Store,
    first: date,
    last: date,
    *,
    staff_id: int | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
) -> PunchPage:
    """Raw punches from ``first`` to ``last``, everybody's or somebody's, in their order."""
    with store.read() as session:
        return _punch_page(session, first, last, staff_id, after, limit)


# ── parts ───────────────────────────────────────────────────────────────────
def _held(
    session: Session, lock: LockView | None, staff_ids: Sequence[int]
) -> Mapping[int, Mapping[date, DayView]]:
    """The locked days of some people."""
    if lock is None:
        return {}
    query = select(LockedPerson.staff_id, LockedPerson.days).where(
        LockedPerson.lock_id == lock.id, col(LockedPerson.staff_id).in_(staff_ids)
    )
    return {
        staff_id: {one.day: one for one in frozen.unpack(days)}
        for staff_id, days in session.execute(query)
    }


def _views(
    known: facts.Facts,
    person: Employed,
    held: Mapping[int, Mapping[date, DayView]],
    now: datetime,
    *,
    locked: bool,
) -> tuple[DayView, ...]:
    fresh = known.month(person.staff.id, now)
    if not locked:
        return fresh
    own = held.get(person.staff.id, {})
    dismissed = partial(known.dismissed, person.staff.id)
    return tuple(
        rules.keep_locked(own.get(one.day) or _unknown_then(one), one, dismissed(one.day))
        for one in fresh
    )


def _unknown_then(fresh: DayView) -> DayView:
    """A day of somebody who was not in the register when the month was locked."""
    told = {"day": fresh.day.isoformat()}
    bare = SlotView(Slot.MORNING, Status.NOT_EMPLOYED, Why.NOT_YET_EMPLOYED, facts=told)
    return DayView(fresh.day, fresh.working, bare, replace(bare, slot=Slot.AFTERNOON))


def _heads(calendar: WorkCalendar, days: Sequence[date]) -> tuple[DayHead, ...]:
    return tuple(DayHead(day, calendar.is_workday(day), look_up(day).holiday) for day in days)


def _punch_page(  # noqa: PLR0913, PLR0917 - filters
    session: Session,
    first: date,
    last: date,
    staff_id: int | None,
    after: tuple[datetime, int] | None,
    limit: int,
) -> PunchPage:
    owners = facts.pin_owners(session, None if staff_id is None else [staff_id])
    query = select(Punch).where(
        col(Punch.at) >= datetime.combine(first, time()),
        col(Punch.at) < datetime.combine(last + ONE_DAY, time()),
    )
    if staff_id is not None:
        query = query.where(or_(col(Punch.staff_id) == staff_id, col(Punch.pin).in_(owners)))
    if after is not None:
        at, key = after
        query = query.where(or_(col(Punch.at) > at, and_(col(Punch.at) == at, col(Punch.id) > key)))
    rows = session.exec(query.order_by(col(Punch.at), col(Punch.id)).limit(limit + 1)).all()
    whose = {
        row.id: row.staff_id or facts.owner_on(owners.get(row.pin, ()), row.at.date())
        for row in rows
    }
    people = lines(session, [one for one in set(whose.values()) if one is not None])
    shown = tuple(_raw(row, people, whose[row.id]) for row in rows[:limit])
    if staff_id is not None:
        shown = tuple(one for one in shown if one.staff and one.staff.id == staff_id)
    end = rows[:limit][-1] if rows else None
    cursor = (end.at, end.id or 0) if end else None
    return PunchPage(shown, len(rows) > limit, cursor)


def _raw(row: Punch, people: Mapping[int, StaffLine], owner: int | None) -> RawPunch:
    signed = Signed(
        row.id or 0,
        row.at,
        PunchSource(row.source),
        row.device,
        clock_back=row.clock_back,
        jumped=facts.jump_of(row.raw),
    )
    return RawPunch(people[owner] if owner is not None else None, row.pin, signed)


def fresh_slots(
    session: Session, days: Collection[tuple[int, date]], now: datetime
) -> dict[tuple[int, date], DayView]:
    """Days of people, (staff id, day), as the rules say now, whatever lock they stand under."""
    if not days:
        return {}
    first, last = min(day for _id, day in days), max(day for _id, day in days)
    people = {one.staff.id: one for one in employed(session, first, last)}
    gone = {staff_id for staff_id, _day in days} - people.keys()
    people |= {one.id: _never(one) for one in lines(session, sorted(gone)).values()}
    known = facts.load(session, tuple(people.values()), first, last)
    return {(staff_id, day): known.judge(staff_id, day, now) for staff_id, day in days}


def _never(staff: StaffLine) -> Employed:
    return Employed(staff, rules.NEVER, rules.NEVER)

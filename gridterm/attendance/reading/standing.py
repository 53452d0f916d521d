"""People's days as they stand: judged from the facts, or as they were locked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from sqlmodel import Session, col, select

from gridterm.attendance import facts, frozen, rules
from gridterm.attendance.locks import LockView
from gridterm.attendance.people import Employed, employed, lines
from gridterm.attendance.tables import LockedPerson
from gridterm.attendance.terms import DayView, Slot, SlotView, StaffLine, Status, Why


def held_days(
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


def days_of(
    known: facts.Facts,
    person: Employed,
    held: Mapping[int, Mapping[date, DayView]],
    now: datetime,
    *,
    locked: bool,
) -> tuple[DayView, ...]:
    """Somebody's days; in a locked month as they were locked, flagged where the facts differ."""
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


def fresh_slots(
    session: Session, days: Collection[tuple[int, date]], now: datetime
) -> dict[tuple[int, date], DayView]:
    """Days of people, (staff id, day), as the rules say now, whatever lock they stand under."""
    if not days:
        return {}
    first, last = min(day for _id, day in days), max(day for _id, day in days)
    people = {one.staff.id: one for one in employed(session, first, last)}
    gone = {staff_id for staff_id, _day in days} - people.keys()
    people |= {one.id: never(one) for one in lines(session, sorted(gone)).values()}
    known = facts.load(session, tuple(people.values()), first, last)
    return {(staff_id, day): known.judge(staff_id, day, now) for staff_id, day in days}


def never(staff: StaffLine) -> Employed:
    """Somebody who is employed on none of the days."""
    return Employed(staff, rules.NEVER, rules.NEVER)

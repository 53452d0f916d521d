"""A day: everybody's on the board, who is due now, somebody's with all there is about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from gridterm.attendance import facts, policy
from gridterm.attendance.corrections import of_day
from gridterm.attendance.limits import Policy, policy_on, repeats
from gridterm.attendance.locks import lock_of
from gridterm.attendance.people import employed, lines
from gridterm.attendance.reading.punches import WHOLE_PAGE, punch_page
from gridterm.attendance.reading.standing import days_of, held_days, never
from gridterm.attendance.reading.views import Board, BoardRow, DueNow, PersonDay
from gridterm.attendance.terms import Slot
from gridterm.registers import workdays
from gridterm.registers.staff import get_staff
from gridterm.store.unit import Store


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
    held = held_days(session, lock, [one.staff.id for one in people])
    rows = tuple(
        BoardRow(one.staff, days_of(known, one, held, now, locked=lock is not None)[0])
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
        people = found or (never(lines(session, [staff_id])[staff_id]),)
        known = facts.load(session, people, day, day)
        held = held_days(session, lock, [staff_id])
        view = days_of(known, people[0], held, now, locked=lock is not None)[0]
        page = punch_page(session, day, day, staff_id=staff_id, limit=WHOLE_PAGE)
        own = of_day(session, staff_id, day)
    minutes = policy_on(known.policies, day).repeat_minutes
    repeated = repeats([one.signed.at for one in page.rows], minutes)
    punches = tuple(
        replace(raw, ignored=ignored)
        for raw, ignored in zip((one.signed for one in page.rows), repeated, strict=True)
    )
    return PersonDay(people[0].staff, view, punches, own, lock)

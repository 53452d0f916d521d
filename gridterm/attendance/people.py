"""Who is in a list of attendance: the employed of a stretch of days, and those locked with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from gridterm.attendance.rules import NEVER
from gridterm.attendance.tables import JoiningHour, LockedPerson
from gridterm.attendance.terms import StaffLine
from gridterm.registers.staff import get_staff
from gridterm.registers.tables import Grid, Staff
from gridterm.store.unit import Store

_COLUMNS: tuple[Any, ...] = (
    *(Staff.id, Staff.number, Staff.name, Grid.code),
    *(Staff.hired, Staff.left, JoiningHour.at),
)


@dataclass(frozen=True)
class Employed:
    """Somebody with the moments between which they are employed, the end excluded."""

    staff: StaffLine
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Joining:
    """Somebody's first day; ``at`` None: it is owed from the morning on."""

    staff: StaffLine
    hired: date
    at: datetime | None


def employed(  # noqa: PLR0913 - filters, given by keyword
    session: Session,
    first: date,
    last: date,
    *,
    lock_id: int | None = None,
    after: str | None = None,
    limit: int | None = None,
    staff_ids: Sequence[int] | None = None,
) -> tuple[Employed, ...]:
    """Who is employed on any day from ``first`` to ``last``, by staff number.

    Args:
        session: the office.
        first: the first day.
        last: the last day.
        lock_id: those locked with that month too, whatever the register says now.
        after: only those after this staff number.
        limit: at most so many.
        staff_ids: only these.
    """
    query: Select[Any] = (
        select(
            Staff.id, Staff.number, Staff.name, Grid.code, Staff.hired, Staff.left, JoiningHour.at
        )  # type: ignore[call-overload]
        .outerjoin(Grid, col(Grid.id) == col(Staff.grid_id))
        .outerjoin(JoiningHour, col(JoiningHour.staff_id) == col(Staff.id))
        .where(_there(first, last, lock_id))
        .order_by(func.length(Staff.number), col(Staff.number))
        .limit(limit)
    )
    if after is not None:
        size = func.length(Staff.number)
        query = query.where(
            or_(size > len(after), and_(size == len(after), col(Staff.number) > after))
        )
    if staff_ids is not None:
        query = query.where(col(Staff.id).in_(staff_ids))
    return tuple(
        Employed(
            StaffLine(staff_id, number, name, grid or ""),
            max(datetime.combine(hired, time()), joins or datetime.combine(hired, time())),
            datetime.combine(left + timedelta(days=1), time()) if left else NEVER,
        )
        for staff_id, number, name, grid, hired, left, joins in session.execute(query)
    )


def headcount(session: Session, first: date, last: date) -> int:
    """How many are employed on any day from ``first`` to ``last``."""
    query = select(func.count()).select_from(Staff).where(_there(first, last, None))
    return int(session.exec(query).one())


def _there(first: date, last: date, lock_id: int | None) -> ColumnElement[bool]:
    """The condition that somebody is employed on one of the days, or locked with the month."""
    employed_then = and_(
        col(Staff.hired) <= last, or_(col(Staff.left).is_(None), col(Staff.left) >= first)
    )
    if lock_id is None:
        return employed_then
    locked = select(LockedPerson.staff_id).where(LockedPerson.lock_id == lock_id)
    return or_(employed_then, col(Staff.id).in_(locked))


def joining_hour(store: Store, staff_id: int) -> Joining:
    """Somebody's first day, and the hour they start on it.

    Raises:
        NotFoundError: there is nobody with this id.
    """
    with store.read() as session:
        staff = get_staff(session, staff_id)
        row = session.get(JoiningHour, staff_id)
        return Joining(lines(session, [staff_id])[staff_id], staff.hired, row.at if row else None)


def lines(session: Session, staff_ids: Sequence[int]) -> dict[int, StaffLine]:
    """Some of the staff by id, for lists of what concerns them."""
    query: Select[Any] = (
        columns(*map(col, _COLUMNS[:4]))
        .outerjoin(Grid, col(Grid.id) == col(Staff.grid_id))
        .where(col(Staff.id).in_(staff_ids))
    )
    return {
        row[0]: StaffLine(row[0], row[1], row[2], row[3] or "") for row in session.execute(query)
    }

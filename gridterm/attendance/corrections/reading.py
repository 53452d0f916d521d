"""What was put over slots, as it is read: make-ups, waivers, confirmations, and the quota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from gridterm.attendance import policy
from gridterm.attendance.limits import policy_on
from gridterm.attendance.people import lines
from gridterm.attendance.tables import Correction
from gridterm.attendance.terms import CorrectionKind, LeaveKind, Slot, StaffLine, Status
from gridterm.calendar import month_days
from gridterm.store.unit import Store


@dataclass(frozen=True)
class CorrectionView:
    """A make-up, a waiver or a confirmation; undone ones have ``undone_at``."""

    id: int
    kind: CorrectionKind
    staff: StaffLine
    day: date
    slot: Slot
    reason: str
    approver: str
    at: datetime
    by: str
    status: Status | None
    minutes: int
    leave_kind: LeaveKind | None
    undone_at: datetime | None
    undone_by: str
    undone_reason: str


@dataclass(frozen=True)
class Quota:
    """How many make-ups somebody had in a month, of how many."""

    used: int
    most: int


def corrections(
    store: Store, year: int, month: int, kind: CorrectionKind | None = None
) -> tuple[CorrectionView, ...]:
    """What was put over the slots of a month, undone ones too, by day.

    Raises:
        InputError: there is no such month.
    """
    days = month_days(year, month)
    query = (
        select(Correction)
        .where(col(Correction.day).between(days[0], days[-1]))
        .order_by(col(Correction.day), col(Correction.slot), col(Correction.id))
    )
    if kind is not None:
        query = query.where(Correction.kind == kind.value)
    with store.read() as session:
        return views(session, session.exec(query).all())


def of_day(session: Session, staff_id: int, day: date) -> tuple[CorrectionView, ...]:
    """What was put over somebody's day, undone ones too."""
    query = (
        select(Correction)
        .where(Correction.staff_id == staff_id, Correction.day == day)
        .order_by(col(Correction.id))
    )
    return views(session, session.exec(query).all())


def quota(store: Store, staff_id: int, day: date) -> Quota:
    """How many make-ups somebody had in the month of a day, of how many."""
    with store.read() as session:
        return quota_in(session, staff_id, day)


def quota_in(session: Session, staff_id: int, day: date) -> Quota:
    """The same within a session."""
    days = month_days(day.year, day.month)
    used = session.exec(
        select(func.count()).where(
            Correction.kind == CorrectionKind.MAKEUP,
            Correction.staff_id == staff_id,
            col(Correction.day).between(days[0], days[-1]),
            col(Correction.undone_at).is_(None),
        )
    ).one()
    return Quota(used, policy_on(policy.load(session), day).makeup_quota)


def views(session: Session, rows: Sequence[Correction]) -> tuple[CorrectionView, ...]:
    """Corrections as they are shown, in the order given."""
    people = lines(session, [row.staff_id for row in rows])
    same = ("day", "reason", "approver", "at", "by", "minutes")
    undone = ("undone_at", "undone_by", "undone_reason")
    return tuple(
        CorrectionView(
            id=row.id or 0,
            kind=CorrectionKind(row.kind),
            staff=people[row.staff_id],
            slot=Slot(row.slot),
            status=Status(row.status) if row.status else None,
            leave_kind=LeaveKind(row.leave_kind) if row.leave_kind else None,
            **{name: getattr(row, name) for name in (*same, *undone)},
        )
        for row in rows
    )

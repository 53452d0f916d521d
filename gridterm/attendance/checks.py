"""What only attendance can check of itself: locked months, corrections, leave, whose a punch is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from gridterm.attendance import frozen, policy
from gridterm.attendance.limits import policy_faults
from gridterm.attendance.tables import (
    AttendanceCode,
    Correction,
    Leave,
    LockedPerson,
    MonthLock,
    Punch,
)
from gridterm.attendance.terms import CorrectionKind, LeaveKind, LeaveState, Slot, Status
from gridterm.calendar import month_days
from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.store.findings import Finding, Watch

CHUNK = 200


def check_punches(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every punch is somebody's or some PIN's."""
    total = session.exec(select(func.count()).select_from(Punch)).one()
    watch.begin(_("Punches"), total)
    watch.checked[_("Punches")] = total
    nobodys = select(func.count()).where(col(Punch.staff_id).is_(None), Punch.pin == "")
    for _n in range(session.exec(nobodys).one()):
        yield Finding("punch.nobody", _("A punch has neither a person nor a PIN."))


def check_codes(session: Session, watch: Watch) -> Iterator[Finding]:
    """No card or PIN is two people's on one day."""
    watch.begin(_("Cards and PINs"))
    held: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for row in session.exec(select(AttendanceCode).order_by(col(AttendanceCode.valid_from))):
        watch.step()
        spans = held.setdefault((row.kind, row.code), [])
        if any(row.valid_from <= until for _since, until in spans):
            yield Finding(
                "attendance.code", _("{code} is two people's on one day.").format(code=row.code)
            )
        spans.append((row.valid_from, row.valid_to or date.max))


def check_leave(session: Session, watch: Watch) -> Iterator[Finding]:
    """Leave ends after it begins, and what was decided says who decided it."""
    watch.begin(_("Leave requests"))
    for row in session.exec(select(Leave)):
        watch.step()
        decided = row.state in {LeaveState.APPROVED, LeaveState.REJECTED}
        known = row.state in set(LeaveState) and row.kind in set(LeaveKind)
        if row.end <= row.start or not known or (decided and not (row.approver and row.decided_at)):
            yield Finding(
                "leave.facts",
                _("Leave {number}: its facts do not fit each other.").format(number=row.number),
            )


def check_corrections(session: Session, watch: Watch) -> Iterator[Finding]:
    """Make-ups, waivers and confirmations say what they must."""
    watch.begin(_("Corrections"))
    for row in session.exec(select(Correction)):
        watch.step()
        confirmed = row.kind == CorrectionKind.CONFIRMED
        known = row.kind in set(CorrectionKind) and row.slot in set(Slot)
        if not known or confirmed != (row.status in set(Status)) or not row.reason:
            yield Finding(
                "attendance.correction",
                _("A correction of {day} does not say what it must.").format(
                    day=row.day.isoformat()
                ),
            )


def check_policies(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every policy can be read, and its times follow each other."""
    watch.begin(_("Attendance policies"))
    try:
        found = policy.load(session)
    except (InputError, ValueError, KeyError):
        yield Finding("attendance.policy", _("A policy of attendance cannot be read."))
        return
    for one in found:
        watch.step()
        if policy_faults(one):
            yield Finding(
                "attendance.policy",
                _("The policy since {day}: its times do not follow each other.").format(
                    day=one.since.isoformat()
                ),
            )


def check_locks(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every locked month holds each person's every day, and can be read."""
    locks = {row.id: (row.year, row.month) for row in session.exec(select(MonthLock))}
    watch.begin(
        _("Locked months"), session.exec(select(func.count()).select_from(LockedPerson)).one()
    )
    last = 0
    query = columns(
        col(LockedPerson.id),
        col(LockedPerson.lock_id),
        col(LockedPerson.name),
        col(LockedPerson.days),
    )
    while True:
        page = query.where(col(LockedPerson.id) > last).order_by(col(LockedPerson.id)).limit(CHUNK)
        rows = session.execute(page).all()
        if not rows:
            return
        for _id, lock_id, name, days in rows:
            watch.step()
            if not _whole(days, locks.get(lock_id)):
                yield Finding(
                    "attendance.locked",
                    _("The locked month of {name} is not whole.").format(name=name),
                )
        last = rows[-1][0] or 0


def _whole(text: str, month: tuple[int, int] | None) -> bool:
    if month is None:
        return False
    try:
        days = frozen.unpack(text)
    except (ValueError, KeyError, TypeError):
        return False
    return tuple(one.day for one in days) == month_days(*month)


CHECKS = (check_punches, check_codes, check_leave, check_corrections, check_policies, check_locks)
TEXTS = ()
"""Nothing of attendance is in the search: why somebody is ill is nobody's business."""

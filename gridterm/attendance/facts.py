"""The facts of many people's days, read in a handful of queries whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.attendance import policy, rules
from gridterm.attendance.limits import Policy, policy_on
from gridterm.attendance.people import Employed
from gridterm.attendance.rules import (
    Confirmed,
    DayFacts,
    Decided,
    Dismissed,
    LeaveFact,
    OutingFact,
    PunchFact,
)
from gridterm.attendance.tables import AttendanceCode, Correction, Leave, Outing, Punch
from gridterm.attendance.terms import (
    CodeKind,
    CorrectionKind,
    DayView,
    LateDecision,
    LeaveKind,
    LeaveState,
    Slot,
    Status,
)
from gridterm.calendar import look_up
from gridterm.registers import workdays
from gridterm.registers.calendars import WorkCalendar, hours

ONE_DAY = timedelta(days=1)
KEPT_FROM = "attendance.since"
Given = Decided | Confirmed | Dismissed
JUMPED = "clock "
"""How ``Punch.raw`` begins where the desk's clock had jumped: ``clock 08:27>09:27``."""
Owner = tuple[date, date | None, int]
"""(first day, last day or None, staff id) of a code."""


@dataclass(frozen=True)
class Frame:
    """What holds for everybody on a day: the policy, the calendar."""

    policy: Policy
    working: bool
    holiday: str


@dataclass(frozen=True)
class Facts:
    """The facts of some people from ``first`` to ``last``."""

    people: dict[int, Employed]
    first: date
    last: date
    policies: tuple[Policy, ...]
    calendar: WorkCalendar
    punches: dict[tuple[int, date], list[PunchFact]]
    leaves: dict[int, list[LeaveFact]]
    outings: dict[int, list[OutingFact]]
    corrections: dict[tuple[int, date], dict[CorrectionKind, dict[Slot, Given]]]
    hours: tuple[tuple[time, time], ...] = ()
    kept_from: date = date.min
    frames: dict[date, Frame] = field(default_factory=dict)

    def days(self) -> Iterable[date]:
        """Every day of the stretch."""
        return (self.first + n * ONE_DAY for n in range((self.last - self.first).days + 1))

    def judge(self, staff_id: int, day: date, now: datetime) -> DayView:
        """The two slots of somebody's day as the rules say."""
        return rules.judge(self.of(staff_id, day), self.frame(day).policy, now)

    def frame(self, day: date) -> Frame:
        """What holds for everybody on a day."""
        found = self.frames.get(day)
        if found is None:
            working = self.calendar.is_workday(day)
            holiday = "" if working else look_up(day).holiday_id
            found = Frame(policy_on(self.policies, day), working, holiday)
            self.frames[day] = found
        return found

    def month(self, staff_id: int, now: datetime) -> tuple[DayView, ...]:
        """Every day of the stretch of somebody, judged."""
        return tuple(self.judge(staff_id, day, now) for day in self.days())

    def of(self, staff_id: int, day: date) -> DayFacts:
        """What is known of somebody's day."""
        person = self.people[staff_id]
        own = self.corrections.get((staff_id, day), {})
        frame = self.frame(day)
        return DayFacts(
            day=day,
            working=frame.working,
            employed_from=person.since,
            employed_until=person.until,
            punches=tuple(self.punches.get((staff_id, day), ())),
            leaves=tuple(self.leaves.get(staff_id, ())),
            outings=tuple(self.outings.get(staff_id, ())),
            makeups=own.get(CorrectionKind.MAKEUP, {}),  # type: ignore[arg-type]
            waivers=own.get(CorrectionKind.WAIVER, {}),  # type: ignore[arg-type]
            confirmed=own.get(CorrectionKind.CONFIRMED, {}),  # type: ignore[arg-type]
            holiday=frame.holiday,
            hours=self.hours,
            kept_from=self.kept_from,
        )

    def dismissed(self, staff_id: int, day: date) -> Mapping[Slot, Dismissed]:
        """The answers to what came for somebody's day after its month was locked."""
        own = self.corrections.get((staff_id, day), {})
        return own.get(CorrectionKind.DISMISSED, {})  # type: ignore[return-value]


def load(session: Session, people: Sequence[Employed], first: date, last: date) -> Facts:
    """Read all that concerns some people from ``first`` to ``last``."""
    start, end = datetime.combine(first, time()), datetime.combine(last + ONE_DAY, time())
    ids = [one.staff.id for one in people]
    calendar, leaves = workdays.load(session), _leaves(session, ids, start, end)
    return Facts(
        people={one.staff.id: one for one in people},
        first=first,
        last=last,
        policies=policy.load(session),
        calendar=calendar,
        punches=_punches(session, ids, start, end),
        leaves=leaves,
        outings=_outings(session, ids, start, end),
        corrections=_corrections(session, ids, first, last),
        hours=hours(settings.load(session), calendar).spans if leaves else (),
        kept_from=_kept_from(session),
    )


def _kept_from(session: Session) -> date:
    """The first day that counts: as set, or the day of an earlier punch that was taken in."""
    chosen = settings.load(session, KEPT_FROM).text(KEPT_FROM)
    if not chosen:
        return date.min
    first = session.execute(columns(col(Punch.at)).order_by(col(Punch.at)).limit(1)).scalar()
    day = date.fromisoformat(chosen)
    return day if first is None else min(day, first.date())


def owed_halves(session: Session, start: datetime, end: datetime) -> int:
    """How many sign-ins lie within ``[start, end)``, by policy and calendar."""
    calendar = workdays.load(session)
    return sum(1 for _at in rules.targets(start, end, policy.load(session), calendar.is_workday))


def jump_of(raw: str) -> str:
    """From when to when the desk had seen its clock jump before a punch; empty where it had not."""
    return raw.removeprefix(JUMPED) if raw.startswith(JUMPED) else ""


def owner_on(owners: Iterable[Owner], day: date) -> int | None:
    """Whose a code is on a day."""
    for since, until, staff_id in owners:
        if since <= day and (until is None or day <= until):
            return staff_id
    return None


def pin_owners(session: Session, staff_ids: Sequence[int] | None = None) -> dict[str, list[Owner]]:
    """Whose each machine PIN is, by dates; of all, or of some people only."""
    query = columns(
        col(AttendanceCode.code),
        col(AttendanceCode.valid_from),
        col(AttendanceCode.valid_to),
        col(AttendanceCode.staff_id),
    ).where(col(AttendanceCode.kind) == CodeKind.PIN)
    if staff_ids is not None:
        query = query.where(col(AttendanceCode.staff_id).in_(staff_ids))
    found: dict[str, list[Owner]] = defaultdict(list)
    for code, since, until, staff_id in session.execute(query):
        found[code].append((since, until, staff_id))
    return found


def _punches(
    session: Session, ids: Sequence[int], start: datetime, end: datetime
) -> dict[tuple[int, date], list[PunchFact]]:
    found: dict[tuple[int, date], list[PunchFact]] = defaultdict(list)
    typed = columns(
        col(Punch.staff_id), col(Punch.at), col(Punch.clock_back), col(Punch.raw)
    ).where(col(Punch.staff_id).in_(ids), col(Punch.at) >= start, col(Punch.at) < end)
    for staff_id, at, back, raw in session.execute(typed):
        found[staff_id, at.date()].append(PunchFact(at, back, raw.startswith(JUMPED)))
    owners = pin_owners(session, ids)
    if owners:
        machine = select(Punch.pin, Punch.at).where(
            col(Punch.pin).in_(owners), col(Punch.at) >= start, col(Punch.at) < end
        )
        for pin, at in session.execute(machine):
            owner = owner_on(owners[pin], at.date())
            if owner is not None:
                found[owner, at.date()].append(PunchFact(at))
    return found


def _leaves(
    session: Session, ids: Sequence[int], start: datetime, end: datetime
) -> dict[int, list[LeaveFact]]:
    found: dict[int, list[LeaveFact]] = defaultdict(list)
    query = (
        select(Leave)
        .where(
            col(Leave.staff_id).in_(ids),
            Leave.state == LeaveState.APPROVED,
            col(Leave.end) > start,
            col(Leave.start) < end,
        )
        .order_by(col(Leave.start))
    )
    for row in session.exec(query):
        found[row.staff_id].append(leave_fact(row))
    return found


def leave_fact(row: Leave) -> LeaveFact:
    """Approved leave as the rules take it."""
    late = LateDecision(row.late) if row.late else LateDecision.OPEN
    approved = row.decided_at or row.asked_at
    return LeaveFact(row.start, row.end, LeaveKind(row.kind), approved, row.approver, late)


def _outings(
    session: Session, ids: Sequence[int], start: datetime, end: datetime
) -> dict[int, list[OutingFact]]:
    found: dict[int, list[OutingFact]] = defaultdict(list)
    query = select(Outing).where(
        col(Outing.staff_id).in_(ids),
        col(Outing.undone_at).is_(None),
        col(Outing.end) > start,
        col(Outing.start) < end,
    )
    for row in session.exec(query):
        found[row.staff_id].append(OutingFact(row.start, row.end, row.reason, row.approver))
    return found


def _corrections(
    session: Session, ids: Sequence[int], first: date, last: date
) -> dict[tuple[int, date], dict[CorrectionKind, dict[Slot, Given]]]:
    found: dict[tuple[int, date], dict[CorrectionKind, dict[Slot, Given]]] = {}
    query = select(Correction).where(
        col(Correction.staff_id).in_(ids),
        col(Correction.day).between(first, last),
        col(Correction.undone_at).is_(None),
    )
    for row in session.exec(query):
        kinds = found.setdefault((row.staff_id, row.day), {})
        kinds.setdefault(CorrectionKind(row.kind), {})[Slot(row.slot)] = _correction(row)
    return found


def _correction(row: Correction) -> Given:
    if row.kind == CorrectionKind.DISMISSED:
        return Dismissed(row.reason, row.by, row.at, row.computed)
    if row.kind != CorrectionKind.CONFIRMED:
        return Decided(row.reason, row.approver)
    return Confirmed(
        status=Status(row.status),
        reason=row.reason,
        by=row.by,
        at=row.at,
        computed=row.computed,
        minutes=row.minutes,
        kind=LeaveKind(row.leave_kind) if row.leave_kind else None,
    )

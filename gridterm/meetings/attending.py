"""Who is expected at a meeting, who came, who is excused: read, judged, counted (RULEBOOK §3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, select

from gridterm import settings
from gridterm.attendance.tables import Leave, Outing
from gridterm.attendance.terms import LateDecision
from gridterm.attendance.terms import LeaveState as WorkLeave
from gridterm.i18n import _
from gridterm.meetings import presence
from gridterm.meetings.presence import Excuse, Facts, Origin, Times
from gridterm.meetings.tables import Attendee, Meeting
from gridterm.meetings.terms import AttendeeView, LeaveState, MeetingKind, MeetingState, Presence
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Role, split_roles
from gridterm.store.unit import Store

RANKS = (
    Role.PRINCIPAL_LEADER,
    Role.COMMITTEE,
    Role.GRID_LEAD,
    Role.GRID_MANAGER,
    Role.CLERK,
)
ONE_DAY = timedelta(days=1)
EVERYBODYS = (MeetingKind.WEEKLY.value, MeetingKind.EXTRA.value)


@dataclass(frozen=True)
class Sitting:
    """What of a meeting its people depend on; ``id`` is None where nobody has touched it."""

    id: int | None
    kind: str
    starts_at: datetime
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    own: tuple[int | None, ...] = ()
    """Its chair and who keeps its record."""


@dataclass
class Excuses:
    """Leave from work and official duty by staff id, for the starts of some meetings."""

    leaves: dict[int, list[Leave]] = field(default_factory=dict)
    outings: dict[int, list[Outing]] = field(default_factory=dict)

    def at(self, staff_id: int, moment: datetime) -> Excuse | None:
        """What excuses somebody at a moment; approved leave before leave only asked for."""
        mine = (one for one in self.leaves.get(staff_id, ()) if one.start <= moment < one.end)
        found = sorted(mine, key=lambda one: one.state != WorkLeave.APPROVED)
        if found and found[0].state == WorkLeave.APPROVED:
            return _of_work(found[0])
        for duty in self.outings.get(staff_id, ()):
            if duty.start <= moment < duty.end:
                approved = LeaveState.APPROVED
                return Excuse(Origin.DUTY, approved, duty.at, duty.at, duty.approver)
        return _of_work(found[0]) if found else None


@dataclass(frozen=True)
class PersonCount:
    """What somebody's meetings of a span come to, for the appraisal.

    ``meetings`` are those they were expected at; the others add up to it, but for ``late`` and
    ``left_early``, which are among those ``present``.
    """

    staff_id: int
    number: str
    name: str
    meetings: int = 0
    present: int = 0
    late: int = 0
    left_early: int = 0
    substituted: int = 0
    leave: int = 0
    absent: int = 0


def sitting(meeting: Meeting) -> Sitting:
    """A meeting's row as its people depend on it."""
    return Sitting(
        id=meeting.id,
        kind=meeting.kind,
        starts_at=meeting.starts_at,
        opened_at=meeting.opened_at,
        ended_at=meeting.ended_at,
        own=(meeting.chair_id, meeting.recorder_id),
    )


def times(session: Session, one: Sitting, now: datetime) -> Times:
    """When a meeting begins, until when one is on time, whether it has begun and is over."""
    return _times(one, now, settings.load(session).number("meetings.late_after_minutes"))


def expected_staff(session: Session, one: Sitting) -> list[Staff]:
    """Who is expected at a meeting without being asked to come, by rank.

    The weekly and an extra meeting are everybody's with a role of ``meetings.roles`` who is
    employed on the day; nobody is left out for being on leave: that is marked, and they still
    count. A liaison meeting or a consultation is the chair's and the recorder's; whom else it
    concerns is asked to come.
    """
    day = one.starts_at.date()
    query = select(Staff).where(
        col(Staff.hired) <= day, or_(col(Staff.left).is_(None), col(Staff.left) >= day)
    )
    if one.kind in EVERYBODYS:
        wanted = set(settings.load(session).codes("meetings.roles"))
        query = query.where(col(Staff.roles) != "")
        found = [each for each in session.exec(query) if wanted & set(split_roles(each.roles))]
    else:
        found = list(session.exec(query.where(col(Staff.id).in_(one.own))))
    return sorted(found, key=_rank)


def people(session: Session, one: Sitting, now: datetime) -> tuple[AttendeeView, ...]:
    """Everybody expected at a meeting, then who else came, then its guests.

    Until the sign-in opens, who is expected follows the staff register of the meeting's day.
    """
    rows = _rows(session, one)
    return _views(session, one, rows, now)


def person(session: Session, one: Sitting, row: Attendee, now: datetime) -> AttendeeView:
    """One of them, judged."""
    return next(view for view in people(session, one, now) if view.id == row.id)


def by_person(store: Store, since: date, until: date) -> tuple[PersonCount, ...]:
    """What the meetings held from ``since`` to ``until`` (both included) come to, per person.

    Only people of the staff who were expected, by number; whoever was not expected at any of
    them is not named.
    """
    first, last = datetime.combine(since, time()), datetime.combine(until, time()) + ONE_DAY
    query = (
        columns(Meeting, Attendee)
        .join(Attendee, col(Attendee.meeting_id) == col(Meeting.id))
        .where(
            col(Meeting.state) == MeetingState.HELD.value,
            col(Meeting.starts_at) >= first,
            col(Meeting.starts_at) < last,
            col(Attendee.staff_id).is_not(None),
        )
    )
    now = store.clock.now()
    with store.read() as session:
        grace = settings.load(session).number("meetings.late_after_minutes")
        pairs = [(sitting(meeting), row) for meeting, row in session.execute(query)]
        staff = _staff(session, {row.staff_id or 0 for _one, row in pairs})
        excuses = load_excuses(session, first, last)
    here = {(one.id, row.staff_id): row.signed_at for one, row in pairs}
    found: dict[int, list[Presence]] = {}
    for one, row in pairs:
        if row.expected and row.staff_id is not None:
            came = here.get((one.id, row.substitute_id)) is not None
            facts = _facts(row, "-", came, excuses.at(row.staff_id, one.starts_at))
            judged = presence.judge(_times(one, now, grace), facts)
            found.setdefault(row.staff_id, []).append(judged.presence)
    counted = (_count(staff[staff_id], mine) for staff_id, mine in found.items())
    return tuple(sorted(counted, key=lambda one: (len(one.number), one.number)))


def load_excuses(
    session: Session, first: datetime, last: datetime, staff_ids: Collection[int] | None = None
) -> Excuses:
    """Leave from work and official duty that touch a span, of some people or of all."""
    found = Excuses()
    leaves = select(Leave).where(
        col(Leave.state).in_([WorkLeave.ASKED.value, WorkLeave.APPROVED.value]),
        col(Leave.end) > first,
        col(Leave.start) <= last,
    )
    duties = select(Outing).where(
        col(Outing.undone_at).is_(None), col(Outing.end) > first, col(Outing.start) <= last
    )
    if staff_ids is not None:
        leaves = leaves.where(col(Leave.staff_id).in_(staff_ids))
        duties = duties.where(col(Outing.staff_id).in_(staff_ids))
    for leave in session.exec(leaves):
        found.leaves.setdefault(leave.staff_id, []).append(leave)
    for duty in session.exec(duties):
        found.outings.setdefault(duty.staff_id, []).append(duty)
    return found


def _times(one: Sitting, now: datetime, grace: int) -> Times:
    begun = one.opened_at is not None
    return Times(
        starts_at=one.starts_at,
        late_after=one.starts_at + timedelta(minutes=grace),
        ended_at=one.ended_at,
        started=now > one.starts_at,
        over=one.ended_at is not None or (begun and now.date() > one.starts_at.date()),
    )


def _rows(session: Session, one: Sitting) -> list[Attendee]:
    query = select(Attendee).where(Attendee.meeting_id == one.id).order_by(col(Attendee.id))
    rows = list(session.exec(query)) if one.id is not None else []
    if one.opened_at is not None:
        return rows
    expected = {staff.id for staff in expected_staff(session, one)}
    known = {row.staff_id for row in rows}
    made = [
        Attendee(meeting_id=one.id or 0, staff_id=staff_id)
        for staff_id in expected
        if staff_id not in known
    ]
    return rows + made


def _views(
    session: Session, one: Sitting, rows: Sequence[Attendee], now: datetime
) -> tuple[AttendeeView, ...]:
    ids = {row.staff_id for row in rows} | {row.substitute_id for row in rows}
    staff = _staff(session, {each for each in ids if each is not None})
    excuses = load_excuses(session, one.starts_at, one.starts_at, list(staff))
    return judged(rows, staff, excuses, times(session, one, now))


def judged(
    rows: Sequence[Attendee], staff: Mapping[int, Staff], excuses: Excuses, at: Times
) -> tuple[AttendeeView, ...]:
    """The people of a meeting from their rows, judged, in the order they are shown.

    Args:
        rows: those of one meeting.
        staff: at least those the rows name, by id.
        excuses: at least those that cover the meeting's start.
        at: the meeting's times.
    """
    here = {row.staff_id: row.signed_at for row in rows if row.staff_id is not None}
    stands_for = {row.substitute_id: row.staff_id or 0 for row in rows if row.substitute_id}
    shown = []
    for row in rows:
        substitute = staff.get(row.substitute_id or 0)
        excuse = excuses.at(row.staff_id, at.starts_at) if row.staff_id else None
        came = here.get(row.substitute_id or 0) is not None
        facts = _facts(row, substitute.name if substitute else "", came, excuse)
        absent = staff.get(stands_for.get(row.staff_id or 0, 0))
        shown.append((_order(row, staff), _view(row, staff, at, facts, absent)))
    return tuple(view for _key, view in sorted(shown, key=lambda pair: pair[0]))


def _view(
    row: Attendee, staff: Mapping[int, Staff], at: Times, facts: Facts, absent: Staff | None
) -> AttendeeView:
    judged = presence.judge(at, facts)
    me = staff.get(row.staff_id or 0)
    excuse = facts.excuse
    meeting = excuse is not None and excuse.origin is Origin.MEETING
    return AttendeeView(
        id=row.id,
        staff_id=row.staff_id,
        number=me.number if me else "",
        name=me.name if me else row.name,
        party=row.party,
        role=_role(me, absent),
        expected=row.expected and row.staff_id is not None,
        presence=judged.presence,
        why=judged.why,
        signed_at=row.signed_at,
        left_at=row.left_at,
        leave=excuse.state if excuse else LeaveState.NONE,
        leave_reason=row.leave_reason if meeting else "",
        leave_asked_at=excuse.asked_at if excuse else None,
        leave_decided_at=excuse.decided_at if excuse else None,
        leave_decider=excuse.by if excuse else "",
        substitute=facts.substitute,
    )


def _facts(row: Attendee, substitute: str, came: bool, work: Excuse | None) -> Facts:  # noqa: FBT001
    return Facts(
        signed_at=row.signed_at,
        left_at=row.left_at,
        left_reason=row.left_reason,
        excuse=_better(_own(row), work),
        substitute=substitute if row.substitute_id is not None else "",
        substitute_came=came,
        guest_of=row.party if row.staff_id is None else None,
    )


def _own(row: Attendee) -> Excuse | None:
    if row.leave_state == LeaveState.NONE or row.leave_asked_at is None:
        return None
    return Excuse(
        Origin.MEETING,
        LeaveState(row.leave_state),
        row.leave_asked_at,
        row.leave_decided_at,
        row.leave_decider,
    )


def _better(own: Excuse | None, work: Excuse | None) -> Excuse | None:
    """Leave from the meeting itself, unless only the other one is approved."""
    if own is None or (
        own.state is not LeaveState.APPROVED
        and work is not None
        and work.state is LeaveState.APPROVED
    ):
        return work
    return own


def _of_work(leave: Leave) -> Excuse:
    state = LeaveState(leave.state)
    if leave.late == LateDecision.REFUSED:
        state = LeaveState.REFUSED
    return Excuse(
        Origin.WORK,
        state,
        leave.asked_at,
        leave.decided_at,
        leave.late_by if leave.late else leave.approver,
        decided_late=leave.late == LateDecision.EXCUSED,
    )


def _staff(session: Session, staff_ids: Iterable[int]) -> dict[int, Staff]:
    query = select(Staff).where(col(Staff.id).in_(list(staff_ids)))
    return {staff.id or 0: staff for staff in session.exec(query)}


def _role(me: Staff | None, absent: Staff | None) -> str:
    if absent is not None:
        return _("Stands in for {name}").format(name=absent.name)
    if me is None:
        return ""
    mine = split_roles(me.roles)
    return next((role.label for role in RANKS if role in mine), "")


def _rank(staff: Staff) -> tuple[int, int, str]:
    mine = split_roles(staff.roles)
    rank = next((place for place, role in enumerate(RANKS) if role in mine), len(RANKS))
    return rank, len(staff.number), staff.number


def _order(row: Attendee, staff: Mapping[int, Staff]) -> tuple[int, tuple[int, int, str], int]:
    me = staff.get(row.staff_id or 0)
    if me is None:
        return 2, (0, 0, ""), row.id or 0
    return (0 if row.expected else 1), _rank(me), row.id or 0


def _count(staff: Staff, mine: Sequence[Presence]) -> PersonCount:
    late = {Presence.LATE, Presence.LATE_AND_LEFT}
    left = {Presence.LEFT_EARLY, Presence.LATE_AND_LEFT}
    return PersonCount(
        staff_id=staff.id or 0,
        number=staff.number,
        name=staff.name,
        meetings=len(mine),
        present=sum(one in presence.HERE for one in mine),
        late=sum(one in late for one in mine),
        left_early=sum(one in left for one in mine),
        substituted=mine.count(Presence.SUBSTITUTED),
        leave=mine.count(Presence.LEAVE),
        absent=mine.count(Presence.ABSENT),
    )


def seats(session: Session, meeting_id: int) -> int:
    """How many could vote: those of the staff who signed in."""
    query = select(func.count()).where(
        Attendee.meeting_id == meeting_id,
        col(Attendee.staff_id).is_not(None),
        col(Attendee.signed_at).is_not(None),
    )
    return int(session.exec(query).one())

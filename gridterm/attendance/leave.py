"""Leave (RULEBOOK §5): asked before, approved by; approved late is undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from gridterm.attendance import policy, rules
from gridterm.attendance.approving import Approving, refuse_own
from gridterm.attendance.explaining import span_words
from gridterm.attendance.limits import Policy
from gridterm.attendance.people import lines
from gridterm.attendance.tables import Leave
from gridterm.attendance.terms import (
    LateDecision,
    LeaveForm,
    LeaveKind,
    LeaveState,
    StaffLine,
)
from gridterm.errors import NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.registers import workdays
from gridterm.registers.calendars import WorkCalendar
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import ascii_digits, clean_line

REASON_LONGEST = 200
LONGEST = timedelta(days=400)
SERIES = "QJ-{year}"
LIVING = (LeaveState.ASKED.value, LeaveState.APPROVED.value)


@dataclass(frozen=True)
class LeaveView:
    """A request for leave; ``late`` is set where approval came after a slot it covers."""

    id: int
    number: str
    staff: StaffLine
    kind: LeaveKind
    start: datetime
    end: datetime
    reason: str
    asked_at: datetime
    entered_by: str
    state: LeaveState
    decided_at: datetime | None
    approver: str
    note: str
    late: LateDecision | None
    late_at: datetime | None
    late_by: str
    late_reason: str

    @property
    def span(self) -> str:
        """When, as people say it: ``10-27 to 10-30``, ``10-16 morning``."""
        return span_words(self.start, self.end)

    @property
    def cursor(self) -> tuple[datetime, int]:
        """Where the next page begins."""
        return self.start, self.id


@dataclass(frozen=True)
class LeavePage:
    """A page of leaves, the newest first."""

    rows: tuple[LeaveView, ...]
    more: bool


# ── what a clerk does ───────────────────────────────────────────────────────
def ask(store: Store, actor: Actor, form: LeaveForm) -> LeaveView:
    """Take down a request for leave and give it its slip's number.

    Raises:
        NotFoundError: there is nobody with this id.
        InputError: a field cannot be used, or there is leave on those days already.
    """
    with store.write("leave.ask", actor) as tx:
        row = put_leave(tx, form, actor)
        return _one(tx.session, row)


def put_leave(tx: Tx, form: LeaveForm, actor: Actor) -> Leave:
    """Save a request within a running use case; as ``ask``."""
    staff = get_staff(tx.session, form.staff_id)
    faults = Faults()
    reason = faults.line("reason", form.reason, REASON_LONGEST, _("Say what the leave is for."))
    check_span(faults, form.start, form.end)
    if staff.left is not None and form.start.date() > staff.left:
        faults.add("staff_id", _("{name} has left.").format(name=staff.name))
    faults.check()
    _refuse_overlap(tx.session, form)
    asked = form.asked_at or tx.now
    number = tx.number(SERIES.format(year=tx.now.year))
    row = Leave(
        number=f"QJ-{tx.now.year}-{number:04}",
        staff_id=form.staff_id,
        kind=form.kind.value,
        start=form.start,
        end=form.end,
        reason=reason,
        asked_at=min(asked, tx.now),
        entered_by=actor.name,
        state=LeaveState.ASKED.value,
    )
    tx.add(row)
    tx.subject = f"leave:{row.id}"
    return row


def approve(store: Store, actor: Actor, leave_id: int, approver: str, note: str = "") -> LeaveView:
    """Approve leave, now. What it covers and is over already waits for ``decide_late``.

    Raises:
        NotFoundError: there is no such leave.
        InputError: the approver is nobody who can (``approving``).
        RefusedError: it was decided already.
    """
    return _decide(store, actor, leave_id, LeaveState.APPROVED, approver, note)


def reject(store: Store, actor: Actor, leave_id: int, approver: str, note: str) -> LeaveView:
    """Reject leave; it excuses nothing. Raises as ``approve``; the reason is needed."""
    return _decide(store, actor, leave_id, LeaveState.REJECTED, approver, note)


def file_approved(
    store: Store, actor: Actor, form: LeaveForm, approver: str, note: str = ""
) -> LeaveView:
    """Take down leave that was approved already: both in one, or nothing of it.

    The approval is of now, so what the leave covers and is over waits for ``decide_late``.

    Raises:
        NotFoundError, RefusedError: as ``ask``.
        InputError: as ``ask``, or the approver is nobody who can (``approving``).
    """
    with store.write("leave.file_approved", actor) as tx:
        row = put_leave(tx, form, actor)
        _put_decision(tx, row, LeaveState.APPROVED, approver, note)
        return _one(tx.session, row)


def _decide(  # noqa: PLR0913, PLR0917 - one decision has these parts
    store: Store, actor: Actor, leave_id: int, state: LeaveState, approver: str, note: str
) -> LeaveView:
    with store.write(f"leave.{state.value}", actor) as tx:
        row = get_leave(tx, leave_id)
        if row.state != LeaveState.ASKED:
            raise RefusedError(
                _("{number} was decided already: {state}.").format(
                    number=row.number, state=LeaveState(row.state).label
                )
            )
        _put_decision(tx, row, state, approver, note)
        return _one(tx.session, row)


def _put_decision(tx: Tx, row: Leave, state: LeaveState, approver: str, note: str) -> None:
    """Decide a request within a running use case, now."""
    faults = Faults()
    name = Approving(tx, row.staff_id, _("Say who decided it.")).name(faults, approver)
    missing = _("Say why it is rejected.") if state is LeaveState.REJECTED else ""
    row.note = faults.line("note", note, REASON_LONGEST, missing)
    faults.check()
    row.state, row.approver, row.decided_at = state.value, name, tx.now
    tx.session.flush()


def cancel(store: Store, actor: Actor, leave_id: int, reason: str) -> LeaveView:
    """Withdraw leave altogether, as if it had not been asked for.

    Raises:
        NotFoundError: there is no such leave.
        InputError: the reason is missing.
        RefusedError: it was rejected or withdrawn already.
    """
    with store.write("leave.cancel", actor) as tx:
        row = get_leave(tx, leave_id)
        if row.state not in LIVING:
            raise RefusedError(
                _("{number} was decided already: {state}.").format(
                    number=row.number, state=LeaveState(row.state).label
                )
            )
        row.note = reason_of(reason)
        row.state = LeaveState.CANCELLED.value
        tx.session.flush()
        return _one(tx.session, row)


def end_early(store: Store, actor: Actor, leave_id: int, at: datetime, reason: str) -> LeaveView:
    """Somebody is back before their leave is over (销假): it ends ``at``.

    Raises:
        NotFoundError: there is no such leave.
        InputError: ``at`` is not within it, or the reason is missing.
        RefusedError: it is not approved.
    """
    with store.write("leave.end_early", actor) as tx:
        row = get_leave(tx, leave_id)
        if row.state != LeaveState.APPROVED:
            raise RefusedError(_("{number} is not approved.").format(number=row.number))
        faults = Faults()
        if not row.start < at < row.end:
            faults.add(
                "at",
                _("The leave is {span}; it can end within that only.").format(
                    span=span_words(row.start, row.end)
                ),
            )
        faults.check()
        row.note, row.end = reason_of(reason), at
        tx.session.flush()
        return _one(tx.session, row)


def decide_late(
    store: Store, actor: Actor, leave_id: int, reason: str, *, excused: bool
) -> LeaveView:
    """Decide leave that was approved too late: it counts as leave (补假), or as absence (旷工).

    Raises:
        NotFoundError: there is no such leave.
        InputError: the reason is missing.
        RefusedError: it is not approved, or was approved in time, or is the operator's own.
    """
    with store.write("leave.decide_late", actor) as tx:
        row = get_leave(tx, leave_id)
        refuse_own(tx, row.staff_id)
        if not _Lateness.load(tx.session).of(row):
            raise RefusedError(
                _("{number} was not approved late; there is nothing to decide.").format(
                    number=row.number
                )
            )
        decision = LateDecision.EXCUSED if excused else LateDecision.REFUSED
        row.late, row.late_at, row.late_by = decision.value, tx.now, actor.name
        row.late_reason = reason_of(reason)
        tx.session.flush()
        return _one(tx.session, row)


# ── reading ─────────────────────────────────────────────────────────────────
def leave(store: Store, leave_id: int) -> LeaveView:
    """One request for leave.

    Raises:
        NotFoundError: there is no such leave.
    """
    with store.read() as session:
        row = session.get(Leave, leave_id)
        if row is None:
            raise _no_leave()
        return _one(session, row)


def leave_by_number(store: Store, typed: str) -> LeaveView:
    """The request with a slip's number, ``QJ-2026-0007``.

    Raises:
        NotFoundError: there is none.
    """
    number = ascii_digits(clean_line(typed)).upper()
    with store.read() as session:
        row = session.exec(select(Leave).where(Leave.number == number)).first()
        if row is None:
            raise _no_leave()
        return _one(session, row)


def leaves(  # noqa: PLR0913 - filters, given by keyword
    store: Store,
    *,
    state: LeaveState | None = None,
    staff_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> LeavePage:
    """Leaves by their start, the newest first; ``first`` and ``last`` bound the days they touch."""
    wanted: list[ColumnElement[bool]] = []
    if state is not None:
        wanted.append(col(Leave.state) == state.value)
    if staff_id is not None:
        wanted.append(col(Leave.staff_id) == staff_id)
    if first is not None:
        wanted.append(col(Leave.end) > datetime.combine(first, time()))
    if last is not None:
        wanted.append(col(Leave.start) < datetime.combine(last + timedelta(days=1), time()))
    if after is not None:
        start, key = after
        same = and_(col(Leave.start) == start, col(Leave.id) < key)
        wanted.append(or_(col(Leave.start) < start, same))
    query = (
        select(Leave)
        .where(*wanted)
        .order_by(col(Leave.start).desc(), col(Leave.id).desc())
        .limit(limit + 1)
    )
    with store.read() as session:
        rows = session.exec(query).all()
        return LeavePage(_views(session, rows[:limit]), len(rows) > limit)


def undecided(store: Store, limit: int = 50) -> tuple[LeaveView, ...]:
    """Leave approved late that waits for ``decide_late``, the newest first."""
    query = (
        select(Leave)
        .where(
            Leave.state == LeaveState.APPROVED,
            Leave.late == "",
            col(Leave.decided_at) > col(Leave.start),
        )
        .order_by(col(Leave.start).desc())
        .limit(limit)
    )
    with store.read() as session:
        found = _views(session, session.exec(query).all())
    return tuple(one for one in found if one.late is LateDecision.OPEN)


def get_leave(tx: Tx, leave_id: int) -> Leave:
    """The row of a request, as the subject of the running use case.

    Raises:
        NotFoundError: there is no such leave.
    """
    row = tx.session.get(Leave, leave_id)
    if row is None:
        raise _no_leave()
    tx.subject = f"leave:{leave_id}"
    return row


def _no_leave() -> NotFoundError:
    return NotFoundError(_("There is no such leave. See them with: gridterm attendance leaves"))


def check_span(faults: Faults, start: datetime, end: datetime) -> None:
    """Note a fault where a span is turned round or longer than a year."""
    if end <= start:
        faults.add("end", _("It ends before it begins."))
    elif end - start > LONGEST:
        faults.add("end", _("That is longer than a year. Check the dates."))


def _refuse_overlap(session: Session, form: LeaveForm) -> None:
    query = select(Leave).where(
        Leave.staff_id == form.staff_id,
        col(Leave.state).in_(LIVING),
        col(Leave.end) > form.start,
        col(Leave.start) < form.end,
    )
    other = session.exec(query).first()
    if other is not None:
        raise RefusedError(
            _("There is leave already, {number}: {span}.").format(
                number=other.number, span=span_words(other.start, other.end)
            )
        )


def reason_of(typed: str) -> str:
    """The reason for a decision, clean.

    Raises:
        InputError: it is missing or too long.
    """
    faults = Faults()
    line = faults.line("reason", typed, REASON_LONGEST, _("Say why."))
    faults.check()
    return line


@dataclass(frozen=True)
class _Lateness:
    """Whether approval came after the first sign-in that a leave covers."""

    policies: tuple[Policy, ...]
    calendar: WorkCalendar

    @classmethod
    def load(cls, session: Session) -> _Lateness:
        return cls(policy.load(session), workdays.load(session))

    def of(self, row: Leave) -> bool:
        if row.state != LeaveState.APPROVED or row.decided_at is None:
            return False
        return any(
            target < row.decided_at
            for target in rules.targets(
                row.start, min(row.end, row.decided_at), self.policies, self.calendar.is_workday
            )
        )


def _one(session: Session, row: Leave) -> LeaveView:
    return _views(session, [row])[0]


def _views(session: Session, rows: Sequence[Leave]) -> tuple[LeaveView, ...]:
    people = lines(session, [row.staff_id for row in rows])
    lateness = _Lateness.load(session)
    return tuple(_view(row, people[row.staff_id], lateness) for row in rows)


def _view(row: Leave, staff: StaffLine, lateness: _Lateness) -> LeaveView:
    late = None
    if lateness.of(row):
        late = LateDecision(row.late) if row.late else LateDecision.OPEN
    same = (
        *("number", "start", "end", "reason", "asked_at", "entered_by", "decided_at"),
        *("approver", "note", "late_at", "late_by", "late_reason"),
    )
    return LeaveView(
        id=row.id or 0,
        staff=staff,
        kind=LeaveKind(row.kind),
        state=LeaveState(row.state),
        late=late,
        **{name: getattr(row, name) for name in same},
    )

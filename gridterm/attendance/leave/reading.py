"""Requests for leave as they are read: one, a page, those approved late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from gridterm.attendance.explaining import span_words
from gridterm.attendance.leave.lateness import Lateness
from gridterm.attendance.people import lines
from gridterm.attendance.tables import Leave
from gridterm.attendance.terms import LateDecision, LeaveKind, LeaveState, StaffLine
from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.store.unit import Store
from gridterm.text import ascii_digits, clean_line


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


def leave(store: Store, leave_id: int) -> LeaveView:
    """One request for leave.

    Raises:
        NotFoundError: there is no such leave.
    """
    with store.read() as session:
        row = session.get(Leave, leave_id)
        if row is None:
            raise no_leave()
        return one_view(session, row)


def leave_by_number(store: Store, typed: str) -> LeaveView:
    """The request with a slip's number, ``QJ-2026-0007``.

    Raises:
        NotFoundError: there is none.
    """
    number = ascii_digits(clean_line(typed)).upper()
    with store.read() as session:
        row = session.exec(select(Leave).where(Leave.number == number)).first()
        if row is None:
            raise no_leave()
        return one_view(session, row)


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
        return LeavePage(views(session, rows[:limit]), len(rows) > limit)


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
        found = views(session, session.exec(query).all())
    return tuple(one for one in found if one.late is LateDecision.OPEN)


def no_leave() -> NotFoundError:
    """The answer where there is no such request."""
    return NotFoundError(_("There is no such leave. See them with: gridterm attendance leaves"))


def one_view(session: Session, row: Leave) -> LeaveView:
    """One request as it is shown."""
    return views(session, [row])[0]


def views(session: Session, rows: Sequence[Leave]) -> tuple[LeaveView, ...]:
    """Requests as they are shown, in the order given."""
    people = lines(session, [row.staff_id for row in rows])
    lateness = Lateness.load(session)
    return tuple(_view(row, people[row.staff_id], lateness) for row in rows)


def _view(row: Leave, staff: StaffLine, lateness: Lateness) -> LeaveView:
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

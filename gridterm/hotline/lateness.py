"""What is late, nearly due and not accepted: the lists and the numbers over them.

All go through the open tickets by index, so that ten years of closed ones cost nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func
from sqlmodel import Session, col, select

from gridterm.hotline import due, ladder
from gridterm.hotline.events import Step, facts_of
from gridterm.hotline.guards import Rung
from gridterm.hotline.queries import rows, told
from gridterm.hotline.steps import steps_of
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import ClockName, State, TicketRow
from gridterm.registers.tables import Staff
from gridterm.store.unit import Store

MOST = 200


@dataclass(frozen=True)
class DueCounts:
    """The head of the list: 超期, 临期, 未签, and major matters that are still open."""

    overdue: int
    near: int
    unaccepted: int
    major: int


@dataclass(frozen=True)
class HandlerCounts:
    """What one member of staff has: open calls, of them overdue, nearly due, not accepted."""

    staff_id: int
    name: str
    open: int
    overdue: int
    near: int
    unaccepted: int


@dataclass(frozen=True)
class Running:
    """An open ticket and why its next date is what it is, in words."""

    row: TicketRow
    why: str


def due_counts(store: Store) -> DueCounts:
    """The numbers over the list at the office's time."""
    now = store.clock.now()
    with store.read() as session:
        return DueCounts(
            overdue=_count(session, col(Ticket.due_at) < now),
            near=_count(session, col(Ticket.due_at) >= now, col(Ticket.near_at) <= now),
            unaccepted=_count(session, col(Ticket.state) == str(State.ASSIGNED)),
            major=_count(session, col(Ticket.tier) == "major"),
        )


def overdue(store: Store, limit: int = MOST) -> tuple[TicketRow, ...]:
    """The tickets past their date, the longest overdue first."""
    now = store.clock.now()
    return _listed(store, now, limit, col(Ticket.due_at) < now)


def near(store: Store, limit: int = MOST) -> tuple[TicketRow, ...]:
    """The tickets in the last fifth or the last working day of their time, the nearest first."""
    now = store.clock.now()
    return _listed(store, now, limit, col(Ticket.due_at) >= now, col(Ticket.near_at) <= now)


def waiting_for(store: Store, rung: Rung, limit: int = MOST) -> tuple[TicketRow, ...]:
    """The tickets that wait for a step of the ladder, the longest overdue first."""
    now = store.clock.now()
    with store.read() as session:
        statement = ladder.waiting_for(session, rows(), rung, now)
        statement = statement.order_by(col(Ticket.due_at), col(Ticket.id)).limit(limit)
        return told(session, session.execute(statement), now)


def running_out(store: Store, limit: int = MOST) -> tuple[Running, ...]:
    """The open tickets in order of the time they have left, each with the reason for its date.

    The longest overdue come first, those without a date last.
    """
    lines = _listed(store, store.clock.now(), limit)
    with store.read() as session:
        times = due.timing(session)
        steps = steps_of(session, [line.id for line in lines])
        records = session.exec(select(Ticket).where(col(Ticket.id).in_(steps)))
        columns = {one.id: one.model_dump() for one in records}
    return tuple(
        Running(line, _why(columns[line.id], steps[line.id], times, line.due_clock))
        for line in lines
        if line.id in columns
    )


def _why(
    columns: Mapping[str, Any], steps: Sequence[Step], times: due.Timing, clock: ClockName | None
) -> str:
    facts = facts_of(steps)
    matter = due.matter_of(columns, facts)
    dates = times.dates(matter, facts, matter.registered_at)
    return next((one.why for one in dates if one.clock is clock), "")


def of_handler(store: Store, staff_id: int, limit: int = MOST) -> tuple[TicketRow, ...]:
    """The open tickets somebody has now, the first due first; those without a date come last."""
    now = store.clock.now()
    return _listed(store, now, limit, col(Ticket.handler_id) == staff_id)


def by_handler(store: Store) -> tuple[HandlerCounts, ...]:
    """Who has how many open tickets, whoever has most that are overdue first."""
    now = store.clock.now()
    late = func.count().filter(col(Ticket.due_at) < now)
    soon = func.count().filter(col(Ticket.due_at) >= now, col(Ticket.near_at) <= now)
    waiting = func.count().filter(col(Ticket.state) == str(State.ASSIGNED))
    statement = (
        select(Ticket.handler_id, Staff.name, func.count(), late, soon, waiting)  # type: ignore[call-overload]
        .join(Staff, col(Staff.id) == col(Ticket.handler_id))
        .where(*_open())
        .group_by(Ticket.handler_id)
        .order_by(late.desc(), func.count().desc(), Staff.number)
    )
    with store.read() as session:
        return tuple(HandlerCounts(*found) for found in session.execute(statement))


def _open() -> Sequence[Any]:
    return col(Ticket.state).in_(due.OPEN), ~col(Ticket.history)


def _count(session: Session, *where: Any) -> int:  # noqa: ANN401 - SQL expressions
    statement = select(func.count()).select_from(Ticket).where(*_open(), *where)
    return int(session.execute(statement).scalar_one())


def _listed(
    store: Store,
    now: datetime,
    limit: int,
    *where: Any,  # noqa: ANN401 - SQL expressions
) -> tuple[TicketRow, ...]:
    statement: Select[Any] = (
        rows()
        .where(*_open(), *where)
        .order_by(col(Ticket.due_at).is_(None), col(Ticket.due_at), col(Ticket.id))
        .limit(limit)
    )
    with store.read() as session:
        return told(session, session.execute(statement), now)

"""Which late calls wait for which step of the ladder: urged, supervised, made public.

How far a lateness was confirmed is derived from the events; only calls past their date are
looked at, so ten years of closed ones cost nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlmodel import Session, col

from gridterm.hotline import due
from gridterm.hotline.guards import Rung
from gridterm.hotline.levels import dues_before
from gridterm.hotline.rules import LADDER
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.hotline.terms import Action, State
from gridterm.hotline.timing import Timing
from gridterm.store.unit import Store

AFRESH = (Action.ANSWER, Action.GUIDE, Action.RESOLVE, Action.REOPEN)


def waiting_for(
    session: Session,
    statement: Select[Any],
    rung: Rung,
    now: datetime,
    times: Timing | None = None,
) -> Select[Any]:
    """Narrow a statement over tickets to those whose next step of the ladder is ``rung``.

    Args:
        session: the office.
        statement: over ``Ticket``.
        rung: the step that is due: late enough for it, the step below confirmed, it not yet.
        now: the office's time.
        times: the office's working time and warnings where they are at hand.
    """
    known = times or due.timing(session)
    days = {
        Rung.URGE: 0,
        Rung.SUPERVISE: known.limits.supervise_days,
        Rung.CIRCULATE: known.limits.circulate_days,
    }
    late = dues_before(now, days[rung], known.work)
    return statement.where(
        col(Ticket.state).in_(due.OPEN),
        ~col(Ticket.history),
        col(Ticket.due_at) < late,
        confirmed() == list(Rung).index(rung),
    )


def confirmed() -> ColumnElement[int]:
    """How far a ticket's lateness was confirmed, 0 to 3, as ``Facts.ladder`` has it."""
    event, other = TicketEvent.__table__.alias(), TicketEvent.__table__.alias()  # type: ignore[attr-defined]
    afresh = or_(
        other.c.action.in_([str(one) for one in AFRESH]),
        and_(other.c.action == str(Action.REVISIT), other.c.state != str(State.ANSWERED)),
    )
    since = (
        select(func.max(other.c.seq))
        .where(other.c.ticket_id == col(Ticket.id), afresh)
        .correlate(Ticket)
        .scalar_subquery()
    )
    rungs = {str(action): place for place, action in enumerate(LADDER, start=1)}
    highest = (
        select(func.max(case(rungs, value=event.c.action, else_=0)))
        .where(
            event.c.ticket_id == col(Ticket.id),
            event.c.action.in_(list(rungs)),
            event.c.seq > func.coalesce(since, 0),
        )
        .correlate(Ticket)
        .scalar_subquery()
    )
    return func.coalesce(highest, 0)


def ladder_counts(store: Store) -> dict[Rung, int]:
    """How many calls wait for each step of the ladder."""
    now = store.clock.now()
    with store.read() as session:
        times = due.timing(session)
        return {
            rung: int(
                session.execute(
                    select(func.count()).select_from(
                        waiting_for(session, select(col(Ticket.id)), rung, now, times).subquery()
                    )
                ).scalar_one()
            )
            for rung in Rung
        }

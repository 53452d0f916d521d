"""What the weekly meeting reads of the calls: each grid's counts, and what waits for a decision.

Everything starts from an index over a week or over the open calls: ten years of closed ones
cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, case, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from gridterm.hotline.board import of_tier, unsettled_since
from gridterm.hotline.due import OPEN
from gridterm.hotline.notices.scan import Callers, masked
from gridterm.hotline.queries import SUBJECT
from gridterm.hotline.tables import Ticket, unindexed
from gridterm.hotline.terms import ClockName, State, Tier
from gridterm.registers.tables import Grid
from gridterm.text import clean_line

RESOLVED = (State.ANSWERED, State.CLOSED)
MOST_MATTERS = 200
SHOWN = 60
"""Characters of a subject; more are read and masked first, so that no number is cut in two."""


@dataclass(frozen=True)
class Tally:
    """The calls of a grid: received and resolved in a span, open and overdue at its end.

    ``falling_due`` of the open ones have their next date between the end of the span and a
    later moment.
    """

    received: int = 0
    resolved: int = 0
    open: int = 0
    overdue: int = 0
    falling_due: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.received + other.received,
            self.resolved + other.resolved,
            self.open + other.open,
            self.overdue + other.overdue,
            self.falling_due + other.falling_due,
        )


@dataclass(frozen=True)
class Matter:
    """A regional matter that waits for the committees; its subject masked, ``""`` if confidential.

    ``since`` is when it came to need a decision. ``due_at`` is when it is to be resolved, None
    while another of its dates comes first.
    """

    ticket_id: int
    number: str
    grid_id: int | None
    grid: str
    subject: str
    confidential: bool
    since: datetime | None
    due_at: datetime | None


def tallies(
    session: Session, since: datetime, until: datetime, due_by: datetime
) -> dict[int | None, Tally]:
    """The counts by grid id, None for the calls without a grid (RULEBOOK §3).

    Void calls and imported history do not count; confidential ones do, since a count tells
    nothing of them.

    Args:
        session: the office.
        since: the span begins after this moment.
        until: the span ends with this moment, which is now.
        due_by: until when a date that comes counts as falling due.
    """
    own, due = ~col(Ticket.history), col(Ticket.due_at)
    received = and_(
        col(Ticket.received_at) > since,
        col(Ticket.received_at) <= until,
        col(Ticket.state) != State.VOID,
        own,
    )
    resolved = and_(
        col(Ticket.answered_at) > since,
        col(Ticket.answered_at) <= until,
        unindexed(Ticket.state).in_(RESOLVED),
        own,
    )
    still_open = and_(col(Ticket.state).in_(OPEN), own)
    late = func.sum(case((due < until, 1), else_=0))
    soon = func.sum(case((and_(due >= until, due <= due_by), 1), else_=0))
    found: dict[int | None, Tally] = {}
    for grid, number in session.execute(_by_grid(received)):
        found[grid] = Tally(received=number)
    for grid, number in session.execute(_by_grid(resolved)):
        found[grid] = found.get(grid, Tally()) + Tally(resolved=number)
    for grid, number, overdue, falling in session.execute(_by_grid(still_open, late, soon)):
        counted = Tally(open=number, overdue=overdue, falling_due=falling)
        found[grid] = found.get(grid, Tally()) + counted
    return found


def _by_grid(where: Any, *more: Any) -> Any:  # noqa: ANN401 - SQL expressions
    # Grouped past the column's index, which would be walked through ten years.
    grid = unindexed(Ticket.grid_id)
    return columns(grid, func.count(), *more).where(where).group_by(grid)


def awaiting_decision(
    session: Session, hotline: str = "", limit: int = MOST_MATTERS
) -> tuple[Matter, ...]:
    """The regional matters nobody has been given yet, the longest waiting first (RULEBOOK §2).

    They are those whose ticket says that it waits for a Wednesday (``TicketDetail.waits_for``).

    Args:
        session: the office.
        hotline: the office's own number, which is not masked.
        limit: how many at most.
    """
    statement = (
        columns(
            *(Ticket.id, Ticket.number, Ticket.grid_id, col(Grid.code).label("grid"), Ticket.title),
            func.substr(Ticket.content, 1, SUBJECT).label("head"),
            *(Ticket.confidential, Ticket.due_at, Ticket.due_clock),
            unsettled_since().label("since"),
            *(Ticket.caller, Ticket.phone, Ticket.address),
        )  # type: ignore[call-overload]
        .select_from(Ticket)
        .outerjoin(Grid, col(Grid.id) == col(Ticket.grid_id))
        .where(col(Ticket.state) == State.RECEIVED, ~col(Ticket.history), of_tier(Tier.REGIONAL))
        .order_by(col(Ticket.received_at), col(Ticket.id))
        .limit(limit)
    )
    return tuple(_matter(one, hotline) for one in session.execute(statement))


def _matter(one: Row[Any], hotline: str) -> Matter:
    callers = Callers(
        *((value,) if value else () for value in (one.caller, one.phone, one.address))
    )
    words = masked(clean_line(one.title or one.head), callers, (hotline,))
    return Matter(
        ticket_id=one.id,
        number=one.number,
        grid_id=one.grid_id,
        grid=one.grid or "",
        subject="" if one.confidential else _cut(words),
        confidential=one.confidential,
        since=one.since,
        due_at=one.due_at if one.due_clock == ClockName.RESOLUTION else None,
    )


def _cut(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}.."

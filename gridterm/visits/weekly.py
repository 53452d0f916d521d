"""What the weekly meeting is told of the visits: each grid's visits and checks (RULEBOOK §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from gridterm.hotline.tables import unindexed
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit, VisitEnd
from gridterm.visits.terms import Finding

LATEST = timedelta(days=30)
"""How long after its day a visit may be checked and still be told of: an index leads to it."""


@dataclass(frozen=True)
class Walked:
    """The visits made in a grid in a span that hold, and those of its visits checked in it."""

    visits: int = 0
    checks: int = 0

    def __add__(self, other: Walked) -> Walked:
        """Both together."""
        return Walked(self.visits + other.visits, self.checks + other.checks)


def walked(session: Session, since: datetime, until: datetime) -> dict[int | None, Walked] | None:
    """The counts by grid id, None for the visits without a grid.

    A check counts when its first result was recorded; a visit not reached is not checked.

    Args:
        session: the office.
        since: the span begins after this moment.
        until: the span ends with this moment.

    Returns:
        None while the office keeps no visits in the program.
    """
    if session.execute(columns(col(Visit.id)).limit(1)).first() is None:
        return None
    found = {grid: Walked(visits=number) for grid, number in session.execute(_visits(since, until))}
    for grid, number in session.execute(_checks(since, until)):
        found[grid] = found.get(grid, Walked()) + Walked(checks=number)
    return found


def _visits(since: datetime, until: datetime) -> Select[int | None, int]:
    return (
        columns(col(Visit.grid_id), func.count())
        .outerjoin(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id))
        .where(
            col(Visit.day).between(since.date(), until.date()),
            col(Visit.at) > since,
            col(Visit.at) <= until,
            col(VisitEnd.id).is_(None),
        )
        .group_by(unindexed(Visit.grid_id))
    )


def _checks(since: datetime, until: datetime) -> Select[int | None, int]:
    earlier = aliased(SpotCheck)
    has_earlier = exists().where(
        col(earlier.visit_id) == col(SpotCheck.visit_id),
        col(earlier.id) < col(SpotCheck.id),
        col(earlier.result) != Finding.UNREACHED.value,
    )
    return (
        columns(col(Visit.grid_id), func.count())
        .select_from(SpotDraw)
        .join(SpotCheck, col(SpotCheck.draw_id) == col(SpotDraw.id))
        .join(Visit, col(Visit.id) == col(SpotCheck.visit_id))
        .where(
            col(SpotDraw.day).between(since.date() - LATEST, until.date()),
            col(SpotCheck.checked_at) > since,
            col(SpotCheck.checked_at) <= until,
            col(SpotCheck.result) != Finding.UNREACHED.value,
            ~has_earlier,
        )
        .group_by(unindexed(Visit.grid_id))
    )

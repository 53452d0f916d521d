"""Visits by their ids, as the lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from gridterm.hotline.tables import Ticket
from gridterm.registers.household_terms import Relation
from gridterm.registers.tables import Building, Grid, Household, HouseholdMember, Staff
from gridterm.registers.terms import Person
from gridterm.visits.tables import Visit, VisitEnd
from gridterm.visits.terms import Outcome, Purpose, VisitEndView, VisitRow

CHUNK = 500


def rows_of(session: Session, ids: Iterable[int]) -> dict[int, VisitRow]:
    """Visits by id, with whom and where, ended ones too; an id that is none is left out."""
    wanted = sorted(set(ids))
    found: dict[int, VisitRow] = {}
    for at in range(0, len(wanted), CHUNK):
        chosen = col(Visit.id).in_(wanted[at : at + CHUNK])
        for row in session.execute(_statement().where(chosen)):
            found[row.id] = _row(row)
    return found


def _statement() -> Any:  # noqa: ANN401 - SQLAlchemy's statement of many columns
    head = (
        columns(func.min(HouseholdMember.name))
        .where(
            col(HouseholdMember.household_id) == col(Visit.household_id),
            col(HouseholdMember.relation) == Relation.HEAD.value,
            col(HouseholdMember.valid_to).is_(None),
        )
        .correlate(Visit)
        .scalar_subquery()
    )
    return (
        columns(
            *(Visit.id, Visit.day, Visit.at, Visit.staff_id, Staff.number, Staff.name),
            *(Visit.grid_id, Grid.code, Visit.household_id, Household.room),
            *(Building.estate, Building.name.label("building"), head.label("head")),  # type: ignore[attr-defined]
            *(Visit.purpose, Visit.matter, Visit.feedback, Visit.result, Visit.ticket_id),
            *(Ticket.number.label("ticket"), VisitEnd.at.label("ended_at"), VisitEnd.actor),  # type: ignore[attr-defined]
            *(VisitEnd.reason, VisitEnd.by_id),
        )  # type: ignore[call-overload]
        .select_from(Visit)
        .join(Staff, col(Staff.id) == col(Visit.staff_id))
        .join(Household, col(Household.id) == col(Visit.household_id))
        .join(Building, col(Building.id) == col(Household.building_id))
        .outerjoin(Grid, col(Grid.id) == col(Visit.grid_id))
        .outerjoin(Ticket, col(Ticket.id) == col(Visit.ticket_id))
        .outerjoin(VisitEnd, and_(col(VisitEnd.visit_id) == col(Visit.id)))
    )


def _row(one: Any) -> VisitRow:  # noqa: ANN401 - a row of many columns
    ended = None
    if one.ended_at is not None:
        ended = VisitEndView(one.ended_at, one.actor, one.reason, one.by_id)
    return VisitRow(
        id=one.id,
        day=one.day,
        at=one.at,
        staff=Person(one.staff_id, one.number, one.name),
        grid_id=one.grid_id,
        grid=one.code or "",
        household_id=one.household_id,
        household=f"{one.estate}{one.building} {one.room}",
        head=one.head or "",
        purpose=Purpose(one.purpose),
        matter=one.matter,
        feedback=one.feedback,
        result=Outcome(one.result),
        ticket_id=one.ticket_id,
        ticket=one.ticket or "",
        ended=ended,
    )

"""Visits as lists show them: their columns by SQL, and what of them may be read.

The words of a confidential visit stand in its ticket alone. Should a ticket become confidential
later, or an older row of a correction still have words, they are not shown either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from gridterm.hotline.tables import Ticket
from gridterm.i18n import _
from gridterm.registers.household_terms import Relation
from gridterm.registers.tables import Building, Grid, Household, HouseholdMember, Staff
from gridterm.registers.terms import Person
from gridterm.text import clean_line
from gridterm.visits import rules
from gridterm.visits.tables import Visit, VisitEnd
from gridterm.visits.terms import Outcome, Purpose, Source, VisitEndView, VisitRow


def title() -> Any:  # noqa: ANN401 - an SQL expression
    """Building and room in one (化院小区3号楼 2-501), of a query that has both tables."""
    return col(Building.estate) + col(Building.name) + " " + col(Household.room)


def head_of(household_id: Any) -> Any:  # noqa: ANN401 - a column, and an SQL expression
    """The name of a household's head, else of its first member, as a sub-query."""
    return (
        columns(col(HouseholdMember.name))
        .where(
            col(HouseholdMember.household_id) == household_id,
            col(HouseholdMember.valid_to).is_(None),
        )
        .order_by(col(HouseholdMember.relation) != Relation.HEAD.value, col(HouseholdMember.id))
        .limit(1)
        .scalar_subquery()
    )


_SHOWN: tuple[Any, ...] = (
    *(Visit.id, Visit.day, Visit.at, Visit.staff_id, Visit.grid_id, Visit.household_id),
    *(Visit.purpose, Visit.matter, Visit.feedback, Visit.result, Visit.ticket_id, Visit.source),
    *(Visit.recorded_at, Visit.corrects_id),
    col(Staff.number).label("staff_number"),
    col(Staff.name).label("staff_name"),
    col(Staff.phone).label("staff_phone"),
    col(Grid.code).label("grid"),
    title().label("household"),
    head_of(col(Visit.household_id)).label("head"),
    col(Ticket.number).label("ticket"),
    func.coalesce(Ticket.confidential, 0).label("confidential"),
    col(VisitEnd.at).label("ended_at"),
    col(VisitEnd.actor).label("ended_by"),
    col(VisitEnd.reason).label("ended_reason"),
    col(VisitEnd.by_id).label("ended_by_id"),
)


def rows() -> Select[Any]:
    """The columns of the list's lines, for ``told``; a visit is read first, the rest by its ids."""
    return joined(columns(*_SHOWN))


def joined(query: Select[Any]) -> Select[Any]:
    """A query over visits with all that lists name beside them."""
    return (
        query.select_from(Visit)
        .outerjoin(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id))
        .outerjoin(Staff, col(Staff.id) == col(Visit.staff_id))
        .outerjoin(Grid, col(Grid.id) == col(Visit.grid_id))
        .outerjoin(Household, col(Household.id) == col(Visit.household_id))
        .outerjoin(Building, col(Building.id) == col(Household.building_id))
        .outerjoin(Ticket, col(Ticket.id) == col(Visit.ticket_id))
    )


def told(session: Session, found: Iterable[Row[Any]]) -> tuple[VisitRow, ...]:
    """Lines of a list from what ``rows`` found."""
    lines = list(found)
    hidden = _hidden(session, lines)
    return tuple(_row(one, hidden=one.id in hidden) for one in lines)


def _hidden(session: Session, found: Sequence[Row[Any]]) -> set[int]:
    """The visits whose words are not shown: confidential, or corrected into one that is."""
    hidden = {one.id for one in found if one.confidential}
    later = {one.id: one.ended_by_id for one in found if one.ended_by_id and one.id not in hidden}
    while later:
        query = (
            columns(Visit.id, Ticket.confidential, VisitEnd.by_id)  # type: ignore[call-overload]
            .select_from(Visit)
            .outerjoin(Ticket, col(Ticket.id) == col(Visit.ticket_id))
            .outerjoin(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id))
            .where(col(Visit.id).in_(set(later.values())))
        )
        after = {one: (secret, by_id) for one, secret, by_id in session.execute(query)}
        hidden |= {first for first, now in later.items() if after[now][0]}
        later = {
            first: after[now][1]
            for first, now in later.items()
            if after[now][1] and not after[now][0]
        }
    return hidden


def _row(found: Row[Any], *, hidden: bool) -> VisitRow:
    ended = None
    if found.ended_at is not None:
        ended = VisitEndView(found.ended_at, found.ended_by, found.ended_reason, found.ended_by_id)
    return VisitRow(
        id=found.id,
        day=found.day,
        at=found.at,
        staff=Person(
            found.staff_id,
            found.staff_number or "",
            found.staff_name or "",
            found.staff_phone or "",
        ),
        grid_id=found.grid_id,
        grid=found.grid or "",
        household_id=found.household_id,
        household=clean_line(found.household or ""),
        head=found.head or "",
        purpose=Purpose(found.purpose),
        matter=hidden_words() if hidden else found.matter,
        feedback="" if hidden else found.feedback,
        result=Outcome(found.result),
        ticket_id=found.ticket_id,
        ticket=found.ticket or "",
        ended=ended,
        confidential=hidden,
        late=rules.is_late(
            found.day,
            found.recorded_at,
            typed=found.source == Source.TYPED,
            correction=found.corrects_id is not None,
        ),
        corrects_id=found.corrects_id,
    )


def hidden_words() -> str:
    """What stands in place of a confidential matter."""
    return _("(confidential)")

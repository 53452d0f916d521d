"""How complete the residents' register is, grid by grid (六清, RULEBOOK §7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, or_
from sqlmodel import col, select

from gridterm.registers.buildings import belongs
from gridterm.registers.grid_views import exists_on
from gridterm.registers.household_terms import Completeness
from gridterm.registers.tables import (
    Building,
    BuildingGrid,
    Grid,
    Household,
    HouseholdMember,
)
from gridterm.registers.terms import GridLevel
from gridterm.store.unit import Store


def completeness(store: Store, on: date | None = None) -> tuple[Completeness, ...]:
    """The grids that exist on a day (default: today), each with what is entered of it.

    Households and members are those that stand now. Expected is what the grid says, and
    where it says nothing what its buildings say together.
    """
    day = on or store.clock.today()
    entered = _by_building()
    total: Any = func.coalesce(func.sum(entered.c.entered), 0)
    query = (
        select(  # type: ignore[call-overload]
            Grid.id,
            Grid.code,
            Grid.households,
            func.coalesce(func.sum(Building.households), 0),
            total,
            func.coalesce(func.sum(entered.c.with_member), 0),
            func.coalesce(func.sum(entered.c.with_phone), 0),
            func.count(col(Building.id)),
            func.count(col(Building.id)) - func.count(entered.c.building_id),
        )
        .outerjoin(BuildingGrid, and_(col(BuildingGrid.grid_id) == Grid.id, *belongs(day)))
        .outerjoin(Building, col(Building.id) == col(BuildingGrid.building_id))
        .outerjoin(entered, entered.c.building_id == Building.id)
        .where(col(Grid.level) >= GridLevel.GRID, exists_on(day))
        .group_by(col(Grid.id))
        .order_by(col(Grid.code))
    )
    with store.read() as session:
        return tuple(_line(row) for row in session.execute(query))


def _line(row: Sequence[Any]) -> Completeness:
    grid_id, code, said, of_buildings, count, with_member, with_phone, buildings, empty = row
    return Completeness(
        grid_id=grid_id,
        grid=code,
        expected=said or of_buildings,
        entered=count,
        with_member=with_member,
        with_phone=with_phone,
        buildings=buildings,
        buildings_empty=empty,
    )


def _by_building() -> Subquery:
    """Per building that has any: its households, those with a member, those with a phone."""
    people = (
        select(
            HouseholdMember.household_id,
            func.max(case((col(HouseholdMember.phone) != "", 1), else_=0)).label("phone"),
        )
        .where(col(HouseholdMember.valid_to).is_(None))
        .group_by(col(HouseholdMember.household_id))
        .subquery()
    )
    reached = or_(col(Household.phone) != "", people.c.phone == 1)
    query: Select[Any] = (
        select(  # type: ignore[assignment]
            col(Household.building_id).label("building_id"),
            func.count(col(Household.id)).label("entered"),
            func.count(people.c.household_id).label("with_member"),
            func.sum(case((reached, 1), else_=0)).label("with_phone"),
        )
        .outerjoin(people, people.c.household_id == Household.id)
        .where(col(Household.valid_to).is_(None))
        .group_by(col(Household.building_id))
    )
    return query.subquery()

"""Households as they are read: pages of them by building and room, and one with its members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, literal, tuple_
from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.registers.buildings import belongs
from gridterm.registers.household_finding import in_grid, meant_by
from gridterm.registers.household_terms import (
    HouseholdDetail,
    HouseholdFilter,
    HouseholdRow,
    HouseholdStatus,
    MemberView,
    Relation,
)
from gridterm.registers.tables import (
    Building,
    BuildingGrid,
    Grid,
    Household,
    HouseholdMember,
    ServiceNeed,
)
from gridterm.store.unit import Store

PAGE = 50
SUGGESTIONS = 8
After = tuple[str, ...]

_UNIT = func.substr(Household.room_key, 1, func.instr(Household.room_key, "-"))
BY_PLACE: Final[tuple[Any, ...]] = (
    col(Building.estate),
    func.instr(Building.search_key, "|"),
    col(Building.search_key),
    col(Building.id),
    func.length(_UNIT),
    _UNIT,
    func.length(Household.room_key),
    col(Household.room_key),
    col(Household.id),
)
"""By estate and building, within it by unit and room as one walks them, ``1-901`` < ``1-1001``."""


def households(
    store: Store, wanted: HouseholdFilter, after: After | None = None, limit: int = PAGE
) -> tuple[tuple[HouseholdRow, ...], After | None]:
    """A page of households by building and room.

    Args:
        store: the office.
        wanted: which households.
        after: where the page before ended, as it was given back; None begins.
        limit: how many at most.

    Returns:
        The households, and where to go on; None where there are no more.
    """
    day = store.clock.today()
    with store.read() as session:
        query = _within(select(Household.id), wanted, day).order_by(*BY_PLACE).limit(limit + 1)
        if after is not None:
            query = query.where(tuple_(*BY_PLACE) > _place(session, int(after[0])))
        ids = [found or 0 for found in session.exec(query)]
        rows = rows_of(session, ids[:limit], day)
    return rows, (str(ids[limit - 1]),) if len(ids) > limit else None


def count(store: Store, wanted: HouseholdFilter) -> int:
    """How many households ``households`` gives."""
    with store.read() as session:
        query = _within(select(func.count(col(Household.id))), wanted, store.clock.today())
        return int(session.exec(query).one())


def find(
    store: Store,
    typed: str,
    *,
    grid_id: int | None = None,
    building_id: int | None = None,
    limit: int = SUGGESTIONS,
) -> tuple[HouseholdRow, ...]:
    """Which households a few typed characters mean, the likeliest first; nothing typed, none.

    Args:
        store: the office.
        typed: a room (``2-501``, ``201``), building, unit and room (``3-2-501``), an address,
            a name, pinyin initials, or three digits of a phone and more.
        grid_id: only households of this grid.
        building_id: only households of this building; ``2-501`` is then a unit and a room.
        limit: how many at most.
    """
    day = store.clock.today()
    scope: list[ColumnElement[bool]] = [col(Household.valid_to).is_(None)]
    if grid_id is not None:
        scope.append(in_grid(grid_id, day))
    if building_id is not None:
        scope.append(col(Household.building_id) == building_id)
    found = meant_by(typed, scope, within_building=building_id is not None)
    if found is None:
        return ()
    query = (
        select(Household.id)
        .join(found, found.c.id == col(Household.id))
        .join(Building, col(Building.id) == col(Household.building_id))
        .order_by(found.c.likeness, *BY_PLACE)
        .limit(limit)
    )
    with store.read() as session:
        return rows_of(session, [one or 0 for one in session.exec(query)], day)


def household(store: Store, household_id: int) -> HouseholdDetail:
    """One household, also one that has ended, with who lives there and who did.

    Raises:
        NotFoundError: there is no household with this id.
    """
    with store.read() as session:
        return detail_of(session, household_id, store.clock.today())


def at_room(store: Store, building_id: int, room_key: str) -> HouseholdRow | None:
    """The household that is at a room now; None where it is free.

    Args:
        store: the office.
        building_id: the building.
        room_key: the room, as ``address_rules.room_key`` makes it.
    """
    with store.read() as session:
        found = standing_at(session, building_id, room_key)
        day = store.clock.today()
        return rows_of(session, [found.id or 0], day)[0] if found is not None else None


# ── within a session ────────────────────────────────────────────────────────


def get_household(session: Session, household_id: int) -> Household:
    """The row of a household.

    Raises:
        NotFoundError: there is no household with this id.
    """
    row = session.get(Household, household_id)
    if row is None:
        raise NotFoundError(
            _("There is no such household. Look it up by its room, a name or a phone.")
        )
    return row


def standing_at(session: Session, building_id: int, room_key: str) -> Household | None:
    """The household that is at a room now."""
    return session.exec(
        select(Household).where(
            Household.building_id == building_id,
            Household.room_key == room_key,
            col(Household.valid_to).is_(None),
        )
    ).first()


def detail_of(session: Session, household_id: int, day: date) -> HouseholdDetail:
    """One household as ``household`` gives it.

    Raises:
        NotFoundError: there is no household with this id.
    """
    record = get_household(session, household_id)
    everybody = session.exec(
        select(HouseholdMember)
        .where(HouseholdMember.household_id == household_id)
        .order_by(_HEAD_FIRST, col(HouseholdMember.id))
    )
    views = [member_view(member) for member in everybody]
    return HouseholdDetail(
        row=rows_of(session, [household_id], day)[0],
        note=record.note,
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        members=tuple(one for one in views if one.valid_to is None),
        former=tuple(one for one in views if one.valid_to is not None),
        phone=record.phone,
    )


def member_view(member: HouseholdMember) -> MemberView:
    """A member as they are shown."""
    return MemberView(
        id=member.id or 0,
        name=member.name,
        phone=member.phone,
        relation=Relation(member.relation) if member.relation else None,
        lives_here=member.lives_here,
        valid_from=member.valid_from,
        valid_to=member.valid_to,
    )


def rows_of(session: Session, ids: Sequence[int], day: date) -> tuple[HouseholdRow, ...]:
    """Households as lists show them, in the order of their ids; four queries however many."""
    if not ids:
        return ()
    places = {
        row.id: (row, building)
        for row, building in session.execute(
            select(Household, Building)
            .join(Building, col(Building.id) == col(Household.building_id))
            .where(col(Household.id).in_(ids))
        )
    }
    buildings = {building.id or 0 for _row, building in places.values()}
    facts = _Facts(_grids(session, buildings, day), _needs(session, ids))
    for household_id, name, phone in session.exec(
        select(HouseholdMember.household_id, HouseholdMember.name, HouseholdMember.phone)
        .where(col(HouseholdMember.household_id).in_(ids), col(HouseholdMember.valid_to).is_(None))
        .order_by(_HEAD_FIRST, col(HouseholdMember.id))
    ):
        facts.people[household_id].append((name, phone))
    return tuple(_row(*places[one], facts) for one in ids)


_HEAD_FIRST: Final = col(HouseholdMember.relation) != Relation.HEAD.value


@dataclass
class _Facts:
    """What the rows of one reading share."""

    grids: Mapping[int, tuple[int, str]]
    needs: Mapping[int, int]
    people: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))


def _grids(session: Session, buildings: Iterable[int], day: date) -> dict[int, tuple[int, str]]:
    """The grid of each building; one in two grids is in none that could be named."""
    query = (
        select(BuildingGrid.building_id, func.min(Grid.id), func.min(Grid.code))
        .join(Grid, col(Grid.id) == col(BuildingGrid.grid_id))
        .where(col(BuildingGrid.building_id).in_(buildings), *belongs(day))
        .group_by(col(BuildingGrid.building_id))
        .having(func.count(func.distinct(Grid.id)) == 1)
    )
    return {building: (grid, code) for building, grid, code in session.execute(query)}


def _needs(session: Session, ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(ServiceNeed.household_id, func.count(col(ServiceNeed.id)))
        .where(col(ServiceNeed.household_id).in_(ids), col(ServiceNeed.valid_to).is_(None))
        .group_by(col(ServiceNeed.household_id))
    )
    return dict(session.exec(query).all())


def _row(record: Household, place: Building, facts: _Facts) -> HouseholdRow:
    household_id = record.id or 0
    people = facts.people.get(household_id, [])
    phones = (record.phone, *(phone for _name, phone in people))
    building = f"{place.estate}{place.name}"
    grid_id, grid = facts.grids.get(record.building_id, (None, ""))
    return HouseholdRow(
        id=household_id,
        building_id=record.building_id,
        building=building,
        room=record.room,
        title=f"{building} {record.room}",
        grid_id=grid_id,
        grid=grid,
        head=people[0][0] if people else "",
        members=len(people),
        phone=next(filter(None, phones), ""),
        status=HouseholdStatus(record.status),
        needs=facts.needs.get(household_id, 0),
        ended=record.valid_to is not None,
    )


def _within(query: Any, wanted: HouseholdFilter, day: date) -> Any:  # noqa: ANN401 - any SELECT
    """A query of households narrowed to a filter, with the building beside it."""
    query = query.join(Building, col(Building.id) == col(Household.building_id))
    if not wanted.ended:
        query = query.where(col(Household.valid_to).is_(None))
    if wanted.grid_id is not None:
        query = query.where(in_grid(wanted.grid_id, day))
    if wanted.building_id is not None:
        query = query.where(Household.building_id == wanted.building_id)
    if wanted.status:
        query = query.where(Household.status == wanted.status)
    found = meant_by(wanted.text, within_building=wanted.building_id is not None)
    if found is not None:
        query = query.where(col(Household.id).in_(select(found.c.id)))
    return query


def _place(session: Session, household_id: int) -> Any:  # noqa: ANN401 - a row value
    """Where a household stands in the order, as a row value to compare with."""
    query: Select[Any] = (
        select(*BY_PLACE)
        .select_from(Household)
        .join(Building, col(Building.id) == col(Household.building_id))
        .where(Household.id == household_id)
    )
    found = session.execute(query).first()
    if found is None:
        return get_household(session, household_id)
    return tuple_(*(literal(value) for value in found))

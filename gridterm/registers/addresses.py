"""Who is my grid worker: the way from an address to a name and a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from gridterm.registers import address_rules
from gridterm.registers.buildings import belongs
from gridterm.registers.tables import Building, BuildingGrid, Grid, GridManager, Staff
from gridterm.registers.terms import AddressMatch
from gridterm.store.unit import Store


def grid_of_address(store: Store, address: str, on: date | None = None) -> AddressMatch | None:
    """Who is my grid worker? The building, grid, lead and manager of an address on a day.

    Args:
        store: the office.
        address: as people say it, ``化院小区3号楼2单元501``.
        on: the day to look at (default: today).

    Returns:
        None where no building of the register is meant; see ``AddressMatch`` for what cannot
        be told apart.
    """
    day = on or store.clock.today()
    parsed = address_rules.parse_address(address)
    with store.read() as session:
        rows = _by_key(session, parsed, day) if parsed else []
        if not rows:
            rows = _by_name(
                session, address_rules.compact(address)[: address_rules.ADDRESS_LONGEST], day
            )
    return _match(rows, parsed.room_key if parsed else "")


class _Found(NamedTuple):
    """A building of an address with its grid on the day; a row per manager."""

    id: int
    title: str
    search_key: str
    grid_id: int | None
    grid: str | None
    lead: str | None
    lead_phone: str | None
    manager: str | None
    manager_phone: str | None


def _by_key(session: Session, parsed: address_rules.Address, day: date) -> list[_Found]:
    """By the indexed key: the longest estate that fits, or the building in any estate."""
    keys = parsed.keys
    fits: ColumnElement[bool] = col(Building.search_key).in_(keys)
    if keys[-1].endswith("|"):
        # "|" is U+007C; "}" follows it, so this is the index range of every "3|…".
        fits = or_(fits, col(Building.search_key).between(keys[-1], f"{keys[-1][:-1]}}}"))
    return address_rules.closest(
        parsed, ((row.search_key, row) for row in _look_up(session, fits, day))
    )


def _by_name(session: Session, line: str, day: date) -> list[_Found]:
    """By the name of a building without a number (老干部楼), where the estate is named too."""
    bar = func.instr(Building.search_key, "|")
    name = func.substr(Building.search_key, 1, bar - 1)
    estate = func.substr(Building.search_key, bar + 1)
    fits = and_(func.length(name) > 1, func.instr(line, name) > 0, func.instr(line, estate) > 0)
    found = _look_up(session, fits, day)
    return [row for row in found if address_rules.is_named_in(row.search_key, line)]


def _look_up(session: Session, fits: ColumnElement[bool], day: date) -> list[_Found]:
    lead, manager = aliased(Staff), aliased(Staff)
    at_work = or_(col(manager.left).is_(None), col(manager.left) >= day)
    query: Any = (
        select(  # type: ignore[call-overload]
            Building.id,
            (col(Building.estate) + col(Building.name)),
            Building.search_key,
            Grid.id,
            Grid.code,
            lead.name,
            lead.phone,
            manager.name,
            manager.phone,
        )
        .outerjoin(BuildingGrid, and_(col(BuildingGrid.building_id) == Building.id, *belongs(day)))
        .outerjoin(Grid, col(Grid.id) == BuildingGrid.grid_id)
        .outerjoin(
            lead,
            and_(
                col(lead.id) == Grid.lead_id, or_(col(lead.left).is_(None), col(lead.left) >= day)
            ),
        )
        .outerjoin(
            GridManager,
            and_(
                col(GridManager.grid_id) == Grid.id,
                col(GridManager.valid_from) <= day,
                or_(col(GridManager.valid_to).is_(None), col(GridManager.valid_to) >= day),
            ),
        )
        .outerjoin(manager, and_(col(manager.id) == GridManager.staff_id, at_work))
        .where(fits)
        .order_by(col(Building.estate), col(Building.id), col(manager.away), col(manager.number))
    )
    return [_Found(*row) for row in session.execute(query)]


def _match(rows: Sequence[_Found], room: str) -> AddressMatch | None:
    if not rows:
        return None
    first = rows[0]
    buildings = {row.id: row.title for row in rows}
    if len(buildings) > 1:
        return _unsure(None, "", room, buildings.values())
    grids = {row.grid_id: row.grid or "" for row in rows}
    if len(grids) > 1:
        return _unsure(first.id, first.title, room, grids.values())
    return AddressMatch(
        building_id=first.id,
        building=first.title,
        grid_id=first.grid_id,
        grid=first.grid or "",
        lead=first.lead or "",
        lead_phone=first.lead_phone or "",
        manager=first.manager or "",
        manager_phone=first.manager_phone or "",
        room=room,
        ambiguous=False,
    )


def _unsure(
    building_id: int | None, building: str, room: str, candidates: Iterable[str]
) -> AddressMatch:
    return AddressMatch(
        building_id=building_id,
        building=building,
        grid_id=None,
        grid="",
        lead="",
        lead_phone="",
        manager="",
        manager_phone="",
        room=room,
        ambiguous=True,
        candidates=tuple(candidates),
    )

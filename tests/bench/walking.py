"""Households and their visits in bulk: 20 managers, 20 visits a day each, for months or years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from sqlmodel import col, select

from gridterm.clock import SystemClock
from gridterm.registers.tables import (
    Building,
    BuildingGrid,
    GridManager,
    Household,
    HouseholdMember,
    Staff,
)
from gridterm.spreadsheet.importing import Watch
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from gridterm.visits.importing.known import Homes
from gridterm.visits.importing.saving import save
from gridterm.visits.importing.terms import Facts
from gridterm.visits.terms import Outcome, Purpose

MANAGERS = 20
A_DAY = 20
HOMES = 10_000
DAYS_A_MONTH = 21
SINCE = date(2000, 1, 1)
MATTERS = (
    *("楼道灯不亮", "水管漏水", "电梯异响", "楼上噪音", "垃圾清运不及时", "暖气不热"),
    *("下水道堵塞", "充电桩不够用", "独居老人要送餐", "墙皮脱落"),
)


def walk(office: Path, months: int) -> None:
    """Fill an office with 10,000 households and so many months of visits up to today."""
    store = Store(office, SystemClock())
    today = store.clock.today()
    walkers = _people(store)
    homes = _households(store)
    days = _workdays(today, months * DAYS_A_MONTH)
    with store.read() as session:
        known = Homes(session)
    numbers = count(1)
    for start in range(0, len(days), DAYS_A_MONTH):
        some = days[start : start + DAYS_A_MONTH]
        with store.write("bench.visits", SYSTEM) as tx:
            save(tx, list(_visits(some, walkers, homes, numbers)), known, Watch())
    store.close()


def _people(store: Store) -> list[tuple[int, int]]:
    """The managers with the grids they walk; as many more as there must be are hired."""
    with store.write("bench.people", SYSTEM) as tx:
        grids = sorted(set(tx.session.exec(select(BuildingGrid.grid_id))))
        new = [
            Staff(number=f"Z{n:03}", name=f"走访{n}", roles="grid_manager", hired=SINCE)
            for n in range(MANAGERS)
        ]
        tx.add(*new)
        spells = [
            GridManager(grid_id=grids[n % len(grids)], staff_id=one.id or 0, valid_from=SINCE)
            for n, one in enumerate(new)
        ]
        tx.add(*spells)
        return [(one.staff_id, one.grid_id) for one in spells]


def _households(store: Store) -> dict[int, list[int]]:
    """The households of each grid; a building's rooms are filled floor by floor."""
    with store.write("bench.households", SYSTEM) as tx:
        places = tx.session.exec(select(Building.id).order_by(col(Building.id))).all()
        each = -(-HOMES // len(places))
        new = [
            Household(building_id=place or 0, room=room, room_key=room, valid_from=SINCE)
            for place in places
            for room in _rooms(each)
        ]
        tx.add(*new)
        tx.add(
            *(
                HouseholdMember(
                    household_id=one.id or 0,
                    name=f"住户{n}",
                    initials="zh",
                    phone=f"154{n:08}",
                    relation="head",
                    valid_from=SINCE,
                )
                for n, one in enumerate(new)
            )
        )
        grid_of = {link.building_id: link.grid_id for link in tx.session.exec(select(BuildingGrid))}
        homes: dict[int, list[int]] = {}
        for one in new:
            homes.setdefault(grid_of.get(one.building_id, 0), []).append(one.id or 0)
        return homes


def _rooms(number: int) -> list[str]:
    return [f"{1 + n // 40}-{1 + n % 40 // 4}0{1 + n % 4}" for n in range(number)]


def _workdays(today: date, number: int) -> list[date]:
    days = (today - timedelta(days=back) for back in count(1))
    found: list[date] = []
    while len(found) < number:
        day = next(days)
        if day.weekday() < 5:
            found.append(day)
    return found[::-1]


def _visits(
    days: list[date],
    walkers: list[tuple[int, int]],
    homes: dict[int, list[int]],
    numbers: count[int],
) -> Iterator[Facts]:
    """Everybody goes round the households of their grid, a fifth of them with a matter."""
    first = time(8, 40)
    for day in days:
        for place, (staff_id, grid_id) in enumerate(walkers):
            round_ = homes.get(grid_id) or next(iter(homes.values()))
            for turn in range(A_DAY):
                n = next(numbers)
                at = datetime.combine(day, first) + timedelta(minutes=13 * turn)
                home = round_[(day.toordinal() * A_DAY + turn + place * 97) % len(round_)]
                matter = MATTERS[n // 5 % len(MATTERS)] if n % 5 == 0 else ""
                result = Outcome.NOBODY if n % 6 == 0 else Outcome.MET
                feedback = "已告知物业，三日内回复" if n % 10 == 0 else ""
                yield Facts(n, day, at, staff_id, home, Purpose.ROUTINE, matter, feedback, result)

"""A round of visits on a terminal: from the last Enter of a household to its row."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import col, select

from gridterm.clock import SystemClock
from gridterm.registers.tables import Building, BuildingGrid, GridManager, Household, Staff
from gridterm.store.unit import Store
from tests.bench.measure import Figure, Terminal
from tests.bench.offices import Offices

PROGRAM = Path(__file__).parent / "programs" / "kiosk.py"
RUNS, WARM_UP = 30, 3
PAUSE, SETTLED = 0.4, 2.0
F8, CTRL_N = "\x1b[19~", "\x0e"
SAME = "<= 1.3"


def figures(offices: Offices) -> Iterator[Figure]:
    """The same round in an office with a month of visits and in one with a million."""
    month = _walk(offices.copy(offices.month_visited(), "round-month.db"))
    decade = _walk(offices.copy(offices.decade_visited(), "round-decade.db"))
    for name, taken in (("a month", month), ("a million visits", decade)):
        yield Figure(
            f"quick entry, Enter to row, {name}", statistics.median(taken) * 1000, "ms", len(taken)
        )
    ratio = statistics.median(decade) / statistics.median(month)
    yield Figure("quick entry, Enter to row: a million / a month", ratio, "x", RUNS, goal=SAME)


def _walk(office: Path) -> list[float]:
    """The seconds from Enter to the row, household by household."""
    store = Store(office, SystemClock())
    number, rooms = _round(store)
    now = store.clock.now().replace(hour=16)
    store.close()
    taken = []
    with Terminal((sys.executable, str(PROGRAM), str(office), number, now.isoformat())) as terminal:
        terminal.wait("F10")
        time.sleep(SETTLED)
        terminal.type(F8)
        time.sleep(SETTLED)
        terminal.type(CTRL_N)
        terminal.wait("0/20")
        time.sleep(SETTLED)
        for place, room in enumerate(rooms, 1):
            terminal.type(room)
            time.sleep(PAUSE)
            terminal.type("\r")
            time.sleep(PAUSE)
            terminal.type("\r")
            time.sleep(PAUSE)
            terminal.drain()
            start = time.perf_counter()
            terminal.type("\r")
            terminal.wait(f"{place}/20")
            taken.append(time.perf_counter() - start)
            time.sleep(PAUSE)
    return taken[WARM_UP:]


def _round(store: Store) -> tuple[str, list[str]]:
    """A manager's number, and so many households of theirs as they are typed."""
    with store.read() as session:
        query = (
            select(Staff.number, Building.estate, Building.name, Household.room_key)
            .join(GridManager, col(GridManager.staff_id) == col(Staff.id))
            .join(BuildingGrid, col(BuildingGrid.grid_id) == col(GridManager.grid_id))
            .join(Building, col(Building.id) == col(BuildingGrid.building_id))
            .join(Household, col(Household.building_id) == col(Building.id))
            .where(col(Staff.left).is_(None), col(Household.valid_to).is_(None))
            .order_by(col(Staff.number), col(Household.id))
            .limit(RUNS + WARM_UP)
        )
        found = session.exec(query).all()
    return found[0][0], [f"{estate}{name}{room}" for _number, estate, name, room in found]

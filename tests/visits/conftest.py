"""An office with two grids, their buildings and households, and two who walk them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from gridterm.clock import FixedClock
from gridterm.i18n import ENGLISH, use
from gridterm.registers.tables import (
    Building,
    BuildingGrid,
    Grid,
    GridManager,
    Household,
    HouseholdMember,
    Staff,
)
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.tables import AuditEntry, Record
from gridterm.store.unit import Store
from gridterm.visits import service
from gridterm.visits.terms import VisitForm, VisitRow
from tests.conftest import MadeOnce
from tests.visits.walked import EVENING, Walked, walk

MONDAY = datetime(2026, 11, 23, 15, 0)
HIRED = date(2020, 1, 1)
CLERK, LEAD, WALKER, OTHER, GONE = range(1, 6)
EIGHT, NINE = 1, 2
HOMES = range(1, 7)
"""Households 1 to 3 are in building 1 (grid 1), 4 and 5 in building 2 (grid 2), 6 in no grid."""


@dataclass
class Round:
    """The office with shortcuts through a round of visits."""

    store: Store
    clock: FixedClock

    def by(self, staff_id: int) -> Actor:
        with self.store.read() as session:
            return Actor(staff_id, session.get_one(Staff, staff_id).name)

    def form(self, household_id: int = 1, **more: Any) -> VisitForm:  # noqa: ANN401
        return replace(VisitForm(household_id, WALKER), **more)

    def visit(self, household_id: int = 1, *, actor: int = WALKER, **more: Any) -> VisitRow:  # noqa: ANN401
        return service.record(self.store, self.by(actor), self.form(household_id, **more))

    def rows(self, table: Any) -> list[Any]:  # noqa: ANN401
        with self.store.read() as session:
            return list(session.exec(select(table)))

    def trail(self) -> list[tuple[str, str]]:
        with self.store.read() as session:
            entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
            return [(one.action, one.subject) for one in entries]

    def trail_of(self, use_case: Callable[[], Any]) -> list[tuple[str, str]]:
        before = len(self.trail())
        use_case()
        return self.trail()[before:]

    def change(self, *records: Record) -> None:
        with self.store.write("test.more", SYSTEM) as tx:
            tx.add(*records)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use(ENGLISH)


@pytest.fixture
def office(store: Store, clock: FixedClock) -> Round:
    """On a Monday afternoon."""
    clock.moment = MONDAY
    with store.write("test.office", SYSTEM) as tx:
        tx.add(
            Staff(number="1001", name="李晓明", roles="clerk", hired=HIRED),
            Staff(number="1002", name="王芳", roles="grid_lead", hired=HIRED),
            Staff(
                number="1003", name="赵强", roles="grid_manager", hired=HIRED, phone="13812345678"
            ),
            Staff(number="1004", name="孙丽", roles="grid_manager", hired=date(2026, 6, 1)),
            Staff(
                number="1005",
                name="周平",
                roles="grid_manager",
                hired=HIRED,
                left=date(2026, 3, 31),
            ),
        )
        tx.add(
            Grid(
                code="化院社区008网格",
                name="八网格",
                level=4,
                kind="basic",
                valid_from=HIRED,
                lead_id=LEAD,
            ),
            Grid(code="化院社区009网格", name="九网格", level=4, kind="basic", valid_from=HIRED),
            Building(estate="化院小区", name="3号楼", search_key="3|化院"),
            Building(estate="化院小区", name="5号楼", search_key="5|化院"),
            Building(estate="化院小区", name="老干部楼", search_key="老干部楼|化院"),
        )
        tx.add(
            GridManager(grid_id=EIGHT, staff_id=WALKER, valid_from=HIRED),
            GridManager(grid_id=NINE, staff_id=OTHER, valid_from=HIRED),
            BuildingGrid(building_id=1, grid_id=EIGHT, valid_from=HIRED),
            BuildingGrid(building_id=2, grid_id=NINE, valid_from=HIRED),
        )
        for building, room in (
            (1, "1-101"),
            (1, "1-102"),
            (1, "2-501"),
            (2, "101"),
            (2, "102"),
            (3, "1"),
        ):
            tx.add(Household(building_id=building, room=room, room_key=room, valid_from=HIRED))
        tx.add(
            HouseholdMember(household_id=1, name="刘小红", relation="child", valid_from=HIRED),
            HouseholdMember(
                household_id=1,
                name="刘大伟",
                phone="13900001111",
                relation="head",
                valid_from=HIRED,
            ),
        )
    return Round(store, clock)


@pytest.fixture(scope="session")
def walked_office(made_once: MadeOnce, empty_office: Path) -> Path:
    """The office of the spot checks, made once; tests copy it."""

    def make(path: Path) -> None:
        shutil.copyfile(empty_office, path)
        clock = FixedClock(EVENING)
        store = Store(path, clock)
        walk(store, clock)
        store.close()

    return made_once("walked", make)


@pytest.fixture
def walked(walked_office: Path, tmp_path: Path) -> Iterator[Walked]:
    """The office of the spot checks on a Monday evening, without any visit yet."""
    path = tmp_path / "walked.db"
    shutil.copyfile(walked_office, path)
    clock = FixedClock(EVENING)
    store = Store(path, clock)
    yield Walked(store, clock)
    store.close()

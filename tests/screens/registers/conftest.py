"""The program on a small office whose operator is a clerk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from gridterm.clock import FixedClock
from gridterm.registers import roster, service
from gridterm.registers.terms import BuildingForm, GridForm, GridLevel, Role, StaffForm
from gridterm.settings import change
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from screens.registers.desk import RegistersDesk
from tests.screens.hotline.piloting import until
from tests.screens.running import programs

START = date(2025, 1, 1)
PEOPLE = (
    ("1001", "李晓明", (Role.CLERK,)),
    ("1002", "王芳", (Role.GRID_LEAD,)),
    ("1003", "陈思雨", (Role.GRID_MANAGER,)),
    ("1004", "赵乐", (Role.PRINCIPAL_LEADER,)),
    ("1005", "孙浩", (Role.GRID_MANAGER,)),
)


@dataclass(frozen=True)
class Office:
    """An office and the ids in it by their names."""

    store: Store
    staff: dict[str, int]
    grids: dict[str, int]
    buildings: dict[str, int]


@pytest.fixture(scope="session")
def registers_office(tmp_path_factory: pytest.TempPathFactory, empty_office: Path) -> Office:
    """A community, two grids, five people, four buildings (one in no grid), one day of duty."""
    path = tmp_path_factory.mktemp("registers-desk") / "made.db"
    shutil.copyfile(empty_office, path)
    store = Store(path, FixedClock(datetime(2026, 11, 20, 9, 0)))
    change(store, SYSTEM, {"office.name": "化院社区"})
    staff = {
        number: service.save_staff(
            store, SYSTEM, StaffForm(number, name, roles, phone=f"1200000{number}", hired=START)
        ).id
        for number, name, roles in PEOPLE
    }
    top = service.save_grid(
        store, SYSTEM, GridForm("化院社区", level=GridLevel.COMMUNITY, valid_from=START)
    )
    grids = {"top": top.id}
    for number, homes, manager in (("008", 300, "1003"), ("009", 420, "")):
        form = GridForm(
            number,
            parent_id=top.id,
            households=homes,
            lead_id=staff["1002"],
            manager_ids=(staff[manager],) if manager else (),
            valid_from=START,
        )
        grids[number] = service.save_grid(store, SYSTEM, form).id
    buildings = {}
    for estate, name, grid in (
        ("化院小区", "1号楼", "008"),
        ("化院小区", "2号楼", "008"),
        ("向阳小区", "1号楼", "009"),
        ("向阳小区", "9号楼", ""),
    ):
        form = BuildingForm(estate, name, 48, 0, grids.get(grid))
        buildings[estate + name] = service.save_building(store, SYSTEM, form, since=START).id
    roster.put(store, SYSTEM, date(2026, 11, 21), staff["1001"], staff["1002"])
    roster.put(store, SYSTEM, date(2026, 11, 23), staff["1003"])
    store.close()
    return Office(store, staff, grids, buildings)


@pytest.fixture
def office(registers_office: Office, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """A copy of it of this test's own."""
    path = Path(shutil.copyfile(registers_office.store.path, tmp_path / "registers.db"))
    store = Store(path, clock)
    yield Office(store, registers_office.staff, registers_office.grids, registers_office.buildings)
    store.close()


Run = Callable[..., Any]
Size = tuple[int, int]


@pytest.fixture
def run(office: Office, clock: FixedClock) -> Run:
    """Make programs on the office, with the operator signed on."""
    return programs(office.store.path, clock)


async def at_desk(pilot: Pilot[int], view: str = "grids") -> RegistersDesk:
    """The desk with a view in it."""
    await pilot.press("f9")
    await until(pilot, lambda: isinstance(pilot.app.screen, RegistersDesk))
    desk = pilot.app.screen
    assert isinstance(desk, RegistersDesk)
    await until(pilot, lambda: desk.query_one("#grids").table.row_count)
    await pilot.press("ctrl+t")
    for _number in range(("grids", "buildings", "staff", "roster", "who").index(view)):
        await pilot.press("right")
    await pilot.press("enter")
    await until(pilot, lambda: desk.current == view and desk.view.home.has_focus)
    if view in {"grids", "buildings", "staff"}:
        await until(pilot, lambda: desk.view.table.row_count)
    if view == "roster":
        await until(pilot, lambda: desk.view.marked)
    return desk


async def on_page(pilot: Pilot[int], kind: type) -> Any:  # noqa: ANN401 - the page that was asked for
    """The page of that kind, its form filled."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    page = pilot.app.screen
    await until(pilot, lambda: getattr(page, "ready", True))
    return page

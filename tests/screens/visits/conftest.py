"""An office whose households are walked: two managers, a lead, two buildings, some visits."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from gridterm.clock import FixedClock
from gridterm.hotline import categories
from gridterm.registers.household_terms import HouseholdForm, MemberForm
from gridterm.registers.households import save_household
from gridterm.registers.service import save_building, save_grid, save_staff
from gridterm.registers.terms import BuildingForm, GridForm, Role, StaffForm
from gridterm.settings import change
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store
from gridterm.visits import checking, service
from gridterm.visits.terms import DrawView, Outcome, VisitForm, VisitRow
from screens.visits.desk import VisitsDesk
from tests.screens.hotline.piloting import at_rest, until
from tests.screens.running import programs

NOW = datetime(2026, 11, 20, 15, 30)  # a Friday
YESTERDAY = date(2026, 11, 19)
HIRED = date(2026, 1, 1)
HOSTILE_NAME = "[/]王[b]"
HOSTILE_WORDS = "[/关闭] 楼道灯 =1+1 [red]x[/red]"
PEOPLE = (
    ("1001", "李晓明", (Role.CLERK,)),
    ("1002", "王芳", (Role.GRID_LEAD,)),
    ("1003", "陈思雨", (Role.GRID_MANAGER,)),
    ("1004", "孙浩", (Role.GRID_MANAGER,)),
)
ROOMS = tuple(f"{unit}-{floor}0{door}" for unit in (1, 2) for floor in (1, 2, 5) for door in (1, 2))
NAMES = ("刘桂兰", "张伟", "欧阳建国", HOSTILE_NAME)


@dataclass(frozen=True)
class Office:
    """The office, staff ids by number, household ids by building and room."""

    store: Store
    staff: dict[str, int]
    homes: dict[tuple[str, str], int]

    def actor(self, number: str) -> Actor:
        """Somebody of the staff."""
        name = next(name for one, name, _roles in PEOPLE if one == number)
        return Actor(self.staff[number], name)

    def visit(
        self,
        room: str,
        building: str = "1号楼",
        number: str = "1003",
        **more: Any,  # noqa: ANN401 - fields of a form
    ) -> VisitRow:
        """A visit recorded by who made it."""
        form = VisitForm(self.homes[building, room], self.staff[number], **more)
        return service.record(self.store, self.actor(number), form)


def _fill(store: Store, clock: FixedClock) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    with store.write("test.categories", SYSTEM) as tx:
        categories.seed(tx)
    change(store, SYSTEM, {"office.name": "化院社区"})
    staff = {
        number: save_staff(store, SYSTEM, StaffForm(number, name, roles, hired=HIRED)).id
        for number, name, roles in PEOPLE
    }
    grid = save_grid(
        store, SYSTEM,
        GridForm("008网格", households=300, lead_id=staff["1002"],
                 manager_ids=(staff["1003"], staff["1004"]), valid_from=HIRED),
    )  # fmt: skip
    homes = {}
    for number in ("1号楼", "2号楼"):
        place = save_building(store, SYSTEM, BuildingForm("化院小区", number, 48, grid_id=grid.id))
        for at, room in enumerate(ROOMS):
            head = MemberForm(NAMES[at % len(NAMES)], f"1380000{at:04d}", valid_from=HIRED)
            form = HouseholdForm(place.id, room, valid_from=HIRED)
            homes[number, room] = save_household(store, SYSTEM, form, members=(head,)).row.id
    made = Office(store, staff, homes)
    clock.moment = datetime(2026, 11, 19, 9, 0)
    made.visit("1-101", matter=HOSTILE_WORDS, feedback="已报修")
    for room in ("1-102", "1-201", "2-101"):
        clock.advance(timedelta(minutes=20))
        made.visit(room)
    made.visit("2-102", result=Outcome.NOBODY)
    clock.moment = datetime(2026, 11, 20, 9, 0)
    for room in ("1-101", "1-102", "2-201"):
        clock.advance(timedelta(minutes=20))
        made.visit(room, "2号楼", "1004")
    clock.moment = NOW
    return staff, homes


@pytest.fixture(scope="session")
def walked_office(tmp_path_factory: pytest.TempPathFactory, empty_office: Path) -> Office:
    """1003 went to five homes yesterday, 1004 to three today; nothing is drawn."""
    path = tmp_path_factory.mktemp("visits-desk") / "made.db"
    shutil.copyfile(empty_office, path)
    clock = FixedClock(NOW - timedelta(days=30))
    store = Store(path, clock)
    staff, homes = _fill(store, clock)
    store.close()
    return Office(store, staff, homes)


@pytest.fixture
def office(walked_office: Office, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """A copy of it of this test's own, on a Friday afternoon."""
    clock.moment = NOW
    path = Path(shutil.copyfile(walked_office.store.path, tmp_path / "visits.db"))
    store = Store(path, clock)
    yield Office(store, walked_office.staff, walked_office.homes)
    store.close()


Run = Callable[..., Any]


@pytest.fixture
def run(office: Office, clock: FixedClock) -> Run:
    """Make programs on the office, with the clerk signed on."""
    return programs(office.store.path, clock)


@pytest.fixture
def drawn(office: Office, monkeypatch: pytest.MonkeyPatch) -> DrawView:
    """Yesterday of 1003 is drawn by the lead, with a seed that no other text changes."""
    monkeypatch.setattr(checking, "trail_end", lambda _session: "5eed" * 16)
    return checking.draw_for(office.store, office.actor("1002"), office.staff["1003"], YESTERDAY)


async def at_desk(pilot: Pilot[int], view: str = "board") -> VisitsDesk:
    """The desk with a view in it."""
    await pilot.press("f8")
    await until(pilot, lambda: isinstance(pilot.app.screen, VisitsDesk))
    desk = pilot.app.screen
    assert isinstance(desk, VisitsDesk)
    await until(pilot, lambda: desk.is_mounted)
    if view != "board":
        desk.show(view)
    await until(pilot, lambda: desk.in_view)
    await at_rest(pilot)
    return desk


async def on_page(pilot: Pilot[int], kind: type) -> Any:  # noqa: ANN401 - the page asked for
    """The page or dialog of that kind, once it is on top."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await at_rest(pilot)
    return pilot.app.screen

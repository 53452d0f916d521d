"""A small office: one community, two grids, four people, five buildings."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from gridterm import settings
from gridterm.clock import FixedClock
from gridterm.registers import service
from gridterm.registers.terms import BuildingForm, GridForm, GridLevel, Role, StaffForm
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

START = date(2025, 1, 1)


@dataclass(frozen=True)
class Office:
    """The office and the ids in it."""

    store: Store
    actor: Actor
    community: int
    grid8: int
    grid9: int
    li: int
    wang: int
    chen: int
    zhao: int
    buildings: dict[str, int]


@pytest.fixture(scope="session")
def small_office(tmp_path_factory: pytest.TempPathFactory, empty_office: Path) -> Office:
    """The office as it stands since 2025-01-01, made once; tests copy it."""
    path = tmp_path_factory.mktemp("registers") / "small.db"
    shutil.copyfile(empty_office, path)
    store = Store(path, FixedClock(datetime(2026, 11, 21, 9, 0)))
    actor = Actor(None, "李晓明")
    settings.change(store, actor, {"office.name": "化院社区"})

    def staff(number: str, name: str, role: Role, phone: str) -> int:
        form = StaffForm(number, name, (role,), phone=phone, hired=START)
        return service.save_staff(store, actor, form).id

    li = staff("1007", "李晓明", Role.GRID_LEAD, "13800000001")
    wang = staff("1008", "王芳", Role.GRID_MANAGER, "13800000002")
    chen = staff("1009", "陈思雨", Role.GRID_MANAGER, "13800000003")
    zhao = staff("1010", "赵乐", Role.CLERK, "")
    top = service.save_grid(
        store, actor, GridForm("化院社区", level=GridLevel.COMMUNITY, valid_from=START)
    )

    def grid(code: str, lead: int, manager: int) -> int:
        form = GridForm(
            code,
            parent_id=top.id,
            households=300,
            lead_id=lead,
            manager_ids=(manager,),
            valid_from=START,
        )
        return service.save_grid(store, actor, form).id

    grid8, grid9 = grid("008", li, wang), grid("9", li, chen)
    buildings = {}
    for estate, name, owner in [
        ("化院小区", "3号楼", grid8),
        ("化院小区", "10号楼", grid8),
        ("化院小区", "老干部楼", grid8),
        ("阳光花园", "3栋", grid9),
        ("阳光花园", "A座", grid9),
    ]:
        form = BuildingForm(estate, name, 60, 0, owner)
        made = service.save_building(store, actor, form, since=START)
        buildings[made.title] = made.id
    store.close()
    return Office(store, actor, top.id, grid8, grid9, li, wang, chen, zhao, buildings)


@pytest.fixture
def office(small_office: Office, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """A copy of the small office of this test's own."""
    path = tmp_path / "small.db"
    shutil.copyfile(small_office.store.path, path)
    store = Store(path, clock)
    yield replace(small_office, store=store)
    store.close()


@pytest.fixture
def hostile() -> list[str]:
    """Texts that break careless programs."""
    return [
        "[/]",
        "[red]x[/red]",
        "=1+1",
        "@SUM(A1)",
        "'; DROP TABLE staff; --",
        'a"b',
        "%_",
        "<活着>",
        "😀",
        "|",
        "x" * 6999,
        "两\n行",
        "\x0b\u200b",
    ]

"""An office of five whose attendance is looked at: one name is hostile, October holds faults."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from gridterm.attendance import service
from gridterm.attendance.tables import Punch
from gridterm.attendance.terms import LeaveForm, LeaveKind
from gridterm.clock import FixedClock
from gridterm.registers.service import save_staff
from gridterm.registers.terms import Role, StaffForm
from gridterm.registers.workdays import load as load_calendar
from gridterm.settings import change
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store
from screens.attendance.desk import AttendanceDesk
from tests.screens.hotline.piloting import at_rest, until
from tests.screens.running import programs

MORNING = datetime(2026, 11, 20, 8, 27)
HIRED = date(2026, 1, 1)
HOSTILE_NAME = "[/]王[b]"
PEOPLE = (
    ("1001", "李晓明", (Role.CLERK,)),
    ("1002", "王芳", (Role.PRINCIPAL_LEADER,)),
    ("1003", "陈思雨", (Role.GRID_MANAGER,)),
    ("1004", "孙浩", (Role.GRID_MANAGER,)),
    ("1005", HOSTILE_NAME, (Role.GRID_MANAGER,)),
)
LATE_DAY, ABSENT_DAY, LEAVE_DAY = date(2026, 10, 20), date(2026, 10, 21), date(2026, 10, 22)


@dataclass(frozen=True)
class Office:
    """The office and the ids in it by staff number."""

    store: Store
    staff: dict[str, int]


def _fill(store: Store, clock: FixedClock) -> dict[str, int]:
    change(store, SYSTEM, {"office.name": "化院社区"})
    ids = {
        number: save_staff(store, SYSTEM, StaffForm(number, name, roles, hired=HIRED)).id
        for number, name, roles in PEOPLE
    }
    times: list[tuple[int, datetime]] = []
    for staff_id in ids.values():
        day = date(2026, 10, 9)
        while day < MORNING.date():
            skip = staff_id == ids["1003"] and day in {ABSENT_DAY, LEAVE_DAY}
            if not skip:
                late = staff_id == ids["1003"] and day == LATE_DAY
                times.append((staff_id, datetime.combine(day, time(8, 42 if late else 20))))
                times.append((staff_id, datetime.combine(day, time(15, 20))))
            day += timedelta(days=1)
    with store.write("test.punches", SYSTEM) as tx:
        calendar = load_calendar(tx.session)
        rows = [
            {
                "id": place, "at": at, "staff_id": staff_id, "pin": "", "source": "number",
                "device": "", "raw": "", "clock_back": False, "recorded_at": at,
                "batch_id": None, "line": 0,
            }
            for place, (staff_id, at) in enumerate(
                ((one, at) for one, at in times if calendar.is_workday(at.date())), 1
            )
        ]  # fmt: skip
        tx.bulk(Punch, rows)
    leave = LeaveForm(
        ids["1003"], LeaveKind.SICK,
        datetime.combine(LEAVE_DAY, time()),
        datetime.combine(LEAVE_DAY + timedelta(days=1), time()),
        "发烧 [/关闭]",
    )  # fmt: skip
    clerk = Actor(ids["1001"], "李晓明")
    told = service.ask(store, clerk, leave)
    service.approve(store, clerk, told.id, "王芳")
    clock.moment = MORNING
    return ids


@pytest.fixture(scope="session")
def attendance_office(tmp_path_factory: pytest.TempPathFactory, empty_office: Path) -> Office:
    """October and November up to yesterday; 1003 was late, absent, and on leave approved late."""
    path = tmp_path_factory.mktemp("attendance-desk") / "made.db"
    shutil.copyfile(empty_office, path)
    clock = FixedClock(MORNING - timedelta(hours=12))
    store = Store(path, clock)
    ids = _fill(store, clock)
    store.close()
    return Office(store, ids)


@pytest.fixture
def office(attendance_office: Office, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """A copy of it of this test's own, on the morning of a Friday."""
    clock.moment = MORNING
    path = Path(shutil.copyfile(attendance_office.store.path, tmp_path / "attendance.db"))
    store = Store(path, clock)
    yield Office(store, attendance_office.staff)
    store.close()


Run = Callable[..., Any]


@pytest.fixture
def run(office: Office, clock: FixedClock) -> Run:
    """Make programs on the office, with the clerk signed on."""
    return programs(office.store.path, clock)


async def at_view(pilot: Pilot[int], name: str, month: tuple[int, int] | None = None) -> Any:  # noqa: ANN401 - each view is of another class
    """The desk with a view in it, in a month."""
    await pilot.press("f6")
    await until(pilot, lambda: isinstance(pilot.app.screen, AttendanceDesk))
    desk = pilot.app.screen
    assert isinstance(desk, AttendanceDesk)
    if month is not None:
        desk.month = month
    await until(pilot, lambda: desk.is_mounted)
    desk.show(name)
    await until(pilot, lambda: desk.in_view)
    await at_rest(pilot)
    return desk.view


async def on_dialog(pilot: Pilot[int], kind: type) -> Any:  # noqa: ANN401 - the dialog asked for
    """The dialog of that kind, once it is on top."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await at_rest(pilot)
    return pilot.app.screen

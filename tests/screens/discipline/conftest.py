"""An office with cases: three warnings of which the first was revoked, an appeal, open ones."""

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
from gridterm.discipline import service
from gridterm.discipline.reading import cases
from gridterm.discipline.views import CaseForm, CaseRow
from gridterm.hotline import categories
from gridterm.hotline import service as hotline
from gridterm.hotline.terms import Intake
from gridterm.registers.service import list_staff, save_grid, save_staff
from gridterm.registers.terms import GridForm, Role, StaffForm
from gridterm.settings import change
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.opening import create_store
from gridterm.store.unit import Store
from screens.discipline.desk import DisciplineDesk
from screens.registers.fields import FieldsDialog
from tests.conftest import MadeOnce
from tests.screens.hotline.piloting import at_rest, until
from tests.screens.running import programs

NOW = datetime(2026, 11, 25, 14, 25)
HIRED = date(2025, 1, 1)
HOSTILE_NAME = "[/]周[b]"
HOSTILE = "[/关闭][red]x[/red] 收了商户的礼 =1+1 [@click=app.exit]点[/]"
CLERK, LEAD, WALKER, HEAD, MEMBER, ODD = "1001", "1002", "1003", "1004", "1005", "1006"
PEOPLE = (
    (CLERK, "李晓明", Role.CLERK),
    (LEAD, "王芳", Role.GRID_LEAD),
    (WALKER, "陈思雨", Role.GRID_MANAGER),
    (HEAD, "孙浩", Role.PRINCIPAL_LEADER),
    (MEMBER, "赵敏", Role.COMMITTEE),
    (ODD, HOSTILE_NAME, Role.GRID_MANAGER),
)
FALSIFIED = {"clause": "falsify", "track": "visits"}
ORDER = ("reported", "investigating", "confirmed", "decided", "served", "appealed")


@dataclass(frozen=True)
class Office:
    """The office and the ids of its people by staff number."""

    store: Store
    clock: FixedClock
    staff: dict[str, int]

    def actor(self, number: str) -> Actor:
        """Somebody of the staff at the desk."""
        names = {one: name for one, name, _role in PEOPLE}
        return Actor(self.staff[number], names[number])

    def case_of(self, number: str, state: str) -> CaseRow:
        """The one case of somebody in a state."""
        rows = cases(self.store, self.actor(HEAD)).rows
        (found,) = [one for one in rows if one.person.number == number and one.state == state]
        return found

    def case(self, person: str, day: date, matter: str, upto: str, **more: Any) -> int:  # noqa: ANN401
        """A case that was taken so far; reported by the grid's lead, decided by the head."""
        self.clock.moment = datetime(day.year, day.month, day.day, 9) + timedelta(days=1)
        store, member = self.store, self.actor(MEMBER)
        form = CaseForm(
            self.staff[person], incident_on=day, matter=matter, **{"clause": "gifts", **more}
        )
        made = service.report(store, self.actor(more.pop("by", LEAD)), form).row.id
        steps: tuple[Callable[[], object], ...] = (
            lambda: self._look_into(made),
            lambda: service.find_true(store, member, made),
            lambda: service.decide(store, self.actor(HEAD), made),
            lambda: service.serve(store, member, made, receipt=True),
            lambda: service.appeal(store, member, made, "我认为处理过重"),
        )
        for step in steps[: ORDER.index(upto)]:
            step()
            self.clock.advance(timedelta(hours=2))
        return made

    def _look_into(self, made: int) -> None:
        store, member = self.store, self.actor(MEMBER)
        service.investigate(store, member, made, self.staff[MEMBER])
        service.add_evidence(store, member, made, text="住户说当天没有人上门")
        service.record_statement(store, member, made, "当天太忙，补记的")


def _fill(office: Office) -> None:
    store, clock = office.store, office.clock
    first = office.case(WALKER, date(2026, 1, 12), "上午未入户却写了六户", "served", **FALSIFIED)
    office.case(WALKER, date(2026, 3, 12), "再次虚填走访记录", "served", **FALSIFIED)
    office.case(WALKER, date(2026, 5, 6), "第三次虚填走访记录", "served", **FALSIFIED)
    office.case(WALKER, date(2026, 9, 3), "多次不参加例会", "confirmed", clause="",
                track="performance")  # fmt: skip
    office.case(ODD, date(2026, 11, 9), HOSTILE, "appealed")
    office.case(ODD, date(2026, 11, 20), "向商户透露住户电话", "reported", clause="disclose")
    clock.moment = datetime(2026, 11, 23, 9, 0)
    service.revoke(store, office.actor(HEAD), first, "复核发现登记错了人")
    clock.moment = NOW
    hotline.register(
        store, office.actor(CLERK),
        Intake("网格员不接电话", kind="complaint", caller="刘桂兰", phone="12000000017"),
    )  # fmt: skip


def _found(store: Store) -> dict[str, int]:
    with store.write("test.office", SYSTEM) as tx:
        categories.seed(tx)
    change(store, SYSTEM, {"office.name": "化院社区", "attendance.since": "2026-11-25"})
    ids = {
        number: save_staff(store, SYSTEM, StaffForm(number, name, (role,), hired=HIRED)).id
        for number, name, role in PEOPLE
    }
    save_grid(
        store, SYSTEM,
        GridForm("008网格", households=300, lead_id=ids[LEAD], manager_ids=(ids[WALKER],),
                 valid_from=HIRED),
    )  # fmt: skip
    return ids


@pytest.fixture(scope="session")
def made_cases(made_once: MadeOnce) -> Path:
    """The office with its cases."""

    def make(path: Path) -> None:
        clock = FixedClock(datetime(2026, 1, 5, 9, 0))
        store = create_store(path, clock)
        _fill(Office(store, clock, _found(store)))
        store.close()

    return made_once("discipline-desk", make)


@pytest.fixture
def office(made_cases: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """A copy of it of this test's own."""
    clock.moment = NOW
    store = Store(Path(shutil.copyfile(made_cases, tmp_path / "discipline.db")), clock)
    yield Office(store, clock, {one.number: one.id for one in list_staff(store)})
    store.close()


Run = Callable[..., Any]


@pytest.fixture
def run(office: Office) -> Run:
    """Make programs on the office; who is at the desk is ``operator=``."""
    return programs(office.store.path, office.clock)


async def at_desk(pilot: Pilot[int], view: str = "") -> DisciplineDesk:
    """The desk, and a view of it with the keys in it."""
    await pilot.press("f7")
    await until(pilot, lambda: isinstance(pilot.app.screen, DisciplineDesk))
    desk: Any = pilot.app.screen
    await until(pilot, lambda: desk.is_mounted)
    await at_rest(pilot)
    if view:
        desk.show(view)
        await at_rest(pilot)
    return desk


async def on_screen(pilot: Pilot[int], kind: type) -> Any:  # noqa: ANN401 - the screen asked for
    """The screen of that kind, once it is on top."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await at_rest(pilot)
    return pilot.app.screen


async def fill(pilot: Pilot[int], **values: str) -> None:
    """Fill the open form and save it."""
    dialog = await on_screen(pilot, FieldsDialog)
    for name, value in values.items():
        dialog.query_one(f"#field-{name}").value = value
    await pilot.press("f9")
    await at_rest(pilot)

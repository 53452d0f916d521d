"""An office of five on the afternoon of a Wednesday: two missed weeks, a regional matter."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from gridterm.clock import FixedClock
from gridterm.hotline import categories, handling, service
from gridterm.hotline.terms import Intake
from gridterm.meetings import agenda, people
from gridterm.meetings.terms import ItemForm, MeetingRef
from gridterm.registers.service import save_building, save_grid, save_staff
from gridterm.registers.terms import BuildingForm, GridForm, Role, StaffForm
from gridterm.settings import change
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store
from screens.meetings.desk import MeetingsDesk
from screens.registers.fields import FieldsDialog
from tests.conftest import MadeOnce
from tests.screens.hotline.piloting import at_rest, until
from tests.screens.running import programs

NOW = datetime(2026, 11, 25, 14, 25)
WEDNESDAY = MeetingRef(series_on=NOW.date())
HIRED = date(2026, 1, 1)
HOSTILE_NAME = "[/]赵[b]"
HOSTILE = "[/关闭][red]x[/red] 楼道堆物 =1+1 [@click=app.exit]点[/]"
PEOPLE = (
    ("1001", "李晓明", (Role.CLERK,)),
    ("1002", "王芳", (Role.GRID_LEAD,)),
    ("1003", "陈思雨", (Role.GRID_MANAGER,)),
    ("1004", "孙浩", (Role.PRINCIPAL_LEADER,)),
    ("1005", HOSTILE_NAME, (Role.COMMITTEE,)),
)


@dataclass(frozen=True)
class Office:
    """The office, the ids in it by staff number, its regional matter."""

    store: Store
    staff: dict[str, int]
    ticket_id: int

    def actor(self, number: str) -> Actor:
        """Somebody of the staff at the desk."""
        names = {one: name for one, name, _roles in PEOPLE}
        return Actor(self.staff[number], names[number])


def _fill(store: Store, clock: FixedClock) -> None:
    with store.write("test.office", SYSTEM) as tx:
        categories.seed(tx)
    change(
        store, SYSTEM,
        {"office.name": "化院社区", "meetings.since": "2026-11-11", "meetings.place": "二楼会议室"},
    )  # fmt: skip
    ids = {
        number: save_staff(store, SYSTEM, StaffForm(number, name, roles, hired=HIRED)).id
        for number, name, roles in PEOPLE
    }
    grid = save_grid(
        store, SYSTEM,
        GridForm("008网格", households=300, lead_id=ids["1002"], manager_ids=(ids["1003"],),
                 valid_from=HIRED),
    )  # fmt: skip
    save_building(store, SYSTEM, BuildingForm("化院小区", "3号楼", 48, grid_id=grid.id))
    clerk = Actor(ids["1001"], "李晓明")
    made = service.register(
        store, clerk,
        Intake("楼顶积水,五楼三户渗水,物业和开发商都说不归他们管", kind="complaint",
               caller="刘桂兰", phone="12000000017", address="化院小区3号楼2单元501",
               category="leaks_repairs"),
    )  # fmt: skip
    handling.triage(store, clerk, made.id, "regional", "coordination", reason="涉及两家单位")


@pytest.fixture(scope="session")
def made_meetings(made_once: MadeOnce) -> Path:
    """The office before anybody touched a meeting."""

    def make(path: Path) -> None:
        from gridterm.store.opening import create_store

        store = create_store(path, FixedClock(NOW - timedelta(hours=5)))
        _fill(store, FixedClock(NOW))
        store.close()

    return made_once("meetings-desk", make)


def office_at(path: Path, clock: FixedClock) -> Office:
    """The office of a file, open."""
    from gridterm.hotline.queries import list_tickets
    from gridterm.hotline.terms import TicketFilter
    from gridterm.registers.service import list_staff

    store = Store(path, clock)
    staff = {one.number: one.id for one in list_staff(store)}
    (ticket,) = list_tickets(store, TicketFilter()).rows
    return Office(store, staff, ticket.id)


@pytest.fixture
def office(made_meetings: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """A copy of it of this test's own, five minutes before the meeting."""
    clock.moment = NOW
    found = office_at(Path(shutil.copyfile(made_meetings, tmp_path / "meetings.db")), clock)
    yield found
    found.store.close()


Run = Callable[..., Any]


@pytest.fixture
def run(office: Office, clock: FixedClock) -> Run:
    """Make programs on the office, with the clerk signed on."""
    return programs(office.store.path, clock)


def hostile(office: Office) -> None:
    """Words that look like markup on the agenda, and at the door."""
    clerk = office.actor("1001")
    agenda.add_item(office.store, clerk, WEDNESDAY, ItemForm(HOSTILE, HOSTILE))
    agenda.add_item(office.store, clerk, WEDNESDAY, ItemForm("人事", "内部", confidential=True))
    people.add_guest(office.store, clerk, WEDNESDAY, "[/]客[b]", HOSTILE[:20])


async def at_desk(pilot: Pilot[int], tab: str = "") -> Any:  # noqa: ANN401 - each tab is another class
    """The desk with this Wednesday marked, and a tab of it with the keys in it."""
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, MeetingsDesk))
    desk: Any = pilot.app.screen
    await until(pilot, lambda: desk.is_mounted and desk.detail is not None)
    await at_rest(pilot)
    if tab:
        desk.show(tab)
        await at_rest(pilot)
    return desk.view if tab else desk


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


async def choose(pilot: Pilot[int], words: str) -> None:
    """The line of the open list that holds these words."""
    listed = pilot.app.screen.query_one(OptionList)
    lines = [str(listed.get_option_at_index(n).prompt) for n in range(listed.option_count)]
    listed.highlighted = next(n for n, line in enumerate(lines) if words in line)
    await pilot.press("enter")
    await at_rest(pilot)

"""Pictures of the meetings' desk in both languages. Look at a changed one before taking it over."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from gridterm.clock import FixedClock
from gridterm.meetings import minutes, people
from gridterm.meetings.action_terms import ActionForm
from gridterm.meetings.terms import EntryForm, EntryKind
from screens.app import GridtermApp
from screens.meetings.writing import WritingPage
from tests.conftest import MadeOnce
from tests.screens.hotline.piloting import at_rest, until
from tests.screens.meetings.conftest import (
    NOW,
    WEDNESDAY,
    Office,
    at_desk,
    hostile,
    office_at,
    on_screen,
)

Step = Callable[[Pilot[int]], Awaitable[None]]
LATER = NOW.replace(hour=14, minute=41)


async def _still(pilot: Pilot[int]) -> None:
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    for area in pilot.app.screen.query(TextArea):
        area.cursor_blink = False
    pilot.app.clear_notifications()
    await at_rest(pilot)


async def _desk(pilot: Pilot[int], tab: str = "") -> Any:  # noqa: ANN401 - the desk or a tab
    app: GridtermApp = pilot.app  # type: ignore[assignment]
    await until(pilot, lambda: app.is_open and app.instance is not None)
    await at_rest(pilot)
    found = await at_desk(pilot, tab)
    await _still(pilot)
    return found


async def meetings(pilot: Pilot[int]) -> None:
    await _desk(pilot)


async def agenda(pilot: Pilot[int]) -> None:
    await _desk(pilot, "agenda")


async def sign_in(pilot: Pilot[int]) -> None:
    await _desk(pilot, "sign_in")


async def written(pilot: Pilot[int]) -> None:
    await _desk(pilot, "minutes")


async def actions(pilot: Pilot[int]) -> None:
    await _desk(pilot, "actions")


async def writing(pilot: Pilot[int]) -> None:
    await _desk(pilot, "minutes")
    await pilot.press("enter")
    page = await on_screen(pilot, WritingPage)
    await until(pilot, lambda: page.can_write)
    await _still(pilot)


def _go_on(office: Office, clock: FixedClock) -> None:
    from gridterm.meetings.actions import give

    store, clerk = office.store, office.actor("1001")
    hostile(office)
    people.open_sign_in(store, clerk, WEDNESDAY)
    people.sign(store, clerk, WEDNESDAY, "1002")
    clock.moment = LATER
    people.sign(store, clerk, WEDNESDAY, "1003")
    first = minutes.minutes(store, WEDNESDAY).items[0]
    said = minutes.add_entry(
        store, clerk, WEDNESDAY,
        EntryForm(EntryKind.DECISION, "月底前清完三号楼楼道 [/]", first.id,
                  speaker_id=office.staff["1004"]),
    )  # fmt: skip
    due = clock.today().replace(day=30)
    meeting_id = minutes.minutes(store, WEDNESDAY).meeting.row.id
    give(
        store, clerk,
        ActionForm("清理楼道 [/]", office.staff["1002"], due, meeting_id=meeting_id,
                   entry_id=said.id),
    )  # fmt: skip


@pytest.fixture
def app(
    made_once: MadeOnce, made_meetings: Path, tmp_path: Path, clock: FixedClock
) -> Callable[[str], GridtermApp]:
    """The program while the meeting is on: two are there, a decision was made and given."""

    def make(path: Path) -> None:
        office = office_at(Path(shutil.copyfile(made_meetings, path)), clock)
        _go_on(office, clock)
        office.store.close()

    clock.moment = NOW
    path = Path(shutil.copyfile(made_once("meeting-pictured", make), tmp_path / "meeting.db"))
    clock.moment = LATER
    return lambda language: GridtermApp(path, clock, language, operator="1001")


@pytest.mark.parametrize("language", ["zh_CN", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("step", [meetings, agenda, sign_in, written, actions, writing])
def test_meetings_in_80_columns(
    snap_compare: Callable[..., bool],
    app: Callable[[str], GridtermApp],
    language: str,
    step: Step,
) -> None:
    assert snap_compare(app(language), terminal_size=(80, 24), run_before=step)


@pytest.mark.parametrize("step", [agenda, writing])
@pytest.mark.slow
def test_meetings_in_120_columns(
    snap_compare: Callable[..., bool], app: Callable[[str], GridtermApp], step: Step
) -> None:
    assert snap_compare(app("zh_CN"), terminal_size=(120, 36), run_before=step)

"""Pictures of the discipline desk in both languages. Look at a changed one before taking it."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from gridterm.clock import FixedClock
from screens.app import GridtermApp
from screens.discipline.case import CasePage
from screens.discipline.lead import LeadPage
from screens.discipline.person import PersonStandingPage
from tests.screens.discipline.conftest import HEAD, NOW, at_desk, on_screen
from tests.screens.hotline.piloting import at_rest, until

Step = Callable[[Pilot[int]], Awaitable[None]]


async def _still(pilot: Pilot[int]) -> None:
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    for area in pilot.app.screen.query(TextArea):
        area.cursor_blink = False
    pilot.app.clear_notifications()
    await at_rest(pilot)


async def _desk(pilot: Pilot[int], view: str = "") -> None:
    app: GridtermApp = pilot.app  # type: ignore[assignment]
    await until(pilot, lambda: app.is_open and app.instance is not None)
    await at_rest(pilot)
    await at_desk(pilot, view)
    await _still(pilot)


async def people(pilot: Pilot[int]) -> None:
    await _desk(pilot)


async def cases(pilot: Pilot[int]) -> None:
    await _desk(pilot, "cases")


async def person(pilot: Pilot[int]) -> None:
    await _desk(pilot)
    await pilot.press("enter")
    await on_screen(pilot, PersonStandingPage)
    await _still(pilot)


async def case(pilot: Pilot[int]) -> None:
    await _desk(pilot, "cases")
    await pilot.press("enter")
    await on_screen(pilot, CasePage)
    await _still(pilot)


async def lead(pilot: Pilot[int]) -> None:
    await _desk(pilot)
    await pilot.press("ctrl+n")
    page = await on_screen(pilot, LeadPage)
    await until(pilot, lambda: page.ready)
    await _still(pilot)


@pytest.fixture
def app(made_cases: Path, tmp_path: Path, clock: FixedClock) -> Callable[[str], GridtermApp]:
    """The program with the head at the desk."""
    clock.moment = NOW
    path = Path(shutil.copyfile(made_cases, tmp_path / "discipline.db"))
    return lambda language: GridtermApp(path, clock, language, operator=HEAD)


@pytest.mark.parametrize("language", ["zh_CN", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("step", [people, cases, person, case, lead])
def test_discipline_in_80_columns(
    snap_compare: Callable[..., bool],
    app: Callable[[str], GridtermApp],
    language: str,
    step: Step,
) -> None:
    assert snap_compare(app(language), terminal_size=(80, 24), run_before=step)


@pytest.mark.parametrize("step", [person, case])
@pytest.mark.slow
def test_discipline_in_120_columns(
    snap_compare: Callable[..., bool], app: Callable[[str], GridtermApp], step: Step
) -> None:
    assert snap_compare(app("zh_CN"), terminal_size=(120, 36), run_before=step)

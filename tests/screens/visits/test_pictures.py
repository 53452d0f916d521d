"""Pictures of the visits in both languages. Look at a changed one before taking it over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from gridterm.clock import FixedClock
from gridterm.visits.terms import DrawView
from screens.app import GridtermApp
from screens.visits.draw import DrawPage
from screens.visits.round import RoundPage
from tests.screens.hotline.piloting import at_rest, type_text, until
from tests.screens.visits.conftest import YESTERDAY, Office, at_desk, on_page

WALKER_ID = 3
Step = Callable[[Pilot[int]], Awaitable[None]]


async def _opened(pilot: Pilot[int]) -> None:
    app: GridtermApp = pilot.app  # type: ignore[assignment]
    await until(pilot, lambda: app.is_open and app.instance is not None)
    await at_rest(pilot)


async def _still(pilot: Pilot[int]) -> None:
    """No cursor blinks, no notice stands about."""
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    pilot.app.clear_notifications()
    await at_rest(pilot)


async def board(pilot: Pilot[int]) -> None:
    await _opened(pilot)
    await at_desk(pilot)
    await pilot.press("pageup")
    await at_rest(pilot)
    await _still(pilot)


async def coverage(pilot: Pilot[int]) -> None:
    await _opened(pilot)
    await at_desk(pilot, "coverage")
    await _still(pilot)


async def a_round(pilot: Pilot[int]) -> None:
    await _opened(pilot)
    await at_desk(pilot)
    await pilot.press("ctrl+n")
    page: RoundPage = await on_page(pilot, RoundPage)
    await until(pilot, lambda: len(page.entries) == 3)
    for field in page.query(Input):
        field.cursor_blink = False
    await type_text(pilot, "50")
    await at_rest(pilot)
    await _still(pilot)


async def spot_check(pilot: Pilot[int]) -> None:
    await _opened(pilot)
    desk = await at_desk(pilot)
    desk.open_draw(WALKER_ID, YESTERDAY)
    page: DrawPage = await on_page(pilot, DrawPage)
    await until(pilot, lambda: page.table.row_count == 2)
    await _still(pilot)


@pytest.fixture
def app(office: Office, drawn: DrawView, clock: FixedClock) -> Callable[[str], GridtermApp]:
    """The program on the office whose yesterday was drawn, a manager signed on."""
    assert drawn.staff.id == WALKER_ID
    return lambda language: GridtermApp(office.store.path, clock, language, operator="1004")


@pytest.mark.parametrize("language", ["zh_CN", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("step", [board, coverage, a_round, spot_check])
def test_visits_in_80_columns(
    snap_compare: Callable[..., bool],
    app: Callable[[str], GridtermApp],
    language: str,
    step: Step,
) -> None:
    assert snap_compare(app(language), terminal_size=(80, 24), run_before=step)

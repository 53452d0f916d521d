"""Pictures of attendance in both languages. Look at a changed one before taking it over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from gridterm.attendance import service
from gridterm.clock import FixedClock
from gridterm.store.audit import SYSTEM
from screens.app import GridtermApp
from screens.attendance.kiosk import Kiosk
from screens.attendance.slot import SlotDialog
from tests.screens.attendance.conftest import LATE_DAY, Office, at_view, on_dialog
from tests.screens.hotline.piloting import at_rest, type_text, until

Step = Callable[[Pilot[int]], Awaitable[None]]
OCTOBER = (2026, 10)


async def _open(pilot: Pilot[int]) -> None:
    app: GridtermApp = pilot.app  # type: ignore[assignment]
    await until(pilot, lambda: app.is_open and app.instance is not None)
    await at_rest(pilot)


async def _still(pilot: Pilot[int]) -> None:
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    pilot.app.clear_notifications()
    await at_rest(pilot)


async def board(pilot: Pilot[int]) -> None:
    await _open(pilot)
    await at_view(pilot, "board")
    await _still(pilot)


async def month(pilot: Pilot[int]) -> None:
    await _open(pilot)
    view = await at_view(pilot, "month", OCTOBER)
    view.matrix.mark(LATE_DAY, view.people[2].staff.id)
    await pilot.press("left", "right")
    await _still(pilot)


async def slot(pilot: Pilot[int]) -> None:
    await month(pilot)
    await pilot.press("enter")
    await on_dialog(pilot, SlotDialog)
    await _still(pilot)


async def exceptions(pilot: Pilot[int]) -> None:
    await _open(pilot)
    await at_view(pilot, "exceptions", OCTOBER)
    await _still(pilot)


async def kiosk(pilot: Pilot[int]) -> None:
    await board(pilot)
    await pilot.press("ctrl+g")
    await at_rest(pilot)
    await pilot.press("down", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Kiosk))
    screen = pilot.app.screen
    await type_text(pilot, "1003")
    await pilot.press("enter")
    await until(pilot, lambda: screen.query_one("#result").has_class("-good"))
    await _still(pilot)


@pytest.fixture
def app(office: Office, clock: FixedClock) -> Callable[[str], GridtermApp]:
    """The program on the office where somebody has signed in this morning."""
    service.punch(office.store, SYSTEM, "1002")
    return lambda language: GridtermApp(office.store.path, clock, language, operator="1001")


@pytest.mark.parametrize("language", ["zh_CN", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("step", [board, month, slot, exceptions, kiosk])
def test_attendance_in_80_columns(
    snap_compare: Callable[..., bool],
    app: Callable[[str], GridtermApp],
    language: str,
    step: Step,
) -> None:
    assert snap_compare(app(language), terminal_size=(80, 24), run_before=step)


def test_a_whole_month_in_120_columns(
    snap_compare: Callable[..., bool], app: Callable[[str], GridtermApp]
) -> None:
    assert snap_compare(app("zh_CN"), terminal_size=(120, 36), run_before=month)

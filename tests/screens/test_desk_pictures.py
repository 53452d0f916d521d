"""Pictures of the desks in both languages. Look at a changed one before taking it over."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from gridterm.clock import FixedClock
from screens.app import GridtermApp
from screens.hotline.detail import DetailPage
from screens.hotline.intake import IntakePage
from screens.widgets.table import PagedTable
from tests.screens.hotline.piloting import at_rest, type_text, until

Step = Callable[[Pilot[int]], Awaitable[None]]


@pytest.fixture
def own_office(filled_office: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(filled_office, tmp_path / "office.db"))


async def settled(pilot: Pilot[int]) -> None:
    """What start-up reads is on the screen."""
    app: GridtermApp = pilot.app  # type: ignore[assignment]
    await until(pilot, lambda: app.is_open and app.instance is not None)
    await at_rest(pilot)


async def still(pilot: Pilot[int]) -> None:
    """No cursor blinks, no notice stands about."""
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    for area in pilot.app.screen.query(TextArea):
        area.cursor_blink = False
    pilot.app.clear_notifications()
    await at_rest(pilot)


async def calls(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await pilot.press("f3")
    await until(pilot, lambda: pilot.app.current_mode == "hotline")
    await until(pilot, lambda: pilot.app.screen.query(PagedTable))
    await until(pilot, lambda: pilot.app.screen.query_one(PagedTable).row_count)
    await still(pilot)


async def call(pilot: Pilot[int]) -> None:
    await calls(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, DetailPage))
    await still(pilot)


async def log_a_call(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await pilot.press("f12")
    await until(pilot, lambda: isinstance(pilot.app.screen, IntakePage))
    page = pilot.app.screen
    await until(pilot, lambda: page.focused is not None and page.focused.id == "phone")
    await type_text(pilot, "12000000003")
    await pilot.press("enter")
    await until(pilot, lambda: page.focused is not None and page.focused.id == "content")
    await still(pilot)


async def registers(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await pilot.press("f9")
    await until(pilot, lambda: pilot.app.current_mode == "registers")
    await until(pilot, lambda: pilot.app.screen.query("#grids"))
    await until(pilot, lambda: pilot.app.screen.query_one("#grids").table.row_count)  # type: ignore[attr-defined]
    await still(pilot)


async def staff(pilot: Pilot[int]) -> None:
    await settled(pilot)
    pilot.app.open_desk("registers", "staff")  # type: ignore[attr-defined]
    await until(pilot, lambda: getattr(pilot.app.screen, "current", "") == "staff")
    await until(pilot, lambda: pilot.app.screen.view.table.row_count)  # type: ignore[attr-defined]
    await still(pilot)


@pytest.mark.parametrize("language", ["zh_CN", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("step", [calls, call, log_a_call, registers, staff])
def test_a_desk_in_80_columns(
    snap_compare: Callable[..., bool],
    own_office: Path,
    clock: FixedClock,
    language: str,
    step: Step,
) -> None:
    app = GridtermApp(own_office, clock, language, operator="1001")
    assert snap_compare(app, terminal_size=(80, 24), run_before=step)

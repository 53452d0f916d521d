"""Pictures of the shell in both languages. Look at a changed one before taking it over.

Only the desk of Today is there, so that a new desk elsewhere changes no picture here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from gridterm.clock import FixedClock
from gridterm.store.backup import make_backup
from gridterm.store.opening import open_store
from screens import desks
from screens.app import GridtermApp
from screens.help import Help
from screens.menu import Menu
from screens.start.settings import SettingsPage
from screens.start.sign_on import SignOn
from screens.start.wizard import FirstStart
from screens.widgets.forms import Form
from screens.widgets.table import PagedTable
from tests.screens.hotline.piloting import at_rest, until
from tests.screens.today.test_today import office_with_calls

Step = Callable[[Pilot[int]], Awaitable[None]]
LANGUAGES = ("zh_CN", pytest.param("en", marks=pytest.mark.slow))


@pytest.fixture(autouse=True)
def today_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "PLACES", desks.PLACES[:1])
    monkeypatch.setattr(desks, "INTAKE", "")


@pytest.fixture
def busy_path(office_path: Path, clock: FixedClock) -> Path:
    office_with_calls(office_path, clock)
    store = open_store(office_path, clock)
    make_backup(store)
    store.close()
    return office_path


async def settled(pilot: Pilot[int]) -> None:
    """Everything that start-up reads is on the screen."""
    app: GridtermApp = pilot.app  # type: ignore[assignment]
    await until(pilot, lambda: app.is_open and app.instance is not None)
    await app.workers.wait_for_complete()
    app.desk("today").refresh_data()  # type: ignore[union-attr]
    await app.workers.wait_for_complete()
    await at_rest(pilot)


async def today(pilot: Pilot[int]) -> None:
    await settled(pilot)


async def help_of_today(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await pilot.press("f1")
    await until(pilot, lambda: isinstance(pilot.app.screen, Help))
    await at_rest(pilot)


async def menu(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await pilot.press("f10")
    await until(pilot, lambda: isinstance(pilot.app.screen, Menu))
    await pilot.app.workers.wait_for_complete()
    pilot.app.screen.query_one(Input).cursor_blink = False
    await at_rest(pilot)


async def settings(pilot: Pilot[int]) -> None:
    await settled(pilot)
    pilot.app.open_settings()  # type: ignore[attr-defined]
    await until(pilot, lambda: isinstance(pilot.app.screen, SettingsPage))
    table = pilot.app.screen.query_one(PagedTable)
    await until(pilot, lambda: table.mark("safety.lock_minutes"))
    await at_rest(pilot)


async def light_and_wide(pilot: Pilot[int]) -> None:
    await settled(pilot)
    pilot.app.theme = "light"
    await at_rest(pilot)


async def ascii_help(pilot: Pilot[int]) -> None:
    await help_of_today(pilot)
    pilot.app.theme = "ascii"
    await at_rest(pilot)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", [today, help_of_today, menu, settings, ascii_help])
def test_the_shell_in_80_columns(
    snap_compare: Callable[..., bool], busy_path: Path, clock: FixedClock, language: str, step: Step
) -> None:
    app = GridtermApp(busy_path, clock, language, operator="1003")
    assert snap_compare(app, terminal_size=(80, 24), run_before=step)


@pytest.mark.parametrize("language", LANGUAGES)
def test_today_in_120_columns_and_light(
    snap_compare: Callable[..., bool], busy_path: Path, clock: FixedClock, language: str
) -> None:
    app = GridtermApp(busy_path, clock, language, operator="1003")
    assert snap_compare(app, terminal_size=(120, 36), run_before=light_and_wide)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_questions(
    snap_compare: Callable[..., bool], tmp_path: Path, clock: FixedClock, language: str
) -> None:
    async def ask(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, FirstStart))
        await until(pilot, lambda: bool(pilot.app.screen.query(Form)))
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await at_rest(pilot)

    app = GridtermApp(tmp_path / "none.db", clock, language)
    assert snap_compare(app, terminal_size=(80, 24), run_before=ask)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_at_the_desk(
    snap_compare: Callable[..., bool], office_path: Path, clock: FixedClock, language: str
) -> None:
    async def ask(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, SignOn))
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await at_rest(pilot)

    app = GridtermApp(office_path, clock, language)
    assert snap_compare(app, terminal_size=(80, 24), run_before=ask)

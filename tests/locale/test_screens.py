"""The screens in Chinese hold no English: what reaches them around the catalogue is seen here."""

from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.hotline import categories
from gridterm.registers.office import Founding, create
from screens.app import GridtermApp
from screens.desks import PLACES
from tests.locale.wording import english_left
from tests.screens.hotline.piloting import until
from tests.screens.looking import text

LATIN_IN_DATA = {"KiB", "v"}  # a unit, and the mark of a list that opens


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.db"
    founding = Founding("化院社区", "铁东街道", "0412-12345", "王芳 李晓明", clerk="陈思雨")
    create(path, FixedClock(datetime(2026, 11, 20, 9, 0)), founding, (categories.seed,)).close()
    return path


@pytest.mark.slow
async def test_desks_forms_menu_and_help_speak_chinese(
    office: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", i18n.language())
    seen: dict[str, str] = {}
    app = GridtermApp(office, clock, i18n.CHINESE, operator="1003")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.is_open)
        for place in PLACES:
            await look(pilot, app, seen, place.key)
            await look(pilot, app, seen, place.key, "f1")
        await look(pilot, app, seen, "f10")
        await look(pilot, app, seen, "f12")
        await look(pilot, app, seen, "f12", "f1")
        await look(pilot, app, seen, "f9", "ctrl+n")
        await look(pilot, app, seen, "ctrl+o")
        await look(pilot, app, seen, "ctrl+q")
    assert "热线" in seen["f3"]
    left = {keys: english_left(shown) - LATIN_IN_DATA for keys, shown in seen.items()}
    assert {keys: words for keys, words in left.items() if words} == {}


async def look(pilot: Pilot[int], app: GridtermApp, seen: dict[str, str], *keys: str) -> None:
    """Press the keys, note what stands there, go back to a desk."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    seen[" ".join(keys)] = text(app)
    for _key in keys:
        await pilot.press("escape")
        await pilot.pause()

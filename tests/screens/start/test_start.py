from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.registers.operators import has_pin, set_pin
from gridterm.store.audit import SYSTEM
from gridterm.store.opening import open_store
from screens.app import GridtermApp
from screens.start.pin import PinDialog
from screens.start.settings import SettingsPage
from screens.start.sign_on import SignOn
from screens.start.wizard import FirstStart
from screens.widgets.dialogs import AskText, Choose, Confirm
from screens.widgets.forms import Choice, Form
from screens.widgets.progress import LongWork
from screens.widgets.table import PagedTable
from tests.screens.conftest import Opened
from tests.screens.hotline.piloting import HOSTILE, at_rest, type_text, until
from tests.screens.looking import text

pytestmark = pytest.mark.slow


def at(pilot: Pilot[int], kind: type[Screen[Any]]) -> bool:
    return isinstance(pilot.app.screen, kind)


async def test_five_answers_make_an_office_and_its_first_people(
    opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "office.db"
    async with opened(operator=None, path=path) as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        await until(pilot, lambda: at(pilot, FirstStart) and app.screen.query(Choice))
        app.screen.query_one(Form).fill(
            {"name": HOSTILE, "leaders": "王芳、李晓明", "clerk": "张三"}
        )
        await pilot.press("ctrl+s", "ctrl+s")
        await until(pilot, lambda: app.is_open)
        assert app.operator is not None
        assert (app.operator.number, app.operator.name) == ("1003", "张三")
        assert "[/关闭]" in app.office_name
    assert path.stat().st_mode & 0o077 == 0


async def test_without_a_name_of_ones_own_it_is_asked_who_is_here(
    opened: Opened, tmp_path: Path
) -> None:
    async with opened(operator=None, path=tmp_path / "office.db") as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        await until(pilot, lambda: at(pilot, FirstStart) and app.screen.query(Choice))
        app.screen.query_one(Form).fill({"name": "化院社区", "leaders": "王芳 李晓明"})
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SignOn))
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count == 2)
        assert not app.is_open


async def test_a_missing_name_is_said_under_its_field_and_nothing_is_made(
    opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "office.db"
    async with opened(operator=None, path=path) as pilot:
        await until(pilot, lambda: at(pilot, FirstStart) and pilot.app.screen.query(Choice))
        form = pilot.app.screen.query_one(Form)
        form.fill({"street": "铁东街道"})
        await pilot.press("ctrl+s")
        await until(pilot, lambda: form.field("name").has_class("-wrong"))
        assert form.values()["street"] == "铁东街道"
        assert not path.exists()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))


async def test_the_questions_change_their_language_and_keep_what_was_typed(
    opened: Opened, tmp_path: Path
) -> None:
    async with opened(operator=None, path=tmp_path / "office.db") as pilot:
        await until(pilot, lambda: at(pilot, FirstStart) and pilot.app.screen.query(Choice))
        first = pilot.app.screen
        first.query_one(Form).fill({"name": "化院社区"})
        first.query_one(Choice).focus()
        await pilot.press("right")
        await until(pilot, lambda: pilot.app.screen is not first and pilot.app.screen.query(Form))
        assert i18n.language() == "zh_CN"
        values = pilot.app.screen.query_one(Form).values()
        assert (values["name"], values["language"]) == ("化院社区", "zh_CN")


@pytest.mark.slow
async def test_the_demo_office_is_looked_at_and_leaves_nothing(
    opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "office.db"
    async with opened(operator=None, path=path) as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        await until(pilot, lambda: at(pilot, FirstStart) and app.screen.query(Choice))
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, LongWork))
        dialog = app.screen
        await until(pilot, lambda: not dialog.is_working, seconds=240)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SignOn))
        demo = app.store_path
        assert demo.exists()
    assert not demo.exists()
    assert not path.exists()


async def test_a_wanted_operator_with_a_pin_is_asked_for_it(
    office_path: Path, clock: FixedClock
) -> None:
    store = open_store(office_path, clock)
    set_pin(store, SYSTEM, 3, "2468")
    store.close()
    app = GridtermApp(office_path, clock, "en", operator="1003")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SignOn))
        assert not app.is_open


async def test_settings_are_changed_in_place_and_a_wrong_value_is_a_sentence(
    opened: Opened,
) -> None:
    async with opened() as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        app.open_settings()
        await until(pilot, lambda: isinstance(app.screen, SettingsPage))
        page = app.screen
        table = page.query_one(PagedTable)
        await until(pilot, lambda: table.row_count > 10)
        assert table.mark("safety.lock_minutes")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AskText))
        await pilot.press("end", "x", "enter")
        await until(pilot, lambda: "a whole number from 0 to 480" in text(app))
        assert app.settings.number("safety.lock_minutes") == 15
        await pilot.press("backspace", "backspace", "backspace", "7", "enter")
        await until(pilot, lambda: app.settings.number("safety.lock_minutes") == 7)
        await until(pilot, lambda: app.screen is page)
        assert table.marked_key == "safety.lock_minutes"
        await pilot.press("delete")
        await until(pilot, lambda: app.settings.number("safety.lock_minutes") == 15)


async def test_colours_change_at_once(opened: Opened) -> None:
    async with opened() as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        app.open_settings()
        await until(pilot, lambda: isinstance(app.screen, SettingsPage))
        table = app.screen.query_one(PagedTable)
        await until(pilot, lambda: table.mark("screen.theme"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.theme == "light")


async def test_a_grid_manager_may_look_at_the_settings_and_not_change_them(
    opened: Opened,
) -> None:
    async with opened(operator="1001") as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        assert app.operator is not None
        app.office.shift = type(app.operator)(
            app.operator.actor, "x", "1", frozenset({"grid_manager"})
        )
        app.open_settings()
        await until(pilot, lambda: isinstance(app.screen, SettingsPage))
        table = app.screen.query_one(PagedTable)
        await until(pilot, lambda: table.row_count > 10)
        await pilot.press("enter", "delete")
        await at_rest(pilot)
        assert isinstance(app.screen, SettingsPage)


@pytest.mark.slow
async def test_the_operator_sets_a_pin_and_is_asked_for_it(opened: Opened) -> None:
    async with opened() as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        app.change_pin()
        await until(pilot, lambda: isinstance(app.screen, PinDialog))
        await pilot.press(*"2468", "tab", *"2469", "enter")
        await until(pilot, lambda: "not the same" in text(app))
        await pilot.press("backspace", "8", "enter")
        await until(pilot, lambda: not isinstance(app.screen, PinDialog))
        assert has_pin(app.store, app.actor.staff_id or 0)
        app.choose_operator()
        await until(pilot, lambda: isinstance(app.screen, SignOn))
        await type_text(pilot, "1003")
        await pilot.press("enter")
        await until(pilot, lambda: "The PIN of 陈思雨" in text(app))
        await pilot.press(*"1111", "enter")
        await until(pilot, lambda: "The PIN is not right" in text(app))
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: not isinstance(app.screen, SignOn))

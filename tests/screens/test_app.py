from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from gridterm import i18n, settings
from gridterm.clock import FixedClock
from gridterm.errors import InputError
from gridterm.hotline.handling import triage
from gridterm.hotline.service import register
from gridterm.hotline.terms import Intake
from gridterm.registers.roster import put
from gridterm.registers.service import list_staff
from gridterm.store.audit import SYSTEM
from gridterm.store.instances import enter, running
from gridterm.store.opening import open_store
from screens.app import GridtermApp
from screens.help import Help
from screens.menu import Menu
from screens.start.settings import SettingsPage
from screens.start.sign_on import SignOn
from screens.themes import THEMES
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Confirm, Message
from screens.widgets.rows import HintRow
from tests.screens.conftest import Opened
from tests.screens.hotline.piloting import HOSTILE, at_rest, type_text, until
from tests.screens.looking import rows, text

HEAVY = {"sqlmodel", "sqlalchemy", "pydantic", "openpyxl", "alembic", "pypinyin", "python_calamine"}


def on_duty(office: Path, clock: FixedClock) -> None:
    store = open_store(office, clock)
    people = {one.name: one.id for one in list_staff(store)}
    put(store, SYSTEM, clock.today(), people["王芳"], people["李晓明"])
    store.close()


def test_the_shell_is_painted_without_the_libraries_of_the_store() -> None:
    code = (
        "import sys, screens.app, screens.start.opening; "
        "print(' '.join({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


async def test_header_desks_and_footer_stand_in_80_columns(opened: Opened) -> None:
    async with opened((80, 24)) as pilot:
        await until(pilot, lambda: "陈思雨" in text(pilot.app))
        shown = rows(pilot.app)
    assert shown[0].startswith(" 铁东街道化院社区")
    assert "Sat 11/21 09:14" in shown[0]
    assert "Nobody on duty" in shown[0]
    assert "F2 Today" in shown[1]
    assert shown[1].rstrip().endswith("F10 Menu")
    assert shown[-1].rstrip().endswith("F1 Help")


async def test_the_clock_in_the_header_follows_the_office(
    opened: Opened, clock: FixedClock
) -> None:
    async with opened() as pilot:
        clock.advance(timedelta(minutes=3))
        pilot.app._tick()  # type: ignore[attr-defined]
        await until(pilot, lambda: "09:17" in rows(pilot.app)[0])


async def test_the_counters_follow_the_time_and_the_other_window(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    async with opened() as pilot:
        await at_rest(pilot)
        assert "to answer" not in rows(pilot.app)[0]
        other = open_store(office_path, clock)
        register(other, SYSTEM, Intake("楼顶漏水"))
        other.close()
        pilot.app._tick()  # type: ignore[attr-defined]
        clock.advance(timedelta(minutes=1))
        pilot.app._tick()  # type: ignore[attr-defined]
        await until(pilot, lambda: "1 to answer" in rows(pilot.app)[0])


async def test_a_major_matter_is_counted_in_red_in_every_header(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    store = open_store(office_path, clock)
    one = register(store, SYSTEM, Intake("有人被困电梯")).id
    triage(store, SYSTEM, one, "major", "coordination", reason="有人被困")
    store.close()
    async with opened((120, 36)) as pilot:
        await until(pilot, lambda: "Major 1" in rows(pilot.app)[0])
        await pilot.press("f9")
        await until(pilot, lambda: "Major 1" in rows(pilot.app)[0])
        red = [one for one in pilot.app.office.counters if one.late]  # type: ignore[attr-defined]
        assert red[0].words == "Major 1"


async def test_f1_explains_the_screen_with_its_keys(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: "Help: Today" in text(pilot.app))
        assert isinstance(pilot.app.screen, Help)
        assert "Reload" in text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Help))


async def test_f10_finds_an_action_and_does_it(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, Menu))
        await type_text(pilot, "sett")
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count == 1)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsPage))


async def test_the_menu_says_when_nothing_answers_and_escape_changes_nothing(
    opened: Opened,
) -> None:
    async with opened() as pilot:
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, Menu))
        await type_text(pilot, HOSTILE)
        await until(pilot, lambda: "Nothing answers" in text(pilot.app))
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, Menu)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Menu))


@pytest.mark.parametrize("answer", ["enter", "escape"])
async def test_quitting_asks_and_staying_is_the_first_answer(opened: Opened, answer: str) -> None:
    async with opened() as pilot:
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("ctrl+q")
        await pilot.press(answer)
        await until(pilot, lambda: not isinstance(pilot.app.screen, Confirm))
        assert pilot.app.is_running
        await pilot.press("ctrl+q", "tab", "enter")
    assert pilot.app.return_value == 0


async def test_escape_on_a_desk_never_leaves_the_program(opened: Opened) -> None:
    async with opened() as pilot:
        for _number in range(4):
            await pilot.press("escape")
        assert pilot.app.is_running
        assert pilot.app.current_mode == "today"


async def test_ctrl_c_says_how_to_quit_in_our_words(opened: Opened) -> None:
    async with opened(language="zh_CN") as pilot:
        await pilot.press("ctrl+c")
        await at_rest(pilot)
        notices = [notice.message for notice in pilot.app._notifications]
    assert len(notices) <= 1
    assert not any("Press" in one for one in notices)


async def test_below_80_by_24_a_sentence_asks_for_room_and_typing_is_kept(opened: Opened) -> None:
    async with opened((79, 24)) as pilot:
        await until(pilot, lambda: "too small: 79 x 24" in text(pilot.app))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "too small" not in text(pilot.app))


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_theme_paints_and_ascii_draws_no_line(opened: Opened, theme: str) -> None:
    async with opened() as pilot:
        pilot.app.theme = theme
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, Help))
        await at_rest(pilot)
        shown = text(pilot.app)
    lines = {char for char in shown if 0x2500 <= ord(char) < 0x25A0}
    assert bool(lines) is (theme != "ascii")


async def test_an_error_of_ours_is_shown_by_its_sentence(opened: Opened) -> None:
    async with opened() as pilot:
        pilot.app.show_error(InputError(f"Bad: {HOSTILE}"))  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        await at_rest(pilot)
        assert "Please check what was entered" in text(pilot.app)
        assert "[/关闭]" in text(pilot.app)


async def test_a_fault_goes_to_a_file_and_not_to_the_screen(
    opened: Opened, office_path: Path
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret detail")

    async with opened() as pilot:
        app = pilot.app
        app.acting.run_service(fail)  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(app.screen, Message))
        await at_rest(pilot)
        assert "secret detail" not in text(app)
        assert "gridterm-faults.log" in text(app).replace("\n", "")
    log = (office_path.parent / "gridterm-faults.log").read_text("utf-8")
    assert "ZeroDivisionError: secret detail" in log


async def test_notices_are_never_read_as_markup(opened: Opened) -> None:
    async with opened() as pilot:
        pilot.app.say(HOSTILE, title="[/]")  # type: ignore[attr-defined]
        await until(pilot, lambda: "[/关闭]" in text(pilot.app))


async def test_the_office_locks_itself_after_idle_minutes(
    opened: Opened, clock: FixedClock
) -> None:
    async with opened() as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        clock.advance(timedelta(minutes=14))
        app._tick()
        assert not app.is_locked
        clock.advance(timedelta(minutes=1))
        app._tick()
        await until(pilot, lambda: app.is_locked and app.screen.query_one(OptionList).option_count)
        assert "化院社区" not in text(app)
        for key in ("f2", "f12", "f10", "ctrl+o"):
            await pilot.press(key)
        assert app.is_locked
        await pilot.press("enter")
        await until(pilot, lambda: not app.is_locked)
        assert app.operator is not None
        assert app.operator.number == "1003"


async def test_a_key_keeps_the_office_open(opened: Opened, clock: FixedClock) -> None:
    async with opened() as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        clock.advance(timedelta(minutes=14))
        await pilot.press("down")
        clock.advance(timedelta(minutes=14))
        app._tick()
        assert not app.is_locked


async def test_a_new_language_speaks_on_every_desk(opened: Opened) -> None:
    async with opened() as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        await at_rest(pilot)
        before = app.desk("today")
        changed = settings.change(app.store, SYSTEM, {"screen.language": "zh_CN"})
        app.use_settings(changed)
        await at_rest(pilot)
        await until(pilot, lambda: app.desk("today") not in {before, None})
        await until(pilot, lambda: app.current_mode == "today" and "F10" in text(app))
        assert i18n.language() == "zh_CN"


async def test_everything_clickable_is_done_by_a_click(opened: Opened) -> None:
    async with opened((100, 30)) as pilot:
        await until(pilot, lambda: "F10 Menu" in text(pilot.app))
        row = rows(pilot.app)[1]
        await pilot.click(offset=(row.index("F10") + 1, 1))
        await until(pilot, lambda: isinstance(pilot.app.screen, Menu))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Menu))
        footer = rows(pilot.app)[-1]
        await pilot.click(offset=(footer.index("F1 Help") + 1, 29))
        await until(pilot, lambda: isinstance(pilot.app.screen, Help))


async def test_a_file_that_is_no_office_is_said_on_the_first_page(
    opened: Opened, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_text("not a database at all, only words")
    async with opened(operator=None, path=wrong) as pilot:
        await until(pilot, lambda: "not an office file" in text(pilot.app))
        assert not pilot.app.is_open  # type: ignore[attr-defined]


async def test_who_is_at_the_desk_is_asked_and_found_by_initials(opened: Opened) -> None:
    async with opened(operator=None) as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        await until(pilot, lambda: isinstance(app.screen, SignOn))
        await type_text(pilot, "lxm")
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count == 1)
        assert app.screen.query_one("#person", Input).value == "lxm"
        await pilot.press("enter")
        await until(pilot, lambda: app.is_open)
        assert app.operator is not None
        assert app.operator.name == "李晓明"
        assert app.has_role("principal_leader")
        assert not app.has_role("clerk")


async def test_a_clock_that_was_set_back_is_said_on_every_page(
    opened: Opened, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 11, 20, 8, 30)
    async with opened((100, 30)) as pilot:
        await until(pilot, lambda: "! Set the clock: the last entry" in text(pilot.app))
        await pilot.press("f3")
        await until(pilot, lambda: pilot.app.current_mode == "hotline")
        await until(pilot, lambda: "! Set the clock: the last entry" in text(pilot.app))
        clock.advance(timedelta(hours=2))
        pilot.app._tick()  # type: ignore[attr-defined]
        await until(pilot, lambda: "Set the clock" not in text(pilot.app))


async def test_a_second_window_is_told_of_the_first_and_leaves_by_its_end(
    opened: Opened, office_path: Path
) -> None:
    first = enter(office_path)
    async with opened((100, 30)) as pilot:
        await until(pilot, lambda: "open in another window" in rows(pilot.app)[2])
        assert len(running(office_path)) == 2
        first.leave()
        pilot.app._minute = ""  # type: ignore[attr-defined]
        pilot.app._tick()  # type: ignore[attr-defined]
        await until(pilot, lambda: "open in another window" not in rows(pilot.app)[2])
    assert running(office_path) == ()


@pytest.mark.parametrize(("columns", "shown"), [(80, "化院社区"), (120, "铁东街道化院社区")])
async def test_the_street_stands_before_the_community_where_there_is_room(
    opened: Opened, office_path: Path, clock: FixedClock, columns: int, shown: str
) -> None:
    on_duty(office_path, clock)
    async with opened((columns, 30)) as pilot:
        await until(pilot, lambda: "On duty 王芳 (B 李晓明)" in rows(pilot.app)[0])
        await until(pilot, lambda: rows(pilot.app)[0].startswith(f" {shown} "))


async def test_the_footer_offers_nothing_under_a_question(opened: Opened) -> None:
    async with opened() as pilot:
        await until(pilot, lambda: "F12 Log a call" in rows(pilot.app)[-1])
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await until(pilot, lambda: rows(pilot.app)[-1].split() == ["F1", "Help"])
        await pilot.press("escape")
        await until(pilot, lambda: "F12 Log a call" in rows(pilot.app)[-1])


async def test_help_says_where_an_action_without_a_key_is(opened: Opened) -> None:
    async with opened((120, 40)) as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, Help))
        await pilot.press("end")
        await until(pilot, lambda: "Change colours" in text(pilot.app))
        row = next(row for row in rows(pilot.app) if "Change colours" in row)
        assert "in F10" in row


async def test_the_menu_finds_latin_letters_between_initials(opened: Opened) -> None:
    async with opened(language="zh_CN") as pilot:
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, Menu))
        await type_text(pilot, "wdpin")
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count == 1)
        await until(pilot, lambda: "我的PIN" in text(pilot.app))


async def test_a_language_asked_for_wins_until_another_is_chosen(
    office_path: Path, clock: FixedClock
) -> None:
    store = open_store(office_path, clock)
    settings.change(store, SYSTEM, {"screen.language": "zh_CN"})
    store.close()
    app = GridtermApp(office_path, clock, asked_language="en", operator="1003")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.is_open and "F10 Menu" in text(app))
        await at_rest(pilot)
        app.use_settings(settings.change(app.store, SYSTEM, {"screen.theme": "light"}))
        assert i18n.language() == "en"
        app.use_settings(settings.change(app.store, SYSTEM, {"screen.language": "en"}))
        app.use_settings(settings.change(app.store, SYSTEM, {"screen.language": "zh_CN"}))
        await at_rest(pilot)
        await until(pilot, lambda: app.current_mode == "today" and "F10菜单" in text(app))


async def test_the_deputy_is_not_shown_as_on_duty(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    on_duty(office_path, clock)
    async with opened(operator=None) as pilot:
        await until(pilot, lambda: "on duty today" in text(pilot.app))
        officer, deputy = (
            next(row for row in rows(pilot.app) if name in row and row.strip().startswith("\u2502"))
            for name in ("王芳", "李晓明")
        )
    assert "on duty today" in officer
    assert "deputy today" in deputy
    assert "on duty" not in deputy


async def test_a_style_that_no_rule_knows_does_not_end_the_program(opened: Opened) -> None:
    async with opened() as pilot:
        row = HintRow(id="odd")
        await pilot.app.screen.mount(row)
        row.show([Hint("words", style="never-heard-of")])
        await until(pilot, lambda: "words" in text(pilot.app))

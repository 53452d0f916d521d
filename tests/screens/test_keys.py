"""Keys that come faster than the screen: nothing typed lands where it was not meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from screens.app import GridtermApp
from screens.commands import Command
from screens.desk import Page
from screens.menu import Menu
from screens.start.sign_on import SignOn
from screens.start.wizard import FirstStart
from screens.widgets.dialogs import AskText, Choose
from screens.widgets.forms import Choice, Form
from tests.screens.conftest import Opened
from tests.screens.hotline.piloting import until


def burst(pilot: Pilot[Any], *parts: str) -> None:
    """Send everything at once, as a terminal delivers a paste or a card reader its number."""
    for part in parts:
        keys = [part[1:-1]] if part.startswith("<") else list(part)
        for key in keys:
            if len(key) == 1:
                pilot.app.post_message(events.Key(_character_to_key(key), key))
            else:
                pilot.app.post_message(events.Key(key, None))


async def test_what_is_typed_right_behind_tab_and_enter_lands_in_the_next_field(
    opened: Opened, tmp_path: Path
) -> None:
    async with opened(operator=None, path=tmp_path / "office.db") as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, FirstStart))
        form = pilot.app.screen.query_one(Form)
        await until(pilot, lambda: form.field("name").control.has_focus)
        burst(pilot, "化院社区", "<tab>", "铁东街道", "<enter>", "0412-12345", "<tab>", "王芳")
        burst(pilot, "<tab>", "<enter>", "陈思雨", "<shift+tab>", "<shift+tab>", " 李晓明")
        await until(pilot, lambda: form.values()["leaders"] == "王芳 李晓明")
        values = form.values()
        assert (values["name"], values["street"]) == ("化院社区", "铁东街道")
        assert (values["hotline"], values["clerk"]) == ("0412-12345", "陈思雨")


async def test_what_is_typed_right_behind_f12_stands_in_the_form(opened: Opened) -> None:
    async with opened() as pilot:
        burst(pilot, "<f12>", "13900001111", "<tab>", "周小梅")
        await until(pilot, lambda: getattr(pilot.app.screen, "is_intake", False))
        form = pilot.app.screen.form  # type: ignore[attr-defined]
        await until(pilot, lambda: form.values().get("caller") == "周小梅")
        assert form.values()["phone"] == "13900001111"


async def test_what_is_typed_right_behind_f10_finds_an_action(opened: Opened) -> None:
    async with opened() as pilot:
        burst(pilot, "<f10>", "sett", "<enter>")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "SettingsPage")


async def test_a_call_is_logged_over_a_question_and_the_question_is_come_back_to(
    opened: Opened,
) -> None:
    async with opened() as pilot:
        dialog = AskText("Why?", "Reason")
        pilot.app.push_screen(dialog)
        await until(pilot, lambda: dialog.is_mounted and dialog.focused is not None)
        burst(pilot, "half a rea", "<f12>", "139")
        await until(pilot, lambda: getattr(pilot.app.screen, "is_intake", False))
        intake: Any = pilot.app.screen
        await until(pilot, lambda: intake.form.values()["phone"] == "139")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is dialog)
        burst(pilot, "son")
        await until(pilot, lambda: dialog.query_one("#text").value == "half a reason")  # type: ignore[attr-defined]


async def test_f12_over_a_question_of_the_form_goes_to_the_form(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f12")
        await until(pilot, lambda: getattr(pilot.app.screen, "is_intake", False))
        intake: Any = pilot.app.screen
        await until(pilot, lambda: intake.focused is not None)
        pilot.app.push_screen(Choose("Which?", [("a", "A")]))
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("f12")
        await until(pilot, lambda: pilot.app.screen is intake)
        forms = [one for one in pilot.app.screen_stack if getattr(one, "is_intake", False)]
        assert forms == [intake]


async def test_f12_over_the_menu_and_back(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, Menu))
        await pilot.press("f12")
        await until(pilot, lambda: getattr(pilot.app.screen, "is_intake", False))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Menu))


async def test_f12_while_the_office_is_still_opening_is_remembered(opened: Opened) -> None:
    async with opened(operator=None) as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(app.screen, SignOn))
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count)
        await pilot.press("enter")
        await until(pilot, lambda: getattr(app.screen, "is_intake", False))


async def test_enter_in_the_choice_of_language_goes_on_and_space_lists(
    opened: Opened, tmp_path: Path
) -> None:
    async with opened(operator=None, path=tmp_path / "office.db") as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, FirstStart))
        first = pilot.app.screen
        await until(pilot, lambda: bool(first.query(Choice)))
        first.query_one(Choice).focus()
        await until(pilot, lambda: first.query_one(Choice).has_focus)
        await pilot.press("enter")
        await until(pilot, lambda: first.query_one(Form).field("clerk").control.has_focus)
        await pilot.press("shift+tab", "space")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))


class _Saving(Page):
    """A field, and a function key that keeps what stands in it."""

    title_id = "Saving"
    help_id = "Saving"
    lets_go = False

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    def compose_body(self) -> ComposeResult:
        yield Input(id="line")

    def keep(self) -> None:
        self.kept.append(self.query_one(Input).value)

    commands = (Command("saving.keep", ("f9",), "Keep", "Keep", lambda page: page.keep()),)


async def test_a_function_key_right_behind_letters_finds_them_all(opened: Opened) -> None:
    typed = "/somewhere/far/away/agenda 2026-11-25 v2.pdf"
    async with opened() as pilot:
        page = _Saving()
        pilot.app.push_screen(page)
        await until(pilot, lambda: page.is_mounted and page.query_one(Input).is_mounted)
        page.query_one(Input).focus()
        await until(pilot, lambda: page.query_one(Input).has_focus)
        burst(pilot, typed, "<f9>", "<backspace>", "x", "<f9>")
        await until(pilot, lambda: len(page.kept) == 2)
        assert page.kept == [typed, typed[:-1] + "x"]

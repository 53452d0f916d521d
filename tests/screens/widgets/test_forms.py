from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult

from screens.acting import Acting
from screens.widgets.dialogs import Choose
from screens.widgets.forms import Choice, Field, Form, LineInput, Tick, WordsArea
from tests.screens.hotline.piloting import HOSTILE, at_rest, until

KINDS = (("inquiry", "咨询"), ("help", "求助"), ("complaint", "投诉 [/]"))


class Page(Acting[None]):
    def compose(self) -> ComposeResult:
        with Form():
            yield Field("name", "姓名", LineInput("刘桂兰"), hint="[b]as on the card")
            yield Field("content", "内容", WordsArea(rows=3))
            yield Field("kind", "类型", Choice(KINDS, "help", title="类型"))
            yield Field("secret", "", Tick("保密"))

    @property
    def form(self) -> Form:
        return self.query_one(Form)


class Alone(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def get_default_screen(self) -> Page:
        return self.page


async def test_values_go_in_and_come_out_as_typed() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24), tooltips=True) as pilot:
        form = app.page.form
        assert form.values() == {
            "name": "刘桂兰",
            "content": "",
            "kind": "help",
            "secret": "",
        }
        form.fill(
            {"name": HOSTILE, "content": f"{HOSTILE}\n二", "kind": "complaint", "secret": "1"}
        )
        await at_rest(pilot)
        assert form.values() == {
            "name": HOSTILE,
            "content": f"{HOSTILE}\n二",
            "kind": "complaint",
            "secret": "1",
        }


async def test_a_paste_of_several_lines_keeps_all_of_its_text() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        name = app.page.form.field("name").control
        name.focus()
        await at_rest(pilot)
        name.post_message(events.Paste("\n\t王芳\r\n3号楼\u200b [/]\n"))
        await until(pilot, lambda: app.page.form.field("name").value == "刘桂兰王芳 3号楼 [/]")
        area = app.page.form.field("content").control
        area.focus()
        area.post_message(events.Paste("\n\n第一行_x000D_\n第二行<通知>\x0b\n"))
        await until(pilot, lambda: app.page.form.field("content").value == "第一行\n第二行<通知>")


async def test_old_words_are_not_wiped_when_a_field_gets_the_focus() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        app.page.form.field("name").control.focus()
        await pilot.press("end", "a")
        assert app.page.form.field("name").value == "刘桂兰a"


async def test_what_is_wrong_stands_under_its_field_and_typing_stays() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        form = app.page.form
        assert form.say_wrong({"content": "Write down [/] what was said.", "name": ""})
        await at_rest(pilot)
        assert app.page.focused is form.field("content").control
        assert form.field("content").has_class("-wrong")
        assert not form.field("name").has_class("-wrong")
        assert form.field("name").value == "刘桂兰"
        assert not form.say_wrong({"elsewhere": "?"})
        assert not form.field("content").has_class("-wrong")


async def test_a_choice_changes_by_arrows_and_by_its_list_and_speaks_only_then() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        choice = app.page.query_one(Choice)
        said: list[str] = []
        app.page._choice_said = said  # type: ignore[attr-defined]
        choice.focus()
        choice.value = "inquiry"
        await pilot.press("left")
        assert choice.value == "complaint"
        await pilot.press("right")
        assert choice.value == "inquiry"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: choice.value == "help")


async def test_a_tick_changes_by_space() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        tick = app.page.query_one(Tick)
        tick.focus()
        await pilot.press("space")
        assert tick.value == "1"
        await pilot.click(Tick)
        assert tick.value == ""


async def test_enter_goes_to_the_next_field() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        app.page.form.field("name").control.focus()
        await pilot.press("enter")
        assert app.page.focused is app.page.form.field("content").control

"""F12: what it costs, what it fills in, what it never loses."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from gridterm.errors import StoreFullError
from gridterm.hotline import queries, service
from gridterm.hotline.terms import State, TicketDetail, TicketFilter
from gridterm.store import drafts
from gridterm.store.unit import Store
from screens.hotline.intake import FORM, IntakePage
from screens.widgets.dialogs import Confirm, Message
from screens.widgets.forms import Choice
from tests.screens import looking
from tests.screens.hotline.conftest import Run
from tests.screens.hotline.piloting import HOSTILE, at_rest, type_text, until

NEW_PHONE = "13900001111"
KNOWN_PHONE = "12000000003"


def form_of(pilot: Pilot[int]) -> IntakePage:
    assert isinstance(pilot.app.screen, IntakePage)
    return pilot.app.screen


async def opened(pilot: Pilot[int]) -> IntakePage:
    await pilot.press("f12")
    await until(pilot, lambda: isinstance(pilot.app.screen, IntakePage))
    page = form_of(pilot)
    await until(pilot, lambda: page.focused is not None and page.focused.id in {"phone", "content"})
    return page


def newest(store: Store) -> TicketDetail:
    row = queries.list_tickets(store, TicketFilter()).rows[0]
    return queries.ticket(store, row.id)


class Keys:
    """Counts the keys that are no text."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot
        self.pressed = 0

    async def press(self, key: str) -> None:
        self.pressed += 1
        await self.pilot.press(key)
        await at_rest(self.pilot)


async def test_a_call_answered_on_the_spot_costs_at_most_six_keys_beside_the_text(
    run: Run, office: Store
) -> None:
    async with run() as pilot:
        keys = Keys(pilot)
        await keys.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, IntakePage))
        page = form_of(pilot)
        await until(pilot, lambda: page.focused is not None and page.focused.id == "phone")
        await type_text(pilot, NEW_PHONE)
        await keys.press("enter")
        await until(pilot, lambda: page.focused.id == "caller")
        await type_text(pilot, "周小梅")
        await keys.press("enter")
        await type_text(pilot, "化院小区2号楼1单元301")
        await keys.press("enter")
        await until(pilot, lambda: page.focused.id == "content")
        await type_text(pilot, "家里停水了,想问几点来水")
        await until(pilot, lambda: page.helper.choices)
        await until(pilot, lambda: "F5 依据：" in looking.text(pilot.app))
        await keys.press("f5")
        assert page.focused.id == "answer"
        await type_text(pilot, "下午三点恢复供水")
        await keys.press("f9")
        await until(pilot, lambda: not isinstance(pilot.app.screen, IntakePage))
        assert keys.pressed <= 6
    saved = newest(office)
    assert saved.state is State.CLOSED
    assert saved.content == "家里停水了,想问几点来水"
    assert saved.category == "utilities"
    assert saved.building == "化院小区2号楼"
    assert saved.first_responder == "李晓明"
    assert [event.note for event in saved.events] == ["", "下午三点恢复供水"]


async def test_a_known_number_fills_name_and_address_and_goes_to_the_matter(run: Run) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        await type_text(pilot, KNOWN_PHONE)
        await pilot.press("enter")
        await until(pilot, lambda: page.focused.id == "content")
        values = page.form.values()
        assert values["caller"] == "刘桂兰"
        assert str(values["address"]).startswith("化院小区")
        assert "4" in page.form.hints("caller").words
        await until(pilot, lambda: "陈思雨" in page.form.hints("address").words)
        assert "008网格" in page.form.hints("address").words


async def test_what_was_typed_is_never_overwritten_by_a_known_number(run: Run) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        page.form.line("caller").value = "本人女儿"
        await type_text(pilot, KNOWN_PHONE)
        await until(pilot, lambda: page.helper.known is not None)
        assert page.form.line("caller").value == "本人女儿"
        page.form.line("phone").value = NEW_PHONE
        await until(pilot, lambda: page.helper.known is None)
        assert page.form.line("caller").value == "本人女儿"
        assert page.form.line("address").value == ""


async def test_a_half_typed_address_offers_its_buildings(run: Run) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        page.form.line("address").focus()
        await type_text(pilot, "向阳")
        await until(pilot, page.helper.buildings)
        await pilot.press("down")
        await at_rest(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: page.helper.building_id is not None)
        assert page.form.line("address").value == "向阳小区1号楼"
        assert page.focused.id == "address"


async def test_like_calls_are_offered_while_typing(run: Run) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        page.form.line("address").value = "化院小区2号楼"
        page.form.query_one("#content", TextArea).focus()
        await type_text(pilot, "楼顶积水,五楼渗水")
        await until(pilot, lambda: page.helper.alike)
        assert "F8" in page.form.hints("similar").words
        await pilot.press("f8")
        await at_rest(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "DetailOverForm")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        assert page.form.query_one("#content", TextArea).text == "楼顶积水,五楼渗水"


async def test_a_draft_is_kept_at_a_pause_and_comes_back(run: Run, office: Store) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        page.form.query_one("#content", TextArea).focus()
        await type_text(pilot, "电梯坏了,困人")
        await until(pilot, lambda: drafts.latest(office, FORM) is not None)
        assert drafts.latest(office, FORM).payload["content"] == "电梯坏了,困人"
    # the program went away without a word: nothing was saved, nothing is lost
    async with run() as pilot:
        page = await opened(pilot)
        await until(pilot, lambda: page.draft.draft_id is not None)
        assert page.form.values()["content"] == "电梯坏了,困人"
        assert queries.count_tickets(office, TicketFilter()) == 130
        await pilot.press("f9")
        await until(pilot, lambda: not isinstance(pilot.app.screen, IntakePage))
        assert newest(office).content == "电梯坏了,困人"
        assert drafts.latest(office, FORM) is None


async def test_escape_keeps_what_is_typed_and_f12_brings_it_back(run: Run, office: Store) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        await type_text(pilot, "139")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, IntakePage))
        assert drafts.latest(office, FORM).payload["phone"] == "139"
        page = await opened(pilot)
        await until(pilot, lambda: page.form.line("phone").value == "139")


async def test_an_empty_form_leaves_no_draft(run: Run, office: Store) -> None:
    async with run() as pilot:
        await opened(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, IntakePage))
        assert drafts.latest(office, FORM) is None


async def test_a_second_call_can_come_in_between(run: Run, office: Store) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        page.form.query_one("#content", TextArea).focus()
        await type_text(pilot, "第一个电话")
        await pilot.press("ctrl+n")
        await until(pilot, lambda: page.form.values()["content"] == "")
        page.form.query_one("#content", TextArea).focus()
        await type_text(pilot, "第二个电话")
        await pilot.press("f9")
        await until(pilot, lambda: not isinstance(pilot.app.screen, IntakePage))
        assert newest(office).content == "第二个电话"
        page = await opened(pilot)
        await until(pilot, lambda: page.form.values()["content"] == "第一个电话")


async def test_throwing_away_asks_first(run: Run, office: Store) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        await type_text(pilot, "139")
        page.ask_discard()
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        assert page.form.line("phone").value == "139"
        page.ask_discard()
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.click("#yes")
        await until(pilot, lambda: page.form.line("phone").value == "")


async def test_saving_twice_makes_one_ticket(run: Run, office: Store) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        page.form.query_one("#content", TextArea).text = "按了两次"
        page.save()
        page.save()
        await pilot.press("f9", "ctrl+s", "f9")
        await until(pilot, lambda: not isinstance(pilot.app.screen, IntakePage))
        await at_rest(pilot)
    assert queries.count_tickets(office, TicketFilter()) == 131


async def test_what_is_wrong_stands_under_its_field_and_nothing_typed_is_lost(
    run: Run, office: Store
) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        page.form.line("phone").value = "12"
        page.form.line("address").value = HOSTILE
        page.form.line("received_at").value = "25:99"
        await pilot.press("f9")
        await until(pilot, lambda: page.focused.id == "received_at")
        assert page.form.query_one("#wrong-received_at").display
        page.form.line("received_at").value = "9:00"
        await pilot.press("f9")
        await until(pilot, lambda: page.focused.id == "phone")
        assert page.form.query_one("#wrong-content").display
        assert not page.form.query_one("#wrong-received_at").display
        assert page.form.line("address").value == HOSTILE
        assert queries.count_tickets(office, TicketFilter()) == 130


async def test_answered_and_guided_at_once_is_refused_in_place(run: Run) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        for name in ("content", "answer", "guide"):
            page.form.query_one(f"#{name}", TextArea).text = "写了"
        await pilot.press("f9")
        await until(pilot, lambda: page.form.query_one("#wrong-guide").display)
        assert page.focused.id == "guide"


async def test_a_full_disk_is_said_and_the_form_is_still_there(
    run: Run, office: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise StoreFullError("磁盘已满,什么都没有保存。")

    async with run() as pilot:
        page = await opened(pilot)
        page.form.query_one("#content", TextArea).text = "不能丢的话"
        with monkeypatch.context() as patched:
            patched.setattr(service, "register", full)
            await pilot.press("f9")
            await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is page)
        assert page.form.values()["content"] == "不能丢的话"
        await pilot.press("f9")
        await until(pilot, lambda: not isinstance(pilot.app.screen, IntakePage))
    assert newest(office).content == "不能丢的话"


async def test_a_draft_that_cannot_be_kept_is_said_and_typing_goes_on(
    run: Run, office: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise StoreFullError("磁盘已满。")

    async with run() as pilot:
        page = await opened(pilot)
        monkeypatch.setattr(drafts, "keep", full)
        page.form.query_one("#content", TextArea).focus()
        await type_text(pilot, "还在打字")
        head = page.query_one("#intake-head")
        await until(pilot, lambda: "NOT" in head.words or "未" in head.words)
        assert pilot.app.screen is page
        assert page.form.values()["content"] == "还在打字"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("8:30", datetime(2026, 11, 21, 8, 30)), ("昨天 17:31", datetime(2026, 11, 20, 17, 31))],
)
async def test_a_call_is_written_down_later_with_its_own_time(
    run: Run, office: Store, typed: str, meant: str
) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        page.form.query_one("#content", TextArea).text = "补录"
        page.form.line("received_at").value = typed
        await pilot.press("f9")
        await until(pilot, lambda: not isinstance(pilot.app.screen, IntakePage))
    with office.read() as session:
        found = session.execute(
            text("SELECT received_at FROM ticket WHERE content = '补录'")
        ).scalar_one()
    assert datetime.fromisoformat(str(found)) == meant


@pytest.mark.slow
async def test_hostile_text_goes_through_every_field_as_it_is(run: Run, office: Store) -> None:
    async with run((120, 36)) as pilot:
        page = await opened(pilot)
        for name in ("caller", "address"):
            page.form.line(name).value = HOSTILE
        for name in ("content", "guide"):
            page.form.query_one(f"#{name}", TextArea).text = HOSTILE
        await at_rest(pilot)
        await pilot.press("f9")
        await until(pilot, lambda: not isinstance(pilot.app.screen, IntakePage))
    assert newest(office).content == HOSTILE.replace("\u200b", "")


async def test_a_paste_of_several_lines_loses_nothing(run: Run) -> None:
    from textual import events

    async with run() as pilot:
        page = await opened(pilot)
        page.form.line("address").focus()
        pilot.app.post_message(events.Paste("\n化院小区\n3号楼"))
        await until(pilot, lambda: page.form.line("address").value)
        assert page.form.line("address").value == "化院小区 3号楼"


async def test_f12_works_from_another_desk_and_comes_back_to_it(run: Run) -> None:
    async with run() as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: pilot.app.current_mode == "hotline")
        desk = pilot.app.screen
        await opened(pilot)
        await pilot.press("f12")
        await pilot.press("f2")
        await at_rest(pilot)
        assert isinstance(pilot.app.screen, IntakePage)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)


async def test_every_field_is_on_the_screen_at_80_by_24(run: Run) -> None:
    async with run((80, 24)) as pilot:
        page = await opened(pilot)
        footer = page.query_one("Footer").region
        for widget in page.form.query("Input, TextArea, Segments, Choice, Tick"):
            assert widget.region.bottom <= footer.y, widget.id
            assert widget.region.right <= 80, widget.id
        assert isinstance(page.form.query_one("#category"), Choice)
        assert isinstance(page.focused, Input)


async def test_a_draft_that_came_back_is_written_on_at_the_matter(run: Run, office: Store) -> None:
    drafts.keep(office, FORM, "gone", {"phone": NEW_PHONE, "content": "楼道灯坏了,渗水"})
    async with run() as pilot:
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, IntakePage))
        page = form_of(pilot)
        await until(pilot, lambda: page.focused is not None and page.focused.id == "content")
        await type_text(pilot, "三天")
        await until(pilot, lambda: page.form.values()["content"] == "楼道灯坏了,渗水三天")


async def test_a_suggestion_taken_in_any_line_goes_on_to_the_answer(run: Run) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        page.form.query_one("#content", TextArea).text = "楼顶漏水渗水"
        await until(pilot, lambda: page.helper.choices)
        page.form.line("phone").focus()
        await pilot.press("f5")
        await until(pilot, lambda: page.focused is not None and page.focused.id == "answer")


async def test_a_value_longer_than_its_field_is_still_seen(run: Run) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        line = page.form.line("phone")
        line.value = "1" * 33
        await pilot.pause()
        rows = page._compositor.render_strips()
        shown = "".join(segment.text for segment in rows[line.region.y])
        assert "1" * 10 in shown

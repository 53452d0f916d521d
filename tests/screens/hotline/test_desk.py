"""The list: filters, search, paging, what it says and where it goes."""

from __future__ import annotations

from datetime import date

import pytest
from textual.pilot import Pilot

from gridterm.hotline import queries, service
from gridterm.hotline.terms import Cursor, Intake, State, TicketFilter, TicketPage
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from screens.hotline.desk import HotlineDesk
from screens.hotline.detail import DetailPage
from screens.hotline.filter_line import FilterLine
from screens.hotline.filters import FILTERS, Choices, Wanted, days_of, wanted_of
from screens.hotline.intake import FORM, IntakePage
from screens.widgets.dialogs import Choose
from screens.widgets.table import Line, PagedTable
from tests.screens.hotline.conftest import Run
from tests.screens.hotline.piloting import HOSTILE, at_rest, type_text, until

pytestmark = pytest.mark.slow


async def opened(pilot: Pilot[int]) -> HotlineDesk:
    await pilot.press("f3")
    await until(pilot, lambda: pilot.app.current_mode == "hotline")
    desk = pilot.app.screen
    await until(pilot, lambda: desk.query_one(PagedTable).row_count)
    return desk


def head(desk: HotlineDesk) -> str:
    return desk.query_one("#counts").words


def shown(desk: HotlineDesk) -> list[str]:
    table = desk.query_one(PagedTable)
    return [line.record.number for line in table._window.lines]


async def test_the_head_counts_what_is_listed(run: Run, office: Store) -> None:
    async with run() as pilot:
        desk = await opened(pilot)
        await until(pilot, lambda: "130" in head(desk))
        counts = queries.month_counts(office)
        assert str(counts.open) in head(desk)
        assert "1-50" in head(desk)


async def test_going_down_pages_through_everything_once(run: Run) -> None:
    async with run() as pilot:
        desk = await opened(pilot)
        seen = list(shown(desk))
        for _number in range(2):
            await pilot.press("end")
            before = len(seen)
            await until(pilot, lambda: len(set(shown(desk)) | set(seen)) > before)  # noqa: B023
            seen += [one for one in shown(desk) if one not in seen]
        assert seen == [f"RX-2026-{n:04d}" for n in range(130, 0, -1)]


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
async def test_search_as_you_type_finds_chinese_and_nothing_typed_is_swallowed(
    run: Run, size: tuple[int, int]
) -> None:
    async with run(size) as pilot:
        desk = await opened(pilot)
        await pilot.press("ctrl+f")
        await type_text(pilot, "广场舞")
        await until(pilot, lambda: desk.text == "广场舞")
        await until(pilot, lambda: all("舞" in line.record.subject for line in _lines(desk)))
        await type_text(pilot, " 九点半")
        await until(pilot, lambda: desk.text == "广场舞 九点半")
        assert desk.query_one("#find").value == "广场舞 九点半"
        await until(pilot, lambda: "21" in head(desk))
        await pilot.press("enter")
        assert desk.focused.id == "calls"
        await pilot.press("escape")
        await until(pilot, lambda: "130" in head(desk))
        assert desk.query_one("#find").value == ""


def _lines(desk: HotlineDesk) -> list[Line]:
    return desk.query_one(PagedTable)._window.lines


async def test_the_newest_search_wins_however_slow_the_older_one_is(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    gate = threading.Event()
    real = queries.list_tickets

    def slow(
        store: Store, wanted: TicketFilter, after: Cursor | None = None, limit: int = 50
    ) -> TicketPage:
        if wanted.text == "垃圾":
            gate.wait(5)
        return real(store, wanted, after, limit)

    async with run() as pilot:
        desk = await opened(pilot)
        monkeypatch.setattr(queries, "list_tickets", slow)
        desk.query_one("#find").value = "垃圾"
        await until(pilot, lambda: desk.text == "垃圾")
        desk.query_one("#find").value = "渗水"
        await until(pilot, lambda: _lines(desk) and "渗水" in _lines(desk)[0].record.subject)
        gate.set()
        await at_rest(pilot)
        assert "渗水" in _lines(desk)[0].record.subject


async def test_a_filter_is_chosen_with_keys_and_taken_away(run: Run) -> None:
    async with run() as pilot:
        desk = await opened(pilot)
        await pilot.press("ctrl+t", "right", "right", "right", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: desk.wanted.kind == "inquiry")
        await until(pilot, lambda: {line.record.kind for line in _lines(desk)} == {"inquiry"})
        await pilot.press("delete")
        await until(pilot, lambda: desk.wanted == Wanted())


async def test_a_filter_is_chosen_with_a_click(run: Run) -> None:
    async with run() as pilot:
        desk = await opened(pilot)
        await pilot.click(FilterLine, offset=(1, 0))
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: desk.wanted.state == "open")
        await until(
            pilot,
            lambda: (
                {line.record.state for line in _lines(desk)} <= {State.RECEIVED, State.ANSWERED}
            ),
        )


async def test_the_cursor_stays_on_its_call_when_the_list_is_read_again(
    run: Run, office: Store, actor: Actor
) -> None:
    async with run() as pilot:
        desk = await opened(pilot)
        await pilot.press("down", "down", "down")
        table = desk.query_one(PagedTable)
        marked = table.marked_key
        service.register(office, actor, Intake("新来的电话"))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "131" in head(desk))
        assert table.marked_key == marked


@pytest.mark.slow
async def test_enter_opens_the_marked_call_and_escape_comes_back(run: Run) -> None:
    async with run() as pilot:
        desk = await opened(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailPage))
        page = pilot.app.screen
        await until(pilot, lambda: page.ticket is not None)
        assert page.ticket.number == "RX-2026-0129"
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
        assert desk.focused.id == "calls"


async def test_counters_jump_to_their_list(run: Run) -> None:
    async with run() as pilot:
        for state in ("received", "answered", "open"):
            pilot.app.open_desk("hotline", state)
            await until(pilot, lambda: isinstance(pilot.app.screen, HotlineDesk))
            await until(pilot, lambda state=state: pilot.app.screen.wanted.state == state)
            await pilot.press("f2")
            await until(pilot, lambda: pilot.app.current_mode == "today")


async def test_a_call_is_opened_from_elsewhere(run: Run) -> None:
    async with run() as pilot:
        for target in (7, "RX-2026-0007", "rx-2026-7", ("ticket", 7)):
            pilot.app.open_desk("hotline", target)
            await until(pilot, lambda: isinstance(pilot.app.screen, DetailPage))
            page = pilot.app.screen
            await until(pilot, lambda page=page: page.ticket is not None)
            assert page.ticket.number == "RX-2026-0007", target
            await pilot.press("escape")
            await until(pilot, lambda page=page: pilot.app.screen is not page)
            await pilot.press("f2")
            await until(pilot, lambda: pilot.app.current_mode == "today")


@pytest.mark.slow
async def test_a_line_of_today_goes_on_with_its_own_draft(run: Run, office: Store) -> None:
    older = drafts.keep(office, FORM, "gone", {"content": "先写的"})
    drafts.keep(office, FORM, "gone", {"content": "后写的"})
    async with run() as pilot:
        pilot.app.open_desk("hotline", ("draft", older))
        await until(pilot, lambda: isinstance(pilot.app.screen, IntakePage))
        page = pilot.app.screen
        await until(pilot, lambda: page.form.values()["content"] == "先写的")


@pytest.mark.parametrize(
    "size",
    [
        (80, 24),
        pytest.param((120, 36), marks=pytest.mark.slow),
        pytest.param((160, 40), marks=pytest.mark.slow),
    ],
)
async def test_columns_never_need_a_horizontal_scroll(run: Run, size: tuple[int, int]) -> None:
    async with run(size) as pilot:
        desk = await opened(pilot)
        table = desk.query_one(PagedTable)
        assert sum(column.width for column in table.ordered_columns) <= table.size.width


@pytest.mark.parametrize(
    "size",
    [
        (80, 24),
        pytest.param((120, 36), marks=pytest.mark.slow),
        pytest.param((160, 40), marks=pytest.mark.slow),
    ],
)
async def test_hostile_texts_are_shown_as_they_are(
    run: Run, office: Store, actor: Actor, size: tuple[int, int]
) -> None:
    saved = service.register(
        office,
        actor,
        Intake(HOSTILE, caller=HOSTILE[:9], address=HOSTILE, title=HOSTILE, answer=HOSTILE),
    )
    async with run(size) as pilot:
        desk = await opened(pilot)
        await until(pilot, lambda: desk.query_one(PagedTable).marked_key == str(saved.id))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailPage))
        page = pilot.app.screen
        await until(pilot, lambda: page.ticket is not None)
        await at_rest(pilot)
        content = page.query_one("#words").render()
        assert "[red]x[/red] <通知> =1+1" in str(content)


def test_every_filter_can_be_taken_into_the_query() -> None:
    known = Choices(grids=(("3", "008网格"),), categories=(("leak", "漏水"),))
    for one in FILTERS:
        for key, _name in one.options(known)[1:]:
            found = Wanted().having(one.field, key).ticket_filter("", date(2026, 11, 21))
            assert found != TicketFilter(), (one.field, key)


def test_periods_are_whole_days() -> None:
    today = date(2026, 3, 10)
    assert days_of("last_month", today) == (date(2026, 2, 1), date(2026, 2, 28))
    assert days_of("week", today) == (date(2026, 3, 9), None)
    assert days_of("today", today) == (today, today)


@pytest.mark.parametrize(
    "given",
    [
        TicketFilter(states=("received", "answered"), kind="help", grid_id=4),
        TicketFilter(states=("void", "closed"), phone="12000000001", since=date(2026, 1, 1)),
        TicketFilter(history=True, category="leak", until=date(2026, 2, 2)),
        TicketFilter(states=("received",), tier="major"),
    ],
)
def test_a_list_named_elsewhere_keeps_all_it_says(given: str) -> None:
    assert wanted_of(given).ticket_filter("", date(2026, 11, 21)) == given

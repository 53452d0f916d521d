"""The desk's views: the board, the list with filters, plan, coverage, checks."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from textual.pilot import Pilot
from textual.widgets import OptionList

from gridterm.clock import FixedClock
from gridterm.store.audit import SYSTEM
from gridterm.visits import checking
from gridterm.visits.terms import CheckForm, DrawView, Finding
from screens.printing import PrintPage
from screens.today.desk import Lists, TodayDesk
from screens.visits.behind import HouseholdsPage
from screens.visits.checks_view import FAIR, WITHOUT
from screens.visits.coverage import Span, span_of, stepped
from screens.visits.day import DayPage
from screens.visits.desk import VisitsDesk
from screens.visits.draw import DrawPage
from screens.visits.household import ContactsPage
from screens.visits.visit import VisitPage
from screens.widgets.dialogs import Choose
from screens.widgets.progress import LongWork
from tests.screens.hotline.piloting import at_rest, type_text, until
from tests.screens.looking import text
from tests.screens.visits.conftest import (
    HOSTILE_NAME,
    HOSTILE_WORDS,
    NOW,
    YESTERDAY,
    Office,
    Run,
    at_desk,
    on_page,
)


async def choose(pilot: Pilot[int], words: str) -> None:
    """The line of the open list that holds these words."""
    dialog = await on_page(pilot, Choose)
    listed = dialog.query_one(OptionList)
    lines = [str(listed.get_option_at_index(n).prompt) for n in range(listed.option_count)]
    listed.highlighted = next(n for n, line in enumerate(lines) if words in line)
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not dialog)
    await at_rest(pilot)


def row(pilot: Pilot[int], words: str) -> str:
    """The line of the screen that holds these words."""
    return next(line for line in text(pilot.app).splitlines() if words in line)


async def test_the_board_says_what_each_day_lacks(
    run: Run, office: Office, drawn: DrawView
) -> None:
    lead = office.actor("1002")
    store, first = office.store, drawn.visits[0].visit.id
    checking.record_check(store, lead, drawn.id, first, CheckForm("falsified", "没人来过"))
    async with run((80, 24)) as pilot:
        desk = await at_desk(pilot)
        assert "0/20" in row(pilot, "陈思雨")
        assert "20 to go" in row(pilot, "陈思雨")
        assert "3/20" in row(pilot, "孙浩")
        assert "not drawn yet" in row(pilot, "孙浩")
        assert "Visits 3/40" in text(pilot.app)
        await pilot.press("pageup")
        await until(pilot, lambda: "2026-11-19" in text(pilot.app))
        await at_rest(pilot)
        assert "5/20" in row(pilot, "陈思雨")
        assert "! 1 amiss" in row(pilot, "陈思雨")
        assert "1/2" in row(pilot, "陈思雨")
        await pilot.press("enter")
        page: DayPage = await on_page(pilot, DayPage)
        shown = text(pilot.app)
        assert "! visits 5/20" in shown
        assert "! Falsified" in shown
        assert "To be visited next" in shown
        await pilot.press("pagedown")
        await until(pilot, lambda: page.day == NOW.date())
        await at_rest(pilot)
        assert "No visits are recorded" in text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
        desk.jump(("day", YESTERDAY.isoformat()))
        await at_rest(pilot)
        assert (desk.current, desk.day) == ("checks", YESTERDAY)
        assert "! Falsified" in text(pilot.app)
        desk.jump(("check", drawn.id))
        await on_page(pilot, DrawPage)


async def test_a_day_off_asks_nothing(run: Run, office: Office, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 11, 21, 9, 0)  # a Saturday
    office.visit("1-101")
    async with run((80, 24)) as pilot:
        desk = await at_desk(pilot)
        await until(pilot, lambda: "day off" in row(pilot, "孙浩"))
        assert "/20" not in text(pilot.app)
        assert "to go" not in text(pilot.app)
        assert "2026-11-21 Sat" in row(pilot, "day off  ")
        assert "not drawn yet" in row(pilot, "陈思雨"), "who went all the same is checked"
        await pilot.press("pageup")
        await until(pilot, lambda: "3/20" in text(pilot.app))
        desk.jump(("manager", office.staff["1004"]))
        await on_page(pilot, DayPage)
        assert "visits -" in text(pilot.app)
        assert "!" not in row(pilot, "1004 孙浩")


async def test_today_and_the_board_lead_to_visits_and_checks(
    run: Run, office: Office, drawn: DrawView
) -> None:
    async with run((120, 36)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayDesk))
        today: Any = pilot.app.screen
        await until(pilot, lambda: "孙浩" in text(pilot.app))
        items = [item for column in today.query(Lists) for item in column._items if item]
        kinds = {one.kind: one for one in items if one.kind in {"manager", "day"}}
        assert set(kinds) == {"manager", "day"}
        today.open_item(kinds["manager"])
        page: DayPage = await on_page(pilot, DayPage)
        assert page.day == NOW.date()
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen is today)
        today.open_item(kinds["day"])
        await until(pilot, lambda: isinstance(pilot.app.screen, VisitsDesk))
        await at_rest(pilot)
        assert "陈思雨" in text(pilot.app)
        assert YESTERDAY.isoformat() in text(pilot.app)
        pilot.app.open_desk("visits", ("check", drawn.id))  # type: ignore[attr-defined]
        draw: DrawPage = await on_page(pilot, DrawPage)
        assert (draw.staff_id, draw.day) == (office.staff["1003"], YESTERDAY)


@pytest.mark.slow
async def test_the_list_finds_and_filters(run: Run, office: Office) -> None:
    async with run((120, 36)) as pilot:
        desk = await at_desk(pilot, "visits")
        assert desk.view.table.row_count == 8
        assert HOSTILE_WORDS in text(pilot.app)
        await pilot.press("ctrl+f")
        await type_text(pilot, "楼道灯")
        await pilot.press("enter")
        await at_rest(pilot)
        assert desk.view.table.row_count == 1
        assert "已报修" in text(pilot.app)
        await pilot.press("ctrl+k")
        await at_rest(pilot)
        assert desk.view.table.row_count == 8
        await pilot.press("ctrl+y", "right", "right", "right", "enter")
        await choose(pilot, "Nobody home")
        assert desk.view.table.row_count == 1
        await pilot.press("escape")
        desk.view.use(desk.view.chosen.having("result").having("person", str(office.staff["1004"])))
        await at_rest(pilot)
        assert desk.view.table.row_count == 3
        assert "Filtered" in text(pilot.app)
        await pilot.press("escape")
        await at_rest(pilot)
        assert desk.view.table.row_count == 8, "Esc shows everything before it leaves"
        await pilot.press("enter")
        await on_page(pilot, VisitPage)


@pytest.mark.slow
async def test_the_plan_goes_from_manager_to_manager_and_on_paper(run: Run, office: Office) -> None:
    async with run((80, 24)) as pilot:
        desk = await at_desk(pilot, "plan")
        assert "1003 陈思雨" in text(pilot.app)
        assert "never" in text(pilot.app)
        await pilot.press("pagedown")
        await until(pilot, lambda: "1004 孙浩" in text(pilot.app))
        await at_rest(pilot)
        assert desk.view.visitor == office.staff["1004"]
        await pilot.press("ctrl+p")
        await on_page(pilot, PrintPage)
        await until(pilot, lambda: "Matter" in text(pilot.app))
        assert "1004 孙浩" in text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
        await pilot.press("enter")
        page: ContactsPage = await on_page(pilot, ContactsPage)
        assert "138****" in text(pilot.app)
        assert page.household_id in office.homes.values()


@pytest.mark.slow
async def test_the_coverage_opens_what_is_behind_its_numbers(run: Run, office: Office) -> None:
    async with run((80, 24)) as pilot:
        desk = await at_desk(pilot, "coverage")
        shown = row(pilot, "008 ")
        assert "24" in shown
        assert "33 %" in shown
        assert "2/2" in shown
        await pilot.press("enter")
        await choose(pilot, "Never visited: 16")
        page: HouseholdsPage = await on_page(pilot, HouseholdsPage)
        await until(pilot, lambda: page.query_one("#behind").row_count == 16)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
        await pilot.press("enter")
        await choose(pilot, "Visits in the period: 8")
        await until(pilot, lambda: desk.current == "visits")
        await at_rest(pilot)
        assert desk.view.table.row_count == 8
        assert desk.view.chosen.days == (date(2026, 11, 1), date(2026, 11, 30))
        desk.show("coverage")
        await pilot.press("pageup")
        await at_rest(pilot)
        assert "2026-10" in text(pilot.app)
        assert "0 %" in row(pilot, "008 ")


def test_spans_step_by_their_kind() -> None:
    month = span_of("month", date(2026, 1, 31))
    assert (month.first, month.last) == (date(2026, 1, 1), date(2026, 1, 31))
    assert stepped(month, -1).first == date(2025, 12, 1)
    assert stepped(span_of("year", date(2026, 5, 1)), 1) == Span(
        "year", date(2027, 1, 1), date(2027, 12, 31)
    )
    quarter = span_of("quarter", date(2026, 11, 20))
    assert (quarter.last - quarter.first).days == 89
    assert (quarter.first - stepped(quarter, -1).last).days == 1


@pytest.mark.slow
async def test_checks_are_drawn_for_all_and_counted(run: Run, office: Office) -> None:
    async with run((80, 24), operator="1002") as pilot:
        desk = await at_desk(pilot, "checks")
        assert "not drawn yet" in row(pilot, "孙浩")
        assert desk.view.can_draw_all
        await pilot.press("ctrl+g")
        await until(pilot, lambda: desk.view.table.row_count == 2)
        await at_rest(pilot)
        assert "not checked yet" in text(pilot.app)
        assert not desk.view.can_draw_all
        await pilot.press("ctrl+y")
        await choose(pilot, "Days without checks")
        assert desk.view.mode == WITHOUT
        assert "! not checked" in row(pilot, "陈思雨")
        await pilot.press("ctrl+y")
        await choose(pilot, "fair")
        assert desk.view.mode == FAIR
        assert "too few draws" in text(pilot.app)
        assert not desk.view.can_open
        await pilot.press("escape")
        await at_rest(pilot)
        await pilot.press("enter")
        page: DrawPage = await on_page(pilot, DrawPage)
        assert (page.staff_id, page.day) == (office.staff["1004"], NOW.date())


@pytest.mark.slow
async def test_hostile_names_stand_as_they_are_everywhere(run: Run, office: Office) -> None:
    office.visit("1-202", matter=HOSTILE_WORDS * 20, feedback=HOSTILE_WORDS)
    checking.draw_for(office.store, SYSTEM, office.staff["1003"], YESTERDAY)
    async with run((80, 24)) as pilot:
        desk = await at_desk(pilot)
        for name in desk.views:
            desk.show(name)
            await at_rest(pilot)
            await pilot.press("down", "up")
            await at_rest(pilot)
            text(pilot.app)
        pages: list[Any] = [
            lambda: desk.open_household(office.homes["1号楼", "1-202"]),
            lambda: desk.open_day(office.staff["1003"], NOW.date()),
            lambda: desk.open_draw(office.staff["1003"], YESTERDAY),
        ]
        for open_it in pages:
            open_it()
            await at_rest(pilot)
            assert "[/" in text(pilot.app)
            await pilot.press("f1", "escape", "escape")
            await until(pilot, lambda: pilot.app.screen is desk)
        desk.show("visits")
        await at_rest(pilot)
        assert HOSTILE_NAME in text(pilot.app)


@pytest.mark.slow
async def test_the_list_is_exported(run: Run, office: Office, tmp_path: Path) -> None:
    target = tmp_path / "走访.xlsx"
    async with run((80, 24)) as pilot:
        await at_desk(pilot, "visits")
        await pilot.press("ctrl+e")
        await until(pilot, lambda: pilot.app.screen.query("#path"))
        pilot.app.screen.query_one("#path").value = str(target)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await on_page(pilot, LongWork)
        await until(pilot, lambda: "8 visits written" in text(pilot.app))
    cells = [str(cell.value) for line in load_workbook(target).active for cell in line]  # type: ignore[union-attr]
    assert HOSTILE_WORDS in cells


def test_a_result_that_is_amiss_never_stands_by_its_colour_alone() -> None:
    from screens.visits.words import finding_text
    from tests.screens.visits.test_pages import a_check

    for finding in (Finding.MISMATCH, Finding.FALSIFIED):
        assert finding_text(a_check(finding)).plain.startswith("! ")

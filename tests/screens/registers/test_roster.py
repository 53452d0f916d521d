"""The duty roster: moving about, changing a day, swapping, filling a month."""

from __future__ import annotations

from datetime import date

import pytest

from gridterm.registers import roster, service
from gridterm.registers.terms import StaffForm
from gridterm.store.audit import SYSTEM
from screens.printing import PrintPage
from screens.registers.fields import FieldsDialog
from screens.registers.filling import FillPage
from screens.registers.month_grid import MonthGrid
from screens.widgets.dialogs import Message
from tests.screens.hotline.piloting import type_text, until
from tests.screens.looking import rows, text
from tests.screens.registers.conftest import Office, Run, Size, at_desk

pytestmark = pytest.mark.slow

SIZES = pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
TODAY = date(2026, 11, 21)


@SIZES
async def test_a_month_is_a_calendar_with_rest_days_and_days_of_nobody(
    run: Run, size: Size
) -> None:
    async with run(size) as pilot:
        await at_desk(pilot, "roster")
        shown = text(pilot.app)
        assert "2026-11" in shown
        assert "nobody on 28 days" in shown
        assert "李晓明" in shown
        week = next(row for row in rows(pilot.app) if "21 rest" in row)
        assert week.index("16") < week.index("21 rest") < week.index("22 rest")


async def test_holidays_and_makeup_working_days_are_marked(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "roster")
        await pilot.press("pageup")
        await until(pilot, lambda: desk.view.month.month == 10)
        shown = "\n".join(rows(pilot.app))
        assert " 10 work" in shown
        assert "National Day" in shown


async def test_arrows_move_and_cross_the_end_of_the_month(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "roster")
        assert desk.view.day == TODAY
        await pilot.press("left", "up")
        await until(pilot, lambda: desk.view.day == date(2026, 11, 13))
        await pilot.press("down", "down", "down")
        await until(pilot, lambda: desk.view.month.month == 12)
        assert desk.view.day == date(2026, 12, 4)
        await pilot.press("pagedown")
        await until(pilot, lambda: desk.view.month.year == 2027)
        await until(pilot, lambda: "not published" in text(pilot.app))
        await pilot.press("home")
        await until(pilot, lambda: desk.view.day == TODAY)


async def test_a_click_marks_a_day_and_a_second_one_opens_it(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "roster")
        grid = desk.query_one(MonthGrid)
        shown = rows(pilot.app)
        row = next(n for n, line in enumerate(shown) if "21 rest" in line)
        offset = (shown[row].index("21 rest"), row)
        await pilot.press("up")
        await until(pilot, lambda: desk.view.day.day == 14)
        await pilot.click(offset=offset)
        await until(pilot, lambda: desk.view.day == TODAY)
        assert grid.has_focus
        await pilot.click(offset=offset)
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))


async def test_a_day_is_changed_and_a_person_as_their_own_deputy_is_refused(
    run: Run, office: Office
) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "roster")
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        dialog = pilot.app.screen
        chosen = str(office.staff["1005"])
        dialog.query_one("#field-officer_id").value = chosen
        dialog.query_one("#field-deputy_id").value = chosen
        note = dialog.query_one("#field-note").control
        note.focus()
        await type_text(pilot, "[/]替班")
        await pilot.press("enter")
        await until(pilot, lambda: "Choose a colleague" in text(pilot.app))
        assert note.value == "[/]替班"
        dialog.query_one("#field-deputy_id").value = str(office.staff["1001"])
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is desk)
        await until(pilot, lambda: "[/]替班" in text(pilot.app))
    duty = roster.duty_on(office.store, date(2026, 11, 22))
    assert duty is not None
    assert (duty.officer.name, duty.note) == ("孙浩", "[/]替班")


@pytest.mark.slow
async def test_two_days_are_swapped_and_escape_stops_it(run: Run, office: Office) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "roster")
        await pilot.press("ctrl+x")
        await until(pilot, lambda: "Swap 2026-11-21" in text(pilot.app))
        await pilot.press("escape")
        assert desk.view.picked is None
        assert pilot.app.screen is desk
        await pilot.press("ctrl+x", "right", "right")
        await until(pilot, lambda: desk.view.day == date(2026, 11, 23))
        await pilot.press("enter")
        await until(pilot, lambda: desk.view.marked.duty.officer.name == "李晓明")
    duty = roster.duty_on(office.store, TODAY)
    assert duty is not None
    assert duty.officer.name == "陈思雨"


async def test_a_swap_with_a_day_of_nobody_is_refused_in_a_sentence(run: Run) -> None:
    async with run() as pilot:
        await at_desk(pilot, "roster")
        await pilot.press("ctrl+x", "right", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        assert "Nobody is on duty on 2026-11-22" in text(pilot.app)


async def test_somebody_is_taken_off_a_day(run: Run, office: Office) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "roster")
        await pilot.press("delete")
        await until(pilot, lambda: desk.view.marked.duty is None)
    assert roster.duty_on(office.store, TODAY) is None


async def test_filling_shows_first_and_saves_what_it_showed(run: Run, office: Office) -> None:
    before = roster.month(office.store, 2026, 12)
    async with run() as pilot:
        desk = await at_desk(pilot, "roster")
        await pilot.press("pagedown")
        await until(pilot, lambda: desk.view.month.month == 12)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, FillPage))
        page = pilot.app.screen
        await until(pilot, lambda: page.changed)
        assert "fills 31 days" in text(pilot.app)
        assert [office.staff["1001"], office.staff["1003"]] == page.turns
        page.query_one("#skip").focus()
        await pilot.press("space")
        await until(pilot, lambda: "fills 23 days" in text(pilot.app))
        assert "nobody on 8 days" in text(pilot.app)
        assert roster.month(office.store, 2026, 12) == before
        shown = page.query_one(MonthGrid).month
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is desk)
        await until(pilot, lambda: desk.view.month.days[0].duty is not None)
    assert roster.month(office.store, 2026, 12) == shown


async def test_officers_are_ticked_and_change_turns(run: Run, office: Office) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "roster")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, FillPage))
        page = pilot.app.screen
        await until(pilot, lambda: page.turns)
        first, second = page.turns
        await pilot.press("shift+down")
        await until(pilot, lambda: page.turns == [second, first])
        await pilot.press("enter")
        await until(pilot, lambda: page.turns == [second])
        await pilot.press("end", "enter")
        await until(pilot, lambda: len(page.turns) == 2)
        assert page.turns[0] == second
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
    assert len(roster.month(office.store, 2026, 11).empty) == 28


async def test_a_day_whose_officer_is_away_shows_the_deputy(run: Run, office: Office) -> None:
    one = service.staff_member(office.store, office.staff["1001"])
    form = StaffForm(one.number, one.name, one.roles, phone=one.phone, away=True)
    service.save_staff(office.store, SYSTEM, form, one.id)
    async with run() as pilot:
        await at_desk(pilot, "roster")
        assert "for 王芳" in text(pilot.app)
        assert "the deputy stands in" in text(pilot.app)


def test_a_preview_of_a_fill_keeps_nothing(office: Office) -> None:
    turns = (office.staff["1001"], office.staff["1003"])
    planned = roster.preview_fill(office.store, 2027, 2, turns, skip_days_off=True)
    assert len(roster.month(office.store, 2027, 2).empty) == 28
    done = roster.fill(office.store, SYSTEM, 2027, 2, turns, skip_days_off=True)
    assert done == planned


async def test_the_month_is_seen_as_a_sheet_before_it_is_printed(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "roster")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, PrintPage))
        await until(pilot, lambda: "Hotline duty roster" in text(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)

"""The working calendar: moving about, setting a day, the year's status."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select
from textual.pilot import Pilot
from textual.widgets import Static

from gridterm.hotline import queries, service
from gridterm.hotline.terms import Intake
from gridterm.registers import workdays
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.tables import AuditEntry
from screens.registers.fields import FieldsDialog
from screens.registers.year_grid import LABEL, YearGrid
from screens.registers.year_page import YearPage
from screens.widgets.dialogs import Confirm
from tests.screens.hotline.piloting import type_text, until
from tests.screens.looking import rows, text
from tests.screens.registers.conftest import Office, Run, Size, at_desk

pytestmark = pytest.mark.slow

SIZES = pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
TODAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)


async def at_year(pilot: Pilot[int]) -> YearPage:
    """The calendar over the registers."""
    await at_desk(pilot)
    await pilot.press("ctrl+d")
    await until(pilot, lambda: isinstance(pilot.app.screen, YearPage))
    page = pilot.app.screen
    assert isinstance(page, YearPage)
    await until(pilot, lambda: page.marked and page.query_one(YearGrid).has_focus)
    return page


async def asked(pilot: Pilot[int], kind: type) -> Any:  # noqa: ANN401 - the dialog that is there
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    return pilot.app.screen


def entries(office: Office, action: str) -> list[str]:
    with office.store.read() as session:
        found = session.exec(select(AuditEntry).where(AuditEntry.action == action))
        return [one.changes for one in found]


@SIZES
async def test_a_year_is_one_look(run: Run, size: Size) -> None:
    async with run(size) as pilot:
        page = await at_year(pilot)
        shown = rows(pilot.app)
        months = [
            next(line for line in shown if line.startswith(f" {n:>2}  ")) for n in range(1, 13)
        ]
        october = months[9].split()
        assert october[1:8] == ["H"] * 7
        assert october[8:12] == [".", ".", "W", "R"]
        assert "2026-11-21 Sat  Day off" in text(pilot.app)
        assert "published" in text(pilot.app)
        assert "10-01 ~ 10-07 National Day" in text(pilot.app)
        assert page.year is not None
        assert page.year.working == 248


async def test_arrows_go_by_days_and_months_and_over_the_years(run: Run) -> None:
    async with run() as pilot:
        page = await at_year(pilot)
        assert page.day == TODAY
        for key, day in (
            ("left", date(2026, 11, 20)),
            ("up", date(2026, 10, 20)),
            ("pagedown", date(2027, 10, 20)),
            ("home", TODAY),
            ("down", date(2026, 12, 21)),
            ("down", date(2027, 1, 21)),
        ):
            await pilot.press(key)
            await until(pilot, lambda day=day: page.day == day and page.marked)
        page.go(date(2028, 2, 29))
        await until(pilot, lambda: page.marked)
        await pilot.press("pageup")
        await until(pilot, lambda: page.day == date(2027, 2, 28))
        page.go(date(2027, 1, 31))
        await until(pilot, lambda: page.day == date(2027, 1, 31))
        await pilot.press("down")
        await until(pilot, lambda: page.day == date(2027, 2, 28))
        assert "not published" in text(pilot.app)


async def test_a_click_marks_a_day_and_a_second_one_opens_it(run: Run) -> None:
    async with run() as pilot:
        page = await at_year(pilot)
        offset = (LABEL + 2 * 2, 5)
        await pilot.click(YearGrid, offset=offset)
        await until(pilot, lambda: page.day == date(2026, 5, 3))
        await pilot.click(YearGrid, offset=offset)
        await asked(pilot, FieldsDialog)


async def test_a_holiday_is_named_and_its_effect_is_said_before_it_is_saved(
    run: Run, office: Office
) -> None:
    actor = Actor(office.staff["1001"], "李晓明")
    call = service.register(office.store, actor, Intake(content="楼道灯不亮", kind="complaint")).id
    before = queries.ticket(office.store, call).due_at
    async with run() as pilot:
        page = await at_year(pilot)
        await pilot.press("right", "right")
        await until(pilot, lambda: page.day == MONDAY)
        await pilot.press("enter")
        dialog = await asked(pilot, FieldsDialog)
        await pilot.press("right", "f9")
        await until(pilot, lambda: "needs its name" in text(pilot.app))
        dialog.query_one("#field-note").control.focus()
        await type_text(pilot, "[/]停电")
        await pilot.press("tab")
        await type_text(pilot, "街道通知")
        await pilot.press("enter")
        await asked(pilot, Confirm)
        assert "1 open call gets another date" in text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        assert not entries(office, "calendar.day")
        await pilot.press("enter")
        dialog = await asked(pilot, FieldsDialog)
        dialog.query_one("#field-kind").value = "holiday"
        dialog.query_one("#field-note").value = "[/]停电"
        await pilot.press("f9")
        await asked(pilot, Confirm)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: page.marked.own)
        assert "[/]停电" in text(pilot.app)
        moved = queries.ticket(office.store, call).due_at
        assert before is not None
        assert moved is not None
        assert moved > before
        assert len(entries(office, "calendar.day")) == 1
        await pilot.press("delete")
        await asked(pilot, Confirm)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: not page.marked.own)
    assert queries.ticket(office.store, call).due_at == before


async def test_what_moves_no_date_is_saved_without_a_question(run: Run, office: Office) -> None:
    async with run() as pilot:
        page = await at_year(pilot)
        await pilot.press("enter")
        dialog = await asked(pilot, FieldsDialog)
        dialog.query_one("#field-kind").value = "working"
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is page and page.marked.own)
        assert "Make-up working day" in str(page.query_one("#day", Static).render())
    with office.store.read() as session:
        assert workdays.load(session).is_workday(TODAY)


async def test_a_year_is_published_and_taken_back(run: Run, office: Office) -> None:
    async with run() as pilot:
        page = await at_year(pilot)
        await pilot.press("pagedown")
        await until(pilot, lambda: page.year and page.year.year == 2027)
        for published in (True, False):
            await pilot.press("ctrl+g")
            await asked(pilot, Confirm)
            await pilot.press("tab", "enter")
            await until(
                pilot,
                lambda published=published: (
                    pilot.app.screen is page and page.year.published is published
                ),
            )
    assert len(entries(office, "calendar.year")) == 2


async def test_who_may_not_change_it_may_look(run: Run, office: Office) -> None:
    with office.store.write("test", SYSTEM) as tx:
        workdays.enter_day(tx, TODAY, working=True)
    async with run(operator="1003") as pilot:
        page = await at_year(pilot)
        await pilot.press("enter", "delete", "ctrl+g")
        await pilot.pause()
        assert pilot.app.screen is page
        assert page.marked is not None
        assert page.marked.own

"""Walking through the calls without a category."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from gridterm.clock import FixedClock
from gridterm.hotline import categorising, queries, service
from gridterm.hotline.terms import Intake
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from screens.hotline.categorising import CategoriesPage
from screens.hotline.desk import HotlineDesk
from screens.hotline.detail import DetailPage
from screens.widgets.dialogs import AskText, Choose, Confirm
from screens.widgets.progress import LongWork
from screens.widgets.table import PagedTable
from tests.screens.hotline.conftest import Run
from tests.screens.hotline.piloting import HOSTILE, at_rest, until

pytestmark = pytest.mark.slow  # many keys on many screens


@pytest.fixture
def unsorted(office: Store, clock: FixedClock) -> list[int]:
    """Four calls without a category, the oldest first; the third has hostile words."""
    made = []
    for words in ("暖气不热", "你好", f"广场舞音响太吵{HOSTILE}", "装修噪音太响扰民"):
        clock.advance(timedelta(minutes=1))
        made.append(service.register(office, SYSTEM, Intake(words)).id)
    return made


async def opened(pilot: Pilot[int]) -> CategoriesPage:
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(pilot.app.screen, HotlineDesk))
    await pilot.press("ctrl+y")
    await until(pilot, lambda: isinstance(pilot.app.screen, CategoriesPage))
    page = pilot.app.screen
    await until(pilot, lambda: page.marked is not None or page.query_one(PagedTable).is_empty)
    await at_rest(pilot)
    return page


async def test_one_key_takes_and_goes_on(run: Run, office: Store, unsorted: list[int]) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        assert page.marked.row.id == unsorted[3]
        first = page.choices[0]
        shown = str(page.query_one("#unsorted-words", Static).render())
        assert f"F5 {first.name}" in shown
        assert "装修噪音太响扰民" in shown
        await pilot.press("enter")
        await until(pilot, lambda: page.marked and page.marked.row.id == unsorted[2])
        assert queries.ticket(office, unsorted[3]).category == first.code
        await at_rest(pilot)
        second = page.choices[1].code
        await pilot.press("f6")
        await until(pilot, lambda: page.marked and page.marked.row.id == unsorted[1])
        assert queries.ticket(office, unsorted[2]).category == second


async def test_any_category_can_be_picked(run: Run, office: Store, unsorted: list[int]) -> None:
    async with run((120, 36)) as pilot:
        page = await opened(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        pilot.app.screen.answer("education")
        await until(pilot, lambda: page.marked and page.marked.row.id == unsorted[2])
        assert queries.ticket(office, unsorted[3]).category == "education"


async def test_all_that_are_sure_at_once(run: Run, office: Store, unsorted: list[int]) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskText))
        pilot.app.screen.answer("nonsense")
        await until(pilot, lambda: pilot.app.screen is page)
        await at_rest(pilot)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskText))
        pilot.app.screen.answer("40")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        pilot.app.screen.answer(True)
        await until(pilot, lambda: isinstance(pilot.app.screen, LongWork))
        await until(pilot, lambda: categorising.count_unsorted(office) < 4)
        await at_rest(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        left = {one.row.id for one in categorising.unsorted(office)[0]}
        assert left < set(unsorted)
        for gone in set(unsorted) - left:
            assert queries.ticket(office, gone).category


async def test_nothing_left_says_so(run: Run) -> None:
    async with run() as pilot:
        page = await opened(pilot)
        assert page.query_one(PagedTable).is_empty
        assert page.marked is None
        await pilot.press("f5", "f8", "f9")
        assert pilot.app.screen is page


async def test_a_call_can_be_corrected_where_it_is_seen(
    run: Run, office: Store, unsorted: list[int]
) -> None:
    async with run() as pilot:
        await opened(pilot)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailPage))
        page = pilot.app.screen
        await until(pilot, lambda: page.ticket is not None)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        pilot.app.screen.answer("welfare")
        await until(pilot, lambda: page.ticket.category == "welfare")
        assert queries.ticket(office, unsorted[3]).category == "welfare"
        await at_rest(pilot)

"""The board: by one key from any page, its definitions, and the calls behind each line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gridterm.clock import FixedClock
from gridterm.hotline import service
from gridterm.hotline.terms import Intake
from gridterm.meetings import actions
from gridterm.meetings.action_terms import ActionForm
from gridterm.registers.service import list_staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from screens.hotline.behind import TicketsPage
from screens.hotline.detail import DetailPage
from screens.hotline.figures import FiguresPage
from screens.today.board import BoardPage
from screens.today.desk import Lists
from screens.widgets.dialogs import Choose
from screens.widgets.table import PagedTable
from tests.screens.conftest import Opened
from tests.screens.hotline.piloting import HOSTILE, at_rest, until
from tests.screens.looking import rows, text

pytestmark = pytest.mark.slow


def left_lying(path: Path, clock: FixedClock, number: int = 3) -> None:
    """Some calls nobody touched for ten days."""
    store = Store(path, clock)
    clerk = next(one for one in list_staff(store) if one.number == "1003")
    actor = Actor(clerk.id, clerk.name)
    for place in range(number):
        intake = Intake(f"{HOSTILE} {place}", kind="complaint", category="noise")
        service.register(store, actor, intake)
    clock.advance(timedelta(days=10))
    store.close()


async def test_one_key_shows_it_from_any_page_and_esc_comes_back(opened: Opened) -> None:
    async with opened() as pilot:
        for key in ("f2", "f3", "f9"):
            await pilot.press(key)
            await at_rest(pilot)
            below = pilot.app.screen
            await pilot.press("ctrl+b")
            await until(pilot, lambda: isinstance(pilot.app.screen, BoardPage))
            await until(pilot, lambda: "as of" in text(pilot.app))
            await pilot.press("ctrl+b")
            await at_rest(pilot)
            await pilot.press("escape")
            await until(pilot, lambda below=below: pilot.app.screen is below)  # type: ignore[misc]


async def test_each_line_says_what_it_counts_and_opens_the_calls(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    left_lying(office_path, clock)
    async with opened() as pilot:
        await at_rest(pilot)
        await pilot.press("ctrl+b")
        await until(pilot, lambda: "! 3" in text(pilot.app))
        assert "none" in text(pilot.app)
        await until(pilot, lambda: "Open calls passed down by a superior" in text(pilot.app))
        await pilot.press("down", "down", "down", "down", "down")
        await until(pilot, lambda: "without an entry for 3 working days" in text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TicketsPage))
        await until(pilot, lambda: "1-3 of 3" in text(pilot.app))
        assert "[/关闭]" in text(pilot.app)
        assert "Let nothing the residents told us" in rows(pilot.app)[2]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailPage))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardPage))


async def test_a_line_with_nothing_says_so(opened: Opened) -> None:
    async with opened() as pilot:
        await at_rest(pilot)
        await pilot.press("ctrl+b")
        await until(pilot, lambda: "as of" in text(pilot.app))
        page = pilot.app.screen
        assert isinstance(page, BoardPage)
        assert not page.can_open
        page.open_marked()
        await until(pilot, lambda: "There is nothing behind this line." in text(pilot.app))


async def test_by_person_it_asks_which_of_the_six(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    left_lying(office_path, clock)
    async with opened() as pilot:
        await at_rest(pilot)
        await pilot.press("ctrl+b")
        await until(pilot, lambda: "陈思雨" in text(pilot.app))
        pilot.app.screen.query_one("#people", PagedTable).focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert "Run aground, no entry  3" in text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TicketsPage))
        await until(pilot, lambda: "陈思雨: Let no feedback" in text(pilot.app))
        await until(pilot, lambda: "1-3 of 3" in text(pilot.app))


async def test_today_opens_a_line_of_the_board(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    left_lying(office_path, clock)
    async with opened() as pilot:
        await until(pilot, lambda: "! 6. 3" in text(pilot.app))
        pilot.app.screen.query_one("#middle", Lists).focus()
        await pilot.press("down", "down", "down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TicketsPage))
        await until(pilot, lambda: "1-3 of 3" in text(pilot.app))


async def test_the_figures_and_the_calls_behind_one(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    left_lying(office_path, clock)
    async with opened() as pilot:
        await at_rest(pilot)
        await pilot.press("ctrl+b")
        await until(pilot, lambda: "as of" in text(pilot.app))
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, FiguresPage))
        await until(pilot, lambda: "No call was received in these days." in text(pilot.app))
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "陈思雨" in text(pilot.app))
        assert "0/3" in text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: "Told in time  0/3" in text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TicketsPage))
        await until(pilot, lambda: "1-3 of 3" in text(pilot.app))
        assert "[/" in text(pilot.app)


async def test_action_items_stand_beside_the_calls_and_can_be_chosen(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    left_lying(office_path, clock, 1)
    store = Store(office_path, clock)
    clerk = next(one for one in list_staff(store) if one.number == "1003")
    actor = Actor(clerk.id, clerk.name)
    form = ActionForm(HOSTILE, clerk.id, clock.today())
    actions.give(store, actor, form)
    clock.advance(timedelta(days=7))
    store.close()
    async with opened() as pilot:
        await until(pilot, lambda: "DB-2026-001" in text(pilot.app))
        await pilot.press("ctrl+b")
        await until(pilot, lambda: "as of" in text(pilot.app))
        await pilot.press("down", "down")
        await until(pilot, lambda: "Action items of" in text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert "Calls 1" in text(pilot.app)
        assert "DB-2026-001" in text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TicketsPage))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardPage))
        pilot.app.screen.query_one("#people", PagedTable).focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert "Piled up past its date  2" in text(pilot.app)

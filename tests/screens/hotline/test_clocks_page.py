"""The clocks' allowances on the screen."""

from __future__ import annotations

from datetime import date

import pytest

from gridterm.hotline import allowances
from gridterm.store.unit import Store
from screens.hotline.clocks_page import ClocksPage
from screens.registers.fields import FieldsDialog
from screens.widgets.table import PagedTable
from tests.screens.hotline.piloting import until
from tests.screens.looking import text
from tests.screens.registers.conftest import Office, Run, Size, office, registers_office, run

__all__ = ["office", "registers_office", "run"]


def versions(store: Store) -> list[tuple[date | None, int]]:
    return [(one.since, one.allowances["acceptance_minutes"]) for one in allowances.versions(store)]


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
async def test_an_allowance_is_set_from_a_day_on(
    run: Run,
    office: Office,
    size: Size,
) -> None:
    async with run(size) as pilot:
        pilot.app.open_settings()
        await pilot.pause()
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(pilot.app.screen, ClocksPage))
        page = pilot.app.screen
        await until(pilot, lambda: page.may_change and page.query_one(PagedTable).marked_line)
        await until(pilot, lambda: "Half a working day" in text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        dialog = pilot.app.screen
        assert dialog.query_one("#field-since").value == "2026-11-22"
        dialog.query_one("#field-value").value = "100001"
        await pilot.press("f9")
        await until(pilot, lambda: dialog.query_one("#field-value").has_class("-wrong"))
        dialog.query_one("#field-value").value = "120"
        await pilot.press("f9")
        await until(pilot, lambda: "120 from 2026-11-22" in text(pilot.app))
        assert pilot.app.screen is page
    assert versions(office.store) == [(None, 240), (date(2026, 11, 22), 120)]


async def test_a_grid_manager_may_look_and_not_change(
    run: Run,
    office: Office,
) -> None:
    async with run(operator="1003") as pilot:
        pilot.app.push_screen(ClocksPage())
        await until(pilot, lambda: isinstance(pilot.app.screen, ClocksPage))
        page = pilot.app.screen
        await until(pilot, lambda: page.query_one(PagedTable).marked_line)
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is page
    assert len(allowances.versions(office.store)) == 1

"""Data that looks like markup, on every screen there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gridterm.clock import FixedClock
from gridterm.hotline import service
from gridterm.hotline.terms import Intake
from gridterm.registers import roster
from gridterm.registers.service import save_building, save_grid, save_staff
from gridterm.registers.terms import BuildingForm, GridForm, Role, StaffForm
from gridterm.settings import change
from gridterm.store import drafts
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from screens.app import GridtermApp
from screens.widgets.dialogs import AskText, Choose, Confirm, Message
from tests.screens.conftest import Opened
from tests.screens.hotline.piloting import HOSTILE, at_rest, until
from tests.screens.looking import text

SHORT = "[/]王[b]"
LONG = HOSTILE + "很" * 6900


def make_hostile(path: Path, clock: FixedClock) -> None:
    store = Store(path, clock)
    change(store, SYSTEM, dict.fromkeys(("office.name", "office.street"), HOSTILE))
    since = date(2025, 1, 1)
    one = save_staff(store, SYSTEM, StaffForm("9001", SHORT, (Role.CLERK,), hired=since))
    grid = save_grid(store, SYSTEM, GridForm("008网格", name=HOSTILE[:50], lead_id=one.id))
    save_building(store, SYSTEM, BuildingForm("[/]小区", "[red]3号楼", 48, grid_id=grid.id))
    save_building(store, SYSTEM, BuildingForm("[/关闭]小区", "9号楼", 48))
    roster.put(store, SYSTEM, clock.today(), one.id)
    for answer in ("", HOSTILE):
        service.register(
            store,
            SYSTEM,
            Intake(
                LONG,
                kind="complaint",
                caller=HOSTILE[:30],
                phone="１２０００００００５５",
                address=f"[/]小区3号楼 {HOSTILE}",
                title=HOSTILE,
                place=HOSTILE,
                answer=answer,
            ),
        )
    drafts.keep(store, "hotline.intake", "gone", {"content": LONG})
    store.close()


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
@pytest.mark.slow
async def test_every_screen_shows_hostile_data_as_it_is(
    opened: Opened, office_path: Path, clock: FixedClock, size: tuple[int, int]
) -> None:
    make_hostile(office_path, clock)
    async with opened(size, operator="9001") as pilot:
        app: GridtermApp = pilot.app  # type: ignore[assignment]
        await until(pilot, lambda: "[/关闭]" in text(app))
        for place in app.places:
            await pilot.press(place.key)
            await until(pilot, lambda wanted=place.id: app.current_mode == wanted)
            for key in ("down", "enter", "f1", "escape", "f10", "escape", "escape", "escape"):
                await pilot.press(key)
                await at_rest(pilot)
            await until(pilot, lambda: app.acting.lets_go)
        for open_it in (app.open_settings, app.choose_operator, app.lock):
            open_it()
            await at_rest(pilot)
        assert app.is_locked
        await until(pilot, lambda: SHORT in text(app))


async def test_every_dialog_shows_hostile_words_as_they_are(opened: Opened) -> None:
    dialogs = [
        lambda: Message(HOSTILE, LONG),
        lambda: Confirm(HOSTILE, HOSTILE, yes="[/]是", no="[b]否"),
        lambda: AskText(HOSTILE, HOSTILE, LONG),
        lambda: Choose(HOSTILE, [("[/]", HOSTILE), ("b", LONG)]),
    ]
    async with opened() as pilot:
        for make in dialogs:
            pilot.app.push_screen(make())
            await until(pilot, lambda: "[/关闭]" in text(pilot.app))
            await pilot.press("escape")
            await until(pilot, lambda: len(pilot.app.screen_stack) == 1)

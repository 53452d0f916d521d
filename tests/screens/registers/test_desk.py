"""The desk: its views, where it is jumped to, what the clerk reads in it."""

from __future__ import annotations

from datetime import date

import pytest

from gridterm.registers import service
from gridterm.registers.terms import BuildingForm, GridForm, StaffForm
from gridterm.store.audit import SYSTEM
from screens.registers.building_page import BuildingPage
from screens.registers.desk import VIEWS, RegistersDesk
from screens.registers.fields import FieldsDialog
from screens.registers.grid_page import GridPage
from screens.registers.importing import ImportFilePage
from screens.widgets.dialogs import Choose
from tests.screens.hotline.piloting import HOSTILE, at_rest, type_text, until
from tests.screens.looking import rows, text
from tests.screens.registers.conftest import Office, Run, Size, at_desk

pytestmark = pytest.mark.slow

SIZES = pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])


@SIZES
async def test_grids_stand_as_a_tree_with_their_warnings_in_words(run: Run, size: Size) -> None:
    async with run(size) as pilot:
        desk = await at_desk(pilot)
        await until(pilot, lambda: "009" in text(pilot.app))
        shown = rows(pilot.app)
        community = next(row for row in shown if row.strip().startswith("化院社区 "))
        grid = next(row for row in shown if row.strip().startswith("009"))
        assert grid.index("009") > community.index("化院社区")
        assert "420" in grid
        assert "!" in grid
        await pilot.press("end")
        await until(pilot, lambda: "No grid manager" in text(pilot.app).replace("\n", " "))
        assert "1 to look at" in text(pilot.app)
        assert desk.view.table.max_scroll_x == 0


async def test_views_are_reached_by_keys_and_by_clicks(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot)
        seen = []
        await pilot.press("ctrl+t")
        for _number in VIEWS:
            seen.append(desk.current)
            await pilot.press("right")
            await at_rest(pilot)
        assert seen == list(VIEWS)
        assert desk.current == "grids"
        at = rows(pilot.app)[2].index("Staff")
        await pilot.click(offset=(at + 1, 2))
        await until(pilot, lambda: desk.current == "staff" and desk.view.table.has_focus)


async def test_escape_goes_from_the_views_into_the_list_then_to_today(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot)
        await pilot.press("ctrl+t", "escape")
        assert desk.view.table.has_focus
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.current_mode == "today")


@pytest.mark.slow
async def test_other_desks_jump_to_a_view(run: Run) -> None:
    views = {"staff": "staff", "roster": "roster", ("grid", None): "grids", "who": "who"}
    async with run() as pilot:
        for target, view in views.items():
            pilot.app.open_desk("registers", target)
            await until(pilot, lambda: isinstance(pilot.app.screen, RegistersDesk))
            await until(pilot, lambda view=view: pilot.app.screen.current == view)
            await pilot.press("f2")
            await until(pilot, lambda: pilot.app.current_mode == "today")


async def test_other_desks_jump_to_a_record(run: Run, office: Office) -> None:
    async with run() as pilot:
        pilot.app.open_desk("registers", ("grid", office.grids["009"]))
        await until(pilot, lambda: isinstance(pilot.app.screen, GridPage))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegistersDesk))
        building = office.buildings["向阳小区9号楼"]
        pilot.app.open_desk("registers", ("building", building))
        await until(pilot, lambda: isinstance(pilot.app.screen, BuildingPage))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegistersDesk))
        pilot.app.open_desk("registers", ("duty", "2027-01-05"))
        desk = pilot.app.screen
        await until(pilot, lambda: desk.current == "roster" and desk.view.day == date(2027, 1, 5))


async def test_the_first_start_jumps_to_the_import(run: Run) -> None:
    async with run() as pilot:
        pilot.app.open_desk("registers", ("import", None))
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportFilePage))


async def test_a_building_in_no_grid_is_an_error_and_can_be_given_to_one(
    run: Run, office: Office
) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "buildings")
        await until(pilot, lambda: "1 to look at" in text(pilot.app))
        await pilot.press("end")
        await until(pilot, lambda: desk.view.marked.title == "向阳小区9号楼")
        await until(pilot, lambda: "In no grid" in text(pilot.app))
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        await pilot.press("right", "f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegistersDesk))
        await until(pilot, lambda: "to look at" not in rows(pilot.app)[2])
        saved = service.building(office.store, office.buildings["向阳小区9号楼"])
        assert saved.grid == "化院社区008网格"


async def test_the_day_of_an_assignment_is_checked_and_what_was_typed_stays(
    run: Run, office: Office
) -> None:
    async with run() as pilot:
        await at_desk(pilot, "buildings")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        dialog = pilot.app.screen
        since = dialog.query_one("#field-since").control
        since.value = "next week"
        since.focus()
        await pilot.press("enter")
        await until(pilot, lambda: "Write the day like" in text(pilot.app))
        assert since.value == "next week"
        since.value = "12-01"
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegistersDesk))


async def test_the_buildings_of_the_marked_grid(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot)
        await pilot.press("down")
        await until(pilot, lambda: desk.view.marked.number == "008")
        await pilot.press("ctrl+w")
        await until(pilot, lambda: desk.current == "buildings" and desk.view.table.row_count == 2)
        assert "008" in rows(pilot.app)[2]
        await pilot.press("escape")
        await until(pilot, lambda: desk.view.table.row_count == 4)


@pytest.mark.slow
async def test_staff_are_found_while_typing(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "staff")

        def listed() -> list[str]:
            return [one.record.name for one in desk.view.table._window.lines]

        known = {"lxm": "李晓明", "1003": "陈思雨", "芳": "王芳", "12000001005": "孙浩"}
        for typed, name in known.items():
            await pilot.press("ctrl+f")
            await type_text(pilot, typed)
            await until(pilot, lambda name=name: listed() == [name])
            await pilot.press("escape", "escape")
            await until(pilot, lambda: desk.view.table.row_count == 5)


@SIZES
async def test_who_is_my_grid_worker(run: Run, size: Size) -> None:
    async with run(size) as pilot:
        desk = await at_desk(pilot, "who")
        await type_text(pilot, "化院小区2号楼1单元501")
        await until(pilot, lambda: "王芳  12000001002" in text(pilot.app))
        shown = text(pilot.app)
        assert "化院社区008网格" in shown
        assert "陈思雨  12000001003" in shown
        await pilot.press("escape")
        assert desk.query_one("#address").value == ""
        await type_text(pilot, "1号楼")
        await until(pilot, lambda: "Several buildings fit" in text(pilot.app))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "009网格" in text(pilot.app).replace("\n", ""))
        desk.query_one("#address").value = "月亮上"
        await until(pilot, lambda: "No building of the register" in text(pilot.app))


async def test_who_only_looks_has_no_way_to_change(run: Run) -> None:
    async with run(operator="1003") as pilot:
        desk = await at_desk(pilot)
        names = {command.id for command in desk.working_commands()}
        assert not names & {"registers.new", "registers.end", "registers.import"}
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, GridPage))
        await until(pilot, lambda: pilot.app.screen.ready)
        assert "form.save" not in {one.id for one in pilot.app.screen.working_commands()}
        assert pilot.app.screen.form.disabled


@SIZES
async def test_hostile_texts_stand_there_as_they_are(run: Run, office: Office, size: Size) -> None:
    bad = HOSTILE[:28]
    grid = service.save_grid(office.store, SYSTEM, GridForm("010", name=bad))
    one = service.save_staff(office.store, SYSTEM, StaffForm("66", bad, phone="12000006666"))
    service.save_building(office.store, SYSTEM, BuildingForm("[/]", bad, grid_id=grid.id))
    async with run(size) as pilot:
        desk = await at_desk(pilot, "buildings")
        await until(pilot, lambda: "[/]" in text(pilot.app))
        for name in ("grids", "staff"):
            desk.show(name)
            await until(pilot, lambda: desk.view.table.row_count > 3)
            for _number in range(desk.view.table.row_count):
                await pilot.press("down")
        desk.view.open(one.id)
        await until(pilot, lambda: getattr(pilot.app.screen, "ready", False))
        assert "[/关闭][red]x[/red]" in text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
        desk.show("who")
        await type_text(pilot, HOSTILE)
        await until(pilot, lambda: "No building" in text(pilot.app))

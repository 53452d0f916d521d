"""The forms: what they save, what they say, what they never lose."""

from __future__ import annotations

from datetime import date

import pytest

from gridterm.registers import service
from gridterm.registers.operators import check_pin, has_pin
from gridterm.registers.terms import Role
from gridterm.store import drafts
from screens.registers.desk import RegistersDesk
from screens.registers.fields import FieldsDialog
from screens.registers.form_page import FormPage
from screens.registers.grid_page import GridPage
from screens.registers.picking import FindOne, FindSome, Pick, fitting
from screens.registers.staff_page import StaffPage
from screens.widgets.dialogs import Confirm, Message
from tests.screens.hotline.piloting import at_rest, type_text, until
from tests.screens.looking import text
from tests.screens.registers.conftest import Office, Run, Size, at_desk, on_page

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
async def test_a_new_member_of_staff_from_the_keyboard(
    run: Run, office: Office, size: Size
) -> None:
    async with run(size) as pilot:
        desk = await at_desk(pilot, "staff")
        await pilot.press("ctrl+n")
        page = await on_page(pilot, StaffPage)
        await type_text(pilot, "1006")
        await pilot.press("enter")
        await type_text(pilot, "周小梅")
        await pilot.press("tab", "tab", "space")
        page.form.field("phone").control.focus()
        await type_text(pilot, "１２０００００１００６")
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is desk)
        await until(pilot, lambda: desk.view.table.row_count == 6)
    saved = service.find_staff(office.store, "zxm")[0]
    assert (saved.number, saved.name, saved.phone) == ("1006", "周小梅", "12000001006")
    assert saved.roles == (Role.GRID_LEAD,)
    assert drafts.waiting(office.store) == []


@pytest.mark.slow
async def test_every_wrong_field_has_its_sentence_and_nothing_typed_is_lost(
    run: Run, office: Office
) -> None:
    async with run() as pilot:
        await at_desk(pilot, "staff")
        await pilot.press("ctrl+n")
        page = await on_page(pilot, StaffPage)
        page.form.fill({"number": "1001", "phone": "one two", "hired": "2026-11-01"})
        page.form.field("left").value = "soon"
        await pilot.press("f9")
        await until(pilot, lambda: "Write the day like" in text(pilot.app))
        page.form.field("left").value = "2020-01-01"
        await pilot.press("f9")
        await until(pilot, lambda: "李晓明's" in text(pilot.app))
        shown = text(pilot.app)
        for sentence in ("The name is missing", "not a phone number", "last day is before"):
            assert sentence in shown
        assert page.form.values()["phone"] == "one two"
        assert page.focused is page.form.field("number").control
    assert len(service.list_staff(office.store)) == 5


@pytest.mark.slow
async def test_a_grid_is_changed_with_managers_found_by_initials(run: Run, office: Office) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot)
        await pilot.press("end", "enter")
        page = await on_page(pilot, GridPage)
        page.form.field("manager_ids").control.focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FindSome))
        await type_text(pilot, "sh")
        await at_rest(pilot)
        await pilot.press("enter")
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is page)
        page.form.field("lead_id").control.focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FindOne))
        await type_text(pilot, "1005")
        await at_rest(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is page)
        page.form.field("households").value = "３００"
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is desk)
    grid = service.grid(office.store, office.grids["009"])
    assert [one.name for one in grid.managers] == ["孙浩"]
    assert grid.lead is not None
    assert grid.lead.name == "孙浩"
    assert grid.households == 300
    assert grid.findings == ()


async def test_a_number_that_is_none_is_said_under_its_field(run: Run) -> None:
    async with run() as pilot:
        await at_desk(pilot)
        await pilot.press("ctrl+n")
        page = await on_page(pilot, GridPage)
        page.form.fill({"code": "010", "households": "about 300"})
        await pilot.press("f9")
        await until(pilot, lambda: "Digits only" in text(pilot.app))
        assert page.form.values()["households"] == "about 300"


async def test_what_is_typed_is_kept_as_a_draft_and_comes_back(run: Run, office: Office) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "staff")
        await pilot.press("enter")
        page = await on_page(pilot, StaffPage)
        page.form.field("name").value = "李晓敏"
        await until(pilot, lambda: drafts.waiting(office.store))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
        await pilot.press("enter")
        page = await on_page(pilot, StaffPage)
        await until(pilot, lambda: page.form.values()["name"] == "李晓敏")
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is desk)
    assert service.staff_member(office.store, office.staff["1001"]).name == "李晓敏"
    assert drafts.waiting(office.store) == []


async def test_the_draft_of_one_record_is_not_shown_in_another(run: Run, office: Office) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "staff")
        await pilot.press("enter")
        page = await on_page(pilot, StaffPage)
        page.form.field("name").value = "谁"
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
        assert drafts.waiting(office.store)
        await pilot.press("down", "enter")
        page = await on_page(pilot, StaffPage)
        await at_rest(pilot)
        assert page.form.values()["name"] == "王芳"


@pytest.mark.slow
async def test_an_untouched_form_leaves_no_draft(run: Run, office: Office) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "staff")
        await pilot.press("enter")
        await on_page(pilot, StaffPage)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
    assert drafts.waiting(office.store) == []


async def test_throwing_away_puts_the_fields_back(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_desk(pilot, "staff")
        await pilot.press("enter")
        page = await on_page(pilot, StaffPage)
        page.form.field("name").value = "别人"
        await until(pilot, lambda: drafts.waiting(office.store))
        page.ask_discard()
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: page.form.values()["name"] == "李晓明")
        await until(pilot, lambda: not drafts.waiting(office.store))


async def test_a_form_can_be_left_while_it_is_still_read(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "staff")
        page = StaffPage()
        pilot.app.push_screen(page)
        await until(pilot, lambda: pilot.app.screen is page)
        page.ready = False
        page.leave()
        await page._show(page.read())
        await until(pilot, lambda: pilot.app.screen is desk)


async def test_the_desk_keys_do_not_leave_a_form(run: Run) -> None:
    async with run() as pilot:
        await at_desk(pilot, "staff")
        await pilot.press("enter")
        page = await on_page(pilot, FormPage)
        await pilot.press("f3")
        assert pilot.app.screen is page


async def test_somebody_leaves_on_a_day_and_stays_in_the_register(run: Run, office: Office) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot, "staff")
        await pilot.press("end", "delete")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        pilot.app.screen.query_one("#field-left").value = "2024-01-01"
        await pilot.press("f9")
        await until(pilot, lambda: "before the first" in text(pilot.app))
        pilot.app.screen.query_one("#field-left").value = "2026-11-20"
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is desk)
        await until(pilot, lambda: desk.view.table.row_count == 4)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: desk.view.table.row_count == 5)
    assert service.staff_member(office.store, office.staff["1005"]).left == date(2026, 11, 20)


@pytest.mark.slow
async def test_a_grid_with_buildings_does_not_end_and_says_why(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_desk(pilot)
        await pilot.press("end", "delete")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        await pilot.press("f9")
        await until(pilot, lambda: "building still belongs" in text(pilot.app))
    assert service.grid(office.store, office.grids["009"]).valid_to is None


@pytest.mark.slow
async def test_a_pin_is_set_and_cleared(run: Run, office: Office) -> None:
    who = office.staff["1001"]
    async with run() as pilot:
        desk = await at_desk(pilot, "staff")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        await type_text(pilot, "2468")
        await pilot.press("enter")
        await type_text(pilot, "2469")
        await pilot.press("enter")
        await until(pilot, lambda: "not the same" in text(pilot.app))
        pilot.app.screen.query_one("#field-again").value = "2468"
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is desk)
        assert has_pin(office.store, who)
        assert check_pin(office.store, who, "2468")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        await pilot.press("f9")
        await until(pilot, lambda: "current PIN is not right" in text(pilot.app))
        pilot.app.screen.query_one("#field-current").value = "2468"
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is desk)
    assert not has_pin(office.store, who)


async def test_a_record_that_is_gone_says_so(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot)
        desk.view.open(999)
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegistersDesk))


def test_what_begins_with_the_typed_text_comes_first() -> None:
    picks = [Pick("1", "1001 李晓明", ("1001", "李晓明", "lxm")), Pick("2", "王明", ("明王",))]
    assert [one.value for one in fitting(picks, "明")] == ["2", "1"]
    assert [one.value for one in fitting(picks, " LXM ")] == ["1"]
    assert [one.value for one in fitting(picks, "")] == ["1", "2"]
    assert fitting(picks, "zzz") == []

"""The residents' register on the desk: list, page, forms, services, completeness."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import col, select
from textual.pilot import Pilot

from gridterm.registers import households
from gridterm.registers.household_terms import (
    HouseholdFilter,
    HouseholdForm,
    MemberForm,
    Relation,
    ServiceForm,
    ServiceKind,
)
from gridterm.store import drafts
from gridterm.store.audit import SYSTEM
from gridterm.store.tables import AuditEntry
from gridterm.text import clean_line
from gridterm.visits import service as visits
from gridterm.visits.terms import Outcome, VisitForm
from screens.registers.desk import RegistersDesk
from screens.registers.fields import FieldsDialog
from screens.registers.household_form import HouseholdFormPage, MemberPage
from screens.registers.household_page import HouseholdPage
from screens.registers.households import CompletenessPage
from screens.widgets.dialogs import AskText, Confirm
from tests.screens.hotline.piloting import HOSTILE, at_rest, type_text, until
from tests.screens.looking import rows, text
from tests.screens.registers.conftest import Office, Run, Size, on_page

pytestmark = pytest.mark.slow

SIZES = pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
HOMES = (
    ("化院小区1号楼", "1-101", "刘洋", "13900001111"),
    ("化院小区1号楼", "2-501", "王大海", "13900002222"),
    ("化院小区2号楼", "101", "", ""),
    ("向阳小区1号楼", "201", "赵小红", "13900003333"),
)


def enter(office: Office) -> dict[str, int]:
    """Four households, by title."""
    made = {}
    for building, room, name, phone in HOMES:
        people = [MemberForm(name, phone, Relation.HEAD)] if name else []
        form = HouseholdForm(office.buildings[building], room)
        saved = households.save_household(office.store, SYSTEM, form, members=people)
        made[saved.row.title] = saved.row.id
    return made


async def at_households(pilot: Pilot[int], view: str = "households") -> RegistersDesk:
    """The desk with the residents in it."""
    await pilot.press("f9")
    await until(pilot, lambda: isinstance(pilot.app.screen, RegistersDesk))
    desk = pilot.app.screen
    assert isinstance(desk, RegistersDesk)
    desk.jump(view)
    await until(pilot, lambda: desk.current == view and desk.view.home.has_focus)
    await at_rest(pilot)
    return desk


async def on_home(pilot: Pilot[int]) -> HouseholdPage:
    """The page of a household, read."""
    await until(pilot, lambda: isinstance(pilot.app.screen, HouseholdPage))
    page = pilot.app.screen
    assert isinstance(page, HouseholdPage)
    await until(pilot, lambda: page.home is not None)
    await at_rest(pilot)
    return page


def actions(office: Office) -> list[str]:
    with office.store.read() as session:
        return list(session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))))


@SIZES
async def test_households_stand_by_building_and_room_with_masked_phones(
    run: Run, office: Office, size: Size
) -> None:
    enter(office)
    async with run(size) as pilot:
        desk = await at_households(pilot)
        await until(pilot, lambda: desk.view.table.row_count == 4)
        shown = rows(pilot.app)
        order = [next(at for at, row in enumerate(shown) if one in row) for one in
                 ("刘洋", "王大海", "nobody", "赵小红")]  # fmt: skip
        assert order == sorted(order)
        assert "139****1111" in text(pilot.app)
        assert "13900001111" not in text(pilot.app)
        assert desk.view.table.max_scroll_x == 0


@pytest.mark.parametrize("typed", ["1-2-501", "2-501", "wdh", "王大海", "2222"])
async def test_a_household_is_found_while_typing(run: Run, office: Office, typed: str) -> None:
    enter(office)
    async with run() as pilot:
        desk = await at_households(pilot)
        await pilot.press("ctrl+f")
        await type_text(pilot, typed)
        await until(pilot, lambda: desk.view.table.row_count == 1)
        assert "王大海" in text(pilot.app)
        await pilot.press("enter", "enter")
        page = await on_home(pilot)
        assert page.home is not None
        assert page.home.row.head == "王大海"


@pytest.mark.slow
async def test_the_households_of_a_grid_and_of_a_building(run: Run, office: Office) -> None:
    enter(office)
    async with run() as pilot:
        desk = await at_households(pilot, "buildings")
        await pilot.press("ctrl+a")
        await until(pilot, lambda: desk.current == "households")
        await until(pilot, lambda: desk.view.table.row_count == 2)
        assert "化院小区1号楼  " in desk.view.words[1]
        await pilot.press("ctrl+k")
        await until(pilot, lambda: desk.view.table.row_count == 4)
        await pilot.press("ctrl+w")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompletenessPage))
        page: Any = pilot.app.screen
        await until(pilot, lambda: page.view.table.row_count == 2)
        await at_rest(pilot)
        await pilot.press("end", "enter")
        await until(pilot, lambda: pilot.app.screen is desk)
        await until(pilot, lambda: desk.view.table.row_count == 1)
        assert "赵小红" in text(pilot.app)


@SIZES
async def test_completeness_says_what_is_missing(run: Run, office: Office, size: Size) -> None:
    enter(office)
    async with run(size) as pilot:
        await at_households(pilot)
        await pilot.press("ctrl+w")
        await until(pilot, lambda: "still to be entered: 297" in text(pilot.app))
        grid = next(row for row in rows(pilot.app) if row.strip().startswith("008"))
        assert "300" in grid
        assert "66%" in grid
        assert "where nobody is entered: 1" in text(pilot.app)


@SIZES
async def test_a_new_household_from_the_keyboard(run: Run, office: Office, size: Size) -> None:
    async with run(size) as pilot:
        desk = await at_households(pilot)
        await pilot.press("ctrl+n")
        page = await on_page(pilot, HouseholdFormPage)
        page.form.field("building_id").value = str(office.buildings["化院小区2号楼"])
        page.form.field("room").control.focus()
        await type_text(pilot, "2-301")
        await pilot.press("enter")
        await type_text(pilot, "周小梅")
        await pilot.press("enter")
        await type_text(pilot, "13900004444")
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is desk)
        await until(pilot, lambda: desk.view.table.row_count == 1)
    (row,) = households.find(office.store, "zxm")
    assert (row.title, row.phone) == ("化院小区2号楼 2-301", "13900004444")
    assert drafts.waiting(office.store) == []


async def test_what_is_typed_waits_as_a_draft(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_households(pilot)
        await pilot.press("ctrl+n")
        page = await on_page(pilot, HouseholdFormPage)
        page.form.field("room").control.focus()
        await type_text(pilot, "909")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegistersDesk))
        await pilot.press("ctrl+n")
        page = await on_page(pilot, HouseholdFormPage)
        await until(pilot, lambda: page.form.field("room").value == "909")


@pytest.mark.slow
async def test_a_room_that_is_taken_offers_to_end_who_was_there(run: Run, office: Office) -> None:
    made = enter(office)
    async with run() as pilot:
        desk = await at_households(pilot)
        await pilot.press("ctrl+n")
        page = await on_page(pilot, HouseholdFormPage)
        page.form.fill({"building_id": str(office.buildings["化院小区1号楼"]), "room": "2单元501"})
        page.form.field("name").value = "新来的"
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        assert "王大海" in text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        assert len(households.find(office.store, "王大海")) == 1
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await at_rest(pilot)
        await pilot.press("right", "enter")
        await until(pilot, lambda: pilot.app.screen is desk)
    assert households.household(office.store, made["化院小区1号楼 2-501"]).valid_to is not None
    assert households.find(office.store, "新来的")[0].room == "2单元501"


@SIZES
async def test_a_household_with_its_people_and_its_contacts(
    run: Run, office: Office, size: Size
) -> None:
    home = enter(office)["化院小区1号楼 1-101"]
    visit = VisitForm(
        household_id=home,
        staff_id=office.staff["1003"],
        feedback="家中一切正常",
        result=Outcome.MET,
        at=datetime(2026, 11, 20, 10, 30),
    )
    visits.record(office.store, SYSTEM, visit)
    async with run(size) as pilot:
        await at_households(pilot)
        await pilot.press("enter")
        page = await on_home(pilot)
        await until(pilot, lambda: page.people.row_count == 1)
        assert "13900001111" in text(pilot.app)
        assert "家中一切正常" in text(pilot.app)
        await pilot.press("ctrl+n")
        form = await on_page(pilot, MemberPage)
        await type_text(pilot, "李小燕")
        form.form.field("relation").value = "spouse"
        await pilot.press("f9")
        await until(pilot, lambda: page.people.row_count == 2)
        await at_rest(pilot)
        await pilot.press("end", "enter")
        form = await on_page(pilot, MemberPage)
        form.form.field("phone").value = "13900005555"
        await pilot.press("f9")
        await until(pilot, lambda: "13900005555" in text(pilot.app))
        await at_rest(pilot)
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        await pilot.press("f9")
        await until(pilot, lambda: page.home is not None and len(page.home.former) == 1)
        assert "李小燕" in text(pilot.app)
    assert households.household(office.store, home).former[0].name == "李小燕"


async def test_services_are_masked_until_somebody_asks_and_that_is_recorded(
    run: Run, office: Office
) -> None:
    home = enter(office)["化院小区1号楼 1-101"]
    form = ServiceForm(ServiceKind.LIVING_ALONE, "每周电话问候")
    households.add_need(office.store, SYSTEM, home, form)
    async with run() as pilot:
        await at_households(pilot)
        await pilot.press("enter")
        page = await on_home(pilot)
        await until(pilot, lambda: "Services needed: 1" in text(pilot.app))
        assert "每周电话问候" not in text(pilot.app)
        assert "household.reveal" not in actions(office)
        await pilot.press("space")
        await until(pilot, lambda: "每周电话问候" in text(pilot.app))
        assert actions(office)[-1] == "household.reveal"
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        await at_rest(pilot)
        await pilot.press("tab", "tab")
        await type_text(pilot, "送药上门")
        await pilot.press("f9")
        await until(pilot, lambda: "送药上门" in text(pilot.app))
        await pilot.press("ctrl+x")
        await at_rest(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: len(page.present) == 1)
        await pilot.press("space")
        await until(pilot, lambda: "送药上门" not in text(pilot.app))


@pytest.mark.slow
async def test_a_household_moves_away_and_is_still_here(run: Run, office: Office) -> None:
    home = enter(office)["化院小区1号楼 1-101"]
    async with run() as pilot:
        desk = await at_households(pilot)
        desk.jump(("household", home))
        page = await on_home(pilot)
        await pilot.press("ctrl+k")
        await until(pilot, lambda: isinstance(pilot.app.screen, FieldsDialog))
        await pilot.press("f9")
        await until(pilot, lambda: "moved away on" in text(pilot.app))
        await at_rest(pilot)
        await pilot.press("ctrl+k")
        await until(pilot, lambda: page.stands)
    assert actions(office)[-2:] == ["household.end", "household.reopen"]


async def test_who_walks_the_households_enters_them_and_nothing_else(
    run: Run, office: Office
) -> None:
    enter(office)
    async with run(operator="1003") as pilot:
        desk = await at_households(pilot)
        assert desk.view.may_change
        desk.jump("buildings")
        await at_rest(pilot)
        assert not desk.view.may_change


@pytest.mark.slow
async def test_the_export_of_residents_is_asked_for_and_recorded(run: Run, office: Office) -> None:
    enter(office)
    async with run() as pilot:
        await at_households(pilot)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskText))
        assert "Names and phones of residents" in text(pilot.app)


@pytest.mark.slow
async def test_hostile_texts_are_shown_as_they_are(run: Run, office: Office) -> None:
    building = office.buildings["化院小区1号楼"]
    for place, words in enumerate(HOSTILE):
        form = HouseholdForm(building, f"{place + 1}01", note=words)
        member = MemberForm(clean_line(words)[:40] or "x", relation=Relation.HEAD)
        made = households.save_household(office.store, SYSTEM, form, members=[member])
        need = ServiceForm(ServiceKind.OTHER, clean_line(words)[:200] or "x")
        households.add_need(office.store, SYSTEM, made.row.id, need)
    assert households.count(office.store, HouseholdFilter()) == len(HOSTILE)
    async with run() as pilot:
        desk: Any = await at_households(pilot)
        await until(pilot, lambda: desk.view.table.row_count)
        await pilot.press("enter")
        await on_home(pilot)
        await pilot.press("space")
        await at_rest(pilot)
        await pilot.press("ctrl+d")
        await on_page(pilot, HouseholdFormPage)

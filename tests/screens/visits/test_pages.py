"""A day, a spot check, a visit: what is recorded, corrected, declared void."""

from datetime import date, datetime

import pytest
from textual.pilot import Pilot

from gridterm.errors import InputError
from gridterm.store import drafts
from gridterm.visits import checking
from gridterm.visits.draw import draw
from gridterm.visits.queries import visit, visits
from gridterm.visits.terms import CheckForm, CheckView, DrawView, Finding, Outcome, VisitFilter, Way
from screens.discipline.case import CasePage
from screens.discipline.lead import LeadPage
from screens.hotline.detail import DetailPage
from screens.visits.check_form import CheckPage
from screens.visits.draw import DrawPage, seed_words
from screens.visits.forms import moment_of
from screens.visits.household import ContactsPage
from screens.visits.round import RoundPage
from screens.visits.visit import VisitPage
from screens.visits.visit_form import CorrectPage
from screens.widgets.dialogs import AskText
from tests.screens.hotline.piloting import at_rest, type_text, until
from tests.screens.looking import text
from tests.screens.visits.conftest import NOW, YESTERDAY, Office, Run, at_desk, on_page


def a_check(finding: Finding) -> CheckView:
    return CheckView(
        1, 1, 1, 1, finding, Way.DOOR, "", "", NOW.date(), NOW, "王芳"
    )  # fmt: skip


async def at_draw(pilot: Pilot[int], office: Office, day: date = YESTERDAY) -> DrawPage:
    desk = await at_desk(pilot)
    desk.open_draw(office.staff["1003"], day)
    page: DrawPage = await on_page(pilot, DrawPage)
    return page


async def at_visit(pilot: Pilot[int], visit_id: int) -> VisitPage:
    desk = await at_desk(pilot)
    desk.jump(("visit", visit_id))
    page: VisitPage = await on_page(pilot, VisitPage)
    await until(pilot, lambda: page.row is not None)
    await at_rest(pilot)
    return page


async def test_a_day_is_drawn_checked_corrected_and_drawn_again(run: Run, office: Office) -> None:
    async with run((120, 36), operator="1002") as pilot:
        page = await at_draw(pilot, office)
        assert "Ctrl+G draws 2 of them" in text(pilot.app)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: page.table.row_count == 2)
        await at_rest(pilot)
        first = checking.drawn(office.store, office.staff["1003"], YESTERDAY)
        assert first is not None
        assert first.seed in text(pilot.app)
        assert "sha256sum" in text(pilot.app)

        await pilot.press("enter")
        form: CheckPage = await on_page(pilot, CheckPage)
        form.form.fill({"result": "falsified", "said": "[/]没人来过"})
        await pilot.press("f9")
        await until(pilot, lambda: "F7" in text(pilot.app))
        await until(pilot, lambda: pilot.app.screen is page)
        await at_rest(pilot)
        assert "! Falsified" in text(pilot.app)
        assert "checked 1/2" in text(pilot.app)

        await pilot.press("enter")
        form = await on_page(pilot, CheckPage)
        form.form.fill({"result": "true"})
        await pilot.press("f9")
        await until(pilot, lambda: "Say why the result is corrected" in text(pilot.app))
        form.form.fill({"reason": "问错了人"})
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is page)
        await at_rest(pilot)
        assert "! Falsified" not in text(pilot.app)

        await pilot.press("ctrl+y")
        await on_page(pilot, AskText)
        await type_text(pilot, "两户都搬走了")
        await pilot.press("enter")
        await until(pilot, lambda: "! drawn again 1" in text(pilot.app))
        await at_rest(pilot)
        assert "两户都搬走了" in text(pilot.app)
    checks = visit(office.store, first.visits[0].visit.id).checks
    assert [(one.result, one.seq) for one in checks] == [(Finding.FALSIFIED, 1), (Finding.TRUE, 2)]
    assert checks[1].reason == "问错了人"


@pytest.mark.slow
async def test_nobody_checks_themselves_and_the_page_says_so(
    run: Run, office: Office, drawn: DrawView
) -> None:
    async with run((80, 24), operator="1003") as pilot:
        page = await at_draw(pilot, office)
        await until(pilot, lambda: page.table.row_count == 2)
        await at_rest(pilot)
        assert "Nobody draws or checks their own visits" in text(pilot.app)
        assert not any((page.can_draw, page.can_redraw, page.can_record))
        await pilot.press("enter")
        await at_rest(pilot)
        assert pilot.app.screen is page
        await pilot.press("ctrl+t")
        await on_page(pilot, VisitPage)


def test_the_recipe_gives_the_draw_again(drawn: DrawView) -> None:
    words = seed_words(drawn).plain
    seed = words.split("  ")[1].splitlines()[0]
    numbers = [int(one) for one in words.rsplit(": ", 1)[1].split()]
    assert draw(numbers, seed, 2) == tuple(one.visit.id for one in drawn.visits)


@pytest.mark.slow
async def test_a_visit_is_corrected_with_a_reason_and_made_void(run: Run, office: Office) -> None:
    made = office.visit("1-501", matter="灯不亮")
    async with run((120, 36)) as pilot:
        page = await at_visit(pilot, made.id)
        assert "灯不亮" in text(pilot.app)
        await pilot.press("ctrl+y")
        form: CorrectPage = await on_page(pilot, CorrectPage)
        form.form.fill({"household_id": "2-501", "matter": "[/关闭]灯亮了"})
        await pilot.press("f9")
        await until(pilot, lambda: "Several households fit" in text(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        assert drafts.latest(office.store, f"visits.correct.{made.id}") is not None
        await pilot.press("ctrl+y")
        form = await on_page(pilot, CorrectPage)
        await until(pilot, lambda: form.form.values()["matter"] == "[/关闭]灯亮了")
        form.form.fill({"household_id": "1-2-501", "result": "refused", "time": "9:05"})
        await pilot.press("f9")
        await until(pilot, lambda: "Write why it is corrected" in text(pilot.app))
        form.form.fill({"reason": "写错了户"})
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is page)
        await until(pilot, lambda: page.visit_id != made.id)
        await at_rest(pilot)
        assert "[/关闭]灯亮了" in text(pilot.app)
        assert drafts.latest(office.store, f"visits.correct.{made.id}") is None

        await pilot.press("delete")
        await on_page(pilot, AskText)
        await type_text(pilot, "没有去")
        await pilot.press("enter")
        await until(pilot, lambda: "! void" in text(pilot.app))
        await at_rest(pilot)
        assert not page.holds
    corrected = visit(office.store, page.visit_id).row
    assert corrected.household_id == office.homes["1号楼", "2-501"]
    assert (corrected.result, corrected.at) == (Outcome.REFUSED, datetime(2026, 11, 20, 9, 5))
    ended = visits(office.store, VisitFilter(staff_id=office.staff["1003"], ended=True)).rows
    assert {one.id for one in ended if one.ended} == {made.id, page.visit_id}


@pytest.mark.slow
async def test_the_ways_on_from_a_visit(run: Run, office: Office) -> None:
    made = office.visit("1-101", matter="漏水", make_ticket=True)
    async with run((80, 24)) as pilot:
        page = await at_visit(pilot, made.id)
        assert made.ticket in text(pilot.app)
        await pilot.press("ctrl+t")
        await on_page(pilot, DetailPage)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        await pilot.press("ctrl+g")
        household: ContactsPage = await on_page(pilot, ContactsPage)
        await until(pilot, lambda: household.has_marked)
        assert "刘桂兰" in text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        await at_rest(pilot)
        await pilot.press("end", "enter")
        earlier: VisitPage = await on_page(pilot, VisitPage)
        assert earlier is not page
        await until(pilot, lambda: earlier.row is not None)
        assert earlier.row is not None
        assert earlier.row.day == YESTERDAY


async def test_a_falsified_visit_leads_to_a_lead_that_is_filled_in(
    run: Run, office: Office, drawn: DrawView
) -> None:
    first, second = (one.visit.id for one in drawn.visits)
    store, lead = office.store, office.actor("1002")
    check = checking.record_check(store, lead, drawn.id, first, CheckForm("falsified", "没人来过"))
    checking.record_check(store, lead, drawn.id, second, CheckForm("true", "来过"))
    async with run((80, 24), operator="1002") as pilot:
        page = await at_draw(pilot, office)
        page.table.mark(str(second))
        await at_rest(pilot)
        assert not page.is_falsified
        page.table.mark(str(first))
        await until(pilot, lambda: page.is_falsified)
        await pilot.press("ctrl+a")
        form: LeadPage = await on_page(pilot, LeadPage)
        values = form.form.values()
        assert values["person_id"] == str(office.staff["1003"])
        assert (values["track"], values["clause"]) == ("visits", "falsify")
        assert values["incident_on"] == YESTERDAY.isoformat()
        await pilot.press("f9")
        case: CasePage = await on_page(pilot, CasePage)
        await until(pilot, lambda: case.case is not None)
        assert case.case is not None
        (evidence,) = case.case.evidence
        assert evidence.subject == f"check:{check.id}"
        parts = {part for name, _value in evidence.lines for part in name.split(", ")}
        assert "Head of the household" in parts
        assert {part for part in parts if part[0].islower()} == set(), "each has a name"
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        await pilot.press("ctrl+t")
        shown: VisitPage = await on_page(pilot, VisitPage)
        await until(pilot, lambda: shown.is_falsified)
        await pilot.press("ctrl+a")
        await on_page(pilot, LeadPage)


@pytest.mark.slow
async def test_a_day_leads_to_its_round_and_its_check(run: Run, office: Office) -> None:
    async with run((80, 24)) as pilot:
        desk = await at_desk(pilot)
        desk.jump(("manager", office.staff["1004"]))
        await at_rest(pilot)
        page = pilot.app.screen
        assert "Nothing is drawn yet" in text(pilot.app)
        await pilot.press("ctrl+n")
        again: RoundPage = await on_page(pilot, RoundPage)
        await until(pilot, lambda: len(again.entries) == 3)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        await pilot.press("ctrl+g")
        await on_page(pilot, DrawPage)


def test_a_time_is_read_as_people_write_it() -> None:
    day = date(2026, 11, 20)
    for typed in ("9:05", "09：05", "905", "9.05"):
        assert moment_of(day, typed) == datetime(2026, 11, 20, 9, 5)
    assert moment_of(day, "") is None
    with pytest.raises(InputError, match="09:30"):
        moment_of(day, "25:00")

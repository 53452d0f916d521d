"""The discipline desk: who stands where, what waits, and who may see it."""

from __future__ import annotations

from typing import Any

import pytest

from gridterm.discipline.reading import person
from gridterm.discipline.views import CaseFilter
from gridterm.hotline import handling
from gridterm.hotline import service as hotline
from gridterm.hotline.terms import Intake
from gridterm.store import drafts
from screens.discipline.case import CasePage
from screens.discipline.lead import LeadPage
from screens.discipline.person import PersonStandingPage
from screens.discipline.questions import StepDialog
from screens.printing import PrintPage
from screens.registers.fields import FieldsDialog
from screens.start.sign_on import SignOn
from screens.widgets.dialogs import Choose, Confirm, Message
from tests.screens.discipline.conftest import (
    CLERK,
    HEAD,
    HOSTILE_NAME,
    LEAD,
    MEMBER,
    ODD,
    WALKER,
    Office,
    Run,
    at_desk,
    fill,
    on_screen,
)
from tests.screens.hotline.piloting import at_rest, type_text, until
from tests.screens.looking import text


async def take_over(pilot: Any, number: str) -> None:  # noqa: ANN401 - textual's
    """Somebody else signs on."""
    await pilot.press("ctrl+o")
    await on_screen(pilot, SignOn)
    await type_text(pilot, number)
    await pilot.press("enter")
    await at_rest(pilot)


async def lock_to(pilot: Any, number: str) -> None:  # noqa: ANN401 - textual's
    """The screen is locked, and somebody signs on."""
    await pilot.press("ctrl+l")
    await on_screen(pilot, SignOn)
    await type_text(pilot, number)
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, SignOn))
    await at_rest(pilot)


# ── the views ───────────────────────────────────────────────────────────────
async def test_people_stand_on_a_rung_per_ladder_and_the_views_follow_each_other(
    run: Run, office: Office
) -> None:
    async with run(operator=HEAD) as pilot:
        desk = await at_desk(pilot)
        shown = text(pilot.app)
        (row,) = [line for line in shown.splitlines() if line.strip().startswith("陈思雨")]
        assert "Severe warning" in row, "two of three warnings count after the revocation"
        assert row.rstrip().endswith("! 2"), "the two letters that say more now"
        assert "! 2 corrections due" in shown
        assert HOSTILE_NAME in shown
        await pilot.press("ctrl+t", "right")
        await at_rest(pilot)
        assert desk.current == "cases"
        assert "1-6 of 6" in text(pilot.app)
        await pilot.press("enter", "ctrl+y", "right")
        await at_rest(pilot)
        assert desk.view.filter == CaseFilter(open_only=True)
        assert "1-3 of 3" in text(pilot.app)
        await pilot.press("escape", "escape")
        await at_rest(pilot)
        assert desk.view.filter == CaseFilter()
        await pilot.press("ctrl+f")
        await type_text(pilot, ODD)
        await pilot.press("enter")
        await at_rest(pilot)
        assert desk.view.filter.person_id == office.staff[ODD]
        assert "1-2 of 2" in text(pilot.app)
        desk.show("letters")
        await at_rest(pilot)
        assert "Notice of" in text(pilot.app)
        desk.show("rules")
        await at_rest(pilot)
        assert "1-12 of 12" in text(pilot.app)
        await pilot.press("ctrl+p")
        await on_screen(pilot, Choose)
        await pilot.press("down", "enter")
        page = await on_screen(pilot, PrintPage)
        await until(pilot, lambda: page.is_ready)


@pytest.mark.slow
async def test_who_may_not_see_all_is_told_so_and_sees_their_own(run: Run, office: Office) -> None:
    office.case(CLERK, office.clock.today().replace(day=2), "迟交报表", "reported")
    async with run(operator=CLERK) as pilot:
        assert "JL-2026" not in text(pilot.app), "Today names no case"
        desk = await at_desk(pilot)
        shown = text(pilot.app)
        assert "You see your own page" in shown
        assert "Committee member" in shown
        assert "陈思雨" not in shown
        desk.show("cases")
        await at_rest(pilot)
        assert "JL-2026" not in text(pilot.app), "not asked for a statement yet: not told either"
        desk.show("letters")
        await at_rest(pilot)
        assert "The register of letters is for those" in text(pilot.app)
        pilot.app.open_desk("discipline", ("case", 1))
        await on_screen(pilot, Message)
        assert "not for you to see" in text(pilot.app)
        await pilot.press("escape")
        pilot.app.open_desk("discipline", ("person", office.staff[WALKER]))
        await on_screen(pilot, Message)
        await pilot.press("escape")
        await pilot.press("ctrl+g")
        page = await on_screen(pilot, PersonStandingPage)
        assert page.found.person.number == CLERK
        assert "No warning is in force" in text(pilot.app)


async def test_what_one_may_read_does_not_stay_for_the_next(run: Run, office: Office) -> None:
    case = office.case_of(ODD, "appealed")
    async with run(operator=HEAD) as pilot:
        desk = await at_desk(pilot)
        pilot.app.open_desk("discipline", ("case", case.id))
        await on_screen(pilot, CasePage)
        await pilot.press("ctrl+f")
        await on_screen(pilot, PersonStandingPage)
        await take_over(pilot, CLERK)
        await until(pilot, lambda: pilot.app.screen is desk)
        await at_rest(pilot)
        assert "陈思雨" not in text(pilot.app)
        assert HOSTILE_NAME not in text(pilot.app)
        assert desk.view.table.row_count == 0
        await take_over(pilot, HEAD)
        assert HOSTILE_NAME in text(pilot.app)
        pilot.app.open_desk("discipline", ("case", case.id))
        await on_screen(pilot, CasePage)
        await pilot.press("ctrl+n")
        await on_screen(pilot, StepDialog)
        await pilot.press("ctrl+l")
        await on_screen(pilot, SignOn)
        await type_text(pilot, CLERK)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is desk)
        await at_rest(pilot)
        assert HOSTILE_NAME not in text(pilot.app)


@pytest.mark.slow
async def test_a_question_about_somebody_does_not_wait_for_the_next(
    run: Run, office: Office
) -> None:
    case = office.case_of(ODD, "appealed")
    hotline.register(office.store, office.actor(CLERK), Intake("她说话难听", kind="complaint"))
    handling.triage(
        office.store, office.actor(CLERK), 2, "regional", "coordination",
        reason="涉及网格员", accused_id=office.staff[WALKER],
    )  # fmt: skip
    async with run(operator=HEAD) as pilot:
        desk = await at_desk(pilot, "proposals")
        await pilot.press("delete")
        await on_screen(pilot, FieldsDialog)
        await lock_to(pilot, CLERK)
        await until(pilot, lambda: pilot.app.screen is desk)
        await at_rest(pilot)
        assert "陈思雨" not in text(pilot.app)
        await take_over(pilot, HEAD)
        pilot.app.open_desk("discipline", ("case", case.id))
        page = await on_screen(pilot, CasePage)
        page.choose_step()
        await on_screen(pilot, Choose)
        await lock_to(pilot, HEAD)
        await on_screen(pilot, Choose)
        await lock_to(pilot, CLERK)
        await until(pilot, lambda: pilot.app.screen is desk)
        assert case.number not in text(pilot.app)


# ── a person ────────────────────────────────────────────────────────────────
@pytest.mark.slow
async def test_a_persons_page_says_why_and_carries_out_a_correction(
    run: Run, office: Office
) -> None:
    async with run(operator=HEAD) as pilot:
        desk = await at_desk(pilot)
        desk.view.table.mark(str(office.staff[WALKER]))
        await pilot.press("enter")
        page = await on_screen(pilot, PersonStandingPage)
        shown = " ".join(text(pilot.app).split())
        assert "Falsified visits Severe warning by JL-2026-003" in shown
        assert "A further confirmed case would be: Dismissal proposed." in shown
        assert "! Needs a change" in shown
        before = page.correction
        await pilot.press("ctrl+a")
        await on_screen(pilot, Confirm)
        await pilot.press("right", "enter")
        await until(pilot, lambda: len(page.found.corrections) == 1)
        found = person(office.store, office.actor(HEAD), office.staff[WALKER])
        corrected = next(one for one in found.cases if one.id == before.case.id)
        assert corrected.level == before.level
        assert corrected.letter != before.letter, "a notice of its own; the old one is kept"
        await at_rest(pilot)
        await pilot.press("enter")
        await on_screen(pilot, CasePage)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: pilot.app.screen is page)


# ── a lead ──────────────────────────────────────────────────────────────────
async def test_a_lead_is_typed_kept_for_its_writer_only_and_registered(
    run: Run, office: Office
) -> None:
    async with run(operator=LEAD) as pilot:
        await at_desk(pilot)
        await pilot.press("ctrl+n")
        page = await on_screen(pilot, LeadPage)
        page.form.field("matter").value = "当着住户的面推诿"
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not page)
        await take_over(pilot, MEMBER)
        await pilot.press("ctrl+n")
        page = await on_screen(pilot, LeadPage)
        assert page.form.field("matter").value == "", "somebody else's words are not offered"
        await pilot.press("escape")
        await take_over(pilot, LEAD)
        await pilot.press("ctrl+n")
        page = await on_screen(pilot, LeadPage)
        await until(pilot, lambda: page.form.field("matter").value == "当着住户的面推诿")
        await pilot.press("f9")
        await at_rest(pilot)
        assert "Say whom the case is about." in text(pilot.app)
        form = page.form
        form.fill({"person_id": str(office.staff[ODD]), "clause": "shirk",
                   "incident_on": "11-24", "source": "other"})  # fmt: skip
        await pilot.press("f9")
        made = await on_screen(pilot, CasePage)
        assert made.case.row.person.number == ODD
        assert made.case.row.incident_on.isoformat() == "2026-11-24"
        assert drafts.latest(office.store, page.draft.form) is None
        assert not made.case.evidence


@pytest.mark.slow
async def test_the_ladder_says_which_must_not_where_it_can(run: Run) -> None:
    async with run(operator=LEAD) as pilot:
        await at_desk(pilot)
        await pilot.press("ctrl+n")
        page = await on_screen(pilot, LeadPage)
        clause = page.form.field("clause")
        assert clause.display
        page.form.field("track").control.focus()
        await pilot.press("left")
        await at_rest(pilot)
        assert page.form.field("track").value == "visits"
        assert not clause.display


@pytest.mark.slow
async def test_a_call_and_a_person_lead_to_a_lead(run: Run, office: Office) -> None:
    from screens.hotline.detail import DetailPage

    async with run(operator=HEAD) as pilot:
        pilot.app.open_desk("hotline", ("ticket", 1))
        call = await on_screen(pilot, DetailPage)
        call.open_case()
        page = await on_screen(pilot, LeadPage)
        assert "RX-2026-0001" in text(pilot.app)
        page.form.fill({"person_id": str(office.staff[ODD]), "clause": "shirk",
                        "matter": "不接电话"})  # fmt: skip
        await pilot.press("f9")
        made = await on_screen(pilot, CasePage)
        assert [one.subject for one in made.case.evidence] == ["ticket:1"]
        assert "Call RX-2026-0001" in text(pilot.app)
        await pilot.press("escape", "escape", "f9")
        await at_rest(pilot)
        registers: Any = pilot.app.screen
        registers.show("staff")
        await at_rest(pilot)
        registers.view.table.mark(str(office.staff[WALKER]))
        registers.view.open_standing()
        found = await on_screen(pilot, PersonStandingPage)
        assert found.found.person.number == WALKER


# ── what is proposed ────────────────────────────────────────────────────────
async def test_what_is_proposed_is_opened_or_declined_by_a_person(run: Run, office: Office) -> None:
    for n in (2, 3):
        made = hotline.register(
            office.store, office.actor(CLERK), Intake(f"第{n}次说不归她管", kind="complaint")
        )
        handling.triage(
            office.store, office.actor(CLERK), made.id, "regional", "coordination",
            reason="涉及网格员", accused_id=office.staff[WALKER],
        )  # fmt: skip
    async with run(operator=HEAD) as pilot:
        desk = await at_desk(pilot, "proposals")
        assert "1-2 of 2" in text(pilot.app)
        assert "Call RX-2026-0003 complains" in text(pilot.app)
        await pilot.press("delete")
        await fill(pilot, reason="")
        assert "Say why." in text(pilot.app)
        await fill(pilot, reason="住户说的是物业的人")
        await until(pilot, lambda: desk.view.table.row_count == 1)
        await pilot.press("ctrl+y")
        await at_rest(pilot)
        assert "住户说的是物业的人" in text(pilot.app)
        assert not desk.view.can_open, "what was declined is not opened"
        old = desk.view.table.marked_line
        desk.view.declined = False  # the rows of before stand until the others are read
        assert "住户说的是物业的人" in desk.view.describe(old).plain
        assert not desk.view.can_open
        desk.view.declined = True
        await pilot.press("escape")
        await at_rest(pilot)
        await pilot.press("enter")
        page = await on_screen(pilot, LeadPage)
        assert page.form.field("person_id").value == str(office.staff[WALKER])
        assert "RX-2026-0002" in page.form.field("matter").value
        page.form.field("clause").value = "shirk"
        await pilot.press("f9")
        opened = await on_screen(pilot, CasePage)
        assert [one.subject for one in opened.case.evidence] == ["ticket:2"]
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
        await at_rest(pilot)
        assert desk.view.table.row_count == 0
        pilot.app.open_desk("discipline", ("proposal", "ticket:2"))
        await until(pilot, lambda: "It is not proposed any more" in text(pilot.app))


@pytest.mark.slow
async def test_hostile_words_stand_as_they_are_on_every_page(run: Run, office: Office) -> None:
    case = office.case_of(ODD, "appealed")
    async with run(operator=MEMBER, size=(120, 36)) as pilot:
        desk = await at_desk(pilot)
        for view in desk.views:
            desk.show(view)
            await at_rest(pilot)
            for key in ("end", "f1", "escape", "f10", "escape"):
                await pilot.press(key)
                await at_rest(pilot)
        pilot.app.open_desk("discipline", ("case", case.id))
        page = await on_screen(pilot, CasePage)
        assert "[/关闭][red]x[/red] 收了商户的礼" in text(pilot.app)
        for key in ("ctrl+n", "ctrl+a", "ctrl+t", "f1"):
            await pilot.press(key)
            await at_rest(pilot)
            assert pilot.app.screen is not page
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is page)
        await pilot.press("ctrl+p")
        shown = await on_screen(pilot, PrintPage)
        await until(pilot, lambda: shown.is_ready)
        await at_rest(pilot)
        assert "[/关闭]" in text(pilot.app)
        await pilot.press("escape")
        await on_screen(pilot, CasePage)
        await pilot.press("ctrl+f")
        await on_screen(pilot, PersonStandingPage)
        assert HOSTILE_NAME in text(pilot.app)
        await pilot.press("ctrl+n")
        lead = await on_screen(pilot, LeadPage)
        await until(pilot, lambda: lead.ready)
        assert HOSTILE_NAME in text(pilot.app)

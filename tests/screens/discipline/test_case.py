"""A case's page: its path, its steps for whoever may take them, its papers."""

from __future__ import annotations

from datetime import datetime

import pytest
from textual.widgets import Static

from gridterm.discipline import service
from gridterm.discipline.reading import case as read_case
from gridterm.discipline.reading import cases
from gridterm.discipline.terms import CaseState, CaseStep
from gridterm.discipline.views import EvidenceView
from gridterm.store.audit import Actor
from screens.discipline.case import CasePage
from screens.discipline.printing import LetterPreview
from screens.discipline.questions import StepDialog
from screens.discipline.sheet import evidence_words
from screens.widgets.dialogs import Choose, Confirm, Message
from tests.screens.discipline.conftest import (
    FALSIFIED,
    HEAD,
    LEAD,
    MEMBER,
    ODD,
    WALKER,
    Office,
    Run,
    fill,
    on_screen,
)
from tests.screens.hotline.piloting import at_rest, type_text, until
from tests.screens.looking import text


def looks(office: Office) -> int:
    """How often somebody looked at a case, by the trail."""
    from sqlmodel import col, func, select

    from gridterm.store.tables import AuditEntry

    with office.store.read() as session:
        query = select(func.count()).where(col(AuditEntry.action) == "discipline.look")
        return int(session.exec(query).one())


def sheet(page: CasePage) -> str:
    """Everything the sheet says, also what is scrolled away."""
    return "\n".join(str(one.content) for one in page.query("#sheet Static").results(Static))


async def test_a_case_goes_its_way_step_by_step(run: Run, office: Office) -> None:
    made = office.case_of(ODD, "reported").id
    async with run(operator=MEMBER) as pilot:
        pilot.app.open_desk("discipline", ("case", made))
        page = await on_screen(pilot, CasePage)
        assert "[x] Report [ ] Probe" in text(pilot.app)
        await pilot.press("ctrl+a")
        await fill(pilot, investigator_id="")
        assert "Say who looks into it." in text(pilot.app)
        await fill(pilot, investigator_id=str(office.staff[MEMBER]))
        await until(pilot, lambda: page.case.row.state is CaseState.INVESTIGATING)
        assert "Find it true: There is no evidence yet." in sheet(page)
        assert not page.can(CaseStep.CONFIRM)
        await pilot.press("ctrl+n")
        await fill(pilot, subject="rx-2026-1", text="")
        await until(pilot, lambda: page.case.evidence)
        assert page.case.evidence[0].subject == "ticket:1"
        seen = looks(office)
        await pilot.press("ctrl+g")
        await on_screen(pilot, StepDialog)
        await pilot.press("tab")
        await pilot.press("shift+tab")
        await type_text(pilot, "我没有说过")
        await pilot.press("escape")
        await at_rest(pilot)
        assert looks(office) == seen, "coming back from a question is no new look"
        await pilot.press("ctrl+g")
        dialog = await on_screen(pilot, StepDialog)
        assert dialog.query_one("#field-words").value == "我没有说过"  # type: ignore[attr-defined]
        await pilot.press("f9")
        await until(pilot, lambda: page.case.statement == "我没有说过")
        await pilot.press("ctrl+a")
        await on_screen(pilot, Confirm)
        await pilot.press("right", "enter")
        await until(pilot, lambda: page.case.row.state is CaseState.CONFIRMED)
        await at_rest(pilot)
        assert "“Decide on the level” is done by: 孙浩" in sheet(page)
        await pilot.press("ctrl+t")
        dialog = await on_screen(pilot, Choose)
        await pilot.press("end", "enter")
        await on_screen(pilot, Message)
        assert "孙浩" in text(pilot.app)


@pytest.mark.slow
async def test_a_decision_its_letter_its_service_and_the_appeal(run: Run, office: Office) -> None:
    made = office.case(ODD, office.clock.today().replace(day=2), "收礼", "confirmed")
    office.clock.moment = office.clock.moment.replace(day=25)
    async with run(operator=HEAD) as pilot:
        pilot.app.open_desk("discipline", ("case", made))
        page = await on_screen(pilot, CasePage)
        await pilot.press("ctrl+a")
        dialog = await on_screen(pilot, StepDialog)
        assert "By the ladder: Written warning." in text(pilot.app)
        reason = dialog.query_one("#field-reason")
        assert not reason.display, "only a serious start asks more"
        await pilot.press("right")
        await at_rest(pilot)
        assert reason.display
        await pilot.press("f9")
        await at_rest(pilot)
        assert "Say why the matter is serious." in text(pilot.app)
        await fill(pilot, lowest="2", reason="数额较大")
        await until(pilot, lambda: page.case.row.state is CaseState.DECIDED)
        assert page.case.row.level == 2
        await pilot.press("ctrl+p")
        shown = await on_screen(pilot, LetterPreview)
        await until(pilot, lambda: shown.is_ready)
        await at_rest(pilot)
        assert page.case.row.letter in text(pilot.app)
        await pilot.press("escape", "ctrl+k")
        await on_screen(pilot, LetterPreview)
        await at_rest(pilot)
        assert "Receipt of service" in text(pilot.app)
        await pilot.press("escape")
        await on_screen(pilot, CasePage)
        await pilot.press("ctrl+a")
        await fill(pilot, receipt="", witness_ids="")
        assert "Note the signed receipt" in text(pilot.app)
        await fill(pilot, witness_ids=f"{office.staff[LEAD]},{office.staff[MEMBER]}")
        await until(pilot, lambda: page.case.row.state is CaseState.SERVED)
        await pilot.press("ctrl+a")
        await fill(pilot, reason="处理过重")
        await until(pilot, lambda: page.case.row.state is CaseState.APPEALED)
        assert CaseStep.UPHOLD in page.case.refusals, "another than who decided reviews it"
    who: Actor = office.actor(HEAD)
    assert "王芳" in "".join(one.words for one in read_case(office.store, who, made).events)


@pytest.mark.slow
async def test_an_appeal_is_reviewed_by_another_and_lowers_the_level(
    run: Run, office: Office
) -> None:
    store, today = office.store, office.clock.today()
    office.case(ODD, today.replace(day=1), "虚填", "served", **FALSIFIED)
    made = office.case(ODD, today.replace(day=9), "又虚填", "appealed", **FALSIFIED)
    office.clock.moment = office.clock.moment.replace(day=25)
    async with run(operator=MEMBER) as pilot:
        pilot.app.open_desk("discipline", ("case", made))
        page = await on_screen(pilot, CasePage)
        assert page.case.row.level == 2
        assert page.can(CaseStep.UPHOLD)
        await pilot.press("ctrl+e")
        await fill(pilot, level="1", reason="情节较轻")
        await until(pilot, lambda: page.case.row.state is CaseState.CHANGED)
        await at_rest(pilot)
        assert "[x] Lowered" in text(pilot.app)
        assert [one.in_force for one in page.case.letters] == [False, True]
        await pilot.press("ctrl+p")
        chosen = await on_screen(pilot, Choose)
        assert chosen is not None
        assert "Notice of correction" in text(pilot.app)
        await pilot.press("escape")
        assert "孙浩" in page.case.refusals[CaseStep.REVOKE], "the office names who decides"
        service.revoke(store, office.actor(HEAD), made, "查无实据")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: page.case.row.state is CaseState.REVOKED)
        await at_rest(pilot)
        assert "[x] Revoked" in text(pilot.app)
        service.restore(store, office.actor(HEAD), made, "误撤")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: page.case.row.state is CaseState.CHANGED)
        await at_rest(pilot)
        assert "[x] Lowered" in text(pilot.app), "the path is again as it was"


@pytest.mark.slow
async def test_a_case_whose_letter_says_too_much_is_corrected(run: Run, office: Office) -> None:
    made = next(one.id for one in cases(office.store, office.actor(HEAD)).rows if one.level == 3)
    async with run(operator=HEAD) as pilot:
        pilot.app.open_desk("discipline", ("case", made))
        page = await on_screen(pilot, CasePage)
        assert "! Needs a change" in text(pilot.app)
        await pilot.press("ctrl+y")
        await on_screen(pilot, Confirm)
        await pilot.press("escape")
        assert page.case.row.level == 3
        await pilot.press("ctrl+y")
        await on_screen(pilot, Confirm)
        await pilot.press("right", "enter")
        await until(pilot, lambda: page.case.row.level == 2)
        assert page.correction is None
        assert len(page.case.letters) == 2


async def test_an_untrue_lead_ends_its_path(run: Run, office: Office) -> None:
    made = office.case(WALKER, office.clock.today().replace(day=2), "听说收礼", "investigating")
    async with run(operator=MEMBER, size=(120, 36)) as pilot:
        pilot.app.open_desk("discipline", ("case", made))
        page = await on_screen(pilot, CasePage)
        assert "住户说当天没有人上门" in text(pilot.app)
        await pilot.press("ctrl+d")
        await fill(pilot, reason="对象认错了")
        await until(pilot, lambda: page.case.row.state is CaseState.UNFOUNDED)
        await at_rest(pilot)
        assert "[x] Found untrue" in text(pilot.app)
        assert "Appeal" not in text(pilot.app)
        assert not page.case.steps


async def test_what_was_found_true_can_still_be_found_untrue(run: Run, office: Office) -> None:
    made = office.case(WALKER, office.clock.today().replace(day=2), "听说收礼", "confirmed")
    async with run(operator=MEMBER, size=(120, 36)) as pilot:
        pilot.app.open_desk("discipline", ("case", made))
        page = await on_screen(pilot, CasePage)
        await pilot.press("ctrl+d")
        await fill(pilot, reason="监控是另一栋楼的")
        await until(pilot, lambda: page.case.row.state is CaseState.UNFOUNDED)
        await at_rest(pilot)
        assert "[x] True" in text(pilot.app)
        assert "[x] Found untrue" in text(pilot.app)
        assert "Ruling" not in text(pilot.app)


def test_evidence_that_was_changed_says_so() -> None:
    taken = datetime(2026, 11, 2, 9, 0)
    lines = (("Text", "[/]住户说没有人来"),)
    whole = EvidenceView(1, "note", "记录", taken, lines, intact=True)
    broken = EvidenceView(2, "ticket:1", "来电", taken, lines, intact=False)
    words = evidence_words((whole, broken)).plain
    assert "Evidence (2 pieces)" in words
    assert words.count("[/]住户说没有人来") == 2
    assert "intact" in words.split("2. ")[0]
    assert "! changed after it was taken" in words.split("2. ")[1]

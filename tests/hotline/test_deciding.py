"""What a meeting decides on a call: the step, the owner, the date, the board."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from gridterm import i18n
from gridterm.errors import InputError, RefusedError
from gridterm.hotline import board, deciding, handling, queries, service
from gridterm.hotline.answers import step_lines
from gridterm.hotline.deciding import Decision
from gridterm.hotline.handling import Told
from gridterm.hotline.letnots import LetNot
from gridterm.hotline.stepping import get
from gridterm.hotline.terms import Action, ClockName, Intake, State, TicketDetail
from gridterm.store.verify import verify
from tests.hotline.conftest import LEAD, LEADER, MONDAY, OTHER, Desk
from tests.hotline.test_checks import findings

WEDNESDAY = datetime(2026, 11, 25, 15, 0)
SOON, FAR = date(2026, 12, 1), date(2026, 12, 31)
PHONE = Told(LEAD, WEDNESDAY, "phone")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


def decided(desk: Desk, one: int, owner: int = OTHER, **more: object) -> TicketDetail:
    desk.clock.moment = max(desk.clock.moment, WEDNESDAY)
    given = {
        "words": "统一更换路灯",
        "due_on": SOON,
        "item": "DB-2026-003",
        "chair": "1004",
        **more,
    }
    with desk.store.write("test.decide", desk.clerk) as tx:
        decision = Decision(meeting_on=desk.clock.today(), **given)  # type: ignore[arg-type]
        deciding.carry_into(tx, get(tx.session, one), decision, owner)
    return queries.ticket(desk.store, one)


def resolution(detail: TicketDetail) -> tuple[datetime | None, str]:
    found = next(one for one in detail.dates if one.clock is ClockName.RESOLUTION)
    return found.due, found.why


def test_a_regional_matter_is_decided_dated_and_given_to_its_owner(desk: Desk) -> None:
    one = desk.triaged("regional")
    before = resolution(queries.ticket(desk.store, one))[0]
    assert before == datetime(2026, 12, 7, 17, 30)
    told = decided(desk, one)
    assert (told.state, told.handler) == (State.ASSIGNED, "孙伟")
    assert [event.action for event in told.events][-2:] == [Action.DECIDE, Action.ASSIGN]
    due, why = resolution(told)
    assert due == datetime(2026, 12, 1, 17, 30)
    assert "meeting" in why
    step = told.events[-2]
    assert step.note == "统一更换路灯"
    (line,) = step_lines(step)
    assert "2026-11-25" in line
    assert "DB-2026-003" in line
    assert "王芳 tells the resident" in line
    assert findings(desk.store).whole


def test_a_call_that_runs_is_handed_over_and_its_handler_keeps_it(desk: Desk) -> None:
    other, same = desk.working("regional"), desk.working("regional")
    assert decided(desk, other).handler == "孙伟"
    kept = decided(desk, same, LEAD)
    assert (kept.state, kept.handler) == (State.IN_PROGRESS, "王芳")
    assert kept.events[-1].action is Action.DECIDE


@pytest.mark.parametrize("tier", ["", "general", "major"])
def test_the_meeting_decides_regional_and_overall_matters(desk: Desk, tier: str) -> None:
    ahead = {"major_due": MONDAY + timedelta(days=3)} if tier == "major" else {}
    one = desk.triaged(tier, **ahead) if tier else desk.call()
    with pytest.raises(RefusedError, match="Triage it again first"):
        decided(desk, one)
    assert Action.DECIDE not in [event.action for event in queries.ticket(desk.store, one).events]


def test_an_overall_matter_is_told_by_the_principal_leader(desk: Desk) -> None:
    told = decided(desk, desk.triaged("overall"))
    assert told.events[-2].payload["teller_id"] == LEADER


def test_what_cannot_go_to_this_owner_saves_nothing(desk: Desk) -> None:
    one = desk.assigned("regional")
    with pytest.raises(RefusedError, match="王芳"):
        decided(desk, one)
    detail = queries.ticket(desk.store, one)
    assert (detail.handler, detail.events[-1].action) == ("王芳", Action.ASSIGN)
    with pytest.raises(InputError):
        decided(desk, desk.triaged("regional"), 99)


def test_a_later_date_is_the_one_extension_told_and_approved_by_the_chair(desk: Desk) -> None:
    one = desk.triaged("regional")
    with pytest.raises(InputError, match="due 2026-12-07 already") as caught:
        decided(desk, one, due_on=FAR)
    assert "due_on" in caught.value.fields
    for chair in ("", "1001"):
        with pytest.raises(InputError):
            decided(desk, one, due_on=FAR, told=PHONE, chair=chair)
    told = decided(desk, one, due_on=FAR, told=PHONE)
    due, why = resolution(told)
    assert due == datetime(2026, 12, 31, 17, 30)
    assert "extended once" in why
    said = step_lines(told.events[-2])
    assert "From 2026-12-07 17:30 to 2026-12-31 17:30, approved by 陈静" in said[0]
    assert "was told" in said[1]
    with pytest.raises(RefusedError, match="second extension"):
        decided(desk, one, due_on=FAR + timedelta(days=7), told=PHONE)
    assert findings(desk.store).whole


def test_a_call_that_is_late_stays_late(desk: Desk) -> None:
    one = desk.triaged("regional")
    desk.clock.moment = datetime(2026, 12, 9, 15, 0)
    told = decided(desk, one, due_on=FAR)
    assert resolution(told)[0] == datetime(2026, 12, 7, 17, 30)
    assert "by 2026-12-31" in step_lines(told.events[-2])[0]


def test_an_extension_after_the_decision_counts_and_so_does_a_pause(desk: Desk) -> None:
    one, other = desk.working("regional"), desk.working("regional")
    decided(desk, one, LEAD)
    decided(desk, other, LEAD)
    later = datetime(2026, 12, 3, 17, 30)
    told = handling.extend(
        desk.store, desk.clerk, one, new_due=later, reason="雨", approver="陈静", told=PHONE
    )
    assert resolution(told)[0] == datetime(2026, 12, 7, 17, 30)
    handling.suspend(
        desk.store, desk.clerk, other, reason="等", review_on=date(2026, 11, 30), approver="陈静"
    )
    desk.clock.moment = datetime(2026, 11, 27, 18, 0)
    told = handling.resume(desk.store, desk.clerk, other)
    due, why = resolution(told)
    assert due == datetime(2026, 12, 4, 17, 30)
    assert "suspended 3 working days" in why
    assert verify(desk.store).whole


def test_a_new_round_has_its_own_date(desk: Desk) -> None:
    one = desk.working("regional")
    decided(desk, one, LEAD)
    handling.resolve(desk.store, desk.by(LEAD), one, "换好了", Told(LEAD))
    service.revisit(desk.store, desk.clerk, one, service.Visit(waived=True))
    told = handling.reopen(desk.store, desk.clerk, one, "又坏了")
    assert resolution(told)[0] == datetime(2026, 12, 9, 17, 30)


def test_what_was_decided_is_not_without_owner_or_decision(desk: Desk) -> None:
    """The fourth let-not: an owner or a decision since it became regional."""
    open_, done, back = (desk.triaged("regional") for _n in range(3))
    overall = desk.triaged("overall")
    for one in (done, back, overall):
        decided(desk, one)
    desk.clock.moment += timedelta(minutes=10)
    handling.give_back(desk.store, desk.by(OTHER), back, "不归我管")
    desk.clock.moment = datetime(2026, 12, 10, 9, 0)
    listed = board.listed(desk.store, LetNot.UNDECIDED)
    assert {row.id for row in listed.rows} == {open_, back}


def test_a_decision_on_a_confidential_call_is_not_found_by_searching(desk: Desk) -> None:
    intake = Intake("家暴", kind="report", confidential=True, grid_id=1)
    one = service.register(desk.store, desk.clerk, intake).id
    handling.triage(desk.store, desk.clerk, one, "regional", "coordination", reason="重大")
    decided(desk, one, words="上门走访密谈")
    found = queries.list_tickets(desk.store, queries.TicketFilter(text="密谈"))
    assert found.rows == ()

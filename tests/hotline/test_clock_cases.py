"""The cases the rule book names for the clocks, each with the moment that comes out."""

from datetime import date, datetime, time, timedelta

import pytest

from gridterm.calendar import is_workday
from gridterm.errors import RefusedError
from gridterm.hotline import calendar_change, handling, queries
from gridterm.hotline.clocks import Clock, ClockPolicy, Matter, clocks
from gridterm.hotline.guards import Facts
from gridterm.hotline.rules import step
from gridterm.hotline.terms import Action, ClockName, Kind, State, Tier
from gridterm.worktime import WorkTime
from tests.hotline.conftest import LEAD, MONDAY, Desk

WORK = WorkTime(((time(8, 30), time(12)), (time(13, 30), time(17, 30))), is_workday)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


CASES = {
    "after close, at 17:31": (
        "03-09 17:31", "03-10 14:00", "03-10 17:30", "03-16 17:30", "03-11 17:30"),
    "on a Saturday": (
        "03-07 10:00", "03-09 14:00", "03-09 17:30", "03-13 17:30", "03-10 17:30"),
    "on a make-up Saturday": (
        "02-28 10:00", "02-28 15:30", "03-02 17:30", "03-06 17:30", "03-03 17:30"),
    "on the last working day before Spring Festival": (
        "02-14 16:00", "02-24 11:00", "02-24 17:30", "02-28 17:30", "02-25 17:30"),
    "on the eve of Spring Festival itself": (
        "02-16 20:00", "02-24 14:00", "02-24 17:30", "02-28 17:30", "02-25 17:30"),
    "in the lunch break": (
        "03-09 12:30", "03-09 17:30", "03-10 17:30", "03-16 17:30", "03-11 17:30"),
    "before the office opens": (
        "03-09 06:00", "03-09 14:00", "03-10 17:30", "03-16 17:30", "03-11 17:30"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "acceptance", "feedback", "resolution", "revisit"), CASES.values(), ids=CASES
)
def test_where_each_clock_ends_that_starts(
    moment: str, acceptance: str, feedback: str, resolution: str, revisit: str
) -> None:
    start = at(moment)
    facts = Facts(
        state=State.ANSWERED,
        rounds=(start,),
        tier=Tier.GENERAL,
        tier_at=start,
        assigned_at=start,
        answered_at=start,
    )
    found = clocks(Matter(start, Kind.COMPLAINT), facts, ClockPolicy(), WORK, start)
    assert {one.name: one.due for one in found.each()} == {
        ClockName.ACCEPTANCE: at(acceptance),
        ClockName.FEEDBACK: at(feedback),
        ClockName.RESOLUTION: at(resolution),
        ClockName.REVISIT: at(revisit),
    }
    assert all(f"{start:%m-%d %H:%M}" in one.why for one in found.each())


def walked(*steps: tuple[Action, str, dict[str, object]]) -> Facts:
    """The facts after steps."""
    facts = Facts(state=State.RECEIVED, rounds=(at("03-09 09:00"),))
    for action, when, payload in steps:
        facts = step(facts, action, at(when), payload)
    return facts


UNDER_WAY = (
    (Action.TRIAGE, "03-09 09:10", {"tier": "general", "mechanism": "on_the_spot"}),
    (Action.ASSIGN, "03-09 09:15", {"to_id": 1}),
    (Action.ACCEPT, "03-09 09:20", {"by_id": 1}),
)


def resolution(facts: Facts, now: str = "03-09 09:00") -> Clock:
    matter = Matter(at("03-09 09:00"), Kind.COMPLAINT)
    found = clocks(matter, facts, ClockPolicy(), WORK, at(now)).resolution
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("pauses", "due", "lost"),
    [
        pytest.param([("03-13 16:00", "03-16 08:30")], "03-17 17:30", 1, id="over a weekend"),
        pytest.param([("03-10 23:00", "03-11 01:00")], "03-16 17:30", 0, id="over midnight"),
        pytest.param(
            [("03-10 10:00", "03-11 10:00"), ("03-12 10:00", "03-13 18:00")],
            "03-19 17:30", 3, id="several times",
        ),
        pytest.param(
            [("03-10 10:00", "04-20 10:00")], "04-24 17:30", 28, id="longer than its limit"
        ),
    ],
)  # fmt: skip
def test_suspended(pauses: list[tuple[str, str]], due: str, lost: int) -> None:
    steps: list[tuple[Action, str, dict[str, object]]] = list(UNDER_WAY)
    for begin, end in pauses:
        steps.append((Action.SUSPEND, begin, {"review_on": "2026-03-20"}))
        steps.append((Action.RESUME, end, {}))
    clock = resolution(walked(*steps))
    assert clock.due == at(due)
    assert (f"{lost}" in clock.why.replace("03-09 09:00", "").replace("5", "")) is bool(lost)


def test_a_suspension_that_outlasts_its_review_still_pauses() -> None:
    facts = walked(*UNDER_WAY, (Action.SUSPEND, "03-10 10:00", {"review_on": "2026-03-20"}))
    clock = resolution(facts, now="04-20 10:00")
    assert clock.paused
    assert clock.due == at("04-24 17:30")


def test_a_tier_is_not_changed_while_suspended_and_counts_from_the_start_after(desk: Desk) -> None:
    one = desk.working()
    lead = desk.by(LEAD)
    review = date(2026, 12, 1)
    handling.suspend(desk.store, lead, one, reason="等材料", review_on=review, approver="陈静")
    with pytest.raises(RefusedError):
        handling.triage(desk.store, desk.clerk, one, "regional", "coordination", reason="范围大")
    desk.clock.advance(timedelta(days=2))
    handling.resume(desk.store, lead, one)
    handling.triage(desk.store, desk.clerk, one, "regional", "coordination", reason="范围大")
    dates = {view.clock: view.due for view in queries.ticket(desk.store, one).dates}
    # Ten working days after 11-23 are 12-07; of the closes suspended, that of 11-24 counted.
    assert dates[ClockName.RESOLUTION] == datetime(2026, 12, 8, 17, 30)


def test_a_year_that_is_not_published_is_flagged_and_counted_by_the_week(desk: Desk) -> None:
    desk.clock.moment = datetime(2026, 12, 30, 9, 0)
    one = desk.call()
    dates = {view.clock: view for view in queries.ticket(desk.store, one).dates}
    assert not dates[ClockName.FEEDBACK].unsure
    late = dates[ClockName.RESOLUTION]
    assert (late.due, late.unsure) == (datetime(2027, 1, 6, 17, 30), True)
    calendar_change.set_day(desk.store, desk.clerk, date(2027, 1, 1), working=False, note="元旦")
    calendar_change.set_year(desk.store, desk.clerk, 2027, published=True)
    dates = {view.clock: view for view in queries.ticket(desk.store, one).dates}
    late = dates[ClockName.RESOLUTION]
    assert (late.due, late.unsure) == (datetime(2027, 1, 7, 17, 30), False)


def test_a_clock_set_back_gives_no_date_before_the_step_before(desk: Desk) -> None:
    one = desk.triaged()
    desk.clock.moment = datetime(2026, 11, 20, 20, 0)
    told = handling.assign(desk.store, desk.clerk, one, LEAD)
    accept = next(view for view in told.dates if view.clock is ClockName.ACCEPTANCE)
    assert (accept.start, accept.due) == (MONDAY, MONDAY.replace(hour=14, minute=30))
    assert told.events[-1].at == MONDAY

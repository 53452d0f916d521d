"""An action item's life: the table, its guards, and what follows from any run of steps."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.errors import RefusedError
from gridterm.meetings import action_rules as rules
from gridterm.meetings.action_rules import TABLE, Facts, Step
from gridterm.meetings.action_terms import ActionKind, ActionState, ActionStep
from gridterm.worktime import WorkTime, workdays_between

NOON = datetime(2026, 11, 25, 12, 0)
TODAY = NOON.date()
OWNER, HELPER, OTHER = 2, 3, 5
OFFICE = WorkTime(((time(8, 30), time(17, 30)),), lambda day: day.weekday() < 5)


def gift(**more: object) -> dict[str, object]:
    return {
        "number": "DB-2026-001",
        "kind": "meeting",
        "matter": "修好路灯",
        "owner_id": OWNER,
        "owner": "王芳",
        "helpers": [HELPER],
        "given_on": "2026-11-25",
        "due_on": "2026-12-01",
        **more,
    }


PAYLOADS = {
    ActionStep.GIVE: gift(),
    ActionStep.POSTPONE: {"old_due": "2026-12-01", "new_due": "2026-12-08"},
    ActionStep.HAND_OVER: {"from_id": OWNER, "from": "王芳", "to_id": OTHER, "to": "孙伟"},
}


def made(step: ActionStep, number: int = 1, by: int | None = OTHER, **payload: object) -> Step:
    at = NOON + timedelta(hours=number)
    facts = {**PAYLOADS.get(step, {}), **payload}
    return Step(number, at, at, step, by, "孙伟", f"话{number}", facts)


def run(*steps: ActionStep) -> Facts:
    return rules.facts_of([made(one, place) for place, one in enumerate(steps, 1)])


REACH = {
    None: (),
    ActionState.OPEN: (ActionStep.GIVE,),
    ActionState.REPORTED: (ActionStep.GIVE, ActionStep.REPORT),
    ActionState.CLOSED: (ActionStep.GIVE, ActionStep.REPORT, ActionStep.CHECK),
    ActionState.CANCELLED: (ActionStep.GIVE, ActionStep.CANCEL),
}


@pytest.mark.parametrize("step", list(ActionStep))
@pytest.mark.parametrize("state", list(REACH))
def test_only_the_table_is_possible(state: ActionState | None, step: ActionStep) -> None:
    facts = run(*REACH[state])
    assert facts.state is state
    target = TABLE.get((state, step))
    if target is not None:
        assert rules.step(facts, made(step, 9)).state is target
        return
    with pytest.raises(RefusedError) as caught:
        rules.step(facts, made(step, 9))
    for choice in rules.allowed(state) if state else ():
        assert choice.label in caught.value.message


@given(st.lists(st.sampled_from(list(ActionStep)), max_size=14), st.integers(1, 6))
def test_whatever_is_tried_the_row_follows_from_the_steps(tried: list[ActionStep], by: int) -> None:
    kept: list[Step] = []
    for place, one in enumerate(tried):
        step = made(one, len(kept) + 1, by, new_due=f"2027-01-{place + 1:02d}")
        try:
            rules.facts_of([*kept, step])
        except RefusedError:
            continue
        kept.append(step)
    if not kept:
        return
    columns, states = rules.derive(kept)
    assert kept[0].step is ActionStep.GIVE
    assert [one.step for one in kept].count(ActionStep.GIVE) == 1
    ended = columns["state"] in set(map(str, rules.ENDS))
    assert (columns["closed_at"] is not None) == ended
    assert not set(states[:-1]) & set(map(str, rules.ENDS))
    assert (columns["reported_at"] is None) == (
        [s.step for s in kept if s.step in {ActionStep.REPORT, ActionStep.SEND_BACK}][-1:]
        != [ActionStep.REPORT]
    )
    if columns["state"] == ActionState.CLOSED:
        assert columns["checker_id"] == by
        assert by not in {columns["owner_id"], *map(int, columns["helpers"].split())}
    else:
        assert columns["checker_id"] is None
    moves = [one for one in kept if one.step is ActionStep.POSTPONE]
    assert columns["due_on"] == date.fromisoformat(
        str(moves[-1].payload["new_due"]) if moves else "2026-12-01"
    )
    assert columns["last_event_at"] == kept[-1].at


@pytest.mark.parametrize(
    "payload",
    [
        {"due_on": "2026-11-24"},
        {"given_on": "2026-11-26"},
        {"kind": "superior"},
        {"helpers": [OWNER]},
    ],
)
def test_what_cannot_be_given(payload: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        rules.step(Facts(), made(ActionStep.GIVE, 1, **payload))


@pytest.mark.parametrize("by", [OWNER, HELPER, None])
def test_who_was_given_it_does_not_check_it(by: int | None) -> None:
    reported = run(ActionStep.GIVE, ActionStep.REPORT)
    with pytest.raises(RefusedError):
        rules.step(reported, made(ActionStep.CHECK, 3, by))


def test_the_new_owner_does_not_check_it_and_the_old_one_may() -> None:
    reported = run(ActionStep.GIVE, ActionStep.HAND_OVER, ActionStep.REPORT)
    with pytest.raises(RefusedError):
        rules.step(reported, made(ActionStep.CHECK, 4, OTHER))
    closed = rules.step(reported, made(ActionStep.CHECK, 4, OWNER))
    assert closed.state is ActionState.CLOSED


def test_a_helper_who_gets_it_is_no_helper_any_more() -> None:
    facts = rules.step(run(ActionStep.GIVE), made(ActionStep.HAND_OVER, 2, to_id=HELPER))
    assert (facts.owner_id, facts.helper_ids) == (HELPER, ())


@pytest.mark.parametrize("new", ["2026-12-01", "2026-11-24"])
def test_a_date_moves_to_another_day_ahead(new: str) -> None:
    with pytest.raises(RefusedError):
        rules.step(run(ActionStep.GIVE), made(ActionStep.POSTPONE, 2, new_due=new))


DAYS = st.dates(date(2026, 11, 1), date(2026, 12, 31))


@given(DAYS, DAYS)
def test_what_is_late_can_be_found_by_its_date(due: date, today: date) -> None:
    """The bound for the index and the count of working days say the same."""
    days = rules.late(ActionState.OPEN, due, None, today, OFFICE)
    assert days == workdays_between(due, today, OFFICE)
    assert (due < rules.late_before(today, OFFICE)) == (days > 0)


def test_lateness_ends_when_it_is_reported_and_weekends_do_not_count() -> None:
    friday = date(2026, 11, 20)
    reported = datetime(2026, 11, 23, 9, 0)
    assert rules.late(ActionState.OPEN, friday, None, date(2026, 11, 22), OFFICE) == 0
    assert rules.late(ActionState.OPEN, friday, None, TODAY, OFFICE) == 3
    for state in (ActionState.REPORTED, ActionState.CLOSED):
        assert rules.late(state, friday, reported, TODAY, OFFICE) == 1
    assert rules.late(ActionState.CANCELLED, friday, None, TODAY, OFFICE) == 0


def test_numbers_say_where_it_comes_from() -> None:
    assert rules.number(ActionKind.MEETING, 2026, 1) == "DB-2026-001"
    assert rules.number(ActionKind.SUPERIOR, 2026, 1234) == "SJ-2026-1234"

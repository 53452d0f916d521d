"""The life of a notice: the table, and every way through it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.errors import RefusedError
from gridterm.hotline.notices import rules
from gridterm.hotline.notices.rules import NoticeFacts, NoticeStep
from gridterm.hotline.notices.terms import RUNNING, NoticeAction, NoticeState, Standing

START = datetime(2026, 11, 23, 9, 0)
WORDS = {
    "number": "GS-2026-0001", "title": "楼顶积水", "matter": "积水", "handling": "疏通",
    "up_on": "2026-11-23", "down_on": "2026-12-06", "sources": {"7": 1},
}  # fmt: skip


def made(seq: int, action: NoticeAction, by: int | None = 1) -> NoticeStep:
    payload = WORDS if action in rules.WRITES else {}
    return NoticeStep(seq, START + timedelta(hours=seq), action, by, f"{by}", payload=payload)


def after(*actions: tuple[NoticeAction, int | None]) -> NoticeFacts:
    return rules.facts_of([made(n, action, by) for n, (action, by) in enumerate(actions, 1)])


@pytest.mark.parametrize("state", list(NoticeState))
@pytest.mark.parametrize("action", list(NoticeAction))
def test_every_action_in_every_state(state: NoticeState, action: NoticeAction) -> None:
    drafted = rules.step(NoticeFacts(), made(1, NoticeAction.DRAFT))
    facts = NoticeFacts(
        state, drafted.words, drafted.sources, drafted.writers, drafted.drafted
    )  # fmt: skip
    target = rules.TABLE.get((state, action))
    if target is None:
        with pytest.raises(RefusedError) as raised:
            rules.step(facts, made(2, action, 2))
        assert state.label in raised.value.message
    else:
        assert rules.step(facts, made(2, action, 2)).state is target


def test_nothing_comes_before_the_draft() -> None:
    with pytest.raises(RefusedError):
        after((NoticeAction.SUBMIT, 1))


@given(st.lists(st.tuples(st.sampled_from(list(NoticeAction)), st.integers(1, 3)), max_size=12))
def test_no_way_leads_to_an_approval_of_ones_own(ways: list[tuple[NoticeAction, int]]) -> None:
    facts = rules.step(NoticeFacts(), made(1, NoticeAction.DRAFT))
    steps = [made(1, NoticeAction.DRAFT)]
    for action, by in ways:
        one = made(len(steps) + 1, action, by)
        try:
            facts = rules.step(facts, one)
        except RefusedError:
            continue
        steps.append(one)
        assert set(rules.allowed(facts, date(2026, 11, 24))) <= set(NoticeAction)
    if facts.approved is not None:
        assert facts.approved.actor_id not in facts.writers
    columns, derived, states = rules.derive(steps)
    assert derived == facts
    assert columns["state"] == states[-1] == facts.state
    assert (columns["ended_at"] is not None) == (facts.state in rules.ENDS)
    if facts.state in RUNNING:  # whatever runs can still end
        assert {NoticeAction.WITHDRAW, NoticeAction.TAKE_DOWN} & set(
            rules.allowed(facts, date(2026, 11, 24))
        )


def test_too_late_to_approve() -> None:
    facts = after((NoticeAction.DRAFT, 1), (NoticeAction.SUBMIT, 1))
    late = NoticeStep(3, datetime(2026, 12, 7), NoticeAction.APPROVE, 2)
    with pytest.raises(RefusedError, match="later dates"):
        rules.step(facts, late)


@pytest.mark.parametrize(
    ("today", "standing"),
    [(22, Standing.COMING), (23, Standing.HANGING), (25, Standing.HANGING), (26, Standing.DOWN)],
)
def test_it_hangs_from_its_first_through_its_last_day(today: int, standing: Standing) -> None:
    up, down = date(2026, 11, 23), date(2026, 11, 25)
    day = date(2026, 11, today)
    assert rules.standing(NoticeState.APPROVED, up, down, day) is standing
    for state in NoticeState:
        if state is not NoticeState.APPROVED:
            assert rules.standing(state, up, down, day) == str(state)


FIT = {"number": "RX-2026-0001", "state": "closed", "round": 2, "confidential": False,
       "publishable": True}  # fmt: skip


def test_which_calls_can_be_behind_a_notice() -> None:
    assert rules.unfit(FIT) == rules.unfit(FIT, 2) == ""
    for wrong in ({"confidential": True}, {"publishable": False}, {"state": "void"}):
        assert "RX-2026-0001" in rules.unfit(FIT | wrong)
    assert "opened again" in rules.unfit(FIT, 1)

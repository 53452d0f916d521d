"""The table of transitions of RULEBOOK §2, row by row, and random walks over it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.errors import RefusedError
from gridterm.hotline import rules
from gridterm.hotline.rules import Facts, allowed, step
from gridterm.hotline.terms import Action, State

T0 = datetime(2026, 11, 21, 9, 0)
SOLVED = {"reached": True, "solved": True, "satisfaction": "satisfied"}
UNSOLVED = {"reached": True, "solved": False, "satisfaction": "fair"}
DISSATISFIED = {"reached": True, "solved": True, "satisfaction": "dissatisfied"}

ROWS = [
    (None, Action.REGISTER, {}, State.RECEIVED),
    (None, Action.REGISTER, {"history": True}, State.CLOSED),
    (State.RECEIVED, Action.ANSWER, {}, State.ANSWERED),
    (State.RECEIVED, Action.ANSWER, {"closes": True}, State.CLOSED),
    (State.RECEIVED, Action.GUIDE, {}, State.ANSWERED),
    (State.RECEIVED, Action.VOID, {}, State.VOID),
    (State.ANSWERED, Action.REVISIT, SOLVED, State.CLOSED),
    (State.ANSWERED, Action.REVISIT, UNSOLVED, State.RECEIVED),
    (State.ANSWERED, Action.REVISIT, DISSATISFIED, State.RECEIVED),
    (State.ANSWERED, Action.REVISIT, {"reached": False}, State.ANSWERED),
    (State.ANSWERED, Action.REVISIT, {"reached": False, "last_miss": True}, State.CLOSED),
    (State.ANSWERED, Action.REVISIT, {"waived": True}, State.CLOSED),
    (State.CLOSED, Action.REPLY, {}, State.CLOSED),
    (State.RECEIVED, Action.UPDATE, {}, State.RECEIVED),
]


@pytest.mark.parametrize(("before", "action", "payload", "after"), ROWS)
def test_each_row_leads_where_the_rule_book_says(
    before: State | None, action: Action, payload: dict[str, object], after: State
) -> None:
    assert step(Facts(state=before), action, T0, payload).state is after


@pytest.mark.parametrize("state", [None, *State])
@pytest.mark.parametrize("action", list(Action))
def test_what_is_not_in_the_table_is_refused_with_what_can_be_done(
    state: State | None, action: Action
) -> None:
    in_table = {(before, act) for before, act, _payload, _after in ROWS}
    in_table |= {(State.RECEIVED, Action.REPLY), (State.ANSWERED, Action.REPLY)}
    in_table |= {(State.ANSWERED, Action.UPDATE), (State.CLOSED, Action.UPDATE)}
    if (state, action) in in_table:
        return
    with pytest.raises(RefusedError) as refused:
        step(Facts(state=state), action, T0, {})
    if state is not None and allowed(state):
        for choice in allowed(state):
            assert choice.label in refused.value.message


def test_the_source_alone_replies_and_updates() -> None:
    assert allowed(State.RECEIVED) == (Action.ANSWER, Action.GUIDE, Action.VOID)
    assert allowed(State.ANSWERED) == (Action.REVISIT,)
    assert allowed(State.CLOSED) == ()


def test_a_new_round_forgets_misses_and_the_answer() -> None:
    facts = step(Facts(), Action.REGISTER, T0, {})
    facts = step(facts, Action.ANSWER, T0, {})
    facts = step(facts, Action.REVISIT, T0, {"reached": False})
    assert facts.misses == 1
    facts = step(facts, Action.REVISIT, T0, UNSOLVED)
    assert (facts.round, facts.answered_at, facts.state) == (2, None, State.RECEIVED)
    facts = step(facts, Action.GUIDE, T0 + timedelta(hours=1), {})
    assert (facts.misses, facts.answered_at) == (0, T0 + timedelta(hours=1))


PAYLOADS = st.fixed_dictionaries(
    {},
    optional={
        "reached": st.booleans(),
        "solved": st.booleans(),
        "satisfaction": st.sampled_from(["satisfied", "fair", "dissatisfied"]),
        "waived": st.booleans(),
        "last_miss": st.booleans(),
        "closes": st.booleans(),
    },
)
MOVES = st.lists(st.tuples(st.sampled_from(list(Action)), PAYLOADS), max_size=30)


@given(moves=MOVES)
def test_every_walk_stays_in_the_table_and_can_end(
    moves: list[tuple[Action, dict[str, object]]],
) -> None:
    facts = step(Facts(), Action.REGISTER, T0, {})
    for action, payload in moves:
        try:
            facts = step(facts, action, T0, payload)
        except RefusedError:
            continue
        assert facts.state is not None
        assert (facts.closed_at is not None) == (facts.state in {State.CLOSED, State.VOID})
        assert (facts.answered_at is not None) == (facts.state in {State.ANSWERED, State.CLOSED})
    if facts.state is State.RECEIVED:
        facts = step(facts, Action.ANSWER, T0, {})
    if facts.state is State.ANSWERED:
        facts = step(facts, Action.REVISIT, T0, SOLVED)
    assert facts.state in {State.CLOSED, State.VOID}


def test_likeness_is_about_shared_pairs_of_characters() -> None:
    roof = rules.pairs("3栋楼顶积水，五楼三户渗水")
    again = rules.pairs("楼顶又积水了，5楼渗水没人管")
    dance = rules.pairs("广场舞音响太吵，晚上睡不着")
    assert rules.same_matter(roof, again)
    assert not rules.same_matter(roof, dance)
    assert rules.shared(roof, rules.pairs("积水")) == 0.0


def test_numbers_are_by_year_with_four_digits_or_more() -> None:
    assert rules.number(2026, 1) == "RX-2026-0001"
    assert rules.number(2026, 12345) == "RX-2026-12345"

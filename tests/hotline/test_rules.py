"""The table of transitions of RULEBOOK §2, row by row, and random walks over it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.errors import RefusedError
from gridterm.hotline import rules
from gridterm.hotline.guards import Facts
from gridterm.hotline.rules import DECIDED_IN, allowed, step
from gridterm.hotline.terms import OPEN_STATES, Action, State, Tier

T0 = datetime(2026, 11, 21, 9, 0)
SOLVED = {"reached": True, "true": "yes", "solved": True, "satisfaction": "satisfied"}
UNASKED = {"reached": True, "solved": True, "satisfaction": "satisfied"}
UNSOLVED = {"reached": True, "solved": False, "satisfaction": "fair"}
UNTRUE = {**SOLVED, "true": "no", "rework": True}
DISSATISFIED = {"reached": True, "solved": True, "satisfaction": "dissatisfied"}

TRIAGE = {"tier": "general", "mechanism": "on_the_spot"}
REVIEW = {"review_on": "2026-12-01"}
LATER = {"old_due": "2026-11-23T17:30:00", "new_due": "2026-11-30T17:30:00"}

ROWS = [
    (None, Action.REGISTER, {}, State.RECEIVED),
    (None, Action.REGISTER, {"history": True}, State.CLOSED),
    (State.RECEIVED, Action.ANSWER, {}, State.ANSWERED),
    (State.RECEIVED, Action.ANSWER, {"closes": True}, State.CLOSED),
    (State.RECEIVED, Action.GUIDE, {}, State.ANSWERED),
    (State.RECEIVED, Action.TRIAGE, TRIAGE, State.RECEIVED),
    (State.ASSIGNED, Action.TRIAGE, TRIAGE, State.ASSIGNED),
    (State.IN_PROGRESS, Action.TRIAGE, TRIAGE, State.IN_PROGRESS),
    (State.RECEIVED, Action.ASSIGN, {"to_id": 7}, State.ASSIGNED),
    (State.IN_PROGRESS, Action.TRANSFER, {"to_id": 8}, State.ASSIGNED),
    (State.ASSIGNED, Action.ACCEPT, {"by_id": 7}, State.IN_PROGRESS),
    (State.ASSIGNED, Action.RETURN, {"leader_id": 1}, State.RECEIVED),
    (State.IN_PROGRESS, Action.PROGRESS, {}, State.IN_PROGRESS),
    (State.SUSPENDED, Action.PROGRESS, {}, State.SUSPENDED),
    (State.REPORTED_UP, Action.PROGRESS, {}, State.REPORTED_UP),
    (State.IN_PROGRESS, Action.SUSPEND, REVIEW, State.SUSPENDED),
    (State.SUSPENDED, Action.RESUME, {}, State.IN_PROGRESS),
    (State.RECEIVED, Action.REPORT_UP, {}, State.REPORTED_UP),
    (State.IN_PROGRESS, Action.REPORT_UP, {}, State.REPORTED_UP),
    (State.REPORTED_UP, Action.SUPERIOR_REPLY, {}, State.IN_PROGRESS),
    (State.IN_PROGRESS, Action.EXTEND, LATER, State.IN_PROGRESS),
    (State.IN_PROGRESS, Action.RESOLVE, {}, State.ANSWERED),
    (State.REPORTED_UP, Action.RESOLVE, {}, State.ANSWERED),
    (State.ANSWERED, Action.REVISIT, SOLVED, State.CLOSED),
    (State.ANSWERED, Action.REVISIT, UNASKED, State.CLOSED),
    (State.ANSWERED, Action.REVISIT, UNTRUE, State.IN_PROGRESS),
    (State.ANSWERED, Action.REVISIT, UNSOLVED, State.RECEIVED),
    (State.ANSWERED, Action.REVISIT, {**UNSOLVED, "rework": True}, State.IN_PROGRESS),
    (State.ANSWERED, Action.REVISIT, {**DISSATISFIED, "rework": True}, State.IN_PROGRESS),
    (State.ANSWERED, Action.REVISIT, {"reached": False}, State.ANSWERED),
    (State.ANSWERED, Action.REVISIT, {"reached": False, "last_miss": True}, State.CLOSED),
    (State.ANSWERED, Action.REVISIT, {"waived": True}, State.CLOSED),
    (State.CLOSED, Action.REOPEN, {}, State.IN_PROGRESS),
    (State.RECEIVED, Action.MERGE, {"master_id": 5}, State.MERGED),
    (State.ASSIGNED, Action.MERGE, {"master_id": 5}, State.MERGED),
    (State.IN_PROGRESS, Action.MERGE, {"master_id": 5}, State.MERGED),
    (State.MERGED, Action.PROGRESS, {"told": True}, State.MERGED),
    (State.MERGED, Action.REVISIT, SOLVED, State.MERGED),
    (State.MERGED, Action.SPLIT, {}, State.RECEIVED),
    (State.RECEIVED, Action.SPLIT, {"into": "RX-2026-0002"}, State.RECEIVED),
    (State.ASSIGNED, Action.SPLIT, {"into": "RX-2026-0002"}, State.ASSIGNED),
    (State.IN_PROGRESS, Action.SPLIT, {"into": "RX-2026-0002"}, State.IN_PROGRESS),
    (State.RECEIVED, Action.VOID, {}, State.VOID),
    (State.RECEIVED, Action.REPLY, {}, State.RECEIVED),
    (State.ANSWERED, Action.REPLY, {}, State.ANSWERED),
    (State.CLOSED, Action.REPLY, {}, State.CLOSED),
    (State.RECEIVED, Action.UPDATE, {}, State.RECEIVED),
    (State.ANSWERED, Action.UPDATE, {}, State.ANSWERED),
    (State.CLOSED, Action.UPDATE, {}, State.CLOSED),
    *((state, Action.CATEGORISE, {}, state) for state in State if state is not State.VOID),
    *((state, Action.DECIDE, {}, state) for state in DECIDED_IN),
    *((state, Action.URGE, {"level": "overdue"}, state) for state in OPEN_STATES),
    *((state, Action.SUPERVISE, {"level": "supervised"}, state) for state in OPEN_STATES),
    *((state, Action.CIRCULATE, {"level": "circulated"}, state) for state in OPEN_STATES),
]
CONFIRMED = {Action.SUPERVISE: 1, Action.CIRCULATE: 2}
TIERED = {
    Action.ASSIGN: Tier.GENERAL,
    Action.REPORT_UP: Tier.OVERALL,
    Action.DECIDE: Tier.REGIONAL,
}


def facts_before(state: State | None, action: Action) -> Facts:
    """Facts under which the action's guard lets it through."""
    return Facts(state=state, tier=TIERED.get(action), ladder=CONFIRMED.get(action, 0))


@pytest.mark.parametrize(("before", "action", "payload", "after"), ROWS)
def test_each_row_leads_where_the_rule_book_says(
    before: State | None, action: Action, payload: dict[str, object], after: State
) -> None:
    assert step(facts_before(before, action), action, T0, payload).state is after


@pytest.mark.parametrize("state", [None, *State])
@pytest.mark.parametrize("action", list(Action))
def test_what_is_not_in_the_table_is_refused_with_what_can_be_done(
    state: State | None, action: Action
) -> None:
    in_table = {(before, act) for before, act, _payload, _after in ROWS}
    if (state, action) in in_table:
        return
    with pytest.raises(RefusedError) as refused:
        step(Facts(state=state), action, T0, {})
    if state is not None and allowed(state):
        for choice in allowed(state):
            assert choice.label in refused.value.message


def test_what_is_no_step_of_the_way_is_never_offered() -> None:
    hidden = {
        *(Action.REGISTER, Action.REPLY, Action.UPDATE, Action.CATEGORISE, Action.DECIDE),
    }
    for state in State:
        assert not hidden & set(allowed(state))
    assert allowed(State.ANSWERED) == (Action.REVISIT,)
    assert allowed(State.CLOSED) == (Action.REOPEN,)
    assert allowed(State.VOID) == ()


def test_only_the_next_rung_is_offered_and_only_when_late_enough() -> None:
    assert Action.URGE not in allowed(State.ASSIGNED, "near")
    assert Action.URGE in allowed(State.ASSIGNED, "overdue")
    assert Action.SUPERVISE not in allowed(State.ASSIGNED, "supervised")
    assert Action.SUPERVISE in allowed(State.ASSIGNED, "supervised", 1)
    assert Action.CIRCULATE not in allowed(State.ASSIGNED, "supervised", 2)
    assert Action.CIRCULATE in allowed(State.ASSIGNED, "circulated", 2)
    assert allowed(State.CLOSED, "circulated", 3) == (Action.REOPEN,)


def test_lateness_is_confirmed_anew_for_another_clock() -> None:
    facts = Facts(state=State.IN_PROGRESS, ladder=2, rounds=(T0,))
    facts = step(facts, Action.RESOLVE, T0, {})
    assert facts.ladder == 0
    facts = step(facts, Action.URGE, T0, {"level": "overdue"})
    facts = step(facts, Action.REVISIT, T0, {**UNSOLVED, "rework": True})
    assert facts.ladder == 0


def test_the_time_with_a_superior_unit_is_kept_apart() -> None:
    facts = Facts(state=State.IN_PROGRESS, tier=Tier.OVERALL)
    facts = step(facts, Action.REPORT_UP, T0, {})
    assert facts.up_at == T0
    facts = step(facts, Action.SUPERIOR_REPLY, T0 + timedelta(days=2), {})
    assert (facts.up_at, facts.aloft) == (None, ((T0, T0 + timedelta(days=2)),))


def test_the_resident_was_told_when_it_is_said_they_were() -> None:
    facts = Facts(state=State.IN_PROGRESS)
    earlier = T0 - timedelta(hours=3)
    told = {"told": True, "told_at": earlier.isoformat()}
    assert step(facts, Action.RESOLVE, T0, told).told_at == earlier


@pytest.mark.parametrize(
    ("earlier", "day", "closes"),
    [
        ((), 21, False),
        ((21,), 21, False),
        ((21,), 22, False),
        ((21, 21), 21, False),  # three tries on one day are one try
        ((21, 21, 21), 21, False),
        ((21, 21), 22, True),
        ((21, 22), 22, True),
        ((21, 22), 21, True),  # the PC's clock was set back
        ((20, 21), 22, True),
        ((21, 21, 21), 22, True),
    ],
)
def test_the_third_miss_is_the_last_if_the_tries_lie_on_two_days(
    earlier: tuple[int, ...], day: int, closes: bool
) -> None:
    days = [date(2026, 11, one) for one in earlier]
    assert rules.last_miss(days, date(2026, 11, day), tries=3, days=2) is closes


def test_one_try_is_enough_where_the_office_wants_only_one() -> None:
    assert rules.last_miss([], date(2026, 11, 21), tries=1, days=2)


def test_the_days_of_the_misses_are_remembered_within_the_round() -> None:
    facts = Facts(state=State.ANSWERED, rounds=(T0,))
    facts = step(facts, Action.REVISIT, T0, {"reached": False})
    facts = step(facts, Action.REVISIT, T0 + timedelta(days=1), {"reached": False})
    assert facts.missed_on == (date(2026, 11, 21), date(2026, 11, 22))
    assert step(facts, Action.REVISIT, T0, UNTRUE).missed_on == ()


def test_a_new_round_forgets_misses_and_the_answer() -> None:
    facts = step(Facts(), Action.REGISTER, T0, {})
    facts = step(facts, Action.ANSWER, T0, {})
    facts = step(facts, Action.REVISIT, T0, {"reached": False})
    assert facts.misses == 1
    facts = step(facts, Action.REVISIT, T0, {**UNSOLVED, "rework": True})
    assert (facts.round, facts.answered_at, facts.state) == (2, None, State.IN_PROGRESS)
    facts = step(facts, Action.RESOLVE, T0 + timedelta(hours=1), {})
    assert (facts.misses, facts.answered_at) == (0, T0 + timedelta(hours=1))


REFUSED = [
    (Facts(state=State.RECEIVED, tier=Tier.REGIONAL), Action.ANSWER, {}),
    (Facts(state=State.RECEIVED), Action.ASSIGN, {"to_id": 7}),
    (Facts(state=State.RECEIVED, tier=Tier.GENERAL, accused_id=7), Action.ASSIGN, {"to_id": 7}),
    (Facts(state=State.IN_PROGRESS, accused_id=7), Action.TRANSFER, {"to_id": 7}),
    (Facts(state=State.IN_PROGRESS), Action.SUSPEND, {"review_on": "2026-12-22"}),
    (Facts(state=State.IN_PROGRESS), Action.SUSPEND, {"review_on": "2026-11-21"}),
    (Facts(state=State.RECEIVED, tier=Tier.REGIONAL), Action.REPORT_UP, {}),
    (Facts(state=State.IN_PROGRESS, extended_to=T0), Action.EXTEND, LATER),
    (
        Facts(state=State.IN_PROGRESS),
        Action.EXTEND,
        {"old_due": "2026-11-20T17:30:00", "new_due": "2026-11-30T17:30:00"},
    ),
    (
        Facts(state=State.IN_PROGRESS),
        Action.EXTEND,
        {"old_due": "2026-11-30T17:30:00", "new_due": "2026-11-23T17:30:00"},
    ),
    (Facts(state=State.CLOSED, closed_at=T0 - timedelta(days=31)), Action.REOPEN, {}),
    (Facts(state=State.ASSIGNED, accused_id=7), Action.ACCEPT, {"by_id": 7}),
    (Facts(state=State.IN_PROGRESS), Action.SPLIT, {}),
    (Facts(state=State.ASSIGNED), Action.URGE, {"level": "near"}),
    (Facts(state=State.ASSIGNED, ladder=1), Action.SUPERVISE, {"level": "overdue"}),
    (Facts(state=State.ASSIGNED), Action.SUPERVISE, {"level": "supervised"}),
    (Facts(state=State.ASSIGNED, ladder=2), Action.CIRCULATE, {"level": "supervised"}),
    (Facts(state=State.ASSIGNED, ladder=1), Action.CIRCULATE, {"level": "circulated"}),
]


@pytest.mark.parametrize(("facts", "action", "payload"), REFUSED)
def test_guards_refuse_with_a_sentence(
    facts: Facts, action: Action, payload: dict[str, object]
) -> None:
    with pytest.raises(RefusedError) as refused:
        step(facts, action, T0, payload)
    assert refused.value.message


def test_the_third_return_goes_to_the_leader() -> None:
    facts = Facts(state=State.RECEIVED, tier=Tier.GENERAL)
    for expected in (State.RECEIVED, State.RECEIVED, State.ASSIGNED):
        facts = step(facts, Action.ASSIGN, T0, {"to_id": 7})
        facts = step(facts, Action.RETURN, T0, {"leader_id": 1})
        assert facts.state is expected
    assert facts.handler_id == 1


def test_the_first_acceptor_stays_through_every_hand_over() -> None:
    facts = Facts(state=State.ASSIGNED, tier=Tier.GENERAL, handler_id=7)
    facts = step(facts, Action.ACCEPT, T0, {"by_id": 7})
    facts = step(facts, Action.TRANSFER, T0, {"to_id": 8})
    facts = step(facts, Action.ACCEPT, T0, {"by_id": 8})
    assert (facts.first_acceptor_id, facts.handler_id) == (7, 8)


PAYLOADS = st.fixed_dictionaries(
    {
        **{name: st.just(value) for name, value in {**TRIAGE, **REVIEW, **LATER}.items()},
        "to_id": st.integers(1, 4),
        "by_id": st.integers(1, 4),
        "leader_id": st.just(1),
        "master_id": st.just(9),
    },
    optional={
        "reached": st.booleans(),
        "true": st.sampled_from(["yes", "no"]),
        "solved": st.booleans(),
        "satisfaction": st.sampled_from(["satisfied", "fair", "dissatisfied"]),
        "waived": st.booleans(),
        "last_miss": st.booleans(),
        "closes": st.booleans(),
        "rework": st.booleans(),
        "told": st.booleans(),
        "level": st.sampled_from(["near", "overdue", "supervised", "circulated"]),
    },
)
MOVES = st.lists(st.tuples(st.sampled_from(list(Action)), PAYLOADS), max_size=40)
TO_THE_END = {
    State.RECEIVED: (Action.VOID, {}),
    State.ASSIGNED: (Action.ACCEPT, {"by_id": 1}),
    State.IN_PROGRESS: (Action.RESOLVE, {}),
    State.SUSPENDED: (Action.RESUME, {}),
    State.REPORTED_UP: (Action.RESOLVE, {}),
    State.ANSWERED: (Action.REVISIT, SOLVED),
}
ENDED = {State.CLOSED, State.VOID, State.MERGED}


@given(moves=MOVES)
def test_every_walk_stays_in_the_table_and_can_end(
    moves: list[tuple[Action, dict[str, object]]],
) -> None:
    facts = step(Facts(), Action.REGISTER, T0, {})
    for action, payload in moves:
        acceptor, was = facts.first_acceptor_id, facts
        try:
            facts = step(facts, action, T0, payload)
        except RefusedError:
            continue
        assert facts.state is not None
        assert acceptor is None or facts.first_acceptor_id == acceptor
        assert (facts.closed_at is not None) == (facts.state in {State.CLOSED, State.VOID})
        assert facts.round == len(facts.rounds)
        if action is Action.REVISIT and was.state is State.ANSWERED and payload.get("reached"):
            untrue = payload.get("true") == "no" and not payload.get("waived")
            assert not (untrue and facts.state is State.CLOSED)
        assert (facts.suspended_at is not None) == (facts.state is State.SUSPENDED)
    for _n in range(5):
        if facts.state in ENDED:
            break
        assert facts.state is not None
        action, payload = TO_THE_END[facts.state]
        facts = step(facts, action, T0, payload)
    assert facts.state in ENDED


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

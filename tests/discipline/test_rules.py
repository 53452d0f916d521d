"""The table of transitions of RULEBOOK §6, row by row, its guards, and random walks over it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridterm import i18n
from gridterm.discipline.rules import (
    TRANSITIONS,
    allowed,
    case_number,
    case_series,
    letter_kind,
    letter_number,
    letter_series,
    step,
)
from gridterm.discipline.terms import (
    CaseFacts,
    CaseState,
    CaseStep,
    Clause,
    LetterKind,
    Source,
    Track,
)
from gridterm.errors import RefusedError

Payload = dict[str, Any]
AT = datetime(2026, 3, 20, 9)
PERSON, REPORTER, DECIDER, LEADER, WITNESS = 7, 3, 1, 2, 8
SEED = CaseFacts(
    person_id=PERSON, reporter_id=REPORTER, incident_on=date(2026, 3, 2), evidence=1,
    asked_at=datetime(2026, 3, 10, 9), stated=True, decided_on=date(2026, 3, 12),
    decider_id=DECIDER, level=2, letter="2026-007", letters=("2026-007",),
    served_on=date(2026, 3, 15), before_revocation=CaseState.UPHELD,
)  # fmt: skip
REPORT = {
    "person_id": PERSON, "reporter_id": REPORTER, "clause": "falsify", "track": "visits",
    "incident_on": "2026-03-02", "source": "spot_check", "check": "check:12", "findings": 2,
    "number": "JL-2026-004",
}  # fmt: skip
BY = {"by_id": LEADER}
WHY = {**BY, "reason": "核实无此事"}
NOTICE = {**WHY, "letter": "2026-012"}
DECISION = {"by_id": DECIDER, "level": 1, "due": 1, "letter": "2026-008", "answer_days": 3}
SERVICE = {**BY, "served_on": "2026-03-20", "receipt": True}
APPEAL = {"by_id": PERSON, "appealed_on": "2026-03-20", "days": 15, "reason": "不服"}
_R, _I, _C, _D = CaseState.REPORTED, CaseState.INVESTIGATING, CaseState.CONFIRMED, CaseState.DECIDED
_S, _A, _U = CaseState.SERVED, CaseState.APPEALED, CaseState.UPHELD

ROWS: list[tuple[CaseState | None, CaseStep, Payload, CaseState]] = [
    (None, CaseStep.REPORT, REPORT, _R),
    (_R, CaseStep.INVESTIGATE, {**BY, "investigator_id": 5}, _I),
    *((state, CaseStep.EVIDENCE, BY, state) for state in (_R, _I, _C, _A)),
    *((state, CaseStep.ASK, BY, state) for state in (_I, _C)),
    *((state, CaseStep.STATE, {"words": "当天下雨"}, state) for state in (_I, _C)),
    *((state, CaseStep.UNFOUNDED, WHY, CaseState.UNFOUNDED) for state in (_I, _C)),
    (_R, CaseStep.WITHDRAW, WHY, CaseState.WITHDRAWN),
    (_I, CaseStep.WITHDRAW, WHY, CaseState.WITHDRAWN),
    (_I, CaseStep.CONFIRM, BY, _C),
    (_C, CaseStep.DECIDE, DECISION, _D),
    (_D, CaseStep.SERVE, SERVICE, _S),
    (_S, CaseStep.APPEAL, APPEAL, _A),
    (_A, CaseStep.UPHOLD, WHY, _U),
    (_D, CaseStep.CHANGE, {**NOTICE, "level": 1}, _D),
    *(
        (state, CaseStep.CHANGE, {**NOTICE, "level": 1}, CaseState.CHANGED)
        for state in (_S, _A, _U, CaseState.CHANGED)
    ),
    *(
        (state, CaseStep.REVOKE, NOTICE, CaseState.REVOKED)
        for state in (_D, _S, _A, _U, CaseState.CHANGED)
    ),
    (CaseState.REVOKED, CaseStep.RESTORE, NOTICE, _U),
]


def before(state: CaseState | None, **more: object) -> CaseFacts:
    """Facts under which the guards let a step through."""
    return replace(SEED, state=state, **more)  # type: ignore[arg-type]


def refused(state: CaseState | None, taken: CaseStep, payload: Payload, **more: object) -> str:
    """Why a step is refused."""
    with pytest.raises(RefusedError) as caught:
        step(before(state, **more), taken, AT, payload)
    return caught.value.message


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    spoken = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(spoken)


# ── the table ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("state", "taken", "payload", "after"), ROWS)
def test_each_row_leads_where_the_rule_book_says(
    state: CaseState | None, taken: CaseStep, payload: Payload, after: CaseState
) -> None:
    assert step(before(state), taken, AT, payload).state is after


def test_every_row_of_the_table_is_one_of_these() -> None:
    table = {(source, row.step) for row in TRANSITIONS for source in row.sources}
    assert table == {(state, taken) for state, taken, _payload, _after in ROWS}


@pytest.mark.parametrize("state", [None, *CaseState])
@pytest.mark.parametrize("taken", list(CaseStep))
def test_what_is_not_in_the_table_is_refused_with_what_can_be_done(
    state: CaseState | None, taken: CaseStep
) -> None:
    if (state, taken) in {(row[0], row[1]) for row in ROWS}:
        return
    told = refused(state, taken, {})
    if state is not None:
        assert taken.label in told
        assert all(choice.label in told for choice in allowed(state))


def test_what_has_ended_offers_nothing() -> None:
    assert allowed(CaseState.UNFOUNDED) == allowed(CaseState.WITHDRAWN) == ()
    assert "has ended" in refused(CaseState.UNFOUNDED, CaseStep.CONFIRM, BY)
    assert allowed(CaseState.REVOKED) == (CaseStep.RESTORE,)


def test_a_lead_is_kept_as_it_was_registered() -> None:
    facts = step(CaseFacts(), CaseStep.REPORT, AT, REPORT)
    assert (facts.person_id, facts.reporter_id, facts.number) == (PERSON, REPORTER, "JL-2026-004")
    assert (facts.clause, facts.track) == (Clause.FALSIFY, Track.VISITS)
    assert (facts.source, facts.check) == (Source.SPOT_CHECK, "check:12")
    assert (facts.incident_on, facts.findings) == (date(2026, 3, 2), 2)


# ── the guards ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ({"person_id": None}, "whom"),
        ({"reporter_id": None}, "who reports"),
        ({"clause": ""}, "must-nots"),
        ({"incident_on": "2026-03-21"}, "ahead"),
    ],
)
def test_a_lead_must_be_whole(missing: Payload, told: str) -> None:
    with pytest.raises(RefusedError, match=told):
        step(CaseFacts(), CaseStep.REPORT, AT, REPORT | missing)


def test_a_lead_on_performance_needs_no_clause() -> None:
    payload = REPORT | {"clause": "", "track": "performance"}
    assert step(CaseFacts(), CaseStep.REPORT, AT, payload).clause is None


BY_SOMEBODY = [
    row for row in ROWS
    if "by_id" in row[2] and row[1] is not CaseStep.APPEAL
]  # fmt: skip


@pytest.mark.parametrize(("state", "taken", "payload", "_after"), BY_SOMEBODY)
def test_whom_it_is_about_has_no_hand_in_it(
    state: CaseState, taken: CaseStep, payload: Payload, _after: CaseState
) -> None:
    assert "Somebody else" in refused(state, taken, payload | {"by_id": PERSON})
    assert "who" in refused(state, taken, payload | {"by_id": None})


def test_nor_investigates_it() -> None:
    payload = {**BY, "investigator_id": PERSON}
    assert "cannot investigate" in refused(_R, CaseStep.INVESTIGATE, payload)
    assert "Say who investigates" in refused(_R, CaseStep.INVESTIGATE, BY)


DECIDING = (CaseStep.DECIDE, CaseStep.UPHOLD, CaseStep.CHANGE, CaseStep.REVOKE, CaseStep.RESTORE)


@pytest.mark.parametrize(
    ("state", "taken", "payload", "_after"), [row for row in ROWS if row[1] in DECIDING]
)
def test_who_reported_does_not_decide(
    state: CaseState, taken: CaseStep, payload: Payload, _after: CaseState
) -> None:
    assert "reported it" in refused(state, taken, payload | {"by_id": REPORTER})


@pytest.mark.parametrize("taken", [CaseStep.UPHOLD, CaseStep.CHANGE, CaseStep.REVOKE])
def test_an_appeal_is_decided_by_another_than_the_first(taken: CaseStep) -> None:
    payload = {**NOTICE, "level": 1, "by_id": DECIDER}
    assert "decided first" in refused(_A, taken, payload)
    if taken is not CaseStep.UPHOLD:
        assert step(before(_S), taken, AT, payload).state is not _S


def test_nor_do_they_undo_what_an_appeal_led_to() -> None:
    gone = step(before(_A, before_revocation=None), CaseStep.REVOKE, AT, NOTICE)
    restoring = NOTICE | {"letter": "2026-013"}
    with pytest.raises(RefusedError, match="decided first"):
        step(gone, CaseStep.RESTORE, AT, restoring | {"by_id": DECIDER})
    assert step(gone, CaseStep.RESTORE, AT, restoring).state is _A
    own = step(before(_S, before_revocation=None), CaseStep.REVOKE, AT, NOTICE)
    assert step(own, CaseStep.RESTORE, AT, restoring | {"by_id": DECIDER}).state is _S


@pytest.mark.parametrize("taken", DECIDING)
def test_who_found_it_is_as_good_as_who_reported_it(taken: CaseStep) -> None:
    state, payload = next((row[0], row[2]) for row in ROWS if row[1] is taken)
    with pytest.raises(RefusedError, match="reported it"):
        step(before(state, finder_id=WITNESS), taken, AT, payload | {"by_id": WITNESS})
    assert step(CaseFacts(), CaseStep.REPORT, AT, REPORT | {"finder_id": 8}).finder_id == WITNESS


REASONED = (
    *(CaseStep.UNFOUNDED, CaseStep.WITHDRAW, CaseStep.APPEAL, CaseStep.UPHOLD),
    *(CaseStep.CHANGE, CaseStep.REVOKE, CaseStep.RESTORE),
)


@pytest.mark.parametrize(
    ("state", "taken", "payload", "_after"), [row for row in ROWS if row[1] in REASONED]
)
def test_it_must_say_why(
    state: CaseState, taken: CaseStep, payload: Payload, _after: CaseState
) -> None:
    assert refused(state, taken, payload | {"reason": " "}) == "Say why."


def test_nothing_is_true_without_evidence() -> None:
    assert "no evidence" in refused(_I, CaseStep.CONFIRM, BY, evidence=0)
    more = step(before(_I, evidence=0), CaseStep.EVIDENCE, AT, {**BY, "findings": 1})
    assert (more.evidence, more.findings) == (1, 2)
    assert step(more, CaseStep.CONFIRM, AT, BY).confirmed_on == AT.date()


def test_a_statement_has_words_or_is_declined() -> None:
    assert "Write the statement" in refused(_I, CaseStep.STATE, {"words": " "})
    assert step(before(_I, stated=False), CaseStep.STATE, AT, {"declined": True}).stated


def test_the_person_is_asked_before_it_is_decided() -> None:
    told = refused(_C, CaseStep.DECIDE, DECISION, asked_at=None, stated=False)
    assert "Ask for it first" in told
    asked = step(before(_C, asked_at=None, stated=False), CaseStep.ASK, AT, BY)
    assert asked.asked_at == AT
    assert step(asked, CaseStep.ASK, AT + timedelta(1), BY).asked_at == AT


def test_and_has_the_days_to_answer() -> None:
    waiting = before(_C, asked_at=AT, stated=False)
    last, over = AT + timedelta(3), AT + timedelta(4)
    with pytest.raises(RefusedError, match="2026-03-23"):
        step(waiting, CaseStep.DECIDE, last, DECISION)
    assert step(waiting, CaseStep.DECIDE, over, DECISION).state is _D
    stated = step(waiting, CaseStep.STATE, AT, {"words": "当天下雨"})
    assert step(stated, CaseStep.DECIDE, AT, DECISION).state is _D


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"level": 2}, "By the ladder this is: Written warning"),
        ({"unserved": "JL-2026-001"}, "JL-2026-001, whose letter is not served yet"),
        ({"level": 2, "due": 2, "lowest": 2}, "why the matter is serious"),
        ({"letter": ""}, "needs a number"),
        ({"letter": "2026-007"}, "never used again"),
    ],
)
def test_a_decision_follows_the_ladder(wrong: Payload, told: str) -> None:
    assert told in refused(_C, CaseStep.DECIDE, DECISION | wrong)


def test_a_decision_is_kept_with_who_when_and_its_letter() -> None:
    payload = DECISION | {"level": 2, "due": 2, "lowest": 2, "reason": "情节严重"}
    facts = step(before(_C, letters=()), CaseStep.DECIDE, AT, payload)
    assert (facts.decider_id, facts.decided_on) == (DECIDER, AT.date())
    assert (facts.level, facts.lowest, facts.letters) == (2, 2, ("2026-008",))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"receipt": False}, "signed receipt"),
        ({"receipt": False, "witness_ids": [PERSON]}, "cannot be its witness"),
        ({"receipt": False, "witness_ids": [LEADER]}, "no witness of it alone"),
        ({"served_on": "2026-03-21"}, "lies ahead"),
        ({"served_on": "2026-03-11"}, "decided on 2026-03-12"),
    ],
)
def test_service_is_proved(wrong: Payload, told: str) -> None:
    assert told in refused(_D, CaseStep.SERVE, SERVICE | wrong)


def test_a_witness_proves_service_where_the_receipt_was_refused() -> None:
    payload = SERVICE | {"receipt": False, "witness_ids": [WITNESS]}
    assert step(before(_D), CaseStep.SERVE, AT, payload).served_on == AT.date()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"by_id": LEADER}, "Only the person"),
        ({"appealed_on": "2026-03-31"}, "possible to 2026-03-30"),
        ({"appealed_on": "2026-03-14"}, "served on 2026-03-15"),
    ],
)
def test_an_appeal_is_the_persons_own_and_in_time(wrong: Payload, told: str) -> None:
    assert told in refused(_S, CaseStep.APPEAL, APPEAL | wrong)


@pytest.mark.parametrize("day", ["2026-03-15", "2026-03-30"])
def test_the_days_of_an_appeal_are_inclusive(day: str) -> None:
    facts = step(before(_S), CaseStep.APPEAL, AT, APPEAL | {"appealed_on": day})
    assert facts.effective
    suspended = step(before(_S), CaseStep.APPEAL, AT, APPEAL | {"suspends": True})
    assert not suspended.effective
    assert step(suspended, CaseStep.UPHOLD, AT, WHY).effective


def test_a_decision_is_only_ever_lowered() -> None:
    for level in (2, 3, 0):
        assert "only ever lowered" in refused(_S, CaseStep.CHANGE, {**NOTICE, "level": level})
    assert "Uphold or revoke" in refused(_S, CaseStep.CHANGE, {**NOTICE, "level": 1}, level=1)
    after = step(before(_S, lowest=2), CaseStep.CHANGE, AT, {**NOTICE, "level": 1})
    assert (after.level, after.lowest, after.letter) == (1, 1, "2026-012")
    assert after.letters == ("2026-007", "2026-012")


@pytest.mark.parametrize("state", [_D, _S, _A, _U, CaseState.CHANGED])
def test_a_revocation_taken_back_leads_where_it_was(state: CaseState) -> None:
    gone = step(before(state, before_revocation=None), CaseStep.REVOKE, AT, NOTICE)
    back = step(gone, CaseStep.RESTORE, AT, NOTICE | {"letter": "2026-013"})
    assert back.state is state
    assert (back.level, back.letter) == (2, "2026-007")
    assert back.letters == ("2026-007", "2026-012", "2026-013")


# ── walks ───────────────────────────────────────────────────────────────────
@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(CaseStep), st.integers(1, 8)), max_size=25))
def test_no_walk_bends_a_case(walk: list[tuple[CaseStep, int]]) -> None:
    facts = CaseFacts()
    payloads = {row[1]: row[2] for row in ROWS}
    for number, (taken, by_id) in enumerate([(CaseStep.REPORT, REPORTER), *walk]):
        more = {"by_id": by_id, "letter": f"2026-{number:03d}", "served_on": "2026-03-20"}
        former = facts
        try:
            facts = step(facts, taken, AT, payloads[taken] | more)
        except RefusedError:
            continue
        assert facts.letters[: len(former.letters)] == former.letters
        assert len(set(facts.letters)) == len(facts.letters)
        if taken in DECIDING:
            assert by_id not in {PERSON, REPORTER}
        if facts.given:
            assert facts.confirmed_on is not None
            assert facts.evidence > 0
            assert facts.asked_at is not None
        if former.given and facts.given:
            assert facts.level <= former.level


# ── numbers and letters ─────────────────────────────────────────────────────
def test_numbers() -> None:
    assert (case_number(2026, 4), letter_number(2026, 7)) == ("JL-2026-004", "2026-007")
    assert case_series(2026) != letter_series(2026) != letter_series(2027)


def test_the_letter_of_a_rung() -> None:
    assert [letter_kind(Track.VISITS, level) for level in (1, 2, 3)] == [
        *(LetterKind.WARNING, LetterKind.SEVERE, LetterKind.DISMISSAL)
    ]
    assert letter_kind(Track.PERFORMANCE, 4) is LetterKind.MEASURE

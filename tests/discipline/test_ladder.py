"""What must hold of the ladder whatever the cases (hypothesis), and the corners between cases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridterm import i18n
from gridterm.discipline import rules
from gridterm.discipline.ladder import OURS, Limits, corrections, place, standings
from gridterm.discipline.terms import (
    EFFECTIVE,
    CaseFacts,
    CaseState,
    CaseStep,
    Flag,
    PerformanceRung,
    Rung,
    Standing,
    Track,
    rungs,
)

FIRST = date(2026, 1, 1)
LATER = datetime(2030, 1, 1, 9)
SERVED_STATES = (CaseState.SERVED, CaseState.UPHELD, CaseState.CHANGED, CaseState.APPEALED)
UNSERVED_STATES = (CaseState.REPORTED, CaseState.UNFOUNDED, CaseState.CONFIRMED)


few = settings(max_examples=60)


def on(days: int) -> date:
    return FIRST + timedelta(days=days)


@st.composite
def one_case(draw: st.DrawFn) -> CaseFacts:
    """A case whose dates follow each other; served ones have a letter on some rung."""
    track = draw(st.sampled_from(Track))
    incident = draw(st.integers(0, 60))
    confirmed = incident + draw(st.integers(0, 12))
    case = CaseFacts(
        track=track,
        state=draw(st.sampled_from(UNSERVED_STATES)),
        incident_on=on(incident),
        confirmed_on=on(confirmed),
        check=draw(st.sampled_from(["", "", "", "check:1", "check:2"])),
        lowest=draw(st.sampled_from([1, 1, 1, 2])),
    )
    if draw(st.booleans()):
        return case
    return replace(
        case,
        state=draw(st.sampled_from(SERVED_STATES)),
        suspended=draw(st.booleans()),
        served_on=on(confirmed + draw(st.integers(0, 12))),
        level=draw(st.integers(1, len(rungs(track)))),
    )


def numbered(cases: list[CaseFacts]) -> list[CaseFacts]:
    return [
        replace(one, id=n, number=f"JL-2026-{n:03d}", letter=f"2026-{n:03d}" if one.level else "")
        for n, one in enumerate(cases, 1)
    ]


cases_of = st.lists(one_case(), max_size=6).map(numbered)
limits_of = st.builds(
    Limits,
    window_months=st.sampled_from([0, 1, 12]),
    joined=st.booleans(),
    after_rehire=st.booleans(),
)
hired_of = st.sampled_from([(), (on(-300),), (on(-300), on(30))])


def levels(found: tuple[Standing, ...]) -> dict[int, int]:
    return {one.case.id: one.level for one in found}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


# ── whatever the cases ──────────────────────────────────────────────────────
@few
@given(cases_of, limits_of, hired_of, st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(
    cases: list[CaseFacts], limits: Limits, hired: tuple[date, ...], random: Random
) -> None:
    found = standings(cases, limits, hired)
    random.shuffle(cases)
    assert standings(cases, limits, hired) == found


@few
@given(cases_of, limits_of, st.randoms(use_true_random=False))
def test_nor_do_the_numbers_they_were_given(
    cases: list[CaseFacts], limits: Limits, random: Random
) -> None:
    known = [replace(one, check="") for one in cases]
    ids = [one.id for one in known]
    random.shuffle(ids)
    known = [replace(one, number="", letter="") for one in known]
    others = [replace(one, id=n) for one, n in zip(known, ids, strict=True)]

    def told(several: list[CaseFacts]) -> list[tuple[str, int, bool]]:
        found = standings(several, limits)
        return sorted((str(replace(one.case, id=0)), one.level, one.is_step) for one in found)

    assert told(known) == told(others)


@few
@given(cases_of, limits_of, hired_of)
def test_never_past_the_last_rung(
    cases: list[CaseFacts], limits: Limits, hired: tuple[date, ...]
) -> None:
    for one in standings(cases, limits, hired):
        assert 0 <= one.level <= len(rungs(one.track))
        assert one.counts is one.case.effective
        assert one.is_step or not one.counts or one.with_case is not None
    for track in Track:
        stands = place(cases, track, on(40), limits, hired)
        assert 1 <= stands.coming <= len(rungs(track))
        assert stands.coming >= stands.level


@few
@given(cases_of, limits_of, hired_of)
def test_a_letter_is_never_raised_and_never_rewritten(
    cases: list[CaseFacts], limits: Limits, hired: tuple[date, ...]
) -> None:
    found = standings(cases, limits, hired)
    for one in found:
        if one.case.given and one.counts:
            assert one.level <= one.letter_level == one.case.level
            assert (Flag.NEEDS_CHANGE in one.flags) is (one.level < one.letter_level)
    assert {one.case for one in found} == set(cases)
    assert {one.case.id for one in corrections(found)} == {
        one.case.id for one in found if Flag.NEEDS_CHANGE in one.flags
    }


@few
@given(cases_of, one_case(), limits_of)
def test_what_is_served_later_changes_no_level_that_was_served(
    cases: list[CaseFacts], newer: CaseFacts, limits: Limits
) -> None:
    served = max((one.served_on for one in cases if one.served_on), default=FIRST)
    newer = replace(newer, id=99, check="", served_on=newer.served_on and served + (on(1) - FIRST))
    before = levels(standings(cases, limits))
    after = levels(standings([*cases, newer], limits))
    for one in cases:
        if one.served_on:
            assert after[one.id] == before[one.id]


@few
@given(cases_of, limits_of, st.data())
def test_revoking_and_restoring_gives_back_the_same(
    cases: list[CaseFacts], limits: Limits, data: st.DataObject
) -> None:
    decided = [one for one in cases if one.given]
    if not decided:
        return
    chosen = data.draw(st.sampled_from(decided))
    payload = {"by_id": 9, "reason": "复核"}
    gone = rules.step(chosen, CaseStep.REVOKE, LATER, payload | {"letter": "2030-001"})
    back = rules.step(gone, CaseStep.RESTORE, LATER, payload | {"letter": "2030-002"})

    def judged(instead: CaseFacts) -> dict[int, int]:
        return levels(standings([instead if one is chosen else one for one in cases], limits))

    assert judged(back) == judged(chosen)
    assert judged(gone)[chosen.id] == 0


@few
@given(cases_of, limits_of, st.data())
def test_revoking_harms_nobody(cases: list[CaseFacts], limits: Limits, data: st.DataObject) -> None:
    """Without checks and windows: what a revocation leaves is never worse than before."""
    plain = [replace(one, check="") for one in cases]
    if not plain:
        return
    limits = replace(limits, window_months=0)
    chosen = data.draw(st.sampled_from(plain))
    before = levels(standings(plain, limits))
    left = [replace(one, state=CaseState.REVOKED) if one is chosen else one for one in plain]
    after = levels(standings(left, limits))
    assert all(after[one] <= level for one, level in before.items())


@few
@given(cases_of)
def test_ladders_never_mix_with_performance(cases: list[CaseFacts]) -> None:
    others = [one for one in cases if one.track is not Track.PERFORMANCE]
    for limits in (OURS, Limits(joined=True)):
        alone = levels(standings(others, limits))
        whole = levels(standings(cases, limits))
        assert {one: whole[one] for one in alone} == alone


@few
@given(cases_of, limits_of, hired_of)
def test_everything_is_said_in_sentences(
    cases: list[CaseFacts], limits: Limits, hired: tuple[date, ...]
) -> None:
    for one in standings(cases, limits, hired):
        assert one.why.endswith(".")
        assert "{" not in one.why
    for track in Track:
        stands = place(cases, track, on(40), limits, hired)
        for told in (stands.why, stands.next):
            assert told.endswith(".")
            assert "{" not in told


# ── corners ─────────────────────────────────────────────────────────────────
def served(number: int, incident: date, day: date, **more: object) -> CaseFacts:
    case = CaseFacts(
        id=number, number=f"JL-2026-{number:03d}", state=CaseState.SERVED,
        incident_on=incident, confirmed_on=incident, served_on=day,
    )  # fmt: skip
    return replace(case, **more)  # type: ignore[arg-type]


def test_performance_has_four_rungs_of_its_own() -> None:
    cases = [served(n, on(30 * n), on(30 * n + 2), track=Track.PERFORMANCE) for n in range(1, 6)]
    found = standings(cases)
    assert [one.rung for one in found] == [*PerformanceRung, PerformanceRung.REMOVAL]
    assert place(cases, Track.MUST_NOTS, on(300)).level == 0


def test_what_happened_on_the_day_of_service_counts_and_is_flagged() -> None:
    cases = [served(1, on(0), on(5)), served(2, on(5), on(9))]
    first, second = standings(cases)
    assert (first.level, second.level) == (1, 2)
    assert Flag.SAME_DAY in second.flags


def test_letters_served_on_one_day_do_not_climb_over_each_other() -> None:
    assert levels(standings([served(1, on(5), on(5)), served(2, on(5), on(5))])) == {1: 1, 2: 1}


def test_a_backdated_case_counts_with_the_warning_that_came_after_it() -> None:
    cases = [served(1, on(0), on(5)), served(2, on(40), on(45)), served(3, on(20), on(90))]
    first, backdated, second = standings(cases)
    assert (first.level, backdated.level, second.level) == (1, 2, 2)
    assert backdated.with_case == second.case
    assert Flag.EARLIER_FOUND in second.flags


def test_a_case_is_no_worse_for_counting_with_a_severe_one() -> None:
    cases = [served(1, on(9), on(10), lowest=3), served(2, on(5), on(20))]
    mild, severe = standings(cases)
    assert (mild.level, severe.level) == (1, 3)
    assert mild.with_case == severe.case


def test_a_serious_one_does_not_hide_behind_a_warning() -> None:
    cases = [served(1, on(0), on(10)), served(2, on(5), on(20), lowest=2)]
    found = standings(cases)
    assert [(one.level, one.is_step) for one in found] == [(1, True), (2, True)]


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)])
def test_of_two_letters_of_one_day_the_severe_one_is_the_step(ids: tuple[int, int]) -> None:
    severe = served(ids[0], on(0), on(9), lowest=2)
    found = standings([severe, served(ids[1], on(0), on(9))])
    assert [one.case for one in found if one.is_step] == [severe]


def test_what_was_never_served_does_not_raise_what_was() -> None:
    never = replace(served(1, on(0), on(1)), state=CaseState.CONFIRMED, served_on=None)
    first, second = standings([never, served(2, on(20), on(30))])
    assert (first.level, second.level) == (1, 1)
    assert first.with_case == second.case


def test_on_one_rung_the_letter_that_was_served_bears() -> None:
    top = [served(n, on(30 * n), on(30 * n + 2)) for n in (1, 2, 3)]
    never = replace(served(4, on(200), on(201)), state=CaseState.CONFIRMED, served_on=None)
    later = replace(never, id=5, incident_on=on(300), confirmed_on=on(301))
    found = standings([*top, never, later])
    assert found[4].rests_on == top[2]
    assert Flag.UNSERVED not in found[4].flags
    stands = place([*top, never], Track.MUST_NOTS, on(400))
    assert "JL-2026-003, served on" in stands.why
    assert "last rung" in stands.next


def test_what_happened_before_the_first_employment_counts_with_it() -> None:
    cases = [served(1, on(0), on(5)), served(2, on(40), on(45))]
    assert levels(standings(cases, hired=[on(10)])) == {1: 1, 2: 2}


def test_a_warning_that_expired_bears_no_more_on_the_place() -> None:
    limits = Limits(window_months=12)
    cases = [served(1, on(0), date(2026, 1, 29))]
    last, gone = date(2027, 1, 28), date(2027, 1, 29)
    assert place(cases, Track.MUST_NOTS, last, limits).rung is Rung.WARNING
    assert place(cases, Track.MUST_NOTS, gone, limits).rung is None
    assert "2027-01-28" in place(cases, Track.MUST_NOTS, last, limits).why


def test_what_rests_on_a_letter_that_is_not_served_says_so() -> None:
    open_case = replace(served(1, on(0), on(1)), state=CaseState.CONFIRMED, served_on=None)
    found = standings([open_case, replace(open_case, id=2, incident_on=on(50), confirmed_on=None)])
    assert Flag.UNSERVED in found[1].flags
    assert "serve it first" in found[1].why
    assert "before the letter is served" in place([open_case], Track.MUST_NOTS, on(9)).next


def test_the_words_of_a_climb() -> None:
    cases = [served(1, on(0), on(5)), served(2, on(40), on(45))]
    assert [one.why for one in standings(cases)] == [
        "Written warning: no warning was in force on 2026-01-01.",
        (
            "Severe warning: it happened on 2026-02-10, when the warning of JL-2026-001, "
            "served on 2026-01-06, was in force."
        ),
    ]
    stands = place(cases, Track.MUST_NOTS, on(60))
    assert stands.why == "Severe warning by JL-2026-002, served on 2026-02-15."
    assert stands.next == "A further confirmed case would be: Dismissal proposed."
    i18n.use(i18n.CHINESE)
    assert standings(cases)[1].why == (
        "严重警告：发生于 2026-02-10，当时 JL-2026-001 的警告（2026-01-06 送达）有效。"
    )
    assert stands.next == "再有一次属实，将为：建议辞退。"


def test_states_that_count_are_those_of_the_rule_book() -> None:
    assert set(CaseState) - EFFECTIVE == {
        *(CaseState.REPORTED, CaseState.INVESTIGATING, CaseState.UNFOUNDED),
        *(CaseState.WITHDRAWN, CaseState.REVOKED),
    }

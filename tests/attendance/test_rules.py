"""What must hold of every day, whatever the facts (hypothesis), and the corners between cases."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridterm.attendance import frozen
from gridterm.attendance.limits import Policy, policy_faults, repeats
from gridterm.attendance.rules import (
    Confirmed,
    DayFacts,
    Decided,
    LeaveFact,
    OutingFact,
    PunchFact,
    half_days,
    judge,
    keep_locked,
)
from gridterm.attendance.summing import add, exception, summary
from gridterm.attendance.terms import (
    LEAVE_MARKS,
    MARKS,
    TOTALS,
    UNSIGNED_ABSENT,
    UNSIGNED_EARLY,
    WAIVED_ABSENCE,
    WAIVED_FAULT,
    DayView,
    Flag,
    LateDecision,
    LeaveKind,
    Slot,
    Status,
    legend,
)

DAY = date(2026, 3, 10)
AFTER = datetime(2026, 3, 11, 9)
AM, PM = Slot.MORNING, Slot.AFTERNOON
WORSE = {
    Status.PRESENT: 0,
    Status.LATE: 1,
    Status.EARLY: 2,
    Status.PENDING: 3,
    Status.MISSING: 4,
    Status.ABSENT: 5,
}
EARLY_WORD = Policy(missing_afternoon=Status.EARLY)

moments = st.integers(0, 24 * 3600 - 1).map(
    lambda seconds: datetime.combine(DAY, time()) + timedelta(seconds=seconds)
)
near = st.builds(
    lambda base, seconds: datetime.combine(DAY, base) + timedelta(seconds=seconds),
    st.sampled_from([time(8, 30), time(9), time(15), time(15, 30), time(16), time(12), time(18)]),
    st.integers(-200, 200),
)
punches = st.builds(PunchFact, st.one_of(moments, near), st.booleans())
slots = st.sampled_from(list(Slot))
decided = st.dictionaries(slots, st.just(Decided("停电", "书记")))
spans = st.tuples(moments, moments).map(sorted)
leaves = st.builds(
    lambda span, kind, at, late: LeaveFact(span[0], span[1], kind, at, "书记", late),
    spans,
    st.sampled_from(list(LeaveKind)),
    moments,
    st.sampled_from(list(LateDecision)),
)
outings = spans.map(lambda span: OutingFact(span[0], span[1], "开会", "书记"))
confirmations = st.dictionaries(
    slots,
    st.builds(
        lambda status, computed: Confirmed(status, "核实", "李晓明", AFTER, computed),
        st.sampled_from([Status.PRESENT, Status.ABSENT, Status.LATE]),
        st.sampled_from(["absent:0:", "present:0:", "late:20:"]),
    ),
)
days = st.builds(
    DayFacts,
    day=st.just(DAY),
    working=st.booleans(),
    employed_from=st.one_of(st.just(datetime(2020, 1, 1)), moments),
    punches=st.lists(punches, max_size=6).map(tuple),
    leaves=st.lists(leaves, max_size=2).map(tuple),
    outings=st.lists(outings, max_size=1).map(tuple),
    makeups=decided,
    waivers=decided,
    confirmed=confirmations,
)
policies = st.sampled_from([Policy(), EARLY_WORD])
nows = st.one_of(moments, st.just(AFTER), st.just(AFTER - timedelta(days=2)))


@given(days, policies, nows)
def test_a_slot_has_one_status_one_mark_and_one_sentence(
    facts: DayFacts, policy: Policy, now: datetime
) -> None:
    view = judge(facts, policy, now)
    assert [one.slot for one in view.slots] == [AM, PM]
    known = {*(mark for mark, _words in legend()), ""}
    for one in view.slots:
        assert isinstance(one.status, Status)
        assert one.mark in known
        assert (one.kind is not None) == (one.status is Status.LEAVE)
        assert one.sentence.endswith((".", "。", "?", "？"))
        assert "{" not in one.sentence


@given(days, policies, nows)
def test_computing_twice_gives_the_same(facts: DayFacts, policy: Policy, now: datetime) -> None:
    view = judge(facts, policy, now)
    assert judge(facts, policy, now) == view
    assert judge(replace(facts, punches=facts.punches[::-1]), policy, now) == view


@given(days, punches, policies, nows)
def test_one_more_punch_never_makes_a_day_worse(
    facts: DayFacts, more: PunchFact, policy: Policy, now: datetime
) -> None:
    bare = replace(facts, confirmed={})
    before = judge(bare, policy, now)
    after = judge(replace(bare, punches=(*bare.punches, more)), policy, now)
    for old, new in zip(before.slots, after.slots, strict=True):
        if old.status in WORSE:
            assert WORSE[new.status] <= WORSE[old.status]
            if new.status is old.status:
                assert new.minutes <= old.minutes
        else:
            assert new.status is old.status
    assert summary([after]).absent_halves <= summary([before]).absent_halves


@given(days, st.lists(punches, max_size=3), policies, nows)
def test_what_is_confirmed_is_never_recomputed(
    facts: DayFacts, more: list[PunchFact], policy: Policy, now: datetime
) -> None:
    view = judge(replace(facts, punches=(*facts.punches, *more)), policy, now)
    for slot, told in facts.confirmed.items():
        shown = view.slot(slot)
        assert (shown.status, shown.minutes, shown.kind) == (told.status, told.minutes, told.kind)
        assert shown.confirmed
        bare = replace(facts, punches=(*facts.punches, *more), confirmed={}, waivers={})
        if len(facts.confirmed) == 1 and not facts.waivers:
            computed = judge(bare, policy, AFTER).slot(slot).code
            assert (Flag.DIFFERS in shown.flags) == (computed != told.computed)


@given(days, days, policies)
def test_a_locked_day_never_changes(locked: DayFacts, later: DayFacts, policy: Policy) -> None:
    held = judge(locked, policy, AFTER)
    kept = keep_locked(held, judge(later, policy, AFTER))
    for old, new in zip(held.slots, kept.slots, strict=True):
        assert new.same == old.same
        assert new.locked
        assert new.mark == old.mark
    assert summary([kept]).absent_halves == summary([held]).absent_halves


@settings(max_examples=40)
@given(st.lists(days, max_size=4), policies, nows)
def test_a_packed_month_comes_back_as_it_was(
    month: list[DayFacts], policy: Policy, now: datetime
) -> None:
    views = [judge(one, policy, now) for one in month]
    back = frozen.unpack(frozen.pack(views))
    for old, new in zip(views, back, strict=True):
        assert (new.day, new.working, new.outside, new.flags) == (
            *(old.day, old.working, old.outside, old.flags),
        )
        for one, other in zip(old.slots, new.slots, strict=True):
            assert (other.same, other.mark, other.sentence) == (one.same, one.mark, one.sentence)
            assert (other.flags, other.punches) == (one.flags, one.punches)


@settings(max_examples=40)
@given(st.lists(days, max_size=8), policies, nows)
def test_totals_by_marks_are_the_figures(
    month: list[DayFacts], policy: Policy, now: datetime
) -> None:
    """The sheet's formulas count marks; they must say what the service says."""
    views = [judge(one, policy, now) for one in month]
    marks = [one.mark for view in views for one in view.slots]
    told = summary(views)
    by_marks = {
        one.code: one.factor * sum(mark in one.marks for mark in marks if mark) for one in TOTALS
    }
    for code in ("attended", "late", "early", "unsigned", "absent_days", "made_up", "outing"):
        assert by_marks[code] == getattr(told, code)
    for kind in LeaveKind:
        assert by_marks[f"leave.{kind.value}"] == told.leave.get(kind, 0)
    halves = [summary([view]) for view in views]
    assert replace(add(halves), reasons=()) == replace(told, leave=dict(told.leave))


def test_every_mark_is_one_character_and_means_one_thing() -> None:
    marks = [
        *(mark for mark in MARKS.values() if mark),
        *LEAVE_MARKS.values(),
        *(UNSIGNED_ABSENT, UNSIGNED_EARLY, WAIVED_ABSENCE, WAIVED_FAULT),
    ]
    assert len(set(marks)) == len(marks) == len(legend())
    assert all(len(mark) == 1 for mark in marks)


def day(*times: str, policy: Policy | None = None, now: datetime = AFTER) -> DayView:
    facts = tuple(PunchFact(datetime.combine(DAY, time.fromisoformat(at))) for at in times)
    return judge(DayFacts(DAY, working=True, punches=facts), policy or Policy(), now)


def test_early_leave_missing_afternoon_and_absence_are_three_things() -> None:
    early, missing, absent = day("08:20", "14:10"), day("08:20"), day()
    assert [one.afternoon.mark for one in (early, missing, absent)] == ["早", "缺", "旷"]
    figures = [summary([one]) for one in (early, missing, absent)]
    assert [(one.early, one.unsigned, one.absent_days) for one in figures] == [
        (1, 0, 0),
        (0, 1, 0.5),
        (0, 0, 1.0),
    ]
    assert figures[0].early_minutes == 50


def test_the_policy_says_what_a_missing_afternoon_is() -> None:
    view = day("08:20", policy=EARLY_WORD)
    assert (view.afternoon.status, view.afternoon.mark) == (Status.EARLY, "退")
    figures = summary([view])
    assert (figures.early, figures.unsigned, figures.absent_days) == (1, 1, 0)
    assert summary([day(policy=EARLY_WORD)]).absent_days == 1
    earliest = day("08:20", "13:00", policy=EARLY_WORD).afternoon
    assert view.afternoon.minutes == earliest.minutes == 120


def test_signing_too_late_is_not_worse_than_not_signing() -> None:
    assert day("08:20", "16:30", policy=EARLY_WORD).afternoon.status is Status.EARLY
    assert day("08:20", "16:30").afternoon.mark == "旷"


def test_a_repeat_that_is_better_counts() -> None:
    assert day("08:20", "14:58:00", "15:00:30").afternoon.status is Status.PRESENT


def test_repeats_are_counted_from_the_one_that_is_kept() -> None:
    times = [datetime.combine(DAY, time(8, 29)) + timedelta(minutes=n) for n in (0, 2, 3, 4, 8)]
    assert repeats(times, 3) == (False, True, True, False, False)


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (time(8, 0), "pending pending"),
        (time(8, 30), "pending pending"),
        (time(8, 31), "missing pending"),
        (time(15, 31), "missing missing"),
        (time(23, 59), "missing missing"),
    ],
)
def test_today_is_never_absent(hour: time, expected: str) -> None:
    view = day(now=datetime.combine(DAY, hour))
    assert " ".join(one.status.value for one in view.slots) == expected


def test_an_early_punch_today_may_still_become_better() -> None:
    assert day("08:20", "14:10", now=datetime.combine(DAY, time(14, 11))).afternoon.status is (
        Status.PENDING
    )
    assert day("08:20", "14:10", now=datetime.combine(DAY, time(16, 1))).afternoon.status is (
        Status.EARLY
    )


def test_half_days_cover_what_they_say() -> None:
    start, end = half_days(DAY, PM, DAY + timedelta(days=1), AM)
    assert (start, end) == (datetime(2026, 3, 10, 12), datetime(2026, 3, 11, 12))
    leave = LeaveFact(start, end, LeaveKind.SICK, datetime(2026, 3, 9), "书记")
    view = judge(DayFacts(DAY, working=True, leaves=(leave,)), Policy(), AFTER)
    assert [one.status for one in view.slots] == [Status.ABSENT, Status.LEAVE]


def test_what_is_settled_is_no_exception() -> None:
    late = day("08:50", "15:20").morning
    assert exception(late)
    assert not exception(replace(late, waived=True))
    assert not exception(replace(late, confirmed=True))
    assert not exception(day("08:20", "15:20").morning)


def test_limits_must_follow_each_other() -> None:
    assert policy_faults(Policy()) == ()
    wrong = replace(Policy().morning, target=time(9, 30))
    assert policy_faults(Policy(morning=wrong)) == ("morning_late_until",)
    touching = replace(Policy().afternoon, opens=time(12))
    assert policy_faults(Policy(afternoon=touching)) == ("afternoon_opens",)

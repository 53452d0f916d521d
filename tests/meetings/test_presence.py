"""What somebody's attendance comes to: the cases of the rule book, and what holds for all."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.meetings.presence import (
    HERE,
    Excuse,
    Facts,
    Origin,
    Times,
    counts,
    judge,
    quorum,
    tally,
)
from gridterm.meetings.terms import LeaveState, Presence

START = datetime(2026, 11, 25, 14, 30)
END = datetime(2026, 11, 25, 15, 50)
AHEAD = Times(START, START)
RUNNING = Times(START, START, started=True)
OVER = Times(START, START, END, started=True, over=True)
BEFORE, DECIDED = START - timedelta(days=1), START - timedelta(hours=20)
AFTER = START + timedelta(minutes=15)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-25 {clock}")


def asked(
    asked_at: datetime = BEFORE,
    state: LeaveState = LeaveState.ASKED,
    decided_at: datetime | None = None,
    origin: Origin = Origin.MEETING,
) -> Facts:
    return Facts(excuse=Excuse(origin, state, asked_at, decided_at, "陈静"))


@pytest.mark.parametrize(
    ("signed", "left", "presence", "minutes"),
    [
        ("14:00:00", None, Presence.PRESENT, 0),
        ("14:30:00", None, Presence.PRESENT, 0),
        ("14:30:59", None, Presence.PRESENT, 0),
        ("14:31:00", None, Presence.LATE, 1),
        ("15:30:59", None, Presence.LATE, 60),
        ("14:25:00", "15:49:59", Presence.LEFT_EARLY, 0),
        ("14:25:00", "15:50:00", Presence.PRESENT, 0),
        ("14:25:00", "15:55:00", Presence.PRESENT, 0),
        ("14:45:00", "15:00:00", Presence.LATE_AND_LEFT, 15),
    ],
)
def test_late_and_early_by_whole_minutes(
    signed: str, left: str | None, presence: Presence, minutes: int
) -> None:
    facts = Facts(at(signed), at(left) if left else None, "孩子发烧")
    told = judge(OVER, facts)
    assert (told.presence, told.minutes) == (presence, minutes)


def test_the_grace_is_counted_from_the_set_time() -> None:
    times = replace(OVER, late_after=START + timedelta(minutes=5))
    assert judge(times, Facts(at("14:35:30"))).presence is Presence.PRESENT
    told = judge(times, Facts(at("14:36:00")))
    assert (told.presence, told.minutes) == (Presence.LATE, 6)


@pytest.mark.parametrize(
    ("facts", "ahead", "running", "over"),
    [
        (Facts(), Presence.PENDING, Presence.PENDING, Presence.ABSENT),
        (asked(), Presence.PENDING, Presence.ABSENT, Presence.ABSENT),
        (
            asked(state=LeaveState.APPROVED, decided_at=DECIDED),
            *[Presence.LEAVE] * 3,
        ),
        (
            asked(state=LeaveState.REFUSED, decided_at=DECIDED),
            Presence.PENDING,
            Presence.PENDING,
            Presence.ABSENT,
        ),
    ],
)
def test_leave_counts_only_once_it_is_approved(
    facts: Facts, ahead: Presence, running: Presence, over: Presence
) -> None:
    found = [judge(times, facts).presence for times in (AHEAD, RUNNING, OVER)]
    assert found == [ahead, running, over]


def test_leave_asked_after_the_start_is_absence_until_it_is_decided() -> None:
    late = asked(AFTER)
    assert judge(RUNNING, late).presence is Presence.ABSENT
    approved = asked(AFTER, LeaveState.APPROVED, AFTER + timedelta(minutes=5))
    told = judge(OVER, approved)
    assert told.presence is Presence.LEAVE
    assert "14:45" in told.why
    assert "14:50" in told.why
    refused = asked(AFTER, LeaveState.REFUSED, AFTER + timedelta(minutes=5))
    assert judge(OVER, refused).presence is Presence.ABSENT


def test_leave_from_work_approved_late_needs_the_decision_of_attendance() -> None:
    late = asked(BEFORE, LeaveState.APPROVED, AFTER, Origin.WORK)
    assert late.excuse is not None
    assert judge(OVER, late).presence is Presence.ABSENT
    excused = replace(late, excuse=replace(late.excuse, decided_late=True))
    assert judge(OVER, excused).presence is Presence.LEAVE
    in_time = asked(BEFORE, LeaveState.APPROVED, DECIDED, Origin.WORK)
    assert judge(OVER, in_time).presence is Presence.LEAVE


def test_official_duty_counts_whenever_it_was_entered() -> None:
    duty = asked(AFTER, LeaveState.APPROVED, AFTER, Origin.DUTY)
    assert judge(OVER, duty).presence is Presence.LEAVE


def test_a_substitute_counts_only_where_they_came() -> None:
    sent = replace(asked(state=LeaveState.APPROVED, decided_at=DECIDED), substitute="孙丽")
    assert judge(OVER, sent).presence is Presence.LEAVE
    told = judge(OVER, replace(sent, substitute_came=True))
    assert told.presence is Presence.SUBSTITUTED
    assert "孙丽" in told.why
    assert judge(OVER, Facts(substitute="孙丽")).presence is Presence.ABSENT


def test_a_guest_is_a_guest() -> None:
    for signed in (None, AFTER):
        told = judge(OVER, Facts(signed_at=signed, guest_of="物业"))
        assert told.presence is Presence.GUEST
        assert "物业" in told.why


@pytest.mark.parametrize(
    ("expected", "share", "wanted"),
    [
        (10, 50, 6),
        (11, 50, 6),
        (1, 50, 1),
        (0, 50, 0),
        (10, 0, 0),
        (10, 100, 10),
        (10, 66, 7),
        (3, 66, 2),
        (10, 99, 10),
    ],
)
def test_the_quorum_is_more_than_the_share(expected: int, share: int, wanted: int) -> None:
    assert quorum(expected, share) == wanted


def test_the_tally_counts_seats_of_those_expected() -> None:
    people = [
        (True, Presence.PRESENT),
        (True, Presence.LATE_AND_LEFT),
        (True, Presence.SUBSTITUTED),
        (False, Presence.PRESENT),
        (True, Presence.LEAVE),
        (True, Presence.ABSENT),
        (False, Presence.GUEST),
    ]
    told = tally(people)
    assert (told.expected, told.present, told.late, told.leave, told.absent) == (5, 3, 1, 1, 1)


# ── what holds for all ──────────────────────────────────────────────────────
moments = st.datetimes(datetime(2026, 11, 25, 12), datetime(2026, 11, 25, 18))
decisions = st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 30))
excuses = st.builds(
    Excuse,
    st.sampled_from(Origin),
    st.sampled_from([LeaveState.ASKED, LeaveState.APPROVED, LeaveState.REFUSED]),
    decisions,
    decisions,
    st.just("陈静"),
    st.booleans(),
)
people = st.builds(
    Facts,
    signed_at=st.none() | moments,
    left_at=st.none() | moments,
    left_reason=st.just("有事"),
    excuse=st.none() | excuses,
    substitute=st.sampled_from(["", "孙丽"]),
    substitute_came=st.booleans(),
    guest_of=st.none() | st.just("物业"),
)
times = st.sampled_from([AHEAD, RUNNING, OVER])


@given(times, people)
def test_everybody_comes_to_one_thing_with_a_sentence(when: Times, facts: Facts) -> None:
    told = judge(when, facts)
    assert told.why.strip()
    assert "{" not in told.why
    if facts.guest_of is None:
        assert (told.presence in HERE) == (facts.signed_at is not None)
        assert (told.minutes > 0) == (told.presence in {Presence.LATE, Presence.LATE_AND_LEFT})


@given(people)
def test_nobody_is_pending_once_it_is_over_and_absent_before_it_begins(facts: Facts) -> None:
    assert judge(OVER, facts).presence is not Presence.PENDING
    excuse = facts.excuse
    undecided_work = excuse is not None and excuse.origin is Origin.WORK
    if not undecided_work:
        assert judge(AHEAD, facts).presence is not Presence.ABSENT


@given(moments, moments)
def test_coming_earlier_is_never_worse(one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    assert judge(OVER, Facts(early)).minutes <= judge(OVER, Facts(late)).minutes


@given(excuses, times)
def test_what_is_not_approved_is_never_leave(excuse: Excuse, when: Times) -> None:
    told = judge(when, Facts(excuse=excuse))
    assert (told.presence is Presence.LEAVE) == counts(excuse, when)
    if excuse.state is not LeaveState.APPROVED:
        assert told.presence is not Presence.LEAVE


@given(st.integers(0, 500), st.integers(0, 100), st.integers(0, 100))
def test_a_higher_share_never_asks_for_fewer(expected: int, share: int, more: int) -> None:
    low, high = sorted((share, more))
    assert quorum(expected, low) <= quorum(expected, high) <= expected
    if low > 0 and expected:
        assert quorum(expected, low) >= 1
        assert quorum(expected, low) * 100 > expected * low or quorum(expected, low) == expected

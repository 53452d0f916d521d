"""The four clocks of RULEBOOK §2: every case of the rule book, and what must always hold."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.calendar import is_workday
from gridterm.hotline.clocks import Clock, ClockPolicy, Matter, clocks, policy_on
from gridterm.hotline.guards import Facts
from gridterm.hotline.levels import level
from gridterm.hotline.rules import step
from gridterm.hotline.terms import Action, Kind, Level, State, Tier
from gridterm.worktime import WorkTime

WORK = WorkTime(((time(8, 30), time(12)), (time(13, 30), time(17, 30))), is_workday)
POLICY = ClockPolicy()
MON = datetime(2026, 3, 9, 9, 0)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def resolution(start: str, facts: Facts | None = None, kind: Kind = Kind.COMPLAINT) -> Clock:
    facts = facts or Facts(state=State.RECEIVED, rounds=(at(start),))
    found = clocks(Matter(at(start), kind), facts, POLICY, WORK, at(start)).resolution
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("registered", "due"),
    [
        ("2026-03-09 09:00", "2026-03-16 17:30"),
        ("2026-03-09 17:31", "2026-03-16 17:30"),
        ("2026-03-07 10:00", "2026-03-13 17:30"),
        ("2026-02-14 10:00", "2026-02-28 17:30"),
        ("2026-02-13 16:00", "2026-02-27 17:30"),
        ("2026-03-09 12:30", "2026-03-16 17:30"),
    ],
)
def test_five_working_days_to_close_of_business(registered: str, due: str) -> None:
    assert resolution(registered).due == at(due)


def test_an_inquiry_has_one_day_and_tiers_have_theirs() -> None:
    start = MON.isoformat()
    assert resolution(start, kind=Kind.INQUIRY).due == at("2026-03-10 17:30")
    for tier, due in ((Tier.REGIONAL, "2026-03-23 17:30"), (Tier.OVERALL, "2026-03-30 17:30")):
        facts = Facts(state=State.RECEIVED, rounds=(MON,), tier=tier, tier_at=MON)
        assert resolution(start, facts).due == at(due)
    major = resolution(start, Facts(state=State.RECEIVED, rounds=(MON,), tier=Tier.MAJOR))
    assert major.due is None
    assert major.why


@pytest.mark.parametrize(
    ("pauses", "due", "lost"),
    [
        ([("2026-03-13 17:30", "2026-03-16 08:30")], "2026-03-17 17:30", 1),
        ([("2026-03-13 17:31", "2026-03-16 08:30")], "2026-03-16 17:30", 0),
        ([("2026-03-10 23:00", "2026-03-11 01:00")], "2026-03-16 17:30", 0),
        ([("2026-03-10 10:00", "2026-03-11 10:00")], "2026-03-17 17:30", 1),
        (
            [("2026-03-10 10:00", "2026-03-11 10:00"), ("2026-03-12 10:00", "2026-03-13 18:00")],
            "2026-03-19 17:30",
            3,
        ),
        ([("2026-03-09 10:00", "2026-03-09 18:00")], "2026-03-16 17:30", 0),
    ],
)
def test_only_a_close_of_business_within_a_pause_moves_the_date(
    pauses: list[tuple[str, str]], due: str, lost: int
) -> None:
    spans = tuple((at(begin), at(end)) for begin, end in pauses)
    clock = resolution(MON.isoformat(), Facts(state=State.IN_PROGRESS, rounds=(MON,), pauses=spans))
    assert clock.due == at(due)
    assert (str(lost) in clock.why.rsplit(";", maxsplit=1)[-1]) or not lost


def test_a_running_pause_still_moves_the_date() -> None:
    facts = Facts(state=State.SUSPENDED, rounds=(MON,), suspended_at=at("2026-03-10 10:00"))
    matter = Matter(MON, Kind.COMPLAINT)
    early = clocks(matter, facts, POLICY, WORK, at("2026-03-10 11:00")).resolution
    later = clocks(matter, facts, POLICY, WORK, at("2026-03-12 18:00")).resolution
    assert early is not None
    assert later is not None
    assert (early.due, later.due) == (at("2026-03-16 17:30"), at("2026-03-19 17:30"))
    assert early.paused


def test_created_paused_closed_reopened() -> None:
    """120 minutes from 09:00, suspended 15, closed for 30, reopened: due 11:45."""
    policy = replace(POLICY, feedback_days=0, feedback_minutes=120)
    facts = Facts(
        state=State.IN_PROGRESS,
        round=2,
        rounds=(MON, at("2026-03-09 10:30")),
        pauses=((at("2026-03-09 09:30"), at("2026-03-09 09:45")),),
        rests=((at("2026-03-09 10:00"), at("2026-03-09 10:30")),),
    )
    found = clocks(Matter(MON, Kind.COMPLAINT), facts, policy, WORK, at("2026-03-09 10:31"))
    assert found.feedback is not None
    assert found.feedback.due == at("2026-03-09 11:45")


def test_acceptance_runs_in_office_hours_and_over_the_lunch_break() -> None:
    facts = Facts(state=State.ASSIGNED, rounds=(MON,), tier=Tier.GENERAL, tier_at=MON)
    for assigned, due in (
        ("2026-03-09 11:00", "2026-03-09 16:30"),
        ("2026-03-09 12:30", "2026-03-09 17:30"),
        ("2026-03-13 16:30", "2026-03-16 11:30"),
        ("2026-02-14 17:00", "2026-02-24 12:00"),
    ):
        assigned_facts = facts._replace(assigned_at=at(assigned))
        found = clocks(Matter(MON, Kind.HELP), assigned_facts, POLICY, WORK, MON).acceptance
        assert found is not None
        assert found.due == at(due)
    major = facts._replace(tier=Tier.MAJOR, assigned_at=at("2026-03-14 23:50"))
    found = clocks(Matter(MON, Kind.HELP), major, POLICY, WORK, MON).acceptance
    assert found is not None
    assert found.due == at("2026-03-15 00:05")


def changed(was: Tier | None, now: Tier, when: str, **more: object) -> Facts:
    """The facts of a call in progress whose tier was changed at a moment."""
    facts = Facts(state=State.IN_PROGRESS, rounds=(MON,), tier=now, former=((at(when), was),))
    return facts._replace(**more)


def test_a_new_tier_is_never_late_in_the_past() -> None:
    start, change = MON.isoformat(), "2026-03-20 10:00"
    assert resolution(start, changed(Tier.OVERALL, Tier.GENERAL, change)).due == at(
        "2026-03-23 17:30"
    )
    assert resolution(start, changed(Tier.GENERAL, Tier.OVERALL, change)).due == at(
        "2026-03-30 17:30"
    )
    pause = ((at("2026-03-20 15:00"), at("2026-03-25 08:30")),)
    paused = resolution(start, changed(Tier.OVERALL, Tier.GENERAL, change, pauses=pause))
    assert paused.due == at("2026-03-25 17:30")


@pytest.mark.parametrize("was", [None, Tier.GENERAL])
def test_what_was_late_stays_late_when_it_is_triaged(was: Tier | None) -> None:
    late = changed(was, Tier.GENERAL, "2026-03-18 09:00")
    assert resolution(MON.isoformat(), late).due == at("2026-03-16 17:30")


def test_triaged_again_within_its_tier_it_keeps_its_date() -> None:
    facts = Facts(state=State.RECEIVED, rounds=(MON,))
    for when in ("2026-03-09 09:10", "2026-03-18 09:00"):
        triage = {"tier": "general", "mechanism": "approval"}
        facts = step(facts, Action.TRIAGE, at(when), triage)
    assert facts.former == ((at("2026-03-09 09:10"), None),)
    assert resolution(MON.isoformat(), facts).due == at("2026-03-16 17:30")


def test_made_major_it_counts_by_the_wall_from_then() -> None:
    facts = changed(Tier.GENERAL, Tier.MAJOR, "2026-03-09 15:00", assigned_at=MON)
    found = clocks(Matter(MON, Kind.HELP), facts, POLICY, WORK, MON)
    assert found.acceptance is not None
    assert found.feedback is not None
    # The acceptance of the general matter was due at 14:30 and was late already.
    assert found.acceptance.due == at("2026-03-09 14:30")
    assert found.feedback.due == at("2026-03-09 17:00")
    assert "03-09 15:00" in found.feedback.why
    soon = facts._replace(former=((at("2026-03-09 09:50"), Tier.GENERAL),))
    found = clocks(Matter(MON, Kind.HELP), soon, POLICY, WORK, MON)
    assert found.acceptance is not None
    assert found.feedback is not None
    assert found.acceptance.due == at("2026-03-09 10:05")
    assert found.feedback.due == at("2026-03-09 11:00")


def test_what_was_done_under_the_old_tier_is_judged_by_it() -> None:
    done = {"assigned_at": MON, "accepted_at": at("2026-03-09 11:00"),
            "told_at": at("2026-03-09 14:00")}  # fmt: skip
    facts = changed(Tier.GENERAL, Tier.MAJOR, "2026-03-09 15:00", **done)
    found = clocks(Matter(MON, Kind.HELP), facts, POLICY, WORK, MON)
    assert [(one.due, one.in_time) for one in found.each()[:2]] == [
        (at("2026-03-09 14:30"), True),
        (at("2026-03-10 17:30"), True),
    ]


def test_no_longer_major_it_has_the_days_of_its_new_tier() -> None:
    dated = changed(Tier.MAJOR, Tier.GENERAL, "2026-03-18 09:00")
    for by_hand, due in (
        (None, "2026-03-19 17:30"),
        ("2026-03-20 12:00", "2026-03-19 17:30"),
        ("2026-03-12 12:00", "2026-03-16 17:30"),
    ):
        matter = Matter(MON, Kind.COMPLAINT, at(by_hand) if by_hand else None)
        found = clocks(matter, dated, POLICY, WORK, MON).resolution
        assert found is not None
        assert found.due == at(due), by_hand


def test_a_longer_tier_after_an_extension_counts_from_the_start_too() -> None:
    longer = {"extended_to": at("2026-03-18 17:30"), "extended_at": at("2026-03-10 09:00")}
    facts = changed(Tier.GENERAL, Tier.OVERALL, "2026-03-11 09:00", **longer)
    assert resolution(MON.isoformat(), facts).due == at("2026-03-30 17:30")
    same = changed(Tier.OVERALL, Tier.GENERAL, "2026-03-11 09:00", **longer)
    assert resolution(MON.isoformat(), same).due == at("2026-03-18 17:30")


def test_a_tier_changed_while_suspended_keeps_the_pause() -> None:
    facts = Facts(state=State.RECEIVED, rounds=(MON,))
    for action, when, payload in (
        (Action.TRIAGE, "2026-03-09 09:30", {"tier": "general", "mechanism": "on_the_spot"}),
        (Action.ASSIGN, "2026-03-09 10:00", {"to_id": 1}),
        (Action.ACCEPT, "2026-03-09 11:00", {"by_id": 1}),
        (Action.SUSPEND, "2026-03-10 10:00", {"review_on": "2026-03-20"}),
        (Action.RESUME, "2026-03-12 10:00", {}),
        (Action.TRIAGE, "2026-03-12 10:05", {"tier": "regional", "mechanism": "coordination"}),
    ):
        facts = step(facts, action, at(when), payload)
    assert resolution(MON.isoformat(), facts).due == at("2026-03-25 17:30")


def test_a_pause_after_the_extension_moves_the_later_date_too() -> None:
    facts = Facts(
        state=State.IN_PROGRESS,
        rounds=(MON,),
        extended_to=at("2026-03-20 17:30"),
        extended_at=at("2026-03-11 09:00"),
        pauses=(
            (at("2026-03-10 10:00"), at("2026-03-11 08:30")),
            (at("2026-03-12 10:00"), at("2026-03-16 08:30")),
        ),
    )
    moved = resolution(MON.isoformat(), facts)
    assert moved.due == at("2026-03-24 17:30")
    still = resolution(MON.isoformat(), facts._replace(pauses=facts.pauses[:1]))
    assert still.due == at("2026-03-20 17:30")


def test_by_the_minute_only_the_last_fifth_is_near() -> None:
    facts = Facts(state=State.ASSIGNED, rounds=(MON,), assigned_at=MON, tier=Tier.GENERAL)
    clock = clocks(Matter(MON, Kind.HELP), facts, POLICY, WORK, MON).acceptance
    assert clock is not None
    assert clock.due == at("2026-03-09 14:30")
    assert level(clock, WORK, at("2026-03-09 13:20")) is Level.CALM
    assert level(clock, WORK, at("2026-03-09 13:24")) is Level.NEAR


def test_history_and_what_is_over_run_no_clock() -> None:
    matter = Matter(MON, Kind.COMPLAINT, history=True)
    facts = Facts(state=State.CLOSED, rounds=(MON,))
    assert clocks(matter, facts, POLICY, WORK, MON).running() is None
    for state in (State.VOID, State.MERGED):
        gone = Facts(state=state, rounds=(MON,))
        assert clocks(Matter(MON, Kind.COMPLAINT), gone, POLICY, WORK, MON).resolution is None


def test_the_ladder_of_lateness() -> None:
    clock = resolution(MON.isoformat())
    for now, expected in (
        ("2026-03-10 09:00", Level.CALM),
        ("2026-03-16 08:00", Level.NEAR),
        ("2026-03-16 17:30", Level.NEAR),
        ("2026-03-16 17:31", Level.OVERDUE),
        ("2026-03-17 09:00", Level.SUPERVISED),
        ("2026-03-22 09:00", Level.SUPERVISED),
        ("2026-03-23 09:00", Level.CIRCULATED),
    ):
        assert level(clock, WORK, at(now)) is expected, now


def test_policies_are_versioned_by_date() -> None:
    old, new = ClockPolicy(), ClockPolicy(since=date(2026, 4, 1), revisit_days=3)
    assert policy_on([new, old], date(2026, 3, 31)) is old
    assert policy_on([old, new], date(2026, 4, 1)) is new


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(start=MOMENTS, begin=MOMENTS, hours=st.integers(0, 24 * 40))
def test_a_pause_never_brings_a_date_nearer(start: datetime, begin: datetime, hours: int) -> None:
    free = resolution(start.isoformat())
    end = begin + timedelta(hours=hours)
    facts = Facts(state=State.IN_PROGRESS, rounds=(start,), pauses=((begin, end),))
    paused = resolution(start.isoformat(), facts)
    assert free.due is not None
    assert paused.due is not None
    assert paused.due >= free.due
    assert is_workday(paused.due.date())
    assert paused.due.time() == WORK.closes

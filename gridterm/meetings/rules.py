"""The rules of the series and of the agenda (RULEBOOK §3): pure, no store and no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from dateutil.rrule import WE, WEEKLY, rrule

from gridterm.i18n import _
from gridterm.meetings.terms import MeetingKind, MeetingState, MinutesState, Section, Standing
from gridterm.worktime import workday_from

ONE_WEEK = timedelta(weeks=1)
WEDNESDAY = 2

IsWorkday = Callable[[date], bool]


# ── the series ──────────────────────────────────────────────────────────────
def wednesdays(since: date, until: date) -> tuple[date, ...]:
    """Every Wednesday from ``since`` to ``until``, both included."""
    midnight = time()
    found = rrule(
        WEEKLY,
        byweekday=WE,
        dtstart=datetime.combine(since, midnight),
        until=datetime.combine(until, midnight),
    )
    return tuple(one.date() for one in found)


def proposed_day(day: date, is_workday: IsWorkday) -> date:
    """When the meeting of a Wednesday is to be: that day, or the next working day (§3)."""
    return workday_from(day, is_workday)


def falls_together(day: date, is_workday: IsWorkday) -> bool:
    """Whether no working day is left between this Wednesday and the next week's meeting.

    The two would be proposed for one day; a week that is a holiday whole has no meeting.
    """
    return proposed_day(day, is_workday) == proposed_day(day + ONE_WEEK, is_workday)


def standing(
    state: MeetingState, minutes: MinutesState, day: date, today: date, *, issued: bool
) -> Standing:
    """A meeting's one word in the list.

    Args:
        state: how far the meeting is.
        minutes: how far its minutes are.
        day: the day it is (or was) to be.
        today: the day it is asked on.
        issued: whether its agenda was issued.
    """
    if state is MeetingState.HELD:
        return {
            MinutesState.WRITING: Standing.HELD,
            MinutesState.SUBMITTED: Standing.SUBMITTED,
            MinutesState.APPROVED: Standing.ISSUED,
        }[minutes]
    if state is MeetingState.PLANNED:
        if day < today:
            return Standing.MISSED
        return Standing.READY if issued else Standing.PLANNED
    return Standing(state.value)


# ── numbers ─────────────────────────────────────────────────────────────────
def series(kind: MeetingKind, year: int) -> str:
    """The counter the numbers of a kind of meeting are taken from; a year has its own."""
    return f"HY-{kind}-{year}"


def title(kind: MeetingKind, year: int, number: int) -> str:
    """What a meeting is called that has no title of its own; ``number`` 0 where it has none."""
    if not number:
        return kind.label
    return _("{kind} no. {number} of {year}").format(kind=kind.label, number=number, year=year)


def minutes_number(year: int, number: int) -> str:
    """The number of a 会议纪要 as offices write it: ``〔2026〕12号``."""
    return f"〔{year}〕{number}号"


# ── the agenda ──────────────────────────────────────────────────────────────
def running_times(
    starts_at: datetime, items: Iterable[tuple[int, bool]]
) -> tuple[tuple[datetime, ...], int]:
    """When each item begins, and how many minutes all take.

    Args:
        starts_at: when the meeting begins.
        items: per item its minutes and whether it is removed, which takes no time.
    """
    begins, passed = [], 0
    for minutes, removed in items:
        begins.append(starts_at + timedelta(minutes=passed))
        passed += 0 if removed else minutes
    return tuple(begins), passed


def section_order(section: Section) -> int:
    """A section's place in the agenda, from 0."""
    return list(Section).index(section)

"""The four clocks of a ticket (RULEBOOK §2) as a pure function of what its steps say.

Acceptance, first feedback, resolution, revisit: each has a start, a due time, whether it is
done, and the reason for the date in words. Only suspension pauses a clock, and time closed
counts for nobody. Clocks by days run to close of business and lose no day to a pause that
did not cover a close; clocks by minutes are paused by the minute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from gridterm.hotline.guards import Facts, Span
from gridterm.hotline.terms import ClockName, Kind, State, Tier
from gridterm.i18n import _, ngettext
from gridterm.worktime import (
    MINUTE,
    WorkTime,
    add_minutes,
    close_after,
    closes_between,
    minutes_between,
)

Date = tuple[datetime, str]
"""A due time, and the reason for it in words."""
Counting = Callable[[Tier | None, datetime], Date]
NEVER = datetime(9999, 12, 31)


@dataclass(frozen=True)
class ClockPolicy:
    """The allowances from a date on; minutes are working minutes, for major matters by the wall."""

    since: date = date.min
    acceptance_minutes: int = 240
    major_acceptance_minutes: int = 15
    feedback_days: int = 1
    feedback_minutes: int = 0
    major_feedback_minutes: int = 120
    inquiry_days: int = 1
    tier_days: Mapping[str, int] = field(
        default_factory=lambda: {Tier.GENERAL: 5, Tier.REGIONAL: 10, Tier.OVERALL: 15}
    )
    revisit_days: int = 2


@dataclass(frozen=True)
class TicketClocks:
    """The clocks that run or ran in the ticket's present round."""

    acceptance: Clock | None
    feedback: Clock | None
    resolution: Clock | None
    revisit: Clock | None

    def each(self) -> tuple[Clock, ...]:
        """Those of the four that there are, in their order."""
        four = (self.acceptance, self.feedback, self.resolution, self.revisit)
        return tuple(one for one in four if one is not None)

    def running(self) -> Clock | None:
        """The clock that ends first among those that are not done and not paused.

        One that has no date yet comes last.
        """
        running = [one for one in self.each() if one.done_at is None and not one.paused]
        return min(running, key=_order, default=None)


@dataclass(frozen=True)
class Clock:
    """One clock: ``due`` is None while nobody has set the date of a major matter.

    ``paused`` says that the ticket is suspended now, so that ``due`` still moves; ``why`` is
    the date in words; ``by_minutes`` that it runs by the minute and not to close of business.
    """

    name: ClockName
    start: datetime
    due: datetime | None
    done_at: datetime | None
    paused: bool
    why: str
    by_minutes: bool = False

    @property
    def in_time(self) -> bool | None:
        """Whether it was done by its date; None while it runs or has no date."""
        if self.done_at is None or self.due is None:
            return None
        return self.done_at <= self.due


def policy_on(policies: Sequence[ClockPolicy], day: date) -> ClockPolicy:
    """The policy in force on ``day``: the newest that begins on it or before (§2: versioned)."""
    return max((one for one in policies if one.since <= day), key=lambda one: one.since)


@dataclass(frozen=True)
class Matter:
    """What the clocks need to know of a ticket besides its facts."""

    registered_at: datetime
    kind: Kind
    major_due: datetime | None = None
    history: bool = False


def clocks(
    matter: Matter, facts: Facts, policy: ClockPolicy, work: WorkTime, now: datetime
) -> TicketClocks:
    """The clocks of a ticket's present round.

    Args:
        matter: when it was registered and as what; history has no clocks.
        facts: what its steps say.
        policy: the allowances of the day it was registered.
        work: the office's hours and working days.
        now: the office's wall clock: a running pause lasts until now.
    """
    if matter.history or facts.state in {None, State.VOID, State.MERGED}:
        return TicketClocks(None, None, None, None)
    pauses = facts.pauses
    if facts.suspended_at is not None and now > facts.suspended_at:
        pauses = (*pauses, (facts.suspended_at, now))
    return TicketClocks(
        _acceptance(facts, policy, work),
        _feedback(matter, facts, pauses, policy, work),
        _resolution(matter, facts, pauses, policy, work),
        _revisit(facts, policy, work),
    )


def _acceptance(facts: Facts, policy: ClockPolicy, work: WorkTime) -> Clock | None:
    assigned = facts.assigned_at
    if assigned is None:
        return None

    def count(tier: Tier | None, start: datetime) -> Date:
        if tier is Tier.MAJOR:
            minutes = policy.major_acceptance_minutes
            words = _(
                "{minutes} minutes by the wall clock from {start}, because it is a major matter"
            )
            due = start + timedelta(minutes=minutes)
        else:
            minutes = policy.acceptance_minutes
            words = _("{minutes} minutes of office hours from {start}")
            due = add_minutes(start, minutes, work)
        return due, words.format(minutes=minutes, start=_said(start))

    done = facts.accepted_at
    due, why = _of_tier(facts, assigned, done, count, _from_change(count))
    return Clock(ClockName.ACCEPTANCE, assigned, due, done, paused=False, why=why, by_minutes=True)


def _feedback(
    matter: Matter, facts: Facts, pauses: Sequence[Span], policy: ClockPolicy, work: WorkTime
) -> Clock:
    gaps = _before(sorted((*pauses, *facts.rests)), facts.told_at)

    def minutes_of(tier: Tier | None) -> int:
        major = tier is Tier.MAJOR
        return policy.major_feedback_minutes if major else policy.feedback_minutes

    def count(tier: Tier | None, start: datetime) -> Date:
        minutes = minutes_of(tier)
        if not minutes:
            due, lost = _by_days(start, policy.feedback_days, gaps, work)
            return due, _days_why(policy.feedback_days, start, lost)
        by_wall = tier is Tier.MAJOR
        due, lost = _by_minutes(start, minutes, gaps, None if by_wall else work)
        words = (
            _("{minutes} minutes by the wall clock from {start}")
            if by_wall
            else _("{minutes} minutes of office hours from {start}")
        )
        return due, words.format(minutes=minutes, start=_said(start)) + _lost_minutes(lost)

    start = matter.registered_at
    due, why = _of_tier(facts, start, facts.told_at, count, _from_change(count))
    paused = facts.suspended_at is not None
    by_minutes = bool(minutes_of(facts.tier))
    return Clock(ClockName.FEEDBACK, start, due, facts.told_at, paused, why, by_minutes)


def _resolution(
    matter: Matter, facts: Facts, pauses: Sequence[Span], policy: ClockPolicy, work: WorkTime
) -> Clock:
    start = matter.registered_at if facts.round == 1 else facts.rounds[-1]
    done = facts.answered_at or (facts.closed_at if facts.state is State.CLOSED else None)
    paused = facts.suspended_at is not None
    gaps = _before([span for span in pauses if span[0] >= start], done)
    if facts.tier is Tier.MAJOR:
        due = matter.major_due or facts.extended_to
        why = _("a major matter: its date is set by hand and has not been set yet")
        if due is not None and due == facts.extended_to:
            why = _("extended once to {date}").format(date=_said(due))
        elif due is not None:
            why = _("set by hand, because it is a major matter")
        return Clock(ClockName.RESOLUTION, start, due, done, paused, why, by_minutes=True)

    def count(tier: Tier | None, begin: datetime) -> Date:
        if tier is Tier.MAJOR:
            by_hand = matter.major_due or NEVER
            return by_hand, _("set by hand, because it was a major matter")
        days = _allowed_days(matter.kind, tier, policy)
        due, lost = _by_days(begin, days, gaps, work)
        return due, _days_why(days, begin, lost)

    def anew(tier: Tier | None, changed: datetime) -> Date:
        words = _("; at the earliest the working day after the tier was changed")
        return _by_days(changed, 1, gaps, work)[0], count(tier, start)[1] + words

    due, why = _of_tier(facts, start, done, count, anew)
    due, why = _by_people((due, why), facts, gaps, start, work)
    return Clock(ClockName.RESOLUTION, start, due, done, paused, why)


def _by_people(
    counted: Date, facts: Facts, gaps: Sequence[Span], start: datetime, work: WorkTime
) -> Date:
    """A date that was counted, as people moved it: extended later, by a meeting earlier."""
    due, why = counted
    if facts.extended_to is not None:
        since = [span for span in gaps if span[0] >= (facts.extended_at or start)]
        later, lost = _moved_on(facts.extended_to, since, work)
        if later >= due:
            words = _("extended once to {date}").format(date=_said(facts.extended_to))
            due, why = later, words + _lost_days(lost)
    if facts.decided_due is not None:
        since = [span for span in gaps if span[0] >= (facts.decided_at or start)]
        earlier, lost = _moved_on(facts.decided_due, since, work)
        if earlier < due:
            words = _("a meeting decided that it is done by {date}")
            due, why = earlier, words.format(date=_said(facts.decided_due)) + _lost_days(lost)
    return due, why


def _of_tier(
    facts: Facts, start: datetime, done: datetime | None, count: Counting, anew: Counting
) -> Date:
    """A clock's date by the tier it ran under (RULEBOOK §2: a new tier is never late in the past).

    The tier is the one the ticket had when the clock was done, else has now. It counts from the
    clock's own start; where that date lay before the tier was changed, ``anew`` counts from the
    change. What was late before the change stays late: another tier mends no missed date.
    """
    ran = [one for one in facts.former if done is None or one[0] < done or one[0] <= start]
    tiers = [*(tier for _until, tier in facts.former), facts.tier]
    tier, found = tiers[len(ran)], count(tiers[len(ran)], start)
    if not ran or found[0] >= ran[-1][0]:
        return found
    changed, before = ran[-1][0], count(ran[-1][1], start)
    if before[0] < changed:
        return max(found, before)
    return anew(tier, changed)


def _from_change(count: Counting) -> Counting:
    """As ``count``, with the words that say why it does not count from the clock's start."""

    def anew(tier: Tier | None, changed: datetime) -> Date:
        due, why = count(tier, changed)
        return due, why + _("; counted from when the tier was changed")

    return anew


def _revisit(facts: Facts, policy: ClockPolicy, work: WorkTime) -> Clock | None:
    if facts.answered_at is None:
        return None
    due = close_after(facts.answered_at, policy.revisit_days, work)
    why = _days_why(policy.revisit_days, facts.answered_at, 0)
    done = facts.closed_at if facts.state is State.CLOSED else None
    return Clock(ClockName.REVISIT, facts.answered_at, due, done, paused=False, why=why)


def _allowed_days(kind: Kind, tier: Tier | None, policy: ClockPolicy) -> int:
    if kind is Kind.INQUIRY and tier in {None, Tier.GENERAL}:
        return policy.inquiry_days
    return policy.tier_days[tier or Tier.GENERAL]


def _before(spans: Sequence[Span], end: datetime | None) -> list[Span]:
    """The spans as far as they lie before ``end``: a clock that is done is paused no more."""
    if end is None:
        return list(spans)
    return [(begin, min(finish, end)) for begin, finish in spans if begin < end]


def _by_minutes(
    start: datetime, minutes: int, gaps: Sequence[Span], work: WorkTime | None
) -> tuple[datetime, int]:
    """The due time and the minutes lost to gaps; gaps count only while the clock still ran."""
    lost = 0
    due = _plus(start, minutes, work)
    for begin, end in gaps:
        if end <= start or begin >= due:
            continue
        stretch = (max(begin, start), end)
        lost += (
            (stretch[1] - stretch[0]) // MINUTE if work is None else minutes_between(*stretch, work)
        )
        due = _plus(start, minutes + lost, work)
    return due, lost


def _plus(start: datetime, minutes: int, work: WorkTime | None) -> datetime:
    if work is None:
        return start + timedelta(minutes=minutes)
    return add_minutes(start, minutes, work)


def _by_days(
    start: datetime, days: int, gaps: Sequence[Span], work: WorkTime
) -> tuple[datetime, int]:
    """The due time and the days lost: working days whose close fell into a gap."""
    lost = 0
    due = close_after(start, days, work)
    for begin, end in gaps:
        if begin >= due:
            continue
        first_close = close_after(start, 0, work)
        lost += closes_between(max(begin, first_close + MINUTE), end, work)
        due = close_after(start, days + lost, work)
    return due, lost


def _moved_on(due: datetime, gaps: Sequence[Span], work: WorkTime) -> tuple[datetime, int]:
    """A date given by hand, later by the working days whose close fell into a gap before it."""
    moved, lost = due, 0
    for begin, end in gaps:
        if begin >= moved:
            continue
        lost += closes_between(begin, end, work)
        moved = close_after(due, lost, work) if lost else due
    return moved, lost


def _days_why(days: int, start: datetime, lost: int) -> str:
    words = ngettext(
        "{days} working day after {start}, to close of business",
        "{days} working days after {start}, to close of business",
        days,
    )
    return words.format(days=days, start=_said(start)) + _lost_days(lost)


def _lost_days(lost: int) -> str:
    words = ngettext("; suspended {days} working day", "; suspended {days} working days", lost)
    return words.format(days=lost) if lost else ""


def _lost_minutes(lost: int) -> str:
    return _("; suspended or closed {minutes} minutes").format(minutes=lost) if lost else ""


def _said(moment: datetime) -> str:
    return f"{moment:%m-%d %H:%M}"


def _order(clock: Clock) -> tuple[bool, datetime]:
    return clock.due is None, clock.due or clock.start

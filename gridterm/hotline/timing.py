"""What due times are made from, and a ticket's dates by it: pure, without the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from gridterm.hotline.clocks import (
    ClockPolicy,
    Matter,
    TicketClocks,
    clocks,
    policy_on,
)
from gridterm.hotline.guards import Facts
from gridterm.hotline.levels import Limits, level, level_by, near_from
from gridterm.hotline.terms import OPEN_STATES, ClockName, DueView, Kind, Level
from gridterm.i18n import _
from gridterm.registers.calendars import WorkCalendar, hours
from gridterm.settings import Settings
from gridterm.worktime import WorkTime


@dataclass(frozen=True)
class NextDue:
    """What a ticket's row keeps: its next date, from when on it is near, and whose it is."""

    due_at: datetime | None = None
    near_at: datetime | None = None
    due_clock: str = ""


@dataclass(frozen=True)
class Timing:
    """What due times are made from: the policies by date, the working time, the warnings."""

    policies: Sequence[ClockPolicy]
    work: WorkTime
    calendar: WorkCalendar
    limits: Limits

    def clocks(self, matter: Matter, facts: Facts, now: datetime) -> TicketClocks:
        """A ticket's clocks, by the policy of the day it was registered."""
        policy = policy_on(self.policies, matter.registered_at.date())
        return clocks(matter, facts, policy, self.work, now)

    def next_due(self, matter: Matter, facts: Facts) -> NextDue:
        """The running clock that ends first; a suspended call is due on its review date.

        It does not depend on the hour it is asked at, so that it can be kept.
        """
        if facts.state not in OPEN_STATES:
            return NextDue()
        if facts.suspended_at is not None and facts.review_on is not None:
            review = datetime.combine(facts.review_on, self.work.closes)
            opens = datetime.combine(facts.review_on, datetime.min.time())
            return NextDue(review, opens, str(ClockName.REVIEW))
        running = self.clocks(matter, facts, matter.registered_at).running()
        if running is None:
            return NextDue()
        return NextDue(running.due, near_from(running, self.work, self.limits), str(running.name))

    def dates(self, matter: Matter, facts: Facts, now: datetime) -> tuple[DueView, ...]:
        """Every date of the present round with its reason; the review of a suspended call last."""
        views = [
            DueView(
                clock=one.name,
                start=one.start,
                due=one.due,
                done_at=one.done_at,
                level=level(one, self.work, now, self.limits),
                why=one.why,
                paused=one.paused and one.done_at is None,
                unsure=self.unsure(one.start, one.due),
            )
            for one in self.clocks(matter, facts, now).each()
        ]
        if facts.suspended_at is not None:
            views.append(self._review(matter, facts, now))
        return tuple(views)

    def _review(self, matter: Matter, facts: Facts, now: datetime) -> DueView:
        kept = self.next_due(matter, facts)
        return DueView(
            clock=ClockName.REVIEW,
            start=facts.suspended_at or now,
            due=kept.due_at,
            done_at=None,
            level=self.level(kept.due_at, kept.near_at, now),
            why=_("the review date given when it was suspended"),
        )

    def level(self, due_at: datetime | None, near_at: datetime | None, now: datetime) -> Level:
        """How near a kept date is."""
        return level_by(due_at, near_at, self.work, now, self.limits)

    def unsure(self, start: datetime, due: datetime | None) -> bool:
        """Whether a date was counted through a year whose holidays are not known."""
        if due is None:
            return False
        return not all(self.calendar.is_published(year) for year in range(start.year, due.year + 1))


def timing_of(
    current: Settings, calendar: WorkCalendar, allowances: Sequence[ClockPolicy]
) -> Timing:
    """What due times are made from, by settings, calendar and the allowances in force."""
    limits = Limits(
        near_percent=current.number("hotline.near_percent"),
        supervise_days=current.number("hotline.supervise_days"),
        circulate_days=current.number("hotline.circulate_days"),
    )
    return Timing(allowances, hours(current, calendar), calendar, limits)


def policies_of(rows: Iterable[tuple[date, str]]) -> list[ClockPolicy]:
    """The allowances in force from their saved (since, JSON), oldest first; the first is ours."""
    return [ClockPolicy(), *(_policy(since, allowances) for since, allowances in rows)]


def _policy(since: date, allowances: str) -> ClockPolicy:
    known = {one.name for one in fields(ClockPolicy)} - {"since"}
    given: dict[str, Any] = json.loads(allowances)
    return ClockPolicy(since=since, **{name: given[name] for name in known & given.keys()})


def matter_of(columns: Mapping[str, Any], facts: Facts) -> Matter:
    """What the clocks need of a ticket's row besides its facts."""
    return Matter(
        registered_at=columns["registered_at"],
        kind=Kind(columns["kind"]),
        major_due=facts.major_due,
        history=columns["history"],
    )

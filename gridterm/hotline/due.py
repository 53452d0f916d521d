"""Due times kept beside the ticket: a cache of ``clocks``, renewed with every step."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from gridterm import moments
from gridterm.hotline.clocks import (
    ClockPolicy,
    Matter,
    TicketClocks,
    clocks,
    level,
    level_by,
    near_from,
    policy_on,
)
from gridterm.hotline.events import Step, facts_of
from gridterm.hotline.guards import Facts
from gridterm.hotline.steps import steps_of
from gridterm.hotline.tables import ClockPolicyRow, Ticket
from gridterm.hotline.terms import OPEN_STATES, ClockName, DueView, Kind, Level
from gridterm.i18n import _
from gridterm.registers import workdays
from gridterm.spreadsheet.values import moment_of
from gridterm.store.unit import Store
from gridterm.text import clean_line, fold
from gridterm.worktime import WorkTime

CHUNK = 500
OPEN = tuple(str(state) for state in OPEN_STATES)


@dataclass(frozen=True)
class NextDue:
    """What a ticket's row keeps: its next date, from when on it is near, and whose it is."""

    due_at: datetime | None = None
    near_at: datetime | None = None
    due_clock: str = ""


@dataclass(frozen=True)
class Timing:
    """What due times are made from: the policies by date and the office's working time."""

    policies: Sequence[ClockPolicy]
    work: WorkTime
    calendar: workdays.WorkCalendar

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
        return NextDue(running.due, near_from(running, self.work), str(running.name))

    def dates(self, matter: Matter, facts: Facts, now: datetime) -> tuple[DueView, ...]:
        """Every date of the present round with its reason; the review of a suspended call last."""
        views = [
            DueView(
                clock=one.name,
                start=one.start,
                due=one.due,
                done_at=one.done_at,
                level=level(one, self.work, now),
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
        return level_by(due_at, near_at, self.work, now)

    def unsure(self, start: datetime, due: datetime | None) -> bool:
        """Whether a date was counted through a year whose holidays are not known."""
        if due is None:
            return False
        return not all(self.calendar.is_published(year) for year in range(start.year, due.year + 1))


def timing(session: Session) -> Timing:
    """The office's policies and working time as they are saved."""
    return Timing(policies(session), workdays.work_time(session), workdays.load(session))


def policies(session: Session) -> list[ClockPolicy]:
    """The allowances in force, oldest first; the first is ours."""
    rows = session.exec(select(ClockPolicyRow).order_by(col(ClockPolicyRow.since)))
    return [ClockPolicy(), *(_policy(row.since, row.allowances) for row in rows)]


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


def next_due(columns: Mapping[str, Any], steps: Sequence[Step], times: Timing) -> dict[str, Any]:
    """What a row holds of its next date (``due_at``, ``near_at``, ``due_clock``)."""
    if columns["state"] not in OPEN or columns["history"]:
        return asdict(NextDue())
    facts = facts_of(steps)
    return asdict(times.next_due(matter_of(columns, facts), facts))


def renew(record: Ticket, steps: Sequence[Step], times: Timing) -> None:
    """Write the ticket's next date into its row."""
    for name, value in next_due(record.model_dump(), steps, times).items():
        setattr(record, name, value)


def renew_open(session: Session) -> int:
    """Renew the date of every open ticket: after an import, or a change of calendar or policy.

    Returns:
        How many tickets were looked at.
    """
    times = timing(session)
    last, count = 0, 0
    while True:
        chunk = (
            select(Ticket)
            .where(col(Ticket.id) > last, col(Ticket.state).in_(OPEN), ~col(Ticket.history))
            .order_by(col(Ticket.id))
            .limit(CHUNK)
        )
        records = session.exec(chunk).all()
        if not records:
            return count
        steps = steps_of(session, [one.id or 0 for one in records])
        for record in records:
            renew(record, steps[record.id or 0], times)
        count += len(records)
        last = records[-1].id or 0
        session.flush()


def renew_missing(store: Store) -> int:
    """Renew every date where an open ticket has none, as after an upgrade of the file.

    Returns:
        How many tickets were looked at; 0 where nothing was missing.
    """
    missing = (
        select(Ticket.id)
        .where(
            col(Ticket.state).in_(OPEN),
            col(Ticket.due_at).is_(None),
            col(Ticket.due_clock) == "",
            ~col(Ticket.history),
        )
        .limit(1)
    )
    with store.read() as session:
        if session.exec(missing).first() is None:
            return 0
    with store.write_quietly() as session:
        return renew_open(session)


def date_ahead(store: Store, typed: str) -> datetime:
    """A date to come as typed: a day means its close of business.

    Raises:
        InputError: neither a day nor a moment can be read from it.
    """
    exact = moment_of(fold(clean_line(typed)))
    if exact is not None and exact.time() != datetime.min.time():
        return exact
    with store.read() as session:
        closes = workdays.work_time(session).closes
    return datetime.combine(moments.needed_day(typed, store.clock.now()), closes)

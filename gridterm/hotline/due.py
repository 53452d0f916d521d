"""Due times kept beside the ticket: a cache of ``clocks``, renewed with every step."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from gridterm import moments
from gridterm.hotline.clocks import (
    ClockPolicy,
    Limits,
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
from gridterm.settings import Settings, load
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
    """What due times are made from: the policies by date, the working time, the warnings."""

    policies: Sequence[ClockPolicy]
    work: WorkTime
    calendar: workdays.WorkCalendar
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


def timing(
    session: Session,
    *,
    calendar: workdays.WorkCalendar | None = None,
    current: Settings | None = None,
) -> Timing:
    """The office's policies, working time and warnings as they are saved.

    Args:
        session: the office.
        calendar: another calendar than the saved one, to see what it would change.
        current: other settings than the saved ones, likewise.
    """
    days = calendar or workdays.load(session)
    chosen = current or load(session)
    limits = Limits(
        near_percent=chosen.number("hotline.near_percent"),
        supervise_days=chosen.number("hotline.supervise_days"),
        circulate_days=chosen.number("hotline.circulate_days"),
    )
    return Timing(policies(session), workdays.hours(chosen, days), days, limits)


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


@dataclass(frozen=True)
class Renewal:
    """How many open tickets had their dates looked at, and how many got another date."""

    looked: int
    moved: int


def renew_open(session: Session) -> Renewal:
    """Renew the date of every open ticket: after an import, or a change of calendar or hours."""
    looked = moved = 0
    for record, fresh in _dates_of_open(session, timing(session)):
        looked += 1
        moved += record.due_at != fresh["due_at"]
        for name, value in fresh.items():
            setattr(record, name, value)
    return Renewal(looked, moved)


def would_move(session: Session, times: Timing) -> Renewal:
    """What ``renew_open`` would do if ``times`` were so; nothing is written."""
    changed = [record.due_at != new["due_at"] for record, new in _dates_of_open(session, times)]
    return Renewal(len(changed), sum(changed))


def _dates_of_open(session: Session, times: Timing) -> Iterator[tuple[Ticket, dict[str, Any]]]:
    """Every open ticket with what its row should hold of its next date, a chunk at a time."""
    last = 0
    while True:
        chunk = (
            select(Ticket)
            .where(col(Ticket.id) > last, col(Ticket.state).in_(OPEN), ~col(Ticket.history))
            .order_by(col(Ticket.id))
            .limit(CHUNK)
        )
        records = session.exec(chunk).all()
        if not records:
            return
        steps = steps_of(session, [one.id or 0 for one in records])
        last = records[-1].id or 0
        for record in records:
            yield record, next_due(record.model_dump(), steps[record.id or 0], times)
        if session.dirty:
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
        return renew_open(session).looked


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

"""Due times kept beside the ticket: a cache of ``clocks``, renewed with every step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from gridterm.hotline.clocks import ClockPolicy, Matter, TicketClocks, clocks, policy_on
from gridterm.hotline.events import Step, facts_of
from gridterm.hotline.queries import step_of
from gridterm.hotline.tables import ClockPolicyRow, Ticket, TicketEvent
from gridterm.hotline.terms import OPEN_STATES, Kind
from gridterm.registers import workdays
from gridterm.store.unit import Tx
from gridterm.worktime import WorkTime

CHUNK = 500


@dataclass(frozen=True)
class Timing:
    """What due times are made from: the policies by date and the office's working time."""

    policies: Sequence[ClockPolicy]
    work: WorkTime
    calendar: workdays.WorkCalendar

    def clocks(self, matter: Matter, steps: Sequence[Step], now: datetime) -> TicketClocks:
        """A ticket's clocks after its steps."""
        policy = policy_on(self.policies, matter.registered_at.date())
        return clocks(matter, facts_of(steps), policy, self.work, now)

    def unsure(self, due: datetime | None) -> bool:
        """Whether a due date lies in a year whose holidays are not known."""
        return due is not None and not self.calendar.is_published(due.year)


def timing(session: Session) -> Timing:
    """The office's policies and working time as they are saved."""
    rows = session.exec(select(ClockPolicyRow).order_by(col(ClockPolicyRow.since)))
    policies = [ClockPolicy(), *(_policy(row.since, row.allowances) for row in rows)]
    return Timing(policies, workdays.work_time(session), workdays.load(session))


def _policy(since: date, allowances: str) -> ClockPolicy:
    known = {one.name for one in fields(ClockPolicy)} - {"since"}
    given: dict[str, Any] = json.loads(allowances)
    return ClockPolicy(since=since, **{name: given[name] for name in known & given.keys()})


def matter_of(columns: Any, steps: Sequence[Step]) -> Matter:  # noqa: ANN401 - a row or a Ticket
    """What the clocks need of a ticket's row besides its steps."""
    return Matter(
        registered_at=columns.registered_at,
        kind=Kind(columns.kind),
        major_due=facts_of(steps).major_due,
        history=columns.history,
    )


def renew(record: Ticket, steps: Sequence[Step], times: Timing, now: datetime) -> None:
    """Write the ticket's next due time into its row: the running clock that ends first."""
    running = times.clocks(matter_of(record, steps), steps, now).running()
    record.due_at = running.due if running else None
    record.due_clock = str(running.name) if running else ""
    record.due_why = running.why if running else ""


def renew_open(tx: Tx) -> int:
    """Renew the due time of every open ticket: after an import, or a change of calendar or policy.

    Returns:
        How many tickets were looked at.
    """
    times = timing(tx.session)
    last, count = 0, 0
    while True:
        chunk = (
            select(Ticket)
            .where(
                col(Ticket.id) > last,
                col(Ticket.state).in_([str(state) for state in OPEN_STATES]),
                ~col(Ticket.history),
            )
            .order_by(col(Ticket.id))
            .limit(CHUNK)
        )
        records = tx.session.exec(chunk).all()
        if not records:
            return count
        steps: dict[int, list[Step]] = {one.id or 0: [] for one in records}
        rows = tx.session.exec(
            select(TicketEvent)
            .where(col(TicketEvent.ticket_id).in_(steps))
            .order_by(col(TicketEvent.ticket_id), col(TicketEvent.seq))
        )
        for row in rows:
            steps[row.ticket_id].append(step_of(row))
        for record in records:
            renew(record, steps[record.id or 0], times, tx.now)
        count += len(records)
        last = records[-1].id or 0
        tx.session.flush()

"""Due times kept beside the ticket: a cache of ``clocks``, renewed with every step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from gridterm import moments
from gridterm.hotline.clocks import ClockPolicy
from gridterm.hotline.events import Step, facts_of
from gridterm.hotline.steps import steps_of
from gridterm.hotline.tables import ClockPolicyRow, Ticket
from gridterm.hotline.terms import OPEN_STATES
from gridterm.hotline.timing import NextDue, Timing, matter_of, policies_of, timing_of
from gridterm.registers import workdays
from gridterm.registers.calendars import WorkCalendar
from gridterm.settings import Settings, load
from gridterm.spreadsheet.values import moment_of
from gridterm.store.unit import Store
from gridterm.text import clean_line, fold

CHUNK = 500
OPEN = tuple(str(state) for state in OPEN_STATES)


def timing(
    session: Session,
    *,
    calendar: WorkCalendar | None = None,
    current: Settings | None = None,
) -> Timing:
    """The office's policies, working time and warnings as they are saved.

    Args:
        session: the office.
        calendar: another calendar than the saved one, to see what it would change.
        current: other settings than the saved ones, likewise.
    """
    days = calendar or workdays.load(session)
    return timing_of(current or load(session), days, policies(session))


def policies(session: Session) -> list[ClockPolicy]:
    """The allowances in force, oldest first; the first is ours."""
    rows = session.exec(select(ClockPolicyRow).order_by(col(ClockPolicyRow.since)))
    return policies_of((row.since, row.allowances) for row in rows)


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

"""The open calls in order of the time they have left, with the reason for each date.

This is what Today begins with, and so it is read by plain SQL (see ``store.glance``). It goes
through the open tickets by index, so that ten years of closed ones cost nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gridterm.hotline.events import Step, facts_of
from gridterm.hotline.terms import OPEN_STATES, Action, ClockName, Level, State, Tier
from gridterm.hotline.timing import Timing, matter_of, policies_of, timing_of
from gridterm.i18n import _
from gridterm.registers import calendars
from gridterm.settings import Settings
from gridterm.store.glance import marks, rows
from gridterm.text import clean_line

SUBJECT = 120
OPEN = tuple(map(str, OPEN_STATES))

_CALLS = """
    SELECT ticket.id, ticket.number, ticket.state, ticket.kind, ticket.tier, ticket.confidential,
        ticket.title, substr(ticket.content, 1, ?) AS head, ticket.registered_at,
        ticket.history, ticket.due_at, ticket.near_at, ticket.due_clock,
        grid.code AS grid, staff.name AS handler
    FROM ticket
    LEFT JOIN grid ON grid.id = ticket.grid_id
    LEFT JOIN staff ON staff.id = ticket.handler_id
    WHERE ticket.state IN ({open}) AND NOT ticket.history
    ORDER BY ticket.due_at IS NULL, ticket.due_at, ticket.id
    LIMIT ?
"""
_STEPS = """
    SELECT ticket_id, seq, at, recorded_at, action, actor_id, actor, note, payload
    FROM ticket_event WHERE ticket_id IN ({ids}) ORDER BY ticket_id, seq
"""


@dataclass(frozen=True)
class Running:
    """An open call: its next date, whose clock that is, and in words why it is that date."""

    id: int
    number: str
    state: State
    tier: Tier | None
    level: Level
    grid: str
    handler: str
    subject: str
    due_at: datetime | None
    clock: ClockName | None
    why: str


def times(file: sqlite3.Connection, current: Settings) -> Timing:
    """What due times are made from, as saved."""
    kept = file.execute("SELECT since, allowances FROM clock_policy ORDER BY since")
    allowances = policies_of((date.fromisoformat(since), given) for since, given in kept)
    return timing_of(current, calendars.saved(file), allowances)


def running_out(
    file: sqlite3.Connection, known: Timing, now: datetime, limit: int
) -> tuple[Running, ...]:
    """The open calls, the longest overdue first; those without a date come last.

    Args:
        file: the office.
        known: what due times are made from.
        now: the office's time.
        limit: how many at most.
    """
    calls = rows(file, _CALLS.format(open=marks(OPEN)), (SUBJECT, *OPEN, limit)).fetchall()
    steps = _steps(file, [one["id"] for one in calls])
    return tuple(_running(one, steps[one["id"]], known, now) for one in calls)


def how_many(file: sqlite3.Connection) -> int:
    """How many calls are open."""
    statement = f"SELECT count(*) FROM ticket WHERE state IN ({marks(OPEN)})"  # noqa: S608 - marks
    (number,) = file.execute(statement, OPEN).fetchone()
    return int(number)


def _running(one: sqlite3.Row, steps: Sequence[Step], known: Timing, now: datetime) -> Running:
    due_at, near_at = _moment(one["due_at"]), _moment(one["near_at"])
    clock = ClockName(one["due_clock"]) if one["due_clock"] else None
    facts = facts_of(steps)
    registered_at = datetime.fromisoformat(one["registered_at"])
    matter = matter_of({**dict(one), "registered_at": registered_at}, facts)
    dates = known.dates(matter, facts, registered_at)
    return Running(
        id=one["id"],
        number=one["number"],
        state=State(one["state"]),
        tier=Tier(one["tier"]) if one["tier"] else None,
        level=known.level(due_at, near_at, now) if clock else Level.DONE,
        grid=one["grid"] or "",
        handler=one["handler"] or "",
        subject=_subject(one),
        due_at=due_at,
        clock=clock,
        why=next((date.why for date in dates if date.clock is clock), ""),
    )


def _subject(one: sqlite3.Row) -> str:
    return _("(confidential)") if one["confidential"] else clean_line(one["title"] or one["head"])


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def _steps(file: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[Step]]:
    found: defaultdict[int, list[Step]] = defaultdict(list)
    for row in rows(file, _STEPS.format(ids=marks(ids)), ids):
        found[row["ticket_id"]].append(
            Step(
                seq=row["seq"],
                at=datetime.fromisoformat(row["at"]),
                recorded_at=datetime.fromisoformat(row["recorded_at"]),
                action=Action(row["action"]),
                actor_id=row["actor_id"],
                actor=row["actor"],
                note=row["note"],
                payload=json.loads(row["payload"]),
            )
        )
    return found

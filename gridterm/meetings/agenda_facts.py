"""An item of an agenda from the facts it is drawn of, plain values in and out.

The agenda of today and those of the demo office's past are made of the same items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridterm.hotline.weekly import Matter, Tally
from gridterm.meetings import wording
from gridterm.meetings.merging import Entry
from gridterm.meetings.terms import GridFigures, Section, Span
from gridterm.settings import Settings
from gridterm.visits.weekly import Walked

MOST_ACTIONS = 200
SHOWN = ("number", "matter", "owner", "due", "state", "progress", "late")


@dataclass(frozen=True)
class GridOfDay:
    """A grid with who answers for it."""

    id: int
    code: str
    lead_id: int | None
    lead: str


def entry(  # noqa: PLR0913 - the columns of an item
    current: Settings,
    section: Section,
    source: str,
    facts: Mapping[str, Any],
    speaker_id: int | None,
    *,
    confidential: bool = False,
) -> Entry:
    """A drawn item with the minutes its section has by the settings."""
    minutes = current.number(f"meetings.minutes_{section}")
    return Entry(
        section=section,
        source=source,
        title=wording.title(section, source, facts),
        facts=facts,
        speaker_id=speaker_id,
        minutes=minutes,
        confidential=confidential,
        proposed=(speaker_id, minutes),
    )


def listed(actions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The action items as an item lists them: so many, and how many there are besides."""
    told = {"actions": [{name: one[name] for name in SHOWN} for one in actions[:MOST_ACTIONS]]}
    more = len(actions) - MOST_ACTIONS
    return {**told, wording.MORE: more} if more > 0 else told


def figures(grid: GridOfDay, tally: Tally, walked: Walked | None = None) -> GridFigures:
    """What a grid reports; ``walked`` is None while the office keeps no visits."""
    return GridFigures(
        grid_id=grid.id,
        grid=grid.code,
        lead_id=grid.lead_id,
        lead=grid.lead,
        received=tally.received,
        resolved=tally.resolved,
        open=tally.open,
        overdue=tally.overdue,
        visits=walked.visits if walked else None,
        checks=walked.checks if walked else None,
    )


def matter(one: Matter) -> dict[str, Any]:
    """A regional matter that waits for a decision."""
    return {
        "number": one.number,
        "grid": one.grid,
        "subject": one.subject,
        wording.CONFIDENTIAL: one.confidential,
        "since": one.since.date().isoformat() if one.since else "",
        "due": one.due_at.date().isoformat() if one.due_at else "",
    }


def summary(
    span: Span,
    due_by: datetime,
    tallies: Mapping[int | None, Tally],
    actions: Sequence[Mapping[str, Any]],
    waiting: int,
) -> dict[str, Any]:
    """Last week and this one.

    Args:
        span: from when to when the figures run.
        due_by: the end of the week to come.
        tallies: the calls by grid.
        actions: the action items that run, and those closed within the span.
        waiting: how many regional matters wait for a decision.
    """
    total = sum(tallies.values(), Tally())
    running = [one for one in actions if one["running"]]
    last = due_by.date().isoformat()
    return {
        "since": span.since.isoformat(),
        wording.DRAWN_AT: span.until.isoformat(),
        "received": total.received,
        "resolved": total.resolved,
        "open": total.open,
        "overdue": total.overdue,
        "closed": len(actions) - len(running),
        "running": len(running),
        "late": sum(one["late"] for one in running),
        "awaiting": waiting,
        "due_by": last,
        "calls_due": total.falling_due,
        "actions_due": sum(not one["late"] and one["due"] <= last for one in running),
    }

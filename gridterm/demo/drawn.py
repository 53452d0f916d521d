"""The agendas of the demo office as they would have been drawn on their mornings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from gridterm.hotline.weekly import Matter, Tally
from gridterm.meetings import wording
from gridterm.meetings.merging import Entry
from gridterm.meetings.terms import GridFigures, Section, Span
from gridterm.settings import Settings

ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class GridLead:
    """A grid with who answers for it."""

    id: int
    code: str
    lead_id: int
    lead: str


@dataclass(frozen=True)
class Morning:
    """All an agenda is drawn from; ``begins`` is when the meeting is."""

    span: Span
    begins: datetime
    grids: Sequence[GridLead]
    tallies: Mapping[int | None, Tally]
    waiting: Sequence[Matter]
    actions: Sequence[Mapping[str, Any]]
    chair_id: int


def draw(told: Morning, current: Settings) -> list[Entry]:
    """The items in their order, as ``meetings.drawing`` draws them from the data of now."""
    open_ones = [one for one in told.actions if not one["confidential"]]
    found = [
        _entry(current, Section.ACTIONS, wording.ACTIONS, _listed(open_ones), told.chair_id),
    ]
    if len(open_ones) < len(told.actions):
        hidden = _listed([one for one in told.actions if one["confidential"]])
        source = wording.CONFIDENTIAL_ACTIONS
        found.append(
            _entry(current, Section.ACTIONS, source, hidden, told.chair_id, confidential=True)
        )
    for grid in told.grids:
        facts = asdict(_figures(grid, told.tallies.get(grid.id, Tally())))
        source = f"{wording.GRID}{grid.id}"
        found.append(_entry(current, Section.GRIDS, source, facts, grid.lead_id))
    leads: dict[int | None, int] = {one.id: one.lead_id for one in told.grids}
    for one in told.waiting:
        source = f"{wording.TICKET}{one.ticket_id}"
        found.append(
            _entry(
                *(current, Section.REGIONAL, source, _matter(one), leads.get(one.grid_id)),
                confidential=one.confidential,
            )
        )
    found.append(_entry(current, Section.SUMMARY, wording.SUMMARY, _summary(told), told.chair_id))
    found.append(_entry(current, Section.OTHER, wording.OTHER, {}, None))
    return found


def subject(current: Settings, title: str, parties: str, chair_id: int) -> Entry:
    """The one item of a meeting outside the series."""
    facts = {"title": title, "parties": parties}
    return _entry(current, Section.OTHER, wording.TITLE, facts, chair_id)


def _entry(  # noqa: PLR0913 - the columns of an item
    current: Settings,
    section: Section,
    source: str,
    facts: Mapping[str, Any],
    speaker_id: int | None,
    *,
    confidential: bool = False,
) -> Entry:
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


def _listed(actions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    shown = ("number", "matter", "owner", "due", "state", "progress", "late")
    return {"actions": [{name: one[name] for name in shown} for one in actions]}


def _figures(grid: GridLead, tally: Tally) -> GridFigures:
    return GridFigures(
        grid_id=grid.id,
        grid=grid.code,
        lead_id=grid.lead_id,
        lead=grid.lead,
        received=tally.received,
        resolved=tally.resolved,
        open=tally.open,
        overdue=tally.overdue,
    )


def _matter(one: Matter) -> dict[str, Any]:
    return {
        "number": one.number,
        "grid": one.grid,
        "subject": one.subject,
        wording.CONFIDENTIAL: one.confidential,
        "since": one.since.date().isoformat() if one.since else "",
        "due": one.due_at.date().isoformat() if one.due_at else "",
    }


def _summary(told: Morning) -> dict[str, Any]:
    total = sum(told.tallies.values(), Tally())
    running = [one for one in told.actions if one["running"]]
    due_by = (max(told.span.until, told.begins) + ONE_WEEK).date().isoformat()
    return {
        "since": told.span.since.isoformat(),
        wording.DRAWN_AT: told.span.until.isoformat(),
        "received": total.received,
        "resolved": total.resolved,
        "open": total.open,
        "overdue": total.overdue,
        "closed": len(told.actions) - len(running),
        "running": len(running),
        "late": sum(one["late"] for one in running),
        "awaiting": len(told.waiting),
        "due_by": due_by,
        "calls_due": total.falling_due,
        "actions_due": sum(not one["late"] and one["due"] <= due_by for one in running),
    }

"""The agendas of the demo office as they would have been drawn on their mornings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from gridterm.hotline.weekly import Matter, Tally
from gridterm.meetings import wording
from gridterm.meetings.agenda_facts import GridOfDay, entry, figures, listed, matter, summary
from gridterm.meetings.merging import Entry
from gridterm.meetings.terms import Section, Span
from gridterm.settings import Settings
from gridterm.visits.weekly import Walked

ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Morning:
    """All an agenda is drawn from; ``begins`` is when the meeting is.

    ``walked`` is None for the meetings before the office kept its visits.
    """

    span: Span
    begins: datetime
    grids: Sequence[GridOfDay]
    tallies: Mapping[int | None, Tally]
    waiting: Sequence[Matter]
    actions: Sequence[Mapping[str, Any]]
    chair_id: int
    walked: Mapping[int | None, Walked] | None = None


def draw(told: Morning, current: Settings) -> list[Entry]:
    """The items in their order, as ``meetings.drawing`` draws them from the data of now."""
    open_ones = [one for one in told.actions if not one["confidential"]]
    found = [
        entry(current, Section.ACTIONS, wording.ACTIONS, listed(open_ones), told.chair_id),
    ]
    if len(open_ones) < len(told.actions):
        hidden = listed([one for one in told.actions if one["confidential"]])
        source = wording.CONFIDENTIAL_ACTIONS
        found.append(
            entry(current, Section.ACTIONS, source, hidden, told.chair_id, confidential=True)
        )
    for grid in told.grids:
        walked = None if told.walked is None else told.walked.get(grid.id, Walked())
        facts = asdict(figures(grid, told.tallies.get(grid.id, Tally()), walked))
        source = f"{wording.GRID}{grid.id}"
        found.append(entry(current, Section.GRIDS, source, facts, grid.lead_id))
    leads: dict[int | None, int | None] = {one.id: one.lead_id for one in told.grids}
    for one in told.waiting:
        source = f"{wording.TICKET}{one.ticket_id}"
        found.append(
            entry(
                *(current, Section.REGIONAL, source, matter(one), leads.get(one.grid_id)),
                confidential=one.confidential,
            )
        )
    due_by = max(told.span.until, told.begins) + ONE_WEEK
    week = summary(told.span, due_by, told.tallies, told.actions, len(told.waiting))
    found.append(entry(current, Section.SUMMARY, wording.SUMMARY, week, told.chair_id))
    found.append(entry(current, Section.OTHER, wording.OTHER, {}, None))
    return found


def subject(current: Settings, title: str, parties: str, chair_id: int) -> Entry:
    """The one item of a meeting outside the series."""
    facts = {"title": title, "parties": parties}
    return entry(current, Section.OTHER, wording.TITLE, facts, chair_id)

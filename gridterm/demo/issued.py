"""An agenda of the demo office as it is frozen when it is issued."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from gridterm.meetings import frozen, rules, wording
from gridterm.meetings.merging import Entry
from gridterm.meetings.present import basis, lines
from gridterm.meetings.tables import Meeting
from gridterm.meetings.terms import (
    Agenda,
    MeetingDetail,
    MeetingKind,
    MeetingRow,
    MeetingState,
    MinutesState,
    Span,
    Standing,
)
from gridterm.registers.tables import Staff
from gridterm.store.audit import canonical


def issue(  # noqa: PLR0913, PLR0917 - an agenda and whose it is
    session: Session,
    chair: Staff,
    clerk: Staff,
    row: Meeting,
    entries: Sequence[Entry],
    span: Span,
    version: int,
) -> tuple[Agenda, str]:
    """An agenda and the content of its version, as ``meetings.issuing`` keeps it.

    Args:
        session: the office.
        chair: who takes the chair.
        clerk: who keeps the record.
        row: the meeting.
        entries: its items with their ids.
        span: what the figures cover.
        version: which version it is.
    """
    items, total = lines(session, row.starts_at, entries)
    agenda = Agenda(
        meeting=_detail(row, chair, clerk, version, len(entries)),
        span=span,
        items=items,
        figures=tuple(
            wording.figures(one.facts) for one in entries if one.source.startswith(wording.GRID)
        ),
        minutes=total,
        saved=True,
        version=version,
    )
    return agenda, canonical({"agenda": frozen.plain(agenda), "basis": basis(row, entries)})


def _detail(row: Meeting, chair: Staff, clerk: Staff, version: int, items: int) -> MeetingDetail:
    kind, number = MeetingKind(row.kind), row.number or 0
    line = MeetingRow(
        id=row.id,
        kind=kind,
        series_on=row.series_on,
        starts_at=row.starts_at,
        number=number,
        provisional=False,
        year=row.year,
        standing=Standing.PLANNED if version == 1 else Standing.READY,
        title=row.title or rules.title(kind, row.year, number),
        reason=row.reason,
        items=items,
    )
    return MeetingDetail(
        row=line,
        state=MeetingState.PLANNED,
        minutes_state=MinutesState.WRITING,
        place=row.place,
        parties=row.parties,
        chair_id=chair.id,
        chair=chair.name,
        recorder_id=clerk.id,
        recorder=clerk.name,
        opened_at=None,
        ended_at=None,
        late_after=row.starts_at,
        agenda_versions=version,
        minutes_versions=0,
    )

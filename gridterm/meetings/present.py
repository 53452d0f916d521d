"""The agenda as it stands at a moment: what is saved beside what would be drawn now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.meetings import drawing, items, rules, wording
from gridterm.meetings.listing import Series, details
from gridterm.meetings.merging import Entry, merged
from gridterm.meetings.schedule import touched
from gridterm.meetings.tables import AgendaVersion, Meeting
from gridterm.meetings.terms import Agenda, Item, MeetingRef, MeetingState, Span
from gridterm.meetings.withholding import entries_without
from gridterm.registers.tables import Staff
from gridterm.store.audit import canonical
from gridterm.store.unit import Tx


@dataclass(frozen=True)
class Present:
    """An agenda at a moment: saved and newly drawn entries, and the two brought together."""

    saved: tuple[Entry, ...]
    drawn: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    span: Span


def editable(tx: Tx, ref: MeetingRef) -> Meeting:
    """The row of a meeting whose agenda may still be changed; it becomes the subject.

    Raises:
        NotFoundError: there is no such meeting.
        RefusedError: it is over, cancelled, or was not held on its day.
    """
    row = touched(tx, ref)
    if row.state == MeetingState.CANCELLED:
        raise RefusedError(_("The meeting is cancelled."))
    if row.state == MeetingState.HELD:
        raise RefusedError(_("The meeting is over. What was said belongs into the minutes."))
    if row.state == MeetingState.PLANNED and row.starts_at.date() < tx.now.date():
        raise RefusedError(_("The meeting was not held on its day. Move it to another day first."))
    return row


def present(session: Session, row: Meeting, series: Series) -> Present:
    """The agenda of a meeting at the moment of ``series``.

    A meeting ahead is drawn from the data. What has begun stands as it was saved; what is over
    and was never saved has no items.
    """
    saved = items.saved(session, row.id)
    ahead = row.state == MeetingState.PLANNED and row.starts_at.date() >= series.today
    if not ahead and (saved or row.state != MeetingState.OPEN):
        span = _span_of(saved) or drawing.span_of(session, row, row.starts_at)
        return Present(saved, (), saved, span)
    drawn = drawing.draw(session, row, series)
    entries = merged(saved, drawn.entries) if saved else drawn.entries
    return Present(saved, drawn.entries, entries, _span_of(saved) or drawn.span)


def _span_of(entries: Sequence[Entry]) -> Span | None:
    """The span saved figures cover."""
    for one in entries:
        if one.source == wording.SUMMARY:
            since, until = one.facts["since"], one.facts[wording.DRAWN_AT]
            return Span(datetime.fromisoformat(since), datetime.fromisoformat(until))
    return None


def view(session: Session, row: Meeting, series: Series, now: Present | None = None) -> Agenda:
    """The agenda as it is shown; ``now`` where it is at hand."""
    now = now or present(session, row, series)
    detail = details(session, row, series)
    made, minutes = lines(session, row.starts_at, now.entries)
    return Agenda(
        meeting=detail,
        span=now.span,
        items=made,
        figures=tuple(
            wording.figures(one.facts)
            for one in now.entries
            if one.source.startswith(wording.GRID) and not one.removed
        ),
        minutes=minutes,
        saved=bool(now.saved),
        version=detail.agenda_versions,
        changed_since_issue=bool(detail.agenda_versions)
        and last_basis(session, row) != basis(row, now.entries),
    )


def kept(session: Session, row: Meeting) -> tuple[Item, ...]:
    """The saved items of a meeting as they are shown, without those taken out."""
    made, _minutes = lines(session, row.starts_at, items.saved(session, row.id))
    return tuple(one for one in made if not one.removed)


def lines(
    session: Session, starts_at: datetime, entries: Sequence[Entry]
) -> tuple[tuple[Item, ...], int]:
    """The items with speakers and running times, and the minutes of all.

    What was drawn from a call that became confidential since is shown without its words.
    """
    entries = entries_without(session, entries)
    begins, minutes = rules.running_times(
        starts_at, [(one.minutes, one.removed) for one in entries]
    )
    ids = {one.speaker_id for one in entries if one.speaker_id is not None}
    named = select(Staff.id, Staff.name).where(col(Staff.id).in_(ids))
    names = dict(session.execute(named).all())
    made = tuple(
        Item(
            id=one.id,
            position=position,
            section=one.section,
            source=one.source,
            title=one.title,
            drawn=wording.words(one.source, one.facts),
            words=one.words,
            speaker_id=one.speaker_id,
            speaker=names.get(one.speaker_id, ""),
            minutes=one.minutes,
            starts_at=begins[position - 1],
            confidential=one.confidential,
            removed=one.removed,
            stale=one.stale,
            ticket_id=_ticket(one.source),
        )
        for position, one in enumerate(entries, start=1)
    )
    return made, minutes


def _ticket(source: str) -> int | None:
    return int(source.removeprefix(wording.TICKET)) if source.startswith(wording.TICKET) else None


# ── against what was issued ─────────────────────────────────────────────────
def basis(row: Meeting, entries: Sequence[Entry]) -> str:
    """A digest of all that makes two agendas different to who reads them, in any language."""
    told = [
        [
            *(one.section.value, one.source, one.words, one.speaker_id, one.minutes),
            *(one.confidential, one.figures, one.title if one.own or one.renamed else ""),
        ]
        for one in entries
        if not one.removed
    ]
    head = [row.starts_at.isoformat(), row.place, row.chair_id]
    return hashlib.sha256(canonical([head, told]).encode()).hexdigest()


def last_basis(session: Session, row: Meeting) -> str:
    """The digest of the version issued last, ``""`` where none was."""
    newest = (
        select(AgendaVersion.content)
        .where(AgendaVersion.meeting_id == row.id)
        .order_by(col(AgendaVersion.version).desc())
        .limit(1)
    )
    content = session.exec(newest).first()
    return str(json.loads(content)["basis"]) if content else ""

"""Agenda items between their rows and the entries the rules work on."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlmodel import Session, col, select

from gridterm.meetings.merging import Entry
from gridterm.meetings.tables import AgendaItem, Meeting, MinuteEntry
from gridterm.meetings.terms import Section
from gridterm.store.audit import canonical
from gridterm.store.unit import Tx


def saved(session: Session, meeting_id: int | None) -> tuple[Entry, ...]:
    """The saved items of a meeting in their order; none where nobody has edited its agenda."""
    if meeting_id is None:
        return ()
    return tuple(_entry(row) for row in _rows(session, meeting_id))


def _rows(session: Session, meeting_id: int) -> Sequence[AgendaItem]:
    statement = (
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(col(AgendaItem.position), col(AgendaItem.id))
    )
    return session.exec(statement).all()


def _entry(row: AgendaItem) -> Entry:
    kept = json.loads(row.drawn) if row.drawn else {}
    return Entry(
        section=Section(row.section),
        source=row.source,
        title=row.title,
        facts=kept.get("facts", {}),
        words=row.words,
        speaker_id=row.speaker_id,
        minutes=row.minutes,
        confidential=row.confidential,
        removed=row.removed,
        id=row.id,
        proposed=(kept["speaker_id"], kept["minutes"]) if kept else None,
    )


def put(tx: Tx, meeting: Meeting, entries: Sequence[Entry], *, drawn_again: bool = False) -> None:
    """Save an agenda whole, in the order of its entries; rows that have no entry go.

    A row the minutes refer to stays even then, taken out.

    Args:
        tx: the use case.
        meeting: its row, saved.
        entries: the items.
        drawn_again: whether all figures are of now.
    """
    rows = {row.id: row for row in _rows(tx.session, meeting.id or 0)}
    if drawn_again or not rows:
        meeting.drawn_at = tx.now
    for position, one in enumerate(entries, start=1):
        row = rows.pop(one.id, None) or AgendaItem(
            meeting_id=meeting.id or 0, position=position, section=one.section.value, title=""
        )
        _write(row, one, position)
        tx.session.add(row)
    cited = set(
        tx.session.exec(select(MinuteEntry.item_id).where(col(MinuteEntry.item_id).in_(list(rows))))
    )
    for position, row in enumerate(rows.values(), start=len(entries) + 1):
        if row.id in cited:
            row.removed, row.position = True, position
        else:
            tx.session.delete(row)
    tx.session.flush()


def _write(row: AgendaItem, one: Entry, position: int) -> None:
    row.position, row.section, row.source = position, one.section.value, one.source
    row.title, row.words = one.title, one.words
    row.speaker_id, row.minutes = one.speaker_id, one.minutes
    row.confidential, row.removed = one.confidential, one.removed
    if one.source:
        speaker_id, minutes = one.proposed or (one.speaker_id, one.minutes)
        row.drawn = canonical(
            {"facts": dict(one.facts), "speaker_id": speaker_id, "minutes": minutes}
        )

"""Search finds what was said: the entries of the minutes that are not confidential."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, and_, col, or_, select

from gridterm.hotline.tables import Ticket
from gridterm.meetings import rules
from gridterm.meetings.entries import search_words
from gridterm.meetings.tables import AgendaItem, Meeting, MinuteEntry
from gridterm.meetings.terms import EntryKind, MeetingKind, MeetingRef
from gridterm.meetings.withholding import item_of_secret_call
from gridterm.store import search as index
from gridterm.store.indexing import Indexed, TextSource
from gridterm.store.search import Kind
from gridterm.store.unit import Store

MOST = 200
SPARE = 3
"""How many times the limit is looked at: entries that became confidential later are passed by."""


@dataclass(frozen=True)
class Said:
    """An entry of the minutes that was found, with its meeting and what that is called."""

    ref: MeetingRef
    entry_id: int
    title: str
    kind: MeetingKind
    starts_at: datetime
    item: str
    entry_kind: EntryKind
    speaker: str
    words: str


def search(store: Store, text: str, limit: int = 20) -> tuple[Said, ...]:
    """What was said, decided or noted with these words, the newest first; never confidential.

    Args:
        store: the office.
        text: words as typed; nothing typed finds nothing.
        limit: how many at most.
    """
    with store.read() as session:
        connection = session.connection()
        hits = index.find(connection, text, Kind.MEETING, min(limit, MOST) * SPARE)
        found = {said.entry_id: said for said in _open_entries(session, [one.ref for one in hits])}
    order = (found.get(one.ref) for one in hits)
    return tuple(said for said in order if said is not None)[:limit]


def _open_entries(session: Session, entry_ids: list[int]) -> Iterable[Said]:
    """Those that are shown: neither they, nor their agenda item, nor their call confidential."""
    query = (
        select(MinuteEntry, Meeting, AgendaItem.title)
        .join(Meeting, col(Meeting.id) == col(MinuteEntry.meeting_id))
        .outerjoin(AgendaItem, col(AgendaItem.id) == col(MinuteEntry.item_id))
        .outerjoin(Ticket, col(Ticket.id) == col(MinuteEntry.ticket_id))
        .where(
            col(MinuteEntry.id).in_(entry_ids),
            col(MinuteEntry.confidential).is_(False),
            or_(
                col(AgendaItem.id).is_(None),
                and_(col(AgendaItem.confidential).is_(False), ~item_of_secret_call()),
            ),
            or_(col(Ticket.id).is_(None), col(Ticket.confidential).is_(False)),
        )
    )
    return [_said(*row) for row in session.exec(query)]


def _said(entry: MinuteEntry, meeting: Meeting, item: str | None) -> Said:
    kind = MeetingKind(meeting.kind)
    return Said(
        ref=MeetingRef(meeting.id, meeting.series_on),
        entry_id=entry.id or 0,
        title=meeting.title or rules.title(kind, meeting.year, meeting.number or 0),
        kind=kind,
        starts_at=meeting.starts_at,
        item=item or entry.item,
        entry_kind=EntryKind(entry.kind),
        speaker=entry.speaker,
        words=entry.words,
    )


def _indexed(session: Session) -> Iterable[Indexed]:
    for entry in session.exec(select(MinuteEntry).order_by(col(MinuteEntry.id))):
        words = search_words(entry)
        if words is not None:
            yield entry.id or 0, entry.written_at, words


TEXTS = TextSource(Kind.MEETING, _indexed)

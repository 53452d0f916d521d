"""The entries of the minutes: who said what, what was decided, how a vote went (RULEBOOK §3).

Entries may be written and changed while the minutes are being written: from the opening of the
meeting until they are handed in, and again while a correction runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func
from sqlmodel import Session, col, or_, select

from gridterm.errors import NotFoundError, RefusedError
from gridterm.hotline.tables import Ticket
from gridterm.i18n import _
from gridterm.meetings import attending, schedule
from gridterm.meetings import items as agenda_items
from gridterm.meetings.present import lines
from gridterm.meetings.tables import ActionItem, AgendaItem, Meeting, MinuteEntry
from gridterm.meetings.terms import (
    EntryForm,
    EntryKind,
    EntryView,
    Item,
    MeetingRef,
    MeetingState,
    MinutesState,
)
from gridterm.meetings.withholding import item_of_secret_call
from gridterm.registers.checking import Faults
from gridterm.registers.tables import Staff
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.search import Kind
from gridterm.store.unit import Store, Tx
from gridterm.text import clean

TEXT_LONGEST, NAME_LONGEST = 20_000, 40
LAST = 1_000_000
VOTES = ("votes_for", "votes_against", "abstained")


# ── what a clerk does ───────────────────────────────────────────────────────
def add_entry(
    store: Store, actor: Actor, ref: MeetingRef, form: EntryForm, draft_id: int | None = None
) -> EntryView:
    """Write an entry at the end of its agenda item.

    The draft ``draft_id`` goes exactly when the entry is saved.

    Raises:
        NotFoundError: there is no such meeting or agenda item.
        InputError: a field cannot be used; ``fields`` says which and why.
        RefusedError: the meeting has not begun, or its minutes may not change any more.
    """
    with store.write("meetings.add_entry", actor) as tx:
        meeting = writable(tx, ref)
        entry = put_entry(tx, meeting, form)
        drafts.forget(tx.session, draft_id)
        return _one(tx.session, entry)


def edit_entry(  # noqa: PLR0913, PLR0917 - an entry of a meeting, and the draft of its change
    store: Store,
    actor: Actor,
    ref: MeetingRef,
    entry_id: int,
    form: EntryForm,
    draft_id: int | None = None,
) -> EntryView:
    """Change an entry; raises as ``add_entry``."""
    with store.write("meetings.edit_entry", actor) as tx:
        meeting = writable(tx, ref)
        entry = put_entry(tx, meeting, form, get_entry(tx.session, meeting, entry_id))
        drafts.forget(tx.session, draft_id)
        return _one(tx.session, entry)


def move_entry(
    store: Store, actor: Actor, ref: MeetingRef, entry_id: int, by: int
) -> tuple[EntryView, ...]:
    """Move an entry up (negative) or down within its agenda item; all entries in their new order.

    Raises:
        NotFoundError: there is no such entry.
        RefusedError: the minutes may not change any more.
    """
    with store.write("meetings.move_entry", actor) as tx:
        meeting = writable(tx, ref)
        entry = get_entry(tx.session, meeting, entry_id)
        query = select(MinuteEntry).where(
            MinuteEntry.meeting_id == meeting.id, MinuteEntry.item_id == entry.item_id
        )
        order = [MinuteEntry.position, MinuteEntry.id]
        mine = list(tx.session.exec(query.order_by(*map(col, order))))
        places = [one.position for one in mine]
        at = mine.index(entry)
        mine.insert(min(max(at + by, 0), len(mine) - 1), mine.pop(at))
        for one, place in zip(mine, places, strict=True):
            one.position = place
        tx.session.flush()
        return entries(tx.session, meeting)


def remove_entry(store: Store, actor: Actor, ref: MeetingRef, entry_id: int) -> None:
    """Take an entry out of the minutes.

    Raises:
        NotFoundError: there is no such entry.
        RefusedError: an action item came from it, or the minutes may not change any more.
    """
    with store.write("meetings.remove_entry", actor) as tx:
        meeting = writable(tx, ref)
        entry = get_entry(tx.session, meeting, entry_id)
        number = tx.session.exec(
            select(ActionItem.number).where(ActionItem.entry_id == entry_id).limit(1)
        ).first()
        if number is not None:
            raise RefusedError(
                _("The action item {number} came from this entry, so it stays.").format(
                    number=number
                )
            )
        tx.index(Kind.MEETING, entry_id, entry.written_at, None)
        tx.session.delete(entry)


# ── within a use case ───────────────────────────────────────────────────────
def writable(tx: Tx, ref: MeetingRef) -> Meeting:
    """The row of a meeting whose minutes may be written, as the subject of the use case.

    Raises:
        NotFoundError: there is no such meeting.
        RefusedError: it has not begun, or its minutes may not change any more.
    """
    meeting = schedule.touched(tx, ref)
    if meeting.state not in {MeetingState.OPEN, MeetingState.HELD}:
        raise RefusedError(
            _("The meeting has not begun, so there is nothing to write down. Open its sign-in.")
        )
    if meeting.minutes_state == MinutesState.SUBMITTED:
        raise RefusedError(_("The minutes wait for the chair. Have them sent back first."))
    if meeting.minutes_state == MinutesState.APPROVED:
        raise RefusedError(
            _("The minutes are approved and stay as they are. Begin a correction, with its reason.")
        )
    return meeting


def put_entry(
    tx: Tx, meeting: Meeting, form: EntryForm, entry: MinuteEntry | None = None
) -> MinuteEntry:
    """Save an entry within a running use case: a new one, or the words of ``entry``.

    What belongs to a confidential agenda item is confidential. Raises as ``add_entry``.
    """
    item = _item_of(tx.session, meeting, form.item_id)
    faults = Faults()
    words = _words(faults, form.words)
    kind = _kind(faults, form.kind)
    speaker_id, speaker = _speaker(faults, tx.session, form, kind)
    votes = _votes(faults, tx.session, meeting, form, kind)
    faults.check()
    if entry is None:
        entry = MinuteEntry(
            meeting_id=meeting.id or 0,
            position=_next_position(tx.session, meeting),
            kind=kind,
            words=words,
            written_at=tx.now,
        )
    entry.kind, entry.words = kind, words
    entry.item_id, entry.item = form.item_id, item.title if item else ""
    entry.speaker_id, entry.speaker = speaker_id, speaker
    entry.confidential = form.confidential or (item is not None and item.confidential)
    entry.votes_for, entry.votes_against, entry.abstained = votes
    tx.add(entry)
    tx.index(Kind.MEETING, entry.id or 0, entry.written_at, search_words(entry))
    return entry


def search_words(entry: MinuteEntry) -> str | None:
    """What the search holds for an entry: None for a confidential one."""
    if entry.confidential:
        return None
    return "\n".join(filter(None, (entry.item, entry.speaker, entry.words)))


def get_entry(session: Session, meeting: Meeting, entry_id: int) -> MinuteEntry:
    """The row of an entry of a meeting.

    Raises:
        NotFoundError: it has none with this id.
    """
    entry = session.get(MinuteEntry, entry_id)
    if entry is None or entry.meeting_id != meeting.id:
        raise NotFoundError(_("The minutes of this meeting have no such entry."))
    return entry


# ── reading ─────────────────────────────────────────────────────────────────
def entries(session: Session, meeting: Meeting) -> tuple[EntryView, ...]:
    """The entries of a meeting: by agenda item, then as they were written.

    Confidential is what was written as such, what belongs to an item that is confidential now,
    and what came of a call that is.
    """
    return _views(session, col(MinuteEntry.meeting_id) == meeting.id)


def items(session: Session, meeting: Meeting) -> tuple[Item, ...]:
    """The agenda items of a meeting as they are saved, those removed left out."""
    made, _minutes = lines(session, meeting.starts_at, agenda_items.saved(session, meeting.id))
    return tuple(one for one in made if not one.removed)


def _one(session: Session, entry: MinuteEntry) -> EntryView:
    session.flush()
    return _views(session, col(MinuteEntry.id) == entry.id)[0]


def _views(session: Session, wanted: Any) -> tuple[EntryView, ...]:  # noqa: ANN401 - an SQL condition
    query: Select[Any] = (
        select(  # type: ignore[assignment]
            MinuteEntry,
            AgendaItem.title,
            or_(col(AgendaItem.confidential), item_of_secret_call()),
            Ticket.confidential,
        )
        .outerjoin(AgendaItem, col(AgendaItem.id) == col(MinuteEntry.item_id))
        .outerjoin(Ticket, col(Ticket.id) == col(MinuteEntry.ticket_id))
        .where(wanted)
        .order_by(
            func.coalesce(AgendaItem.position, LAST), col(MinuteEntry.position), col(MinuteEntry.id)
        )
    )
    rows = session.execute(query).all()
    given = _actions(session, [row[0].id for row in rows])
    return tuple(_view(one, title, bool(item or call), given) for one, title, item, call in rows)


def _view(
    one: MinuteEntry,
    title: str | None,
    hidden: bool,  # noqa: FBT001 - what its item and its call say
    given: Mapping[int, Sequence[str]],
) -> EntryView:
    same = ("position", "item_id", "speaker_id", "speaker", "words", *VOTES, "ticket_id")
    return EntryView(
        id=one.id or 0,
        item=title or one.item,
        kind=EntryKind(one.kind),
        confidential=one.confidential or hidden,
        actions=tuple(given.get(one.id or 0, ())),
        **{name: getattr(one, name) for name in same},
    )


def _actions(session: Session, entry_ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        select(ActionItem.entry_id, ActionItem.number)
        .where(col(ActionItem.entry_id).in_(entry_ids))
        .order_by(col(ActionItem.id))
    )
    given: dict[int, list[str]] = {}
    for entry_id, number in session.exec(query):
        given.setdefault(entry_id or 0, []).append(number)
    return given


# ── the fields of the form ──────────────────────────────────────────────────
def _item_of(session: Session, meeting: Meeting, item_id: int | None) -> AgendaItem | None:
    if item_id is None:
        return None
    item = session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting.id:
        raise NotFoundError(_("The agenda of this meeting has no such item."))
    return item


def _words(faults: Faults, typed: str) -> str:
    words = clean(typed)
    if not words:
        faults.add("words", _("Write down what was said or decided."))
    if len(words) > TEXT_LONGEST:
        faults.add(
            "words", _("Too long: at most {number} characters, please.").format(number=TEXT_LONGEST)
        )
    return words


def _kind(faults: Faults, typed: str) -> EntryKind:
    if typed not in set(EntryKind):
        faults.add("kind", _("Choose what the entry is: said, decided, a vote, or noted."))
        return EntryKind.NOTE
    return EntryKind(typed)


def _speaker(
    faults: Faults, session: Session, form: EntryForm, kind: EntryKind
) -> tuple[int | None, str]:
    if form.speaker_id is not None:
        staff = session.get(Staff, form.speaker_id)
        if staff is not None:
            return form.speaker_id, staff.name
        faults.add("speaker_id", _("Choose who spoke from the list."))
    missing = _("Say who spoke.") if kind is EntryKind.SPEECH else ""
    return None, faults.line("speaker", form.speaker, NAME_LONGEST, missing)


def _votes(
    faults: Faults, session: Session, meeting: Meeting, form: EntryForm, kind: EntryKind
) -> tuple[int | None, int | None, int | None]:
    cast = [form.votes_for, form.votes_against, form.abstained]
    if all(one is None for one in cast):
        if kind is EntryKind.VOTE:
            faults.add("votes_for", _("Say how many voted for it, against it, and abstained."))
        return None, None, None
    if kind not in {EntryKind.VOTE, EntryKind.DECISION}:
        faults.add("votes_for", _("Only a vote or a decision has votes."))
    for field, one in zip(VOTES, cast, strict=True):
        if one is not None and one < 0:
            faults.add(field, _("A number of votes, please."))
    total = sum(one or 0 for one in cast)
    there = attending.seats(session, meeting.id or 0)
    if total > there:
        faults.add(
            "votes_for",
            _("{votes} votes, but {there} signed in. Check the votes or the sign-in.").format(
                votes=total, there=there
            ),
        )
    return cast[0] or 0, cast[1] or 0, cast[2] or 0


def _next_position(session: Session, meeting: Meeting) -> int:
    last = select(func.max(MinuteEntry.position)).where(MinuteEntry.meeting_id == meeting.id)
    return (session.exec(last).one() or 0) + 1

"""What a meeting decides: minutes, action item and call in one use case (RULEBOOK §3).

A decision that concerns a call flows back into it: the call says what was decided, goes to the
owner of the action item, takes the date where it is earlier, and names who tells the resident.
All of it is saved with one audit entry, or none of it.
"""

from __future__ import annotations

from dataclasses import replace

from gridterm.errors import InputError, RefusedError
from gridterm.hotline import deciding as calls
from gridterm.hotline import stepping
from gridterm.hotline.handling import Told
from gridterm.hotline.tables import Ticket
from gridterm.i18n import _
from gridterm.meetings.action_events import id_of
from gridterm.meetings.action_queries import action
from gridterm.meetings.action_terms import ActionDetail, ActionForm, ActionKind
from gridterm.meetings.actions import given
from gridterm.meetings.entries import get_entry, put_entry, search_words, writable
from gridterm.meetings.schedule import touched
from gridterm.meetings.tables import Meeting, MinuteEntry
from gridterm.meetings.terms import EntryForm, EntryKind, MeetingRef, MeetingState, MinutesState
from gridterm.registers.tables import Staff
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.search import Kind
from gridterm.store.unit import Store, Tx


def decide(  # noqa: PLR0913 - a decision, what comes of it, and its draft
    store: Store,
    actor: Actor,
    ref: MeetingRef,
    entry: int | EntryForm,
    form: ActionForm,
    *,
    told: Told | None = None,
    draft_id: int | None = None,
) -> ActionDetail:
    """Give what a meeting decided to its owner; where it is about a call, the call follows.

    Args:
        store: the office.
        actor: who writes it down.
        ref: the meeting.
        entry: the decision in its minutes, by the id of the entry, or as it is written now.
        form: the action item; with a ``ticket_id`` the call of a regional or overall matter.
        told: how the resident was told of a date later than the call's own
            (see ``hotline.deciding``).
        draft_id: the draft this came from; it goes with the save.

    Returns:
        The action item.

    Raises:
        NotFoundError: no such meeting, entry or call. RefusedError: the meeting was cancelled,
            or the call cannot be decided on or go to this owner. InputError: something is
            missing, or a date that is not possible. Nothing was saved.
    """
    with store.write("meetings.decide", actor) as tx:
        record = stepping.get(tx.session, form.ticket_id) if form.ticket_id is not None else None
        if isinstance(entry, EntryForm):
            row = writable(tx, ref)
            written = put_entry(tx, row, entry)
        else:
            row = touched(tx, ref)
            written = get_entry(tx.session, row, entry)
        if record is not None:
            _mark(tx, row, written, record)
        made = given(tx, _from(tx, row, written, form))
        if record is not None:
            decision = calls.Decision(
                words=written.words,
                meeting_on=row.starts_at.date(),
                due_on=form.due_on,
                chair=_chair(tx, row),
                item=made.number,
                told=told,
            )
            calls.carry_into(tx, record, decision, form.owner_id)
        drafts.forget(tx.session, draft_id)
    return action(store, id_of(made))


def _from(tx: Tx, row: Meeting, written: MinuteEntry, form: ActionForm) -> ActionForm:
    """The action item as it comes from a decision: given on the day of the meeting."""
    if row.state == MeetingState.CANCELLED:
        raise RefusedError(_("This meeting was cancelled; it decides nothing."))
    if written.kind not in {EntryKind.DECISION, EntryKind.VOTE}:
        sentence = _("This entry of the minutes is no decision. Choose one that is.")
        raise InputError(sentence, {"entry": sentence})
    return replace(
        form,
        kind=ActionKind.MEETING,
        meeting_id=row.id,
        entry_id=written.id,
        given_on=form.given_on or min(row.starts_at.date(), tx.now.date()),
    )


def _mark(tx: Tx, row: Meeting, written: MinuteEntry, record: Ticket) -> None:
    """Put the call to the entry; what is written of a confidential call is confidential."""
    hidden = written.confidential or record.confidential
    if (written.ticket_id, written.confidential) == (record.id, hidden):
        return
    if row.minutes_state != MinutesState.WRITING:
        raise RefusedError(
            _("The minutes are no longer being written; the call cannot be put to this entry.")
        )
    written.ticket_id, written.confidential = record.id, hidden
    tx.index(Kind.MEETING, written.id or 0, written.written_at, search_words(written))


def _chair(tx: Tx, row: Meeting) -> str:
    chair = tx.session.get(Staff, row.chair_id) if row.chair_id is not None else None
    return chair.number if chair else ""

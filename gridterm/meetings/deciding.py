"""What a meeting decides: minutes, action item and call in one use case (RULEBOOK §3).

A decision that concerns a call flows back into it: the call says what was decided, goes to the
owner of the action item, takes the date where it is earlier, and names who tells the resident.
All of it is saved with one audit entry, or none of it.
"""

from __future__ import annotations

from dataclasses import replace

from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.hotline import deciding as calls
from gridterm.hotline import stepping
from gridterm.hotline.handling import Told
from gridterm.hotline.tables import Ticket
from gridterm.i18n import _
from gridterm.meetings.action_events import id_of
from gridterm.meetings.action_queries import action
from gridterm.meetings.actions import given
from gridterm.meetings.schedule import touched
from gridterm.meetings.tables import Meeting, MinuteEntry
from gridterm.meetings.terms import (
    ActionDetail,
    ActionForm,
    ActionKind,
    EntryKind,
    MeetingRef,
    MeetingState,
    MinutesState,
)
from gridterm.registers.tables import Staff
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx


def decide(  # noqa: PLR0913 - a decision, what comes of it, and its draft
    store: Store,
    actor: Actor,
    ref: MeetingRef,
    entry: int,
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
        entry: the decision in its minutes, by the id of the entry.
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
        row = touched(tx, ref)
        if row.state == MeetingState.CANCELLED:
            raise RefusedError(_("This meeting was cancelled; it decides nothing."))
        written = _entry(tx, row, entry)
        kept = replace(
            form, kind=ActionKind.MEETING, meeting_id=row.id, entry_id=written.id,
            given_on=form.given_on or min(row.starts_at.date(), tx.now.date()),
        )  # fmt: skip
        record = stepping.get(tx.session, form.ticket_id) if form.ticket_id is not None else None
        if record is not None:
            _mark(row, written, record)
        made = given(tx, kept)
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


def _entry(tx: Tx, row: Meeting, entry: int) -> MinuteEntry:
    written = tx.session.get(MinuteEntry, entry)
    if written is None or written.meeting_id != row.id:
        raise NotFoundError(_("The minutes of this meeting have no such entry."))
    if written.kind not in {EntryKind.DECISION, EntryKind.VOTE}:
        sentence = _("This entry of the minutes is no decision. Choose one that is.")
        raise InputError(sentence, {"entry": sentence})
    return written


def _mark(row: Meeting, written: MinuteEntry, record: Ticket) -> None:
    """Put the call to the entry; what is written of a confidential call is confidential."""
    marks = {"ticket_id": record.id, "confidential": written.confidential or record.confidential}
    if all(getattr(written, name) == value for name, value in marks.items()):
        return
    if row.minutes_state != MinutesState.WRITING:
        raise RefusedError(
            _("The minutes are no longer being written; the call cannot be put to this entry.")
        )
    for name, value in marks.items():
        setattr(written, name, value)


def _chair(tx: Tx, row: Meeting) -> str:
    chair = tx.session.get(Staff, row.chair_id) if row.chair_id is not None else None
    return chair.number if chair else ""

"""The minutes from the first word to the chair's approval, and their corrections (RULEBOOK §3).

Entries are written in ``entries``; what was approved is frozen in ``minutes_versions``. An
approved version is never changed: a correction reopens the entries, and its approval is a new
version with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.meetings import powers, schedule
from gridterm.meetings.entries import (
    add_entry,
    edit_entry,
    entries,
    items,
    move_entry,
    put_entry,
    remove_entry,
    writable,
)
from gridterm.meetings.frozen import plain
from gridterm.meetings.gathering import reason_of
from gridterm.meetings.minutes_versions import (
    Summary,
    SummaryItem,
    content_of,
    difference,
    freeze,
    issued,
    issued_minutes,
    newest,
    summary_of,
    versions,
    votes_words,
)
from gridterm.meetings.tables import Meeting, MinuteEntry
from gridterm.meetings.terms import (
    AttendeeView,
    IssuedMinutes,
    MeetingDetail,
    MeetingRef,
    MeetingState,
    Minutes,
    MinutesState,
)
from gridterm.meetings.withholding import minutes_without
from gridterm.store.audit import Actor, canonical
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store, Tx

__all__ = [
    "Summary",
    "SummaryItem",
    "add_entry",
    "approve",
    "correct",
    "difference",
    "drop_correction",
    "edit_entry",
    "issued_minutes",
    "minutes",
    "move_entry",
    "put_entry",
    "remove_entry",
    "send_back",
    "sent_back",
    "submit",
    "summary_of",
    "versions",
    "votes_words",
]
SEND_BACK = "meetings.send_back"


def minutes(store: Store, ref: MeetingRef) -> Minutes:
    """The minutes as they stand now: the entries by agenda item, and the items.

    Raises:
        NotFoundError: there is no such meeting.
    """
    detail = schedule.meeting(store, ref)
    if detail.row.id is None:
        return Minutes(detail, (), ())
    with store.read() as session:
        row = session.get_one(Meeting, detail.row.id)
        return Minutes(detail, entries(session, row), items(session, row))


def submit(store: Store, actor: Actor, ref: MeetingRef) -> MeetingDetail:
    """Hand the minutes in; they wait for the chair, and nothing in them changes until then.

    Whoever hands them in is their recorder where nobody else was named.

    Raises:
        RefusedError: the meeting has not ended, or nothing was written, or they wait already.
    """
    with store.write("meetings.submit", actor) as tx:
        meeting = writable(tx, ref)
        if meeting.state != MeetingState.HELD:
            raise RefusedError(_("The meeting is not over yet. End it first."))
        count = select(func.count()).where(MinuteEntry.meeting_id == meeting.id)
        if not tx.session.exec(count).one():
            raise RefusedError(_("The minutes hold nothing yet. Write down what was decided."))
        if meeting.recorder_id is None and actor.staff_id != meeting.chair_id:
            meeting.recorder_id = actor.staff_id
        meeting.minutes_state, meeting.submitted_at = MinutesState.SUBMITTED.value, tx.now
        return schedule.after(tx, meeting)


def send_back(store: Store, actor: Actor, ref: MeetingRef, reason: str) -> MeetingDetail:
    """Send the minutes back to be written on; ``sent_back`` tells the recorder why.

    Raises:
        InputError: the reason is missing.
        RefusedError: they do not wait for anybody.
    """
    with store.write(SEND_BACK, actor) as tx:
        meeting = _submitted(tx, ref)
        tx.note(reason=reason_of(reason))
        meeting.minutes_state, meeting.submitted_at = MinutesState.WRITING.value, None
        return schedule.after(tx, meeting)


def sent_back(store: Store, meeting_id: int) -> str:
    """Why the minutes were sent back last, ``""`` where they were not, or are handed in again."""
    with store.read() as session:
        row = session.get(Meeting, meeting_id)
        if row is None or row.minutes_state != MinutesState.WRITING:
            return ""
        return _last_reason(session, meeting_id)


def _last_reason(session: Session, meeting_id: int) -> str:
    wanted = (SEND_BACK, "meetings.approve")
    query = (
        select(AuditEntry)
        .where(AuditEntry.subject == f"meeting:{meeting_id}", col(AuditEntry.action).in_(wanted))
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    )
    last = session.exec(query).first()
    if last is None or last.action != SEND_BACK:
        return ""
    facts = (change.get("facts", {}) for change in json.loads(last.changes))
    return next((str(one["reason"]) for one in facts if "reason" in one), "")


def approve(store: Store, actor: Actor, ref: MeetingRef) -> IssuedMinutes:
    """The chair approves the minutes: 会议记录 and 会议纪要 are frozen as a numbered version.

    Raises:
        RefusedError: they do not wait for approval, or somebody else has to approve them
            (``powers``): never who wrote them.
    """
    with store.write("meetings.approve", actor) as tx:
        meeting = _submitted(tx, ref)
        powers.check_approver(tx, meeting)
        reason = meeting.correcting
        meeting.minutes_state, meeting.correcting = MinutesState.APPROVED.value, ""
        return issued(freeze(tx, meeting, reason))


def correct(store: Store, actor: Actor, ref: MeetingRef, reason: str) -> MeetingDetail:
    """Begin a correction of approved minutes: the entries and the sign-in may change again.

    The version that was approved stays what it is; the next approval makes a new one.

    Raises:
        InputError: the reason is missing.
        RefusedError: the minutes are not approved.
    """
    with store.write("meetings.correct", actor) as tx:
        meeting = schedule.touched(tx, ref)
        if meeting.minutes_state != MinutesState.APPROVED:
            raise RefusedError(
                _("Only approved minutes are corrected; these can be changed as they are.")
            )
        meeting.correcting = reason_of(reason)
        meeting.minutes_state, meeting.submitted_at = MinutesState.WRITING.value, None
        return schedule.after(tx, meeting)


def drop_correction(store: Store, actor: Actor, ref: MeetingRef) -> MeetingDetail:
    """Give up a correction in which nothing was changed: the approved version stands again.

    Raises:
        RefusedError: no correction runs, or something was changed.
    """
    with store.write("meetings.drop_correction", actor) as tx:
        meeting = schedule.touched(tx, ref)
        last = newest(tx.session, meeting.id or 0)
        if not meeting.correcting or last is None:
            raise RefusedError(_("No correction of these minutes runs."))
        frozen = minutes_without(tx.session, issued(last))
        current = content_of(tx, meeting, last.number, last.version)
        if _said(frozen.minutes, frozen.people) != _said(current.minutes, current.people):
            raise RefusedError(
                _(
                    "Something was changed since version {version}. Take it back, or have the "
                    "correction approved."
                ).format(version=last.version)
            )
        meeting.minutes_state, meeting.correcting = MinutesState.APPROVED.value, ""
        return schedule.after(tx, meeting)


def _said(told: Minutes, people: Sequence[AttendeeView]) -> tuple[str, ...]:
    """What a correction could change: entries and people, not how far action items are."""
    return tuple(canonical(plain(one)) for one in (*told.entries, *people))


def _submitted(tx: Tx, ref: MeetingRef) -> Meeting:
    meeting = schedule.touched(tx, ref)
    if meeting.minutes_state == MinutesState.APPROVED:
        raise RefusedError(_("The minutes are approved already."))
    if meeting.minutes_state != MinutesState.SUBMITTED:
        raise RefusedError(_("The minutes are still being written. Hand them in first."))
    return meeting

"""Leave from a meeting and substitutes (RULEBOOK §3): asked for AND approved beforehand.

Leave asked for after the start, or not decided before it, is absence until a leader decides it;
when it was asked for and when it was decided both stay and are shown.
"""

from __future__ import annotations

from gridterm.errors import InputError, RefusedError
from gridterm.i18n import _
from gridterm.meetings import powers
from gridterm.meetings.gathering import (
    REASON_LONGEST,
    changeable,
    given_row,
    is_expected,
    reason_of,
    row_of,
    shown,
    stands_in,
    whose,
)
from gridterm.meetings.tables import Attendee, Meeting
from gridterm.meetings.terms import AttendeeView, LeaveState, MeetingRef
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff
from gridterm.registers.tables import Staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx


def ask_leave(  # noqa: PLR0913, PLR0917 - one request has these parts
    store: Store,
    actor: Actor,
    ref: MeetingRef,
    staff_id: int,
    reason: str,
    substitute_id: int | None = None,
) -> AttendeeView:
    """Take down that somebody asks for leave from a meeting; a leader decides it.

    Args:
        store: the office.
        actor: who takes it down.
        ref: the meeting.
        staff_id: who asks.
        reason: what for.
        substitute_id: who comes in their place.

    Raises:
        InputError: the reason is missing, or the substitute cannot be one.
        NotFoundError: there is nobody with this id.
        RefusedError: they are not expected, have signed in, or have asked already.
    """
    with store.write("meetings.ask_leave", actor) as tx:
        meeting = changeable(tx, ref)
        why = reason_of(reason)
        staff = whose(tx.session, staff_id, meeting.starts_at.date())
        row = _expected_row(tx, meeting, staff)
        if row.signed_at is not None:
            raise RefusedError(
                _("{name} signed in at {at}; take that back first.").format(
                    name=staff.name, at=f"{row.signed_at:%H:%M}"
                )
            )
        _refuse_again(row, staff)
        row.leave_state, row.leave_asked_at = LeaveState.ASKED.value, tx.now
        row.leave_reason = why
        row.leave_decided_at = row.leave_decider_id = None
        row.leave_decider = row.leave_note = ""
        if substitute_id is not None:
            _put_substitute(tx, meeting, row, substitute_id)
        return shown(tx, meeting, row)


def decide_leave(  # noqa: PLR0913, PLR0917 - one decision has these parts
    store: Store,
    actor: Actor,
    ref: MeetingRef,
    staff_id: int,
    approve: bool,  # noqa: FBT001 - yes or no is what is decided
    note: str = "",
) -> AttendeeView:
    """Approve or refuse leave that was asked for; also after the start, and then it is shown.

    Raises:
        InputError: it is refused without saying why.
        RefusedError: there is nothing to decide, or somebody else has to (``powers``).
    """
    with store.write("meetings.decide_leave", actor) as tx:
        meeting = changeable(tx, ref)
        row = _asked_row(tx, meeting, staff_id)
        powers.check_decider(tx, staff_id)
        faults = Faults()
        missing = "" if approve else _("Say why it is refused.")
        row.leave_note = faults.line("note", note, REASON_LONGEST, missing)
        faults.check()
        state = LeaveState.APPROVED if approve else LeaveState.REFUSED
        row.leave_state, row.leave_decided_at = state.value, tx.now
        row.leave_decider_id, row.leave_decider = actor.staff_id, actor.name
        return shown(tx, meeting, row)


def withdraw_leave(
    store: Store, actor: Actor, ref: MeetingRef, staff_id: int, reason: str
) -> AttendeeView:
    """Take back leave asked for by mistake, or no longer needed, with a reason.

    Raises:
        InputError: the reason is missing.
        RefusedError: no leave was asked for.
    """
    with store.write("meetings.withdraw_leave", actor) as tx:
        meeting = changeable(tx, ref)
        why = reason_of(reason)
        row = row_of(tx.session, meeting, staff_id)
        staff = get_staff(tx.session, staff_id)
        if row is None or row.leave_state == LeaveState.NONE:
            raise RefusedError(_("{name} has not asked for leave.").format(name=staff.name))
        tx.note(reason=why, staff=staff.name)
        row.leave_state, row.leave_reason, row.leave_note = LeaveState.NONE.value, "", ""
        row.leave_asked_at = row.leave_decided_at = row.leave_decider_id = None
        row.leave_decider = ""
        return shown(tx, meeting, row)


def substitute(
    store: Store, actor: Actor, ref: MeetingRef, staff_id: int, substitute_id: int | None
) -> AttendeeView:
    """Say who comes in somebody's place, or with None that nobody does.

    Raises:
        InputError: this colleague cannot: expected themselves, or in another's place already.
        NotFoundError: there is nobody with one of the ids.
        RefusedError: the person is not expected, or the meeting's people may not change any more.
    """
    with store.write("meetings.substitute", actor) as tx:
        meeting = changeable(tx, ref)
        staff = whose(tx.session, staff_id, meeting.starts_at.date())
        row = _expected_row(tx, meeting, staff)
        _put_substitute(tx, meeting, row, substitute_id)
        return shown(tx, meeting, row)


def _put_substitute(tx: Tx, meeting: Meeting, row: Attendee, substitute_id: int | None) -> None:
    old = row.substitute_id
    if substitute_id is not None:
        _check_substitute(tx, meeting, row, substitute_id)
        given_row(tx, meeting, substitute_id, expected=False)
    row.substitute_id = substitute_id
    if old is not None and old != substitute_id:
        other = row_of(tx.session, meeting, old)
        if other is not None and not other.expected and other.signed_at is None:
            tx.session.delete(other)
    tx.session.flush()


def _check_substitute(tx: Tx, meeting: Meeting, row: Attendee, substitute_id: int) -> None:
    other = whose(tx.session, substitute_id, meeting.starts_at.date())
    if substitute_id == row.staff_id or is_expected(tx.session, meeting, other):
        sentence = _(
            "{name} is expected at the meeting and cannot come in somebody's place as well."
        ).format(name=other.name)
        raise InputError(sentence, {"substitute_id": sentence})
    if stands_in(tx.session, meeting, substitute_id, but=row.id):
        sentence = _("{name} comes in somebody else's place already.").format(name=other.name)
        raise InputError(sentence, {"substitute_id": sentence})


def _expected_row(tx: Tx, meeting: Meeting, staff: Staff) -> Attendee:
    if not is_expected(tx.session, meeting, staff):
        raise RefusedError(_("{name} is not expected at this meeting.").format(name=staff.name))
    return given_row(tx, meeting, staff.id or 0, expected=True)


def _refuse_again(row: Attendee, staff: Staff) -> None:
    if row.leave_state in {LeaveState.ASKED, LeaveState.APPROVED}:
        raise RefusedError(
            _("{name} has asked for leave already: {state}.").format(
                name=staff.name, state=LeaveState(row.leave_state).label
            )
        )


def _asked_row(tx: Tx, meeting: Meeting, staff_id: int) -> Attendee:
    row = row_of(tx.session, meeting, staff_id)
    staff = get_staff(tx.session, staff_id)
    if row is None or row.leave_state == LeaveState.NONE:
        raise RefusedError(_("{name} has not asked for leave.").format(name=staff.name))
    if row.leave_state != LeaveState.ASKED:
        raise RefusedError(
            _("The leave of {name} was decided already: {state}.").format(
                name=staff.name, state=LeaveState(row.leave_state).label
            )
        )
    return row

"""Deciding leave: approved, rejected, filed as approved; and what was approved too late."""

from __future__ import annotations

from gridterm.attendance.approving import Approving, refuse_own
from gridterm.attendance.leave.asking import put_leave
from gridterm.attendance.leave.lateness import Lateness
from gridterm.attendance.leave.reading import LeaveView, one_view
from gridterm.attendance.leave.rows import REASON_LONGEST, get_leave, reason_of
from gridterm.attendance.tables import Leave
from gridterm.attendance.terms import LateDecision, LeaveForm, LeaveState
from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx


def approve(store: Store, actor: Actor, leave_id: int, approver: str, note: str = "") -> LeaveView:
    """Approve leave, now. What it covers and is over already waits for ``decide_late``.

    Raises:
        NotFoundError: there is no such leave.
        InputError: the approver is nobody who can (``approving``).
        RefusedError: it was decided already.
    """
    return _decide(store, actor, leave_id, LeaveState.APPROVED, approver, note)


def reject(store: Store, actor: Actor, leave_id: int, approver: str, note: str) -> LeaveView:
    """Reject leave; it excuses nothing. Raises as ``approve``; the reason is needed."""
    return _decide(store, actor, leave_id, LeaveState.REJECTED, approver, note)


def file_approved(
    store: Store, actor: Actor, form: LeaveForm, approver: str, note: str = ""
) -> LeaveView:
    """Take down leave that was approved already: both in one, or nothing of it.

    The approval is of now, so what the leave covers and is over waits for ``decide_late``.

    Raises:
        NotFoundError, RefusedError: as ``ask``.
        InputError: as ``ask``, or the approver is nobody who can (``approving``).
    """
    with store.write("leave.file_approved", actor) as tx:
        row = put_leave(tx, form, actor)
        _put_decision(tx, row, LeaveState.APPROVED, approver, note)
        return one_view(tx.session, row)


def decide_late(
    store: Store, actor: Actor, leave_id: int, reason: str, *, excused: bool
) -> LeaveView:
    """Decide leave that was approved too late: it counts as leave (补假), or as absence (旷工).

    Raises:
        NotFoundError: there is no such leave.
        InputError: the reason is missing.
        RefusedError: it is not approved, or was approved in time, or is the operator's own.
    """
    with store.write("leave.decide_late", actor) as tx:
        row = get_leave(tx, leave_id)
        refuse_own(tx, row.staff_id)
        if not Lateness.load(tx.session).of(row):
            raise RefusedError(
                _("{number} was not approved late; there is nothing to decide.").format(
                    number=row.number
                )
            )
        decision = LateDecision.EXCUSED if excused else LateDecision.REFUSED
        row.late, row.late_at, row.late_by = decision.value, tx.now, actor.name
        row.late_reason = reason_of(reason)
        tx.session.flush()
        return one_view(tx.session, row)


def _decide(  # noqa: PLR0913, PLR0917 - one decision has these parts
    store: Store, actor: Actor, leave_id: int, state: LeaveState, approver: str, note: str
) -> LeaveView:
    with store.write(f"leave.{state.value}", actor) as tx:
        row = get_leave(tx, leave_id)
        if row.state != LeaveState.ASKED:
            raise RefusedError(
                _("{number} was decided already: {state}.").format(
                    number=row.number, state=LeaveState(row.state).label
                )
            )
        _put_decision(tx, row, state, approver, note)
        return one_view(tx.session, row)


def _put_decision(tx: Tx, row: Leave, state: LeaveState, approver: str, note: str) -> None:
    """Decide a request within a running use case, now."""
    faults = Faults()
    name = Approving(tx, row.staff_id, _("Say who decided it.")).name(faults, approver)
    missing = _("Say why it is rejected.") if state is LeaveState.REJECTED else ""
    row.note = faults.line("note", note, REASON_LONGEST, missing)
    faults.check()
    row.state, row.approver, row.decided_at = state.value, name, tx.now
    tx.session.flush()

"""Asking for leave; withdrawing it, and ending it early (销假)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from gridterm.attendance.explaining import span_words
from gridterm.attendance.leave.reading import LeaveView, one_view
from gridterm.attendance.leave.rows import LIVING, REASON_LONGEST, check_span, get_leave, reason_of
from gridterm.attendance.tables import Leave
from gridterm.attendance.terms import LeaveForm, LeaveState
from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx

SERIES = "QJ-{year}"


def ask(store: Store, actor: Actor, form: LeaveForm) -> LeaveView:
    """Take down a request for leave and give it its slip's number.

    Raises:
        NotFoundError: there is nobody with this id.
        InputError: a field cannot be used, or there is leave on those days already.
    """
    with store.write("leave.ask", actor) as tx:
        row = put_leave(tx, form, actor)
        return one_view(tx.session, row)


def put_leave(tx: Tx, form: LeaveForm, actor: Actor) -> Leave:
    """Save a request within a running use case; as ``ask``."""
    staff = get_staff(tx.session, form.staff_id)
    faults = Faults()
    reason = faults.line("reason", form.reason, REASON_LONGEST, _("Say what the leave is for."))
    check_span(faults, form.start, form.end)
    if staff.left is not None and form.start.date() > staff.left:
        faults.add("staff_id", _("{name} has left.").format(name=staff.name))
    faults.check()
    _refuse_overlap(tx.session, form)
    asked = form.asked_at or tx.now
    number = tx.number(SERIES.format(year=tx.now.year))
    row = Leave(
        number=f"QJ-{tx.now.year}-{number:04}",
        staff_id=form.staff_id,
        kind=form.kind.value,
        start=form.start,
        end=form.end,
        reason=reason,
        asked_at=min(asked, tx.now),
        entered_by=actor.name,
        state=LeaveState.ASKED.value,
    )
    tx.add(row)
    tx.subject = f"leave:{row.id}"
    return row


def cancel(store: Store, actor: Actor, leave_id: int, reason: str) -> LeaveView:
    """Withdraw leave altogether, as if it had not been asked for.

    Raises:
        NotFoundError: there is no such leave.
        InputError: the reason is missing.
        RefusedError: it was rejected or withdrawn already.
    """
    with store.write("leave.cancel", actor) as tx:
        row = get_leave(tx, leave_id)
        if row.state not in LIVING:
            raise RefusedError(
                _("{number} was decided already: {state}.").format(
                    number=row.number, state=LeaveState(row.state).label
                )
            )
        row.note = reason_of(reason)
        row.state = LeaveState.CANCELLED.value
        tx.session.flush()
        return one_view(tx.session, row)


def end_early(store: Store, actor: Actor, leave_id: int, at: datetime, reason: str) -> LeaveView:
    """Somebody is back before their leave is over (销假): it ends ``at``.

    Raises:
        NotFoundError: there is no such leave.
        InputError: ``at`` is not within it, or the reason is missing.
        RefusedError: it is not approved.
    """
    with store.write("leave.end_early", actor) as tx:
        row = get_leave(tx, leave_id)
        if row.state != LeaveState.APPROVED:
            raise RefusedError(_("{number} is not approved.").format(number=row.number))
        faults = Faults()
        if not row.start < at < row.end:
            faults.add(
                "at",
                _("The leave is {span}; it can end within that only.").format(
                    span=span_words(row.start, row.end)
                ),
            )
        faults.check()
        row.note, row.end = reason_of(reason), at
        tx.session.flush()
        return one_view(tx.session, row)


def _refuse_overlap(session: Session, form: LeaveForm) -> None:
    query = select(Leave).where(
        Leave.staff_id == form.staff_id,
        col(Leave.state).in_(LIVING),
        col(Leave.end) > form.start,
        col(Leave.start) < form.end,
    )
    other = session.exec(query).first()
    if other is not None:
        raise RefusedError(
            _("There is leave already, {number}: {span}.").format(
                number=other.number, span=span_words(other.start, other.end)
            )
        )

"""Make-ups and waivers of a slot, with a reason and an approver; taking a correction back."""

from __future__ import annotations

from gridterm.attendance.approving import Approving
from gridterm.attendance.corrections.reading import CorrectionView, quota_in, views
from gridterm.attendance.corrections.rows import REASON_LONGEST, put, put_undone
from gridterm.attendance.corrections.suggesting import shown, suggestion
from gridterm.attendance.locks import refuse_locked
from gridterm.attendance.tables import Correction
from gridterm.attendance.terms import FAULTS, CorrectionKind, SlotKey, Status
from gridterm.errors import NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx


def make_up(store: Store, actor: Actor, key: SlotKey, reason: str, approver: str) -> CorrectionView:
    """A sign-in made up for (补签), within the policy's number a month.

    In a locked month it becomes a pending adjustment.

    Raises:
        NotFoundError: nobody with this id was employed that day.
        InputError: the reason is missing, or the approver is nobody who can (``approving``).
        RefusedError: there is nothing to make up, or the month's number is used up.
    """
    with store.write("attendance.makeup", actor) as tx:
        told = _checked(tx, key, reason, approver)
        view = suggestion(tx.session, key, tx.now)
        if view.status not in {*FAULTS, Status.MISSING}:
            raise RefusedError(
                _("There is nothing to make up: the slot is {status}.").format(
                    status=view.status.label
                )
            )
        quota = quota_in(tx.session, key.staff_id, key.day)
        if quota.used >= quota.most:
            raise RefusedError(
                _("{name} has used the {most} make-ups of {month} already.").format(
                    name=get_staff(tx.session, key.staff_id).name,
                    most=quota.most,
                    month=f"{key.day:%Y-%m}",
                )
            )
        return put(tx, actor, key, CorrectionKind.MAKEUP, told)


def waive(store: Store, actor: Actor, key: SlotKey, reason: str, approver: str) -> CorrectionView:
    """Waive the consequence of a fault; the fact stays.

    Raises:
        NotFoundError, InputError: as ``make_up``.
        RefusedError: the slot is no fault, or the month is locked.
    """
    with store.write("attendance.waive", actor) as tx:
        refuse_locked(tx.session, key.day)
        told = _checked(tx, key, reason, approver)
        view = shown(tx.session, key, tx.now)
        if view.status not in FAULTS:
            raise RefusedError(
                _("There is nothing to waive: the slot is {status}.").format(
                    status=view.status.label
                )
            )
        return put(tx, actor, key, CorrectionKind.WAIVER, told)


def undo(store: Store, actor: Actor, correction_id: int, reason: str) -> CorrectionView:
    """Take back a make-up, a waiver or a confirmation; it stays with who took it back and why.

    Raises:
        NotFoundError: there is none, or it was taken back already.
        InputError: the reason is missing.
        RefusedError: the month is locked, and it is neither a make-up nor a dismissal.
    """
    with store.write("attendance.undo", actor) as tx:
        row = tx.session.get(Correction, correction_id)
        if row is None or row.undone_at is not None:
            raise NotFoundError(_("There is no such make-up, waiver or confirmation."))
        if row.kind not in {CorrectionKind.MAKEUP, CorrectionKind.DISMISSED}:
            refuse_locked(tx.session, row.day)
        faults = Faults()
        line = faults.line("reason", reason, REASON_LONGEST, _("Say why."))
        faults.check()
        tx.subject = f"staff:{row.staff_id}"
        put_undone(tx, row, actor, line)
        return views(tx.session, [row])[0]


def _checked(tx: Tx, key: SlotKey, reason: str, approver: str) -> tuple[str, str]:
    faults = Faults()
    line = faults.line("reason", reason, REASON_LONGEST, _("Say why."))
    approving = Approving(tx, key.staff_id, _("Say who approved it."))
    name = approving.name(faults, approver)
    faults.check()
    return line, name

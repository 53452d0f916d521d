"""Putting one correction over a slot within a running use case, and taking it back."""

from __future__ import annotations

from sqlmodel import Session, col, select

from gridterm.attendance.corrections.reading import CorrectionView, views
from gridterm.attendance.tables import Correction
from gridterm.attendance.terms import CorrectionKind, SlotKey, SlotView
from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.store.audit import Actor
from gridterm.store.unit import Tx

REASON_LONGEST = 200


def put(
    tx: Tx, actor: Actor, key: SlotKey, kind: CorrectionKind, told: tuple[str, str]
) -> CorrectionView:
    """Put a make-up or a waiver over a slot; ``told`` is the reason and who approved it.

    Raises:
        RefusedError: there is one of this kind already.
    """
    if _living(tx.session, key, kind) is not None:
        raise RefusedError(
            _("There is one already for this slot; take it back first: {kind}.").format(
                kind=kind.label
            )
        )
    row = _row(tx, actor, key, kind)
    row.reason, row.approver = told
    tx.add(row)
    tx.subject = f"staff:{key.staff_id}"
    return views(tx.session, [row])[0]


def put_dismissal(tx: Tx, actor: Actor, key: SlotKey, reason: str, told: str) -> CorrectionView:
    """Dismiss what came for a locked slot within a running use case.

    An earlier dismissal, of what came before, is undone by it. ``told`` is ``SlotView.same`` of
    what is dismissed.

    Raises:
        InputError: the reason is missing.
    """
    faults = Faults()
    line = faults.line("reason", reason, REASON_LONGEST, _("Say why."))
    faults.check()
    earlier = _living(tx.session, key, CorrectionKind.DISMISSED)
    if earlier is not None:
        put_undone(tx, earlier, actor, _("dismissed anew"))
    row = _row(tx, actor, key, CorrectionKind.DISMISSED)
    row.reason, row.approver, row.computed = line, actor.name, told
    tx.add(row)
    tx.subject = f"staff:{key.staff_id}"
    return views(tx.session, [row])[0]


def put_confirmation(
    tx: Tx, actor: Actor, key: SlotKey, told: tuple[SlotView, str, str]
) -> CorrectionView:
    """Confirm a slot; an earlier confirmation is undone by it.

    ``told`` is the result, the code of what was computed, and the reason.
    """
    earlier = _living(tx.session, key, CorrectionKind.CONFIRMED)
    if earlier is not None:
        put_undone(tx, earlier, actor, _("confirmed anew"))
    result, computed, reason = told
    row = _row(tx, actor, key, CorrectionKind.CONFIRMED)
    row.reason, row.computed, row.approver = reason, computed, actor.name
    row.status, row.minutes = result.status.value, result.minutes
    row.leave_kind = result.kind.value if result.kind else ""
    tx.add(row)
    tx.subject = f"staff:{key.staff_id}"
    return views(tx.session, [row])[0]


def put_undone(tx: Tx, row: Correction, actor: Actor, reason: str) -> None:
    """Take a correction back; it stays with who took it back and why."""
    row.undone_at, row.undone_by, row.undone_reason = tx.now, actor.name, reason
    tx.session.flush()


def _row(tx: Tx, actor: Actor, key: SlotKey, kind: CorrectionKind) -> Correction:
    return Correction(
        kind=kind.value,
        staff_id=key.staff_id,
        day=key.day,
        slot=key.slot.value,
        reason="",
        approver="",
        at=tx.now,
        by=actor.name,
    )


def _living(session: Session, key: SlotKey, kind: CorrectionKind) -> Correction | None:
    return session.exec(
        select(Correction).where(
            Correction.staff_id == key.staff_id,
            Correction.day == key.day,
            Correction.slot == key.slot.value,
            Correction.kind == kind.value,
            col(Correction.undone_at).is_(None),
        )
    ).first()

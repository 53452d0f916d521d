"""What came after a month was locked: shown beside it, dismissed with a reason (RULEBOOK §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from gridterm.attendance import reading
from gridterm.attendance.corrections import CorrectionView, put_dismissal
from gridterm.attendance.locks import lock_of
from gridterm.attendance.tables import Correction
from gridterm.attendance.terms import CorrectionKind, Flag, SlotKey, SlotView, StaffLine
from gridterm.calendar import month_days
from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx

CHANGED = frozenset({Flag.PENDING_ADJUSTMENT, Flag.DISMISSED})


@dataclass(frozen=True)
class Adjustment:
    """A slot of a locked month that the facts would now give differently.

    ``dismissed``: somebody decided that it stays as it was locked; ``locked`` says who and why.
    """

    staff: StaffLine
    day: date
    locked: SlotView
    now: SlotView

    @property
    def dismissed(self) -> bool:
        """Whether it was decided already."""
        return Flag.DISMISSED in self.locked.flags


def adjustments(store: Store, year: int, month: int) -> tuple[Adjustment, ...]:
    """What the facts would change in a locked month, the decided ones last; none for an open one.

    Raises:
        InputError: there is no such month.
    """
    now = store.clock.now()
    with store.read() as session:
        found = reading.whole_in(session, (year, month), now)
        if found.lock is None:
            return ()
        changed = [
            (person.staff, day.day, view)
            for person in found.rows
            for day in person.days
            for view in day.slots
            if view.flags & CHANGED
        ]
        fresh = reading.fresh_slots(
            session, {(staff.id, day) for staff, day, _view in changed}, now
        )
    rows = (
        Adjustment(staff, day, view, fresh[staff.id, day].slot(view.slot))
        for staff, day, view in changed
    )
    return tuple(sorted(rows, key=lambda one: one.dismissed))


def dismiss(store: Store, actor: Actor, key: SlotKey, reason: str) -> CorrectionView:
    """Decide that a slot of a locked month stays as it is, whatever came after.

    What comes later still is a pending adjustment again.

    Raises:
        InputError: the reason is missing.
        RefusedError: the month is not locked, or nothing came for this slot.
    """
    with store.write("attendance.dismiss", actor) as tx:
        if lock_of(tx.session, key.day.year, key.day.month) is None:
            raise RefusedError(
                _("{month} is not locked, so nothing waits there as an adjustment.").format(
                    month=f"{key.day:%Y-%m}"
                )
            )
        month = (key.day.year, key.day.month)
        page = reading.read_month(tx.session, month, tx.now, staff_ids=[key.staff_id])
        held = [day.slot(key.slot) for row in page.rows for day in row.days if day.day == key.day]
        if not any(Flag.PENDING_ADJUSTMENT in one.flags for one in held):
            raise RefusedError(_("No adjustment waits for this slot."))
        days = {(key.staff_id, key.day)}
        fresh = reading.fresh_slots(tx.session, days, tx.now)[key.staff_id, key.day]
        return put_dismissal(tx, actor, key, reason, fresh.slot(key.slot).same)


def forget_dismissals(tx: Tx, actor: Actor, month: tuple[int, int], reason: str) -> None:
    """The month is open again: what was dismissed counts as the facts say."""
    for row in _living(tx.session, month):
        row.undone_at, row.undone_by, row.undone_reason = tx.now, actor.name, reason


def _living(session: Session, month: tuple[int, int]) -> list[Correction]:
    days = month_days(*month)
    query = select(Correction).where(
        Correction.kind == CorrectionKind.DISMISSED,
        col(Correction.day).between(days[0], days[-1]),
        col(Correction.undone_at).is_(None),
    )
    return list(session.exec(query))

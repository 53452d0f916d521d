"""The times somebody worked here: who had left and is hired again keeps the time before.

The ladder of warnings asks in which employment an incident was (RULEBOOK §6).
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.registers.tables import FormerEmployment, Staff
from gridterm.store.unit import Tx


def former(session: Session, staff_id: int) -> tuple[FormerEmployment, ...]:
    """The employments before the present one, the earliest first."""
    query = select(FormerEmployment).where(FormerEmployment.staff_id == staff_id)
    return tuple(session.exec(query.order_by(col(FormerEmployment.hired))))


def worked_on(session: Session, staff: Staff, day: date) -> bool:
    """Whether somebody was employed on a day, now or in an employment before."""
    if staff.hired <= day and (staff.left is None or staff.left >= day):
        return True
    return any(one.hired <= day <= one.left for one in former(session, staff.id or 0))


def check(faults: Faults, session: Session, staff: Staff, hired: date) -> None:
    """The first day lies behind the employment before; taking that back is allowed."""
    before = former(session, staff.id or 0)
    if before and before[-1].hired != hired and hired <= before[-1].left:
        faults.add(
            "hired",
            _("They worked here until {day} before: the first day is later than that.").format(
                day=before[-1].left.isoformat()
            ),
        )


def settle(tx: Tx, staff: Staff, hired: date) -> None:
    """Keep the employment that was over before the new first day, ``hired``.

    A day hired that goes back to the first day of the employment before takes back that
    somebody was hired again: it was never two. An end that is only taken back leaves
    nothing, as the first day stays.
    """
    if staff.left is not None and hired > staff.left:
        tx.add(FormerEmployment(staff_id=staff.id or 0, hired=staff.hired, left=staff.left))
        return
    before = former(tx.session, staff.id or 0)
    if before and before[-1].hired == hired != staff.hired:
        tx.session.delete(before[-1])

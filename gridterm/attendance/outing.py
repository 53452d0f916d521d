"""Official duty away from the office (公出, RULEBOOK §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select

from gridterm.attendance.approving import Approving
from gridterm.attendance.explaining import span_words
from gridterm.attendance.leave.rows import REASON_LONGEST, check_span, reason_of
from gridterm.attendance.people import lines
from gridterm.attendance.tables import Outing
from gridterm.attendance.terms import (
    OutingForm,
    StaffLine,
)
from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store


@dataclass(frozen=True)
class OutingView:
    """Official duty away from the office."""

    id: int
    staff: StaffLine
    start: datetime
    end: datetime
    reason: str
    approver: str
    at: datetime
    by: str

    @property
    def span(self) -> str:
        """When, as people say it."""
        return span_words(self.start, self.end)


def enter_outing(store: Store, actor: Actor, form: OutingForm) -> OutingView:
    """Enter official duty away from the office.

    Raises:
        NotFoundError: there is nobody with this id.
        InputError: a field cannot be used.
    """
    with store.write("outing.enter", actor) as tx:
        get_staff(tx.session, form.staff_id)
        faults = Faults()
        reason = faults.line("reason", form.reason, REASON_LONGEST, _("Say what the duty is."))
        name = Approving(tx, form.staff_id, _("Say who sent them.")).name(faults, form.approver)
        check_span(faults, form.start, form.end)
        faults.check()
        row = Outing(
            staff_id=form.staff_id,
            start=form.start,
            end=form.end,
            reason=reason,
            approver=name,
            at=tx.now,
            by=actor.name,
        )
        tx.add(row)
        tx.subject = f"outing:{row.id}"
        return _outing(row, lines(tx.session, [row.staff_id]))


def undo_outing(store: Store, actor: Actor, outing_id: int, reason: str) -> None:
    """Take back official duty that was entered.

    Raises:
        NotFoundError: there is none, or it was taken back already.
        InputError: the reason is missing.
    """
    with store.write("outing.undo", actor) as tx:
        row = tx.session.get(Outing, outing_id)
        if row is None or row.undone_at is not None:
            raise NotFoundError(_("There is no such official duty."))
        tx.subject = f"outing:{outing_id}"
        row.undone_reason = reason_of(reason)
        row.undone_at, row.undone_by = tx.now, actor.name


def outings(
    store: Store, first: date, last: date, staff_id: int | None = None
) -> tuple[OutingView, ...]:
    """Official duty that touches any day from ``first`` to ``last``."""
    query = (
        select(Outing)
        .where(
            col(Outing.undone_at).is_(None),
            col(Outing.end) > datetime.combine(first, time()),
            col(Outing.start) < datetime.combine(last + timedelta(days=1), time()),
        )
        .order_by(col(Outing.start), col(Outing.id))
    )
    if staff_id is not None:
        query = query.where(Outing.staff_id == staff_id)
    with store.read() as session:
        rows = session.exec(query).all()
        people = lines(session, [row.staff_id for row in rows])
        return tuple(_outing(row, people) for row in rows)


def _outing(row: Outing, people: dict[int, StaffLine]) -> OutingView:
    same = ("start", "end", "reason", "approver", "at", "by")
    told = {name: getattr(row, name) for name in same}
    return OutingView(id=row.id or 0, staff=people[row.staff_id], **told)

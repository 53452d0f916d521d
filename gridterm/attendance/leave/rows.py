"""The row of a request within a running use case, and the checks its steps share."""

from __future__ import annotations

from datetime import datetime, timedelta

from gridterm.attendance.leave.reading import no_leave
from gridterm.attendance.tables import Leave
from gridterm.attendance.terms import LeaveState
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.store.unit import Tx

REASON_LONGEST = 200


LONGEST = timedelta(days=400)


LIVING = (LeaveState.ASKED.value, LeaveState.APPROVED.value)


def get_leave(tx: Tx, leave_id: int) -> Leave:
    """The row of a request, as the subject of the running use case.

    Raises:
        NotFoundError: there is no such leave.
    """
    row = tx.session.get(Leave, leave_id)
    if row is None:
        raise no_leave()
    tx.subject = f"leave:{leave_id}"
    return row


def check_span(faults: Faults, start: datetime, end: datetime) -> None:
    """Note a fault where a span is turned round or longer than a year."""
    if end <= start:
        faults.add("end", _("It ends before it begins."))
    elif end - start > LONGEST:
        faults.add("end", _("That is longer than a year. Check the dates."))


def reason_of(typed: str) -> str:
    """The reason for a decision, clean.

    Raises:
        InputError: it is missing or too long.
    """
    faults = Faults()
    line = faults.line("reason", typed, REASON_LONGEST, _("Say why."))
    faults.check()
    return line

"""Whether leave was approved too late for what it covers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from gridterm.attendance import policy, rules
from gridterm.attendance.limits import Policy
from gridterm.attendance.tables import Leave
from gridterm.attendance.terms import LeaveState
from gridterm.registers import workdays
from gridterm.registers.calendars import WorkCalendar


@dataclass(frozen=True)
class Lateness:
    """Whether approval came after the first sign-in that a leave covers."""

    policies: tuple[Policy, ...]
    calendar: WorkCalendar

    @classmethod
    def load(cls, session: Session) -> Lateness:
        """What holds in this office: its policies and its calendar."""
        return cls(policy.load(session), workdays.load(session))

    def of(self, row: Leave) -> bool:
        """Whether this leave was approved late, whatever was decided of it."""
        if row.state != LeaveState.APPROVED or row.decided_at is None:
            return False
        return any(
            target < row.decided_at
            for target in rules.targets(
                row.start, min(row.end, row.decided_at), self.policies, self.calendar.is_workday
            )
        )

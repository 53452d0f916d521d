"""Leave (RULEBOOK §5): asked before, approved by; approved late is undecided."""

from gridterm.attendance.leave.asking import ask, cancel, end_early
from gridterm.attendance.leave.deciding import approve, decide_late, file_approved, reject
from gridterm.attendance.leave.reading import (
    LeavePage,
    LeaveView,
    leave,
    leave_by_number,
    leaves,
    undecided,
)

__all__ = [
    "LeavePage",
    "LeaveView",
    "approve",
    "ask",
    "cancel",
    "decide_late",
    "end_early",
    "file_approved",
    "leave",
    "leave_by_number",
    "leaves",
    "reject",
    "undecided",
]

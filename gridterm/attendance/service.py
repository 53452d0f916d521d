"""What a clerk can do with attendance, in one place.

Each lives in a file of its own; this is the door the other desks, the screens and the command
line use.
"""

from __future__ import annotations

from gridterm.attendance.adjusting import adjustments, dismiss
from gridterm.attendance.codes import (
    codes,
    end_code,
    map_code,
    set_joining_hour,
    unknown_pins,
)
from gridterm.attendance.corrections import (
    confirm,
    confirm_suggested,
    corrections,
    make_up,
    quota,
    undo,
    waive,
)
from gridterm.attendance.leave import (
    approve,
    ask,
    cancel,
    decide_late,
    end_early,
    file_approved,
    leave,
    leaves,
    reject,
    undecided,
)
from gridterm.attendance.months import (
    calendar_warnings,
    lock,
    months,
    reopen,
    sums,
)
from gridterm.attendance.outing import enter_outing, outings, undo_outing
from gridterm.attendance.people import joining_hour
from gridterm.attendance.policy import policies, save
from gridterm.attendance.punching import punch
from gridterm.attendance.reading import (
    board,
    due_now,
    exceptions,
    matrix,
    person_day,
    raw_punches,
    slot_of_now,
    whole_month,
)

__all__ = [
    "adjustments",
    "approve",
    "ask",
    "board",
    "calendar_warnings",
    "cancel",
    "codes",
    "confirm",
    "confirm_suggested",
    "corrections",
    "decide_late",
    "dismiss",
    "due_now",
    "end_code",
    "end_early",
    "enter_outing",
    "exceptions",
    "file_approved",
    "joining_hour",
    "leave",
    "leaves",
    "lock",
    "make_up",
    "map_code",
    "matrix",
    "months",
    "outings",
    "person_day",
    "policies",
    "punch",
    "quota",
    "raw_punches",
    "reject",
    "reopen",
    "save",
    "set_joining_hour",
    "slot_of_now",
    "sums",
    "undecided",
    "undo",
    "undo_outing",
    "unknown_pins",
    "waive",
    "whole_month",
]

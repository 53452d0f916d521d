"""What is read of attendance: the day's board, the month, exceptions, somebody's day, raw punches.

A locked month is shown as it was locked; where the facts would now give something else, the
slot says so and nothing more.
"""

from gridterm.attendance.reading.day import board, due_now, person_day, slot_of_now
from gridterm.attendance.reading.month import (
    exceptions,
    matrix,
    read_month,
    whole_in,
    whole_month,
)
from gridterm.attendance.reading.punches import raw_punches
from gridterm.attendance.reading.standing import fresh_slots
from gridterm.attendance.reading.views import (
    Board,
    BoardRow,
    DayHead,
    DueNow,
    ExceptionRow,
    MonthMatrix,
    PersonDay,
    PersonMonth,
    PunchPage,
    RawPunch,
)

__all__ = [
    "Board",
    "BoardRow",
    "DayHead",
    "DueNow",
    "ExceptionRow",
    "MonthMatrix",
    "PersonDay",
    "PersonMonth",
    "PunchPage",
    "RawPunch",
    "board",
    "due_now",
    "exceptions",
    "fresh_slots",
    "matrix",
    "person_day",
    "raw_punches",
    "read_month",
    "slot_of_now",
    "whole_in",
    "whole_month",
]

"""What is read of attendance, as plain values: the day, the month, exceptions, punches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from gridterm.attendance.corrections import CorrectionView
from gridterm.attendance.locks import LockView
from gridterm.attendance.summing import Summary
from gridterm.attendance.terms import (
    TO_DECIDE,
    DayView,
    Signed,
    Slot,
    SlotView,
    StaffLine,
    Status,
)


@dataclass(frozen=True)
class DayHead:
    """A day at the top of the month: whether the office works, and the holiday it is."""

    day: date
    working: bool
    holiday: str


@dataclass(frozen=True)
class PersonMonth:
    """Somebody's month: every day, and the figures for pay."""

    staff: StaffLine
    days: tuple[DayView, ...]
    summary: Summary


@dataclass(frozen=True)
class MonthMatrix:
    """A page of a month by staff number; ``banner`` speaks of a year not published."""

    year: int
    month: int
    days: tuple[DayHead, ...]
    lock: LockView | None
    banner: str
    rows: tuple[PersonMonth, ...]
    more: bool

    @property
    def published(self) -> bool:
        """Whether the year's holidays are known, so that the month can be locked."""
        return not self.banner

    @property
    def cursor(self) -> str:
        """Where the next page begins."""
        return self.rows[-1].staff.number if self.rows else ""


@dataclass(frozen=True)
class BoardRow:
    """Somebody's day on the board."""

    staff: StaffLine
    view: DayView


@dataclass(frozen=True)
class Board:
    """Who has signed in on a day, by staff number."""

    day: date
    working: bool
    banner: str
    rows: tuple[BoardRow, ...]

    def missing(self, slot: Slot) -> tuple[StaffLine, ...]:
        """Who should have signed in by now and has not, or still has to."""
        waiting = {Status.MISSING, Status.PENDING, Status.ABSENT}
        return tuple(one.staff for one in self.rows if one.view.slot(slot).status in waiting)


@dataclass(frozen=True)
class DueNow:
    """The slot that is signed in for now: until when that is on time, and who has not yet.

    ``missing`` is empty before the slot's window opens; ``late`` that it is past the time.
    """

    slot: Slot
    working: bool
    on_time_until: time
    late: bool
    missing: tuple[StaffLine, ...]


@dataclass(frozen=True)
class ExceptionRow:
    """A slot that waits for a clerk's word; ``to_decide``: the facts alone do not settle it."""

    staff: StaffLine
    day: date
    view: SlotView

    @property
    def to_decide(self) -> bool:
        """Whether the facts alone do not settle it."""
        return bool(self.view.flags & TO_DECIDE)


@dataclass(frozen=True)
class PersonDay:
    """All there is about somebody's day."""

    staff: StaffLine
    view: DayView
    punches: tuple[Signed, ...]
    corrections: tuple[CorrectionView, ...]
    lock: LockView | None


@dataclass(frozen=True)
class RawPunch:
    """A raw punch with whose it is; ``staff`` None: nobody's PIN covers it."""

    staff: StaffLine | None
    pin: str
    signed: Signed


@dataclass(frozen=True)
class PunchPage:
    """A page of raw punches in their order; ``cursor`` is where the next page begins."""

    rows: tuple[RawPunch, ...]
    more: bool
    cursor: tuple[datetime, int] | None

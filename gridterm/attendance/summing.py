"""A person's month in figures for pay and appraisal, counted from the slots alone.

Pure. ``terms.TOTALS`` counts marks for the sheet's formulas; these are the same sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gridterm.attendance.terms import (
    ATTENDED,
    FAULTS,
    TO_DECIDE,
    DayView,
    Flag,
    LeaveKind,
    Slot,
    SlotView,
    Status,
)

HALF = 0.5
MINUTES = 60
OWED = frozenset({*ATTENDED, Status.ABSENT, Status.LEAVE, Status.MISSING, Status.PENDING})


@dataclass(frozen=True)
class Reason:
    """A slot that is not simply on time, with the sentence that explains it."""

    day: date
    slot: Slot
    mark: str
    sentence: str


@dataclass(frozen=True)
class Summary:
    """Figures of somebody's days; slots are half-days.

    ``late``, ``early`` and ``absent_halves`` leave out what is waived; ``unsigned`` are
    afternoons not signed, which are counted among the early or the absent ones too, as the
    policy names them. ``leave`` holds half-days by kind, ``leave_minutes`` those of leave by the
    hour that covers no sign-in and so is in no half-day.
    """

    owed: int = 0
    attended: int = 0
    late: int = 0
    late_minutes: int = 0
    early: int = 0
    early_minutes: int = 0
    unsigned: int = 0
    absent_halves: int = 0
    leave: Mapping[LeaveKind, int] = field(default_factory=dict)
    leave_minutes: Mapping[LeaveKind, int] = field(default_factory=dict)
    made_up: int = 0
    outing: int = 0
    waived: int = 0
    to_decide: int = 0
    days_off_present: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def absent_days(self) -> float:
        """Half a day for each absent slot."""
        return self.absent_halves * HALF

    @property
    def leave_halves(self) -> int:
        """Half-days of leave of all kinds."""
        return sum(self.leave.values())

    @property
    def leave_hours(self) -> float:
        """Hours of leave that cover no sign-in, of all kinds."""
        return sum(map(in_hours, self.leave_minutes.values()))


COUNTS = (
    *("owed", "attended", "late", "late_minutes", "early", "early_minutes", "unsigned"),
    *("absent_halves", "made_up", "outing", "waived", "to_decide", "days_off_present"),
)


def summary(days: Iterable[DayView], *, reasons: bool = False) -> Summary:
    """The figures of some days; the sentences only where ``reasons`` are asked for."""
    count: Counter[str] = Counter()
    leave: Counter[LeaveKind] = Counter()
    by_hour: Counter[LeaveKind] = Counter()
    told: list[Reason] = []
    for day in days:
        count["days_off_present"] += Flag.ON_DAY_OFF in day.flags
        for view in day.slots:
            _count(view, count, leave)
            for kind, minutes in view.hours:
                by_hour[kind] += minutes
            if reasons and remarkable(view):
                told.append(Reason(day.day, view.slot, view.mark, view.sentence))
    figures = {name: count[name] for name in COUNTS}
    kinds = {kind: leave[kind] for kind in LeaveKind if leave[kind]}
    parts = {kind: by_hour[kind] for kind in LeaveKind if by_hour[kind]}
    return Summary(**figures, leave=kinds, leave_minutes=parts, reasons=tuple(told))


def in_hours(minutes: int) -> float:
    """Minutes as hours with two places."""
    return round(minutes / MINUTES, 2)


def _count(view: SlotView, count: Counter[str], leave: Counter[LeaveKind]) -> None:
    status = view.status
    if status is Status.OFF or status is Status.NOT_EMPLOYED:
        return
    count["owed"] += status in OWED
    count["attended"] += status in ATTENDED
    count["made_up"] += status is Status.MADE_UP
    count["outing"] += status is Status.OUTING
    count["to_decide"] += bool(view.flags & TO_DECIDE)
    if view.kind is not None:
        leave[view.kind] += 1
    if view.waived:
        count["waived"] += 1
        return
    if status is Status.LATE:
        count["late"] += 1
        count["late_minutes"] += view.minutes
    if status is Status.EARLY:
        count["early"] += 1
        count["early_minutes"] += view.minutes
    count["absent_halves"] += status is Status.ABSENT
    count["unsigned"] += Flag.UNSIGNED in view.flags and status in FAULTS


def remarkable(view: SlotView) -> bool:
    """Whether a slot needs its reason beside it: all but on time, off and still to come."""
    ordinary = {Status.PRESENT, Status.OFF, Status.NOT_EMPLOYED, Status.PENDING}
    return view.status not in ordinary or view.confirmed or bool(view.flags or view.hours)


def exception(view: SlotView) -> bool:
    """Whether a slot waits for a clerk's word: a fault or a doubt that nobody decided yet."""
    if view.locked:
        return Flag.PENDING_ADJUSTMENT in view.flags
    if view.flags & TO_DECIDE:
        return True
    return view.status in FAULTS and not view.confirmed and not view.waived


def add(parts: Iterable[Summary]) -> Summary:
    """Several months in one: a quarter, a year."""
    parts = tuple(parts)
    leave: Counter[LeaveKind] = Counter()
    by_hour: Counter[LeaveKind] = Counter()
    for one in parts:
        leave.update(one.leave)
        by_hour.update(one.leave_minutes)
    figures = {name: sum(getattr(one, name) for one in parts) for name in COUNTS}
    reasons = tuple(reason for one in parts for reason in one.reasons)
    return Summary(**figures, leave=dict(leave), leave_minutes=dict(by_hour), reasons=reasons)

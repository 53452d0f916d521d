"""Arithmetic on the office's working time: minutes within office hours, days to close of business.

Pure: the calendar comes as a function, so that an edited calendar, a year that is not
published and a test's own calendar all work the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

ONE_DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
FARTHEST = 3_660
"""Days looked ahead for a working day before the calendar is taken for broken."""


def workday_from(day: date, is_workday: Callable[[date], bool]) -> date:
    """``day`` where it is a working day, else the first one after it.

    Raises:
        ValueError: the calendar has none within ten years.
    """
    for ahead in range(FARTHEST):
        candidate = day + timedelta(days=ahead)
        if is_workday(candidate):
            return candidate
    raise ValueError(day)


@dataclass(frozen=True)
class WorkTime:
    """When the office works.

    Args:
        spans: the hours of a working day in order, such as 08:30–12:00 and 13:30–17:30.
        is_workday: whether a date is a working day (holidays, make-up days included).
    """

    spans: tuple[tuple[time, time], ...]
    is_workday: Callable[[date], bool]

    @property
    def closes(self) -> time:
        """Close of business."""
        return self.spans[-1][1]

    def next_workday(self, day: date) -> date:
        """The first working day after ``day``.

        Raises:
            ValueError: the calendar has none within ten years.
        """
        return workday_from(day + ONE_DAY, self.is_workday)

    def workday_from(self, day: date) -> date:
        """``day`` where it is a working day, else the first one after it.

        Raises:
            ValueError: the calendar has none within ten years.
        """
        return workday_from(day, self.is_workday)

    def spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of working time that end after ``moment``, the first cut to it."""
        day = moment.date() if self.is_workday(moment.date()) else self.next_workday(moment.date())
        while True:
            for opens, closes in self.spans:
                start, end = datetime.combine(day, opens), datetime.combine(day, closes)
                if end > moment:
                    yield max(start, moment), end
            day = self.next_workday(day)


def add_minutes(start: datetime, minutes: int, work: WorkTime) -> datetime:
    """The moment ``minutes`` of working time after ``start``."""
    left = timedelta(minutes=minutes)
    for begin, end in work.spans_from(start):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("spans_from never ends")


def minutes_between(start: datetime, end: datetime, work: WorkTime) -> int:
    """Whole minutes of working time from ``start`` to ``end``; 0 when end is not later."""
    total = timedelta()
    if end <= start:
        return 0
    for begin, finish in work.spans_from(start):
        if begin >= end:
            break
        total += min(finish, end) - begin
    return total // MINUTE


def close_after(start: datetime, days: int, work: WorkTime) -> datetime:
    """Close of business of the ``days``-th working day after the day of ``start``.

    Counting begins with the next working day, whatever the hour of ``start``: what comes in
    at 17:31, on a Saturday or at 08:00 is counted alike (RULEBOOK §2, resolution).
    """
    day = start.date()
    for _n in range(days):
        day = work.next_workday(day)
    return datetime.combine(day, work.closes)


def closes_between(start: datetime, end: datetime, work: WorkTime) -> int:
    """How many closes of business lie in the half-open stretch from ``start`` to ``end``."""
    count = 0
    day = start.date()
    while day <= end.date():
        close = datetime.combine(day, work.closes)
        if start <= close < end and work.is_workday(day):
            count += 1
        day += ONE_DAY
    return count


def workdays_between(first: date, last: date, work: WorkTime) -> int:
    """Working days after ``first`` up to and with ``last``; 0 when last is not later."""
    return sum(
        work.is_workday(first + timedelta(days=n))
        for n in range(1, max(0, (last - first).days) + 1)
    )

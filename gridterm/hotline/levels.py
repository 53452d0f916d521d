"""How near a clock's date is and how late it is (RULEBOOK §2 warnings), as pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from gridterm.hotline.clocks import Clock
from gridterm.hotline.terms import Level
from gridterm.worktime import ONE_DAY, WorkTime, workdays_between

FAR = 60
"""Days looked over for some working days: longer than any holiday."""


@dataclass(frozen=True)
class Limits:
    """When a date is near and how late is how bad (settings ``hotline.*``).

    ``near_percent`` is the last part of a clock's time; the days are working days after it.
    """

    near_percent: int = 20
    supervise_days: int = 1
    circulate_days: int = 5


OURS = Limits()


def near_from(clock: Clock, work: WorkTime, limits: Limits = OURS) -> datetime | None:
    """From when on a clock is nearly due: its last part, or its last working day (§2)."""
    if clock.due is None:
        return None
    part = clock.due - (clock.due - clock.start) * limits.near_percent / 100
    if clock.by_minutes:
        return part
    day = clock.due.date()
    for _n in range(FAR):
        if work.is_workday(day):
            break
        day -= ONE_DAY
    return max(clock.start, min(part, datetime.combine(day, time())))


def level(clock: Clock, work: WorkTime, now: datetime, limits: Limits = OURS) -> Level:
    """How near a clock is: the last working day or the last part is near (§2 warnings)."""
    if clock.done_at is not None:
        return Level.DONE
    return level_by(clock.due, near_from(clock, work, limits), work, now, limits)


def dues_before(now: datetime, days: int, work: WorkTime) -> datetime:
    """The moment before which a date lies that is ``days`` working days past at ``now``.

    With 0 days it is ``now``: whatever lies before it is overdue. The other way round than
    ``level_by``, so that a list can be found by index.
    """
    if days <= 0:
        return now
    day = now.date()
    for _n in range(FAR):
        days -= work.is_workday(day)
        if not days:
            return datetime.combine(day, time())
        day -= ONE_DAY
    return datetime.combine(day, time())


def level_by(
    due: datetime | None,
    near: datetime | None,
    work: WorkTime,
    now: datetime,
    limits: Limits = OURS,
) -> Level:
    """As ``level``, of a clock that runs, from its kept moments."""
    if due is None:
        return Level.CALM
    if now > due:
        until = min(now.date(), due.date() + FAR * ONE_DAY)
        late = workdays_between(due.date(), until, work)
        if late >= limits.circulate_days:
            return Level.CIRCULATED
        return Level.SUPERVISED if late >= limits.supervise_days else Level.OVERDUE
    return Level.NEAR if near is not None and now >= near else Level.CALM

"""When the demo office works: weekdays, the long holidays left out, office hours.

Kept apart from the real calendar on purpose: a newly decreed holiday must not change an office
that is promised to be the same every time.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from functools import cache

from gridterm.demo.content import Dice

SATURDAY = 5
SPRING_FESTIVALS = tuple(
    map(
        date.fromisoformat,
        (
            "2010-02-14", "2011-02-03", "2012-01-23", "2013-02-10", "2014-01-31", "2015-02-19",
            "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12",
            "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06",
            "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11", "2033-01-31",
            "2034-02-19", "2035-02-08", "2036-01-28", "2037-02-15", "2038-02-04", "2039-01-24",
        ),
    )
)  # fmt: skip
FIREWORKS = range(-8, 17)
FESTIVAL_REST = range(-1, 7)
FIXED_REST = frozenset({(1, 1), (5, 1), (5, 2), (5, 3)} | {(10, day) for day in range(1, 8)})
OPENS = time(8, 30)
CLOSES = time(17, 30)


@cache
def festival_distance(day: date) -> int:
    """How many days after the nearest known Spring Festival; negative before it."""
    place = bisect_right(SPRING_FESTIVALS, day)
    near = SPRING_FESTIVALS[max(place - 1, 0) : place + 1]
    return min(((day - one).days for one in near), key=abs)


@cache
def is_workday(day: date) -> bool:
    """Whether the office is open."""
    return (
        day.weekday() < SATURDAY
        and (day.month, day.day) not in FIXED_REST
        and festival_distance(day) not in FESTIVAL_REST
    )


@cache
def next_workday(day: date, steps: int = 1) -> date:
    """The ``steps``-th working day after ``day``."""
    for _step in range(steps):
        day += timedelta(days=1)
        while not is_workday(day):
            day += timedelta(days=1)
    return day


def later(dice: Dice, at: datetime, low: int, high: int) -> datetime:
    """Some minutes later within office hours; past closing it is the next morning."""
    moment = at + timedelta(minutes=dice.between(low, high), seconds=dice.between(0, 59))
    if is_workday(moment.date()) and OPENS <= moment.time() <= CLOSES:
        return moment
    same = is_workday(moment.date()) and moment.time() < OPENS
    day = moment.date() if same else next_workday(moment.date())
    return datetime.combine(day, OPENS) + timedelta(
        minutes=dice.between(2, 150), seconds=dice.between(0, 59)
    )


def days_later(dice: Dice, at: datetime, low: int, high: int) -> datetime:
    """Some working days later, at some minute of the office day."""
    day = next_workday(at.date(), dice.between(low, high))
    minutes = dice.between(5, 200) if dice.chance(0.55) else dice.between(275, 530)
    return datetime.combine(day, OPENS) + timedelta(minutes=minutes, seconds=dice.between(0, 59))

"""When calls come: how many on a day, and at what minute of it.

Only sums and products are used here. They come out the same on every machine and in every
version of Python; logarithms and ``sum`` of fractions do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import fsum

from gridterm.demo.content import MONTHS, Bag, Dice
from gridterm.demo.worktime import OPENS, SATURDAY, is_workday

LAST_DAY_CALLS = 3
LAST_DAY_MINUTES = 150
SAFE_DAY = 28
SEASON = (1.05, 1.0, 0.95, 0.95, 1.0, 1.05, 1.15, 1.1, 0.95, 0.95, 1.1, 1.1)
WEEK = (1.25, 1.1, 1.05, 1.0, 1.0, 0.3, 0.22)
REST_DAY = 0.25
# Parts of the day in minutes since midnight, and how many of the calls fall into each.
HOURS: Bag[tuple[int, int]] = Bag(
    (
        ((8 * 60 + 5, 11 * 60 + 40), 52),
        ((11 * 60 + 40, 13 * 60), 5),
        ((13 * 60, 17 * 60 + 45), 34),
        ((17 * 60 + 45, 21 * 60 + 50), 7),
        ((5 * 60 + 40, 8 * 60), 2),
    )
)


def months_back(day: date, months: int) -> date:
    """The day so many months earlier, at the latest the 28th."""
    index = day.year * MONTHS + day.month - 1 - months
    return date(index // MONTHS, index % MONTHS + 1, min(day.day, SAFE_DAY))


def arrivals(dice: Dice, start: date, anchor: date, number: int) -> Iterator[datetime]:
    """The moments of exactly ``number`` calls in order, a few on the anchor day's morning."""
    days = [start + timedelta(days=gone) for gone in range((anchor - start).days)]
    weights = [_weight(dice, day, place / len(days)) for place, day in enumerate(days)]
    last = min(LAST_DAY_CALLS, number)
    scale = (number - last) / fsum(weights)
    gone, owed = 0, dice.random()
    for day, weight in zip(days, weights, strict=True):
        owed += weight * scale
        # Rounding may leave the very last day one short: the total is kept exactly.
        count = (number - last if day == days[-1] else int(owed)) - gone
        gone += count
        yield from sorted(_moment(dice, day) for _call in range(count))
    opening = datetime.combine(anchor, OPENS)
    yield from sorted(
        opening + timedelta(minutes=dice.between(1, LAST_DAY_MINUTES), seconds=dice.between(0, 59))
        for _call in range(last)
    )


def _weight(dice: Dice, day: date, past: float) -> float:
    """How busy a day is: chance, week, season, and a slow growth over the whole time."""
    open_day = is_workday(day) or day.weekday() >= SATURDAY
    busy = WEEK[day.weekday()] if open_day else REST_DAY
    luck = 0.3 + dice.random() + 1.2 * dice.random() * dice.random() * dice.random()
    return luck * busy * SEASON[day.month - 1] * (0.88 + 0.24 * past)


def _moment(dice: Dice, day: date) -> datetime:
    low, high = dice.weighted(HOURS)
    minutes = timedelta(minutes=dice.between(low, high), seconds=dice.between(0, 59))
    return datetime.combine(day, time()) + minutes

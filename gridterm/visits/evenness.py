"""Whether draws were fair: chi-square over the tenths of a day's order (RULEBOOK §6).

Pure. A draw is how many visits it was drawn from and the places of those drawn in the order in
which the visits were recorded, from 0. By chance every place is as likely, so every tenth of the
day's order should be drawn about as often as its share of the places. A draw that took every
visit says nothing and is left out. One that took most of them varies less than chance, so the
limit errs on the side of not accusing anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

TENTHS = 10
LEAST = 5.0
"""Expected draws in each tenth below which chi-square says nothing (Cochran's rule)."""
LIMITS = (3.841, 5.991, 7.815, 9.488, 11.070, 12.592, 14.067, 15.507, 16.919)
"""What chi-square stays below in 19 of 20 fair cases, by degrees of freedom from 1."""

Places = tuple[int, Sequence[int]]
Tenth = tuple[int, float]


def tenths_of(draws: Iterable[Places]) -> tuple[Tenth, ...]:
    """By tenth of the day's order, how many were drawn and how many that would be by chance.

    Args:
        draws: for each draw from how many visits, and the places drawn, from 0.

    Raises:
        ValueError: a place lies outside its day.
    """
    hits: Counter[int] = Counter()
    expected = [0.0] * TENTHS
    for size, places in draws:
        if any(not 0 <= place < size for place in places):
            raise ValueError(size, places)
        if len(places) >= size:
            continue
        hits.update(tenth(place, size) for place in places)
        for at, share in enumerate(_shares(size)):
            expected[at] += len(places) * share
    return tuple((hits[at], expected[at]) for at in range(TENTHS))


def tenth(place: int, size: int) -> int:
    """The tenth of a day of ``size`` visits that a place lies in, both from 0."""
    return place * TENTHS // size


def chi_square(tenths: Iterable[Tenth]) -> float:
    """How uneven they are: the squared differences, each by what was expected, together."""
    return sum((hit - chance) ** 2 / chance for hit, chance in tenths if chance)


def limit_of(tenths: Iterable[Tenth]) -> float:
    """What chi-square stays below in 19 of 20 fair cases; 0 where there is nothing to compare."""
    degrees = sum(chance > 0 for _hit, chance in tenths) - 1
    return LIMITS[degrees - 1] if degrees > 0 else 0.0


def enough(tenths: Iterable[Tenth]) -> bool:
    """Whether there are enough draws to say anything."""
    used = [chance for _hit, chance in tenths if chance]
    return len(used) > 1 and min(used) >= LEAST


@cache
def _shares(size: int) -> tuple[float, ...]:
    """What share of the places of a day lies in each tenth."""
    counted = Counter(tenth(place, size) for place in range(size))
    return tuple(counted[at] / size for at in range(TENTHS))

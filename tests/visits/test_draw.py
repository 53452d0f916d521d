"""The draw of the visits that are checked: the same for everybody, and fair to everybody."""

import hashlib
import subprocess
from collections import Counter
from collections.abc import Callable
from random import Random
from shutil import which

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.errors import InputError
from gridterm.visits.draw import EACH_DAY, draw, mark, redraw_seed

visits_of = st.lists(st.integers(1, 10**9), max_size=25, unique=True)
seeds = st.text(min_size=1, max_size=20).filter(str.strip)

DAYS, HOUSEHOLDS = 4000, 20
LIMIT = 43.82
"""Of chi-square with 19 degrees of freedom: a fair draw lies above it once in a thousand times."""


# ── anyone gets the same ────────────────────────────────────────────────────
def test_a_draw_that_is_written_down() -> None:
    assert draw(range(1, 21), "2026-11-20/1007/5f3a") == (14, 12)
    assert EACH_DAY == 2


@given(visits_of, seeds, st.integers(0, 5))
def test_it_is_drawn_as_it_is_documented(visits: list[int], seed: str, n: int) -> None:
    by_hand = sorted(visits, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).hexdigest())
    assert draw(visits, seed, n) == tuple(by_hand[:n])


@given(visits_of, seeds, st.randoms(use_true_random=False))
def test_order_and_repetition_of_the_visits_do_not_matter(
    visits: list[int], seed: str, random: Random
) -> None:
    found = draw(visits, seed)
    again = visits * 2
    random.shuffle(again)
    assert draw(again, seed) == found
    assert len(set(found)) == len(found) == min(EACH_DAY, len(visits))
    assert set(found) <= set(visits)


@given(visits_of, seeds)
def test_more_of_a_draw_begins_with_it(visits: list[int], seed: str) -> None:
    assert draw(visits, seed, 5)[:2] == draw(visits, seed, 2)


@given(visits_of, seeds)
def test_what_was_not_drawn_bears_on_nothing(visits: list[int], seed: str) -> None:
    found = draw(visits, seed)
    assert draw(found, seed) == found


def test_a_calculator_of_the_system_shows_the_same() -> None:
    if not which("sha256sum"):
        pytest.skip("this system has no sha256sum")
    told = subprocess.run(
        ["sha256sum"], input=b"abc:7", capture_output=True, check=True
    ).stdout.decode()
    assert told.split()[0] == mark("abc", 7)


def test_a_draw_without_a_seed_is_refused() -> None:
    with pytest.raises(InputError):
        draw([1, 2, 3], " ")


# ── redraws ─────────────────────────────────────────────────────────────────
@given(seeds, st.integers(1, 30))
def test_a_redraw_has_a_seed_of_its_own_that_nobody_chose(seed: str, times: int) -> None:
    one = redraw_seed(seed, times)
    assert one == redraw_seed(seed, times)
    assert one not in {seed, redraw_seed(seed, times + 1)}


def test_redraws_are_counted_from_one() -> None:
    with pytest.raises(ValueError, match="0"):
        redraw_seed("abc", 0)


def test_redraws_find_other_visits() -> None:
    found = {draw(range(1, 21), redraw_seed("abc", times)) for times in range(1, 11)}
    assert len(found) > 8


# ── fair ────────────────────────────────────────────────────────────────────
Drawer = Callable[[list[int], str], tuple[int, ...]]


def seed_of(day: int, times: int = 0) -> str:
    """The seed of a day; that of a redraw where somebody asked for one."""
    first = hashlib.sha256(f"day {day}".encode()).hexdigest()[:16]
    return redraw_seed(first, times) if times else first


def unevenness(drawer: Drawer, *, times: int = 0) -> float:
    """Chi-square of how often each place of the day's list was drawn, over many days."""
    hits: Counter[int] = Counter()
    for day in range(DAYS):
        first = 1 + day * HOUSEHOLDS
        visits = list(range(first, first + HOUSEHOLDS))
        hits.update(visit - first for visit in drawer(visits, seed_of(day, times)))
    expected = DAYS * EACH_DAY / HOUSEHOLDS
    return sum((hits[place] - expected) ** 2 / expected for place in range(HOUSEHOLDS))


@pytest.mark.parametrize("times", [0, 1])
def test_every_household_of_the_day_is_as_likely(times: int) -> None:
    assert unevenness(draw, times=times) < LIMIT


def test_every_pair_is_as_likely() -> None:
    """Of 6 visits there are 15 pairs; chi-square with 14 degrees of freedom, once in 1000."""
    pairs = Counter(frozenset(draw(range(1, 7), seed_of(day))) for day in range(DAYS))
    expected = DAYS / 15
    assert len(pairs) == 15
    assert sum((many - expected) ** 2 / expected for many in pairs.values()) < 36.12


@pytest.mark.parametrize(
    "drawer",
    [
        lambda visits, _seed: tuple(visits[:2]),
        lambda visits, seed: draw(visits[:-1], seed),
        lambda visits, seed: tuple(sorted(visits, key=lambda one: f"{mark(seed, 1)}{one}")[:2]),
    ],
    ids=["the first two", "never the last", "by number"],
)
def test_an_unfair_draw_is_seen(drawer: Drawer) -> None:
    assert unevenness(drawer) > LIMIT

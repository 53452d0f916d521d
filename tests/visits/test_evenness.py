"""Chi-square over the tenths of a day's order: what is fair passes, what is rigged is found."""

import hashlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.visits.draw import draw
from gridterm.visits.evenness import (
    LIMITS,
    TENTHS,
    Places,
    chi_square,
    enough,
    limit_of,
    tenth,
    tenths_of,
)

ONCE_IN_A_THOUSAND = 27.88
"""Of chi-square with 9 degrees of freedom."""


@st.composite
def a_draw(draw_: st.DrawFn) -> Places:
    size = draw_(st.integers(0, 60))
    places = draw_(st.lists(st.integers(0, max(0, size - 1)), max_size=min(size, 5), unique=True))
    return size, places


draws_of = st.lists(a_draw(), max_size=30)


@given(draws_of)
def test_as_many_are_expected_as_were_drawn(draws: list[Places]) -> None:
    found = tenths_of(draws)
    said = sum(len(places) for size, places in draws if len(places) < size)
    assert len(found) == TENTHS
    assert sum(hits for hits, _chance in found) == said
    assert sum(chance for _hits, chance in found) == pytest.approx(said)
    assert chi_square(found) >= 0


@given(draws_of, st.randoms(use_true_random=False))
def test_the_order_of_the_draws_does_not_matter(draws: list[Places], random: Random) -> None:
    other = list(draws)
    random.shuffle(other)
    one, two = tenths_of(draws), tenths_of(other)
    assert [hits for hits, _c in one] == [hits for hits, _c in two]
    assert [chance for _h, chance in one] == pytest.approx([chance for _h, chance in two])


@given(st.integers(1, 200))
def test_every_place_lies_in_a_tenth_and_they_rise(size: int) -> None:
    found = [tenth(place, size) for place in range(size)]
    assert found == sorted(found)
    assert found[0] == 0
    assert found[-1] < TENTHS
    assert size < TENTHS or set(found) == set(range(TENTHS))


def test_a_draw_that_took_everything_says_nothing() -> None:
    assert tenths_of([(2, [0, 1]), (1, [0]), (0, [])]) == ((0, 0.0),) * TENTHS
    assert chi_square(tenths_of([(2, [1, 0])])) == 0
    assert limit_of(tenths_of([])) == 0
    assert not enough(tenths_of([]))


def test_by_hand() -> None:
    """Of 20 visits 2: each tenth has two places, so by chance a fifth of a draw."""
    found = tenths_of([(20, [0, 1])] * 50)
    assert found[0] == (100, pytest.approx(10))
    assert found[9] == (0, pytest.approx(10))
    assert chi_square(found) == pytest.approx(90**2 / 10 + 9 * 10)
    assert enough(found)
    assert limit_of(found) == LIMITS[8] == 16.919


def test_of_few_visits_fewer_tenths_are_compared() -> None:
    found = tenths_of([(4, [1]), (4, [2])])
    assert [at for at, (_hits, chance) in enumerate(found) if chance] == [0, 2, 5, 7]
    assert limit_of(found) == LIMITS[2]


def test_a_place_outside_its_day_is_refused() -> None:
    with pytest.raises(ValueError, match="20"):
        tenths_of([(20, [20])])


def days(draw_one: object, number: int, size: int = 20) -> list[Places]:
    """So many days, each with a seed of its own, drawn by a function of ids and seed."""
    found: list[Places] = []
    for day in range(number):
        first = 1 + day * size
        seed = hashlib.sha256(f"day {day}".encode()).hexdigest()[:16]
        ids = draw_one(range(first, first + size), seed)  # type: ignore[operator]
        found.append((size, [one - first for one in ids]))
    return found


@pytest.mark.parametrize("size", [5, 11, 20, 33])
def test_a_fair_draw_passes(size: int) -> None:
    found = tenths_of(days(draw, 1000, size))
    assert enough(found)
    assert chi_square(found) < limit_of(found)


@pytest.mark.parametrize(
    "rigged",
    [
        lambda ids, _seed: tuple(ids[:2]),
        lambda ids, seed: draw(ids[:-4], seed),
        lambda ids, seed: draw([one for one in ids if one % 20 > 5], seed),
        lambda ids, seed: max((draw(ids, f"{seed}/{turn}") for turn in range(3)), key=sum),
    ],
    ids=["the first two", "never the last four", "never the first five", "the best of three"],
)
def test_a_rigged_draw_is_found(rigged: object) -> None:
    found = tenths_of(days(rigged, 120))
    assert chi_square(found) > ONCE_IN_A_THOUSAND > limit_of(found)

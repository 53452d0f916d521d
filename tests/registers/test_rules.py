from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.errors import InputError, RefusedError
from gridterm.registers import rules
from gridterm.registers.terms import GridKind, GridLevel

LIMITS = rules.SizeLimits(30, 350, 150)
COMMUNITY = "化院社区"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("8", "化院社区008网格"),
        ("008", "化院社区008网格"),
        ("００８", "化院社区008网格"),
        ("008网格", "化院社区008网格"),
        (" 8号网格 ", "化院社区008网格"),
        ("化院社区008网格", "化院社区008网格"),
        ("北街社区 12", "北街社区012网格"),
    ],
)
def test_a_grid_code_is_completed(typed: str, code: str) -> None:
    assert rules.grid_code(typed, GridLevel.GRID, COMMUNITY) == code


def test_a_household_group_carries_its_grids_number_and_its_own() -> None:
    code = rules.grid_code("8-2", GridLevel.HOUSEHOLD_GROUP, COMMUNITY)
    assert code == "化院社区008-02网格"
    assert rules.grid_number(code) == "008-02"


@pytest.mark.parametrize("typed", ["", " ", "网格", "000", "八", "8-2", "1234x", "[/]", "字" * 61])
def test_what_is_no_grid_code_is_refused_in_words(typed: str) -> None:
    with pytest.raises(InputError):
        rules.grid_code(typed, GridLevel.GRID, COMMUNITY)


def test_above_the_grid_the_code_is_a_name() -> None:
    assert rules.grid_code("铁东街道", GridLevel.STREET, COMMUNITY) == "铁东街道"
    assert rules.grid_number("铁东街道") == "铁东街道"


@given(number=st.integers(1, 999), name=st.sampled_from(["化院社区", "3社区", "北街", "A区"]))
def test_a_grid_code_is_stable_and_keeps_its_number(number: int, name: str) -> None:
    code = rules.grid_code(f"{number:03d}", GridLevel.GRID, name)
    assert rules.grid_code(code, GridLevel.GRID, "别的社区") == code
    assert rules.grid_number(code) == f"{number:03d}"


@pytest.mark.parametrize(
    ("kind", "households", "shops", "codes"),
    [
        (GridKind.BASIC, 30, 0, []),
        (GridKind.BASIC, 350, 150, []),
        (GridKind.BASIC, 29, 0, ["too_few_households"]),
        (GridKind.BASIC, 0, 120, []),
        (GridKind.BASIC, 351, 151, ["too_many_households", "too_many_shops"]),
        (GridKind.EXCLUSIVE, 0, 0, []),
        (GridKind.EXCLUSIVE, 900, 151, ["too_many_shops"]),
    ],
)
def test_sizes_outside_the_range_are_warnings(
    kind: GridKind, households: int, shops: int, codes: list[str]
) -> None:
    found = rules.size_findings(GridLevel.GRID, kind, households, shops, LIMITS)
    assert [finding.code for finding in found] == codes
    assert not any(finding.error for finding in found)
    assert rules.size_findings(GridLevel.COMMUNITY, kind, households, shops, LIMITS) == ()


def test_a_grid_without_manager_or_lead_is_a_warning() -> None:
    found = rules.people_findings(GridLevel.GRID, 0, lead=False)
    assert [finding.code for finding in found] == ["no_manager", "no_lead"]
    assert rules.people_findings(GridLevel.GRID, 1, lead=True) == ()
    assert rules.people_findings(GridLevel.HOUSEHOLD_GROUP, 0, lead=False) == ()


def test_a_building_in_none_or_two_grids_is_an_error() -> None:
    assert rules.building_findings(["008"]) == ()
    (none,) = rules.building_findings([])
    (two,) = rules.building_findings(["008", "009"])
    assert none.error
    assert two.error
    assert "008" in two.text
    assert "009" in two.text


DAYS = [date(2026, 11, 1) + timedelta(days=n) for n in range(30)]


def test_the_turn_goes_on_behind_the_last_one() -> None:
    filled = rules.rotation(DAYS[:4], [1, 2, 3], 2, lambda _who, _day: True)
    assert [who for _day, who in filled] == [3, 1, 2, 3]


def test_who_cannot_serve_is_passed_over_for_the_day_only() -> None:
    filled = rules.rotation(DAYS[:4], [1, 2, 3], None, lambda who, day: (who, day) != (2, DAYS[1]))
    assert [who for _day, who in filled] == [1, 3, 1, 2]


def test_a_day_nobody_can_take_stays_empty() -> None:
    filled = rules.rotation(DAYS[:2], [1, 2], None, lambda _who, day: day != DAYS[0])
    assert filled == ((DAYS[0], None), (DAYS[1], 1))
    assert rules.rotation(DAYS[:1], [], None, lambda _w, _d: True) == ((DAYS[0], None),)


@given(
    officers=st.lists(st.integers(1, 50), min_size=1, max_size=8, unique=True),
    after=st.none() | st.integers(1, 50),
)
def test_turns_are_fair_when_everybody_is_there(officers: list[int], after: int | None) -> None:
    filled = rules.rotation(DAYS, officers, after, lambda _who, _day: True)
    counts = [sum(who == officer for _day, who in filled) for officer in officers]
    assert sum(counts) == len(DAYS)
    assert max(counts) - min(counts) <= 1
    assert len(officers) == 1 or all(a[1] != b[1] for a, b in pairwise(filled))


@given(
    officers=st.lists(st.integers(1, 9), min_size=1, max_size=5, unique=True),
    away=st.sets(st.tuples(st.integers(1, 9), st.sampled_from(DAYS))),
)
def test_nobody_is_put_on_a_day_they_cannot_serve(
    officers: list[int], away: set[tuple[int, date]]
) -> None:
    filled = rules.rotation(DAYS, officers, None, lambda who, day: (who, day) not in away)
    for day, who in filled:
        if who is None:
            assert all((officer, day) in away for officer in officers)
        else:
            assert (who, day) not in away


def test_a_swap_needs_two_days_that_are_not_over() -> None:
    today = date(2026, 11, 21)
    rules.check_swap(today, today + timedelta(days=1), today)
    with pytest.raises(RefusedError):
        rules.check_swap(today, today, today)
    with pytest.raises(RefusedError, match="2026-11-20"):
        rules.check_swap(today, today - timedelta(days=1), today)

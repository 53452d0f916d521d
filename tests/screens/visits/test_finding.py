"""Which household is meant by what was typed."""

from dataclasses import replace

import pytest

from gridterm.registers.household_terms import HouseholdRow, HouseholdStatus
from screens.visits.finding import Place, candidate, is_sure, ordered, split_room

ROW = HouseholdRow(
    1, 10, "化院小区3号楼", "2-501", "化院小区3号楼 2-501", 1, "008网格", "[/]刘", 2,
    "13800001234", HouseholdStatus.OCCUPIED, 0, ended=False,
)  # fmt: skip


def row(household_id: int, room: str, building_id: int = 10) -> HouseholdRow:
    return replace(ROW, id=household_id, room=room, building_id=building_id)


@pytest.mark.parametrize(
    ("room", "parts"),
    [("2-501", ("2", "501")), ("201", ("", "201")), ("2单元501室", ("2", "501")),
     ("２—501", ("2", "501")), ("底商3", ("", "底商3"))],
)  # fmt: skip
def test_a_room_is_a_unit_and_a_number(room: str, parts: tuple[str, str]) -> None:
    assert split_room(room) == parts


def test_the_bare_number_means_the_room_beside_the_last_one() -> None:
    rows = [row(1, "1-501"), row(2, "2-501"), row(3, "2-501", building_id=11)]
    last = Place(10, "2")
    assert [one.id for one in ordered(rows, "501", last)] == [2, 1, 3]
    assert is_sure(ordered(rows, "501", last), "501", last)


def test_another_unit_is_taken_where_it_is_typed() -> None:
    rows = [row(1, "1-501"), row(2, "2-501")]
    found = ordered(rows, "1-501", Place(10, "2"))
    assert found[0].id == 1
    assert is_sure(found, "1-501", Place(10, "2"))


def test_a_unit_of_the_last_building_goes_before_another_building() -> None:
    """``2-501``: unit 2 here, not building 2; two of that name here are looked at."""
    rows = ordered([row(9, "501", building_id=12), row(1, "2-501")], "2-501", Place(10, "1"))
    assert rows[0].id == 1
    assert is_sure(rows, "2-501", Place(10, "1"))
    twice = ordered([row(1, "2-501"), row(2, "2单元501")], "2-501", Place(10, "1"))
    assert not is_sure(twice, "2-501", Place(10, "1"))


def test_without_a_last_place_only_a_single_one_is_sure() -> None:
    rows = [row(1, "501"), row(2, "501", building_id=11)]
    assert ordered(rows, "501", None) == tuple(rows)
    assert not is_sure(rows, "501", None)
    assert is_sure(rows[:1], "501", None)


def test_each_household_is_offered_once_and_eight_at_most() -> None:
    rows = [row(number % 10, "501") for number in range(30)]
    assert len(ordered(rows, "501", None)) == 8


def test_a_candidate_masks_the_phone() -> None:
    offered = candidate(ROW)
    assert "[/]刘" in offered.about
    assert "13800001234" not in offered.about
    assert offered.place == Place(10, "2")

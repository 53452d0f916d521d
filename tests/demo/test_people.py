from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

from gridterm.demo.people import PHONES, duty, make_office, phone, resident
from gridterm.demo.places import home_at

ANCHOR = date(2026, 11, 20)
OFFICE = make_office(anchor=ANCHOR)


def test_the_office_is_as_big_as_promised() -> None:
    assert OFFICE.name == "化院社区"
    assert len(OFFICE.grids) == 8
    assert len(OFFICE.staff) == 24
    assert sum(one.households for one in OFFICE.grids) == 2400
    assert [one.code for one in OFFICE.grids][7] == "化院社区008网格"
    assert [one.kind for one in OFFICE.grids] == ["basic"] * 7 + ["exclusive"]


def test_a_building_is_in_exactly_one_grid() -> None:
    seen = Counter((one.estate, one.building) for grid in OFFICE.grids for one in grid.buildings)
    assert set(seen.values()) == {1}
    assert sum(seen.values()) == sum(one.buildings for one in OFFICE.estates)
    for grid in OFFICE.grids:
        assert {one.grid_code for one in grid.buildings} == {grid.code}
        assert sum(one.shops for one in grid.buildings) == grid.shops


def test_staff_are_numbered_and_led() -> None:
    assert [one.number for one in OFFICE.staff] == [str(1001 + n) for n in range(24)]
    assert len({one.name for one in OFFICE.staff}) == 24
    assert sum("principal_leader" in one.roles for one in OFFICE.staff) == 1
    by_number = {one.number: one for one in OFFICE.staff}
    for grid in OFFICE.grids:
        assert "grid_lead" in by_number[grid.lead_no].roles
        assert grid.manager_nos
        assert all(by_number[number].employed(ANCHOR) for number in grid.manager_nos)
    for one in OFFICE.staff:
        assert not one.deputy_no or by_number[one.deputy_no].employed(ANCHOR)
        assert one.deputy_no != one.number


def test_somebody_left_last_spring_and_somebody_has_no_grid() -> None:
    gone = [one for one in OFFICE.staff if one.left]
    assert [one.left for one in gone] == [date(2026, 4, 12)]
    assert not gone[0].employed(ANCHOR)
    earlier = make_office(anchor=date(2026, 3, 1))
    assert [one.left for one in earlier.staff if one.left] == [date(2025, 4, 12)]
    walkers = [one for one in OFFICE.staff if "grid_manager" in one.roles]
    assert [one.name for one in walkers if not one.grid_code] == ["战雪松"]


def test_phones_cannot_ring_and_differ() -> None:
    many = {phone(number) for number in range(50_000)}
    assert len(many) == 50_000
    assert all(re.fullmatch(r"1540\d{7}", one) for one in many)
    assert phone(PHONES - 1) != phone(0)
    numbers = [one.phone for one in OFFICE.staff]
    assert len(set(numbers)) == 24
    assert all(re.fullmatch(r"1540\d{7}", one) for one in [OFFICE.hotline, *numbers])


def test_a_home_always_has_the_same_people() -> None:
    building = OFFICE.buildings[0]
    home = home_at(building, 3, 5, 2)
    assert home.room == "502"
    assert home.text == "3单元502"
    assert resident("a", home) == resident("a", home)
    assert resident("a", home).phone != resident("a", home, 1).phone
    indexes = [
        home_at(one, unit, floor, door).index
        for one in OFFICE.buildings
        for unit in range(1, one.units + 1)
        for floor in range(1, one.floors + 1)
        for door in range(1, one.doors + 1)
    ]
    assert indexes == list(range(2400))


def test_duty_goes_round_and_always_has_a_deputy() -> None:
    days = [ANCHOR - timedelta(days=gone) for gone in range(3650)]
    for day in days:
        officer, deputy = duty(OFFICE, day)
        assert officer != deputy
        assert officer.employed(day)
        assert deputy.employed(day)
    assert len({duty(OFFICE, day)[0].number for day in days[:30]}) == 9

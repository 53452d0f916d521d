"""Which household a few typed characters mean, and pages by building and room."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridterm.registers import address_rules, households
from gridterm.registers.household_terms import (
    HouseholdFilter,
    HouseholdForm,
    HouseholdRow,
    MemberForm,
    Relation,
)
from tests.registers.conftest import Office
from tests.registers.test_service import counted

HOMES = [
    ("化院小区3号楼", "2-501", ("李晓明", "13800001111"), ("曾红", "")),
    ("化院小区3号楼", "1-501", ("周涛", "13800002222")),
    ("化院小区3号楼", "1-1001", ("欧阳修", "051266880011")),
    ("化院小区3号楼", "1-901"),
    ("化院小区10号楼", "201室", ("李晓", "")),
    ("化院小区老干部楼", "301", ("王大海", "13911113333")),
    ("阳光花园3栋", "2单元501", ("赵乐", "")),
    ("阳光花园A座", "底商2", ("Smith", "")),
]


@pytest.fixture
def homes(office: Office) -> dict[str, int]:
    """Eight households of the small office, by title."""
    made = {}
    for building, room, *people in HOMES:
        members = [
            MemberForm(name, phone, Relation.CHILD if place else Relation.HEAD)
            for place, (name, phone) in enumerate(people)
        ]
        form = HouseholdForm(office.buildings[building], room)
        detail = households.save_household(office.store, office.actor, form, members=members)
        made[detail.row.title] = detail.row.id
    return made


def titles(rows: Sequence[HouseholdRow]) -> list[str]:
    return [row.title for row in rows]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("3-2-501", "化院小区3号楼 2-501"),
        ("化院3-2-501", "化院小区3号楼 2-501"),
        ("化院小区3号楼2单元501", "化院小区3号楼 2-501"),
        ("３号楼 ２－５０１", "化院小区3号楼 2-501"),
        ("阳光花园3栋2单元501室", "阳光花园3栋 2单元501"),
        ("2-501", "化院小区3号楼 2-501"),
        ("201", "化院小区10号楼 201室"),
        ("10-201", "化院小区10号楼 201室"),
        ("老干部楼301", "化院小区老干部楼 301"),
        ("老干部楼", "化院小区老干部楼 301"),
        ("底商2", "阳光花园A座 底商2"),
        ("李晓明", "化院小区3号楼 2-501"),
        ("李晓", "化院小区10号楼 201室"),
        ("lxm", "化院小区3号楼 2-501"),
        ("LX", "化院小区10号楼 201室"),
        ("zh", "化院小区3号楼 2-501"),
        ("ch", "化院小区3号楼 2-501"),
        ("oyx", "化院小区3号楼 1-1001"),
        ("smi", "阳光花园A座 底商2"),
        ("13800002222", "化院小区3号楼 1-501"),
        ("2222", "化院小区3号楼 1-501"),
        ("138 0000 1111", "化院小区3号楼 2-501"),
        ("0512-6688", "化院小区3号楼 1-1001"),
    ],
)
def test_the_likeliest_comes_first(
    office: Office, homes: dict[str, int], typed: str, first: str
) -> None:
    rows = households.find(office.store, typed)
    assert titles(rows)[:1] == [first]
    assert rows[0].id == homes[first]


def test_nothing_and_nobody_find_none(office: Office, homes: dict[str, int]) -> None:
    assert homes
    for typed in ("", "  ", "，", "没有这人", "99-999", "qqq"):
        assert households.find(office.store, typed) == (), typed


def test_501_finds_every_unit_of_it_in_order(office: Office, homes: dict[str, int]) -> None:
    assert homes
    assert titles(households.find(office.store, "501")) == [
        "化院小区3号楼 1-501",
        "化院小区3号楼 2-501",
        "阳光花园3栋 2单元501",
    ]
    assert len(households.find(office.store, "501", limit=2)) == 2


def test_within_a_grid_or_a_building(office: Office, homes: dict[str, int]) -> None:
    nine = households.find(office.store, "501", grid_id=office.grid9)
    assert titles(nine) == ["阳光花园3栋 2单元501"]
    building = office.buildings["阳光花园3栋"]
    inside = households.find(office.store, "2-501", building_id=building)
    assert [row.id for row in inside] == [homes["阳光花园3栋 2单元501"]]
    three = office.buildings["化院小区3号楼"]
    assert households.find(office.store, "3-2-501", building_id=three) == ()


def test_pages_go_by_building_and_room_as_one_walks_them(
    office: Office, homes: dict[str, int]
) -> None:
    seen: list[str] = []
    after = None
    while True:
        rows, after = households.households(office.store, HouseholdFilter(), after, limit=3)
        seen += titles(rows)
        if after is None:
            break
    assert seen == [
        "化院小区3号楼 1-501",
        "化院小区3号楼 1-901",
        "化院小区3号楼 1-1001",
        "化院小区3号楼 2-501",
        "化院小区10号楼 201室",
        "化院小区老干部楼 301",
        "阳光花园3栋 2单元501",
        "阳光花园A座 底商2",
    ]
    assert households.count(office.store, HouseholdFilter()) == len(homes)


def test_a_list_is_narrowed_by_grid_building_text_status_and_end(
    office: Office, homes: dict[str, int]
) -> None:
    def listed(wanted: HouseholdFilter) -> list[str]:
        rows, after = households.households(office.store, wanted)
        assert after is None
        assert len(rows) == households.count(office.store, wanted)
        return titles(rows)

    assert len(listed(HouseholdFilter(grid_id=office.grid8))) == 6
    assert listed(HouseholdFilter(building_id=office.buildings["阳光花园A座"])) == [
        "阳光花园A座 底商2"
    ]
    assert listed(HouseholdFilter(text="lx")) == ["化院小区3号楼 2-501", "化院小区10号楼 201室"]
    assert listed(HouseholdFilter(text="李", grid_id=office.grid9)) == []
    assert listed(HouseholdFilter(status="empty")) == []
    households.end_household(office.store, office.actor, homes["阳光花园A座 底商2"])
    assert len(listed(HouseholdFilter())) == len(homes) - 1
    assert len(listed(HouseholdFilter(ended=True))) == len(homes)


def test_a_page_is_a_few_statements_however_long(office: Office, homes: dict[str, int]) -> None:
    assert homes
    with counted(office.store) as long:
        households.households(office.store, HouseholdFilter())
    with counted(office.store) as short:
        households.households(office.store, HouseholdFilter(), limit=1)
    assert len(long) == len(short) <= 5
    with counted(office.store) as typing:
        households.find(office.store, "501")
    assert len(typing) <= 5


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("501", "501"),
        ("５０１室", "501"),
        ("2-501", "2-501"),
        ("2单元501", "2-501"),
        ("二单元501户", "2-501"),
        ("02—501", "2-501"),
        ("甲单元302a", "甲-302a"),
        ("5楼501", "501"),
        ("5楼", "5楼"),
        ("2单元", "2单元"),
        ("2-12", "2-12"),
        ("底商 3", "底商3"),
        ("门卫室", "门卫室"),
        ("3-2-501", "3-2-501"),
        ("", ""),
    ],
)
def test_a_room_has_one_key_however_it_is_written(typed: str, key: str) -> None:
    assert address_rules.room_key(typed) == key


@given(st.text("0123456789２ab-—单元楼层室号底商甲二十 ", max_size=12))
def test_a_key_is_its_own_key(typed: str) -> None:
    key = address_rules.room_key(typed)
    assert address_rules.room_key(key) == key


@given(unit=st.integers(1, 30), room=st.integers(101, 3999))
def test_an_address_and_a_room_give_the_same_key(unit: int, room: int) -> None:
    parsed = address_rules.parse_address(f"化院小区3号楼{unit}单元{room}室")
    assert parsed is not None
    assert parsed.room_key == address_rules.room_key(f"{unit}-{room}") == f"{unit}-{room}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(typed=st.text(max_size=20))
def test_whatever_is_typed_is_looked_up(office: Office, typed: str) -> None:
    assert households.find(office.store, typed) == ()

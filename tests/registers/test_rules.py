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
HOSTILE = [
    "[/]",
    "[red]x[/red]",
    "=1+1",
    "\x0b",
    "'; DROP TABLE grid; --",
    "|",
    "%_",
    "😀",
    "字" * 6999,
]


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


@pytest.mark.parametrize(
    ("typed", "estate", "block", "room"),
    [
        ("化院小区3号楼2单元501", "化院小区", "3", "2-501"),
        ("化院小区 ３ 号楼 ２ 单元 ５０１ 室", "化院小区", "3", "2-501"),
        ("3栋5楼", "", "3", ""),
        ("三号楼", "", "3", ""),
        ("化院小区二十三幢", "化院小区", "23", ""),
        ("化院小区十二栋1单元", "化院小区", "12", "1"),
        ("化院小区03#楼-2-501", "化院小区", "3", "2-501"),
        ("化院小区3号楼甲单元501", "化院小区", "3", "甲-501"),
        ("化院小区3#2单元501", "化院小区", "3", "2-501"),
        ("化院小区3-2-501", "化院小区", "3", "2-501"),
        ("化院小区3—501", "化院小区", "3", "501"),
        ("化院小区3楼2单元", "化院小区", "3", "2"),
        ("化院小区3楼", "化院小区", "3", ""),
        ("中山路18号化院小区3号楼", "中山路18号化院小区", "3", ""),
        ("中山路18号", "中山路", "18", ""),
        ("阳光花园Ａ座1203", "阳光花园", "a", "1203"),
        ("阳光花园B3栋", "阳光花园", "b3", ""),
        ("305小区7号楼", "305小区", "7", ""),
    ],
)
def test_addresses_as_people_type_them(typed: str, estate: str, block: str, room: str) -> None:
    address = rules.parse_address(typed)
    assert address is not None
    assert (address.estate, address.block, address.room_key) == (estate, block, room)


@pytest.mark.parametrize("typed", ["", "化院小区", "你好", "5楼", *HOSTILE])
def test_what_names_no_building_is_none(typed: str) -> None:
    assert rules.parse_address(typed) is None


@given(st.text(max_size=80))
def test_any_text_can_be_looked_up(typed: str) -> None:
    address = rules.parse_address(typed)
    if address is not None:
        assert all("|" in key for key in address.keys)
    rules.typing(typed)
    assert rules.search_key(typed, typed).count("|") == 1


_STYLES = [
    "{e}{b}号楼{u}单元{r}",
    "{e}{b}栋{u}单元{r}室",
    "{e}{b}幢-{u}单元-{r}",
    "{e} {b}# {u}单元 {r}",
    "铁东街道{e}{b}号楼{u}单元{r}",
    "{e}{b}-{u}-{r}",
]


@given(
    style=st.sampled_from(_STYLES),
    estate=st.sampled_from(["化院小区", "阳光花园", "和平里小区", "北苑"]),
    block=st.integers(1, 199),
    unit=st.integers(1, 9),
    room=st.integers(101, 3299),
)
def test_every_way_to_write_an_address_finds_the_building(
    style: str, estate: str, block: int, unit: int, room: int
) -> None:
    address = rules.parse_address(style.format(e=estate, b=block, u=unit, r=room))
    assert address is not None
    assert rules.search_key(estate, f"{block}号楼") in address.keys
    assert address.room_key == f"{unit}-{room}"


@given(number=st.integers(1, 199), word=st.sampled_from(["号楼", "栋", "幢", "#", "座"]))
def test_a_building_has_one_key_whatever_its_measure_word(number: int, word: str) -> None:
    assert rules.search_key("化院小区", f"{number}{word}") == f"{number}|化院"
    assert rules.search_key("化院", f"{number:04d}{word}") == f"{number}|化院"


BUILDINGS = ("3|", "3|化院", "3|新化院", "13|化院", "3|阳光")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("化院3号楼", ["3|化院"]),
        ("和平街新化院小区3栋", ["3|新化院"]),
        ("三号楼", ["3|"]),
        ("月球小区3号楼", []),
        ("化院13号楼", ["13|化院"]),
    ],
)
def test_the_longest_estate_that_fits_is_meant(typed: str, meant: list[str]) -> None:
    address = rules.parse_address(typed)
    assert address is not None
    assert rules.closest(address, ((key, key) for key in BUILDINGS)) == meant


def test_a_number_without_an_estate_may_be_several_buildings() -> None:
    address = rules.parse_address("3号楼")
    assert address is not None
    assert len(rules.closest(address, ((key, key) for key in BUILDINGS[1:]))) == 3


def test_a_building_without_a_number_is_named_with_its_estate() -> None:
    key = rules.search_key("化院", "老干部楼")
    assert rules.is_named_in(key, rules.compact("化院小区 老干部楼 302"))
    assert not rules.is_named_in(key, rules.compact("阳光花园老干部楼"))
    assert not rules.is_named_in("3|化院", "化院3号楼")


def test_a_grid_goes_by_its_number_however_written() -> None:
    assert {rules.grid_form(one) for one in ("8", "008", "００８", "第008号网格", "8网格")} == {"8"}
    assert rules.grid_form("化院社区008网格") == rules.grid_form(" 化院社区 008网格")
    assert rules.grid_form("东区") != rules.grid_form("西区")


@pytest.mark.parametrize(
    ("text", "number"), [("十", 10), ("十二", 12), ("二十", 20), ("一百零二", 102), ("一二", 12)]
)
def test_chinese_numerals(text: str, number: int) -> None:
    address = rules.parse_address(f"化院小区{text}号楼")
    assert address is not None
    assert address.block == str(number)


def test_a_half_typed_address() -> None:
    assert rules.typing("化院3") == rules.Typing("化院", "3")
    assert rules.typing("化院小区") == rules.Typing("化院", "")
    assert rules.typing("３") == rules.Typing("", "3")
    assert rules.typing("化院小区3号楼2单元") == rules.Typing("化院", "3")


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

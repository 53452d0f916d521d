import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.registers import address_rules

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
    address = address_rules.parse_address(typed)
    assert address is not None
    assert (address.estate, address.block, address.room_key) == (estate, block, room)


@pytest.mark.parametrize("typed", ["", "化院小区", "你好", "5楼", *HOSTILE])
def test_what_names_no_building_is_none(typed: str) -> None:
    assert address_rules.parse_address(typed) is None


@given(st.text(max_size=80))
def test_any_text_can_be_looked_up(typed: str) -> None:
    address = address_rules.parse_address(typed)
    if address is not None:
        assert all("|" in key for key in address.keys)
    address_rules.typing(typed)
    assert address_rules.search_key(typed, typed).count("|") == 1


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
    address = address_rules.parse_address(style.format(e=estate, b=block, u=unit, r=room))
    assert address is not None
    assert address_rules.search_key(estate, f"{block}号楼") in address.keys
    assert address.room_key == f"{unit}-{room}"


@given(number=st.integers(1, 199), word=st.sampled_from(["号楼", "栋", "幢", "#", "座"]))
def test_a_building_has_one_key_whatever_its_measure_word(number: int, word: str) -> None:
    assert address_rules.search_key("化院小区", f"{number}{word}") == f"{number}|化院"
    assert address_rules.search_key("化院", f"{number:04d}{word}") == f"{number}|化院"


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
    address = address_rules.parse_address(typed)
    assert address is not None
    assert address_rules.closest(address, ((key, key) for key in BUILDINGS)) == meant


def test_a_number_without_an_estate_may_be_several_buildings() -> None:
    address = address_rules.parse_address("3号楼")
    assert address is not None
    assert len(address_rules.closest(address, ((key, key) for key in BUILDINGS[1:]))) == 3


def test_a_building_without_a_number_is_named_with_its_estate() -> None:
    key = address_rules.search_key("化院", "老干部楼")
    assert address_rules.is_named_in(key, address_rules.compact("化院小区 老干部楼 302"))
    assert not address_rules.is_named_in(key, address_rules.compact("阳光花园老干部楼"))
    assert not address_rules.is_named_in("3|化院", "化院3号楼")


def test_a_grid_goes_by_its_number_however_written() -> None:
    assert {
        address_rules.grid_form(one) for one in ("8", "008", "００８", "第008号网格", "8网格")
    } == {"8"}
    assert address_rules.grid_form("化院社区008网格") == address_rules.grid_form(
        " 化院社区 008网格"
    )
    assert address_rules.grid_form("东区") != address_rules.grid_form("西区")


@pytest.mark.parametrize(
    ("text", "number"), [("十", 10), ("十二", 12), ("二十", 20), ("一百零二", 102), ("一二", 12)]
)
def test_chinese_numerals(text: str, number: int) -> None:
    address = address_rules.parse_address(f"化院小区{text}号楼")
    assert address is not None
    assert address.block == str(number)


def test_a_half_typed_address() -> None:
    assert address_rules.typing("化院3") == address_rules.Typing("化院", "3")
    assert address_rules.typing("化院小区") == address_rules.Typing("化院", "")
    assert address_rules.typing("３") == address_rules.Typing("", "3")
    assert address_rules.typing("化院小区3号楼2单元") == address_rules.Typing("化院", "3")

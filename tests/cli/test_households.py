"""The residents' register from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.cli.conftest import CLERK, Answer

pytestmark = pytest.mark.slow

Gridterm = Callable[..., Answer]


@pytest.fixture
def homes(gridterm: Gridterm, tmp_path: Path) -> Path:
    """One grid with two buildings, and two households from a file; the file."""

    def sheet(name: str, *rows: list[str]) -> Path:
        made = Workbook()
        assert made.active is not None
        for row in rows:
            made.active.append(row)
        path = tmp_path / name
        made.save(path)
        return path

    grids = sheet("grids.xlsx", ["网格编号", "户数", "楼栋"], ["008", "300", "化院小区1-2号楼"])
    assert gridterm("grid", "import", str(grids)).code == 0
    path = sheet(
        "households.xlsx",
        ["地址", "姓名", "与户主关系", "联系电话"],
        ["化院小区1号楼2单元501", "刘洋", "户主", "13900001111"],
        ["化院小区1号楼2单元501", "李小燕", "配偶", ""],
        ["化院小区2号楼101", "王大海", "户主", "13900002222"],
        ["化院小区9号楼101", "没有楼", "户主", ""],
    )
    shown = gridterm("household", "import", str(path), "--preview", "--json").json
    assert (shown["new"], shown["refused"]) == (3, 1)
    assert gridterm("household", "list", "--json").json["count"] == 0
    done = gridterm("household", "import", str(path), "--json").json
    assert (done["new"], done["refused"]) == (3, 1)
    assert "9号楼" in done["refused_rows"][0]["reason"]
    return path


def test_again_adds_nothing_and_the_export_comes_back(
    gridterm: Gridterm, homes: Path, tmp_path: Path
) -> None:
    assert gridterm("household", "import", str(homes), "--json").json["same"] == 3
    out = tmp_path / "out.xlsx"
    told = gridterm("household", "export", str(out), "--as", CLERK, "--json").json
    assert told["rows"] == 3
    assert gridterm("household", "import", str(out), "--json").json["same"] == 3


def test_households_are_listed_with_masked_phones_and_shown_in_full(
    gridterm: Gridterm, homes: Path
) -> None:
    assert homes.exists()
    listed = gridterm("household", "list", "--json").json
    assert [one["head"] for one in listed["households"]] == ["刘洋", "王大海"]
    assert [one["phone"] for one in listed["households"]] == ["139****1111", "139****2222"]
    assert "13900001111" not in gridterm("household", "list").out
    for narrowed in (["wdh"], ["--building", "化院2号楼"], ["101"]):
        told = gridterm("household", "list", *narrowed, "--json").json
        assert [one["head"] for one in told["households"]] == ["王大海"], narrowed
    assert gridterm("household", "list", "--grid", "8", "--limit", "1", "--json").json["count"] == 2
    for typed in (["化院小区1号楼2单元501"], ["1-2-501"], ["刘洋"], ["lxy"], ["13900001111"]):
        told = gridterm("household", "show", *typed, "--json").json
        assert told["row"]["title"] == "化院小区1号楼 2-501", typed
        assert [one["name"] for one in told["members"]] == ["刘洋", "李小燕"]
        assert told["services"] is None
    assert "13900001111" in gridterm("household", "show", "刘洋").out


def test_services_are_shown_to_an_operator_only(gridterm: Gridterm, homes: Path) -> None:
    assert homes.exists()
    told = gridterm("household", "show", "刘洋", "--reveal", "--as", CLERK, "--json").json
    assert told["services"] == []


def test_a_household_comes_and_goes(gridterm: Gridterm, homes: Path) -> None:
    assert homes.exists()
    told = gridterm(
        "household", "add", "化院小区2号楼", "102", "孙丽", "--phone", "13900003333",
        "--status", "rented", "--since", "2026-01-05", "--json",
    ).json  # fmt: skip
    assert (told["row"]["status"], told["row"]["phone"]) == ("rented", "13900003333")
    assert (told["valid_from"], told["members"][0]["relation"]) == ("2026-01-05", "head")
    said = gridterm("household", "add", "化院小区2号楼", "102").refused(2)
    assert "孙丽" in said
    assert "孙丽" not in gridterm("household", "end", "孙丽", "--reason", "搬走").err
    assert gridterm("household", "list", "孙丽", "--json").json["count"] == 0
    assert gridterm("household", "list", "孙丽", "--ended", "--json").json["count"] == 1
    assert gridterm("household", "add", "化院小区2号楼", "102", "周涛").code == 0


def test_how_complete_the_register_is(gridterm: Gridterm, homes: Path) -> None:
    assert homes.exists()
    (grid,) = gridterm("household", "completeness", "--json").json["grids"]
    assert (grid["expected"], grid["entered"], grid["with_member"]) == (300, 2, 2)
    assert (grid["buildings"], grid["buildings_empty"]) == (2, 0)
    assert "300" in gridterm("household", "completeness").out


@pytest.mark.parametrize(
    "words",
    [
        ["show", "月球"],
        ["end", "月球"],
        ["list", "--grid", "77"],
        ["list", "--building", "月球1号楼"],
        ["list", "--status", "sold"],
        ["list", "--limit", "none"],
        ["add", "月球1号楼", "101"],
        ["add", "化院小区1号楼", ""],
        ["add", "化院小区1号楼", "101", "--since", "[/]"],
        ["end", "刘洋", "--last-day", "2031-01-01"],
        ["import", "nowhere.xlsx"],
    ],
)
def test_what_cannot_be_is_one_sentence(gridterm: Gridterm, homes: Path, words: list[str]) -> None:
    assert homes.exists()
    gridterm("household", *words).refused(2)


def test_two_households_that_may_be_meant_are_named(gridterm: Gridterm, homes: Path) -> None:
    assert homes.exists()
    assert gridterm("household", "add", "化院小区1号楼", "101", "钱多").code == 0
    said = gridterm("household", "show", "101").refused(2)
    assert "化院小区1号楼 101" in said
    assert "化院小区2号楼 101" in said

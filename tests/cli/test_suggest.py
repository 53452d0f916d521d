"""Categories on the command line: for any file, and for calls that have none."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Answer

Gridterm = Callable[..., Answer]
HEADER = ("留言编号", "留言主题", "留言时间", "留言详情", "一级标签")
BUILD = ("小区楼房烂尾开发商不交房", "开发商延期交房业主维权", "楼盘规划绿地被改成商铺")
WORK = ("公司拖欠农民工工资", "工伤认定单位不配合", "单位不给缴纳社保拖欠工资")


def _board(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, (title, text, label) in enumerate(rows, 1):
            when = f"2020/1/{number % 28 + 1} 9:00:00"
            writer.writerow([number, title, when, f"\n\t\t\t{text}", label])
    return path


def _learnt(gridterm: Gridterm, tmp_path: Path) -> None:
    rows = [(words, f"{words}第{n}次反映", "城乡建设") for n in range(4) for words in BUILD]
    rows += [(words, f"{words}第{n}次反映", "劳动和社会保障") for n in range(4) for words in WORK]
    told = gridterm(
        "hotline", "import", str(_board(tmp_path / "train.csv", rows)), "--as-history", "--json"
    ).json
    assert sorted(told["new_categories"]) == ["劳动和社会保障", "城乡建设"]


def test_labels_of_another_scheme_are_learnt_as_categories(
    gridterm: Gridterm, tmp_path: Path
) -> None:
    _learnt(gridterm, tmp_path)
    asked = _board(
        tmp_path / "ask.csv",
        [
            ("", "业主买的房子开发商一直不交房", ""),
            ("", "厂里拖欠工资三个月了", ""),
            ("", "", "空的"),
        ],
    )
    told = gridterm("hotline", "suggest", str(asked), "--text", "留言详情", "--json").json
    assert (told["count"], told["learnt_from"]) == (3, 24)
    assert [row["row"] for row in told["rows"]] == [2, 3, 4]
    assert [row["number"] for row in told["rows"]] == ["1", "2", "3"]
    first = [row["suggestions"][0] for row in told["rows"][:2]]
    assert [one["name"] for one in first] == ["城乡建设", "劳动和社会保障"]
    assert all(0.5 < one["score"] <= 1 for one in first)
    assert "开发商" in first[0]["words"]
    assert told["rows"][2]["suggestions"] == []
    table = gridterm("hotline", "suggest", str(asked), "--text", "D", "--title", "-")
    assert table.code == 0
    assert "劳动和社会保障" in table.out
    assert "24" in table.out.splitlines()[-1]


def test_an_office_without_calls_goes_by_seed_words(gridterm: Gridterm, tmp_path: Path) -> None:
    asked = _board(tmp_path / "ask.csv", [("装修噪音", "半夜装修太响", ""), ("", "你好", "")])
    told = gridterm("hotline", "suggest", str(asked), "--json").json
    assert told["learnt_from"] == 0
    best = told["rows"][0]["suggestions"][0]
    assert (best["code"], told["rows"][1]["suggestions"]) == ("noise", [])
    assert "噪音" in best["words"]


def test_columns_that_do_not_exist_are_refused(gridterm: Gridterm, tmp_path: Path) -> None:
    asked = _board(tmp_path / "ask.csv", [("a", "b", "")])
    assert "正文" in gridterm("hotline", "suggest", str(asked), "--text", "正文").refused()
    odd = tmp_path / "odd.csv"
    odd.write_text("甲,乙\n一,二\n", "utf-8")
    assert "甲" in gridterm("hotline", "suggest", str(odd)).refused()
    assert gridterm("hotline", "suggest", str(tmp_path / "none.csv")).refused()
    told = gridterm("hotline", "suggest", str(odd), "--text", "乙", "--json").json
    assert told["count"] == 1


def test_calls_without_a_category_are_listed_and_taken(gridterm: Gridterm, tmp_path: Path) -> None:
    _learnt(gridterm, tmp_path)
    rows = [(f"{words}了", f"{words}请处理", "") for words in (*BUILD, *WORK)]
    more = [(str(n), *row) for n, row in enumerate(rows, 101)]
    file = tmp_path / "more.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEADER)
        writer.writerows([n, title, "2020/3/1 9:00", text, label] for n, title, text, label in more)
    gridterm("hotline", "import", str(file), "--as-history")
    listed = gridterm("hotline", "categorise", "--limit", "2", "--json").json
    assert (listed["count"], listed["shown"]) == (6, 2)
    number = listed["calls"][0]["number"]
    assert gridterm("hotline", "categorise").out.count("RX-2020-") == 6
    told = gridterm("hotline", "categorise", number, "劳动和社会保障", "--json").json
    assert told["category_name"] == "劳动和社会保障"
    assert told["events"][-1]["action"] == "categorise"
    done = gridterm("hotline", "categorise", "--accept", "60", "--json").json
    assert done == {"set": 5, "left": 0}
    again = gridterm("hotline", "categorise", "--accept", "60%")
    assert again.code == 0
    assert gridterm("verify").code == 0


def test_what_cannot_be_meant_is_refused(gridterm: Gridterm) -> None:
    made = gridterm("hotline", "add", "楼道灯不亮", "--json").json["number"]
    assert gridterm("hotline", "categorise", made).refused()
    assert gridterm("hotline", "categorise", made, "noise", "--accept", "80").refused()
    assert gridterm("hotline", "categorise", "--accept", "0").refused()
    assert gridterm("hotline", "categorise", "--accept", "many").refused()
    assert gridterm("hotline", "categorise", made, "no_such").refused()
    assert gridterm("hotline", "categorise", made, "noise").code == 0
    assert gridterm("hotline", "categorise", made, "noise").refused()

"""Registers as files, and the messages that are taken in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Answer

pytestmark = pytest.mark.slow

Gridterm = Callable[..., Answer]


def test_staff_from_a_file(gridterm: Gridterm, tmp_path: Path) -> None:
    file = tmp_path / "员工.csv"
    file.write_text("工号,姓名,电话\n5001,欧阳雪,13800000001\n5002,,1\n", "utf-8-sig")
    planned = gridterm("staff", "import", str(file), "--preview", "--json").json
    assert (planned["new"], planned["refused"]) == (1, 1)
    assert gridterm("staff", "list", "--json").json["count"] == 2
    assert "欧阳雪" in gridterm("staff", "import", str(file), "--preview").out
    told = gridterm("staff", "import", str(file), "--json").json
    assert (told["new"], told["changed"], told["same"], told["refused"]) == (1, 0, 0, 1)
    assert Path(told["refused_file"]).is_file()
    assert told["refused_rows"][0]["row"] == 3
    again = gridterm("staff", "import", str(file), "--json").json
    assert (again["new"], again["same"], again["refused"]) == (0, 1, 1)
    assert gridterm("staff", "list", "--json").json["count"] == 3


@pytest.mark.parametrize("desk", ["staff", "grid", "roster"])
def test_what_is_written_can_be_taken_in_again(
    gridterm: Gridterm, tmp_path: Path, desk: str
) -> None:
    gridterm("grid", "add", "8", "东区", "--lead", "王芳")
    gridterm("roster", "put", "today", "王芳")
    file = tmp_path / "out.xlsx"
    assert gridterm(desk, "export", str(file), "--json").json["file"] == str(file)
    told = gridterm(desk, "import", str(file), "--json").json
    assert (told["new"], told["changed"], told["refused"], told["refused_file"]) == (0, 0, 0, None)
    assert told["same"] >= 1
    assert gridterm(desk, "import", str(file)).code == 0


@pytest.mark.parametrize("desk", ["staff", "grid", "roster", "hotline"])
def test_files_that_cannot_be_taken_in(gridterm: Gridterm, tmp_path: Path, desk: str) -> None:
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_bytes(b"no workbook")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    for file in (wrong, empty, tmp_path / "none.csv", tmp_path):
        gridterm(desk, "import", str(file)).refused(2)
    gridterm(desk, "import", str(empty), "--map", "nothing").refused(2)


def test_the_briefing(gridterm: Gridterm, office: Path) -> None:
    number = gridterm("hotline", "add", "[/]漏水", "--json").json["number"]
    told = gridterm("today", "--json").json
    assert told["office"] == "银杏社区"
    assert "clocks" in {one["topic"] for one in told["sections"]}
    for words in (["today"], [], ["--db", str(office)]):
        told_text = gridterm(*words)
        assert (told_text.code, told_text.err) == (0, "")
        assert number in told_text.out
        assert "[/]漏水" in told_text.out

"""Attendance's files on the command line: punches in, sheets out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Answer

pytestmark = pytest.mark.slow

Gridterm = Callable[..., Answer]
LINE = "        9\t{at}\t1\t0\t1\t0\r\n"


@pytest.fixture
def attlog(tmp_path: Path) -> Path:
    path = tmp_path / "1_attlog.dat"
    times = ("2025-03-10 08:20:00", "1971--10--29 -23:-27:-54", "2025-03-10 15:20:00")
    path.write_bytes("".join(LINE.format(at=at) for at in times).encode())
    return path


def test_import_and_again(gridterm: Gridterm, attlog: Path) -> None:
    shown = gridterm("--lang", "en", "attendance", "import", str(attlog), "--preview")
    assert "Would be new: 2, the same: 0, refused: 1." in shown.out
    assert "Row 2: The machine's clock was wrong" in shown.out
    told = gridterm("--json", "attendance", "import", str(attlog)).json
    assert (told["new"], told["same"], told["refused"]) == (2, 0, 1)
    assert [one["pin"] for one in told["unknown"]] == ["9"]
    assert load_workbook(told["refused_file"]).active.cell(2, 1).value == 2
    again = gridterm("--lang", "en", "attendance", "import", str(attlog))
    assert "New: 0, the same: 2, refused: 1." in again.out
    assert "PIN 9 is nobody's: 2 punches" in again.out


def test_columns_are_named_by_hand(gridterm: Gridterm, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("谁,何时\n2001,2025-03-10 08:20\n", "utf-8")
    refused = gridterm("--lang", "en", "attendance", "import", str(path)).refused()
    assert "Staff number, Time" in refused
    gridterm("--lang", "en", "attendance", "import", str(path), "--map", "number").refused()
    given = ("--map", "number=谁", "--map", "time=B")
    assert gridterm("--json", "attendance", "import", str(path), *given).json["new"] == 1
    assert "Becomes" in gridterm("--lang", "en", "attendance", "import", str(path), "--preview").out


def test_export_of_every_kind(gridterm: Gridterm, tmp_path: Path) -> None:
    where = tmp_path / "out"
    where.mkdir()

    def written(*words: str) -> list[str]:
        told = gridterm("--json", "attendance", "export", *words).json
        return [Path(one.get("file") or one["path"]).name for one in told["files"]]

    file = str(where / "a.xlsx")
    assert written("2090-12", "-o", file) == ["a.xlsx"]
    assert written("2090-Q4", "-o", file) == ["a (2).xlsx"]
    assert written("2090-12", "-o", file, "--person", "2001") == ["a (3).xlsx"]
    assert written("2090-12", "-o", str(where / "b.xlsx"), "--per-grid")[0].startswith("b ")
    assert written("2090-12", "-o", str(where / "c"), "--person", "2001", "--pdf") == ["c.pdf"]
    assert written("2090-12", "-o", str(where / "c.txt"), "--person", "2001") == ["c.txt"]
    assert "李晓明" in (where / "c.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2026-13", "-o", "a.xlsx"), "2026-Q4"),
        (("2090-12", "-o", "a.pdf"), "--person"),
        (("2090-Q4", "-o", "a.pdf", "--person", "2001"), "one month"),
        (("2090-12", "-o", "a.xlsx", "--per-grid", "--person", "2001"), "one of the three"),
        (("2090-12", "-o", "a.xlsx", "--grid", "月亮"), "月亮"),
        (("2090-12",), "-o"),
    ],
)
def test_what_cannot_be_exported(gridterm: Gridterm, words: tuple[str, ...], said: str) -> None:
    assert said in gridterm("--lang", "en", "attendance", "export", *words).refused()

"""Files that open safely anywhere, and appear whole or not at all."""

import errno
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.writer.excel import ExcelWriter

from gridterm.errors import CancelledError, FileProblemError
from gridterm.spreadsheet import quarantine
from gridterm.spreadsheet.quarantine import RefusedRow
from gridterm.spreadsheet.reading import open_table
from gridterm.spreadsheet.writing import Sheet, write_csv, write_workbook

HOSTILE = ["=1+1", "+86 138", "-5", "@SUM(A1)", "[red]x[/red]", "<活着>", "_x000D_", "😀", "'x"]


def test_texts_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [Sheet("表", ["=h"], [[text] for text in HOSTILE])])
    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[0] in "=+-@")
    with open_table(path) as table:
        assert [cells[0] for _n, cells in table.rows()] == HOSTILE


def test_csv_texts_come_back_and_never_start_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["编号", "内容"], [[n, text] for n, text in enumerate(HOSTILE)])
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").splitlines()
    assert not any(line.split(",")[1].startswith(("=", "+", "-", "@")) for line in lines)
    with open_table(path) as table:
        assert [str(cells[1]).strip() for _n, cells in table.rows()] == HOSTILE


def test_header_widths_and_panes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [["一二三四五六", datetime(2026, 1, 2, 3, 4), date(2026, 1, 2), 1, None]]
    write_workbook(path, [Sheet("表", ["名", "时", "日", "数", "空"], rows)])
    sheet = load_workbook(path).active
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.b
    assert sheet["A1"].fill.fgColor.rgb.endswith("D9E2EC")
    assert sheet.column_dimensions["A"].width == 14
    assert sheet["B2"].value == datetime(2026, 1, 2, 3, 4)
    assert sheet["C2"].value == datetime(2026, 1, 2)
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_illegal_characters_and_sheet_names(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheets = [
        Sheet(name, ["a"], [["b\x0bc\ud800\uffff"]])
        for name in ("2026/11:[x]", "2026 11 x", "长" * 40, "")
    ]
    write_workbook(path, sheets)
    book = load_workbook(path)
    assert len({name.casefold() for name in book.sheetnames}) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)
    assert book.worksheets[0]["A2"].value == "bc"


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def breaking_rows() -> Iterator[list[str]]:
    yield ["1"]
    raise CancelledError("stop")


@pytest.mark.parametrize("writer", ["xlsx", "csv"])
def test_nothing_is_left_of_a_file_that_was_not_finished(
    tmp_path: Path, writer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    path = tmp_path / f"a.{writer}"
    path.write_text("before")
    write = {
        "xlsx": lambda: write_workbook(path, [Sheet("x", ["a"], breaking_rows())]),
        "csv": lambda: write_csv(path, ["a"], breaking_rows()),
    }[writer]
    with pytest.raises(CancelledError):
        write()
    assert path.read_text() == "before"
    assert not leftovers(tmp_path)
    assert not list(scratch.iterdir())


def test_a_name_that_is_taken_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("mine")
    sheet = Sheet("x", ["a"], [["1"]])
    assert write_workbook(path, [sheet], overwrite=False) == tmp_path / "a (2).xlsx"
    assert write_workbook(path, [sheet], overwrite=False) == tmp_path / "a (3).xlsx"
    assert path.read_text() == "mine"
    assert write_workbook(path, [sheet]) == path
    assert path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "cannot be written"),
        (errno.EROFS, "read-only"),
    ],
)
def test_bad_places_to_write_to(
    tmp_path: Path, code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(FileProblemError, match=said):
        write_csv(tmp_path / "a.csv", ["a"], [["1"]])
    assert not list(tmp_path.iterdir())


def test_a_disk_that_fills_up_leaves_nothing_that_complains_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_up(writer: ExcelWriter) -> None:
        writer._archive.writestr("a", "b")
        writer._archive.fp.close()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    monkeypatch.setattr(ExcelWriter, "save", fill_up)
    with pytest.raises(FileProblemError, match="disk is full"):
        write_workbook(tmp_path / "a.xlsx", [Sheet("x", ["a"], [["1"]])])
    gc.collect()
    assert not complaints
    assert not list(tmp_path.iterdir())


def test_no_folder_and_a_folder_in_the_place(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="no folder"):
        write_csv(tmp_path / "none" / "a.csv", ["a"], [])
    with pytest.raises(FileProblemError, match="is a folder"):
        write_csv(tmp_path, ["a"], [])


def refused() -> list[RefusedRow]:
    return [RefusedRow(7, "no time", ["1", "=漏水", 3.0, "beyond the header"])]


def test_refused_rows_stand_beside_their_source_and_are_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "留言.xlsx"
    first = quarantine.write(source, ["编号", "内容", "数"], refused())
    other = quarantine.write(source, ["编号", "内容", "数"], [*refused(), *refused()])
    assert (first.path.name, first.new) == ("留言 - refused rows.xlsx", True)
    assert (other.path.name, other.new) == ("留言 - refused rows (2).xlsx", True)
    with open_table(first.path) as table:
        assert table.header == ("Row", "Reason", "编号", "内容", "数", "D")
        assert list(table.rows()) == [(2, [7, "no time", "1", "=漏水", 3, "beyond the header"])]


def test_the_same_refused_rows_are_written_once(tmp_path: Path) -> None:
    source = tmp_path / "[留言].xlsx"
    first = quarantine.write(source, ["编号"], refused())
    other = quarantine.write(source, ["编号"], [*refused(), *refused()])
    (tmp_path / "[留言] - refused rows (0).xlsx").write_bytes(b"of somebody else")
    for made in (first, other):
        rows = refused() if made is first else [*refused(), *refused()]
        again = quarantine.write(source, ["编号"], rows)
        assert again == (made.path, False)
        again.withdraw()
        assert made.path.exists()
    assert len(list(tmp_path.iterdir())) == 3


def test_refused_rows_somebody_worked_on_are_not_what_an_import_left(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    first = quarantine.write(source, ["编号"], refused())
    book = load_workbook(first.path)
    book.active["C2"] = "mended"
    book.save(first.path)
    second = quarantine.write(source, ["编号"], refused())
    assert second.new
    second.withdraw()
    assert [path.name for path in tmp_path.iterdir()] == [first.path.name]


def test_where_the_source_lies_read_only_the_export_folder_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    monkeypatch.setattr(quarantine, "export_folder", lambda: exports)
    written = quarantine.write(tmp_path / "gone" / "a.csv", ["编号"], refused())
    assert written.path.parent == exports

"""Tables as people hand them in, and files that are none."""

import re
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import Workbook

from gridterm.errors import FileProblemError
from gridterm.spreadsheet import workbook
from gridterm.spreadsheet.mapping import FieldSpec
from gridterm.spreadsheet.reading import open_table

FIELDS = (
    FieldSpec("id", "Number", ("编号", "留言编号"), required=True),
    FieldSpec("content", "Content", ("内容", "留言详情"), required=True),
)
ROWS = [("编号", "内容"), ("1", "3号楼，漏水\n第二行"), ("2", 'he said "no"; 灯坏了')]


def rows_of(path: Path, **how: object) -> list[tuple[int, list[object]]]:
    with open_table(path, fields=FIELDS, **how) as table:  # type: ignore[arg-type]
        return [(number, list(cells)) for number, cells in table.rows()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_text_files_of_every_kind(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "t.csv"
    lines = [
        separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in ROWS
    ]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    assert rows_of(path) == [(2, list(ROWS[1])), (3, list(ROWS[2]))]


def test_a_text_file_that_turns_chinese_late_is_still_gbk(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(("id,content\n" + "1,plain\n" * 200_000 + "2,漏水\n").encode("gbk"))
    with open_table(path) as table:
        assert list(table.rows())[-1] == (200_002, ["2", "漏水"])


def test_one_broken_byte_does_not_turn_utf8_into_other_characters(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    good = "编号,内容\n" + "1,楼道灯坏了\n" * 50
    path.write_bytes(good.encode() + b"2,\xe6\xbc\xe6\xb0\xb4\n")
    rows = rows_of(path)
    assert rows[0][1] == ["1", "楼道灯坏了"]
    assert "\udce6" in str(rows[-1][1][1]), "the broken byte can be told from a character"


def test_zero_bytes_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("编号,内容\n1,漏\x00水\n".encode())
    assert rows_of(path) == [(2, ["1", "漏水"])]


@pytest.mark.parametrize(
    "broken",
    ['2,"' + "长" * 1_100_000, '2,"长\n3,短\n', '2,"春天"小区\n', '2,"长\n3,"短\n4,完\n'],
    ids=["long", "to the end", "in front", "twice"],
)
def test_a_quotation_mark_that_never_closes_is_named(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text("编号,内容\n1,好\n" + broken, "utf-8")
    with pytest.raises(FileProblemError, match="row 3"):
        rows_of(path)


def test_the_name_does_not_matter(tmp_path: Path, book: Callable[..., Path]) -> None:
    path = book("a.xlsx", Sheet=ROWS)
    renamed = path.rename(tmp_path / "really.csv")
    assert rows_of(renamed)[0][1] == list(ROWS[1])
    text = tmp_path / "text.xlsx"
    text.write_text("编号,内容\n1,漏水\n", "utf-8")
    assert rows_of(text) == [(2, ["1", "漏水"])]


def test_titles_above_the_header_and_empty_rows_are_passed_over(book: Callable[..., Path]) -> None:
    path = book(
        Sheet=[
            ["民情热线登记表"],
            ["单位：化院社区", "2019年"],
            [],
            ["编号", "内容"],
            [],
            [7, "漏水"],
        ]
    )
    with open_table(path, fields=FIELDS) as table:
        assert (table.header, table.header_row) == (("编号", "内容"), 4)
        assert list(table.rows()) == [(6, [7, "漏水"])]


def test_the_sheet_that_fits_best_is_read(book: Callable[..., Path]) -> None:
    path = book(说明=[["说明", "请勿修改"]], 数据=ROWS, 其他=[["编号", "备注"], [1, "x"]])
    with open_table(path, fields=FIELDS) as table:
        assert table.sheet == "数据"
        assert table.sheets == ("说明", "数据", "其他")
    with open_table(path, "其他", FIELDS) as table:
        assert table.header == ("编号", "备注")
    with pytest.raises(FileProblemError, match="数据"):
        open_table(path, "没有")


def test_columns_keep_their_letters_when_the_first_are_empty(tmp_path: Path) -> None:
    made = Workbook()
    for name, value in {"C2": "编号", "D2": "内容", "C3": 1, "D3": "漏水"}.items():
        made.active[name] = value
    made.save(tmp_path / "b.xlsx")
    with open_table(tmp_path / "b.xlsx", fields=FIELDS) as table:
        assert table.header == ("", "", "编号", "内容")
        assert list(table.rows()) == [(3, ["", "", 1, "漏水"])]


def with_dimension(path: Path, claimed: str) -> None:
    """Let a workbook claim an extent it does not have."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        r'<dimension ref="[^"]*"', f'<dimension ref="{claimed}"', sheet
    ).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


@pytest.mark.parametrize("claimed", ["A1:H65203", "A1:XFD1048576"])
def test_a_sheet_may_claim_any_extent(book: Callable[..., Path], claimed: str) -> None:
    path = book(Sheet=ROWS)
    with_dimension(path, claimed)
    assert len(rows_of(path)) == 2


@pytest.mark.parametrize("corner", ["XFD1048576", "H1048576", "AZ900000"])
def test_one_stray_cell_far_away_is_read_as_a_stream(
    tmp_path: Path, corner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Workbook()
    for row in ROWS:
        made.active.append(row)
    made.active[corner] = "x"
    made.save(tmp_path / "b.xlsx")

    def never(*_args: object) -> None:
        raise AssertionError("unfolding this sheet would take gigabytes")

    monkeypatch.setattr(workbook.Workbook, "_open", never)
    rows = rows_of(tmp_path / "b.xlsx")
    assert [number for number, _cells in rows[:2]] == [2, 3]
    assert rows[2][1][-1] == "x"


def ole(*streams: str) -> bytes:
    """The beginning of an old Office file with some streams."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<16s", b"")
    return head.ljust(512, b"\0") + b"".join(name.encode("utf-16-le") for name in streams)


def zipped(path: Path, *names: str) -> bytes:
    with zipfile.ZipFile(path, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.xlsx", b"", "nothing in this file"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        ("jpeg.csv", b"\xff\xd8\xff\xe0" + bytes(100), "a picture"),
        ("doc.xlsx", b"%PDF-1.7 ...", "a PDF document"),
        ("page.xls", b"\r\n <html><table><tr><td>1", "a web page"),
        ("other.csv", bytes(range(256)) * 8, "a file of another program"),
        ("locked.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "password"),
        ("old.xlsx", ole("WordDocument"), "a text document"),
        ("old.xls", ole("Workbook"), "damaged"),
        ("blank.csv", b"\r\n,,,\r\n", "nothing in this file"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileProblemError, match=said) as caught:
        open_table(path)
    assert str(path) in caught.value.message


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (["word/document.xml"], "a text document"),
        (["a.txt"], "an archive"),
        (["xl/workbook.xml"], "damaged"),
    ],
)
def test_packed_files_that_are_no_workbook(tmp_path: Path, parts: list[str], said: str) -> None:
    zipped(tmp_path / "x.xlsx", *parts)
    with pytest.raises(FileProblemError, match=said):
        open_table(tmp_path / "x.xlsx")


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_cut_workbook_is_damaged(book: Callable[..., Path], keep: float) -> None:
    path = book(Sheet=[["编号", "内容"], *([n, f"内容{n}"] for n in range(500))])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(FileProblemError, match="damaged"):
        open_table(path, fields=FIELDS)


def test_flipped_bytes_are_damage_or_harmless(book: Callable[..., Path]) -> None:
    path = book(Sheet=[["编号", "内容"], *([n, f"内容{n}"] for n in range(200))])
    whole = path.read_bytes()
    for place in range(40, len(whole), len(whole) // 60):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with suppress(FileProblemError):  # anything else is a bug
            rows_of(path)


def test_missing_folder_and_forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileProblemError, match="no file"):
        open_table(tmp_path / "none.xlsx")
    with pytest.raises(FileProblemError, match="is a folder"):
        open_table(tmp_path)
    path = tmp_path / "held.xlsx"
    path.write_bytes(b"x")

    def refuse(*_args: object, **_kw: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileProblemError, match="Another program may be using it"):
        open_table(path)


def test_an_empty_workbook_has_nothing(book: Callable[..., Path]) -> None:
    with pytest.raises(FileProblemError, match="nothing in this file"):
        open_table(book(Sheet=[]))

"""Styled workbooks: formulas carry their values, texts stay texts, files come whole."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gridterm.errors import FileProblemError
from gridterm.spreadsheet import styled
from gridterm.spreadsheet.styled import Formula, Look, Page, writing_book

LOOK = Look()
PAGE = Page([10, 10], 1, "A2")


def test_a_formula_is_kept_with_its_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the rows are too many to be kept in memory."""
    monkeypatch.setattr(styled, "IN_MEMORY", 37)
    path = tmp_path / "a.xlsx"
    with writing_book(path) as (book, _final):
        sheet = book.sheet("一", PAGE)
        for n in range(40):
            sheet.add([(n, LOOK), (Formula(f"=A{n + 1}*0.5", n * 0.5), LOOK)])
        other = book.sheet("二", PAGE)
        other.add([(Formula("=SUM('一'!B1:B40)", 390), LOOK)])
    values, formulas = load_workbook(path, data_only=True), load_workbook(path)
    assert [row[1].value for row in values["一"].iter_rows()] == [n * 0.5 for n in range(40)]
    assert [row[1].value for row in formulas["一"].iter_rows()] == [
        f"=A{n + 1}*0.5" for n in range(40)
    ]
    assert values["二"]["A1"].value == 390


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@it", '=HYPERLINK("http://a")', "="])
def test_a_text_is_never_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    with writing_book(path) as (book, _final):
        book.sheet("一", PAGE).add([(text, LOOK), (text, LOOK)])
    (one, two), *_rest = load_workbook(path).active.iter_rows()
    assert (one.value, one.data_type, one.quotePrefix) == (text, "s", True)
    assert two.value == text


def test_what_a_cell_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    day, moment = Look(form="yyyy-mm-dd"), Look(form="yyyy-mm-dd hh:mm:ss")
    noon = datetime(2026, 11, 1, 12, 20)
    with writing_book(path) as (book, _final):
        sheet = book.sheet("一", PAGE)
        sheet.add([(3, LOOK), (2.5, LOOK), (date(2026, 11, 1), day), (noon, moment)])
        sheet.add([("坏\x00字\x0b", LOOK), ("", LOOK), None, (None, LOOK)])
    one, two = load_workbook(path).active.iter_rows(values_only=True)
    assert one == (3, 2.5, datetime(2026, 11, 1), noon)
    assert two == ("坏字", None, None, None)


def test_a_text_that_comes_again_keeps_the_look_of_its_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where more texts come than are kept, and more rows than are put together."""
    monkeypatch.setattr(styled, "KEPT", 3)
    monkeypatch.setattr(styled, "AT_ONCE", 4)
    path = tmp_path / "a.xlsx"
    bold = Look(bold=True)
    texts = [f"网格{n % 5}" for n in range(30)]
    with writing_book(path) as (book, _final):
        sheet = book.sheet("一", PAGE)
        for text in texts:
            sheet.add([(text, LOOK), (text, bold), ("1", LOOK), (1, LOOK)])
    lines = list(load_workbook(path).active.iter_rows())
    assert [[cell.value for cell in line] for line in lines] == [[t, t, "1", 1] for t in texts]
    assert {(line[0].font.bold, line[1].font.bold) for line in lines} == {(False, True)}


@pytest.mark.parametrize(
    "when",
    [
        datetime(1900, 2, 1, 8),
        datetime(1900, 12, 31, 23, 59, 59),
        datetime(1901, 1, 1),
        datetime(2026, 11, 1, 8, 29, 59),
        datetime(9999, 12, 31, 12),
        datetime(2026, 3, 1),
    ],
)
def test_a_moment_is_read_back_to_the_second(tmp_path: Path, when: datetime) -> None:
    path = tmp_path / "a.xlsx"
    look = Look(form="yyyy-mm-dd hh:mm:ss")
    with writing_book(path) as (book, _final):
        book.sheet("一", PAGE).add([(when, look), (when.date(), look)])
    first = load_workbook(path).active["A1"].value
    day = load_workbook(path).active["B1"].value
    assert (first, day) == (when, datetime.combine(when.date(), datetime.min.time()))


def test_the_shape_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with writing_book(path) as (book, _final):
        sheet = book.sheet("一", Page([4, 20], 2, "B3", 14, {1: 30}))
        sheet.add([("标题", LOOK)])
        sheet.merge("A1:B1")
        sheet.add([("√", LOOK), ("迟", LOOK)])
        sheet.colour_where("A2:B2", 'A2="迟"', "C00000")
        sheet.allow_only("A2:B2", ["√", "迟"], "考勤", "不是记号")
    made = load_workbook(path).active
    assert (made.freeze_panes, made.print_title_rows) == ("B3", "$1:$2")
    assert (made.page_setup.orientation, made.page_setup.paperSize) == ("landscape", 9)
    assert made.sheet_properties.pageSetUpPr.fitToPage
    assert (made.page_setup.fitToWidth, made.page_setup.fitToHeight) == (1, 0)
    assert [str(one) for one in made.merged_cells.ranges] == ["A1:B1"]
    assert made.data_validations.dataValidation[0].formula1 == '"√,迟"'
    assert made.row_dimensions[1].height == 30


def test_a_file_that_is_there_stays_unless_it_may_go(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("mine")
    for overwrite, name in ((False, "a (2).xlsx"), (True, "a.xlsx")):
        with writing_book(path, overwrite=overwrite) as (book, final):
            book.sheet("一", PAGE).add([(1, LOOK)])
        assert final().name == name
    assert load_workbook(path).active["A1"].value == 1


def test_what_goes_wrong_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = tmp_path / "a.xlsx"
    path.write_text("mine")

    def stopped() -> None:
        with writing_book(path) as (book, _final):
            book.sheet("一", PAGE).add([(1, LOOK)])
            raise KeyError

    with pytest.raises(KeyError):
        stopped()
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
    assert path.read_text() == "mine"


def test_a_file_in_use_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"

    def in_use(_self: Path, _target: Path) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", in_use)
    with pytest.raises(FileProblemError, match=r"a\.xlsx"), writing_book(path) as (book, _final):
        book.sheet("一", PAGE).add([(1, LOOK)])
    assert list(tmp_path.iterdir()) == []

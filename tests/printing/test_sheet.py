"""Dense papers: as large as they fit on a sheet, the same in PDF and Word."""

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from gridterm.i18n import CHINESE
from gridterm.printing.document import Document, Heading, Note, Paragraph, Table
from gridterm.printing.pdf import to_pdf
from gridterm.printing.sheet import SIZES, fitted_sheet, over_sheets
from gridterm.printing.word import to_docx


def paper(rows: int, words: str = "清理楼道杂物") -> Document:
    table = Table(("序号", "事项"), tuple((str(n), words) for n in range(rows)), widths=(1, 9))
    body = (Paragraph("如下："), table, Note("注：见台账。"))
    return Document("议程", body, meta=("草稿",), letterhead="社区", language=CHINESE)


def sheets(document: Document) -> int:
    return len(PdfReader(io.BytesIO(to_pdf(document, system_fonts=False))).pages)


@pytest.mark.parametrize("rows", [1, 12, 24, 28, 31])
def test_what_is_said_to_fit_does(rows: int) -> None:
    made = fitted_sheet(paper(rows))
    assert made is not None
    assert sheets(made) == 1


def test_more_rows_take_smaller_type_until_nothing_fits() -> None:
    sizes = [made.dense for rows in range(1, 80, 3) if (made := fitted_sheet(paper(rows)))]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == SIZES[0]
    assert fitted_sheet(paper(80)) is None
    assert sheets(over_sheets(paper(60))) == 2


def test_long_cells_are_reckoned_with() -> None:
    made = fitted_sheet(paper(8, "清理楼道杂物，逾期统一处理。" * 6))
    assert made is not None
    assert sheets(made) == 1
    assert fitted_sheet(paper(12, "清理楼道杂物，逾期统一处理。" * 12)) is None


def test_other_blocks_are_not_measured() -> None:
    with pytest.raises(TypeError):
        fitted_sheet(Document("", (Heading("一"),)))


def cell_facts(document: Document) -> tuple[str, str, str]:
    """Of the first cell in Word: room over its text, its type's size, the margin beside it."""
    (table,) = docx.Document(io.BytesIO(to_docx(document))).tables
    found = table._tbl
    spacing = next(found.iter(qn("w:spacing")))
    return (
        spacing.get(qn("w:before")),
        next(found.iter(qn("w:sz"))).get(qn("w:val")),
        next(found.iter(qn("w:tblCellMar"))).find(qn("w:left")).get(qn("w:w")),
    )


def test_word_sets_a_dense_table_closer_and_smaller() -> None:
    assert cell_facts(paper(3)) == ("40", "24", "100")
    assert cell_facts(replace(paper(3), dense=10.5)) == ("0", "21", "60")


def test_a_table_may_leave_room_to_sign() -> None:
    roomy = Table(("签名",), (("",),), padding=8)
    assert cell_facts(Document("", (roomy,)))[0] == "100"
    assert sheets(Document("", (replace(roomy, rows=(("",),) * 24),), language=CHINESE)) == 2
    assert sheets(Document("", (replace(roomy, rows=(("",),) * 24, padding=3),))) == 1

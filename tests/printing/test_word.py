import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from pypdf import PdfReader

from gridterm.i18n import CHINESE
from gridterm.printing.document import (
    Align,
    Document,
    Field,
    Heading,
    KeyValueTable,
    Layout,
    PageBreak,
    Paragraph,
    Run,
    SignatureBlock,
    Signer,
    Signoff,
    Table,
)
from gridterm.printing.word import to_docx
from gridterm.printing.wording import confidential_mark, page_of_pages


def opened(document: Document) -> WordDocument:
    return docx.Document(io.BytesIO(to_docx(document)))


def named(word: WordDocument, text: str) -> object:
    return next(one for one in word.paragraphs if text in one.text)


def xml(part: object) -> str:
    return part._element.xml  # type: ignore[attr-defined,no-any-return]


def test_the_sheet_of_the_rule_book(whole: Document) -> None:
    (section,) = opened(whole).sections
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(one.mm) for one in sizes if one] == [210, 297, 37, 28]
    assert [round(one.mm) for one in (section.bottom_margin, section.right_margin) if one] == [
        35,
        26,
    ]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "579"


def test_a_landscape_sheet_is_the_upright_one_turned(whole: Document) -> None:
    (section,) = opened(replace(whole, landscape=True)).sections
    sizes = (section.page_width, section.page_height, section.top_margin)
    assert [round(one.mm) for one in sizes if one] == [297, 210, 28]


def test_body_text_has_the_figures_of_the_standard(whole: Document) -> None:
    word = opened(whole)
    body = word.styles["Normal"]
    assert body.font.size.pt == 16
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95, abs=0.05)
    line = named(word, "会议由王芳主持")
    assert line._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_28_characters_fit_between_the_margins(whole: Document) -> None:
    spacing = opened(whole).styles["Normal"].element.rPr.find(qn("w:spacing"))
    advance = 16 + int(spacing.get(qn("w:val"))) / 20
    assert 27 < 156 * 72 / 25.4 / advance - 1 < 28
    assert 28 * advance <= 156 * 72 / 25.4


@pytest.mark.parametrize(
    ("text", "font", "size"),
    [
        ("第47次周三例会", "方正小标宋简体", 22),
        ("（2026年11月18日）", "楷体_GB2312", 16),
        ("会议由王芳主持", "仿宋_GB2312", 16),
        ("一、上周工作", "黑体", 16),
        ("（一）积水", "楷体_GB2312", 16),
        ("1. 三号楼", "仿宋_GB2312", 16),
        ("（1）五楼", "仿宋_GB2312", 16),
    ],
)
def test_fonts_by_level(whole: Document, text: str, font: str, size: float) -> None:
    run = named(opened(whole), text).runs[0]
    assert run.font.size.pt == size
    fonts = run._r.rPr.rFonts
    assert {fonts.get(qn(f"w:{slot}")) for slot in ("eastAsia", "ascii", "hAnsi")} == {font}


def test_every_run_names_its_chinese_font(whole: Document) -> None:
    word = opened(replace(whole, confidential=True))
    (section,) = word.sections
    parts = [word, section.footer, section.even_page_footer, section.header]
    runs = [run for part in parts for run in part._element.iter(qn("w:r"))]
    assert len(runs) > 40
    for run in runs:
        assert run.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia"))


def test_no_theme_font_wins_over_ours(whole: Document) -> None:
    assert "Theme" not in xml(opened(whole))
    styles = opened(whole).styles
    for name in ("Normal", "Title", "Heading 1", "Heading 4"):
        assert "Theme" not in styles[name].element.xml
        assert "w:color" not in styles[name].element.xml
    assert "Theme" not in styles.element.xml.split("w:latentStyles")[0]


def test_headings_are_headings_for_the_outline(whole: Document) -> None:
    word = opened(whole)
    found = [(one.style.name, one.text) for one in word.paragraphs if "Heading" in one.style.name]
    assert found == [
        ("Heading 1", "一、上周工作"),
        ("Heading 2", "（一）积水"),
        ("Heading 3", "1. 三号楼"),
        ("Heading 4", "（1）五楼"),
        ("Heading 1", "二、下周工作"),
    ]
    assert word.styles["Heading 1"].element.find(f".//{qn('w:outlineLvl')}") is not None


def test_strong_words_are_set_in_the_heading_typeface() -> None:
    body = (Paragraph((Run("责任人：", strong=True), Run("李晓明"))),)
    line = named(opened(Document("x", body)), "责任人")
    assert [run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in line.runs] == ["黑体", "仿宋_GB2312"]


def test_the_page_number_is_outside_on_both_sides(whole: Document) -> None:
    word = opened(whole)
    assert word.settings.odd_and_even_pages_header_footer
    (section,) = word.sections
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (line,) = footer.paragraphs
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert line.text == "— 1 —"
        assert "PAGE" in line._p.xml
        assert line.runs[0].font.size.pt == 14
        assert line.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"


def test_a_form_says_page_of_pages() -> None:
    word = opened(Document("表", (), layout=Layout.FORM, footer="热线 110"))
    (line,) = word.sections[0].footer.paragraphs
    shown = "".join(text or "1" for text, _number in page_of_pages())
    assert line.text == f"热线 110\t{shown}"
    assert re.findall(r"instrText> (\w+) <", line._p.xml) == ["PAGE", "NUMPAGES"]
    assert not word.settings.odd_and_even_pages_header_footer


def test_tables_are_fixed_with_a_repeated_head() -> None:
    rows = tuple((str(n), "清理楼道") for n in range(60))
    table = Table(("序号", "事项"), rows, widths=(1, 3), align=(Align.CENTER, Align.LEFT))
    (made,) = opened(Document("x", (table,))).tables
    assert made.autofit is False
    assert len(made.rows) == 61
    head, first = made._tbl.tr_lst[:2]
    assert head.find(f".//{qn('w:tblHeader')}") is not None
    assert first.find(f".//{qn('w:tblHeader')}") is None
    assert first.find(f".//{qn('w:cantSplit')}") is not None
    widths = [column.width.pt for column in made.columns]
    assert widths[1] / widths[0] == pytest.approx(3, rel=0.01)
    assert sum(widths) == pytest.approx(156 * 72 / 25.4, abs=0.2)
    assert made.rows[60].cells[0].text == "59"
    assert made.rows[0].cells[0].paragraphs[0].runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"


def test_a_form_has_its_cells_joined() -> None:
    form = KeyValueTable(((Field("甲", "1"), Field("乙", "2")), (Field("丙", "3"),)))
    (made,) = opened(Document("x", (form,), layout=Layout.FORM)).tables
    assert [cell.text for cell in made.rows[0].cells] == ["甲", "1", "乙", "2"]
    assert [cell.text for cell in made.rows[1].cells] == ["丙", "3", "3", "3"]


def test_two_tables_do_not_grow_together() -> None:
    table = Table(("a",), (("b",),))
    word = opened(Document("x", (table, table)))
    tags = [one.tag.split("}")[1] for one in word.element.body]
    assert tags == ["p", "tbl", "p", "tbl", "p", "sectPr"]


def test_hostile_texts_are_kept_as_they_stand() -> None:
    text = "[/] [red]x[/red] <b>&amp; {{x}} =SUM(A1) _x000D_ \"' 😀 \ufeff"
    body = (Paragraph(text), Heading(text), Table((text,), ((text,),)))
    word = opened(Document(text, body, meta=(text,), language=CHINESE))
    texts = [one.text for one in word.paragraphs]
    assert texts.count(text) == 3
    assert f"一、{text}" in texts
    assert [cell.text for row in word.tables[0].rows for cell in row.cells] == [text, text]


def test_what_xml_cannot_hold_is_left_out() -> None:
    word = opened(Document("甲\x00乙\x0b丙\ud800", (Paragraph("一\x1b二\t三\uffff"),)))
    assert word.paragraphs[0].text == "甲乙\n丙"
    assert word.paragraphs[1].text == "一二 三"


def test_a_confidential_document_says_so_on_both_sides(whole: Document) -> None:
    (section,) = opened(replace(whole, confidential=True)).sections
    assert section.header.paragraphs[0].text == confidential_mark()
    assert section.even_page_header.paragraphs[0].text == confidential_mark()


def test_the_file_tells_nothing_of_the_library(whole: Document) -> None:
    facts = opened(whole).core_properties
    assert facts.title == whole.title
    assert "python" not in f"{facts.author}{facts.comments}{facts.last_modified_by}".lower()
    assert facts.created is None


def test_signatures_stay_together() -> None:
    signers = tuple(Signer(role) for role in ("甲：", "乙：", "丙：", "丁："))
    for layout, lines in ((Layout.OFFICIAL, 4), (Layout.FORM, 2)):
        word = opened(Document("", (SignatureBlock(signers),), layout=layout))
        kept = [one.paragraph_format.keep_with_next for one in word.paragraphs]
        assert list(map(bool, kept)) == [True] * (lines - 1) + [False]


def test_the_last_paragraph_stays_with_the_sign_off() -> None:
    body = (Paragraph("一段"), Paragraph("二段\n三段"), Signoff(("化院社区", "2026年11月18日")))
    made = opened(Document("通知", body))
    kept = {one.text: one.paragraph_format.keep_with_next for one in made.paragraphs}
    assert kept["三段"] is True
    assert not kept["二段"]
    assert kept["化院社区"] is True


def test_a_new_page_starts_with_what_follows() -> None:
    word = opened(Document("", (Paragraph("甲"), PageBreak(), Paragraph("乙"))))
    assert [one.text for one in word.paragraphs] == ["甲", "", "乙"]
    assert word.paragraphs[1].paragraph_format.page_break_before


def test_missing_official_fonts_have_a_substitute_named(whole: Document) -> None:
    relations = opened(whole).part.rels.values()
    (table,) = [one.target_part for one in relations if one.reltype.endswith("/fontTable")]
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋"' in table.blob.decode()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.slow
def test_libreoffice_prints_22_lines_of_28_and_repeats_the_head(tmp_path: Path) -> None:
    rows = tuple((f"第{n}行", "清理楼道") for n in range(60))
    body = (
        Paragraph("字" * (22 * 28), indent=False),
        PageBreak(),
        Table(("编号栏", "事项栏"), rows),
    )
    made = tmp_path / "a.docx"
    made.write_bytes(to_docx(Document("", body, language=CHINESE)))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(made)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pages = [page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages]
    assert [line.count("字") for line in pages[0].splitlines() if "字" in line] == [28] * 22
    assert "字" not in "".join(pages[1:])
    assert all("编号栏" in page for page in pages[1:])
    assert "— 1 —" in pages[0]

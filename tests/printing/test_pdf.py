import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from pypdf import PdfReader

from gridterm.i18n import CHINESE, ENGLISH
from gridterm.printing.document import (
    Document,
    Field,
    KeyValueTable,
    Layout,
    Paragraph,
    Run,
    SignatureBlock,
    Signer,
    Signoff,
    Table,
)
from gridterm.printing.pdf import missing_glyphs, plain, to_pdf
from gridterm.printing.wording import confidential_mark, page_of_pages

Pages = Callable[[Document], list[str]]
MM = 72 / 25.4
HOSTILE = (
    '#panic("x")', "$x^2$", "[/关闭]", "[red]x[/red]", "\\u{41}", "<label>", "@ref", "*粗*", "_斜_",
    "`raw`", "// 注释", "= 标题", "- 项", "'单' \"双\"", "a -- b ... c", "~", "{{x}}", "&amp;<br>",
)  # fmt: skip


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def page_numbers(page: int, pages: int) -> str:
    numbers = {"page": str(page), "pages": str(pages)}
    return squeezed("".join(text or numbers[number] for text, number in page_of_pages()))


def test_every_block_is_on_the_page(whole: Document, pages: Pages) -> None:
    *rest, last = map(squeezed, pages(whole))
    first = "".join(rest)
    for text in (
        *(
            "第47次周三例会会议纪要",
            "（2026年11月18日）",
            "现纪要如下：",
            "一、上周工作",
            "责任人：",
        ),
        *(
            "（一）积水",
            "1.三号楼",
            "（1）五楼",
            "二、下周工作",
            "表1",
            "清理楼道",
            "46件",
            "138****5678",
        ),
        *("主持人：", "化院社区居民委员会"),
    ):
        assert text in first
    assert "注：印发各网格。" in last


def test_no_sheet_holds_nothing_but_who_issued_it(pages: Pages) -> None:
    for lines in range(15, 20):
        text = (*(Paragraph(f"第{n}段") for n in range(lines)), Paragraph("末段" + "字" * 30))
        document = Document("通知", (*text, Signoff(("化院社区", "2026年11月18日"))), ("一号",))
        last = squeezed(pages(document)[-1])
        assert "化院社区" in last
        assert "字" in last


def test_22_lines_of_28_characters(pages: Pages) -> None:
    full = Paragraph("字" * (22 * 28), indent=False)
    (only,) = pages(Document("", (full,), language=CHINESE))
    lines = [line for line in only.splitlines() if "字" in line]
    assert [line.count("字") for line in lines] == [28] * 22
    assert len(pages(Document("", (replace(full, text="字" * (22 * 28 + 1)),)))) == 2


def positions(page: object) -> list[tuple[str, float, float]]:
    found: list[tuple[str, float, float]] = []

    def visit(text: str, place: list[float], *_more: object) -> None:
        if text.strip():
            found.append((text.strip(), place[4], place[5]))

    page.extract_text(visitor_text=visit)  # type: ignore[attr-defined]
    return found


def test_the_paper_and_its_margins(whole: Document) -> None:
    for landscape, size in ((False, (210, 297)), (True, (297, 210))):
        document = replace(whole, landscape=landscape)
        page = PdfReader(io.BytesIO(to_pdf(document, system_fonts=False))).pages[0]
        assert (page.mediabox.width / MM, page.mediabox.height / MM) == pytest.approx(size, abs=0.1)


def test_the_text_starts_at_the_margins() -> None:
    body = (Paragraph("字" * 28 * 30, indent=False),)
    data = to_pdf(Document("", body, language=CHINESE), system_fonts=False)
    found = [one for one in positions(PdfReader(io.BytesIO(data)).pages[0]) if "字" in one[0]]
    assert min(left for _text, left, _up in found) / MM == pytest.approx(28, abs=0.2)
    tops = [up / MM for _text, _left, up in found]
    assert 297 - max(tops) == pytest.approx(37 + 16 * 0.88 / MM, abs=0.3)
    assert min(tops) > 35


def test_the_page_number_is_outside_right_then_left() -> None:
    body = (Paragraph("字" * 28 * 50, indent=False),)
    reader = PdfReader(io.BytesIO(to_pdf(Document("", body, language=CHINESE), system_fonts=False)))
    ends = []
    for number, page in enumerate(reader.pages, 1):
        lowest = min(positions(page), key=lambda one: one[2])
        assert f"— {number} —" in page.extract_text()
        ends.append(lowest[1] / MM > 105)
    assert ends == [True, False, True]


def test_a_form_says_page_of_pages(pages: Pages) -> None:
    rows = tuple((str(n), "事项") for n in range(80))
    form = Document("表", (Table(("序号", "事项"), rows),), layout=Layout.FORM, footer="热线 110")
    made = pages(form)
    for number, text in enumerate(made, 1):
        assert page_numbers(number, len(made)) in squeezed(text)
        assert "热线110" in squeezed(text)


def test_the_head_of_a_table_stands_on_every_page(pages: Pages) -> None:
    rows = tuple((f"第{n}行", "清理楼道杂物，逾期统一处理。") for n in range(120))
    made = pages(Document("台账", (Table(("编号栏", "事项栏"), rows),), language=CHINESE))
    assert len(made) > 2
    assert all("编号栏" in text and "事项栏" in text for text in made)
    whole_text = squeezed("".join(made))
    assert all(f"第{n}行" in whole_text for n in range(120))


def test_no_line_starts_with_a_closing_mark(pages: Pages) -> None:
    text = "".join("字" * (n % 9) + "（甲）、《乙》，“丙”。丁：戊；己！庚？" for n in range(60))
    for page in pages(Document("", (Paragraph(text),), language=CHINESE)):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert lines
        assert [line for line in lines if line[0] in "，。、；：？！）》”"] == []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_is_never_read_as_markup(text: str, pages: Pages) -> None:
    document = Document(
        title=f"题{text}",
        meta=(f"注{text}",),
        body=(
            Paragraph(f"文{text}"),
            Paragraph((Run(f"强{text}", strong=True),)),
            Table((f"头{text}",), ((f"格{text}",),)),
            KeyValueTable(((Field(f"标{text}", f"值{text}"),),)),
            SignatureBlock((Signer(f"签{text}"),)),
        ),
        language=CHINESE,
    )
    made = squeezed("".join(pages(document))).replace("\u200b", "")
    for head in "题注文强头格标值签":
        assert squeezed(head + text) in made


def test_a_very_long_text_in_a_form_is_whole(pages: Pages) -> None:
    content = "".join(f"{n:04d}楼顶积水，渗水三户。" for n in range(438))[:6999]
    form = Document(
        "登记表",
        (KeyValueTable(((Field("内容", content, lines=6),),)),),
        layout=Layout.FORM,
        language=CHINESE,
    )
    made = pages(form)
    assert 4 <= len(made) <= 12
    found = re.findall(r"\d{4}(?=楼)", squeezed("".join(made)))
    assert [int(one) for one in found] == list(range(len(found)))
    assert len(found) >= 430


@pytest.mark.parametrize(
    ("cell", "counted"),
    [("行\n" * 120, "行"), ("文" * 1500, "文"), ("A" * 3000, "A"), ("a@b.cn/" * 300, "@")],
    ids=["many lines", "long text", "long word", "long link"],
)
def test_a_tall_row_loses_nothing(cell: str, counted: str, pages: Pages) -> None:
    table = Table(("序号", "内容"), (("1", cell), ("2", "末尾")), widths=(1, 5))
    made = squeezed("".join(pages(Document("", (table,), language=CHINESE))))
    assert made.count(counted) == cell.count(counted)
    assert "末尾" in made


def test_a_long_word_stays_within_the_page() -> None:
    table = Table(("序号", "链接"), (("1", "https://" + "x" * 600),))
    data = to_pdf(Document("", (table,), language=CHINESE), system_fonts=False)
    page = PdfReader(io.BytesIO(data)).pages[0]
    assert len([one for one in page.extract_text().splitlines() if "x\u200bx" in one]) > 3


def test_a_number_that_fits_can_be_copied_whole(pages: Pages) -> None:
    body = (KeyValueTable(((Field("证号", "210302199001011234"),),)), Paragraph("a" * 40))
    (page,) = pages(Document("", body, layout=Layout.FORM, language=CHINESE))
    assert "210302199001011234" in page
    assert "a" * 40 in page


def test_a_word_too_wide_for_its_cell_breaks(pages: Pages) -> None:
    form = KeyValueTable(((Field("甲"), Field("电话", "0419-2345678"), Field("丙")),), pairs=3)
    (page,) = pages(Document("", (form,), language=CHINESE))
    assert "0419-2345678" not in page
    assert "0419-2345678" in squeezed(page).replace("\u200b", "")


def test_an_emoji_is_named_and_printed_as_a_mark(pages: Pages) -> None:
    document = Document("谢谢😀", (Paragraph("谢谢你们🎉！"),), language=CHINESE)
    assert missing_glyphs(document, system_fonts=False) == ("😀", "🎉")
    text = squeezed("".join(pages(document)))
    assert "谢谢〓" in text
    assert "谢谢你们〓！" in text


def test_quotes_and_controls_survive_the_way_through_json(pages: Pages) -> None:
    document = Document('"\\"', (Paragraph('a"b\\n\x00\x07c\u2028d'),), language=CHINESE)
    json.dumps(plain(document))
    text = squeezed("".join(pages(document)))
    assert '"\\"' in text
    assert 'a"b\\nc' in text


def test_a_confidential_document_says_so_on_every_page(pages: Pages) -> None:
    body = (Paragraph("字" * 2000),)
    secret = Document("", body, confidential=True, language=CHINESE)
    mark = squeezed(confidential_mark())
    made = pages(secret)
    assert len(made) > 2
    assert all(mark in squeezed(text) for text in made)
    assert all(mark not in squeezed(text) for text in pages(replace(secret, confidential=False)))


def test_fonts_are_embedded_and_the_file_is_the_same_every_time(whole: Document) -> None:
    made = to_pdf(whole, system_fonts=False)
    assert made == to_pdf(whole, system_fonts=False)
    reader = PdfReader(io.BytesIO(made))
    assert reader.metadata is not None
    assert reader.metadata.title == whole.title
    fonts = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    names = {str(one.get_object()["/BaseFont"]) for one in fonts}
    assert all("NotoSerifSC" in name or "NotoSansSC" in name for name in names)
    assert len(names) >= 2


def test_the_fonts_of_the_machine_may_be_used_too(whole: Document) -> None:
    assert to_pdf(whole).startswith(b"%PDF")


@pytest.mark.parametrize("layout", list(Layout))
def test_nothing_at_all_is_one_empty_page(layout: Layout, pages: Pages) -> None:
    assert len(pages(Document("", (), layout=layout))) == 1


def test_empty_tables_and_charts_are_printed(pages: Pages) -> None:
    from gridterm.printing.document import BarChart

    document = Document("空", (Table(("甲",), ()), BarChart(()), Paragraph("")), language=ENGLISH)
    assert "甲" in pages(document)[0]

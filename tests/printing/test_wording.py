import pytest

from gridterm.i18n import CHINESE, ENGLISH
from gridterm.printing.document import Document, Heading, Paragraph, Run, Table
from gridterm.printing.wording import (
    chinese_number,
    column_shares,
    column_widths,
    numbered,
    page_of_pages,
    paragraph_lines,
    printable,
    soften,
    tall_rows,
    text_width,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "100"),
    ],
)
def test_numbers_in_chinese(number: int, words: str) -> None:
    assert chinese_number(number) == words


LEVELS = [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 2), ("f", 1), ("g", 2)]
HEADINGS = tuple(Heading(text, level) for text, level in LEVELS)


def test_headings_count_by_level_and_start_again_below() -> None:
    marks = [mark for _block, mark in numbered(HEADINGS, CHINESE)]
    assert marks == ["一、", "（一）", "1. ", "（1）", "（二）", "二、", "（一）"]


def test_headings_in_english() -> None:
    marks = [mark for _block, mark in numbered(HEADINGS, ENGLISH)]
    assert marks == ["1. ", "1.1. ", "1.1.1. ", "1.1.1.1. ", "1.2. ", "2. ", "2.1. "]


def test_a_heading_without_a_number_does_not_count() -> None:
    blocks = (Heading("附件", numbered=False), Paragraph("x"), Heading("a"))
    assert [mark for _block, mark in numbered(blocks, CHINESE)] == ["", "", "一、"]


def test_printable_keeps_what_can_be_seen() -> None:
    assert printable("<通知>\t[/]\r\n二\x00\x1b\ud800\ufffe行") == "<通知> [/]\n二行"


def test_only_words_that_do_not_fit_are_softened() -> None:
    assert soften("见 https://a.cn 123456", 20) == "见 https://a.cn 123456"
    assert soften("见abcdef字", 5) == "见a\u200bb\u200bc\u200bd\u200be\u200bf字"


def test_lines_of_a_text_become_paragraphs_with_their_runs() -> None:
    block = Paragraph((Run("甲：", strong=True), Run("一\n\n二")))
    assert list(paragraph_lines(block)) == [
        [Run("甲：", strong=True), Run("一")],
        [Run("二")],
    ]


TABLE = Table(
    ("序号", "事项", "时限"),
    tuple((str(n), "清理楼道杂物，逾期统一处理。" * 5, "2026-11-25") for n in range(3)),
)


def test_short_columns_keep_their_width_where_it_is_tight() -> None:
    number, matter, due = column_widths(TABLE, 60)
    assert number == 6
    assert due == 12
    assert matter == pytest.approx(42)


def test_shares_make_one_whole() -> None:
    assert sum(column_shares(TABLE, 60)) == pytest.approx(1)
    assert column_shares(Table(("a", "b"), (), widths=(1, 3)), 60) == (0.25, 0.75)


def test_a_row_that_fills_half_a_page_may_be_torn() -> None:
    tall = Table(("a", "b"), (("x", "y"), ("x", "\n" * 40), ("字" * 200, "y")), widths=(1, 9))
    assert tall_rows(tall, 60) == [False, True, True]


def test_page_numbers_are_parts_of_a_sentence() -> None:
    parts = page_of_pages()
    assert [number for _text, number in parts if number] == ["page", "pages"]
    assert any(text for text, _number in parts)


def test_the_text_is_as_wide_as_the_rule_book_says() -> None:
    assert text_width(Document("x", ())) == pytest.approx(156 * 72 / 25.4)
    assert text_width(Document("x", (), landscape=True)) == pytest.approx(225 * 72 / 25.4)

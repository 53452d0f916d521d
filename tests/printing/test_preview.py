from dataclasses import replace

import pytest

from gridterm.i18n import CHINESE
from gridterm.printing.document import (
    Align,
    Bar,
    BarChart,
    Document,
    Field,
    KeyValueTable,
    Layout,
    Paragraph,
    Table,
)
from gridterm.printing.preview import NEVER_FIRST, to_text, wrapped
from gridterm.printing.wording import confidential_mark
from gridterm.text import width


@pytest.mark.parametrize("cells", [40, 80, 100])
def test_no_line_is_wider_than_asked(whole: Document, cells: int) -> None:
    for layout in Layout:
        lines = to_text(replace(whole, layout=layout), cells).splitlines()
        assert max(map(width, lines)) <= cells


def test_every_block_is_there(whole: Document) -> None:
    text = to_text(whole, 80)
    for part in (
        *(
            "第47次周三例会会议纪要",
            "（2026年11月18日）",
            "一、上周工作",
            "（一）积水",
            "1. 三号楼",
        ),
        *("（1）五楼", "二、下周工作", "| 1    | 清理楼道 |", "46件", "| 反映人", "记录人：李晓明"),
        *("化院社区居民委员会", "注：印发各网格。"),
    ):
        assert part in text or part.replace("| 1    |", "|  1   |") in text


def test_columns_of_a_table_stand_under_each_other() -> None:
    table = Table(
        ("序号", "事项", "office"),
        (("1", "清理楼道，逾期统一处理。" * 6, "abc"), ("22", "“两委”①", "")),
        align=(Align.RIGHT, Align.LEFT, Align.LEFT),
    )
    lines = to_text(Document("", (table,)), 60).splitlines()
    ruled = [line for line in lines if line[:1] in {"|", "+"}]
    assert len(ruled) > 6
    assert len({width(line) for line in ruled}) == 1
    edges = [
        tuple(width(line[:at]) for at, char in enumerate(line) if char == "|")
        for line in ruled
        if line[0] == "|"
    ]
    assert len(set(edges)) == 1


def test_a_form_keeps_its_corners() -> None:
    form = KeyValueTable(((Field("甲", "1"), Field("乙", "2")), (Field("丙", "长" * 60),)))
    lines = [line for line in to_text(Document("", (form,)), 60).splitlines() if line]
    assert len({width(line) for line in lines}) == 1
    assert lines[0].count("+") == 5
    assert lines[2].count("+") == 5
    assert lines[-1].count("+") == 3


def test_no_line_starts_with_a_closing_mark() -> None:
    text = "".join("字" * (n % 9) + "（甲）、《乙》，“丙”。" for n in range(40))
    lines = wrapped(text, 40)
    assert "".join(lines) == text
    assert [line for line in lines if line[0] in NEVER_FIRST] == []
    assert max(map(width, lines)) <= 40


def test_words_stay_whole_where_they_fit() -> None:
    assert wrapped("请于 2026-11-25 前完成 gridterm 登记", 16) == [
        "请于 2026-11-25",
        "前完成 gridterm",
        "登记",
    ]


def test_a_word_that_fits_nowhere_is_cut() -> None:
    lines = wrapped("x" * 100, 40)
    assert lines == ["x" * 40, "x" * 40, "x" * 20]


def test_bars_are_in_proportion() -> None:
    chart = BarChart((Bar("卫生", 40), Bar("停车", 20), Bar("其他", 0)), unit="件")
    lines = to_text(Document("", (chart,)), 80).splitlines()[-3:]
    counts = [line.count("#") for line in lines]
    assert counts[0] == pytest.approx(2 * counts[1], abs=1)
    assert counts[2] == 0
    assert lines[2].endswith("0件")


def test_hostile_text_is_plain() -> None:
    text = to_text(Document("[/]", (Paragraph("[red]x[/red]\x1b[31m"),), language=CHINESE), 40)
    assert "[red]x[/red][31m" in text
    assert "\x1b" not in text


def test_a_confidential_document_says_so_first(whole: Document) -> None:
    assert to_text(replace(whole, confidential=True), 80).startswith(confidential_mark())

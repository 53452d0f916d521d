"""Posters: one sheet of A4 or A3, as large as they fit, in PDF and in Word."""

import io
from dataclasses import replace

import docx
import pytest
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from gridterm.i18n import CHINESE
from gridterm.printing.document import Document, Layout, Note, Paper, Paragraph, Spacer
from gridterm.printing.pdf import to_pdf
from gridterm.printing.poster import LARGE, SIZES, fitted, spread
from gridterm.printing.word import to_docx
from gridterm.printing.wording import SHEETS

POINTS = 72 / 25.4


def poster(*lines: str, paper: Paper = Paper.A4, landscape: bool = False) -> Document:
    return Document(
        title="六不准",
        body=(*(Paragraph(line, indent=False) for line in lines), Note("注：见文件。")),
        letterhead="化院社区居民委员会",
        footer="民情热线：0419-2345678",
        layout=Layout.POSTER,
        landscape=landscape,
        paper=paper,
        language=CHINESE,
    )


def sheets(document: Document) -> list[tuple[float, float]]:
    """The size of each of its sheets in mm."""
    pages = PdfReader(io.BytesIO(to_pdf(document, system_fonts=False))).pages
    return [(page.mediabox.width / POINTS, page.mediabox.height / POINTS) for page in pages]


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("paper", list(Paper))
def test_the_sheet_is_the_paper_asked_for(paper: Paper, landscape: bool) -> None:
    made = spread(poster("不准一", "不准二", paper=paper, landscape=landscape))
    assert made is not None
    size = SHEETS[paper][::-1] if landscape else SHEETS[paper]
    (only,) = sheets(made)
    assert only == pytest.approx(size, abs=0.2)
    section = docx.Document(io.BytesIO(to_docx(made))).sections[0]
    assert section.page_width == pytest.approx(Mm(size[0]), abs=700)
    assert section.page_height == pytest.approx(Mm(size[1]), abs=700)


@pytest.mark.parametrize("count", [1, 6, 20])
@pytest.mark.parametrize("words", ["不准推诿扯皮", "不准推诿扯皮，故意拖延办事时间" * 3])
def test_what_is_said_to_fit_does(count: int, words: str) -> None:
    for make in (fitted, spread):
        made = make(poster(*[words] * count))
        if made is not None:
            assert len(sheets(made)) == 1


def test_the_room_is_filled_and_no_line_is_broken_for_larger_type() -> None:
    lines = ["五、不准以责任区为由参与违法乱纪活动"] * 5
    filled, plain = spread(poster(*lines)), fitted(poster(*lines))
    assert filled is not None
    assert plain is not None
    assert LARGE <= filled.size < plain.size
    gaps = [one.lines for one in filled.body if isinstance(one, Spacer)]
    assert len(gaps) == 5
    assert min(gaps) >= 0.5


def test_a3_is_a4_made_larger() -> None:
    small, large = (spread(poster(*["不准推诿扯皮"] * 6, paper=paper)) for paper in Paper)
    assert small is not None
    assert large is not None
    assert large.size / small.size == pytest.approx(2**0.5, abs=0.08)


def test_too_much_is_none() -> None:
    assert fitted(poster(*["字" * 400] * 20)) is None
    assert spread(poster(*["字" * 400] * 20)) is None
    assert fitted(poster(*["字" * 100] * 6), smallest=SIZES[0]) is None


@given(st.lists(st.text("字a， ", max_size=300), max_size=12), st.sampled_from(list(Paper)))
def test_the_type_is_one_of_the_sizes_and_smaller_where_there_is_more(
    lines: list[str], paper: Paper
) -> None:
    made = spread(poster(*lines, paper=paper))
    more = spread(poster(*lines, "字" * 40, paper=paper))
    if made is None:
        assert more is None
        return
    ratio = SHEETS[paper][0] / SHEETS[Paper.A4][0]
    assert SIZES[-1] * ratio - 0.5 <= made.size <= SIZES[0] * ratio
    assert replace(made, body=(), size=0) == replace(poster(paper=paper), body=(), size=0)
    texts = [one.text for one in made.body if isinstance(one, Paragraph)]
    assert texts == lines

"""The posters: one sheet A4 or A3, the office's own words, the doubt about the fifth clause."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import docx
import pytest
from docx.shared import Mm
from pypdf import PdfReader

from gridterm import settings
from gridterm.discipline.posters import Poster, poster_of, six_let_nots, six_must_nots
from gridterm.errors import RefusedError
from gridterm.i18n import CHINESE, ENGLISH, language, use
from gridterm.printing.document import Document, Office, Paper, Paragraph
from gridterm.printing.pdf import to_pdf
from gridterm.printing.preview import to_text
from gridterm.printing.word import to_docx
from gridterm.settings import Settings
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

OFFICE = Office("化院社区居民委员会", "铁东街道", "0419-2345678")
SIZES = {Paper.A4: (210, 297), Paper.A3: (297, 420)}
POINTS = 72 / 25.4
SHIPPED = Settings()


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The posters in Chinese, as offices hang them."""
    before = language()
    use(CHINESE)
    yield
    use(before)


def page(document: Document) -> tuple[str, tuple[float, float]]:
    """The text of its only page, and how large that is in mm."""
    (only,) = PdfReader(io.BytesIO(to_pdf(document, system_fonts=False))).pages
    size = only.mediabox.width / POINTS, only.mediabox.height / POINTS
    return re.sub(r"[\s\u200b]", "", only.extract_text()), size


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("made", [six_must_nots, six_let_nots])
def test_six_lines_stand_on_one_sheet(made: object, paper: Paper) -> None:
    document = made(SHIPPED, OFFICE, paper)  # type: ignore[operator]
    text, size = page(document)
    assert size == pytest.approx(SIZES[paper], abs=0.2)
    for part in ("一、不", "六、不", "铁东街道化院社区居民委员会", "0419-2345678"):
        assert part in text
    assert "第1页" not in text


def test_the_texts_are_those_of_the_rules() -> None:
    must, _size = page(six_must_nots(SHIPPED, OFFICE))
    assert "二、不准接受与公务有关的馈赠和宴请" in must
    let, _size = page(six_let_nots(SHIPPED, OFFICE))
    assert "三、不让正在办理的事情在我这里积压" in let


def test_a3_is_a_good_deal_larger() -> None:
    small, large = (six_let_nots(SHIPPED, OFFICE, paper) for paper in (Paper.A4, Paper.A3))
    assert large.size / small.size == pytest.approx(2**0.5, abs=0.03)


def test_each_rule_is_one_line_where_it_can() -> None:
    document = six_must_nots(SHIPPED, OFFICE)
    reader = PdfReader(io.BytesIO(to_pdf(document, system_fonts=False)))
    lines = [line for line in reader.pages[0].extract_text().splitlines() if "、不准" in line]
    assert [line.strip()[0] for line in lines] == list("一二三四五六")
    assert lines[4].strip().endswith("违法乱纪活动")


def test_the_fifth_says_that_it_is_in_doubt_until_the_office_writes_it() -> None:
    assert "脱漏" in page(six_must_nots(SHIPPED, OFFICE))[0]
    own = Settings({"rules.must_not_5": "不准以责任区为由谋取私利"})
    text, _size = page(six_must_nots(own, OFFICE))
    assert "五、不准以责任区为由谋取私利" in text
    assert "脱漏" not in text
    assert "脱漏" not in page(six_let_nots(SHIPPED, OFFICE))[0]


def test_the_office_may_word_the_let_nots_too() -> None:
    own = Settings({"rules.let_not_6": "不让群众的事情搁浅"})
    text, _size = page(six_let_nots(own, OFFICE))
    assert "六、不让群众的事情搁浅" in text
    assert "反映的事情" not in text


def test_word_has_the_sheet_and_the_six() -> None:
    word = docx.Document(io.BytesIO(to_docx(six_must_nots(SHIPPED, OFFICE, Paper.A3))))
    section = word.sections[0]
    sides = section.page_width, section.page_height
    assert sides == pytest.approx((Mm(297), Mm(420)), abs=700)
    texts = [one.text for one in word.paragraphs]
    assert sum("不准" in one for one in texts) == 7
    assert [one.text for one in section.footer.paragraphs] == ["民情热线：0419-2345678"]


@pytest.mark.parametrize("long", ["字" * 200, "x" * 200, "[/] [red]x[/red] =1+1 {0}"])
def test_long_and_hostile_texts_stand_whole_or_are_refused(long: str) -> None:
    text, _size = page(six_must_nots(Settings({"rules.must_not_1": long}), OFFICE))
    assert long.replace(" ", "") in text


def test_what_fits_on_no_sheet_is_refused_with_what_to_do() -> None:
    own = Settings({f"rules.must_not_{n}": "字" * 200 for n in range(1, 7)})
    with pytest.raises(RefusedError, match="缩短"):
        six_must_nots(own, OFFICE)


def test_in_english_too() -> None:
    use(ENGLISH)
    document = six_let_nots(SHIPPED, OFFICE)
    assert document.title == "The six let-nots"
    first = next(one for one in document.body if isinstance(one, Paragraph))
    assert first.runs[0].text.startswith("1. Let no work")
    assert "1. Let no work" in to_text(document, 80)


def test_an_office_without_a_name_has_its_poster() -> None:
    text, _size = page(six_must_nots(SHIPPED, Office()))
    assert text.startswith("六不准一、")


def test_from_the_office_with_its_settings(store: Store) -> None:
    printed = poster_of(store, Poster.LET_NOTS, Paper.A3)
    assert printed.file_name == "六不让 A3"
    settings.change(store, Actor(None, "王芳"), {"rules.let_not_1": "不让工作延误"})
    again = poster_of(store, Poster.LET_NOTS)
    assert "一、不让工作延误" in to_text(again.document, 80)


@pytest.mark.parametrize("spoken", [CHINESE, ENGLISH])
def test_each_setting_says_the_text_that_stands_where_it_is_empty(spoken: str) -> None:
    use(spoken)
    for made, kind in ((six_must_nots, "must_not"), (six_let_nots, "let_not")):
        lines = [one for one in made(SHIPPED, OFFICE).body if isinstance(one, Paragraph)]
        for place, line in enumerate(lines, 1):
            _mark, text = line.runs[0].text.split("、" if spoken == CHINESE else ". ", 1)
            assert text in settings.BY_KEY[f"rules.{kind}_{place}"].reason

"""Letters, receipts and the register on paper: what stands on them, in PDF, Word and as text."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from gridterm.discipline import letters
from gridterm.discipline.clauses import clauses
from gridterm.discipline.letter_paper import (
    RegisterLine,
    Service,
    letter_sheet,
    receipt_sheet,
    register_sheet,
)
from gridterm.discipline.letters import FrozenLetter
from gridterm.discipline.terms import LetterKind, Track
from gridterm.i18n import CHINESE, ENGLISH, use
from gridterm.printing.document import Document, Office, Table
from gridterm.printing.pdf import to_pdf
from gridterm.printing.preview import to_text
from gridterm.printing.word import to_docx
from gridterm.printing.wording import confidential_mark
from gridterm.registers.terms import Person
from gridterm.store.audit import canonical

HOSTILE = "[/] [red]x[/red] #panic(1) {0} =1+1 <b> \x00\x1b[31m"


@pytest.fixture(autouse=True)
def chinese() -> None:
    """Letters in Chinese, as offices send them."""
    use(CHINESE)


def letter(kind: LetterKind = LetterKind.WARNING, **other: object) -> FrozenLetter:
    """A letter as it comes back from the store."""
    told: dict[str, object] = {
        "number": "2026-007",
        "issued_on": date(2026, 5, 20),
        "office": "化院社区居民委员会",
        "street": "铁东街道",
        "person": Person(7, "1005", "李晓明"),
        "post": "网格管理员",
        "grid": "008网格",
        "case_number": "JL-2026-003",
        "clause": clauses()[0],
        "track": Track.VISITS,
        "level": 1,
        "incident_on": date(2026, 5, 10),
        "matter": "走访记录写明当日到访3栋201室，住户说当月无人上门。",
        "findings": 1,
        "statement": "记错了门牌。",
        "decided_by": "王芳",
        "reason": "首次查实。",
        "appeal_until_days": 15,
    }
    frozen = letters.content(kind, **(told | other))  # type: ignore[arg-type]
    return letters.thawed(json.loads(canonical(frozen)))


def pages(document: Document) -> list[str]:
    reader = PdfReader(io.BytesIO(to_pdf(document, system_fonts=False)))
    return [squeezed(page.extract_text()) for page in reader.pages]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def in_word(document: Document) -> str:
    word = docx.Document(io.BytesIO(to_docx(document)))
    return "".join(one.text or "" for one in word.element.body.iter(qn("w:t")))


# ── letters ─────────────────────────────────────────────────────────────────
KINDS = (
    (LetterKind.WARNING, {}, "警告通知书"),
    (LetterKind.SEVERE, {"level": 2}, "严重警告通知书"),
    (LetterKind.DISMISSAL, {"level": 3, "unit": "铁东街道办事处"}, "建议辞退函"),
    (LetterKind.MEASURE, {"clause": None, "track": Track.PERFORMANCE}, "履职处理通知书"),
    (LetterKind.CORRECTION, {"refers_to": "2026-005", "level": 0}, "更正通知"),
)


@pytest.mark.parametrize(("kind", "other", "title"), KINDS)
def test_each_letter_is_the_same_on_paper_in_word_and_on_the_screen(
    kind: LetterKind, other: dict[str, object], title: str
) -> None:
    one = letter(kind, **other)
    document = letter_sheet(one)
    printed, word = "".join(pages(document)), squeezed(in_word(document))
    shown = squeezed(to_text(document, 80))
    for part in (title, "编号：2026-007", "铁东街道化院社区居民委员会", *one.paragraphs,
                 "2026年5月20日", one.addressee):  # fmt: skip
        for text in (printed.replace("—1—", ""), word, shown):
            assert squeezed(part) in text
    if kind is LetterKind.CORRECTION:
        assert "2026-005" in printed


def test_an_ordinary_letter_is_set_as_an_official_document() -> None:
    document = letter_sheet(letter())
    text = pages(document)
    assert text[0].endswith("—1—")
    word = docx.Document(io.BytesIO(to_docx(document)))
    addressee = next(one for one in word.paragraphs if one.text.startswith("李晓明（"))
    indent = addressee._p.pPr.find(qn("w:ind")) if addressee._p.pPr is not None else None
    assert indent is None


def test_a_proposal_without_its_unit_has_a_line_to_write_it_on() -> None:
    document = letter_sheet(letter(LetterKind.DISMISSAL, level=3))
    assert "____________________：" in to_text(document, 80)
    assert "抄送：李晓明" in to_text(document, 80)


def test_a_letter_is_printed_in_the_language_and_the_words_of_its_day() -> None:
    one = letter()
    before = to_pdf(letter_sheet(one), system_fonts=False)
    use(ENGLISH)
    text = "".join(pages(letter_sheet(one)))
    assert "警告通知书" in text
    assert "如不服本决定" in text
    use(CHINESE)
    assert to_pdf(letter_sheet(one), system_fonts=False) == before


def test_a_matter_of_several_pages_is_whole_and_no_sheet_is_only_a_sign_off() -> None:
    matter = "\n".join(f"第{n}项：" + "查" * 60 for n in range(100))
    assert len(matter) > 6_300
    text = pages(letter_sheet(letter(matter=matter)))
    assert len(text) > 5
    whole = re.sub(r"—\d+—", "", "".join(text))
    assert whole.count("查") == 6_000 + "".join(letter(matter="").paragraphs).count("查")
    assert "复核" in text[-1]


@pytest.mark.parametrize(
    "typed",
    [HOSTILE, "x" * 6_999, "\u202e\u0007", "=HYPERLINK()", "字" * 6_999],
    ids=["markup", "word", "controls", "formula", "chinese"],
)
def test_hostile_names_and_matters_print_without_harm(typed: str) -> None:
    name = typed[:60]
    one = letter(
        person=Person(1, name, name), matter=typed, statement=name, reason=name,
        decided_by=name, post=name, grid=name, case_number=name,
    )  # fmt: skip
    for document in (
        letter_sheet(one),
        receipt_sheet(one, Service(date(2026, 5, 21), False, (name,))),
    ):
        text = "".join(pages(document))
        word = in_word(document)
        to_text(document, 80)
        assert "\x1b" not in text + word
    if typed == HOSTILE:
        assert squeezed("[/] [red]x[/red] #panic(1) {0} =1+1 <b>") in squeezed(word)


# ── the receipt ─────────────────────────────────────────────────────────────
def test_a_receipt_has_its_letter_and_the_places_to_sign() -> None:
    (text,) = pages(receipt_sheet(letter()))
    for part in ("送达回执", "对应文书编号：2026-007", "案件编号：JL-2026-003", "警告通知书",
                 "李晓明", "1005", "008网格", "2026年5月20日", "受送达人签收", "拒收事由",
                 "见证人一：", "见证人二：", "送达人：", "送达地点", "不表示同意"):  # fmt: skip
        assert part in text
    assert "有关部门签收" not in text


def test_a_receipt_of_what_was_served_says_how() -> None:
    (signed,) = pages(receipt_sheet(letter(), Service(date(2026, 5, 21), True)))
    assert "2026年5月21日" in signed
    assert "已签收" in signed
    (refused,) = pages(
        receipt_sheet(letter(), Service(date(2026, 5, 21), False, ("赵丽娟", "孙志强")))
    )
    assert "拒绝签收。" in refused
    assert "赵丽娟、孙志强" in refused
    assert "已签收" not in refused


def test_the_unit_signs_for_a_proposal_to_dismiss() -> None:
    (text,) = pages(receipt_sheet(letter(LetterKind.DISMISSAL, level=3)))
    assert "有关部门签收：" in text


# ── the register ────────────────────────────────────────────────────────────
LINE = RegisterLine(
    number="2026-007",
    issued_on=date(2026, 5, 20),
    kind=LetterKind.WARNING,
    track=Track.VISITS,
    level=1,
    name="李晓明",
    staff_number="1005",
    case="JL-2026-003",
    refers_to="",
    served=Service(date(2026, 5, 21), True),
    in_force=True,
)
OFFICE = Office("化院社区居民委员会", "铁东街道")


def test_the_register_names_every_letter_and_is_confidential() -> None:
    notice = replace(
        LINE, number="2026-008", kind=LetterKind.CORRECTION, level=0, refers_to="2026-007",
        served=None,
    )  # fmt: skip
    refused = replace(
        LINE, number="2026-009", in_force=False,
        served=Service(date(2026, 6, 1), False, ("赵丽娟",)),
    )  # fmt: skip
    document = register_sheet([LINE, notice, refused], 2026, OFFICE, printed="王芳")
    table = document.body[0]
    assert isinstance(table, Table)
    assert [row[5] for row in table.rows] == ["警告", "已撤销", "警告（已失效）"]
    (text,) = pages(document)
    for part in ("纪律文书登记簿", "共3份", "2026-007", "李晓明1005", "JL-2026-003", "警告通知书",
                 "2026-05-21，已签收", "更正通知", "已撤销", "警告（已失效）",
                 "拒签，见证人：赵丽娟", squeezed(confidential_mark())):  # fmt: skip
        assert part in text


def test_a_year_without_letters_is_an_empty_register() -> None:
    (text,) = pages(register_sheet([], 2026, OFFICE))
    assert "共0份" in text


def test_performance_has_the_names_of_its_own_rungs() -> None:
    line = replace(LINE, track=Track.PERFORMANCE, kind=LetterKind.MEASURE, level=3)
    (text,) = pages(register_sheet([line], 2026, OFFICE))
    assert "扣发绩效" in text

"""The Chinese catalogue is complete, fresh, sound in form, and fit for terminal cells."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from gridterm import i18n
from gridterm.calendar import DayKind, YearStatus
from gridterm.hotline.importing.fields import FIELDS
from gridterm.hotline.terms import Channel, Kind, Satisfaction, State
from gridterm.i18n import CHINESE, LANGUAGES, Term
from gridterm.registers.duty_sheet import DutySheet
from gridterm.registers.grid_sheet import GridSheet
from gridterm.registers.staff_sheet import StaffSheet
from gridterm.registers.terms import GridKind, GridLevel, Role
from gridterm.text import width
from tests.locale.wording import ambiguous, english_left, half_width, place_holders

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "data" / "locale"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

LETTERS = "gridterm/discipline/letter_words.py"
Key = tuple[str | None, str | tuple[str, ...]]


@cache
def chinese() -> Catalog:
    path = LOCALE / CHINESE / "LC_MESSAGES" / f"{i18n.DOMAIN}.po"
    with path.open("rb") as stream:
        return read_po(stream, locale=CHINESE, domain=i18n.DOMAIN)


def entries() -> list[Message]:
    return [message for message in chinese() if message.id]


@cache
def texts() -> list[tuple[str, str]]:
    """(English, Chinese) of every entry; a plural's English is its second form."""
    return [(_english(one), _translation(one)) for one in entries()]


@cache
def shown() -> list[tuple[str, str]]:
    """(English, Chinese) of the entries that stand on a screen.

    A letter on paper has the quotation marks of official documents.
    """
    return [
        (_english(one), _translation(one))
        for one in entries()
        if {file for file, _line in one.locations} != {LETTERS}
    ]


def _english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[-1]


def _translation(message: Message) -> str:
    given = message.string
    return given if isinstance(given, str) else (given[0] if given else "")


@cache
def extracted() -> frozenset[Key]:
    """Every text of the source, found as `make messages` finds them."""
    keywords = parse_keywords(re.findall(r"--keyword (\S+)", MAKEFILE))
    return frozenset(
        (context, message)
        for package in ("gridterm", "screens")
        for _file, _line, message, _comments, context in extract_from_dir(
            str(ROOT / package), keywords=keywords
        )
        if message
    )


# ── complete and fresh ──────────────────────────────────────────────────────
def test_the_source_is_read_with_the_same_keywords_as_make_messages_uses() -> None:
    assert {message for _context, message in extracted()} >= {
        "Hotline",
        "{weekday} {date} {time}",
        ("{count} call.", "{count} calls."),
    }


def test_every_text_has_a_translation_that_a_person_wrote() -> None:
    missing = [_english(one) for one in entries() if one.fuzzy or not _translation(one).strip()]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("name", ["gridterm.pot", f"{CHINESE}/LC_MESSAGES/gridterm.po"])
def test_the_files_hold_exactly_the_texts_of_the_source(name: str) -> None:
    with (LOCALE / name).open("rb") as stream:
        catalogue = read_po(stream, locale=CHINESE if name.endswith(".po") else None)
    held = {(one.context, one.id) for one in catalogue if one.id}
    stale = sorted(str(text) for _context, text in held ^ extracted())
    assert not stale, "\n".join(["run `make messages`, then translate what is new:", *stale])


def test_the_header_says_what_gettext_needs() -> None:
    headers = dict(chinese().mime_headers)
    assert headers["Language"] == CHINESE
    assert headers["Plural-Forms"] == "nplurals=1; plural=0;"
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert not chinese().obsolete


def test_the_compiled_catalogue_is_what_the_program_shows(chinese_spoken: None) -> None:
    assert State.ANSWERED.label == "待回访"
    assert i18n.ngettext("{count} call.", "{count} calls.", 1).format(count=1) == "共 1 件。"


# ── sound in form ───────────────────────────────────────────────────────────
def test_place_holders_are_the_same() -> None:
    assert [
        (english, own)
        for english, own in texts()
        if place_holders(english) != place_holders(own) and own
    ] == []


def test_every_text_can_be_formatted() -> None:
    for english, own in texts():
        values = dict.fromkeys(place_holders(english), 1)
        assert english.format(**values)
        assert own.format(**values) or not own


def test_no_english_is_left_in_chinese_texts() -> None:
    assert [(own, left) for english, own in texts() if (left := english_left(own, english))] == []


def test_chinese_texts_have_chinese_punctuation() -> None:
    assert [(own, half_width(own)) for _english, own in shown() if half_width(own)] == []


def test_no_character_of_a_chinese_text_is_of_doubtful_width() -> None:
    assert [(own, ambiguous(own)) for _english, own in shown() if ambiguous(own)] == []


def test_no_character_of_an_english_label_is_of_doubtful_width() -> None:
    labels = [english for english, _own in texts() if len(english) <= 24]
    assert len(labels) > 200
    assert [(one, ambiguous(one)) for one in labels if ambiguous(one)] == []


def test_sentences_end_as_the_english_ones_do() -> None:
    def ends(text: str, marks: str) -> bool:
        return text.rstrip().endswith(tuple(marks))

    assert [
        own
        for english, own in texts()
        if own and english.count(" ") > 3 and ends(english, "?") and not ends(own, "？")
    ] == []


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (english_left, "请用 Excel 打开 {path}，再按 Ctrl+N（gridterm restore）", "请 open 文件"),
        (half_width, "共 {count} 条，{when}；9:14 起。", "共 {count} 条, 最新"),
        (half_width, "正在读取文件 ..", "没有找到."),
        (ambiguous, "「打开」《告示》，是", "“打开”"),
        (ambiguous, "是", "打开…"),
    ],
)
def test_the_checks_see_what_they_are_for(
    check: Callable[[str], object], good: str, bad: str
) -> None:
    assert not check(good)
    assert check(bad)


# ── words that must differ ──────────────────────────────────────────────────
@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


@pytest.fixture
def chinese_spoken() -> Iterator[None]:
    before = i18n.language()
    i18n.use(CHINESE)
    yield
    i18n.use(before)


def _repeated(words: Iterable[str]) -> set[str]:
    told = list(words)
    return {word for word in told if told.count(word) > 1}


@pytest.mark.parametrize("sheet", [StaffSheet(), GridSheet(), DutySheet()])
def test_headings_of_a_register_sheet_differ(
    spoken: str, sheet: StaffSheet | GridSheet | DutySheet
) -> None:
    assert _repeated(spec.title for spec in sheet.fields()) == set()


def test_headings_of_a_hotline_sheet_differ(spoken: str) -> None:
    assert _repeated(spec.title for spec in FIELDS) == set()


@pytest.mark.parametrize(
    "terms", [Channel, Kind, State, Satisfaction, Role, GridKind, DayKind, YearStatus]
)
def test_labels_of_one_list_differ(spoken: str, terms: type[Term]) -> None:
    assert _repeated(one.label for one in terms) == set()


def test_the_words_of_the_rule_book(chinese_spoken: None) -> None:
    assert [one.label for one in Kind] == ["咨询", "求助", "投诉", "举报", "建议", "表扬"]
    assert [one.label for one in State] == [
        *("已受理", "待签收", "办理中", "挂起", "已上报", "待回访", "已结案", "已并案", "作废")
    ]
    assert [one.label for one in GridLevel][3:] == ["网格(居民小组)", "住户小组"]
    assert max(width(one.label) for one in (*Channel, *Kind, *State)) <= 8

"""What a letter says is made once and frozen: words, rights, and nobody's phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm import i18n
from gridterm.discipline import letters
from gridterm.discipline.clauses import ClauseText, clauses
from gridterm.discipline.terms import CaseStep, Clause, LetterKind, Track
from gridterm.registers.terms import Person
from gridterm.store.audit import canonical

PERSON = Person(7, "1005", "李晓明", "13800001234")
MATTER = "走访记录写明当日到访 3 栋 201 室，住户说当月无人上门。"


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.CHINESE)
    yield
    i18n.use(before)


def frozen(kind: LetterKind = LetterKind.WARNING, **other: object) -> dict[str, object]:
    """A letter about somebody's first falsified visit."""
    told: dict[str, object] = {
        "number": "2026-007",
        "issued_on": date(2026, 5, 20),
        "office": "春光社区",
        "street": "和平街道",
        "person": PERSON,
        "post": "网格管理员",
        "grid": "008网格",
        "case_number": "JL-2026-003",
        "clause": clauses()[0],
        "track": Track.VISITS,
        "level": 1,
        "incident_on": date(2026, 5, 10),
        "matter": MATTER,
        "findings": 1,
        "statement": "记错了门牌。",
        "decided_by": "王主任",
        "reason": "首次查实",
        "appeal_until_days": 15,
        "basis": "警告：2026-05-10 没有生效的警告。",
    }
    return letters.content(kind, **(told | other))  # type: ignore[arg-type]


def text(one: dict[str, object]) -> str:
    """The letter's paragraphs as one text."""
    paragraphs = one["paragraphs"]
    assert isinstance(paragraphs, list)
    return "\n".join(paragraphs)


def test_a_warning_says_what_was_found_which_rule_and_how_to_appeal() -> None:
    one = frozen()
    said = text(one)
    assert one["title"] == "警告通知书"
    assert one["addressee"] == "李晓明（网格管理员，工号1005，008网格）："
    for part in ("JL-2026-003", "2026年5月10日", MATTER, "第一条", "弄虚作假", "记错了门牌。",
                 "王主任", "首次查实", "15日", "没有生效的警告"):  # fmt: skip
        assert part in said
    assert one["signoff"] == ["和平街道春光社区", "2026年5月20日"]


def test_no_phone_is_kept() -> None:
    assert PERSON.phone not in canonical(frozen())


def test_what_is_frozen_is_json_and_thaws_to_the_same_words() -> None:
    one = frozen(LetterKind.SEVERE, level=2)
    back = letters.thawed(json.loads(canonical(one)))
    assert list(back.paragraphs) == one["paragraphs"]
    assert list(back.signoff) == one["signoff"]
    assert (back.title, back.addressee) == (one["title"], one["addressee"])
    assert (back.kind, back.number) == (LetterKind.SEVERE, "2026-007")
    assert back.issued_on == date(2026, 5, 20)


def test_the_words_stay_in_the_language_of_their_day() -> None:
    one = frozen()
    i18n.use(i18n.ENGLISH)
    back = letters.thawed(one)
    assert (back.spoken, back.title) == (i18n.CHINESE, "警告通知书")
    assert frozen()["title"] == "Letter of warning"


def test_somebody_who_made_no_statement_is_told_that_they_were_asked() -> None:
    assert "未作陈述" in text(frozen(statement=" \n "))
    assert "未作陈述" not in text(frozen())


def test_a_severe_warning_says_what_comes_next() -> None:
    assert "辞退" in text(frozen(LetterKind.SEVERE, level=2))


def test_dismissal_is_proposed_to_the_unit_which_decides() -> None:
    one = frozen(LetterKind.DISMISSAL, level=3, unit="和平街道办事处")
    said = text(one)
    assert one["title"] == "建议辞退函"
    assert one["addressee"] == "和平街道办事处："
    assert "李晓明（网格管理员，工号1005，008网格）" in said
    assert "建议贵单位" in said
    assert "你" not in said
    assert one["copies"] == "抄送：李晓明"


def test_without_a_unit_its_line_is_left_to_write_on() -> None:
    assert frozen(LetterKind.DISMISSAL, level=3)["addressee"] == ""


@pytest.mark.parametrize(
    ("level", "rung"), [(1, "约谈提醒"), (2, "通报批评"), (3, "扣发绩效"), (4, "开除辞退")]
)
def test_performance_has_its_own_rungs_and_never_speaks_of_the_must_nots(
    level: int, rung: str
) -> None:
    one = frozen(LetterKind.MEASURE, track=Track.PERFORMANCE, clause=None, level=level, basis="")
    assert one["title"] == "履职处理通知书"
    assert rung in text(one)
    assert "六不准" not in text(one)


def test_a_lowered_level_names_both_and_the_letter() -> None:
    one = frozen(LetterKind.CORRECTION, number="2026-009", refers_to="2026-007", was=2)
    said = text(one)
    assert one["title"] == "更正通知"
    assert "2026-007" in said
    assert "严重警告变更为警告" in said
    assert one["step"] == CaseStep.CHANGE


def test_a_revocation_says_that_nothing_is_left() -> None:
    said = text(frozen(LetterKind.CORRECTION, refers_to="2026-007", level=0))
    assert "撤销" in said
    assert "违反" not in said


def test_a_restored_decision_holds_again() -> None:
    said = text(frozen(LetterKind.CORRECTION, refers_to="2026-008", level=2, step=CaseStep.RESTORE))
    assert "恢复" in said
    assert "严重警告" in said


def test_the_unit_hears_of_a_correction_too() -> None:
    told = {"refers_to": "2026-007", "unit": "和平街道办事处"}
    for levels in ({"level": 0, "was": 3}, {"level": 3, "step": CaseStep.RESTORE}):
        assert frozen(LetterKind.CORRECTION, **told, **levels)["copies"] == "抄送：和平街道办事处"
    for levels in ({"level": 0, "was": 2}, {"level": 1, "was": 2}):
        assert frozen(LetterKind.CORRECTION, **told, **levels)["copies"] == ""
    pay = {"level": 2, "was": 3, "track": Track.PERFORMANCE, "clause": None}
    assert frozen(LetterKind.CORRECTION, **told, **pay)["copies"] == ""


def test_a_clause_in_doubt_says_so_under_the_letter() -> None:
    fifth = clauses()[4]
    assert "脱漏" in str(frozen(clause=fifth)["note"])
    own = clauses({Clause.ABUSE_AREA: "不准以责任区为由谋取私利"})[4]
    assert frozen(clause=own)["note"] == ""


def test_several_findings_are_one_step() -> None:
    assert "2 项" in text(frozen(findings=2))
    assert "从重" not in text(frozen())


def test_a_receipt_is_no_letter_of_its_own() -> None:
    with pytest.raises(ValueError, match="receipt"):
        frozen(LetterKind.RECEIPT)


HOSTILE = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    ["{number}", "{0}", "{", "[/]", "[red]x[/red]", "\x00\x1b[31m", "\u202e", "=1+1", "A" * 6999]
)


@given(
    HOSTILE, HOSTILE, HOSTILE,
    st.sampled_from([kind for kind in LetterKind if kind is not LetterKind.RECEIPT]),
)  # fmt: skip
def test_whatever_was_typed_stands_in_the_letter_and_breaks_nothing(
    name: str, matter: str, reason: str, kind: LetterKind
) -> None:
    one = frozen(
        kind,
        person=Person(1, name, name),
        matter=matter,
        statement=matter,
        reason=reason,
        decided_by=name,
        refers_to="2026-001",
        clause=ClauseText(Clause.GIFTS, reason),
    )
    assert letters.thawed(json.loads(canonical(one))).paragraphs == tuple(text_parts(one))
    assert str(one["matter"]) in text(one)
    assert "\x1b" not in text(one)


def text_parts(one: dict[str, object]) -> list[str]:
    """Its paragraphs."""
    paragraphs = one["paragraphs"]
    assert isinstance(paragraphs, list)
    return paragraphs

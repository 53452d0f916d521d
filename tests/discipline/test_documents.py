"""Letters, receipts and the register out of a real office: for whom, from what was frozen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from gridterm import settings
from gridterm.discipline import service
from gridterm.discipline.documents import letter_of, receipt_of, register, register_of_letters
from gridterm.discipline.terms import LetterKind
from gridterm.errors import NotFoundError, RefusedError
from gridterm.i18n import CHINESE, language, use
from gridterm.printing.document import Document
from gridterm.printing.preview import to_text
from gridterm.registers.tables import Staff
from gridterm.store.audit import SYSTEM, Actor
from tests.discipline.prepared import CLERK, LEAD, LEADER, MEMBER, OTHER, PERSON, Prepared, by


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Letters in Chinese, as offices send them."""
    before = language()
    use(CHINESE)
    yield
    use(before)


def text(document: Document) -> str:
    """A document as one line."""
    return "".join(to_text(document, 80).split())


def test_a_letter_is_printed_from_what_was_frozen(office: Prepared) -> None:
    office.decided()
    before = letter_of(office.store, by(LEADER), "2026-001")
    assert before.file_name == "警告通知书 2026-001"
    assert "化工街道幸福社区" in text(before.document)
    assert "走访记录与住户所说不符" in text(before.document)
    assert "当天下雨，记错了门牌" in text(before.document)
    settings.change(office.store, SYSTEM, {
        "office.name": "别的社区", "rules.must_not_1": "别的条文", "discipline.appeal_days": "60",
    })  # fmt: skip
    with office.store.write("test.rename", SYSTEM) as tx:
        tx.session.get_one(Staff, PERSON).name = "赵强强"
    office.on(date(2036, 3, 2))
    again = letter_of(office.store, by(LEADER), "2026-1")
    assert again == before


def test_the_offices_own_clause_stands_in_its_letters(office: Prepared) -> None:
    settings.change(office.store, SYSTEM, {"rules.must_not_1": "不准编造走访"})
    office.decided()
    assert "不准编造走访" in text(letter_of(office.store, by(LEADER), "2026-001").document)


def test_each_letter_that_is_made_is_in_the_trail(office: Prepared) -> None:
    one = office.decided()
    before = len(office.trail())
    letter_of(office.store, by(LEADER), "2026-001")
    receipt_of(office.store, by(LEADER), "2026-001")
    assert office.trail()[before:] == [("discipline.look", f"case:{one}")] * 2


@pytest.mark.parametrize("reader", [PERSON, LEAD, CLERK, LEADER, MEMBER])
def test_who_may_see_the_case_may_have_its_letter(office: Prepared, reader: int) -> None:
    office.decided()
    assert letter_of(office.store, by(reader), "2026-001").number == "2026-001"
    assert receipt_of(office.store, by(reader), "２０２６-001").number == "2026-001"


def test_for_others_there_is_no_such_letter(office: Prepared) -> None:
    office.decided()
    for number in ("2026-001", "2026-002", "RX-1", ""):
        with pytest.raises(NotFoundError, match=f"{number}.*不存在"):
            letter_of(office.store, by(OTHER), number)
    with pytest.raises(NotFoundError):
        receipt_of(office.store, by(OTHER), "2026-001")
    with pytest.raises(RefusedError):
        letter_of(office.store, Actor(None, "gridterm"), "2026-001")


def test_a_receipt_says_what_is_recorded_of_the_service(office: Prepared) -> None:
    one = office.decided()
    blank = text(receipt_of(office.store, by(CLERK), "2026-001", by="李晓明").document)
    assert "2026-001" in blank
    assert "李晓明" in blank
    assert "拒绝签收。" not in blank
    service.serve(office.store, by(CLERK), one, date(2026, 3, 2), witness_ids=[OTHER, LEAD])
    told = text(receipt_of(office.store, by(CLERK), "2026-001").document)
    for part in ("2026年3月2日", "拒绝签收。", "周敏、王芳"):
        assert part in told


def test_a_proposal_to_dismiss_and_its_correction_go_to_the_unit(office: Prepared) -> None:
    settings.change(office.store, SYSTEM, {"discipline.unit": "化工街道办事处"})
    one = office.decided(lowest=3)
    told = text(letter_of(office.store, by(LEADER), "2026-001").document)
    assert "建议辞退函" in told
    assert "化工街道办事处：" in told
    office.serve(one)
    service.revoke(office.store, by(LEADER), one, "证据有误")
    service.restore(office.store, by(LEADER), one, "复核无误")
    for number in ("2026-002", "2026-003"):
        notice = text(letter_of(office.store, by(LEADER), number).document)
        assert "更正通知" in notice
        assert "抄送：化工街道办事处" in notice


def test_a_correction_of_a_warning_goes_to_nobody_else(office: Prepared) -> None:
    settings.change(office.store, SYSTEM, {"discipline.unit": "化工街道办事处"})
    one = office.decided(lowest=2)
    service.change(office.store, by(LEADER), one, 1, "情节较轻")
    notice = text(letter_of(office.store, by(LEADER), "2026-002").document)
    assert "由严重警告变更为警告" in notice
    assert "抄送" not in notice


def test_the_register_has_every_number_with_what_became_of_it(office: Prepared) -> None:
    first = office.served()
    office.later()
    office.decided(lowest=2)
    service.revoke(office.store, by(LEADER), first, "证据有误")
    lines = register(office.store, by(LEADER), 2026)
    assert [one.number for one in lines] == ["2026-001", "2026-002", "2026-003"]
    warning, severe, notice = lines
    assert (warning.kind, warning.in_force) == (LetterKind.WARNING, False)
    assert warning.served is not None
    assert (warning.served.on, warning.served.receipt) == (date(2026, 3, 2), True)
    assert (severe.kind, severe.in_force, severe.served) == (LetterKind.SEVERE, True, None)
    assert (notice.kind, notice.level, notice.refers_to) == (LetterKind.CORRECTION, 0, "2026-001")
    printed = register_of_letters(office.store, by(LEADER), by="陈静")
    assert printed.document.confidential
    assert "陈静" in printed.document.footer
    told = str(printed.document.body)
    for part in ("2026-003", "警告（已失效）", "已撤销", "赵强 1003", "JL-2026-002"):
        assert part in told
    assert register(office.store, by(LEADER), 2025) == ()


@pytest.mark.parametrize("reader", [PERSON, LEAD, CLERK, OTHER])
def test_the_register_is_for_those_who_see_all_cases(office: Prepared, reader: int) -> None:
    office.decided()
    with pytest.raises(RefusedError, match="登记簿"):
        register_of_letters(office.store, by(reader))

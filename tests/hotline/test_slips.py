"""The supervision slip: what is late, since when, why, to whom, answer by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from gridterm import i18n
from gridterm.errors import RefusedError
from gridterm.hotline import slips, supervising
from gridterm.printing.document import KeyValueTable, Table
from gridterm.printing.pdf import to_pdf
from gridterm.printing.preview import to_text
from gridterm.printing.word import to_docx
from gridterm.printing.wording import confidential_mark
from gridterm.store.audit import Actor
from tests.hotline.conftest import LEADER, Desk


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


def supervised(desk: Desk, **more: object) -> int:
    one = desk.call("楼顶积水" * 100, **more)
    desk.clock.moment = datetime(2026, 11, 26, 10, 0)  # first feedback was due on the 24th
    supervising.urge(desk.store, desk.clerk, one)
    supervising.supervise(desk.store, leader(desk), one, note="三日内办结")
    return one


def leader(desk: Desk) -> Actor:
    return desk.by(LEADER)


def test_it_says_what_is_late_and_answer_by_when(desk: Desk) -> None:
    one = supervised(desk)
    told = slips.slip(desk.store, one)
    assert told.number == "RX-2026-0001-1"
    assert told.clock == "feedback"
    assert told.due_at == datetime(2026, 11, 24, 17, 30)
    assert told.late_days == 2
    assert told.answer_by == datetime(2026, 11, 30, 17, 30)
    assert told.why
    assert [step.action for step in told.steps] == ["urge", "supervise"]
    document = slips.slip_of(desk.store, one, by="李晓明").document
    words = to_text(document, 80)
    for expected in ("RX-2026-0001-1", "三日内办结", "2026-11-30 17:30", "陈静", "Receipt"):
        assert expected in words
    assert not document.confidential
    pages = PdfReader(BytesIO(to_pdf(document, system_fonts=False))).pages
    assert [page.extract_text().count("Receipt") for page in pages] == [0, 1]
    assert to_docx(document)


def test_a_second_supervision_is_a_second_slip(desk: Desk) -> None:
    one = supervised(desk)
    desk.clock.moment = datetime(2026, 11, 27, 10, 0)
    supervising.supervise(desk.store, leader(desk), one, note="再催")
    told = slips.slip(desk.store, one)
    assert (told.number, told.issued.note, told.late_days) == ("RX-2026-0001-2", "再催", 3)


def test_who_had_it_then_is_named(desk: Desk) -> None:
    one = desk.assigned()
    desk.clock.moment = datetime(2026, 11, 27, 10, 0)
    supervising.urge(desk.store, desk.clerk, one)
    supervising.supervise(desk.store, desk.clerk, one)
    assert slips.slip(desk.store, one).to == "王芳"


def test_a_confidential_call_has_its_mark(desk: Desk) -> None:
    one = supervised(desk, confidential=True)
    document = slips.slip_of(desk.store, one).document
    assert document.confidential
    assert to_text(document, 80).startswith(confidential_mark())


def test_without_supervision_there_is_none(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="not under supervision"):
        slips.slip(desk.store, desk.call())


def test_it_has_the_facts_the_ladder_and_a_receipt(desk: Desk) -> None:
    body = slips.slip_of(desk.store, supervised(desk)).document.body
    assert sum(isinstance(block, KeyValueTable) for block in body) == 2
    assert sum(isinstance(block, Table) for block in body) == 1

"""The board on paper: always one sheet, in type as large as it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from gridterm.errors import RefusedError
from gridterm.hotline.notices import service as notices
from gridterm.hotline.notices.documents import board_of, board_sheet, notice_of, poster
from gridterm.hotline.notices.terms import LONGEST, NoticeDetail, NoticeState, Standing
from gridterm.printing.document import Document, Office
from gridterm.printing.pdf import to_pdf
from gridterm.printing.preview import to_text
from gridterm.printing.word import to_docx
from tests.hotline.conftest import Desk
from tests.hotline.notices.conftest import closed, form, hide, hung

OFFICE = Office("化院社区", "铁东街道", "0412-5550003")
WORDS = "居民反映3栋楼顶排水口被落叶堵塞，下雨之后积水；希望社区“尽快”联系物业疏通。"
NOTICE = NoticeDetail(
    id=1, number="GS-2026-0001", title="3栋楼顶积水", matter=WORDS, handling="已疏通排水口。",
    result="不再积水。", expected_on=None, grid_id=1, grid="化院社区008网格", office_phone="",
    up_on=date(2026, 11, 23), down_on=date(2026, 12, 6), state=NoticeState.APPROVED,
    standing=Standing.HANGING, drafted_at=datetime(2026, 11, 23), drafter_id=1, drafter="李晓明",
    approved_at=None, approver="陈静", ended_at=None, reason="", hidden=False, sources=(),
    events=(), actions=(),
)  # fmt: skip
LONG = replace(
    NOTICE,
    **{name: (WORDS * 20)[:most] for name, most in LONGEST.items()},  # type: ignore[arg-type]
)


def pages(document: Document) -> list[str]:
    made = PdfReader(BytesIO(to_pdf(document, system_fonts=False))).pages
    return ["".join(page.extract_text().split()) for page in made]


@pytest.mark.parametrize("told", [NOTICE, LONG], ids=["short", "long"])
def test_a_notice_is_one_sheet(told: NoticeDetail) -> None:
    document = poster(told, OFFICE)
    (page,) = pages(document)
    for text in (told.title, told.matter, told.handling, told.result, "GS-2026-0001"):
        assert "".join(text.split()) in page
    assert "0412-5550003" in page
    assert "not approved" not in to_text(document, 80)
    assert to_docx(document)


def test_short_words_stand_in_large_type() -> None:
    assert poster(NOTICE, OFFICE).size >= 22
    assert poster(replace(NOTICE, matter="通了。"), OFFICE).size > poster(NOTICE, OFFICE).size
    assert poster(LONG, OFFICE).size >= 10.5


def test_what_has_no_room_on_one_sheet_is_refused() -> None:
    with pytest.raises(RefusedError, match="does not fit"):
        poster(replace(NOTICE, matter="行\n" * 200), OFFICE)


def test_an_expected_day_stands_where_there_is_no_result() -> None:
    words = to_text(poster(replace(NOTICE, result="", expected_on=date(2026, 12, 1)), OFFICE), 80)
    assert "Expected by: 2026-12-01" in words


@pytest.mark.parametrize(
    ("count", "shortened"), [(0, False), (1, False), (3, False), (9, True), (40, True)]
)
def test_the_board_is_one_sheet_however_much_hangs(count: int, shortened: bool) -> None:
    hanging = [replace(NOTICE, title=f"第{n}件积水") for n in range(count)]
    document = board_sheet(hanging, OFFICE, date(2026, 11, 23))
    (page,) = pages(document)
    assert all(one.title in page for one in hanging)
    assert ("Shortened" in page) is shortened
    assert document.size >= 9


def test_far_too_many_are_refused() -> None:
    with pytest.raises(RefusedError, match="100 notices"):
        board_sheet([NOTICE] * 100, OFFICE, date(2026, 11, 23))


def test_from_the_office_itself(desk: Desk) -> None:
    source = closed(desk)
    draft = notices.draft(desk.store, desk.clerk, form(source))
    assert "not approved" in to_text(notice_of(desk.store, draft.id).document, 80)
    one = hung(desk, source)
    assert one.title in to_text(board_of(desk.store).document, 80)
    assert notice_of(desk.store, one.id).number == one.number
    hide(desk, source)
    assert one.title not in to_text(board_of(desk.store).document, 80)
    with pytest.raises(RefusedError, match="confidential"):
        notice_of(desk.store, one.id)
    gone = notices.draft(desk.store, desk.clerk, form(closed(desk)))
    notices.withdraw(desk.store, desk.clerk, gone.id, "不用")
    with pytest.raises(RefusedError, match="Withdrawn"):
        notice_of(desk.store, gone.id)

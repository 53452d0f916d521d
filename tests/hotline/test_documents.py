import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import docx
import pytest
from pypdf import PdfReader

from gridterm.hotline import service
from gridterm.hotline.documents import call_form
from gridterm.hotline.terms import Intake, Kind, Revealed, Satisfaction, TicketDetail, Visit
from gridterm.i18n import ENGLISH, language, use
from gridterm.printing.document import Document, KeyValueTable, Office, Table
from gridterm.printing.pdf import to_pdf
from gridterm.printing.preview import to_text
from gridterm.printing.word import to_docx
from gridterm.printing.wording import confidential_mark
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

OFFICE = Office("化院社区居民委员会", "铁东街道", "0419-2345678")
CONTENT = "3栋楼顶落水口堵塞，连续降雨后积水约十厘米，5楼三户渗水。此前两次向物业反映，均未处理。"
ANSWER = "已联系物业，11月24日前清理落水口并修补防水层，已电话告知本人。"


@pytest.fixture
def detail(store: Store, actor: Actor) -> TicketDetail:
    intake = Intake(
        content=CONTENT,
        kind=Kind.COMPLAINT,
        caller="刘建国",
        phone="13800005678",
        address="金河小区3栋2单元501",
        title="楼顶积水",
        place="3栋楼顶",
        publishable=True,
        answer=ANSWER,
    )
    registered = service.register(store, actor, intake)
    visit = Visit(true=True, solved=True, satisfaction=Satisfaction.SATISFIED, note="积水已排除。")
    return service.revisit(store, actor, registered.id, visit)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The form in English: the longer labels must fit on the sheet, too."""
    before = language()
    use(ENGLISH)
    yield
    use(before)


def pages(document: Document) -> list[str]:
    reader = PdfReader(io.BytesIO(to_pdf(document, system_fonts=False)))
    return [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]


def test_a_call_is_one_sheet_with_everything(detail: TicketDetail) -> None:
    (page,) = pages(call_form(detail, OFFICE, printed="2026-11-21 李晓明"))
    for text in (
        *("铁东街道化院社区居民委员会", "RX-2026-0001", "刘**", "138****5678", CONTENT, ANSWER),
        *("金河小区3栋2单元501", "楼顶积水", "3栋楼顶", "积水已排除。", "李晓明", "0419-2345678"),
        *(detail.kind.label, detail.channel.label, detail.state.label, "2026-11-2109:14"),
        Satisfaction.SATISFIED.label,
    ):
        assert re.sub(r"\s", "", text) in page


def test_the_caller_stands_there_in_full_only_when_revealed(detail: TicketDetail) -> None:
    (masked,) = pages(call_form(detail, OFFICE))
    assert "刘建国" not in masked
    assert "13800005678" not in masked
    (full,) = pages(call_form(detail, OFFICE, revealed=Revealed("刘建国", "13800005678")))
    assert "刘建国" in full
    assert "13800005678" in full


def test_an_anonymous_caller_stays_so(detail: TicketDetail) -> None:
    hidden = replace(detail, anonymous=True, caller="(anonymous)")
    (page,) = pages(call_form(hidden, OFFICE, revealed=Revealed("刘建国", "")))
    assert "刘建国" not in page


def test_a_confidential_call_is_marked(detail: TicketDetail) -> None:
    secret = call_form(replace(detail, confidential=True), OFFICE)
    assert secret.confidential
    assert to_text(secret, 80).startswith(confidential_mark())


def test_every_step_is_a_row(detail: TicketDetail) -> None:
    (steps,) = [block for block in call_form(detail, OFFICE).body if isinstance(block, Table)]
    assert [row[1] for row in steps.rows] == [event.action.label for event in detail.events]
    assert [row[2] for row in steps.rows] == ["李晓明"] * 3


def test_an_open_call_leaves_room_to_write(store: Store, actor: Actor) -> None:
    open_call = service.register(store, actor, Intake(content="停车位不足"))
    *_rest, handling = [
        block for block in call_form(open_call, OFFICE).body if isinstance(block, KeyValueTable)
    ]
    assert all(field.value == "" for row in handling.rows for field in row)
    assert [field.label for row in handling.rows[1:3] for field in row] == [
        *("Reached?", "Record true?", "Solved?", "Satisfied?")
    ]
    assert handling.rows[0][0].lines >= 2
    assert handling.rows[-1][0].lines >= 2


def test_the_form_shows_the_four_answers_of_the_revisit(detail: TicketDetail) -> None:
    *_rest, handling = [
        block for block in call_form(detail, OFFICE).body if isinstance(block, KeyValueTable)
    ]
    answers = [field.value for row in handling.rows[1:3] for field in row]
    assert answers == ["Yes", "True", "Yes", Satisfaction.SATISFIED.label]
    before = replace(detail.events[2], payload={"round": 1, "reached": True, "solved": True})
    old = call_form(replace(detail, events=(*detail.events[:2], before)), OFFICE)
    *_rest, handling = [block for block in old.body if isinstance(block, KeyValueTable)]
    assert [field.value for row in handling.rows[1:3] for field in row] == ["Yes", "", "Yes", ""]


def test_the_form_counts_the_tries_that_reached_nobody(store: Store, actor: Actor) -> None:
    one = service.register(store, actor, Intake(content="路灯坏了", kind="help", answer="已报修"))
    for _n in range(2):
        missed = service.revisit(store, actor, one.id, Visit(reached=False))
    *_rest, handling = [
        block for block in call_form(missed, OFFICE).body if isinstance(block, KeyValueTable)
    ]
    assert handling.rows[1][0].value == "No"
    assert handling.rows[3][0].value == "Not reached 2 times"


def test_a_step_written_down_later_says_when(detail: TicketDetail) -> None:
    late = replace(detail.events[1], recorded_at=datetime(2026, 11, 23, 8, 5))
    changed = replace(detail, events=(detail.events[0], late, detail.events[2]))
    assert "2026-11-23 08:05" in to_text(call_form(changed, OFFICE), 100)


def test_history_from_another_system_names_its_source(detail: TicketDetail) -> None:
    old = replace(detail, history=True, external_id="LY-88", first_responder="")
    assert "LY-88" in pages(call_form(old, OFFICE))[0]


@pytest.mark.parametrize("writer", [to_pdf, to_docx, lambda one: to_text(one, 80)])
def test_hostile_and_long_content_is_printed(
    detail: TicketDetail, writer: Callable[[Document], object]
) -> None:
    content = '[/关闭] #panic("x") 😀\n\t' + "水" * 6970
    assert writer(call_form(replace(detail, content=content), OFFICE))


def test_long_content_goes_on_over_pages_and_keeps_every_character(detail: TicketDetail) -> None:
    made = pages(call_form(replace(detail, content="氵" * 6999, title=""), OFFICE))
    assert len(made) > 3
    assert sum(page.count("氵") for page in made) == 6999


def test_the_word_file_holds_the_same(detail: TicketDetail) -> None:
    word = docx.Document(io.BytesIO(to_docx(call_form(detail, OFFICE))))
    texts = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {CONTENT, "138****5678", ANSWER} <= texts

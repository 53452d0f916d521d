"""The papers of a meeting: what stands on them, what must not, and that a week is one sheet."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from gridterm.errors import RefusedError
from gridterm.i18n import CHINESE, ENGLISH, language, use
from gridterm.meetings.action_terms import ActionState
from gridterm.meetings.agenda_paper import agenda_sheet, confidential_count, confidential_sheet
from gridterm.meetings.minutes_paper import record, summary
from gridterm.meetings.minutes_versions import summary_of
from gridterm.meetings.register_paper import register
from gridterm.meetings.sign_in_paper import sign_in_sheet
from gridterm.meetings.terms import LeaveState, MeetingState, Presence, Section
from gridterm.printing.document import Document, Layout, Table
from gridterm.printing.pdf import to_pdf
from gridterm.printing.preview import to_text
from gridterm.printing.sheet import SIZES, fitted_sheet
from gridterm.printing.word import to_docx
from gridterm.printing.wording import confidential_mark
from tests.meetings import papers

WIDE, NARROW = 100, 80


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The papers in Chinese, as offices print them."""
    before = language()
    use(CHINESE)
    yield
    use(before)


def pages(document: Document) -> list[str]:
    reader = PdfReader(io.BytesIO(to_pdf(document, system_fonts=False)))
    return [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in reader.pages]


def tables(document: Document) -> list[Table]:
    return [block for block in document.body if isinstance(block, Table)]


# ── the agenda ──────────────────────────────────────────────────────────────
def test_a_normal_week_is_one_sheet_with_everything() -> None:
    (page,) = pages(agenda_sheet(papers.AGENDA, papers.OFFICE, papers.ISSUED))
    for text in (
        *(
            "铁东街道化院社区居民委员会",
            "2026年第47次周三例会议程",
            "2026年11月25日（星期三）14:30",
        ),
        *(
            "社区二楼会议室",
            "主持人：王芳",
            "记录人：李晓明",
            "第1版，李晓明2026年11月24日16:20",
        ),
        *("DB-2026-031", "金河小区南门夜间占道停车", "各网格12月10日前交齐", "8个网格依次汇报"),
        *("预计16:15结束，共105分钟", "11-1814:30至11-2416:20", *papers.LEADS),
    ):
        assert text in page
    assert papers.SECRET not in page
    assert "RX-2026-0321" not in page


def test_each_item_has_its_time_its_speaker_and_its_minutes() -> None:
    items, figures = tables(agenda_sheet(papers.AGENDA, papers.OFFICE))
    assert [row[0] for row in items.rows] == [str(n) for n in range(1, 8)]
    assert [row[1] for row in items.rows] == [
        *("14:30", "14:40", "15:20", "15:30", "15:40", "16:00", "16:10")
    ]
    assert [row[4] for row in items.rows] == ["10", "40", "10", "10", "10", "10", "5"]
    assert items.rows[2][3] == "赵丽娟"
    shown = [row[at : at + 7] for at in (0, 7) for row in figures.rows]
    assert shown[0] == ("14:40", "001", "王建国", "4", "3", "2", "1")
    assert shown[5] == ("15:00", "005", "吴海燕", "8", "7", "3", "1")
    assert shown[-1][3:] == ("60", "52", "17", "4")


def test_a_draft_says_so_and_a_changed_one_names_the_version() -> None:
    draft = replace(papers.AGENDA, version=0)
    assert agenda_sheet(draft, papers.OFFICE).meta[0] == "草稿，未印发"
    changed = replace(papers.AGENDA, version=2, changed_since_issue=True)
    assert "第 2 版" in agenda_sheet(changed, papers.OFFICE).meta[0]
    again = replace(papers.ISSUED, version=2, reason="补充停车事项")
    assert agenda_sheet(papers.AGENDA, papers.OFFICE, again).meta[0].endswith("补充停车事项")


def test_what_was_taken_out_is_not_printed() -> None:
    without = tuple(
        replace(one, removed=one.source in {"grid:3", "ticket:312"}) for one in papers.ITEMS
    )
    items, figures = tables(agenda_sheet(replace(papers.AGENDA, items=without), papers.OFFICE))
    text = str((items.rows, figures.rows))
    assert "金河小区" not in text
    assert "孙志强" not in str(figures.rows)
    assert items.rows[1][4] == "35"


def test_the_clerks_words_and_the_clerks_order_are_kept() -> None:
    grids = {f"grid:{n}": n for n in range(1, 9)}
    moved = sorted(papers.ITEMS, key=lambda one: (one.source == "grid:8", one.position))
    told = tuple(
        replace(one, words="重点说电动车" if one.source == "grid:2" else one.words) for one in moved
    )
    items, figures = tables(agenda_sheet(replace(papers.AGENDA, items=told), papers.OFFICE))
    assert "002网格工作汇报：重点说电动车" in items.rows[1][2]
    assert items.rows[-1][4] == "5"  # the eighth grid, apart from the others
    assert len(figures.rows) == len(grids) // 2 + 1


def test_visits_and_checks_have_columns_where_the_office_keeps_them() -> None:
    figures = tuple(replace(one, visits=20 + one.grid_id, checks=2) for one in papers.FIGURES)
    document = agenda_sheet(replace(papers.AGENDA, figures=figures), papers.OFFICE)
    shown = tables(document)[1]
    assert len(shown.header) == 9
    assert shown.rows[0][-2:] == ("21", "2")
    assert shown.rows[-1][-2:] == (str(sum(range(21, 29))), "16")


def test_a_crowded_week_shortens_the_action_items_before_it_takes_a_second_sheet() -> None:
    long = "\n".join(f"DB-2026-{n:03d} {'清理楼道堆物并上门告知' * 5}" for n in range(8))
    items = (replace(papers.ITEMS[0], drawn=long), *papers.ITEMS[1:])
    document = agenda_sheet(replace(papers.AGENDA, items=items), papers.OFFICE)
    (page,) = pages(document)
    assert "全文见督办台账" in page
    assert all(f"DB-2026-{n:03d}" in page for n in range(8))


def test_what_does_not_fit_goes_on_over_sheets_and_is_whole() -> None:
    many = tuple(
        replace(papers.ITEMS[9], id=100 + n, source=f"ticket:{n}", title=f"事项{n}" + "详情" * 40)
        for n in range(40)
    )
    document = agenda_sheet(replace(papers.AGENDA, items=many), papers.OFFICE)
    made = pages(document)
    assert len(made) > 1
    assert all(f"事项{n}详情" in "".join(made) for n in range(40))
    assert fitted_sheet(document) is None


def test_the_sheet_uses_the_largest_type_that_fits() -> None:
    one = replace(papers.AGENDA, items=papers.ITEMS[-1:], figures=())
    assert agenda_sheet(one, papers.OFFICE).dense == max(SIZES)
    assert agenda_sheet(papers.AGENDA, papers.OFFICE).dense < max(SIZES)


def test_on_the_terminal_nothing_is_torn() -> None:
    text = to_text(agenda_sheet(papers.AGENDA, papers.OFFICE, narrow=True), NARROW)
    for word in ("14:30", "汇报人", "褚玉兰", "合计", "分钟"):
        assert word in text
    assert "15:15 | 008" in text


# ── the confidential sheet ──────────────────────────────────────────────────
def test_confidential_items_stand_on_a_marked_sheet_of_their_own() -> None:
    document = confidential_sheet(papers.AGENDA, papers.OFFICE, papers.ISSUED)
    assert document.confidential
    (page,) = pages(document)
    assert re.sub(r"\s", "", confidential_mark()) in page
    assert papers.SECRET in page
    assert "15:50" in page
    assert "金河小区" not in page
    assert confidential_count(papers.AGENDA) == 1


def test_without_confidential_items_there_is_no_such_sheet() -> None:
    items = tuple(one for one in papers.ITEMS if not one.confidential)
    with pytest.raises(RefusedError):
        confidential_sheet(replace(papers.AGENDA, items=items), papers.OFFICE)


# ── the sign-in sheet ───────────────────────────────────────────────────────
def test_everyone_expected_is_on_one_sheet_with_room_for_more() -> None:
    document = sign_in_sheet(papers.SIGN_IN, papers.OFFICE, printed="打印")
    assert document.layout is Layout.FORM
    (page,) = pages(document)
    for person in papers.PEOPLE:
        assert person.name in page
    (sheet,) = tables(document)
    cells = [row[at : at + 4] for at in (0, 4) for row in sheet.rows]
    assert [one[1] for one in cells[: len(papers.PEOPLE)]] == [one.name for one in papers.PEOPLE]
    assert sum(one == ("", "", "", "") for one in cells) >= 4
    assert "应到24人" in page


def test_leave_and_substitutes_are_marked_already() -> None:
    marked = (
        replace(papers.PEOPLE[0], leave=LeaveState.APPROVED),
        replace(papers.PEOPLE[1], leave=LeaveState.ASKED),
        replace(papers.PEOPLE[2], substitute="张霞"),
        replace(papers.PEOPLE[3], presence=Presence.PRESENT, signed_at=papers.START),
        replace(papers.PEOPLE[4], presence=Presence.LATE, signed_at=papers.START),
        replace(papers.PEOPLE[5], leave=LeaveState.REFUSED),
    )
    (sheet,) = tables(sign_in_sheet(replace(papers.SIGN_IN, people=marked), papers.OFFICE))
    cells = [row[at : at + 4] for at in (0, 4) for row in sheet.rows]
    assert [one[3] for one in cells[:6]] == [
        *("请假（已批）", "请假（待批）", "张霞 代会", "14:30", "14:30 迟到", "")
    ]


def test_counts_are_filled_in_once_the_meeting_is_over() -> None:
    over = replace(papers.MEETING, state=MeetingState.HELD)
    told = replace(papers.SIGN_IN, meeting=over, present=20, late=2, absent=1)
    (page,) = pages(sign_in_sheet(told, papers.OFFICE))
    assert "实到20人（迟到2人）" in page


# ── record and minutes ──────────────────────────────────────────────────────
def test_the_record_holds_every_word_and_who_was_there() -> None:
    people = papers.held()
    document = record(papers.MINUTES, people, papers.ACTIONS, papers.OFFICE, papers.ISSUED_MINUTES)
    text = re.sub(r"\s", "", to_text(document, WIDE))
    for words in (
        *("李晓明：上次会议督办事项", "刘警官：派出所", "会议决定：南门东侧", "赞成19票"),
        *(
            "孙志强（14:37）",
            "褚玉兰（15:30）",
            "参加街道培训",
            "刘警官（铁东派出所）",
            papers.SECRET,
        ),
        *("DB-2026-037", "DB-2026-038", "主持人：", "第1版"),
    ):
        assert re.sub(r"\s", "", words) in text
    assert document.confidential  # it holds a confidential decision


def test_a_record_not_approved_yet_says_so() -> None:
    draft = record(papers.MINUTES, papers.PEOPLE, (), papers.OFFICE)
    assert "未经主持人审定" in draft.meta[0]


def test_the_minutes_are_numbered_and_hold_nothing_confidential() -> None:
    told = summary_of(papers.ISSUED_MINUTES)
    document = summary(told, papers.OFFICE, papers.ISSUED_MINUTES)
    assert document.layout is Layout.OFFICIAL
    assert not document.confidential
    for text in ("".join(pages(document)), to_text(document, WIDE)):
        assert papers.SECRET not in text
        assert "DB-2026-038" not in text
        assert "〔2026〕47号" in re.sub(r"\s", "", text)
    word = docx.Document(io.BytesIO(to_docx(document)))
    lines = [one.text for one in word.paragraphs]
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert papers.SECRET not in str((lines, cells))
    assert any(line.startswith("会议决定：") for line in lines)
    assert any(line.startswith("出席：王芳") for line in lines)
    assert "列席：刘警官（铁东派出所）" in lines
    assert "会议听取了赵丽娟、刘警官的汇报。" in lines


def test_the_minutes_in_word_are_set_as_an_official_document() -> None:
    document = summary(summary_of(papers.ISSUED_MINUTES), papers.OFFICE, papers.ISSUED_MINUTES)
    word = docx.Document(io.BytesIO(to_docx(document)))
    title = next(one for one in word.paragraphs if one.style and one.style.name == "Title")
    assert title.text == "2026年第47次周三例会纪要"
    assert title.style is not None
    assert title.style.font.size is not None
    assert title.style.font.size.pt == 22


def test_a_correction_names_its_version_and_reason() -> None:
    corrected = replace(papers.ISSUED_MINUTES, version=2, reason="到期日更正为12月5日")
    document = summary(summary_of(corrected), papers.OFFICE, corrected)
    assert "到期日更正为12月5日" in document.meta[1]
    kept = record(papers.MINUTES, papers.held(), (), papers.OFFICE, corrected)
    assert "到期日更正为12月5日" in kept.meta[0]


# ── the register ────────────────────────────────────────────────────────────
def test_the_register_lies_on_its_side_without_confidential_items() -> None:
    document = register(papers.REGISTER, papers.OFFICE, date(2026, 11, 25))
    assert document.landscape
    (page,) = pages(document)
    for text in (
        *(
            "督办台账",
            "DB-2026-031",
            "超期3个工作日",
            "物业答复本周内完工",
            ActionState.REPORTED.label,
            "已销号11-12",
        ),
        "共4项，未销号3项，其中超期1项",
    ):
        assert text in page
    assert papers.SECRET not in page
    assert "DB-2026-038" not in page


def test_an_empty_register_says_so() -> None:
    (page,) = pages(register((), papers.OFFICE, date(2026, 11, 25)))
    assert "没有督办事项" in page


# ── Word, as others open it ─────────────────────────────────────────────────
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_normal_week_is_one_sheet_in_word(tmp_path: Path) -> None:
    made = {
        "agenda": agenda_sheet(papers.AGENDA, papers.OFFICE, papers.ISSUED),
        "people": sign_in_sheet(papers.SIGN_IN, papers.OFFICE),
    }
    for name, document in made.items():
        (tmp_path / f"{name}.docx").write_bytes(to_docx(document))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path)),
            *(str(tmp_path / f"{name}.docx") for name in made),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for name in made:
        reader = PdfReader(tmp_path / f"{name}.pdf")
        assert len(reader.pages) == 1, name
    text = PdfReader(tmp_path / "agenda.pdf").pages[0].extract_text()
    assert "褚玉兰" in text


def test_sections_are_said_in_the_language_in_use() -> None:
    use(ENGLISH)
    items, _figures = tables(agenda_sheet(papers.AGENDA, papers.OFFICE))
    assert items.rows[1][2].startswith(Section.GRIDS.label)

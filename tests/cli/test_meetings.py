"""Agenda, meetings, minutes and action items from the command line."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from gridterm.clock import DEFAULT_ZONE, SystemClock
from tests.cli.conftest import CLERK, LEADER, Answer
from tests.print_service import needs_cups, wait

Gridterm = Callable[..., Answer]
NOW = SystemClock(DEFAULT_ZONE).now
SECRET = "某户家庭纠纷"


def done(answer: Answer) -> Answer:
    assert answer.code == 0, answer.err
    return answer


def day(ahead: int) -> str:
    return f"{NOW() + timedelta(days=ahead):%Y-%m-%d}"


def planned(gridterm: Gridterm) -> str:
    """An extra meeting of today, so that its sign-in can open; its day."""
    begins = f"{NOW():%Y-%m-%d %H:%M}"
    told = done(gridterm("meetings", "plan", begins, "--title", "停车专题会", "--json"))
    assert told.json["row"]["kind"] == "extra"
    done(gridterm("meetings", "appoint", day(0), "--chair", LEADER, "--recorder", CLERK))
    return day(0)


def held(gridterm: Gridterm) -> str:
    """The same, signed in at, with a decision, handed in and approved."""
    today = planned(gridterm)
    done(gridterm("meetings", "open", today))
    assert "王芳" in done(gridterm("meetings", "sign", LEADER, "--date", today)).out
    done(gridterm("meetings", "sign", CLERK, "--date", today))
    words = ("划定停车位12个", "--kind", "decision", "--item", "1")
    done(gridterm("minutes", "add", *words, "--date", today))
    done(gridterm("minutes", "add", "建议划线", "--speaker", "王芳", "--date", today))
    done(gridterm("minutes", "add", SECRET, "--kind", "note", "--confidential", "--date", today))
    done(gridterm("meetings", "end", today))
    done(gridterm("minutes", "submit", today))
    return today


def test_the_agenda_is_shown_issued_and_saved(gridterm: Gridterm, tmp_path: Path) -> None:
    shown = done(gridterm("agenda")).out
    assert "Draft, not issued" in shown
    assert "Summary of last week" in shown
    draft = done(gridterm("agenda", "--json")).json
    assert draft["draft"]
    wednesday = draft["meeting"]["row"]["starts_at"][:10]
    issued = done(gridterm("agenda", "--issue", "--json")).json
    assert (issued["version"], issued["draft"], issued["issuer"]) == (1, False, "李晓明")
    pdf, word = tmp_path / "a.pdf", tmp_path / "a.docx"
    told = done(gridterm("agenda", "--date", wednesday, "--pdf", str(pdf), "--docx", str(word)))
    assert f"{wednesday} v1" in told.out
    (page,) = PdfReader(pdf).pages
    assert "Version 1, issued" in page.extract_text()
    assert word.stat().st_size > 0
    assert "no version 7" in gridterm("agenda", "--version", "7").refused()
    assert "confidential" in gridterm("agenda", "--confidential").refused()
    assert "--issue" in gridterm("agenda", "--reason", "x").refused()
    assert "--version" in gridterm("agenda", "--issue", "--version", "1").refused()


def test_the_series_is_listed_moved_and_cancelled(gridterm: Gridterm) -> None:
    rows = done(gridterm("meetings", "list", "--json")).json["meetings"]
    wednesday = next(one for one in rows if one["standing"] == "planned")["series_on"]
    later = f"{datetime.fromisoformat(wednesday) + timedelta(days=1):%Y-%m-%d}"
    move = ("meetings", "move", f"{later} 15:00", "--date", wednesday)
    moved = done(gridterm(*move, "--reason", "街道开会", "--json")).json
    assert moved["row"]["starts_at"] == f"{later}T15:00:00"
    assert moved["row"]["reason"] == "街道开会"
    assert "街道开会" in done(gridterm("meetings", "show", later)).out
    gone = done(gridterm("meetings", "cancel", later, "--reason", "防汛", "--json")).json
    assert gone["state"] == "cancelled"
    assert "Cancelled" in done(gridterm("meetings", "list")).out
    assert "no meeting" in gridterm("meetings", "show", "1999-01-05").refused()
    assert "day and time" in gridterm("meetings", "plan", "soon").refused()


def test_a_meeting_from_its_sign_in_to_its_minutes(gridterm: Gridterm, tmp_path: Path) -> None:
    today = held(gridterm)
    people = done(gridterm("meetings", "people", today, "--json")).json
    assert (people["present"], people["expected"]) == (1, 1)
    sheet = tmp_path / "people.pdf"
    done(gridterm("meetings", "people", today, "--pdf", str(sheet)))
    assert "王芳" in PdfReader(sheet).pages[0].extract_text()
    assert "王芳" in gridterm("minutes", "approve", today, "--as", CLERK).refused()
    told = done(gridterm("minutes", "approve", today, "--as", LEADER))
    assert "version 1, is issued" in told.out
    assert "Not in the issued minutes" in told.out
    assert SECRET not in told.out
    summary = done(gridterm("minutes", "show", today, "--summary")).out
    assert "划定停车位12个" in summary
    assert SECRET not in summary
    assert SECRET not in done(gridterm("minutes", "show", today, "--summary", "--json")).out
    assert SECRET in done(gridterm("minutes", "show", today, "--text", "-")).out
    done(gridterm("minutes", "correct", today, "--reason", "漏记一项"))
    done(gridterm("minutes", "add", "增设路灯两盏", "--kind", "decision", "--date", today))
    done(gridterm("minutes", "submit", today))
    done(gridterm("minutes", "approve", today, "--as", LEADER))
    lines = done(gridterm("minutes", "diff", "1", "2", "--date", today)).out
    assert any(one.startswith("+") and "增设路灯两盏" in one for one in lines.splitlines())
    paper = tmp_path / "minutes.docx"
    done(gridterm("minutes", "show", today, "--summary", "--version", "1", "--docx", str(paper)))
    assert paper.stat().st_size > 0
    found = done(gridterm("meetings", "search", "路灯", "--json")).json
    assert [one["words"] for one in found["found"]] == ["增设路灯两盏"]
    assert done(gridterm("meetings", "search", "家庭纠纷", "--json")).json["count"] == 0


def test_leave_and_guests(gridterm: Gridterm) -> None:
    done(gridterm("staff", "add", "1002", "赵强", "--role", "committee", "--since", day(-9)))
    today = planned(gridterm)
    ask = ("meetings", "leave", "1002", "--reason", "培训", "--date", today, "--json")
    assert done(gridterm(*ask)).json["leave"] == "asked"
    decide = ("meetings", "decide-leave", "1002", "--date", today)
    assert "--approve" in gridterm(*decide).refused()
    granted = done(gridterm(*decide, "--approve", "--as", LEADER, "--json")).json
    assert (granted["leave"], granted["leave_decider"]) == ("approved", "王芳")
    guest = ("meetings", "guest", "刘警官", "--party", "派出所", "--date", today, "--json")
    assert done(gridterm(*guest)).json["party"] == "派出所"
    sheet = done(gridterm("meetings", "people", today, "--text", "-")).out
    assert "On leave" in sheet
    assert "派出所" in sheet
    done(gridterm("meetings", "open", today))
    done(gridterm("meetings", "sign", LEADER, "--date", today))
    left = ("meetings", "sign-out", LEADER, "--date", today, "--reason", "接访", "--json")
    assert done(gridterm(*left)).json["left_at"]


@pytest.mark.slow
def test_a_decision_becomes_an_action_item_that_somebody_else_checks(
    gridterm: Gridterm, tmp_path: Path
) -> None:
    today = planned(gridterm)
    done(gridterm("meetings", "open", today))
    entry = done(
        gridterm("minutes", "add", "划线", "--kind", "decision", "--date", today, "--json")
    ).json["id"]
    given = done(
        gridterm(
            *("minutes", "decide", str(entry), "南门划线", "--to", CLERK, "--due", day(5)),
            *("--date", today, "--json"),
        )
    ).json
    number = given["row"]["number"]
    assert number.startswith("DB-")
    done(gridterm("actions", "progress", number, "已买漆"))
    done(gridterm("actions", "postpone", number, "--due", day(9), "--reason", "下雨"))
    done(gridterm("actions", "done", number, "已划线"))
    assert "check" in gridterm("actions", "check", number, "--as", CLERK).refused()
    done(gridterm("actions", "send-back", number, "--reason", "漆没干", "--as", LEADER))
    done(gridterm("actions", "done", number, "已干"))
    checked = done(gridterm("actions", "check", number, "--as", LEADER, "--json")).json
    assert checked["row"]["state"] == "closed"
    shown = done(gridterm("actions", "show", number.lower())).out
    assert "漆没干" in shown
    assert done(gridterm("actions", "list", "--json")).json["count"] == 0
    every = done(gridterm("actions", "list", "--date", today, "--json")).json
    assert [one["number"] for one in every["actions"]] == [number]
    paper = tmp_path / "register.pdf"
    done(gridterm("actions", "register", "--state", "closed", "--pdf", str(paper)))
    assert number in re.sub("[\u200b\\s]", "", PdfReader(paper).pages[0].extract_text())


def test_superiors_tasks_are_numbered_apart_and_confidential_ones_not_listed(
    gridterm: Gridterm,
) -> None:
    task = ("actions", "give", "防火检查", "--to", CLERK, "--due", day(3))
    superior = ("--superior", "某街道办", "--document", "〔2026〕31号", "--json")
    told = done(gridterm(*task, *superior)).json
    assert told["row"]["number"].startswith("SJ-")
    assert told["superior_unit"] == "某街道办"
    hidden = ("actions", "give", SECRET, "--to", CLERK, "--due", day(3), "--confidential")
    secret = done(gridterm(*hidden, "--json")).json["row"]["number"]
    assert SECRET not in done(gridterm("actions", "list")).out
    register = done(gridterm("actions", "register")).out
    assert secret not in register
    agenda = done(gridterm("agenda")).out
    assert SECRET not in agenda
    assert "--confidential" in agenda
    assert SECRET not in done(gridterm("agenda", "--json")).out
    sheet = done(gridterm("agenda", "--confidential")).out
    assert SECRET in sheet
    assert "for office use only" in sheet
    assert "防火检查" in register
    only = done(gridterm("actions", "list", "--superior", "--json")).json
    assert only["count"] == 1
    over = ("actions", "hand-over", told["row"]["number"], "--to", LEADER, "--reason", "分工")
    assert done(gridterm(*over, "--json")).json["row"]["owner"] == "王芳"
    gone = ("actions", "cancel", told["row"]["number"], "--reason", "已撤销", "--json")
    assert done(gridterm(*gone)).json["row"]["state"] == "cancelled"


def test_wrong_input_is_one_sentence(gridterm: Gridterm) -> None:
    for words, said in (
        (("actions", "show", "DB-1999-001"), "no action item"),
        (("actions", "give", "x", "--to", "9999", "--due", day(1)), "9999"),
        (("actions", "list", "--state", "gone"), "--state"),
        (("minutes", "show"), "not begun"),
        (("minutes", "add", "x", "--kind", "gone"), "--kind"),
        (("meetings", "appoint"), "--chair"),
        (("meetings", "list", "--limit", "0"), "--limit"),
    ):
        assert said in gridterm(*words).refused(), words


@pytest.mark.slow
@needs_cups
def test_the_agenda_is_printed_and_read_back_from_the_queue(gridterm: Gridterm, cups: Path) -> None:
    told = done(gridterm("agenda", "--print"))
    assert "desk-1" in told.out
    spooled = cups / "spool" / "d00001-001"
    wait(lambda: spooled.exists() and spooled.read_bytes().rstrip().endswith(b"%%EOF"))
    (page,) = PdfReader(spooled).pages
    text = re.sub("[\u200b\\s]", "", page.extract_text())
    for words in ("Draft,notissued", "Summaryoflastweek", "王芳", "14:30"):
        assert words in text


@pytest.mark.slow
def test_items_of_an_agenda_are_added_changed_moved_and_left_out(gridterm: Gridterm) -> None:
    def item(*words: str) -> list[dict[str, object]]:
        return done(gridterm("meetings", *words, "--json")).json["items"]

    def place() -> str:
        (one,) = [one for one in items if one["title"] in {"冬季防火", "春节防火"}]
        return str(one["position"])

    items = item("item-add", "冬季防火", "--minutes", "7", "--speaker", CLERK)
    items = item("item-edit", place(), "--title", "春节防火")
    (one,) = [one for one in items if one["title"] == "春节防火"]
    assert (one["minutes"], one["speaker"]) == (7, "李晓明")
    items = item("item-move", place(), "1")
    assert items[0]["title"] == "春节防火"
    items = item("item-out", "1")
    assert "春节防火" not in done(gridterm("agenda")).out
    item("item-back", place())
    assert "春节防火" in done(gridterm("agenda")).out
    secret = gridterm("meetings", "item-add", SECRET, "--confidential", "--json")
    assert SECRET not in done(secret).out
    assert SECRET not in done(gridterm("meetings", "item-edit", "1", "--minutes", "6")).out
    assert "no item 99" in gridterm("meetings", "item-out", "99").refused()
    assert "--title" in gridterm("meetings", "item-edit", "1").refused()

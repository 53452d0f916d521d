"""Attendance from the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from gridterm import settings
from gridterm.cli import call as calls
from gridterm.clock import FixedClock
from gridterm.registers.tables import Staff
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from tests.cli.conftest import CLERK, LEADER, Answer

Gridterm = Callable[..., Answer]
DAY = "2026-03-10"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, office: Path) -> FixedClock:
    """The clock on a Tuesday morning of March, in an office that is older than that."""
    fixed = FixedClock(datetime.fromisoformat(f"{DAY} 08:50"))
    monkeypatch.setattr(calls, "SystemClock", lambda _zone: fixed)
    store = Store(office, fixed)
    with store.write("test.office", SYSTEM) as tx:
        for staff in tx.session.exec(select(Staff)):
            staff.hired = date(2020, 1, 1)
    settings.change(store, SYSTEM, {"attendance.since": "2020-01-01"})
    store.close()
    return fixed


def slots(gridterm: Gridterm, number: str = CLERK, day: str = DAY) -> tuple[dict, dict]:  # type: ignore[type-arg]
    people = gridterm("attendance", "show", day[:7], "--json").json["people"]
    person = next(one for one in people if one["number"] == number)
    found = next(one for one in person["days"] if one["day"] == day)
    return found["am"], found["pm"]


def test_a_sign_in_is_answered_and_shown(clock: FixedClock, gridterm: Gridterm) -> None:
    told = gridterm("attendance", "punch", CLERK, "--json").json
    assert (told["name"], told["slot"], told["status"]) == ("李晓明", "am", "late")
    assert gridterm("attendance", "punch", CLERK, "--json").json["repeated"] is True
    board = gridterm("attendance", "board", "--json").json
    assert {one["number"]: one["am"]["status"] for one in board["rows"]} == {
        LEADER: "missing",
        CLERK: "late",
    }
    assert "08:50" in gridterm("attendance", "board").out
    clock.moment = clock.moment.replace(day=11)
    morning, afternoon = slots(gridterm)
    assert (morning["status"], morning["minutes"], morning["mark"]) == ("late", 20, "迟")
    assert morning["punches"] == ["08:50", "08:50"]
    assert "08:50" in morning["reason"]
    assert afternoon["mark"] == "缺"
    text = gridterm("attendance", "show", "2026-03", "--who", CLERK).out
    assert "20 min after 08:30" in text


def test_leave_goes_from_asking_to_a_decision(clock: FixedClock, gridterm: Gridterm) -> None:
    asked = ("attendance", "leave", CLERK, "--from", "3-10", "--kind", "sick", "--reason", "感冒")
    number = gridterm(*asked, "--json").json["number"]
    clock.moment = clock.moment.replace(hour=17)
    told = gridterm("attendance", "approve", number, "--approver", LEADER, "--json").json
    assert told["approver"] == "王芳"
    assert told["late"] == "open"
    clock.moment = clock.moment.replace(day=11)
    assert slots(gridterm)[0]["flags"] == ["late_approved"]
    assert gridterm("attendance", "exceptions", "2026-03", "--json").json["count"] > 2
    decided = ("attendance", "decide", number, "--reason", "急诊")
    assert gridterm(*decided).refused(2)
    assert "李晓明" in gridterm(*decided, "--excuse").refused(2)  # one's own
    other = (*decided, "--as", LEADER)
    assert gridterm(*other, "--excuse", "--json").json["late"] == "excused"
    assert [one["mark"] for one in slots(gridterm)] == ["病", "病"]
    listed = gridterm("attendance", "leaves", "2026-03", "--state", "approved", "--json").json
    assert [one["number"] for one in listed["leaves"]] == [number]
    ended = ("attendance", "cancel", number, "--at", "3-10 13:00", "--reason", "提前返岗")
    assert gridterm(*ended).code == 0
    assert [one["mark"] for one in slots(gridterm)] == ["病", "缺"]


def test_corrections_are_made_and_taken_back(clock: FixedClock, gridterm: Gridterm) -> None:
    gridterm("attendance", "punch", CLERK)
    clock.moment = clock.moment.replace(day=11)
    why = ("--reason", "红白事", "--approver", "王芳")
    for nobody in ("李晓明", CLERK, "佟"):
        asked = ("waive", CLERK, DAY, "am", "--reason", "红白事", "--approver", nobody)
        assert gridterm("attendance", *asked).refused(2)
    assert gridterm("attendance", "waive", CLERK, DAY, "am", *why).code == 0
    assert gridterm("attendance", "makeup", CLERK, DAY, "下午", *why).code == 0
    assert [one["mark"] for one in slots(gridterm)] == ["免", "补"]
    confirm = ("attendance", "confirm", CLERK, DAY, "am", "--reason", "钟快")
    assert gridterm(*confirm, "--status", "present").code == 0
    assert slots(gridterm)[0]["confirmed"] is True
    assert gridterm(*confirm, "--status", "well").refused(2)
    found = gridterm("attendance", "corrections", "2026-03", "--json").json["corrections"]
    assert [one["kind"] for one in found] == ["waiver", "confirmed", "makeup"]
    undo = ("attendance", "undo", str(found[2]["id"]), "--reason", "记错人")
    assert gridterm(*undo).code == 0
    assert slots(gridterm)[1]["mark"] == "缺"
    assert "记错人" in gridterm("attendance", "corrections", "2026-03", "--kind", "makeup").out


def test_a_month_is_locked_and_opened_again(clock: FixedClock, gridterm: Gridterm) -> None:
    assert "2026-03" in gridterm("attendance", "lock", "2026-03").refused(2)
    clock.moment = datetime(2026, 4, 2, 9, 0)
    assert gridterm("attendance", "lock", "2026-03", "--note", "已核对").code == 0
    listed = gridterm("attendance", "months", "2026", "--json").json["months"]
    assert [one["month"] for one in listed if one["lock"]] == [3]
    outing = ("--from", "3-10 08:00", "--to", "3-10 12:00", "--reason", "开会")
    assert gridterm("attendance", "outing", CLERK, *outing, "--approver", "王芳").code == 0
    (late,) = gridterm("attendance", "adjustments", "2026-03", "--json").json["adjustments"]
    assert (late["locked"]["status"], late["now"]["status"]) == ("absent", "outing")
    assert slots(gridterm)[0]["locked"] is True
    assert "2026-03" in gridterm("attendance", "unlock", "2026-03", "--reason", "补录公出").out
    assert slots(gridterm)[0]["status"] == "outing"


def test_what_came_after_the_lock_is_dismissed(clock: FixedClock, gridterm: Gridterm) -> None:
    clock.moment = datetime(2026, 4, 2, 9, 0)
    gridterm("attendance", "lock", "2026-03")
    outing = ("--from", "3-10 08:00", "--to", "3-10 12:00", "--reason", "开会")
    gridterm("attendance", "outing", CLERK, *outing, "--approver", "王芳")
    dismiss = ("attendance", "dismiss", CLERK, DAY, "am", "--reason", "工资已发")
    told = gridterm(*dismiss, "--json").json
    assert (told["kind"], told["reason"], told["by"]) == ("dismissed", "工资已发", "李晓明")
    assert gridterm(*dismiss).refused(2)
    found = gridterm("attendance", "adjustments", "2026-03", "--json").json
    assert (found["count"], found["pending"]) == (1, 0)
    assert found["adjustments"][0]["dismissed"]["reason"] == "工资已发"
    assert "工资已发" in gridterm("attendance", "adjustments", "2026-03").out
    assert slots(gridterm)[0]["flags"] == ["dismissed"]
    undo = ("attendance", "undo", str(told["id"]), "--reason", "重看")
    assert gridterm(*undo).code == 0
    assert gridterm("attendance", "adjustments", "2026-03", "--json").json["pending"] == 1


def test_leave_by_the_hour_is_in_the_figures(clock: FixedClock, gridterm: Gridterm) -> None:
    clock.moment = clock.moment.replace(day=9)
    asked = ("--from", "3-10 10:00", "--to", "3-10 11:30", "--kind", "sick", "--reason", "复诊")
    told = gridterm("attendance", "leave", CLERK, *asked, "--approver", "王芳", "--json").json
    assert (told["state"], told["late"]) == ("approved", None)
    assert slots(gridterm)[0]["leave_minutes"] == {"sick": 90}
    people = gridterm("attendance", "show", "2026-03", "--json").json["people"]
    person = next(one for one in people if one["number"] == CLERK)
    assert person["summary"]["leave_minutes"] == {"sick": 90}
    assert person["summary"]["leave_hours"] == 1.5
    assert "1.5" in gridterm("attendance", "show", "2026-03").out


def test_the_hour_of_the_first_day(clock: FixedClock, gridterm: Gridterm) -> None:
    assert "2020-01-01" in gridterm("attendance", "joining", CLERK).out
    told = gridterm("attendance", "joining", CLERK, "--at", "１４：００", "--json").json
    assert told["at"] == "2020-01-01T14:00:00"
    assert "14:00" in gridterm("attendance", "joining", CLERK).out
    assert gridterm("attendance", "joining", CLERK, "--none", "--json").json["at"] is None
    assert gridterm("attendance", "joining", CLERK, "--none", "--at", "9:00").refused(2)


def test_a_slip_is_written(clock: FixedClock, gridterm: Gridterm, tmp_path: Path) -> None:
    asked = ("attendance", "leave", CLERK, "--from", "3-11", "--to", "3-12 am", "--kind", "sick")
    gridterm(*asked, "--reason", "感冒发烧", "--approver", "王芳")
    told = gridterm("attendance", "slip", "QJ-2026-0001")
    assert "感冒发烧" in told.out
    assert "3 half-days" in told.out
    path = tmp_path / "slip.pdf"
    assert gridterm("attendance", "slip", "QJ-2026-0001", "--pdf", str(path)).code == 0
    assert path.read_bytes().startswith(b"%PDF")


def test_the_calendar_warns_of_a_locked_month(clock: FixedClock, gridterm: Gridterm) -> None:
    clock.moment = datetime(2026, 4, 2, 9, 0)
    gridterm("attendance", "lock", "2026-03")
    told = gridterm("calendar", "set", DAY, "--off", "--json").json
    assert "2026-03" in told["warning"]
    assert slots(gridterm)[0]["status"] == "absent"
    assert gridterm("attendance", "adjustments", "2026-03", "--json").json["count"] == 4
    assert "2026-03" in gridterm("calendar", "clear", DAY).out


def test_the_policy_is_shown_and_changed(clock: FixedClock, gridterm: Gridterm) -> None:
    gridterm("attendance", "punch", CLERK)
    change = ("attendance", "policy", "morning_target=08:50", "--reason", "冬季作息")
    assert gridterm(*change).refused(2)
    told = gridterm(*change, "--since", "2026-03-01", "--json").json
    assert told["now"]["morning_target"] == "08:50"
    assert slots(gridterm)[0]["status"] == "present"
    assert "morning_target" in gridterm("attendance", "policy").out
    wrong = ("attendance", "policy", "morning_target=late", "--since", "2026-03-01")
    assert gridterm(*wrong).refused(2)


def test_codes_are_given_and_listed(clock: FixedClock, gridterm: Gridterm) -> None:
    given = gridterm("attendance", "code", "card", "0012345678", CLERK, "--from", "2026-03-01")
    assert given.code == 0
    assert gridterm("attendance", "punch", "0012345678", "--json").json["number"] == CLERK
    found = gridterm("attendance", "codes", "--json").json
    assert [one["code"] for one in found["codes"]] == ["0012345678"]
    assert found["unknown"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("punch", "9999"),
        ("board", "someday"),
        ("show", "2026-13"),
        ("show", "2026-03", "--who", "nobody"),
        ("leave", CLERK, "--from", "never", "--kind", "sick", "--reason", "x"),
        ("leave", CLERK, "--from", "3-11", "--kind", "holiday", "--reason", "x"),
        ("approve", "QJ-2026-0099", "--approver", "王芳"),
        ("makeup", CLERK, DAY, "noon", "--reason", "x", "--approver", "王芳"),
        ("undo", "77", "--reason", "x"),
        ("unlock", "2026-02", "--reason", "x"),
        ("code", "key", "1", CLERK),
        ("months", "26"),
        ("dismiss", CLERK, DAY, "am", "--reason", "x"),
        ("joining", CLERK, "--at", "noon"),
        ("policy", "morning_target", "--since", "2026-03-01"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    clock: FixedClock, gridterm: Gridterm, words: tuple[str, ...]
) -> None:
    assert gridterm("attendance", *words).refused(2)

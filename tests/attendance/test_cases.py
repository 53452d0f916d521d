"""The 40 cases that define attendance (R01 to R40), read as they are written.

What a case says in words is turned into facts here; a word that is not understood fails the
case. Where a case is about more than one day's verdict, ``test_case_services`` goes on.
"""

import json
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from gridterm.attendance.limits import Policy, policy_on
from gridterm.attendance.rules import (
    Confirmed,
    DayFacts,
    Decided,
    LeaveFact,
    OutingFact,
    PunchFact,
    half_days,
    judge,
)
from gridterm.attendance.summing import summary
from gridterm.attendance.terms import (
    LEAVE_MARKS,
    DayView,
    Flag,
    LateDecision,
    LeaveKind,
    Slot,
    SlotView,
    Status,
)
from gridterm.calendar import look_up

CASES = {
    one["id"]: one
    for one in json.loads(
        Path(__file__).with_name("attendance_cases.json").read_text(encoding="utf-8")
    )["attendance"]
}
OF_SERVICES = {"R34", "R39", "R40"}  # in test_case_services, as are R16, R33 and R36 once more
KINDS = {mark: kind for kind, mark in LEAVE_MARKS.items()}
SLOTS = {"am": Slot.MORNING, "pm": Slot.AFTERNOON}
UNDERSTOOD = {
    *("date", "punches", "closed", "now", "leave", "outing", "makeup", "waiver", "hired", "left"),
    *("confirmed", "then", "rule_change", "device_line", "device"),
}


def test_there_are_forty_cases() -> None:
    assert list(CASES) == [f"R{n:02}" for n in range(1, 41)]


@pytest.mark.parametrize("case_id", [one for one in CASES if one not in OF_SERVICES])
def test_case(case_id: str) -> None:
    given, expected = CASES[case_id]["given"], CASES[case_id]["expect"]
    assert given.keys() <= UNDERSTOOD
    view = judged(given)
    for name, slot in SLOTS.items():
        assert said(view.slot(slot)) == plain(expected[name]), view.slot(slot).sentence
    if "absent_days" in expected:
        assert summary([view]).absent_days == expected["absent_days"]
    if "flag" in expected:
        assert Flag(expected["flag"]) in view.all_flags
    assert all(one.sentence.endswith((".", "。", "?", "？")) for one in view.slots)


def judged(given: dict[str, Any]) -> DayView:
    day = date.fromisoformat(given["date"][:10])
    policies = [Policy()]
    if "rule_change" in given:
        assert given["rule_change"] == "AM target 08:30 -> 09:00 effective 2026-04-01"
        later = Policy().morning.__class__(time(6), time(12), time(6), time(9), time(9, 30))
        policies.append(Policy(since=date(2026, 4, 1), morning=later))
    now = datetime.combine(day + timedelta(days=1), time(9))
    if "now" in given:
        now = datetime.combine(day, time.fromisoformat(given["now"][:5]))
    return judge(facts_of(given, day), policy_on(policies, day), now)


def facts_of(given: dict[str, Any], day: date) -> DayFacts:
    employed: dict[str, Any] = {}
    if "hired" in given:
        employed["employed_from"] = datetime.fromisoformat(given["hired"])
    if "left" in given:
        left = date.fromisoformat(given["left"]) + timedelta(days=1)
        employed["employed_until"] = datetime.combine(left, time())
    punches = tuple(PunchFact(moment(day, one.split(" ")[0])) for one in given.get("punches", ()))
    if "device" in given:
        assert given["device"] == "state column 1 (out) at 08:20"
        punches = (PunchFact(moment(day, "08:20")),)
    leaves = (leave_of(given["leave"], day),) if "leave" in given else ()
    return DayFacts(
        day=day,
        working=look_up(day).working,
        punches=punches,
        leaves=tuple(one for one in leaves if one is not None),
        outings=tuple(outing_of(given["outing"], day) for _n in range("outing" in given)),
        makeups={Slot.MORNING: Decided("停电", "书记")} if "makeup" in given else {},
        waivers={Slot.MORNING: Decided("红白事", "书记")} if "waiver" in given else {},
        confirmed=confirmed_of(given.get("confirmed", ""), day),
        **employed,
    )


def moment(day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at))


def leave_of(text: str, day: date) -> LeaveFact | None:
    span = re.match(r"(\d\d:\d\d)-(\d\d:\d\d)", text)
    if span:
        start, end = moment(day, span[1]), moment(day, span[2])
    elif text.startswith("AM"):
        start, end = half_days(day, Slot.MORNING, day, Slot.MORNING)
    else:
        assert text.startswith("full-day")
        start, end = half_days(day, Slot.MORNING, day, Slot.AFTERNOON)
    kind = KINDS[text[text.index("假") - 1]]
    if "rejected" in text:
        return None
    found = re.search(r"approved (\d\d:\d\d) same day", text)
    if found:
        return LeaveFact(start, end, kind, moment(day, found[1]), "书记")
    # "approved later" than the make-up: after the slot, and then decided to count as leave.
    late = "later" in text
    at = moment(day, "18:00" if late else "08:00")
    return LeaveFact(start, end, kind, at, "书记", LateDecision.EXCUSED)


def outing_of(text: str, day: date) -> OutingFact:
    found = re.fullmatch(r"公出 (\d\d:\d\d)-(\d\d:\d\d)", text)
    assert found is not None
    return OutingFact(moment(day, found[1]), moment(day, found[2]), "开会", "书记")


def confirmed_of(text: str, day: date) -> dict[Slot, Confirmed]:
    if not text:
        return {}
    assert text == "AM = present (clerk: clock was 25 min fast)"
    at = moment(day, "17:00")
    return {Slot.MORNING: Confirmed(Status.PRESENT, "钟快", "李晓明", at, "late:20:")}


def said(view: SlotView) -> str:
    """A verdict in the words of the cases."""
    status = view.status
    if status is Status.MADE_UP:
        return "present(补)"
    if status is Status.LEAVE:
        assert view.kind is not None
        return f"leave({LEAVE_MARKS[view.kind]})"
    words = f"{status.value}({view.minutes})" if view.minutes else status.value
    if Flag.LATE_APPROVED in view.flags:
        words += "?"
    if view.waived:
        words += " waived"
    return words + (" (confirmed)" if view.confirmed else "")


def plain(expected: str) -> str:
    return expected.removesuffix(" (locked)")


def test_the_words_of_leave_are_all_known() -> None:
    assert KINDS["事"] is LeaveKind.PERSONAL
    assert len(KINDS) == len(LeaveKind)

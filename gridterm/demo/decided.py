"""A regional call of the demo office as a meeting decided on it: its history waits for a Wednesday.

No die is cast for it, so that the calls around it stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from gridterm.demo.script import Crew, DemoStep
from gridterm.demo.wednesdays import DemoMeeting, Waiting, texts
from gridterm.demo.worktime import next_workday

CLERK = "1023"
AT_ONCE = timedelta(seconds=40)
BREATH = timedelta(minutes=2)
DAYS = (7, 9, 6, 8)


def decided(
    steps: Sequence[DemoStep], crew: Crew, grid_code: str, waiting: Waiting
) -> list[DemoStep]:
    """The steps of a call with the meeting's decision in them, where one decides on it.

    What came after the assignment follows the meeting by as many working days as it takes.
    """
    found = _assigned_regional(steps)
    place = waiting.slot(steps[found - 1].at) if found else None
    if place is None:
        return list(steps)
    meeting, slot = place
    head, given, rest = steps[:found], steps[found], steps[found + 1 :]
    if meeting.ended_at > waiting.present:
        return list(head)
    at = meeting.decides_at(slot)
    owner = str(given.payload["to"])
    teller = crew.lead(grid_code, at.date()).number
    told = {
        "meeting": meeting.starts_at.date().isoformat(),
        "days": DAYS[(meeting.base + slot) % len(DAYS)],
        "owner": owner,
        "item": meeting.number(slot),
        "teller": teller,
        "words": _words(meeting, slot),
    }
    decision = DemoStep(at, "decide", "", CLERK, told)
    assigned = replace(given, at=at + AT_ONCE, by_no=CLERK)
    return [*head, decision, assigned, *_after(rest, assigned.at, crew, grid_code)]


def _assigned_regional(steps: Sequence[DemoStep]) -> int:
    """The place of the first assignment of a matter that is regional, 0 where there is none."""
    for place, one in enumerate(steps[1:], 1):
        if one.action == "assign":
            before = steps[place - 1]
            regional = before.action == "triage" and before.payload["tier"] == "regional"
            return place if regional else 0
    return 0


def _words(meeting: DemoMeeting, slot: int) -> str:
    said: Sequence[str] = texts()["regional"]["decides"]
    return said[(meeting.base + slot) % len(said)]


def _after(rest: Sequence[DemoStep], after: datetime, crew: Crew, grid_code: str) -> list[DemoStep]:
    if not rest:
        return []
    days = 0
    while _later(rest[0].at, days) <= after:
        days += 1
    moved: list[DemoStep] = []
    last = after
    for one in rest:
        at = max(_later(one.at, days), last + BREATH)
        payload = dict(one.payload)
        if "told_at" in payload:
            told_at = _later(datetime.fromisoformat(payload["told_at"]), days)
            payload["told_at"] = min(max(told_at, last), at).isoformat()
        if "review" in payload:
            payload["review"] = _day(date.fromisoformat(payload["review"]), days).isoformat()
        doer = crew.present(one.by_no, grid_code, at.date())
        moved.append(replace(one, at=at, by_no=doer, payload=payload))
        last = at
    return moved


def _later(at: datetime, days: int) -> datetime:
    return datetime.combine(_day(at.date(), days), at.time())


def _day(day: date, days: int) -> date:
    return next_workday(day, days) if days else day

"""The few open calls of a good office that are not as they should be: one for each let-not.

They are told back from the office's present by its own working days, so that whenever the
demo office is opened each line of the board has something to show, and no line much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from gridterm.demo.calls import DemoCall
from gridterm.demo.content import read
from gridterm.demo.people import DemoOffice, DemoStaff, resident
from gridterm.demo.places import DemoBuilding, home_at
from gridterm.demo.script import Crew, DemoStep
from gridterm.worktime import ONE_DAY, WorkTime

FIRST_THREAD = 1_000_000


def loose_ends(office: DemoOffice, work: WorkTime, now: datetime) -> Iterator[DemoCall]:
    """Yield them in order of time, as far as they lie before ``now``.

    Args:
        office: from ``make_office``.
        work: the office's working days.
        now: the office's present.
    """
    crew = Crew(office)
    entries = sorted(read("loose_ends")["loose_ends"], key=lambda one: -int(one["came"][0]))
    for place, entry in enumerate(entries):
        call = _call(office, crew, entry, FIRST_THREAD + place, (work, now))
        if call.received_at + call.registered_delay <= now:
            yield call


def _call(
    office: DemoOffice,
    crew: Crew,
    entry: Mapping[str, Any],
    thread: int,
    present: tuple[WorkTime, datetime],
) -> DemoCall:
    building = next(
        one
        for one in office.buildings
        if (one.estate, one.number) == (entry["estate"], entry["building"])
    )
    home = home_at(building, *entry["home"])
    who = resident(office.seed, home)
    back, clock = entry["came"]
    came = _moment(back, clock, *present)
    lost = bool(entry.get("lost"))
    above = entry["channel"] == "superior"
    return DemoCall(
        received_at=came,
        registered_delay=timedelta(minutes=entry["minutes"]),
        channel=entry["channel"],
        anonymous=False,
        caller=who.caller,
        phone=who.phone,
        estate="" if lost else building.estate,
        building="" if lost else building.building,
        room="" if lost or above else home.text,
        grid_code="" if lost else building.grid_code,
        kind=entry["kind"],
        category=entry["category"],
        title=entry["title"],
        content=entry["content"],
        place=entry["place"],
        confidential=False,
        publishable=False,
        proactive=False,
        first_responder_no=crew.officer(came.date()).number,
        steps=tuple(_steps(entry, crew, building, came.date(), present)),
        matter=entry["matter"],
        thread=thread,
    )


def _steps(
    entry: Mapping[str, Any],
    crew: Crew,
    building: DemoBuilding,
    day: date,
    present: tuple[WorkTime, datetime],
) -> Iterator[DemoStep]:
    people: dict[str, DemoStaff] = {
        "lead": crew.lead(building.grid_code, day),
        "responder": crew.officer(day),
    }
    for back, clock, action, who, text, payload in entry["steps"]:
        at = _moment(back, clock, *present)
        if at > present[1]:
            return
        facts = dict(payload)
        if "to" in facts:
            facts["to"] = people[facts["to"]].number
        words = text.replace("{lead}", people["lead"].name)
        yield DemoStep(at, action, words, people[who].number, facts)


def _moment(back: int, clock: str, work: WorkTime, now: datetime) -> datetime:
    """So many working days before the last one that has come."""
    day = now.date()
    while not work.is_workday(day):
        day -= ONE_DAY
    for _n in range(back):
        day -= ONE_DAY
        while not work.is_workday(day):
            day -= ONE_DAY
    return datetime.combine(day, time.fromisoformat(clock))

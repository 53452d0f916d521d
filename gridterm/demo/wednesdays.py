"""When the demo office meets: every Wednesday but one, moved by holidays, and two other meetings.

Every meeting gives out a set count of action items. So the number of each is known before the
calls are written, and a call's own history can name the action item a meeting made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from gridterm.calendar import is_workday
from gridterm.demo.arrivals import months_back
from gridterm.demo.content import Dice, read
from gridterm.demo.people import DemoOffice
from gridterm.meetings.rules import falls_together, proposed_day, wednesdays
from gridterm.meetings.terms import MeetingKind

BEGINS, ISSUED = time(14, 30), time(8, 40)
AHEAD = timedelta(days=21)
A_YEAR = 52
CANCELLED, MISSED = 17, 30
LONGEST_WAIT = timedelta(days=2)
LENGTH = timedelta(minutes=85)
DECIDING, EACH = timedelta(minutes=46), timedelta(minutes=7)


@dataclass(frozen=True)
class DemoMeeting:
    """A meeting of the demo office.

    ``weeks`` is how many weeks before the office's present it lies, ``slots`` how many action
    items it gives out, numbered after the ``base`` earlier ones of its year. ``reason`` says why
    it was moved or cancelled; ``told`` is what is written by hand about one outside the series.
    """

    series_on: date | None
    starts_at: datetime
    weeks: int
    reason: str = ""
    cancelled: bool = False
    slots: int = 0
    base: int = 0
    kind: MeetingKind = MeetingKind.WEEKLY
    told: Mapping[str, Any] | None = None

    @property
    def issued_at(self) -> datetime:
        """When its agenda was issued: that morning."""
        return datetime.combine(self.starts_at.date(), ISSUED)

    @property
    def ended_at(self) -> datetime:
        """When it ended."""
        return self.starts_at + LENGTH + timedelta(minutes=self.base % 5 * 5)

    def number(self, slot: int) -> str:
        """The number of its action item in a slot, from 0."""
        return f"DB-{self.starts_at.year}-{self.base + slot + 1:03d}"

    def decides_at(self, slot: int) -> datetime:
        """When it decides on the matter of a slot."""
        return self.starts_at + DECIDING + slot * EACH


@cache
def texts() -> Mapping[str, Any]:
    """What is said at the meetings."""
    told: Mapping[str, Any] = read("meetings")
    return told


def first_day(office: DemoOffice, months: int) -> date:
    """The day the demo's meetings begin with its calls."""
    return months_back(office.anchor, months)


def meetings(office: DemoOffice, months: int) -> tuple[DemoMeeting, ...]:
    """Every meeting from the first day to some weeks ahead, by its start; missed ones left out."""
    since, dice = first_day(office, months), Dice(f"{office.seed}/meetings")
    planned = [*_weekly(office, since, dice), *_others(office, since)]
    bases: dict[int, int] = {}
    made = []
    for one in sorted(planned, key=lambda meeting: meeting.starts_at):
        year = one.starts_at.year
        made.append(_based(one, bases.get(year, 0)))
        bases[year] = bases.get(year, 0) + one.slots
    return tuple(made)


def _based(one: DemoMeeting, base: int) -> DemoMeeting:
    return DemoMeeting(**{**one.__dict__, "base": base})


def _weekly(office: DemoOffice, since: date, dice: Dice) -> Iterator[DemoMeeting]:
    for day in wednesdays(since, office.anchor + AHEAD):
        slots = dice.pick((2, 3, 3, 4))
        weeks = (office.anchor - day).days // 7
        if falls_together(day, is_workday) or weeks % A_YEAR == MISSED:
            continue
        held = proposed_day(day, is_workday)
        reason = ""
        if held != day:
            why = texts()["moved"].get(str(day.month), "放假")
            reason = why + texts()["moved_end"]
        starts_at = datetime.combine(held, BEGINS)
        if weeks > 0 and weeks % A_YEAR == CANCELLED:
            yield DemoMeeting(day, starts_at, weeks, texts()["cancelled"], cancelled=True)
        else:
            yield DemoMeeting(day, starts_at, weeks, reason, slots=slots)


def _others(office: DemoOffice, since: date) -> Iterator[DemoMeeting]:
    monday = office.anchor - timedelta(days=office.anchor.weekday())
    for told in texts()["extras"]:
        day = monday - timedelta(weeks=told["weeks"] + 1) + timedelta(days=told["weekday"])
        while not is_workday(day):
            day -= timedelta(days=1)
        if day >= since:
            starts_at = datetime.combine(day, time.fromisoformat(told["at"]))
            weeks = (office.anchor - day).days // 7
            yield DemoMeeting(None, starts_at, weeks, kind=MeetingKind(told["kind"]), told=told)


class Waiting:
    """Which meeting decides on a regional matter; each has only so many slots."""

    def __init__(self, office: DemoOffice, months: int, present: datetime) -> None:
        self.present = present
        self._meetings = [one for one in meetings(office, months) if one.slots]
        self._taken: dict[datetime, int] = {}
        self._next = 0

    def slot(self, triaged_at: datetime) -> tuple[DemoMeeting, int] | None:
        """The next meeting with a slot left; None where it is too far ahead to wait for.

        The moments asked for may be a few days out of order, as the calls' own are.
        """
        earliest = triaged_at - timedelta(days=30)
        while self._next < len(self._meetings) and (
            self._meetings[self._next].issued_at < earliest
        ):
            self._next += 1
        for one in self._meetings[self._next :]:
            if one.issued_at <= triaged_at:
                continue
            taken = self._taken.get(one.starts_at, 0)
            if one.issued_at - triaged_at > LONGEST_WAIT or taken >= one.slots:
                return None
            self._taken[one.starts_at] = taken + 1
            return one, taken
        return None

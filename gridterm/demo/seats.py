"""Who came to a meeting of the demo office: habits, leave, somebody instead of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from gridterm.demo.content import Dice
from gridterm.demo.errands import workday
from gridterm.demo.people import DemoOffice
from gridterm.demo.wednesdays import DemoMeeting, texts
from gridterm.meetings.attending import Excuses
from gridterm.meetings.tables import Attendee
from gridterm.meetings.terms import LeaveState
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Role

CHAIR, CLERK, DEPUTY, OFTEN_LATE = "1001", "1023", "1002", "1022"
EXPECTED = frozenset(
    map(str, (Role.COMMITTEE, Role.PRINCIPAL_LEADER, Role.GRID_LEAD, Role.GRID_MANAGER))
)
SUBSTITUTE_EVERY, SUBSTITUTE_AT = 11, 3
LATE, OFTEN, LEAVE, REFUSED, ABSENT, LEFT = 0.02, 0.4, 0.035, 0.06, 0.006, 0.008


@dataclass(frozen=True)
class Seats:
    """What who came depends on: the staff, and their leave from work."""

    told: DemoOffice
    people: Mapping[str, Staff]
    excuses: Excuses

    @cached_property
    def by_id(self) -> Mapping[int, Staff]:
        """The staff by id."""
        return {one.id or 0: one for one in self.people.values()}

    def of(self, meeting: DemoMeeting, meeting_id: int, first: int) -> list[Attendee]:
        """The rows of a meeting, ids from ``first``; nobody came after it ended."""
        dice = Dice(f"{self.told.seed}/seats/{meeting.starts_at.isoformat()}")
        rows = [
            Attendee(meeting_id=meeting_id, staff_id=self.people[number].id, **facts)
            for number, facts in self._all(dice, meeting)
        ]
        for name, party in (meeting.told or {}).get("guests", ()):
            at = _signed(dice, meeting, late=False)
            rows.append(
                Attendee(
                    meeting_id=meeting_id, name=name, party=party, expected=False, signed_at=at
                )
            )
        for place, row in enumerate(rows):
            row.id = first + place
        return rows

    def _all(self, dice: Dice, meeting: DemoMeeting) -> Iterator[tuple[str, dict[str, Any]]]:
        if meeting.told is not None:
            for number in dict.fromkeys((CHAIR, CLERK, *meeting.told["people"])):
                yield number, {"signed_at": _signed(dice, meeting, late=False)}
            return
        instead = self._substituted(meeting)
        for number in self._expected(meeting):
            if number == instead:
                yield (
                    number,
                    {"substitute_id": self.people[CLERK].id, **_asked(dice, meeting, self)},
                )
            else:
                yield number, self._came(dice, meeting, number)
        if instead:
            yield CLERK, {"expected": False, "signed_at": _signed(dice, meeting, late=False)}

    def _expected(self, meeting: DemoMeeting) -> Sequence[str]:
        day = meeting.starts_at.date()
        return [
            one.number for one in self.told.staff if one.employed(day) and EXPECTED & set(one.roles)
        ]

    def _substituted(self, meeting: DemoMeeting) -> str:
        """Whose place the clerk takes at this meeting, if anybody's."""
        return "1004" if meeting.weeks % SUBSTITUTE_EVERY == SUBSTITUTE_AT else ""

    def _came(self, dice: Dice, meeting: DemoMeeting, number: str) -> dict[str, Any]:
        away = self.excuses.at(self.people[number].id or 0, meeting.starts_at) is not None
        if away and number != CHAIR:
            return {}
        luck = dice.random()
        if number == CHAIR:
            return {"signed_at": _signed(dice, meeting, late=False)}
        if luck < LEAVE:
            return _asked(dice, meeting, self, refused=dice.chance(REFUSED))
        if luck < LEAVE + ABSENT:
            return {}
        late = dice.chance(OFTEN if number == OFTEN_LATE else LATE)
        came: dict[str, Any] = {"signed_at": _signed(dice, meeting, late=late)}
        if dice.chance(LEFT):
            left = meeting.ended_at - timedelta(minutes=dice.between(12, 35))
            came |= {"left_at": left, "left_reason": dice.pick(texts()["left_reasons"])}
        return came


def _signed(dice: Dice, meeting: DemoMeeting, *, late: bool) -> datetime:
    seconds = timedelta(seconds=dice.between(0, 59))
    if late:
        return meeting.starts_at + timedelta(minutes=dice.between(2, 14)) + seconds
    return meeting.starts_at - timedelta(minutes=dice.between(1, 13)) + seconds


def _asked(
    dice: Dice, meeting: DemoMeeting, seats: Seats, *, refused: bool = False
) -> dict[str, Any]:
    """Leave asked for the day before and decided the same day."""
    day = meeting.starts_at.date() - timedelta(days=1)
    while workday(day - timedelta(days=1), 1) != day:
        day -= timedelta(days=1)
    asked = datetime.combine(day, time(15)) + timedelta(minutes=dice.between(0, 59))
    decider = seats.people[CHAIR]
    return {
        "leave_state": (LeaveState.REFUSED if refused else LeaveState.APPROVED).value,
        "leave_asked_at": asked,
        "leave_reason": dice.pick(texts()["leave_reasons"]),
        "leave_decided_at": asked + timedelta(minutes=dice.between(8, 90)),
        "leave_decider_id": decider.id,
        "leave_decider": decider.name,
        "leave_note": "本周检查，请调整时间" if refused else "",
    }

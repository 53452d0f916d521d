"""What the demo's meetings and superiors give people to do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from gridterm.demo.content import Dice
from gridterm.demo.errands import Coming, Errands, Plan, life, workday
from gridterm.demo.facts import said as day_said
from gridterm.demo.minutes import Said
from gridterm.demo.people import DemoOffice
from gridterm.demo.script import Crew
from gridterm.demo.seats import CHAIR, CLERK
from gridterm.demo.timeline import Decided
from gridterm.demo.wednesdays import DemoMeeting, texts
from gridterm.meetings import action_rules
from gridterm.meetings.terms import ActionKind, ActionStep, EntryKind
from gridterm.registers.tables import Staff
from gridterm.resources import resource

CHECKERS = ("1002", "1004", "1003", "1007", "1005")
STUCK = (2, 3)
"""How many weeks ago the matters were given that nobody has finished."""
GIVEN_UP, PASSED_ON = 19, 8
SOON = 6
LONGEST_GAP = 2
A_DAY, A_MOMENT = timedelta(days=1), timedelta(minutes=4)
UNNEEDED = "街道已统一安排，本项并入街道行动，不再单列。"
TRAINING = "参加街道培训一周，交"


@dataclass
class Giver:
    """Gives out what was decided, and the superiors' tasks in between."""

    told: DemoOffice
    people: Mapping[str, Staff]
    errands: Errands
    numbers: dict[str, int] = field(default_factory=dict)
    crew: Crew = field(init=False)
    from_above: list[Mapping[str, Any]] = field(init=False)
    asked: int = 0

    def __post_init__(self) -> None:
        """Get ready; the superiors' tasks come oldest first."""
        self.crew = Crew(self.told)
        self.from_above = sorted(texts()["superior"], key=lambda one: -int(one["weeks"]))

    def tasks(self, dice: Dice, one: DemoMeeting, decided: int) -> list[Said]:
        """What a meeting decides besides the calls: as many tasks as it has slots left."""
        said: list[Said] = []
        for _slot in range(one.slots - decided):
            task = texts()["tasks"][self.asked % len(texts()["tasks"])]
            self.asked += 1
            owner, helpers = self._whom(dice, one, task)
            days = SOON if not said and one.weeks in STUCK else int(task["days"])
            due = workday(one.starts_at.date(), days)
            words = task["decides"].format(owner=owner.name, due=day_said(due))
            chosen = {**task, "owner": owner, "helpers": helpers, "due": due, "first": not said}
            said.append(Said(EntryKind.DECISION, words, self.people[CHAIR], task=chosen))
        return said

    def _whom(
        self, dice: Dice, one: DemoMeeting, task: Mapping[str, Any]
    ) -> tuple[Staff, list[int]]:
        day = one.starts_at.date()
        grids = [grid.code for grid in self.told.grids]

        def somebody(who: str) -> Staff:
            if who not in {"lead", "manager"}:
                return self.people[who]
            found = getattr(self.crew, who)(dice.pick(grids), day)
            return self.people[found.number]

        owner = somebody(task["owner"])
        helpers = [somebody(who).id or 0 for who in task["helpers"]]
        return owner, [key for key in dict.fromkeys(helpers) if key != owner.id]

    def give(self, one: DemoMeeting, meeting_id: int, entry_id: int, said: Said) -> None:
        """Make an action item of what was said, where one comes of it."""
        links = {"meeting_id": meeting_id, "entry_id": entry_id}
        if said.decided is not None:
            self._decided(one, links, said.decided)
        elif said.task is not None:
            self._task(one, links, said.task)

    def _decided(self, one: DemoMeeting, links: Mapping[str, Any], found: Decided) -> None:
        told = texts()["regional"]
        about = found.title or told["untitled"].format(category=_categories().get(found.category, ""))
        matter = told["secret"] if found.confidential else f"{found.number} {about}"
        owner = self._by_id(found.owner_id)
        checker = self._checker(owner, ())
        coming: list[Coming] = []
        if found.progress is not None and (
            found.resolved is None or found.progress[0] < found.resolved[0]
        ):
            at, words = found.progress
            coming.append((at, ActionStep.PROGRESS, owner, words, {}))
        if found.resolved is not None:
            at, words = found.resolved
            coming.append((at + timedelta(minutes=6), ActionStep.REPORT, owner, words, {}))
            seen = _ten(workday(at.date(), 1)) - timedelta(minutes=40)
            note = texts()["checks"][found.ticket_id % len(texts()["checks"])]
            coming.append((seen, ActionStep.CHECK, checker, note, {}))
        given = {
            **links,
            "number": self._number(ActionKind.MEETING, one.starts_at.year),
            "kind": str(ActionKind.MEETING),
            "matter": matter,
            "ticket_id": found.ticket_id,
            "lead_id": found.facts["teller_id"],
            "owner_id": owner.id,
            "owner": owner.name,
            "helpers": [],
            "given_on": one.starts_at.date().isoformat(),
            "due_on": found.facts["due_on"],
            "confidential": found.confidential,
        }
        self.errands.give(found.at, self.people[CLERK], given, coming, found.number)

    def _task(self, one: DemoMeeting, links: Mapping[str, Any], task: Mapping[str, Any]) -> None:
        dice = Dice(f"{self.told.seed}/task/{one.starts_at.isoformat()}/{links['entry_id']}")
        owner, day = task["owner"], one.starts_at.date()
        checker = self._checker(owner, task["helpers"])
        plan = Plan(task, owner, checker, day, task["due"], task["first"] and one.weeks in STUCK)
        coming = life(dice, plan)
        if task["first"] and one.weeks == GIVEN_UP:
            coming = [(_ten(workday(day, 2)), ActionStep.CANCEL, self.people[CHAIR], UNNEEDED, {})]
        elif task["first"] and one.weeks == PASSED_ON:
            coming = self._passed_on(coming, owner, day)
        given = {**links, **self._given(ActionKind.MEETING, day, task)}
        self.errands.give(one.ended_at - A_MOMENT, self.people[CLERK], given, coming)

    def above(self, one: DemoMeeting) -> None:
        """Give the superiors' tasks that came in the week before a meeting, the day before it."""
        while self.from_above and int(self.from_above[0]["weeks"]) >= one.weeks:
            task = self.from_above.pop(0)
            if int(task["weeks"]) > one.weeks + LONGEST_GAP:
                continue  # it came before the demo's first meeting
            day = one.starts_at.date() - A_DAY
            owner = self.people[task["owner"]]
            due = workday(day, int(task["days"]))
            whole = {**task, "owner": owner, "helpers": [], "due": due}
            dice = Dice(f"{self.told.seed}/above/{day.isoformat()}")
            checker = self._checker(owner, ())
            coming = life(dice, Plan(whole, owner, checker, day, due))
            document = task["document"].format(year=day.year, n=int(task["weeks"]) + 7)
            given = {
                **self._given(ActionKind.SUPERIOR, day, whole),
                "superior_unit": task["unit"],
                "document_number": document,
            }
            self.errands.give(_ten(day), self.people[CLERK], given, coming)

    def _given(self, kind: ActionKind, day: date, task: Mapping[str, Any]) -> dict[str, Any]:
        owner: Staff = task["owner"]
        return {
            "number": self._number(kind, day.year),
            "kind": str(kind),
            "matter": task["matter"],
            "owner_id": owner.id,
            "owner": owner.name,
            "helpers": list(task["helpers"]),
            "given_on": day.isoformat(),
            "due_on": task["due"].isoformat(),
        }

    def _passed_on(self, coming: Sequence[Coming], owner: Staff, day: date) -> list[Coming]:
        """The steps of a matter that somebody else took over on the first working day."""
        heir = self.people["1003" if owner.number != "1003" else "1004"]
        facts = {"from_id": owner.id, "from": owner.name, "to_id": heir.id, "to": heir.name}
        at = _ten(workday(day, 1)) - A_MOMENT
        first = (at, ActionStep.HAND_OVER, owner, f"{owner.name}{TRAINING}{heir.name}接办。", facts)
        checker = self._checker(heir, [owner.id or 0])
        rest = [
            (when, step, checker if who is not owner else heir, words, more)
            for when, step, who, words, more in coming
            if when > at
        ]
        return [first, *rest]

    def _checker(self, owner: Staff, helpers: Sequence[int]) -> Staff:
        """Who checks: neither the owner nor a helper."""
        barred = {owner.id, *helpers}
        return next(
            self.people[number] for number in CHECKERS if self.people[number].id not in barred
        )

    def _by_id(self, staff_id: int) -> Staff:
        return next(one for one in self.people.values() if one.id == staff_id)

    def _number(self, kind: ActionKind, year: int) -> str:
        series = action_rules.series(kind, year)
        self.numbers[series] = self.numbers.get(series, 0) + 1
        return action_rules.number(kind, year, self.numbers[series])


@cache
def _categories() -> Mapping[str, str]:
    """What the categories are called."""
    shipped = json.loads(resource("rules/categories.json").read_text("utf-8"))["categories"]
    return {one["code"]: one["zh"] for one in shipped}


def _ten(day: date) -> datetime:
    return datetime.combine(day, time(10))

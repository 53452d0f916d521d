"""The demo's action items: what each of them comes to, and how they stood on a morning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from gridterm.calendar import is_workday
from gridterm.demo.content import Dice
from gridterm.demo.facts import said
from gridterm.demo.wednesdays import texts
from gridterm.i18n import _
from gridterm.meetings.action_events import event_row, search_words
from gridterm.meetings.action_rules import Step, derive, late
from gridterm.meetings.action_terms import (
    ACTIONS_RUNNING,
    ActionKind,
    ActionRow,
    ActionState,
    ActionStep,
)
from gridterm.meetings.tables import ActionEvent, ActionItem
from gridterm.registers.tables import Staff
from gridterm.store import search
from gridterm.store.unit import Tx
from gridterm.worktime import WorkTime

LATE, SENT_BACK, PUT_OFF = 0.16, 0.5, 0.5
MORE_DAYS = 5
Coming = tuple[datetime, ActionStep, Staff, str, Mapping[str, Any]]


@dataclass
class Errand:
    """One action item with all its steps."""

    id: int
    steps: list[Step]
    ticket: str = ""
    stood: tuple[int, dict[str, Any]] = (0, {})

    def at(self, moment: datetime) -> dict[str, Any]:
        """What its row held at a moment."""
        count = sum(one.at <= moment for one in self.steps)
        if self.stood[0] != count:
            self.stood = count, derive(self.steps[:count])[0]
        return self.stood[1]


@dataclass
class Errands:
    """All action items of the demo office, and those that may still run."""

    people: Mapping[str, Staff]
    work: WorkTime
    now: datetime
    all: list[Errand] = field(default_factory=list)
    active: list[Errand] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    by_meeting: dict[int, list[Errand]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know everybody's name by id."""
        self.names = {one.id or 0: one.name for one in self.people.values()}

    def give(
        self,
        at: datetime,
        giver: Staff,
        given: Mapping[str, Any],
        coming: Sequence[Coming],
        ticket: str = "",
    ) -> Errand:
        """Take in an action item with what came of it up to now."""
        first = Step(1, at, at, ActionStep.GIVE, giver.id, giver.name, "", given)
        steps = [first]
        for moment, step, who, note, payload in coming:
            if moment > self.now:
                break
            seq = len(steps) + 1
            steps.append(Step(seq, moment, moment, step, who.id, who.name, note, payload))
        one = Errand(len(self.all) + 1, steps, ticket)
        self.all.append(one)
        self.active.append(one)
        if "meeting_id" in given:
            self.by_meeting.setdefault(given["meeting_id"], []).append(one)
        return one

    def agenda(self, since: datetime, until: datetime) -> list[dict[str, Any]]:
        """Those that ran at ``until``, the first due first, then those closed after ``since``."""
        stood = [(one, one.at(until)) for one in self.active]
        self.active = [
            one for one, row in stood if row["closed_at"] is None or row["closed_at"] > since
        ]
        shown = [self._told(row, until.date()) for _each, row in sorted(stood, key=_by_date)]
        running = [one for one in shown if one["running"]]
        closed = [
            self._told(row, until.date())
            for _each, row in sorted(stood, key=_by_date)
            if row["state"] == ActionState.CLOSED and row["closed_at"] > since
        ]
        return [*running, *closed]

    def _told(self, row: Mapping[str, Any], today: date) -> dict[str, Any]:
        running = row["state"] in ACTIONS_RUNNING
        return {
            "number": row["number"],
            "matter": row["matter"],
            "owner": self.names[row["owner_id"]],
            "due": row["due_on"].isoformat(),
            "state": row["state"],
            "progress": row["progress"],
            "late": running and row["due_on"] < today,
            "running": running,
            "confidential": row["confidential"],
        }

    def line(self, one: Errand, moment: datetime, meeting: str) -> ActionRow:
        """How it stands in the minutes that were approved at a moment."""
        row = one.at(moment)
        state = ActionState(row["state"])
        return ActionRow(
            id=one.id,
            number=row["number"],
            kind=ActionKind(row["kind"]),
            matter=row["matter"],
            source=_(", ").join(filter(None, (meeting, one.ticket))),
            lead=self.names.get(row["lead_id"] or 0, ""),
            owner_id=row["owner_id"],
            owner=self.names[row["owner_id"]],
            helpers=tuple(self.names[int(key)] for key in row["helpers"].split()),
            given_on=row["given_on"],
            due_on=row["due_on"],
            state=state,
            progress=row["progress"],
            closed_on=row["closed_at"].date() if row["closed_at"] else None,
            checker=row["checker"],
            confidential=row["confidential"],
            late=late(state, row["due_on"], row["reported_at"], moment.date(), self.work),
            ticket_id=row["ticket_id"],
        )

    def of(self, meeting_id: int) -> Sequence[Errand]:
        """Those a meeting gave out."""
        return self.by_meeting.get(meeting_id, ())

    def entries_of(self, meeting_id: int) -> Mapping[int, Sequence[int]]:
        """The ids of a meeting's action items by the entry of its minutes they came from."""
        found: dict[int, list[int]] = {}
        for one in self.of(meeting_id):
            found.setdefault(int(one.steps[0].payload["entry_id"]), []).append(one.id)
        return found

    def save(self, tx: Tx) -> Iterator[search.Entry]:
        """Write rows and events; yields what the search is to hold."""
        items: list[dict[str, Any]] = []
        events: list[dict[str, Any]] = []
        for one in self.all:
            columns, states = derive(one.steps)
            items.append({"id": one.id, **columns})
            for step, state in zip(one.steps, states, strict=True):
                events.append({"id": len(events) + 1, **event_row(one.id, step, state)})
            words = search_words(columns, [step.note for step in one.steps])
            if words is not None:
                yield search.entry(search.Kind.ACTION, one.steps[0].at, one.id, words)
        tx.bulk(ActionItem, items)
        tx.bulk(ActionEvent, events)


def _by_date(pair: tuple[Errand, Mapping[str, Any]]) -> tuple[date, int]:
    return pair[1]["due_on"], pair[0].id


def workday(day: date, steps: int) -> date:
    """The ``steps``-th working day after a day."""
    for _n in range(steps):
        day += timedelta(days=1)
        while not is_workday(day):
            day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class Plan:
    """What is to come of an action item: its owner and checker, its date, and how it goes."""

    task: Mapping[str, Any]
    owner: Staff
    checker: Staff
    given_on: date
    due_on: date
    stuck: bool = False


def life(dice: Dice, plan: Plan) -> list[Coming]:
    """The steps after it was given, in their order."""
    made: list[Coming] = []
    task, owner = plan.task, plan.owner
    is_late = dice.chance(LATE)
    days = max(int(task["days"]) + (dice.between(1, 4) if is_late else -dice.between(0, 2)), 1)
    for place, words in enumerate(task["progress"]):
        step = max(1, days * (place + 1) // (len(task["progress"]) + 1))
        at = _at(workday(plan.given_on, step), dice, 9)
        made.append((at, ActionStep.PROGRESS, owner, words, {}))
    if plan.stuck or not task["done"]:
        return made
    if is_late and dice.chance(PUT_OFF):
        made.append(_put_off(dice, plan))
    done = _at(workday(plan.given_on, days), dice, 15)
    made.append((done, ActionStep.REPORT, owner, task["done"], {}))
    if task.get("missing") and dice.chance(SENT_BACK):
        back = _at(workday(done.date(), 1), dice, 9)
        made.append((back, ActionStep.SEND_BACK, plan.checker, task["missing"], {}))
        done = _at(workday(back.date(), 3), dice, 15)
        made.append((done, ActionStep.REPORT, owner, task["done"], {}))
    checked = _at(workday(done.date(), dice.between(1, 2)), dice, 9)
    made.append((checked, ActionStep.CHECK, plan.checker, dice.pick(texts()["checks"]), {}))
    return sorted(made, key=lambda one: one[0])


def _put_off(dice: Dice, plan: Plan) -> Coming:
    new = workday(plan.due_on, MORE_DAYS)
    words = texts()["late"].format(
        name=plan.owner.name, why=dice.pick(texts()["delays"]), due=said(new)
    )
    dates = {"old_due": plan.due_on.isoformat(), "new_due": new.isoformat()}
    return _at(plan.due_on, dice, 10), ActionStep.POSTPONE, plan.owner, words, dates


def _at(day: date, dice: Dice, hour: int) -> datetime:
    return datetime.combine(day, time(hour)) + timedelta(minutes=dice.between(5, 55))

"""What the office did about a call: a believable list of steps, from the answer to the revisit.

Two stages of the office are told. ``log`` knows what a call log knows: answered, guided,
revisited, void. ``full`` knows the whole life of RULEBOOK §2 for what is not settled on the
spot. Steps run strictly forward in time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from gridterm.demo.content import Bag, Matter, phrases
from gridterm.demo.people import DemoOffice, DemoStaff, duty
from gridterm.demo.wording import URGENT, Scene
from gridterm.demo.worktime import days_later, later, next_workday

Stage = Literal["log", "full"]

CLOSES_AT_ONCE = frozenset({"inquiry", "praise"})
# Answers that already say how they were given need no words in front.
SELF_TOLD = ("告知", "已告知", "解释", "向", "明确", "感谢", "经", "立即", "当天", "指导", "介绍")
LAST_ROUND = 3
LAST_MISS = 3
UNTRUE_EVERY = 3
LONGEST_WORK = timedelta(days=90)
LONGEST_SUSPENSION = timedelta(days=30)
REACHED = 0.85
FRESH_DAYS = 3
LEFT_WAITING = 0.4
ON_THE_SPOT = 0.3
GUIDED = 0.45
SATISFACTION: Mapping[str, Bag[str]] = {
    "complaint": Bag((("satisfied", 55), ("fair", 26), ("dissatisfied", 19))),
    "help": Bag((("satisfied", 68), ("fair", 21), ("dissatisfied", 11))),
    "report": Bag((("satisfied", 60), ("fair", 26), ("dissatisfied", 14))),
    "suggestion": Bag((("satisfied", 76), ("fair", 20), ("dissatisfied", 4))),
    "later": Bag((("satisfied", 70), ("fair", 26), ("dissatisfied", 4))),
}
TIERS: Bag[str] = Bag((("general", 88), ("regional", 8), ("overall", 3), ("major", 1)))
TOLD_HOW: Bag[str] = Bag((("phone", 7), ("in_person", 3), ("wechat", 2)))


@dataclass(frozen=True, slots=True)
class DemoStep:
    """One step after registration: ``payload`` holds the step's own facts, plain values only."""

    at: datetime
    action: str
    text: str
    by_no: str
    payload: Mapping[str, Any]


class Crew:
    """Who does what on a day: only those employed on it."""

    def __init__(self, office: DemoOffice) -> None:
        self.office = office
        self._staff = office.staff
        self._numbers = {one.number: one for one in office.staff}
        self._days: dict[tuple[str, str, date], DemoStaff] = {}
        self._duty: dict[date, DemoStaff] = {}

    def lead(self, grid_code: str, day: date) -> DemoStaff:
        """The grid's lead."""
        return self._one(grid_code, "grid_lead", day)

    def manager(self, grid_code: str, day: date) -> DemoStaff:
        """The grid's first manager, or its lead while it has none."""
        return self._one(grid_code, "grid_manager", day)

    def officer(self, day: date) -> DemoStaff:
        """Who answers the hotline."""
        if day not in self._duty:
            self._duty[day] = duty(self.office, day)[0]
        return self._duty[day]

    def present(self, number: str, grid_code: str, day: date) -> str:
        """The number of who acts: the person meant, or the grid's lead once they have left."""
        meant = self._numbers[number]
        return number if meant.employed(day) else self.lead(grid_code, day).number

    def principal(self) -> DemoStaff:
        """The principal leader."""
        return self._staff[0]

    def _one(self, grid_code: str, role: str, day: date) -> DemoStaff:
        key = (grid_code, role, day)
        if key not in self._days:
            own = [one for one in self._staff if one.grid_code == grid_code and one.employed(day)]
            fitting = [one for one in own if role in one.roles] or own or [self._staff[0]]
            self._days[key] = fitting[0]
        return self._days[key]


class Script:
    """The steps of one call while they are being written."""

    def __init__(self, scene: Scene, crew: Crew, grid_code: str, responder: str) -> None:
        self.scene = scene
        self.dice = scene.dice
        self.crew = crew
        self.grid_code = grid_code
        self.responder = responder
        self.at = scene.at
        self.round = 1
        self.steps: list[DemoStep] = []

    @property
    def matter(self) -> Matter:
        """What the call is about."""
        return self.scene.matter

    def soon(self, low: int, high: int) -> None:
        """Let some minutes pass; the desk answers at any hour."""
        self.at += timedelta(minutes=self.dice.between(low, high), seconds=self.dice.between(1, 59))

    def later(self, low: int, high: int) -> None:
        """Let some minutes of office time pass."""
        self.at = later(self.dice, self.at, low, high)

    def days(self, low: int, high: int) -> None:
        """Let some working days pass."""
        self.at = days_later(self.dice, self.at, low, high)

    def add(self, action: str, text: str, by_no: str, **payload: object) -> None:
        """Write a step at the present moment."""
        doer = self.crew.present(by_no, self.grid_code, self.at.date())
        self.steps.append(DemoStep(self.at, action, self.scene.fill(text), doer, payload))

    def told(self, name: str) -> str:
        """One of the sentences for an action of the full life."""
        sentence: str = self.dice.pick(phrases()["full"][name])
        return sentence


def history(script: Script, stage: Stage, last: datetime) -> None:
    """Write the steps of a call.

    Args:
        script: the call at the moment of its registration.
        stage: what the office's program can record.
        last: the end of the office's last day; some of the newest calls still wait then.
    """
    quick = script.scene.kind in CLOSES_AT_ONCE
    waits = last - script.at < timedelta(days=FRESH_DAYS)
    if not quick and waits and script.dice.chance(LEFT_WAITING):
        return
    if quick or stage == "log" or script.dice.chance(ON_THE_SPOT):
        _log(script, quick=quick)
    else:
        _full(script)


def void(script: Script, reason: str) -> None:
    """Write the one step of a call that was none."""
    script.soon(1, 20)
    script.add("void", reason, script.responder)


def _log(script: Script, *, quick: bool) -> None:
    urgent = script.matter.span in URGENT
    if script.dice.chance(0.75 if quick or urgent else 0.5):
        script.soon(1, 12)
    elif urgent and not quick:
        script.soon(12, 90)
    elif quick or script.dice.chance(0.6):
        script.later(20, 280)
    else:
        script.days(1, 2)
    _answer(script, quick=quick)
    if not quick:
        _revisits(script, lambda: _answer_again(script))


def _answer(script: Script, *, quick: bool) -> None:
    said, dice = phrases(), script.dice
    found = script.scene.channel == "self_check"
    guided = not found and script.scene.kind != "praise" and dice.chance(GUIDED)
    name = "guide" if guided else "answer"
    body = dice.pick(script.matter.guides if guided else script.matter.answers)
    if found:
        script.add(name, body, script.responder, closes=quick)
        return
    head = "" if body.startswith(SELF_TOLD) else dice.pick(said[f"{name}_heads"])
    text = head + body + dice.pick(said[f"{name}_tails"])
    if script.scene.channel != "phone":
        text = text.replace("来电人", "居民")
    script.add(name, text, script.responder, closes=quick)


def _answer_again(script: Script) -> None:
    script.days(1, 4)
    script.add("answer", script.dice.pick(script.matter.results), script.responder, closes=False)


def _revisits(script: Script, again: Callable[[], None]) -> None:
    """Ask the resident until the matter is closed; ``again`` does the work of another round."""
    desk = script.crew.officer
    if script.scene.anonymous:
        script.days(1, 2)
        text = script.dice.pick(phrases()["revisit"]["waived"])
        _ask(script, text, desk(script.at.date()).number, waived=True)
        return
    misses = 0
    while True:
        script.days(1, 3)
        by_no = desk(script.at.date()).number
        if not script.dice.chance(REACHED):
            misses += 1
            last = misses == LAST_MISS
            text = script.dice.pick(phrases()["revisit"]["missed"])
            _ask(script, text, by_no, reached=False, last_miss=last)
            if last:
                return
            continue
        if _reached(script, by_no):
            return
        script.round += 1
        misses = 0
        again()


def _reached(script: Script, by_no: str) -> bool:
    """Note what the resident says; True if that closes the matter."""
    dice = script.dice
    key = script.scene.kind if script.round == 1 else "later"
    satisfaction = dice.weighted(SATISFACTION[key])
    if script.round == LAST_ROUND and satisfaction == "dissatisfied":
        satisfaction = "fair"
    solved = {"satisfied": True, "fair": script.round == LAST_ROUND or dice.chance(0.92)}.get(
        satisfaction, dice.chance(0.15)
    )
    text = dice.pick(phrases()["revisit"][satisfaction if solved else "dissatisfied"])
    if not solved and satisfaction == "fair":
        satisfaction = "dissatisfied"
    # Now and then what was written down as done is not so; no die is cast for it, so that the
    # rest of the office stays as it was.
    true = "no" if not solved and script.at.minute % UNTRUE_EVERY == 0 else "yes"
    found = {"true": true, "solved": solved, "satisfaction": satisfaction}
    _ask(script, text, by_no, reached=True, **found)
    return solved and satisfaction != "dissatisfied"


def _ask(script: Script, text: str, by_no: str, **payload: object) -> None:
    facts: dict[str, object] = {"round": script.round, "waived": False, "reached": False}
    facts |= {"solved": None, "satisfaction": None, "last_miss": False}
    script.add("revisit", text, by_no, **(facts | payload))


def _full(script: Script) -> None:
    """From triage to the last revisit, with the turns some matters take."""
    tier = script.matter.tier
    if tier == "general":
        tier = script.dice.weighted(TIERS)
    lead = script.crew.lead(script.grid_code, script.at.date())
    _triage(script, tier)
    handler = _assign(script, lead, tier)
    if tier == "overall":
        _report_up(script)
    _work(script, handler)
    _resolve(script, handler)

    def again() -> None:
        _work(script, handler)
        _resolve(script, handler)

    _revisits(script, again)


def _triage(script: Script, tier: str) -> None:
    mechanism = {
        "general": script.matter.mechanism,
        "regional": "coordination",
        "overall": "approval",
        "major": "emergency",
    }[tier]
    script.later(3, 60)
    reason = script.dice.pick(phrases()["full"]["triage"][tier])
    script.add("triage", reason, script.responder, tier=tier, mechanism=mechanism, reason=reason)


def _assign(script: Script, lead: DemoStaff, tier: str) -> DemoStaff:
    """Hand the matter over until somebody accepts it; returns who has it."""
    handler, dice = lead, script.dice
    _hand_over(script, handler, "assign", script.responder)
    if tier == "general" and dice.chance(0.03):
        script.later(10, 200)
        script.add("return", script.told("returned"), handler.number)
        _hand_over(script, handler, "assign", script.responder)
    script.later(2, 15) if tier == "major" else script.later(5, 260)
    script.add("accept", script.told("accept"), handler.number, deputy_for=None)
    if dice.chance(0.06):
        manager = script.crew.manager(script.grid_code, script.at.date())
        if manager.number != handler.number and manager.employed(script.at.date() + LONGEST_WORK):
            script.scene.values["from"] = handler.name
            handler = manager
            script.later(60, 400)
            _hand_over(script, handler, "transfer", lead.number)
            script.later(5, 200)
            script.add("accept", script.told("accept"), handler.number, deputy_for=None)
    return handler


def _hand_over(script: Script, handler: DemoStaff, action: str, by_no: str) -> None:
    script.scene.values["to"] = handler.name
    if action == "assign":
        script.later(2, 40)
    script.add(action, script.told(action), by_no, to=handler.number)


def _report_up(script: Script) -> None:
    dice, principal = script.dice, script.crew.principal()
    script.days(1, 3)
    document = f"化社报〔{script.at.year}〕{dice.between(3, 96)}号"
    unit = dice.pick(phrases()["units"])
    text = script.told("report_up")
    script.add("report_up", text, principal.number, unit=unit, document=document)
    script.days(3, 12)
    script.add("superior_reply", script.told("superior_reply"), principal.number, unit=unit)


def _work(script: Script, handler: DemoStaff) -> None:
    dice = script.dice
    for _note in range(dice.pick((1, 1, 2, 2, 3))):
        script.later(60, 500) if dice.chance(0.5) else script.days(1, 2)
        told = dice.chance(0.75)
        script.add("progress", script.told("progress"), handler.number, told=told)
    if dice.chance(0.06):
        _suspend(script, handler)
    if script.round == 1 and dice.chance(0.04):
        script.later(20, 200)
        approver = script.crew.principal().number
        script.add("extend", script.told("extend"), handler.number, days=5, approver=approver)


def _suspend(script: Script, handler: DemoStaff) -> None:
    script.later(30, 300)
    day = script.at.date()
    review = min(next_workday(day, script.dice.between(4, 15)), day + LONGEST_SUSPENSION)
    approver = script.crew.principal().number
    kind = script.dice.pick(("material", "weather", "third_party"))
    text = script.told("suspend")
    script.add(
        "suspend", text, handler.number, kind=kind, review=review.isoformat(), approver=approver
    )
    script.days(2, 8)
    script.add("resume", script.told("resume"), handler.number)


def _resolve(script: Script, handler: DemoStaff) -> None:
    script.days(1, 2) if script.dice.chance(0.5) else script.later(40, 400)
    told_at = script.at - timedelta(minutes=script.dice.between(1, 30))
    script.add(
        "resolve",
        script.dice.pick(script.matter.results),
        handler.number,
        told_by=handler.number,
        told_at=max(told_at, script.steps[-1].at).isoformat(),
        told_how=script.dice.weighted(TOLD_HOW),
    )

"""The calls of the demo office, one after the other in time, as a stream.

How many come on a day follows the week, the season and chance; what they are about follows
the month. Some matters come back: from the same caller, or from the neighbours. Two stories
written by hand run through the last year.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import takewhile
from typing import Any

from gridterm.demo.arrivals import arrivals, months_back
from gridterm.demo.content import Bag, Dice, Matter, matters, phrases, read
from gridterm.demo.decided import decided
from gridterm.demo.people import DemoOffice, Resident, resident
from gridterm.demo.places import DemoBuilding, Home, home_at, home_in
from gridterm.demo.script import Crew, DemoStep, Script, Stage, history, void
from gridterm.demo.wednesdays import Waiting
from gridterm.demo.wording import TALKED_ABOUT, URGENT, Scene, content, place, title
from gridterm.demo.worktime import CLOSES, FIREWORKS, OPENS, festival_distance, is_workday

DAY_END = time(18)
PER_MONTH = 42
VOID = 0.012
TITLED = 0.55
REGULARS = 24
REGULAR_CALLS = 0.09
KEEPERS = 0.14
SAME_CALLER = 0.45
CARRIED = ("spot", "shop", "street", "side", "top", "build", "thing", "fault")
CHANNELS: Bag[str] = Bag(
    (
        ("phone", 60), ("visit_in", 13), ("wechat", 13), ("household_visit", 6),
        ("superior", 4), ("self_check", 5),
    )
)  # fmt: skip
OFF_HOURS: Bag[str] = Bag((("phone", 8), ("wechat", 3)))
ANONYMOUS: Mapping[str, float] = {"phone": 0.07, "wechat": 0.04}
DELAYS: Mapping[str, tuple[int, int]] = {
    "phone": (1, 12), "visit_in": (2, 15), "wechat": (3, 90), "household_visit": (30, 240),
    "superior": (5, 60), "self_check": (10, 150),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoCall:
    """A call with everything the log takes in, and what the office did about it.

    ``matter`` and ``thread`` are the truth behind the words: calls with the same ``thread``
    are about the same thing. ``registered_delay`` is how long after the call it was written
    down; every step lies after that.
    """

    received_at: datetime
    registered_delay: timedelta
    channel: str
    anonymous: bool
    caller: str
    phone: str
    estate: str
    building: str
    room: str
    grid_code: str
    kind: str
    category: str
    title: str
    content: str
    place: str
    confidential: bool
    publishable: bool
    proactive: bool
    first_responder_no: str
    steps: tuple[DemoStep, ...]
    matter: str
    thread: int

    @property
    def address(self) -> str:
        """Estate, building and room as one text; empty if the caller did not say."""
        return f"{self.estate}{self.building}{self.room}"


@dataclass(frozen=True, slots=True)
class _Thread:
    """A matter that will come up again."""

    number: int
    matter: Matter
    kind: str
    home: Home
    member: int
    values: Mapping[str, str]
    same: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """A call of a story written by hand."""

    at: datetime
    thread: int
    matter: Matter
    home: Home
    entry: Mapping[str, Any]


def calls(
    office: DemoOffice,
    *,
    months: int = 13,
    total: int | None = None,
    stage: Stage = "log",
    until: datetime | None = None,
) -> Iterator[DemoCall]:
    """Yield the calls up to the office's anchor day, oldest first.

    Args:
        office: from ``make_office``; its seed is the calls' seed too.
        months: how many months back the log begins (120 for the ten-year office).
        total: how many calls in all (default: 42 for each month).
        stage: ``log`` leaves only answers, guides, revisits and voids; ``full`` tells all.
        until: the present (default: the anchor day's end). What would be later is left out,
            so that nothing lies in the future; what is earlier does not depend on it.
    """
    number = PER_MONTH * months if total is None else total
    present = until or datetime.combine(office.anchor, DAY_END)
    maker = _Maker(office, stage, present, Waiting(office, months, present))
    start = months_back(office.anchor, months)
    dice = Dice(f"{office.seed}/days/{months}/{number}")
    for at in arrivals(dice, start, office.anchor, number):
        call = maker.call(at)
        if call.received_at + call.registered_delay <= maker.present:
            yield call


class _Maker:
    """Makes one call after the other, remembering what is still going on."""

    def __init__(
        self, office: DemoOffice, stage: Stage, present: datetime, waiting: Waiting
    ) -> None:
        self.office = office
        self.stage = stage
        self.present = present
        self.waiting = waiting
        self.last = datetime.combine(office.anchor, DAY_END)
        self.crew = Crew(office)
        self.dice = Dice(f"{office.seed}/calls")
        self.thread = 0
        self.pushed = 0
        self.coming: list[tuple[datetime, int, _Thread]] = []
        self.homes: dict[tuple[str, ...], Bag[DemoBuilding]] = {}
        self.street = [one for one in office.buildings if not one.households]
        self.regulars = [
            home_in(self.dice, self.dice.weighted(self._buildings(()))) for _one in range(REGULARS)
        ]
        self.stories = _stories(office)
        self.thread = len(read("stories")["stories"])

    def call(self, at: datetime) -> DemoCall:
        """The call that comes at ``at`` (a story's call keeps its own, earlier moment)."""
        if self.stories and self.stories[0].at <= at:
            return self._told(self.stories.pop(0))
        if self.dice.chance(VOID):
            return self._void(at)
        if self.coming and self.coming[0][0] <= at:
            return self._again(at, heapq.heappop(self.coming)[2])
        channel, matter = self._channel(at), self._matter(at)
        while channel == "self_check" and not matter.found:
            matter = self._matter(at)
        self.thread += 1
        kind = self.dice.weighted(matter.kinds)
        who = self._caller(matter)
        scene = self._scene(at, matter, kind, channel, who)
        call = self._finish(scene, self.thread)
        if not scene.anonymous and self.dice.chance(matter.repeat):
            self._come_back(scene, who[1], self.thread)
        return call

    def _matter(self, at: datetime) -> Matter:
        evening = not OPENS <= at.time() <= CLOSES
        festival = festival_distance(at.date()) in FIREWORKS
        return self.dice.weighted(_matter_bag(at.month, evening, festival))

    def _channel(self, at: datetime) -> str:
        open_now = is_workday(at.date()) and OPENS <= at.time() <= CLOSES
        return self.dice.weighted(CHANNELS if open_now else OFF_HOURS)

    def _buildings(self, only: tuple[str, ...]) -> Bag[DemoBuilding]:
        if only not in self.homes:
            self.homes[only] = Bag(
                [
                    (one, one.households)
                    for one in self.office.buildings
                    if not only or one.estate in only
                ]
            )
        return self.homes[only]

    def _caller(self, matter: Matter) -> tuple[Home, int]:
        dice = self.dice
        member = dice.pick((0, 0, 0, 1, 2))
        free = not matter.only and not matter.floor
        if free and dice.chance(REGULAR_CALLS):
            return dice.pick(self.regulars), 0
        if matter.scope in {"street", "shop", "office"} and dice.chance(KEEPERS):
            return home_in(dice, dice.pick(self.street)), 0
        return home_in(dice, dice.weighted(self._buildings(matter.only)), matter.floor), member

    def _scene(
        self, at: datetime, matter: Matter, kind: str, channel: str, who: tuple[Home, int]
    ) -> Scene:
        dice, (home, member) = self.dice, who
        found = channel == "self_check"
        hidden = ANONYMOUS.get(channel, 0.0) * (3 if kind == "report" else 1)
        if found and kind not in TALKED_ABOUT:
            kind = "help"
        return Scene(
            dice=dice,
            at=at,
            matter=matter,
            kind=kind,
            channel=channel,
            home=home,
            caller=resident(self.office.seed, home, member),
            manager=self.crew.manager(home.building.grid_code, at.date()).name,
            anonymous=kind != "praise" and dice.chance(hidden),
        )

    def _come_back(self, scene: Scene, member: int, thread: int) -> None:
        """Let the matter come up again in some days, here or next door."""
        dice, home, matter = self.dice, scene.home, scene.matter
        same = dice.chance(SAME_CALLER) or (matter.scope == "home" and dice.chance(0.5))
        if not same:
            home = home_in(dice, home.building, matter.floor, unit=home.unit)
        values = {name: scene.values[name] for name in CARRIED if name in scene.values}
        due = scene.at + timedelta(days=dice.between(2, 24))
        again = _Thread(thread, matter, scene.kind, home, member, values, same)
        self.pushed += 1
        heapq.heappush(self.coming, (due, self.pushed, again))

    def _again(self, at: datetime, thread: _Thread) -> DemoCall:
        channel = self._channel(at)
        channel = "phone" if channel == "self_check" else channel
        kind = "complaint" if thread.same and thread.kind == "help" else thread.kind
        member = thread.member if thread.same else 0
        scene = self._scene(at, thread.matter, kind, channel, (thread.home, member))
        scene.anonymous = False
        scene.again, scene.also = thread.same, not thread.same
        scene.values.update(thread.values)
        call = self._finish(scene, thread.number)
        if self.dice.chance(thread.matter.repeat):
            self._come_back(scene, member, thread.number)
        return call

    def _void(self, at: datetime) -> DemoCall:
        building = self.dice.weighted(self._buildings(()))
        who = (home_in(self.dice, building), 0)
        scene = self._scene(at, matters()[0], "inquiry", "phone", who)
        scene.anonymous = True
        entry = self.dice.pick(phrases()["voids"])
        self.thread += 1
        return self._build(
            scene, self.thread, scene.fill(entry["content"]), "", reason=entry["reason"]
        )

    def _told(self, told: _Told) -> DemoCall:
        entry = told.entry
        channel = entry.get("channel", "phone")
        scene = self._scene(told.at, told.matter, entry["kind"], channel, (told.home, 0))
        scene.anonymous = False
        return self._build(scene, told.thread, entry["content"], entry.get("title", ""))

    def _finish(self, scene: Scene, thread: int) -> DemoCall:
        """Put the scene into words; the title speaks of the same things as the text."""
        words = content(scene)
        name = title(scene) if self.dice.chance(TITLED) else ""
        return self._build(scene, thread, words, name)

    def _build(
        self, scene: Scene, thread: int, words: str, name: str, reason: str = ""
    ) -> DemoCall:
        dice, day = self.dice, scene.at.date()
        building = scene.home.building
        in_shops = scene.matter.scope == "shop" and not reason
        grid_code = self.street[0].grid_code if in_shops else building.grid_code
        found = scene.channel == "self_check"
        manager = self.crew.manager(grid_code, day)
        seen = scene.channel in {"self_check", "household_visit"}
        responder = manager if seen else self.crew.officer(day)
        delay = timedelta(minutes=dice.between(*DELAYS[scene.channel]))
        confidential = _confidential(scene, dice)
        where = "" if reason else place(scene)
        who = _Who.of(scene, manager.name, manager.phone) if found else _Who.of(scene)
        scene.at += delay
        script = Script(scene, self.crew, grid_code, responder.number)
        return DemoCall(
            received_at=scene.at - delay,
            registered_delay=delay,
            channel=scene.channel,
            anonymous=scene.anonymous,
            caller=who.caller,
            phone=who.phone,
            estate=who.estate,
            building=who.building,
            room=who.room,
            grid_code=grid_code,
            kind=scene.kind,
            category="praise_other" if reason else scene.matter.category,
            title=name,
            content=words,
            place=where,
            confidential=confidential,
            publishable=not confidential and bool(where) and dice.chance(0.2),
            proactive=found or (seen and dice.chance(0.5)),
            first_responder_no=responder.number,
            steps=self._steps(script, reason),
            matter="" if reason else scene.matter.code,
            thread=thread,
        )

    def _steps(self, script: Script, reason: str) -> tuple[DemoStep, ...]:
        if reason:
            void(script, reason)
        else:
            history(script, self.stage, self.last)
        steps = script.steps
        if script.matter.span not in URGENT:
            steps = decided(steps, self.crew, script.grid_code, self.waiting)
        return tuple(takewhile(lambda step: step.at <= self.present, steps))


@dataclass(frozen=True, slots=True)
class _Who:
    """What the log knows of the caller."""

    caller: str = ""
    phone: str = ""
    estate: str = ""
    building: str = ""
    room: str = ""

    @classmethod
    def of(cls, scene: Scene, finder: str = "", finder_phone: str = "") -> _Who:
        building = scene.home.building
        if finder:
            return cls(finder, finder_phone, building.estate, building.building)
        if scene.anonymous:
            told = scene.matter.scope not in {"office", "street", "shop"} and scene.dice.chance(0.7)
            return cls(estate=building.estate, building=building.building) if told else cls()
        caller: Resident = scene.caller
        return cls(caller.caller, caller.phone, building.estate, building.building, scene.home.text)


def _confidential(scene: Scene, dice: Dice) -> bool:
    share = scene.matter.confidential + (0.12 if scene.kind == "report" else 0.0)
    return dice.chance(share)


@cache
def _matter_bag(month: int, evening: bool, festival: bool) -> Bag[Matter]:  # noqa: FBT001
    """What people call about at such a time."""
    weights = []
    for one in matters():
        weight = one.weight * one.months[month - 1]
        if one.festival:
            weight = one.weight if festival else 0.0
        if evening:
            weight *= 3.0 if one.evening else (0.25 if one.scope == "office" else 1.0)
        weights.append((one, weight))
    return Bag(weights)


def _stories(office: DemoOffice) -> list[_Told]:
    """The calls of the hand-written stories, each story at its season's last time."""
    known = {one.code: one for one in matters()}
    by_place = {(one.estate, one.number): one for one in office.buildings}
    told: list[_Told] = []
    for thread, story in enumerate(read("stories")["stories"], 1):
        building = by_place[story["estate"], story["building"]]
        homes = [home_at(building, *door) for door in story["homes"]]
        month, day = story["from"]
        end = timedelta(days=max(entry["day"] for entry in story["calls"]))
        first = date(office.anchor.year, month, day)
        if first + end >= office.anchor:
            first = date(office.anchor.year - 1, month, day)
        dice = Dice(f"{office.seed}/story/{story['code']}")
        for entry in story["calls"]:
            minutes = timedelta(minutes=dice.between(8 * 60 + 10, 17 * 60), seconds=entry["day"])
            at = datetime.combine(first + timedelta(days=entry["day"]), time()) + minutes
            told.append(_Told(at, thread, known[story["matter"]], homes[entry["home"]], entry))
    return sorted(told, key=lambda one: one.at)

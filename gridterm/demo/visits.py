"""Writes the visits of the demo office, and their spot checks from draws with real seeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from gridterm.demo import mended
from gridterm.demo.content import Bag, Dice
from gridterm.demo.people import DemoOffice
from gridterm.demo.rounds import DemoVisit, rounds, texts
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Channel
from gridterm.meetings.terms import Span
from gridterm.registers.tables import Grid, Household, Staff
from gridterm.store import search
from gridterm.store.audit import canonical
from gridterm.store.unit import Tx
from gridterm.visits import last
from gridterm.visits.checking import copies, seed_of, trail_end
from gridterm.visits.draw import draw, redraw_seed
from gridterm.visits.service import search_entry
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit
from gridterm.visits.terms import Finding, Outcome, Purpose, Source, Way
from gridterm.visits.weekly import Walked, walked

MONTHS = 2
"""Months of visits beside the present one: enough for every list, and quick to make."""
CHECKS_A_DAY = 2
CLOSING, EVENING = time(17, 10), time(17, 25)
FORGOTTEN, PHONED = 0.006, 0.8
SETTLED_AFTER = timedelta(hours=16)
"""How long what does not agree is talked about before the manager corrects the visit."""
REDRAWN, WHY_REDRAWN = 23, "抽到的两户都在外地，联系不上，按负责人意见重抽"
RESULTS: Bag[Finding] = Bag(((Finding.TRUE, 97), (Finding.MISMATCH, 2), (Finding.UNREACHED, 1)))
Day = tuple[str, date]
"""A manager's number and a day."""


@dataclass
class Found:
    """What was written, for whoever goes on from there.

    ``falsified`` has (staff number, day, id of the check) of each visit that was found falsified,
    the oldest first.
    """

    falsified: list[tuple[str, date, int]] = field(default_factory=list)


def enter(
    tx: Tx,
    told: DemoOffice,
    people: Mapping[str, Staff],
    homes: Mapping[int, int],
    liars: Collection[Day],
) -> Found:
    """Write the visits up to the use case's moment, the draws and the checks.

    Args:
        tx: the use case.
        told: the demo office.
        people: the staff by number.
        homes: the ids of the households by the home's index.
        liars: whose visits of which month (its first day) one check finds falsified.
    """
    made = _Visits(tx, told, people, homes)
    made.write(sorted((*made.walked(), *made.told_at_the_door()), key=lambda one: one["at"]))
    checks = _Checks(tx, told, people, made.by_day, set(liars), trail_end(tx.session))
    for number, day in sorted(made.by_day, key=lambda one: (one[1], one[0])):
        checks.check(number, day)
    checks.save()
    checks.settle()
    return checks.found


def reported(session: Session, span: Span) -> Mapping[int | None, Walked] | None:
    """The visits a meeting is told of; None before the first of them was kept."""
    first: datetime | None = session.exec(select(func.min(Visit.at))).one()
    return None if first is None or first > span.until else walked(session, span.since, span.until)


@dataclass
class _Visits:
    tx: Tx
    told: DemoOffice
    people: Mapping[str, Staff]
    homes: Mapping[int, int]
    by_day: dict[Day, list[int]] = field(default_factory=lambda: defaultdict(list))

    def walked(self) -> Iterator[dict[str, Any]]:
        """The visits of the rounds."""
        grids = {one.code: key for key, one in self._grids().items()}
        for one in rounds(self.told, MONTHS, self.tx.now):
            household_id = self.homes.get(one.home.index)
            if household_id is not None:
                facts = {"grid_id": grids[one.home.building.grid_code], "ticket_id": None}
                yield self._row(one, household_id) | facts

    def told_at_the_door(self) -> Iterator[dict[str, Any]]:
        """The visits on which a resident told what became a call of the hotline."""
        first = self.tx.now - timedelta(days=MONTHS * 30)
        calls = select(Ticket).where(
            col(Ticket.channel).in_((Channel.HOUSEHOLD_VISIT, Channel.SELF_CHECK)),
            col(Ticket.confidential).is_(False),
            col(Ticket.building_id).is_not(None),
            col(Ticket.received_at) >= first,
        )
        living = self._living()
        managers = {code: numbers[0] for code, numbers in self._managers().items() if numbers}
        codes = {key: one.code for key, one in self._grids().items()}
        for call in self.tx.session.exec(calls):
            number = managers.get(codes.get(call.grid_id or 0, ""))
            doors = living.get(call.building_id or 0)
            if number is None or not doors:
                continue
            yield {
                "at": call.received_at,
                "staff_no": number,
                "household_id": Dice(f"{self.told.seed}/door/{call.number}").pick(doors),
                "grid_id": call.grid_id,
                "purpose": Purpose.ROUTINE,
                "matter": call.title or call.content,
                "feedback": texts()["registered"],
                "result": Outcome.MET,
                "ticket_id": call.id,
            }

    def _grids(self) -> dict[int, Grid]:
        return {one.id or 0: one for one in self.tx.session.exec(select(Grid))}

    def _managers(self) -> dict[str, tuple[str, ...]]:
        return {one.code: one.manager_nos for one in self.told.grids}

    def _living(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        rows = self.tx.session.exec(select(Household.building_id, Household.id))
        for building_id, household_id in rows:
            found[building_id].append(household_id or 0)
        return found

    def _row(self, one: DemoVisit, household_id: int) -> dict[str, Any]:
        same = ("at", "staff_no", "purpose", "matter", "feedback", "result")
        return {"household_id": household_id} | {name: getattr(one, name) for name in same}

    def write(self, told: Iterable[dict[str, Any]]) -> None:
        """Save the visits in their order, with what the households' last ones are."""
        rows = [self._whole(number, one) for number, one in enumerate(told, 1)]
        self.tx.bulk(Visit, rows)
        last.add(
            self.tx.session,
            [last.Made(one["household_id"], one["day"], one["id"], one["result"]) for one in rows],
        )
        entries = [entry for one in rows if (entry := search_entry(one)) is not None]
        search.take_in(self.tx.session.connection(), entries)

    def _whole(self, number: int, one: dict[str, Any]) -> dict[str, Any]:
        who, at = self.people[one["staff_no"]], one["at"]
        self.by_day[one["staff_no"], at.date()].append(number)
        return {
            "id": number,
            "day": at.date(),
            "at": at,
            "staff_id": who.id,
            **{name: one[name] for name in ("grid_id", "household_id", "matter", "feedback")},
            **{name: str(one[name]) for name in ("purpose", "result")},
            "ticket_id": one["ticket_id"],
            "source": Source.TYPED.value,
            "recorded_at": min(self.tx.now, datetime.combine(at.date(), CLOSING)),
            "recorder_id": who.id,
            "recorder": who.name,
            "corrects_id": None,
            "import_key": None,
        }


@dataclass
class _Checks:
    """Draws at the end of each day with the seed the trail gives, and what the checks found."""

    tx: Tx
    told: DemoOffice
    people: Mapping[str, Staff]
    by_day: Mapping[Day, list[int]]
    liars: set[Day]
    end: str
    draws: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    found: Found = field(default_factory=Found)

    def check(self, number: str, day: date) -> None:
        """The draw and the checks of a manager's day; some leads forget a day."""
        dice = Dice(f"{self.told.seed}/checks/{number}/{day.isoformat()}")
        at = datetime.combine(day, EVENING) + timedelta(seconds=len(self.draws) % 60)
        if at > self.tx.now or dice.chance(FORGOTTEN):
            return
        seed = seed_of(self.end, number, day)
        drawn = self._draw((number, day), seed, at)
        if len(self.draws) == REDRAWN:
            later = at + timedelta(minutes=20)
            drawn = self._draw((number, day), redraw_seed(seed, 1), later, WHY_REDRAWN)
        for visit_id in drawn:
            self._found((number, day), visit_id, dice)

    def save(self) -> None:
        """Write them; each check with the visit as it is."""
        copied = copies(self.tx.session, [one["visit_id"] for one in self.checks])
        for one in self.checks:
            one["evidence"] = canonical(copied[one["visit_id"]])
        self.tx.bulk(SpotDraw, self.draws)
        self.tx.bulk(SpotCheck, self.checks)

    def _draw(self, of: Day, seed: str, at: datetime, reason: str = "") -> tuple[int, ...]:
        who, among = self._checker(of[0]), self.by_day[of]
        drawn = draw(among, seed, CHECKS_A_DAY)
        self.draws.append(
            {
                "id": len(self.draws) + 1,
                "staff_id": self.people[of[0]].id,
                "day": of[1],
                "turn": 1 if reason else 0,
                "seed": seed,
                "reason": reason,
                "among": " ".join(map(str, among)),
                "drawn": " ".join(map(str, drawn)),
                "drawn_at": at,
                "actor_id": who.id,
                "actor": who.name,
            }
        )
        return drawn

    def _found(self, of: Day, visit_id: int, dice: Dice) -> None:
        (number, day), made = of, self.draws[-1]
        result, check_id = dice.weighted(RESULTS), len(self.checks) + 1
        if (number, day.replace(day=1)) in self.liars:
            self.liars.discard((number, day.replace(day=1)))
            self.found.falsified.append((number, day, check_id))
            result = Finding.FALSIFIED
        way = Way.PHONE if dice.chance(PHONED) else Way.DOOR
        at = min(self.tx.now, made["drawn_at"] + timedelta(minutes=dice.between(4, 40)))
        said = dice.pick(texts()["said"][result.value])
        self._row((number, visit_id), (result, way, said), at)
        again = at + timedelta(days=1)
        if result is Finding.UNREACHED and again <= self.tx.now:
            said = dice.pick(texts()["said"]["true"])
            self._row((number, visit_id), (Finding.TRUE, way, said), again, 2)

    def _row(
        self, of: tuple[str, int], found: tuple[Finding, Way, str], at: datetime, seq: int = 1
    ) -> None:
        (number, visit_id), (result, way, said) = of, found
        who = self._checker(number)
        self.checks.append(
            {
                "id": len(self.checks) + 1,
                "draw_id": self.draws[-1]["id"],
                "visit_id": visit_id,
                "seq": seq,
                "result": result.value,
                "way": way.value,
                "said": said,
                "reason": "",
                "checked_on": at.date(),
                "checked_at": at,
                "checker_id": who.id,
                "checker": who.name,
                "evidence": "",
            }
        )

    def settle(self) -> None:
        """The managers correct the visits that did not agree, the morning after their check."""
        mismatch = Finding.MISMATCH.value
        due = {
            one["visit_id"]: one["checked_at"] + SETTLED_AFTER
            for one in self.checks
            if one["result"] == mismatch and one["checked_at"] + SETTLED_AFTER <= self.tx.now
        }
        drawn = {int(one) for draw in self.draws for one in draw["drawn"].split()}
        mended.mend(self.tx, due, drawn)

    def _checker(self, number: str) -> Staff:
        """The lead of the manager's grid."""
        lead = next(one.lead_no for one in self.told.grids if number in one.manager_nos)
        return self.people[lead]

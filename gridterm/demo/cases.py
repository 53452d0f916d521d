"""Writes the cases of the demo office: one on every rung, one revoked, one under appeal.

Each step is the real use case, done on the day it would have been done, so numbers, guards and
letters are those of real work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from gridterm.clock import FixedClock
from gridterm.demo.content import read
from gridterm.demo.habits import months_until
from gridterm.demo.people import DemoOffice
from gridterm.demo.visits import MONTHS as VISITED
from gridterm.discipline import service
from gridterm.discipline.terms import Track
from gridterm.discipline.views import CaseForm
from gridterm.registers.tables import Staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

TEN = time(10)
LEADER = "1001"
LIAR, KNOWN_LIES = "1014", 2
"""Whose visits are found falsified; what comes after the known ones is left as a proposal."""
Falsified = tuple[str, date, int]


@dataclass(frozen=True)
class DemoCase:
    """A case as it went: ``path`` has (days after the incident, step, words or names)."""

    form: CaseForm
    reporter: str
    incident_on: date
    path: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class _Turn:
    """A step of a case on its day."""

    at: datetime
    case: int
    step: Sequence[Any]


def lies(anchor: date) -> frozenset[tuple[str, date]]:
    """In which months, by their first days, a check finds a visit falsified, and whose."""
    months = months_until(anchor, VISITED)
    return frozenset((LIAR, date(year, month, 1)) for year, month in months)


def enter(
    path: Path,
    told: DemoOffice,
    people: Mapping[str, Staff],
    falsified: Iterable[Falsified],
    now: datetime,
) -> None:
    """Do every step that lies before ``now``, in the order of the days.

    Args:
        path: the office file.
        told: the demo office.
        people: the staff by number.
        falsified: the checks that found a visit falsified: number, day, id.
        now: nothing is done after it.
    """
    cases = (*_written(told, people), *_caught(told, people, falsified))
    clock = FixedClock(now)
    store = Store(path, clock)
    try:
        work = _Work(store, people)
        for turn in sorted(_turns(cases), key=lambda one: (one.at, one.case)):
            if turn.at <= now:
                clock.moment = turn.at
                work.take(turn, cases[turn.case])
    finally:
        store.close()


def _written(told: DemoOffice, people: Mapping[str, Staff]) -> Iterator[DemoCase]:
    for one in read("cases")["cases"]:
        person = people[one["person"]]
        last = person.left or told.anchor
        day = last - timedelta(days=one["before_left"]) if "before_left" in one else None
        on = day or told.anchor - timedelta(days=one["ago"])
        form = CaseForm(
            person.id,
            one.get("clause", ""),
            track=one.get("track", Track.MUST_NOTS),
            incident_on=on,
            matter=one["matter"],
        )
        yield DemoCase(form, one["reporter"], on, one["path"])


def _caught(
    told: DemoOffice, people: Mapping[str, Staff], falsified: Iterable[Falsified]
) -> Iterator[DemoCase]:
    """The cases of falsified visits; the lead of the grid, who checked, reports them."""
    script = read("cases")["falsified"]
    for number, day, check_id in tuple(falsified)[:KNOWN_LIES]:
        lead = next(one.lead_no for one in told.grids if number in one.manager_nos)
        form = CaseForm(
            people[number].id,
            track=Track.VISITS,
            subject=f"check:{check_id}",
            matter=script["matter"],
        )
        yield DemoCase(form, lead, day, script["path"])


def _turns(cases: Sequence[DemoCase]) -> Iterator[_Turn]:
    for number, one in enumerate(cases):
        for order, step in enumerate((["report", 1], *one.path)):
            day = one.incident_on + timedelta(days=step[1] + (order > 0))
            yield _Turn(datetime.combine(day, TEN) + timedelta(minutes=7 * order), number, step)


class _Work:
    """Who does which step."""

    def __init__(self, store: Store, people: Mapping[str, Staff]) -> None:
        self._store = store
        self._people = people
        self._ids: dict[int, int] = {}
        self._investigators: dict[int, str] = {}

    def take(self, turn: _Turn, case: DemoCase) -> None:
        """One step of a case: the lead reports, the investigator asks, the leader decides."""
        kind, _days, *more = turn.step
        if kind == "report":
            made = service.report(self._store, self._actor(case.reporter), case.form)
            self._ids[turn.case] = made.row.id
            return
        if kind == "investigate":
            self._investigators[turn.case] = more[0]
            more = [self._people[more[0]].id]
        elif kind == "revoke":
            number, *more = more
            service.revoke(self._store, self._actor(number), self._ids[turn.case], *more)
            return
        leads = kind in {"investigate", "decide", "serve"}
        actor = self._actor(LEADER if leads else self._investigators[turn.case])
        _STEPS[kind](self._store, actor, self._ids[turn.case], *more)

    def _actor(self, number: str) -> Actor:
        return Actor(self._people[number].id, self._people[number].name)


_STEPS: Mapping[str, Callable[..., object]] = {
    "investigate": service.investigate,
    "evidence": lambda store, actor, case, words: service.add_evidence(
        store, actor, case, text=words
    ),
    "ask": service.ask,
    "state": service.record_statement,
    "unfounded": service.find_untrue,
    "withdraw": service.withdraw,
    "confirm": service.find_true,
    "decide": service.decide,
    "serve": lambda store, actor, case: service.serve(store, actor, case, receipt=True),
    "appeal": service.appeal,
}

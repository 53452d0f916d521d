"""Writes the demo office into an office file, through the same tables and events as real work."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from gridterm import settings
from gridterm.clock import Clock
from gridterm.demo import attendance, cases, homes, meetings, notices, visits
from gridterm.demo.calls import PER_MONTH, DemoCall, calls
from gridterm.demo.facts import decision_words, facts_of_step
from gridterm.demo.loose_ends import loose_ends
from gridterm.demo.people import DemoOffice, DemoStaff, duty, make_office
from gridterm.demo.timeline import Timeline
from gridterm.errors import InputError
from gridterm.hotline import categories, due, rules
from gridterm.hotline.clocks import Matter
from gridterm.hotline.events import NO_DUE, Step, derive, event_row, intake_payload, search_words
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.hotline.terms import Action, Kind
from gridterm.hotline.timing import Timing
from gridterm.i18n import _
from gridterm.registers import office as founding
from gridterm.registers.buildings import put_building
from gridterm.registers.grids import put_grid
from gridterm.registers.staff import put_staff
from gridterm.registers.tables import Building, DutyDay, Staff
from gridterm.registers.terms import BuildingForm, GridForm, GridKind, GridLevel, Role, StaffForm
from gridterm.store import search
from gridterm.store.audit import SYSTEM
from gridterm.store.files import companions
from gridterm.store.tables import Counter
from gridterm.store.unit import Store, Tx

CHUNK = 2_000
UNSORTED = timedelta(days=150)
MONTHS = 13
MONTHS_A_YEAR = 12
TEN_YEARS = 10
TEN_YEARS_CALLS = 100_000
ROSTER_AHEAD = 10
DISTRICT = "铁东区"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Size:
    """How much of the demo office is made: months of calls, calls in all."""

    months: int = MONTHS
    total: int = MONTHS * PER_MONTH

    @classmethod
    def years(cls, number: int) -> Size:
        """An office of whole years; ten of them are the ten-year office of 100,000 calls."""
        months = number * MONTHS_A_YEAR
        if number >= TEN_YEARS:
            return cls(months, TEN_YEARS_CALLS * number // TEN_YEARS)
        return cls(months, months * PER_MONTH)


def build(
    path: Path, clock: Clock, size: Size | None = None, progress: Progress | None = None
) -> Store:
    """Make the demo office at ``path``: registers, roster, and calls up to the clock's now.

    Args:
        path: where there is no file yet.
        clock: its present is the office's; the same present gives the same office.
        size: how much, by default 13 months.
        progress: told (calls written, calls in all); may raise to cancel.

    Returns:
        The opened office.

    Raises:
        InputError: there is a file already.
        StoreError: the place cannot be written.
    """
    if path.exists():
        raise InputError(
            _("There is already a file at {path}. Choose another name for the demo office.").format(
                path=path
            )
        )
    unfinished = path.with_name(f".{path.name}.demo")
    _remove(unfinished)
    try:
        _fill(unfinished, clock, size or Size(), progress).close()
        unfinished.rename(path)
    finally:
        _remove(unfinished)
    return Store(path, clock)


def _remove(path: Path) -> None:
    for leftover in (path, *companions(path)):
        leftover.unlink(missing_ok=True)


def _fill(path: Path, clock: Clock, size: Size, progress: Progress | None) -> Store:
    told = make_office(anchor=clock.today())
    answers = founding.Founding(name=told.name, street=told.street, hotline=told.hotline)
    store = founding.create(path, clock, answers, [categories.seed])
    leaders = [one.name for one in told.staff if "principal_leader" in one.roles]
    try:
        settings.change(
            store,
            SYSTEM,
            {"office.leaders": " ".join(leaders), **meetings.chosen(told, size.months)},
        )
        with store.write("demo.registers", SYSTEM) as tx:
            people = _enter_staff(tx, told)
            grids = _enter_grids(tx, told, people)
            _enter_roster(tx, told, people, size.months)
        with store.write("demo.attendance", SYSTEM) as tx:
            attendance.enter(tx, told, people, size.months, clock.now())
        with store.write("demo.calls", SYSTEM) as tx:
            tx.subject = "demo"
            calls_told = _Calls(tx, told, people, grids)
            calls_told.enter(size, clock.now(), progress)
        with store.write("demo.notices", SYSTEM) as tx:
            tx.subject = "demo"
            notices.enter(tx, tuple(people.values()))
        with store.write("demo.households", SYSTEM) as tx:
            tx.subject = "demo"
            doors = homes.enter(tx, told, calls_told.buildings)
        with store.write("demo.visits", SYSTEM) as tx:
            tx.subject = "demo"
            caught = visits.enter(tx, told, people, doors, cases.lies(told.anchor))
        cases.enter(path, told, people, caught.falsified, clock.now())
        with store.write("demo.meetings", SYSTEM) as tx:
            tx.subject = "demo"
            meetings.enter(tx, told, people, size.months, calls_told.timeline)
    except BaseException:
        store.close()
        raise
    return store


def _enter_staff(tx: Tx, told: DemoOffice) -> dict[str, Staff]:
    people: dict[str, Staff] = {}
    for one in told.staff:
        people[one.number] = put_staff(
            tx,
            StaffForm(
                number=one.number,
                name=one.name,
                roles=tuple(Role(role) for role in one.roles),
                phone=one.phone,
                hired=one.hired,
                left=one.left,
            ),
        )
    for one in told.staff:
        if one.deputy_no:
            people[one.number].deputy_id = people[one.deputy_no].id
    tx.session.flush()
    return people


def _enter_grids(tx: Tx, told: DemoOffice, people: Mapping[str, Staff]) -> dict[str, int]:
    since = min(one.hired for one in told.staff)
    above: int | None = None
    for level, name in (
        (GridLevel.DISTRICT, DISTRICT),
        (GridLevel.STREET, told.street),
        (GridLevel.COMMUNITY, told.name),
    ):
        form = GridForm(name, name, level=level, parent_id=above, valid_from=since)
        above = put_grid(tx, form).id
    grids: dict[str, int] = {}
    for grid in told.grids:
        row = put_grid(
            tx,
            GridForm(
                grid.code,
                grid.name,
                kind=GridKind(grid.kind),
                parent_id=above,
                households=grid.households,
                shops=grid.shops,
                lead_id=people[grid.lead_no].id,
                manager_ids=tuple(people[no].id or 0 for no in grid.manager_nos),
                valid_from=since,
            ),
        )
        grids[grid.code] = row.id or 0
        for one in grid.buildings:
            home = BuildingForm(
                one.estate, one.building, one.households, one.shops, grids[grid.code]
            )
            put_building(tx, home, since=since)
    for member in told.staff:
        if member.grid_code and people[member.number].grid_id is None:
            people[member.number].grid_id = grids[member.grid_code]
    tx.session.flush()
    return grids


def _enter_roster(tx: Tx, told: DemoOffice, people: Mapping[str, Staff], months: int) -> None:
    first = told.anchor - timedelta(days=round(months * 30.5))
    last = told.anchor + timedelta(days=ROSTER_AHEAD)
    day = first
    while day <= last:
        officer, deputy = duty(told, day)
        tx.session.add(
            DutyDay(day=day, officer_id=_id(people, officer), deputy_id=_id(people, deputy))
        )
        day += timedelta(days=1)
    tx.session.flush()


def _id(people: Mapping[str, Staff], one: DemoStaff) -> int:
    return people[one.number].id or 0


@dataclass
class _Calls:
    """Writes the calls in pieces: numbers, events, rows, search texts."""

    tx: Tx
    told: DemoOffice
    people: Mapping[str, Staff]
    grids: Mapping[str, int]
    numbers: dict[int, int] = field(default_factory=dict)
    ticket_id: int = 0
    event_id: int = 0
    buildings: dict[tuple[str, str], int] = field(default_factory=dict)
    times: Timing = field(init=False)
    timeline: Timeline = field(init=False)
    sorted_to: datetime = field(init=False)
    """What comes from above after this has no category yet: a clerk has yet to sort it."""

    def enter(self, size: Size, now: datetime, progress: Progress | None) -> None:
        """Write all calls of ``size`` that came before ``now``."""
        rows = self.tx.session.exec(select(Building.estate, Building.name, col(Building.id)))
        self.buildings = {(estate, name): key for estate, name, key in rows if key}
        self.times = due.timing(self.tx.session)
        self.sorted_to = now - UNSORTED
        codes = {key: code for code, key in self.grids.items()}
        self.timeline = meetings.timeline(self.told, size.months, now, self.times, codes)
        stream = heapq.merge(
            calls(self.told, months=size.months, total=size.total, stage="full", until=now),
            loose_ends(self.told, self.times.work, now),
            key=lambda call: call.received_at,
        )
        connection = self.tx.session.connection()
        search.begin_bulk(connection)
        for piece in _pieces(stream, CHUNK):
            entries = self._write(piece)
            search.stage(connection, entries)
            search.pour(connection)
            if progress is not None:
                progress(self.ticket_id, size.total)
        search.end_bulk(connection)
        due.renew_open(self.tx.session)
        for year, last in self.numbers.items():
            self.tx.session.add(Counter(series=rules.series(year), last=last))

    def _write(self, piece: list[DemoCall]) -> list[search.Entry]:
        tickets: list[dict[str, Any]] = []
        events: list[dict[str, Any]] = []
        entries = []
        for call in piece:
            self.ticket_id += 1
            steps = self._steps(call)
            columns, states = derive(steps)
            self.timeline.take(self.ticket_id, columns, steps, states)
            tickets.append({"id": self.ticket_id, **columns, **NO_DUE})
            for one, state in zip(steps, states, strict=True):
                self.event_id += 1
                events.append({"id": self.event_id, **event_row(self.ticket_id, one, state)})
            words = search_words(columns, [one.note for one in steps])
            if words is not None:
                received_at = columns["received_at"]
                entries.append(search.entry(search.Kind.TICKET, received_at, self.ticket_id, words))
        self.tx.bulk(Ticket, tickets)
        self.tx.bulk(TicketEvent, events)
        return entries

    def _steps(self, call: DemoCall) -> list[Step]:
        registered = (call.received_at + call.registered_delay).replace(microsecond=0)
        steps = [
            Step(
                1,
                registered,
                registered,
                Action.REGISTER,
                self._staff_id(call.first_responder_no),
                self._name(call.first_responder_no),
                payload=intake_payload(self._columns(call, registered.year)),
            )
        ]
        matter = Matter(registered, Kind(call.kind))
        for one in call.steps:
            told = facts_of_step(one, steps, matter, self.people, self.times)
            if told is None:
                continue
            at = one.at.replace(microsecond=0)
            words = one.text
            if one.action == "decide":
                words = decision_words(steps[0].payload["number"], one, told, self.people)
            steps.append(
                Step(
                    len(steps) + 1,
                    at,
                    at,
                    Action(one.action),
                    self._staff_id(one.by_no),
                    self._name(one.by_no),
                    words,
                    told,
                )
            )
        return steps

    def _columns(self, call: DemoCall, year: int) -> dict[str, Any]:
        self.numbers[year] = self.numbers.get(year, 0) + 1
        same = (
            *("channel", "kind", "category", "title", "content", "caller", "phone", "address"),
            *("place", "anonymous", "confidential", "publishable", "proactive"),
        )
        unsorted = call.channel == "superior" and call.received_at >= self.sorted_to
        return {
            **{name: getattr(call, name) for name in same},
            "category": "" if unsorted else call.category,
            "received_at": call.received_at.replace(microsecond=0),
            "number": rules.number(year, self.numbers[year]),
            "building_id": self.buildings.get((call.estate, call.building)),
            "grid_id": self.grids.get(call.grid_code),
            "first_responder_id": self._staff_id(call.first_responder_no),
        }

    def _staff_id(self, number: str) -> int | None:
        return self.people[number].id

    def _name(self, number: str) -> str:
        return self.people[number].name


def _pieces(stream: Iterable[DemoCall], size: int) -> Iterator[list[DemoCall]]:
    rest = iter(stream)
    while piece := list(islice(rest, size)):
        yield piece

"""Whom the managers of the demo office visit: their rounds from door to door, and what came of it.

A manager walks the homes of the grid in their order and begins again at the end; some doors
never open. Only days on which somebody signed in have visits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from gridterm.demo.content import Bag, Dice, read
from gridterm.demo.habits import month_of, months_until, workdays
from gridterm.demo.people import DemoGrid, DemoOffice, DemoStaff
from gridterm.demo.places import DemoBuilding, Home, home_at
from gridterm.visits.terms import Outcome, Purpose

MISSING, NEVER, NOBODY, REFUSED, MATTER = 0.05, 0.04, 0.11, 0.01, 0.03
LEAST, MOST = 16, 21
FIRST, AFTERNOON = time(9, 10), time(14)
BEFORE_NOON = 10
PACE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class DemoVisit:
    """A visit: when, by whom, at which door, why, and what came of it."""

    at: datetime
    staff_no: str
    home: Home
    purpose: Purpose
    result: Outcome
    matter: str
    feedback: str


def homes_of(building: DemoBuilding) -> Iterator[Home]:
    """The homes of a building in the order of the stairs; none in a commercial one."""
    for unit in range(1, building.units + 1):
        for floor in range(1, building.floors + 1):
            for door in range(1, building.doors + 1):
                yield home_at(building, unit, floor, door)


def entered(seed: str, home: Home) -> bool:
    """Whether a home stands in the register: a few are still missing (不漏户)."""
    return not Dice(f"{seed}/entered/{home.index}").chance(MISSING)


def rounds(told: DemoOffice, months: int, now: datetime) -> Iterator[DemoVisit]:
    """The visits of the last ``months`` months and the present one, day after day.

    Args:
        told: the demo office.
        months: how many months before the present one.
        now: nothing lies after it.
    """
    walks = tuple(_walks(told))
    for year, month in months_until(now.date(), months):
        at_work = {
            one.number: {
                at.date() for at in month_of(told.seed, one, year, month, told.anchor).punches
            }
            for one, _homes in walks
        }
        for day in workdays(year, month):
            for one, homes in walks:
                if day in at_work[one.number]:
                    yield from _day(told.seed, one, homes, day, now)


def _walks(told: DemoOffice) -> Iterator[tuple[DemoStaff, tuple[Home, ...]]]:
    """Each manager with the homes they walk; two managers of a grid share its buildings."""
    staff = {one.number: one for one in told.staff}
    for grid in told.grids:
        for place, number in enumerate(grid.manager_nos):
            homes = tuple(_own(told.seed, grid, place))
            if homes:
                yield staff[number], homes


def _own(seed: str, grid: DemoGrid, place: int) -> Iterator[Home]:
    share = len(grid.manager_nos)
    for building in grid.buildings[place::share]:
        for home in homes_of(building):
            skipped = Dice(f"{seed}/never/{home.index}").chance(NEVER)
            if entered(seed, home) and not skipped:
                yield home


def _day(
    seed: str, one: DemoStaff, homes: tuple[Home, ...], day: date, now: datetime
) -> Iterator[DemoVisit]:
    dice = Dice(f"{seed}/round/{one.number}/{day.isoformat()}")
    start = (day.toordinal() * MOST * 5 // 7) % len(homes)
    for step in range(dice.between(LEAST, MOST)):
        begins = FIRST if step < BEFORE_NOON else AFTERNOON
        minutes = (step % BEFORE_NOON) * PACE + timedelta(minutes=dice.between(0, 9))
        at = datetime.combine(day, begins) + minutes
        if at <= now:
            yield _visit(dice, one, homes[(start + step) % len(homes)], at)


def _visit(dice: Dice, one: DemoStaff, home: Home, at: datetime) -> DemoVisit:
    told, purpose = texts(), dice.weighted(_purposes())
    result, matter, feedback = Outcome.MET, "", ""
    if dice.chance(NOBODY):
        result, feedback = Outcome.NOBODY, dice.pick(told["nobody"])
    elif dice.chance(REFUSED):
        result, feedback = Outcome.REFUSED, dice.pick(told["refused"])
    elif dice.chance(MATTER):
        matter, feedback, _kind, _category = dice.pick(told["matters"])
    else:
        feedback = dice.pick(told["quiet"][str(purpose)])
    return DemoVisit(at, one.number, home, purpose, result, matter, feedback)


@cache
def texts() -> Mapping[str, Any]:
    """What is said on visits and checks, as the demo's data has it."""
    found: Mapping[str, Any] = read("visits")
    return found


@cache
def _purposes() -> Bag[Purpose]:
    return Bag(tuple((Purpose(code), weight) for code, weight in texts()["purposes"].items()))

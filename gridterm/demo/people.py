"""Who is in the demo office: staff, residents, and telephone numbers that cannot ring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gridterm.demo.content import Dice, read
from gridterm.demo.places import DemoBuilding, DemoEstate, GridPlace, Home, estates, grids

FIRST_NUMBER = 1001
SILENT_PREFIX = "1540"
PHONES = 10**7
HOTLINE = 0
STAFF_PHONES = 9_000_000
MEMBERS = 3
FULL_NAME = 0.62
ELDER = 0.42
DIALECT = 0.4
ELDER_FORMS = ("大爷", "大娘")


def phone(number: int) -> str:
    """An invented mobile number, another one for each ``number`` below ten million.

    154 is the one prefix of the 15x family that the Chinese numbering plan gives to no
    operator, so these numbers look like mobile numbers and cannot ring; a check that knows the
    operators' prefixes refuses them, as it should. Multiplying by a number without a common
    factor with ten million spreads neighbours apart and keeps them different.
    """
    return f"{SILENT_PREFIX}{(number * 7_654_321 + 1_234_567) % PHONES:07d}"


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """A member of staff; ``roles`` are role codes, ``duty`` says who takes hotline duty."""

    number: str
    name: str
    roles: tuple[str, ...]
    grid_code: str
    phone: str
    hired: date
    left: date | None
    deputy_no: str
    duty: bool

    def employed(self, day: date) -> bool:
        """Whether they work here on a day (the day they left included)."""
        return self.hired <= day and (self.left is None or day <= self.left)


@dataclass(frozen=True, slots=True)
class DemoGrid:
    """A grid with the people who answer for it."""

    code: str
    name: str
    kind: str
    parent: str
    lead_no: str
    manager_nos: tuple[str, ...]
    households: int
    shops: int
    buildings: tuple[DemoBuilding, ...]


@dataclass(frozen=True)
class DemoOffice:
    """The whole office: places, grids and staff, at its anchor day."""

    seed: str
    anchor: date
    name: str
    street: str
    hotline: str
    estates: tuple[DemoEstate, ...]
    grids: tuple[DemoGrid, ...]
    buildings: tuple[DemoBuilding, ...]
    staff: tuple[DemoStaff, ...]


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody of a household: always the same for the same home and member.

    ``caller`` is how they give their name at the telephone: in full, or as 刘大爷.
    """

    surname: str
    given: str
    caller: str
    phone: str
    elder: bool
    dialect: bool


def make_office(seed: str = "gridterm", *, anchor: date) -> DemoOffice:
    """The demo office as it stands on the anchor day.

    The anchor dates what happened lately (who left last spring); everything else depends on
    the seed alone.
    """
    places = read("places")
    drawn = grids()
    staff = _staff(seed, anchor, drawn)
    return DemoOffice(
        seed=seed,
        anchor=anchor,
        name=places["name"],
        street=places["street"],
        hotline=phone(HOTLINE),
        estates=estates(),
        grids=tuple(_grid(place, staff, anchor) for place in drawn),
        buildings=tuple(building for place in drawn for building in place.buildings),
        staff=staff,
    )


def _grid(place: GridPlace, staff: tuple[DemoStaff, ...], anchor: date) -> DemoGrid:
    own = [one for one in staff if one.grid_code == place.code and one.employed(anchor)]
    return DemoGrid(
        code=place.code,
        name=place.name,
        kind=place.kind,
        parent=place.parent,
        lead_no=next(one.number for one in own if "grid_lead" in one.roles),
        manager_nos=tuple(one.number for one in own if "grid_manager" in one.roles),
        households=place.households,
        shops=place.shops,
        buildings=place.buildings,
    )


def _staff(seed: str, anchor: date, drawn: tuple[GridPlace, ...]) -> tuple[DemoStaff, ...]:
    people: Mapping[str, Any] = read("people")
    dice = Dice(f"{seed}/staff")
    codes = {place.number: place.code for place in drawn}
    return tuple(
        DemoStaff(
            number=str(number),
            name=entry["name"],
            roles=tuple(entry["roles"]),
            grid_code=codes.get(entry.get("grid", 0), ""),
            phone=phone(STAFF_PHONES + number),
            hired=date(anchor.year - entry["years"] - 1, dice.between(1, 12), dice.between(1, 28)),
            left=_last(anchor, *entry["left"]) if "left" in entry else None,
            deputy_no=people["deputies"].get(str(number), ""),
            duty=entry.get("duty", False),
        )
        for number, entry in enumerate(people["staff"], FIRST_NUMBER)
    )


def _last(anchor: date, month: int, day: int) -> date:
    """The latest such day before the anchor."""
    this = date(anchor.year, month, day)
    return this if this < anchor else date(anchor.year - 1, month, day)


def duty(office: DemoOffice, day: date) -> tuple[DemoStaff, DemoStaff]:
    """Who answers the hotline on a day, and the deputy: a rotation through those on duty."""
    turn = [one for one in office.staff if one.duty and one.employed(day)]
    place = day.toordinal() % len(turn)
    return turn[place], turn[(place + 1) % len(turn)]


@cache
def _names() -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    people = read("people")
    return (
        people["surnames"],
        tuple(people["elder_given"]),
        tuple(people["adult_given"]),
        tuple(people["forms"]),
    )


def resident(seed: str, home: Home, member: int = 0) -> Resident:
    """The person of a home who calls; ``member`` 0 to 2 names different people of it."""
    key = f"{home.index}/{home.door if not home.unit else 0}/{member}"
    dice = Dice(f"{seed}/home/{home.building.number if not home.unit else 0}/{key}")
    surnames, elders, adults, forms = _names()
    surname = dice.pick(surnames)
    elder = dice.chance(ELDER)
    given = dice.pick(elders if elder else adults)
    form = dice.pick(ELDER_FORMS if elder else forms)
    number = home.index * MEMBERS + member
    if not home.unit:
        number += 100_000 + home.building.number * 1000 + home.door * MEMBERS
    return Resident(
        surname=surname,
        given=given,
        caller=surname + (given if dice.chance(FULL_NAME) else form),
        phone=phone(number + 1),
        elder=elder,
        dialect=dice.chance(DIALECT),
    )

"""Writes the residents' register of the demo office: households, members, what they need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from gridterm.demo.content import Bag, Dice
from gridterm.demo.people import DemoOffice, resident
from gridterm.demo.places import Home
from gridterm.demo.rounds import entered, homes_of, texts
from gridterm.registers import address_rules
from gridterm.registers.household_index import household_words
from gridterm.registers.household_terms import HouseholdStatus, Relation
from gridterm.registers.tables import Building, Household, HouseholdMember, ServiceNeed
from gridterm.store import search
from gridterm.store.unit import Tx
from gridterm.text import initials

SINCE = date(2021, 6, 1)
MOVED = timedelta(days=300)
"""How long ago one household moved away and another came."""
NOTED, NEEDY, ELSEWHERE = 0.06, 0.07, 0.1
REACHABLE = (0.92, 0.5)
SIZES: Bag[int] = Bag(((1, 22), (2, 38), (3, 30), (4, 10)))
STATUSES: Bag[HouseholdStatus] = Bag(
    ((HouseholdStatus.OCCUPIED, 82), (HouseholdStatus.RENTED, 13), (HouseholdStatus.EMPTY, 5))
)
OTHERS = (Relation.SPOUSE, Relation.CHILD, Relation.PARENT)


@dataclass
class _Homes:
    """Rows with ids of their own, so that they can be searched in one go."""

    tx: Tx
    told: DemoOffice
    ids: dict[int, int] = field(default_factory=dict)
    entries: list[search.Entry] = field(default_factory=list)
    moved: tuple[Building, Home] | None = None
    """The home whose household of before moved away."""

    @property
    def last_day(self) -> date:
        """The last day of the household that moved away, long before the first visit."""
        return self.told.anchor - MOVED

    def add(self, building: Building, row: Household, members: Sequence[HouseholdMember]) -> None:
        """Keep a household and what the search holds of it."""
        self.tx.session.add_all((row, *members))
        here = [one for one in members if one.valid_to is None]
        words = household_words(f"{building.estate}{building.name}", row, here)
        since = datetime.combine(row.valid_from, time())
        self.entries.append(search.entry(search.Kind.HOUSEHOLD, since, row.id or 0, words))


def enter(tx: Tx, told: DemoOffice, buildings: Mapping[tuple[str, str], int]) -> dict[int, int]:
    """Write the households of the demo office.

    Args:
        tx: the use case.
        told: the demo office.
        buildings: the ids of the buildings by estate and name.

    Returns:
        The ids of the households by the home's index.
    """
    homes = _Homes(tx, told)
    for place in told.buildings:
        building = tx.session.get_one(Building, buildings[place.estate, place.building])
        for home in homes_of(place):
            if entered(told.seed, home):
                _household(homes, building, home)
    _moved_away(homes)
    tx.session.flush()
    search.take_in(tx.session.connection(), homes.entries)
    return homes.ids


def _household(homes: _Homes, building: Building, home: Home) -> None:
    seed = homes.told.seed
    dice = Dice(f"{seed}/household/{home.index}")
    status, words_of = dice.weighted(STATUSES), texts()
    row = Household(
        id=len(homes.ids) + 1,
        building_id=building.id or 0,
        room=home.text,
        room_key=address_rules.room_key(home.text),
        status=status.value,
        note=dice.pick(words_of["notes"]) if dice.chance(NOTED) else "",
        valid_from=SINCE,
    )
    if homes.moved is None and status is not HouseholdStatus.EMPTY:
        homes.moved = building, home
        row.valid_from = homes.last_day + timedelta(days=1)
    members = () if status is HouseholdStatus.EMPTY else tuple(_members(seed, dice, row, home))
    homes.ids[home.index] = row.id or 0
    homes.add(building, row, members)
    if members and dice.chance(NEEDY):
        kind, purpose = dice.pick(words_of["needs"])
        need = {"household_id": row.id or 0, "kind": kind, "purpose": purpose}
        homes.tx.session.add(ServiceNeed(**need, valid_from=row.valid_from))


def _moved_away(homes: _Homes) -> None:
    """Who lived in a home before those who live there now."""
    if homes.moved is None:
        return
    building, home = homes.moved
    row = Household(
        id=len(homes.ids) + 1,
        building_id=building.id or 0,
        room=home.text,
        room_key=address_rules.room_key(home.text),
        status=HouseholdStatus.OCCUPIED.value,
        valid_from=SINCE,
        valid_to=homes.last_day,
    )
    seed = f"{homes.told.seed}/before"
    members = list(_members(seed, Dice(seed), row, home))
    for one in members:
        one.phone, one.valid_to = "", row.valid_to
    homes.add(building, row, members)


def _members(seed: str, dice: Dice, row: Household, home: Home) -> Iterator[HouseholdMember]:
    """Who lives there; the first three are those who call the hotline from this home."""
    rented = row.status == HouseholdStatus.RENTED
    head = resident(seed, home)
    for place in range(dice.weighted(SIZES)):
        one = resident(seed, home, place)
        relation = Relation.HEAD if place == 0 else OTHERS[min(place, len(OTHERS)) - 1]
        surname = head.surname if relation is Relation.CHILD else one.surname
        name = surname + one.given
        reachable = dice.chance(REACHABLE[place > 0])
        yield HouseholdMember(
            household_id=row.id or 0,
            name=name,
            initials=initials(name),
            phone=one.phone if reachable else "",
            relation=(Relation.TENANT if rented else relation).value,
            lives_here=place == 0 or not dice.chance(ELSEWHERE),
            valid_from=row.valid_from,
        )

"""Which households a few typed characters mean: a room, an address, a name, a phone.

The quick entry of visits asks this at every key, so it is one statement over the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, union_all
from sqlmodel import col, select

from gridterm.registers import address_rules
from gridterm.registers.buildings import belongs
from gridterm.registers.tables import Building, BuildingGrid, Household, HouseholdMember
from gridterm.text import clean_line, fold, normalize_phone

PHONE_TYPED = 3
EXACT, NEARLY, BEGUN, WITHIN = range(1, 5)


def in_grid(grid_id: int, day: date) -> ColumnElement[bool]:
    """The condition that a household's building belongs to a grid on a day."""
    mine = select(BuildingGrid.building_id).where(BuildingGrid.grid_id == grid_id, *belongs(day))
    return col(Household.building_id).in_(mine)


def meant_by(
    typed: str, scope: Sequence[ColumnElement[bool]] = (), *, within_building: bool = False
) -> Subquery | None:
    """The households (``id``) that fit, each with how well (``likeness``, 0 the best).

    Args:
        typed: a room (``2-501``, ``201``), an address, part of a name, pinyin initials or
            part of a phone.
        scope: conditions on the household.
        within_building: the building is known, so ``2-501`` is a unit and a room and never
            building 2.

    Returns:
        None where nothing was typed.
    """
    line = clean_line(typed)
    if not address_rules.compact(line):
        return None
    places = _room(line) if within_building else _room(line).beside(_address(line))
    people = _name(line)
    if digits := _digits(line):
        people = _phone(digits)
        called = func.instr(Household.phone, digits) > 0
        places = places.beside(_Fits([(called, WITHIN)], called)) if people else places
    parts: list[Select[Any]] = [
        select(col(Household.id).label("id"), places.rank).where(places.any, *scope)  # type: ignore[list-item]
    ]
    if people:
        parts.append(
            select(col(HouseholdMember.household_id).label("id"), people.rank)  # type: ignore[arg-type]
            .join(Household, col(Household.id) == col(HouseholdMember.household_id))
            .where(people.any, col(HouseholdMember.valid_to).is_(None), *scope)
        )
    both = union_all(*parts).subquery()
    best = func.min(both.c.likeness).label("likeness")
    return select(both.c.id, best).group_by(both.c.id).subquery()


@dataclass(frozen=True)
class _Fits:
    """Ways to fit with how well each does, and one condition that holds for all of them.

    The condition is asked of every row, so it is as short as it can be.
    """

    ways: Sequence[tuple[ColumnElement[bool], int]]
    any: ColumnElement[bool]

    def beside(self, other: _Fits | None) -> _Fits:
        """These and others."""
        if other is None:
            return self
        return _Fits((*self.ways, *other.ways), or_(self.any, other.any))

    @property
    def rank(self) -> ColumnElement[int]:
        """How well a row fits: by the best of the ways."""
        ordered = sorted(self.ways, key=lambda way: way[1])
        return case(*ordered, else_=WITHIN).label("likeness")


def _digits(line: str) -> str:
    """The digits of what can be a phone and nothing else; empty where there are other signs."""
    digits = normalize_phone(line)
    bare = fold(line).replace(" ", "").replace("-", "")
    return digits if digits == bare else ""


def _room(line: str) -> _Fits:
    key = address_rules.room_key(line)
    tail = f"-{key}"
    begins = func.substr(Household.room_key, 1, len(key)) == key
    within = func.instr(Household.room_key, tail) > 0
    ways = [
        (col(Household.room_key) == key, EXACT),
        (func.substr(Household.room_key, -len(tail)) == tail, NEARLY),
        (begins, BEGUN),
    ]
    return _Fits(ways, or_(begins, within))


def _address(line: str) -> _Fits | None:
    """The room of an address: its building by the key, or by a name without a number."""
    parsed = address_rules.parse_address(line)
    if parsed is None:
        return _named_building(line)
    keys = parsed.keys
    fits: ColumnElement[bool] = col(Building.search_key).in_(keys)
    if keys[-1].endswith("|"):
        # "|" is U+007C; "}" follows it, so this is the index range of every "3|…".
        fits = or_(fits, col(Building.search_key).between(keys[-1], f"{keys[-1][:-1]}}}"))
    there = col(Household.building_id).in_(select(Building.id).where(fits))
    return _in_building(there, parsed.room_key)


def _named_building(line: str) -> _Fits | None:
    compact = address_rules.compact(line)[: address_rules.ADDRESS_LONGEST]
    name, room = _parted(compact)
    if not name:
        return None
    bar = func.instr(Building.search_key, "|")
    block = func.substr(Building.search_key, 1, bar - 1)
    estate = func.substr(Building.search_key, bar + 1)
    fits = or_(
        and_(func.length(block) > 1, func.instr(name, block) > 0),
        func.instr(estate, name) == 1,
    )
    there = col(Household.building_id).in_(select(Building.id).where(fits))
    return _in_building(there, room)


def _parted(compact: str) -> tuple[str, str]:
    """Words and the room behind them: ``老干部楼2-201`` is 老干部楼 and ``2-201``."""
    at = next((place for place, char in enumerate(compact) if char.isdigit()), len(compact))
    name = compact[:at].rstrip("-")
    if len(name) < 2 or name.isascii():  # noqa: PLR2004 - a single character is no place
        return "", ""
    return name, address_rules.room_key(compact[at:])


def _in_building(there: ColumnElement[bool], key: str) -> _Fits:
    begins = func.substr(Household.room_key, 1, len(key)) == key
    tail = func.substr(Household.room_key, -len(key) - 1) == f"-{key}"
    if not key:
        return _Fits([(there, BEGUN)], there)
    ways = [
        (and_(there, col(Household.room_key) == key), 0),
        (and_(there, tail), EXACT),
        (and_(there, begins), NEARLY),
    ]
    return _Fits(ways, and_(there, or_(begins, tail)))


def _name(line: str) -> _Fits | None:
    key = "".join(fold(line).split())
    name = func.lower(HouseholdMember.name)
    ways = [(name == key, EXACT), (func.substr(name, 1, len(key)) == key, NEARLY)]
    within: ColumnElement[bool] = func.instr(name, key) > 0
    if key.isascii():
        initials = " " + col(HouseholdMember.initials) + " "
        begun = func.instr(" " + col(HouseholdMember.initials), f" {key}") > 0
        ways += [(func.instr(initials, f" {key} ") > 0, NEARLY), (begun, BEGUN)]
        within = or_(within, begun)
    return _Fits(ways, within)


def _phone(digits: str) -> _Fits | None:
    if len(digits) < PHONE_TYPED:
        return None
    ways = [
        (col(HouseholdMember.phone) == digits, EXACT),
        (func.substr(HouseholdMember.phone, -len(digits)) == digits, BEGUN),
    ]
    return _Fits(ways, func.instr(HouseholdMember.phone, digits) > 0)

"""Whom a file's rows name: the staff and the households of the office, read once."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime
from functools import cache

from sqlalchemy import select as columns
from sqlmodel import Session, col

from gridterm.hotline.importing.places import Places
from gridterm.i18n import _
from gridterm.registers import address_rules
from gridterm.registers.tables import (
    Building,
    FormerEmployment,
    Household,
    HouseholdMember,
    Staff,
)
from gridterm.text import ascii_digits, clip, fold
from gridterm.visits.importing.terms import RefusedRowError

SHOWN = 40
NO_MATTER_WHEN = datetime(9999, 1, 1)
"""Which building an address means does not hang on the day."""
Spell = tuple[date, date]
_NUMBER = re.compile(r"[0-9A-Za-z]+(?:[-_][0-9A-Za-z]+)*")
_AROUND = " ()（）[]【】<>《》-_/,，、:：·."
"""What stands around a name beside a number."""


class People:
    """Everybody who ever was on the staff, by number and by name, with when they worked.

    Args:
        session: where they are read from, once.
    """

    def __init__(self, session: Session) -> None:
        self._numbers: dict[str, tuple[int, str]] = {}
        self._names: dict[str, list[int]] = defaultdict(list)
        self._spells: dict[int, list[Spell]] = defaultdict(list)
        self.names: dict[int, str] = {}
        for staff_id, number, name, hired, left in session.execute(
            columns(
                col(Staff.id), col(Staff.number), col(Staff.name), col(Staff.hired), col(Staff.left)
            )
        ):
            self._numbers[fold(number)] = (staff_id, name)
            self._names[fold(name)].append(staff_id)
            self._spells[staff_id].append((hired, left or date.max))
            self.names[staff_id] = name
        for staff_id, hired, left in session.execute(
            columns(
                col(FormerEmployment.staff_id),
                col(FormerEmployment.hired),
                col(FormerEmployment.left),
            )
        ):
            self._spells[staff_id].append((hired, left))
        self._part = cache(self._parted)

    def of(self, number: str, name: str, day: date) -> int:
        """Who made a visit, by number where the row has one, else by name.

        ``name`` may hold the number as well, alone or beside the name.

        Raises:
            RefusedRowError: nobody, several people, two people's number and name, or somebody
                who was not employed on the day.
        """
        if not (number or name):
            raise RefusedRowError(_("The row does not say who made the visit."))
        beside, called = self._part(name)
        if number and beside and _number_key(number) != _number_key(beside):
            called = name  # the number's owner is not called like this: refused with both
        number = number or beside
        return self._numbered(number, called, day) if number else self._named(called, day)

    def _parted(self, typed: str) -> tuple[str, str]:
        """Number and name of a cell for a name: it may hold either, or both as lists show them."""
        if not typed or fold(typed) in self._names:
            return "", typed
        line = ascii_digits(typed)
        if fold(line) in self._numbers:
            return line, ""
        runs = list(_NUMBER.finditer(line))
        known = [one for one in runs if _number_key(one[0]) in self._numbers]
        likely = known or [one for one in runs if any(map(str.isdigit, one[0]))]
        if not likely:
            return "", typed
        found = likely[0]
        return found[0], f"{line[: found.start()]} {line[found.end() :]}".strip(_AROUND)

    def _numbered(self, number: str, name: str, day: date) -> int:
        found = self._numbers.get(_number_key(number))
        if found is None:
            raise RefusedRowError(
                _("Nobody has the staff number {number}.").format(number=number[:SHOWN])
            )
        staff_id, known = found
        if name and fold(name) != fold(known):
            raise RefusedRowError(
                _("The staff number {number} is {name}'s, but the row says {other}.").format(
                    number=number, name=known, other=name[:SHOWN]
                )
            )
        if not self._worked(staff_id, day):
            raise RefusedRowError(
                _("{name} was not employed on {day}. Check the day, or who made the visit.").format(
                    name=known, day=day.isoformat()
                )
            )
        return staff_id

    def _named(self, name: str, day: date) -> int:
        found = [one for one in self._names.get(fold(name), ()) if self._worked(one, day)]
        if len(found) > 1:
            raise RefusedRowError(
                _("Several people are called {name}. Write the staff number.").format(name=name)
            )
        if not found:
            raise RefusedRowError(
                _("Nobody called {name} is on the staff that day.").format(name=name[:SHOWN])
            )
        return found[0]

    def _worked(self, staff_id: int, day: date) -> bool:
        return any(hired <= day <= left for hired, left in self._spells[staff_id])


def _number_key(number: str) -> str:
    """A staff number as numbers are compared."""
    return fold(ascii_digits(number))


class Homes:
    """The households of the office, by address and by who lives there.

    Args:
        session: where they are read from, once.
    """

    def __init__(self, session: Session) -> None:
        self._places = Places(session)
        self._rooms: dict[tuple[int, str], list[tuple[date, date, int]]] = defaultdict(list)
        self._titles: dict[str, tuple[int, str]] = {}
        self._buildings: dict[int, str] = {}
        self._of_home: dict[int, int] = {}
        self._names: dict[str, set[int]] = defaultdict(set)
        self.titles: dict[int, str] = {}
        homes = columns(
            *(col(Household.id), col(Household.building_id), col(Household.room)),
            *(col(Household.room_key), col(Household.valid_from), col(Household.valid_to)),
            *(col(Building.estate), col(Building.name)),
        ).join(Building, col(Building.id) == col(Household.building_id))
        for one, building, room, key, since, until, estate, name in session.execute(homes):
            self._rooms[building, key].append((since, until or date.max, one))
            self._buildings[building] = f"{estate}{name}"
            self._titles[address_rules.compact(f"{estate}{name}{room}")] = (building, key)
            self.titles[one] = f"{estate}{name} {room}"
            self._of_home[one] = building
        for spells in self._rooms.values():
            spells.sort()
        living = columns(col(HouseholdMember.name), col(HouseholdMember.household_id)).where(
            col(HouseholdMember.valid_to).is_(None)
        )
        for name, household in session.execute(living):
            self._names[fold(name)].add(household)
        self._place = cache(self._read)

    def of(self, address: str, head: str, day: date) -> int:
        """The household a row means on a day, by its address, else by who lives there.

        Raises:
            RefusedRowError: none, several, or one that had ended.
        """
        if not (address or head):
            raise RefusedRowError(_("The row does not say which household was visited."))
        return self._at(address, day) if address else self._of(head)

    def grid(self, household_id: int, day: date) -> int | None:
        """The grid of a household on a day; None where it is in none, or in two."""
        return self._places.grid_of_building(self._of_home[household_id], day)

    def _at(self, address: str, day: date) -> int:
        building, key = self._place(address)
        if building is None:
            raise RefusedRowError(
                _("No building of the register is at this address: {address}.").format(
                    address=clip(address, SHOWN)
                )
            )
        spells = self._rooms.get((building, key), [])
        for _since, until, household in spells:
            if day <= until:
                return household
        title = self._buildings.get(building, "")
        if spells:
            raise RefusedRowError(
                _("The household {household} ended on {day}; enter who lives there now.").format(
                    household=f"{title} {key}", day=spells[-1][1].isoformat()
                )
            )
        raise RefusedRowError(
            _(
                "There is no household {household} in the register. Import or enter the "
                "households first."
            ).format(household=clip(address, SHOWN))
        )

    def _read(self, address: str) -> tuple[int | None, str]:
        """Building and room of an address: as the register writes it, else as it is read."""
        whole = self._titles.get(address_rules.compact(address))
        if whole is not None:
            return whole
        building, _grid = self._places.of_address(address, NO_MATTER_WHEN)
        parsed = address_rules.parse_address(address)
        if parsed is not None:
            return building, parsed.room_key
        name = address_rules.compact(self._buildings.get(building or 0, ""))
        line = address_rules.compact(address)
        return building, address_rules.room_key(line[len(name) :] if line.startswith(name) else "")

    def _of(self, head: str) -> int:
        found = self._names.get(fold(head), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise RefusedRowError(
                _("Somebody called {name} lives in several households. Write the address.").format(
                    name=head[:SHOWN]
                )
            )
        raise RefusedRowError(
            _("Nobody called {name} lives in a household of the register.").format(
                name=head[:SHOWN]
            )
        )

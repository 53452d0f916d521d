"""Which building and grid an address means, for thousands of addresses at once.

The rules are the registers', on a copy of the register in memory.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from sqlmodel import Session, col, select

from gridterm.registers import address_rules, rules
from gridterm.registers.tables import Building, BuildingGrid, Grid

Span = tuple[date, date | None, int]


class Places:
    """The buildings and grids of the office.

    Args:
        session: where they are read from, once.
    """

    def __init__(self, session: Session) -> None:
        self._by_block: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._named: list[tuple[str, int]] = []
        for building, key in session.execute(
            select(Building.id, Building.search_key).order_by(col(Building.id))
        ):
            block = key.partition("|")[0]
            self._by_block[block].append((key, building))
            if not block.isascii():
                self._named.append((key, building))
        self._grids_of: dict[int, list[Span]] = defaultdict(list)
        for link in session.exec(select(BuildingGrid)):
            self._grids_of[link.building_id].append((link.valid_from, link.valid_to, link.grid_id))
        self._codes: dict[str, list[Span]] = defaultdict(list)
        for grid in session.exec(select(Grid)):
            if grid.id is not None:
                for form in {grid.code, grid.name, rules.grid_number(grid.code)}:
                    self._codes[address_rules.grid_form(form)].append(
                        (grid.valid_from, grid.valid_to, grid.id)
                    )
        self._known: dict[str, int | None] = {}

    def of_address(self, address: str, when: datetime) -> tuple[int | None, int | None]:
        """(building, grid on that day) of an address; None for what it does not say for sure."""
        if not address or not self._by_block:
            return None, None
        if address not in self._known:
            self._known[address] = self._building(address)
        building = self._known[address]
        if building is None:
            return None, None
        return building, self.grid_of_building(building, when.date())

    def grid_of_building(self, building_id: int, day: date) -> int | None:
        """The grid of a building on a day; None for one in no grid, or in two."""
        return _on(self._grids_of.get(building_id, []), day)

    def grid(self, words: str, when: datetime) -> int | None:
        """The grid some words name on a day: its code, its number, or its name."""
        return (
            _on(self._codes.get(address_rules.grid_form(words), []), when.date()) if words else None
        )

    def _building(self, address: str) -> int | None:
        parsed = address_rules.parse_address(address)
        found = (
            address_rules.closest(parsed, self._by_block.get(parsed.block, ())) if parsed else []
        )
        if not found:
            line = address_rules.compact(address)[: address_rules.ADDRESS_LONGEST]
            found = [one for key, one in self._named if address_rules.is_named_in(key, line)]
        return found[0] if len(found) == 1 else None


def _on(spans: list[Span], day: date) -> int | None:
    found = {one for start, end, one in spans if start <= day and (end is None or day <= end)}
    return found.pop() if len(found) == 1 else None

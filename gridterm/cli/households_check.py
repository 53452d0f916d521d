"""The reads of the residents' register that ``demo --check`` runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from gridterm.registers import households
from gridterm.registers.household_terms import HouseholdFilter, HouseholdRow
from gridterm.store.unit import Store


def reads(store: Store) -> Iterator[tuple[str, Callable[[], int]]]:
    """Every read of the register's screens, each with how much it brings."""
    rows = cache(lambda: _pages(store))
    living = cache(lambda: households.count(store, HouseholdFilter()))
    yield "household.list", lambda: len(rows())
    yield "household.living", living
    yield (
        "household.ended",
        lambda: households.count(store, HouseholdFilter(ended=True)) - living(),
    )
    yield "household.find", lambda: sum(_found(store, one) for one in rows())
    yield (
        "household.one",
        lambda: sum(len(households.household(store, one.id).members) for one in rows()),
    )
    yield (
        "household.completeness",
        lambda: sum(one.entered for one in households.completeness(store)),
    )


def _pages(store: Store) -> tuple[HouseholdRow, ...]:
    """The first two pages of the list."""
    rows, after = households.households(store, HouseholdFilter())
    if after is None:
        return rows
    return rows + households.households(store, HouseholdFilter(), after)[0]


def _found(store: Store, one: HouseholdRow) -> bool:
    """Whether quick entry finds a household by its room."""
    found = households.find(store, one.room, building_id=one.building_id)
    return one.id in {each.id for each in found}

"""The offices of ``prepared``, each made once and copied for every test that asks for it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gridterm.clock import FixedClock
from gridterm.store.opening import create_store
from gridterm.store.unit import Store
from tests.conftest import MadeOnce
from tests.discipline.prepared import MONDAY, Prepared, full, prepared

Opened = Callable[[str, Callable[[Prepared], object]], Prepared]


def nothing(_office: Prepared) -> None:
    """Leave the office as it is."""


def make(path: Path, more: Callable[[Prepared], object]) -> None:
    """Make an office of ``prepared`` and do more to it."""
    clock = FixedClock(MONDAY)
    store = create_store(path, clock)
    more(prepared(store, clock))
    store.close()


@pytest.fixture
def opened(made_once: MadeOnce, tmp_path: Path) -> Iterator[Opened]:
    """Opens a copy of an office under a name, made once by what is given."""
    stores: list[Store] = []

    def give(name: str, more: Callable[[Prepared], object]) -> Prepared:
        made = made_once(f"discipline-{name}", lambda path: make(path, more))
        path = Path(shutil.copyfile(made, tmp_path / f"{name}.db"))
        clock = FixedClock(MONDAY)
        store = Store(path, clock)
        stores.append(store)
        last = store.last_entry_at()
        clock.moment = last or MONDAY
        return Prepared(store, clock)

    yield give
    for one in stores:
        one.close()


@pytest.fixture
def office(opened: Opened) -> Prepared:
    """On a Monday of March; nobody has a case."""
    return opened("empty", nothing)


@pytest.fixture
def full_office(opened: Opened) -> Prepared:
    """A warning that was upheld, a severe one revoked, a case of a check."""
    return opened("full", full)

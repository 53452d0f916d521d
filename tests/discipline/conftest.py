"""The small office of ``prepared`` for every test that asks for it."""

import pytest

from gridterm.clock import FixedClock
from gridterm.store.unit import Store
from tests.discipline.prepared import Prepared, prepared


@pytest.fixture
def office(store: Store, clock: FixedClock) -> Prepared:
    return prepared(store, clock)

"""The office of the spot checks, made once; tests copy it."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.store.unit import Store
from tests.conftest import MadeOnce
from tests.visits.walked import EVENING, Walked, walk


@pytest.fixture(scope="session")
def walked_office(made_once: MadeOnce, empty_office: Path) -> Path:
    def make(path: Path) -> None:
        shutil.copyfile(empty_office, path)
        clock = FixedClock(datetime(2026, 11, 21, 9, 0))
        store = Store(path, clock)
        walk(store, clock)
        store.close()

    return made_once("walked", make)


@pytest.fixture
def walked(walked_office: Path, tmp_path: Path) -> Iterator[Walked]:
    """The office on a Monday evening, without any visit yet."""
    path = tmp_path / "walked.db"
    shutil.copyfile(walked_office, path)
    clock = FixedClock(EVENING)
    store = Store(path, clock)
    yield Walked(store, clock)
    store.close()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)

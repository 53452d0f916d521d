"""What every test stands on: compiled catalogues, the same hypothesis cases, an empty office."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest

from gridterm.clock import FixedClock
from gridterm.store.audit import Actor
from gridterm.store.opening import create_store
from gridterm.store.unit import Store
from hatch_build import compile_catalogues

hypothesis.settings.register_profile("same", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before any worker of pytest-xdist starts."""
    if not hasattr(config, "workerinput"):
        compile_catalogues(Path(__file__).parent.parent / "data")


@pytest.fixture
def clock() -> FixedClock:
    """A Saturday morning at the office; it moves only when told."""
    return FixedClock(datetime(2026, 11, 21, 9, 14))


@pytest.fixture
def actor() -> Actor:
    """An operator who is in no register."""
    return Actor(None, "李晓明")


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty office file, made once; tests copy it and never write to it."""
    path = tmp_path_factory.mktemp("office") / "empty.db"
    create_store(path, FixedClock(datetime(2026, 11, 21, 9, 0))).close()
    return path


@pytest.fixture
def store(empty_office: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """A fresh, empty office of this test's own, on ``clock``."""
    path = tmp_path / "office.db"
    shutil.copyfile(empty_office, path)
    opened = Store(path, clock)
    yield opened
    opened.close()

"""What every test stands on: compiled catalogues, the same hypothesis cases, an empty office.

How tests stay cheap (all of them have to run in five minutes on two cores):

- Make an office once and copy it. ``made_once`` makes a file once for all workers; a fixture
  of the test copies it (``shutil.copyfile``: a millisecond). Registering a hundred calls in
  every test takes seconds.
- Ask a command in this process (``gridterm(...)`` of ``tests/cli``: 0.05 s); as a program
  (``program(...)``: a second) only where being one is what is tested: streams, signals, exit
  codes, the first start. Ask one run of it all the questions there are.
- Opening the program and a desk costs 0.3 s, a key 0.04 s, a wait that polls a screen more than
  the work it waits for. Go one way through a desk and look at all that stands there; type a
  text with ``type_text`` (a key for every letter is 0.04 s each); wait with ``until`` for what
  the test needs next, never with ``pause(seconds)``; take a second size or language only where
  they change what is seen.
- Rules are functions: a hundred cases of them cost less than one screen. A case that can be
  said as a rule or a use case is not said again through the screen.
- ``--durations=30`` shows what the new tests cost. More than two seconds want a reason.
"""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import hypothesis
import pytest
from filelock import FileLock

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.store.audit import Actor
from gridterm.store.opening import create_store
from gridterm.store.unit import Store
from hatch_build import compile_catalogues
from tests.print_service import cups

if TYPE_CHECKING:
    from gridterm.demo.build import Size

__all__ = ["cups"]  # a fixture every folder may ask for

MadeOnce = Callable[[str, Callable[[Path], object]], Path]


class DemoOf(Protocol):
    """Gives the demo office of a moment; ``again`` a second one, built anew."""

    def __call__(self, now: datetime, size: "Size", *, again: bool = False) -> Store:
        """The office, open; nobody writes to it."""


hypothesis.settings.register_profile("same", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


MEMORY = Path("/dev/shm")
ROOM = 1 << 30
LONGEST_ID, BEGINNING = 200, 20
FULL_EVERY = 100


def pytest_configure(config: pytest.Config) -> None:
    """Before any worker of pytest-xdist starts: compile the catalogues, choose where files lie.

    Each save waits for the disk; in memory there is none to wait for.
    """
    if not hasattr(config, "workerinput"):
        compile_catalogues(Path(__file__).parent.parent / "data")
        if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """A fifth of the time went into collections that looked at every module: they are left out."""
    young, middle, _full = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_EVERY)
    gc.freeze()


def pytest_make_parametrize_id(val: object) -> str | None:
    """A case of seven thousand characters is not called by all of them."""
    if isinstance(val, str) and len(val) > LONGEST_ID:
        return f"{val[:BEGINNING]}..{len(val)}"
    return None


@pytest.fixture(autouse=True)
def _same_language() -> Iterator[None]:
    """A test that speaks another language leaves none of it to the next."""
    before = i18n.language()
    yield
    i18n.use(before)


@pytest.fixture
def clock() -> FixedClock:
    """A Saturday morning at the office; it moves only when told."""
    return FixedClock(datetime(2026, 11, 21, 9, 14))


@pytest.fixture
def actor() -> Actor:
    """An operator who is in no register."""
    return Actor(None, "李晓明")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Makes a file once for all workers of pytest-xdist; tests copy it and never write to it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make(name: str, how: Callable[[Path], object]) -> Path:
        path = shared / f"once-{name}.db"
        with FileLock(shared / f"once-{name}.making"):
            if not path.exists():
                begun = tmp_path_factory.mktemp(name) / path.name
                how(begun)
                begun.replace(path)
        return path

    return make


@pytest.fixture(scope="session")
def empty_office(made_once: MadeOnce) -> Path:
    """An empty office file."""
    clock = FixedClock(datetime(2026, 11, 21, 9, 0))
    return made_once("empty", lambda path: create_store(path, clock).close())


@pytest.fixture(scope="session")
def demo_of(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoOf]:
    """The demo office of a moment in a size, built once for all workers and tests."""
    from gridterm.demo.build import build

    found: dict[str, Store] = {}

    def demo(now: datetime, size: "Size", *, again: bool = False) -> Store:
        clock, which = FixedClock(now), "again" if again else "first"
        name = f"demo-{now:%Y%m%d%H%M}-{size.months}-{size.total}-{which}"
        if name not in found:
            made = made_once(name, lambda path: build(path, clock, size).close())
            copied = tmp_path_factory.mktemp(name) / "demo.db"
            found[name] = Store(Path(shutil.copyfile(made, copied)), clock)
        return found[name]

    yield demo
    for one in found.values():
        one.close()


@pytest.fixture
def store(empty_office: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """A fresh, empty office of this test's own, on ``clock``."""
    path = tmp_path / "office.db"
    shutil.copyfile(empty_office, path)
    opened = Store(path, clock)
    yield opened
    opened.close()

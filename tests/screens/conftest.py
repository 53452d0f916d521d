"""The program on a small office, and a language that is put back."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.hotline import categories
from gridterm.registers.office import Founding, create
from gridterm.store.opening import create_store
from screens.app import GridtermApp
from tests.conftest import MadeOnce
from tests.screens.hotline.piloting import NOW, fill, until

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture(scope="session", autouse=True)
def rules_stay() -> Iterator[None]:
    """Each program reads the same style rules: the first one's are kept for the others."""
    read: dict[Hashable, list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def kept(sheet: Stylesheet, *source: Hashable, **more: Hashable) -> list[RuleSet]:
        key = (source, *more.items(), frozenset(sheet._variables.items()))
        if key not in read:
            read[key] = parse(sheet, *source, **more)  # type: ignore[arg-type]
        return read[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", kept)
        yield


@pytest.fixture(autouse=True)
def same_language() -> Iterator[None]:
    """The language is one per process: English unless a test says otherwise, and put back."""
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


@pytest.fixture(scope="session")
def founded_office(made_once: MadeOnce) -> Path:
    """An office as the first start makes it: two leaders and a clerk (1003)."""
    clock = FixedClock(datetime(2026, 11, 20, 9, 0))
    founding = Founding("化院社区", "铁东街道", "0412-12345", "王芳 李晓明", clerk="陈思雨")
    return made_once(
        "founded", lambda path: create(path, clock, founding, (categories.seed,)).close()
    )


@pytest.fixture(scope="session")
def filled_office(made_once: MadeOnce) -> Path:
    """Two grids, a lead, a manager, a clerk, six buildings, the categories and 130 calls."""

    def make(path: Path) -> None:
        clock = FixedClock(NOW - timedelta(days=60))
        store = create_store(path, clock)
        fill(store, clock)
        store.close()

    return made_once("filled", make)


@pytest.fixture
def office_path(founded_office: Path, tmp_path: Path) -> Path:
    """A copy of the founded office of this test's own."""
    return Path(shutil.copyfile(founded_office, tmp_path / "desk.db"))


@pytest.fixture
def opened(office_path: Path, clock: FixedClock) -> Opened:
    """Start the program with the clerk signed on, for ``async with``."""

    @asynccontextmanager
    async def run(
        size: tuple[int, int] = (80, 24),
        language: str = "en",
        operator: str | None = "1003",
        path: Path = office_path,
    ) -> AsyncIterator[Pilot[int]]:
        app = GridtermApp(path, clock, language, operator=operator)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            if operator is not None:
                await until(pilot, lambda: app.is_open)
            yield pilot

    return run

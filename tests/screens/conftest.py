"""The program on a small office, and a language that is put back."""

from __future__ import annotations

import gc
import shutil
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.hotline import categories
from gridterm.registers.office import Founding, create
from screens import pauses
from screens.app import GridtermApp
from tests.screens.hotline.piloting import until

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture(scope="session", autouse=True)
def modules_stay() -> Iterator[None]:
    """A fifth of the time of these tests went into collections that looked at every module."""
    before = gc.get_threshold()
    pauses.settle()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


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
def founded_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office as the first start makes it: two leaders and a clerk (1003)."""
    path = tmp_path_factory.mktemp("founded") / "founded.db"
    founding = Founding("化院社区", "铁东街道", "0412-12345", "王芳 李晓明", clerk="陈思雨")
    create(path, FixedClock(datetime(2026, 11, 20, 9, 0)), founding, (categories.seed,)).close()
    return path


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

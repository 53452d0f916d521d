"""The program on a filled office."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.store.unit import Store
from screens.app import GridtermApp
from tests.screens.hotline.piloting import until


@pytest.fixture
def office(filled_office: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """A copy of the filled office of this test's own."""
    path = tmp_path / "office.db"
    shutil.copyfile(filled_office, path)
    opened = Store(path, clock)
    yield opened
    opened.close()


@pytest.fixture
def chinese() -> Iterator[None]:
    """The language is one per process: put it back."""
    before = i18n.language()
    yield
    i18n.use(before)


Run = Callable[..., Any]


@pytest.fixture
def run(office: Store, clock: FixedClock, chinese: None) -> Run:
    """Opens the program on the filled office, signed on, in an ``async with`` block."""

    @asynccontextmanager
    async def running(
        size: tuple[int, int] = (80, 24), language: str = "zh_CN"
    ) -> AsyncIterator[Pilot[int]]:
        app = GridtermApp(office.path, clock, language, operator="1001")
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await until(pilot, lambda: app.is_open)
            yield pilot

    return running

"""Programs on an office file, with somebody of it signed on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from gridterm.clock import FixedClock
from screens.app import GridtermApp
from tests.screens.hotline.piloting import until

Run = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


def programs(path: Path, clock: FixedClock) -> Run:
    """What opens the program on this office in an ``async with`` block, the clerk signed on."""

    @asynccontextmanager
    async def running(
        size: tuple[int, int] = (80, 24), operator: str = "1001", language: str = "en"
    ) -> AsyncIterator[Pilot[int]]:
        app = GridtermApp(path, clock, language, operator=operator)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await until(pilot, lambda: app.is_open and app.instance is not None)
            yield pilot

    return running

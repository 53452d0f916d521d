"""Keys in their order: none arrives before what the key before it did is done.

Textual hands every key to the widget that has the focus at that moment. Tab, Enter and F12
move the focus by messages, which take their time; what a fast typist, a card reader or a
terminal's paste sends right behind them would still land in the field that was left. And a
function key acts at once, while letters wait in the queue of their field: right behind them it
would save what is not all there yet.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any, cast

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

PATIENCE = 1.0
ROUNDS = 8


class KeyOrder:
    """Holds keys and pastes back while a key that may move the focus is being dealt with.

    Letters go through at once, other keys once the letters before them have arrived; nothing is
    held longer than ``PATIENCE`` seconds.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._held: deque[events.Event] = deque()
        self._passing: events.Event | None = None
        self._task: asyncio.Task[None] | None = None
        self._letters = False

    def holds(self, event: events.Event) -> bool:
        """Whether this event has to wait; it comes again by itself."""
        if event is self._passing or not (self.is_busy or (self._letters and _acts(event))):
            return False
        self._held.append(event)
        if self._task is None and self._passing is None:
            self._next()
        return True

    @property
    def is_busy(self) -> bool:
        """Whether a key is being dealt with."""
        return bool(self._held or self._task)

    def done(self, event: events.Event) -> None:
        """The event was handed on: wait for its end where it may move the focus, or go on."""
        self._passing = None
        if _acts(event):
            self._task = asyncio.create_task(self._wait())
        else:
            self._letters = True
            self._next()

    def _next(self) -> None:
        if self._held and self._letters and _acts(self._held[0]):
            self._task = asyncio.create_task(self._arrived())
        elif self._held:
            self._passing = self._held.popleft()
            self._app.post_message(self._passing)

    async def _arrived(self) -> None:
        """Go on when the letters sent before have been dealt with."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._heard(), PATIENCE)
        self._letters, self._task = False, None
        self._next()

    async def _heard(self) -> None:
        focused = self._app.screen.focused
        for node in [self._app.screen, *([focused] if focused else [])]:
            await _answer(node)

    async def _wait(self) -> None:
        with suppress(TimeoutError):  # then the keys go to where the focus is by now
            await asyncio.wait_for(self._calm(), PATIENCE)
        self._task = None
        self._next()

    async def _calm(self) -> None:
        """Ask everybody on the way of a key, until nothing moves any more.

        A question waits in the same queue as the messages before it. Two rounds at least: the
        first may cause messages that only the second finds.
        """
        before = (0, 0)
        for _number in range(ROUNDS):
            screen = self._app.screen
            mounted = cast("asyncio.Event", screen._mounted_event)  # noqa: SLF001 - no public one
            await mounted.wait()
            way = [screen.focused, *screen.focused.ancestors] if screen.focused else [screen]
            for node in [*way, self._app]:
                await _answer(node)
            now = (id(self._app.screen), id(self._app.screen.focused))
            if now == before:
                return
            before = now


def _acts(event: events.Event) -> bool:
    """Whether it is a key that does something, not a letter or a paste."""
    return isinstance(event, events.Key) and not event.is_printable


async def _answer(node: MessagePump) -> None:
    """Return once a node has dealt with everything sent to it before."""
    heard = asyncio.Event()
    if node.is_running and node.call_later(heard.set):
        await heard.wait()

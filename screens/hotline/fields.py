"""Small parts of the hotline's screens: a row of hints, and a pause after typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.screen import Screen
from textual.timer import Timer

from screens.widgets.bars import Bar, Hint


class HintRow(Bar):
    """A row of words and keys that are set from outside; what has no room is left out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--strong"}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._left: Sequence[Hint] = ()
        self._right: Sequence[Hint] = ()

    def show(self, left: Sequence[Hint], right: Sequence[Hint] = ()) -> None:
        """Show these pieces from now on."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def left(self) -> Sequence[Hint]:
        """Pieces from the left edge."""
        return self._left

    def right(self) -> Sequence[Hint]:
        """Pieces against the right edge."""
        return self._right

    @property
    def words(self) -> str:
        """Everything it says, for reading aloud and for tests."""
        return "  ".join(f"{one.key}{one.word}" for one in (*self._left, *self._right))


class Pause:
    """Does something once nothing was typed for a while.

    Args:
        screen: whose timers are used.
        seconds: how long.
        work: what is done.
    """

    def __init__(self, screen: Screen[Any], seconds: float, work: Callable[[], None]) -> None:
        self._screen = screen
        self._seconds = seconds
        self._work = work
        self._timer: Timer | None = None

    def touch(self) -> None:
        """Something was typed: wait anew."""
        self.stop()
        self._timer = self._screen.set_timer(self._seconds, self._fire)

    def stop(self) -> None:
        """Forget it."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def hurry(self) -> None:
        """Do it now if it waits."""
        if self._timer is not None:
            self._fire()

    @property
    def waits(self) -> bool:
        """Whether something was typed that was not acted on yet."""
        return self._timer is not None

    def _fire(self) -> None:
        self.stop()
        self._work()

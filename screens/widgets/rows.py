"""A row of words and keys that a screen sets from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from screens.widgets.bars import Bar, Hint


class HintRow(Bar):
    """A row of words and keys that are set from outside; what has no room is left out.

    Pieces may have the style ``strong`` besides those of every bar.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--strong"}
    DEFAULT_CSS = """
    HintRow { height: 1; }
    HintRow > .bar--strong { text-style: bold; color: $accent; }
    """

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

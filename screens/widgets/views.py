"""The views of a desk by name, in one row: arrows change them, Enter or Down goes into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from gridterm.i18n import _
from screens.widgets.bars import Bar, Hint


class ViewLine(Bar, can_focus=True):
    """The views by name; the arrows change them, Enter or Down goes into one.

    Args:
        views: the views' names by their ids, each a message id.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--here"}
    DEFAULT_CSS = """
    ViewLine { height: 1; margin: 0 0 1 0; }
    ViewLine > .bar--here { text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter,space,down", "enter", show=False),
    ]

    class Chosen(Message):
        """A view is to be shown; ``into`` gives it the keys."""

        def __init__(self, view: str, *, into: bool) -> None:
            super().__init__()
            self.view = view
            self.into = into

    def __init__(self, views: Mapping[str, str]) -> None:
        super().__init__()
        self._views = dict(views)
        self.current = next(iter(self._views))
        self.words: tuple[str, str] = ("", "")

    def left(self) -> Sequence[Hint]:
        """The views."""
        return [
            Hint(
                _(title_id),
                style=self._shade(name),
                weight=9,
                run=partial(self._choose, name, into=True),
            )
            for name, title_id in self._views.items()
        ]

    def _shade(self, name: str) -> str:
        if name != self.current:
            return "quiet"
        return "here" if self.has_focus else "current"

    def right(self) -> Sequence[Hint]:
        """What the view says of itself."""
        bad, words = self.words
        pieces = (Hint(bad, style="late", weight=8), Hint(words, weight=8))
        return [piece for piece in pieces if piece.word]

    def _choose(self, name: str, *, into: bool) -> None:
        self.post_message(self.Chosen(name, into=into))

    def action_move(self, step: int) -> None:
        """The next view or the one before, round the ends."""
        names = list(self._views)
        self._choose(names[(names.index(self.current) + step) % len(names)], into=False)

    def action_enter(self) -> None:
        """Into the view."""
        self._choose(self.current, into=True)

    def on_focus(self, _event: events.Focus) -> None:
        """Show where the keys are."""
        self.refresh()

    def on_blur(self, _event: events.Blur) -> None:
        """The keys went elsewhere."""
        self.refresh()

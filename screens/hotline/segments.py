"""A choice that shows all its answers in a row: arrows or a click choose, brackets mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from gridterm.text import width

GAP = 1


@dataclass(frozen=True)
class Place:
    """Where an answer stands: row, first column, its words with blanks or brackets."""

    row: int
    column: int
    words: str


def laid_out(labels: Sequence[str], chosen: int, cells: int) -> list[Place]:
    """Each answer's place in rows of ``cells`` cells; the chosen one is bracketed."""
    places = []
    row = column = 0
    for index, label in enumerate(labels):
        words = f"[{label}]" if index == chosen else f" {label} "
        if column and column + width(words) > cells:
            row, column = row + 1, 0
        places.append(Place(row, column, words))
        column += width(words) + GAP
    return places


class Segments(Widget, can_focus=True):
    """One of a few answers.

    Args:
        options: (key, words) each.
        value: the key that is chosen at first.
        id: the widget's id.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"segments--chosen", "segments--quiet"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right,space", "move(1)", show=False),
    ]

    value: reactive[str] = reactive("", layout=True)

    class Changed(Message):
        """Another answer was chosen."""

        def __init__(self, segments: Segments, value: str) -> None:
            super().__init__()
            self.segments = segments
            self.value = value

        @property
        def control(self) -> Segments:
            """The widget, for ``@on`` with a selector."""
            return self.segments

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        value: str = "",
        *,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(id=id)
        self._options = list(options)
        self.set_reactive(Segments.value, value)

    @property
    def _chosen(self) -> int:
        keys = [key for key, _words in self._options]
        return keys.index(self.value) if self.value in keys else -1

    def _places(self, cells: int) -> list[Place]:
        return laid_out([words for _key, words in self._options], self._chosen, cells)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's call
        """As many rows as the answers need."""
        return 1 + max((place.row for place in self._places(width)), default=0)

    def render(self) -> Text:
        """The rows of answers."""
        shown = Text(end="", no_wrap=True)
        row = column = 0
        for index, place in enumerate(self._places(self.content_size.width or 1)):
            while row < place.row:
                shown.append("\n")
                row, column = row + 1, 0
            shown.append(" " * (place.column - column))
            name = "segments--chosen" if index == self._chosen else "segments--quiet"
            shown.append(place.words, self.get_component_rich_style(name, partial=True))
            column = place.column + width(place.words)
        return shown

    def watch_value(self, value: str) -> None:
        """Tell the form."""
        self.post_message(self.Changed(self, value))

    def action_move(self, step: int) -> None:
        """The next or the one before, round the ends."""
        self.value = self._options[(self._chosen + step) % len(self._options)][0]

    def on_click(self, event: events.Click) -> None:
        """Choose what the pointer is on."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for place, (key, _words) in zip(
            self._places(self.content_size.width), self._options, strict=True
        ):
            inside = place.column <= offset.x < place.column + width(place.words)
            if place.row == offset.y and inside:
                self.value = key

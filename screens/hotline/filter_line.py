"""The line the list's filters stand on: arrows and Enter, or a click, change one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from gridterm.i18n import _
from screens.hotline.filters import ALL, FILTERS, Choices, Filter, Wanted
from screens.widgets.bars import Bar, Hint

if TYPE_CHECKING:
    from textual import events


class FilterLine(Bar, can_focus=True):
    """Every filter by its name, and its choice behind it where it filters."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--here"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter,space,down", "open", show=False),
        Binding("delete,backspace", "clear", show=False),
    ]

    class Opened(Message):
        """A filter's choices are asked for."""

        def __init__(self, one: Filter) -> None:
            super().__init__()
            self.filter = one

    class Cleared(Opened):
        """A filter is taken away; all of them where ``filter`` is None."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._wanted = Wanted()
        self._known = Choices()
        self._at = 0

    def show(self, wanted: Wanted, known: Choices) -> None:
        """Show these filters."""
        self._wanted, self._known = wanted, known
        self.refresh()

    def left(self) -> Sequence[Hint]:
        """The filters; those that filter stay when there is little room."""
        return [self._piece(place, one) for place, one in enumerate(FILTERS)]

    def _piece(self, place: int, one: Filter) -> Hint:
        filtering = bool(getattr(self._wanted, one.field))
        style = "current" if filtering else "quiet"
        here = self.has_focus and place == self._at
        return Hint(
            one.shown(self._wanted, self._known),
            style="here" if here else style,
            weight=9 if here else 8 if filtering else 5,
            tip=_("Enter or a click chooses; Del takes it away."),
            run=partial(self._ask, place),
        )

    def _ask(self, place: int) -> None:
        self._at = place
        self.post_message(self.Opened(FILTERS[place]))

    def action_move(self, step: int) -> None:
        """The next or the one before, round the ends."""
        self._at = (self._at + step) % len(FILTERS)
        self.refresh()

    def action_open(self) -> None:
        """Ask for the choices."""
        self._ask(self._at)

    def action_clear(self) -> None:
        """Take the filter away."""
        if getattr(self._wanted, FILTERS[self._at].field) != ALL:
            self.post_message(self.Cleared(FILTERS[self._at]))

    def on_focus(self, _event: events.Focus) -> None:
        """Show where the keys are."""
        self.refresh()

    def on_blur(self, _event: events.Blur) -> None:
        """The keys went elsewhere."""
        self.refresh()

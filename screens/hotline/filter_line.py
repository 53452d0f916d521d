"""The line the list's filters stand on: arrows and Enter, or a click, change one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from textual.binding import Binding, BindingType
from textual.message import Message

from gridterm.i18n import _
from screens.hotline.filters import ALL, FILTERS
from screens.widgets.bars import Bar, Hint

if TYPE_CHECKING:
    from textual import events


class AnyFilter(Protocol):
    """One filter of a list: the field it sets, its name, its choices."""

    @property
    def field(self) -> str:
        """The field of the list's filters that it sets."""

    @property
    def title(self) -> str:
        """Its name in the user's language."""

    def options(self, known: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - each list has its own
        """(key, name), the one that does not filter first."""

    def shown(self, wanted: Any, known: Any) -> str:  # noqa: ANN401 - each list has its own
        """Its name, with the choice behind it where it filters."""


class FilterLine(Bar, can_focus=True):
    """Every filter by its name, and its choice behind it where it filters.

    Args:
        filters: the filters; the calls' where none are given.
        id: the widget's id.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--here"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter,space,down", "open", show=False),
        Binding("delete,backspace", "clear", show=False),
    ]

    class Opened(Message):
        """A filter's choices are asked for."""

        def __init__(self, one: AnyFilter) -> None:
            super().__init__()
            self.filter = one

    class Cleared(Opened):
        """A filter is taken away; all of them where ``filter`` is None."""

    def __init__(self, filters: Sequence[AnyFilter] = FILTERS, *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._filters = filters
        self._wanted: Any = None
        self._known: Any = None
        self._at = 0

    def show(self, wanted: Any, known: Any) -> None:  # noqa: ANN401 - each list has its own
        """Show these filters."""
        self._wanted, self._known = wanted, known
        self.refresh()

    def left(self) -> Sequence[Hint]:
        """The filters; those that filter stay when there is little room."""
        if self._wanted is None:  # nobody has said yet what is filtered
            return []
        return [self._piece(place, one) for place, one in enumerate(self._filters)]

    def _piece(self, place: int, one: AnyFilter) -> Hint:
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
        self.post_message(self.Opened(self._filters[place]))

    def action_move(self, step: int) -> None:
        """The next or the one before, round the ends."""
        self._at = (self._at + step) % len(self._filters)
        self.refresh()

    def action_open(self) -> None:
        """Ask for the choices."""
        self._ask(self._at)

    def action_clear(self) -> None:
        """Take the filter away."""
        one = self._filters[self._at]
        if getattr(self._wanted, one.field, ALL) != ALL:
            self.post_message(self.Cleared(one))

    def on_focus(self, _event: events.Focus) -> None:
        """Show where the keys are."""
        self.refresh()

    def on_blur(self, _event: events.Blur) -> None:
        """The keys went elsewhere."""
        self.refresh()

"""A desk of several views by name: one of them is shown, each a key, an arrow or a click away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.widgets import ContentSwitcher

from screens.desk import Desk
from screens.registers.view import Told, View
from screens.widgets.views import ViewLine


class ViewKind(Protocol):
    """A class of views: its name, and how one is made."""

    @property
    def title_id(self) -> str:
        """What the views are called, an English msgid."""

    def __call__(self, name: str, /) -> View:
        """A view whose id is ``name``."""


class ViewsDesk(Desk):
    """A line with the views by name, and the one that is shown. The first is shown first."""

    views: ClassVar[Mapping[str, ViewKind]]

    @property
    def line(self) -> ViewLine:
        """The views by name."""
        return self.query_one(ViewLine)

    @property
    def current(self) -> str:
        """The name of the view that is shown."""
        return self.line.current if self.is_mounted else next(iter(self.views))

    @property
    def view(self) -> Any:  # noqa: ANN401 - each view has its own steps
        """The view that is shown."""
        return self.query_one(f"#{self.current}", View)

    def compose_body(self) -> ComposeResult:
        """The views by name, and the one that is shown."""
        yield ViewLine({name: view.title_id for name, view in self.views.items()})
        with ContentSwitcher(initial=next(iter(self.views))):
            for name, view in self.views.items():
                yield view(name)

    def on_mount(self) -> None:
        """The view has the keys."""
        self.view.home.focus()

    def refresh_data(self) -> None:
        """Read what is shown."""
        if self.is_mounted:
            self.view.reload()

    @on(ViewLine.Chosen)
    def _chosen(self, event: ViewLine.Chosen) -> None:
        event.stop()
        self.show(event.view, into=event.into)

    def show(self, name: str, *, into: bool = True) -> None:
        """Show a view, with the keys in it; a page over the desk would hide it."""
        self.come_up()
        self.line.current = name
        self.query_one(ContentSwitcher).current = name
        self._say()
        self.view.reload()
        if into:
            self.view.home.focus()
        self.refresh_bindings()

    @on(Told)
    def _told(self, event: Told) -> None:
        event.stop()
        self._say()

    def _say(self) -> None:
        self.line.words = self.view.words
        self.line.refresh()

    def go_back(self) -> bool:
        """From the views into the view, then one step back inside it."""
        if self.line.has_focus:
            self.view.home.focus()
            return True
        return bool(self.view.go_back())

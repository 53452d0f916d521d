"""A page with a line to search in over a list that is read page by page."""

from __future__ import annotations

from abc import abstractmethod

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Label

from gridterm.i18n import _
from screens.desk import Page
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain
from screens.widgets.table import PagedTable

TYPING_PAUSE = 0.15


class FindPage(Page):
    """A list that is searched as one types; Enter and Down go from the line to the list."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    # ── what a subclass says ────────────────────────────────────────────────
    @abstractmethod
    def show_list(self) -> None:
        """Start the list anew with search and filters as they are."""

    @abstractmethod
    def open_record(self, record_id: int) -> None:
        """Open a record of the list."""

    # ── the search ──────────────────────────────────────────────────────────
    def find_row(self, hint: str, *others: Widget) -> ComposeResult:
        """The line to search in, and what stands beside it.

        Args:
            hint: what can be typed, in the user's language.
            others: widgets to the right of it.
        """
        with Horizontal(id="search"):
            yield Label(plain(_("Find")), id="find-label")
            yield LineInput(id="find", hint=hint)
            yield from others

    @on(Input.Changed, "#find")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.soon("find", self._search, TYPING_PAUSE)

    @on(Input.Submitted, "#find")
    def _entered(self, event: Input.Submitted) -> None:
        """Enter goes to what was found."""
        event.stop()
        self._search()
        self.query_one(PagedTable).focus()

    def _search(self) -> None:
        typed = self.query_one("#find", Input).value.strip()
        if typed != self.text:
            self.text = typed
            self.show_list()

    def empty_search(self) -> None:
        """Take away what was typed; the list stays as it is until it is shown anew."""
        find = self.query_one("#find", Input)
        with self.prevent(Input.Changed):
            find.value = ""
        self.text = ""

    def key_down(self, event: events.Key) -> None:
        """Down from the search goes to the list."""
        if self.focused is not None and self.focused.id == "find":
            event.stop()
            self._search()
            self.query_one(PagedTable).focus()

    # ── the list ────────────────────────────────────────────────────────────
    @property
    def can_open(self) -> bool:
        """Whether Enter opens a record: the list has the keys and is not empty."""
        return any(one.has_focus and one.marked_line is not None for one in self.query(PagedTable))

    def open_marked(self) -> None:
        """Open the record under the cursor."""
        line = self.query_one(PagedTable).marked_line
        if line is not None:
            self.open_record(int(line.key))

    @on(PagedTable.Opened)
    def _row_opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self.open_record(int(event.line.key))

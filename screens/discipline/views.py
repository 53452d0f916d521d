"""What the views of the discipline desk have in common: a list for whoever may read it."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from gridterm.errors import RefusedError
from screens.registers.view import TableView
from screens.widgets.bars import Hint
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, PagedTable

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

PAGE = 50


class DisciplineView(TableView):
    """A list read for the operator at the desk; who may not read it gets the service's sentence."""

    for_all: ClassVar[bool] = False
    """Whether everybody sees all of it."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name, classes="discipline-view")
        self.refusal = ""
        self._scope = ""
        self._shown: object = None
        self._reader: int | None = None

    # ── what a subclass says ────────────────────────────────────────────────
    @abstractmethod
    def read(self, store: Store, reader: Actor, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
        """A page of the list, in a thread.

        Raises:
            RefusedError: the reader may not see it; the sentence says what they may.
        """

    def count(self, store: Store, reader: Actor) -> int | None:
        """How many there are in the whole list, in a thread; None where the pages say it."""
        del store, reader
        return None

    def wanted(self) -> object:
        """What the list depends on; another value starts it anew."""
        return ""

    def head(self) -> list[Hint]:
        """The row above the table."""
        return []

    def nothing(self) -> str:
        """What an empty list says."""
        return ""

    def open(self) -> None:
        """Enter on the marked row."""

    def above(self) -> ComposeResult:
        """Widgets between the first row and the table."""
        yield from ()

    # ── the widgets ─────────────────────────────────────────────────────────
    @property
    def about(self) -> Static:
        """Where the marked record stands in words."""
        return self.query_one(".about Static", Static)

    def compose(self) -> ComposeResult:
        """Head, table, the record in words."""
        yield HintRow(id=f"{self.id}-head")
        yield Static(classes="scope")
        yield from self.above()
        yield PagedTable(self.columns())
        with VerticalScroll(classes="about", can_focus=False):
            yield Static()

    @property
    def can_open(self) -> bool:
        """Whether a row is marked."""
        return self.has_keys and self.marked is not None

    @property
    def home(self) -> Widget:
        """The list has the keys."""
        return self.table

    # ── reading ─────────────────────────────────────────────────────────────
    def reload(self) -> None:
        """Read the rows; the cursor stays on its record. Another reader starts anew."""
        reader = self.office.actor
        self.table.nothing = self.nothing()
        if self._reader != reader.staff_id:
            self._forget(reader)
        if self._shown == self.wanted():
            self.table.reload()
        else:
            self._shown = self.wanted()
            store = self.desk.store
            self.table.show(partial(self._page, store, reader), partial(self._count, store, reader))
        self.draw_head()

    def _forget(self, reader: Actor) -> None:
        """Take away what another reader saw."""
        self._reader, self._shown, self.refusal, self._scope = reader.staff_id, None, "", ""
        self.table.clear()
        self.about.update("")

    def _page(self, store: Store, reader: Actor, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
        try:
            if not self.for_all and after is None:
                self._scope = _scope(store, reader)
            chunk = self.read(store, reader, after)
        except RefusedError as error:
            self.refusal = error.message
            return Chunk(())
        self.refusal = ""
        return chunk

    def _count(self, store: Store, reader: Actor) -> int | None:
        return None if self.refusal else self.count(store, reader)

    def draw_head(self) -> None:
        """Show the row above the table."""
        scope = self.query_one(".scope", Static)
        scope.update(plain(self.refusal or self._scope))
        scope.display = bool(self.refusal or self._scope)
        count = "" if self.refusal else self.table.count_words()
        right = [Hint(count, style="quiet", weight=5)] if count else []
        self.query_one(f"#{self.id}-head", HintRow).show(self.head(), right)

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.table.nothing = "" if self.refusal else self.nothing()
        self.draw_head()
        self.tell_desk()

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self.open()


def _scope(store: Store, reader: Actor) -> str:
    from gridterm.discipline.scope import scope

    return scope(store, reader)

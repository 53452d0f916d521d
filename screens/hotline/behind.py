"""The calls behind a number: a page over whatever showed the number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.i18n import N_, _
from screens.commands import Command
from screens.desk import Page
from screens.hotline.words import columns
from screens.widgets.bars import Hint
from screens.widgets.plain import one_line, plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Column, Loader, PagedTable

if TYPE_CHECKING:
    from gridterm.store.unit import Store

Reading = Callable[["Store"], Loader]
Counting = Callable[["Store"], int]


class TicketsPage(Page):
    """Some calls, as a number elsewhere counts them.

    Args:
        heading: what the number is.
        reason: what it counts, in a sentence.
        reading: makes the loader of the table's pages from the office.
        counting: how many there are; called in a thread, as the loader is.
        more: columns before those of every list of calls, filled by the loader's lines.
    """

    CSS_PATH = "../styles/board.tcss"
    title_id = N_("Calls behind a number")
    help_id = N_(
        "The calls that a number counts, as the sentence over them says. Enter opens a call; "
        "Esc goes back to the number."
    )
    commands = (
        Command(
            "behind.open",
            ("enter",),
            N_("Open"),
            N_("Open the marked call."),
            lambda page: page.open_marked(),
            when=lambda page: page.has_marked,
        ),
        Command(
            "behind.reload",
            ("ctrl+r",),
            N_("Reload"),
            N_("Read the list again; the cursor stays."),
            lambda page: page.refresh_data(),
            footer=False,
        ),
    )

    def __init__(
        self,
        heading: str,
        reason: str,
        reading: Reading,
        counting: Counting,
        more: tuple[Column, ...] = (),
    ) -> None:
        super().__init__()
        self._heading = heading
        self._reason = reason
        self._reading = reading
        self._counting = counting
        self._more = more
        self._begun = False

    def compose_body(self) -> ComposeResult:
        """What the number is and how many there are; the calls."""
        yield HintRow(id="behind-head")
        yield Static(plain(self._reason), id="behind-reason")
        yield PagedTable((*self._more, *columns()), id="behind")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one(PagedTable).focus()
        self._show_head("")

    def refresh_data(self) -> None:
        """Read the list, or read it again."""
        table = self.query_one(PagedTable)
        if self._begun:
            table.reload()
            return
        self._begun = True
        store = self.store
        table.nothing = _("There is none any more.")
        table.show(self._reading(store), lambda: self._counting(store))

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self._show_head(event.words)
        self.refresh_bindings()

    def _show_head(self, words: str) -> None:
        left = [Hint(one_line(self._heading).plain, style="strong", weight=9)]
        self.query_one("#behind-head", HintRow).show(left, [Hint(words, weight=8)])

    @property
    def has_marked(self) -> bool:
        """Whether a call is under the cursor."""
        return any(one.marked_line is not None for one in self.query("#behind").results(PagedTable))

    def open_marked(self) -> None:
        """Open the call under the cursor."""
        line = self.query_one(PagedTable).marked_line
        if line is not None:
            self._open(line.record.id)

    @on(PagedTable.Opened)
    def _row_opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self._open(event.line.record.id)

    def _open(self, ticket_id: int) -> None:
        from screens.hotline.detail import DetailPage

        self.app.push_screen(DetailPage(ticket_id))

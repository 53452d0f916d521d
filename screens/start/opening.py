"""The shell while the office file is being opened, so that something is seen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.errors import GridtermError, StoreMissingError
from gridterm.i18n import N_, _
from screens.desk import Page
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from gridterm.settings import Settings
    from gridterm.store.unit import Store


class OpeningPage(Page):
    """Header, desks and one sentence; then Today, the first-start questions, or what is wrong."""

    help_id = N_("The office file is being opened. This takes a moment.")
    lets_go: ClassVar[bool] = False

    def compose_body(self) -> ComposeResult:
        """One sentence."""
        yield Static(plain(_("Opening the office ..")), id="opening")

    def on_mount(self) -> None:
        """Open the office once this is painted."""
        self.call_after_refresh(self._open)

    def _open(self) -> None:
        self.app.furnish()
        path, clock = self.app.store_path, self.app.clock

        def work() -> tuple[Store, Settings]:
            from gridterm.settings import load
            from gridterm.store.opening import open_store

            store = open_store(path, clock)
            with store.read() as session:
                return store, load(session)

        self.run_service(work, self._opened, group="open", failed=self._failed)

    def _opened(self, result: tuple[Store, Settings]) -> None:
        self.app.office_opened(*result)

    def _failed(self, error: GridtermError) -> None:
        if isinstance(error, StoreMissingError):
            from screens.start.wizard import first_start

            first_start(self.app)
            return
        self.query_one("#opening", Static).update(plain(f"{error.title}\n\n{error.message}"))

"""The shell while the office file is being opened, so that something is seen at once."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.errors import GridtermError, StoreMissingError
from gridterm.i18n import N_, _
from screens.desk import Page
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from gridterm.settings import Settings
    from gridterm.store.unit import Store
    from screens.acting import Acting
    from screens.state import Shift


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
        open_in_thread(self, self.refuse)

    def refuse(self, error: GridtermError) -> None:
        """Ask the first-start questions, or say what is wrong with the file."""
        gc.enable()
        if isinstance(error, StoreMissingError):
            from screens.start.wizard import first_start

            first_start(self.app)
            return
        self.query_one("#opening", Static).update(plain(f"{error.title}\n\n{error.message}"))


def open_in_thread(
    screen: Acting[Any], failed: Callable[[GridtermError], object] | None = None
) -> None:
    """Open the program's office file in a thread and go on with it."""
    app = screen.app
    path, clock = app.store_path, app.clock

    wanted = app.wanted_operator

    def work() -> tuple[Store, Settings, Shift | None]:
        from gridterm.settings import load
        from gridterm.store.opening import open_store

        store = open_store(path, clock)
        with store.read() as session:
            settings = load(session)
        shift = None
        if wanted is not None:
            from gridterm.today.briefing import briefing
            from screens.start.shifts import known_shift

            shift = known_shift(store, wanted)
            app.first_briefing = briefing(store) if shift else None
        return store, settings, shift

    screen.run_service(work, lambda found: app.office_opened(*found), group="open", failed=failed)

"""The shell while the office file is being opened, so that something is seen at once."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.errors import GridtermError, StoreMissingError
from gridterm.i18n import N_, _
from screens.desk import Page, keep_styles
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from gridterm.settings import Settings
    from gridterm.store.unit import Store
    from gridterm.today.first import FirstLook
    from screens.acting import Acting
    from screens.state import Shift


class OpeningPage(Page):
    """Header, desks and one sentence; then Today, the first-start questions, or what is wrong."""

    help_id = N_("The office file is being opened. This takes a moment.")
    lets_go: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        keep_styles(self)

    def compose_body(self) -> ComposeResult:
        """One sentence."""
        yield Static(plain(_("Opening the office ..")), id="opening")

    def on_mount(self) -> None:
        """Open the office once this is painted."""
        self.app.when_painted(self._open)

    def _open(self) -> None:
        self.app.furnish()
        app, number = self.app, self.app.wanted_operator
        if number is None:
            self._load()
            return

        def work() -> FirstLook | None:
            from gridterm.today.first import look

            return look(app.store_path, app.clock, number, app.speak)

        self.run_service(work, self._show, group="open", failed=lambda _error: self._load())

    def _show(self, found: FirstLook | None) -> None:
        """Show what was seen at once, and load what it takes to work when it is painted."""
        if found is None:
            self._load()
        else:
            self.app.look_first(found, self._load)

    def _load(self) -> None:
        open_in_thread(self, self.refuse)

    def refuse(self, error: GridtermError) -> None:
        """Ask the first-start questions, or say what is wrong with the file."""
        gc.enable()
        self.app.switch_mode(self.app.DEFAULT_MODE)
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
    path, clock, wanted = app.store_path, app.clock, app.wanted_operator

    def work() -> tuple[Store, Settings, Shift | None]:
        from gridterm.settings import load
        from gridterm.today.opening import open_office
        from screens.start.shifts import known_shift

        store = open_office(path, clock)
        with store.read() as session:
            settings = load(session)
        return store, settings, known_shift(store, wanted) if wanted is not None else None

    screen.run_service(work, lambda found: app.office_opened(*found), group="open", failed=failed)

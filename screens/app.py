"""The program with a screen: it paints the shell first and opens the office in a thread.

Nothing here imports SQLModel or SQLAlchemy: what needs them is imported where it is used.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.screen import Screen

from gridterm import i18n
from gridterm.clock import Clock
from gridterm.errors import GridtermError
from gridterm.i18n import _
from gridterm.settings import Settings
from screens import themes
from screens.acting import in_thread, start
from screens.desk import Desk
from screens.failures import record_failure
from screens.keys import KeyOrder
from screens.moving import MovingApp
from screens.state import Office, Shift

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from gridterm.store.instances import Instance
    from gridterm.store.unit import Store
    from gridterm.today.briefing import Briefing
    from gridterm.today.first import FirstLook

STYLES = Path(__file__).with_name("styles")
OPENING = "opening"
TICK_SECONDS = 2.0
MINUTE_SECONDS = 60
SHOWN_SECONDS = 1.5
LOG_CALL_KEY = "f12"


def _opening_page() -> Screen[Any]:
    """The shell while the office is being opened."""
    from screens.start.opening import OpeningPage

    return OpeningPage()


class GridtermApp(MovingApp):
    """The office's desk in the terminal.

    Args:
        store_path: the office file; where there is none, the first-start questions come.
        clock: the office's clock.
        language: the language to start with; the office's own setting wins once it is open.
        asked_language: the language asked for on the command line; it wins for this sitting,
            until another one is chosen in it.
        operator: the staff number of who is at the desk, for the demo office and for tests;
            None asks.
    """

    CSS_PATH = STYLES / "shell.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {OPENING: _opening_page}
    DEFAULT_MODE = OPENING

    def __init__(
        self,
        store_path: Path,
        clock: Clock,
        language: str | None = None,
        *,
        asked_language: str | None = None,
        operator: str | None = None,
    ) -> None:
        i18n.use(asked_language or i18n.choose(language))
        super().__init__(store_path, clock)
        self.asked_language = asked_language
        self.wanted_operator = operator
        self._language = language
        self.instance: Instance | None = None
        self.newly_made = False
        self._temporary: list[TemporaryDirectory[str]] = []
        self._minute = ""
        self._touched = clock.now()
        self._keys = KeyOrder(self)
        self._call_waits = False
        self._shown = asyncio.Event()
        self.first_briefing: Briefing | None = None
        self.first_shown: Callable[[], object] | None = None
        for place in self.places:
            self.add_mode(place.id, place.load_screen)
        themes.install(self)

    # ── start and end ────────────────────────────────────────────────────────
    def on_mount(self) -> None:
        """Keep the clock in the header going."""
        self.set_interval(TICK_SECONDS, self._tick)

    def furnish(self) -> None:
        """Read the styles that the first paint does not need."""
        self.stylesheet.read(STYLES / "rooms.tcss")
        self.stylesheet.reparse()
        self.stylesheet.update(self)

    def look_first(self, found: FirstLook, then: Callable[[], object]) -> None:
        """Show how Today begins; ``then`` is called when it is painted, to load all the rest."""
        self.use_settings(found.settings)
        self.first_briefing, self.first_shown = found.briefing, then
        self.switch_mode(self.places[0].id)

    def office_opened(self, store: Store, settings: Settings, shift: Shift | None = None) -> None:
        """Go on with the office that was opened or made: show Today, ask who is here.

        Args:
            store: the office.
            settings: as they are in it.
            shift: who is at the desk, where that is known already.
        """
        self.office = Office(store=store)
        self.use_settings(settings)
        self.open_desk(self.places[0].id)
        if shift is not None:
            self.signed_on(shift)
        else:
            self.choose_operator(first=True)
        start(self, self._settle_in, "settle-in")

    def data_shown(self) -> None:
        """The first desk shows what it read: now comes what can wait."""
        self._shown.set()

    def open_office(self, path: Path) -> None:
        """Open another office file in place of the one that is missing (the demo office)."""
        from screens.start.opening import open_in_thread

        self.store_path = path
        open_in_thread(self.acting)

    def keep_until_end(self, folder: TemporaryDirectory[str]) -> None:
        """Remove a temporary folder when the program ends."""
        self._temporary.append(folder)

    async def _settle_in(self) -> None:
        """Say that this window has the office open; warn, and make the day's backup."""
        path, store = self.store_path, self.store
        with suppress(TimeoutError):
            await asyncio.wait_for(self._shown.wait(), SHOWN_SECONDS)
        gc.enable()
        if not self.is_running or self.office.store is not store:
            return
        self.refresh_shell()

        def come_in() -> None:
            from gridterm.store.instances import enter

            self.instance = enter(path)

        def keep_safe() -> None:
            from gridterm.store.backup import daily_backup

            daily_backup(store)

        for work in (come_in, self._look_around, keep_safe):
            _nothing, error = await in_thread(work)
            if error is not None:
                self.show_error(error)
        if self.instance is not None and self.instance.notice:
            self.say(self.instance.notice)
        self.refresh_banner()

    def _look_around(self) -> None:
        """In a thread: what every screen has to warn of."""
        others = self.instance.living() if self.instance is not None else ()
        self.office.look_around(self.store, others)

    async def _warn(self) -> None:
        _nothing, error = await in_thread(self._look_around)
        if error is not None:
            self.show_error(error)
        self.refresh_banner()

    def signed_on(self, shift: Shift) -> None:
        """Somebody took the desk over."""
        self.office.shift = shift
        self._touched = self.clock.now()
        if self._shown.is_set():
            self.refresh_shell()
        if isinstance(self.screen, Desk) and self.screen.is_on_top:
            self.screen.refresh_data()
        if self.newly_made:
            self.newly_made = False
            self.call_later(self._offer_registers)
        elif self._call_waits and self.can_log_call:
            self.call_later(self.log_call)
        self._call_waits = False

    def _offer_registers(self) -> None:
        """After the first start: where staff and grids come from."""
        from screens.start.wizard import offer_registers

        offer_registers(self)

    def use_settings(self, settings: Settings) -> None:
        """Take over the office's settings: language, colours, name."""
        chosen = settings.text("screen.language")
        if self.is_open and chosen != self.settings.text("screen.language"):
            self.asked_language = None
        self.office.settings = settings
        self.theme = settings.text("screen.theme")
        before = i18n.language()
        self.speak(settings)
        if i18n.language() != before and self.is_open:
            start(self, self._speak_anew, "language")
        if self._shown.is_set():
            self.refresh_shell()
        else:
            self._redraw_header()

    def speak(self, settings: Settings) -> None:
        """Use the language the settings name, or the one that was asked for in this sitting."""
        chosen = settings.text("screen.language")
        i18n.use(self.asked_language or i18n.choose(chosen or self._language))

    async def _speak_anew(self) -> None:
        """Make every desk anew, in the language chosen just now."""
        await self.switch_mode(self.DEFAULT_MODE)
        for place in self.places:
            await self.remove_mode(place.id)
            self.add_mode(place.id, place.load_screen)
        self.switch_mode(self.places[0].id)

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is here; keys come one after another."""
        typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if typed or isinstance(event, events.MouseDown):
            self._touched = self.clock.now()
        if typed and self._keys.holds(event):
            return
        if isinstance(event, events.Key) and event.key == LOG_CALL_KEY and not self.is_open:
            self._call_waits = True
        await super().on_event(event)
        if typed:
            self._keys.done(event)

    def on_unmount(self) -> None:
        """Give the office file back."""
        try:
            if self.instance is not None:
                self.instance.leave()
        except GridtermError as error:
            record_failure(error, self.store_path, self.clock)
        if self.office.store is not None:
            self.office.store.close()
        for folder in self._temporary:
            folder.cleanup()

    async def action_quit(self) -> None:
        """Textual's own way out asks too."""
        if not self.is_sealed:
            self.ask_quit()

    def action_help_quit(self) -> None:
        """Ctrl+C copies and never quits; say how to quit."""
        if not self.is_sealed:
            self.say(_("To quit gridterm, press Ctrl+Q."))

    def ask_quit(self) -> None:
        """Close the program after a yes."""
        from screens.widgets.dialogs import Confirm

        if any(isinstance(screen, Confirm) and screen.id == "quit" for screen in self.screen_stack):
            return
        question = Confirm(
            _("Quit"),
            _("Close gridterm? Everything saved is safe, and drafts are kept."),
            yes=_("Quit"),
            no=_("Stay"),
        )
        question.id = "quit"
        self.push_screen(question, lambda yes: self.exit(0) if yes else None)

    # ── who is here ──────────────────────────────────────────────────────────
    def choose_operator(self, *, first: bool = False) -> None:
        """Ask who is at the desk."""
        from screens.start.sign_on import sign_on

        sign_on(self, first=first)

    def change_pin(self) -> None:
        """The operator's own PIN."""
        from screens.start.pin import change_pin

        change_pin(self)

    def lock(self) -> None:
        """Cover the screen until somebody signs on."""
        from screens.start.sign_on import lock

        lock(self)

    def next_theme(self) -> None:
        """The next of dark, light and ascii, for this sitting; the setting keeps one for good."""
        names = [theme.name for theme in themes.THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    # ── the minutes ──────────────────────────────────────────────────────────
    def _tick(self) -> None:
        minute = f"{self.clock.now():%Y%m%d%H%M}"
        if minute != self._minute:
            begun, self._minute = bool(self._minute), minute
            if begun:
                self.refresh_shell()  # dates pass, and another window saves
            self._redraw_header()
            self._lock_if_idle()
            if self.is_open:
                start(self, self._warn, "warn", exclusive=True)

    def _lock_if_idle(self) -> None:
        minutes = self.settings.number("safety.lock_minutes")
        idle = (self.clock.now() - self._touched).total_seconds()
        if minutes and self.is_open and idle >= minutes * MINUTE_SECONDS:
            self.lock()

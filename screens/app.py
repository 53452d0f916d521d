"""The program with a screen: it paints the shell first and opens the office in a thread.

Nothing here imports SQLModel or SQLAlchemy: what needs them is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen

from gridterm import i18n
from gridterm.clock import Clock
from gridterm.errors import GridtermError
from gridterm.i18n import _
from gridterm.settings import Settings
from screens import desks, themes
from screens.acting import Acting, bind
from screens.commands import Command, key_label, perform, working
from screens.desk import Desk
from screens.desks import Place
from screens.failures import record_failure
from screens.shell import SHELL
from screens.state import Office, Shift
from screens.widgets.bars import Header, Hint

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from gridterm.store.audit import Actor
    from gridterm.store.instances import Instance
    from gridterm.store.unit import Store

STYLES = Path(__file__).with_name("styles")
TICK_SECONDS = 2.0
MINUTE_SECONDS = 60


class GridtermApp(App[int]):
    """The office's desk in the terminal.

    Args:
        store_path: the office file; where there is none, the first-start questions come.
        clock: the office's clock.
        language: the language to start with; the office's own setting wins once it is open.
        operator: the staff number of who is at the desk, for the demo office and for tests;
            None asks.
    """

    TITLE = "gridterm"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = STYLES / "shell.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        store_path: Path,
        clock: Clock,
        language: str | None = None,
        *,
        operator: str | None = None,
    ) -> None:
        i18n.use(i18n.choose(language))
        super().__init__()
        self.store_path = store_path
        self.clock = clock
        self.office = Office()
        self.wanted_operator = operator
        self.places: tuple[Place, ...] = desks.PLACES
        self._language = language
        self.instance: Instance | None = None
        self.newly_made = False
        self._temporary: list[TemporaryDirectory[str]] = []
        self._minute = ""
        self._touched = clock.now()
        self._bindings.key_to_bindings.clear()
        for command in self.shell_commands:
            if command.keys:
                bind(self, command)
        for place in self.places:
            self.add_mode(place.id, place.load_screen)
        themes.install(self)

    # ── start and end ───────────────────────────────────────────────────────
    def get_default_screen(self) -> Screen[Any]:
        """The shell while the office is being opened."""
        from screens.start.opening import OpeningPage

        return OpeningPage()

    def on_mount(self) -> None:
        """Keep the clock in the header going."""
        self.set_interval(TICK_SECONDS, self._tick)

    def furnish(self) -> None:
        """Read the styles that the first paint does not need."""
        self.stylesheet.read(STYLES / "rooms.tcss")
        self.stylesheet.reparse()
        self.stylesheet.update(self)

    def office_opened(self, store: Store, settings: Settings) -> None:
        """Go on with the office that was opened or made: ask who is here, show Today."""
        self.office = Office(store=store)
        self.use_settings(settings)
        self.open_desk(self.places[0].id)
        self.choose_operator(first=True)
        self.run_worker(self._settle_in, thread=True, group="settle-in", exit_on_error=False)

    def open_office(self, path: Path) -> None:
        """Open another office file in place of the one that is missing (the demo office)."""
        from screens.start.opening import open_in_thread

        self.store_path = path
        open_in_thread(self.acting)

    def keep_until_end(self, folder: TemporaryDirectory[str]) -> None:
        """Remove a temporary folder when the program ends."""
        self._temporary.append(folder)

    def _settle_in(self) -> None:
        """In a thread: say that this window has the office open, and make the day's backup."""
        from gridterm.store.backup import daily_backup
        from gridterm.store.instances import enter

        try:
            self.instance = enter(self.store_path)
            if self.instance.notice:
                self.call_from_thread(self.say, self.instance.notice)
            daily_backup(self.store)
        except GridtermError as error:
            self.call_from_thread(self.show_error, error)

    def signed_on(self, shift: Shift) -> None:
        """Somebody took the desk over."""
        self.office.shift = shift
        self._touched = self.clock.now()
        self.refresh_shell()
        if isinstance(self.screen, Desk):
            self.screen.refresh_data()
        if self.newly_made:
            self.newly_made = False
            self.call_later(self._offer_registers)

    def _offer_registers(self) -> None:
        """After the first start: where staff and grids come from."""
        from screens.start.wizard import offer_registers

        offer_registers(self)

    def use_settings(self, settings: Settings) -> None:
        """Take over the office's settings: language, colours, name."""
        self.office.settings = settings
        self.theme = settings.text("screen.theme")
        before = i18n.language()
        i18n.use(i18n.choose(settings.text("screen.language") or self._language))
        if i18n.language() != before and self.is_open:
            self.run_worker(self._speak_anew(), group="language", exit_on_error=False)
        self.refresh_shell()

    async def _speak_anew(self) -> None:
        """Make every desk anew, in the language chosen just now."""
        await self.switch_mode("_default")
        for place in self.places:
            await self.remove_mode(place.id)
            self.add_mode(place.id, place.load_screen)
        self.switch_mode(self.places[0].id)

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is here."""
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self._touched = self.clock.now()
        await super().on_event(event)

    def on_unmount(self) -> None:
        """Give the office file back."""
        if self.instance is not None:
            self.instance.leave()
        if self.office.store is not None:
            self.office.store.close()
        for folder in self._temporary:
            folder.cleanup()

    async def action_quit(self) -> None:
        """Textual's own way out asks too."""
        self.ask_quit()

    def action_help_quit(self) -> None:
        """Ctrl+C copies and never quits; say how to quit."""
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

    # ── the office ──────────────────────────────────────────────────────────
    @property
    def is_open(self) -> bool:
        """Whether the office file is open and somebody signed on."""
        return self.office.store is not None and self.office.shift is not None

    @property
    def is_locked(self) -> bool:
        """Whether the lock covers the screen."""
        return any(getattr(screen, "is_lock", False) for screen in self.screen_stack)

    @property
    def store(self) -> Store:
        """The open office.

        Raises:
            RuntimeError: it is not open yet; no desk is shown before it is.
        """
        if self.office.store is None:
            raise RuntimeError("the office is not open")
        return self.office.store

    @property
    def settings(self) -> Settings:
        """The office's settings as they are now."""
        return self.office.settings

    @property
    def actor(self) -> Actor:
        """Who does things now: give it to every service that changes something."""
        from gridterm.store.audit import SYSTEM

        return self.office.shift.actor if self.office.shift else SYSTEM

    @property
    def operator(self) -> Shift | None:
        """Who is at the desk, with their roles; None before anybody signed on."""
        return self.office.shift

    def has_role(self, *roles: str) -> bool:
        """Whether the operator has one of the roles (codes of ``registers.terms.Role``)."""
        return self.office.shift is not None and bool({*roles} & self.office.shift.roles)

    def data_changed(self) -> None:
        """Something was saved: bring counters up to date. Screens reload themselves."""
        self.refresh_shell()

    # ── desks ───────────────────────────────────────────────────────────────
    @property
    def acting(self) -> Acting[Any]:
        """The screen on top."""
        return cast("Acting[Any]", self.screen)

    def open_desk(self, desk_id: str, target: object = None) -> None:
        """Change to a desk; with a ``target``, jump to it there."""
        if self.office.store is None or not (self.acting.lets_go or not self.is_open):
            return
        self.switch_mode(desk_id)
        if target is not None:
            self.call_after_refresh(self._jump, desk_id, target)

    def _jump(self, desk_id: str, target: object) -> None:
        desk = self.desk(desk_id)
        if desk is not None:
            desk.jump(target)

    def desk(self, desk_id: str) -> Desk | None:
        """The desk's screen, None before it was first opened."""
        stack = self._screen_stacks.get(desk_id, [])
        return next((screen for screen in stack if isinstance(screen, Desk)), None)

    async def do_at_desk(self, desk_id: str, command: Command) -> None:
        """Change to a desk and do something there, if it can be done as the desk stands."""
        self.open_desk(desk_id)
        desk = self.desk(desk_id)
        if desk is None or not command.when(desk):
            self.say(_("{title}: not possible as this desk stands.").format(title=command.title))
            return
        self.call_after_refresh(perform, command, desk)

    @property
    def can_log_call(self) -> bool:
        """Whether F12 can be used: somebody is signed on and no call is being logged."""
        return (
            bool(desks.INTAKE)
            and self.is_open
            and not self.is_locked
            and not any(getattr(screen, "is_intake", False) for screen in self.screen_stack)
        )

    def log_call(self) -> None:
        """Open the intake form over whatever is open."""
        self.push_screen(desks.load(desks.INTAKE)())

    @property
    def can_go_back(self) -> bool:
        """Whether Esc has something to do on a page."""
        return self.acting.lets_go and self.office.store is not None

    def go_back(self) -> None:
        """One step back: inside the page, else to the page under it, else to Today."""
        screen = self.acting
        step = getattr(screen, "go_back", None)
        if step is not None and step():
            return
        if len(self.screen_stack) > 1:
            screen.dismiss(None)
        elif self.current_mode != self.places[0].id:
            self.open_desk(self.places[0].id)

    # ── commands ────────────────────────────────────────────────────────────
    @property
    def shell_commands(self) -> tuple[Command, ...]:
        """The shell's commands and one per desk."""
        return (*SHELL, *(place.command() for place in self.places))

    def shell_command(self, command_id: str) -> Command | None:
        """The shell's command of that id."""
        return next((one for one in self.shell_commands if one.id == command_id), None)

    def working_shell_commands(self) -> list[Command]:
        """The shell's commands that work now."""
        return working(self.shell_commands, self)

    def key_of(self, command: Command) -> str:
        """The key that stands before a command's name."""
        return key_label(command.keys[0]) if command.keys else ""

    async def action_command(self, command_id: str) -> None:
        """Textual's way in, from a key."""
        command = self.shell_command(command_id)
        if command is not None:
            await perform(command, self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key through only while its command works."""
        if action != "command":
            return super().check_action(action, parameters)
        command = self.shell_command(str(parameters[0]))
        return command is not None and command.when(self)

    def open_menu(self) -> None:
        """F10."""
        from screens.menu import Menu, entries

        if not isinstance(self.screen, Menu):
            self.push_screen(Menu(entries(self)), self._chosen)

    def _chosen(self, choice: Callable[[], object] | None) -> None:
        if choice is not None:
            self.call_later(choice)

    def open_help(self) -> None:
        """F1."""
        from screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.acting))

    def open_settings(self) -> None:
        """The settings, over the desk."""
        from screens.start.settings import SettingsPage

        self.push_screen(SettingsPage())

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

    # ── words to the clerk ──────────────────────────────────────────────────
    def say(self, sentence: str, *, title: str = "", bad: bool = False) -> None:
        """A sentence in the corner for a few seconds; never read as markup."""
        self.notify(sentence, title=title, severity="error" if bad else "information", markup=False)

    def show_error(self, error: Exception) -> None:
        """The one place where failures are shown: ours by their sentence, others by a log file."""
        from screens.widgets.dialogs import Message

        if isinstance(error, GridtermError):
            self.push_screen(Message(error.title, error.message, bad=True))
            return
        path = record_failure(error, self.store_path, self.clock)
        self.push_screen(
            Message(
                _("Something went wrong"),
                _(
                    "The program met a fault of its own. What you were doing was not finished; "
                    "everything saved before is safe. The details for those who look after the "
                    "program are in {path}."
                ).format(path=path),
                bad=True,
            )
        )

    def _fatal_error(self) -> None:
        """In place of a traceback on the screen: a sentence after the end, details in a file."""
        error = self._exception
        if isinstance(error, Exception):
            path = record_failure(error, self.store_path, self.clock)
            sentence = _(
                "gridterm had to stop because of a fault of its own. Everything saved is safe. "
                "The details for those who look after the program are in {path}."
            ).format(path=path)
            self.exit(return_code=1, message=sentence)
        self._close_messages_no_wait()

    # ── the header ──────────────────────────────────────────────────────────
    @property
    def office_name(self) -> str:
        """The community's name, the program's where it has none yet."""
        return self.settings.text("office.name") or self.TITLE or ""

    def time_line(self) -> str:
        """Date, weekday and time as the office's clock has them."""
        return self.office.time_line(self.clock.now())

    def duty_line(self) -> str:
        """Who answers the hotline today, and who stands in."""
        return self.office.duty_line()

    def operator_line(self) -> str:
        """Who is at the desk."""
        return self.office.operator_line()

    def counter_hints(self) -> Sequence[Hint]:
        """The counters, each a way to what it counts."""
        return [
            Hint(
                counter.words,
                style="late" if counter.late else "",
                weight=7,
                tip=counter.tip,
                run=lambda one=counter: self.open_desk(one.desk, one.target),  # type: ignore[misc]
            )
            for counter in self.office.counters
            if any(place.id == counter.desk for place in self.places)
        ]

    def refresh_shell(self) -> None:
        """Read counters and duty again, and draw header, desk line and footer."""
        self._redraw_header()
        if self.office.store is None:
            return
        store, clock = self.office.store, self.clock

        def read() -> None:
            self.office.read(store, clock)

        self.run_worker(read, thread=True, group="header", exclusive=True, exit_on_error=False)
        self.call_later(self.refresh_bindings)

    def _redraw_header(self) -> None:
        for header in self.screen.query(Header):
            header.refresh()

    def _tick(self) -> None:
        minute = f"{self.clock.now():%Y%m%d%H%M}"
        if minute != self._minute:
            self._minute = minute
            self._redraw_header()
            self._lock_if_idle()

    def _lock_if_idle(self) -> None:
        minutes = self.settings.number("safety.lock_minutes")
        idle = (self.clock.now() - self._touched).total_seconds()
        if minutes and self.is_open and idle >= minutes * MINUTE_SECONDS:
            self.lock()

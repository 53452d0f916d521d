"""What the program is apart from its desks: the office, commands, words to the clerk, header.

Nothing here imports SQLModel or SQLAlchemy: what needs them is imported where it is used.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from gridterm.clock import Clock
from gridterm.errors import GridtermError
from gridterm.i18n import _
from gridterm.settings import Settings
from gridterm.text import clip
from screens import desks
from screens.acting import Acting, bind, in_thread, start
from screens.commands import Command, key_label, perform, working
from screens.desks import Place
from screens.failures import record_failure
from screens.shell import SHELL
from screens.state import Office, Shift
from screens.styling import KeptStylesheet
from screens.widgets.bars import Banner, Header

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

NAME_CELLS = 28


class ShellApp(App[int]):
    """The office that is open, who is at the desk, and how the shell speaks.

    Args:
        store_path: the office file.
        clock: the office's clock.
    """

    TITLE = "gridterm"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, store_path: Path, clock: Clock) -> None:
        super().__init__()
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        self.store_path = store_path
        self.clock = clock
        self.office = Office()
        self.places: tuple[Place, ...] = desks.PLACES
        self._bindings.key_to_bindings.pop("ctrl+q", None)
        for command in self.shell_commands:
            if command.keys:
                bind(self, command)

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
    def is_sealed(self) -> bool:
        """Whether a screen is open beside which nothing of the shell can be reached."""
        return any(getattr(screen, "stands_alone", False) for screen in self.screen_stack)

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

    @property
    def acting(self) -> Acting[Any]:
        """The screen on top."""
        return cast("Acting[Any]", self.screen)

    @property
    def shell_commands(self) -> tuple[Command, ...]:
        """The shell's commands and one per desk."""
        return (*SHELL, *(place.command() for place in self.places))

    def shell_command(self, command_id: str) -> Command | None:
        """The shell's command of that id."""
        return next((one for one in self.shell_commands if one.id == command_id), None)

    def working_shell_commands(self) -> list[Command]:
        """The shell's commands that work now."""
        return [] if self.is_sealed else working(self.shell_commands, self)

    def key_of(self, command: Command) -> str:
        """The key that stands before a command's name."""
        return key_label(command.keys[0]) if command.keys else ""

    async def action_command(self, command_id: str) -> None:
        """Textual's way in, from a key."""
        command = self.shell_command(command_id)
        if command is not None and not self.is_sealed:
            await perform(command, self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key through only while its command works."""
        if action != "command":
            return super().check_action(action, parameters)
        command = self.shell_command(str(parameters[0]))
        return command is not None and not self.is_sealed and command.when(self)

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

    @property
    def office_name(self) -> str:
        """The community's name, the program's where it has none yet."""
        return clip(self.settings.text("office.name") or self.TITLE or "", NAME_CELLS)

    @property
    def full_office_name(self) -> str:
        """Street and community, for where there is room; as ``office_name`` without a street."""
        street, name = self.settings.text("office.street"), self.office_name
        if not street or name.startswith(street) or not self.settings.text("office.name"):
            return name
        blank = " " if street.isascii() else ""
        return f"{clip(street, NAME_CELLS)}{blank}{name}"

    def time_line(self) -> str:
        """Date, weekday and time as the office's clock has them."""
        return self.office.time_line(self.clock.now())

    def duty_line(self) -> str:
        """Who answers the hotline today, and who stands in."""
        return self.office.duty_line()

    def operator_line(self) -> str:
        """Who is at the desk."""
        return self.office.operator_line()

    def refresh_shell(self) -> None:
        """Read counters and duty again, and draw header, desk line and footer."""
        self._redraw_header()
        if self.office.store is not None:
            start(self, self._read_header, "header", exclusive=True)

    async def _read_header(self) -> None:
        office, clock = self.office, self.clock
        if office.store is None:
            return
        _nothing, error = await in_thread(partial(office.read, office.store, clock))
        if isinstance(error, GridtermError):
            self.say(error.message, bad=True)
        elif error is not None:
            self.show_error(error)
        self._redraw_header()
        self.refresh_bindings()

    def refresh_banner(self) -> None:
        """Show or hide the row of warnings on the page that is on top."""
        for screen in self.screen_stack:
            for banner in screen.query(Banner):
                banner.follow()

    def _redraw_header(self) -> None:
        for screen in self.screen_stack[-1:]:  # there is none any more while the program ends
            for header in screen.query(Header):
                header.refresh()

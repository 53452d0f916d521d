"""What every screen here can do: commands, work in a thread, questions to the clerk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen, ScreenResultType
from textual.timer import Timer

from gridterm.errors import GridtermError
from gridterm.i18n import _
from screens.commands import Command, perform, working
from screens.compositing import WholeCells
from screens.widgets.room import COLUMNS, ROWS

if TYPE_CHECKING:
    from textual.worker import WorkType

    from gridterm.store.unit import Store
    from screens.app import GridtermApp

T = TypeVar("T")
READING = "reading"
SAVING = "saving"


class Acting(Screen[ScreenResultType]):
    """Base of every page, form and dialog.

    A subclass names its ``commands`` and its ``help_id``; keys, footer, menu and F1 follow
    from them.
    """

    if TYPE_CHECKING:
        app: GridtermApp
        """The running program: ``store``, ``clock``, ``actor``, ``operator``, ``settings``."""

    title_id: ClassVar[str] = ""
    help_id: ClassVar[str] = ""
    commands: ClassVar[tuple[Command, ...]] = ()
    lets_go: ClassVar[bool] = False
    """Whether the desk keys may leave this screen (a form or a question must be ended first)."""
    stands_alone: ClassVar[bool] = False
    """Whether no key of the shell works while this screen is among those that are open."""

    def __init__(self, name: str | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(name, id)
        self._compositor = WholeCells()
        self._latest: dict[str, int] = {}
        self._saving: set[str] = set()
        self._timers_of: dict[str, Timer] = {}
        for command in self.commands:
            if command.keys:
                bind(self, command)

    @property
    def store(self) -> Store:
        """The open office."""
        return self.app.store

    def on_resize(self, event: events.Resize) -> None:
        """Ask for more room below 80 by 24."""
        self.set_class(event.size.width < COLUMNS or event.size.height < ROWS, "-small")

    def on_screen_suspend(self) -> None:
        """Something was opened over it: its own keys do not work meanwhile."""
        self.query("Footer").refresh()

    def on_screen_resume(self) -> None:
        """It is on top again."""
        self.query("Footer").refresh()

    def ask(self, dialog: Screen[T | None], then: Callable[[T], object]) -> None:
        """Open a dialog; ``then`` is called with its answer, and not when it was left by Esc."""

        def answered(answer: T | None) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(dialog, answered)

    # ── commands ────────────────────────────────────────────────────────────
    def command(self, command_id: str) -> Command | None:
        """The screen's command of that id."""
        return next((one for one in self.commands if one.id == command_id), None)

    def working_commands(self) -> list[Command]:
        """What can be done here now."""
        return working(self.commands, self)

    async def action_command(self, command_id: str) -> None:
        """Textual's way in, from a key."""
        command = self.command(command_id)
        if command is not None:
            await perform(command, self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key through only while its command works."""
        if action != "command":
            return super().check_action(action, parameters)
        command = self.command(str(parameters[0]))
        return command is not None and command.when(self)

    def help_text(self) -> str:
        """What F1 says above the list of keys: what this screen is for, with its rule."""
        return _(self.help_id)

    # ── work ────────────────────────────────────────────────────────────────
    def run_service(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] | None = None,
        *,
        group: str = READING,
        failed: Callable[[GridtermError], object] | None = None,
    ) -> None:
        """Read in a thread; the newest call of a group wins, results of older ones are dropped.

        Args:
            work: called in a thread; may use ``self.store`` (its sessions are its own) and
                must not touch widgets.
            then: called on the screen with the result, if the screen is still there.
            group: which calls replace each other.
            failed: called with an error of our tree in place of the dialog that shows it.
        """
        number = self._latest[group] = self._latest.get(group, 0) + 1

        async def serve() -> None:
            result, error = await in_thread(work)
            if self._latest[group] != number or not self.is_running:
                return
            self._finish(result, error, then, failed)

        start(self, serve, group, exit_on_error=False)

    def run_once(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] | None = None,
        *,
        group: str = SAVING,
        failed: Callable[[GridtermError], object] | None = None,
    ) -> bool:
        """Save in a thread: never dropped, and never twice at the same time.

        Arguments are those of ``run_service``.

        Returns:
            Whether it was started; False while another save of the group is under way (a
            second Enter, a double click).
        """
        if group in self._saving:
            return False
        self._saving.add(group)

        async def serve() -> None:
            try:
                result, error = await in_thread(work)
            finally:
                self._saving.discard(group)
            self._finish(result, error, then, failed)

        start(self.app, serve, group, exit_on_error=False)
        return True

    def soon(self, name: str, call: Callable[[], object], seconds: float = 0.2) -> None:
        """Call once things have been quiet for ``seconds``; a new call of ``name`` starts anew."""
        waiting = self._timers_of.pop(name, None)
        if waiting is not None:
            waiting.stop()
        self._timers_of[name] = self.set_timer(seconds, call)

    def _finish(
        self,
        result: T | None,
        error: Exception | None,
        then: Callable[[T], object] | None,
        failed: Callable[[GridtermError], object] | None,
    ) -> None:
        if error is None:
            if then is not None and self.is_running:
                self.call_later(then, cast("T", result))
        elif isinstance(error, GridtermError) and failed is not None and self.is_running:
            self.call_later(failed, error)
        else:
            self.app.show_error(error)


def bind(node: DOMNode, command: Command) -> None:
    """Give a screen or the program a command's keys."""
    for one in Binding.make_bindings([command.binding()]):
        node._bindings.key_to_bindings.setdefault(one.key, []).insert(0, one)  # noqa: SLF001


def start(
    node: DOMNode,
    work: Callable[[], Coroutine[Any, Any, None]],
    group: str,
    *,
    exclusive: bool = False,
    exit_on_error: bool = True,
) -> None:
    """Run a coroutine function as a worker of a node; it is not even called where the node ends.

    Arguments are those of Textual's ``run_worker``.
    """
    node.run_worker(
        cast("WorkType[None]", work),
        group=group,
        exclusive=exclusive,
        exit_on_error=exit_on_error,
    )


async def in_thread(work: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """Do work in a thread; its result and None, or None and what went wrong."""
    try:
        return await asyncio.to_thread(work), None
    except Exception as error:  # noqa: BLE001 - routed to the one handler, never lost
        return None, error

"""How a clerk gets about: from desk to desk, to what opens over them, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gridterm.i18n import _
from screens import desks
from screens.base import ShellApp
from screens.commands import Command, perform
from screens.desk import Desk
from screens.widgets.bars import Hint


class MovingApp(ShellApp):
    """The ways between the desks, to the pages of the shell, and one step back."""

    # ── desks ────────────────────────────────────────────────────────────────
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

    # ── what opens over a desk ───────────────────────────────────────────────
    @property
    def can_log_call(self) -> bool:
        """Whether F12 can be used: somebody is signed on, and the form is not on top already."""
        on_top = getattr(self.screen, "is_intake", False)
        return bool(desks.INTAKE) and self.is_open and not self.is_locked and not on_top

    def log_call(self) -> None:
        """Open the intake form over whatever is open; a form that is open is come back to."""
        if not any(getattr(screen, "is_intake", False) for screen in self.screen_stack):
            self.push_screen(desks.load(desks.INTAKE)())
            return
        while not getattr(self.screen, "is_intake", False):
            self.pop_screen()

    @property
    def can_show_board(self) -> bool:
        """Whether the six let-nots can be opened: a page is on top that is not theirs."""
        on_top = getattr(self.screen, "is_board", False)
        return self.is_open and not self.is_locked and self.acting.lets_go and not on_top

    def open_board(self) -> None:
        """Open the six let-nots over whatever page is open; Esc comes back to it."""
        from screens.today.board import BoardPage

        self.push_screen(BoardPage())

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

    # ── the header ───────────────────────────────────────────────────────────
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

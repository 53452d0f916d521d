"""Pages and desks: a whole screen with header, desk line, body and footer."""

from __future__ import annotations

from typing import ClassVar

from textual._context import active_app
from textual.app import ComposeResult
from textual.containers import Container

from gridterm.i18n import _
from screens import pauses
from screens.acting import Acting
from screens.widgets.bars import Banner, DeskBar, Footer, Header
from screens.widgets.room import RoomWarning

SETTLED_SECONDS = 1.0


class Page(Acting[None]):
    """A whole screen inside the shell. Subclasses yield their widgets in ``compose_body``.

    Esc leaves a page that was pushed; what it shows is brought up to date by
    ``refresh_data``, which is called when it is opened and when it is come back to.
    """

    lets_go: ClassVar[bool] = True
    is_on_top = False
    """Whether it was shown and nothing has covered it since."""

    def compose(self) -> ComposeResult:
        """The shell around the body."""
        yield Header()
        yield DeskBar()
        yield Banner()
        with Container(id="body"):
            yield from self.compose_body()
        yield Footer()
        yield RoomWarning()

    def compose_body(self) -> ComposeResult:
        """The widgets between desk line and footer."""
        yield from ()

    def on_screen_resume(self) -> None:
        """Come back to it: show what is so now. Textual says so twice when a desk first opens."""
        if not self.is_on_top:
            self.is_on_top = True
            self.refresh_data()

    def on_screen_suspend(self) -> None:
        """Something covers it."""
        self.is_on_top = False

    def refresh_data(self) -> None:
        """Load what is shown, with ``run_service``. Nothing here loads nothing."""

    def go_back(self) -> bool:
        """One step back inside the page, for Esc.

        Returns:
            Whether there was one; False leaves the page.
        """
        return False


class Desk(Page):
    """One of the desks on the function keys. It is made once and keeps where it was.

    A subclass sets ``desk_id`` (``hotline``), ``title_id``, ``help_id`` and ``commands``, and
    takes its place in ``screens.desks.PLACES``.
    """

    desk_id: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        keep_styles(self)

    def on_mount(self) -> None:
        """Once it stands, what it brought along is there to stay."""
        if not self.app.is_headless:  # tests go on after their programs
            self.set_timer(SETTLED_SECONDS, pauses.settle)

    def jump(self, target: object) -> None:
        """Show a record or a list, named by a value of this desk (a counter, a line of Today).

        Args:
            target: what the desk understands; the base class understands nothing and shows
                the desk as it stands.
        """

    def come_up(self) -> None:
        """Close what lies over the desk; a page that holds input stays, and what is over it."""
        while self in self.app.screen_stack and getattr(self.app.screen, "lets_go", False):
            if self.app.screen is self:
                return
            self.app.pop_screen()

    @property
    def desk_title(self) -> str:
        """The desk's name in the user's language."""
        return _(self.title_id)


def keep_styles(screen: Page) -> None:
    """Save a mode's first screen from reading every style of the program anew, twice.

    Textual believes that its styles are out of date. They were read when it was made.
    """
    app = active_app.get(None)
    if app is not None:
        screen._css_update_count = app._css_update_count  # noqa: SLF001 - no public one

"""Who is at the desk: sign-on and lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridterm.i18n import _
from screens.state import Shift

if TYPE_CHECKING:
    from screens.app import GridtermApp


def sign_on(app: GridtermApp, *, first: bool) -> None:
    """Ask who is at the desk."""
    from gridterm.store.audit import Actor

    name = app.wanted_operator or _("Operator")
    app.office.shift = Shift(Actor(None, name), name, name, frozenset({"clerk"}))
    app.refresh_shell()


def lock(app: GridtermApp) -> None:
    """Cover the screen until somebody signs on."""
    sign_on(app, first=False)

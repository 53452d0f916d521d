"""The shell's own commands: what works on every screen. They are run with the program itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridterm.i18n import N_
from screens.commands import Command

if TYPE_CHECKING:
    from screens.app import GridtermApp


def _free(app: GridtermApp) -> bool:
    """A page is on top, not a form or a question."""
    return app.is_open and app.acting.lets_go


SHELL: tuple[Command, ...] = (
    Command(
        "shell.help",
        ("f1",),
        N_("Help"),
        N_("Explain this screen, its rule and its keys."),
        lambda app: app.open_help(),
        weight=9,
    ),
    Command(
        "shell.log_call",
        ("f12",),
        N_("Log a call"),
        N_("Log a call over whatever is open, and come back to it afterwards."),
        lambda app: app.log_call(),
        when=lambda app: app.can_log_call,
        weight=8,
    ),
    Command(
        "shell.menu",
        ("f10",),
        N_("Menu"),
        N_("Every action there is, found by its name, its pinyin initials or in English."),
        lambda app: app.open_menu(),
        when=lambda app: app.is_open and not app.is_locked,
        footer=False,
        menu=False,
        weight=9,
    ),
    Command(
        "shell.board",
        ("ctrl+b",),
        N_("Six let-nots"),
        N_("What must not be left lying: six checks, a count each, from every page by one key."),
        lambda app: app.open_board(),
        when=lambda app: app.can_show_board,
        footer=False,
        weight=6,
    ),
    Command(
        "shell.operator",
        ("ctrl+o", "f11"),
        N_("Change operator"),
        N_("Hand the desk to another person; what they do is recorded under their name."),
        lambda app: app.choose_operator(),
        when=_free,
        footer=False,
    ),
    Command(
        "shell.lock",
        ("ctrl+l",),
        N_("Lock the screen"),
        N_("Hide the screen until the operator, or another one, signs on."),
        lambda app: app.lock(),
        when=lambda app: app.is_open and not app.is_locked,
        footer=False,
    ),
    Command(
        "shell.pin",
        (),
        N_("Your PIN"),
        N_("Set, change or remove the PIN you sign on with."),
        lambda app: app.change_pin(),
        when=lambda app: _free(app) and app.actor.staff_id is not None,
        footer=False,
    ),
    Command(
        "shell.settings",
        (),
        N_("Settings"),
        N_("The office's settings, each with its default and the reason for it."),
        lambda app: app.open_settings(),
        when=_free,
        footer=False,
    ),
    Command(
        "shell.theme",
        (),
        N_("Change colours"),
        N_("Dark, light, or ascii for consoles that cannot draw lines."),
        lambda app: app.next_theme(),
        when=lambda app: app.is_open,
        footer=False,
    ),
    Command(
        "shell.quit",
        ("ctrl+q",),
        N_("Quit"),
        N_("Close gridterm; it asks first."),
        lambda app: app.ask_quit(),
        footer=False,
    ),
    Command(
        "shell.back",
        ("escape",),
        N_("Back"),
        N_("One step back; nothing that was typed is lost."),
        lambda app: app.go_back(),
        when=lambda app: app.can_go_back,
        menu=False,
        weight=7,
    ),
)

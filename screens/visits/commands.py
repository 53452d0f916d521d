"""What can be done on the visits' desk, from which keys, and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gridterm.i18n import N_
from screens.commands import Command

if TYPE_CHECKING:
    from screens.visits.desk import VisitsDesk


def _can(name: str) -> Callable[[Any], bool]:
    """The condition that the view that is shown knows this step, and may take it now."""

    def when(desk: VisitsDesk) -> bool:
        if not desk.is_mounted or not hasattr(desk.view, name):
            return False
        return bool(getattr(desk.view, f"can_{name}", True))

    return when


def _turns(desk: VisitsDesk) -> bool:
    return desk.is_mounted and bool(desk.view.turns)


def _show(name: str, title_id: str, help_id: str) -> Command:
    """The menu's way to a view."""
    return Command(
        f"visits.{name}", (), title_id, help_id,
        lambda desk: desk.show(name), footer=False,
    )  # fmt: skip


COMMANDS: tuple[Command, ...] = (
    Command(
        "visits.round", ("ctrl+n",), N_("Enter a round"),
        N_("Enter visits, household after household, without leaving the keyboard."),
        lambda desk: desk.enter_round(), weight=9,
    ),
    Command(
        "visits.views", ("ctrl+t",), N_("Views"),
        N_("Go to the views: the arrows change them, Enter goes into one."),
        lambda desk: desk.line.focus(), weight=8,
    ),
    Command(
        "visits.open", ("enter",), N_("Open"),
        N_("Open what is marked: a manager's day, a visit, a household, a draw, a number."),
        lambda desk: desk.view.open(),
        when=lambda desk: desk.in_view and desk.view.marked is not None and _can("open")(desk),
        weight=7,
    ),
    Command(
        "visits.earlier", ("pageup",), N_("Earlier"),
        N_("The day or the period before; in the plan the manager before."),
        lambda desk: desk.turn(-1), when=_turns, weight=5,
    ),
    Command(
        "visits.later", ("pagedown",), N_("Later"),
        N_("The next day or period; in the plan the next manager."),
        lambda desk: desk.turn(1), when=_turns, weight=5,
    ),
    Command(
        "visits.find", ("ctrl+f",), N_("Find"),
        N_("Find visits by their words; in the plan choose the manager."),
        lambda desk: desk.view.find(), when=_can("find"), weight=6,
    ),
    Command(
        "visits.narrow", ("ctrl+y",), N_("Filter"),
        N_("Filter the visits; choose another period, or another part of the checks."),
        lambda desk: desk.view.narrow(), when=_can("narrow"), weight=6,
    ),
    Command(
        "visits.clear", ("ctrl+k",), N_("Show all"),
        N_("Take away search and filters."),
        lambda desk: desk.view.show_all(),
        when=lambda desk: _can("show_all")(desk) and desk.view.narrowed, weight=5,
    ),
    Command(
        "visits.draw", ("ctrl+g",), N_("Draw for all"),
        N_("Draw the visits that are checked, for every manager with visits and no draw yet."),
        lambda desk: desk.view.draw_all(), when=_can("draw_all"), weight=9,
    ),
    Command(
        "visits.print", ("ctrl+p",), N_("Print"),
        N_("Show the manager's plan as a sheet to be taken along, before it is printed."),
        lambda desk: desk.view.print_it(), when=_can("print_it"), weight=6,
    ),
    Command(
        "visits.export", ("ctrl+e",), N_("Export"),
        N_("Write the visits of the list into a workbook."),
        lambda desk: desk.export(), weight=4,
    ),
    Command(
        "visits.import", ("ctrl+u",), N_("Import"),
        N_("Take visits over from a workbook, after a look at what will happen."),
        lambda desk: desk.open_import(), weight=4,
    ),
    Command(
        "visits.reload", ("ctrl+r",), N_("Reload"),
        N_("Read everything again; the cursor stays."),
        lambda desk: desk.refresh_data(), footer=False,
    ),
    _show("board", N_("Managers"), N_("Each manager's day: n of 20 visits, n of 2 checks.")),
    _show("visits", N_("Visits"), N_("Every visit, with filters and a search.")),
    _show("plan", N_("Plan"), N_("Who was not visited longest, by manager.")),
    _show("coverage", N_("Coverage"), N_("How far each grid was visited in a period.")),
    _show("checks", N_("Checks"), N_("The day's draws, days without checks, fairness.")),
)  # fmt: skip

"""Whom to visit next, how far the grids are covered, and everybody's day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.visits import MOST, VISITS, span
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext
from gridterm.registers.rules import grid_number
from gridterm.visits.terms import Coverage, PlanLine

TheDay = Annotated[str, Argument(metavar=N_("DAY"), help=N_("The day, like 11-20; else today."))]
NONE = "—"


@VISITS.command("today", N_("Show everybody's day: n of 20 visits, n of 2 checks."))
def today(call: Call, day: TheDay = "") -> None:
    """Show the board of a day."""
    from gridterm.visits import planning

    with call.office() as store:
        when = moments.day(day, store.clock.now()) or store.clock.today()
        found = planning.day_board(store, when)
    if call.json:
        output.as_json({"day": when, "count": len(found), "people": found})
        return
    output.table(
        found,
        (
            (_("Number"), lambda one: one.staff.number),
            (_("Name"), lambda one: one.staff.name),
            (_("Grid"), lambda one: one.grid),
            (_("Visits"), lambda one: _of(one.visits, one.wanted)),
            (_("Met"), lambda one: one.met),
            (_("Matters"), lambda one: one.matters),
            (_("Checks"), lambda one: _of(one.checked, one.checks_wanted)),
            (_("Amiss"), lambda one: one.amiss or ""),
        ),
    )


def _of(done: int, wanted: int) -> str:
    """``3/20``; a dash where nothing is wanted and nothing done."""
    return f"{done}/{wanted}" if done or wanted else NONE


@VISITS.command("plan", N_("Say whom a manager should visit next: the longest not visited first."))
def plan(
    call: Call,
    who: Annotated[
        str, Argument(metavar=N_("WHO"), help=N_("A staff number, a name, pinyin initials."))
    ],
    *,
    day: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("The day, like 11-20; else today."))
    ] = "",
    limit: Annotated[
        str, Option(metavar=N_("COUNT"), help=N_("How many; else what the rules want a day."))
    ] = "",
) -> None:
    """Make a plan."""
    from gridterm import settings
    from gridterm.visits import planning

    with call.office() as store:
        staff = values.staff_of(store, who)
        with store.read() as session:
            usual = settings.load(session).number("visits.each_day")
        most = values.whole(limit, "--limit", 1, MOST) if limit else usual
        found = planning.plan(store, staff.id, moments.day(day, store.clock.now()), most)
    if call.json:
        output.as_json({"staff": staff.number, "count": len(found), "households": found})
        return
    _print_homes(found)
    if not found:
        output.line(
            _("{name} walks no grid with households. Give them a grid first.").format(
                name=staff.name
            )
        )


def _print_homes(lines: tuple[PlanLine, ...]) -> None:
    output.table(
        lines,
        (
            (_("Household"), lambda one: one.household),
            (_("Head of the household"), lambda one: one.head),
            (_("Phone"), lambda one: one.phone),
            (_("Last visit"), lambda one: one.last_day),
            (_("Why"), lambda one: one.reason),
        ),
    )


@VISITS.command(
    "coverage", N_("Say how far each grid was visited; --missing names who was left out.")
)
def coverage(
    call: Call,
    *,
    grid: Annotated[str, Option(metavar=N_("GRID"), help=N_("Only this grid."))] = "",
    since: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("From this day on; else this month's first."))
    ] = "",
    until: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("To this day, included; else today."))
    ] = "",
    missing: Annotated[
        bool, Option("--missing", help=N_("The households of one grid nobody visited."))
    ] = False,
) -> None:
    """Say how far the grids are covered."""
    from gridterm.visits import planning

    with call.office() as store:
        first, last = span(store, since, until)
        last = last or store.clock.today()
        first = first or min(last, store.clock.today()).replace(day=1)
        grid_id = values.grid_of(store, grid).id if grid else None
        if missing:
            if grid_id is None:
                raise InputError(_("Say of which grid: --grid 008."))
            lines, _after = planning.not_visited(store, grid_id, first, last, limit=MOST)
            _missing(call, lines, first, last)
            return
        found = planning.coverage(store, first, last, grid_id)
    if call.json:
        rows = [{**output.plain(one), "share": one.share} for one in found]
        output.as_json({"since": first, "until": last, "count": len(rows), "grids": rows})
        return
    _print_coverage(found, first, last)


def _missing(call: Call, lines: tuple[PlanLine, ...], since: date, until: date) -> None:
    if call.json:
        output.as_json({"since": since, "until": until, "count": len(lines), "households": lines})
        return
    _print_homes(lines)
    output.line(
        ngettext(
            "{count} household was not visited.", "{count} households were not visited.", len(lines)
        ).format(count=len(lines))
    )


def _print_coverage(found: tuple[Coverage, ...], since: date, until: date) -> None:
    output.table(
        found,
        (
            (_("Grid"), lambda one: grid_number(one.grid)),
            (_("Managers"), lambda one: _(", ").join(one.managers)),
            (_("Households"), lambda one: one.households),
            (_("Visited"), lambda one: one.visited),
            (_("Share"), lambda one: NONE if one.share is None else f"{one.share:.0%}"),
            (_("Met"), lambda one: one.met),
            (_("Never visited"), lambda one: one.never),
            (_("Buildings"), lambda one: f"{one.buildings_visited}/{one.buildings}"),
            (_("Visits"), lambda one: one.visits),
        ),
    )
    output.line(
        _("From {first} to {last}.").format(first=since.isoformat(), last=until.isoformat())
    )

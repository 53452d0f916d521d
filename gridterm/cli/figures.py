"""The appraisal's figures on the command line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from typer import Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.hotline_acts import HOTLINE
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridterm.hotline.appraisal import Figure, PersonFigures
    from gridterm.store.unit import Store


@HOTLINE.command(
    "figures", N_("Print what everybody took, accepted, resolved and told in time, or the calls.")
)
def figures(
    call: Call,
    *,
    since: Annotated[
        str,
        Option("--from", metavar=N_("DAY"), help=N_("From this day on; else from this month on.")),
    ] = "",
    until: Annotated[
        str, Option("--to", metavar=N_("DAY"), help=N_("Up to and with this day; else today."))
    ] = "",
    figure: Annotated[
        str,
        Option(
            metavar=N_("FIGURE"),
            help=N_(
                "List the calls behind it: taken, accepted, resolved, told, satisfied, second."
            ),
        ),
    ] = "",
    person: Annotated[
        str, Option(metavar=N_("STAFF"), help=N_("Whose calls, by number or name."))
    ] = "",
) -> None:
    """Print the figures by person, or the calls behind one."""
    from gridterm.errors import InputError

    with call.office() as store:
        today = store.clock.today()
        first = moments.day(since, store.clock.now()) or today.replace(day=1)
        last = moments.day(until, store.clock.now()) or today
        if bool(figure) != bool(person):
            raise InputError(_("Give --figure and --person together: the calls behind one figure."))
        if figure:
            _print_behind(call, store, (first, last), figure, person)
        else:
            _print_figures(call, store, first, last)


def _print_figures(call: Call, store: Store, first: date, last: date) -> None:
    from gridterm.hotline.appraisal import Figure
    from gridterm.hotline.figures import figures as read

    found = read(store, first, last)
    if call.json:
        output.as_json(found)
        return
    columns: list[output.Column[PersonFigures]] = [
        (_("Number"), lambda one: one.number),
        (_("Person"), lambda one: one.name or _("nobody")),
        *((figure.label, _words_of(figure)) for figure in Figure),
    ]
    output.table(found.people, columns)
    output.line(
        _("Calls received from {since} to {until}.").format(
            since=first.isoformat(), until=last.isoformat()
        )
    )


def _words_of(figure: Figure) -> Callable[[PersonFigures], str]:
    return lambda one: one.words(figure)


def _print_behind(
    call: Call, store: Store, span: tuple[date, date], typed: str, person: str
) -> None:
    from gridterm.hotline.appraisal import Figure
    from gridterm.hotline.figures import behind

    staff = values.staff_of(store, person)
    found = behind(store, *span, values.code(Figure, typed, "--figure"), staff.id)
    if call.json:
        output.as_json({"count": len(found), "calls": found})
        return
    output.table(
        found,
        (
            (_("Counts"), lambda one: _("yes") if one.good else _("no")),
            (_("Number"), lambda one: one.row.number),
            (_("Time"), lambda one: one.row.received_at),
            (_("State"), lambda one: one.row.state.label),
            (_("Matter"), lambda one: one.row.subject),
        ),
    )

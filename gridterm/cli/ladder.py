"""What is late on the command line: the list, and the ladder 催办, 督办, 通报."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.hotline import print_rows
from gridterm.cli.hotline_acts import HOTLINE, Note, Numbers, order_for
from gridterm.errors import InputError
from gridterm.hotline.guards import Rung
from gridterm.hotline.terms import Action
from gridterm.i18n import N_, _, ngettext


@HOTLINE.command("urge", N_("Urge whoever has an overdue call."), changes=True)
def urge(call: Call, numbers: Numbers, *, note: Note = "") -> int:
    """Urge handlers."""
    from gridterm.hotline import orders

    return order_for(call, numbers, lambda _store: orders.climb(Action.URGE, note))


@HOTLINE.command(
    "supervise", N_("Put an overdue call under supervision, after urging."), changes=True
)
def supervise(call: Call, numbers: Numbers, *, note: Note = "") -> int:
    """Supervise calls."""
    from gridterm.hotline import orders

    return order_for(call, numbers, lambda _store: orders.climb(Action.SUPERVISE, note))


@HOTLINE.command(
    "circulate",
    N_("Make public that a supervised call is late; the leader confirms it."),
    changes=True,
)
def circulate(call: Call, numbers: Numbers, *, note: Note = "") -> int:
    """Make lateness public."""
    from gridterm.hotline import orders

    return order_for(call, numbers, lambda _store: orders.climb(Action.CIRCULATE, note))


@HOTLINE.command("overdue", N_("List what is past its date, the longest overdue first."))
def overdue(
    call: Call,
    *,
    near: Annotated[bool, Option("--near", help=N_("What is nearly due instead."))] = False,
    waits: Annotated[
        str,
        Option(
            "--waits",
            metavar=N_("STEP"),
            help=N_("What waits for a step of the ladder: to_urge, to_supervise, to_circulate."),
        ),
    ] = "",
    of: Annotated[
        str, Option(metavar=N_("WHO"), help=N_("Everything open that somebody has instead."))
    ] = "",
) -> None:
    """List what is overdue."""
    from gridterm.hotline import lateness, queries

    if sum(map(bool, (near, of, waits))) > 1:
        raise InputError(_("Choose one of --near, --of and --waits."))
    rung = values.code(Rung, waits, "--waits") if waits else None
    with call.office() as store:
        counts = lateness.due_counts(store)
        if rung:
            found = lateness.waiting_for(store, rung)
        elif of:
            found = lateness.of_handler(store, values.staff_of(store, of).id)
        else:
            found = lateness.near(store) if near else lateness.overdue(store)
        names = dict(queries.categories(store))
    if call.json:
        output.as_json({"count": len(found), "counts": counts, "tickets": found})
        return
    print_rows(found, names)
    output.line(ngettext("{count} call.", "{count} calls.", len(found)).format(count=len(found)))
    output.line(
        _("Overdue {overdue}, nearly due {near}, not accepted {unaccepted}, major {major}.").format(
            overdue=counts.overdue,
            near=counts.near,
            unaccepted=counts.unaccepted,
            major=counts.major,
        )
    )

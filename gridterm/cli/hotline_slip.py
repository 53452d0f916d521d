"""The supervision slip of a late call on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridterm.cli import output
from gridterm.cli.call import Call
from gridterm.cli.hotline_acts import HOTLINE, Number
from gridterm.cli.printing import Wanted, produce
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from gridterm.hotline.slips import Slip


@HOTLINE.command("slip", N_("Show the supervision slip of a late call, or print it."))
def slip(
    call: Call,
    number: Number,
    wanted: Wanted,
) -> None:
    """Show a slip, or make its sheet."""
    from gridterm.hotline import queries, slips

    with call.office() as store:
        ticket = queries.ticket_by_number(store, number)
        told = slips.slip(store, ticket.id)
        printout = slips.slip_of(store, ticket.id) if wanted else None
    if printout is not None:
        produce(call, printout, wanted)
    elif call.json:
        output.as_json(_plain(told))
    else:
        _print(told)


def _plain(told: Slip) -> dict[str, object]:
    return {**output.plain(told), "ticket": told.ticket.number}


def _print(told: Slip) -> None:
    output.pairs(
        (
            (_("Number"), told.number),
            (_("Call"), told.ticket.number),
            (_("Marks"), _("confidential") if told.ticket.confidential else ""),
            (_("Supervised"), told.to),
            (_("What is late"), told.clock.label if told.clock else ""),
            (_("Was due"), told.due_at),
            (_("Why this date"), told.why),
            (_("Issued"), told.issued.at),
            (_("Opinion"), told.issued.note),
            (_("Answer by"), told.answer_by),
        )
    )

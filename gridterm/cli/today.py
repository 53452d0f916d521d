"""Today's briefing as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridterm.cli import output
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.i18n import N_

if TYPE_CHECKING:
    from gridterm.store.unit import Store

TODAY = Desk("", "")


@TODAY.command("today", N_("Print today's briefing: who is on duty, what waits, what is amiss."))
def today(call: Call) -> None:
    """Print today's briefing."""
    with call.office() as store:
        print_today(store, as_json=call.json)


def print_today(store: Store, *, as_json: bool = False) -> None:
    """Print the briefing of an opened office; nothing is cut when it is piped."""
    from gridterm.today.briefing import as_text, briefing

    found = briefing(store)
    if as_json:
        output.as_json(found)
    else:
        output.block(as_text(found, output.cells()))

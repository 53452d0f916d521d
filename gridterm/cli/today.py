"""Today's briefing as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from gridterm.hotline.letnots import LetNot
    from gridterm.store.unit import Store

TODAY = Desk("", "")


@TODAY.command("today", N_("Print today's briefing: who is on duty, what waits, what is amiss."))
def today(call: Call) -> None:
    """Print today's briefing."""
    with call.office() as store:
        print_today(store, as_json=call.json)


def print_today(store: Store, *, as_json: bool = False) -> None:
    """Print the briefing of an opened office; nothing is cut when it is piped."""
    from gridterm.today.briefing import briefing
    from gridterm.today.plain import as_text

    found = briefing(store)
    if as_json:
        output.as_json(found)
    else:
        output.block(as_text(found, output.cells()))


@TODAY.command(
    "board", N_("Print the six let-nots with their counts, or the calls behind one of them.")
)
def board(
    call: Call,
    check: Annotated[
        str,
        Argument(
            metavar=N_("CHECK"),
            help=N_("superior, untold, overdue, undecided, amiss, idle; without it all six."),
        ),
    ] = "",
) -> None:
    """Print the board, or list what one of its lines counts."""
    from gridterm.hotline.letnots import LetNot

    wanted = values.code(LetNot, check, "CHECK") if check else None
    with call.office() as store:
        if wanted is None:
            _print_board(call, store)
        else:
            _print_calls(call, store, wanted)


def _print_board(call: Call, store: Store) -> None:
    from gridterm.today.board import as_text
    from gridterm.today.board import board as read

    found = read(store)
    if call.json:
        output.as_json(found)
    else:
        output.block(as_text(found, output.cells()))


def _print_calls(call: Call, store: Store, check: LetNot) -> None:
    """Every call of a check, and what else it counts: register errors, tasks, spot checks."""
    from gridterm.hotline.board import count, listed
    from gridterm.today.board import behind
    from gridterm.today.board import board as read
    from gridterm.today.letnots import Slip, Task

    rows = listed(store, check, limit=max(1, count(store, check))).rows
    others = behind(read(store), check)
    if call.json:
        tasks = [one for one in others if isinstance(one, Task)]
        slips = [one for one in others if isinstance(one, Slip)]
        faults = [one for one in others if not isinstance(one, Task | Slip)]
        output.as_json(
            {
                "count": len(rows) + len(others),
                "calls": rows,
                "register_errors": faults,
                "action_items": tasks,
                "spot_checks": slips,
            }
        )
        return
    output.table(
        rows,
        (
            (_("Number"), lambda one: one.number),
            (_("Time"), lambda one: one.received_at),
            (_("Grid"), lambda one: one.grid),
            (_("Handler"), lambda one: one.handler),
            (_("Due"), lambda one: one.due_at),
            (_("State"), lambda one: one.state.label),
            (_("Matter"), lambda one: one.subject),
        ),
    )
    for one in others:
        output.line(f"! {one.title}  {one.words}")

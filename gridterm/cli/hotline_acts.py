"""What every action of the hotline has on the command line: its calls, its texts, its answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.long_work import meter
from gridterm.errors import NotFoundError
from gridterm.i18n import N_, _, ngettext
from gridterm.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gridterm.hotline.bulk import Done
    from gridterm.hotline.handling import Told
    from gridterm.hotline.stepping import Order
    from gridterm.hotline.terms import TicketDetail
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

HOTLINE = Desk("hotline", N_("The hotline's calls: log, find, answer, revisit, import, export."))
PARTLY = 1
"""The exit code where some of several calls did not allow it."""

Number = Annotated[
    str, Argument(metavar=N_("CALL"), help=N_("The call's number, or its source's own number."))
]
Numbers = Annotated[
    list[str],
    Argument(
        metavar=N_("CALL"),
        help=N_("One number or several; those that allow it are done together, or none."),
    ),
]
Words = Annotated[str, Argument(metavar=N_("TEXT"), help=N_("The text; - reads standard input."))]
Reason = Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why."))]
Note = Annotated[str, Option(metavar=N_("TEXT"), help=N_("A note that goes with it."))]
To = Annotated[
    str, Option(metavar=N_("WHO"), help=N_("Who gets it: a number, a name, pinyin initials."))
]


def act_on(call: Call, number: str, action: Callable[[Store, Actor, int], TicketDetail]) -> None:
    """Do one action to a call for the operator, and say how it stands then."""
    from gridterm.hotline import queries

    with call.office() as store:
        told = queries.ticket_by_number(store, number)
        told = action(store, call.actor(store), told.id)
    show_done(call, told)


def show_done(call: Call, told: TicketDetail) -> None:
    """Say how a call stands after something was done to it."""
    if call.json:
        output.as_json(told)
    else:
        output.line(_("{number}: {state}.").format(number=told.number, state=told.state.label))
        if told.due_at is not None and told.due_clock is not None:
            output.line(
                _("{clock} by {due}: {why}.").format(
                    clock=told.due_clock.label, due=output.shown(told.due_at), why=told.due_why
                )
            )


def order_for(call: Call, numbers: Sequence[str], order_of: Callable[[Store], Order]) -> int:
    """Do one action to one call or to several, and say how it went; the exit code.

    One call answers as ``act_on`` does. Several are one use case: those that allow it are
    done, the others are named with the reason on stderr.
    """
    from gridterm.hotline import acting, bulk, queries

    with call.office() as store:
        found = list(
            dict.fromkeys(queries.ticket_by_number(store, number).id for number in numbers)
        )
        actor, order = call.actor(store), order_of(store)
        if len(found) == 1:
            show_done(call, acting.done(store, actor, found[0], order))
            return 0
        with meter() as told:
            done = bulk.carry_out(
                store, actor, found, order, lambda n, total: told.tell(order.action.label, n, total)
            )
    _show_all_done(call, done)
    return PARTLY if done.refused else 0


def _show_all_done(call: Call, done: Done) -> None:
    if call.json:
        output.as_json(
            {
                "action": done.action,
                "count": len(done.numbers),
                "done": done.numbers,
                "refused": done.refused,
            }
        )
    else:
        count = len(done.numbers)
        words = ngettext("{action}: {count} call.", "{action}: {count} calls.", count)
        output.line(words.format(action=done.action.label, count=count))
        output.line(_(", ").join(done.numbers))
    for one in done.refused:
        sys.stderr.write(f"{one.number}: {clean_line(one.reason)}\n")


def staff_named(store: Store, typed: str) -> str:
    """Whom a name of the staff means, by number; a name of nobody on the staff stays as typed."""
    try:
        return values.staff_of(store, typed).number
    except NotFoundError:
        return typed


def told_of(store: Store, how: str, told_by: str, told_at: str) -> Told:
    """How the resident was told, as the options say."""
    from gridterm.hotline.handling import Told

    return Told(
        by_id=values.staff_of(store, told_by).id if told_by else None,
        at=moments.moment(told_at, store.clock.now()),
        how=values.folded(how),
    )

"""One step of one call as a use case: one transaction, one audit entry."""

from __future__ import annotations

from gridterm.hotline.posts import check_may
from gridterm.hotline.queries import ticket
from gridterm.hotline.stepping import Order, append, get
from gridterm.hotline.terms import TicketDetail
from gridterm.store.audit import Actor
from gridterm.store.unit import Store


def done(store: Store, actor: Actor, ticket_id: int, order: Order) -> TicketDetail:
    """Do one action to a call: append its event, derive the row, renew the due time.

    Args:
        store: the office.
        actor: who does it.
        ticket_id: the call.
        order: what is done.

    Returns:
        The call after it.

    Raises:
        NotFoundError: no such call. RefusedError: not possible now, or not for this actor.
        InputError: what was given cannot be used. Nothing was saved.
    """
    with store.write(f"ticket.{order.action}", actor) as tx:
        tx.subject = f"ticket:{ticket_id}"
        record = get(tx.session, ticket_id)
        check_may(tx, order.action)
        append(tx, record, order.action, note=order.note, payload=order.facts(tx, record))
    return ticket(store, ticket_id)

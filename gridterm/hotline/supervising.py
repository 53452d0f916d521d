"""The ladder for what is late (RULEBOOK §2): 催办, 督办, 通报, each confirmed by a person.

Every function is one use case with one audit entry and returns the ticket after it. The state
stays; the event says how late which clock was. All raise ``NotFoundError`` for a ticket that
does not exist and ``RefusedError`` with a sentence where it is not late enough, or where the
rung below was not confirmed.
"""

from __future__ import annotations

from gridterm.hotline import orders
from gridterm.hotline.acting import done
from gridterm.hotline.terms import Action, TicketDetail
from gridterm.store.audit import Actor
from gridterm.store.unit import Store


def urge(store: Store, actor: Actor, ticket_id: int, *, note: str = "") -> TicketDetail:
    """Urge whoever has a call that is overdue (催办)."""
    return done(store, actor, ticket_id, orders.climb(Action.URGE, note))


def supervise(store: Store, actor: Actor, ticket_id: int, *, note: str = "") -> TicketDetail:
    """Put an overdue call under supervision (督办), from the first working day on."""
    return done(store, actor, ticket_id, orders.climb(Action.SUPERVISE, note))


def circulate(store: Store, actor: Actor, ticket_id: int, *, note: str = "") -> TicketDetail:
    """Make public that a call is late (通报), from the fifth working day on.

    The principal leader confirms it (``powers.WHO``).
    """
    return done(store, actor, ticket_id, orders.climb(Action.CIRCULATE, note))

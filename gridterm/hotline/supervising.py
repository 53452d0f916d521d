"""The ladder for what is late (RULEBOOK §2): 催办, 督办, 通报, each confirmed by a person.

Every function is one use case with one audit entry and returns the ticket after it. The state
stays; the event says how late which clock was. All raise ``NotFoundError`` for a ticket that
does not exist and ``RefusedError`` with a sentence where it is not late enough, or where the
rung below was not confirmed.
"""

from __future__ import annotations

from typing import Any

from gridterm.hotline import due
from gridterm.hotline.queries import ticket
from gridterm.hotline.stepping import act
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Action, TicketDetail
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean


def urge(store: Store, actor: Actor, ticket_id: int, *, note: str = "") -> TicketDetail:
    """Urge whoever has a call that is overdue (催办)."""
    return _climb(store, actor, ticket_id, Action.URGE, note)


def supervise(store: Store, actor: Actor, ticket_id: int, *, note: str = "") -> TicketDetail:
    """Put an overdue call under supervision (督办), from the first working day on."""
    return _climb(store, actor, ticket_id, Action.SUPERVISE, note)


def circulate(store: Store, actor: Actor, ticket_id: int, *, note: str = "") -> TicketDetail:
    """Make public that a call is late (通报), from the fifth working day on."""
    return _climb(store, actor, ticket_id, Action.CIRCULATE, note)


def _climb(store: Store, actor: Actor, ticket_id: int, action: Action, note: str) -> TicketDetail:
    def payload(tx: Tx, record: Ticket) -> dict[str, Any]:
        times = due.timing(tx.session)
        level = times.level(record.due_at, record.near_at, tx.now)
        waits = {
            Action.SUPERVISE: times.limits.supervise_days,
            Action.CIRCULATE: times.limits.circulate_days,
        }
        return {
            "after_days": waits.get(action, 0),
            "level": str(level),
            "clock": record.due_clock,
            "due_at": record.due_at.isoformat() if record.due_at else None,
            "handler_id": record.handler_id,
        }

    act(store, actor, ticket_id, action, note=clean(note), payload_of=payload)
    return ticket(store, ticket_id)

"""What is done with the answers of a step's form: the use case that takes them.

Imported where a step is saved, in a thread: it brings the hotline's services with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gridterm import moments
from gridterm.errors import GridtermError, InputError
from gridterm.hotline import bulk, handling, orders, rules
from gridterm.hotline.acting import done
from gridterm.hotline.due import date_ahead
from gridterm.hotline.queries import ticket_by_number
from gridterm.hotline.terms import Action, TicketDetail
from gridterm.i18n import _

if TYPE_CHECKING:
    from gridterm.hotline.stepping import Order
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

Values = Mapping[str, str]


def carry_out(
    action: Action, store: Store, actor: Actor, ticket_id: int, values: Values
) -> TicketDetail:
    """Do a step with what its form holds. For a thread.

    Raises:
        InputError: something is missing or cannot be read; ``fields`` names it.
        RefusedError, NotFoundError: as the service says; nothing was saved.
    """
    if action in bulk.ACTIONS:
        return done(store, actor, ticket_id, order_of(action, store, values))
    if action is Action.EXTEND:
        return _do_extend(store, actor, ticket_id, values)
    if action is Action.SPLIT and "words" in values:
        return handling.split_off(store, actor, ticket_id, values["words"], values["reason"])
    step, names = _STEPS[action]
    taken = {name: values[name] for name in names} | _read(action, store, values)
    return step(store, actor, ticket_id, **taken)


def order_of(action: Action, store: Store, values: Values) -> Order:
    """A step that can be done to several calls, with what its form holds. For a thread.

    Raises:
        InputError: something is missing or cannot be read; ``fields`` names it.
    """
    if action is Action.TRIAGE:
        return _triage(store, values)
    if action in rules.LADDER:
        return orders.climb(action, values["note"])
    return _ORDERS[action](values)


_ORDERS: Mapping[Action, Callable[[Values], Order]] = {
    Action.ASSIGN: lambda values: orders.assign(
        int(values["to"]) if values["to"] else None, note=values["note"]
    ),
    Action.ACCEPT: lambda _values: orders.accept(),
    Action.TRANSFER: lambda values: orders.transfer(_member_of(values, "to"), values["reason"]),
    Action.PROGRESS: lambda values: orders.progress(values["note"], told=bool(values["told"])),
    Action.VOID: lambda values: orders.void(values["reason"]),
}
_STEPS: Mapping[Action, tuple[Callable[..., TicketDetail], tuple[str, ...]]] = {
    Action.RETURN: (handling.give_back, ("reason",)),
    Action.RESUME: (handling.resume, ("note",)),
    Action.REPORT_UP: (handling.report_up, ("unit", "document", "note")),
    Action.SUPERIOR_REPLY: (handling.superior_reply, ("reply",)),
    Action.REOPEN: (handling.reopen, ("reason",)),
    Action.SPLIT: (handling.split, ("reason",)),
    Action.SUSPEND: (handling.suspend, ("reason", "approver")),
    Action.RESOLVE: (handling.resolve, ("result",)),
    Action.MERGE: (handling.merge, ("reason",)),
}


def _read(action: Action, store: Store, values: Values) -> dict[str, Any]:
    """What a step takes that is not a text."""
    now = store.clock.now()
    if action is Action.SUSPEND:
        return {"review_on": _day("review_on", values["review_on"], now)}
    if action is Action.RESOLVE:
        return {"told": _told(values, now)}
    if action is Action.MERGE:
        return {"master_id": _master(store, values)}
    return {}


def _triage(store: Store, values: Values) -> Order:
    due = values["major_due"].strip()
    accused = values["accused"]
    return orders.triage(
        values["tier"],
        values["mechanism"],
        reason=values["reason"],
        major_due=_ahead(store, "major_due", due) if due else None,
        accused_id=int(accused) if accused else None,
    )


def _do_extend(store: Store, actor: Actor, ticket_id: int, values: Values) -> TicketDetail:
    return handling.extend(
        store,
        actor,
        ticket_id,
        new_due=_ahead(store, "new_due", values["new_due"]),
        reason=values["reason"],
        approver=values["approver"],
        told=_told(values, store.clock.now()),
    )


def _told(values: Values, now: datetime) -> handling.Told | None:
    if not values["told"]:
        return None
    return handling.Told(
        _member_of(values, "told_by"), moments.moment(values["at"], now, "at"), values["told"]
    )


def _member_of(values: Values, name: str) -> int:
    if not values[name]:
        sentence = _("Choose a member of staff who is at work.")
        raise InputError(sentence, {name: sentence})
    return int(values[name])


def _master(store: Store, values: Values) -> int:
    typed = values["master"].strip() or values["like"]
    if not typed:
        sentence = _("Choose the call it belongs to, or give its number.")
        raise InputError(sentence, {"master": sentence})
    try:
        return ticket_by_number(store, typed).id
    except GridtermError as error:
        raise InputError(error.message, {"master": error.message}) from error


def _day(name: str, typed: str, now: datetime) -> date:
    try:
        return moments.needed_day(typed, now)
    except InputError as error:
        raise InputError(error.message, {name: error.message}) from error


def _ahead(store: Store, name: str, typed: str) -> datetime:
    try:
        return date_ahead(store, typed)
    except InputError as error:
        raise InputError(error.message, {name: error.message}) from error

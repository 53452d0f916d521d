"""What is done to one call or to many at once: each action with its texts checked.

An ``Order`` does not know its call: the facts of the step are made when it is carried out, for
each call its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gridterm.errors import InputError, RefusedError
from gridterm.hotline import due
from gridterm.hotline.posts import employed, suggested
from gridterm.hotline.stepping import Order, children, id_of, required
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Action, Mechanism, Tier
from gridterm.i18n import Term, _
from gridterm.registers.tables import Staff
from gridterm.store.unit import Tx
from gridterm.text import clean


def triage(
    tier: str,
    mechanism: str,
    *,
    reason: str,
    major_due: datetime | None = None,
    accused_id: int | None = None,
) -> Order:
    """Say who decides and how it is dealt with (分级); arguments as ``handling.triage``.

    Raises:
        InputError: no reason, an unknown code, or a date where none is set by hand.
    """
    words = required(reason, _("Say why it is of this tier."), "reason")
    payload = {
        "tier": _code(Tier, tier, "tier"),
        "mechanism": _code(Mechanism, mechanism, "mechanism"),
        "major_due": major_due.isoformat() if major_due else None,
        "accused_id": accused_id,
    }

    if major_due is not None and tier != Tier.MAJOR:
        sentence = _("Only a major matter has a date set by hand; leave the date out.")
        raise InputError(sentence, {"major_due": sentence})

    def checked(tx: Tx, _record: Ticket) -> dict[str, Any]:
        if major_due is not None and major_due <= tx.now:
            sentence = _("The date of a major matter must lie ahead; check it.")
            raise InputError(sentence, {"major_due": sentence})
        if accused_id is not None and tx.session.get(Staff, accused_id) is None:
            sentence = _("Nobody on the staff has this number.")
            raise InputError(sentence, {"accused": sentence})
        return payload

    return Order(Action.TRIAGE, words, checked)


def assign(to_id: int | None, *, note: str = "") -> Order:
    """Assign (交办): to somebody, or (None) each call to its grid's lead."""

    def payload(tx: Tx, record: Ticket) -> Mapping[str, Any]:
        if to_id is not None:
            return _handing(tx, to_id)
        lead = suggested(tx.session, record, tx.now.date())
        if lead is None:
            sentence = _("No grid lead can be suggested for this call; say who gets it.")
            raise InputError(sentence, {"to": sentence})
        return _handing(tx, lead[0])

    return Order(Action.ASSIGN, clean(note), payload)


def transfer(to_id: int, reason: str) -> Order:
    """Hand over to somebody else (转办).

    Raises:
        InputError: no reason.
    """
    words = required(reason, _("Say why it is handed over."), "reason")
    return Order(Action.TRANSFER, words, lambda tx, _record: _handing(tx, to_id))


def _handing(tx: Tx, to_id: int) -> dict[str, Any]:
    handler = employed(tx, to_id)
    return {"to_id": handler.id, "to": handler.name}


def accept() -> Order:
    """Accept an assignment (签收) as its handler, or as the handler's deputy (代)."""

    def payload(tx: Tx, record: Ticket) -> dict[str, Any]:
        me = tx.actor.staff_id
        if me is None:
            raise RefusedError(_("Sign on as a member of staff to accept an assignment."))
        handler = tx.session.get(Staff, record.handler_id) if record.handler_id else None
        stands_in = handler is not None and me != handler.id
        if stands_in and handler is not None and me != handler.deputy_id:
            raise RefusedError(
                _("This is assigned to {name}; only they or their deputy can accept it.").format(
                    name=handler.name
                )
            )
        return {"by_id": me, "for_id": handler.id if stands_in and handler else None}

    return Order(Action.ACCEPT, payload_of=payload)


def progress(note: str, *, told: bool = False) -> Order:
    """Note how far it is (反馈过程).

    Raises:
        InputError: no note.
    """
    words = required(note, _("Write what was done."), "note")
    return Order(Action.PROGRESS, words, lambda *_: {"told": told})


def void(reason: str) -> Order:
    """Void what is no call (作废).

    Raises:
        InputError: no reason.
    """
    sentence = _("Say why this call is void; its number stays used.")
    words = required(reason, sentence, "reason")

    def payload(tx: Tx, record: Ticket) -> dict[str, Any]:
        if children(tx.session, id_of(record)):
            raise RefusedError(
                _("Other calls are merged into {number}; split them off first.").format(
                    number=record.number
                )
            )
        return {}

    return Order(Action.VOID, words, payload)


def climb(action: Action, note: str = "") -> Order:
    """Confirm a rung of the ladder (催办, 督办, 通报): urge, supervise or make public."""

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

    return Order(action, clean(note), payload)


def _code(terms: type[Term], value: str, field: str) -> str:
    if value in set(terms):
        return str(value)
    sentence = _("Choose one of: {choices}.").format(
        choices=_(", ").join(term.label for term in terms)
    )
    raise InputError(sentence, {field: sentence})

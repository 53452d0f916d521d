"""What a meeting decides on a regional or overall matter, as a step of the call (RULEBOOK §2, §3).

The committees decide together; the decision flows back into the call within the use case that
writes it into the minutes. It changes no state: the call is then assigned to the owner, and the
date that was decided becomes the call's own where it is an earlier one.

A later date is the one extension a call may have, and goes by its rule: before the date, approved
(here by who chairs the meeting) and told to the resident; otherwise it is refused with the
sentence that says what can be done. A call whose date has passed stays late: the date decided is
then the action item's alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gridterm.errors import InputError, RefusedError
from gridterm.hotline import due
from gridterm.hotline.events import facts_of
from gridterm.hotline.guards import DECIDED_BY_MEETING
from gridterm.hotline.handling import Told, telling
from gridterm.hotline.orders import assign, transfer
from gridterm.hotline.posts import approval, principal_leader, suggested
from gridterm.hotline.stepping import Order, append, id_of, required
from gridterm.hotline.steps import read_steps
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Action, State, Tier
from gridterm.hotline.timing import matter_of
from gridterm.i18n import _
from gridterm.registers.tables import Staff
from gridterm.store.unit import Tx


@dataclass(frozen=True)
class Decision:
    """What was decided on a call.

    ``chair`` is the staff number of who chaired the meeting, ``item`` the number of the action
    item that came of it, ``told`` how the resident was told of a later date.
    """

    words: str
    meeting_on: date
    due_on: date
    chair: str = ""
    item: str = ""
    told: Told | None = None


def decide(decision: Decision) -> Order:
    """The step of a decision.

    Raises:
        InputError: it has no words. The order refuses a later date that is no extension.
    """
    words = required(decision.words, _("Write what was decided."), "words")

    def payload(tx: Tx, record: Ticket) -> Mapping[str, Any]:
        teller = _teller(tx, record)
        return {
            "meeting_on": decision.meeting_on.isoformat(),
            "due_on": decision.due_on.isoformat(),
            "item": decision.item,
            "teller_id": teller[0] if teller else None,
            "teller": teller[1] if teller else "",
            **_dates(tx, record, decision),
        }

    return Order(Action.DECIDE, words, payload)


def carry_into(tx: Tx, record: Ticket, decision: Decision, owner_id: int) -> None:
    """Write a decision into its call and give the call to the owner, within a running use case.

    Raises:
        RefusedError: not a matter for the meeting, a date that is not possible, or a call that
            cannot go to this owner now. InputError: no words, or an owner who is not at work.
    """
    order = decide(decision)
    append(tx, record, order.action, note=order.note, payload=order.facts(tx, record))
    if record.handler_id == owner_id:
        return
    state = State(record.state)
    if state is State.RECEIVED:
        handing = assign(owner_id)
    elif state is State.IN_PROGRESS:
        handing = transfer(owner_id, order.note)
    else:
        raise RefusedError(_not_free(tx, record, state))
    append(tx, record, handing.action, note=handing.note, payload=handing.facts(tx, record))


def _not_free(tx: Tx, record: Ticket, state: State) -> str:
    handler = tx.session.get(Staff, record.handler_id) if record.handler_id else None
    if handler is None:
        return _("{number} is {state}; it cannot be given to somebody now.").format(
            number=record.number, state=state.label
        )
    return _(
        "{number} is {state} with {name}. Give the action item to {name}, or have the call "
        "returned or resumed first."
    ).format(number=record.number, state=state.label, name=handler.name)


def _teller(tx: Tx, record: Ticket) -> tuple[int, str] | None:
    """Who tells the resident: the grid's lead, in an overall matter the principal leader (§2)."""
    today = tx.now.date()
    if record.tier == Tier.OVERALL:
        leader = principal_leader(tx.session, today, but=record.accused_id)
        return (leader.id, leader.name) if leader is not None and leader.id else None
    lead = suggested(tx.session, record, today)
    return lead[:2] if lead else None


def _dates(tx: Tx, record: Ticket, decision: Decision) -> Mapping[str, Any]:
    """Both dates, where the decision moves the call's own; the guard refuses other tiers."""
    if record.tier not in DECIDED_BY_MEETING:
        return {}
    facts = facts_of(read_steps(tx.session, id_of(record)))
    times = due.timing(tx.session)
    running = times.clocks(matter_of(record.model_dump(), facts), facts, tx.now).resolution
    new = datetime.combine(decision.due_on, times.work.closes)
    if running is None or running.due is None or running.due == new or running.due < tx.now:
        return {}
    dates = {"old_due": running.due.isoformat(), "new_due": new.isoformat()}
    if new < running.due:
        return dates
    if decision.told is None:
        sentence = _(
            "{number} is due {date} already. Choose a day until then, or tell the resident of "
            "the later date first and say how: it is then the one extension."
        ).format(number=record.number, date=f"{running.due:%Y-%m-%d}")
        raise InputError(sentence, {"due_on": sentence})
    if not decision.chair:
        sentence = _("Say who chairs the meeting: the chair approves the later date.")
        raise InputError(sentence, {"chair": sentence})
    return {**dates, **approval(tx, decision.chair), **telling(decision.told, tx, record)}

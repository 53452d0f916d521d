"""A notice's life as a table (RULEBOOK §2, notice board), on plain values.

Its row follows from its steps alone, as a ticket's does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from gridterm.errors import RefusedError
from gridterm.hotline.notices.terms import RUNNING, TEXTS, NoticeAction, NoticeState, Standing
from gridterm.hotline.terms import State
from gridterm.i18n import _

Payload = Mapping[str, Any]
WRITES = (NoticeAction.DRAFT, NoticeAction.EDIT)
ENDS = (NoticeState.DOWN, NoticeState.SUPERSEDED, NoticeState.WITHDRAWN)
BY_PROGRAM = (NoticeAction.SUPERSEDE,)
_D, _S, _A = RUNNING

TABLE: Mapping[tuple[NoticeState | None, NoticeAction], NoticeState] = {
    (None, NoticeAction.DRAFT): _D,
    (_D, NoticeAction.EDIT): _D,
    (_S, NoticeAction.EDIT): _D,
    (_D, NoticeAction.SUBMIT): _S,
    (_S, NoticeAction.APPROVE): _A,
    (_S, NoticeAction.SEND_BACK): _D,
    (_A, NoticeAction.TAKE_DOWN): NoticeState.DOWN,
    **{(one, NoticeAction.SUPERSEDE): NoticeState.SUPERSEDED for one in RUNNING},
    (_D, NoticeAction.WITHDRAW): NoticeState.WITHDRAWN,
    (_S, NoticeAction.WITHDRAW): NoticeState.WITHDRAWN,
}


@dataclass(frozen=True)
class NoticeStep:
    """One event before it has an id."""

    seq: int
    at: datetime
    action: NoticeAction
    actor_id: int | None = None
    actor: str = ""
    note: str = ""
    payload: Payload = field(default_factory=dict)


@dataclass(frozen=True)
class NoticeFacts:
    """What the steps say of a notice; ``writers`` drafted or changed it, so do not approve it."""

    state: NoticeState | None = None
    words: Payload = field(default_factory=dict)
    sources: Mapping[int, int] = field(default_factory=dict)
    writers: frozenset[int] = frozenset()
    drafted: NoticeStep | None = None
    approved: NoticeStep | None = None
    ended: NoticeStep | None = None


def step(facts: NoticeFacts, one: NoticeStep) -> NoticeFacts:
    """The facts after one more step.

    Raises:
        RefusedError: not in this state, or who writes would approve; the sentence says what
            can be done instead.
    """
    target = TABLE.get((facts.state, one.action))
    if target is None:
        raise RefusedError(_refusal(facts.state, one.action))
    if one.action is NoticeAction.APPROVE:
        _check_approver(facts, one)
        facts = replace(facts, approved=one)
    if one.action is NoticeAction.TAKE_DOWN and one.at.date() > day(facts.words["down_on"]):
        raise RefusedError(_("Its time was over already; it does not hang any more."))
    if one.action is NoticeAction.DRAFT:
        facts = replace(facts, drafted=one)
    if one.action in WRITES:
        writers = facts.writers if one.actor_id is None else facts.writers | {one.actor_id}
        sources = {int(key): number for key, number in one.payload["sources"].items()}
        facts = replace(facts, words=one.payload, writers=writers, sources=sources)
    if target in ENDS:
        facts = replace(facts, ended=one)
    return replace(facts, state=target)


def _check_approver(facts: NoticeFacts, one: NoticeStep) -> None:
    if one.actor_id is None:
        raise RefusedError(_("Sign on as a member of staff to approve a notice."))
    if one.actor_id in facts.writers:
        raise RefusedError(
            _("Who drafted or changed a notice does not approve it. Ask another leader.")
        )
    if one.at.date() > day(facts.words["down_on"]):
        raise RefusedError(_("The day it comes down has passed. Set later dates first."))


def facts_of(steps: Sequence[NoticeStep]) -> NoticeFacts:
    """What the rules know of a notice after its steps; errors as ``step``."""
    facts = NoticeFacts()
    for one in steps:
        facts = step(facts, one)
    return facts


def derive(steps: Sequence[NoticeStep]) -> tuple[dict[str, Any], NoticeFacts, list[str]]:
    """The columns of ``Notice`` without ``id``, the facts, and the state after each step.

    Raises:
        RefusedError: the steps do not follow the table.
    """
    facts, states = NoticeFacts(), []
    for one in steps:
        facts = step(facts, one)
        states.append(str(facts.state))
    words, approved, ended = facts.words, facts.approved, facts.ended
    number = str(steps[0].payload["number"])
    _prefix, year, seq = number.split("-")
    expected = words.get("expected_on")
    return (
        {
            "number": number,
            "year": int(year),
            "seq": int(seq),
            **{name: str(words.get(name, "")) for name in (*TEXTS, "office_phone")},
            "expected_on": day(expected) if expected else None,
            "grid_id": words.get("grid_id"),
            "up_on": day(words["up_on"]),
            "down_on": day(words["down_on"]),
            "state": states[-1],
            "drafted_at": steps[0].at,
            "drafter_id": steps[0].actor_id,
            "drafter": steps[0].actor,
            "approved_at": approved.at if approved else None,
            "approver_id": approved.actor_id if approved else None,
            "approver": approved.actor if approved else "",
            "ended_at": ended.at if ended else None,
            "reason": ended.note if ended else "",
        },
        facts,
        states,
    )


def standing(state: NoticeState, up_on: date, down_on: date, today: date) -> Standing:
    """How a notice stands on a day: what is approved hangs from ``up_on`` through ``down_on``."""
    if state is not NoticeState.APPROVED:
        return Standing(str(state))
    if today < up_on:
        return Standing.COMING
    return Standing.HANGING if today <= down_on else Standing.DOWN


def allowed(facts: NoticeFacts, today: date) -> tuple[NoticeAction, ...]:
    """What a person can do to a notice now, in the order it is offered."""
    over = facts.state is NoticeState.APPROVED and today > day(facts.words["down_on"])
    return tuple(
        action
        for source, action in TABLE
        if source == facts.state and action not in BY_PROGRAM and not over
    )


def unfit(ticket: Mapping[str, Any], number_of_round: int | None = None) -> str:
    """Why a call cannot be behind a notice; ``""`` where it can.

    Args:
        ticket: ``number``, ``state``, ``round``, ``confidential``, ``publishable`` of the call.
        number_of_round: the call's round when the notice was written; None before that.
    """
    number = ticket["number"]
    if ticket["confidential"]:
        return _("{number} is confidential; no notice is made of it.").format(number=number)
    if not ticket["publishable"]:
        return _("The caller of {number} did not allow that it is made public.").format(
            number=number
        )
    if ticket["state"] == State.VOID:
        return _("{number} is void; it is no call.").format(number=number)
    if number_of_round is not None and ticket["round"] > number_of_round:
        return _("{number} was opened again.").format(number=number)
    return ""


def number(year: int, seq: int) -> str:
    """The number people say: ``GS-2026-0001``, by year, gap-free, never reused."""
    return f"GS-{year}-{seq:04d}"


def series(year: int) -> str:
    """The counter the numbers of a year come from."""
    return f"GS-{year}"


def day(words: str) -> date:
    """A day as a step keeps it."""
    return date.fromisoformat(words)


def _refusal(state: NoticeState | None, action: NoticeAction) -> str:
    words = state.label if state else ""
    choices = [one.label for source, one in TABLE if source == state and one not in BY_PROGRAM]
    if not choices:
        return _("“{action}” is not possible: this notice is {state}.").format(
            action=action.label, state=words
        )
    return _("“{action}” is not possible: this notice is {state}. Possible now: {choices}.").format(
        action=action.label, state=words, choices=_(", ").join(choices)
    )

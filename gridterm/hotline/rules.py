"""The ticket's life as a table of transitions (RULEBOOK §2), on plain values.

A ticket's state follows from its steps alone: what a setting decided when a step was made
(does an answered inquiry close at once? was this the last miss?) stands in the step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from gridterm.errors import RefusedError
from gridterm.hotline.terms import Action, Satisfaction, State
from gridterm.i18n import _
from gridterm.text import runs

NUMBER = re.compile(r"RX-(\d{4})-(\d{4,})", re.IGNORECASE)
SHARED_PAIRS = 3
SHARED_PART = 0.25


@dataclass(frozen=True)
class Facts:
    """What the steps so far say. ``state`` is None before the ticket is registered."""

    state: State | None = None
    round: int = 1
    misses: int = 0
    answered_at: datetime | None = None
    closed_at: datetime | None = None


Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Transition:
    """One row of the table: from which states, by which action, to which state."""

    sources: tuple[State | None, ...]
    action: Action
    target: Callable[[Facts, Payload], State]


def _registered(_facts: Facts, payload: Payload) -> State:
    return State.CLOSED if payload.get("history") else State.RECEIVED


def _answered(_facts: Facts, payload: Payload) -> State:
    return State.CLOSED if payload.get("closes") else State.ANSWERED


def _revisited(_facts: Facts, payload: Payload) -> State:
    if payload.get("waived") or (not payload.get("reached") and payload.get("last_miss")):
        return State.CLOSED
    if not payload.get("reached"):
        return State.ANSWERED
    content = payload.get("satisfaction") != Satisfaction.DISSATISFIED
    return State.CLOSED if payload.get("solved") and content else State.RECEIVED


def _same(facts: Facts, _payload: Payload) -> State:
    return facts.state or State.RECEIVED


TRANSITIONS: tuple[Transition, ...] = (
    Transition((None,), Action.REGISTER, _registered),
    Transition((State.RECEIVED,), Action.ANSWER, _answered),
    Transition((State.RECEIVED,), Action.GUIDE, _answered),
    Transition((State.ANSWERED,), Action.REVISIT, _revisited),
    Transition((State.RECEIVED,), Action.VOID, lambda _facts, _payload: State.VOID),
    Transition((State.RECEIVED, State.ANSWERED, State.CLOSED), Action.REPLY, _same),
    Transition((State.RECEIVED, State.ANSWERED, State.CLOSED), Action.UPDATE, _same),
)
_TABLE = {(source, row.action): row for row in TRANSITIONS for source in row.sources}
_BY_IMPORT = {Action.REGISTER, Action.REPLY, Action.UPDATE}


def allowed(state: State) -> tuple[Action, ...]:
    """What a person can do to a ticket in ``state``, in the order it is offered."""
    return tuple(
        row.action for row in TRANSITIONS if state in row.sources and row.action not in _BY_IMPORT
    )


def step(facts: Facts, action: Action, at: datetime, payload: Payload) -> Facts:
    """The facts after one more step.

    Args:
        facts: what was so before.
        action: what is done.
        at: when it happened, on the office's wall clock.
        payload: the step's own facts, see ``terms.Visit`` and ``service``.

    Raises:
        RefusedError: not in this state; the sentence says what can be done instead.
    """
    row = _TABLE.get((facts.state, action))
    if row is None:
        raise RefusedError(_refusal(facts.state, action))
    target = row.target(facts, payload)
    after = replace(facts, state=target)
    if action is Action.REVISIT and not payload.get("reached") and not payload.get("waived"):
        after = replace(after, misses=facts.misses + 1)
    if target is State.ANSWERED and facts.state is not State.ANSWERED:
        after = replace(after, answered_at=at, misses=0)
    if target in {State.CLOSED, State.VOID} and facts.state is not State.CLOSED:
        answered = facts.answered_at or (None if target is State.VOID else at)
        after = replace(after, closed_at=at, answered_at=answered)
    if facts.state is State.ANSWERED and target is State.RECEIVED:
        after = replace(after, round=facts.round + 1, answered_at=None)
    return after


def _refusal(state: State | None, action: Action) -> str:
    if state is None:
        return _("This call is not registered yet. Register it first.")
    choices = allowed(state)
    if not choices:
        return _("“{action}” is not possible: this call is {state}.").format(
            action=action.label, state=state.label
        )
    return _("“{action}” is not possible: this call is {state}. Possible now: {choices}.").format(
        action=action.label,
        state=state.label,
        choices=_(", ").join(choice.label for choice in choices),
    )


def number(year: int, seq: int) -> str:
    """The number people say: ``RX-2026-0001`` (RULEBOOK §2: by year, gap-free, never reused)."""
    return f"RX-{year}-{seq:04d}"


def series(year: int) -> str:
    """The counter the numbers of a year come from."""
    return f"RX-{year}"


def pairs(text: str) -> frozenset[str]:
    """The character pairs of a text: what two wordings of one matter have in common."""
    return frozenset(a + b for run in runs(text) for a, b in pairwise(run))


def shared(mine: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter text's pairs the two have in common, 0 to 1; 0 below three pairs."""
    common = len(mine & other)
    if common < SHARED_PAIRS:
        return 0.0
    return common / min(len(mine), len(other))


def same_matter(mine: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts about one building are likely the same matter (RULEBOOK §2)."""
    return shared(mine, other) >= SHARED_PART

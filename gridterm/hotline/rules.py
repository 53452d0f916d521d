"""The ticket's life as a table of transitions (RULEBOOK §2), on plain values.

A ticket's state follows from its steps alone: what a setting decided when a step was made
(does an answered inquiry close at once? was this the last miss?) stands in the step. So do
facts of an earlier version: an unsolved revisit without ``rework`` led back to received, when
the log knew no handler yet; one without ``true`` was not asked whether the record is true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from gridterm.errors import RefusedError
from gridterm.hotline import guards
from gridterm.hotline.guards import Facts, Guard, Payload
from gridterm.hotline.terms import (
    LATE_LEVELS,
    OPEN_STATES,
    WORKING_STATES,
    Action,
    Mechanism,
    Satisfaction,
    State,
    Tier,
    Truth,
)
from gridterm.i18n import _
from gridterm.text import runs

NUMBER = re.compile(r"RX-(\d{4})-(\d{4,})", re.IGNORECASE)
SHARED_PAIRS = 3
SHARED_PART = 0.25
LAST_RETURN = 3

Target = Callable[[Facts, Payload], State]
Effect = Callable[[Facts, datetime, Payload], Facts]


@dataclass(frozen=True)
class Transition:
    """One row of the table: from which states, by which action, to which state.

    ``guard`` gives a sentence when the action is not allowed, else ``""``; ``effect`` says
    what else changes.
    """

    sources: tuple[State | None, ...]
    action: Action
    target: Target
    guard: Guard
    effect: Effect


# ── where an action leads ───────────────────────────────────────────────────
def _to(state: State) -> Target:
    return lambda _facts, _payload: state


def _same(facts: Facts, _payload: Payload) -> State:
    return facts.state or State.RECEIVED


def _registered(_facts: Facts, payload: Payload) -> State:
    return State.CLOSED if payload.get("history") else State.RECEIVED


def _answered(_facts: Facts, payload: Payload) -> State:
    return State.CLOSED if payload.get("closes") else State.ANSWERED


def _returned(facts: Facts, payload: Payload) -> State:
    escalates = facts.returns + 1 >= LAST_RETURN and payload.get("leader_id")
    return State.ASSIGNED if escalates else State.RECEIVED


def _revisited(_facts: Facts, payload: Payload) -> State:
    if payload.get("waived") or (not payload.get("reached") and payload.get("last_miss")):
        return State.CLOSED
    if not payload.get("reached"):
        return State.ANSWERED
    if content_with(payload):
        return State.CLOSED
    return State.IN_PROGRESS if payload.get("rework") else State.RECEIVED


def content_with(payload: Payload) -> bool:
    """Whether the answers of a revisit close the call (RULEBOOK §2).

    The record is true (属实), the matter solved, the resident not dissatisfied. A step without
    ``true`` is of a version that did not ask it.
    """
    return (
        payload.get("true") != Truth.NO
        and bool(payload.get("solved"))
        and payload.get("satisfaction") != Satisfaction.DISSATISFIED
    )


# ── what else an action changes ─────────────────────────────────────────────
def _nothing(facts: Facts, _at: datetime, _payload: Payload) -> Facts:
    return facts


def _begin(facts: Facts, at: datetime, _payload: Payload) -> Facts:
    return facts._replace(rounds=(at,))


def _tell(facts: Facts, at: datetime, payload: Payload) -> Facts:
    return _told(facts, at, payload) if payload.get("told") else facts


def _told(facts: Facts, at: datetime, payload: Payload) -> Facts:
    said = payload.get("told_at")
    return facts._replace(told_at=facts.told_at or (datetime.fromisoformat(said) if said else at))


def _set_tier(facts: Facts, at: datetime, payload: Payload) -> Facts:
    due, tier = payload.get("major_due"), Tier(payload["tier"])
    former = facts.former if tier is facts.tier else (*facts.former, (at, facts.tier))
    return facts._replace(
        tier=tier,
        tier_at=at,
        former=former,
        mechanism=Mechanism(payload["mechanism"]),
        major_due=datetime.fromisoformat(due) if due else facts.major_due,
        accused_id=payload.get("accused_id") or facts.accused_id,
    )


def _hand(facts: Facts, at: datetime, payload: Payload) -> Facts:
    return facts._replace(
        handler_id=payload.get("to_id"), assigned_at=at, accepted_at=None, stands_in_for=None
    )


def _take(facts: Facts, at: datetime, payload: Payload) -> Facts:
    taker = payload.get("by_id")
    first = facts.first_acceptor_id if facts.first_acceptor_id is not None else taker
    return facts._replace(
        first_acceptor_id=first, accepted_at=at, stands_in_for=payload.get("for_id")
    )


def _give_back(facts: Facts, at: datetime, payload: Payload) -> Facts:
    returns = facts.returns + 1
    if returns >= LAST_RETURN and payload.get("leader_id"):
        return facts._replace(returns=returns, handler_id=payload["leader_id"], assigned_at=at)
    return facts._replace(returns=returns, handler_id=None, assigned_at=None)


def _pause(facts: Facts, at: datetime, payload: Payload) -> Facts:
    return facts._replace(suspended_at=at, review_on=date.fromisoformat(payload["review_on"]))


def _go_on(facts: Facts, at: datetime, _payload: Payload) -> Facts:
    begun = facts.suspended_at or at
    return facts._replace(suspended_at=None, review_on=None, pauses=(*facts.pauses, (begun, at)))


def _prolong(facts: Facts, at: datetime, payload: Payload) -> Facts:
    later = datetime.fromisoformat(payload["new_due"])
    by_hand = later if facts.tier is Tier.MAJOR else facts.major_due
    longer = facts._replace(
        extended_to=later, extended_at=at, major_due=by_hand, decided_at=None, decided_due=None
    )
    return _tell(longer, at, payload)


def _decide(facts: Facts, at: datetime, payload: Payload) -> Facts:
    """An earlier date counts at once; a later one is the one extension, told to the resident."""
    if guards.later(payload):
        return _prolong(facts, at, payload)
    earlier = payload.get("new_due")
    if earlier is None:
        return facts
    return facts._replace(decided_at=at, decided_due=datetime.fromisoformat(earlier))


def _count_miss(facts: Facts, at: datetime, payload: Payload) -> Facts:
    missed = not payload.get("reached") and not payload.get("waived")
    return facts._replace(missed_on=(*facts.missed_on, at.date())) if missed else facts


def _reopened(facts: Facts, at: datetime, _payload: Payload) -> Facts:
    closed = facts.closed_at or at
    return facts._replace(rests=(*facts.rests, (closed, at)))


def _join(facts: Facts, _at: datetime, payload: Payload) -> Facts:
    return facts._replace(master_id=payload["master_id"])


def _part(facts: Facts, _at: datetime, _payload: Payload) -> Facts:
    return facts._replace(master_id=None, handler_id=None, assigned_at=None, accepted_at=None)


def _climb(rung: int) -> Effect:
    return lambda facts, _at, _payload: facts._replace(ladder=max(facts.ladder, rung))


TRIAGED_IN = WORKING_STATES
IMPORTED_IN = (State.RECEIVED, State.ANSWERED, State.CLOSED)
DECIDED_IN = (*WORKING_STATES, State.SUSPENDED, State.REPORTED_UP)
SORTED_IN = tuple(state for state in State if state is not State.VOID)
_R, _A, _P = State.RECEIVED, State.ASSIGNED, State.IN_PROGRESS
_S, _U, _W, _C = State.SUSPENDED, State.REPORTED_UP, State.ANSWERED, State.CLOSED
_M = State.MERGED

TRANSITIONS: tuple[Transition, ...] = (
    Transition((None,), Action.REGISTER, _registered, guards.free, _begin),
    Transition((_R,), Action.ANSWER, _answered, guards.only_general, _told),
    Transition((_R,), Action.GUIDE, _answered, guards.only_general, _told),
    Transition(TRIAGED_IN, Action.TRIAGE, _same, guards.free, _set_tier),
    Transition((_R,), Action.ASSIGN, _to(_A), guards.triaged, _hand),
    Transition((_A,), Action.ACCEPT, _to(_P), guards.not_by_the_accused, _take),
    Transition((_A,), Action.RETURN, _returned, guards.free, _give_back),
    Transition((_P, _S, _U, _M), Action.PROGRESS, _same, guards.free, _tell),
    Transition((_P,), Action.TRANSFER, _to(_A), guards.not_the_accused, _hand),
    Transition((_P,), Action.SUSPEND, _to(_S), guards.review_soon, _pause),
    Transition((_S,), Action.RESUME, _to(_P), guards.free, _go_on),
    Transition((_R, _P), Action.REPORT_UP, _to(_U), guards.goes_up, _nothing),
    Transition((_U,), Action.SUPERIOR_REPLY, _to(_P), guards.free, _nothing),
    Transition((_P,), Action.EXTEND, _same, guards.once_before_due, _prolong),
    Transition((_P, _U), Action.RESOLVE, _to(_W), guards.free, _told),
    Transition((_W,), Action.REVISIT, _revisited, guards.free, _count_miss),
    Transition((_M,), Action.REVISIT, _same, guards.free, _count_miss),
    Transition((_C,), Action.REOPEN, _to(_P), guards.recent, _reopened),
    Transition((_R, _A, _P), Action.MERGE, _to(_M), guards.free, _join),
    Transition((_M,), Action.SPLIT, _to(_R), guards.free, _part),
    Transition((_R, _A, _P), Action.SPLIT, _same, guards.names_the_new, _nothing),
    Transition((_R,), Action.VOID, _to(State.VOID), guards.free, _nothing),
    Transition(OPEN_STATES, Action.URGE, _same, guards.late_enough(0), _climb(1)),
    Transition(OPEN_STATES, Action.SUPERVISE, _same, guards.late_enough(1), _climb(2)),
    Transition(OPEN_STATES, Action.CIRCULATE, _same, guards.late_enough(2), _climb(3)),
    Transition(IMPORTED_IN, Action.REPLY, _same, guards.free, _nothing),
    Transition(IMPORTED_IN, Action.UPDATE, _same, guards.free, _nothing),
    Transition(SORTED_IN, Action.CATEGORISE, _same, guards.free, _nothing),
    Transition(DECIDED_IN, Action.DECIDE, _same, guards.decidable, _decide),
)
_TABLE = {(source, row.action): row for row in TRANSITIONS for source in row.sources}
LADDER = (Action.URGE, Action.SUPERVISE, Action.CIRCULATE)
_NO_STEP = {Action.REGISTER, Action.REPLY, Action.UPDATE, Action.CATEGORISE, Action.DECIDE}
"""Actions that take a ticket nowhere, or that nobody chooses from its list: a meeting decides."""


def allowed(state: State, level: str = "", ladder: int = 0) -> tuple[Action, ...]:
    """What a person can do to a ticket in ``state``, in the order it is offered.

    Args:
        state: where it stands.
        level: how late it is (a code of ``Level``); only a late one is urged and supervised.
        ladder: how far its lateness was confirmed already.
    """
    climbing = {
        action
        for rung, action in enumerate(LADDER)
        if level in LATE_LEVELS[rung:] and ladder >= rung
    }
    hidden = {*_NO_STEP, *LADDER} - climbing
    return tuple(
        row.action for row in TRANSITIONS if state in row.sources and row.action not in hidden
    )


def step(facts: Facts, action: Action, at: datetime, payload: Payload) -> Facts:
    """The facts after one more step.

    Args:
        facts: what was so before.
        action: what is done.
        at: when it happened, on the office's wall clock.
        payload: the step's own facts, see ``service``.

    Raises:
        RefusedError: not in this state, or a guard of RULEBOOK §2 forbids it; the sentence
            says what can be done instead.
    """
    row = _TABLE.get((facts.state, action))
    if row is None:
        raise RefusedError(_refusal(facts.state, action))
    forbidden = row.guard(facts, at, payload)
    if forbidden:
        raise RefusedError(forbidden)
    target = row.target(facts, payload)
    after = row.effect(facts, at, payload)
    if target is facts.state:
        return after
    return _moved(facts.state, after._replace(state=target), at)


def _moved(source: State | None, facts: Facts, at: datetime) -> Facts:
    """What changing the state means for the stamps: answered, closed, a new round."""
    target = facts.state
    if target is State.REPORTED_UP and source is not target:
        facts = facts._replace(up_at=at)
    if source is State.REPORTED_UP and target is not source:
        facts = facts._replace(up_at=None, aloft=(*facts.aloft, (facts.up_at or at, at)))
    if target is State.ANSWERED and source is not State.ANSWERED:
        facts = facts._replace(answered_at=at, missed_on=(), ladder=0)
    if target in {State.CLOSED, State.VOID} and source is not State.CLOSED:
        answered = facts.answered_at or (None if target is State.VOID else at)
        facts = facts._replace(closed_at=at, answered_at=answered)
    if source in {State.ANSWERED, State.CLOSED} and target in OPEN_STATES and target is not source:
        facts = facts._replace(
            round=facts.round + 1,
            rounds=(*facts.rounds, at),
            answered_at=None,
            closed_at=None,
            extended_to=None,
            extended_at=None,
            decided_at=None,
            decided_due=None,
            major_due=None,
            missed_on=(),
            ladder=0,
        )
    return facts


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


def last_miss(earlier: Sequence[date], day: date, *, tries: int, days: int) -> bool:
    """Whether a revisit that reaches nobody on ``day`` is the last one (RULEBOOK §2).

    Args:
        earlier: the days of this round's misses so far.
        day: the day of this one.
        tries: after so many misses at least.
        days: on so many different days at least: three calls in one hour are no three tries.
    """
    missed = [*earlier, day]
    return len(missed) >= tries and len(set(missed)) >= min(days, tries)


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

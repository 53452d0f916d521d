"""The life of a case as a table of transitions (RULEBOOK §6), on plain values.

A case's state follows from its steps alone. What a step needs beside the case (settings, what
the ladder says, numbers) stands in the step's own facts, which are values of JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from gridterm.discipline import guards
from gridterm.discipline.guards import Guard, Payload, all_of
from gridterm.discipline.terms import (
    CaseFacts,
    CaseState,
    CaseStep,
    Clause,
    LetterKind,
    Source,
    Track,
)
from gridterm.errors import RefusedError
from gridterm.i18n import _

Target = Callable[[CaseFacts], CaseState]
Effect = Callable[[CaseFacts, datetime, Payload], CaseFacts]


@dataclass(frozen=True)
class Transition:
    """One row of the table: from which states, by which step, to which state.

    ``guard`` gives a sentence when the step is not allowed, else ``""``; ``effect`` says what
    else changes.
    """

    sources: tuple[CaseState | None, ...]
    step: CaseStep
    target: Target
    guard: Guard
    effect: Effect


# ── where a step leads ──────────────────────────────────────────────────────
def _to(state: CaseState) -> Target:
    return lambda _facts: state


def _same(facts: CaseFacts) -> CaseState:
    return facts.state or CaseState.REPORTED


def _changed(facts: CaseFacts) -> CaseState:
    """A letter nobody has received is replaced, and then served."""
    return CaseState.DECIDED if facts.state is CaseState.DECIDED else CaseState.CHANGED


def _back(facts: CaseFacts) -> CaseState:
    return facts.before_revocation or CaseState.CONFIRMED


# ── what else a step changes ────────────────────────────────────────────────
def _nothing(facts: CaseFacts, _at: datetime, _payload: Payload) -> CaseFacts:
    return facts


def _begin(facts: CaseFacts, _at: datetime, payload: Payload) -> CaseFacts:
    clause = payload.get("clause")
    return replace(
        facts,
        number=payload.get("number", facts.number),
        track=Track(payload.get("track", Track.MUST_NOTS)),
        clause=Clause(clause) if clause else None,
        source=Source(payload.get("source", Source.OTHER)),
        person_id=payload["person_id"],
        reporter_id=payload["reporter_id"],
        incident_on=date.fromisoformat(payload["incident_on"]),
        check=payload.get("check", ""),
        findings=payload.get("findings", 1),
        finder_id=payload.get("finder_id"),
    )


def _entrust(facts: CaseFacts, _at: datetime, payload: Payload) -> CaseFacts:
    return replace(facts, investigator_id=payload["investigator_id"])


def _collect(facts: CaseFacts, _at: datetime, payload: Payload) -> CaseFacts:
    findings = facts.findings + payload.get("findings", 0)
    return replace(facts, evidence=facts.evidence + 1, findings=findings)


def _ask(facts: CaseFacts, at: datetime, _payload: Payload) -> CaseFacts:
    return replace(facts, asked_at=facts.asked_at or at)


def _state(facts: CaseFacts, at: datetime, _payload: Payload) -> CaseFacts:
    return replace(facts, asked_at=facts.asked_at or at, stated=True)


def _confirm(facts: CaseFacts, at: datetime, _payload: Payload) -> CaseFacts:
    return replace(facts, confirmed_on=at.date())


def _number(facts: CaseFacts, payload: Payload) -> CaseFacts:
    return replace(facts, letters=(*facts.letters, payload["letter"]))


def _decide(facts: CaseFacts, at: datetime, payload: Payload) -> CaseFacts:
    return replace(
        _number(facts, payload),
        decider_id=payload["by_id"],
        decided_on=at.date(),
        level=payload["level"],
        lowest=payload.get("lowest", 1),
        letter=payload["letter"],
    )


def _serve(facts: CaseFacts, _at: datetime, payload: Payload) -> CaseFacts:
    return replace(facts, served_on=date.fromisoformat(payload["served_on"]))


def _appeal(facts: CaseFacts, _at: datetime, payload: Payload) -> CaseFacts:
    made = date.fromisoformat(payload["appealed_on"])
    return replace(facts, appealed_on=made, suspended=bool(payload.get("suspends")))


def _lower(facts: CaseFacts, _at: datetime, payload: Payload) -> CaseFacts:
    """The case starts no higher than the new level: else it would be due what was just lowered."""
    level = payload["level"]
    return replace(
        _number(facts, payload),
        level=level,
        lowest=min(facts.lowest, level),
        letter=payload["letter"],
    )


def _revoke(facts: CaseFacts, _at: datetime, payload: Payload) -> CaseFacts:
    return replace(_number(facts, payload), before_revocation=facts.state)


def _restore(facts: CaseFacts, _at: datetime, payload: Payload) -> CaseFacts:
    return replace(_number(facts, payload), before_revocation=None)


_R, _I, _C, _D = CaseState.REPORTED, CaseState.INVESTIGATING, CaseState.CONFIRMED, CaseState.DECIDED
_S, _A = CaseState.SERVED, CaseState.APPEALED
_HOLDS = (_D, _S, _A, CaseState.UPHELD, CaseState.CHANGED)
"""Where a decision holds: an appeal, or the office that finds its own error, may lower it."""
_INSTANCE = all_of(guards.independent, guards.reviewed, guards.reasoned)
_CLOSING = all_of(guards.not_by_the_person, guards.reasoned)
_DECIDING = all_of(guards.independent, guards.heard, guards.on_its_rung, guards.newly_numbered)
_SERVING = all_of(guards.not_by_the_person, guards.received)

TRANSITIONS: tuple[Transition, ...] = (
    Transition((None,), CaseStep.REPORT, _to(_R), guards.whole, _begin),
    Transition(
        (_R,),
        CaseStep.INVESTIGATE,
        _to(_I),
        all_of(guards.not_by_the_person, guards.not_investigated_by_the_person),
        _entrust,
    ),
    Transition((_R, _I, _C, _A), CaseStep.EVIDENCE, _same, guards.not_by_the_person, _collect),
    Transition((_I, _C), CaseStep.ASK, _same, guards.not_by_the_person, _ask),
    Transition((_I, _C), CaseStep.STATE, _same, guards.answered_or_declined, _state),
    Transition((_I, _C), CaseStep.UNFOUNDED, _to(CaseState.UNFOUNDED), _CLOSING, _nothing),
    Transition((_R, _I), CaseStep.WITHDRAW, _to(CaseState.WITHDRAWN), _CLOSING, _nothing),
    Transition(
        (_I,),
        CaseStep.CONFIRM,
        _to(_C),
        all_of(guards.not_by_the_person, guards.evidenced),
        _confirm,
    ),
    Transition((_C,), CaseStep.DECIDE, _to(_D), _DECIDING, _decide),
    Transition((_D,), CaseStep.SERVE, _to(_S), _SERVING, _serve),
    Transition((_S,), CaseStep.APPEAL, _to(_A), all_of(guards.in_time, guards.reasoned), _appeal),
    Transition((_A,), CaseStep.UPHOLD, _to(CaseState.UPHELD), _INSTANCE, _nothing),
    Transition(
        _HOLDS,
        CaseStep.CHANGE,
        _changed,
        all_of(_INSTANCE, guards.lower, guards.newly_numbered),
        _lower,
    ),
    Transition(
        _HOLDS,
        CaseStep.REVOKE,
        _to(CaseState.REVOKED),
        all_of(_INSTANCE, guards.newly_numbered),
        _revoke,
    ),
    Transition(
        (CaseState.REVOKED,),
        CaseStep.RESTORE,
        _back,
        all_of(_INSTANCE, guards.newly_numbered),
        _restore,
    ),
)
_TABLE = {(source, row.step): row for row in TRANSITIONS for source in row.sources}


def allowed(state: CaseState | None) -> tuple[CaseStep, ...]:
    """What can be done to a case in a state, in the order it is offered."""
    return tuple(row.step for row in TRANSITIONS if state in row.sources)


def step(facts: CaseFacts, taken: CaseStep, at: datetime, payload: Payload) -> CaseFacts:
    """The facts after one more step.

    Args:
        facts: what was so before.
        taken: what is done.
        at: when, on the office's wall clock.
        payload: the step's own facts; ``by_id`` is who does it. ``decide`` takes ``level``,
            ``due`` (the ladder's level), ``unserved``, ``lowest``, ``letter``, ``answer_days``;
            ``serve`` takes ``served_on`` with ``receipt`` or ``witness_ids``; ``appeal`` takes
            ``appealed_on``, ``days``, ``suspends``; what changes a decision takes ``letter``,
            the number of its notice. The other keys are those the guards and effects name.

    Raises:
        RefusedError: not in this state, or a guard of RULEBOOK §6 forbids it; the sentence
            says what can be done instead.
    """
    row = _TABLE.get((facts.state, taken))
    if row is None:
        raise RefusedError(_refusal(facts.state, taken))
    forbidden = row.guard(facts, at, payload)
    if forbidden:
        raise RefusedError(forbidden)
    return replace(row.effect(facts, at, payload), state=row.target(facts))


def _refusal(state: CaseState | None, taken: CaseStep) -> str:
    if state is None:
        return _("This case is not registered yet. Register the lead first.")
    choices = allowed(state)
    if not choices:
        return _("“{action}” is not possible: this case has ended ({state}).").format(
            action=taken.label, state=state.label
        )
    return _(
        "“{action}” is not possible: this case stands at {state}. Possible now: {choices}."
    ).format(
        action=taken.label,
        state=state.label,
        choices=_(", ").join(choice.label for choice in choices),
    )


# ── numbers and letters ─────────────────────────────────────────────────────
def case_number(year: int, seq: int) -> str:
    """The number of a case: ``JL-2026-001``; by year, gap-free, never reused."""
    return f"JL-{year}-{seq:03d}"


def letter_number(year: int, seq: int) -> str:
    """The number of a letter of whatever kind: ``2026-007``; by year, gap-free, never reused."""
    return f"{year}-{seq:03d}"


def case_series(year: int) -> str:
    """The counter the numbers of a year's cases come from."""
    return f"JL-{year}"


def letter_series(year: int) -> str:
    """The counter the numbers of a year's letters come from."""
    return f"letter-{year}"


def letter_kind(track: Track, level: int) -> LetterKind:
    """What is printed for a level, 1 the lowest rung."""
    if track is Track.PERFORMANCE:
        return LetterKind.MEASURE
    return (LetterKind.WARNING, LetterKind.SEVERE, LetterKind.DISMISSAL)[level - 1]

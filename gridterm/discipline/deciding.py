"""Decisions on a case and what becomes of them (RULEBOOK §6), each with its numbered letter.

A level is what the ladder says of all cases of the person at that moment; nobody types it. A
letter is never rewritten: what changes a decision is a notice that names the letter it corrects.
Errors as in ``service``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from gridterm import settings
from gridterm.discipline import bearing, issuing, rules
from gridterm.discipline.acting import act, unchanged
from gridterm.discipline.bearing import Record
from gridterm.discipline.events import facts_of
from gridterm.discipline.issuing import Wanted
from gridterm.discipline.tables import DisciplineCase
from gridterm.discipline.terms import CaseStep, Flag, LetterKind, Standing, rungs
from gridterm.discipline.views import CaseDetail, DecisionForm
from gridterm.errors import InputError, RefusedError
from gridterm.hotline.stepping import optional, required
from gridterm.i18n import _
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx


@dataclass(frozen=True)
class Notice:
    """A step that changes a decision: of the case before it, what its notice says.

    ``says`` gives the number of the letter that is corrected, the new rung, and why.
    """

    step: CaseStep
    says: Callable[[Tx, DisciplineCase], tuple[str, int, str]]


def decide(
    store: Store,
    actor: Actor,
    case_id: int,
    form: DecisionForm | None = None,
    *,
    draft_id: int | None = None,
) -> CaseDetail:
    """Decide (决定): the rung is the ladder's, and the numbered letter is issued with it.

    Args:
        store: the office.
        actor: who decides: neither the reporter nor whom it is about.
        case_id: the case.
        form: how high a serious matter starts, and why; None for neither.
        draft_id: the draft it was typed in.
    """
    typed = form or DecisionForm()
    reason = optional(typed.reason, "reason")
    found: list[tuple[Standing, str]] = []

    def payload(tx: Tx, record: DisciplineCase) -> dict[str, Any]:
        unchanged(tx, record)
        known = bearing.record_of(tx.session, record.person_id)
        standing = _due(known, record, typed.lowest)
        number = issuing.new_number(tx, record)
        found.append((standing, number))
        below = standing.rests_on or standing.with_case
        return {
            "level": standing.level,
            "due": standing.level,
            "unserved": bearing.unserved(standing),
            "lowest": typed.lowest,
            "reason": reason,
            "letter": number,
            "answer_days": settings.load(tx.session).number("discipline.answer_days"),
            "below": below.number if below else "",
            **known.basis(),
        }

    def after(tx: Tx, record: DisciplineCase) -> None:
        standing, number = found[0]
        kind = rules.letter_kind(facts_of(record).track, standing.level)
        wanted = Wanted(CaseStep.DECIDE, kind, standing.level, reason, standing.why)
        issuing.issue(tx, record, number, wanted)

    return act(store, actor, case_id, CaseStep.DECIDE, payload, after=after, draft_id=draft_id)


def _due(known: Record, record: DisciplineCase, lowest: int) -> Standing:
    """What the ladder makes of a case that is about to be decided.

    Raises:
        InputError: there is no such rung to start at.
    """
    facts = facts_of(record)
    if not 1 <= lowest <= len(rungs(facts.track)):
        sentence = _("Choose a rung of this ladder to start at.")
        raise InputError(sentence, {"lowest": sentence})
    return known.judged(replace(facts, lowest=lowest))


def uphold(
    store: Store, actor: Actor, case_id: int, reason: str, *, draft_id: int | None = None
) -> CaseDetail:
    """Uphold what was appealed (维持); by another than who decided it."""
    words = required(reason, _("Say why."), "reason")
    given = {"reason": words}
    return act(store, actor, case_id, CaseStep.UPHOLD, lambda _tx, _r: given, draft_id=draft_id)


def change(  # noqa: PLR0913 - the rung and why
    store: Store,
    actor: Actor,
    case_id: int,
    level: int,
    reason: str,
    *,
    draft_id: int | None = None,
) -> CaseDetail:
    """Lower the level (变更), with a numbered notice: on an appeal, or an error of the office.

    Args:
        store: the office.
        actor: who decides it.
        case_id: the case.
        level: the rung it has from now on, below the one it has.
        reason: why.
        draft_id: the draft it was typed in.
    """
    words = required(reason, _("Say why."), "reason")
    notice = Notice(CaseStep.CHANGE, lambda _tx, record: (record.letter, level, words))
    return _noticed(store, actor, case_id, notice, draft_id)


def correct(store: Store, actor: Actor, case_id: int, reason: str = "") -> CaseDetail:
    """Carry out the correction that is proposed for a case, to the rung the ladder gives now.

    ``reason`` is the ladder's own sentence where none is typed.

    Raises:
        RefusedError: none is proposed for it.
    """

    def says(tx: Tx, record: DisciplineCase) -> tuple[str, int, str]:
        found = bearing.record_of(tx.session, record.person_id).standing(record.id or 0)
        if Flag.NEEDS_CHANGE not in found.flags:
            raise RefusedError(_("No correction is proposed for this case."))
        return record.letter, found.level, optional(reason, "reason") or found.why

    return _noticed(store, actor, case_id, Notice(CaseStep.CHANGE, says))


def revoke(
    store: Store, actor: Actor, case_id: int, reason: str, *, draft_id: int | None = None
) -> CaseDetail:
    """Revoke a decision (撤销), with a numbered notice; cases above it are flagged, not changed."""
    words = required(reason, _("Say why."), "reason")
    notice = Notice(CaseStep.REVOKE, lambda _tx, record: (record.letter, 0, words))
    return _noticed(store, actor, case_id, notice, draft_id)


def restore(
    store: Store, actor: Actor, case_id: int, reason: str, *, draft_id: int | None = None
) -> CaseDetail:
    """Take a revocation back, with a numbered notice; the case is again where it was."""
    words = required(reason, _("Say why."), "reason")

    def says(_tx: Tx, record: DisciplineCase) -> tuple[str, int, str]:
        return record.letters.split()[-1], record.level, words

    return _noticed(store, actor, case_id, Notice(CaseStep.RESTORE, says), draft_id)


def _noticed(
    store: Store, actor: Actor, case_id: int, notice: Notice, draft_id: int | None = None
) -> CaseDetail:
    """A step that changes a decision, with its notice of correction."""
    found: list[tuple[str, Wanted]] = []

    def payload(tx: Tx, record: DisciplineCase) -> dict[str, Any]:
        refers_to, level, words = notice.says(tx, record)
        number = issuing.new_number(tx, record)
        was = 0 if notice.step is CaseStep.RESTORE else record.level
        kind = LetterKind.CORRECTION
        wanted = Wanted(notice.step, kind, level, words, refers_to=refers_to, was=was)
        found.append((number, wanted))
        told = {"reason": words, "letter": number, "corrects": refers_to}
        return told | ({"level": level} if notice.step is CaseStep.CHANGE else {})

    def after(tx: Tx, record: DisciplineCase) -> None:
        issuing.issue(tx, record, *found[0])

    return act(store, actor, case_id, notice.step, payload, after=after, draft_id=draft_id)

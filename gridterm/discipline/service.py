"""What is done to a case (RULEBOOK §6), from the lead to the appeal.

Every function is one use case with one audit entry and returns the case after it. All raise
``NotFoundError`` for a case that does not exist or is not for the actor to see, ``RefusedError``
with a sentence when its state, a guard or somebody's part in it forbids the step, ``InputError``
with ``fields`` when something is missing. The program itself (no staff id) takes no step.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gridterm import settings
from gridterm.discipline import evidence, powers, rules
from gridterm.discipline.acting import act, employed, iso, unchanged
from gridterm.discipline.deciding import change, correct, decide, restore, revoke, uphold
from gridterm.discipline.detail import detail
from gridterm.discipline.events import append, id_of
from gridterm.discipline.leads import checked_lead, more_findings
from gridterm.discipline.sources import Copied, copy_of
from gridterm.discipline.tables import CaseEvidence, DisciplineCase
from gridterm.discipline.terms import CaseStep, Source
from gridterm.discipline.views import CaseDetail, CaseForm
from gridterm.errors import InputError
from gridterm.hotline.stepping import optional, required
from gridterm.i18n import _
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean

__all__ = [
    "add_evidence",
    "appeal",
    "ask",
    "change",
    "correct",
    "decide",
    "find_true",
    "find_untrue",
    "investigate",
    "record_statement",
    "report",
    "restore",
    "revoke",
    "serve",
    "uphold",
    "withdraw",
]
NOTE = "note"
"""The subject of evidence that was written down and is no copy of a record."""


# ── the lead and its investigation ──────────────────────────────────────────
def report(
    store: Store, actor: Actor, form: CaseForm, *, draft_id: int | None = None
) -> CaseDetail:
    """Register a lead (线索登记): it gets its number, and the record it comes from is copied in.

    Args:
        store: the office.
        actor: who reports it, and never decides on it.
        form: what was typed.
        draft_id: the draft this came from; it goes with the save.
    """
    with store.write(f"discipline.{CaseStep.REPORT}", actor) as tx:
        reader = powers.reader_of(tx.session, actor, tx.now.date())
        source, payload = checked_lead(tx, form)
        year = tx.now.year
        payload["number"] = rules.case_number(year, tx.number(rules.case_series(year)))
        matter = required(form.matter, _("Write what happened."), "matter")
        record = append(tx, None, CaseStep.REPORT, payload, matter)
        tx.subject = f"case:{id_of(record)}"
        if source is not None:
            _keep(tx, record, source, {"by_id": actor.staff_id})
        drafts.forget(tx.session, draft_id)
        tx.session.flush()
        return detail(tx.session, reader, record, tx.now)


def investigate(store: Store, actor: Actor, case_id: int, investigator_id: int) -> CaseDetail:
    """Start the investigation (核查): who looks into it, never whom it is about."""

    def payload(tx: Tx, _record: DisciplineCase) -> dict[str, Any]:
        staff = employed(tx, investigator_id, "investigator_id")
        return {"investigator_id": staff.id, "investigator": staff.name}

    return act(store, actor, case_id, CaseStep.INVESTIGATE, payload)


def add_evidence(  # noqa: PLR0913 - a record or words, and where they were typed
    store: Store,
    actor: Actor,
    case_id: int,
    *,
    subject: str = "",
    text: str = "",
    draft_id: int | None = None,
) -> CaseDetail:
    """Add evidence: a copy of the record ``subject`` names, or what somebody saw, in words.

    A further finding of the check the case came from is counted with it.
    """
    words = (
        optional(text, "text")
        if subject
        else required(text, _("Name a record or write what was seen."), "text")
    )
    found: list[Copied] = []

    def payload(tx: Tx, record: DisciplineCase) -> dict[str, Any]:
        copied = copy_of(tx.session, subject, tx.now) if subject else _written(tx, words)
        found.append(copied)
        findings = more_findings(tx.session, copied, record)
        return {"subject": copied.subject, "title": copied.title, "findings": findings}

    def after(tx: Tx, record: DisciplineCase) -> None:
        _put(tx, record, found[0])

    note = words if subject else ""
    return act(
        store, actor, case_id, CaseStep.EVIDENCE, payload, note=note, after=after,
        draft_id=draft_id,
    )  # fmt: skip


def ask(store: Store, actor: Actor, case_id: int) -> CaseDetail:
    """Note that the person was asked for a statement; from now on they see the case."""
    return act(store, actor, case_id, CaseStep.ASK)


def record_statement(  # noqa: PLR0913 - words or none, and where they were typed
    store: Store,
    actor: Actor,
    case_id: int,
    words: str = "",
    *,
    declined: bool = False,
    draft_id: int | None = None,
) -> CaseDetail:
    """Write down what the person says (陈述), in their words; or that they say nothing."""
    said = clean(words)
    if declined and said:
        sentence = _("Either there are words, or the person makes no statement: empty one.")
        raise InputError(sentence, {"declined": sentence})
    if not declined:
        sentence = _("Write the statement down, or note that the person makes none.")
        said = required(words, sentence, "words")

    def payload(_tx: Tx, _record: DisciplineCase) -> dict[str, Any]:
        return {"declined": True} if declined else {"words": said}

    return act(store, actor, case_id, CaseStep.STATE, payload, draft_id=draft_id)


def find_untrue(
    store: Store, actor: Actor, case_id: int, reason: str, *, draft_id: int | None = None
) -> CaseDetail:
    """Find it untrue (不属实); the case ends and counts for nothing.

    What was found true can be as well, until it is decided.
    """
    words = required(reason, _("Say why."), "reason")
    given = {"reason": words}
    return act(store, actor, case_id, CaseStep.UNFOUNDED, lambda _tx, _r: given, draft_id=draft_id)


def withdraw(
    store: Store, actor: Actor, case_id: int, reason: str, *, draft_id: int | None = None
) -> CaseDetail:
    """Take the report back (撤回); its number stays used."""
    words = required(reason, _("Say why."), "reason")
    given = {"reason": words}
    return act(store, actor, case_id, CaseStep.WITHDRAW, lambda _tx, _r: given, draft_id=draft_id)


def find_true(store: Store, actor: Actor, case_id: int) -> CaseDetail:
    """Find it true (属实) by the evidence there is; what it leads to is decided after that."""
    return act(store, actor, case_id, CaseStep.CONFIRM, unchanged)


# ── service and appeal ──────────────────────────────────────────────────────
def serve(  # noqa: PLR0913 - when, and what proves it
    store: Store,
    actor: Actor,
    case_id: int,
    served_on: date | None = None,
    *,
    receipt: bool = False,
    witness_ids: Iterable[int] = (),
) -> CaseDetail:
    """Note that the letter was served (送达): by its signed receipt, or before a witness.

    Args:
        store: the office.
        actor: who notes it.
        case_id: the case.
        served_on: the day the person received it; None is today.
        receipt: whether the receipt is signed.
        witness_ids: who saw that the person would not sign.
    """

    def payload(tx: Tx, record: DisciplineCase) -> dict[str, Any]:
        seen = [employed(tx, one, "witness_ids") for one in dict.fromkeys(witness_ids)]
        return {
            "served_on": iso(served_on, tx),
            "receipt": receipt,
            "witness_ids": [one.id for one in seen],
            "witnesses": [one.name for one in seen],
            "served": record.letter,
        }

    return act(store, actor, case_id, CaseStep.SERVE, payload)


def appeal(  # noqa: PLR0913 - when and why
    store: Store,
    actor: Actor,
    case_id: int,
    reason: str,
    appealed_on: date | None = None,
    *,
    draft_id: int | None = None,
) -> CaseDetail:
    """Register the person's appeal (申诉); whoever registers it does so for them.

    Args:
        store: the office.
        actor: who registers it.
        case_id: the case.
        reason: what the person says.
        appealed_on: the day the person appealed; None is today.
        draft_id: the draft it was typed in.
    """
    words = required(reason, _("Write why the person appeals."), "reason")

    def payload(tx: Tx, record: DisciplineCase) -> dict[str, Any]:
        current = settings.load(tx.session)
        made = appealed_on or tx.now.date()
        if made > tx.now.date():
            sentence = _("The day of the appeal lies ahead. Correct it.")
            raise InputError(sentence, {"appealed_on": sentence})
        return {
            "by_id": record.person_id,
            "appealed_on": made.isoformat(),
            "days": current.number("discipline.appeal_days"),
            "suspends": bool(current["discipline.appeal_suspends"]),
            "reason": words,
        }

    return act(store, actor, case_id, CaseStep.APPEAL, payload, draft_id=draft_id)


# ── evidence ────────────────────────────────────────────────────────────────
def _keep(tx: Tx, record: DisciplineCase, copied: Copied, by: dict[str, Any]) -> None:
    """The first evidence of a case: the record it comes from, counted in the case already."""
    told = {"subject": copied.subject, "title": copied.title, "findings": 0}
    append(tx, record, CaseStep.EVIDENCE, {**by, **told})
    _put(tx, record, copied)


def _put(tx: Tx, record: DisciplineCase, copied: Copied) -> None:
    taken = evidence.copied(copied.subject, copied.record, record.last_event_at)
    tx.add(
        CaseEvidence(
            case_id=id_of(record),
            subject=taken.subject,
            title=copied.title,
            taken_at=taken.taken_at,
            content=taken.content,
            digest=taken.digest,
        )
    )


def _written(tx: Tx, words: str) -> Copied:
    record = {"text": words, "by": tx.actor.name}
    return Copied(NOTE, Source.OTHER, _("What was seen, written down"), record)

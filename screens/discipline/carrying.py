"""What is done with the answers of a step's form: the use case that takes them.

Imported where a step is saved, in a thread: it brings the services with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from gridterm.discipline import service
from gridterm.discipline.terms import CaseStep
from gridterm.discipline.views import CaseDetail, DecisionForm
from gridterm.errors import GridtermError, InputError
from gridterm.i18n import _
from gridterm.text import clean_line
from screens.registers.fields import Typed

if TYPE_CHECKING:
    from datetime import date

    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

Act = Callable[["Store", "Actor", int, Typed], CaseDetail]


def carry_out(
    step: CaseStep, store: Store, actor: Actor, case_id: int, values: Mapping[str, str]
) -> CaseDetail:
    """Take a step with what its form holds. For a thread.

    Raises:
        InputError: something is missing or cannot be read; ``fields`` names it.
        RefusedError, NotFoundError: as the service says; nothing was saved.
    """
    return _STEPS[step](store, actor, case_id, Typed(values, store.clock))


def _investigate(store: Store, actor: Actor, case_id: int, typed: Typed) -> CaseDetail:
    chosen = typed.choice("investigator_id")
    if chosen is None:
        told = _("Say who looks into it.")
        raise InputError(told, {"investigator_id": told})
    return service.investigate(store, actor, case_id, chosen)


def _evidence(store: Store, actor: Actor, case_id: int, typed: Typed) -> CaseDetail:
    record, text = clean_line(typed.text("subject")), typed.text("text")
    if record and text.strip():
        told = _("Either a record or words: add the other after it.")
        raise InputError(told, {"subject": told})
    subject = _subject(store, record) if record else ""
    return service.add_evidence(store, actor, case_id, subject=subject, text=text)


def _subject(store: Store, typed: str) -> str:
    """What a record is called here: a call by its number; any other as it is named."""
    if ":" in typed:
        return typed
    from gridterm.hotline.queries import ticket_by_number

    try:
        return f"ticket:{ticket_by_number(store, typed).id}"
    except GridtermError as error:
        raise InputError(error.message, {"subject": error.message}) from error


def _ask(store: Store, actor: Actor, case_id: int, _typed: Typed) -> CaseDetail:
    return service.ask(store, actor, case_id)


def _state(store: Store, actor: Actor, case_id: int, typed: Typed) -> CaseDetail:
    declined = bool(typed.text("declined"))
    return service.record_statement(store, actor, case_id, typed.text("words"), declined=declined)


def _confirm(store: Store, actor: Actor, case_id: int, _typed: Typed) -> CaseDetail:
    return service.find_true(store, actor, case_id)


def _decide(store: Store, actor: Actor, case_id: int, typed: Typed) -> CaseDetail:
    lowest = typed.choice("lowest") or 1
    reason = typed.text("reason") if lowest > 1 else ""
    return service.decide(store, actor, case_id, DecisionForm(lowest, reason))


def _serve(store: Store, actor: Actor, case_id: int, typed: Typed) -> CaseDetail:
    return service.serve(
        store,
        actor,
        case_id,
        _day(typed, "served_on"),
        receipt=bool(typed.text("receipt")),
        witness_ids=typed.several("witness_ids"),
    )


def _appeal(store: Store, actor: Actor, case_id: int, typed: Typed) -> CaseDetail:
    made = _day(typed, "appealed_on")
    return service.appeal(store, actor, case_id, typed.text("reason"), made)


def _change(store: Store, actor: Actor, case_id: int, typed: Typed) -> CaseDetail:
    level = typed.choice("level") or 0
    return service.change(store, actor, case_id, level, typed.text("reason"))


def _day(typed: Typed, name: str) -> date | None:
    """A day; None, for nothing typed, is today."""
    day = typed.day(name)
    typed.check()
    return day


def _reasoned(act: Callable[[Store, Actor, int, str], CaseDetail]) -> Act:
    return lambda store, actor, case_id, typed: act(store, actor, case_id, typed.text("reason"))


_STEPS: Mapping[CaseStep, Act] = {
    CaseStep.INVESTIGATE: _investigate,
    CaseStep.EVIDENCE: _evidence,
    CaseStep.ASK: _ask,
    CaseStep.STATE: _state,
    CaseStep.UNFOUNDED: _reasoned(service.find_untrue),
    CaseStep.WITHDRAW: _reasoned(service.withdraw),
    CaseStep.CONFIRM: _confirm,
    CaseStep.DECIDE: _decide,
    CaseStep.SERVE: _serve,
    CaseStep.APPEAL: _appeal,
    CaseStep.UPHOLD: _reasoned(service.uphold),
    CaseStep.CHANGE: _change,
    CaseStep.REVOKE: _reasoned(service.revoke),
    CaseStep.RESTORE: _reasoned(service.restore),
}

"""One step of a case as a use case: who may, what it says, what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from gridterm.discipline import powers
from gridterm.discipline.detail import detail
from gridterm.discipline.events import append, id_of
from gridterm.discipline.sources import overtaken
from gridterm.discipline.tables import DisciplineCase
from gridterm.discipline.terms import CaseStep
from gridterm.discipline.views import CaseDetail
from gridterm.errors import InputError, RefusedError
from gridterm.i18n import _
from gridterm.registers.staff import works_on
from gridterm.registers.tables import Staff
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx

PayloadOf = Callable[[Tx, DisciplineCase], Mapping[str, Any]]
After = Callable[[Tx, DisciplineCase], None]


def act(  # noqa: PLR0913 - one step, said in full
    store: Store,
    actor: Actor,
    case_id: int,
    step: CaseStep,
    payload_of: PayloadOf | None = None,
    *,
    note: str = "",
    after: After | None = None,
    draft_id: int | None = None,
) -> CaseDetail:
    """Take a step: one transaction, one audit entry.

    Args:
        store: the office.
        actor: who takes it; ``by_id`` in the step's facts unless ``payload_of`` says another.
        case_id: the case.
        step: the step.
        payload_of: makes the step's own facts within the use case.
        note: a text of the step that no rule needs.
        after: what else belongs to the step once the case stands after it: its letter.
        draft_id: the draft it was typed in; it goes with the save.

    Raises:
        NotFoundError: no such case that the actor may see.
        RefusedError: somebody else has to do it, or it is not possible now.
    """
    with store.write(f"discipline.{step}", actor) as tx:
        tx.subject = f"case:{case_id}"
        record = powers.check_may(tx, case_id, step)
        given = payload_of(tx, record) if payload_of else {}
        record = append(tx, record, step, {"by_id": actor.staff_id, **given}, note)
        if after is not None:
            after(tx, record)
        drafts.forget(tx.session, draft_id)
        tx.session.flush()
        reader = powers.reader_of(tx.session, actor, tx.now.date())
        return detail(tx.session, reader, record, tx.now)


def unchanged(tx: Tx, record: DisciplineCase) -> Mapping[str, Any]:
    """No facts of its own, for a step that judges by the evidence.

    Raises:
        RefusedError: a check in it was corrected since, and the correction is no evidence yet.
    """
    told = overtaken(tx.session, id_of(record))
    if told:
        raise RefusedError(told)
    return {}


def employed(tx: Tx, staff_id: int | None, field: str, sentence: str = "") -> Staff:
    """Somebody who is employed today.

    Raises:
        InputError: nobody is named, or somebody who is not; ``field`` says where.
    """
    staff = tx.session.get(Staff, staff_id) if staff_id is not None else None
    if staff is None or not works_on(staff, tx.now.date()):
        told = sentence or _("Choose somebody who is employed here today.")
        raise InputError(told, {field: told})
    return staff


def iso(day: date | None, tx: Tx) -> str:
    """A day as a step keeps it; None is today."""
    return (day or tx.now.date()).isoformat()

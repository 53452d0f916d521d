"""One more step of a case within one use case: its event and the row that follows from them all.

Nothing of a case goes into the search index: neither its texts nor its number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from gridterm.discipline import rules
from gridterm.discipline.tables import CaseEvent, DisciplineCase
from gridterm.discipline.terms import CaseFacts, CaseState, CaseStep, Clause, Source, Track
from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.store.audit import canonical
from gridterm.store.unit import Tx

BY_ROW = (
    *("person_id", "reporter_id", "investigator_id", "decider_id", "incident_on"),
    *("confirmed_on", "decided_on", "served_on", "appealed_on", "asked_at"),
    *("findings", "evidence", "stated", "level", "lowest", "letter", "suspended"),
)
"""The columns of a case that are fields of ``CaseFacts`` by the same name."""


@dataclass(frozen=True)
class Step:
    """One event before it has an id: what was done, when, by whom, with which facts."""

    seq: int
    at: datetime
    recorded_at: datetime
    step: CaseStep
    actor_id: int | None = None
    actor: str = ""
    note: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


def append(
    tx: Tx,
    record: DisciplineCase | None,
    step: CaseStep,
    payload: Mapping[str, Any],
    note: str = "",
) -> DisciplineCase:
    """Append a step made now by the use case's actor, and write the row that follows.

    A step never lies before the one it follows, also when the PC's clock was set back.

    Raises:
        RefusedError: not possible now (``rules.step``); nothing was changed.
    """
    steps = read_steps(tx.session, id_of(record)) if record is not None else []
    at = moment(tx, steps)
    who = (tx.actor.staff_id, tx.actor.name)
    one = Step(len(steps) + 1, at, tx.now, step, *who, note, dict(payload))
    columns, states = derive([*steps, one])
    if record is None:
        record = DisciplineCase(**columns)
    for name, value in columns.items():
        setattr(record, name, value)
    tx.add(record)
    tx.add(CaseEvent(**event_row(id_of(record), one, states[-1])))
    return record


def moment(tx: Tx, steps: Sequence[Step]) -> datetime:
    """When a step made now lies: never before the one it follows."""
    return max([tx.now, *(one.at for one in steps[-1:])])


def derive(steps: Sequence[Step]) -> tuple[dict[str, Any], list[str]]:
    """Everything the row of a case holds, and the state after each step.

    Args:
        steps: all steps of one case in their order; the first registers it.

    Returns:
        The columns of ``DisciplineCase`` without ``id``, and per step its state's code.

    Raises:
        RefusedError: the steps do not follow the rules.
    """
    facts, states = CaseFacts(), []
    for one in steps:
        facts = rules.step(facts, one.step, one.at, one.payload)
        states.append(str(facts.state))
    first, payload = steps[0], steps[0].payload
    _prefix, year, seq = str(payload["number"]).split("-")
    return {
        **{name: getattr(facts, name) for name in BY_ROW},
        "number": facts.number,
        "year": int(year),
        "seq": int(seq),
        "state": states[-1],
        "track": str(facts.track),
        "clause": str(facts.clause or ""),
        "source": str(facts.source),
        "subject": payload.get("subject", ""),
        "check_ref": facts.check,
        "discovered_on": date.fromisoformat(payload["discovered_on"]),
        "matter": first.note,
        "statement": "\n".join(
            one.payload["words"]
            for one in steps
            if one.step is CaseStep.STATE and one.payload.get("words")
        ),
        "letters": " ".join(facts.letters),
        "before_revocation": str(facts.before_revocation or ""),
        "registered_at": first.at,
        "last_event_at": steps[-1].at,
    }, states


def facts_of(row: DisciplineCase) -> CaseFacts:
    """A case as its rules see it, from its row."""
    return CaseFacts(
        **{name: getattr(row, name) for name in BY_ROW},
        id=row.id or 0,
        number=row.number,
        state=CaseState(row.state),
        track=Track(row.track),
        clause=Clause(row.clause) if row.clause else None,
        source=Source(row.source),
        check=row.check_ref,
        letters=tuple(row.letters.split()),
        before_revocation=CaseState(row.before_revocation) if row.before_revocation else None,
    )


def event_row(case_id: int, one: Step, state: str) -> dict[str, Any]:
    """The columns of ``CaseEvent`` without ``id``."""
    return {
        "case_id": case_id,
        "seq": one.seq,
        "at": one.at,
        "recorded_at": one.recorded_at,
        "actor_id": one.actor_id,
        "actor": one.actor,
        "step": str(one.step),
        "state": state,
        "note": one.note,
        "payload": canonical(dict(one.payload)),
    }


def event_rows(session: Session, case_id: int) -> Sequence[CaseEvent]:
    """The rows of a case's events in their order."""
    statement = (
        select(CaseEvent).where(col(CaseEvent.case_id) == case_id).order_by(col(CaseEvent.seq))
    )
    return session.exec(statement).all()


def read_steps(session: Session, case_id: int) -> list[Step]:
    """The steps of a case as the rules take them."""
    return [step_of(row) for row in event_rows(session, case_id)]


def step_of(row: CaseEvent) -> Step:
    """An event's row as the rules take it."""
    return Step(
        seq=row.seq,
        at=row.at,
        recorded_at=row.recorded_at,
        step=CaseStep(row.step),
        actor_id=row.actor_id,
        actor=row.actor,
        note=row.note,
        payload=json.loads(row.payload),
    )


def get(session: Session, case_id: int) -> DisciplineCase:
    """The row of a case.

    Raises:
        NotFoundError: there is none.
    """
    record = session.get(DisciplineCase, case_id)
    if record is None:
        raise NotFoundError(no_such_case())
    return record


def no_such_case() -> str:
    """The sentence for a case that is not there, or not for whoever asks."""
    return _("There is no such case, or it is not for you to see.")


def id_of(record: DisciplineCase) -> int:
    """The id of a saved case."""
    if record.id is None:
        raise AssertionError("a saved case has an id")
    return record.id

"""One more step of an action item within one use case: event, row and search text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.meetings import action_rules as rules
from gridterm.meetings.action_rules import Step
from gridterm.meetings.action_terms import ActionStep
from gridterm.meetings.tables import ActionEvent, ActionItem
from gridterm.store.audit import canonical
from gridterm.store.search import Kind
from gridterm.store.unit import Tx

SEARCHED = ("number", "matter", "superior_unit", "document_number")


def append(
    tx: Tx,
    record: ActionItem | None,
    step: ActionStep,
    *,
    note: str = "",
    payload: Mapping[str, Any] | None = None,
) -> ActionItem:
    """Append a step made now by the use case's actor, derive the row and its search text.

    A step never lies before the one it follows, also when the PC's clock was set back.

    Raises:
        RefusedError: not possible now; nothing was changed.
    """
    steps = read_steps(tx.session, id_of(record)) if record is not None else []
    at = max([tx.now, *(one.at for one in steps[-1:])])
    who = (tx.actor.staff_id, tx.actor.name)
    one = Step(len(steps) + 1, at, tx.now, step, *who, note, dict(payload or {}))
    return save(tx, record, [*steps, one], new=1)


def save(tx: Tx, record: ActionItem | None, steps: Sequence[Step], *, new: int) -> ActionItem:
    """Write the row of an action item, its last ``new`` events and its search text."""
    columns, states = rules.derive(steps)
    if record is None:
        record = ActionItem(**columns)
    for name, value in columns.items():
        setattr(record, name, value)
    tx.add(record)
    action_id = id_of(record)
    for one, state in list(zip(steps, states, strict=True))[-new:]:
        tx.add(ActionEvent(**event_row(action_id, one, state)))
    words = search_words(columns, [one.note for one in steps])
    tx.index(Kind.ACTION, action_id, steps[0].at, words)
    return record


def event_row(action_id: int, one: Step, state: str) -> dict[str, Any]:
    """The columns of ``ActionEvent`` without ``id``."""
    kept = {key: value for key, value in one.payload.items() if value not in ("", None, False, [])}
    return {
        "action_id": action_id,
        "seq": one.seq,
        "at": one.at,
        "recorded_at": one.recorded_at,
        "actor_id": one.actor_id,
        "actor": one.actor,
        "step": str(one.step),
        "state": state,
        "note": one.note,
        "payload": canonical(kept),
    }


def event_rows(session: Session, action_id: int) -> Sequence[ActionEvent]:
    """The rows of an action item's events in their order."""
    statement = (
        select(ActionEvent)
        .where(col(ActionEvent.action_id) == action_id)
        .order_by(col(ActionEvent.seq))
    )
    return session.exec(statement).all()


def read_steps(session: Session, action_id: int) -> list[Step]:
    """The steps of an action item as the rules take them."""
    return [step_of(row) for row in event_rows(session, action_id)]


def steps_of(session: Session, ids: Sequence[int]) -> dict[int, list[Step]]:
    """The steps of some action items by id."""
    found: dict[int, list[Step]] = {one: [] for one in ids}
    rows = session.exec(
        select(ActionEvent)
        .where(col(ActionEvent.action_id).in_(ids))
        .order_by(col(ActionEvent.action_id), col(ActionEvent.seq))
    )
    for row in rows:
        found[row.action_id].append(step_of(row))
    return found


def step_of(row: ActionEvent) -> Step:
    """An event's row as the rules take it."""
    return Step(
        seq=row.seq,
        at=row.at,
        recorded_at=row.recorded_at,
        step=ActionStep(row.step),
        actor_id=row.actor_id,
        actor=row.actor,
        note=row.note,
        payload=json.loads(row.payload),
    )


def search_words(columns: Mapping[str, Any], notes: Sequence[str]) -> str | None:
    """What the search index holds for an action item: None for a confidential one."""
    if columns["confidential"]:
        return None
    return "\n".join(filter(None, (*(columns[name] for name in SEARCHED), *notes)))


def get(session: Session, action_id: int) -> ActionItem:
    """The row of an action item.

    Raises:
        NotFoundError: there is none.
    """
    record = session.get(ActionItem, action_id)
    if record is None:
        raise NotFoundError(_("There is no action item with this number."))
    return record


def id_of(record: ActionItem) -> int:
    """The id of a saved action item."""
    if record.id is None:
        raise AssertionError("a saved action item has an id")
    return record.id

"""From a ticket's append-only steps to everything its row holds: one pure function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gridterm.hotline.guards import Facts
from gridterm.hotline.rules import step
from gridterm.hotline.terms import Action
from gridterm.store.audit import canonical

TEXTS = ("channel", "kind", "category", "title", "content", "caller", "phone", "address", "place")
FLAGS = ("anonymous", "confidential", "publishable", "proactive", "history")
DERIVED = ("handler_id", "first_acceptor_id", "accused_id", "master_id", "told_at")
LINKS = ("building_id", "grid_id", "first_responder_id")
SEARCHED = ("number", "external_id", "caller", "phone", "address", "place", "title", "content")


@dataclass(frozen=True)
class Step:
    """One event before it has an id: what was done, when, by whom, with which facts."""

    seq: int
    at: datetime
    recorded_at: datetime
    action: Action
    actor_id: int | None = None
    actor: str = ""
    note: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


NO_DUE: Mapping[str, Any] = {"due_at": None, "near_at": None, "due_clock": ""}
"""What a row holds of its due time before ``due.renew`` or ``due.renew_open`` fills it in."""


MOVING = frozenset(Action) - {Action.CATEGORISE}
"""Steps that say something of the matter; sorting it into a category does not."""


def packed(payload: Mapping[str, Any]) -> str:
    """The payload as it is stored: canonical JSON without what is empty."""
    kept = {key: value for key, value in payload.items() if value}
    return canonical(kept)


def intake_payload(columns: Mapping[str, Any], **more: object) -> dict[str, Any]:
    """The facts of a ``register`` step from a ticket's columns, with times as ISO texts."""
    names = (*TEXTS, *FLAGS, *LINKS, "number", "external_id", "import_key")
    facts = {name: columns.get(name) for name in names}
    facts["received_at"] = columns["received_at"].isoformat()
    return {**facts, **more}


def facts_of(steps: Sequence[Step]) -> Facts:
    """What the rules know of a ticket after its steps."""
    facts = Facts()
    for one in steps:
        facts = step(facts, one.action, one.at, one.payload)
    return facts


def derive(steps: Sequence[Step]) -> tuple[dict[str, Any], list[str]]:
    """Everything the ticket's row holds, and the state after each step.

    Args:
        steps: all steps of one ticket in their order; the first is ``register``.

    Returns:
        The columns of ``Ticket`` without ``id``, and per step its state's code.

    Raises:
        RefusedError: the steps do not follow the table of RULEBOOK §2.
    """
    first = steps[0]
    intake: dict[str, Any] = dict(first.payload)
    facts = Facts()
    states = []
    for one in steps:
        if one.action is Action.UPDATE:
            intake.update(one.payload.get("changed", {}))
        elif one.action is Action.CATEGORISE:
            intake["category"] = one.payload.get("category", "")
        facts = step(facts, one.action, one.at, one.payload)
        states.append(str(facts.state))
    number = str(intake["number"])
    _prefix, year, seq = number.split("-")
    columns: dict[str, Any] = {
        "number": number,
        "year": int(year),
        "seq": int(seq),
        "registered_at": first.recorded_at,
        "received_at": datetime.fromisoformat(intake["received_at"]),
        **{name: intake.get(name) or "" for name in TEXTS},
        **{name: bool(intake.get(name)) for name in FLAGS},
        **{name: intake.get(name) for name in LINKS},
        "external_id": intake.get("external_id") or "",
        "import_key": intake.get("import_key") or None,
        "state": states[-1],
        "round": facts.round,
        "answered_at": facts.answered_at,
        "closed_at": facts.closed_at,
        "last_event_at": next(one.at for one in reversed(steps) if one.action in MOVING),
        "tier": facts.tier or "",
        "mechanism": facts.mechanism or "",
        **{name: getattr(facts, name) for name in DERIVED},
    }
    return columns, states


def event_row(ticket_id: int, one: Step, state: str) -> dict[str, Any]:
    """The columns of ``TicketEvent`` without ``id``."""
    return {
        "ticket_id": ticket_id,
        "seq": one.seq,
        "at": one.at,
        "recorded_at": one.recorded_at,
        "actor_id": one.actor_id,
        "actor": one.actor,
        "action": str(one.action),
        "state": state,
        "note": one.note,
        "payload": packed(one.payload),
    }


def search_words(columns: Mapping[str, Any], notes: Sequence[str]) -> str | None:
    """What the search index holds for a ticket: None for a confidential or a void one."""
    if columns["confidential"]:
        return None
    return "\n".join(filter(None, (*(columns[name] for name in SEARCHED), *notes)))

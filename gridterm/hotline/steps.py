"""Reading a ticket's steps, and how its people and categories are named."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlmodel import Session, col, select

from gridterm.hotline.events import Step
from gridterm.hotline.tables import Category, TicketEvent
from gridterm.hotline.terms import Action, EventView, State
from gridterm.i18n import CHINESE, _, language
from gridterm.registers.tables import Staff
from gridterm.text import mask_name

CHUNK = 500


def event_rows(session: Session, ticket_id: int) -> Sequence[TicketEvent]:
    """The rows of a ticket's events in their order."""
    statement = (
        select(TicketEvent)
        .where(col(TicketEvent.ticket_id) == ticket_id)
        .order_by(col(TicketEvent.seq))
    )
    return session.exec(statement).all()


def read_steps(session: Session, ticket_id: int) -> list[Step]:
    """The steps of a ticket as the rules take them."""
    return [step_of(row) for row in event_rows(session, ticket_id)]


def steps_of(session: Session, ids: Sequence[int]) -> dict[int, list[Step]]:
    """The steps of some tickets by ticket id, in one query for every few hundred of them."""
    found: dict[int, list[Step]] = {one: [] for one in ids}
    for start in range(0, len(ids), CHUNK):
        rows = session.exec(
            select(TicketEvent)
            .where(col(TicketEvent.ticket_id).in_(ids[start : start + CHUNK]))
            .order_by(col(TicketEvent.ticket_id), col(TicketEvent.seq))
        )
        for row in rows:
            found[row.ticket_id].append(step_of(row))
    return found


def step_of(row: TicketEvent) -> Step:
    """An event's row as the rules take it."""
    return Step(
        seq=row.seq,
        at=row.at,
        recorded_at=row.recorded_at,
        action=Action(row.action),
        actor_id=row.actor_id,
        actor=row.actor,
        note=row.note,
        payload=json.loads(row.payload),
    )


def views_of(session: Session, rows: Sequence[TicketEvent]) -> tuple[EventView, ...]:
    """The rows of events as they are shown, with the names of who told the resident."""
    steps = [step_of(row) for row in rows]
    tellers = {one.payload.get("told_by") for one in steps} - {None}
    names: dict[int | None, str] = {}
    if tellers:
        found = session.exec(select(Staff.id, Staff.name).where(col(Staff.id).in_(tellers)))
        names = dict(found.all())
    return tuple(
        EventView(
            seq=one.seq,
            at=one.at,
            recorded_at=one.recorded_at,
            actor=one.actor,
            action=one.action,
            state=State(row.state),
            note=one.note,
            payload=one.payload,
            told_by=names.get(one.payload.get("told_by"), ""),
        )
        for one, row in zip(steps, rows, strict=True)
    )


def category_name(category: Category) -> str:
    """A category's name in the language in use."""
    return category.name_zh if language() == CHINESE else category.name_en or category.name_zh


def shown_caller(name: str, *, anonymous: bool) -> str:
    """The caller as lists show them: masked, or that they did not say."""
    return _("anonymous") if anonymous else mask_name(name)

"""Reading a ticket's steps, and how its people and categories are named."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from gridterm.hotline.events import Step
from gridterm.hotline.tables import Category, TicketEvent
from gridterm.hotline.terms import Action, EventView, State
from gridterm.i18n import CHINESE, _, language
from gridterm.registers.tables import Staff
from gridterm.text import mask_name

CHUNK = 500
PEOPLE = ("told_by", "for_id", "leader_id")
"""The facts of a step that are staff ids without the name beside them."""


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
    """The steps of a ticket as they are shown, with the names of those they know by id."""
    steps = [step_of(row) for row in rows]
    ids = {one.payload[name] for one in steps for name in PEOPLE if one.payload.get(name)}
    wanted = select(Staff.id, Staff.name).where(col(Staff.id).in_(ids))
    names = {row.id: row.name for row in session.execute(wanted)} if ids else {}
    return tuple(_view(one, row.state, names) for one, row in zip(steps, rows, strict=True))


def _view(one: Step, state: str, names: Mapping[int | None, str]) -> EventView:
    told = {name: names.get(one.payload[name], "") for name in PEOPLE if name in one.payload}
    return EventView(
        seq=one.seq,
        at=one.at,
        recorded_at=one.recorded_at,
        actor=one.actor,
        action=one.action,
        state=State(state),
        note=one.note,
        payload=one.payload,
        people=told,
    )


def category_name(category: Category) -> str:
    """A category's name in the language in use."""
    return category.name_zh if language() == CHINESE else category.name_en or category.name_zh


def shown_caller(name: str, *, anonymous: bool) -> str:
    """The caller as lists show them: masked, or that they did not say."""
    return _("anonymous") if anonymous else mask_name(name)

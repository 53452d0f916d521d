"""A whole ticket as it is shown: who has it, by when and why, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.hotline import due, guards, rules
from gridterm.hotline.events import facts_of
from gridterm.hotline.guards import Facts
from gridterm.hotline.steps import category_name, event_rows, shown_caller, step_of, views_of
from gridterm.hotline.tables import Category, Ticket, TicketEvent
from gridterm.hotline.terms import (
    Action,
    Channel,
    ClockName,
    DueView,
    Kind,
    Level,
    Mechanism,
    State,
    TicketDetail,
    Tier,
)
from gridterm.hotline.timing import matter_of
from gridterm.i18n import _
from gridterm.registers.tables import Building, Grid, Staff
from gridterm.text import mask_phone
from gridterm.worktime import WorkTime, minutes_between

WEDNESDAY = 2
_AS_STORED = (
    *("id", "number", "received_at", "registered_at", "answered_at", "closed_at", "round"),
    *("anonymous", "confidential", "publishable", "proactive", "history", "external_id"),
    *("address", "grid_id", "category", "title", "content", "place", "told_at", "handler_id"),
)


def detail(session: Session, record: Ticket | None, now: datetime) -> TicketDetail:
    """A ticket with its events and its dates; caller and phone masked.

    Raises:
        NotFoundError: there is no such ticket.
    """
    if record is None or record.id is None:
        raise NotFoundError(_("There is no call with this number."))
    rows = event_rows(session, record.id)
    facts = facts_of([step_of(row) for row in rows])
    times = due.timing(session)
    dates = times.dates(matter_of(record.model_dump(), facts), facts, now)
    shown = _next(record, dates)
    state = State(record.state)
    return TicketDetail(
        **{name: getattr(record, name) for name in _AS_STORED},
        **_logged(session, record),
        **_handled(session, record, facts),
        **_due(record, shown),
        **_joined(session, record, rows),
        state=state,
        events=views_of(session, rows),
        actions=rules.allowed(state, shown.level if shown else "", facts.ladder),
        dates=dates,
        waits_for=_waits_for(facts, times.work),
        superior_minutes=_superior_minutes(facts, times.work, now),
        missed_on=facts.missed_on,
        reopens=state is State.CLOSED and not guards.recent(facts, now, {}),
    )


def _logged(session: Session, record: Ticket) -> dict[str, Any]:
    """What was logged, with names for what the row keeps as numbers and codes; masked."""
    building = session.get(Building, record.building_id) if record.building_id else None
    grid = session.get(Grid, record.grid_id) if record.grid_id else None
    category = session.get(Category, record.category) if record.category else None
    return {
        "caller": shown_caller(record.caller, anonymous=record.anonymous),
        "phone": mask_phone(record.phone),
        "building": f"{building.estate}{building.name}" if building else "",
        "grid": grid.code if grid else "",
        "channel": Channel(record.channel),
        "kind": Kind(record.kind),
        "category_name": category_name(category) if category else record.category,
    }


def _handled(session: Session, record: Ticket, facts: Facts) -> dict[str, Any]:
    """How it is dealt with, and by whom."""
    return {
        "tier": Tier(record.tier) if record.tier else None,
        "mechanism": Mechanism(record.mechanism) if record.mechanism else None,
        "first_responder": _name(session, record.first_responder_id),
        "handler": _name(session, record.handler_id),
        "first_acceptor": _name(session, record.first_acceptor_id),
        "stands_in_for": _name(session, facts.stands_in_for),
    }


def _due(record: Ticket, shown: DueView | None) -> dict[str, Any]:
    """Its next date, and why it is that one."""
    return {
        "due_at": record.due_at,
        "due_clock": ClockName(record.due_clock) if record.due_clock else None,
        "due_why": shown.why if shown else "",
        "due_unsure": shown.unsure if shown else False,
        "level": shown.level if shown else Level.DONE,
    }


def _joined(session: Session, record: Ticket, rows: Sequence[TicketEvent]) -> dict[str, Any]:
    """The numbers of the tickets it came from, went into, was merged with."""
    begun = step_of(rows[0]).payload if rows else {}
    return {
        "master": _number(session, record.master_id),
        "merged": _merged(session, record.id or 0),
        "split_from": str(begun.get("split_from", "")),
        "split_into": _split_into(rows),
        "follows": str(begun.get("follows", "")),
    }


def _split_into(rows: Sequence[TicketEvent]) -> tuple[str, ...]:
    told = [step_of(row).payload for row in rows if row.action == Action.SPLIT]
    return tuple(str(one["into"]) for one in told if "into" in one)


def _next(record: Ticket, dates: tuple[DueView, ...]) -> DueView | None:
    return next((one for one in dates if one.clock == record.due_clock), None)


def _waits_for(facts: Facts, work: WorkTime) -> date | None:
    """The meeting a regional matter waits for: the next Wednesday, or the working day after it."""
    if facts.tier is not Tier.REGIONAL or facts.state is not State.RECEIVED:
        return None
    if facts.tier_at is None:
        return None
    return meeting_after(facts.tier_at.date(), work)


def meeting_after(day: date, work: WorkTime) -> date:
    """The weekly meeting after ``day``: a Wednesday, or the next working day (RULEBOOK §3)."""
    ahead = (WEDNESDAY - day.weekday() - 1) % 7 + 1
    return work.workday_from(day + timedelta(days=ahead))


def _superior_minutes(facts: Facts, work: WorkTime, now: datetime) -> int:
    spans = facts.aloft if facts.up_at is None else (*facts.aloft, (facts.up_at, now))
    return sum(minutes_between(begin, end, work) for begin, end in spans)


def _name(session: Session, staff_id: int | None) -> str:
    staff = session.get(Staff, staff_id) if staff_id else None
    return staff.name if staff else ""


def _number(session: Session, ticket_id: int | None) -> str:
    master = session.get(Ticket, ticket_id) if ticket_id else None
    return master.number if master else ""


def _merged(session: Session, ticket_id: int) -> tuple[str, ...]:
    numbers = select(Ticket.number).where(col(Ticket.master_id) == ticket_id)
    return tuple(session.exec(numbers.order_by(col(Ticket.id))))

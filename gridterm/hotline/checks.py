"""What only the hotline can check of itself: tickets against their events, numbers, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlmodel import Session, col, func, select

from gridterm.errors import RefusedError
from gridterm.hotline.events import Step, derive, search_words
from gridterm.hotline.queries import step_of
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.i18n import _
from gridterm.store.findings import Finding, Watch
from gridterm.store.indexing import Indexed, TextSource
from gridterm.store.search import Kind
from gridterm.text import clip

CHUNK = 500
SHOWN = 40


def check_tickets(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every ticket is what its events say (RULEBOOK §2: the state derives from the events)."""
    total = session.exec(select(func.count()).select_from(Ticket)).one()
    watch.begin(_("Calls"), total)
    for ticket, steps, states in _tickets(session):
        watch.step()
        yield from _ticket_findings(ticket, steps, states)
    orphan = (
        select(func.count())
        .select_from(TicketEvent)
        .where(col(TicketEvent.ticket_id).not_in(select(Ticket.id)))
    )
    for _n in range(session.exec(orphan).one()):
        yield Finding("ticket.orphan", _("An event belongs to a call that does not exist."))


def _ticket_findings(ticket: Ticket, steps: list[Step], states: list[str]) -> Iterator[Finding]:
    if [one.seq for one in steps] != list(range(1, len(steps) + 1)):
        yield Finding(
            "ticket.events",
            _("{number}: events are missing or out of order.").format(number=ticket.number),
        )
        return
    try:
        columns, derived = derive(steps)
    except (RefusedError, KeyError, ValueError, TypeError):
        yield Finding(
            "ticket.events",
            _("{number}: the events do not follow the rules.").format(number=ticket.number),
        )
        return
    row: dict[str, Any] = ticket.model_dump(exclude={"id"})
    for name in (name for name, value in columns.items() if row[name] != value):
        yield Finding(
            "ticket.derived",
            _("{number}: {field} is {found}, but the events say {expected}.").format(
                number=ticket.number,
                field=name,
                found=clip(str(row[name]), SHOWN),
                expected=clip(str(columns[name]), SHOWN),
            ),
        )
    if derived != states:
        yield Finding(
            "ticket.events",
            _("{number}: the state noted at an event is not the one the rules give.").format(
                number=ticket.number
            ),
        )


def _tickets(session: Session) -> Iterator[tuple[Ticket, list[Step], list[str]]]:
    """Every ticket with its steps and the states noted at them, some hundred at a time."""
    last = 0
    while True:
        chunk = select(Ticket).where(col(Ticket.id) > last).order_by(col(Ticket.id)).limit(CHUNK)
        tickets = session.exec(chunk).all()
        if not tickets:
            return
        first, last = tickets[0].id or 0, tickets[-1].id or 0
        rows = session.exec(
            select(TicketEvent)
            .where(col(TicketEvent.ticket_id).between(first, last))
            .order_by(col(TicketEvent.ticket_id), col(TicketEvent.seq))
        ).all()
        events = {key: list(group) for key, group in groupby(rows, attrgetter("ticket_id"))}
        for ticket in tickets:
            own = events.get(ticket.id, [])
            yield ticket, [step_of(row) for row in own], [row.state for row in own]
        session.expunge_all()


def check_numbers(session: Session, watch: Watch) -> Iterator[Finding]:
    """Numbers have no gap within a year (RULEBOOK §2: gap-free, never reused)."""
    watch.begin(_("Numbers"))
    years = select(Ticket.year, func.count(), func.min(Ticket.seq), func.max(Ticket.seq)).group_by(
        col(Ticket.year)
    )
    for year, count, low, high in session.exec(years):
        watch.step()
        if (low, high) != (1, count):
            yield Finding(
                "ticket.gap",
                _(
                    "The numbers of {year} have a gap: {count} calls, the last number is {last}."
                ).format(year=year, count=count, last=high),
            )


CHECKS = (check_tickets, check_numbers)


def _indexed(session: Session) -> Iterable[Indexed]:
    for ticket, steps, _states in _tickets(session):
        words = search_words(ticket.model_dump(), [one.note for one in steps])
        if words is not None and ticket.id is not None:
            when: datetime = ticket.received_at
            yield ticket.id, when, words


TEXTS = TextSource(Kind.TICKET, _indexed)

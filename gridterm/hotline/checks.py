"""What only the hotline can check of itself: tickets against their events, numbers, texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlmodel import Session, col, func, select

from gridterm.errors import RefusedError
from gridterm.hotline import due
from gridterm.hotline.events import SEARCHED, Step, derive, search_words
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.hotline.terms import Action
from gridterm.hotline.timing import Timing
from gridterm.i18n import _
from gridterm.store.findings import Finding, Watch
from gridterm.store.indexing import Indexed, TextSource
from gridterm.store.search import Kind
from gridterm.text import clip

CHUNK = 500
SHOWN = 40
Row = dict[str, Any]
_TICKET = tuple(Ticket.model_fields)
_EVENT = (
    *("ticket_id", "state", "seq", "at", "recorded_at"),
    *("action", "actor_id", "actor", "note", "payload"),
)


def check_tickets(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every ticket is what its events say (RULEBOOK §2: the state derives from the events)."""
    total = session.exec(select(func.count()).select_from(Ticket)).one()
    watch.begin(_("Calls"), total)
    times = due.timing(session)
    for ticket, steps, states in _tickets(session):
        watch.step()
        yield from _ticket_findings(ticket, steps, states, times)
    orphan = (
        select(func.count())
        .select_from(TicketEvent)
        .where(col(TicketEvent.ticket_id).not_in(select(Ticket.id)))
    )
    for _n in range(session.exec(orphan).one()):
        yield Finding("ticket.orphan", _("An event belongs to a call that does not exist."))


def _ticket_findings(
    ticket: Row, steps: list[Step], states: list[str], times: Timing
) -> Iterator[Finding]:
    if [one.seq for one in steps] != list(range(1, len(steps) + 1)):
        yield Finding(
            "ticket.events",
            _("{number}: events are missing or out of order.").format(number=ticket["number"]),
        )
        return
    try:
        columns, derived = derive(steps)
        columns |= due.next_due(columns, steps, times)
    except (RefusedError, KeyError, ValueError, TypeError):
        yield Finding(
            "ticket.events",
            _("{number}: the events do not follow the rules.").format(number=ticket["number"]),
        )
        return
    for name in (name for name, value in columns.items() if ticket[name] != value):
        yield Finding(
            "ticket.derived",
            _("{number}: {field} is {found}, but the events say {expected}.").format(
                number=ticket["number"],
                field=name,
                found=clip(str(ticket[name]), SHOWN),
                expected=clip(str(columns[name]), SHOWN),
            ),
        )
    if derived != states:
        yield Finding(
            "ticket.events",
            _("{number}: the state noted at an event is not the one the rules give.").format(
                number=ticket["number"]
            ),
        )


def _tickets(session: Session) -> Iterator[tuple[Row, list[Step], list[str]]]:
    """Every ticket with its steps and the states noted at them, some hundred at a time.

    As plain values: objects for every row of ten years would take four fifths of the time.
    """
    for tickets, first, last in _chunks(session, _TICKET):
        query = (
            select(*(getattr(TicketEvent, name) for name in _EVENT))
            .where(col(TicketEvent.ticket_id).between(first, last))
            .order_by(col(TicketEvent.ticket_id), col(TicketEvent.seq))
        )
        steps: dict[int, list[Step]] = {ticket["id"]: [] for ticket in tickets}
        states: dict[int, list[str]] = {ticket["id"]: [] for ticket in tickets}
        rows = session.execute(query)
        for owner, state, seq, at, recorded_at, action, *who, note, payload in rows:
            if owner in steps:
                facts = (seq, at, recorded_at, Action(action), *who, note, json.loads(payload))
                steps[owner].append(Step(*facts))
                states[owner].append(state)
        for ticket in tickets:
            yield ticket, steps[ticket["id"]], states[ticket["id"]]


def _chunks(session: Session, names: Sequence[str]) -> Iterator[tuple[list[Row], int, int]]:
    """Some columns of every ticket, in order of the ids, with the chunk's first and last id."""
    last = 0
    columns = [getattr(Ticket, name) for name in names]
    while True:
        query = select(*columns).where(col(Ticket.id) > last).order_by(col(Ticket.id)).limit(CHUNK)
        rows = [dict(zip(names, row, strict=True)) for row in session.execute(query)]
        if not rows:
            return
        first, last = rows[0]["id"], rows[-1]["id"]
        yield rows, first, last


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
    for tickets, first, last in _chunks(session, (*SEARCHED, "id", "received_at", "confidential")):
        notes: dict[int, list[str]] = {}
        query = (
            select(TicketEvent.ticket_id, TicketEvent.note)
            .where(col(TicketEvent.ticket_id).between(first, last), TicketEvent.note != "")
            .order_by(col(TicketEvent.ticket_id), col(TicketEvent.seq))
        )
        for owner, note in session.execute(query):
            notes.setdefault(owner, []).append(note)
        for ticket in tickets:
            words = search_words(ticket, notes.get(ticket["id"], ()))
            if words is not None:
                yield ticket["id"], ticket["received_at"], words


TEXTS = TextSource(Kind.TICKET, _indexed)

"""What the hotline's screens and commands read: pages by SQL, never whole tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, column, func, or_, table, text, tuple_
from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.hotline import rules
from gridterm.hotline.events import Step
from gridterm.hotline.tables import Category, Ticket, TicketEvent
from gridterm.hotline.terms import (
    OPEN_STATES,
    Action,
    Channel,
    Cursor,
    EventView,
    Kind,
    KnownCaller,
    State,
    TicketDetail,
    TicketFilter,
    TicketPage,
    TicketRow,
)
from gridterm.i18n import CHINESE, _, language
from gridterm.registers.tables import Building, Grid, Staff
from gridterm.store import search
from gridterm.store.unit import Store
from gridterm.text import clean_line, mask_name, mask_phone, normalize_phone

PAGE = 50
SUBJECT = 120
LAST_CALLS = 5
NOTHING = '""'

Statement = Select[Any]
_INDEX = table("search", column("rowid"))
_AS_STORED = (
    *("id", "number", "received_at", "registered_at", "answered_at", "closed_at", "round"),
    *("anonymous", "confidential", "publishable", "proactive", "history", "external_id"),
    *("address", "grid_id", "category", "title", "content", "place"),
)

_COLUMNS = (
    Ticket.id,
    Ticket.number,
    Ticket.received_at,
    Ticket.caller,
    Ticket.anonymous,
    Ticket.phone,
    Grid.code.label("grid"),  # type: ignore[attr-defined]
    Ticket.kind,
    Ticket.channel,
    Ticket.category,
    Ticket.title,
    func.substr(Ticket.content, 1, SUBJECT).label("head"),
    Ticket.state,
    Ticket.confidential,
    Ticket.history,
    Ticket.external_id,
)


def list_tickets(
    store: Store, wanted: TicketFilter, after: Cursor | None = None, limit: int = PAGE
) -> TicketPage:
    """A page of tickets, newest first (RULEBOOK §2).

    Args:
        store: the office.
        wanted: which tickets; ``text`` looks in everything but confidential tickets.
        after: the cursor of the last row already shown, None for the first page.
        limit: how many rows at most.
    """
    with store.read() as session:
        return page(session, wanted, after, limit)


def page(session: Session, wanted: TicketFilter, after: Cursor | None, limit: int) -> TicketPage:
    """``list_tickets`` within a session that is open already."""
    statement = _wanted(_rows(), wanted)
    if wanted.text:
        order = _INDEX.c.rowid
        if after is not None:
            place = search.place(search.Kind.TICKET, after.at, after.id)
            statement = statement.where(order < place)
        statement = statement.order_by(order.desc())
    else:
        if after is not None:
            here = tuple_(col(Ticket.received_at), col(Ticket.id))
            statement = statement.where(here < tuple_(after.at, after.id))
        statement = statement.order_by(col(Ticket.received_at).desc(), col(Ticket.id).desc())
    found = session.execute(statement.limit(limit + 1)).all()
    return TicketPage(tuple(_row(one) for one in found[:limit]), len(found) > limit)


def count_tickets(store: Store, wanted: TicketFilter, ceiling: int | None = None) -> int:
    """How many tickets the filter finds; counting stops at ``ceiling`` where one is given."""
    statement = _wanted(select(Ticket.id), wanted)
    if ceiling is not None:
        statement = statement.limit(ceiling)
    with store.read() as session:
        return int(
            session.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
        )


def _rows() -> Select[Any]:
    return select(*_COLUMNS).outerjoin(Grid, col(Grid.id) == col(Ticket.grid_id))  # type: ignore[call-overload,no-any-return]


def _wanted(statement: Statement, wanted: TicketFilter) -> Statement:
    """Narrow a statement over tickets to what a filter wants."""
    if wanted.text:
        statement = _matching(statement, wanted.text)
    equal = (
        (Ticket.kind, wanted.kind),
        (Ticket.channel, wanted.channel),
        (Ticket.category, wanted.category),
        (Ticket.grid_id, wanted.grid_id),
        (Ticket.phone, normalize_phone(wanted.phone)),
        (Ticket.history, wanted.history),
    )
    for filtered, value in equal:
        if value not in {"", None}:
            statement = statement.where(col(filtered) == value)
    if wanted.states:
        statement = statement.where(col(Ticket.state).in_(wanted.states))
    if wanted.since is not None:
        statement = statement.where(
            col(Ticket.received_at) >= datetime.combine(wanted.since, time())
        )
    if wanted.until is not None:
        end = datetime.combine(wanted.until, time()) + timedelta(days=1)
        statement = statement.where(col(Ticket.received_at) < end)
    return statement


def _matching(statement: Statement, typed: str) -> Statement:
    expression = search.query(typed) or NOTHING
    low, high = search.bounds(search.Kind.TICKET)
    return (
        statement.join(_INDEX, col(Ticket.id) == _INDEX.c.rowid.op("&")(search.REF_MASK))
        .where(text("search MATCH :expression").bindparams(expression=expression))
        .where(_INDEX.c.rowid.between(low, high))
    )


def _row(found: Row[Any]) -> TicketRow:
    subject = clean_line(found.title or found.head)
    return TicketRow(
        id=found.id,
        number=found.number,
        received_at=found.received_at,
        caller=shown_caller(found.caller, anonymous=found.anonymous),
        phone=mask_phone(found.phone),
        grid=found.grid or "",
        kind=Kind(found.kind),
        channel=Channel(found.channel),
        category=found.category,
        subject=_("(confidential)") if found.confidential else subject,
        state=State(found.state),
        confidential=found.confidential,
        history=found.history,
        external_id=found.external_id,
    )


def rows_of(session: Session, ids: Sequence[int]) -> tuple[TicketRow, ...]:
    """The lines of some tickets, in the order of ``ids``."""
    found = session.execute(_rows().where(col(Ticket.id).in_(ids)))
    rows = {row.id: row for row in map(_row, found)}
    return tuple(rows[one] for one in ids if one in rows)


def shown_caller(name: str, *, anonymous: bool) -> str:
    """The caller as lists show them: masked, or that they did not say."""
    return _("anonymous") if anonymous else mask_name(name)


def ticket(store: Store, ticket_id: int) -> TicketDetail:
    """A whole ticket with its events; caller and phone masked.

    Raises:
        NotFoundError: no such ticket.
    """
    with store.read() as session:
        return _detail(session, session.get(Ticket, ticket_id))


def ticket_by_number(store: Store, typed: str) -> TicketDetail:
    """A ticket by its number (``rx-2026-12`` is enough) or by the number of its source.

    Raises:
        NotFoundError: no ticket has it.
    """
    line = clean_line(typed) or "-"
    parts = line.upper().split("-")
    with store.read() as session:
        if len(parts) == 3 and parts[0] == "RX" and parts[1].isdecimal() and parts[2].isdecimal():  # noqa: PLR2004 - the parts of a number
            line = rules.number(int(parts[1]), int(parts[2]))
        statement = (
            select(Ticket)
            .where(or_(col(Ticket.number) == line, col(Ticket.external_id) == line))
            .limit(1)
        )
        return _detail(session, session.exec(statement).first())


def _detail(session: Session, record: Ticket | None) -> TicketDetail:
    if record is None or record.id is None:
        raise NotFoundError(_("There is no call with this number."))
    building = session.get(Building, record.building_id) if record.building_id else None
    grid = session.get(Grid, record.grid_id) if record.grid_id else None
    responder = session.get(Staff, record.first_responder_id) if record.first_responder_id else None
    category = session.get(Category, record.category) if record.category else None
    state = State(record.state)
    return TicketDetail(
        **{name: getattr(record, name) for name in _AS_STORED},
        caller=shown_caller(record.caller, anonymous=record.anonymous),
        phone=mask_phone(record.phone),
        building=f"{building.estate}{building.name}" if building else "",
        grid=grid.code if grid else "",
        channel=Channel(record.channel),
        kind=Kind(record.kind),
        category_name=category_name(category) if category else record.category,
        first_responder=responder.name if responder else "",
        state=state,
        events=tuple(_events(session, record.id)),
        actions=rules.allowed(state),
    )


def _events(session: Session, ticket_id: int) -> list[EventView]:
    return [
        EventView(
            seq=row.seq,
            at=row.at,
            recorded_at=row.recorded_at,
            actor=row.actor,
            action=Action(row.action),
            state=State(row.state),
            note=row.note,
            payload=json.loads(row.payload),
        )
        for row in _event_rows(session, ticket_id)
    ]


def _event_rows(session: Session, ticket_id: int) -> Sequence[TicketEvent]:
    statement = (
        select(TicketEvent)
        .where(col(TicketEvent.ticket_id) == ticket_id)
        .order_by(col(TicketEvent.seq))
    )
    return session.exec(statement).all()


def read_steps(session: Session, ticket_id: int) -> list[Step]:
    """The steps of a ticket as the rules take them."""
    return [step_of(row) for row in _event_rows(session, ticket_id)]


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


def category_name(category: Category) -> str:
    """A category's name in the language in use."""
    return category.name_zh if language() == CHINESE else category.name_en or category.name_zh


def categories(store: Store) -> tuple[tuple[str, str], ...]:
    """The categories in use, in the office's order: (code, name in the language in use)."""
    with store.read() as session:
        statement = (
            select(Category)
            .where(col(Category.active))
            .order_by(col(Category.position), col(Category.code))
        )
        return tuple((one.code, category_name(one)) for one in session.exec(statement))


def known_caller(store: Store, typed_phone: str) -> KnownCaller | None:
    """Who last called from a phone, where they live, and their last calls; None if nobody.

    Confidential calls tell nothing here.
    """
    phone = normalize_phone(typed_phone)
    if not phone:
        return None
    with store.read() as session:
        told = and_(col(Ticket.phone) == phone, ~col(Ticket.confidential))
        newest = (
            select(Ticket)
            .where(told)
            .order_by(col(Ticket.received_at).desc(), col(Ticket.id).desc())
            .limit(LAST_CALLS)
        )
        records = session.exec(newest).all()
        if not records:
            return None
        last = rows_of(session, [one.id for one in records if one.id is not None])
        home = next((one for one in records if one.address), records[0])
        name = next((one.caller for one in records if one.caller), "")
        grid = session.get(Grid, home.grid_id) if home.grid_id else None
        calls = session.execute(select(func.count()).select_from(Ticket).where(told)).scalar_one()
        return KnownCaller(
            caller=name,
            address=home.address,
            building_id=home.building_id,
            grid_id=home.grid_id,
            grid=grid.code if grid else "",
            calls=int(calls),
            last=last,
        )


def same_phone(store: Store, ticket_id: int, limit: int = LAST_CALLS) -> tuple[TicketRow, ...]:
    """The other calls from a ticket's phone, newest first; none without a phone.

    Confidential calls are not among them.
    """
    phone = select(Ticket.phone).where(col(Ticket.id) == ticket_id, col(Ticket.phone) != "")
    with store.read() as session:
        number = session.exec(phone).first()
        if number is None:
            return ()
        others = (
            _rows()
            .where(
                col(Ticket.phone) == number,
                col(Ticket.id) != ticket_id,
                ~col(Ticket.confidential),
            )
            .order_by(col(Ticket.received_at).desc(), col(Ticket.id).desc())
            .limit(limit)
        )
        return tuple(_row(one) for one in session.execute(others))


@dataclass(frozen=True)
class MonthCounts:
    """The head of the list: calls of this month, tickets still open, of them awaiting revisit."""

    total: int
    open: int
    awaiting: int


def month_counts(store: Store) -> MonthCounts:
    """The numbers over the list, for the month of the office's clock.

    Void tickets and history do not count.
    """
    start = store.clock.now().replace(day=1, hour=0, minute=0, second=0)
    with store.read() as session:
        total = session.execute(
            select(func.count())
            .select_from(Ticket)
            .where(
                col(Ticket.received_at) >= start,
                col(Ticket.state) != State.VOID,
                ~col(Ticket.history),
            )
        ).scalar_one()
        by_state = dict(
            session.execute(
                select(Ticket.state, func.count())
                .where(col(Ticket.state).in_(OPEN_STATES))
                .group_by(Ticket.state)
            ).all()
        )
    return MonthCounts(int(total), sum(by_state.values()), by_state.get(State.ANSWERED, 0))


def waiting(store: Store, state: State, limit: int) -> tuple[TicketRow, ...]:
    """The tickets that have waited longest in a state, oldest first."""
    with store.read() as session:
        statement = (
            _rows()
            .where(col(Ticket.state) == str(state))
            .order_by(col(Ticket.received_at), col(Ticket.id))
            .limit(limit)
        )
        return tuple(_row(one) for one in session.execute(statement))

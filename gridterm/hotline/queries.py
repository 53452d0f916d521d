"""What the hotline's screens and commands read: pages by SQL, never whole tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, column, func, or_, table, text, tuple_
from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.hotline import due, ladder, rules
from gridterm.hotline.detail import detail
from gridterm.hotline.guards import Rung
from gridterm.hotline.steps import category_name, shown_caller
from gridterm.hotline.tables import Category, Ticket
from gridterm.hotline.terms import (
    OPEN_STATES,
    Channel,
    ClockName,
    Cursor,
    Kind,
    KnownCaller,
    Level,
    State,
    TicketDetail,
    TicketFilter,
    TicketPage,
    TicketRow,
    Tier,
)
from gridterm.i18n import _
from gridterm.registers.tables import Grid, Staff
from gridterm.store import search
from gridterm.store.unit import Store
from gridterm.text import clean_line, fold, mask_phone, normalize_phone

PAGE = 50
SUBJECT = 120
LAST_CALLS = 5
NOTHING = '""'

Statement = Select[Any]
_INDEX = table("search", column("rowid"))
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
    Ticket.tier,
    Ticket.due_at,
    Ticket.near_at,
    Ticket.due_clock,
    Staff.name.label("handler"),  # type: ignore[attr-defined]
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
        return page(session, wanted, after, limit, store.clock.now())


def page(
    session: Session,
    wanted: TicketFilter,
    after: Cursor | None,
    limit: int,
    now: datetime | None = None,
) -> TicketPage:
    """``list_tickets`` within a session that is open already; without ``now`` no levels."""
    statement = _wanted(session, rows(), wanted, now)
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
    return TicketPage(told(session, found[:limit], now), len(found) > limit)


def count_tickets(store: Store, wanted: TicketFilter, ceiling: int | None = None) -> int:
    """How many tickets the filter finds; counting stops at ``ceiling`` where one is given."""
    with store.read() as session:
        statement = _wanted(session, select(Ticket.id), wanted, store.clock.now())
        if ceiling is not None:
            statement = statement.limit(ceiling)
        return int(
            session.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
        )


def rows() -> Select[Any]:
    """The columns of the list's lines, for ``told``."""
    return (  # type: ignore[no-any-return]
        select(*_COLUMNS)  # type: ignore[call-overload]
        .select_from(Ticket)
        .outerjoin(Grid, col(Grid.id) == col(Ticket.grid_id))
        .outerjoin(Staff, col(Staff.id) == col(Ticket.handler_id))
    )


def _wanted(
    session: Session, statement: Statement, wanted: TicketFilter, now: datetime | None
) -> Statement:
    """Narrow a statement over tickets to what a filter wants."""
    if wanted.text:
        statement = _matching(statement, wanted.text)
    equal = (
        (Ticket.kind, wanted.kind),
        (Ticket.channel, wanted.channel),
        (Ticket.category, wanted.category),
        (Ticket.tier, wanted.tier),
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
    return statement if now is None else _due(session, statement, wanted.level, now)


def _due(session: Session, statement: Statement, level: str, now: datetime) -> Statement:
    if level == Level.OVERDUE:
        return statement.where(col(Ticket.due_at) < now, ~col(Ticket.history))
    if level == Level.NEAR:
        near = (col(Ticket.due_at) >= now, col(Ticket.near_at) <= now)
        return statement.where(*near, ~col(Ticket.history))
    if level in set(Rung):
        return ladder.waiting_for(session, statement, Rung(level), now)
    return statement


def _matching(statement: Statement, typed: str) -> Statement:
    expression = search.query(typed) or NOTHING
    low, high = search.bounds(search.Kind.TICKET)
    return (
        statement.join(_INDEX, col(Ticket.id) == _INDEX.c.rowid.op("&")(search.REF_MASK))
        .where(text("search MATCH :expression").bindparams(expression=expression))
        .where(_INDEX.c.rowid.between(low, high))
    )


def told(
    session: Session, found: Iterable[Row[Any]], now: datetime | None
) -> tuple[TicketRow, ...]:
    """Lines of the list from what ``rows`` found; how near they are only with ``now``."""
    lines = tuple(_row(one) for one in found)
    if now is None or not any(line.due_at for line in lines):
        return lines
    times = due.timing(session)
    return tuple(
        replace(line, level=times.level(line.due_at, line.near_at, now)) if line.due_clock else line
        for line in lines
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
        tier=Tier(found.tier) if found.tier else None,
        handler=found.handler or "",
        due_at=found.due_at,
        near_at=found.near_at,
        due_clock=ClockName(found.due_clock) if found.due_clock else None,
    )


def rows_of(session: Session, ids: Sequence[int]) -> tuple[TicketRow, ...]:
    """The lines of some tickets, in the order of ``ids``."""
    found = session.execute(rows().where(col(Ticket.id).in_(ids)))
    lines = {row.id: row for row in map(_row, found)}
    return tuple(lines[one] for one in ids if one in lines)


def ticket(store: Store, ticket_id: int) -> TicketDetail:
    """A whole ticket with its events; caller and phone masked.

    Raises:
        NotFoundError: no such ticket.
    """
    with store.read() as session:
        return detail(session, session.get(Ticket, ticket_id), store.clock.now())


def ticket_by_number(store: Store, typed: str) -> TicketDetail:
    """A ticket by its number (``rx-2026-12`` is enough) or by the number of its source.

    Raises:
        NotFoundError: no ticket has it.
    """
    line = clean_line(typed) or "-"
    parts = fold(line).upper().split("-")
    with store.read() as session:
        if len(parts) == 3 and parts[0] == "RX" and parts[1].isdecimal() and parts[2].isdecimal():  # noqa: PLR2004 - the parts of a number
            line = rules.number(int(parts[1]), int(parts[2]))
        statement = (
            select(Ticket)
            .where(or_(col(Ticket.number) == line, col(Ticket.external_id) == line))
            .limit(1)
        )
        record = session.exec(statement).first()
        if record is None:
            raise NotFoundError(
                _("There is no call {typed}. A number looks like {example}.").format(
                    typed=clean_line(typed), example=rules.number(store.clock.today().year, 1)
                )
            )
        return detail(session, record, store.clock.now())


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
        known = and_(col(Ticket.phone) == phone, ~col(Ticket.confidential))
        newest = (
            select(Ticket)
            .where(known)
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
        calls = session.execute(select(func.count()).select_from(Ticket).where(known)).scalar_one()
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
            rows()
            .where(
                col(Ticket.phone) == number,
                col(Ticket.id) != ticket_id,
                ~col(Ticket.confidential),
            )
            .order_by(col(Ticket.received_at).desc(), col(Ticket.id).desc())
            .limit(limit)
        )
        return told(session, session.execute(others), store.clock.now())


@dataclass(frozen=True)
class MonthCounts:
    """The head of the list: calls of this month, tickets still open.

    Of the open ones, ``awaiting`` wait for a revisit and ``received`` for a first answer.
    """

    total: int
    open: int
    awaiting: int
    received: int


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
    return MonthCounts(
        int(total),
        sum(by_state.values()),
        by_state.get(State.ANSWERED, 0),
        by_state.get(State.RECEIVED, 0),
    )


def waiting(store: Store, state: State, limit: int) -> tuple[TicketRow, ...]:
    """The tickets that have waited longest in a state, oldest first."""
    with store.read() as session:
        statement = (
            rows()
            .where(col(Ticket.state) == str(state))
            .order_by(col(Ticket.received_at), col(Ticket.id))
            .limit(limit)
        )
        return told(session, session.execute(statement), store.clock.now())

"""A small office with every kind of audited row, and ways to change it behind its back."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, select

from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.registers.tables import DutyDay, Staff
from gridterm.store.audit import Actor
from gridterm.store.files import connect
from gridterm.store.indexing import Indexed, TextSource
from gridterm.store.search import Kind
from gridterm.store.unit import Store, Tx

DAY = datetime(2026, 11, 21, 9, 14)


def fill(store: Store, actor: Actor) -> None:
    """Two of the staff (one changed later), a duty day, three calls, an import of four more."""
    with store.write("staff.save", actor) as tx:
        tx.add(Staff(number="1001", name="李晓明", hired=date(2020, 3, 1)))
        tx.add(Staff(number="1002", name="王芳", hired=date(2021, 5, 6)))
    with store.write("roster.put", actor) as tx:
        tx.add(DutyDay(day=date(2026, 11, 21), officer_id=1, deputy_id=2))
        tx.session.get_one(Staff, 2).away = True
    for number in range(3):
        with store.write("ticket.register", actor) as tx:
            add_call(tx, f"{number + 1}栋楼顶漏水")
    with store.write("hotline.import", actor) as tx:
        tx.bulk(Ticket, [ticket_row(tx, f"路灯不亮{n}", n) for n in range(4, 8)])
        tx.bulk(TicketEvent, [event_row(n, n) for n in range(4, 8)])
        for number in range(4, 8):
            tx.index(Kind.TICKET, number, DAY, f"路灯不亮{number}")


def add_call(tx: Tx, content: str) -> int:
    """A registered call with its event and its search text; its id."""
    ticket = Ticket(**{**ticket_row(tx, content), "id": None})
    tx.add(ticket)
    assert ticket.id is not None
    tx.add(TicketEvent(**{**event_row(0, ticket.id), "id": None}))
    tx.index(Kind.TICKET, ticket.id, DAY, content)
    tx.subject = f"ticket:{ticket.id}"
    return ticket.id


def ticket_row(tx: Tx, content: str, row_id: int = 0) -> dict[str, object]:
    seq = tx.number("RX-2026")
    row = dict.fromkeys(Ticket.__table__.columns.keys(), "")  # type: ignore[attr-defined]
    return row | {
        "id": row_id,
        "number": f"RX-2026-{seq:04}",
        "year": 2026,
        "seq": seq,
        "registered_at": DAY,
        "received_at": DAY,
        "last_event_at": DAY,
        "answered_at": None,
        "closed_at": None,
        "content": content,
        "channel": "call",
        "kind": "help",
        "state": "received",
        "round": 1,
        "building_id": None,
        "grid_id": None,
        "first_responder_id": None,
        "import_key": None,
        **dict.fromkeys(("handler_id", "first_acceptor_id", "accused_id", "master_id")),
        **dict.fromkeys(("told_at", "due_at", "near_at")),
        "anonymous": False,
        "confidential": False,
        "publishable": False,
        "proactive": False,
        "history": False,
    }


def event_row(row_id: int, ticket_id: int) -> dict[str, object]:
    return {
        "id": row_id,
        "ticket_id": ticket_id,
        "seq": 1,
        "at": DAY,
        "recorded_at": DAY,
        "actor_id": None,
        "actor": "李晓明",
        "action": "register",
        "state": "received",
        "note": "",
        "payload": "{}",
    }


def texts(session: Session) -> Iterator[Indexed]:
    for ticket in session.exec(select(Ticket)):
        yield ticket.id or 0, ticket.received_at, ticket.content


SOURCES = (TextSource(Kind.TICKET, texts),)


def behind_its_back(path: Path, *statements: str) -> None:
    """Change the file as somebody with a database tool would, guards taken away."""
    connection = connect(path)
    try:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            changed = connection.execute(statement).rowcount
            assert changed != 0, statement
    finally:
        connection.close()

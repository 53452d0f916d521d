"""Many rows at once: by way of a staging table, with the trail's account."""

from sqlmodel import col, select

from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.store.audit import Actor
from gridterm.store.bulk import Staging, prepare
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.store.office import event_row, ticket_row


def test_staged_rows_arrive_whole_in_order_and_accounted_for(store: Store, actor: Actor) -> None:
    with store.write("import", actor) as tx:
        connection = tx.session.connection()
        tickets, events = Staging(connection, Ticket), Staging(connection, TicketEvent)
        for first in (1, 3):
            ids = range(first, first + 2)
            for staging, rows in (
                (tickets, prepare(Ticket, [ticket_row(tx, "漏水[/]", n) for n in ids])),
                (events, prepare(TicketEvent, [event_row(n, n) for n in ids])),
            ):
                staging.lay(rows)
                tx.account_for(rows)
            for staging in (tickets, events):
                staging.take()
        for staging in (tickets, events):
            staging.close()
    with store.read() as session:
        found = session.exec(select(TicketEvent).order_by(col(TicketEvent.id))).all()
        assert [(one.id, one.ticket_id) for one in found] == [(n, n) for n in range(1, 5)]
        assert found[0].model_dump() == event_row(1, 1)
        assert session.get_one(Ticket, 4).content == "漏水[/]"
    assert verify(store).findings == ()


def test_what_was_not_taken_is_not_saved(store: Store, actor: Actor) -> None:
    with store.write("import", actor) as tx:
        staging = Staging(tx.session.connection(), Ticket)
        staging.lay(prepare(Ticket, [ticket_row(tx, "漏水", 1)]))
        staging.close()
        again = Staging(tx.session.connection(), Ticket)
        again.take()
        again.close()
    with store.read() as session:
        assert session.exec(select(Ticket)).all() == []

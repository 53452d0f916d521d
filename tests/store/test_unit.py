"""One use case is one transaction and one audit entry."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import delete, insert, update
from sqlmodel import col, select

from gridterm.clock import FixedClock
from gridterm.errors import StoreReadOnlyError
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.registers.tables import DutyDay, Staff
from gridterm.store.audit import FIRST, Actor, rows_digest
from gridterm.store.tables import AuditEntry, Counter, Draft, SettingRow
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.store.office import event_row, fill, ticket_row


def entries(store: Store) -> list[AuditEntry]:
    with store.read() as session:
        return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))


def changes(entry: AuditEntry) -> list[dict[str, Any]]:
    return list(json.loads(entry.changes))


def test_a_use_case_is_saved_with_one_entry(store: Store, actor: Actor) -> None:
    with store.write("setting.try", actor) as tx:
        tx.subject = "settings"
        tx.add(SettingRow(key="a", value="1"), SettingRow(key="b", value="2"))
        tx.session.get_one(SettingRow, "a").value = "3"
    (entry,) = entries(store)
    assert (entry.id, entry.action, entry.subject) == (1, "setting.try", "settings")
    assert (entry.actor_id, entry.actor, entry.at) == (None, actor.name, store.clock.now())
    assert entry.previous == FIRST
    first, second, third = sorted(changes(entry), key=lambda one: (one["key"], str(one["before"])))
    assert first["before"] is None or second["before"] is None
    assert third["key"] == ["b"]
    assert {"key": "a", "value": "3"} in [one["after"] for one in changes(entry)]


def test_before_and_after_of_a_change_and_of_a_removal(store: Store, actor: Actor) -> None:
    with store.write("staff.save", actor) as tx:
        tx.add(Staff(number="1", name="王芳", hired=date(2020, 1, 1)))
    with store.write("staff.save", actor) as tx:
        tx.session.get_one(Staff, 1).left = date(2026, 11, 30)
    with store.write("staff.same", actor) as tx:
        tx.session.get_one(Staff, 1).name = "王芳"
    with store.write("staff.remove", actor) as tx:
        tx.session.delete(tx.session.get_one(Staff, 1))
    made, changed, same, removed = (changes(entry) for entry in entries(store))
    assert (made[0]["before"], made[0]["after"]["left"]) == (None, None)
    assert (changed[0]["before"]["left"], changed[0]["after"]["left"]) == (None, "2026-11-30")
    assert same == []
    assert (removed[0]["before"]["left"], removed[0]["after"]) == ("2026-11-30", None)
    assert verify(store).whole


def test_entries_are_chained(store: Store, actor: Actor) -> None:
    fill(store, actor)
    trail = entries(store)
    assert [entry.id for entry in trail] == list(range(1, len(trail) + 1))
    assert [entry.previous for entry in trail] == [FIRST, *(e.digest for e in trail[:-1])]
    assert len({entry.digest for entry in trail}) == len(trail)


def test_a_use_case_that_breaks_off_leaves_nothing(store: Store, actor: Actor) -> None:
    def save() -> None:
        with store.write("try", actor) as tx:
            tx.number("RX-2026")
            tx.add(SettingRow(key="a", value="1"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save()
    with store.read() as session:
        for table in (AuditEntry, SettingRow, Counter):
            assert session.exec(select(table)).all() == []
    with store.write("try", actor) as tx:
        assert tx.number("RX-2026") == 1


def test_facts_that_are_no_row_stand_in_the_entry(store: Store, actor: Actor) -> None:
    with store.write("ticket.reveal", actor) as tx:
        tx.note(field="phone", at=datetime(2026, 11, 21, 9, 14))
    assert changes(entries(store)[0]) == [
        {"facts": {"field": "phone", "at": "2026-11-21T09:14:00"}}
    ]


def test_values_stand_in_the_trail_as_they_are_read_back(
    store: Store, actor: Actor, clock: FixedClock
) -> None:
    """A moment is also a date, and True is also a number: SQLite stores what the column is."""
    with store.write("staff.save", actor) as tx:
        tx.add(Staff(number="1", name="王芳", hired=clock.now(), away=1))
        tx.add(DutyDay(day=date(2026, 11, 21), officer_id=1, note="\x00\ud7ff😀"))
        tx.session.get_one(Staff, 1).left = clock.now()
    assert verify(store).findings == ()
    assert changes(entries(store)[0])[0]["after"]["hired"] == "2026-11-21"


def test_drafts_and_other_derived_rows_leave_no_trace(store: Store, actor: Actor) -> None:
    with store.write("try", actor) as tx:
        tx.add(Draft(form="x", owner="x", payload="{}", updated_at=tx.now))
    assert changes(entries(store)[0]) == []


def test_bulk_rows_stand_in_the_trail_as_one_digest(store: Store, actor: Actor) -> None:
    with store.write("import", actor) as tx:
        rows = [event_row(n, n) for n in range(1, 4)]
        tx.bulk(Ticket, [ticket_row(tx, "漏水", n) for n in range(1, 4)])
        tx.bulk(TicketEvent, rows)
        tx.bulk(TicketEvent, [])
    assert changes(entries(store)[0]) == [
        {
            "table": "ticket_event",
            "first": 1,
            "last": 3,
            "count": 3,
            "digest": rows_digest(rows),
        }
    ]


def test_what_the_trail_could_not_account_for_is_refused(store: Store, actor: Actor) -> None:
    short = {key: value for key, value in event_row(1, 1).items() if key != "note"}
    gap = [event_row(1, 1), event_row(3, 1)]
    with store.write("try", actor) as tx:
        for table, rows in (
            (Staff, [{"number": "1"}]),
            (TicketEvent, [short]),
            (TicketEvent, gap),
        ):
            with pytest.raises(ValueError, match=table.__name__):
                tx.bulk(table, rows)
        for statement in (
            insert(Staff),
            update(Staff).values(name="x"),
            delete(Staff),
            delete(TicketEvent),
        ):
            with pytest.raises(ValueError, match="audited"):
                tx.session.execute(statement)
        tx.session.execute(update(Ticket).values(title="x"))


@pytest.mark.parametrize("table", ["audit", "ticket_event"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET actor = 'x'"])
def test_what_is_append_only_cannot_be_changed(
    store: Store, actor: Actor, table: str, change: str
) -> None:
    fill(store, actor)
    with store.engine.connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.exec_driver_sql(change.format(table))


def test_numbers_are_counted_by_series(store: Store, actor: Actor) -> None:
    with store.write("try", actor) as tx:
        assert [tx.number("RX-2026"), tx.number("RX-2027"), tx.number("RX-2026")] == [1, 1, 2]


def test_every_connection_keeps_the_promises(store: Store) -> None:
    wanted = {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000}
    with store.read() as session:
        found = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted
        }
    assert found == wanted


def test_an_office_that_was_removed_is_not_made_anew_empty(store: Store) -> None:
    store.close()
    store.path.unlink()
    with pytest.raises(StoreReadOnlyError):
        store.last_entry_at()
    assert not store.path.exists()

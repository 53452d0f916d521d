"""What ``gridterm verify`` finds in the hotline's records."""

import json
import sqlite3

import pytest

from gridterm.hotline import checks, service
from gridterm.hotline.terms import Intake, Visit
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.store.verify import VerifyReport, verify


@pytest.fixture
def office(store: Store, actor: Actor) -> Store:
    for n in range(3):
        one = service.register(
            store,
            actor,
            Intake(f"第{n}个电话", kind="complaint", confidential=n == 2, answer="已答复"),
        )
        service.revisit(store, actor, one.id, Visit(true=True, solved=n == 0, satisfaction="fair"))
    return store


def findings(store: Store) -> VerifyReport:
    return verify(store, checks.CHECKS, [checks.TEXTS])


def tamper(store: Store, *statements: str) -> None:
    raw = sqlite3.connect(store.path)
    for table in ("ticket_event", "audit"):
        for change in ("update", "delete"):
            raw.execute(f"DROP TRIGGER IF EXISTS {table}_no_{change}")
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


def test_an_office_made_by_the_program_is_whole(office: Store) -> None:
    report = findings(office)
    assert report.whole, report.findings
    assert report.checked


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE ticket SET state='closed' WHERE id=2", "ticket.derived"),
        ("UPDATE ticket SET content='没事' WHERE id=1", "ticket.derived"),
        ("UPDATE ticket SET first_responder_id=NULL, phone='1' WHERE id=1", "ticket.derived"),
        ("UPDATE ticket_event SET state='closed' WHERE ticket_id=2 AND seq=2", "ticket.events"),
        ("DELETE FROM ticket_event WHERE ticket_id=2 AND seq=2", "ticket.events"),
        ("UPDATE ticket_event SET payload='{}' WHERE ticket_id=2 AND seq=1", "ticket.events"),
        ("DELETE FROM ticket WHERE id=2", "ticket.orphan"),
        ("DELETE FROM ticket WHERE id=2", "ticket.gap"),
        ("UPDATE search_text SET text='别的' WHERE ref=1", "search"),
    ],
)
def test_a_change_behind_the_programs_back_is_found(
    office: Store, statement: str, code: str
) -> None:
    tamper(office, statement)
    assert any(found.startswith(code) for found in findings(office).counts)


def test_the_payload_of_a_step_keeps_what_is_needed_and_no_more(office: Store) -> None:
    raw = sqlite3.connect(office.path)
    (payload,) = raw.execute("SELECT payload FROM ticket_event WHERE id=1").fetchone()
    raw.close()
    assert set(json.loads(payload)) == {
        "number", "received_at", "channel", "kind", "content", "anonymous",
    }  # fmt: skip

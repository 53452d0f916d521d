"""What ``gridterm verify`` finds when cases, letters or evidence were changed behind its back."""

import sqlite3

import pytest

from gridterm import settings
from gridterm.discipline import checks
from gridterm.i18n import _
from gridterm.store.audit import SYSTEM
from gridterm.store.verify import VerifyReport, verify
from tests.discipline.prepared import Prepared

RUNG = """UPDATE case_event SET payload=replace(replace({column}, '"level":2', '"level":1'),
    '"due":2', '"due":1') WHERE case_id=2 AND step='decide'"""
DECIDER = """UPDATE case_event SET payload=replace(payload, '"by_id":4', '"by_id":3')
    WHERE case_id=1 AND step='decide'"""


def report(office: Prepared) -> VerifyReport:
    return verify(office.store, checks.CHECKS)


def tamper(office: Prepared, *statements: str) -> None:
    raw = sqlite3.connect(office.store.path)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


def test_what_the_services_made_is_whole(full_office: Prepared) -> None:
    told = report(full_office)
    assert told.whole, told.findings
    assert told.checked[_("Cases")] == 3
    assert told.checked[_("Letters")] == 3


def test_a_later_change_of_the_settings_makes_no_decision_wrong(full_office: Prepared) -> None:
    more = {"discipline.window_months": "1", "discipline.joined": "yes"}
    settings.change(full_office.store, SYSTEM, more)
    assert report(full_office).whole


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE discipline_case SET level=1 WHERE id=3", "case.derived"),
        ("UPDATE discipline_case SET state='withdrawn' WHERE id=1", "case.derived"),
        ("UPDATE discipline_case SET matter='没事' WHERE id=1", "case.derived"),
        ("UPDATE case_event SET state='served' WHERE case_id=1 AND seq=2", "case.events"),
        ("DELETE FROM case_event WHERE case_id=1 AND seq=2", "case.events"),
        ("UPDATE case_event SET payload='{}' WHERE case_id=1 AND seq=1", "case.events"),
        ("UPDATE case_event SET payload='[' WHERE case_id=1 AND seq=7", "case.events"),
        ("UPDATE case_event SET actor_id=2 WHERE case_id=1 AND seq=7", "case.actor"),
        ("UPDATE case_event SET actor_id=NULL WHERE case_id=1 AND seq=9", "case.actor"),
        (RUNG.format(column="payload"), "case.rung"),
        (DECIDER, "case.events"),
        ("UPDATE letter SET content=replace(content, '赵强', '周敏') WHERE id=1", "row.digest"),
        ("UPDATE letter SET content=replace(content, ',', ', ') WHERE id=1", "letter.content"),
        ("UPDATE letter SET content='{}' WHERE id=1", "letter.content"),
        ("UPDATE letter SET level=2 WHERE id=1", "letter.content"),
        ("UPDATE letter SET refers_to='' WHERE id=3", "letter.content"),
        ("UPDATE letter SET case_id=2 WHERE id=1", "letter.missing"),
        ("DELETE FROM letter WHERE id=3", "letter.missing"),
        ("DELETE FROM letter WHERE id=2", "letter.gap"),
        ("UPDATE discipline_case SET seq=9 WHERE id=3", "case.gap"),
        ("UPDATE counter SET last=2 WHERE series='JL-2026'", "case.gap"),
        ("UPDATE counter SET last=9 WHERE series='letter-2026'", "letter.gap"),
        ("DELETE FROM counter WHERE series='JL-2026'", "case.gap"),
        ("DELETE FROM letter", "letter.gap"),
        ("UPDATE case_evidence SET content='{}' WHERE id=1", "evidence.changed"),
        ("DELETE FROM case_evidence WHERE id=3", "evidence.missing"),
        ("UPDATE case_evidence SET subject='check:9' WHERE id=3", "evidence.missing"),
    ],
)
def test_what_was_changed_behind_its_back_is_found(
    full_office: Prepared, statement: str, code: str
) -> None:
    tamper(full_office, statement)
    found = report(full_office)
    if code == "row.digest":
        assert not found.whole
    else:
        assert code in found.counts, found.counts

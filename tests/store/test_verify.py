"""What was changed behind the program's back is found, and named."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from gridterm.errors import CancelledError
from gridterm.hotline.tables import Ticket
from gridterm.registers.tables import DutyDay, Staff
from gridterm.store import indexing
from gridterm.store.audit import Actor
from gridterm.store.findings import SHOWN_PER_CODE, Finding, Watch
from gridterm.store.search import Kind, find
from gridterm.store.unit import Store
from gridterm.store.verify import VerifyReport, verify
from tests.store.office import SOURCES, behind_its_back, fill


@pytest.fixture
def office(store: Store, actor: Actor) -> Store:
    fill(store, actor)
    return store


def check(store: Store) -> VerifyReport:
    return verify(store, sources=SOURCES)


def test_an_empty_office_is_whole(store: Store) -> None:
    report = check(store)
    assert report.whole
    assert report.head is not None
    assert report.head.entries == 0


def test_an_office_at_work_is_whole(office: Store) -> None:
    report = check(office)
    assert report.findings == ()
    assert report.whole
    assert report.head is not None
    assert report.head.entries == 6
    assert report.head.at == office.clock.now()
    assert sum(report.checked.values()) >= 6 + 2 + 1 + 7 + 7


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ("UPDATE ticket_event SET note = '已办' WHERE id = 2", "row.changed", "[2]"),
        ("UPDATE ticket_event SET note = '已办' WHERE id = 5", "row.changed", "[4 – 7]"),
        ("UPDATE ticket_event SET at = 'nonsense' WHERE id = 5", "file.unreadable", "nonsense"),
        ("DELETE FROM ticket_event WHERE id = 3", "row.removed", "[3]"),
        ("DELETE FROM ticket_event WHERE id = 6", "row.removed", "[4 – 7]"),
        (
            (
                "INSERT INTO ticket_event SELECT 99, ticket_id, 2, at, recorded_at, "
                "actor_id, actor, 'void', state, note, payload FROM ticket_event WHERE id = 1"
            ),
            "row.unknown",
            "[99]",
        ),
        ("UPDATE staff SET name = '王芬' WHERE id = 2", "row.changed", "staff"),
        ("UPDATE duty_day SET officer_id = 2", "row.changed", '["2026-11-21"]'),
        ("DELETE FROM duty_day", "row.removed", "duty_day"),
        (
            (
                "INSERT INTO staff(id, number, name, initials, roles, phone, hired, away) "
                "VALUES (9, '1009', '某人', '', '', '', '2026-01-01', 0)"
            ),
            "row.unknown",
            "[9]",
        ),
        ("INSERT INTO setting VALUES ('backup.days', '1')", "row.unknown", "backup.days"),
        ("DELETE FROM audit WHERE id = 3", "audit.missing", "3"),
        ("DELETE FROM audit WHERE id = 6", "audit.missing", "6"),
        ("DELETE FROM audit WHERE id = 1", "audit.missing", "1"),
        ("UPDATE audit SET actor = '别人' WHERE id = 4", "audit.edited", "4"),
        ("UPDATE audit SET at = '2026-01-01 00:00:00.000000' WHERE id = 4", "audit.edited", "4"),
        ("UPDATE audit SET changes = '[' WHERE id = 4", "audit.edited", "4"),
        ('UPDATE audit SET changes = \'[{"table": "x"}]\' WHERE id = 4', "audit.table", "x"),
        ('UPDATE audit SET changes = \'[{"table":"staff"}]\' WHERE id = 4', "audit.edited", "4"),
        ("UPDATE audit SET previous = digest WHERE id = 4", "audit.chain", "4"),
        ("UPDATE counter SET last = 2 WHERE series = 'audit'", "row.changed", "counter"),
        ("UPDATE ticket_event SET ticket_id = 77 WHERE id = 1", "row.reference", "ticket"),
        ("UPDATE search_text SET text = 'x' WHERE ref = 2", "search.stale", "2"),
        ("DELETE FROM search_text WHERE ref = 2", "search.stale", "2"),
        ("INSERT INTO search_text VALUES (5, 1, 99, 'x')", "search.extra", "1"),
        ("UPDATE ticket SET content = '别的' WHERE id = 5", "search.stale", "5"),
        ("INSERT INTO search(search) VALUES ('delete-all')", "search.stale", "1"),
        ("INSERT INTO search(rowid, words) VALUES (5, '漏水')", "search.stale", "5"),
        ("INSERT INTO search(rowid, words) VALUES (6, '龘龘')", "search.stale", "6"),
    ],
)
def test_a_change_behind_its_back_is_found(
    office: Store, change: str, code: str, named: str
) -> None:
    office.close()
    behind_its_back(office.path, change)
    report = check(office)
    assert not report.whole
    found = [finding.sentence for finding in report.findings if finding.code == code]
    assert found, report.findings
    assert any(named in sentence for sentence in found), found


def test_a_change_that_was_saved_over_later_is_still_found(office: Store, actor: Actor) -> None:
    behind_its_back(office.path, "UPDATE staff SET phone = '1' WHERE id = 1")
    with office.write("staff.save", actor) as tx:
        tx.session.get_one(Staff, 1).phone = "2"
    assert check(office).counts == {"row.changed": 1}


def test_one_edited_entry_does_not_make_the_whole_trail_wrong(office: Store) -> None:
    behind_its_back(office.path, "UPDATE audit SET actor = '别人' WHERE id = 1")
    assert check(office).counts == {"audit.edited": 1}


def test_a_row_that_was_deleted_by_the_program_is_no_finding(office: Store, actor: Actor) -> None:
    with office.write("roster.clear", actor) as tx:
        for day in tx.session.exec(select(DutyDay)):
            tx.session.delete(day)
    assert check(office).whole


def test_findings_of_one_kind_are_counted_and_the_first_are_named(office: Store) -> None:
    behind_its_back(
        office.path,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) "
        "INSERT INTO setting SELECT 'x' || i, '1' FROM n",
    )
    report = check(office)
    assert report.counts == {"row.unknown": 50}
    assert len(report.findings) == SHOWN_PER_CODE


def test_a_desk_adds_its_own_check(office: Store) -> None:
    def states(session: Session, watch: Watch) -> Iterator[Finding]:
        watch.begin("Tickets")
        for ticket in session.exec(select(Ticket)):
            watch.step()
            if ticket.state != "received":
                yield Finding("ticket.state", ticket.number)

    behind_its_back(office.path, "UPDATE ticket SET state = 'closed' WHERE id = 3")
    report = verify(office, checks=[states], sources=SOURCES)
    assert report.findings == (Finding("ticket.state", "RX-2026-0003"),)
    assert report.checked["Tickets"] == 7


def test_it_tells_of_its_progress_and_can_be_cancelled(office: Store) -> None:
    told: list[str] = []

    def tell(part: str, done: int, total: int) -> None:
        assert done >= 0
        assert total >= 0
        told.append(part)
        if len(told) == 4:
            raise CancelledError("stop")

    with pytest.raises(CancelledError):
        verify(office, sources=SOURCES, progress=tell)
    assert len(told) == 4
    assert check(office).whole


def test_a_broken_index_is_built_anew_from_the_records(office: Store) -> None:
    behind_its_back(
        office.path,
        "INSERT INTO search(search) VALUES ('delete-all')",
        "DELETE FROM search_text WHERE ref < 4",
        "INSERT INTO search_text VALUES (5, 1, 99, 'x')",
    )
    assert indexing.rebuild(office, SOURCES) == 7
    assert check(office).whole
    with office.read() as session:
        hits = find(session.connection(), "漏水", Kind.TICKET, 10)
    assert [hit.ref for hit in hits] == [3, 2, 1]


def test_a_rebuild_keeps_what_it_has_no_source_for(office: Store, actor: Actor) -> None:
    with office.write("staff.index", actor) as tx:
        tx.index(Kind.STAFF, 1, office.clock.now(), "李晓明")
    assert indexing.rebuild(office, SOURCES) == 8
    with office.read() as session:
        assert find(session.connection(), "晓明", Kind.STAFF, 10)


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(office: Store) -> None:
    def tell(part: str, done: int, total: int) -> None:
        if total:
            raise CancelledError("stop")

    with pytest.raises(CancelledError):
        indexing.rebuild(office, SOURCES, tell)
    assert check(office).whole

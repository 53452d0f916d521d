"""What verify finds of itself where the visits' tables were bent."""

import pytest

from gridterm.store.verify import verify
from gridterm.visits import checks, service

from .conftest import CLERK, Round


def report(office: Round) -> dict[str, int]:
    return verify(office.store, checks.CHECKS, [checks.TEXTS]).counts


def a_life(office: Round) -> None:
    """A visit, one that was corrected twice, one that is void, one that is confidential."""
    clerk = office.by(CLERK)
    office.visit(2, matter="路灯")
    first = office.visit(1, matter="漏水")
    second = service.correct(office.store, clerk, first.id, office.form(3, matter="漏水"), "户号")
    service.correct(office.store, clerk, second.id, office.form(3, result="nobody"), "没见到")
    service.void(office.store, clerk, office.visit(4).id, "没有去过")
    office.visit(5, matter="家暴", make_ticket=True, confidential=True)


def test_what_the_program_writes_is_whole(office: Round) -> None:
    a_life(office)
    found = verify(office.store, checks.CHECKS, [checks.TEXTS])
    assert found.whole
    assert {"Visits": 6, "Households visited": 3, "Corrected visits": 3}.items() <= (
        found.checked.items()
    )


BENT = [
    ("UPDATE last_visit SET visits = 9 WHERE household_id = 2", "visit.last"),
    ("UPDATE last_visit SET day = '2026-01-01' WHERE household_id = 2", "visit.last"),
    ("DELETE FROM last_visit WHERE household_id = 3", "visit.last"),
    ("UPDATE last_visit SET met_on = NULL WHERE household_id = 2", "visit.last"),
    ("INSERT INTO last_visit VALUES (1, '2026-11-20', 1, NULL, 1)", "visit.last"),
    ("UPDATE visit SET purpose = 'x' WHERE id = 1", "visit.row"),
    ("UPDATE visit SET day = '2026-11-20' WHERE id = 1", "visit.row"),
    ("UPDATE visit SET matter = '家暴' WHERE id = 6", "visit.confidential"),
    ("UPDATE visit SET corrects_id = NULL WHERE id = 4", "visit.end"),
    ("UPDATE visit SET corrects_id = 1 WHERE id = 5", "visit.end"),
    ("UPDATE visit_end SET reason = ''", "visit.end"),
    ("UPDATE visit_end SET by_id = 1 WHERE visit_id = 2", "visit.end"),
    ("UPDATE visit SET matter = '路灯坏' WHERE id = 1", "search.stale"),
]


@pytest.mark.parametrize(("bend", "code"), BENT)
def test_what_was_bent_is_found(office: Round, bend: str, code: str) -> None:
    a_life(office)
    with office.store.write_quietly() as session:
        connection = session.connection()
        for (trigger,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.exec_driver_sql(bend)
    assert code in report(office)

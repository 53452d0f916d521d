"""What ``verify`` finds of attendance changed behind the program's back."""

from datetime import date

import pytest

from gridterm.attendance import checks, corrections, leave, months
from gridterm.attendance.rules import half_days
from gridterm.attendance.terms import LeaveForm, LeaveKind, Status
from gridterm.store.verify import verify
from tests.attendance.conftest import AM, LI, PM, TUESDAY, Desk
from tests.store.office import behind_its_back


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A punch, a PIN, leave, a confirmation, a policy and a locked month."""
    desk.sign("03-10 08:50")
    desk.machine("03-10 15:20", pin="5")
    desk.pin("5")
    start, end = half_days(date(2026, 3, 12), AM, date(2026, 3, 12), PM)
    leave.ask(desk.store, desk.actor, LeaveForm(LI, LeaveKind.SICK, start, end, "感冒"))
    leave.approve(desk.store, desk.actor, 1, "街道办 陈书记")
    desk.at("04-01 09:00")
    corrections.confirm(desk.store, desk.actor, desk.key(PM, TUESDAY), Status.PRESENT, "核实")
    months.lock(desk.store, desk.actor, 2026, 3)
    return desk


def test_an_office_at_work_is_whole(busy: Desk) -> None:
    report = verify(busy.store, checks.CHECKS)
    assert report.whole, report.findings


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE punch SET at = '2026-03-10 08:20:00.000000' WHERE id = 1", ""),
        ("DELETE FROM punch WHERE id = 2", ""),
        ("UPDATE punch SET pin = '' WHERE id = 2", "punch.nobody"),
        (
            (
                "INSERT INTO attendance_code(kind, code, staff_id, valid_from) "
                "VALUES ('pin', '5', 2, '2026-03-01')"
            ),
            "attendance.code",
        ),
        ('UPDATE leave SET "end" = start', "leave.facts"),
        ("UPDATE attendance_correction SET status = 'perfect'", "attendance.correction"),
        ("UPDATE attendance_locked SET days = '[]' WHERE id = 1", "attendance.locked"),
        ("UPDATE attendance_locked SET days = 'x' WHERE id = 1", "attendance.locked"),
        (
            (
                "INSERT INTO attendance_policy(since, terms, reason, at, by) VALUES "
                "('2026-01-01', '{\"morning_target\": \"soon\"}', '', '2026-01-01 09:00:00', '')"
            ),
            "attendance.policy",
        ),
        (
            (
                "INSERT INTO attendance_policy(since, terms, reason, at, by) VALUES "
                "('2026-01-01', '{\"morning_target\": \"11:00\"}', '', '2026-01-01 09:00:00', '')"
            ),
            "attendance.policy",
        ),
    ],
)
def test_a_change_behind_its_back_is_found(busy: Desk, statement: str, code: str) -> None:
    behind_its_back(busy.store.path, statement)
    report = verify(busy.store, checks.CHECKS)
    assert not report.whole
    if code:
        assert code in report.counts


def test_punches_and_locked_months_refuse_to_be_changed(busy: Desk) -> None:
    for statement in ("UPDATE punch SET pin = '1'", "DELETE FROM attendance_locked"):
        with busy.store.engine.connect() as connection, pytest.raises(Exception, match="append"):
            connection.exec_driver_sql(statement)

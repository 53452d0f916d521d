"""The demo office's attendance: the same every time, with its habits, a broken day and locks."""

from datetime import datetime, time
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from gridterm.attendance import adjusting, checks, codes, leave, months, reading
from gridterm.attendance.tables import Correction, Leave, LockedPerson, Outing, Punch
from gridterm.attendance.terms import CorrectionKind, Status
from gridterm.clock import FixedClock
from gridterm.demo.build import Size, build
from gridterm.demo.habits import broken_day
from gridterm.registers.tables import Staff
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.conftest import DemoOf

NOW = datetime(2026, 5, 26, 10, 14)
SIZE = Size(months=3, total=10)


@pytest.fixture(scope="module")
def demo(demo_of: DemoOf) -> Store:
    return demo_of(NOW, SIZE)


def staff_id(demo: Store, number: str) -> int:
    with demo.read() as session:
        return session.exec(select(Staff.id).where(Staff.number == number)).one() or 0


def test_it_is_whole_and_never_from_the_future(demo: Store) -> None:
    report = verify(demo, checks.CHECKS)
    assert report.whole, report.findings
    with demo.read() as session:
        assert session.exec(select(func.max(Punch.at))).one() <= NOW
        assert session.exec(select(func.max(Leave.asked_at))).one() <= NOW
        assert session.exec(select(func.max(Correction.at))).one() <= NOW


@pytest.mark.slow
def test_it_is_the_same_every_time(demo: Store, tmp_path: Path) -> None:
    again = build(tmp_path / "again.db", FixedClock(NOW), SIZE)
    for table in (Punch, Leave, Correction, LockedPerson):
        with demo.read() as one, again.read() as other:
            first = [row.model_dump() for row in one.exec(select(table).order_by(col(table.id)))]
            second = [row.model_dump() for row in other.exec(select(table).order_by(col(table.id)))]
        assert first == second
        assert first
    again.close()


def test_everybody_has_their_habits(demo: Store) -> None:
    (row,) = reading.matrix(demo, 2026, 4, staff_id=staff_id(demo, "1013")).rows
    arrivals = [
        day.morning.punches[0] for day in row.days if day.morning.status is Status.PRESENT
        and day.morning.punches
    ]  # fmt: skip
    assert len(arrivals) > 15
    assert set(arrivals) == {time(8, 29)}
    (row,) = reading.matrix(demo, 2026, 5, staff_id=staff_id(demo, "1018")).rows
    late = [day.day.weekday() for day in row.days if day.morning.status is Status.LATE]
    assert late.count(0) >= 2


def test_the_may_holiday_has_its_make_up_workday(demo: Store) -> None:
    days = {one.day.day: one for one in reading.matrix(demo, 2026, 5).days}
    assert not days[1].working
    assert days[9].working
    rows = reading.matrix(demo, 2026, 5).rows
    present = sum(one.days[8].morning.status is Status.PRESENT for one in rows)
    assert present > len(rows) / 2


def test_the_machine_broke_and_the_clerk_confirmed(demo: Store) -> None:
    day = broken_day(NOW.date())
    assert not reading.raw_punches(demo, day, day).rows
    rows = reading.board(demo, day).rows
    assert sum(one.view.morning.confirmed for one in rows) > len(rows) / 2
    with demo.read() as session:
        kinds = set(session.exec(select(Correction.kind)))
    assert CorrectionKind.CONFIRMED in kinds


def test_leave_by_the_hour_and_approvers_who_are_not_the_ones_concerned(demo: Store) -> None:
    rows = reading.whole_month(demo, 2026, 4).rows
    assert [one.summary.leave_hours for one in rows if one.summary.leave_hours] == [2]
    with demo.read() as session:
        names = dict(session.exec(select(Staff.id, Staff.name)).all())
        for table in (Leave, Outing):
            kept = session.exec(select(table.staff_id, table.approver)).all()
            assert all(names[staff_id] != approver for staff_id, approver in kept)


def test_old_months_are_locked_and_the_newest_waits(demo: Store) -> None:
    locked = [one.month for one in months.months(demo, 2026) if one.lock]
    assert locked == [2, 3]
    (came,) = adjusting.adjustments(demo, 2026, 3)
    assert came.dismissed
    assert "月结后" in came.locked.sentence
    assert adjusting.adjustments(demo, 2026, 2) == ()
    assert reading.exceptions(demo, 2026, 4)
    assert len(leave.undecided(demo)) == 1
    assert [one.pin for one in codes.unknown_pins(demo)] == ["99"]
    assert reading.board(demo).missing

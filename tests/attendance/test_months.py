"""The month: pages, figures, its lock, reopening, and what came after."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, func, select

from gridterm import settings
from gridterm.attendance import adjusting, corrections, leave, months, policy, reading, workbook
from gridterm.attendance.explaining import sentence
from gridterm.attendance.period import Period
from gridterm.attendance.reading import month
from gridterm.attendance.rules import half_days
from gridterm.attendance.tables import LockedPerson, MonthLock
from gridterm.attendance.terms import (
    Flag,
    LeaveForm,
    LeaveKind,
    SlotKey,
    Status,
)
from gridterm.errors import CancelledError, InputError, RefusedError
from gridterm.registers.tables import Staff
from gridterm.store.tables import AuditEntry
from tests.attendance.conftest import AM, LI, PM, TUESDAY, WANG, ZHAO, Desk


def queries(desk: Desk, read: Any) -> int:  # noqa: ANN401 - any read
    seen = []

    def note(*given: object) -> None:
        seen.append(given[2])

    event.listen(desk.store.engine, "before_cursor_execute", note)
    read()
    event.remove(desk.store.engine, "before_cursor_execute", note)
    return len(seen)


READS: dict[str, Callable[[Desk], object]] = {
    "month": lambda desk: reading.whole_month(desk.store, 2026, 3),
    "exceptions": lambda desk: reading.exceptions(desk.store, 2026, 3),
    "board": lambda desk: reading.board(desk.store, TUESDAY),
    "sums": lambda desk: months.sums(desk.store, 2026, 1, 3),
    "workbook": lambda desk: workbook.export(
        desk.store, Period(2026, 3, 3), desk.store.path.with_name("a.xlsx"), overwrite=True
    ),
    "quarter": lambda desk: workbook.export(
        desk.store, Period(2026, 1, 3), desk.store.path.with_name("a.xlsx"), overwrite=True
    ),
}


def more_staff(desk: Desk, count: int, first: int = 2000) -> None:
    with desk.store.write("test.office", desk.actor) as tx:
        tx.add(
            *(
                Staff(number=str(first + n), name=f"员工{n}", hired=date(2020, 1, 1))
                for n in range(count)
            )
        )


def test_a_month_is_read_without_a_query_per_person(desk: Desk) -> None:
    few = queries(desk, lambda: reading.matrix(desk.store, 2026, 3))
    more_staff(desk, 40)
    assert queries(desk, lambda: reading.matrix(desk.store, 2026, 3)) == few
    assert few < 15


@pytest.mark.parametrize("locked", [False, True])
@pytest.mark.parametrize("name", list(READS))
def test_nothing_that_reads_a_month_asks_per_person(desk: Desk, name: str, locked: bool) -> None:
    """Whole months, their exceptions, the board, the workbook: as many queries as for four."""
    read = READS[name]
    desk.machine("03-02 08:20:00", "03-03 08:40:00")
    more_staff(desk, 2)
    desk.at("04-01 09:00")
    if locked:
        months.lock(desk.store, desk.actor, 2026, 3)
    few = queries(desk, lambda: read(desk))
    if locked:
        months.reopen(desk.store, desk.actor, 2026, 3, "more")
    more_staff(desk, 40, 3000)
    if locked:
        months.lock(desk.store, desk.actor, 2026, 3)
    assert queries(desk, lambda: read(desk)) == few


def test_pages_follow_each_other_by_number(desk: Desk) -> None:
    more_staff(desk, 5)
    whole = [one.staff.number for one in reading.whole_month(desk.store, 2026, 3).rows]
    found: list[str] = []
    page = reading.matrix(desk.store, 2026, 3, limit=3)
    found += [one.staff.number for one in page.rows]
    while page.more:
        page = reading.matrix(desk.store, 2026, 3, after=page.cursor, limit=3)
        found += [one.staff.number for one in page.rows]
    assert found == whole == ["1001", "1002", "1003", "1004", *(str(2000 + n) for n in range(5))]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_of_punches_hold_each_once_in_its_order(desk: Desk, limit: int) -> None:
    """Also where several were made at the same moment, on the border of a page."""
    for number in range(1, 5):
        desk.machine("03-02 08:20:00", f"03-0{number} 15:10:00", pin=str(number))
    found: list[tuple[datetime, str]] = []
    after: tuple[datetime, int] | None = None
    more = True
    while more:
        page = reading.raw_punches(
            desk.store, date(2026, 3, 1), date(2026, 3, 3), after=after, limit=limit
        )
        assert len(page.rows) <= limit
        found += [(one.signed.at, one.pin) for one in page.rows]
        after, more = page.cursor, page.more
    same = [(datetime(2026, 3, 2, 8, 20), pin) for pin in "1234"]
    others = [(datetime(2026, 3, day, 15, 10), str(day)) for day in (1, 2, 3)]
    assert found == [others[0], *same, *others[1:]]


def test_a_whole_month_says_how_far_it_is_and_stops(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridterm.attendance.reading.month.AT_ONCE", 3)
    more_staff(desk, 4)
    told: list[int] = []
    reading.exceptions(desk.store, 2026, 3, each=told.append)
    assert told == [3, 6]

    def enough(people: int) -> None:
        raise CancelledError(str(people))

    with pytest.raises(CancelledError, match="3"):
        reading.exceptions(desk.store, 2026, 3, each=enough)


def test_a_month_has_every_day_and_the_figures(desk: Desk) -> None:
    desk.sign("03-10 08:50")
    desk.sign("03-10 15:20")
    desk.at("04-01 09:00")
    (row,) = reading.matrix(desk.store, 2026, 3, staff_id=LI, reasons=True).rows
    assert len(row.days) == 31
    told = row.summary
    assert (told.late, told.late_minutes, told.attended) == (1, 20, 2)
    assert told.absent_halves == told.owed - 2
    assert told.reasons[0].sentence.startswith(("No sign-in", "06:00"))
    assert any(one.mark == "迟" and "08:50" in one.sentence for one in told.reasons)


def test_who_came_and_who_left_owe_their_days_only(desk: Desk) -> None:
    desk.at("04-01 09:00")
    rows = {one.staff.id: one for one in reading.whole_month(desk.store, 2026, 3).rows}
    assert rows[ZHAO].days[8].morning.status is Status.NOT_EMPLOYED
    assert rows[ZHAO].days[9].morning.status is Status.ABSENT
    assert rows[4].summary.owed == 12  # 2 to 6 and 9 March
    april = reading.whole_month(desk.store, 2026, 4)
    assert 4 not in {one.staff.id for one in april.rows}


def test_a_lock_keeps_names_marks_and_sentences(desk: Desk) -> None:
    desk.sign("03-10 08:50")
    desk.at("04-01 09:00")
    before = reading.whole_month(desk.store, 2026, 3)
    months.lock(desk.store, desk.actor, 2026, 3, "已核对")
    policy.save(desk.store, desk.actor, date(2026, 3, 1), {"morning_target": "08:55"})
    with desk.store.write("test", desk.actor) as tx:
        tx.session.get_one(Staff, WANG).hired = date(2026, 4, 1)
    after = reading.whole_month(desk.store, 2026, 3)
    assert after.lock is not None
    assert (after.lock.by, after.lock.note) == ("李晓明", "已核对")
    for old, new in zip(before.rows, after.rows, strict=True):
        assert new.staff.name == old.staff.name
        for one, other in zip(old.days, new.days, strict=True):
            assert [(v.mark, v.sentence) for v in one.slots] == [
                (v.mark, v.sentence) for v in other.slots
            ]
    changed = {(one.staff.id, one.day) for one in adjusting.adjustments(desk.store, 2026, 3)}
    assert (LI, TUESDAY) in changed
    assert (WANG, TUESDAY) in changed
    found = reading.exceptions(desk.store, 2026, 3)
    assert {(one.staff.id, one.day) for one in found} == changed


def test_locking_says_how_far_it_is_and_cancelled_at_any_step_locks_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month, "AT_ONCE", 2)
    monkeypatch.setattr(months, "TOLD_EVERY", 1)
    desk.at("04-01 09:00")
    told: list[tuple[int, int]] = []
    asked: list[None] = []

    def stop_at(step: int) -> Callable[[], bool]:
        asked.clear()
        return lambda: len(asked.append(None) or asked) > step  # type: ignore[func-returns-value]

    for step in range(6):
        with pytest.raises(CancelledError):
            months.lock(desk.store, desk.actor, 2026, 3, cancelled=stop_at(step))
    with desk.store.read() as session:
        assert session.exec(select(func.count()).select_from(MonthLock)).one() == 0
        assert session.exec(select(func.count()).select_from(LockedPerson)).one() == 0
        known = select(func.count()).where(AuditEntry.action == "attendance.lock")
        assert session.exec(known).one() == 0
    months.lock(desk.store, desk.actor, 2026, 3, progress=lambda *far: told.append(far))
    assert told == [(0, 8), (2, 8), (4, 8), (5, 8), (6, 8), (7, 8)]
    assert len(reading.whole_month(desk.store, 2026, 3).rows) == 4


def test_a_note_that_is_too_long_is_not_cut_behind_the_clerks_back(desk: Desk) -> None:
    desk.at("04-01 09:00")
    with pytest.raises(InputError) as caught:
        months.lock(desk.store, desk.actor, 2026, 3, "长" * 6_999)
    assert set(caught.value.fields) == {"note"}


def test_who_was_entered_after_the_lock_is_not_in_the_month(desk: Desk) -> None:
    desk.at("04-01 09:00")
    months.lock(desk.store, desk.actor, 2026, 3)
    more_staff(desk, 1)
    row = reading.whole_month(desk.store, 2026, 3).rows[-1]
    assert {one.status for day in row.days for one in day.slots} == {Status.NOT_EMPLOYED}
    assert row.summary.owed == 0


@pytest.mark.parametrize("month", [3, 4])
def test_a_month_that_is_not_over_cannot_be_locked(desk: Desk, month: int) -> None:
    with pytest.raises(RefusedError):
        months.lock(desk.store, desk.actor, 2026, month)
    with pytest.raises(InputError):
        months.lock(desk.store, desk.actor, 2026, 13)


def test_a_month_with_things_to_decide_cannot_be_locked(desk: Desk) -> None:
    desk.at("03-10 07:00")
    start, end = half_days(TUESDAY, AM, TUESDAY, PM)
    form = LeaveForm(LI, LeaveKind.PERSONAL, start, end, "家中有事")
    told = leave.ask(desk.store, desk.actor, form)
    desk.at("03-10 17:00")
    leave.approve(desk.store, desk.actor, told.id, "街道办 陈书记")
    desk.at("04-01 09:00")
    with pytest.raises(RefusedError, match="2 "):
        months.lock(desk.store, desk.actor, 2026, 3)
    leave.decide_late(desk.store, desk.actor, told.id, "无凭据", excused=False)
    months.lock(desk.store, desk.actor, 2026, 3)
    with pytest.raises(RefusedError):
        months.lock(desk.store, desk.actor, 2026, 3)


def test_reopening_keeps_what_was_locked_and_says_why(desk: Desk) -> None:
    desk.at("04-01 09:00")
    with pytest.raises(RefusedError):
        months.reopen(desk.store, desk.actor, 2026, 3, "漏传")
    months.lock(desk.store, desk.actor, 2026, 3)
    with pytest.raises(InputError):
        months.reopen(desk.store, desk.actor, 2026, 3, "  ")
    months.reopen(desk.store, desk.actor, 2026, 3, "漏传")
    assert [one.month for one in months.months(desk.store, 2026) if one.lock] == []
    key = SlotKey(LI, TUESDAY, AM)
    corrections.confirm(desk.store, desk.actor, key, Status.PRESENT, "监控为证")
    months.lock(desk.store, desk.actor, 2026, 3)
    assert [one.month for one in months.months(desk.store, 2026) if one.lock] == [3]
    with desk.store.read() as session:
        rows = session.exec(select(MonthLock).order_by(col(MonthLock.id))).all()
        assert [row.reopened_reason for row in rows] == ["漏传", ""]
        assert session.exec(select(func.count()).select_from(LockedPerson)).one() == 8
    assert desk.slot(AM).confirmed
    assert desk.slot(AM).locked


def test_a_quarter_adds_its_months(desk: Desk) -> None:
    desk.sign("02-10 08:50")
    desk.sign("03-10 08:50")
    desk.at("03-31 20:00")
    (found,) = [one for one in months.sums(desk.store, 2026, 1, 3) if one.staff.id == LI]
    assert [one.late for one in found.months if one] == [0, 1, 1]
    assert (found.total.late, found.total.late_minutes) == (2, 40)
    rest = months.sums(desk.store, 2026, 3, 6)
    assert rest[0].months[1:] == (None, None, None)


def test_each_decision_is_one_entry_of_the_trail(desk: Desk) -> None:
    desk.sign("03-10 08:50")
    desk.at("04-01 09:00")
    with desk.store.read() as session:
        before = session.exec(select(func.count()).select_from(AuditEntry)).one()
    corrections.confirm(desk.store, desk.actor, desk.key(), Status.PRESENT, "核实")
    months.lock(desk.store, desk.actor, 2026, 3)
    months.reopen(desk.store, desk.actor, 2026, 3, "漏传")
    with desk.store.read() as session:
        rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.id)).offset(before)).all()
    assert [(row.action, row.actor) for row in rows] == [
        ("attendance.confirm", "李晓明"),
        ("attendance.lock", "李晓明"),
        ("attendance.reopen", "李晓明"),
    ]


def test_a_punch_on_a_day_off_is_listed_and_owes_nothing(desk: Desk) -> None:
    saturday = date(2026, 3, 14)
    desk.sign("03-14 08:40")
    desk.at("04-01 09:00")
    view = desk.day(saturday)
    assert Flag.ON_DAY_OFF in view.flags
    assert [one.status for one in view.slots] == [Status.OFF, Status.OFF]
    assert "08:40" in view.morning.sentence
    (row,) = reading.matrix(desk.store, 2026, 3, staff_id=LI).rows
    assert row.summary.days_off_present == 1


def test_days_before_the_office_kept_attendance_are_no_absence(desk: Desk) -> None:
    desk.at("03-12 18:00")
    assert desk.words() == "absent absent"
    settings.change(desk.store, desk.actor, {"attendance.since": "2026-03-11"})
    assert desk.words() == "not_employed not_employed"
    assert "2026-03-11" in sentence(desk.slot(AM))
    assert desk.words(day=date(2026, 3, 11)) == "absent absent"


def test_an_earlier_punch_that_is_imported_moves_the_first_day_back(desk: Desk) -> None:
    desk.at("03-12 18:00")
    settings.change(desk.store, desk.actor, {"attendance.since": "2026-03-11"})
    desk.pin()
    desk.machine("03-09 08:20")
    assert desk.words() == "absent absent"
    assert desk.words(day=date(2026, 3, 9)) == "present absent"

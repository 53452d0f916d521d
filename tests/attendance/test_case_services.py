"""Cases that are about what is kept: imports again, confirmations, locks, the calendar."""

from datetime import date

import pytest

from gridterm.attendance import adjusting, codes, corrections, months, reading
from gridterm.attendance.terms import Flag, Status
from gridterm.errors import RefusedError
from gridterm.registers import workdays
from tests.attendance.conftest import AM, PM, Desk

FILE = ("03-10 08:50:00", "03-10 15:20:00")


def test_r16_the_same_file_again_adds_nothing(desk: Desk) -> None:
    desk.pin()
    assert desk.machine("03-10 08:20:00", "03-10 15:20:00") == 2
    assert desk.words() == "present present"
    assert desk.machine("03-10 08:20:00", "03-10 15:20:00") == 0
    assert desk.words() == "present present"


def test_r33_a_confirmation_survives_what_comes_later(desk: Desk) -> None:
    desk.pin()
    desk.machine(*FILE)
    assert desk.words() == "late present"
    corrections.confirm(
        desk.store, desk.actor, desk.key(AM), Status.PRESENT, "clock was 25 min fast"
    )
    desk.machine(*FILE)
    view = desk.slot(AM)
    assert (view.status, view.confirmed) == (Status.PRESENT, True)
    assert Flag.DIFFERS not in view.flags
    desk.machine("03-10 08:40:00")
    view = desk.slot(AM)
    assert view.status is Status.PRESENT
    assert Flag.DIFFERS in view.flags


def test_r34_a_locked_month_does_not_change(desk: Desk) -> None:
    desk.pin()
    desk.machine("03-10 15:20:00")
    desk.at("04-01 09:00")
    months.lock(desk.store, desk.actor, 2026, 3)
    desk.machine("03-10 08:25:00")
    day = desk.day()
    assert (day.morning.status, day.afternoon.status) == (Status.ABSENT, Status.PRESENT)
    assert day.morning.locked
    assert Flag.PENDING_ADJUSTMENT in day.morning.flags
    assert Flag.PENDING_ADJUSTMENT not in day.afternoon.flags
    (found,) = adjusting.adjustments(desk.store, 2026, 3)
    assert (found.locked.status, found.now.status) == (Status.ABSENT, Status.PRESENT)
    months.reopen(desk.store, desk.actor, 2026, 3, "机器漏传")
    assert desk.words() == "present present"
    assert adjusting.adjustments(desk.store, 2026, 3) == ()


def test_r36_an_unknown_pin_waits_and_mapping_it_brings_the_day(desk: Desk) -> None:
    desk.machine("03-10 08:20:00", pin="9")
    assert desk.words() == "absent absent"
    (waiting,) = codes.unknown_pins(desk.store)
    assert (waiting.pin, waiting.count) == ("9", 1)
    desk.pin("  009")
    assert desk.words() == "present absent"
    assert codes.unknown_pins(desk.store) == ()


def test_r39_a_year_that_is_not_published_cannot_be_locked(desk: Desk) -> None:
    desk.clock.moment = desk.clock.moment.replace(year=2099, month=2)
    month = reading.whole_month(desk.store, 2099, 1)
    assert "2099" in month.banner
    assert [one.working for one in month.days] == [one.day.weekday() < 5 for one in month.days]
    with pytest.raises(RefusedError, match="2099"):
        months.lock(desk.store, desk.actor, 2099, 1)
    with desk.store.write("calendar.year", desk.actor) as tx:
        workdays.enter_year(tx, 2099, published=True)
    assert months.lock(desk.store, desk.actor, 2099, 1).lock is not None


def test_r40_a_calendar_edit_does_not_rewrite_a_locked_month(desk: Desk) -> None:
    day = date(2026, 5, 9)
    desk.at("06-01 09:00")
    assert desk.slot(AM, day).status is Status.ABSENT  # a Saturday made up for the holiday
    months.lock(desk.store, desk.actor, 2026, 5)
    with desk.store.write("calendar.day", desk.actor) as tx:
        workdays.enter_day(tx, day, working=False)
    view = desk.slot(PM, day)
    assert view.status is Status.ABSENT
    assert Flag.PENDING_ADJUSTMENT in view.flags
    assert "2026-05" in months.calendar_warnings(desk.store, day)
    assert months.calendar_warnings(desk.store, date(2026, 6, 9)) == ""

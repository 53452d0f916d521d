"""How many have not signed in though the time is past: the board's number, by one statement."""

from datetime import date, datetime

import pytest

from gridterm.attendance import codes, corrections, leave, outing, policy, reading
from gridterm.attendance.terms import LeaveForm, LeaveKind, OutingForm
from gridterm.attendance.unsigned import unsigned_now
from tests.attendance.conftest import LI, WANG, ZHAO, Desk


def at(desk: Desk, moment: str) -> int:
    desk.at(moment)
    return unsigned_now(desk.store)


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("03-11 08:30", 0),
        ("03-11 08:31", 3),
        ("03-11 12:59", 3),
        ("03-11 13:00", 0),
        ("03-11 15:30", 0),
        ("03-11 15:31", 3),
        ("03-11 20:00", 3),
        ("03-14 10:00", 0),  # a Saturday
    ],
)
def test_it_counts_from_when_the_time_is_past_on_working_days(
    desk: Desk, moment: str, number: int
) -> None:
    assert at(desk, moment) == number


def test_whoever_signed_in_or_is_away_is_not_counted(desk: Desk) -> None:
    desk.sign("03-11 08:20")
    assert at(desk, "03-11 08:40") == 2
    desk.pin("7", WANG)
    desk.machine("03-11 08:35:00", pin="7")
    assert at(desk, "03-11 08:41") == 1
    desk.at("03-11 14:00")
    form = LeaveForm(LI, LeaveKind.SICK, datetime(2026, 3, 11, 14), datetime(2026, 3, 12), "感冒")
    leave.file_approved(desk.store, desk.actor, form, "街道办 陈书记")
    duty = OutingForm(
        WANG, datetime(2026, 3, 11, 14), datetime(2026, 3, 11, 17), "开会", "街道办 陈书记"
    )
    outing.enter_outing(desk.store, desk.actor, duty)
    assert at(desk, "03-11 15:40") == 1
    key = desk.key(reading.slot_of_now(desk.store), date(2026, 3, 11), ZHAO)
    corrections.make_up(desk.store, desk.actor, key, "停电", "街道办 陈书记")
    assert at(desk, "03-11 15:41") == 0
    assert reading.due_now(desk.store).missing == ()


def test_leave_approved_too_late_excuses_nobody_and_a_late_start_owes_nothing(desk: Desk) -> None:
    desk.at("03-10 09:00")
    codes.set_joining_hour(desk.store, desk.actor, ZHAO, datetime(2026, 3, 10, 14))
    form = LeaveForm(LI, LeaveKind.SICK, datetime(2026, 3, 10), datetime(2026, 3, 11), "感冒")
    leave.file_approved(desk.store, desk.actor, form, "街道办 陈书记")
    assert at(desk, "03-10 09:01") == 2
    assert at(desk, "03-10 15:31") == 2


def test_another_policy_has_other_times(desk: Desk) -> None:
    desk.at("03-09 09:00")
    terms = {"morning_target": "08:40", "morning_grace": "5"}
    policy.save(desk.store, desk.actor, date(2026, 3, 10), terms, "春季")
    assert at(desk, "03-11 08:45") == 0
    assert at(desk, "03-11 08:46") == 3

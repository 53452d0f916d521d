"""Leave by the hour that covers no sign-in: it excuses nothing and stands in the figures."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.attendance import adjusting, frozen, leave, months, reading
from gridterm.attendance.limits import Policy
from gridterm.attendance.rules import DayFacts, LeaveFact, judge
from gridterm.attendance.summing import Summary, add, summary
from gridterm.attendance.terms import Flag, LeaveForm, LeaveKind, LeaveState, Status
from gridterm.errors import InputError, RefusedError
from tests.attendance.conftest import AM, LI, PM, TUESDAY, Desk

HOURS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
NOW = datetime(2026, 3, 12)


def judged(*spans: tuple[str, str], working: bool = True) -> tuple[dict[LeaveKind, int], ...]:
    """The minutes of both slots of a day with sick leave from one hour to another."""
    leaves = tuple(
        LeaveFact(
            datetime.combine(TUESDAY, time.fromisoformat(start)),
            datetime.combine(TUESDAY, time.fromisoformat(end)),
            LeaveKind.SICK,
            datetime(2026, 3, 1),
        )
        for start, end in spans
    )
    facts = DayFacts(TUESDAY, working, leaves=leaves, hours=HOURS)
    return tuple(dict(view.hours) for view in judge(facts, Policy(), NOW).slots)


@pytest.mark.parametrize(
    ("span", "morning", "afternoon"),
    [
        (("10:00", "11:30"), 90, 0),
        (("08:30", "11:30"), 0, 0),  # it covers 8:30: a half-day already
        (("10:00", "16:00"), 120, 0),  # 15:30 is covered, the morning's two hours are not
        (("13:00", "15:00"), 0, 90),  # only from when the office opens again
        (("11:00", "15:00"), 60, 90),
        (("15:40", "20:00"), 0, 110),
        (("12:00", "13:30"), 0, 0),
    ],
)
def test_hours_are_those_the_office_works_and_no_half_day_has(
    span: tuple[str, str], morning: int, afternoon: int
) -> None:
    found = judged(span)
    assert [one.get(LeaveKind.SICK, 0) for one in found] == [morning, afternoon]


def test_two_leaves_add_up_and_a_day_off_has_none() -> None:
    assert judged(("09:00", "10:00"), ("11:00", "12:00"))[0] == {LeaveKind.SICK: 120}
    assert judged(("10:00", "11:00"), working=False) == ({}, {})


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_never_more_than_the_office_works_and_never_on_a_leave_slot(one: int, two: int) -> None:
    first, last = sorted((one, two))
    if first == last:
        return
    start, end = (time(n // 60, n % 60) for n in (first, last))
    at = datetime.combine(TUESDAY, start), datetime.combine(TUESDAY, end)
    fact = LeaveFact(*at, LeaveKind.PERSONAL, datetime(2026, 3, 1))
    day = judge(DayFacts(TUESDAY, working=True, leaves=(fact,), hours=HOURS), Policy(), NOW)
    for view, most in zip(day.slots, (210, 240), strict=True):
        total = sum(minutes for _kind, minutes in view.hours)
        assert 0 <= total <= min(most, last - first)
        assert view.status is not Status.LEAVE or total == 0
    assert frozen.unpack(frozen.pack([day]))[0].morning.same == day.morning.same
    assert add([summary([day]), Summary()]).leave_minutes == summary([day]).leave_minutes


def file_hours(desk: Desk, start: str, end: str) -> leave.LeaveView:
    """Personal leave on that Tuesday, approved the day before."""
    at = [datetime.combine(TUESDAY, time.fromisoformat(one)) for one in (start, end)]
    form = LeaveForm(LI, LeaveKind.PERSONAL, at[0], at[1], "看病")
    return leave.file_approved(desk.store, desk.actor, form, "街道办 陈书记")


def test_hours_stand_in_the_figures_and_in_the_sentence(desk: Desk) -> None:
    desk.at("03-09 10:00")
    file_hours(desk, "10:00", "11:30")
    desk.sign("03-10 08:20")
    desk.at("03-11 09:00")
    view = desk.slot(AM)
    assert view.status is Status.PRESENT
    assert "1.5" in view.sentence
    (row,) = reading.matrix(desk.store, 2026, 3, staff_id=LI, reasons=True).rows
    assert row.summary.leave_minutes == {LeaveKind.PERSONAL: 90}
    assert (row.summary.leave_hours, row.summary.leave_halves) == (1.5, 0)
    assert [one.slot for one in row.summary.reasons if "1.5" in one.sentence] == [AM]
    (found,) = [one for one in months.sums(desk.store, 2026, 1, 3) if one.staff.id == LI]
    assert found.total.leave_hours == 1.5


def test_hours_of_a_locked_month_stay_and_later_ones_wait(desk: Desk) -> None:
    desk.at("03-09 10:00")
    file_hours(desk, "10:00", "11:00")
    desk.at("04-01 09:00")
    months.lock(desk.store, desk.actor, 2026, 3)
    assert adjusting.adjustments(desk.store, 2026, 3) == ()
    file_hours(desk, "13:30", "14:00")
    (row,) = reading.matrix(desk.store, 2026, 3, staff_id=LI).rows
    assert row.summary.leave_hours == 1
    (found,) = adjusting.adjustments(desk.store, 2026, 3)
    assert found.locked.slot is PM
    assert found.now.hours == ((LeaveKind.PERSONAL, 30),)


def test_filed_with_its_approver_it_is_one_entry_or_nothing(desk: Desk) -> None:
    desk.at("03-09 10:00")
    told = file_hours(desk, "00:00", "12:00")
    assert (told.state, told.approver, told.late) == (LeaveState.APPROVED, "街道办 陈书记", None)
    with pytest.raises(RefusedError):
        file_hours(desk, "08:00", "09:00")
    form = LeaveForm(LI, LeaveKind.SICK, datetime(2026, 3, 16), datetime(2026, 3, 17), "感冒")
    for approver in ("", "长" * 60):
        with pytest.raises(InputError) as caught:
            leave.file_approved(desk.store, desk.actor, form, approver)
        assert set(caught.value.fields) == {"approver"}
    assert len(leave.leaves(desk.store).rows) == 1


def test_filed_after_the_sign_in_it_waits_for_a_decision(desk: Desk) -> None:
    desk.at("03-10 17:00")
    told = file_hours(desk, "00:00", "12:00")
    assert told.late == "open"
    desk.at("03-11 09:00")
    assert Flag.LATE_APPROVED in desk.slot(AM).flags
    assert desk.slot(AM, date(2026, 3, 10)).status is Status.ABSENT

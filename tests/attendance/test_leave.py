"""Leave from asking to its end, and official duty."""

from datetime import date, datetime, timedelta

import pytest

from gridterm.attendance import adjusting, leave, months, outing, spans
from gridterm.attendance.leave import LeaveView
from gridterm.attendance.rules import half_days
from gridterm.attendance.terms import (
    Flag,
    LateDecision,
    LeaveForm,
    LeaveKind,
    LeaveState,
    OutingForm,
    Slot,
    Status,
)
from gridterm.errors import InputError, NotFoundError, RefusedError
from tests.attendance.conftest import AM, LI, PM, TUESDAY, Desk


def asked(desk: Desk, moment: str = "03-09 10:00", first: Slot = AM, last: Slot = PM) -> LeaveView:
    desk.at(moment)
    start, end = half_days(TUESDAY, first, TUESDAY, last)
    form = LeaveForm(LI, LeaveKind.PERSONAL, start, end, "家中有事")
    return leave.ask(desk.store, desk.actor, form)


def test_leave_asked_and_approved_before_covers_the_day(desk: Desk) -> None:
    told = asked(desk)
    assert (told.number, told.state) == ("QJ-2026-0001", LeaveState.ASKED)
    told = leave.approve(desk.store, desk.actor, told.id, "街道办 陈书记")
    assert (told.state, told.late, told.approver) == (LeaveState.APPROVED, None, "街道办 陈书记")
    desk.at("03-11 09:00")
    assert desk.words() == "leave leave"
    assert "陈书记" in desk.slot(AM).sentence


def test_asking_alone_excuses_nothing_and_neither_does_a_rejection(desk: Desk) -> None:
    told = asked(desk)
    desk.at("03-11 09:00")
    assert desk.words() == "absent absent"
    leave.reject(desk.store, desk.actor, told.id, "街道办 陈书记", "人手不够")
    assert desk.words() == "absent absent"
    with pytest.raises(RefusedError):
        leave.approve(desk.store, desk.actor, told.id, "街道办 陈书记")


def test_approved_too_late_waits_for_a_decision(desk: Desk) -> None:
    told = asked(desk, "03-10 07:00")
    desk.at("03-10 17:00")
    told = leave.approve(desk.store, desk.actor, told.id, "街道办 陈书记")
    assert told.late is LateDecision.OPEN
    desk.at("03-11 09:00")
    assert desk.words() == "absent absent"
    assert Flag.LATE_APPROVED in desk.slot(AM).flags
    assert any(word in desk.slot(AM).sentence for word in ("decided", "尚待"))
    assert [one.id for one in leave.undecided(desk.store)] == [told.id]
    with pytest.raises(InputError):
        leave.decide_late(desk.store, desk.actor, told.id, " ", excused=True)
    leave.decide_late(desk.store, desk.actor, told.id, "急诊", excused=True)
    assert desk.words() == "leave leave"
    leave.decide_late(desk.store, desk.actor, told.id, "查无病历", excused=False)
    assert desk.words() == "absent absent"
    assert Flag.LATE_APPROVED not in desk.slot(AM).flags
    assert leave.undecided(desk.store) == ()


def test_approved_at_noon_is_late_for_the_morning_only(desk: Desk) -> None:
    told = asked(desk, "03-10 07:00")
    desk.at("03-10 12:00")
    leave.approve(desk.store, desk.actor, told.id, "街道办 陈书记")
    desk.at("03-11 09:00")
    assert desk.words() == "absent leave"


def test_approved_the_same_morning_before_the_time_is_not_late(desk: Desk) -> None:
    told = asked(desk, "03-10 07:00")
    told = leave.approve(desk.store, desk.actor, told.id, "街道办 陈书记")
    assert told.late is None
    with pytest.raises(RefusedError):
        leave.decide_late(desk.store, desk.actor, told.id, "急诊", excused=True)


def test_leave_ends_early_or_is_withdrawn(desk: Desk) -> None:
    told = asked(desk)
    leave.approve(desk.store, desk.actor, told.id, "街道办 陈书记")
    desk.sign("03-10 15:20")
    assert Flag.ON_LEAVE_PRESENT in desk.slot(PM).flags
    with pytest.raises(InputError):
        leave.end_early(desk.store, desk.actor, told.id, datetime(2026, 3, 12), "回来了")
    leave.end_early(desk.store, desk.actor, told.id, datetime(2026, 3, 10, 13), "提前返岗")
    desk.at("03-11 09:00")
    assert desk.words() == "leave present"
    leave.cancel(desk.store, desk.actor, told.id, "没有休")
    assert desk.words() == "absent present"
    with pytest.raises(RefusedError):
        leave.cancel(desk.store, desk.actor, told.id, "再撤一次")


def test_what_is_wrong_is_said(desk: Desk) -> None:
    asked(desk)
    with pytest.raises(RefusedError, match="QJ-2026-0001"):
        asked(desk)
    start = datetime(2026, 4, 1, 9)
    for end, reason in ((start, "有事"), (start + timedelta(days=900), "有事"), (start, "")):
        form = LeaveForm(LI, LeaveKind.SICK, start, end, reason)
        with pytest.raises(InputError) as raised:
            leave.ask(desk.store, desk.actor, form)
        assert raised.value.fields
    with pytest.raises(NotFoundError):
        leave.approve(desk.store, desk.actor, 99, "街道办 陈书记")
    with pytest.raises(NotFoundError):
        leave.leave_by_number(desk.store, "QJ-2026-0099")
    assert leave.leave_by_number(desk.store, "qj-2026-0001").id == 1


def test_pages_follow_each_other(desk: Desk) -> None:
    desk.at("01-05 09:00")
    for day in range(1, 8):
        start, end = half_days(date(2026, 4, day), AM, date(2026, 4, day), AM)
        leave.ask(desk.store, desk.actor, LeaveForm(LI, LeaveKind.ANNUAL, start, end, "年假"))
    first = leave.leaves(desk.store, limit=4)
    rest = leave.leaves(desk.store, after=first.rows[-1].cursor, limit=4)
    days = [one.start.day for one in (*first.rows, *rest.rows)]
    assert (days, first.more, rest.more) == ([7, 6, 5, 4, 3, 2, 1], True, False)
    only = leave.leaves(desk.store, first=date(2026, 4, 2), last=date(2026, 4, 3))
    assert [one.start.day for one in only.rows] == [3, 2]


def test_official_duty_covers_what_it_spans(desk: Desk) -> None:
    start, end = datetime(2026, 3, 10, 14), datetime(2026, 3, 10, 17)
    desk.sign("03-10 08:20")
    told = outing.enter_outing(
        desk.store, desk.actor, OutingForm(LI, start, end, "街道开会", "街道办 陈书记")
    )
    desk.at("03-11 09:00")
    assert desk.words() == "present outing"
    assert [one.id for one in outing.outings(desk.store, TUESDAY, TUESDAY)] == [told.id]
    outing.undo_outing(desk.store, desk.actor, told.id, "会议取消")
    assert desk.words() == "present absent"
    with pytest.raises(NotFoundError):
        outing.undo_outing(desk.store, desk.actor, told.id, "再撤")


def test_leave_in_a_locked_month_is_a_pending_adjustment(desk: Desk) -> None:
    desk.at("04-01 09:00")
    months.lock(desk.store, desk.actor, 2026, 3)
    told = asked(desk, "04-01 10:00")
    leave.approve(desk.store, desk.actor, told.id, "街道办 陈书记")
    leave.decide_late(desk.store, desk.actor, told.id, "急诊", excused=True)
    assert desk.slot(AM).status is Status.ABSENT
    found = adjusting.adjustments(desk.store, 2026, 3)
    assert [(one.locked.slot, one.now.status) for one in found] == [
        (AM, Status.LEAVE),
        (PM, Status.LEAVE),
    ]


NOW = datetime(2026, 11, 20, 9)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("11-25", "", ("11-25 00:00", "11-26 00:00")),
        ("11-25 pm", "", ("11-25 12:00", "11-26 00:00")),
        ("11-25上午", "", ("11-25 00:00", "11-25 12:00")),
        ("11-25 下午", "11-26 上午", ("11-25 12:00", "11-26 12:00")),
        ("11-25 15:00", "11-25 16:00", ("11-25 15:00", "11-25 16:00")),
        ("pm", "", ("11-20 12:00", "11-21 00:00")),
        ("14:00", "17:00", ("11-20 14:00", "11-20 17:00")),
        ("明天", "", ("11-21 00:00", "11-22 00:00")),
    ],
)
def test_spans_are_read_as_people_type_them(
    first: str, last: str, expected: tuple[str, str]
) -> None:
    start, end = spans.span(first, last, NOW)
    assert (f"{start:%m-%d %H:%M}", f"{end:%m-%d %H:%M}") == expected


@pytest.mark.parametrize(("first", "last"), [("", ""), ("11-25 15:00", ""), ("25:99", "26:00")])
def test_a_span_that_is_none_is_refused(first: str, last: str) -> None:
    with pytest.raises(InputError):
        spans.span(first, last, NOW)

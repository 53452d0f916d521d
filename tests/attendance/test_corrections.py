"""Make-ups with their quota, waivers, confirmations, and taking them back."""

from datetime import date
from typing import Any

import pytest

from gridterm.attendance import adjusting, corrections, leave, months, policy, reading
from gridterm.attendance.rules import half_days
from gridterm.attendance.summing import summary
from gridterm.attendance.terms import (
    CorrectionKind,
    Flag,
    LeaveForm,
    LeaveKind,
    SlotKey,
    Status,
)
from gridterm.errors import InputError, NotFoundError, RefusedError
from tests.attendance.conftest import AM, LI, PM, TUESDAY, WANG, Desk


def made_up(desk: Desk, day: date = TUESDAY) -> int:
    key = desk.key(AM, day)
    return corrections.make_up(desk.store, desk.actor, key, "停电", "街道办 陈书记").id


def test_a_make_up_counts_in_its_own_column(desk: Desk) -> None:
    desk.sign("03-10 15:20")
    desk.at("03-11 09:00")
    made_up(desk)
    view = desk.slot(AM)
    assert (view.status, view.mark) == (Status.MADE_UP, "补")
    assert "停电" in view.sentence
    told = summary([desk.day()])
    assert (told.attended, told.made_up, told.absent_days) == (2, 1, 0)


def test_the_quota_is_the_months_and_undoing_gives_it_back(desk: Desk) -> None:
    first = made_up(desk, date(2026, 3, 3))
    made_up(desk, date(2026, 3, 4))
    with pytest.raises(RefusedError, match="2026-03"):
        made_up(desk)
    quota = corrections.quota(desk.store, LI, TUESDAY)
    assert (quota.used, quota.most) == (2, 2)
    made_up(desk, date(2026, 2, 10))
    told = corrections.undo(desk.store, desk.actor, first, "记错人")
    assert told.undone_reason == "记错人"
    made_up(desk)
    assert desk.words(date(2026, 3, 3)).split()[0] == "absent"


def test_the_quota_is_the_policys(desk: Desk) -> None:
    policy.save(desk.store, desk.actor, date(2026, 3, 1), {"makeup_quota": "0"})
    with pytest.raises(RefusedError):
        made_up(desk)
    made_up(desk, date(2026, 2, 10))


def test_there_must_be_something_to_make_up(desk: Desk) -> None:
    desk.sign("03-10 08:20")
    desk.at("03-11 09:00")
    with pytest.raises(RefusedError):
        made_up(desk)
    with pytest.raises(RefusedError):
        made_up(desk, date(2026, 3, 14))
    with pytest.raises(RefusedError):
        made_up(desk, date(2026, 3, 20))
    key = SlotKey(LI, date(2019, 3, 12), AM)
    with pytest.raises(NotFoundError):
        corrections.make_up(desk.store, desk.actor, key, "停电", "街道办 陈书记")


def test_a_waiver_keeps_the_fact_and_drops_the_count(desk: Desk) -> None:
    desk.sign("03-10 08:50")
    desk.sign("03-10 15:20")
    desk.at("03-11 09:00")
    told = corrections.waive(desk.store, desk.actor, desk.key(), "红白事", "街道办 陈书记")
    view = desk.slot(AM)
    assert (view.status, view.minutes, view.waived, view.mark) == (Status.LATE, 20, True, "免")
    figures = summary([desk.day()])
    assert (figures.late, figures.waived, figures.attended) == (0, 1, 2)
    with pytest.raises(RefusedError):
        corrections.waive(desk.store, desk.actor, desk.key(PM), "红白事", "街道办 陈书记")
    with pytest.raises(RefusedError):
        corrections.waive(desk.store, desk.actor, desk.key(), "又一次", "街道办 陈书记")
    corrections.undo(desk.store, desk.actor, told.id, "未批准")
    assert not desk.slot(AM).waived


def test_a_confirmation_is_the_result(desk: Desk) -> None:
    confirmed = corrections.confirm(
        desk.store, desk.actor, desk.key(), Status.LATE, "邻居作证", minutes=5
    )
    view = desk.slot(AM)
    assert (view.status, view.minutes, view.result) == (Status.LATE, 5, True)
    assert "邻居作证" in view.sentence
    again = corrections.confirm(desk.store, desk.actor, desk.key(), Status.PRESENT, "监控为证")
    assert desk.slot(AM).status is Status.PRESENT
    found = reading.person_day(desk.store, LI, TUESDAY).corrections
    assert [(one.id, one.undone_at is None) for one in found] == [
        (confirmed.id, False),
        (again.id, True),
    ]
    corrections.undo(desk.store, desk.actor, again.id, "看错了")
    assert desk.slot(AM).status is Status.ABSENT


def test_confirming_today_does_not_differ_tomorrow(desk: Desk) -> None:
    desk.at("03-10 17:00")
    corrections.confirm(desk.store, desk.actor, desk.key(), Status.PRESENT, "在岗")
    assert Flag.DIFFERS not in desk.slot(AM).flags
    desk.at("03-11 09:00")
    assert Flag.DIFFERS not in desk.slot(AM).flags


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"minutes": 5}, "minutes"),
        ({"status": Status.LEAVE}, "kind"),
        ({"kind": LeaveKind.SICK}, "kind"),
        ({"status": Status.OFF}, "status"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_confirmation_that_makes_no_sense_is_refused(
    desk: Desk, told: dict[str, Any], field: str
) -> None:
    given = {"status": Status.PRESENT, "reason": "核实", **told}
    with pytest.raises(InputError) as raised:
        corrections.confirm(desk.store, desk.actor, desk.key(), **given)
    assert set(raised.value.fields) == {field}


def test_what_is_not_owed_cannot_be_confirmed(desk: Desk) -> None:
    for day in (date(2026, 3, 14), date(2026, 3, 12)):
        with pytest.raises(RefusedError):
            corrections.confirm(desk.store, desk.actor, desk.key(AM, day), Status.PRESENT, "核实")


def test_suggestions_are_confirmed_together(desk: Desk) -> None:
    desk.sign("03-10 08:50")
    desk.at("03-11 09:00")
    found = reading.exceptions(desk.store, 2026, 3)
    keys = [SlotKey(one.staff.id, one.day, one.view.slot) for one in found if one.day == TUESDAY]
    off = SlotKey(LI, date(2026, 3, 14), AM)
    assert corrections.confirm_suggested(desk.store, desk.actor, [*keys, off]) == len(keys)
    assert desk.slot(AM).confirmed
    assert (desk.slot(AM).status, desk.slot(AM).minutes) == (Status.LATE, 20)
    left = reading.exceptions(desk.store, 2026, 3)
    assert [one for one in left if one.day == TUESDAY] == []


def test_leave_and_a_make_up_for_one_slot_must_be_decided(desk: Desk) -> None:
    made_up(desk)
    form = LeaveForm(LI, LeaveKind.PERSONAL, *half_days(TUESDAY, AM, TUESDAY, AM), "家中有事")
    told = leave.ask(desk.store, desk.actor, form)
    leave.approve(desk.store, desk.actor, told.id, "街道办 陈书记")
    leave.decide_late(desk.store, desk.actor, told.id, "补假", excused=True)
    view = desk.slot(AM)
    assert view.status is Status.LEAVE
    assert Flag.LEAVE_BEATS_MAKEUP in view.flags


def test_nothing_is_decided_in_a_locked_month(desk: Desk) -> None:
    confirmed = corrections.confirm(desk.store, desk.actor, desk.key(), Status.ABSENT, "核实")
    desk.at("04-01 09:00")
    months.lock(desk.store, desk.actor, 2026, 3)
    with pytest.raises(RefusedError, match="2026-03"):
        corrections.waive(desk.store, desk.actor, desk.key(), "红白事", "街道办 陈书记")
    with pytest.raises(RefusedError):
        corrections.confirm(desk.store, desk.actor, desk.key(), Status.PRESENT, "核实")
    with pytest.raises(RefusedError):
        corrections.confirm_suggested(desk.store, desk.actor, [desk.key(PM)])
    with pytest.raises(RefusedError):
        corrections.undo(desk.store, desk.actor, confirmed.id, "错了")
    made = corrections.make_up(
        desk.store, desk.actor, SlotKey(WANG, TUESDAY, AM), "停电", "街道办 陈书记"
    )
    assert made.kind is CorrectionKind.MAKEUP
    (found,) = adjusting.adjustments(desk.store, 2026, 3)
    assert (found.staff.id, found.now.status) == (WANG, Status.MADE_UP)

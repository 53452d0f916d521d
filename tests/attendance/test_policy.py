"""Policies by the day they begin, as they are typed."""

from datetime import date, time

import pytest

from gridterm.attendance import policy
from gridterm.attendance.limits import Policy
from gridterm.attendance.terms import Status
from gridterm.errors import InputError
from tests.attendance.conftest import AM, PM, TUESDAY, Desk


def test_a_policy_holds_from_its_day_on(desk: Desk) -> None:
    policy.save(desk.store, desk.actor, date(2026, 4, 1), {"morning_target": "09:00",
        "morning_late_until": "9:30"}, "夏季作息")  # fmt: skip
    desk.sign("03-10 08:45")
    desk.sign("04-07 08:45")
    desk.at("04-08 09:00")
    assert desk.slot(AM).minutes == 15
    assert desk.slot(AM, date(2026, 4, 7)).status is Status.PRESENT
    assert [one.since for one in policy.policies(desk.store)] == [date.min, date(2026, 4, 1)]


def test_a_later_policy_keeps_what_an_earlier_one_said(desk: Desk) -> None:
    policy.save(desk.store, desk.actor, date(2026, 2, 1), {"missing_afternoon": "早退"})
    policy.save(desk.store, desk.actor, date(2026, 3, 1), {"makeup_quota": "３"})
    last = policy.policies(desk.store)[-1]
    assert (last.missing_afternoon, last.makeup_quota) == (Status.EARLY, 3)
    desk.sign("03-10 08:20")
    desk.at("03-11 09:00")
    assert desk.slot(PM, TUESDAY).mark == "退"


def test_what_is_typed_comes_back(desk: Desk) -> None:
    told = policy.values(Policy())
    assert set(told) == {one.key for one in policy.FIELDS}
    assert told["morning_target"] == "08:30"
    assert policy.changed(Policy(), told) == Policy()
    assert policy.changed(Policy(), {"morning_opens": "05:30"}).morning.on_time_from == time(5, 30)


def test_every_field_has_its_reason() -> None:
    assert all(one.title and one.reason for one in policy.FIELDS)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("morning_target", "half past eight"),
        ("morning_target", "09:30"),
        ("afternoon_opens", "11:00"),
        ("afternoon_grace", "-1"),
        ("makeup_quota", "many"),
        ("repeat_minutes", "600"),
        ("missing_afternoon", "present"),
        ("lunch", "12:00"),
    ],
)
def test_what_does_not_fit_is_said_by_field(desk: Desk, key: str, typed: str) -> None:
    with pytest.raises(InputError) as raised:
        policy.save(desk.store, desk.actor, TUESDAY, {key: typed})
    assert raised.value.fields
    assert len(policy.policies(desk.store)) == 1

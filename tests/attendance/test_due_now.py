"""Who has not signed in for the slot of now; and the policy's versions with their reasons."""

from datetime import date

from gridterm.attendance import policy, reading, service
from gridterm.attendance.terms import Slot
from tests.attendance.conftest import Desk


def names(desk: Desk, moment: str) -> tuple[Slot, bool, list[str]]:
    desk.at(moment)
    due = reading.due_now(desk.store)
    return due.slot, due.late, [one.name for one in due.missing]


def test_nobody_is_missing_before_the_window_opens(desk: Desk) -> None:
    assert names(desk, "03-10 05:59") == (Slot.MORNING, False, [])
    slot, late, found = names(desk, "03-10 06:00")
    assert (slot, late) == (Slot.MORNING, False)
    assert "李晓明" in found


def test_who_signed_in_is_not_missing_and_the_rest_is_late(desk: Desk) -> None:
    desk.sign("03-10 08:20")
    assert names(desk, "03-10 08:30") == (Slot.MORNING, False, ["王芳", "赵强"])
    assert names(desk, "03-10 08:31") == (Slot.MORNING, True, ["王芳", "赵强"])


def test_the_afternoon_begins_when_the_mornings_window_is_over(desk: Desk) -> None:
    desk.sign("03-10 08:20")
    assert names(desk, "03-10 12:00")[0] is Slot.MORNING
    assert names(desk, "03-10 12:01") == (Slot.AFTERNOON, False, [])
    assert "李晓明" in names(desk, "03-10 13:00")[2]


def test_a_day_off_misses_nobody(desk: Desk) -> None:
    desk.at("03-08 09:00")
    due = reading.due_now(desk.store)
    assert not due.working
    assert due.missing == ()


def test_every_version_has_its_reason_and_the_default_none(desk: Desk) -> None:
    since = date(2026, 5, 1)
    service.save(desk.store, desk.actor, since, {"morning_target": "08:00"}, "夏令作息")
    default, summer = policy.versions(desk.store)
    assert (default.reason, default.by) == ("", "")
    assert (summer.policy.since, summer.reason, summer.by) == (since, "夏令作息", "李晓明")

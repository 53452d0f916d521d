"""What comes after a month was locked: it waits, is dismissed, waits again where more comes."""

from datetime import date

import pytest
from sqlmodel import col, select

from gridterm.attendance import adjusting, corrections, months, reading
from gridterm.attendance.terms import CorrectionKind, Flag, Status
from gridterm.errors import InputError, RefusedError
from gridterm.store.audit import SYSTEM
from gridterm.store.tables import AuditEntry
from gridterm.store.verify import verify
from tests.attendance.conftest import AM, LI, PM, TUESDAY, Desk


def locked_with_a_late_punch(desk: Desk, at: str = "08:45:00") -> None:
    """March is locked with an absent morning; a machine's punch comes after."""
    desk.pin()
    desk.machine("03-10 15:20:00")
    desk.at("04-01 09:00")
    months.lock(desk.store, desk.actor, 2026, 3)
    desk.machine(f"03-10 {at}")


def test_dismissed_with_reason_and_name_it_is_decided_and_the_month_stays(desk: Desk) -> None:
    locked_with_a_late_punch(desk)
    assert [one.day for one in reading.exceptions(desk.store, 2026, 3)] == [TUESDAY]
    told = adjusting.dismiss(desk.store, desk.actor, desk.key(), "工资已发，下月补")
    assert (told.kind, told.reason, told.by) == (
        CorrectionKind.DISMISSED, "工资已发，下月补", desk.actor.name,
    )  # fmt: skip
    assert told.at == desk.clock.now()
    view = desk.slot(AM)
    assert (view.status, view.locked) == (Status.ABSENT, True)
    assert Flag.DISMISSED in view.flags
    assert Flag.PENDING_ADJUSTMENT not in view.flags
    assert "工资已发，下月补" in view.sentence
    assert reading.exceptions(desk.store, 2026, 3) == ()
    (found,) = adjusting.adjustments(desk.store, 2026, 3)
    assert found.dismissed
    assert found.now.status is Status.LATE
    with desk.store.read() as session:
        newest = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
        assert newest is not None
        assert (newest.action, newest.subject) == ("attendance.dismiss", f"staff:{LI}")
    assert not list(verify(desk.store).findings)


def test_what_comes_later_still_waits_again(desk: Desk) -> None:
    locked_with_a_late_punch(desk)
    adjusting.dismiss(desk.store, desk.actor, desk.key(), "不改")
    desk.machine("03-10 08:20:00")
    (found,) = adjusting.adjustments(desk.store, 2026, 3)
    assert not found.dismissed
    assert found.now.status is Status.PRESENT
    adjusting.dismiss(desk.store, desk.actor, desk.key(), "仍不改")
    kept = corrections.corrections(desk.store, 2026, 3, CorrectionKind.DISMISSED)
    assert [one.undone_at is None for one in kept] == [False, True]


def test_taken_back_or_reopened_it_waits_no_more_as_dismissed(desk: Desk) -> None:
    locked_with_a_late_punch(desk)
    told = adjusting.dismiss(desk.store, desk.actor, desk.key(), "不改")
    corrections.undo(desk.store, desk.actor, told.id, "弄错了")
    assert Flag.PENDING_ADJUSTMENT in desk.slot(AM).flags
    adjusting.dismiss(desk.store, desk.actor, desk.key(), "不改")
    months.reopen(desk.store, desk.actor, 2026, 3, "重算")
    assert desk.slot(AM).status is Status.LATE
    kept = corrections.corrections(desk.store, 2026, 3, CorrectionKind.DISMISSED)
    assert all(one.undone_at for one in kept)


def test_only_what_waits_in_a_locked_month_is_dismissed(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="2026-03"):
        adjusting.dismiss(desk.store, SYSTEM, desk.key(), "不改")
    locked_with_a_late_punch(desk)
    with pytest.raises(RefusedError):
        adjusting.dismiss(desk.store, SYSTEM, desk.key(PM), "不改")
    with pytest.raises(RefusedError):
        adjusting.dismiss(desk.store, SYSTEM, desk.key(day=date(2026, 3, 11)), "不改")
    with pytest.raises(InputError) as caught:
        adjusting.dismiss(desk.store, SYSTEM, desk.key(), "  ")
    assert set(caught.value.fields) == {"reason"}
    assert Flag.PENDING_ADJUSTMENT in desk.slot(AM).flags

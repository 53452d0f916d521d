"""Locking a large month: how far it is, and a way to stop it that locks nothing."""

from collections.abc import Sequence
from threading import Event

import pytest

from gridterm.attendance import frozen, months, service
from gridterm.attendance.terms import DayView
from screens.registers.fields import FieldsDialog
from screens.widgets.dialogs import Choose
from screens.widgets.progress import LongWork
from tests.screens.attendance.conftest import Office, Run, at_view, on_dialog
from tests.screens.attendance.test_desk import choose, decide_all
from tests.screens.hotline.piloting import at_rest, until
from tests.screens.looking import text

pytestmark = pytest.mark.slow  # many keys on many screens


async def test_locking_says_how_far_it_is_and_esc_locks_nothing(
    run: Run, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await decide_all(office)
    begun, go_on = Event(), Event()
    pack = frozen.pack

    def slow(days: Sequence[DayView]) -> str:
        begun.set()
        go_on.wait(10)
        return pack(days)

    monkeypatch.setattr(frozen, "pack", slow)
    monkeypatch.setattr(months, "TOLD_EVERY", 1)
    async with run() as pilot:
        view = await at_view(pilot, "months")
        assert view.table.mark("2026-10")
        await at_rest(pilot)
        await pilot.press("enter")
        await on_dialog(pilot, Choose)
        await choose(pilot, "Lock it")
        form = await on_dialog(pilot, FieldsDialog)
        form.save()
        await until(pilot, lambda: begun.is_set() and "5 / 10" in text(pilot.app))
        dialog = pilot.app.screen
        assert isinstance(dialog, LongWork)
        await pilot.press("escape")
        go_on.set()
        await until(pilot, lambda: not dialog.is_working)
        assert "as open as it was" in text(pilot.app)
        await pilot.press("escape")
        await at_rest(pilot)
    assert service.months(office.store, 2026)[9].lock is None

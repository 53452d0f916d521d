"""The desk's views: what they show, and what a clerk decides in them."""

from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from gridterm.attendance import service
from gridterm.attendance.terms import (
    CodeKind,
    CorrectionKind,
    LateDecision,
    LeaveState,
    Slot,
    SlotKey,
    Status,
)
from gridterm.clock import FixedClock
from gridterm.store.audit import SYSTEM
from screens.attendance.desk import VIEWS
from screens.attendance.matrix import Matrix
from screens.attendance.slot import SlotDialog
from screens.registers.fields import FieldsDialog
from screens.registers.picking import FindOne
from screens.widgets.dialogs import Choose, Confirm
from screens.widgets.progress import LongWork
from tests.screens.attendance.conftest import (
    ABSENT_DAY,
    HOSTILE_NAME,
    LATE_DAY,
    LEAVE_DAY,
    Office,
    Run,
    at_view,
    on_dialog,
)
from tests.screens.hotline.piloting import at_rest, type_text, until
from tests.screens.looking import text

pytestmark = pytest.mark.slow  # many keys on many screens

OCTOBER = (2026, 10)


async def choose(pilot: Pilot[int], words: str) -> None:
    """The line of the open list that holds these words."""
    listed = pilot.app.screen.query_one(OptionList)
    lines = [str(listed.get_option_at_index(n).prompt) for n in range(listed.option_count)]
    listed.highlighted = next(n for n, line in enumerate(lines) if words in line)
    await pilot.press("enter")
    await at_rest(pilot)


async def fill(pilot: Pilot[int], **values: str) -> None:
    """Fill the open form and save it."""
    dialog = await on_dialog(pilot, FieldsDialog)
    for name, value in values.items():
        dialog.query_one(f"#field-{name}").value = value
    await pilot.press("f9")
    await at_rest(pilot)


def status(office: Office, day: date, slot: Slot = Slot.MORNING, number: str = "1003") -> Any:  # noqa: ANN401 - a slot
    return service.person_day(office.store, office.staff[number], day).view.slot(slot)


async def at_mark(pilot: Pilot[int], office: Office, day: date) -> Any:  # noqa: ANN401 - the view
    """October with 1003's slot of a morning marked."""
    view = await at_view(pilot, "month", OCTOBER)
    view.matrix.mark(day, office.staff["1003"])
    return view


# ── the board ───────────────────────────────────────────────────────────────
async def test_the_board_counts_and_puts_the_missing_first(
    run: Run, office: Office, clock: FixedClock
) -> None:
    service.punch(office.store, SYSTEM, "1002")
    async with run() as pilot:
        view = await at_view(pilot, "board")
        shown = text(pilot.app)
        assert "signed 1" in shown
        assert "not yet 4" in shown
        assert HOSTILE_NAME in shown
        assert view.table.get_row_at(4)[0].plain.strip() == "1002"


# ── the month ───────────────────────────────────────────────────────────────
async def test_days_scroll_in_80_columns_and_names_stay(run: Run, office: Office) -> None:
    async with run((80, 24)) as pilot:
        view = await at_view(pilot, "month", OCTOBER)
        view.matrix.mark(date(2026, 10, 1))
        await pilot.press("home")
        assert " 31" not in text(pilot.app)
        await pilot.press("end")
        shown = text(pilot.app)
        assert "30 31" in shown
        assert "陈思雨" in shown
        assert HOSTILE_NAME in shown


async def test_a_whole_month_fits_in_120_columns(run: Run, office: Office) -> None:
    async with run((120, 36)) as pilot:
        await at_view(pilot, "month", OCTOBER)
        head = next(row for row in text(pilot.app).splitlines() if " 15 16" in row)
        assert " 1  2  3" in head
        assert "30 31" in head


async def test_marks_stand_where_their_slots_are(run: Run, office: Office) -> None:
    async with run((120, 36)) as pilot:
        view = await at_mark(pilot, office, LATE_DAY)
        await pilot.press("left", "right")
        assert view.matrix.slot_view.status is Status.LATE
        about = text(pilot.app)
        assert "Late, 12 min" in about
        assert "08:42" in about
        row = next(row for row in about.splitlines() if "1003" in row and "am" in row)
        assert "迟" in row
        assert "病" in row or "!" in row


async def test_page_keys_change_the_month(run: Run, office: Office) -> None:
    async with run() as pilot:
        view = await at_view(pilot, "month")
        assert (view.found.year, view.found.month) == (2026, 11)
        await pilot.press("pageup")
        await until(pilot, lambda: view.found.month == 10)
        await pilot.press("pagedown", "pagedown")
        await until(pilot, lambda: (view.found.year, view.found.month) == (2026, 12))


async def test_one_person_is_found_and_everybody_comes_back(run: Run, office: Office) -> None:
    async with run() as pilot:
        view = await at_view(pilot, "month")
        await pilot.press("ctrl+f")
        await at_rest(pilot)
        await type_text(pilot, "csy")
        await at_rest(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: [one.staff.number for one in view.people] == ["1003"])
        await pilot.press("escape")
        await until(pilot, lambda: len(view.people) == 5)


async def test_people_come_page_by_page(
    run: Run, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.attendance.month.PAGE", 2)
    async with run() as pilot:
        view = await at_view(pilot, "month")
        assert view.found.more
        assert "2+ people" in text(pilot.app)
        for _number in range(8):
            await pilot.press("down")
            await at_rest(pilot)
        assert [one.staff.number for one in view.people] == ["1001", "1002", "1003", "1004", "1005"]
        assert not view.found.more


# ── a slot ──────────────────────────────────────────────────────────────────
async def test_enter_explains_and_a_waiver_keeps_the_fact(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_mark(pilot, office, LATE_DAY)
        await pilot.press("enter")
        await on_dialog(pilot, SlotDialog)
        assert "12 min after 08:30" in text(pilot.app)
        await choose(pilot, "Waive")
        await fill(pilot, reason="snow [/]", approver="王芳")
        found = status(office, LATE_DAY)
        assert found.status is Status.LATE
        assert found.waived
        assert pilot.app.screen.view.matrix.slot_view.waived
        await pilot.press("enter")
        await on_dialog(pilot, SlotDialog)
        assert "snow [/]" in text(pilot.app)
        await choose(pilot, "Take back")
        await fill(pilot, reason="mistake")
        assert not status(office, LATE_DAY).waived


async def test_a_missing_reason_stands_under_its_field(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_mark(pilot, office, LATE_DAY)
        await pilot.press("enter")
        await on_dialog(pilot, SlotDialog)
        await choose(pilot, "Waive")
        await fill(pilot, reason="", approver="王芳")
        assert isinstance(pilot.app.screen, FieldsDialog)
        assert "Say why." in text(pilot.app)
        assert not status(office, LATE_DAY).waived


async def test_a_make_up_says_how_many_are_left_and_counts(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_mark(pilot, office, ABSENT_DAY)
        await pilot.press("enter")
        await on_dialog(pilot, SlotDialog)
        assert "0 of 2" in text(pilot.app)
        await choose(pilot, "Make-up")
        await fill(pilot, reason="forgot", approver="王芳")
        assert status(office, ABSENT_DAY).status is Status.MADE_UP
        key = office.staff["1003"]
        assert service.quota(office.store, key, ABSENT_DAY).used == 1


async def test_a_slot_is_confirmed_as_something_else(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_mark(pilot, office, ABSENT_DAY)
        await pilot.press("enter")
        await on_dialog(pilot, SlotDialog)
        await choose(pilot, "something else")
        await fill(pilot, status="late", minutes="5", reason="seen")
        found = status(office, ABSENT_DAY)
        assert (found.status, found.minutes, found.confirmed) == (Status.LATE, 5, True)
        assert "*" in text(pilot.app)


async def test_who_may_only_look_decides_nothing(run: Run, office: Office) -> None:
    async with run(operator="1004") as pilot:
        await at_mark(pilot, office, LATE_DAY)
        await pilot.press("enter")
        dialog = await on_dialog(pilot, SlotDialog)
        assert dialog.query_one(OptionList).option_count == 0
        assert "12 min after" in text(pilot.app)
        assert "About attendance decide: Clerk" in text(pilot.app)


# ── exceptions ──────────────────────────────────────────────────────────────
async def test_suggestions_are_confirmed_together_and_open_ones_left(
    run: Run, office: Office
) -> None:
    async with run() as pilot:
        view = await at_view(pilot, "exceptions", OCTOBER)
        before = service.exceptions(office.store, *OCTOBER)
        undecided = [one for one in before if one.to_decide]
        assert len(before) > len(undecided) == 2
        await pilot.press("ctrl+s")
        await on_dialog(pilot, Confirm)
        assert "Absent" in text(pilot.app)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: len(service.exceptions(office.store, *OCTOBER)) == 2)
        await at_rest(pilot)
        assert view.table.row_count == 2
        assert not view.can_confirm_all


async def test_late_leave_is_decided_from_the_exception(run: Run, office: Office) -> None:
    async with run() as pilot:
        view = await at_view(pilot, "exceptions", OCTOBER)
        key = f"{office.staff['1003']}:{LEAVE_DAY}:{Slot.MORNING}"
        assert view.table.mark(key)
        await at_rest(pilot)
        await pilot.press("enter")
        await on_dialog(pilot, SlotDialog)
        await choose(pilot, "counts as leave")
        await fill(pilot, reason="hospital note")
        (found,) = service.leaves(office.store).rows
        assert found.late is LateDecision.EXCUSED
        assert status(office, LEAVE_DAY).status is Status.LEAVE


# ── leave ───────────────────────────────────────────────────────────────────
async def test_leave_is_asked_and_approved(run: Run, office: Office) -> None:
    async with run() as pilot:
        view = await at_view(pilot, "leave")
        await pilot.press("ctrl+n")
        await on_dialog(pilot, FieldsDialog)
        who = str(office.staff["1004"])
        await fill(pilot, staff_id=who, kind="annual", start="11-25 pm", end="", reason="home")
        newest = service.leaves(office.store).rows[0]
        assert (newest.staff.number, newest.state) == ("1004", LeaveState.ASKED)
        assert newest.start.hour == 12
        assert view.table.mark(str(newest.id))
        await at_rest(pilot)
        await pilot.press("enter")
        await on_dialog(pilot, Choose)
        await choose(pilot, "Approve")
        await fill(pilot, approver="王芳")
        assert service.leave(office.store, newest.id).state is LeaveState.APPROVED


async def test_a_span_that_cannot_be_read_keeps_the_form(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_view(pilot, "leave")
        await pilot.press("ctrl+n")
        await on_dialog(pilot, FieldsDialog)
        await fill(pilot, start="some day", reason="home")
        assert isinstance(pilot.app.screen, FieldsDialog)
        assert len(service.leaves(office.store).rows) == 1


async def test_the_slip_of_a_leave_can_be_printed(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_view(pilot, "leave")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "QJ-2026-0001" in text(pilot.app))
        await at_rest(pilot)
        assert "陈思雨" in text(pilot.app)


# ── duty, corrections ───────────────────────────────────────────────────────
async def test_official_duty_is_entered_and_taken_back(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_view(pilot, "outings")
        await pilot.press("ctrl+n")
        await on_dialog(pilot, FieldsDialog)
        who = str(office.staff["1003"])
        await fill(pilot, staff_id=who, start="11-19", reason="street office", approver="王芳")
        day = date(2026, 11, 19)
        assert status(office, day).status is Status.OUTING
        await pilot.press("delete")
        await fill(pilot, reason="did not go")
        assert status(office, day).status is Status.PRESENT


async def test_a_correction_stays_on_record_when_it_is_taken_back(run: Run, office: Office) -> None:
    key = SlotKey(office.staff["1003"], ABSENT_DAY, Slot.MORNING)
    service.make_up(office.store, SYSTEM, key, "forgot", "王芳")
    async with run() as pilot:
        await at_view(pilot, "corrections", OCTOBER)
        assert "forgot" in text(pilot.app)
        await pilot.press("delete")
        await fill(pilot, reason="wrong day")
        assert "wrong day" in text(pilot.app)
        (kept,) = service.corrections(office.store, *OCTOBER, CorrectionKind.MAKEUP)
        assert kept.undone_reason == "wrong day"
        await pilot.press("delete")
        await at_rest(pilot)
        assert not isinstance(pilot.app.screen, FieldsDialog)


# ── months ──────────────────────────────────────────────────────────────────
async def decide_all(office: Office) -> None:
    (leave,) = service.leaves(office.store).rows
    service.decide_late(office.store, SYSTEM, leave.id, "note", excused=True)


async def test_a_month_is_locked_shows_adjustments_and_is_reopened(
    run: Run, office: Office
) -> None:
    await decide_all(office)
    async with run() as pilot:
        view = await at_view(pilot, "months")
        assert view.table.mark("2026-10")
        await at_rest(pilot)
        await pilot.press("enter")
        await on_dialog(pilot, Choose)
        await choose(pilot, "Lock it")
        await fill(pilot, note="n" * 6_999)
        assert "Too long" in text(pilot.app)
        await fill(pilot, note="done")
        dialog = await on_dialog(pilot, LongWork)
        await until(pilot, lambda: not dialog.is_working)
        assert "2026-10 is locked now." in text(pilot.app)
        await pilot.press("enter")
        await at_rest(pilot)
        assert service.months(office.store, 2026)[9].lock is not None
        key = SlotKey(office.staff["1003"], ABSENT_DAY, Slot.MORNING)
        service.make_up(office.store, SYSTEM, key, "forgot", "王芳")
        await pilot.press("ctrl+r", "up", "down")
        await until(pilot, lambda: "1 pending adjustment" in text(pilot.app))
        assert "locked as Absent, now Made up" in text(pilot.app)
        await pilot.press("enter")
        await on_dialog(pilot, Choose)
        await choose(pilot, "Open it again")
        await fill(pilot, reason="a forgotten make-up")
        assert service.months(office.store, 2026)[9].lock is None


async def test_a_month_with_open_questions_cannot_be_locked(run: Run, office: Office) -> None:
    async with run() as pilot:
        view = await at_view(pilot, "months")
        view.table.mark("2026-10")
        await at_rest(pilot)
        await pilot.press("enter")
        await on_dialog(pilot, Choose)
        await choose(pilot, "Lock it")
        await fill(pilot, note="")
        dialog = await on_dialog(pilot, LongWork)
        await until(pilot, lambda: not dialog.is_working)
        assert "wait for a decision" in text(pilot.app)
        await pilot.press("escape")
        await at_rest(pilot)
        assert service.months(office.store, 2026)[9].lock is None


# ── policy, codes ───────────────────────────────────────────────────────────
async def test_a_policy_holds_from_its_day_on(run: Run, office: Office) -> None:
    async with run((80, 24)) as pilot:
        view = await at_view(pilot, "policy")
        assert "08:30" in text(pilot.app)
        await pilot.press("ctrl+n")
        await on_dialog(pilot, FieldsDialog)
        await fill(pilot, since="2026-11-01", morning_target="08:00", reason="summer")
        assert [one.morning.target.hour for one in service.policies(office.store)] == [8, 8]
        assert service.policies(office.store)[1].morning.target.minute == 0
        assert view.table.row_count == 2
        assert "summer" in text(pilot.app)
        assert status(office, date(2026, 11, 19), number="1001").status is Status.LATE


async def test_an_unknown_pin_is_given_to_somebody(
    run: Run, office: Office, clock: FixedClock
) -> None:
    from gridterm.attendance.tables import Punch

    with office.store.write("test.pin", SYSTEM) as tx:
        at = clock.now()
        tx.add(Punch(at=at, pin="99", source="machine", device="1", recorded_at=at))
    async with run() as pilot:
        view = await at_view(pilot, "codes")
        assert "1 PIN waits" in text(pilot.app)
        await pilot.press("enter")
        await on_dialog(pilot, FieldsDialog)
        await fill(pilot, staff_id=str(office.staff["1004"]))
        assert service.unknown_pins(office.store) == ()
        (code,) = service.codes(office.store)
        assert (code.kind, code.code, code.staff.number) == (CodeKind.PIN, "99", "1004")
        assert status(office, at.date(), number="1004").status is Status.PRESENT
        assert view.waiting == 0
        await pilot.press("enter")
        await fill(pilot, to="2026-11-30")
        assert service.codes(office.store)[0].valid_to == date(2026, 11, 30)


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
async def test_every_view_opens_and_shows_hostile_names_as_they_are(
    run: Run, office: Office, size: tuple[int, int]
) -> None:
    async with run(size) as pilot:
        await at_view(pilot, "board")
        desk = pilot.app.screen
        for name in VIEWS:
            desk.show(name)  # type: ignore[attr-defined]
            await at_rest(pilot)
            assert desk.view.home.has_focus  # type: ignore[attr-defined]
            if name in {"board", "month"}:
                assert HOSTILE_NAME in text(pilot.app)


async def test_a_click_marks_and_a_second_one_opens(run: Run, office: Office) -> None:
    async with run() as pilot:
        view = await at_view(pilot, "month", OCTOBER)
        await pilot.press("home")
        await pilot.click(Matrix, offset=(18 + 3 * 4, 2))
        await at_rest(pilot)
        assert (view.matrix.at_day, view.matrix.at_slot) == (4, Slot.MORNING)
        await pilot.click(Matrix, offset=(18 + 3 * 4, 2))
        await on_dialog(pilot, SlotDialog)


async def test_an_adjustment_is_dismissed_and_stays_listed(run: Run, office: Office) -> None:
    await decide_all(office)
    service.lock(office.store, SYSTEM, 2026, 10)
    key = SlotKey(office.staff["1003"], ABSENT_DAY, Slot.MORNING)
    service.make_up(office.store, SYSTEM, key, "forgot", "王芳")
    async with run() as pilot:
        await at_mark(pilot, office, ABSENT_DAY)
        await pilot.press("enter")
        await on_dialog(pilot, SlotDialog)
        await choose(pilot, "Dismiss what came after")
        await fill(pilot, reason="")
        assert "Say why." in text(pilot.app)
        await fill(pilot, reason="paid [/]")
        (found,) = service.adjustments(office.store, 2026, 10)
        assert found.dismissed
        view = await at_view(pilot, "months")
        assert view.table.mark("2026-10")
        await at_rest(pilot)
        await until(pilot, lambda: "paid [/]" in text(pilot.app))
        assert "1 pending adjustment" not in text(pilot.app)
        view = await at_view(pilot, "corrections", (2026, 10))
        await until(pilot, lambda: view.table.marked_line is not None)
        kinds = [one.kind for one in service.corrections(office.store, 2026, 10)]
        assert CorrectionKind.DISMISSED in kinds


async def test_leave_with_its_approver_is_one_step_and_a_first_day_has_an_hour(
    run: Run, office: Office
) -> None:
    async with run() as pilot:
        await at_view(pilot, "leave")
        await pilot.press("ctrl+n")
        await on_dialog(pilot, FieldsDialog)
        who = str(office.staff["1004"])
        given = {"staff_id": who, "kind": "annual", "start": "11-25 10:00", "end": "11-25 11:00"}
        await fill(pilot, **given, reason="home", approver="王芳")
        assert service.leaves(office.store).rows[0].state is LeaveState.APPROVED
        desk = pilot.app.screen
        await desk.action_command("attendance.joining")
        await on_dialog(pilot, FindOne)
        await pilot.press("1", "0", "0", "4", "enter")
        await on_dialog(pilot, FieldsDialog)
        assert "2026-01-01" in text(pilot.app)
        await fill(pilot, at="noon")
        await until(pilot, lambda: "No hour can be read from noon" in text(pilot.app))
        await fill(pilot, at="14:00")
        told = service.joining_hour(office.store, office.staff["1004"])
        assert told.at is not None
        assert told.at.hour == 14


async def test_a_clock_that_jumped_is_shown_on_the_board_and_in_the_month(
    run: Run, office: Office, clock: FixedClock
) -> None:
    service.punch(office.store, SYSTEM, "1003", "07:20>08:27")
    async with run() as pilot:
        view = await at_view(pilot, "board")
        await until(pilot, lambda: "clock changed 1" in text(pilot.app))
        assert view.table.mark(str(office.staff["1003"]))
        await until(pilot, lambda: "The clock had jumped" in text(pilot.app))
        await pilot.press("enter")
        await on_dialog(pilot, SlotDialog)
        assert "07:20>08:27" in text(pilot.app)
        await pilot.press("escape")
        await at_view(pilot, "month")
        await until(pilot, lambda: "clock changed" in text(pilot.app))


async def test_who_has_not_signed_in_is_counted_on_every_page(
    run: Run, office: Office, clock: FixedClock
) -> None:
    clock.moment = clock.moment.replace(hour=8, minute=45)
    service.punch(office.store, SYSTEM, "1003")
    async with run((120, 36)) as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: "4 not signed in" in text(pilot.app))
        (counter,) = [one for one in pilot.app.office.counters if one.desk == "attendance"]
        assert counter.late
        pilot.app.open_desk(counter.desk, counter.target)
        await until(pilot, lambda: "missing 4" in text(pilot.app))

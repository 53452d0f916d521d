"""The meetings' desk: the Wednesdays, the agenda, the sign-in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from textual.widgets import Input

from gridterm.clock import FixedClock
from gridterm.meetings import agenda, people, schedule
from gridterm.meetings.terms import (
    ItemForm,
    LeaveState,
    MeetingKind,
    MeetingState,
    Presence,
    Standing,
)
from screens.hotline.detail import DetailPage
from screens.meetings.items import ItemPage
from screens.meetings.listing import line, row_words
from screens.meetings.words import head_hints
from screens.printing import PrintPage
from screens.widgets.dialogs import AskText, Choose, Confirm
from tests.screens.hotline.piloting import at_rest, type_text, until
from tests.screens.looking import text
from tests.screens.meetings.conftest import (
    NOW,
    WEDNESDAY,
    Office,
    Run,
    at_desk,
    choose,
    fill,
    on_screen,
)
from tests.screens.test_keys import burst

pytestmark = pytest.mark.slow


# ── the list ────────────────────────────────────────────────────────────────
@pytest.mark.slow
async def test_this_wednesday_is_marked_and_missed_ones_say_so(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot)
        assert desk.row.series_on == WEDNESDAY.series_on
        shown = text(pilot.app)
        assert shown.count("! Not held") == 2
        assert "Regional" in shown or "Reports" in shown or "Report of" in shown
        await pilot.press("right")
        await at_rest(pilot)
        assert "! Not held" not in text(pilot.app), "the list makes way in 80 columns"
        assert "14:30" in text(pilot.app)
        await pilot.press("escape")
        assert desk.on_list
        assert "! Not held" in text(pilot.app)


@pytest.mark.slow
async def test_arrows_go_through_the_tabs_and_back(run: Run) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot)
        seen = [desk.current]
        await pilot.press("right")
        for _step in range(3):
            await pilot.press("right")
            await at_rest(pilot)
            seen.append(desk.current)
            if not desk.in_view:
                desk.view.table.focus()
        assert seen == ["agenda", "sign_in", "minutes", "actions"]
        await pilot.press("left", "left", "left", "left")
        await at_rest(pilot)
        assert desk.on_list


@pytest.mark.slow
async def test_a_meeting_is_moved_and_called_off_with_its_reason(
    run: Run, office: Office, clock: FixedClock
) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot)
        await pilot.press("ctrl+e")
        await fill(pilot, day="2026-11-26", at="９：３０", reason="")
        assert "Say why" in text(pilot.app)
        await fill(pilot, reason="区里开会")
        assert schedule.meeting(office.store, WEDNESDAY).row.starts_at == datetime(
            2026, 11, 26, 9, 30
        )
        await until(pilot, lambda: "区里开会" in text(pilot.app))
        assert desk.on_list
        await pilot.press("delete")
        await fill(pilot, reason="停水停电")
        assert schedule.meeting(office.store, WEDNESDAY).state is MeetingState.CANCELLED
        await until(pilot, lambda: desk.detail.row.standing is Standing.CANCELLED)
        assert desk.command("meetings.move").when(desk) is False


@pytest.mark.slow
async def test_an_extra_meeting_is_planned_with_its_parties(run: Run, office: Office) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot)
        await pilot.press("ctrl+n")
        await fill(
            pilot, kind="consultation", title="楼顶防水", day="2026-11-27", at="9:00",
            parties="物业 业委会",
        )  # fmt: skip
        await until(pilot, lambda: desk.detail is not None and desk.detail.parties)
        assert desk.detail.row.title.startswith("楼顶防水")
        assert "Consultation" in text(pilot.app)


@pytest.mark.slow
async def test_chair_and_writer_are_two_people(run: Run, office: Office) -> None:
    async with run() as pilot:
        desk = await at_desk(pilot)
        await pilot.press("ctrl+a")
        one = str(office.staff["1004"])
        await fill(pilot, chair_id=one, recorder_id=one)
        assert "!" in text(pilot.app)
        await fill(pilot, chair_id=one, recorder_id=str(office.staff["1001"]), place="一楼大厅")
        await until(pilot, lambda: desk.detail.place == "一楼大厅")
        assert (desk.detail.chair, desk.detail.recorder) == ("孙浩", "李晓明")


# ── the agenda ──────────────────────────────────────────────────────────────
@pytest.mark.slow
async def test_items_move_go_and_come_back(run: Run, office: Office) -> None:
    async with run() as pilot:
        view = await at_desk(pilot, "agenda")
        before = [one.source for one in view.found.items]
        await pilot.press("down", "ctrl+up")
        await at_rest(pilot)
        after = [one.source for one in view.found.items]
        assert after[:2] == [before[1], before[0]]
        assert view.item.source == before[1], "the cursor stays on its item"
        await pilot.press("delete")
        await at_rest(pilot)
        assert "(left out)" in text(pilot.app)
        view.table.mark(before[1])
        await at_rest(pilot)
        await pilot.press("insert")
        await at_rest(pilot)
        assert "(left out)" not in text(pilot.app)


async def test_an_item_is_written_and_its_draft_stays(run: Run, office: Office) -> None:
    async with run() as pilot:
        view = await at_desk(pilot, "agenda")
        await pilot.press("ctrl+n")
        page = await on_screen(pilot, ItemPage)
        await until(pilot, lambda: page.ready)
        await type_text(pilot, "冬季防火")
        await pilot.press("escape")
        await at_rest(pilot)
        await pilot.press("ctrl+n")
        page = await on_screen(pilot, ItemPage)
        await until(pilot, lambda: page.ready and page.form.values()["title"] == "冬季防火")
        page.form.field("minutes").value = "7"
        await pilot.press("f9")
        await at_rest(pilot)
        await until(pilot, lambda: "冬季防火" in text(pilot.app))
        made = next(one for one in view.found.items if one.title == "冬季防火")
        assert made.minutes == 7
        assert not made.source


@pytest.mark.slow
async def test_issued_then_changed_says_so_and_a_version_needs_its_reason(
    run: Run, office: Office
) -> None:
    async with run() as pilot:
        view = await at_desk(pilot, "agenda")
        await pilot.press("ctrl+s")
        await on_screen(pilot, Confirm)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: view.found is not None and view.found.version == 1)
        await at_rest(pilot)
        assert not view.can_issue
        await pilot.press("ctrl+down")
        await until(pilot, lambda: view.found.changed_since_issue)
        await at_rest(pilot)
        assert "! changed since it was issued" in text(pilot.app)
        await pilot.press("ctrl+s")
        await on_screen(pilot, AskText)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, AskText)
        await type_text(pilot, "次序")
        await pilot.press("enter")
        await until(pilot, lambda: view.found.version == 2)
        assert agenda.issued(office.store, view.meeting.row.id).reason == "次序"


@pytest.mark.slow
async def test_a_version_that_was_issued_before_is_printed_again(run: Run, office: Office) -> None:
    store, clerk = office.store, office.actor("1001")
    agenda.add_item(store, clerk, WEDNESDAY, ItemForm("冬季防火", "", confidential=False))
    agenda.add_item(store, clerk, WEDNESDAY, ItemForm("人事", "", confidential=True))
    agenda.issue(store, clerk, WEDNESDAY, "")
    async with run() as pilot:
        view = await at_desk(pilot, "agenda")
        place = next(one.position for one in view.found.items if one.title == "冬季防火")
        await pilot.press("ctrl+p")
        await on_screen(pilot, Choose)
        assert "Version 1" not in text(pilot.app), "it is the one that is printed"
        await pilot.press("escape")
        agenda.remove_item(store, clerk, WEDNESDAY, place)
        agenda.issue(store, clerk, WEDNESDAY, "不议防火")
        view.reload()
        await until(pilot, lambda: view.found.version == 2)
        await pilot.press("ctrl+p")
        await on_screen(pilot, Choose)
        await choose(pilot, "Version 1")
        await choose(pilot, "The agenda")
        page = await on_screen(pilot, PrintPage)
        await until(pilot, lambda: "Version 1" in text(pilot.app))
        assert "冬季防火" in str(page.query_one("#paper").content)
        await pilot.press("escape")
        await pilot.press("ctrl+p")
        await on_screen(pilot, Choose)
        await pilot.press("enter")
        page = await on_screen(pilot, PrintPage)
        await until(pilot, lambda: "Version 2" in text(pilot.app))
        assert "冬季防火" not in str(page.query_one("#paper").content)


@pytest.mark.slow
async def test_enter_on_a_regional_matter_opens_its_call(run: Run, office: Office) -> None:
    async with run() as pilot:
        view = await at_desk(pilot, "agenda")
        item = next(one for one in view.found.items if one.ticket_id == office.ticket_id)
        view.table.mark(item.source)
        await at_rest(pilot)
        await pilot.press("enter")
        page = await on_screen(pilot, DetailPage)
        assert page.ticket_id == office.ticket_id
        await pilot.press("escape")
        await at_rest(pilot)
        assert view.item.ticket_id == office.ticket_id


# ── the sign-in ─────────────────────────────────────────────────────────────
async def test_people_sign_in_by_number_and_by_name(
    run: Run, office: Office, clock: FixedClock
) -> None:
    async with run() as pilot:
        view = await at_desk(pilot, "sign_in")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: view.query_one("#number").has_focus)
        await type_text(pilot, "1002")
        await pilot.press("enter")
        await at_rest(pilot)
        assert "王芳" in str(view.query_one("#number-told").render())
        await type_text(pilot, "9999")
        await pilot.press("enter")
        await at_rest(pilot)
        assert str(view.query_one("#number-told").render()).startswith("!")
        assert view.query_one("#number", Input).has_focus
        clock.moment = datetime(2026, 11, 25, 14, 41)
        await pilot.press("down")
        view.table.mark(str(office.staff["1003"]))
        await at_rest(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: view.found.present == 2)
        await at_rest(pilot)
        assert "! Came late" in text(pilot.app)
        assert "! quorum" in text(pilot.app) or "enough" in text(pilot.app)


@pytest.mark.slow
async def test_long_before_its_time_the_sign_in_opens_only_after_a_yes(
    run: Run, office: Office, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 11, 25, 8, 50)
    async with run() as pilot:
        await at_desk(pilot, "sign_in")
        await pilot.press("ctrl+s")
        await on_screen(pilot, Confirm)
        assert "14:30" in text(pilot.app)
        await pilot.press("enter")
        await at_rest(pilot)
        assert schedule.meeting(office.store, WEDNESDAY).state is MeetingState.PLANNED
        await pilot.press("ctrl+s")
        await on_screen(pilot, Confirm)
        await pilot.press("right", "enter")
        await until(
            pilot,
            lambda: schedule.meeting(office.store, WEDNESDAY).state is MeetingState.OPEN,
        )


@pytest.mark.slow
async def test_a_time_behind_the_number_says_when_they_came(run: Run, office: Office) -> None:
    people.open_sign_in(office.store, office.actor("1001"), WEDNESDAY)
    async with run() as pilot:
        view = await at_desk(pilot, "sign_in")
        await type_text(pilot, "1002 14：20")
        await pilot.press("enter")
        await at_rest(pilot)
        one = next(one for one in view.found.people if one.number == "1002")
        assert one.signed_at == datetime(2026, 11, 25, 14, 20)


@pytest.mark.slow
async def test_leave_is_asked_for_and_approved_by_a_leader(run: Run, office: Office) -> None:
    async with run(operator="1004") as pilot:
        view = await at_desk(pilot, "sign_in")
        view.table.mark(str(office.staff["1003"]))
        await at_rest(pilot)
        await pilot.press("enter")
        await choose(pilot, "Asks for leave")
        await fill(pilot, reason="孩子发烧 [/]")
        assert view.person.leave is LeaveState.ASKED
        assert "! leave asked" in text(pilot.app)
        await pilot.press("ctrl+e")
        await choose(pilot, "Approve the leave")
        await until(pilot, lambda: view.found.leave == 1)
        await at_rest(pilot)
        assert "[/]" in text(pilot.app)
        assert view.person.presence is Presence.LEAVE


@pytest.mark.slow
async def test_guests_come_and_the_meeting_ends(run: Run, office: Office) -> None:
    people.open_sign_in(office.store, office.actor("1001"), WEDNESDAY)
    people.sign(office.store, office.actor("1001"), WEDNESDAY, "1002")
    async with run() as pilot:
        view = await at_desk(pilot, "sign_in")
        await pilot.press("ctrl+n")
        await fill(pilot, name="周警官", party="派出所")
        await until(pilot, lambda: "派出所" in text(pilot.app))
        await pilot.press("ctrl+g")
        await on_screen(pilot, Confirm)
        assert "absent" in text(pilot.app)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: view.meeting.state is MeetingState.HELD)
        await at_rest(pilot)
        assert "! Absent" in text(pilot.app)
        assert not view.query_one("#number-row").display


async def test_a_wrong_sign_in_is_put_right_and_taken_back_with_its_reason(
    run: Run, office: Office
) -> None:
    people.open_sign_in(office.store, office.actor("1001"), WEDNESDAY)
    people.sign(office.store, office.actor("1001"), WEDNESDAY, "1003")
    async with run() as pilot:
        view = await at_desk(pilot, "sign_in")
        await pilot.press("down")
        view.table.mark(str(office.staff["1003"]))
        await at_rest(pilot)
        await pilot.press("enter")
        await choose(pilot, "Correct the time")
        await fill(pilot, at="14:20", reason="")
        assert "Say why" in text(pilot.app)
        await fill(pilot, at="１４：２０", reason="看错了")
        await until(
            pilot,
            lambda: view.person and view.person.signed_at == datetime(2026, 11, 25, 14, 20),
        )
        await pilot.press("ctrl+e")
        await choose(pilot, "Undo the sign-in")
        await fill(pilot, reason="不是本人")
        await until(pilot, lambda: view.person and view.person.signed_at is None)
        assert view.person.presence is Presence.PENDING


async def test_beside_the_list_the_times_are_whole(run: Run, office: Office) -> None:
    clerk = office.actor("1001")
    people.open_sign_in(office.store, clerk, WEDNESDAY)
    people.sign(office.store, clerk, WEDNESDAY, "1002")
    people.sign_out(office.store, clerk, WEDNESDAY, office.staff["1002"], "接孩子")
    async with run() as pilot:
        desk = await at_desk(pilot)
        await pilot.press("right", "right")
        await at_rest(pilot)
        assert "Grid lead" in text(pilot.app), "with the list away there is room for the role"
        desk.go_out()
        await at_rest(pilot)
        assert "! Not held" in text(pilot.app)
        assert "14:25-14:25" in text(pilot.app)


async def test_leave_is_withdrawn_with_its_reason(run: Run, office: Office) -> None:
    chair, who = office.actor("1004"), office.staff["1003"]
    people.ask_leave(office.store, chair, WEDNESDAY, who, "孩子发烧", None)
    async with run() as pilot:
        view = await at_desk(pilot, "sign_in")
        view.table.mark(str(who))
        await at_rest(pilot)
        await pilot.press("ctrl+e")
        await choose(pilot, "Withdraw the leave")
        await fill(pilot, reason="能来")
        await until(pilot, lambda: view.person and view.person.leave is LeaveState.NONE)


@pytest.mark.slow
async def test_an_ended_meeting_goes_on_and_who_forgot_to_sign_is_entered(
    run: Run, office: Office
) -> None:
    clerk, who = office.actor("1001"), office.staff["1003"]
    people.open_sign_in(office.store, clerk, WEDNESDAY)
    people.end(office.store, clerk, WEDNESDAY)
    async with run() as pilot:
        view = await at_desk(pilot, "sign_in")
        view.table.mark(str(who))
        await at_rest(pilot)
        await pilot.press("enter")
        await choose(pilot, "Was there")
        await fill(pilot, at="14:25", reason="忘了签")
        await until(pilot, lambda: view.person and view.person.signed_at is not None)
        await pilot.press("ctrl+g")
        await fill(pilot, reason="点错了")
        await until(pilot, lambda: view.meeting.state is MeetingState.OPEN)
        await at_rest(pilot)
        assert view.query_one("#number-row").display


async def test_numbers_typed_faster_than_they_are_saved_are_all_taken(
    run: Run, office: Office
) -> None:
    people.open_sign_in(office.store, office.actor("1001"), WEDNESDAY)
    async with run() as pilot:
        view = await at_desk(pilot, "sign_in")
        burst(pilot, "1002", "<enter>", "8888", "<enter>", "1003", "<enter>", "1004", "<enter>")
        await until(pilot, lambda: view.found.present == 3)


def test_how_a_meeting_stands_fits_the_list_in_english() -> None:
    from gridterm import i18n

    i18n.use("en")
    room = 12
    assert {one.label for one in Standing if len(one.label) > room} == set()


@pytest.mark.parametrize("title", ["", "Police liaison meeting of November", "消防联席会"])
def test_the_kind_of_a_meeting_stands_once_beside_its_name(office: Office, title: str) -> None:
    store, clerk = office.store, office.actor("1001")
    later = NOW + timedelta(days=1)
    made = schedule.plan(store, clerk, MeetingKind.LIAISON, later, title)
    schedule.cancel(store, clerk, made.ref, "停电")
    row = schedule.meeting(store, made.ref).row
    listed = line(row, NOW.date()).cells["standing"]
    assert str(listed) == "Cancelled Police liaison meeting"
    assert row_words(row).plain.count("Police liaison meeting") == 1
    assert (
        " ".join(one.word for one in head_hints(schedule.meeting(store, made.ref))).count(
            "Police liaison meeting"
        )
        == 1
    )

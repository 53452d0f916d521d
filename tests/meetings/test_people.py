"""Who is expected, who came, who is excused: from the register to the end of the meeting."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from gridterm import settings
from gridterm.attendance import leave as work_leave
from gridterm.attendance.codes import map_code
from gridterm.attendance.outing import enter_outing
from gridterm.attendance.terms import CodeKind, LeaveForm, LeaveKind, OutingForm
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.meetings import people, schedule
from gridterm.meetings.tables import Attendee
from gridterm.meetings.terms import LeaveState, Presence
from gridterm.registers.tables import Staff
from gridterm.store.tables import AuditEntry
from tests.conftest import MadeOnce
from tests.meetings.seated import (
    CHEN,
    EXPECTED,
    LI,
    LIU,
    MEI,
    REF,
    SUN,
    WANG,
    ZHAO,
    ZHOU,
    Seated,
    opened,
    staffed,
)


@pytest.fixture
def desk(made_once: MadeOnce, tmp_path: Path) -> Iterator[Seated]:
    """On the Monday before that Wednesday."""
    made = made_once("staffed", staffed)
    with opened(made, tmp_path, datetime(2026, 11, 23, 9)) as found:
        yield found


def asked(desk: Seated, moment: str, staff_id: int = LI, substitute_id: int | None = None) -> None:
    desk.at(moment)
    people.ask_leave(desk.store, desk.clerk, REF, staff_id, "家中有事", substitute_id)


def decided(desk: Seated, moment: str, staff_id: int = LI, *, yes: bool = True) -> None:
    desk.at(moment)
    people.decide_leave(desk.store, desk.who(CHEN), REF, staff_id, yes, "" if yes else "人手不够")


def test_the_sheet_of_an_untouched_wednesday_shows_the_register_of_its_day(desk: Seated) -> None:
    sheet = desk.sheet()
    assert [one.name for one in sheet.people][:3] == ["陈静", "刘洋", "王芳"]
    assert {one.staff_id for one in sheet.people}.isdisjoint({SUN, ZHOU})
    assert (sheet.expected, sheet.present, sheet.quorum, sheet.quorate) == (EXPECTED, 0, 4, False)
    assert all(one.id is None and one.presence is Presence.PENDING for one in sheet.people)
    with desk.store.read() as session:
        assert session.exec(select(Attendee)).all() == []


def test_who_is_expected_follows_the_setting_until_the_sign_in_opens(desk: Seated) -> None:
    settings.change(desk.store, desk.clerk, {"meetings.roles": "committee grid_lead"})
    assert {one.staff_id for one in desk.sheet().people} == {LIU, WANG}
    desk.open()
    settings.change(desk.store, desk.clerk, {"meetings.roles": "clerk"})
    assert {one.staff_id for one in desk.sheet().people} == {LIU, WANG}


def test_the_list_counts_who_is_expected_only_once_the_sign_in_is_open(desk: Seated) -> None:
    people.ask_leave(desk.store, desk.clerk, REF, LI, "门诊")
    row = desk.sheet().meeting.row
    assert (row.present, row.expected) == (0, 0)
    row = desk.open().meeting.row
    assert (row.present, row.expected) == (0, EXPECTED)


def test_opening_waits_for_the_day_and_comes_once(desk: Seated) -> None:
    with pytest.raises(RefusedError, match="2026-11-25"):
        people.open_sign_in(desk.store, desk.clerk, REF)
    with pytest.raises(RefusedError):
        desk.sign("14:20")
    sheet = desk.open()
    assert sheet.meeting.row.number == 1
    with pytest.raises(RefusedError):
        desk.open()


@pytest.mark.parametrize(
    ("moment", "presence", "minutes"),
    [
        ("14:20:00", Presence.PRESENT, ""),
        ("14:30:59", Presence.PRESENT, ""),
        ("14:31:00", Presence.LATE, "1 "),
        ("15:12:40", Presence.LATE, "42 "),
    ],
)
def test_late_is_after_the_set_time_by_whole_minutes(
    desk: Seated, moment: str, presence: Presence, minutes: str
) -> None:
    desk.open()
    told = desk.sign(moment)
    assert told.presence is presence
    assert minutes in told.why
    assert told.name in told.sentence


def test_minutes_of_grace_are_a_setting(desk: Seated) -> None:
    settings.change(desk.store, desk.clerk, {"meetings.late_after_minutes": "5"})
    desk.open()
    assert desk.sign("14:35").presence is Presence.PRESENT
    told = desk.sign("14:36", "1002")
    assert told.presence is Presence.LATE
    assert "6" in told.why


def test_signing_twice_says_so_and_changes_nothing(desk: Seated) -> None:
    desk.open()
    first = desk.sign("14:25")
    again = desk.sign("14:40")
    assert (first.repeated, again.repeated) == (False, True)
    assert "14:25" in again.sentence
    assert again.presence is Presence.PRESENT
    assert desk.sheet().present == 1


@pytest.mark.parametrize(
    "typed", ["1001", "１００１", " 1001 ", "李晓明", "李晓", "1001 李晓明", "lxm", "LXM", LI]
)
def test_a_person_is_meant_by_number_name_initials_or_id(desk: Seated, typed: str | int) -> None:
    # A name's rare readings count as well, so initials are tried where only one has them.
    desk.open()
    assert desk.sign("14:20", typed).staff_id == LI


def test_a_card_signs_in_as_well(desk: Seated) -> None:
    map_code(desk.store, desk.clerk, CodeKind.CARD, "0012345678", WANG, date(2020, 1, 1))
    desk.open()
    assert desk.sign("14:20", "0012345678").staff_id == WANG


def test_a_number_is_never_taken_for_an_id(desk: Seated) -> None:
    desk.open()
    with pytest.raises(NotFoundError, match="3"):
        desk.sign("14:20", "3")


def test_several_with_one_name_are_asked_for_their_number(desk: Seated) -> None:
    with desk.store.write("test.more", desk.clerk) as tx:
        tx.add(Staff(number="1009", name="李晓明", roles="grid_manager", hired=date(2021, 1, 1)))
    desk.open()
    with pytest.raises(InputError, match="1009"):
        desk.sign("14:20", "李晓明")
    assert desk.sign("14:20", "1009").number == "1009"


@pytest.mark.parametrize("typed", ["", "  ", "9999", "[red]", "=1+1", "\x00\x07", "😀", "x" * 6999])
def test_nobody_is_found_by_nonsense(desk: Seated, typed: str) -> None:
    desk.open()
    with pytest.raises(InputError):
        desk.sign("14:20", typed)
    assert desk.sheet().present == 0


def test_who_has_left_the_office_is_refused(desk: Seated) -> None:
    desk.open()
    with pytest.raises(RefusedError, match="周杰"):
        desk.sign("14:20", "1007")


def test_somebody_not_expected_is_noted_and_not_counted(desk: Seated) -> None:
    desk.open()
    told = desk.sign("14:20", "1006")
    assert not told.expected
    sheet = desk.sheet()
    assert (sheet.expected, sheet.present) == (EXPECTED, 0)


def test_leaving_early_needs_a_reason_and_coming_back_takes_it_back(desk: Seated) -> None:
    desk.open()
    desk.sign("14:25")
    desk.at("11-25 15:10")
    with pytest.raises(InputError):
        people.sign_out(desk.store, desk.clerk, REF, LI, " ")
    with pytest.raises(RefusedError, match="王芳"):
        people.sign_out(desk.store, desk.clerk, REF, WANG, "接孩子")
    told = people.sign_out(desk.store, desk.clerk, REF, LI, "孩子发烧")
    assert told.presence is Presence.LEFT_EARLY
    assert "孩子发烧" in told.why
    back = desk.sign("15:20")
    assert (back.back, back.presence) == (True, Presence.PRESENT)


def test_leaving_at_the_end_is_not_early_and_late_and_left_is_both(desk: Seated) -> None:
    desk.open()
    desk.sign("14:25")
    desk.sign("14:50", "1002")
    desk.end("15:50")
    at = datetime(2026, 11, 25, 15, 50)
    people.sign_out(desk.store, desk.clerk, REF, LI, "会毕", at)
    people.sign_out(desk.store, desk.clerk, REF, WANG, "门诊", at - timedelta(minutes=10))
    assert desk.view(LI).presence is Presence.PRESENT
    assert desk.view(WANG).presence is Presence.LATE_AND_LEFT
    with pytest.raises(InputError):
        people.sign_out(desk.store, desk.clerk, REF, WANG, "门诊")


def test_the_end_makes_absent_who_is_not_there(desk: Seated) -> None:
    desk.open()
    for number in ("1001", "1002", "1003", "1004"):
        desk.sign("14:25", number)
    sheet = desk.end()
    assert (sheet.present, sheet.absent, sheet.quorate) == (4, 2, True)
    assert desk.view(MEI).presence is Presence.ABSENT
    with pytest.raises(RefusedError):
        desk.end()
    with pytest.raises(RefusedError):
        desk.sign("15:55", "1005")
    people.resume(desk.store, desk.clerk, REF, "误点结束")
    assert desk.view(MEI).presence is Presence.PENDING


def test_a_meeting_nobody_ended_is_over_the_day_after(desk: Seated) -> None:
    desk.open()
    desk.sign("14:25")
    desk.at("11-26 08:30")
    assert desk.view(WANG).presence is Presence.ABSENT
    with pytest.raises(InputError):
        people.end(desk.store, desk.clerk, REF)
    people.end(desk.store, desk.clerk, REF, datetime(2026, 11, 25, 15, 30))
    assert desk.view(LI).presence is Presence.PRESENT


def test_it_does_not_end_before_somebody_came(desk: Seated) -> None:
    desk.open()
    desk.sign("15:00")
    desk.at("11-25 16:00")
    with pytest.raises(InputError, match="15:00"):
        people.end(desk.store, desk.clerk, REF, datetime(2026, 11, 25, 14, 50))


def test_times_entered_afterwards_are_of_that_day_and_have_been(desk: Seated) -> None:
    desk.open()
    desk.at("11-25 14:40")
    for wrong in ("2026-11-24T14:25", "2026-11-25T15:30"):
        with pytest.raises(InputError):
            people.sign(desk.store, desk.clerk, REF, "1001", datetime.fromisoformat(wrong))
    told = people.sign(desk.store, desk.clerk, REF, "1001", datetime(2026, 11, 25, 14, 28))
    assert told.presence is Presence.PRESENT


def test_a_wrong_sign_in_is_taken_back_with_a_reason_that_stays(desk: Seated) -> None:
    desk.open()
    desk.sign("14:25")
    with pytest.raises(InputError):
        people.undo_sign(desk.store, desk.clerk, REF, LI, "")
    told = people.undo_sign(desk.store, desk.clerk, REF, LI, "输错工号")
    assert told is not None
    assert told.presence is Presence.PENDING
    with desk.store.read() as session:
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.action == "meetings.undo_sign")
        ).one()
    assert "输错工号" in entry.changes
    assert entry.subject == "meeting:1"


def test_taking_back_somebody_who_was_not_expected_leaves_nothing(desk: Seated) -> None:
    desk.open()
    desk.sign("14:25", "1006")
    assert people.undo_sign(desk.store, desk.clerk, REF, SUN, "输错工号") is None
    assert SUN not in {one.staff_id for one in desk.sheet().people}


def test_a_time_is_put_right_after_the_end(desk: Seated) -> None:
    desk.open()
    desk.sign("14:50")
    desk.end()
    came = datetime(2026, 11, 25, 14, 29)
    told = people.correct_sign(desk.store, desk.clerk, REF, LI, came, "签到机排队")
    assert told.presence is Presence.PRESENT
    told = people.correct_sign(desk.store, desk.clerk, REF, WANG, came, "忘记签到，陈静证明")
    assert told.presence is Presence.PRESENT


# ── leave ───────────────────────────────────────────────────────────────────
def test_leave_asked_and_approved_before_is_leave(desk: Seated) -> None:
    asked(desk, "11-24 09:00")
    assert desk.view().presence is Presence.PENDING
    decided(desk, "11-24 10:00")
    assert (desk.view().presence, desk.view().leave) == (Presence.LEAVE, LeaveState.APPROVED)
    assert "陈静" in desk.view().why
    desk.open()
    sheet = desk.end()
    assert (sheet.leave, sheet.absent) == (1, EXPECTED - 1)


def test_asked_after_the_start_is_absent_until_decided(desk: Seated) -> None:
    desk.open()
    asked(desk, "11-25 14:45")
    assert desk.view().presence is Presence.ABSENT
    assert "14:45" in desk.view().why
    decided(desk, "11-25 15:00")
    told = desk.view()
    assert told.presence is Presence.LEAVE
    assert (told.leave_asked_at, told.leave_decided_at) == (
        datetime(2026, 11, 25, 14, 45),
        datetime(2026, 11, 25, 15, 0),
    )
    assert "14:30" in told.why  # it says that both came after the start


def test_asked_before_and_approved_late_is_absent_until_then_and_shows_it(desk: Seated) -> None:
    asked(desk, "11-25 14:00")
    desk.open()
    desk.end()
    assert desk.view().presence is Presence.ABSENT
    decided(desk, "11-26 09:00")
    assert desk.view().presence is Presence.LEAVE
    assert "14:30" in desk.view().why


def test_refused_leave_excuses_nothing_and_needs_a_reason(desk: Seated) -> None:
    asked(desk, "11-24 09:00")
    with pytest.raises(InputError):
        people.decide_leave(desk.store, desk.who(CHEN), REF, LI, approve=False)
    decided(desk, "11-24 10:00", yes=False)
    assert desk.view().presence is Presence.PENDING
    with pytest.raises(RefusedError):
        decided(desk, "11-24 11:00")
    desk.open()
    desk.end()
    assert desk.view().presence is Presence.ABSENT


def test_who_comes_in_spite_of_leave_is_present(desk: Seated) -> None:
    asked(desk, "11-24 09:00")
    decided(desk, "11-24 10:00")
    desk.open()
    assert desk.sign("14:25").presence is Presence.PRESENT
    assert desk.sheet().leave == 0


def test_leave_is_decided_by_a_leader_and_never_ones_own(desk: Seated) -> None:
    asked(desk, "11-24 09:00", WANG)
    with pytest.raises(RefusedError, match="陈静"):
        people.decide_leave(desk.store, desk.who(WANG), REF, WANG, approve=True)
    asked(desk, "11-24 09:00", CHEN)
    with pytest.raises(RefusedError, match="刘洋"):
        people.decide_leave(desk.store, desk.who(CHEN), REF, CHEN, approve=True)
    people.decide_leave(desk.store, desk.who(LIU), REF, CHEN, approve=True)
    assert desk.view(CHEN).leave_decider == "刘洋"


def test_an_office_without_leaders_does_not_stand_still(desk: Seated) -> None:
    with desk.store.write("test.no_leaders", desk.clerk) as tx:
        for staff_id in (CHEN, LIU):
            tx.session.get_one(Staff, staff_id).left = date(2026, 11, 20)
    asked(desk, "11-24 09:00")
    people.decide_leave(desk.store, desk.who(SUN), REF, LI, approve=True)
    assert desk.view().leave_decider == "孙丽"


def test_leave_is_asked_once_and_can_be_taken_back(desk: Seated) -> None:
    asked(desk, "11-24 09:00")
    with pytest.raises(RefusedError):
        asked(desk, "11-24 09:05")
    with pytest.raises(RefusedError, match="孙丽"):
        asked(desk, "11-24 09:05", SUN)
    people.withdraw_leave(desk.store, desk.clerk, REF, LI, "记错人")
    assert desk.view().leave is LeaveState.NONE
    desk.open()
    desk.sign("14:25")
    with pytest.raises(RefusedError, match="14:25"):
        asked(desk, "11-25 14:40")


@pytest.mark.parametrize(
    ("approved", "presence"),
    [("11-24 10:00", Presence.LEAVE), ("11-25 16:30", Presence.ABSENT), ("", Presence.ABSENT)],
)
def test_leave_from_work_counts_where_it_was_approved_before(
    desk: Seated, approved: str, presence: Presence
) -> None:
    desk.at("11-24 09:00")
    form = LeaveForm(LI, LeaveKind.SICK, datetime(2026, 11, 25), datetime(2026, 11, 26), "感冒发烧")
    told = work_leave.ask(desk.store, desk.clerk, form)
    desk.open()
    desk.end()
    if approved:
        desk.at(approved)
        work_leave.approve(desk.store, desk.clerk, told.id, "街道办 陈书记")
    view = desk.view()
    assert view.presence is presence
    assert "感冒" not in view.why
    assert view.leave_reason == ""
    if presence is Presence.LEAVE:
        assert view.leave_decider == "街道办 陈书记"


def test_leave_from_work_approved_late_counts_once_attendance_says_so(desk: Seated) -> None:
    desk.at("11-25 14:00")
    form = LeaveForm(
        LI, LeaveKind.PERSONAL, datetime(2026, 11, 25), datetime(2026, 11, 26), "家中有事"
    )
    told = work_leave.ask(desk.store, desk.clerk, form)
    desk.open()
    desk.end()
    desk.at("11-25 17:00")
    work_leave.approve(desk.store, desk.clerk, told.id, "街道办 陈书记")
    assert desk.view().presence is Presence.ABSENT
    work_leave.decide_late(desk.store, desk.clerk, told.id, "确有急事", excused=True)
    assert desk.view().presence is Presence.LEAVE


def test_leave_from_work_is_marked_before_the_meeting(desk: Seated) -> None:
    desk.at("11-23 10:00")
    span = datetime(2026, 11, 25, 12), datetime(2026, 11, 26)
    told = work_leave.ask(desk.store, desk.clerk, LeaveForm(LI, LeaveKind.ANNUAL, *span, "年假"))
    work_leave.approve(desk.store, desk.clerk, told.id, "街道办 陈书记")
    assert desk.view().presence is Presence.LEAVE


def test_official_duty_excuses(desk: Seated) -> None:
    span = datetime(2026, 11, 25, 8), datetime(2026, 11, 25, 18)
    enter_outing(desk.store, desk.clerk, OutingForm(LI, *span, "街道开会", "街道办 陈书记"))
    assert desk.view().presence is Presence.LEAVE
    assert "陈书记" in desk.view().why


# ── substitutes and guests ──────────────────────────────────────────────────
def test_a_substitute_takes_the_seat_once_they_came(desk: Seated) -> None:
    asked(desk, "11-24 09:00", substitute_id=SUN)
    decided(desk, "11-24 10:00")
    desk.open()
    assert desk.view().presence is Presence.LEAVE
    assert "李晓明" in desk.view(SUN).role
    assert "李晓明" in desk.sign("14:25", "1006").sentence
    assert desk.view().presence is Presence.SUBSTITUTED
    sheet = desk.sheet()
    assert (sheet.present, sheet.leave, sheet.expected) == (1, 0, EXPECTED)
    assert (sheet.meeting.row.present, sheet.meeting.row.expected) == (1, EXPECTED)


def test_a_substitute_is_not_expected_themselves_nor_in_two_places(desk: Seated) -> None:
    desk.at("11-24 09:00")
    with pytest.raises(InputError, match="王芳"):
        people.substitute(desk.store, desk.clerk, REF, LI, WANG)
    people.substitute(desk.store, desk.clerk, REF, LI, SUN)
    with pytest.raises(InputError, match="孙丽"):
        people.substitute(desk.store, desk.clerk, REF, ZHAO, SUN)
    told = people.substitute(desk.store, desk.clerk, REF, LI, None)
    assert told.substitute == ""
    assert SUN not in {one.staff_id for one in desk.sheet().people}
    people.substitute(desk.store, desk.clerk, REF, ZHAO, SUN)


def test_guests_are_noted_with_their_party_and_never_counted(desk: Seated) -> None:
    desk.at("11-24 09:00")
    told = people.add_guest(desk.store, desk.clerk, REF, "张经理", "某某物业")
    assert told.presence is Presence.GUEST
    assert told.id is not None
    desk.open()
    people.sign_guest(desk.store, desk.clerk, REF, told.id)
    here = people.add_guest(desk.store, desk.clerk, REF, "王警官", "派出所")
    assert here.signed_at is not None
    sheet = desk.sheet()
    assert (sheet.expected, sheet.present) == (EXPECTED, 0)
    people.remove_guest(desk.store, desk.clerk, REF, here.id or 0, "没有到会")
    assert len(desk.sheet().people) == EXPECTED + 1
    with pytest.raises(NotFoundError):
        people.sign_guest(desk.store, desk.clerk, REF, desk.view(LI).id or 0)


@pytest.mark.parametrize("name", ["[red]王[/red]", "=1+1", "a\x00\x1bb", "😀👨‍👩‍👧"])
def test_hostile_names_of_guests_are_kept_as_they_are_seen(desk: Seated, name: str) -> None:
    told = people.add_guest(desk.store, desk.clerk, REF, name, "物业")
    assert told.name == name.replace("\x00", "").replace("\x1b", "")
    with pytest.raises(InputError):
        people.add_guest(desk.store, desk.clerk, REF, "x" * 6999, "物业")
    with pytest.raises(InputError):
        people.add_guest(desk.store, desk.clerk, REF, "王", "")


def test_a_liaison_meeting_expects_its_own_and_whom_it_asks(desk: Seated) -> None:
    moment = datetime(2026, 11, 24, 10)
    planned = schedule.plan(desk.store, desk.clerk, "liaison", moment, "碰头会").ref
    sheet = people.sign_in_sheet(desk.store, planned)
    assert {one.staff_id for one in sheet.people} == {CHEN, SUN}
    told = people.invite(desk.store, desk.clerk, planned, "1003")
    assert told.expected
    people.ask_leave(desk.store, desk.clerk, planned, ZHAO, "门诊")
    with pytest.raises(RefusedError, match="陈静"):
        people.uninvite(desk.store, desk.clerk, planned, CHEN, "不必来")
    people.invite(desk.store, desk.clerk, planned, "1001")
    people.uninvite(desk.store, desk.clerk, planned, LI, "不必来")
    desk.at("11-24 09:50")
    sheet = people.open_sign_in(desk.store, desk.clerk, planned)
    assert {one.staff_id for one in sheet.people} == {CHEN, SUN, ZHAO}
    assert (sheet.expected, sheet.quorum) == (3, 2)
    people.invite(desk.store, desk.clerk, planned, "1002")
    people.sign(desk.store, desk.clerk, planned, "1002")
    with pytest.raises(RefusedError, match="王芳"):
        people.uninvite(desk.store, desk.clerk, planned, WANG, "不必来")


def test_somebody_asked_to_come_on_wednesday_counts_as_well(desk: Seated) -> None:
    people.invite(desk.store, desk.clerk, REF, "1006")
    assert desk.sheet().expected == EXPECTED + 1
    desk.open()
    assert desk.sheet().expected == EXPECTED + 1
    with pytest.raises(InputError, match="孙丽"):
        people.substitute(desk.store, desk.clerk, REF, LI, SUN)


# ── for the appraisal ───────────────────────────────────────────────────────
def test_the_counts_of_a_person_add_up_to_their_meetings(desk: Seated) -> None:
    asked(desk, "11-24 09:00", ZHAO)
    decided(desk, "11-24 10:00", ZHAO)
    people.substitute(desk.store, desk.clerk, REF, MEI, SUN)
    desk.open()
    desk.sign("14:25")
    desk.sign("14:50", "1002")
    desk.sign("14:25", "1006")
    assert people.by_person(desk.store, date(2026, 11, 1), date(2026, 11, 30)) == ()  # not held yet
    desk.end()
    found = {one.staff_id: one for one in people.by_person(desk.store, *[date(2026, 11, 25)] * 2)}
    assert set(found) == {LI, WANG, ZHAO, CHEN, LIU, MEI}
    assert (found[LI].present, found[WANG].late, found[ZHAO].leave) == (1, 1, 1)
    assert (found[MEI].substituted, found[CHEN].absent) == (1, 1)
    for one in found.values():
        assert one.meetings == one.present + one.substituted + one.leave + one.absent == 1
    assert people.by_person(desk.store, date(2026, 11, 26), date(2026, 12, 30)) == ()

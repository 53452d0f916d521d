"""The meetings of an office: the Wednesdays by themselves, and what a clerk does to one."""

from datetime import date, datetime, timedelta

import pytest

from gridterm import settings
from gridterm.clock import FixedClock
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.meetings import schedule
from gridterm.meetings.tables import Meeting
from gridterm.meetings.terms import MeetingRef, MeetingRow, MeetingState, Standing
from gridterm.registers.tables import CalendarDay, Staff
from gridterm.store.unit import Store
from tests.meetings.prepared import (
    CLERK,
    COMMITTEE,
    LEADER,
    MONDAY,
    REF,
    WEDNESDAY,
    Prepared,
    prepared,
)

AT = datetime(2026, 11, 25, 14, 30)


@pytest.fixture
def office(store: Store, clock: FixedClock) -> Prepared:
    return prepared(store, clock)


def listed(office: Prepared, **more: object) -> list[MeetingRow]:
    return list(schedule.meetings(office.store, **more))  # type: ignore[arg-type]


def day_off(office: Prepared, *days: date) -> None:
    with office.store.write("test.calendar", office.clerk) as tx:
        tx.add(*(CalendarDay(day=day, working=False) for day in days))


# ── the list ────────────────────────────────────────────────────────────────
def test_the_series_is_there_before_anybody_touches_it(office: Prepared) -> None:
    rows = listed(office)
    assert [(row.starts_at, row.standing) for row in rows] == [
        (datetime(2026, 12, 2, 14, 30), Standing.PLANNED),
        (AT, Standing.PLANNED),
        (datetime(2026, 11, 18, 14, 30), Standing.MISSED),
        (datetime(2026, 11, 11, 14, 30), Standing.MISSED),
        (datetime(2026, 11, 4, 14, 30), Standing.MISSED),
    ]
    assert {row.id for row in rows} == {None}
    assert [(row.number, row.provisional) for row in rows[:3]] == [(2, True), (1, True), (0, True)]


def test_without_a_setting_the_series_starts_when_the_office_was_founded(
    store: Store, clock: FixedClock
) -> None:
    office = prepared(store, clock, since="")
    assert [row.series_on for row in listed(office)] == [date(2026, 12, 2), WEDNESDAY]


def test_pages_follow_each_other_without_gap_or_repeat(office: Prepared) -> None:
    settings.change(office.store, office.clerk, {"meetings.since": "2024-01-01"})
    schedule.plan(office.store, office.clerk, "extra", AT - timedelta(days=20), "安全检查")
    schedule.move(office.store, office.clerk, REF, AT + timedelta(days=1), "开大会")
    whole = listed(office, limit=500)
    assert len(whole) == len({(row.id, row.series_on) for row in whole}) > 150
    paged: list[MeetingRow] = []
    before = None
    while page := listed(office, before=before, limit=20):
        paged += page
        before = page[-1].starts_at
    assert paged == whole
    assert [row.starts_at for row in whole] == sorted(
        (row.starts_at for row in whole), reverse=True
    )


def test_meetings_that_begin_together_stay_on_one_page(office: Prepared) -> None:
    schedule.cancel(office.store, office.clerk, REF, "防汛")
    schedule.plan(office.store, office.clerk, "extra", AT, "防汛")
    first = listed(office, limit=2)
    assert [row.starts_at for row in first] == [datetime(2026, 12, 2, 14, 30), AT, AT]
    assert listed(office, limit=2, before=AT)[0].starts_at == datetime(2026, 11, 18, 14, 30)


def test_a_holiday_moves_the_proposal_by_itself_and_says_why(office: Prepared) -> None:
    day_off(office, WEDNESDAY)
    row = listed(office)[1]
    assert row.starts_at == AT + timedelta(days=1)
    assert "2026-11-25" in row.reason
    assert "2026-11-26" in row.reason
    assert schedule.ref_of(office.store, date(2026, 11, 26)) == REF
    assert schedule.ref_of(office.store, WEDNESDAY) == REF


def test_a_week_without_a_working_day_has_no_meeting(office: Prepared) -> None:
    first = date(2026, 11, 25)
    day_off(office, *(first + timedelta(days=one) for one in range(8)))
    rows = {row.series_on: row for row in listed(office)}
    assert rows[first].standing is Standing.CANCELLED
    assert rows[first].number == 0
    assert rows[date(2026, 12, 2)].starts_at.date() == date(2026, 12, 3)
    assert rows[date(2026, 12, 2)].number == 1
    found = schedule.next_meeting(office.store)
    assert found is not None
    assert found.row.series_on == date(2026, 12, 2)


# ── one meeting ─────────────────────────────────────────────────────────────
def test_an_untouched_meeting_has_the_usual_place_and_people(office: Prepared) -> None:
    found = schedule.next_meeting(office.store)
    assert found is not None
    assert found.ref == REF
    assert (found.chair, found.recorder, found.place) == ("陈静", "李晓明", "二楼会议室")
    assert found.late_after == AT
    settings.change(office.store, office.clerk, {"meetings.late_after_minutes": "5"})
    assert schedule.meeting(office.store, REF).late_after == AT + timedelta(minutes=5)


def test_the_next_meeting_is_todays_until_it_was_held(office: Prepared) -> None:
    office.clock.moment = datetime(2026, 11, 25, 20)
    assert schedule.ref_of(office.store) == REF
    office.held(AT)
    assert schedule.ref_of(office.store) == MeetingRef(series_on=date(2026, 12, 2))


@pytest.mark.parametrize(
    "ref",
    [
        MeetingRef(id=99),
        MeetingRef(),
        MeetingRef(series_on=date(2026, 11, 26)),
        MeetingRef(series_on=date(2026, 10, 28)),
        MeetingRef(series_on=date(2028, 11, 22)),
    ],
)
def test_what_is_no_meeting_is_not_found(office: Prepared, ref: MeetingRef) -> None:
    with pytest.raises(NotFoundError):
        schedule.meeting(office.store, ref)


def test_a_day_without_a_meeting_is_not_found(office: Prepared) -> None:
    with pytest.raises(NotFoundError, match="2026-11-24"):
        schedule.ref_of(office.store, date(2026, 11, 24))


# ── moving and cancelling ───────────────────────────────────────────────────
def test_a_meeting_is_moved_with_its_reason(office: Prepared) -> None:
    later = datetime(2026, 11, 26, 9)
    wrote = office.entries_of(
        lambda: schedule.move(office.store, office.clerk, REF, later, "  区里\n开会 ")
    )
    assert wrote == [("meetings.move", "meeting:1")]
    row = schedule.meeting(office.store, REF).row
    assert (row.id, row.starts_at, row.reason, row.series_on) == (1, later, "区里 开会", WEDNESDAY)
    assert [one.series_on for one in listed(office)].count(WEDNESDAY) == 1
    for day in (WEDNESDAY, later.date()):
        assert schedule.ref_of(office.store, day) == MeetingRef(1, WEDNESDAY)


def test_the_proposed_day_is_confirmed_with_a_reason(office: Prepared) -> None:
    day_off(office, WEDNESDAY)
    proposed = AT + timedelta(days=1)
    schedule.move(office.store, office.clerk, REF, proposed, "周三放假")
    assert schedule.meeting(office.store, REF).row.reason == "周三放假"
    with pytest.raises(InputError):
        schedule.move(office.store, office.clerk, REF, proposed, "再说一遍")


@pytest.mark.parametrize("reason", ["", "   ", "长" * 201])
def test_moving_and_cancelling_want_a_reason(office: Prepared, reason: str) -> None:
    with pytest.raises(InputError) as told:
        schedule.move(office.store, office.clerk, REF, AT + timedelta(days=1), reason)
    assert "reason" in told.value.fields
    with pytest.raises(InputError) as told:
        schedule.cancel(office.store, office.clerk, REF, reason)
    assert "reason" in told.value.fields
    assert schedule.meeting(office.store, REF).row.id is None, "nothing was saved"


def test_two_meetings_do_not_begin_together(office: Prepared) -> None:
    schedule.plan(office.store, office.clerk, "extra", AT + timedelta(days=1), "安全检查")
    with pytest.raises(InputError) as told:
        schedule.move(office.store, office.clerk, REF, AT + timedelta(days=1), "区里开会")
    assert "starts_at" in told.value.fields


@pytest.mark.parametrize("state", [MeetingState.OPEN, MeetingState.HELD, MeetingState.CANCELLED])
def test_only_what_is_planned_is_moved_or_cancelled(office: Prepared, state: MeetingState) -> None:
    one = office.held(AT)
    office.set_state(one, state)
    with pytest.raises(RefusedError):
        schedule.move(office.store, office.clerk, MeetingRef(one), MONDAY, "区里开会")
    with pytest.raises(RefusedError):
        schedule.cancel(office.store, office.clerk, MeetingRef(one), "区里开会")


def test_a_cancelled_meeting_gives_its_number_to_the_next(office: Prepared) -> None:
    detail = schedule.cancel(office.store, office.clerk, REF, "防汛")
    assert (detail.row.standing, detail.row.number) == (Standing.CANCELLED, 0)
    assert detail.row.reason == "防汛"
    assert listed(office)[0].number == 1
    assert schedule.ref_of(office.store).series_on == date(2026, 12, 2)


# ── meetings outside the series ─────────────────────────────────────────────
def test_a_consultation_is_planned_with_its_parties(office: Prepared) -> None:
    detail = schedule.plan(
        office.store, office.clerk, "consultation", MONDAY, "停车位", parties="物业、业委会"
    )
    assert (detail.row.title, detail.parties, detail.place) == (
        "停车位",
        "物业、业委会",
        "二楼会议室",
    )
    assert detail.row.series_on is None
    assert schedule.ref_of(office.store, MONDAY.date()) == MeetingRef(detail.row.id)
    assert schedule.ref_of(office.store) == REF, "the next one is the weekly one"


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("weekly", {"title": "例会"}, "kind"),
        ("party", {"title": "例会"}, "kind"),
        ("extra", {}, "title"),
        ("consultation", {"title": "停车位"}, "parties"),
        ("liaison", {"place": "地" * 61}, "place"),
    ],
)
def test_what_a_planned_meeting_lacks_is_said(
    office: Prepared, kind: str, more: dict[str, str], field: str
) -> None:
    with pytest.raises(InputError) as told:
        schedule.plan(office.store, office.clerk, kind, MONDAY, **more)
    assert field in told.value.fields


def test_liaison_meetings_have_numbers_of_their_own(office: Prepared) -> None:
    for hour in (9, 10):
        schedule.plan(office.store, office.clerk, "liaison", MONDAY.replace(hour=hour))
    liaison = [row for row in listed(office) if row.series_on is None]
    assert sorted(row.number for row in liaison) == [1, 2]
    assert listed(office)[1].number == 1


# ── people ──────────────────────────────────────────────────────────────────
def test_chair_and_recorder_are_two_people_who_work_here(office: Prepared) -> None:
    detail = schedule.appoint(office.store, office.clerk, REF, COMMITTEE, None, " 一楼 ")
    assert (detail.chair, detail.recorder, detail.place) == ("孙伟", "李晓明", "一楼")
    with pytest.raises(InputError) as told:
        schedule.appoint(office.store, office.clerk, REF, CLERK)
    assert "recorder_id" in told.value.fields
    with pytest.raises(InputError) as told:
        schedule.appoint(office.store, office.clerk, REF, 99)
    assert "chair_id" in told.value.fields
    with office.store.write("test.left", office.clerk) as tx:
        tx.session.get_one(Staff, LEADER).left = date(2026, 11, 24)
    with pytest.raises(InputError) as told:
        schedule.appoint(office.store, office.clerk, REF, LEADER)
    assert "chair_id" in told.value.fields


# ── numbers ─────────────────────────────────────────────────────────────────
def test_numbers_are_given_once_in_order_and_by_year(office: Prepared) -> None:
    second = MeetingRef(series_on=date(2026, 12, 2))
    next_year = MeetingRef(series_on=date(2027, 1, 6))
    given = []
    for ref in (second, REF, next_year, second):
        with office.store.write("test.number", office.clerk) as tx:
            given.append(schedule.given_number(tx, schedule.touched(tx, ref)))
    assert given == [1, 2, 1, 1]
    rows = {row.series_on: (row.number, row.provisional) for row in listed(office)}
    assert rows[date(2026, 12, 2)] == (1, False)
    assert rows[WEDNESDAY] == (2, False)


def test_a_use_case_that_fails_uses_no_number(office: Prepared) -> None:
    def fails() -> None:
        with office.store.write("test.number", office.clerk) as tx:
            schedule.given_number(tx, schedule.touched(tx, REF))
            raise RefusedError("-")

    with pytest.raises(RefusedError):
        fails()
    with office.store.write("test.number", office.clerk) as tx:
        row = schedule.touched(tx, REF)
        assert isinstance(row, Meeting)
        assert schedule.given_number(tx, row) == 1


def test_a_meeting_ahead_is_not_moved_behind_but_a_missed_one_may_be(office: Prepared) -> None:
    with pytest.raises(InputError) as told:
        schedule.move(office.store, office.clerk, REF, MONDAY - timedelta(days=3), "写错年月")
    assert list(told.value.fields) == ["starts_at"]
    missed = MeetingRef(series_on=WEDNESDAY - timedelta(days=7))
    day = AT - timedelta(days=6)
    found = schedule.move(office.store, office.clerk, missed, day, "那天停电，周四开的")
    assert found.row.starts_at == day

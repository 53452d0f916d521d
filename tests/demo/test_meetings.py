"""The demo's meetings on a real file: whole, true to the calls, the same every time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from gridterm.clock import FixedClock
from gridterm.demo.build import Size, build
from gridterm.demo.giving import matter_of
from gridterm.demo.people import make_office
from gridterm.demo.timeline import Decided
from gridterm.demo.wednesdays import Waiting, meetings
from gridterm.hotline import checks as calls
from gridterm.hotline.steps import read_steps
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Action
from gridterm.meetings import (
    action_checks,
    actions,
    agenda,
    checks,
    minutes,
    people,
    schedule,
    searching,
)
from gridterm.meetings.action_terms import ActionFilter, ActionState
from gridterm.meetings.tables import (
    ActionEvent,
    ActionItem,
    AgendaVersion,
    Attendee,
    Meeting,
    MinuteEntry,
    MinutesVersion,
)
from gridterm.meetings.terms import (
    EntryKind,
    MeetingKind,
    MeetingRef,
    MeetingRow,
    Presence,
    Section,
    Standing,
)
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.conftest import DemoOf

NOW = datetime(2026, 11, 22, 10, 0)
WEDNESDAY = date(2026, 11, 18)
SMALL = Size(months=3, total=150)


@pytest.fixture(scope="module")
def year(demo_of: DemoOf) -> Store:
    return demo_of(NOW, Size())


@pytest.fixture(scope="module")
def rows(year: Store) -> tuple[MeetingRow, ...]:
    return schedule.meetings(year, limit=80)


def test_it_is_whole(year: Store) -> None:
    texts = (calls.TEXTS, checks.TEXTS, action_checks.TEXTS)
    report = verify(year, (*calls.CHECKS, *checks.CHECKS, *action_checks.CHECKS), texts)
    assert report.whole, report.findings


def test_every_wednesday_of_the_year_is_accounted_for(rows: tuple[MeetingRow, ...]) -> None:
    weekly = [one for one in rows if one.kind is MeetingKind.WEEKLY]
    days = {one.series_on for one in weekly if one.series_on}
    expected = {date(2025, 10, 22) + timedelta(weeks=week) for week in range(59)}
    assert days == expected
    counts = Counter(one.standing for one in weekly)
    assert counts[Standing.CANCELLED] == counts[Standing.MISSED] == 1
    assert counts[Standing.SUBMITTED] == 1
    assert counts[Standing.PLANNED] == 2
    assert counts[Standing.ISSUED] == len(weekly) - 5
    assert all(one.reason for one in weekly if one.standing is Standing.CANCELLED)
    moved = [one for one in weekly if one.series_on != one.starts_at.date()]
    assert {one.starts_at.date() for one in moved} >= {date(2026, 10, 8)}
    assert all(one.reason.endswith("工作日") for one in moved)
    others = [one.kind for one in rows if one.kind is not MeetingKind.WEEKLY]
    assert sorted(others) == [MeetingKind.CONSULTATION, MeetingKind.LIAISON]
    numbers = sorted(one.number for one in weekly if one.year == 2026 and not one.provisional)
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_next_agenda_waits_to_be_issued(year: Store) -> None:
    coming = schedule.next_meeting(year)
    assert coming is not None
    drawn = agenda.agenda(year, coming.ref)
    assert not drawn.saved
    assert not drawn.version
    assert Counter(one.section for one in drawn.items)[Section.REGIONAL] >= 1
    assert Counter(one.section for one in drawn.items)[Section.GRIDS] == 8
    assert "DB-2026-" in drawn.items[0].drawn


def test_nothing_is_from_the_future(year: Store) -> None:
    moments = (
        *(ActionEvent.at, AgendaVersion.issued_at, MinutesVersion.approved_at),
        *(Attendee.signed_at, MinuteEntry.written_at, Meeting.ended_at),
    )
    with year.read() as session:
        newest = [session.exec(select(func.max(col(one)))).one() for one in moments]  # type: ignore[call-overload]
    assert all(one <= NOW for one in newest)
    assert max(newest) > NOW - timedelta(days=5)


def test_what_a_meeting_decides_stands_in_the_call_the_minutes_and_the_action_item(
    year: Store,
) -> None:
    with year.read() as session:
        items = session.exec(select(ActionItem).where(col(ActionItem.ticket_id).is_not(None))).all()
        assert len(items) >= 6
        for one in items:
            steps = read_steps(session, one.ticket_id or 0)
            place = next(at for at, step in enumerate(steps) if step.action is Action.DECIDE)
            decision, given = steps[place], steps[place + 1]
            meeting = session.get_one(Meeting, one.meeting_id)
            entry = session.get_one(MinuteEntry, one.entry_id)
            ticket = session.get_one(Ticket, one.ticket_id)
            assert meeting.starts_at < decision.at < (meeting.ended_at or NOW)
            assert decision.payload["item"] == one.number
            assert decision.payload["due_on"] == one.due_on.isoformat()
            assert (entry.ticket_id, entry.words) == (ticket.id, decision.note)
            assert entry.confidential == one.confidential == ticket.confidential
            assert given.action is Action.ASSIGN
            assert given.payload["to_id"] == one.owner_id
            assert timedelta(0) < given.at - decision.at < timedelta(minutes=1)


def test_approved_minutes_are_what_the_services_would_freeze(
    year: Store, rows: tuple[MeetingRow, ...]
) -> None:
    for one in [one for one in rows if one.standing is Standing.ISSUED][::9]:
        ref = MeetingRef(one.id)
        kept, now = minutes.issued_minutes(year, one.id or 0), minutes.minutes(year, ref)
        assert kept.minutes.entries == now.entries
        assert kept.minutes.items == now.items
        assert replace(kept.minutes.meeting, minutes_versions=1) == now.meeting
        assert kept.people == people.sign_in_sheet(year, ref).people
        given = actions.actions_of_meeting
        with year.read() as session:
            found = given(session, one.id or 0, NOW.date(), whole=True)
        same = [(each.number, each.matter, each.source, each.given_on) for each in found]
        told = [(each.number, each.matter, each.source, each.given_on) for each in kept.actions]
        assert told == same


def test_people_have_their_habits(year: Store, rows: tuple[MeetingRow, ...]) -> None:
    found = {one.number: one for one in people.by_person(year, date(2025, 11, 1), NOW.date())}
    assert found["1022"].late > max(one.late for key, one in found.items() if key != "1022")
    assert sum(one.absent for one in found.values()) >= 1
    assert sum(one.leave for one in found.values()) >= 20
    assert sum(one.left_early for one in found.values()) >= 1
    assert sum(one.substituted for one in found.values()) >= 1
    sheet = people.sign_in_sheet(year, MeetingRef(rows[5].id))
    assert sheet.quorate
    assert all(one.presence is not Presence.PENDING for one in sheet.people)


def test_the_minutes_hold_votes_secrets_and_one_correction(
    year: Store, rows: tuple[MeetingRow, ...]
) -> None:
    with year.read() as session:
        kinds = Counter(session.exec(select(MinuteEntry.kind)))
        secret = session.exec(
            select(MinuteEntry.meeting_id).where(col(MinuteEntry.confidential)).limit(1)
        ).one()
    assert set(kinds) == set(EntryKind)
    assert kinds[EntryKind.SPEECH] > 400
    corrected = [
        one.id
        for one in rows
        if one.id and schedule.meeting(year, MeetingRef(one.id)).minutes_versions == 2
    ]
    assert len(corrected) == 1
    changed = minutes.difference(year, corrected[0], 1, 2)
    assert any(line.startswith("-") and "八点半" in line for line in changed)
    assert any(line.startswith("+") and "九点" in line for line in changed)
    assert minutes.issued_minutes(year, corrected[0], 2).reason
    approved = minutes.issued_minutes(year, secret)
    assert len(approved.left_out) >= 2
    summary = minutes.summary_of(approved)
    hidden = [one.words for one in approved.minutes.entries if one.confidential]
    assert hidden
    assert not [words for words in hidden if words in str(summary.items)]


def test_nobody_repeats_who_spoke_before_at_a_meeting(
    year: Store, rows: tuple[MeetingRow, ...]
) -> None:
    held = [one for one in rows if one.standing is Standing.ISSUED][:10]
    for one in held:
        said = [each.words for each in minutes.minutes(year, MeetingRef(one.id)).entries]
        assert len(set(said)) == len(said)
        assert not [words for words in said if "{" in words]


def test_action_items_take_every_step_and_some_are_late(year: Store) -> None:
    with year.read() as session:
        steps = Counter(session.exec(select(ActionEvent.step)))
    wanted = {"give", "progress", "report", "check", "send_back", "postpone", "hand_over", "cancel"}
    assert set(steps) == wanted
    overdue = actions.actions(year, ActionFilter(overdue=True)).rows
    assert len(overdue) >= 2
    assert {one.kind.value for one in overdue} == {"meeting", "superior"}
    closed = actions.actions(year, ActionFilter(states=(ActionState.CLOSED.value,)), limit=200).rows
    assert all(one.checker and one.checker != one.owner for one in closed)
    assert not [one for one in closed if one.checker in one.helpers]
    superiors = actions.actions(year, ActionFilter(kind="superior")).rows
    assert len(superiors) == 6


def test_search_finds_what_was_said(year: Store) -> None:
    assert searching.search(year, "不牵绳遛狗") == ()
    found = searching.search(year, "锁车 监控")
    assert [one.speaker for one in found] == ["韩警官"]
    assert searching.search(year, "楼道")
    assert not searching.search(year, "煤气罐"), "that was confidential"


@pytest.mark.slow
def test_an_issued_agenda_is_what_the_morning_would_have_drawn(tmp_path: Path) -> None:
    issued_at = datetime.combine(WEDNESDAY, time(8, 40))
    morning = build(tmp_path / "morning.db", FixedClock(issued_at), SMALL)
    coming = schedule.next_meeting(morning)
    assert coming is not None
    drawn = agenda.agenda(morning, coming.ref)
    evening = build(tmp_path / "evening.db", FixedClock(issued_at + timedelta(hours=9)), SMALL)
    ref = schedule.ref_of(evening, WEDNESDAY)
    frozen = agenda.issued(evening, ref.id or 0).agenda
    shown = [(one.section, one.source, one.title, one.drawn, one.minutes) for one in drawn.items]
    kept = [(one.section, one.source, one.title, one.drawn, one.minutes) for one in frozen.items]
    assert drawn.span == frozen.span
    assert any(one.received for one in drawn.figures)
    assert any(one.overdue for one in drawn.figures)
    assert kept == shown
    assert [one.speaker for one in frozen.items] == [one.speaker for one in drawn.items]
    morning.close()
    evening.close()


@pytest.mark.slow
def test_it_is_the_same_every_time(demo_of: DemoOf) -> None:
    now, size = datetime(2026, 11, 21, 9, 14), Size(months=3, total=120)  # test_build has it too
    stores = [demo_of(now, size), demo_of(now, size, again=True)]
    for table in (Meeting, AgendaVersion, Attendee, MinuteEntry, MinutesVersion, ActionEvent):
        told = []
        for store in stores:
            with store.read() as session:
                told.append([row.model_dump() for row in session.exec(select(table))])  # type: ignore[call-overload]
        assert told[0]
        assert told[0] == told[1]


def test_numbers_are_known_before_the_calls_are_written() -> None:
    office = make_office(anchor=NOW.date())
    weekly = [one for one in meetings(office, 13) if one.slots]
    year = [one for one in weekly if one.starts_at.year == 2026]
    told = [one.number(slot) for one in year for slot in range(one.slots)]
    assert told == [f"DB-2026-{seq:03d}" for seq in range(1, len(told) + 1)]


def test_a_matter_waits_two_days_at_most_and_only_for_a_free_slot() -> None:
    office = make_office(anchor=NOW.date())
    waiting = Waiting(office, 13, NOW)
    monday = datetime(2026, 11, 16, 15, 0)
    tuesday = datetime(2026, 11, 17, 10, 0)
    meeting, slot = waiting.slot(tuesday) or pytest.fail("nothing found")
    assert (meeting.starts_at.date(), slot) == (WEDNESDAY, 0)
    assert [(waiting.slot(tuesday) or (meeting, -1))[1] for _n in range(meeting.slots)][-1] == -1
    assert waiting.slot(monday - timedelta(days=2)) is None
    after = waiting.slot(datetime(2026, 11, 18, 9, 0))
    assert after is None, "the next Wednesday is a week away"


def test_a_decided_call_without_title_or_category_still_has_a_name() -> None:
    bare = Decided(1, "RX-2026-0001", "", "", False, NOW, "", {}, 1, None, None)
    assert matter_of(bare) == "RX-2026-0001 居民反映的问题"
    assert matter_of(replace(bare, category="noise")).startswith("RX-2026-0001 居民反映的")
    assert "漏水" not in matter_of(replace(bare, title="漏水", confidential=True))

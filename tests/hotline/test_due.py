"""The kept due times: what the clocks give, whenever they are asked, and renewed with changes."""

import re
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from gridterm.errors import InputError, RefusedError
from gridterm.hotline import (
    allowances,
    board,
    calendar_change,
    checks,
    due,
    handling,
    lateness,
    queries,
    service,
    supervising,
)
from gridterm.hotline.handling import Told
from gridterm.hotline.letnots import LetNot
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import ClockName, Level, TicketFilter, Visit
from gridterm.store.tables import AuditEntry
from gridterm.store.verify import verify
from tests.hotline.conftest import DEPUTY, LEAD, MONDAY, OTHER, Desk

REVIEW = date(2026, 12, 1)


def due_at(desk: Desk, one: int) -> datetime | None:
    return queries.ticket(desk.store, one).due_at


def test_each_step_keeps_the_date_that_comes_first(desk: Desk) -> None:
    one = desk.call()
    told = queries.ticket(desk.store, one)
    assert (told.due_clock, told.due_at) == (ClockName.FEEDBACK, datetime(2026, 11, 24, 17, 30))
    assert told.due_why
    handling.triage(desk.store, desk.clerk, one, "general", "approval", reason="小事")
    told = handling.assign(desk.store, desk.clerk, one, LEAD)
    assert (told.due_clock, told.due_at) == (ClockName.ACCEPTANCE, datetime(2026, 11, 23, 14, 30))
    told = handling.accept(desk.store, desk.by(LEAD), one)
    assert told.due_clock is ClockName.FEEDBACK
    told = handling.progress(desk.store, desk.by(LEAD), one, "说了", told=True)
    assert (told.due_clock, told.due_at) == (ClockName.RESOLUTION, datetime(2026, 11, 30, 17, 30))
    told = handling.resolve(desk.store, desk.by(LEAD), one, "好了", Told())
    assert (told.due_clock, told.due_at) == (ClockName.REVISIT, datetime(2026, 11, 25, 17, 30))
    told = service.revisit(
        desk.store, desk.clerk, one, Visit(true=True, solved=True, satisfaction="fair")
    )
    assert (told.due_clock, told.due_at, told.level) == (None, None, Level.DONE)
    assert all(view.level is Level.DONE for view in told.dates)


def test_the_lunch_break_is_no_working_time(desk: Desk) -> None:
    desk.clock.moment = MONDAY.replace(hour=11)
    one = desk.assigned()
    assert due_at(desk, one) == datetime(2026, 11, 23, 16, 30)
    calendar_change.change_settings(
        desk.store, desk.clerk, {"office.lunch_from": "12:00", "office.lunch_to": "14:30"}
    )
    assert due_at(desk, one) == datetime(2026, 11, 23, 17, 30)
    assert verify(desk.store, checks.CHECKS, [checks.TEXTS]).whole


def test_a_suspended_call_waits_for_its_review(desk: Desk) -> None:
    one = desk.working()
    handling.suspend(
        desk.store, desk.by(LEAD), one, reason="等材料", review_on=REVIEW, approver="陈静"
    )
    for hours in (0, 24, 24 * 7):
        desk.clock.advance(timedelta(hours=hours))
        told = queries.ticket(desk.store, one)
        assert (told.due_clock, told.due_at) == (ClockName.REVIEW, datetime(2026, 12, 1, 17, 30))
        assert told.due_why
        assert verify(desk.store, checks.CHECKS).whole
    desk.clock.moment = datetime(2026, 12, 2, 9, 0)
    assert queries.ticket(desk.store, one).level is Level.SUPERVISED
    told = handling.resume(desk.store, desk.by(LEAD), one)
    assert told.due_clock is ClockName.FEEDBACK
    assert told.due_at == datetime(2026, 12, 2, 17, 30)


def test_a_major_matter_without_a_date_says_so_and_by_the_wall_once_it_has(desk: Desk) -> None:
    desk.clock.moment = datetime(2026, 11, 28, 23, 50)
    one = desk.triaged("major")
    told = handling.assign(desk.store, desk.clerk, one, LEAD)
    assert (told.due_clock, told.due_at) == (
        ClockName.ACCEPTANCE, datetime(2026, 11, 29, 0, 5))  # fmt: skip
    assert told.level is Level.CALM
    desk.clock.advance(timedelta(minutes=12))
    assert queries.ticket(desk.store, one).level is Level.NEAR
    handling.accept(desk.store, desk.by(LEAD), one)
    told = handling.progress(desk.store, desk.by(LEAD), one, "到场", told=True)
    assert (told.due_clock, told.due_at, told.level) == (ClockName.RESOLUTION, None, Level.CALM)
    by_hand = datetime(2026, 12, 5, 12, 0)
    told = handling.triage(
        desk.store, desk.clerk, one, "major", "emergency", reason="定期限", major_due=by_hand
    )
    assert told.due_at == by_hand


def test_an_edited_day_renews_the_dates_of_open_calls_only(desk: Desk) -> None:
    one, done = desk.call(), desk.resolved()
    service.revisit(
        desk.store, desk.clerk, done, Visit(true=True, solved=True, satisfaction="fair")
    )
    looked = calendar_change.set_day(
        desk.store, desk.clerk, date(2026, 11, 24), working=False, note="防汛停工"
    )
    assert looked == due.Renewal(looked=1, moved=1)
    assert due_at(desk, one) == datetime(2026, 11, 25, 17, 30)
    assert due_at(desk, done) is None
    assert desk.trail()[-1][:2] == ("calendar.day", "calendar:2026-11-24")
    calendar_change.set_day(desk.store, desk.clerk, date(2026, 11, 24), working=None)
    assert due_at(desk, one) == datetime(2026, 11, 24, 17, 30)
    calendar_change.set_day(desk.store, desk.clerk, date(2026, 11, 28), working=True)
    assert verify(desk.store, checks.CHECKS, [checks.TEXTS]).whole


def test_a_year_that_is_not_published_is_flagged(desk: Desk) -> None:
    one = desk.call()
    assert not queries.ticket(desk.store, one).due_unsure
    calendar_change.set_year(desk.store, desk.clerk, 2026, published=False)
    assert queries.ticket(desk.store, one).due_unsure
    calendar_change.set_year(desk.store, desk.clerk, 2026, published=True)
    told = queries.ticket(desk.store, one)
    assert not told.due_unsure
    assert all(not view.unsure for view in told.dates)
    desk.clock.moment = datetime(2099, 12, 31, 9, 0)
    assert queries.ticket(desk.store, desk.call()).due_unsure


@pytest.mark.parametrize(
    ("typed", "due_then"),
    [
        ({"office.closes": "16:00"}, datetime(2026, 11, 24, 16, 0)),
        ({"hotline.near_percent": "90"}, datetime(2026, 11, 24, 17, 30)),
    ],
)
def test_settings_the_clocks_go_by_and_the_dates_are_one_use_case(
    desk: Desk, typed: dict[str, str], due_then: datetime
) -> None:
    one = desk.call()
    before = len(desk.trail())
    would = calendar_change.preview_settings(desk.store, typed)
    calendar_change.change_settings(desk.store, desk.clerk, typed)
    assert [entry[0] for entry in desk.trail()[before:]] == ["settings.change"]
    assert due_at(desk, one) == due_then
    assert would == due.Renewal(1, int("office.closes" in typed))
    assert verify(desk.store, checks.CHECKS, [checks.TEXTS]).whole


def test_hours_that_cannot_be_change_nothing(desk: Desk) -> None:
    desk.call()
    before = desk.trail()
    for act in (
        lambda: calendar_change.change_settings(
            desk.store, desk.clerk, {"office.name": "化院社区", "office.closes": "08:00"}
        ),
        lambda: calendar_change.preview_settings(desk.store, {"office.closes": "08:00"}),
    ):
        with pytest.raises(InputError) as refused:
            act()
        assert set(refused.value.fields) == {"office.closes"}
    assert desk.trail() == before
    assert calendar_change.preview_settings(desk.store, {"office.name": "x"}) == due.Renewal(0, 0)


def test_how_late_is_how_bad_is_the_offices_to_say(desk: Desk) -> None:
    one = desk.working()
    desk.clock.moment = datetime(2026, 11, 25, 9, 0)
    assert queries.ticket(desk.store, one).level is Level.SUPERVISED
    calendar_change.change_settings(desk.store, desk.clerk, {"hotline.supervise_days": "2"})
    assert queries.ticket(desk.store, one).level is Level.OVERDUE
    supervising.urge(desk.store, desk.clerk, one)
    with pytest.raises(RefusedError, match="2"):
        supervising.supervise(desk.store, desk.clerk, one)
    desk.clock.advance(timedelta(days=1))
    supervising.supervise(desk.store, desk.clerk, one)


def test_what_a_day_would_move_is_said_before_and_nothing_is_kept(desk: Desk) -> None:
    one, other = desk.call(), desk.call(kind="inquiry")
    major = desk.triaged("major")
    handling.assign(desk.store, desk.clerk, major, LEAD)
    trail = desk.trail()
    tuesday = date(2026, 11, 24)
    would = calendar_change.preview_day(desk.store, tuesday, working=False)
    assert would == due.Renewal(looked=3, moved=2)
    assert "2" in calendar_change.moves_words(would)
    assert desk.trail() == trail
    assert due_at(desk, one) == due_at(desk, other) == datetime(2026, 11, 24, 17, 30)
    done = calendar_change.set_day(
        desk.store, desk.clerk, tuesday, working=False, note="停电", reason="街道通知"
    )
    assert done == would
    assert due_at(desk, one) == due_at(desk, other) == datetime(2026, 11, 25, 17, 30)
    assert calendar_change.preview_day(desk.store, tuesday, working=None).moved == 2
    with desk.store.read() as session:
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None
    assert "街道通知" in entry.changes


def test_why_this_date_stays_right_after_changes(desk: Desk) -> None:
    """The words beside a date are counted with the date, also where it was made later."""
    one = desk.call()
    calendar_change.set_day(desk.store, desk.clerk, date(2026, 11, 24), working=False)
    calendar_change.change_settings(desk.store, desk.clerk, {"office.closes": "17:00"})
    allowances.save(desk.store, desk.clerk, date(2026, 11, 26), {"feedback_days": 4})
    told = queries.ticket(desk.store, one)
    assert told.due_at == datetime(2026, 11, 25, 17, 0)
    assert sorted(re.findall(r"[\d:-]+", told.due_why)) == ["09:00", "1", "11-23"]
    desk.clock.moment = datetime(2026, 11, 26, 9, 0)
    new = queries.ticket(desk.store, desk.call())
    assert new.due_at == datetime(2026, 12, 2, 17, 0)
    assert sorted(re.findall(r"[\d:-]+", new.due_why)) == ["09:00", "11-26", "4"]
    for ticket in (told, new):
        kept = next(view for view in ticket.dates if view.clock is ticket.due_clock)
        assert (kept.due, kept.why) == (ticket.due_at, ticket.due_why)


def test_a_date_that_is_not_the_clocks_is_found_and_made_good(desk: Desk) -> None:
    one = desk.call()
    with desk.store.write_quietly() as session:
        record = session.get_one(Ticket, one)
        record.due_at, record.due_clock = None, ""
    found = verify(desk.store, checks.CHECKS).counts
    assert set(found) == {"ticket.derived"}
    assert due.renew_missing(desk.store) == 1
    assert due.renew_missing(desk.store) == 0
    assert verify(desk.store, checks.CHECKS).whole


def test_lists_and_numbers_of_what_is_late(desk: Desk) -> None:
    late = desk.call()
    desk.clock.moment = datetime(2026, 11, 25, 9, 0)
    given, mine, calm = desk.assigned(to=OTHER), desk.working(), desk.triaged("regional")
    handling.progress(desk.store, desk.by(LEAD), mine, "说了", told=True)
    done = desk.resolved()
    service.revisit(
        desk.store, desk.clerk, done, Visit(true=True, solved=True, satisfaction="fair")
    )
    counts = lateness.due_counts(desk.store)
    assert (counts.overdue, counts.near, counts.unaccepted, counts.major) == (1, 0, 1, 0)
    (row,) = lateness.overdue(desk.store)
    assert (row.id, row.level, row.due_clock) == (late, Level.SUPERVISED, ClockName.FEEDBACK)
    assert [one.id for one in lateness.of_handler(desk.store, LEAD)] == [mine]
    (handed,) = lateness.of_handler(desk.store, OTHER)
    assert (handed.id, handed.handler, handed.tier) == (given, "孙伟", "general")
    desk.clock.moment = datetime(2026, 11, 25, 13, 40)
    assert [one.id for one in lateness.near(desk.store)] == [given]
    desk.clock.moment = datetime(2026, 11, 26, 8, 0)
    assert [one.id for one in lateness.overdue(desk.store)] == [late, given]
    assert [one.id for one in lateness.near(desk.store)] == [calm]
    people = {
        one.name: (one.open, one.overdue, one.unaccepted) for one in lateness.by_handler(desk.store)
    }
    assert people == {"孙伟": (1, 1, 1), "王芳": (1, 0, 0)}
    listed = {one.id: one.level for one in queries.list_tickets(desk.store, TicketFilter()).rows}
    assert listed[late] is Level.SUPERVISED
    assert listed[mine] is Level.CALM
    assert listed[done] is Level.DONE


@pytest.mark.parametrize(
    ("where", "index"),
    [
        ("state IN ('received','assigned') AND due_at < '2026-11-25'", "ix_ticket_due"),
        ("master_id = 2", "ix_ticket_master"),
        ("handler_id = 2 AND state IN ('received','assigned')", "ix_ticket_handler"),
        ("tier = 'major'", "ix_ticket_tier"),
    ],
)
def test_the_lists_go_by_index(desk: Desk, where: str, index: str) -> None:
    statement = f"EXPLAIN QUERY PLAN SELECT count(*) FROM ticket WHERE {where}"
    with desk.store.engine.connect() as connection:
        plan = str(connection.exec_driver_sql(statement).all())
    assert index in plan


def test_a_deputy_is_named_by_id_in_no_list_of_the_handler(desk: Desk) -> None:
    one = desk.assigned()
    handling.accept(desk.store, desk.by(DEPUTY), one)
    assert lateness.of_handler(desk.store, DEPUTY) == ()


def test_the_date_of_a_major_matter_is_the_last_one_set_by_hand(desk: Desk) -> None:
    def due_of(ticket_id: int) -> datetime | None:
        dates = queries.ticket(desk.store, ticket_id).dates
        return next(one.due for one in dates if one.clock is ClockName.RESOLUTION)

    def triage(by_hand: datetime | None) -> None:
        handling.triage(
            desk.store, desk.clerk, one, "major", "emergency", reason="重大", major_due=by_hand
        )

    one = desk.working("major")
    later, told = MONDAY + timedelta(days=9), Told(how="phone")

    def extend() -> None:
        handling.extend(
            desk.store, desk.clerk, one, new_due=later, reason="雨天", approver="陈静", told=told
        )

    with pytest.raises(RefusedError):
        extend()
    triage(MONDAY + timedelta(hours=6))
    extend()
    assert due_of(one) == later
    triage(None)
    assert due_of(one) == later
    triage(MONDAY + timedelta(days=2))
    assert due_of(one) == MONDAY + timedelta(days=2)


def test_a_major_matter_opened_again_waits_for_a_new_date(desk: Desk) -> None:
    one = desk.working("major")
    handling.triage(
        desk.store, desk.clerk, one, "major", "emergency", reason="重大",
        major_due=MONDAY + timedelta(hours=6),
    )  # fmt: skip
    assert board.count(desk.store, LetNot.UNDECIDED) == 0
    desk.clock.advance(timedelta(days=3))
    handling.resolve(desk.store, desk.clerk, one, "好了", Told(how="phone"))
    service.revisit(
        desk.store, desk.clerk, one, Visit(true=True, solved=False, satisfaction="fair")
    )
    told = queries.ticket(desk.store, one)
    view = next(one for one in told.dates if one.clock is ClockName.RESOLUTION)
    assert (told.round, view.due, view.level) == (2, None, Level.CALM)
    assert board.count(desk.store, LetNot.UNDECIDED) == 1

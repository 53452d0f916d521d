"""The calls running out, read by plain SQL: the same as what is read in the other ways."""

from __future__ import annotations

from datetime import date, timedelta

from gridterm.hotline import allowances, calendar_change, due, lateness, queries, running
from gridterm.hotline.terms import TicketFilter
from gridterm.settings import load
from gridterm.store.glance import plain
from tests.hotline.conftest import MONDAY, Desk


def test_due_times_are_made_from_what_the_office_entered(desk: Desk) -> None:
    calendar_change.set_day(desk.store, desk.clerk, date(2026, 11, 28), working=True)
    calendar_change.set_day(desk.store, desk.clerk, date(2026, 11, 24), working=False)
    calendar_change.set_year(desk.store, desk.clerk, 2027, published=True)
    calendar_change.change_settings(
        desk.store, desk.clerk, {"office.lunch_to": "14:30", "hotline.near_percent": "40"}
    )
    allowances.save(desk.store, desk.clerk, date(2026, 12, 1), {"revisit_days": 3})
    with desk.store.read() as session:
        ours = running.times(plain(session), load(session))
        others = due.timing(session)
    assert ours.calendar == others.calendar
    assert ours.calendar.own == {date(2026, 11, 28): True, date(2026, 11, 24): False}
    assert ours.policies == others.policies
    assert len(ours.policies) == 2
    assert (ours.limits, ours.work.spans) == (others.limits, others.work.spans)


def test_a_line_says_what_the_list_and_the_call_itself_say(desk: Desk) -> None:
    desk.clock.moment = MONDAY
    desk.call("[/关闭]\n第二行" + "长" * 300)
    desk.call("举报的内容", kind="report", confidential=True)
    desk.working()
    desk.clock.advance(timedelta(hours=7))
    desk.assigned()
    desk.clock.advance(timedelta(days=1))
    listed = {one.id: one for one in queries.list_tickets(desk.store, TicketFilter()).rows}
    found = lateness.running_out(desk.store)
    assert {one.id for one in found} == set(listed)
    assert len({one.level for one in found}) > 1
    for one in found:
        row = listed[one.id]
        assert (one.number, one.state, one.tier) == (row.number, row.state, row.tier)
        assert (one.grid, one.handler, one.subject) == (row.grid, row.handler, row.subject)
        assert (one.due_at, one.clock, one.level) == (row.due_at, row.due_clock, row.level)
        dates = queries.ticket(desk.store, one.id).dates
        assert one.why == next(view.why for view in dates if view.clock is one.clock)


def test_the_limit_keeps_the_first_and_all_are_counted(desk: Desk) -> None:
    for hour in range(4):
        desk.call(f"第{hour}件")
        desk.clock.advance(timedelta(hours=1))
    every = lateness.running_out(desk.store)
    assert lateness.running_out(desk.store, 2) == every[:2]
    assert [one.due_at for one in every] == sorted(one.due_at for one in every if one.due_at)
    with desk.store.read() as session:
        assert running.how_many(plain(session)) == 4

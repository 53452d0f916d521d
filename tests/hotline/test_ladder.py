"""Which late calls wait for which step of the ladder: the list by SQL is what the events say."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gridterm.calendar import is_workday
from gridterm.hotline import ladder, queries, service, supervising
from gridterm.hotline.guards import Rung
from gridterm.hotline.levels import dues_before, level_by
from gridterm.hotline.terms import LATE_LEVELS, TicketFilter, Visit
from gridterm.worktime import WorkTime
from tests.hotline.conftest import LEAD, LEADER, Desk

WORK = WorkTime(((time(8, 30), time(12)), (time(13, 30), time(17, 30))), is_workday)
MOMENTS = st.datetimes(datetime(2025, 3, 1), datetime(2026, 12, 1))


@given(now=MOMENTS, back=st.integers(0, 14 * 24 * 60))
def test_the_list_and_the_level_agree(now: datetime, back: int) -> None:
    due = now - timedelta(minutes=back)
    level = level_by(due, None, WORK, now)
    for place, days in enumerate((0, 1, 5)):
        assert (due < dues_before(now, days, WORK)) == (level in LATE_LEVELS[place:])


def listed(desk: Desk, rung: Rung) -> list[int]:
    page = queries.list_tickets(desk.store, TicketFilter(level=rung))
    assert queries.count_tickets(desk.store, TicketFilter(level=rung)) == len(page.rows)
    assert ladder.ladder_counts(desk.store)[rung] == len(page.rows)
    return [row.id for row in page.rows]


def test_a_late_call_waits_for_one_step_at_a_time(desk: Desk) -> None:
    one = desk.working()
    desk.call("一句话能答")
    assert [listed(desk, rung) for rung in Rung] == [[], [], []]
    desk.clock.moment = datetime(2026, 12, 1, 17, 31)
    desk.clock.moment = datetime(2026, 12, 7, 9, 0)
    assert one in listed(desk, Rung.URGE)
    supervising.urge(desk.store, desk.clerk, one)
    assert one not in listed(desk, Rung.URGE)
    assert listed(desk, Rung.SUPERVISE) == [one]
    supervising.supervise(desk.store, desk.clerk, one)
    assert (listed(desk, Rung.SUPERVISE), listed(desk, Rung.CIRCULATE)) == ([], [one])
    supervising.circulate(desk.store, desk.by(LEADER), one)
    assert listed(desk, Rung.CIRCULATE) == []


def test_a_new_round_climbs_from_the_bottom_again(desk: Desk) -> None:
    one = desk.resolved()
    desk.clock.moment = datetime(2026, 11, 27, 9, 0)
    assert listed(desk, Rung.URGE) == [one], "the revisit is late"
    supervising.urge(desk.store, desk.clerk, one)
    service.revisit(desk.store, desk.clerk, one, Visit(reached=False))
    assert listed(desk, Rung.SUPERVISE) == [one], "a miss is no new beginning"
    unsolved = Visit(true=True, solved=False, satisfaction="fair")
    service.revisit(desk.store, desk.clerk, one, unsolved)
    desk.clock.moment = datetime(2026, 12, 21, 9, 0)
    assert listed(desk, Rung.URGE) == [one]
    assert queries.ticket(desk.store, one).handler == "王芳"
    assert desk.by(LEAD).name == "王芳"

"""One action over a selection: what can is done in one entry, what cannot says why."""

from datetime import timedelta

import pytest

from gridterm.errors import CancelledError, InputError, NotFoundError, RefusedError
from gridterm.hotline import bulk, orders, queries, service
from gridterm.hotline.terms import Action, State, TicketFilter
from tests.hotline.conftest import DEPUTY, LEAD, OTHER, Desk
from tests.hotline.test_handling import whole


@pytest.fixture
def selection(desk: Desk) -> list[int]:
    """Three that are triaged, one that is not, one that is void."""
    ready = [desk.triaged() for _n in range(3)]
    fresh, gone = desk.call("路灯不亮"), desk.call("打错了")
    service.void(desk.store, desk.clerk, gone, "误拨")
    return [*ready, fresh, gone]


def states(desk: Desk, ids: list[int]) -> list[State]:
    return [queries.ticket(desk.store, one).state for one in ids]


def test_what_can_is_done_and_what_cannot_says_why(desk: Desk, selection: list[int]) -> None:
    order = orders.assign(LEAD, note="一起看")
    before = desk.trail()
    plan = bulk.preview(desk.store, desk.clerk, [*selection, selection[0]], order)
    assert desk.trail() == before, "a preview writes nothing"
    assert (plan.able, plan.total) == (tuple(selection[:3]), 5)
    assert [one.id for one in plan.refused] == selection[3:]
    assert all(one.reason for one in plan.refused)
    done = bulk.carry_out(desk.store, desk.clerk, selection, order)
    assert len(done.numbers) == 3
    assert done.refused == plan.refused
    assert desk.trail()[len(before) :] == [("tickets.assign", "tickets:3", "李晓明")]
    assert states(desk, selection) == [*[State.ASSIGNED] * 3, State.RECEIVED, State.VOID]
    assert queries.ticket(desk.store, selection[0]).events[-1].note == "一起看"
    assert whole(desk)


def test_without_a_name_each_call_goes_to_its_grids_lead(desk: Desk) -> None:
    ids = [desk.triaged(), desk.triaged()]
    done = bulk.carry_out(desk.store, desk.clerk, ids, orders.assign(None))
    assert len(done.numbers) == 2
    assert {queries.ticket(desk.store, one).handler for one in ids} == {"王芳"}


def test_nothing_is_half_saved_when_it_is_cancelled(desk: Desk, selection: list[int]) -> None:
    before = desk.trail()

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise CancelledError("stop")

    with pytest.raises(CancelledError):
        bulk.carry_out(desk.store, desk.clerk, selection, orders.assign(LEAD), stop)
    assert desk.trail() == before
    assert State.ASSIGNED not in states(desk, selection)


def test_every_action_of_the_list_goes_over_a_selection(desk: Desk) -> None:
    received = [desk.call(), desk.call()]
    given = [desk.assigned(), desk.assigned()]
    busy = [desk.working(), desk.working()]
    lead, clerk = desk.by(LEAD), desk.clerk
    triage = orders.triage("regional", "coordination", reason="三栋楼")
    ways = (
        (clerk, received, triage),
        (lead, given, orders.accept()),
        (lead, busy, orders.progress("约了师傅", told=True)),
        (lead, busy, orders.transfer(OTHER, "换人")),
        (clerk, [desk.call(), desk.call()], orders.void("误拨")),
    )
    for actor, ids, order in ways:
        desk.clock.advance(timedelta(minutes=1))
        assert len(bulk.carry_out(desk.store, actor, ids, order).numbers) == 2, order.action
    desk.clock.advance(timedelta(days=30))
    for action in (Action.URGE, Action.SUPERVISE):
        done = bulk.carry_out(desk.store, clerk, [*given, *busy], orders.climb(action))
        assert len(done.numbers) == 4
    assert {order.action for _who, _ids, order in ways} <= set(bulk.ACTIONS)
    assert whole(desk)


def test_what_nobody_allows_is_refused_in_words(desk: Desk, selection: list[int]) -> None:
    before = desk.trail()
    store, clerk = desk.store, desk.clerk
    with pytest.raises(RefusedError, match="RX-2026-0004"):
        bulk.carry_out(store, clerk, selection[3:], orders.assign(LEAD))
    with pytest.raises(RefusedError):
        bulk.carry_out(store, clerk, [], orders.assign(LEAD))
    with pytest.raises(RefusedError, match="李晓明"):
        bulk.preview(store, desk.by(DEPUTY), selection, orders.void("误拨"))
    with pytest.raises(NotFoundError):
        bulk.preview(store, clerk, [999], orders.assign(LEAD))
    with pytest.raises(InputError):
        orders.progress("  ")
    assert desk.trail() == before


def test_a_line_tells_what_may_be_possible(desk: Desk, selection: list[int]) -> None:
    rows = {row.id: row for row in queries.list_tickets(desk.store, TicketFilter()).rows}
    assert {Action.ASSIGN, Action.VOID} <= set(bulk.possible(rows[selection[0]]))
    assert Action.REVISIT not in bulk.possible(rows[selection[0]])
    assert bulk.possible(rows[selection[4]]) == ()

"""Giving a category to calls that have none: steps, trail, and what is left alone."""

import json
from datetime import timedelta

import pytest

from gridterm.errors import CancelledError, InputError, NotFoundError, RefusedError
from gridterm.hotline import categories, categorising, checks, queries, service
from gridterm.hotline.suggesting import suggester
from gridterm.hotline.terms import Action, State
from gridterm.store.audit import SYSTEM
from gridterm.store.tables import AuditEntry
from gridterm.store.verify import verify
from tests.hotline.conftest import Desk


@pytest.fixture
def sorting(desk: Desk) -> Desk:
    with desk.store.write("test", SYSTEM) as tx:
        categories.seed(tx)
    return desk


def _whole(desk: Desk) -> bool:
    report = verify(desk.store, checks.CHECKS, [checks.TEXTS])
    assert report.findings == ()
    return report.whole


def _ids(found: tuple[categorising.Unsorted, ...]) -> list[int]:
    return [one.row.id for one in found]


def test_the_list_holds_what_has_no_category_with_its_suggestions(sorting: Desk) -> None:
    noise = sorting.call("半夜装修噪音扰民")
    sorting.clock.advance(timedelta(minutes=5))
    water = sorting.call("暖气不热")
    sorting.call("垃圾没人清运", category="sanitation")
    sorting.call("有人举报", confidential=True)
    void = sorting.call("打错了")
    service.void(sorting.store, sorting.clerk, void, "打错")
    found, more = categorising.unsorted(sorting.store)
    assert (_ids(found), more) == ([water, noise], False)
    assert [one.choices[0].code for one in found] == ["utilities", "noise"]
    assert found[1].choices[0].words == ("噪音扰民", "半夜")
    assert categorising.count_unsorted(sorting.store) == 2
    first, more = categorising.unsorted(sorting.store, limit=1)
    assert (_ids(first), more) == ([water], True)
    rest, more = categorising.unsorted(sorting.store, first[0].cursor, 1)
    assert (_ids(rest), more) == ([noise], False)


def test_setting_one_is_a_step_and_one_entry(sorting: Desk) -> None:
    one = sorting.working()
    before = queries.ticket(sorting.store, one)
    sorting.clock.advance(timedelta(days=2))
    entries = sorting.entries_of(
        lambda: categorising.set_category(sorting.store, sorting.clerk, one, "leaks_repairs")
    )
    assert entries == ["ticket.categorise"]
    after = queries.ticket(sorting.store, one)
    assert (after.category, after.state, after.due_at) == (
        "leaks_repairs",
        State.IN_PROGRESS,
        before.due_at,
    )
    step = after.events[-1]
    assert (step.action, step.actor, step.state) == (
        Action.CATEGORISE,
        "李晓明",
        State.IN_PROGRESS,
    )
    assert step.payload["category"] == "leaks_repairs"
    assert _whole(sorting)


def test_sorting_is_no_sign_of_life(sorting: Desk) -> None:
    """Nobody looked after the matter because somebody put it into a category."""
    one = sorting.working()
    moved = queries.ticket(sorting.store, one).events[-1].at
    sorting.clock.advance(timedelta(days=4))
    categorising.set_category(sorting.store, sorting.clerk, one, "noise")
    with sorting.store.read() as session:
        last = session.connection().exec_driver_sql(
            "SELECT last_event_at FROM ticket WHERE id = ?", (one,)
        )
        assert str(last.scalar_one()).startswith(moved.isoformat(" "))


def test_a_wrong_category_can_be_corrected(sorting: Desk) -> None:
    one = sorting.call(category="noise")
    told = categorising.set_category(sorting.store, sorting.clerk, one, "sanitation")
    assert (told.category, len(told.events)) == ("sanitation", 2)
    with pytest.raises(RefusedError):
        categorising.set_category(sorting.store, sorting.clerk, one, "sanitation")
    with pytest.raises(InputError) as refused:
        categorising.set_category(sorting.store, sorting.clerk, one, "no_such")
    assert "category" in refused.value.fields
    with pytest.raises(NotFoundError):
        categorising.set_category(sorting.store, sorting.clerk, 999, "noise")
    service.void(sorting.store, sorting.clerk, one, "误登")
    with pytest.raises(RefusedError):
        categorising.set_category(sorting.store, sorting.clerk, one, "noise")
    assert _whole(sorting)


def test_many_are_one_entry_and_nobody_overrules_another(sorting: Desk) -> None:
    calls = [sorting.call(f"楼道灯不亮{n}") for n in range(6)]
    categorising.set_category(sorting.store, sorting.clerk, calls[0], "noise")
    chosen = dict.fromkeys(calls, "property")
    before = len(sorting.trail())
    assert categorising.set_categories(sorting.store, sorting.clerk, chosen) == 5
    assert [action for action, _s, _a in sorting.trail()[before:]] == ["ticket.categorise"]
    assert queries.ticket(sorting.store, calls[0]).category == "noise"
    assert categorising.count_unsorted(sorting.store) == 0
    with sorting.store.read() as session:
        newest = session.get_one(AuditEntry, before + 1)
        assert {"facts": {"count": 5}} in json.loads(newest.changes)
    assert _whole(sorting)


def test_an_unknown_category_saves_nothing(sorting: Desk) -> None:
    calls = [sorting.call(f"楼道灯不亮{n}") for n in range(2)]
    with pytest.raises(InputError):
        categorising.set_categories(
            sorting.store, sorting.clerk, {calls[0]: "property", calls[1]: "nothing"}
        )
    assert categorising.count_unsorted(sorting.store) == 2
    assert _whole(sorting)


def test_what_is_sure_is_taken_and_the_rest_is_left(sorting: Desk) -> None:
    sure = sorting.call("半夜装修噪音扰民")
    torn = sorting.call("楼上漏水，邻居吵架骂人，垃圾堆在楼道")
    empty = sorting.call("你好")
    suggester(sorting.store).learn()
    seen: list[tuple[int, int]] = []
    done = categorising.accept_sure(
        sorting.store, sorting.clerk, 0.8, lambda count, total: seen.append((count, total))
    )
    assert (done.set, done.left) == (1, 2)
    assert seen == [(3, 3)]
    assert queries.ticket(sorting.store, sure).category == "noise"
    assert [queries.ticket(sorting.store, one).category for one in (torn, empty)] == ["", ""]
    before = len(sorting.trail())
    again = categorising.accept_sure(sorting.store, sorting.clerk, 0.8)
    assert (again.set, again.left, len(sorting.trail())) == (0, 2, before)
    assert _whole(sorting)


def test_accepting_can_be_cancelled_and_asks_for_a_share(sorting: Desk) -> None:
    sorting.call("半夜装修噪音扰民")
    with pytest.raises(CancelledError):
        categorising.accept_sure(sorting.store, sorting.clerk, 0.1, cancelled=lambda: True)
    for wrong in (0.0, 1.5, -1.0):
        with pytest.raises(InputError):
            categorising.accept_sure(sorting.store, sorting.clerk, wrong)
    assert categorising.count_unsorted(sorting.store) == 1


def test_a_clock_set_back_never_puts_the_step_before_the_others(sorting: Desk) -> None:
    one = sorting.call()
    registered = queries.ticket(sorting.store, one).events[0].at
    sorting.clock.advance(timedelta(hours=-3))
    told = categorising.set_category(sorting.store, sorting.clerk, one, "noise")
    assert told.events[-1].at == registered
    assert told.events[-1].payload["clock_back"]
    assert _whole(sorting)

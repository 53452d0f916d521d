"""Pages, filters, search, memory of callers, similar calls."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gridterm.clock import FixedClock
from gridterm.hotline import handling, queries, service
from gridterm.hotline.similar import similar
from gridterm.hotline.suggesting import suggest_categories
from gridterm.hotline.tables import Category
from gridterm.hotline.terms import Intake, State, TicketFilter, TicketPage
from gridterm.registers.tables import Building, Grid
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store


@pytest.fixture
def logged(store: Store, actor: Actor, clock: FixedClock) -> Store:
    """Twenty calls, one every hour; every third a complaint."""
    with store.write("test.office", SYSTEM) as tx:
        tx.add(Grid(code="008网格", name="八", level=4, kind="basic", valid_from=date(2025, 1, 1)))
        tx.add(Building(estate="化院小区", name="3号楼", search_key="化院小区3号楼"))
        tx.add(
            Category(code="leak", name_zh="房屋漏水", name_en="Leaks", words="漏水 渗水 楼顶漏水")
        )
        tx.add(Category(code="noise", name_zh="噪音扰民", name_en="Noise", words="噪音 吵"))
    for n in range(20):
        clock.advance(timedelta(hours=1))
        kind = "complaint" if n % 3 == 0 else "inquiry"
        service.register(
            store,
            actor,
            Intake(f"第{n}个电话,楼道灯不亮", kind=kind, caller="王", phone=f"1200000{n:04d}"),
        )
    return store


def numbers(page: TicketPage) -> list[str]:
    return [row.number for row in page.rows]


def test_pages_follow_one_another_without_gap_or_overlap(logged: Store) -> None:
    seen, after = [], None
    while True:
        page = queries.list_tickets(logged, TicketFilter(), after, limit=7)
        seen += numbers(page)
        if not page.more:
            break
        after = page.rows[-1].cursor
    assert seen == [f"RX-2026-{n:04d}" for n in range(20, 0, -1)]


def test_a_page_found_by_words_follows_the_same_way(logged: Store) -> None:
    first = queries.list_tickets(logged, TicketFilter(text="楼道"), limit=15)
    second = queries.list_tickets(
        logged, TicketFilter(text="楼道"), first.rows[-1].cursor, limit=15
    )
    assert len(set(numbers(first) + numbers(second))) == 20
    assert not second.more


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (TicketFilter(kind="complaint"), 7),
        (TicketFilter(states=(State.RECEIVED,)), 20),
        (TicketFilter(states=(State.CLOSED, State.VOID)), 0),
        (TicketFilter(text="第3个"), 1),
        (TicketFilter(text="灯 不亮", kind="complaint"), 7),
        (TicketFilter(text="0007"), 2),
        (TicketFilter(text="！！"), 0),
        (TicketFilter(phone="１２０ 0000-0003"), 1),
        (TicketFilter(since=date(2026, 11, 22)), 6),
        (TicketFilter(until=date(2026, 11, 21)), 14),
        (TicketFilter(since=date(2026, 11, 22), until=date(2026, 11, 22)), 6),
        (TicketFilter(history=True), 0),
    ],
)
def test_filters_count_what_they_list(logged: Store, wanted: TicketFilter, count: int) -> None:
    assert len(queries.list_tickets(logged, wanted).rows) == count
    assert queries.count_tickets(logged, wanted) == count
    assert queries.count_tickets(logged, wanted, ceiling=5) == min(count, 5)


def test_a_tier_lists_its_own_calls(logged: Store, actor: Actor) -> None:
    one = queries.list_tickets(logged, TicketFilter()).rows[0].id
    handling.triage(logged, actor, one, "major", "coordination", reason="有人被困")
    assert [row.id for row in queries.list_tickets(logged, TicketFilter(tier="major")).rows] == [
        one
    ]
    assert queries.count_tickets(logged, TicketFilter(tier="general")) == 0


def test_month_counts_leave_void_calls_out(logged: Store, actor: Actor) -> None:
    service.void(logged, actor, 1, "打错")
    service.answer(logged, actor, 4, "好")
    counts = queries.month_counts(logged)
    assert (counts.total, counts.open, counts.awaiting) == (19, 19, 1)
    logged.clock.moment = datetime(2026, 12, 1)
    assert queries.month_counts(logged).total == 0


def test_the_longest_waiting_comes_first(logged: Store) -> None:
    assert [row.number for row in queries.waiting(logged, State.RECEIVED, 2)] == [
        "RX-2026-0001",
        "RX-2026-0002",
    ]


def test_a_confidential_call_is_in_no_search_and_no_subject(logged: Store, actor: Actor) -> None:
    one = service.register(
        logged,
        actor,
        Intake("举报邻居私藏烟花", kind="report", phone="12000009999", confidential=True),
    )
    assert queries.count_tickets(logged, TicketFilter(text="烟花")) == 0
    row = queries.list_tickets(logged, TicketFilter(), limit=1).rows[0]
    assert row.number == one.number
    assert "烟花" not in row.subject
    assert queries.known_caller(logged, "12000009999") is None
    assert similar(logged, phone="12000009999", text="举报邻居私藏烟花") == ()


def test_a_number_is_found_however_it_is_typed(logged: Store) -> None:
    for typed in ("RX-2026-0003", "rx-2026-3", " RX-2026-0003 "):
        assert queries.ticket_by_number(logged, typed).id == 3


def test_a_known_phone_tells_name_address_and_last_calls(logged: Store, actor: Actor) -> None:
    for n in range(7):
        service.register(
            logged,
            actor,
            Intake(
                f"{n}",
                caller="" if n == 6 else "刘淑芬",
                phone="13800001234",
                address="" if n > 3 else f"化院小区{n}号楼",
            ),
        )
    known = queries.known_caller(logged, "１３８ 0000-1234")
    assert (known.caller, known.address, known.calls, len(known.last)) == (
        "刘淑芬",
        "化院小区3号楼",
        7,
        5,
    )
    assert known.last[0].number == "RX-2026-0027"
    assert queries.known_caller(logged, "13900000000") is None
    assert queries.known_caller(logged, "") is None


def test_similar_calls_say_why(logged: Store, actor: Actor, clock: FixedClock) -> None:
    roof = service.register(
        logged, actor, Intake("楼顶积水,5楼三户渗水", building_id=1, grid_id=1, phone="12000001111")
    )
    clock.advance(timedelta(days=5))
    by_words = similar(logged, building_id=1, text="楼顶又积水了,5楼渗水没人管")
    assert [(one.row.id, one.exact, one.days_ago) for one in by_words] == [(roof.id, True, 5)]
    assert similar(logged, building_id=1, text="广场舞太吵") == ()
    by_phone = similar(logged, phone="12000001111", text="广场舞太吵")
    assert [(one.row.id, one.exact) for one in by_phone] == [(roof.id, False)]
    assert by_phone[0].reason != by_words[0].reason
    clock.advance(timedelta(days=26))
    assert similar(logged, phone="12000001111", building_id=1, text="楼顶积水渗水") == ()


def test_categories_are_suggested_by_their_words(logged: Store) -> None:
    best = suggest_categories(logged, "楼顶漏水,还有点吵")
    assert [choice.code for choice in best] == ["leak", "noise"]
    assert "楼顶漏水" in best[0].words
    assert suggest_categories(logged, "你好") == ()


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(typed=st.text(max_size=40))
def test_no_typed_text_breaks_the_search(logged: Store, typed: str) -> None:
    assert queries.count_tickets(logged, TicketFilter(text=typed)) <= 20

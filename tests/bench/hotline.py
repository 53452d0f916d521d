"""The hotline: a page, a search, a save, on the month-old and the ten-year office side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gridterm.clock import SystemClock
from gridterm.hotline import queries, service
from gridterm.hotline.similar import similar
from gridterm.hotline.terms import Intake, TicketFilter
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from tests.bench.measure import Figure, paired, seconds
from tests.bench.offices import Offices

RUNS = 60
CLERK = Actor(None, "bench")
Work = Callable[[Store], object]


def _save(store: Store) -> object:
    return service.register(
        store,
        CLERK,
        Intake("楼道灯不亮,三楼到五楼都黑", phone="15400000001", caller="刘", answer="已报物业"),
    )


WORKS: tuple[tuple[str, Work, str], ...] = (
    ("list page of 50", lambda store: queries.list_tickets(store, TicketFilter()), "<= 1.3"),
    (
        "filtered page of 50",
        lambda store: queries.list_tickets(store, TicketFilter(kind="complaint")),
        "<= 1.3",
    ),
    ("page behind a search", lambda store: _search(store, "漏水"), ""),
    ("search, six characters", lambda store: _search(store, "暖气片不热了"), ""),
    ("exact count", lambda store: queries.count_tickets(store, TicketFilter()), ""),
    ("known caller", lambda store: queries.known_caller(store, "15400000001"), ""),
    ("similar calls", lambda store: similar(store, building_id=3, text="楼道灯不亮"), ""),
    ("save a call", _save, "<= 1.3"),
)


def _search(store: Store, words: str) -> object:
    return queries.list_tickets(store, TicketFilter(text=words))


def figures(offices: Offices) -> Iterator[Figure]:
    """Each work on both offices, in turn."""
    young = Store(offices.copy(offices.month(), "month-copy.db"), SystemClock())
    old = Store(offices.copy(offices.decade(), "decade-copy.db"), SystemClock())
    for name, work, goal in WORKS:
        for warm_up in (young, old):
            work(warm_up)
        value, _base, ratio = paired(
            lambda: seconds(lambda: work(old)),  # noqa: B023 - called at once
            lambda: seconds(lambda: work(young)),  # noqa: B023
            RUNS,
        )
        yield Figure(f"{name}, ten years", value * 1000, "ms", RUNS, "one month", ratio, goal)
    young.close()
    old.close()

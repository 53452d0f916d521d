"""The weekly meeting's agenda, which is there before anybody opens it, and the list of meetings.

Measured on the month-old and the ten-year office in turn, each just before its next Wednesday.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gridterm.clock import SystemClock
from gridterm.meetings import schedule
from gridterm.meetings.agenda import agenda
from gridterm.store.unit import Store
from tests.bench.measure import Figure, paired, seconds
from tests.bench.offices import Offices

RUNS = 30
Work = Callable[[Store], object]

WORKS: tuple[tuple[str, Work, str], ...] = (
    ("agenda of the next meeting", lambda store: agenda(store, schedule.ref_of(store)), "< 100 ms"),
    ("list of meetings", schedule.meetings, ""),
)


def figures(offices: Offices) -> Iterator[Figure]:
    """Each on both offices in turn."""
    clock = SystemClock()
    young = Store(offices.copy(offices.month(), "month-copy.db"), clock)
    old = Store(offices.copy(offices.decade(), "decade-copy.db"), clock)
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

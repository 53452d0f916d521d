"""Visits: lists, plans, coverage, a save, on a month of them and on ten years side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import count

from sqlmodel import col, select

from gridterm.clock import SystemClock
from gridterm.registers.tables import Staff
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from gridterm.visits import checking, planning, queries, service
from gridterm.visits.tables import Visit
from gridterm.visits.terms import VisitFilter, VisitForm
from tests.bench.measure import Figure, paired, seconds
from tests.bench.offices import Offices

RUNS = 30
SAME = "<= 1.3"
Work = Callable[[Store], object]


def _newest(store: Store) -> Visit:
    with store.read() as session:
        return session.exec(select(Visit).order_by(col(Visit.id).desc()).limit(1)).one()


def _page(store: Store, **wanted: object) -> object:
    return queries.visits(store, VisitFilter(**wanted))  # type: ignore[arg-type]


def _works(households: Iterator[int], staff: int, day: date) -> tuple[tuple[str, Work, str], ...]:
    month = day - timedelta(days=30)
    return (
        ("page of 50 visits", _page, SAME),
        ("page of a person", lambda store: _page(store, staff_id=staff), SAME),
        ("page of a grid", lambda store: _page(store, grid_id=6), SAME),
        ("page of those with a matter", lambda store: _page(store, with_matter=True), SAME),
        ("search, two characters", lambda store: _page(store, text="漏水"), SAME),
        ("search, five characters", lambda store: _page(store, text="楼道灯不亮"), SAME),
        ("history of a household", lambda store: queries.history(store, 7), ""),
        ("everybody's day", lambda store: planning.day_board(store, day), SAME),
        ("plan of 20 households", lambda store: planning.plan(store, staff), SAME),
        ("coverage of a month", lambda store: planning.coverage(store, month, day), "< 50 ms"),
        (
            "not visited in a month, a page",
            lambda store: planning.not_visited(store, 6, month, day),
            SAME,
        ),
        (
            "record a visit",
            lambda store: service.record(
                store, SYSTEM, VisitForm(next(households), staff, matter="楼道灯不亮")
            ),
            SAME,
        ),
    )


def figures(offices: Offices) -> Iterator[Figure]:
    """Each work on both offices, in turn; then the draw of a day, and coverage of ten years."""
    young = Store(offices.copy(offices.month_visited(), "month-copy.db"), SystemClock())
    old = Store(offices.copy(offices.decade_visited(), "decade-copy.db"), SystemClock())
    last = _newest(old)
    households = count(1)
    for name, work, goal in _works(households, last.staff_id, last.day):
        yield _both(name, work, goal, (old, young))
    yield _household(old)
    drawn = [_drawers(store, last.day) for store in (old, young)]
    value, _base, ratio = paired(*(partial(seconds, partial(next, one)) for one in drawn), RUNS)
    yield Figure("draw of a day, ten years", value * 1000, "ms", RUNS, "one month", ratio, SAME)
    since = last.day - timedelta(days=3650)
    yield Figure(
        "coverage of ten years",
        seconds(lambda: planning.coverage(old, since, last.day)) * 1000,
        "ms",
        1,
    )
    young.close()
    old.close()


def _both(name: str, work: Work, goal: str, stores: tuple[Store, Store]) -> Figure:
    for warm_up in stores:
        work(warm_up)
    value, _base, ratio = paired(*(partial(seconds, partial(work, one)) for one in stores), RUNS)
    return Figure(f"{name}, ten years", value * 1000, "ms", RUNS, "one month", ratio, goal)


def _household(store: Store) -> Figure:
    """A household's page of ten years by the newest page: a month has no such page."""
    value, _base, ratio = paired(
        partial(seconds, partial(_page, store, household_id=7)),
        partial(seconds, partial(_page, store)),
        RUNS,
    )
    name = "page of a household, ten years"
    return Figure(name, value * 1000, "ms", RUNS, "page of 50 visits", ratio, SAME)


def _drawers(store: Store, last: date) -> Iterator[object]:
    """One draw after another: each manager of the newest days in turn."""
    with store.read() as session:
        wanted = select(Staff.id).where(col(Staff.number).startswith("Z"))
        managers = [one or 0 for one in session.exec(wanted)]
    for back in range(7):
        day = last - timedelta(days=back)
        if day.weekday() >= 5:
            continue
        for one in managers:
            yield checking.draw_for(store, SYSTEM, one, day)

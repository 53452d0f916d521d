"""The reads of the visits that ``demo --check`` runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache

from gridterm.registers.service import list_staff
from gridterm.registers.terms import Role
from gridterm.store.unit import Store
from gridterm.visits import planning, queries
from gridterm.visits.terms import Outcome, VisitCursor, VisitFilter, VisitRow

PAGES = 5
SPAN = timedelta(days=30)
WORDS = ("灯", "水", "电梯", "物业", "养老")


def reads(store: Store) -> Iterator[tuple[str, Callable[[], int]]]:
    """Every read of the visits' screens, each with how much it brings."""
    today = store.clock.today()
    since = today - SPAN
    yield "visits", lambda: queries.count(store, VisitFilter())
    pages = cache(lambda: _pages(store))
    yield "visits.pages", lambda: len(pages())
    for one in Outcome:
        yield f"visits.{one}", lambda one=one: queries.count(store, VisitFilter(result=one))  # type: ignore[misc]
    yield "visits.matter", lambda: queries.count(store, VisitFilter(with_matter=True))
    yield (
        "visits.search",
        lambda: sum(len(queries.visits(store, VisitFilter(text=one)).rows) for one in WORDS),
    )
    yield "visits.one", lambda: sum(map(bool, (_whole(store, one) for one in pages())))
    yield "visits.day", lambda: len(planning.day_board(store, today))
    yield "visits.plan", lambda: _planned(store)
    covered = cache(lambda: planning.coverage(store, since, today))
    yield "visits.coverage", lambda: sum(one.visited for one in covered())
    yield "visits.left", lambda: sum(_left(store, one.grid_id) for one in covered())


def _pages(store: Store) -> list[VisitRow]:
    rows: list[VisitRow] = []
    after: VisitCursor | None = None
    for _page in range(PAGES):
        page = queries.visits(store, VisitFilter(), after)
        rows += page.rows
        after = page.after
        if after is None:
            break
    return rows


def _whole(store: Store, row: VisitRow) -> int:
    """The lines of a visit's page: itself, and what is known of its household."""
    told = queries.visit(store, row.id)
    return len(queries.history(store, told.row.household_id, PAGES))


def _left(store: Store, grid_id: int) -> int:
    today = store.clock.today()
    return len(planning.not_visited(store, grid_id, today, today)[0])


def _planned(store: Store) -> int:
    managers = list_staff(store, role=Role.GRID_MANAGER)
    return sum(len(planning.plan(store, one.id)) for one in managers)

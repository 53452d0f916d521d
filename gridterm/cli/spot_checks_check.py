"""The reads of the spot checks that ``demo --check`` runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

from gridterm.store.unit import Store
from gridterm.visits import checking
from gridterm.visits.fairness import fairness, words
from gridterm.visits.terms import DrawView

BACK = 14
"""Days back to look for a day with draws: longer than any holiday."""
MONTH, YEAR = timedelta(days=30), timedelta(days=365)


def reads(store: Store) -> Iterator[tuple[str, Callable[[], int]]]:
    """Every read of the spot checks' screens, each with how much it brings."""
    today = store.clock.today()
    draws = cache(lambda: _newest(store, today))
    fair = cache(lambda: fairness(store, today - YEAR, today))
    yield "checks.draws", lambda: len(draws())
    yield "checks.drawn", lambda: sum(len(one.visits) for one in draws())
    yield "checks.checked", lambda: sum(one.checked for one in draws())
    yield "checks.turns", lambda: _turns(store, draws())
    yield "checks.replayed", lambda: sum(map(_replayed, draws()))
    yield "checks.without", lambda: len(checking.days_without_checks(store, today - MONTH, today))
    yield "checks.amiss", lambda: len(checking.amiss(store, today - MONTH))
    yield "checks.fairness", lambda: fair().drawn
    yield "checks.words", lambda: len(words(fair()))


def _newest(store: Store, today: date) -> tuple[DrawView, ...]:
    """The draws of the newest day that has any."""
    for back in range(BACK):
        found = checking.draws_of_day(store, today - timedelta(days=back))
        if found:
            return found
    return ()


def _turns(store: Store, draws: tuple[DrawView, ...]) -> int:
    return sum(len(checking.turns(store, one.staff.id, one.day)) for one in draws)


def _replayed(one: DrawView) -> bool:
    """Whether a draw comes out again from what is shown of it."""
    shown = tuple(each.visit.id for each in one.visits)
    return checking.replay(one.seed, one.among_ids, len(shown)) == shown

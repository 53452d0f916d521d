"""The reads of attendance that ``demo --check`` runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from gridterm.attendance import service as attendance
from gridterm.store.unit import Store


def reads(store: Store) -> Iterator[tuple[str, Callable[[], int]]]:
    """Every read of attendance, each with how much it brings."""
    today = store.clock.today()
    before = today.replace(day=1) - timedelta(days=1)
    old = before.replace(day=1) - timedelta(days=1)
    yield "attendance.board", lambda: len(attendance.board(store).rows)
    yield (
        "attendance.month",
        lambda: sum(
            one.summary.owed
            for one in attendance.whole_month(store, before.year, before.month).rows
        ),
    )
    yield (
        "attendance.locked",
        lambda: int(attendance.matrix(store, old.year, old.month).lock is not None),
    )
    yield "attendance.months", lambda: len(attendance.months(store, today.year))
    yield (
        "attendance.exceptions",
        lambda: len(attendance.exceptions(store, before.year, before.month)),
    )
    yield (
        "attendance.corrections",
        lambda: (
            len(attendance.corrections(store, old.year, old.month))
            + len(attendance.corrections(store, before.year, before.month))
        ),
    )
    yield (
        "attendance.adjustments",
        lambda: sum(one.dismissed for one in attendance.adjustments(store, old.year, old.month)),
    )
    yield (
        "attendance.leave_hours",
        lambda: sum(
            minutes
            for one in attendance.whole_month(store, before.year, before.month).rows
            for minutes in one.summary.leave_minutes.values()
        ),
    )
    yield "attendance.leaves", lambda: len(attendance.leaves(store).rows)
    yield "attendance.undecided", lambda: len(attendance.undecided(store))
    yield "attendance.codes", lambda: len(attendance.codes(store))
    yield "attendance.unknown_pins", lambda: len(attendance.unknown_pins(store))
    yield "attendance.punches", lambda: len(attendance.raw_punches(store, before, today).rows)
    yield "attendance.policies", lambda: len(attendance.policies(store))

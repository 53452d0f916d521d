"""Attendance: a sign-in, the board, a month and its lock, for an office of 24 and one of 500."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count

from gridterm.attendance import months, punching, reading
from gridterm.attendance.tables import Punch
from gridterm.clock import FixedClock
from gridterm.registers.tables import Staff
from gridterm.store.audit import SYSTEM
from gridterm.store.opening import create_store
from gridterm.store.unit import Store
from tests.bench.measure import Figure, paired, seconds
from tests.bench.offices import Offices

SMALL, LARGE = 24, 500
MONTH = (2026, 3)
RUNS = 15
AFTER = datetime(2026, 4, 1, 8, 20)


def crowd(offices: Offices, people: int) -> Store:
    """An office of so many people with a month of punches, four a day."""
    path = offices.folder / f"crowd-{people}.db"
    for leftover in offices.folder.glob(f"{path.name}*"):
        leftover.unlink()
    store = create_store(path, FixedClock(AFTER))
    with store.write("bench.office", SYSTEM) as tx:
        hired = date(2020, 1, 1)
        tx.add(*(Staff(number=str(1001 + n), name=f"员工{n}", hired=hired) for n in range(people)))
        ids = count(1)
        tx.bulk(
            Punch,
            [
                {
                    "id": next(ids),
                    "at": at,
                    "staff_id": staff_id,
                    "pin": "",
                    "source": "number",
                    "device": "",
                    "raw": "",
                    "clock_back": False,
                    "recorded_at": at,
                    "batch_id": None,
                    "line": 0,
                }
                for day in range(1, 32)
                for staff_id in range(1, people + 1)
                for at in _signed(day, staff_id)
            ],
        )
    return store


def _signed(day: int, staff_id: int) -> list[datetime]:
    times = (time(8, 10), time(11, 40), time(15, 5), time(17, 35))
    later = timedelta(minutes=(day * staff_id) % 25)
    return [datetime.combine(date(2026, 3, day), at) + later for at in times]


def figures(offices: Offices) -> Iterator[Figure]:
    """Each work on both offices, in turn."""
    small, large = crowd(offices, SMALL), crowd(offices, LARGE)
    numbers = count(0)
    works: tuple[tuple[str, Callable[[Store], object]], ...] = (
        ("sign in, key to word", lambda store: _punch(store, next(numbers))),
        ("board of the day", lambda store: reading.board(store, date(2026, 3, 10))),
        ("month, page of 50", lambda store: reading.matrix(store, *MONTH)),
        ("month, everybody", lambda store: reading.whole_month(store, *MONTH, reasons=False)),
        ("exceptions of the month", lambda store: reading.exceptions(store, *MONTH)),
        ("lock and reopen the month", _lock),
    )
    for name, work in works:
        for warm_up in (small, large):
            work(warm_up)
        value, base, ratio = paired(
            lambda: seconds(lambda: work(large)),  # noqa: B023 - called at once
            lambda: seconds(lambda: work(small)),  # noqa: B023
            RUNS,
        )
        yield Figure(f"{name}, {SMALL} people", base * 1000, "ms", RUNS)
        yield Figure(f"{name}, {LARGE} people", value * 1000, "ms", RUNS, f"{SMALL} people", ratio)
    small.close()
    large.close()


def _punch(store: Store, number: int) -> object:
    return punching.punch(store, SYSTEM, str(1001 + number % SMALL))


def _lock(store: Store) -> object:
    months.lock(store, SYSTEM, *MONTH)
    return months.reopen(store, SYSTEM, *MONTH, "bench")

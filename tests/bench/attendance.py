"""Attendance: a sign-in, the board, a month and its lock, for 24 people and for 500.

Both offices are measured with their first month of punches and with ten years of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from sqlmodel import func, select

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
DAY = date(2026, 3, 10)
RUNS = 15
AFTER = datetime(2026, 4, 1, 8, 20)
FIRST_NUMBER = 1001
TEN_YEARS = "<= 1.3"


def crowd(offices: Offices, people: int) -> Store:
    """An office of so many people with a month of punches, four a day."""
    path = offices.folder / f"crowd-{people}.db"
    for leftover in offices.folder.glob(f"{path.name}*"):
        leftover.unlink()
    store = create_store(path, FixedClock(AFTER))
    _join(store, people)
    return store


def _decade(path: Path, people: int) -> Store:
    """The ten-year office with so many people in all; who is new has a month of punches."""
    store = Store(path, FixedClock(AFTER))
    with store.read() as session:
        there = session.exec(select(func.count()).select_from(Staff)).one()
    _join(store, people - there)
    if reading.matrix(store, *MONTH).lock is not None:
        months.reopen(store, SYSTEM, *MONTH, "bench")
    return store


def _join(store: Store, people: int) -> None:
    with store.write("bench.office", SYSTEM) as tx:
        before = tx.session.exec(select(func.count()).select_from(Staff)).one()
        hired = date(2020, 1, 1)
        new = [
            Staff(number=str(FIRST_NUMBER + before + n), name=f"员工{n}", hired=hired)
            for n in range(people)
        ]
        tx.add(*new)
        tx.session.flush()
        ids = count((tx.session.exec(select(func.max(Punch.id))).one() or 0) + 1)
        tx.bulk(
            Punch,
            [
                {
                    "id": next(ids),
                    "at": at,
                    "staff_id": one.id,
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
                for one in new
                for at in _signed(day, one.id or 0)
            ],
        )


def _signed(day: int, staff_id: int) -> list[datetime]:
    times = (time(8, 10), time(11, 40), time(15, 5), time(17, 35))
    later = timedelta(minutes=(day * staff_id) % 25)
    return [datetime.combine(date(2026, 3, day), at) + later for at in times]


def figures(offices: Offices) -> Iterator[Figure]:
    """Each work on the offices in pairs, in turn: large by small, ten years by one month."""
    small, large = crowd(offices, SMALL), crowd(offices, LARGE)
    old = _decade(offices.copy(offices.decade(), "people-old.db"), SMALL)
    many = _decade(offices.copy(offices.decade(), "people-many.db"), LARGE)
    pairs = (
        (large, f"{LARGE} people", small, f"{SMALL} people", ""),
        (old, f"{SMALL} people, ten years", small, f"{SMALL} people", TEN_YEARS),
        (many, f"{LARGE} people, ten years", large, f"{LARGE} people", TEN_YEARS),
    )
    numbers = count(0)
    works: tuple[tuple[str, Callable[[Store], object]], ...] = (
        ("sign in, key to word", lambda store: _punch(store, next(numbers))),
        ("board of the day", lambda store: reading.board(store, DAY)),
        ("month, page of 50", lambda store: reading.matrix(store, *MONTH)),
        ("month, everybody", lambda store: reading.whole_month(store, *MONTH, reasons=False)),
        ("exceptions of the month", lambda store: reading.exceptions(store, *MONTH)),
        ("lock and reopen the month", _lock),
    )
    for name, work in works:
        for warm_up in (small, large, old, many):
            work(warm_up)
        for mine, whose, other, against, goal in pairs:
            value, base, ratio = paired(
                lambda: seconds(lambda: work(mine)),  # noqa: B023 - called at once
                lambda: seconds(lambda: work(other)),  # noqa: B023
                RUNS,
            )
            if mine is large:
                yield Figure(f"{name}, {against}", base * 1000, "ms", RUNS)
            yield Figure(f"{name}, {whose}", value * 1000, "ms", RUNS, against, ratio, goal)
    for store in (small, large, old, many):
        store.close()


def _punch(store: Store, number: int) -> object:
    return punching.punch(store, SYSTEM, str(FIRST_NUMBER + number % SMALL))


def _lock(store: Store) -> object:
    months.lock(store, SYSTEM, *MONTH)
    return months.reopen(store, SYSTEM, *MONTH, "bench")

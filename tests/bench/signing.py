"""The sign-in desk on a terminal: from Enter to the word, and to the list that follows it."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.attendance import AFTER, LARGE, SMALL, crowd
from tests.bench.measure import Figure, Terminal
from tests.bench.offices import Offices

PROGRAM = Path(__file__).parent / "programs" / "kiosk.py"
RUNS, WARM_UP = 200, 5
PAUSE, SETTLED = 0.15, 1.5
GOAL = "<= 50 ms"
F6, CTRL_G, DOWN = "\x1b[17~", "\x07", "\x1b[B"
WORD = "08:20"


def figures(offices: Offices) -> Iterator[Figure]:
    """Median and longest of so many sign-ins, in a small office and a large one."""
    for people in (SMALL, LARGE):
        store = crowd(offices, people)
        store.close()
        taken = _sign_in(store.path, people)
        runs = len(taken)
        name = f"sign-in on a terminal, Enter to word, {people} people"
        yield Figure(name, statistics.median(taken) * 1000, "ms", runs, goal=GOAL)
        yield Figure(f"{name}, the longest", max(taken) * 1000, "ms", runs, goal=GOAL)


def _sign_in(office: Path, people: int) -> list[float]:
    """The seconds from Enter to the word, sign-in by sign-in."""
    command = (sys.executable, str(PROGRAM), str(office), "1001", AFTER.isoformat())
    with Terminal(command) as terminal:
        terminal.wait("员工0")
        time.sleep(SETTLED)
        terminal.type(F6)
        terminal.wait("员工1")
        time.sleep(SETTLED)
        terminal.type(CTRL_G)
        time.sleep(SETTLED)
        terminal.type(DOWN + "\r")
        terminal.wait(AFTER.date().isoformat())
        time.sleep(SETTLED)
        taken = []
        for n in range(RUNS + WARM_UP):
            number = n % people
            terminal.type(str(1001 + number))
            time.sleep(PAUSE)
            terminal.drain()
            start = time.perf_counter()
            terminal.type("\r")
            terminal.wait(f"员工{number}  {WORD}")
            taken.append(time.perf_counter() - start)
            time.sleep(PAUSE)
    return taken[WARM_UP:]

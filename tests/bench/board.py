"""What the office must see at once: the six let-nots, what is late, a due date, a form as PDF.

Each list is measured on the month-old and the ten-year office in turn: a ratio near one says
that ten years of closed calls cost nothing.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from sqlmodel import col, select

from gridterm.clock import FixedClock, SystemClock
from gridterm.hotline import due, lateness
from gridterm.hotline.board import listed
from gridterm.hotline.events import facts_of
from gridterm.hotline.figures import figures as person_figures
from gridterm.hotline.letnots import LetNot
from gridterm.hotline.steps import steps_of
from gridterm.hotline.tables import Ticket
from gridterm.store.unit import Store
from gridterm.today.board import board
from gridterm.today.briefing import briefing
from tests.bench.measure import Figure, paired, seconds
from tests.bench.offices import Offices

RUNS = 30
TICKETS = 400
LEFT_ALONE = timedelta(days=10)
"""How long both offices lay untouched, so that most open calls stand on the board."""
FORM = Path(__file__).parent / "programs" / "form.py"
GOAL = "< 50 ms"
Work = Callable[[Store], object]


def _figures(store: Store) -> object:
    today = store.clock.today()
    return person_figures(store, today - timedelta(days=30), today)


WORKS: tuple[tuple[str, Work, str], ...] = (
    ("six let-nots, the board", board, GOAL),
    ("six let-nots, calls behind a line", lambda store: listed(store, LetNot.IDLE), GOAL),
    ("six let-nots, untold", lambda store: listed(store, LetNot.UNTOLD), GOAL),
    ("overdue list", lambda store: lateness.overdue(store, 50), GOAL),
    ("late by handler", lateness.by_handler, GOAL),
    ("clocks running out, with reasons", lambda store: lateness.running_out(store, 12), ""),
    ("today's briefing", briefing, ""),
    ("figures by person of 30 days", _figures, ""),
)


def figures(offices: Offices) -> Iterator[Figure]:
    """Each list on both offices in turn, then a due date and a form."""
    clock = FixedClock(SystemClock().now() + LEFT_ALONE)
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
    yield _due_date(old)
    young.close()
    old.close()
    yield from _form(offices.decade())


def _due_date(store: Store) -> Figure:
    """The next date of a call from its steps: the rules alone, nothing read."""
    with store.read() as session:
        newest = select(Ticket).order_by(col(Ticket.id).desc()).limit(TICKETS)
        records = {one.id: one.model_dump() for one in session.exec(newest) if one.id is not None}
        steps = steps_of(session, list(records))
        times = due.timing(session)
    taken = []
    for ticket_id, told in steps.items():
        columns = {**records[ticket_id], "state": "in_progress"}
        facts = facts_of(told)
        matter = due.matter_of(columns, facts)
        taken.append(seconds(lambda: times.clocks(matter, facts, store.clock.now()).running()))  # noqa: B023
    return Figure("dates of one call", statistics.median(taken) * 1_000_000, "us", len(taken))


def _form(office: Path) -> Iterator[Figure]:
    said = subprocess.run(
        [sys.executable, str(FORM), str(office)],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    taken = json.loads(said.stdout)
    yield Figure("form of a call as PDF, the first", taken["first"] * 1000, "ms", 1)
    yield Figure("form of a call as PDF, the next", taken["next"] * 1000, "ms", 10)

"""Start-up: the version, the first paint, the first data, against the bare libraries."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Figure, paired, python, until_shown
from tests.bench.offices import Offices

PROGRAMS = Path(__file__).parent / "programs"
RUNS = 9
OPERATOR = "1023"


def figures(offices: Offices) -> Iterator[Figure]:
    """Version, first paint and first data."""
    own, _base, ratio = paired(
        lambda: python("-m", "gridterm", "--version"), lambda: python("-c", "pass"), RUNS
    )
    yield Figure("gridterm --version", own * 1000, "ms", RUNS, "python -c pass", ratio)
    month, decade = str(offices.month()), str(offices.decade())
    for name, office, marker, other, other_marker, goal in (
        ("first paint", month, "F10", "bare.py", "PAINTED", "<= 1.3"),
        ("first data", month, "RX-", "one_query.py", "RX-", "<= 1.2"),
        ("first data, ten years", decade, "RX-", "one_query.py", "RX-", "<= 1.2"),
    ):
        mine = (sys.executable, str(PROGRAMS / "office.py"), office, OPERATOR)
        base = (sys.executable, str(PROGRAMS / other), office)
        value, _base, ratio = paired(
            lambda: until_shown(mine, marker)[0],  # noqa: B023 - called at once
            lambda: until_shown(base, other_marker)[0],  # noqa: B023
            RUNS,
        )
        yield Figure(name, value * 1000, "ms", RUNS, other, ratio, goal)

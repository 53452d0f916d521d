"""The meetings: the agenda drawn, listed, and as PDF in a program just started."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import agenda
from tests.bench.measure import Figure
from tests.bench.offices import Offices

PROGRAM = Path(__file__).parent / "programs" / "agenda.py"
STARTS = 5


def figures(offices: Offices) -> Iterator[Figure]:
    """The agenda on both offices, then its paper on the ten-year one."""
    yield from agenda.figures(offices)
    office = offices.copy(offices.decade(), "decade-copy.db")
    taken = [_run(office) for _start in range(STARTS)]
    first, following = (statistics.median(one[name] for one in taken) for name in ("first", "next"))
    yield Figure("agenda as PDF, the first", first * 1000, "ms", STARTS, goal="< 300 ms")
    yield Figure("agenda as PDF, the next", following * 1000, "ms", STARTS)


def _run(office: Path) -> dict[str, float]:
    said = subprocess.run(
        [sys.executable, str(PROGRAM), str(office)],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return dict(json.loads(said.stdout))

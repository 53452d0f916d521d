"""``python -m tests.bench [PART …] [--json FILE]``: run the measurements and print them."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import (
    attendance,
    board,
    hotline,
    importing,
    meetings,
    sheets,
    signing,
    startup,
    suggesting,
    visits,
    walking_round,
)
from tests.bench.measure import Figure
from tests.bench.offices import Offices

PARTS: Mapping[str, Callable[[Offices], Iterator[Figure]]] = {
    "startup": startup.figures,
    "hotline": hotline.figures,
    "board": board.figures,
    "import": importing.figures,
    "suggest": suggesting.figures,
    "attendance": attendance.figures,
    "signing": signing.figures,
    "sheets": sheets.figures,
    "meetings": meetings.figures,
    "visits": visits.figures,
    "round": walking_round.figures,
}


def main() -> None:
    """Run the parts that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; all")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    arguments = parser.parse_args()
    offices = Offices()
    found: list[Figure] = []
    for part in arguments.parts or PARTS:
        for figure in PARTS[part](offices):
            found.append(figure)
            sys.stderr.write(f"{figure.name}\n")
    Console().print(_table(found))
    text = json.dumps(
        {
            "python": platform.python_version(),
            "machine": platform.machine(),
            "figures": [one.as_json() for one in found],
        },
        indent=2,
    )
    sys.stdout.write(text + "\n")
    if arguments.json:
        arguments.json.write_text(text + "\n", "utf-8")


def _table(found: list[Figure]) -> Table:
    table = Table("what", "median", "runs", "against", "ratio", "goal", title="gridterm bench")
    for one in found:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        value = f"{one.value:.1f} {one.unit}"
        table.add_row(one.name, value, str(one.runs), one.against, ratio, one.goal)
    return table


main()

"""Attendance's files: a machine's 36,000 lines twice, the month sheet beside plain openpyxl."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from gridterm.attendance import workbook
from gridterm.attendance.period import Period
from gridterm.clock import SystemClock
from gridterm.store.unit import Store
from tests.bench.attendance import crowd
from tests.bench.measure import Figure, paired, program, seconds
from tests.bench.offices import Offices

LINES, PEOPLE, SECONDS_APART = 36_000, 700, 3_000
SIZES = (50, 500, 5_000)
RUNS, EXPORTS = 5, 5


def figures(offices: Offices) -> Iterator[Figure]:
    """Imports, exports, then the sheets of growing offices."""
    yield from _imports(offices)
    yield from _exports(offices)
    for people in SIZES:
        yield from _sheets(offices, people)


def _imports(offices: Offices) -> Iterator[Figure]:
    file = _attlog(offices.folder / "1_attlog.dat")
    for name, office in (("month", offices.month()), ("decade", offices.decade())):
        copy = offices.copy(office, f"punches-{name}.db")
        run = ("-m", "gridterm", "--db", str(copy), "--as", "1023", "attendance", "import")
        for words in (f"import {LINES} punches", f"the same {LINES} punches again"):
            taken, _memory = program(*run, str(file))
            yield Figure(f"{words}, {name} office", taken, "s", 1, goal="< 5 s")


def _attlog(path: Path) -> Path:
    start = datetime(2018, 1, 2, 8)
    lines = (
        f"{n * 7 % PEOPLE + 1:>9}\t{start + timedelta(seconds=n * SECONDS_APART)}\t1\t0\t1\t0\r\n"
        for n in range(LINES)
    )
    path.write_text("".join(lines), "ascii", newline="")
    return path


def _exports(offices: Offices) -> Iterator[Figure]:
    """The month before last of the demo office, young and old."""
    young = Store(offices.copy(offices.month(), "sheet-month.db"), SystemClock())
    old = Store(offices.copy(offices.decade(), "sheet-decade.db"), SystemClock())
    today = young.clock.today().replace(day=1) - timedelta(days=1)
    period = Period(today.year, today.month, today.month)
    path = offices.folder / "sheet.xlsx"

    def taken(store: Store) -> float:
        return seconds(lambda: workbook.export(store, period, path, overwrite=True))

    value, base, ratio = paired(lambda: taken(old), lambda: taken(young), EXPORTS)
    yield Figure("month sheet of the demo office, month", base, "s", EXPORTS)
    yield Figure("month sheet, ten-year office", value, "s", EXPORTS, "month", ratio, "<= 1.3")
    young.close()
    old.close()


def _sheets(offices: Offices, people: int) -> Iterator[Figure]:
    """The writing alone, then office to file; the memory is that of office to file."""
    store = crowd(offices, people)
    store.close()
    path = offices.folder / "sheet.xlsx"
    for how, name in (("written", "writing"), ("whole", "office to file,")):
        found = [
            (_told(f"ours-{how}", store.path, path), _told(f"plain-{how}", store.path, path))
            for _n in range(RUNS)
        ]
        wanted = (("seconds", "s"), ("peak", "MiB"))
        for what, unit in wanted[: 1 if how == "written" else 2]:
            own = statistics.median(one[what] for one, _two in found)
            ratio = statistics.median(one[what] / two[what] for one, two in found)
            title = f"{name} {people} people, {what}"
            yield Figure(title, own, unit, RUNS, "plain openpyxl", ratio, "<= 1.3")


def _told(how: str, office: Path, path: Path) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        "tests.bench.programs.month_sheet",
        how,
        str(office),
        str(path),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))

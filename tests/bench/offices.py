"""The two offices everything is measured on: one month old, and ten years old."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from gridterm.clock import SystemClock
from gridterm.demo.build import Size, build
from tests.bench.walking import walk

MONTH = Size(months=1, total=833)
"""One month at the pace of the ten-year office, so that both fill whole pages."""
CACHE = "GRIDTERM_BENCH_CACHE"


class Offices:
    """Builds both once per run, or once per machine where GRIDTERM_BENCH_CACHE names a folder."""

    def __init__(self) -> None:
        named = os.environ.get(CACHE)
        self._own = None if named else tempfile.TemporaryDirectory(prefix="gridterm-bench-")
        self.folder = Path(named or self._own.name)  # type: ignore[union-attr]
        self.folder.mkdir(parents=True, exist_ok=True)

    def month(self) -> Path:
        """An office with one month of calls."""
        return self._office("month.db", MONTH)

    def decade(self) -> Path:
        """An office with ten years of calls."""
        return self._office("decade.db", Size.years(10))

    def month_visited(self) -> Path:
        """The office with one month of calls, and a month of visits."""
        return self._visited("month-visited.db", self.month(), 1)

    def decade_visited(self) -> Path:
        """The office with ten years of calls, and a million visits."""
        return self._visited("decade-visited.db", self.decade(), 120)

    def copy(self, office: Path, name: str) -> Path:
        """A copy that may be written to."""
        target = self.folder / name
        for leftover in self.folder.glob(f"{name}*"):
            leftover.unlink()
        shutil.copyfile(office, target)
        return target

    def _office(self, name: str, size: Size) -> Path:
        path = self.folder / name
        if not path.exists():
            build(path, SystemClock(), size).close()
        return path

    def _visited(self, name: str, office: Path, months: int) -> Path:
        path = self.folder / name
        if not path.exists():
            half = self.copy(office, f"{name}.half")
            walk(half, months)
            half.rename(path)
        return path

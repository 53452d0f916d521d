"""Whenever the demo office is opened, each let-not has something to show, and none much."""

from datetime import datetime
from pathlib import Path

import pytest

from gridterm.clock import FixedClock
from gridterm.demo.build import Size, build
from gridterm.hotline import checks
from gridterm.store.verify import verify
from gridterm.today.board import board

MOST = 6


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 22, 7, 43),  # a Sunday before work
        pytest.param(
            datetime(2026, 11, 25, 8, 1), marks=pytest.mark.slow
        ),  # a Wednesday before work
        pytest.param(
            datetime(2026, 2, 25, 9, 30), marks=pytest.mark.slow
        ),  # just after the Spring Festival
        pytest.param(
            datetime(2026, 10, 9, 17, 45), marks=pytest.mark.slow
        ),  # just after the October holidays
    ],
    ids=str,
)
def test_each_line_of_the_board_shows_something_and_few(now: datetime, tmp_path: Path) -> None:
    store = build(tmp_path / "demo.db", FixedClock(now), Size(months=1, total=12))
    counts = [line.count for line in board(store).lines]
    report = verify(store, checks.CHECKS, [checks.TEXTS])
    store.close()
    assert report.whole, report.findings
    assert all(1 <= number <= MOST for number in counts), counts

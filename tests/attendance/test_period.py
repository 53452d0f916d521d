"""A month, a quarter, a year as typed."""

from datetime import datetime

import pytest

from gridterm.attendance.period import Period, parse
from gridterm.errors import InputError

NOW = datetime(2026, 11, 22, 1, 0)


@pytest.mark.parametrize(
    ("typed", "first", "last", "name"),
    [
        ("2026-11", 11, 11, "2026-11"),
        ("2026年3月", 3, 3, "2026-03"),
        ("", 11, 11, "2026-11"),
        ("上月", 10, 10, "2026-10"),
        ("2026-Q4", 10, 12, "2026-Q4"),
        ("2026q1", 1, 3, "2026-Q1"),
        ("２０２６Ｑ２", 4, 6, "2026-Q2"),
        ("2026年第三季度", 7, 9, "2026-Q3"),
        ("2026", 1, 12, "2026"),
        ("2026年", 1, 12, "2026"),
    ],
)
def test_periods(typed: str, first: int, last: int, name: str) -> None:
    found = parse(typed, NOW)
    assert found == Period(2026, first, last)
    assert found.name == name
    assert parse(found.name, NOW) == found
    assert len(found.months) == last - first + 1


@pytest.mark.parametrize("typed", ["2026-13", "2026-Q5", "去年的", "0000", "9999-Q1"])
def test_what_is_no_period(typed: str) -> None:
    with pytest.raises(InputError):
        parse(typed, NOW)

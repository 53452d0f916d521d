"""Moments, days and months as people type them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm import moments
from gridterm.errors import InputError

NOW = datetime(2026, 11, 21, 9, 14)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:14", datetime(2026, 11, 21, 9, 14)),
        ("0905", datetime(2026, 11, 21, 9, 5)),
        ("０９０５", datetime(2026, 11, 21, 9, 5)),
        ("905", datetime(2026, 11, 21, 9, 5)),
        ("９：０５", datetime(2026, 11, 21, 9, 5)),
        ("9点10分", datetime(2026, 11, 21, 9, 10)),
        ("9点半", datetime(2026, 11, 20, 9, 30)),
        ("23:50", datetime(2026, 11, 20, 23, 50)),
        ("下午3:20", datetime(2026, 11, 20, 15, 20)),
        ("昨天 15:20", datetime(2026, 11, 20, 15, 20)),
        ("昨1520", datetime(2026, 11, 20, 15, 20)),
        ("昨天", datetime(2026, 11, 20)),
        ("前天下午3点半", datetime(2026, 11, 19, 15, 30)),
        ("Yesterday 8:05", datetime(2026, 11, 20, 8, 5)),
        ("11-20 15:20", datetime(2026, 11, 20, 15, 20)),
        ("11.20 1520", datetime(2026, 11, 20, 15, 20)),
        ("11月20日15:20", datetime(2026, 11, 20, 15, 20)),
        ("11月20日 9点", datetime(2026, 11, 20, 9, 0)),
        ("11/20", datetime(2026, 11, 20)),
        ("12-25 9:00", datetime(2025, 12, 25, 9, 0)),
        ("2026-11-20 15:20", datetime(2026, 11, 20, 15, 20)),
        ("2026年11月20日 下午3点", datetime(2026, 11, 20, 15, 0)),
        ("2026年11月20日 15时20分", datetime(2026, 11, 20, 15, 20)),
        ("2026/11/20", datetime(2026, 11, 20)),
        ("now", NOW),
        ("刚才", NOW),
        ("", None),
        (" \u3000", None),
        (None, None),
    ],
)
def test_moments(typed: str | None, meant: datetime | None) -> None:
    assert moments.moment(typed, NOW) == meant


def test_the_last_29_february_may_be_in_the_other_year() -> None:
    assert moments.moment("2-29", datetime(2025, 1, 3)) == datetime(2024, 2, 29)


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_alone_never_lies_far_ahead_or_a_day_back(hour: int, minute: int) -> None:
    found = moments.moment(f"{hour}:{minute:02}", NOW)
    assert found is not None
    assert NOW - timedelta(days=1) < found <= NOW + moments.EARLY


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("昨天", date(2026, 11, 20)),
        ("today", date(2026, 11, 21)),
        ("明天", date(2026, 11, 22)),
        ("后天", date(2026, 11, 23)),
        ("12-25", date(2026, 12, 25)),
        ("１２．２５", date(2026, 12, 25)),
        ("20261120", date(2026, 11, 20)),
        ("2026年11月20日", date(2026, 11, 20)),
        ("", None),
    ],
)
def test_days(typed: str, meant: date | None) -> None:
    assert moments.day(typed, NOW) == meant


def test_a_day_that_is_needed() -> None:
    assert moments.needed_day("明天", NOW) == date(2026, 11, 22)
    with pytest.raises(InputError, match="2026-11-20"):
        moments.needed_day(" ", NOW)


@pytest.mark.parametrize(
    "typed", ["13-45", "13-40 9:00", "soon", "2026-02-30", "2026-02-30 10:00", "[red]", "25:00"]
)
def test_what_is_no_moment_gets_an_example(typed: str) -> None:
    for read in (moments.moment, moments.day):
        with pytest.raises(InputError, match="11-20") as refused:
            read(typed, NOW)
        assert refused.value.fields == {}
    with pytest.raises(InputError) as refused:
        moments.moment(typed, NOW, "received_at")
    assert refused.value.fields == {"received_at": refused.value.message}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", (2026, 11)),
        ("2026-12", (2026, 12)),
        ("2026年1月", (2026, 1)),
        ("202602", (2026, 2)),
        ("９月", (2026, 9)),
        ("下月", (2026, 12)),
        ("last", (2026, 10)),
    ],
)
def test_months(typed: str, meant: tuple[int, int]) -> None:
    assert moments.month(typed, NOW) == meant


@pytest.mark.parametrize("typed", ["2026-13", "0", "November", "2026-11-20"])
def test_what_is_no_month(typed: str) -> None:
    with pytest.raises(InputError, match="2026-11"):
        moments.month(typed, NOW)


def test_a_month_after_december_is_of_the_next_year() -> None:
    assert moments.month("next", datetime(2026, 12, 31)) == (2027, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", datetime(2026, 11, 21, 14, 30)),
        ("8:00", datetime(2026, 11, 21, 8, 0)),
        ("明天 9:00", datetime(2026, 11, 22, 9, 0)),
        ("11-27 14:30", datetime(2026, 11, 27, 14, 30)),
        ("11月27日 下午2点半", datetime(2026, 11, 27, 14, 30)),
        ("10-08 9:00", datetime(2026, 10, 8, 9, 0)),
        ("1-6 14:30", datetime(2027, 1, 6, 14, 30)),
        ("2027-01-06 14:30", datetime(2027, 1, 6, 14, 30)),
        ("11-27 00:00", datetime(2026, 11, 27)),
    ],
)
def test_moments_ahead(typed: str, meant: datetime) -> None:
    assert moments.ahead(typed, NOW) == meant


@pytest.mark.parametrize("typed", ["", "11-27", "明天", "soon", "25:00", "13-40 9:00"])
def test_a_moment_ahead_needs_its_day_and_its_time(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        moments.ahead(typed, NOW, "starts_at")
    assert caught.value.fields.keys() == {"starts_at"}

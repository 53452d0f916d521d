"""Days, moments, months, choices as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gridterm.cli import values
from gridterm.errors import InputError
from gridterm.hotline.terms import Kind

NOW = datetime(2026, 11, 21, 9, 14)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:05", datetime(2026, 11, 21, 9, 5)),
        ("０９０５", datetime(2026, 11, 21, 9, 5)),
        ("23:50", datetime(2026, 11, 20, 23, 50)),
        ("昨天 15:20", datetime(2026, 11, 20, 15, 20)),
        ("前天下午3点半", datetime(2026, 11, 19, 15, 30)),
        ("11-20 15:20", datetime(2026, 11, 20, 15, 20)),
        ("11月20日 9点", datetime(2026, 11, 20, 9, 0)),
        ("12-25 9:00", datetime(2025, 12, 25, 9, 0)),
        ("2026年11月20日 15时20分", datetime(2026, 11, 20, 15, 20)),
        ("2026/11/20", datetime(2026, 11, 20)),
        ("now", NOW),
        ("", None),
        (None, None),
    ],
)
def test_moments(typed: str | None, meant: datetime | None) -> None:
    assert values.moment(typed, NOW) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("昨天", date(2026, 11, 20)),
        ("today", date(2026, 11, 21)),
        ("明天", date(2026, 11, 22)),
        ("12-25", date(2026, 12, 25)),
        ("１２．２５", date(2026, 12, 25)),
        ("20261120", date(2026, 11, 20)),
        ("2026年11月20日", date(2026, 11, 20)),
        ("", None),
    ],
)
def test_days(typed: str, meant: date | None) -> None:
    assert values.day(typed, NOW) == meant


@pytest.mark.parametrize("typed", ["13-45", "soon", "2026-02-30", "[red]", "99:99"])
def test_what_is_no_moment_gets_an_example(typed: str) -> None:
    for read in (values.moment, values.day):
        with pytest.raises(InputError, match="11-20"):
            read(typed, NOW)


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
    assert values.month(typed, NOW) == meant


@pytest.mark.parametrize("typed", ["2026-13", "0", "November", "2026-11-20"])
def test_what_is_no_month(typed: str) -> None:
    with pytest.raises(InputError, match="2026-11"):
        values.month(typed, NOW)


def test_a_month_after_december_is_of_the_next_year() -> None:
    assert values.month("next", datetime(2026, 12, 31)) == (2027, 1)


def test_choices_by_code_or_label() -> None:
    assert values.code(Kind, "complaint", "--kind") is Kind.COMPLAINT
    assert values.code(Kind, " Complaint ", "--kind") is Kind.COMPLAINT
    assert values.code(Kind, Kind.REPORT.label, "--kind") is Kind.REPORT
    assert values.codes(Kind, "help，praise", "--kind") == (Kind.HELP, Kind.PRAISE)
    with pytest.raises(InputError, match=r"--kind.*inquiry"):
        values.code(Kind, "[/]", "--kind")


def test_whole_numbers_keep_their_bounds() -> None:
    assert values.whole("５０", "--limit", 1, 100) == 50
    for wrong in ("0", "101", "-1", "1.5", "", "9" * 5000, "二"):
        with pytest.raises(InputError, match="--limit"):
            values.whole(wrong, "--limit", 1, 100)

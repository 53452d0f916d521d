"""When a visit was, whether it was typed in late, and why a household is in the plan."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.errors import InputError
from gridterm.visits.rules import due_reason, is_late, moment, short_home

NOW = datetime(2026, 11, 23, 15, 0)
TODAY = NOW.date()
moments = st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1))


@pytest.mark.parametrize(
    ("day", "at", "found"),
    [
        (None, None, (TODAY, NOW)),
        (TODAY, None, (TODAY, NOW)),
        (date(2026, 11, 20), None, (date(2026, 11, 20), datetime(2026, 11, 20))),
        (None, datetime(2026, 11, 20, 9, 5), (date(2026, 11, 20), datetime(2026, 11, 20, 9, 5))),
        (TODAY, NOW + timedelta(minutes=5), (TODAY, NOW + timedelta(minutes=5))),
    ],
)
def test_when_it_was(day: date | None, at: datetime | None, found: tuple[date, datetime]) -> None:
    assert moment(day, at, NOW) == found


@pytest.mark.parametrize(
    ("day", "at", "field"),
    [
        (date(2026, 11, 24), None, "day"),
        (None, NOW + timedelta(minutes=6), "day"),
        (date(2026, 11, 20), datetime(2026, 11, 21, 9), "at"),
    ],
)
def test_a_future_and_two_days_are_refused(
    day: date | None, at: datetime | None, field: str
) -> None:
    with pytest.raises(InputError) as caught:
        moment(day, at, NOW)
    assert list(caught.value.fields) == [field]


@given(moments, moments)
def test_a_moment_is_of_its_day_and_never_beyond_the_clock(at: datetime, now: datetime) -> None:
    try:
        day, found = moment(None, at, now)
    except InputError:
        assert at > now
    else:
        assert day == found.date() == at.date()
        assert day <= now.date()


def test_only_what_was_typed_on_a_later_day_is_late() -> None:
    day = date(2026, 11, 20)
    evening = datetime(2026, 11, 20, 23, 59)
    morning = datetime(2026, 11, 21, 0, 0)
    assert not is_late(day, evening, typed=True, correction=False)
    assert is_late(day, morning, typed=True, correction=False)
    assert not is_late(day, morning, typed=False, correction=False)
    assert not is_late(day, morning, typed=True, correction=True)


@pytest.mark.parametrize(
    ("last", "met", "days", "reason"),
    [
        (None, None, None, "Never visited"),
        (date(2026, 11, 20), None, 3, "Nobody met on 2 visits"),
        (date(2026, 8, 25), date(2026, 8, 25), 90, "90 days without a visit; due after 90"),
        (date(2026, 8, 26), date(2026, 8, 26), 89, "Last visited 89 days ago"),
        (date(2026, 11, 22), date(2026, 1, 1), 1, "Last visited 1 day ago"),
    ],
)
def test_why_a_household_is_in_the_plan(
    last: date | None, met: date | None, days: int | None, reason: str
) -> None:
    assert due_reason(last, met, 2, TODAY, 90) == (days, reason)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("化院小区8号楼 3单元202", "化院小区8号楼 3-202"),
        ("8号楼 3单元202室", "8号楼 3-202"),
        ("8号楼 3-202", "8号楼 3-202"),
        ("商业街2号楼 底商3", "商业街2号楼 底商3"),
        (" [/]楼\n1 ", "[/]楼 1"),
    ],
)
def test_a_home_fits_a_narrow_column(title: str, short: str) -> None:
    assert short_home(title) == short

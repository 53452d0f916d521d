from datetime import date

import pytest

from gridterm import calendar, i18n
from gridterm.calendar import DayKind, YearStatus
from gridterm.errors import InputError


@pytest.mark.parametrize(
    ("day", "kind", "holiday", "working"),
    [
        (date(2026, 11, 23), DayKind.WORKDAY, "", True),
        (date(2026, 11, 21), DayKind.DAY_OFF, "", False),
        (date(2026, 2, 17), DayKind.HOLIDAY, "Spring Festival", False),
        (date(2026, 2, 14), DayKind.MAKEUP_WORKDAY, "Spring Festival", True),
        (date(2026, 5, 1), DayKind.HOLIDAY, "Labour Day", False),
    ],
)
def test_days_of_a_published_year(day: date, kind: DayKind, holiday: str, working: bool) -> None:
    i18n.use("en")
    found = calendar.look_up(day)
    i18n.use("zh_CN")
    assert (found.kind, found.holiday_id, found.working) == (kind, holiday, working)
    assert found.status is YearStatus.PUBLISHED
    assert calendar.is_workday(day) is working


def test_a_year_not_published_goes_by_the_week_and_says_so() -> None:
    monday, holiday = calendar.look_up(date(2090, 1, 2)), calendar.look_up(date(2090, 10, 1))
    assert monday.working
    assert {monday.status, holiday.status} == {YearStatus.UNPUBLISHED}
    assert holiday.kind is DayKind.DAY_OFF
    assert calendar.look_up(date(2090, 10, 2)).working
    assert calendar.year_status(2090) is YearStatus.UNPUBLISHED
    assert calendar.year_status(2026) is YearStatus.PUBLISHED


def test_the_days_of_a_month() -> None:
    days = calendar.month_days(2028, 2)
    assert (days[0], days[-1], len(days)) == (date(2028, 2, 1), date(2028, 2, 29), 29)


@pytest.mark.parametrize(("year", "month"), [(2026, 0), (2026, 13), (0, 1), (9999, 12)])
def test_a_month_that_is_none_is_refused(year: int, month: int) -> None:
    with pytest.raises(InputError):
        calendar.month_days(year, month)

"""Working days, days off and holidays of the Chinese calendar.

Holidays and make-up workdays are decreed a year at a time. For a year that is not published
yet the week alone decides (Monday to Friday), and every answer says so: it is never a quiet
guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from gridterm.errors import InputError
from gridterm.i18n import N_, Term, _

SATURDAY = 5
DECEMBER = 12
FIRST_YEAR = 1900
LAST_YEAR = 9998


class DayKind(Term):
    """What a day is for an office."""

    WORKDAY = "workday", N_("Working day")
    MAKEUP_WORKDAY = "makeup_workday", N_("Make-up working day")
    DAY_OFF = "day_off", N_("Day off")
    HOLIDAY = "holiday", N_("Public holiday")


class YearStatus(Term):
    """Whether the holidays of a year have been decreed."""

    PUBLISHED = "published", N_("Published")
    UNPUBLISHED = "unpublished", N_("Not published yet")


HOLIDAYS: Mapping[str, str] = {
    "New Year's Day": N_("New Year's Day"),
    "Spring Festival": N_("Spring Festival"),
    "Tomb-sweeping Day": N_("Qingming Festival"),
    "Labour Day": N_("Labour Day"),
    "Dragon Boat Festival": N_("Dragon Boat Festival"),
    "Mid-autumn Festival": N_("Mid-Autumn Festival"),
    "National Day": N_("National Day"),
    "Anti-Fascist 70th Day": N_("Victory Day"),
}


@dataclass(frozen=True)
class CalendarDay:
    """A day, what it is, and the holiday it is or makes up for (a text id, ``""`` for none)."""

    day: date
    kind: DayKind
    holiday_id: str
    status: YearStatus

    @property
    def working(self) -> bool:
        """Whether the office works that day."""
        return self.kind in {DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY}

    @property
    def holiday(self) -> str:
        """The holiday's name in the language in use."""
        return _(self.holiday_id)


@lru_cache(maxsize=4096)
def look_up(day: date) -> CalendarDay:
    """What ``day`` is. In a year that is not published the week decides and the status says so."""
    from chinese_calendar import get_holiday_detail

    weekend = day.weekday() >= SATURDAY
    try:
        off, name = get_holiday_detail(day)
    except NotImplementedError:
        kind = DayKind.DAY_OFF if weekend else DayKind.WORKDAY
        return CalendarDay(day, kind, "", YearStatus.UNPUBLISHED)
    holiday = HOLIDAYS.get(name or "", "")
    if off:
        kind = DayKind.HOLIDAY if holiday else DayKind.DAY_OFF
    else:
        kind = DayKind.MAKEUP_WORKDAY if weekend else DayKind.WORKDAY
        holiday = holiday if weekend else ""
    return CalendarDay(day, kind, holiday, YearStatus.PUBLISHED)


def is_workday(day: date) -> bool:
    """Whether the office works on ``day``."""
    return look_up(day).working


def year_status(year: int) -> YearStatus:
    """Whether the holidays of ``year`` are known."""
    return look_up(date(year, 1, 1)).status


def month_days(year: int, month: int) -> tuple[date, ...]:
    """The days of a month.

    Raises:
        InputError: there is no such month.
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= DECEMBER):
        raise InputError(
            _("There is no month {month} in {year}. Use a month such as 2026-11.").format(
                month=month, year=year
            )
        )
    return tuple(_days(date(year, month, 1)))


def _days(first: date) -> Iterator[date]:
    day = first
    while day.month == first.month:
        yield day
        day += timedelta(days=1)

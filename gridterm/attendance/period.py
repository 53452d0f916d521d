"""A month, a quarter or a year of attendance, as people type it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from gridterm import moments
from gridterm.calendar import month_days
from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.text import clean_line, fold

MONTHS, QUARTER = 12, 3
_QUARTER = re.compile(r"(\d{4})\s*[-/.年]?\s*(?:q|第)\s*([1-4一二三四])\s*(?:季度?)?")
_YEAR = re.compile(r"(\d{4})\s*年?")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class Period:
    """Whole months of one year, ``first`` to ``last``."""

    year: int
    first: int
    last: int

    @property
    def is_month(self) -> bool:
        """Whether it is a single month, which has marks for each day."""
        return self.first == self.last

    @property
    def months(self) -> tuple[tuple[int, int], ...]:
        """Its months as (year, month)."""
        return tuple((self.year, month) for month in range(self.first, self.last + 1))

    @property
    def name(self) -> str:
        """As it is typed: ``2026-11``, ``2026-Q4``, ``2026``."""
        if self.is_month:
            return f"{self.year}-{self.first:02}"
        if self.last - self.first == MONTHS - 1:
            return str(self.year)
        return f"{self.year}-Q{self.last // QUARTER}"

    @property
    def title(self) -> str:
        """As it is said, in the user's language."""
        if self.is_month:
            return _("Month {month} of {year}").format(year=self.year, month=self.first)
        if self.last - self.first == MONTHS - 1:
            return _("Year {year}").format(year=self.year)
        return _("Quarter {quarter} of {year}").format(year=self.year, quarter=self.last // QUARTER)


def parse(typed: str, now: datetime) -> Period:
    """A period as typed: ``2026-11``, ``11月``, ``2026-Q4``, ``2026年``; nothing is this month.

    Raises:
        InputError: no month, quarter or year can be read from it.
    """
    line = fold(clean_line(typed))
    quarter, year = _QUARTER.fullmatch(line), _YEAR.fullmatch(line)
    if quarter is not None:
        number = _DIGITS.get(quarter[2]) or int(quarter[2])
        return _known(Period(int(quarter[1]), number * QUARTER - 2, number * QUARTER))
    if year is not None:
        return _known(Period(int(year[1]), 1, MONTHS))
    try:
        of_year, month = moments.month(typed, now)
    except InputError as error:
        raise InputError(
            _(
                "No month, quarter or year can be read from {typed}; "
                "write it like 2026-11, 2026-Q4 or 2026."
            ).format(typed=clean_line(typed))
        ) from error
    return _known(Period(of_year, month, month))


def _known(period: Period) -> Period:
    for month in period.months:
        month_days(*month)
    return period

"""The working calendar and the office's hours as values, without the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from gridterm.calendar import YearStatus, look_up
from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.settings import Settings
from gridterm.worktime import WorkTime


@dataclass(frozen=True)
class WorkCalendar:
    """The working calendar at one moment.

    ``own`` holds the days the office entered, ``years`` what it said of a year's status.
    """

    own: dict[date, bool]
    years: dict[int, bool]

    def is_workday(self, day: date) -> bool:
        """Whether the office works on ``day``."""
        entered = self.own.get(day)
        return look_up(day).working if entered is None else entered

    def is_published(self, year: int) -> bool:
        """Whether the holidays of ``year`` are known, by the office's word or as shipped."""
        said = self.years.get(year)
        return look_up(date(year, 1, 1)).status is YearStatus.PUBLISHED if said is None else said

    def with_day(self, day: date, working: bool | None) -> WorkCalendar:  # noqa: FBT001 - as kept
        """This calendar with a day entered, or given back to the shipped one for None."""
        own = {one: kept for one, kept in self.own.items() if one != day}
        return WorkCalendar(own if working is None else {**own, day: working}, self.years)


def saved(file: sqlite3.Connection) -> WorkCalendar:
    """The calendar as it is saved, read by plain SQL (see ``store.glance``)."""
    days = file.execute("SELECT day, working FROM calendar_day")
    years = file.execute("SELECT year, published FROM calendar_year")
    return WorkCalendar(
        {date.fromisoformat(day): bool(working) for day, working in days},
        {year: bool(published) for year, published in years},
    )


def hours(current: Settings, calendar: WorkCalendar) -> WorkTime:
    """The hours that settings give on the working days of a calendar.

    Raises:
        InputError: the office would close before it opens; ``fields`` names the setting.
    """
    opens, lunch_from, lunch_to, closes = (
        time.fromisoformat(current.text(f"office.{name}"))
        for name in ("opens", "lunch_from", "lunch_to", "closes")
    )
    is_workday: Callable[[date], bool] = calendar.is_workday
    if not opens < closes:
        sentence = _("The office must open before it closes.")
        raise InputError(sentence, {"office.closes": sentence})
    if opens < lunch_from < lunch_to < closes:
        return WorkTime(((opens, lunch_from), (lunch_to, closes)), is_workday)
    return WorkTime(((opens, closes),), is_workday)

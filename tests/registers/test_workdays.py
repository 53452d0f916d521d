"""The office's own calendar over the shipped one."""

from datetime import date, time

import pytest

from gridterm import settings
from gridterm.calendar import DayKind
from gridterm.errors import InputError
from gridterm.registers import workdays
from gridterm.registers.calendars import WorkCalendar
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store

MAKE_UP_SATURDAY = date(2026, 2, 14)
WEDNESDAY = date(2026, 11, 25)
SATURDAY = date(2026, 11, 28)


def enter(store: Store, day: date, *, working: bool | None, note: str = "") -> None:
    with store.write("calendar.day", SYSTEM) as tx:
        workdays.enter_day(tx, day, working=working, note=note)


def calendar(store: Store) -> WorkCalendar:
    with store.read() as session:
        return workdays.load(session)


def test_the_shipped_calendar_holds_where_nothing_was_entered(store: Store) -> None:
    shipped = calendar(store)
    assert shipped.is_workday(MAKE_UP_SATURDAY)
    assert not shipped.is_workday(date(2026, 2, 17))
    assert not shipped.is_workday(SATURDAY)
    assert shipped.is_published(2026)
    assert not shipped.is_published(2099)


def test_days_are_entered_changed_and_given_back(store: Store) -> None:
    enter(store, WEDNESDAY, working=False, note=" 停工\t一天 ")
    enter(store, SATURDAY, working=True)
    assert not calendar(store).is_workday(WEDNESDAY)
    assert calendar(store).is_workday(SATURDAY)
    assert workdays.own_days(store, 2026) == (
        (WEDNESDAY, False, "停工 一天"),
        (SATURDAY, True, ""),
    )
    enter(store, WEDNESDAY, working=True, note="复工")
    assert calendar(store).is_workday(WEDNESDAY)
    enter(store, WEDNESDAY, working=None)
    enter(store, WEDNESDAY, working=None)
    assert workdays.own_days(store, 2026) == ((SATURDAY, True, ""),)
    assert workdays.own_days(store, 2027) == ()


def test_a_month_shows_what_each_day_is_and_who_says_so(store: Store) -> None:
    enter(store, WEDNESDAY, working=False, note="停工")
    enter(store, SATURDAY, working=True)
    enter(store, date(2026, 11, 26), working=True)
    days = {one.day: one for one in workdays.month(store, 2026, 11)}
    assert len(days) == 30
    off, extra, same = days[WEDNESDAY], days[SATURDAY], days[date(2026, 11, 26)]
    assert (off.working, off.kind, off.own, off.note) == (False, DayKind.HOLIDAY, True, "停工")
    assert (extra.working, extra.kind) == (True, DayKind.MAKEUP_WORKDAY)
    assert (same.working, same.kind, same.own) == (True, DayKind.WORKDAY, True)
    assert not days[date(2026, 11, 27)].own
    with pytest.raises(InputError):
        workdays.month(store, 2026, 13)


def test_a_year_is_published_by_the_offices_word(store: Store) -> None:
    assert workdays.banner(calendar(store), 2026) == ""
    assert "2099" in workdays.banner(calendar(store), 2099)
    for published in (True, False):
        with store.write("calendar.year", SYSTEM) as tx:
            workdays.enter_year(tx, 2099, published=published)
        assert calendar(store).is_published(2099) is published


def test_hours_follow_the_settings_with_and_without_a_lunch_break(store: Store) -> None:
    with store.read() as session:
        assert workdays.work_time(session).spans == (
            (time(8, 30), time(12)), (time(13, 30), time(17, 30)))  # fmt: skip
    settings.change(store, SYSTEM, {"office.lunch_from": "12:00", "office.lunch_to": "12:00"})
    with store.read() as session:
        work = workdays.work_time(session)
    assert work.spans == ((time(8, 30), time(17, 30)),)
    assert work.closes == time(17, 30)

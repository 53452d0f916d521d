"""Changing what dates are counted by: the calendar, and the settings the clocks go by.

The dates of open calls are renewed in the same use case, so that no list shows an old one; what
a change would do to them can be asked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gridterm import settings
from gridterm.hotline import due
from gridterm.hotline.due import Renewal
from gridterm.i18n import ngettext
from gridterm.registers import workdays
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

CLOCK_SETTINGS = frozenset(
    {
        "office.opens",
        "office.lunch_from",
        "office.lunch_to",
        "office.closes",
        "hotline.near_percent",
        "hotline.supervise_days",
        "hotline.circulate_days",
    }
)
"""The settings that dates and warnings of calls depend on."""


def set_day(  # noqa: PLR0913 - a day, what it is, why
    store: Store,
    actor: Actor,
    day: date,
    *,
    working: bool | None,
    note: str = "",
    reason: str = "",
) -> Renewal:
    """Enter a day as working or off; None goes back to the shipped calendar.

    Args:
        store: the office.
        actor: who changes the calendar.
        day: the day.
        working: whether the office works then.
        note: the day's name, such as 春节; a day off that has one is a holiday.
        reason: why it is entered, for the audit trail.

    Raises:
        InputError: the name or the reason is too long.
        StoreError: it could not be saved.
    """
    with store.write("calendar.day", actor) as tx:
        workdays.enter_day(tx, day, working=working, note=note, reason=reason)
        return due.renew_open(tx.session)


def preview_day(store: Store, day: date, *, working: bool | None) -> Renewal:
    """What ``set_day`` would do to the dates of open calls; nothing is kept."""
    with store.read() as session:
        calendar = workdays.load(session).with_day(day, working)
        return due.would_move(session, due.timing(session, calendar=calendar))


def set_year(store: Store, actor: Actor, year: int, *, published: bool) -> Renewal:
    """Say that a year's holidays are entered, or that they are not known yet; as ``set_day``."""
    with store.write("calendar.year", actor) as tx:
        workdays.enter_year(tx, year, published=published)
        return due.renew_open(tx.session)


def change_settings(store: Store, actor: Actor, typed: Mapping[str, str]) -> settings.Settings:
    """``settings.change``; where the clocks go by one of them, the dates of open calls follow.

    Raises:
        InputError: one of them does not take its value, or the office would close before it
            opens; nothing was saved.
    """
    values = {key: settings.parse(key, text) for key, text in typed.items()}
    with store.write("settings.change", actor) as tx:
        changed = settings.enter(tx, values)
        if CLOCK_SETTINGS & values.keys():
            due.renew_open(tx.session)
        return changed


def preview_settings(store: Store, typed: Mapping[str, str]) -> Renewal:
    """What ``change_settings`` would do to the dates of open calls; it raises the same."""
    values = {key: settings.parse(key, text) for key, text in typed.items()}
    with store.read() as session:
        current = settings.load(session).with_values(values)
        if not CLOCK_SETTINGS & values.keys():
            return Renewal(0, 0)
        return due.would_move(session, due.timing(session, current=current))


def moves_words(renewal: Renewal) -> str:
    """In a sentence, how many open calls get another date by a change that is not made yet."""
    return ngettext(
        "{count} open call gets another date.",
        "{count} open calls get another date.",
        renewal.moved,
    ).format(count=renewal.moved)

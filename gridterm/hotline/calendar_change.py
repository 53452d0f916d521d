"""Changing what dates are counted by: the calendar, the allowances, the office's hours.

The date of every open call is renewed with the change, so that no list shows an old one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from gridterm import settings
from gridterm.errors import InputError
from gridterm.hotline import due
from gridterm.hotline.clocks import ClockPolicy
from gridterm.hotline.tables import ClockPolicyRow
from gridterm.hotline.terms import Tier
from gridterm.i18n import _
from gridterm.registers import workdays
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

HOURS = frozenset({"office.opens", "office.lunch_from", "office.lunch_to", "office.closes"})
MOST = 100_000
"""The greatest allowance; minutes and days alike stay far below it."""


def set_day(store: Store, actor: Actor, day: date, *, working: bool | None, note: str = "") -> int:
    """Enter a day as working or off; None goes back to the shipped calendar.

    Returns:
        How many open calls had their dates looked at.

    Raises:
        StoreError: it could not be saved.
    """
    with store.write("calendar.day", actor) as tx:
        workdays.enter_day(tx, day, working=working, note=note)
        return due.renew_open(tx.session)


def set_year(store: Store, actor: Actor, year: int, *, published: bool) -> int:
    """Say that a year's holidays are entered, or that they are not known yet; as ``set_day``."""
    with store.write("calendar.year", actor) as tx:
        workdays.enter_year(tx, year, published=published)
        return due.renew_open(tx.session)


def policies(store: Store) -> tuple[ClockPolicy, ...]:
    """The allowances by the day they begin, oldest first; the first is ours."""
    with store.read() as session:
        return tuple(due.policies(session))


def save_policy(
    store: Store, actor: Actor, since: date, allowances: Mapping[str, Any]
) -> ClockPolicy:
    """Save the allowances of calls registered from a day on (RULEBOOK §2: versioned).

    Args:
        store: the office.
        actor: who changes them.
        since: the first day they hold for.
        allowances: by field of ``ClockPolicy``; what is left out stays as it was on that day.

    Raises:
        InputError: an allowance that there is not, or that is no whole number from 0 on;
            ``fields`` names it.
    """
    wrong = {
        name: sentence for name, value in allowances.items() if (sentence := _wrong(name, value))
    }
    if wrong:
        raise InputError(" ".join(dict.fromkeys(wrong.values())), wrong)
    with store.write("clocks.policy", actor) as tx:
        tx.subject = f"clocks:{since.isoformat()}"
        before = max(
            (one for one in due.policies(tx.session) if one.since <= since),
            key=lambda one: one.since,
        )
        whole = {**asdict(before), **allowances}
        del whole["since"]
        packed = json.dumps(whole, ensure_ascii=False, sort_keys=True)
        row = tx.session.get(ClockPolicyRow, since)
        if row is None:
            tx.session.add(ClockPolicyRow(since=since, allowances=packed))
        else:
            row.allowances = packed
        tx.session.flush()
        due.renew_open(tx.session)
    return ClockPolicy(since=since, **whole)


def _wrong(name: str, value: object) -> str:
    known = {one.name for one in fields(ClockPolicy)} - {"since"}
    if name not in known:
        return _("There is no allowance {name}; there are: {names}.").format(
            name=name, names=_(", ").join(sorted(known))
        )
    if name == "tier_days":
        tiers = {Tier.GENERAL, Tier.REGIONAL, Tier.OVERALL}
        days: Mapping[str, object] = value if isinstance(value, Mapping) else {}
        if set(days) == tiers and all(map(_is_count, days.values())):
            return ""
        return _("Give days for each of the tiers general, regional and overall.")
    return "" if _is_count(value) else _("An allowance is a whole number from 0 on.")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST


def change_settings(store: Store, actor: Actor, typed: Mapping[str, str]) -> settings.Settings:
    """``settings.change``; where the office's hours change, the dates of open calls follow.

    Raises:
        InputError: one of them does not take its value; nothing was saved.
    """
    changed = settings.change(store, actor, typed)
    if HOURS & typed.keys():
        with store.write_quietly() as session:
            due.renew_open(session)
    return changed

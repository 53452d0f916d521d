"""The rules of a visit as pure functions (RULEBOOK §6)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from gridterm.errors import InputError
from gridterm.i18n import _, ngettext
from gridterm.text import clean_line

EARLY = timedelta(minutes=5)
"""How far a clock may be ahead before a time counts as one in the future."""
_UNIT_AND_ROOM = re.compile(r"(\d+)\s*单元\s*(\d+)室?$")
NO_TIME = time()
"""The time of day of a visit whose time nobody noted."""


def moment(day: date | None, at: datetime | None, now: datetime) -> tuple[date, datetime]:
    """Day and moment of a visit from what was typed.

    Args:
        day: the day, None for that of ``at``, or today.
        at: the moment, None where it was not typed: now for a visit of today, else no time.
        now: the office's wall clock.

    Raises:
        InputError: it lies in the future, or the two say different days; ``fields`` names it.
    """
    when = day or (at.date() if at else now.date())
    if when > now.date() or (at is not None and at > now + EARLY):
        raise _fault("day", _("A visit cannot lie in the future. Check day and time."))
    if at is None:
        return when, now if when == now.date() else datetime.combine(when, NO_TIME)
    if at.date() != when:
        raise _fault("at", _("Day and time of the visit are of two different days."))
    return when, at


def is_late(day: date, recorded_at: datetime, *, typed: bool, correction: bool) -> bool:
    """Whether a visit was typed in on a later day: it is marked, never refused.

    A correction is marked as one already; a file is imported when it comes.
    """
    return typed and not correction and recorded_at.date() > day


def due_reason(
    last: date | None, met: date | None, visits: int, today: date, limit: int
) -> tuple[int | None, str]:
    """How many days ago the last visit was, and why the household is in the plan.

    Args:
        last: the day of the last visit, None for never.
        met: the last day somebody was met.
        visits: how many visits there were.
        today: the day of the plan.
        limit: days after which a household is due.
    """
    if last is None:
        return None, _("Never visited")
    days = (today - last).days
    if met is None:
        return days, ngettext(
            "Nobody met on {count} visit", "Nobody met on {count} visits", visits
        ).format(count=visits)
    if days >= limit:
        return days, ngettext(
            "{count} day without a visit; due after {limit}",
            "{count} days without a visit; due after {limit}",
            days,
        ).format(count=days, limit=limit)
    return days, ngettext(
        "Last visited {count} day ago", "Last visited {count} days ago", days
    ).format(count=days)


def short_home(title: str) -> str:
    """A household's building and room for a narrow column: ``8号楼 3-202`` for 8号楼 3单元202."""
    return _UNIT_AND_ROOM.sub(r"\1-\2", clean_line(title))


def _fault(field: str, sentence: str) -> InputError:
    return InputError(sentence, {field: sentence})

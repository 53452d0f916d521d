"""A moment, a day, a month as people type them: ``0914``, ``昨天 15:20``, ``11-20``, ``下月``.

Full-width digits, Chinese date words and what a cell may hold are understood. What is not gets
a sentence with an example. What cells hold is read by ``spreadsheet.values``, on which this
stands: a cell is never "yesterday", as nobody knows of which day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.spreadsheet.values import moment_of
from gridterm.text import clean_line, fold

EARLY = timedelta(minutes=5)
"""How far ahead a time alone may lie: clocks in an office do not agree to the minute."""
LONG_PAST = timedelta(days=92)
"""How far back a date without a year may lie before it is next year's."""
MONTHS = 12

_NOW = {"now", "现在", "刚才"}
_DAYS = {
    "前天": -2, "昨天": -1, "yesterday": -1, "今天": 0, "today": 0, "明天": 1, "tomorrow": 1,
    "后天": 2, "前": -2, "昨": -1, "今": 0, "明": 1,
}  # fmt: skip
_MONTHS = {
    "": 0, "本月": 0, "这个月": 0, "this": 0, "下月": 1, "下个月": 1, "next": 1, "上月": -1,
    "上个月": -1, "last": -1,
}  # fmt: skip
_DAY_WORD = re.compile(rf"({'|'.join(_DAYS)})\s*(.*)")
_SHORT_DATE = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?![\d:点时])\s*(.*)")
_MONTH = re.compile(r"(?:(\d{4})\s*[-/.年]?\s*)?(\d{1,2})\s*月?(?:份)?")
_COMPACT_TIME = re.compile(r"(\d{1,2})(\d{2})")


def moment(typed: str | None, now: datetime, field: str = "") -> datetime | None:
    """A moment that has been: ``9:14``, ``昨天 15:20``, ``11-20 9点半``; None for nothing typed.

    A time alone is today's, or yesterday's where today's has not come yet (a call of 23:50
    written down after midnight). A date without a year is the last one that has come. A day
    without a time is its midnight.

    Args:
        typed: what was typed.
        now: the office's wall clock.
        field: the field of a form, for the error.

    Raises:
        InputError: no moment can be read from it; ``fields`` names the field.
    """
    line = _folded(typed)
    if not line:
        return None
    if line in _NOW:
        return now
    found = _worded(line, now) or _past_date(line, now) or _lately(line, now) or moment_of(line)
    if found is None:
        sentence = _(
            "No time can be read from {typed}; write it like 9:14, 11-20 15:20 or 2026-11-20 15:20."
        ).format(typed=clean_line(typed or ""))
        raise InputError(sentence, {field: sentence} if field else None)
    return found


def ahead(typed: str, now: datetime, field: str = "") -> datetime:
    """A moment that is to come: ``14:30`` today, ``明天 9:00``, ``11-27 14:30``.

    A date without a year is of this year, or of the next where it lies months back.

    Args:
        typed: what was typed.
        now: the office's wall clock.
        field: the field of a form, for the error.

    Raises:
        InputError: no moment can be read from it; ``fields`` names the field.
    """
    line = _folded(typed)
    short = _SHORT_DATE.fullmatch(line)
    found = _worded(line, now) or (_coming(now, short) if short else _on(now, line))
    found = found or moment_of(line)
    if found is None or (found.time() == time() and "0:00" not in line):
        sentence = _(
            "No day and time can be read from {typed}; write it like 11-27 14:30 or "
            "2026-11-27 14:30."
        ).format(typed=clean_line(typed))
        raise InputError(sentence, {field: sentence} if field else None)
    return found


def _coming(now: datetime, found: re.Match[str]) -> datetime | None:
    here = _on_date(now.year, found)
    far = here is None or here < now - LONG_PAST
    return _on_date(now.year + 1, found) if far else here


def day(typed: str | None, now: datetime) -> date | None:
    """A day: ``11-20`` (of this year), ``昨天``, ``2026年11月20日``; None for nothing typed.

    Raises:
        InputError: no day can be read from it.
    """
    line = _folded(typed)
    if not line:
        return None
    short = _SHORT_DATE.fullmatch(line)
    this_year = _on_date(now.year, short) if short and not short[3] else None
    found = _worded(line, now) or this_year or moment_of(line)
    if found is None:
        raise InputError(
            _("No day can be read from {typed}; write it like 11-20 or 2026-11-20.").format(
                typed=clean_line(typed or "")
            )
        )
    return found.date()


def needed_day(typed: str, now: datetime) -> date:
    """A day that must be given; as ``day``."""
    found = day(typed, now)
    if found is None:
        raise InputError(_("Say which day, like 11-20 or 2026-11-20."))
    return found


def month(typed: str | None, now: datetime) -> tuple[int, int]:
    """A year and a month: ``2026-11``, ``11月``, ``下月``; nothing typed is this month.

    Raises:
        InputError: no month can be read from it.
    """
    line = _folded(typed)
    if line in _MONTHS:
        index = now.year * MONTHS + now.month - 1 + _MONTHS[line]
        return index // MONTHS, index % MONTHS + 1
    found = _MONTH.fullmatch(line)
    if found is None or not 1 <= int(found[2]) <= MONTHS:
        raise InputError(
            _("No month can be read from {typed}; write it like 2026-11.").format(
                typed=clean_line(typed or "")
            )
        )
    return int(found[1] or now.year), int(found[2])


def _folded(typed: str | None) -> str:
    return fold(clean_line(typed or ""))


def _worded(line: str, now: datetime) -> datetime | None:
    found = _DAY_WORD.fullmatch(line)
    return _on(now + timedelta(days=_DAYS[found[1]]), found[2]) if found else None


def _past_date(line: str, now: datetime) -> datetime | None:
    found = _SHORT_DATE.fullmatch(line)
    if found is None:
        return None
    here = _on_date(now.year, found)
    if here is not None and here <= now + timedelta(days=1):
        return here
    return _on_date(now.year - 1, found)  # 29 February may only have been in the other year


def _lately(line: str, now: datetime) -> datetime | None:
    found = _on(now, line)
    ahead = found is not None and found > now + EARLY
    return found - timedelta(days=1) if found is not None and ahead else found


def _on_date(year: int, found: re.Match[str]) -> datetime | None:
    return moment_of(f"{year}-{found[1]}-{found[2]} {_with_colon(found[3])}".strip())


def _on(that: datetime, clock: str) -> datetime | None:
    return moment_of(f"{that:%Y-%m-%d} {_with_colon(clock)}".strip())


def _with_colon(clock: str) -> str:
    """``0914`` as ``09:14``; anything else as it is."""
    found = _COMPACT_TIME.fullmatch(clock.strip())
    return f"{found[1]}:{found[2]}" if found else clock.strip()

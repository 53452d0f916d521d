"""When the call came in, as a clerk types it: ``0914``, ``昨天 15:20``, ``11-20 9点半``."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.spreadsheet.values import moment_of
from gridterm.text import clean_line

SHOWN = "%Y-%m-%d %H:%M"
EARLY = timedelta(minutes=5)

_DAYS_AGO = {"今天": 0, "今": 0, "today": 0, "昨天": 1, "昨": 1, "yesterday": 1, "前天": 2, "前": 2}
_AGO = re.compile(rf"({'|'.join(sorted(_DAYS_AGO, key=len, reverse=True))})\s*(.+)", re.IGNORECASE)
_SHORT_DATE = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?![\d:点时])\s*(.*)")
_FOUR_DIGITS = re.compile(r"(\d{1,2})(\d{2})")


def typed_moment(typed: str, now: datetime) -> datetime | None:
    """The moment a clerk means; None where nothing is typed.

    A time alone is today's, or yesterday's when today's has not come yet (a call of 23:50
    written down after midnight). A date without a year is the last one that has come.

    Args:
        typed: what stands in the field.
        now: the office's wall clock.

    Raises:
        InputError: no moment can be read from it; ``fields`` names ``received_at``.
    """
    line = unicodedata.normalize("NFKC", clean_line(typed))
    if not line:
        return None
    found = _day_word(line, now) or _date_without_year(line, now) or _time_alone(line, now)
    found = found or moment_of(line)
    if found is None:
        sentence = _("Write the time like 9:14, 11-20 15:20 or 2026-11-20 15:20.")
        raise InputError(sentence, {"received_at": sentence})
    return found


def _day_word(line: str, now: datetime) -> datetime | None:
    found = _AGO.fullmatch(line)
    if found is None:
        return None
    day = now - timedelta(days=_DAYS_AGO[found[1].lower()])
    return _on(day, found[2])


def _date_without_year(line: str, now: datetime) -> datetime | None:
    found = _SHORT_DATE.fullmatch(line)
    if found is None:
        return None
    month, day, clock = found.groups()
    this_year = moment_of(f"{now.year}-{month}-{day} {_with_colon(clock)}".strip())
    if this_year is not None and this_year <= now + timedelta(days=1):
        return this_year
    return moment_of(f"{now.year - 1}-{month}-{day} {_with_colon(clock)}".strip())


def _time_alone(line: str, now: datetime) -> datetime | None:
    today = _on(now, line)
    if today is None or today <= now + EARLY:
        return today
    return today - timedelta(days=1)


def _on(day: datetime, clock: str) -> datetime | None:
    return moment_of(f"{day:%Y-%m-%d} {_with_colon(clock)}")


def _with_colon(clock: str) -> str:
    """``0914`` as ``09:14``; anything else as it is."""
    found = _FOUR_DIGITS.fullmatch(clock.strip())
    return f"{found[1]}:{found[2]}" if found else clock.strip()

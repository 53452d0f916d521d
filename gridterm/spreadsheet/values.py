"""What a cell says: as text, as a moment, as a date.

Cells come as texts, numbers, dates and times mixed in one column. Numbers arrive as floats
(``12.0`` is 12), dates also as texts in many hands' habits and as Excel's serial numbers.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from gridterm.text import clean_line

Value = str | int | float | bool | date | time | timedelta

EXCEL_EPOCH = datetime(1899, 12, 30)
SERIAL_FIRST, SERIAL_LAST = 10_000, 80_000
NOON = 12
HALF = 30

_DATE = r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?"
_WEEKDAY = r"\s*(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_PART = r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|AM|PM)?"
_CLOCK = (
    r"(?P<h>\d{1,2})\s*(?:[:点时]\s*(?:(?P<half>半)|(?P<mi>\d{1,2})\s*(?:[:分]\s*"
    r"(?:(?P<s>\d{1,2})(?:\.\d+)?\s*秒?)?)?)?)\s*(?P<after>AM|PM)?"
)
_ZONE = r"(?:Z|[+-]\d{2}:?\d{2})?"
_MOMENT = re.compile(
    rf"{_DATE}{_WEEKDAY}(?:[\sT,]*{_PART}\s*{_CLOCK}{_ZONE}|[\sT,]*)", re.IGNORECASE
)
_DIGITS = re.compile(
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:\s*(?P<h>\d{2}):?(?P<mi>\d{2}):?(?P<s>\d{2})?)?"
)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_AFTERNOON = {"下午", "傍晚", "晚上", "夜里", "夜间", "pm"}
_MORNING = {"凌晨", "清晨", "早上", "早晨", "上午", "am"}


def text_of(value: Value | None) -> str:
    """A cell as the person who typed it would read it; an empty cell is ``""``."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return nearest_second(value).isoformat(" ")
        case timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    return str(value)


def moment_of(value: Value | None) -> datetime | None:
    """The moment a cell means, to the second; None where it means none.

    A day without a time is its midnight. Years have four digits and come first, as a day
    first would be a guess.
    """
    if isinstance(value, datetime):
        return nearest_second(value.replace(tzinfo=None))
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_number(float(value))
    return _from_text(value) if isinstance(value, str) else None


def date_of(value: Value | None) -> date | None:
    """The day a cell means; None where it means none."""
    moment = moment_of(value)
    return moment.date() if moment else None


def nearest_second(moment: datetime) -> datetime:
    """Excel keeps fractions of days, so 10:34:24 can come as 10:34:23.999."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _from_number(number: float) -> datetime | None:
    if SERIAL_FIRST <= number < SERIAL_LAST:
        return nearest_second(EXCEL_EPOCH + timedelta(days=number))
    return _from_digits(str(int(number))) if number.is_integer() else None


def _from_digits(digits: str) -> datetime | None:
    found = _DIGITS.fullmatch(digits)
    return _built(found.groupdict()) if found else None


def _from_text(text: str) -> datetime | None:
    try:  # most texts are in this form, and this is the quick way to read them
        return nearest_second(datetime.fromisoformat(text.strip()).replace(tzinfo=None))
    except ValueError:
        line = unicodedata.normalize("NFKC", clean_line(text))
    found = _MOMENT.fullmatch(line)
    if found:
        return _built(found.groupdict())
    return _from_number(float(line)) if _SERIAL.fullmatch(line) else _from_digits(line)


def _built(parts: dict[str, str | None]) -> datetime | None:
    hour = int(parts["h"] or 0)
    minute = HALF if parts.get("half") else int(parts["mi"] or 0)
    part = (parts.get("part") or parts.get("after") or "").lower()
    if (part in _AFTERNOON and hour < NOON) or (part == "中午" and hour < NOON - 2):
        hour += NOON
    elif part in _MORNING and hour == NOON:
        hour = 0
    try:
        return datetime(
            int(parts["y"] or 0),
            int(parts["m"] or 0),
            int(parts["d"] or 0),
            hour,
            minute,
            int(parts["s"] or 0),
        )
    except ValueError:
        return None

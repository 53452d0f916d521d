"""Leave and duty as people type them: ``11-25``, ``11-25 pm``, ``11-25 15:00``. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from gridterm import moments
from gridterm.attendance.rules import half_days
from gridterm.attendance.terms import Slot
from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.text import clean_line, fold

_PART = re.compile(r"(.*?)\s*(am|pm|上午|下午)?")
_CLOCK = re.compile(r"(.*?)\s*(\d{1,2}:\d{2})")
SLOTS = {"am": Slot.MORNING, "上午": Slot.MORNING, "pm": Slot.AFTERNOON, "下午": Slot.AFTERNOON}


def span(first: str, last: str, now: datetime) -> tuple[datetime, datetime]:
    """The span ``[start, end)`` from one typed end to the other.

    A day alone is whole, with ``am`` or ``pm`` half; with a time it begins or ends there.
    Nothing typed as the end means the day (or the half-day) of the start.

    Raises:
        InputError: an end cannot be read, or a time has no end.
    """
    start, start_slot, start_at = _end(first, now)
    if not clean_line(last):
        if start_at is not None:
            raise InputError(_("Say until when, like 11-25 16:00."))
        return half_days(start, start_slot or Slot.MORNING, start, start_slot or Slot.AFTERNOON)
    end, end_slot, end_at = _end(last, now)
    whole = half_days(start, start_slot or Slot.MORNING, end, end_slot or Slot.AFTERNOON)
    return (
        datetime.combine(start, start_at) if start_at else whole[0],
        datetime.combine(end, end_at) if end_at else whole[1],
    )


def slot(typed: str) -> Slot:
    """A slot as typed: ``am``, ``pm``, ``上午``, ``下午``.

    Raises:
        InputError: it is neither.
    """
    found = SLOTS.get(fold(clean_line(typed)))
    if found is None:
        raise InputError(_("Say am (morning) or pm (afternoon)."))
    return found


def clock(typed: str) -> time:
    """An hour of a day as typed: ``14:00``, ``9:30``, in full width too.

    Raises:
        InputError: none can be read.
    """
    line = fold(clean_line(typed)).replace("：", ":")
    try:
        return time.fromisoformat(line.zfill(5))
    except ValueError as error:
        raise InputError(
            _("No hour can be read from {typed}; write it like 14:00.").format(
                typed=clean_line(typed)
            )
        ) from error


def _end(typed: str, now: datetime) -> tuple[date, Slot | None, time | None]:
    line = fold(clean_line(typed))
    clock = _CLOCK.fullmatch(line)
    if clock is not None:
        day = moments.needed_day(clock[1], now) if clock[1] else now.date()
        try:
            return day, None, time.fromisoformat(clock[2].zfill(5))
        except ValueError as error:
            raise InputError(
                _("No time can be read from {typed}; write it like 11-25 15:00.").format(
                    typed=clean_line(typed)
                )
            ) from error
    part = _PART.fullmatch(line)
    day_text, half = (part[1], part[2]) if part else (line, None)
    day = moments.needed_day(day_text, now) if day_text or not half else now.date()
    return day, SLOTS[half] if half else None, None

"""The list of meetings as lines: the day, the number, how it stands."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import _, ngettext
from gridterm.meetings.terms import MeetingRow, Standing
from gridterm.text import clean_line
from screens.meetings.words import (
    BAD,
    day_words,
    key_of,
    name_of,
    ref_of,
    standing_text,
    when_words,
)
from screens.widgets.table import Chunk, Column, Line

if TYPE_CHECKING:
    from gridterm.store.unit import Store

PAGE = 50
LAST = 1
UNFINISHED = (Standing.OPEN, Standing.HELD, Standing.SUBMITTED)


def columns() -> tuple[Column, ...]:
    """Day, number, how it stands."""
    return (
        Column("day", _("Day"), 8),
        Column("number", _("No."), 4, right=True),
        Column("standing", _("State")),
    )


def load(store: Store, after: datetime | None) -> Chunk:
    """A page of the meetings, the newest first; called in a thread."""
    from gridterm.meetings.schedule import meetings

    today = store.clock.today()
    rows = meetings(store, before=after, limit=PAGE)
    return Chunk(tuple(line(one, today) for one in rows), len(rows) >= PAGE)


def at_hand(store: Store) -> str:
    """The key of the meeting there is something to do for; called in a thread.

    That is the last one while its minutes are not issued, then the one that comes next.
    """
    from gridterm.meetings.schedule import meetings, next_meeting

    tomorrow = datetime.combine(store.clock.today() + timedelta(days=1), time())
    last = next((one for one in meetings(store, before=tomorrow, limit=LAST)), None)
    if last is not None and last.standing in UNFINISHED:
        return key_of(ref_of(last))
    coming = next_meeting(store)
    return key_of(coming.ref) if coming is not None else ""


def line(row: MeetingRow, today: date) -> Line:
    """A meeting as a row of the list."""
    number = str(row.number or "")
    if number and row.provisional:
        number = f"({number})"
    return Line(
        key=key_of(ref_of(row)),
        cells={
            "day": day_words(row.starts_at.date(), today),
            "number": number,
            "standing": standing_text(row),
        },
        record=row,
        cursor=row.starts_at,
    )


def row_words(row: MeetingRow) -> Text:
    """A meeting in a few lines: what it is, when, how it stands, why."""
    told = Text(name_of(row), style="bold", end="")
    told.append(f"\n{when_words(row.starts_at)}", "not bold")
    told.append("\n")
    told.append_text(standing_text(row, named=True))
    if row.expected:
        words = ngettext("{present} of {expected} there", "{present} of {expected} there", 1)
        told.append("  " + words.format(present=row.present, expected=row.expected), "not bold")
    if row.reason:
        told.append(f"\n{clean_line(row.reason)}", "not bold")
    if row.series_on is not None and row.series_on != row.starts_at.date():
        words = _("moved from {day}").format(day=f"{row.series_on:%m-%d}")
        told.append(f"\n{words}", f"not bold {BAD}" if not row.reason else "not bold")
    return told

"""How meetings are written on the screen: days, numbers, colours with their words."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import _, ngettext
from gridterm.meetings.action_terms import ActionRow, ActionState
from gridterm.meetings.terms import (
    MeetingDetail,
    MeetingKind,
    MeetingRef,
    MeetingRow,
    Presence,
    Standing,
)
from gridterm.text import clean_line
from screens.state import WEEKDAYS
from screens.widgets.bars import Hint

if TYPE_CHECKING:
    from collections.abc import Mapping

BAD = "bold red"
GOOD = "green"
WAITS = "bold yellow"
QUIET = "dim"
STANDING_STYLES: Mapping[Standing, str] = {
    Standing.MISSED: BAD,
    Standing.OPEN: "bold green",
    Standing.SUBMITTED: WAITS,
    Standing.CANCELLED: QUIET,
    Standing.READY: GOOD,
}
PRESENCE_STYLES: Mapping[Presence, str] = {
    Presence.PRESENT: GOOD,
    Presence.LATE: BAD,
    Presence.LEFT_EARLY: BAD,
    Presence.LATE_AND_LEFT: BAD,
    Presence.ABSENT: BAD,
    Presence.LEAVE: WAITS,
    Presence.SUBSTITUTED: WAITS,
    Presence.PENDING: QUIET,
}
MARKED = (Presence.LATE, Presence.LEFT_EARLY, Presence.LATE_AND_LEFT, Presence.ABSENT)


def key_of(ref: MeetingRef) -> str:
    """What names a meeting on the screen, before and after it has a row of its own."""
    return f"{ref.series_on:%Y-%m-%d}" if ref.series_on else f"#{ref.id}"


def ref_of(row: MeetingRow) -> MeetingRef:
    """What names it to the use cases."""
    return MeetingRef(row.id, row.series_on)


def number_words(row: MeetingRow) -> str:
    """``No. 47``; in brackets while it is only counted."""
    if not row.number:
        return ""
    words = _("No. {number}").format(number=row.number)
    return f"({words})" if row.provisional else words


def day_words(day: date, today: date) -> str:
    """``11-25``; with its year where that is another."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%y-%m-%d}"


def when_words(moment: datetime) -> str:
    """``2026-11-25 Wed 14:30``."""
    return f"{moment:%Y-%m-%d} {_(WEEKDAYS[moment.weekday()])} {moment:%H:%M}"


def standing_text(row: MeetingRow, *, named: bool = False) -> Text:
    """How it stands; one that was not held is red and has a mark before its word.

    The kind of one outside the series stands behind it, unless its name beside it
    (``named``) says it already.
    """
    mark = "! " if row.standing is Standing.MISSED else ""
    said = row.kind is MeetingKind.WEEKLY or (named and row.kind.label in name_of(row))
    kind = "" if said else f" {row.kind.label}"
    style = STANDING_STYLES.get(row.standing, "")
    return Text(f"{mark}{row.standing.label}{kind}", style=style, end="")


def name_of(row: MeetingRow) -> str:
    """Its own title, which holds the number; its kind and number where it has none."""
    return clean_line(row.title) or " ".join(filter(None, (row.kind.label, number_words(row))))


def presence_text(presence: Presence) -> Text:
    """What somebody's attendance comes to."""
    mark = "! " if presence in MARKED else ""
    return Text(f"{mark}{presence.label}", style=PRESENCE_STYLES.get(presence, ""), end="")


def action_text(row: ActionRow) -> Text:
    """How an action item stands; past its date it says by how much."""
    if row.late:
        words = ngettext("! overdue {days} day", "! overdue {days} days", row.late)
        return Text(words.format(days=row.late), style=BAD, end="")
    styles = {ActionState.REPORTED: WAITS, ActionState.CLOSED: GOOD, ActionState.CANCELLED: QUIET}
    return Text(row.state.label, style=styles.get(row.state, ""), end="")


def head_hints(detail: MeetingDetail) -> list[Hint]:
    """What it is, how it stands, when, who chairs and who writes, where; as there is room."""
    standing = standing_text(detail.row, named=True)
    chair, recorder = clean_line(detail.chair), clean_line(detail.recorder)
    chaired = _("chair {name}").format(name=chair) if chair else _("! no chair yet")
    pieces = (
        Hint(name_of(detail.row), style="strong", weight=9),
        Hint(standing.plain, style="late" if "red" in str(standing.style) else "", weight=8),
        Hint(when_words(detail.row.starts_at), weight=7),
        Hint(chaired, style="" if chair else "late", weight=6),
        Hint(_("minutes by {name}").format(name=recorder) if recorder else "", weight=5),
        Hint(clean_line(detail.place), style="quiet", weight=4),
    )
    return [one for one in pieces if one.word]

"""Somebody at a meeting on the screen: a row of the list, a few words, what is typed for them."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from gridterm.i18n import _
from gridterm.meetings.terms import AttendeeView, LeaveState
from gridterm.text import ascii_digits, clean_line
from screens.meetings.words import BAD, GOOD, presence_text
from screens.widgets.table import Line

CLOCK = "%H:%M"


def number_and_time(typed: str, now: datetime) -> tuple[str, datetime | None]:
    """``1007 14:32``: the number, and the time of today where one stands behind it."""
    who, _blank, at = ascii_digits(typed).replace("：", ":").partition(" ")
    try:
        clock = datetime.strptime(at.strip(), CLOCK).time() if at.strip() else None
    except ValueError:
        return typed, None
    return who, datetime.combine(now.date(), clock) if clock else None


def key_of(one: AttendeeView) -> str:
    """What names them in the list: guests have no number."""
    return f"{one.staff_id}" if one.staff_id is not None else f"guest:{one.id}:{one.name}"


def line_of(one: AttendeeView) -> Line:
    """Somebody as a row of the list."""
    times = [f"{moment:{CLOCK}}" for moment in (one.signed_at, one.left_at) if moment]
    presence = presence_text(one.presence)
    if one.leave is LeaveState.ASKED:
        presence = Text(_("! leave asked"), style=BAD, end="")
    return Line(
        key=key_of(one),
        cells={
            "number": one.number,
            "name": clean_line(one.name),
            "role": clean_line(one.party or one.role),
            "presence": presence,
            "at": "-".join(times),
        },
        record=one,
    )


def person_words(one: AttendeeView) -> Text:
    """A person in full: what it comes to and why, leave, who came in their place."""
    told = Text(f"{one.number} {clean_line(one.name)}".strip(), style="bold", end="")
    told.append(f"  {clean_line(one.party or one.role)}  ", "not bold")
    told.append_text(presence_text(one.presence))
    if one.why:
        told.append(f"\n{one.why}", "not bold")
    if one.leave is not LeaveState.NONE:
        told.append(f"\n{_('Leave')} {one.leave.label}", "not bold")
        if one.leave_asked_at is not None:
            told.append(f"  {one.leave_asked_at:%m-%d %H:%M}", "not bold")
        told.append(f"  {clean_line(one.leave_reason)}", "not bold")
        if one.leave_decider:
            told.append(f"  {clean_line(one.leave_decider)}", "not bold")
    if one.substitute:
        words = _("In their place: {name}").format(name=clean_line(one.substitute))
        told.append(f"\n{words}", f"not bold {GOOD}")
    return told

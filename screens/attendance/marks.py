"""How a slot looks: its mark, the sign beside it, its colour, its words."""

from __future__ import annotations

from rich.text import Text

from gridterm.attendance.explaining import words as status_words
from gridterm.attendance.terms import (
    FAULTS,
    TO_DECIDE,
    Flag,
    Slot,
    SlotView,
    StaffLine,
    Status,
)
from gridterm.i18n import N_, _
from gridterm.text import pad

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MARK_CELLS = 2
OPEN_SIGN, CONFIRMED_SIGN = "!", "*"
QUIET = frozenset({Status.OFF, Status.NOT_EMPLOYED, Status.PENDING})


def is_open(view: SlotView) -> bool:
    """Whether a slot waits for a decision that the facts alone do not give."""
    return bool(view.flags & {*TO_DECIDE, Flag.PENDING_ADJUSTMENT})


def sign(view: SlotView) -> str:
    """The sign beside a mark: ``!`` waits for a decision, ``*`` is confirmed."""
    if is_open(view):
        return OPEN_SIGN
    return CONFIRMED_SIGN if view.confirmed else " "


def shade(view: SlotView) -> str:
    """The name of a slot's colour: ``bad``, ``late``, ``away``, ``quiet``, ``open`` or none."""
    if is_open(view):
        return "open"
    if view.waived:
        return "away"
    if view.status is Status.ABSENT:
        return "bad"
    if view.status in FAULTS or view.status is Status.MISSING:
        return "late"
    if view.status in {Status.LEAVE, Status.OUTING, Status.MADE_UP}:
        return "away"
    return "quiet" if view.status in QUIET else ""


STYLES = {"bad": "bold red", "open": "bold red", "late": "bold yellow", "away": "cyan"}
"""The colours where a widget has no component classes."""


def cell(view: SlotView) -> str:
    """Mark and sign, three cells."""
    return pad(view.screen_mark, MARK_CELLS) + sign(view)


def words(view: SlotView) -> Text:
    """Status with minutes or kind, and whether it is a result: ``Late, 20 min (suggested)``."""
    told = status_words(view.status, view.minutes, view.kind)
    if view.waived:
        told += " " + _("(waived)")
    if is_open(view):
        told = f"{OPEN_SIGN} {told}"
    return Text(told, style=STYLES.get(shade(view), ""), end="")


def standing(view: SlotView) -> str:
    """Whether a person decided it, in a word."""
    if view.locked:
        return _("locked")
    if view.confirmed:
        return _("confirmed")
    return "" if view.status in QUIET or view.status is Status.MISSING else _("suggested")


def about(staff: StaffLine, day_words: str, view: SlotView) -> Text:
    """A slot in full: whose, when, what it is, why."""
    told = Text(end="")
    told.append(f"{staff.number} {staff.name}", "bold")
    told.append(f"  {day_words} {view.slot.label}  ")
    told.append_text(words(view))
    if standing(view):
        told.append(f"  {standing(view)}", "dim")
    told.append(f"\n{view.sentence}")
    for flag in sorted(view.flags):
        told.append(f"\n{OPEN_SIGN} {flag.label}", "bold red" if is_open(view) else "yellow")
    return told


def slot_word(slot: Slot) -> str:
    """The slot in two cells."""
    return _("am") if slot is Slot.MORNING else _("pm")

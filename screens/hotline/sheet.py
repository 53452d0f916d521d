"""The sheet of one call: its stage bar, its words, its steps and its facts, as texts."""

from __future__ import annotations

from rich.text import Text

from gridterm.hotline.terms import Revealed, TicketDetail
from gridterm.i18n import _
from gridterm.text import clip, pad, width
from screens.hotline.words import event_lines, facts, stages

STAGE_CELLS = 19
SIDES = 2
NAME_CELLS = 16


def stage_bar(ticket: TicketDetail, columns: int) -> Text:
    """Two rows of at most ``columns`` cells: the stages, and under each when and by whom."""
    above, below = Text(end="", no_wrap=True), Text(end="", no_wrap=True)
    bar = stages(ticket)
    cells = min(STAGE_CELLS, (columns - SIDES) // len(bar))
    for name, stamp, reached in bar:
        mark = f"[{'x' if reached else ' '}] {name}"
        above.append(pad(clip(mark, cells - 1), cells), "bold" if reached else "dim")
        below.append(pad(_fitting(stamp, cells - 1), cells), "" if reached else "dim")
    return Text("\n", end="").join([above, below])


def matter_words(ticket: TicketDetail) -> Text:
    """Title and matter as they were written."""
    words = Text(end="")
    if ticket.title:
        words.append(f"{ticket.title}\n", "bold")
    words.append(ticket.content)
    return words


def steps_words(ticket: TicketDetail) -> Text:
    """Every step so far, the first on top."""
    words = Text(_("Steps"), style="bold", end="")
    for event in ticket.events:
        head, *rest = event_lines(event)
        words.append(f"\n{head}", "not bold")
        for line in rest:
            words.append(f"\n  {line}", "not bold")
    return words


def facts_words(ticket: TicketDetail, shown: Revealed | None) -> Text:
    """The fields that hold something; the caller in full and bold once somebody asked."""
    caller = (shown.caller if shown else "") or ticket.caller
    phone = shown.phone if shown else ticket.phone
    words = Text(end="")
    lines = facts(ticket, caller, phone)
    cells = min(NAME_CELLS, max(width(name) for name, _value in lines)) + 1
    for name, value in lines:
        if words:
            words.append("\n")
        words.append(f"{pad(name, cells - 1)} ", "dim")
        words.append(value, "bold" if shown and name == _("Caller") else "")
    return words


def _fitting(stamp: str, cells: int) -> str:
    """As many words of a stamp as fit: day, time, who."""
    words = stamp.split(" ")
    while len(words) > 1 and width(" ".join(words)) > cells:
        words.pop()
    return clip(" ".join(words), cells)

"""The sheet of one call: its stage bar, its words, its steps and its facts, as texts."""

from __future__ import annotations

from rich.text import Text

from gridterm.hotline.terms import Revealed, TicketDetail
from gridterm.i18n import _
from gridterm.text import pad, width
from screens.hotline.words import event_lines, facts, stages
from screens.widgets.stages import Stage
from screens.widgets.stages import stage_bar as bar

NAME_CELLS = 16


def stage_bar(ticket: TicketDetail, columns: int) -> Text:
    """Two rows of at most ``columns`` cells: the stages, and under each when and by whom."""
    return bar([Stage(*one) for one in stages(ticket)], columns)


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

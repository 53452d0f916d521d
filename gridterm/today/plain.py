"""The briefing as plain text, for a terminal without screens and for a pipe."""

from __future__ import annotations

from gridterm.i18n import _
from gridterm.text import clip, pad, width
from gridterm.today.briefing import TEXT_WIDTH, Briefing

LEAD_CELLS = 14


def lines(found: Briefing, cells: int = TEXT_WIDTH) -> list[str]:
    """The briefing as lines of text of at most ``cells`` terminal cells."""
    text = [clip(found.heading, cells)]
    for section in found.sections:
        text += ["", clip(section.heading, cells)]
        if not section.items:
            text.append(clip(f"  {section.none}", cells))
        for item in section.items:
            mark = "! " if item.late else "  "
            lead = pad(item.lead, max(LEAD_CELLS, width(item.lead) + 1))
            words = f"{item.words}  ({item.reason})" if item.kind == "ticket" else item.words
            text.append(clip(f"{mark}{lead}{words}", cells).rstrip())
        if section.total > len(section.items):
            more = section.total - len(section.items)
            text.append("  " + _("and {number} more").format(number=f"{more:,}"))
    return text


def as_text(found: Briefing, cells: int = TEXT_WIDTH) -> str:
    """The briefing as one text."""
    return "\n".join(lines(found, cells))

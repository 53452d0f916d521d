"""The call under the list's cursor, in a few lines, where the terminal has room for it."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.hotline.terms import TicketDetail
from gridterm.text import clip
from screens.hotline.words import event_lines, stages
from screens.widgets.plain import plain

CONTENT_SHOWN = 600
NOTE_CELLS = 200


class Preview(VerticalScroll, can_focus=False):
    """Number, stages, content, last steps."""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="preview-words")

    def show(self, ticket: TicketDetail | None) -> None:
        """Show a ticket, or nothing."""
        words = plain("") if ticket is None else _words(ticket)
        self.query_one("#preview-words", Static).update(words)
        self.scroll_home(animate=False)


def _words(ticket: TicketDetail) -> Text:
    words = Text(end="")
    words.append(f"{ticket.number}  {ticket.state.label}  {ticket.category_name}", "bold")
    told = [f"{name} {stamp}".strip() for name, stamp, reached in stages(ticket) if reached]
    words.append("\n" + " > ".join(told), "dim")
    words.append(f"\n{ticket.caller} {ticket.phone} {ticket.address}".rstrip())
    if ticket.title:
        words.append(f"\n{ticket.title}", "bold")
    words.append(f"\n{ticket.content[:CONTENT_SHOWN]}")
    for event in ticket.events[1:]:
        head, *rest = event_lines(event)
        words.append(f"\n{head}", "dim")
        for line in rest:
            words.append(f"\n  {clip(line, NOTE_CELLS)}")
    return words

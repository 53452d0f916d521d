"""Today: one look answers what to do now."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.i18n import N_
from screens.desk import Desk


class TodayDesk(Desk):
    """Short lists of what waits."""

    desk_id = "today"
    title_id = N_("Today")
    help_id = N_("What has to be done today, the oldest first. Enter opens the record of a line.")

    def compose_body(self) -> ComposeResult:
        """The lists."""
        yield Static(id="briefing")

"""The part of the hotline's desk that ticks calls and does one step to all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridterm.i18n import N_
from screens.commands import Command
from screens.desk import Desk
from screens.widgets.ticking import TickTable

if TYPE_CHECKING:
    from gridterm.hotline.terms import TicketRow

SEVERAL: tuple[Command, ...] = (
    Command(
        "hotline.tick", ("insert", "space"), N_("Tick"),
        N_("Tick the call under the cursor, or take its tick away; Ctrl+click does it too."),
        lambda desk: desk.table.tick(), when=lambda desk: desk.can_open, weight=4,
    ),
    Command(
        "hotline.tick-all", ("ctrl+a",), N_("Tick all"),
        N_("Tick every call shown so far; once more takes the ticks away."),
        lambda desk: desk.table.tick_all(), when=lambda desk: desk.can_open, footer=False,
    ),
    Command(
        "hotline.many", ("ctrl+g",), N_("Handle ticked..."),
        N_("Do one step to every ticked call, after a look at which allow it."),
        lambda desk: desk.handle_ticked(), when=lambda desk: bool(desk.ticked), weight=8,
    ),
)  # fmt: skip


class SeveralDesk(Desk):
    """A desk with a list whose calls can be ticked."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: dict[str, dict[str, str]] = {}

    @property
    def table(self) -> TickTable:
        """The list."""
        return self.query_one(TickTable)

    @property
    def ticked(self) -> tuple[TicketRow, ...]:
        """The ticked calls."""
        found = self.query("#calls").results(TickTable)
        return tuple(line.record for table in found for line in table.ticked)

    def on_tick_table_ticked(self, event: TickTable.Ticked) -> None:
        """Say how many."""
        event.stop()
        self.show_counts()
        self.refresh_bindings()

    def show_counts(self) -> None:
        """Show the numbers over the list."""

    def handle_ticked(self) -> None:
        """Do one step to the ticked calls."""
        from screens.hotline.bulk import BulkRun

        BulkRun(self, self.ticked, self._answers, self._handled).choose()

    def _handled(self) -> None:
        self.table.untick_all()
        self.refresh_data()

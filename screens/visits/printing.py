"""Printing from the visits' desk: the plan of a manager as a sheet to be taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screens.printing import open_preview

if TYPE_CHECKING:
    from gridterm.printing.export import Printout
    from screens.acting import Acting


def print_plan(screen: Acting[Any], staff_id: int) -> None:
    """Show the plan of a manager before it is printed; phones only where they are asked for."""
    store, by = screen.store, screen.app.actor.name

    def read(_in_full: bool) -> Printout:  # noqa: FBT001 - as it is called
        from gridterm.visits.documents import plan_sheet

        return plan_sheet(store, staff_id, by=by)

    open_preview(screen, read)

"""Printing from the hotline: the form of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.printing import open_preview

if TYPE_CHECKING:
    from gridterm.printing.export import Printout
    from screens.acting import Acting


def print_call(screen: Acting[None], ticket_id: int) -> None:
    """Show the form of a call before it is printed; its caller is masked until asked for."""

    def read(in_full: bool) -> Printout:  # noqa: FBT001 - as ``Read`` is called
        from gridterm.hotline.documents import form_of

        actor = screen.app.actor  # whoever is at the desk now, not when the preview was opened
        return form_of(
            screen.store, ticket_id, by=actor.name, revealed_to=actor if in_full else None
        )

    open_preview(screen, read, reveals=True)

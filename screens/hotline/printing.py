"""Printing from the hotline: a call form, its supervision slip, a notice, the board."""

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


def print_slip(screen: Acting[None], ticket_id: int) -> None:
    """Show the newest supervision slip of a call before it is printed."""

    def read(_in_full: bool) -> Printout:  # noqa: FBT001 - as ``Read`` is called
        from gridterm.hotline.slips import slip_of

        return slip_of(screen.store, ticket_id, by=screen.app.actor.name)

    open_preview(screen, read)


def print_notice(screen: Acting[None], notice_id: int) -> None:
    """Show the sheet of a notice before it is printed."""

    def read(_in_full: bool) -> Printout:  # noqa: FBT001 - as ``Read`` is called
        from gridterm.hotline.notices.documents import notice_of

        return notice_of(screen.store, notice_id)

    open_preview(screen, read)


def print_board(screen: Acting[None]) -> None:
    """Show the board as it hangs before it is printed."""

    def read(_in_full: bool) -> Printout:  # noqa: FBT001 - as ``Read`` is called
        from gridterm.hotline.notices.documents import board_of

        return board_of(screen.store)

    open_preview(screen, read)

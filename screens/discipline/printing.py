"""Printing from the discipline desk: letters with their receipts, the posters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from screens.discipline.eyes import OwnEyes
from screens.printing import PrintPage, open_preview

if TYPE_CHECKING:
    from gridterm.printing.export import Printout
    from screens.acting import Acting


class LetterPreview(OwnEyes, PrintPage):
    """A letter before it is printed; it closes when another operator takes the desk over."""


def print_letter(screen: Acting[Any], number: str) -> None:
    """Show a letter before it is printed, from what was frozen when it was issued."""

    def make() -> Printout:
        from gridterm.discipline.documents import letter_of

        return letter_of(screen.store, screen.app.actor, number)

    _preview(screen, make)


def print_receipt(screen: Acting[Any], number: str) -> None:
    """Show the receipt of service (送达回执) of a letter before it is printed."""

    def make() -> Printout:
        from gridterm.discipline.documents import receipt_of

        return receipt_of(screen.store, screen.app.actor, number)

    _preview(screen, make)


def print_poster(screen: Acting[Any], poster: str, size: str) -> None:
    """Show a poster before it is printed; anybody may.

    Args:
        screen: over which.
        poster: ``must_nots`` or ``let_nots``.
        size: ``A4`` or ``A3``.
    """

    def make(_in_full: bool) -> Printout:  # noqa: FBT001 - what a preview calls
        from gridterm.discipline import posters

        wanted = {
            "must_nots": posters.six_must_nots_poster,
            "let_nots": posters.six_let_nots_poster,
        }
        return wanted[poster](screen.store, size)

    open_preview(screen, make)


def _preview(screen: Acting[Any], make: Callable[[], Printout]) -> None:
    screen.app.push_screen(LetterPreview(lambda _in_full: make()))

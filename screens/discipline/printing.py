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

        actor = screen.app.actor
        return receipt_of(screen.store, actor, number, by=actor.name)

    _preview(screen, make)


def print_register(screen: Acting[Any], year: int) -> None:
    """Show the register of a year's letters before it is printed."""

    def make() -> Printout:
        from gridterm.discipline.documents import register_of_letters

        actor = screen.app.actor
        return register_of_letters(screen.store, actor, year, by=actor.name)

    _preview(screen, make)


def print_poster(screen: Acting[Any], poster: str, paper: str) -> None:
    """Show a poster before it is printed; anybody may.

    Args:
        screen: over which.
        poster: ``must-nots`` or ``let-nots``.
        paper: ``A4`` or ``A3``.
    """

    def make(_in_full: bool) -> Printout:  # noqa: FBT001 - what a preview calls
        from gridterm.discipline.posters import Poster, poster_of
        from gridterm.printing.document import Paper

        return poster_of(screen.store, Poster(poster), Paper[paper])

    open_preview(screen, make)


def _preview(screen: Acting[Any], make: Callable[[], Printout]) -> None:
    screen.app.push_screen(LetterPreview(lambda _in_full: make()))

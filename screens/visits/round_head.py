"""The line above a round of visits: who goes, which day, n of how many, what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from gridterm.i18n import _, ngettext
from gridterm.visits.terms import Outcome
from screens.visits.words import of_words, short_day
from screens.widgets.bars import Hint

if TYPE_CHECKING:
    from gridterm.registers.terms import StaffView
    from gridterm.visits.terms import VisitRow


def holding(entries: Iterable[VisitRow]) -> list[VisitRow]:
    """The visits of a round that hold."""
    return [row for row in entries if row.ended is None]


def head_of(
    visitor: StaffView | None, entries: Iterable[VisitRow], days: tuple[date, date], wanted: int
) -> list[Hint]:
    """The parts of the line, each with the weight it stays by.

    Args:
        visitor: who went; None says that somebody has to be chosen.
        entries: the visits of the round.
        days: the day of the round, and today.
        wanted: how many visits a day has.
    """
    rows, (day, today) = holding(entries), days
    met = sum(row.result is Outcome.MET for row in rows)
    matters = sum(bool(row.matter) for row in rows)
    calls = sum(bool(row.ticket) for row in rows)
    name = visitor.name if visitor is not None else _("choose who went")
    return [
        Hint(_("Round of visits"), style="strong", weight=6),
        Hint(name, style="" if visitor is not None else "late", weight=8),
        Hint(short_day(day, today), style="late" if day != today else "", weight=8),
        Hint(of_words(len(rows), wanted), style="strong", weight=9),
        Hint(_("met {number}").format(number=met), weight=7),
        Hint(_("matters {number}").format(number=matters), weight=6),
        Hint(_("calls {number}").format(number=calls), weight=5),
    ]


def complete_words(wanted: int) -> str:
    """The sentence for a day that has all its visits."""
    return ngettext(
        "{number} household: the day is complete.",
        "{number} households: the day is complete.",
        wanted,
    ).format(number=wanted)

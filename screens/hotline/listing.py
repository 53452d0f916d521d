"""What the hotline's list reads, and what stands over it: counts, what is late, what is ticked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from gridterm.hotline.guards import Rung
from gridterm.hotline.terms import State
from gridterm.i18n import _, ngettext
from screens.hotline.filters import NEAR, OVERDUE, Wanted
from screens.widgets.bars import Hint

if TYPE_CHECKING:
    from gridterm.hotline.lateness import DueCounts
    from gridterm.hotline.queries import MonthCounts
    from gridterm.hotline.terms import TicketDetail, TicketFilter
    from gridterm.store.unit import Store
    from screens.hotline.filters import Choices

Use = Callable[[Wanted], object]


def month_hints(counts: MonthCounts | None, use: Use) -> list[Hint]:
    """This month, open, awaiting a revisit; a click lists them."""
    if counts is None:
        return []
    return [
        Hint(
            _("This month {number}").format(number=counts.total),
            weight=7,
            run=partial(use, Wanted(period="month", history="no")),
        ),
        Hint(
            _("Open {number}").format(number=counts.open),
            style="strong",
            weight=8,
            run=partial(use, Wanted(state="open")),
        ),
        Hint(
            _("Awaiting revisit {number}").format(number=counts.awaiting),
            weight=6,
            run=partial(use, Wanted(state=str(State.ANSWERED))),
        ),
    ]


def due_hints(due: DueCounts | None, use: Use) -> list[Hint]:
    """What is late, nearly due, not accepted: only where there is any."""
    if due is None:
        return []
    found = (
        (due.overdue, _("Overdue {number}"), "late", OVERDUE, 9),
        (due.near, _("Nearly due {number}"), "", NEAR, 8),
        (due.unaccepted, _("Not accepted {number}"), "", str(State.ASSIGNED), 7),
    )
    return [
        Hint(
            words.format(number=number),
            style=style,
            weight=weight,
            run=partial(use, Wanted(state=state)),
        )
        for number, words, style, state, weight in found
        if number
    ]


def ladder_hints(waiting: Sequence[tuple[Rung, int]], use: Use) -> list[Hint]:
    """How many calls wait to be urged, supervised, made public: only where there are any."""
    return [
        Hint(
            f"{rung.label} {number}",
            weight=5,
            run=partial(use, Wanted(state=str(rung))),
        )
        for rung, number in waiting
        if number
    ]


def ticked_hints(count: int) -> list[Hint]:
    """How many calls are ticked, where any are."""
    words = ngettext("Ticked {number}", "Ticked {number}", count)
    return [Hint(words.format(number=count), style="current", weight=10)] if count else []


Lists = tuple["MonthCounts", "DueCounts", tuple[tuple[Rung, int], ...], "Choices"]


def read_lists(store: Store) -> Lists:
    """Read the counts and the lists of choices. For a thread."""
    from gridterm.hotline.ladder import ladder_counts
    from gridterm.hotline.lateness import due_counts
    from gridterm.hotline.queries import categories, month_counts
    from gridterm.registers.service import list_grids
    from screens.hotline.filters import Choices

    grids = tuple((str(one.id), one.code) for one in list_grids(store) if one.level.numbered)
    waiting = tuple(ladder_counts(store).items())
    return month_counts(store), due_counts(store), waiting, Choices(grids, categories(store))


def count(store: Store, wanted: TicketFilter) -> int:
    """How many calls a list has. For a thread."""
    from gridterm.hotline.queries import count_tickets

    return count_tickets(store, wanted)


def read_ticket(store: Store, ticket_id: int) -> TicketDetail:
    """A call for the preview. For a thread."""
    from gridterm.hotline.queries import ticket

    return ticket(store, ticket_id)


def id_by_number(store: Store, typed: str) -> int:
    """The call somebody named by its number. For a thread."""
    from gridterm.hotline.queries import ticket_by_number

    return ticket_by_number(store, typed).id

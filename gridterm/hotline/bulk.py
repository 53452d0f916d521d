"""One action over a selection of calls: one use case, one audit entry.

Before it is saved, ``preview`` says which calls can and which cannot and why. Then ``carry_out``
does those that can in one transaction: all of them, or none where it is cancelled or fails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gridterm.errors import InputError, RefusedError
from gridterm.hotline import rules
from gridterm.hotline.posts import check_may
from gridterm.hotline.stepping import Order, append, get, try_out
from gridterm.hotline.terms import LATE_LEVELS, Action, TicketRow
from gridterm.i18n import _
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx

Progress = Callable[[int, int], None]
ACTIONS = (
    *(Action.TRIAGE, Action.ASSIGN, Action.ACCEPT, Action.TRANSFER, Action.PROGRESS),
    *(Action.URGE, Action.SUPERVISE, Action.CIRCULATE, Action.VOID),
)
"""What makes sense for several calls at once; the rest is about one call alone."""


@dataclass(frozen=True)
class Refused:
    """A call it cannot be done to, and why."""

    id: int
    number: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """What would happen to a selection: the calls it can be done to, and the others."""

    action: Action
    able: tuple[int, ...]
    refused: tuple[Refused, ...]

    @property
    def total(self) -> int:
        """How many calls were selected."""
        return len(self.able) + len(self.refused)


@dataclass(frozen=True)
class Done:
    """What was done: the numbers of the calls, and those it could not be done to."""

    action: Action
    numbers: tuple[str, ...]
    refused: tuple[Refused, ...]


def possible(row: TicketRow) -> tuple[Action, ...]:
    """What may be possible for a line of the list, as far as its line tells."""
    return tuple(
        one
        for one in rules.allowed(row.state, str(row.level), len(LATE_LEVELS))
        if one in ACTIONS and not row.history and not (one is Action.ASSIGN and row.tier is None)
    )


def preview(
    store: Store,
    actor: Actor,
    ids: Sequence[int],
    order: Order,
    progress: Progress | None = None,
) -> Plan:
    """Which calls of a selection an action can be done to; nothing is written.

    Args:
        store: the office.
        actor: who would do it.
        ids: the selection; a call named twice counts once.
        order: what would be done (``orders``).
        progress: called with (done, total); what it raises stops the work.

    Raises:
        RefusedError: this actor may not do it at all.
        NotFoundError: there is no such call.
    """
    chosen = list(dict.fromkeys(ids))
    able: list[int] = []
    refused: list[Refused] = []
    with store.read() as session:
        tx = Tx(session, _action(order), actor, store.clock.now())
        check_may(tx, order.action)
        for place, one in enumerate(chosen):
            record = get(session, one)
            try:
                try_out(tx, record, order)
            except InputError as error:
                refused.append(Refused(one, record.number, error.message))
            else:
                able.append(one)
            if progress:
                progress(place + 1, len(chosen))
    return Plan(order.action, tuple(able), tuple(refused))


def carry_out(
    store: Store,
    actor: Actor,
    ids: Sequence[int],
    order: Order,
    progress: Progress | None = None,
) -> Done:
    """Do an action to every call of a selection that allows it; the others are left alone.

    Arguments and errors are those of ``preview``.

    Raises:
        RefusedError: it can be done to none of them; nothing was saved.
    """
    chosen = list(dict.fromkeys(ids))
    numbers: list[str] = []
    refused: list[Refused] = []
    with store.write(_action(order), actor) as tx:
        check_may(tx, order.action)
        for place, one in enumerate(chosen):
            record = get(tx.session, one)
            try:
                facts = try_out(tx, record, order)
            except InputError as error:
                refused.append(Refused(one, record.number, error.message))
            else:
                append(tx, record, order.action, note=order.note, payload=facts)
                numbers.append(record.number)
            if progress:
                progress(place + 1, len(chosen))
        if not numbers:
            raise RefusedError(_none_of_them(refused))
        tx.subject = f"tickets:{len(numbers)}"
        tx.note(numbers=numbers)
    return Done(order.action, tuple(numbers), tuple(refused))


def _action(order: Order) -> str:
    return f"tickets.{order.action}"


def _none_of_them(refused: Sequence[Refused]) -> str:
    if not refused:
        return _("No call is selected.")
    first = refused[0]
    if len(refused) == 1:
        return f"{first.number}: {first.reason}"
    return _("None of the {count} calls allows it. {number}: {reason}").format(
        count=len(refused), number=first.number, reason=first.reason
    )

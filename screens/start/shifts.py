"""Signing on without a question; called in a thread, and without the screens that ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.state import Shift

if TYPE_CHECKING:
    from gridterm.registers.known import Operator
    from gridterm.store.unit import Store


def shift_of(store: Store, staff_id: int, pin: str) -> Shift:
    """Sign somebody on.

    Raises:
        GridtermError: what ``operators.sign_on`` refuses.
    """
    from gridterm.registers import operators

    return as_shift(operators.sign_on(store, staff_id, pin))


def known_shift(store: Store, number: str) -> Shift | None:
    """Sign on who has this staff number; None where there is nobody, or a PIN is to be asked."""
    from gridterm.registers.known import operator
    from gridterm.store.glance import plain

    with store.read() as session:
        found = operator(plain(session), number, store.clock.today())
    return as_shift(found) if found else None


def as_shift(operator: Operator) -> Shift:
    """The operator as the screens know them."""
    roles = frozenset(str(role) for role in operator.roles)
    return Shift(operator.actor, operator.name, operator.number, roles)

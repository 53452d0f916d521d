"""Signing on without a question; called in a thread, and without the screens that ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.state import Shift

if TYPE_CHECKING:
    from gridterm.store.unit import Store


def shift_of(store: Store, staff_id: int, pin: str) -> Shift:
    """Sign somebody on.

    Raises:
        GridtermError: what ``operators.sign_on`` refuses.
    """
    from gridterm.registers import operators

    operator = operators.sign_on(store, staff_id, pin)
    roles = frozenset(str(role) for role in operator.roles)
    return Shift(operator.actor, operator.name, operator.number, roles)


def known_shift(store: Store, number: str) -> Shift | None:
    """Sign on who has this staff number; None where there is nobody, or a PIN is to be asked."""
    from gridterm.registers import operators

    for one in operators.candidates(store):
        if one.number == number and not one.has_pin:
            return shift_of(store, one.staff_id, "")
    return None

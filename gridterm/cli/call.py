"""What every command gets beside its own options: the office, the operator, the way to answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gridterm.cli.language import office_file, zone_of
from gridterm.clock import SystemClock
from gridterm.errors import InputError
from gridterm.i18n import _

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

OPERATOR_VARIABLE = "GRIDTERM_OPERATOR"
PIN_VARIABLE = "GRIDTERM_PIN"


@dataclass(frozen=True)
class Call:
    """One call of a command.

    ``db`` and ``operator`` are as typed, ``language`` is the code meant, None where they were
    not; ``pin`` came on standard input; ``json`` asks for JSON.
    """

    db: str | None = None
    operator: str | None = None
    language: str | None = None
    pin: str | None = None
    json: bool = False

    @property
    def path(self) -> Path:
        """The office file this call is about."""
        return office_file(self.db)

    @cached_property
    def clock(self) -> SystemClock:
        """The clock of the office this call is about."""
        return SystemClock(zone_of(self.path))

    @contextmanager
    def office(self) -> Iterator[Store]:
        """The office, opened for this call.

        Raises:
            StoreError: it cannot be opened.
        """
        from gridterm.store.opening import open_store

        store = open_store(self.path, self.clock)
        try:
            yield store
        finally:
            store.close()

    def actor(self, store: Store) -> Actor:
        """Who does this: the operator named, else who answers the hotline today.

        Raises:
            InputError: nobody was named and nobody is on duty, or the PIN is not right.
        """
        from gridterm.registers import operators

        staff_id = self._staff_id(store)
        pin = self._pin() if operators.has_pin(store, staff_id) else None
        return operators.sign_on(store, staff_id, pin).actor

    def _staff_id(self, store: Store) -> int:
        from gridterm.cli.values import staff_of
        from gridterm.registers import roster

        typed = self.operator or os.environ.get(OPERATOR_VARIABLE)
        if typed:
            return staff_of(store, typed).id
        duty = roster.duty_on(store, store.clock.today())
        if duty is None:
            raise InputError(
                _(
                    "Nobody is on duty today, so say who you are: --as NUMBER, "
                    "or set GRIDTERM_OPERATOR to your staff number."
                )
            )
        return duty.acting.id

    def _pin(self) -> str:
        """The operator's PIN: from standard input, the environment, or asked for unseen."""
        given = self.pin if self.pin is not None else os.environ.get(PIN_VARIABLE)
        if given is not None:
            return given
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise InputError(
                _(
                    "This operator has a PIN: give it on standard input with --pin-stdin, "
                    "or in GRIDTERM_PIN."
                )
            )
        from getpass import getpass

        try:
            return getpass(_("PIN: "))
        except EOFError:
            return ""

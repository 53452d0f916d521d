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
        """The office file this call is about, as a whole path."""
        return office_file(self.db).absolute()

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
        staff_id = self._staff_id(store)
        if staff_id is None:
            raise InputError(
                _(
                    "Nobody is on duty today, so say who you are: --as NUMBER, "
                    "or set GRIDTERM_OPERATOR to your staff number."
                )
            )
        return self._signed_on(store, staff_id)

    def keeper(self, store: Store) -> Actor:
        """Who imports or sets up: as ``actor``, else the program itself.

        So a script can fill a new office that has no staff and no roster yet. Where anybody
        has a PIN, nobody gets past it without a name.

        Raises:
            InputError: as ``actor``.
        """
        from gridterm.registers import operators
        from gridterm.store.audit import SYSTEM

        staff_id = self._staff_id(store)
        if staff_id is not None:
            return self._signed_on(store, staff_id)
        if any(one.has_pin for one in operators.candidates(store)):
            return self.actor(store)
        return SYSTEM

    def _signed_on(self, store: Store, staff_id: int) -> Actor:
        from gridterm.registers import operators

        pin = self.own_pin if operators.has_pin(store, staff_id) else None
        return operators.sign_on(store, staff_id, pin).actor

    def _staff_id(self, store: Store) -> int | None:
        """The one named, on duty today, or all alone in the office; None where it is open."""
        from gridterm.cli.values import staff_of
        from gridterm.registers import operators, roster

        typed = self.operator or os.environ.get(OPERATOR_VARIABLE)
        if typed:
            return staff_of(store, typed).id
        duty = roster.duty_on(store, store.clock.today())
        if duty is not None:
            return duty.acting.id
        staff = operators.candidates(store)
        return staff[0].staff_id if len(staff) == 1 else None

    @cached_property
    def own_pin(self) -> str:
        """The operator's PIN: from standard input, the environment, or asked for unseen."""
        given = self.pin if self.pin is not None else os.environ.get(PIN_VARIABLE)
        if given is not None:
            return given
        if not can_ask():
            raise InputError(
                _(
                    "This operator has a PIN: give it on standard input with --pin-stdin, "
                    "or in GRIDTERM_PIN."
                )
            )
        return asked_unseen(_("PIN: "))


def can_ask() -> bool:
    """Whether somebody sits before a terminal who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def asked_unseen(prompt: str) -> str:
    """What is typed in answer to a prompt, without showing it; ``""`` for the end of input."""
    from getpass import getpass

    try:
        return getpass(prompt)
    except EOFError:
        return ""


def next_line() -> str:
    """The next line of standard input; what follows is left for the command's text."""
    return sys.stdin.buffer.readline().decode("utf-8", "replace").strip()

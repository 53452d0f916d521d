"""The operator on shift, and who it is where no question has to be asked."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from gridterm.registers.terms import Role, split_roles
from gridterm.store.audit import Actor

_EMPLOYED_WITHOUT_PIN = """
    SELECT id, number, name, roles FROM staff
    WHERE number = :number AND hired <= :today AND (left IS NULL OR left >= :today)
    AND id NOT IN (SELECT staff_id FROM credential)
"""


@dataclass(frozen=True)
class Operator:
    """The operator on shift."""

    staff_id: int
    number: str
    name: str
    roles: tuple[Role, ...]

    @property
    def actor(self) -> Actor:
        """The operator as the audit trail names them."""
        return Actor(self.staff_id, self.name)


def operator(file: sqlite3.Connection, number: str, today: date) -> Operator | None:
    """Who has this staff number, read by plain SQL (see ``store.glance``).

    Returns:
        None where nobody employed on ``today`` has it, or a PIN is to be asked.
    """
    values = {"number": number, "today": today.isoformat()}
    found = file.execute(_EMPLOYED_WITHOUT_PIN, values).fetchone()
    if found is None:
        return None
    staff_id, kept, name, roles = found
    return Operator(staff_id, kept, name, split_roles(roles))

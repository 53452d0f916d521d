"""Who approved something about somebody's attendance: a real person, and never the one concerned.

The record has to survive an argument, so what is typed must mean exactly one of those employed,
or name a unit and a person outside the office, such as the street office's director.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import func, select

from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.registers.staff import employed_on, get_staff, meant
from gridterm.registers.tables import Staff
from gridterm.store.unit import Tx
from gridterm.text import clean_line, clip, fold

FIELD = "approver"
LONGEST = 40
SHOWN = 20
MOST_NAMED = 5
PART_SHORTEST = 2


@dataclass(frozen=True)
class Approving:
    """Who approves, within a running use case.

    Args:
        tx: the use case; whoever approves is employed on its day.
        staff_id: whom it concerns, who never approves it.
        missing: what is said where nobody is typed.
    """

    tx: Tx
    staff_id: int
    missing: str

    def name(self, faults: Faults, typed: str) -> str:
        """Who is meant, as the record keeps it: the name, with the number where two share it.

        Args:
            faults: takes what is wrong, as the field ``approver``.
            typed: a staff number, a name or its unique beginning, pinyin initials; for somebody
                outside the office the unit, a blank and the name, which are kept as typed.
        """
        line = faults.line(FIELD, typed, LONGEST, self.missing)
        if FIELD in faults.fields:
            return line
        found = meant(self.tx.session, line, self.tx.now.date())
        if not found:
            return self._outside(faults, line)
        others = [one for one in found if one.id != self.staff_id]
        if not others:
            faults.add(FIELD, _own(found[0].name))
        elif len(found) > 1:
            faults.add(FIELD, _several(line, others))
        return self._kept(found[0])

    def _kept(self, one: Staff) -> str:
        query = select(func.count()).where(Staff.name == one.name, *employed_on(self.tx.now.date()))
        alone = self.tx.session.exec(query).one() == 1
        return one.name if alone else f"{one.name} {one.number}"

    def _outside(self, faults: Faults, line: str) -> str:
        """A unit and a name, as typed; one word alone could be anybody."""
        parts = line.split()
        words = [one for one in parts if len(one) >= PART_SHORTEST and not one.isnumeric()]
        if len(parts) < PART_SHORTEST or words != parts:
            faults.add(FIELD, _nobody(line))
            return line
        concerned = get_staff(self.tx.session, self.staff_id)
        if {fold(concerned.name), fold(concerned.number)} & set(map(fold, parts)):
            faults.add(FIELD, _own(concerned.name))
        return line


def refuse_own(tx: Tx, staff_id: int) -> None:
    """Nobody decides about their own leave.

    Raises:
        RefusedError: whoever is signed on is the one concerned.
    """
    if tx.actor.staff_id == staff_id:
        raise RefusedError(
            _("{name} does not decide about their own attendance. Ask somebody else.").format(
                name=tx.actor.name
            )
        )


def _own(name: str) -> str:
    return _("{name} does not approve what concerns them. Name somebody else.").format(name=name)


def _several(line: str, others: Sequence[Staff]) -> str:
    return _("{typed} may be several: {people}. Type the staff number.").format(
        typed=clip(line, SHOWN),
        people=_(", ").join(f"{one.number} {one.name}" for one in others[:MOST_NAMED]),
    )


def _nobody(line: str) -> str:
    return _(
        "Nobody who works here is meant by {typed}. Type a staff number, a name or its pinyin "
        "initials; for somebody outside type the unit, a blank and the name."
    ).format(typed=clip(clean_line(line), SHOWN))

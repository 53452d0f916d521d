"""Letters and notices: numbered and frozen within the step that decides (RULEBOOK §6)."""

from __future__ import annotations

from dataclasses import dataclass

from gridterm import settings
from gridterm.discipline import letters, rules
from gridterm.discipline.clauses import clauses_of
from gridterm.discipline.tables import DisciplineCase, Letter
from gridterm.discipline.terms import CaseStep, Clause, LetterKind, Track
from gridterm.i18n import _
from gridterm.registers.staff import person
from gridterm.registers.tables import Grid, Staff
from gridterm.registers.terms import split_roles
from gridterm.store.audit import canonical
from gridterm.store.unit import Tx


@dataclass(frozen=True)
class Wanted:
    """What a letter says beside the case: its kind and rung, and whose words they are.

    ``was`` is the rung before a correction, ``refers_to`` the number of the letter it corrects.
    """

    step: CaseStep
    kind: LetterKind
    level: int
    reason: str
    basis: str = ""
    refers_to: str = ""
    was: int = 0


def new_number(tx: Tx, record: DisciplineCase) -> str:
    """The next number of a letter of whatever kind; it stays used once this is saved.

    Its year is that of the day the letter will bear, also when the PC's clock was set back.
    """
    year = max(tx.now, record.last_event_at).year
    return rules.letter_number(year, tx.number(rules.letter_series(year)))


def issue(tx: Tx, record: DisciplineCase, number: str, wanted: Wanted) -> Letter:
    """Freeze a letter of a case under a number of ``new_number``, after its step was taken."""
    year, seq = number.split("-")
    row = Letter(
        number=number,
        year=int(year),
        seq=int(seq),
        case_id=record.id or 0,
        kind=str(wanted.kind),
        track=record.track,
        level=wanted.level,
        refers_to=wanted.refers_to,
        issued_at=record.last_event_at,
        issuer_id=tx.actor.staff_id,
        issuer=tx.actor.name,
        content=canonical(_content(tx, record, number, wanted)),
    )
    tx.add(row)
    return row


def _content(tx: Tx, record: DisciplineCase, number: str, wanted: Wanted) -> dict[str, object]:
    current = settings.load(tx.session)
    staff = tx.session.get_one(Staff, record.person_id)
    grid = tx.session.get(Grid, staff.grid_id) if staff.grid_id else None
    clause = Clause(record.clause) if record.clause else None
    return letters.content(
        wanted.kind,
        number=number,
        issued_on=record.last_event_at.date(),
        office=current.text("office.name"),
        street=current.text("office.street"),
        person=person(staff),
        post=_(", ").join(one.label for one in split_roles(staff.roles)),
        grid=grid.code if grid else "",
        case_number=record.number,
        clause=clauses_of(current)[clause.place - 1] if clause else None,
        track=Track(record.track),
        level=wanted.level,
        incident_on=record.incident_on,
        matter=record.matter,
        findings=record.findings,
        statement=record.statement,
        decided_by=tx.actor.name,
        reason=wanted.reason,
        refers_to=wanted.refers_to,
        appeal_until_days=current.number("discipline.appeal_days"),
        basis=wanted.basis,
        unit=current.text("discipline.unit"),
        was=wanted.was,
        step=wanted.step,
    )

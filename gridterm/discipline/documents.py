"""What discipline prints (RULEBOOK §6, §9): letters as they were issued, receipts, the register.

Who may see a case may have its letters. Each of them that is made is an entry of the trail.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.discipline import letters, powers, rules
from gridterm.discipline.events import facts_of
from gridterm.discipline.letter_paper import (
    RegisterLine,
    Service,
    letter_sheet,
    receipt_sheet,
    register_sheet,
)
from gridterm.discipline.letters import FrozenLetter
from gridterm.discipline.tables import CaseEvent, DisciplineCase, Letter
from gridterm.discipline.terms import CaseStep, LetterKind, Track
from gridterm.errors import NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.printing.document import Office
from gridterm.printing.export import Printout
from gridterm.registers.tables import Staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import ascii_digits, clean_line

_PARTS = 2
"""A letter's number has two: the year and the number in the year."""


def letter_of(store: Store, reader: Actor, number: str) -> Printout:
    """A letter as it was issued, word for word.

    Args:
        store: the office.
        reader: who wants it.
        number: its number; ``2026-7`` is enough.

    Raises:
        NotFoundError: there is none, or its case is not for the reader to see.
        RefusedError: nobody who is employed here asks.
    """
    with store.write("discipline.look", reader) as tx:
        row = _seen(tx, number)
        tx.note(seen="letter", number=row.number)
        return Printout(letter_sheet(_thawed(row)), row.number)


def receipt_of(store: Store, reader: Actor, number: str, *, by: str = "") -> Printout:
    """The receipt of a letter (送达回执), with what is recorded of its service; as ``letter_of``.

    Args:
        store: the office.
        reader: who wants it.
        number: the letter's number, which the receipt carries.
        by: who prints it, for the foot; empty where nobody signed on.
    """
    with store.write("discipline.look", reader) as tx:
        row = _seen(tx, number)
        tx.note(seen="receipt", number=row.number)
        served = _services(tx.session, [row.case_id]).get(row.number)
        sheet = receipt_sheet(_thawed(row), served, printed=_printed(store, by))
        return Printout(sheet, row.number)


def register_of_letters(
    store: Store, reader: Actor, year: int | None = None, *, by: str = ""
) -> Printout:
    """The register of a year's letters, this year's without ``year``.

    Args:
        store: the office.
        reader: who wants it: somebody who may see all cases.
        year: whose numbers.
        by: who prints it, for the foot; empty where nobody signed on.

    Raises:
        RefusedError: the reader may not see all cases.
    """
    which = year or store.clock.today().year
    lines = register(store, reader, which)
    with store.read() as session:
        current = settings.load(session)
    office = Office(*(current.text(f"office.{key}") for key in ("name", "street", "hotline")))
    sheet = register_sheet(lines, which, office, printed=_printed(store, by))
    return Printout(sheet, str(which))


def register(store: Store, reader: Actor, year: int) -> tuple[RegisterLine, ...]:
    """The letters of a year by their numbers; errors as ``register_of_letters``."""
    with store.write("discipline.look", reader) as tx:
        looking = powers.reader_of(tx.session, reader, tx.now.date())
        if not looking.leads:
            raise RefusedError(
                _("The register of letters is for those who may see all cases. Ask one of them.")
            )
        tx.note(seen="register", year=year)
        query: Select[Any] = (
            select(Letter, DisciplineCase, Staff)  # type: ignore[assignment]
            .join(DisciplineCase, col(DisciplineCase.id) == col(Letter.case_id))
            .join(Staff, col(Staff.id) == col(DisciplineCase.person_id))
            .where(col(Letter.year) == year)
            .order_by(col(Letter.seq))
        )
        found = [(row[0], row[1], row[2]) for row in tx.session.execute(query)]
        served = _services(tx.session, [letter.case_id for letter, _case, _staff in found])
        return tuple(_line(*one, served.get(one[0].number)) for one in found)


def _line(
    letter: Letter, case: DisciplineCase, staff: Staff, served: Service | None
) -> RegisterLine:
    return RegisterLine(
        number=letter.number,
        issued_on=letter.issued_at.date(),
        kind=LetterKind(letter.kind),
        track=Track(letter.track),
        level=letter.level,
        name=staff.name,
        staff_number=staff.number,
        case=case.number,
        refers_to=letter.refers_to,
        served=served,
        in_force=facts_of(case).given > 0 and letter.number == case.letter,
    )


def _seen(tx: Tx, typed: str) -> Letter:
    """A letter whose case the actor may see; that there is none sounds the same."""
    looking = powers.reader_of(tx.session, tx.actor, tx.now.date())
    number = ascii_digits(clean_line(typed))
    parts = number.split("-")
    if len(parts) == _PARTS and all(map(str.isdecimal, parts)):
        number = rules.letter_number(int(parts[0]), int(parts[1]))
    query = (
        select(Letter)
        .join(DisciplineCase, col(DisciplineCase.id) == col(Letter.case_id))
        .where(col(Letter.number) == number, looking.sees())
    )
    row = tx.session.exec(query).first()
    if row is None:
        raise NotFoundError(
            _("There is no letter no. {number}, or its case is not for you to see.").format(
                number=clean_line(typed)
            )
        )
    tx.subject = f"case:{row.case_id}"
    return row


def _thawed(row: Letter) -> FrozenLetter:
    return letters.thawed(json.loads(row.content))


def _services(session: Session, case_ids: list[int]) -> dict[str, Service]:
    """How the letters of some cases were served, by their numbers."""
    query = (
        select(CaseEvent)
        .where(col(CaseEvent.case_id).in_(set(case_ids)), col(CaseEvent.step) == CaseStep.SERVE)
        .order_by(col(CaseEvent.id))
    )
    found = {}
    for row in session.exec(query):
        told = json.loads(row.payload)
        found[told["served"]] = Service(
            on=date.fromisoformat(told["served_on"]),
            receipt=bool(told.get("receipt")),
            witnesses=tuple(told.get("witnesses", ())),
        )
    return found


def _printed(store: Store, by: str) -> str:
    foot = _("Printed {time} by {name}") if by else _("Printed {time}")
    return foot.format(time=f"{store.clock.now():%Y-%m-%d %H:%M}", name=by)

"""Letters of discipline as they are frozen (RULEBOOK §6, §9): their facts and their very words.

A letter is printed again from what was frozen and from nothing else, so it reads the same after
the rules, the office's name, a clause or the program's own sentences have changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from gridterm.discipline import letter_words
from gridterm.discipline.clauses import ClauseText
from gridterm.discipline.letter_words import Facts
from gridterm.discipline.terms import CaseStep, LetterKind, Track, rung_of
from gridterm.i18n import language
from gridterm.registers.terms import Person
from gridterm.text import clean, clean_line

FORM = 1
"""The form of what is frozen; a later one says so."""


@dataclass(frozen=True)
class FrozenLetter:
    """A letter to be printed: what it says, word for word, and what its receipt repeats.

    ``addressee`` is the line it begins with, empty where it is written by hand; ``note`` a small
    remark under it; ``spoken`` the language of all of it.
    """

    kind: LetterKind
    number: str
    refers_to: str
    issued_on: date
    office: str
    street: str
    name: str
    staff_number: str
    post: str
    grid: str
    case: str
    spoken: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    signoff: tuple[str, ...]
    copies: str
    note: str


def content(  # noqa: PLR0913 - a letter names every part of what it says
    kind: LetterKind,
    *,
    number: str,
    issued_on: date,
    office: str,
    street: str,
    person: Person,
    post: str,
    grid: str,
    case_number: str,
    clause: ClauseText | None,
    track: Track,
    level: int,
    incident_on: date,
    matter: str,
    findings: int,
    statement: str,
    decided_by: str,
    reason: str,
    refers_to: str = "",
    appeal_until_days: int,
    basis: str = "",
    unit: str = "",
    was: int = 0,
    step: CaseStep | None = None,
) -> dict[str, object]:
    """What is frozen of a letter: its facts and the words it is printed with, as JSON values.

    Args:
        kind: which letter; a receipt is made of the letter it belongs to, see ``documents``.
        number: its number.
        issued_on: the day of the decision.
        office: the community's name.
        street: the street or town above it.
        person: whom it is about; the phone is not kept.
        post: what they do, in words.
        grid: where they do it, in words.
        case_number: of the case.
        clause: the must-not that was broken, None for performance.
        track: the ladder.
        level: the rung it gives, 1 the lowest; 0 where a decision is revoked.
        incident_on: the day of the incident.
        matter: what happened, as it was found true.
        findings: how many findings of one check it is about.
        statement: what the person said; empty where they said nothing.
        decided_by: who decided, by name.
        reason: why, as typed.
        refers_to: the number of the letter a notice corrects.
        appeal_until_days: days after the service in which an appeal is possible.
        basis: why this rung, in sentences (``explaining.why``).
        unit: whom a proposal to dismiss goes to; empty leaves a line to write on. Other letters
            pass over it, but for the correction of such a proposal: the unit must hear of it.
        was: the rung before a correction, 0 where it is not known.
        step: which correction: ``CHANGE``, ``REVOKE`` or ``RESTORE``; without it a level of 0
            is a revocation and any other a change.

    Raises:
        ValueError: for a receipt, which is no letter of its own.
    """
    if kind is LetterKind.RECEIPT:
        raise ValueError(kind)
    return _frozen(
        Facts(
            kind=kind,
            number=clean_line(number),
            refers_to=clean_line(refers_to),
            issued_on=issued_on,
            office=clean_line(office),
            street=clean_line(street),
            name=clean_line(person.name),
            staff_number=clean_line(person.number),
            post=clean_line(post),
            grid=clean_line(grid),
            case=clean_line(case_number),
            clause=replace(clause, text=clean_line(clause.text)) if clause else None,
            track=track,
            level=level,
            was=was,
            step=step or (CaseStep.CHANGE if level else CaseStep.REVOKE),
            incident_on=incident_on,
            matter=clean(matter),
            findings=findings,
            statement=clean(statement),
            decided_by=clean_line(decided_by),
            reason=clean(reason),
            basis=clean(basis),
            appeal_days=appeal_until_days,
            unit=clean_line(unit),
        )
    )


def _frozen(facts: Facts) -> dict[str, object]:
    clause, rung = facts.clause, rung_of(facts.track, facts.level)
    return {
        "form": FORM,
        "language": language(),
        "kind": str(facts.kind),
        "number": facts.number,
        "refers_to": facts.refers_to,
        "issued_on": facts.issued_on.isoformat(),
        "office": facts.office,
        "street": facts.street,
        "name": facts.name,
        "staff_number": facts.staff_number,
        "post": facts.post,
        "grid": facts.grid,
        "case": facts.case,
        "clause": str(clause.clause) if clause else "",
        "clause_text": clause.text if clause else "",
        "track": str(facts.track),
        "level": facts.level,
        "rung": rung.label if rung else "",
        "was": facts.was,
        "step": str(facts.step) if facts.kind is LetterKind.CORRECTION else "",
        "incident_on": facts.incident_on.isoformat(),
        "matter": facts.matter,
        "findings": facts.findings,
        "statement": facts.statement,
        "decided_by": facts.decided_by,
        "reason": facts.reason,
        "basis": facts.basis,
        "appeal_days": facts.appeal_days,
        "unit": facts.unit,
        "title": facts.kind.label,
        "addressee": letter_words.addressee(facts),
        "paragraphs": letter_words.paragraphs(facts),
        "signoff": letter_words.signoff(facts),
        "copies": letter_words.copies(facts),
        "note": letter_words.note(facts),
    }


def thawed(frozen: Mapping[str, object]) -> FrozenLetter:
    """A letter to be printed, from what ``content`` froze.

    Raises:
        KeyError: it is not such a letter.
    """

    def words(name: str) -> str:
        return str(frozen[name])

    def lines(name: str) -> tuple[str, ...]:
        found = frozen[name]
        return tuple(map(str, found)) if isinstance(found, list) else ()

    return FrozenLetter(
        kind=LetterKind(words("kind")),
        number=words("number"),
        refers_to=words("refers_to"),
        issued_on=date.fromisoformat(words("issued_on")),
        office=words("office"),
        street=words("street"),
        name=words("name"),
        staff_number=words("staff_number"),
        post=words("post"),
        grid=words("grid"),
        case=words("case"),
        spoken=words("language"),
        title=words("title"),
        addressee=words("addressee"),
        paragraphs=lines("paragraphs"),
        signoff=lines("signoff"),
        copies=words("copies"),
        note=words("note"),
    )

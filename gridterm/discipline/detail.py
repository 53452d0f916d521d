"""A case as somebody sees it: its path, its evidence, its place on the ladder, what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.discipline import bearing, powers, rules
from gridterm.discipline.bearing import Record
from gridterm.discipline.events import event_rows, facts_of, id_of
from gridterm.discipline.powers import Part, Reader
from gridterm.discipline.showing import event_words, evidence_view
from gridterm.discipline.tables import CaseEvent, CaseEvidence, DisciplineCase, Letter
from gridterm.discipline.terms import (
    CaseFacts,
    CaseState,
    CaseStep,
    Clause,
    LetterKind,
    Source,
    Standing,
    Track,
)
from gridterm.discipline.views import (
    CaseDetail,
    CaseRow,
    EventView,
    EvidenceView,
    LetterView,
)
from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.registers.staff import person
from gridterm.registers.tables import Staff
from gridterm.settings import Settings

_LADDER = frozenset({Part.LEADER, Part.DECIDER, Part.PERSON})
"""Whose part in a case shows them the ladder, and with it the person's other cases."""
NOBODY = -1
"""An id that is nobody's, to try a step with before somebody is chosen."""


def detail(session: Session, reader: Reader, record: DisciplineCase, now: datetime) -> CaseDetail:
    """A case whole; whom it is about does not learn who reported it or who called.

    Who only reported or investigates it sees nothing of the person's other cases: the ladder is
    for whoever decides and for the person.
    """
    facts = facts_of(record)
    parts = powers.parts_of(reader, facts)
    for_person, ladder = parts == {Part.PERSON}, bool(parts & _LADDER)
    shown = bearing.nameless(facts) if for_person else facts
    current = settings.load(session)
    known = bearing.record_of(session, record.person_id, only=visible(session, reader, record))
    known = known.unnamed() if for_person else known
    standing = known.standing(facts.id)
    coming, said = _due(known, shown, standing) if ladder else (0, _not_the_ladder())
    return CaseDetail(
        row=case_row(record, session.get_one(Staff, record.person_id)),
        facts=shown,
        discovered_on=record.discovered_on,
        statement=record.statement,
        reporter="" if for_person else _name(session, facts.reporter_id),
        investigator=_name(session, facts.investigator_id),
        decider=_name(session, facts.decider_id),
        events=_events(session, record, for_person=for_person),
        evidence=_evidence(session, record, for_person=for_person),
        letters=letters_of(session, [record])[id_of(record)],
        standing=standing if ladder else None,
        steps=rules.allowed(facts.state),
        refusals=_refusals(session, reader, facts, now, (current, standing)),
        due=coming,
        due_why=said,
        answer_until=_answer_until(facts, current),
        corrections=known.corrections() if ladder and not for_person else (),
    )


def _not_the_ladder() -> str:
    return _("The other cases of the person are for those to see who may decide.")


def visible(session: Session, reader: Reader, record: DisciplineCase) -> frozenset[int] | None:
    """The cases of the person that bear on what is shown; None for all of them.

    Whom they are about sees nothing of a case they were not told of.
    """
    if reader.id != record.person_id:
        return None
    own = select(DisciplineCase.id).where(col(DisciplineCase.person_id) == reader.id, reader.sees())
    return frozenset(one for one in session.exec(own) if one is not None)


def case_row(record: DisciplineCase, staff: Staff) -> CaseRow:
    """A case in a list."""
    return CaseRow(
        id=id_of(record),
        number=record.number,
        state=CaseState(record.state),
        person=person(staff),
        track=Track(record.track),
        clause=Clause(record.clause) if record.clause else None,
        source=Source(record.source),
        incident_on=record.incident_on,
        level=record.level,
        letter=record.letter,
        matter=record.matter,
        last_event_at=record.last_event_at,
    )


def letters_of(
    session: Session, records: Sequence[DisciplineCase]
) -> dict[int, tuple[LetterView, ...]]:
    """The letters and notices of some cases, by case, in the order they were issued."""
    by_id = {id_of(one): one for one in records}
    found: dict[int, list[LetterView]] = {one: [] for one in by_id}
    query = select(Letter).where(col(Letter.case_id).in_(by_id)).order_by(col(Letter.id))
    for row in session.exec(query):
        case = by_id[row.case_id]
        holds = facts_of(case).given > 0 and row.number == case.letter
        found[row.case_id].append(
            LetterView(
                id=row.id or 0,
                number=row.number,
                kind=LetterKind(row.kind),
                level=row.level,
                refers_to=row.refers_to,
                issued_at=row.issued_at,
                issuer=row.issuer,
                in_force=holds,
            )
        )
    return {one: tuple(several) for one, several in found.items()}


# ── its parts ───────────────────────────────────────────────────────────────
def _events(session: Session, record: DisciplineCase, *, for_person: bool) -> tuple[EventView, ...]:
    return tuple(
        EventView(
            seq=one.seq,
            at=one.at,
            recorded_at=one.recorded_at,
            actor="" if for_person and _tells_the_reporter(one, record) else one.actor,
            step=CaseStep(one.step),
            state=CaseState(one.state),
            words=event_words(one, Track(record.track)),
        )
        for one in event_rows(session, id_of(record))
    )


def _tells_the_reporter(one: CaseEvent, record: DisciplineCase) -> bool:
    """The reporter's steps tell who it was, but for those they took as the investigator."""
    if one.actor_id != record.reporter_id:
        return False
    early = one.step in {CaseStep.REPORT, CaseStep.EVIDENCE, CaseStep.INVESTIGATE}
    return early or record.reporter_id != record.investigator_id


def _evidence(
    session: Session, record: DisciplineCase, *, for_person: bool
) -> tuple[EvidenceView, ...]:
    query = (
        select(CaseEvidence)
        .where(col(CaseEvidence.case_id) == record.id)
        .order_by(col(CaseEvidence.id))
    )
    hidden = _reporter_name(session, record) if for_person else ""
    return tuple(
        _unnamed(evidence_view(one, for_person=for_person), hidden) for one in session.exec(query)
    )


def _reporter_name(session: Session, record: DisciplineCase) -> str:
    staff = session.get(Staff, record.reporter_id) if record.reporter_id else None
    return staff.name if staff is not None and staff.id != record.person_id else ""


def _unnamed(view: EvidenceView, name: str) -> EvidenceView:
    """Without the lines that are nothing but the name of who reported it."""
    kept = tuple(line for line in view.lines if not name or line[1] != name)
    return replace(view, lines=kept)


def _name(session: Session, staff_id: int | None) -> str:
    staff = session.get(Staff, staff_id) if staff_id is not None else None
    return staff.name if staff is not None else ""


def _due(known: Record, facts: CaseFacts, standing: Standing) -> tuple[int, str]:
    """The rung a decision would have now, with the reason; of a lead as if it were true."""
    if facts.state in {CaseState.REPORTED, CaseState.INVESTIGATING}:
        tried = replace(facts, state=CaseState.CONFIRMED, confirmed_on=None)
        standing = known.judged(tried)
    return standing.level, standing.why


def _answer_until(facts: CaseFacts, current: Settings) -> date | None:
    if facts.asked_at is None:
        return None
    return facts.asked_at.date() + timedelta(days=current.number("discipline.answer_days"))


# ── what can be done ────────────────────────────────────────────────────────
def _refusals(
    session: Session,
    reader: Reader,
    facts: CaseFacts,
    now: datetime,
    by: tuple[Settings, Standing],
) -> dict[CaseStep, str]:
    """Why this reader cannot take a step the state allows: each is tried with facts that fit."""
    found = {}
    for step in rules.allowed(facts.state):
        said = powers.barred(session, reader, facts, step, now.date())
        if not said:
            said = _tried(facts, step, now, _fitting(facts, reader, step, now, by))
        if said:
            found[step] = said
    return found


def _tried(facts: CaseFacts, step: CaseStep, now: datetime, payload: Mapping[str, Any]) -> str:
    try:
        rules.step(facts, step, now, payload)
    except RefusedError as error:
        return error.message
    return ""


def _fitting(
    facts: CaseFacts,
    reader: Reader,
    step: CaseStep,
    now: datetime,
    by: tuple[Settings, Standing],
) -> dict[str, Any]:
    """Facts of a step with which only what cannot be mended on the form is in its way."""
    current, standing = by
    today = now.date().isoformat()
    level = facts.level - 1 if step is CaseStep.CHANGE else standing.level
    return {
        "by_id": facts.person_id if step is CaseStep.APPEAL else reader.id,
        "reason": "-",
        "words": "-",
        "investigator_id": NOBODY,
        "level": level,
        "due": level,
        "unserved": bearing.unserved(standing),
        "letter": f"{now.year}-new",
        "answer_days": current.number("discipline.answer_days"),
        "served_on": today,
        "receipt": True,
        "appealed_on": today,
        "days": current.number("discipline.appeal_days"),
    }

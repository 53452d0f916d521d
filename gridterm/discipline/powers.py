"""Who may see a case and who may take which step (RULEBOOK §6; settings ``discipline.*``).

A case is seen by the roles the office names, and by whoever reported it, investigates it or
decided it. Whom it is about sees it from the moment they are asked for a statement, without the
names of who reported it and who called; a leader sees their own case like anybody else.

Nobody does anything here without a name: the program itself (no staff id) neither sees a case
nor takes a step. What a person may not do by their part in a case, ``guards`` refuse beside this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import Session, col

from gridterm import settings
from gridterm.discipline.events import facts_of, get, no_such_case, read_steps
from gridterm.discipline.guards import under_review
from gridterm.discipline.tables import DisciplineCase
from gridterm.discipline.terms import CaseFacts, CaseStep
from gridterm.errors import NotFoundError, RefusedError
from gridterm.hotline.posts import with_roles
from gridterm.i18n import _
from gridterm.registers.staff import works_on
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Role, split_roles
from gridterm.store.audit import Actor
from gridterm.store.unit import Tx

LEADERS: tuple[Role, ...] = (Role.PRINCIPAL_LEADER, Role.COMMITTEE)
"""Who decides where nobody named by the setting is at work and free of the case."""


class Part(Enum):
    """What somebody is in a case."""

    LEADER = auto()
    REPORTER = auto()
    INVESTIGATOR = auto()
    DECIDER = auto()
    PERSON = auto()


_ALL = (Part.LEADER, Part.REPORTER, Part.INVESTIGATOR, Part.DECIDER)
DECISIONS = frozenset(
    {
        *(CaseStep.DECIDE, CaseStep.UPHOLD, CaseStep.CHANGE),
        *(CaseStep.REVOKE, CaseStep.RESTORE),
    }
)
WHO: Mapping[CaseStep, tuple[Part, ...]] = {
    CaseStep.INVESTIGATE: (Part.LEADER,),
    CaseStep.EVIDENCE: (Part.LEADER, Part.REPORTER, Part.INVESTIGATOR),
    CaseStep.ASK: (Part.LEADER, Part.INVESTIGATOR),
    CaseStep.STATE: (Part.LEADER, Part.INVESTIGATOR, Part.PERSON),
    CaseStep.UNFOUNDED: (Part.LEADER, Part.INVESTIGATOR),
    CaseStep.WITHDRAW: (Part.LEADER, Part.REPORTER),
    CaseStep.CONFIRM: (Part.LEADER, Part.INVESTIGATOR),
    CaseStep.SERVE: (Part.LEADER, Part.INVESTIGATOR, Part.DECIDER),
    CaseStep.APPEAL: (*_ALL, Part.PERSON),
}
"""Who takes a step that is no decision; decisions are for ``deciders``."""


@dataclass(frozen=True)
class Reader:
    """Somebody who looks: ``leads`` says that they may see every case but their own."""

    id: int
    leads: bool

    def sees(self) -> ColumnElement[bool]:
        """The condition that a case is for them to see."""
        case = DisciplineCase
        own = col(case.person_id) == self.id
        told = or_(col(case.asked_at).is_not(None), col(case.reporter_id) == self.id)
        parts = (case.reporter_id, case.investigator_id, case.decider_id)
        others = true() if self.leads else or_(*(col(one) == self.id for one in parts))
        return or_(and_(own, told), and_(~own, others))


# ── seeing ──────────────────────────────────────────────────────────────────
def reader_of(session: Session, actor: Actor, day: date) -> Reader:
    """Who looks, on a day.

    Raises:
        RefusedError: nobody who is employed here has said that it is them.
    """
    staff = session.get(Staff, actor.staff_id) if actor.staff_id is not None else None
    if staff is None or not works_on(staff, day):
        raise RefusedError(
            _("Cases are only for people who work here. Sign on as a member of staff.")
        )
    current = settings.load(session)
    named = {*current.codes("discipline.readers"), *current.codes("discipline.deciders")}
    return Reader(staff.id or 0, bool(named & set(split_roles(staff.roles))))


def parts_of(reader: Reader, facts: CaseFacts) -> frozenset[Part]:
    """What somebody is in a case; nothing for whom it is not to see."""
    if reader.id == facts.person_id:
        told = facts.asked_at is not None or facts.reporter_id == reader.id
        return frozenset({Part.PERSON}) if told else frozenset()
    found = {
        Part.LEADER: reader.leads,
        Part.REPORTER: reader.id == facts.reporter_id,
        Part.INVESTIGATOR: reader.id == facts.investigator_id,
        Part.DECIDER: reader.id == facts.decider_id,
    }
    return frozenset(part for part, holds in found.items() if holds)


def seen(session: Session, reader: Reader, case_id: int) -> DisciplineCase:
    """The row of a case for somebody.

    Raises:
        NotFoundError: there is none, or it is not for them: both sound the same.
    """
    record = get(session, case_id)
    if not parts_of(reader, facts_of(record)):
        raise NotFoundError(no_such_case())
    return record


# ── doing ───────────────────────────────────────────────────────────────────
def check_may(tx: Tx, case_id: int, step: CaseStep) -> DisciplineCase:
    """The row of a case somebody is about to take a step of.

    Raises:
        NotFoundError: there is none they may see.
        RefusedError: somebody else has to do it; the sentence says who.
    """
    day = tx.now.date()
    reader = reader_of(tx.session, tx.actor, day)
    record = seen(tx.session, reader, case_id)
    said = barred(tx.session, reader, facts_of(record), step, day)
    if said:
        raise RefusedError(said)
    return record


def barred(session: Session, reader: Reader, facts: CaseFacts, step: CaseStep, day: date) -> str:
    """Why somebody may not take a step of a case, ``""`` where they may."""
    parts = parts_of(reader, facts)
    if parts == {Part.PERSON} and step not in {CaseStep.STATE, CaseStep.APPEAL}:
        return _("Whoever the case is about cannot do this. Somebody else must.")
    if step in DECISIONS:
        return _undecided(session, reader, facts, step, day)
    if parts & set(WHO[step]):
        return ""
    may = _who(session, facts, WHO[step], day)
    return _ask(step, may) if may else ""


def deciders(session: Session, facts: CaseFacts, day: date) -> list[Staff]:
    """Who may decide on a case on a day, of those at work.

    The roles the office names; where everybody who has one of them reported the case, is whom it
    is about, or decided what is appealed, the other leaders who may see cases.
    """
    current, biased = settings.load(session), _biased(session, facts)
    named = _roles(current.codes("discipline.deciders"))
    leaders = [one for one in LEADERS if one in _roles(current.codes("discipline.readers"))]
    for roles in (named, leaders):
        free = [one for one in with_roles(session, roles, day) if one.id not in biased]
        if free:
            return free
    return []


def _biased(session: Session, facts: CaseFacts) -> set[int | None]:
    """Who may not decide: whom it is about, who reported or found it, who decided before."""
    first = facts.decider_id if under_review(facts) else None
    steps = read_steps(session, facts.id)
    finder = steps[0].payload.get("finder_id") if steps else None
    return {facts.person_id, facts.reporter_id, finder, first}


def _undecided(
    session: Session, reader: Reader, facts: CaseFacts, step: CaseStep, day: date
) -> str:
    may = deciders(session, facts, day)
    if reader.id in {one.id for one in may}:
        return ""
    if reader.id == facts.reporter_id:
        return _("Whoever reported it cannot decide on it. Somebody else must.")
    if may:
        return _ask(step, may)
    return _(
        "Nobody at work may decide on this case: each leader reported it, is whom it is about, "
        "or decided before. Name another leader in the staff register."
    )


def _who(session: Session, facts: CaseFacts, parts: Collection[Part], day: date) -> list[Staff]:
    """Who of those at work has one of the parts; nobody means that anybody who sees it may."""
    current = settings.load(session)
    found: dict[int, Staff] = {}
    if Part.LEADER in parts:
        named = (*current.codes("discipline.readers"), *current.codes("discipline.deciders"))
        found = {one.id or 0: one for one in with_roles(session, _roles(named), day)}
    own = {
        Part.REPORTER: facts.reporter_id,
        Part.INVESTIGATOR: facts.investigator_id,
        Part.DECIDER: facts.decider_id,
    }
    for part, staff_id in own.items():
        staff = session.get(Staff, staff_id) if part in parts and staff_id else None
        if staff is not None and works_on(staff, day) and not staff.away:
            found[staff.id or 0] = staff
    found.pop(facts.person_id, None)
    return list(found.values())


def _roles(codes: Iterable[str]) -> tuple[Role, ...]:
    wanted = set(codes)
    return tuple(role for role in Role if role in wanted)


def _ask(step: CaseStep, may: Collection[Staff]) -> str:
    return _("“{action}” is done by: {names}. Ask one of them to sign on.").format(
        action=step.label, names=_(", ").join(one.name for one in may)
    )

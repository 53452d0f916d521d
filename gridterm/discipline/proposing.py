"""Cases the program proposes (RULEBOOK §6): a person opens them, or declines them with a reason.

Falsified checks without a case, complaints that name somebody of the staff, and months with more
unexplained absences than the office allows. Nobody sees a proposal about themselves; who made a
check sees what comes of it, leaders see all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.attendance.reading import whole_in
from gridterm.attendance.reading.views import PersonMonth
from gridterm.attendance.tables import Correction, Punch
from gridterm.attendance.terms import CorrectionKind, DayView
from gridterm.discipline import powers, service
from gridterm.discipline.leads import UNDECIDED
from gridterm.discipline.powers import Reader
from gridterm.discipline.sources import absences, unexplained
from gridterm.discipline.tables import CaseEvidence, DeclinedProposal, DisciplineCase
from gridterm.discipline.terms import Clause, Source, Track
from gridterm.discipline.views import CaseDetail, CaseForm, Proposal
from gridterm.errors import NotFoundError, RefusedError
from gridterm.hotline.stepping import required
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Kind, State
from gridterm.i18n import _, ngettext
from gridterm.registers.staff import person
from gridterm.registers.tables import Staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.text import clip
from gridterm.visits.tables import SpotCheck, SpotDraw
from gridterm.visits.terms import Finding

LOOK_BACK = timedelta(days=365)
"""How old a finding or a complaint may be that is still proposed: so an index finds them."""
MONTHS = 2
"""Months of attendance looked at: this one and the one before, until it is locked and paid."""
SHOWN = 80
COMPLAINTS = (Kind.COMPLAINT, Kind.REPORT)
NO_CALL = (State.VOID, State.MERGED)


@dataclass(frozen=True)
class Declined:
    """A proposal that was declined: about whom, by whom, when and why."""

    subject: str
    person: str
    at: datetime
    actor: str
    reason: str


def proposals(store: Store, reader: Actor) -> tuple[Proposal, ...]:
    """What is proposed and neither opened nor declined, the newest first.

    Raises:
        RefusedError: nobody who is employed here looks.
    """
    with store.read() as session:
        looking = powers.reader_of(session, reader, store.clock.today())
        return _proposals(session, looking, store.clock.now())


def accept(store: Store, actor: Actor, subject: str, form: CaseForm | None = None) -> CaseDetail:
    """Open the case a proposal stands for, or add it as evidence where it belongs to an open one.

    Args:
        store: the office.
        actor: who opens it, and reports it with that.
        subject: the proposal's.
        form: what was made of the proposal's form; None takes it as it is.

    Raises:
        NotFoundError: it is not proposed, or not to the actor.
        InputError: as ``service.report``.
    """
    one = _one(proposals(store, actor), subject)
    if one.case_id is not None:
        return service.add_evidence(store, actor, one.case_id, subject=subject)
    return service.report(store, actor, form or one.form)


def decline(store: Store, actor: Actor, subject: str, person_id: int, reason: str) -> Declined:
    """Decline a proposal, with the reason; it does not come back. For leaders, not in their own.

    Raises:
        NotFoundError: it is not proposed about this person, or not to the actor.
        InputError: the reason is missing.
        RefusedError: the actor is no leader who may see all cases.
    """
    words = required(reason, _("Say why."), "reason")
    one = _one(proposals(store, actor), subject)
    with store.write("discipline.decline", actor) as tx:
        looking = powers.reader_of(tx.session, actor, tx.now.date())
        if one.person.id != person_id or _answered(tx.session, [subject]):
            raise NotFoundError(_not_proposed())
        if not looking.leads:
            raise RefusedError(_("A proposal is declined by whoever may see all cases."))
        row = DeclinedProposal(
            subject=subject,
            person_id=person_id,
            at=tx.now,
            actor_id=actor.staff_id,
            actor=actor.name,
            reason=words,
        )
        tx.add(row)
        tx.subject = f"staff:{person_id}"
        return Declined(subject, one.person.name, row.at, row.actor, row.reason)


def declined(store: Store, reader: Actor) -> tuple[Declined, ...]:
    """What was declined, the newest first: for leaders, never what is about themselves.

    Raises:
        RefusedError: nobody who is employed here looks.
    """
    with store.read() as session:
        looking = powers.reader_of(session, reader, store.clock.today())
        if not looking.leads:
            return ()
        query = (
            select(DeclinedProposal, Staff.name)
            .join(Staff, col(Staff.id) == col(DeclinedProposal.person_id))
            .where(col(DeclinedProposal.person_id) != looking.id)
            .order_by(col(DeclinedProposal.id).desc())
        )
        return tuple(
            Declined(row.subject, name, row.at, row.actor, row.reason)
            for row, name in session.exec(query)
        )


def _one(found: Iterable[Proposal], subject: str) -> Proposal:
    one = next((one for one in found if one.subject == subject), None)
    if one is None:
        raise NotFoundError(_not_proposed())
    return one


def _not_proposed() -> str:
    return _("This is not proposed; it was opened or declined in the meantime.")


def _proposals(session: Session, reader: Reader, now: datetime) -> tuple[Proposal, ...]:
    found = list(_of_checks(session, reader, now.date()))
    if reader.leads:
        found += _of_calls(session, now.date())
        found += _of_attendance(session, now)
    answered = _answered(session, [one.subject for one in found])
    waiting = (one for one in found if one.subject not in answered and one.person.id != reader.id)
    return tuple(sorted(waiting, key=lambda one: (one.at, one.subject), reverse=True))


def _answered(session: Session, subjects: list[str]) -> frozenset[str]:
    """Which of them were declined, or are evidence in a case."""
    queries = (
        select(DeclinedProposal.subject).where(col(DeclinedProposal.subject).in_(subjects)),
        select(CaseEvidence.subject).where(col(CaseEvidence.subject).in_(subjects)),
    )
    return frozenset(one for query in queries for one in session.exec(query))


# ── falsified checks ────────────────────────────────────────────────────────
def _of_checks(session: Session, reader: Reader, today: date) -> Iterator[Proposal]:
    """The checks whose last result is falsified."""
    later, check = aliased(SpotCheck), SpotCheck
    corrected = select(later.id).where(
        later.draw_id == check.draw_id, later.visit_id == check.visit_id, later.seq > check.seq
    )
    wanted: list[ColumnElement[bool]] = [
        col(SpotDraw.day) >= today - LOOK_BACK,
        col(check.result) == Finding.FALSIFIED,
        ~corrected.exists(),
    ]
    if not reader.leads:
        wanted.append(col(check.checker_id) == reader.id)
    query = (
        select(check, SpotDraw, Staff)
        .join(SpotDraw, col(SpotDraw.id) == col(check.draw_id))
        .join(Staff, col(Staff.id) == col(SpotDraw.staff_id))
        .where(*wanted)
    )
    rows = session.exec(query).all()
    opened = _open_by_draw(session, reader, {f"draw:{draw.id}" for _check, draw, _who in rows})
    for found, draw, staff in rows:
        yield _of_check(found, draw, staff, opened.get(f"draw:{draw.id}"))


def _of_check(
    check: SpotCheck, draw: SpotDraw, staff: Staff, case: DisciplineCase | None
) -> Proposal:
    days = {"day": check.checked_on.isoformat(), "visited": draw.day.isoformat()}
    matter = _("The check of {day} found a visit of {visited} falsified.").format(**days)
    words = matter
    if case is not None:
        words = _("{sentence} {more}").format(
            sentence=matter,
            more=_("It belongs into {case}: the findings of one check are one step.").format(
                case=case.number
            ),
        )
    subject = f"check:{check.id}"
    about = (staff.id, Clause.FALSIFY, Track.VISITS, Source.SPOT_CHECK, subject)
    return Proposal(
        subject=subject,
        source=Source.SPOT_CHECK,
        person=person(staff),
        words=words,
        at=check.checked_on,
        form=CaseForm(*about, draw.day, check.checked_on, matter),
        case_id=case.id if case is not None else None,
    )


def _open_by_draw(session: Session, reader: Reader, draws: set[str]) -> dict[str, DisciplineCase]:
    """The undecided cases that came from one of these draws, as far as they are seen."""
    query = select(DisciplineCase).where(
        col(DisciplineCase.check_ref).in_(draws),
        col(DisciplineCase.state).in_(UNDECIDED),
        reader.sees(),
    )
    return {one.check_ref: one for one in session.exec(query)}


# ── complaints ──────────────────────────────────────────────────────────────
def _of_calls(session: Session, today: date) -> Iterator[Proposal]:
    """The complaints and reports of a year that name somebody of the staff."""
    since = datetime.combine(today - LOOK_BACK, time())
    query = (
        select(Ticket, Staff)
        .join(Staff, col(Staff.id) == col(Ticket.accused_id))
        .where(
            col(Ticket.kind).in_(COMPLAINTS),
            col(Ticket.received_at) >= since,
            col(Ticket.state).not_in(NO_CALL),
        )
    )
    for ticket, staff in session.exec(query):
        day, subject = ticket.received_at.date(), f"ticket:{ticket.id}"
        words = _("Call {number} complains of {name}.").format(
            number=ticket.number, name=staff.name
        )
        content = "" if ticket.confidential else clip(ticket.title or ticket.content, SHOWN)
        told = _("{sentence} {more}").format(sentence=words, more=content) if content else words
        about = (staff.id, "", Track.MUST_NOTS, Source.TICKET, subject)
        form = CaseForm(*about, day, day, words)
        yield Proposal(subject, Source.TICKET, person(staff), told, day, form)


# ── attendance ──────────────────────────────────────────────────────────────
def _of_attendance(session: Session, now: datetime) -> Iterator[Proposal]:
    """Months with so many days of unexplained absence that the office asks for a case.

    Where nobody at all signed in that month the office did not keep attendance there: that says
    nothing about a person.
    """
    least = settings.load(session).number("discipline.propose_absences")
    month = now.date().replace(day=1)
    for _n in range(MONTHS):
        kept = _kept(session, month)
        for one in whole_in(session, (month.year, month.month), now).rows if kept else ():
            days = absences(one.days)
            if len(days) >= least:
                yield _of_month(session, one, days, f"{month:%Y-%m}")
        month = (month - timedelta(days=1)).replace(day=1)


def _kept(session: Session, month: date) -> bool:
    """Whether anybody signed in during a month, at the desk, by a machine or on paper."""
    after = (month + timedelta(days=31)).replace(day=1)
    since, until = datetime.combine(month, time()), datetime.combine(after, time())
    punches = select(Punch.id).where(col(Punch.at) >= since, col(Punch.at) < until)
    noted = select(Correction.id).where(
        col(Correction.day) >= month,
        col(Correction.day) < after,
        col(Correction.kind).in_((CorrectionKind.MAKEUP, CorrectionKind.CONFIRMED)),
        col(Correction.undone_at).is_(None),
    )
    return any(session.exec(query.limit(1)).first() is not None for query in (punches, noted))


def _of_month(
    session: Session, one: PersonMonth, days: tuple[DayView, ...], month: str
) -> Proposal:
    staff = session.get_one(Staff, one.staff.id)
    words = ngettext(
        "{count} day of unexplained absence in {month}.",
        "{count} days of unexplained absence in {month}.",
        len(days),
    ).format(count=len(days), month=month)
    decided = sum(all(slot.result for slot in day.slots if unexplained(slot)) for day in days)
    told = _("{sentence} {more}").format(
        sentence=words,
        more=_("Of these are confirmed or locked: {count}.").format(count=decided),
    )
    subject, last = f"attendance:{staff.number}:{month}", days[-1].day
    about = (staff.id, "", Track.PERFORMANCE, Source.ATTENDANCE, subject)
    matter = _("{sentence} {more}").format(
        sentence=words,
        more=_("The days: {days}.").format(days=_(", ").join(day.day.isoformat() for day in days)),
    )
    form = CaseForm(*about, last, None, matter)
    return Proposal(subject, Source.ATTENDANCE, person(staff), told, last, form)

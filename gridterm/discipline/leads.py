"""A lead as it was typed, checked against the record it comes from (线索登记, RULEBOOK §6)."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col, or_, select

from gridterm.discipline import powers
from gridterm.discipline.events import facts_of
from gridterm.discipline.sources import Copied, copy_of
from gridterm.discipline.tables import CaseEvidence, DisciplineCase
from gridterm.discipline.terms import CaseState, Clause, Source, Track
from gridterm.discipline.views import CaseForm
from gridterm.errors import InputError, RefusedError
from gridterm.i18n import Term, _
from gridterm.registers.checking import Faults
from gridterm.registers.employment import worked_on
from gridterm.registers.tables import Staff
from gridterm.store.unit import Tx
from gridterm.text import clean_line

T = TypeVar("T", bound=Term)
UNDECIDED = (CaseState.REPORTED, CaseState.INVESTIGATING, CaseState.CONFIRMED)
ENDED = (CaseState.UNFOUNDED, CaseState.WITHDRAWN)


def checked_lead(tx: Tx, form: CaseForm) -> tuple[Copied | None, dict[str, Any]]:
    """The record a lead comes from, if any, and the facts of its first step but the number.

    Raises:
        InputError: something typed cannot be used; ``fields`` names it.
        RefusedError: there is a case about this record already.
    """
    subject = clean_line(form.subject)
    copied = copy_of(tx.session, subject, tx.now) if subject else None
    faults = Faults()
    person_id = _person(faults, tx.session, form, copied)
    track, clause = _broken(faults, form)
    source = copied.source if copied else _code(faults, Source, "source", form.source)
    incident_on, discovered_on = _days(faults, form, copied, tx.now.date())
    faults.check()
    _employed_then(tx.session, person_id, incident_on)
    check = copied.check if copied and track is Track.VISITS else ""
    if copied is not None:
        _refuse_twice(tx, copied.subject, check, person_id)
    return copied, {
        "person_id": person_id,
        "reporter_id": tx.actor.staff_id,
        "track": str(track),
        "clause": str(clause or ""),
        "source": str(source),
        "subject": copied.subject if copied else "",
        "check": check,
        "findings": 1,
        "incident_on": incident_on.isoformat(),
        "discovered_on": discovered_on.isoformat(),
        "finder_id": copied.finder_id if copied else None,
    }


def more_findings(session: Session, copied: Copied, record: DisciplineCase) -> int:
    """How many findings a record adds to a case: 1 for another finding of its check, once."""
    if not copied.amiss or not copied.check or copied.check != record.check_ref:
        return 0
    known = select(CaseEvidence.id).where(
        col(CaseEvidence.case_id) == record.id, col(CaseEvidence.subject) == copied.subject
    )
    own = copied.person_id == record.person_id
    return int(own and session.exec(known).first() is None)


def _person(faults: Faults, session: Session, form: CaseForm, copied: Copied | None) -> int:
    about = copied.person_id if copied else None
    person_id = form.person_id if form.person_id is not None else about
    staff = session.get(Staff, person_id) if person_id is not None else None
    if staff is None:
        faults.add("person_id", _("Say whom the case is about."))
        return 0
    if about is not None and about != staff.id:
        other = session.get_one(Staff, about)
        faults.add(
            "person_id",
            _("This record is about {name}. Choose {name}, or register it by itself.").format(
                name=other.name
            ),
        )
    return staff.id or 0


def _employed_then(session: Session, person_id: int, day: date) -> None:
    """The must-nots bind who works here: nobody climbs for a day before, between or after."""
    staff = session.get_one(Staff, person_id)
    if not worked_on(session, staff, day):
        sentence = _(
            "{name} was not employed on {day}. Check the day, or whom it is about."
        ).format(name=staff.name, day=day.isoformat())
        raise InputError(sentence, {"incident_on": sentence})


def _broken(faults: Faults, form: CaseForm) -> tuple[Track, Clause | None]:
    """The ladder and the must-not, which go together."""
    track = _code(faults, Track, "track", form.track) or Track.MUST_NOTS
    if track is Track.PERFORMANCE:
        return track, None
    if track is Track.VISITS and form.clause not in {"", Clause.FALSIFY}:
        faults.add("clause", _("A falsified visit is about falsifying, and about nothing else."))
    if track is Track.VISITS:
        return track, Clause.FALSIFY
    if not form.clause:
        faults.add("clause", _("Say which of the six must-nots it is about."))
        return track, None
    return track, _code(faults, Clause, "clause", form.clause)


def _days(faults: Faults, form: CaseForm, copied: Copied | None, today: date) -> tuple[date, date]:
    incident_on = form.incident_on or (copied.incident_on if copied else None)
    discovered_on = form.discovered_on or today
    if incident_on is None:
        faults.add("incident_on", _("Say on which day it happened."))
    elif copied and copied.check and incident_on != copied.incident_on:
        faults.add(
            "incident_on",
            _("The visit that was checked was on {day}, and so was the incident.").format(
                day=copied.incident_on
            ),
        )
    elif incident_on > today:
        faults.add("incident_on", _("The day of the incident lies ahead. Correct it."))
    elif discovered_on < incident_on:
        faults.add("discovered_on", _("It cannot have come to light before it happened."))
    if discovered_on > today:
        faults.add("discovered_on", _("The day it came to light lies ahead. Correct it."))
    return incident_on or today, discovered_on


def _code(faults: Faults, terms: type[T], field: str, typed: str) -> T | None:
    try:
        return terms(typed)
    except ValueError:
        choices = _(", ").join(f"{one} ({one.label})" for one in terms)
        faults.add(field, _("Choose one of: {choices}.").format(choices=choices))
        return None


def _refuse_twice(tx: Tx, subject: str, check: str, person_id: int) -> None:
    """One record makes one case, and the findings of one check one as long as it is undecided."""
    case = DisciplineCase
    same = col(case.subject) == subject
    if check:
        same = or_(same, col(case.check_ref) == check)
    query = select(case).where(
        same, col(case.person_id) == person_id, col(case.state).not_in(ENDED)
    )
    reader = powers.reader_of(tx.session, tx.actor, tx.now.date())
    for one in tx.session.exec(query):
        if one.subject != subject and one.state not in UNDECIDED:
            continue
        if not powers.parts_of(reader, facts_of(one)):
            raise RefusedError(_("There is a case about this already; it is being looked into."))
        if one.subject == subject:
            raise RefusedError(_("{case} is about this record already.").format(case=one.number))
        raise RefusedError(
            _(
                "{case} is open about another finding of the same check, and the findings of one "
                "check are one step. Add this one there as evidence."
            ).format(case=one.number)
        )

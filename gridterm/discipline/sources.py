"""The records a case can come from, copied as they are at that moment (RULEBOOK §6).

A subject names a record: ``check:12``, ``visit:312``, ``ticket:88``, ``attendance:1005:2026-11``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from gridterm.attendance.reading.month import read_month
from gridterm.attendance.terms import DayView, SlotView, Status
from gridterm.discipline.tables import CaseEvidence
from gridterm.discipline.terms import Source
from gridterm.errors import InputError, NotFoundError
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.i18n import _
from gridterm.registers.tables import Building, Household, Staff
from gridterm.text import clean_line, clip
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit
from gridterm.visits.terms import Finding

T = TypeVar("T")
SHOWN = 40
"""Columns of a subject that names nothing."""
_CHECK_IS = "check:"
LONGEST_ID = 18
"""Digits of an id; more than the file can hold are none."""
TICKET_KEPT = (
    *("number", "received_at", "channel", "kind", "category", "title", "content", "caller"),
    *("phone", "address", "place", "confidential", "state", "tier", "mechanism"),
)
VISIT_KEPT = (
    *("id", "day", "at", "purpose", "matter", "feedback", "result", "source"),
    *("recorded_at", "recorder", "corrects_id"),
)
CHECK_KEPT = (
    *("id", "draw_id", "visit_id", "seq", "result", "way", "said", "reason"),
    *("checked_on", "checked_at", "checker"),
)


@dataclass(frozen=True)
class Copied:
    """A record as it is now.

    ``person_id`` is whom it is about, None where it does not say; ``incident_on`` the day of
    what it tells; ``check`` the draw its finding belongs to: all findings of one draw are one
    step on the ladder. ``amiss``: it says that a visit was
    falsified; ``finder_id`` is who checked that.
    """

    subject: str
    source: Source
    title: str
    record: Mapping[str, Any]
    person_id: int | None = None
    incident_on: date | None = None
    check: str = ""
    amiss: bool = False
    finder_id: int | None = None


def copy_of(session: Session, subject: str, now: datetime) -> Copied:
    """The record a subject names.

    Raises:
        InputError: it names none; ``fields`` says ``subject``.
    """
    typed = clean_line(subject)
    prefix, _colon, rest = typed.partition(":")
    copier = _COPIERS.get(prefix)
    if copier is None:
        raise _not_a_subject(typed)
    try:
        return copier(session, rest, now)
    except ValueError as error:
        raise _not_a_subject(typed) from error


def _id(typed: str) -> int:
    if len(typed) > LONGEST_ID:
        raise ValueError(typed)
    return int(typed)


def _not_a_subject(subject: str) -> InputError:
    sentence = _("“{subject}” names no record a case can come from.").format(
        subject=clip(subject, SHOWN)
    )
    return InputError(sentence, {"subject": sentence})


# ── visits and their checks ─────────────────────────────────────────────────
def _check(session: Session, rest: str, _now: datetime) -> Copied:
    check = _found(session.get(SpotCheck, _id(rest)))
    visit = session.get_one(Visit, check.visit_id)
    draw = session.get_one(SpotDraw, check.draw_id)
    staff = session.get_one(Staff, visit.staff_id)
    record = {
        "check": _columns(check, CHECK_KEPT),
        "visit": _visit_record(session, visit, staff),
        "as_checked": _parsed(check.evidence),
        "draw": {"id": draw.id, "day": draw.day, "seed": draw.seed, "drawn": draw.drawn},
    }
    title = _("Check {number} of the visit of {day}").format(
        number=check.id, day=visit.day.isoformat()
    )
    draw_ref = f"draw:{check.draw_id}"
    subject = f"check:{check.id}"
    amiss = check.result == Finding.FALSIFIED
    about = (visit.staff_id, visit.day, draw_ref, amiss, check.checker_id)
    return Copied(subject, Source.SPOT_CHECK, title, record, *about)


def overtaken(session: Session, case_id: int) -> str:
    """Why a case cannot be judged by its evidence: a check in it was corrected since.

    ``""`` where none was, or where the correction is evidence of the case as well.
    """
    subjects = session.exec(select(CaseEvidence.subject).where(CaseEvidence.case_id == case_id))
    checks = {int(one[len(_CHECK_IS) :]) for one in subjects if one.startswith(_CHECK_IS)}
    visits = select(SpotCheck.visit_id).where(col(SpotCheck.id).in_(checks))
    later = select(SpotCheck).where(
        col(SpotCheck.visit_id).in_(visits), SpotCheck.result != Finding.UNREACHED.value
    )
    newest = {one.visit_id: one for one in session.exec(later.order_by(col(SpotCheck.id)))}
    for one in newest.values():
        if one.id not in checks:
            return _(
                "The check of visit {visit} was corrected since, to {result}. "
                "Add {subject} as evidence, so that it is judged by both."
            ).format(
                visit=one.visit_id, result=Finding(one.result).label, subject=f"check:{one.id}"
            )
    return ""


def _visit(session: Session, rest: str, _now: datetime) -> Copied:
    visit = _found(session.get(Visit, _id(rest)))
    staff = session.get_one(Staff, visit.staff_id)
    title = _("Visit of {day}").format(day=visit.day.isoformat())
    record = {"visit": _visit_record(session, visit, staff)}
    subject = f"visit:{visit.id}"
    return Copied(subject, Source.SPOT_CHECK, title, record, visit.staff_id, visit.day)


def _visit_record(session: Session, visit: Visit, staff: Staff) -> dict[str, Any]:
    household = session.get_one(Household, visit.household_id)
    building = session.get_one(Building, household.building_id)
    return {
        **_columns(visit, VISIT_KEPT),
        "household": f"{building.estate}{building.name} {household.room}",
        "household_id": visit.household_id,
        "staff": f"{staff.number} {staff.name}",
    }


def _parsed(text: str) -> Any:  # noqa: ANN401 - values of JSON
    """A copy that was taken before; what is no JSON is kept as the text it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text


# ── calls ───────────────────────────────────────────────────────────────────
def _ticket(session: Session, rest: str, _now: datetime) -> Copied:
    ticket = _found(session.get(Ticket, _id(rest)))
    events = session.exec(
        select(TicketEvent)
        .where(col(TicketEvent.ticket_id) == ticket.id)
        .order_by(col(TicketEvent.seq))
    )
    steps = [
        {"at": one.at, "action": one.action, "actor": one.actor, "note": one.note} for one in events
    ]
    accused = session.get(Staff, ticket.accused_id) if ticket.accused_id else None
    record = {
        **_columns(ticket, TICKET_KEPT),
        "accused": f"{accused.number} {accused.name}" if accused else "",
        "steps": steps,
    }
    title = _("Call {number}").format(number=ticket.number)
    day = ticket.received_at.date()
    return Copied(f"ticket:{ticket.id}", Source.TICKET, title, record, ticket.accused_id, day)


# ── attendance ──────────────────────────────────────────────────────────────
def _attendance(session: Session, rest: str, now: datetime) -> Copied:
    number, _colon, month = rest.partition(":")
    staff = _found(session.exec(select(Staff).where(Staff.number == number)).first())
    first = date.fromisoformat(f"{month}-01")
    found = read_month(
        session, (first.year, first.month), now, staff_ids=[staff.id or 0], reasons=True
    )
    days = absences(found.rows[0].days) if found.rows else ()
    record = {
        "staff": f"{staff.number} {staff.name}",
        "month": month,
        "locked": found.lock is not None,
        "days": [_day_record(one) for one in days],
    }
    title = _("Attendance of {month}").format(month=month)
    subject = f"attendance:{number}:{month}"
    incident_on = days[-1].day if days else first
    return Copied(subject, Source.ATTENDANCE, title, record, staff.id, incident_on)


def absences(days: tuple[DayView, ...]) -> tuple[DayView, ...]:
    """The days with an unexplained absence: a slot that is absent and was not waived."""
    return tuple(one for one in days if any(unexplained(slot) for slot in one.slots))


def unexplained(slot: SlotView) -> bool:
    """Whether a slot is an absence nobody has excused."""
    return slot.status is Status.ABSENT and not slot.waived


def _day_record(day: DayView) -> dict[str, Any]:
    return {
        "day": day.day,
        "slots": [
            {
                "slot": str(one.slot),
                "status": str(one.status),
                "mark": one.mark,
                "why": one.sentence,
                "punches": [f"{at:%H:%M}" for at in one.punches],
                "result": one.result,
            }
            for one in day.slots
        ],
    }


_COPIERS: Mapping[str, Callable[[Session, str, datetime], Copied]] = {
    "check": _check,
    "visit": _visit,
    "ticket": _ticket,
    "attendance": _attendance,
}


def _columns(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _found(row: T | None) -> T:
    if row is None:
        raise NotFoundError(_("The record this comes from does not exist."))
    return row

"""A visit as typed, checked against the office: what of it can be saved, or why it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, select

from gridterm.errors import InputError
from gridterm.hotline.stepping import LONGEST_TEXT, too_long
from gridterm.hotline.terms import Kind
from gridterm.i18n import Term, _
from gridterm.registers.buildings import belongs
from gridterm.registers.checking import Faults
from gridterm.registers.employment import worked_on
from gridterm.registers.tables import (
    Building,
    BuildingGrid,
    Household,
    HouseholdMember,
    Staff,
)
from gridterm.text import clean
from gridterm.visits import rules
from gridterm.visits.lines import head_of
from gridterm.visits.terms import Outcome, Purpose, VisitForm


@dataclass(frozen=True)
class Place:
    """Where a visit was: the household, its grid on that day, and whom a call comes from."""

    household_id: int
    building_id: int
    grid_id: int | None
    address: str
    head: str
    phone: str


@dataclass(frozen=True)
class Checked:
    """A visit that can be saved."""

    day: date
    at: datetime
    staff_id: int
    place: Place
    purpose: str
    matter: str
    feedback: str
    result: str


def check(session: Session, form: VisitForm, now: datetime) -> Checked:
    """What of a form can be saved.

    Raises:
        InputError: something typed cannot be used; ``fields`` names all of it.
    """
    faults = Faults()
    day, at = now.date(), now
    try:
        day, at = rules.moment(form.day, form.at, now)
    except InputError as error:
        for name, sentence in error.fields.items():
            faults.add(name, sentence)
    matter, feedback = _words(faults, form)
    _codes(faults, form)
    staff_id = _visitor(faults, session, form.staff_id, day)
    place = _place(faults, session, form.household_id, day)
    faults.check()
    assert place is not None  # noqa: S101 - else there was a fault
    return Checked(day, at, staff_id, place, form.purpose, matter, feedback, form.result)


def _words(faults: Faults, form: VisitForm) -> tuple[str, str]:
    matter, feedback = clean(form.matter), clean(form.feedback)
    for name, words in (("matter", matter), ("feedback", feedback)):
        if len(words) > LONGEST_TEXT:
            faults.add(name, too_long(LONGEST_TEXT))
    if form.make_ticket and not matter:
        faults.add("matter", _("Write the matter that is to become a call."))
    return matter, feedback


def _codes(faults: Faults, form: VisitForm) -> None:
    wanted: Mapping[str, tuple[type[Term], str]] = {
        "purpose": (Purpose, form.purpose),
        "result": (Outcome, form.result),
    }
    if form.make_ticket:
        wanted = {**wanted, "ticket_kind": (Kind, form.ticket_kind)}
    for name, (terms, code) in wanted.items():
        if code not in set(terms):
            choices = _(", ").join(term.label for term in terms)
            faults.add(name, _("Choose one of: {choices}.").format(choices=choices))


def _visitor(faults: Faults, session: Session, staff_id: int | None, day: date) -> int:
    staff = session.get(Staff, staff_id) if staff_id is not None else None
    if staff is None:
        faults.add("staff_id", _("Say who made the visit."))
        return 0
    if not worked_on(session, staff, day):
        faults.add(
            "staff_id",
            _("{name} was not employed on {day}. Check the day, or who made the visit.").format(
                name=staff.name, day=day.isoformat()
            ),
        )
    return staff.id or 0


def _place(faults: Faults, session: Session, household_id: int | None, day: date) -> Place | None:
    found = session.get(Household, household_id) if household_id is not None else None
    if found is None:
        faults.add("household_id", _("Choose the household that was visited."))
        return None
    building = session.get_one(Building, found.building_id)
    title = f"{building.estate}{building.name} {found.room}"
    if found.valid_to is not None and found.valid_to < day:
        faults.add(
            "household_id",
            _(
                "The household {household} ended on {day}. "
                "Check the day, or enter the household that lives there now."
            ).format(household=title, day=found.valid_to.isoformat()),
        )
    return Place(
        household_id=found.id or 0,
        building_id=found.building_id,
        grid_id=grid_of(session, found.building_id, day),
        address=title,
        head=session.execute(columns(head_of(household_id))).scalar() or "",
        phone=found.phone or _phone(session, found.id or 0),
    )


def grid_of(session: Session, building_id: int, day: date) -> int | None:
    """The grid of a building on a day; None for one in no grid or in two."""
    found = session.exec(
        select(BuildingGrid.grid_id)
        .where(BuildingGrid.building_id == building_id, *belongs(day))
        .distinct()
    ).all()
    return found[0] if len(found) == 1 else None


def _phone(session: Session, household_id: int) -> str:
    query = (
        select(HouseholdMember.phone)
        .where(
            HouseholdMember.household_id == household_id,
            HouseholdMember.phone != "",
            or_(col(HouseholdMember.valid_to).is_(None)),
        )
        .order_by(col(HouseholdMember.relation) != "head", col(HouseholdMember.id))
    )
    return session.exec(query.limit(1)).first() or ""

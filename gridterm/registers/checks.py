"""What only the registers can check of themselves: one grid per building, keys, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from sqlalchemy import and_, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from gridterm.i18n import _
from gridterm.registers import address_rules
from gridterm.registers.buildings import in_two_grids
from gridterm.registers.grids import grid_words
from gridterm.registers.household_index import household_texts
from gridterm.registers.household_terms import HouseholdStatus, Relation, ServiceKind
from gridterm.registers.staff import staff_words
from gridterm.registers.tables import (
    Building,
    FormerEmployment,
    Grid,
    Household,
    HouseholdMember,
    ServiceNeed,
    Staff,
)
from gridterm.store.findings import Finding, Watch
from gridterm.store.indexing import Indexed, TextSource
from gridterm.store.search import Kind
from gridterm.text import initials


def check_buildings(session: Session, watch: Watch) -> Iterator[Finding]:
    """No building is in two grids on one day, and each is found by its address (RULEBOOK §1)."""
    watch.begin(_("Buildings"))
    twice = in_two_grids(session)
    for building in session.exec(select(Building)):
        watch.step()
        title = f"{building.estate}{building.name}"
        if building.id in twice:
            yield Finding(
                "building.two_grids", _("{building}: in two grids at once.").format(building=title)
            )
        if building.search_key != address_rules.search_key(building.estate, building.name):
            yield Finding(
                "building.key",
                _("{building}: its address does not find it.").format(building=title),
            )


def check_staff(session: Session, watch: Watch) -> Iterator[Finding]:
    """Everybody is found by the pinyin initials of their name."""
    watch.begin(_("Staff"))
    for staff in session.exec(select(Staff)):
        watch.step()
        if staff.initials != initials(staff.name):
            yield Finding(
                "staff.initials",
                _("{name}: the pinyin initials do not fit the name.").format(name=staff.name),
            )


def check_employments(session: Session, watch: Watch) -> Iterator[Finding]:
    """The times somebody worked here lie behind each other, the present one last."""
    watch.begin(_("Former employments"))
    ends: dict[int, date] = {}
    query = (
        select(FormerEmployment, Staff)
        .join(Staff, col(Staff.id) == col(FormerEmployment.staff_id))
        .order_by(col(FormerEmployment.staff_id), col(FormerEmployment.hired))
    )
    for former, staff in session.exec(query):
        watch.step()
        before = ends.get(former.staff_id, date.min)
        if not before < former.hired <= former.left < staff.hired:
            yield Finding(
                "staff.employments",
                _("{name}: the times of employment overlap.").format(name=staff.name),
            )
        ends[former.staff_id] = former.left


def check_households(session: Session, watch: Watch) -> Iterator[Finding]:
    """Each household is found by its room, and a room has one at a time (RULEBOOK §7)."""
    watch.begin(_("Residents"))
    twice = _rooms_with_two(session)
    query = select(Household, Building).join(
        Building, col(Building.id) == col(Household.building_id)
    )
    for household, place in session.exec(query):
        watch.step()
        title = f"{place.estate}{place.name} {household.room}"
        if household.room_key != address_rules.room_key(household.room):
            yield Finding(
                "household.key",
                _("{household}: its room does not find it.").format(household=title),
            )
        if household.id in twice:
            yield Finding(
                "household.twice",
                _("{household}: two households at one time.").format(household=title),
            )
        if _backwards(household) or household.status not in set(HouseholdStatus):
            yield _unreadable(title)


def check_members(session: Session, watch: Watch) -> Iterator[Finding]:
    """A household has one head; names, dates and services say what can be."""
    watch.begin(_("Members of households"))
    heads: set[int] = set()
    for member in session.exec(select(HouseholdMember)):
        watch.step()
        if member.relation == Relation.HEAD.value and member.valid_to is None:
            if member.household_id in heads:
                yield Finding(
                    "household.heads",
                    _("{name}: their household has another head.").format(name=member.name),
                )
            heads.add(member.household_id)
        known = member.relation in {"", *Relation}
        if member.initials != initials(member.name) or _backwards(member) or not known:
            yield _unreadable(member.name)
    query = select(ServiceNeed, HouseholdMember.household_id).outerjoin(
        HouseholdMember, col(HouseholdMember.id) == col(ServiceNeed.member_id)
    )
    for need, home in session.execute(query):
        strange = home is not None and home != need.household_id
        if strange or _backwards(need) or need.kind not in set(ServiceKind):
            yield _unreadable(_("service {number}").format(number=need.id))


def _backwards(record: Household | HouseholdMember | ServiceNeed) -> bool:
    return record.valid_to is not None and record.valid_to < record.valid_from


def _unreadable(name: str) -> Finding:
    return Finding("household.values", _("{name}: a date or a value cannot be.").format(name=name))


def _rooms_with_two(session: Session) -> set[int]:
    """Households whose room had another for longer than the day of a move."""
    one, two = aliased(Household), aliased(Household)
    never = date.max
    query = (
        select(one.id)
        .join(
            two,
            and_(
                col(two.building_id) == col(one.building_id),
                col(two.room_key) == col(one.room_key),
                col(two.id) != col(one.id),
            ),
        )
        .where(
            func.coalesce(one.valid_to, never) > two.valid_from,
            func.coalesce(two.valid_to, never) > one.valid_from,
        )
    )
    return {found or 0 for found in session.exec(query)}


CHECKS = (check_buildings, check_staff, check_employments, check_households, check_members)


def _staff(session: Session) -> Iterable[Indexed]:
    for staff in session.exec(select(Staff)):
        yield staff.id or 0, datetime.combine(staff.hired, time()), staff_words(staff)


def _grids(session: Session) -> Iterable[Indexed]:
    for grid in session.exec(select(Grid)):
        yield grid.id or 0, datetime.combine(grid.valid_from, time()), grid_words(grid)


TEXTS = (
    TextSource(Kind.STAFF, _staff),
    TextSource(Kind.GRID, _grids),
    TextSource(Kind.HOUSEHOLD, household_texts),
)

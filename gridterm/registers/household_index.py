"""What the search holds of a household: its place, and who lives there with their phones.

Notes and service needs are not in it (RULEBOOK §7): they are need-to-know.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from itertools import groupby
from operator import itemgetter

from sqlmodel import Session, col, select

from gridterm.registers.tables import Building, Household, HouseholdMember
from gridterm.store.indexing import Indexed
from gridterm.store.search import Kind
from gridterm.store.unit import Tx


def index_household(tx: Tx, household: Household) -> None:
    """Keep the search index true to a household and its members."""
    tx.session.flush()
    place = tx.session.get_one(Building, household.building_id)
    living = select(HouseholdMember).where(
        HouseholdMember.household_id == household.id, col(HouseholdMember.valid_to).is_(None)
    )
    members = tx.session.exec(living.order_by(col(HouseholdMember.id)))
    words = household_words(f"{place.estate}{place.name}", household, members)
    when = datetime.combine(household.valid_from, time())
    tx.index(Kind.HOUSEHOLD, household.id or 0, when, words)


def index_building(tx: Tx, building_id: int) -> None:
    """Keep the search index true to every household of a building that got another name."""
    for household in tx.session.exec(
        select(Household).where(Household.building_id == building_id)
    ).all():
        index_household(tx, household)


def household_words(building: str, household: Household, members: Iterable[HouseholdMember]) -> str:
    """What the search index holds for a household."""
    words = [building, household.room, household.room_key, household.phone]
    for member in members:
        words += (member.name, member.initials, member.phone)
    return " ".join(filter(None, dict.fromkeys(words)))


def household_texts(session: Session) -> Iterable[Indexed]:
    """Every household's words, read together with its members."""
    query = (
        select(Household, Building, HouseholdMember)
        .join(Building, col(Building.id) == col(Household.building_id))
        .outerjoin(
            HouseholdMember,
            (col(HouseholdMember.household_id) == col(Household.id))
            & col(HouseholdMember.valid_to).is_(None),
        )
        .order_by(col(Household.id), col(HouseholdMember.id))
    )
    for _id, rows in groupby(session.execute(query), key=lambda row: row[0].id):
        together = list(rows)
        household, place = together[0][0], together[0][1]
        members = filter(None, map(itemgetter(2), together))
        words = household_words(f"{place.estate}{place.name}", household, members)
        yield household.id or 0, datetime.combine(household.valid_from, time()), words

"""The newest visit of each household, kept in the use case that changes the visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlmodel import Session

from gridterm.visits.terms import Outcome

_ADD = text("""
    INSERT INTO last_visit(household_id, day, visit_id, met_on, visits)
    VALUES (:household_id, :day, :visit_id, :met_on, :visits)
    ON CONFLICT(household_id) DO UPDATE SET
        visit_id = CASE WHEN (excluded.day, excluded.visit_id) > (day, visit_id)
                        THEN excluded.visit_id ELSE visit_id END,
        day = max(day, excluded.day),
        met_on = nullif(max(coalesce(met_on, ''), coalesce(excluded.met_on, '')), ''),
        visits = visits + excluded.visits
""")
_FORGET = text("DELETE FROM last_visit WHERE household_id = :household_id")
FROM_VISITS = """
    SELECT held.household_id, held.day, held.id AS visit_id,
           (SELECT max(met.day) FROM visit met WHERE met.household_id = held.household_id
            AND met.result = 'met' AND NOT EXISTS
                (SELECT 1 FROM visit_end gone WHERE gone.visit_id = met.id)) AS met_on,
           (SELECT count(*) FROM visit one WHERE one.household_id = held.household_id
            AND NOT EXISTS
                (SELECT 1 FROM visit_end gone WHERE gone.visit_id = one.id)) AS visits
    FROM visit held
    WHERE held.household_id = :household_id
      AND NOT EXISTS (SELECT 1 FROM visit_end gone WHERE gone.visit_id = held.id)
    ORDER BY held.day DESC, held.id DESC LIMIT 1
"""
_AGAIN = text(f"INSERT INTO last_visit(household_id, day, visit_id, met_on, visits) {FROM_VISITS}")


@dataclass(frozen=True)
class Made:
    """A visit that was saved just now."""

    household_id: int
    day: date
    visit_id: int
    result: str


def add(session: Session, made: Iterable[Made]) -> None:
    """Take visits that were saved just now into what is known of their households."""
    newest: dict[int, dict[str, object]] = {}
    order: dict[int, tuple[date, int]] = {}
    for one in made:
        row = newest.setdefault(
            one.household_id,
            {"household_id": one.household_id, "met_on": None, "visits": 0},
        )
        row["visits"] = int(str(row["visits"])) + 1
        if one.result == Outcome.MET:
            row["met_on"] = max(one.day.isoformat(), str(row["met_on"] or ""))
        if (one.day, one.visit_id) > order.get(one.household_id, (date.min, 0)):
            order[one.household_id] = (one.day, one.visit_id)
            row |= {"day": one.day.isoformat(), "visit_id": one.visit_id}
    if newest:
        session.execute(_ADD, list(newest.values()))


def renew(session: Session, household_ids: Iterable[int]) -> None:
    """Read anew what is known of some households, after a visit of theirs ended."""
    session.flush()
    for household_id in sorted(set(household_ids)):
        session.execute(_FORGET, {"household_id": household_id})
        session.execute(_AGAIN, {"household_id": household_id})

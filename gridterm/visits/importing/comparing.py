"""A file's visits held against the office: which are new, which it has, which say otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, type_coerce
from sqlalchemy import select as columns
from sqlmodel import Session, col

from gridterm.i18n import _
from gridterm.spreadsheet.importing import Phase, Watch
from gridterm.spreadsheet.quarantine import RefusedRow
from gridterm.visits.importing.terms import Facts, Reading
from gridterm.visits.tables import Visit

NO_TIME = "00:00"
Place = tuple[int, int, str]
"""Who went, to which household, on which day as the store keeps it."""


@dataclass(frozen=True)
class Held:
    """A visit the office has: its id, its hour and minute, and what it says."""

    id: int
    clock: str
    words: tuple[str, str, str]


@dataclass(frozen=True)
class Parted:
    """A file's visits: the new ones in order of time, and how many the office has already.

    ``refused`` are the file's refused rows and those the office has in other words.
    """

    new: tuple[Facts, ...]
    same: int
    refused: tuple[RefusedRow, ...]
    first: date | None
    last: date | None


def sort_out(session: Session, reading: Reading, watch: Watch) -> Parted:
    """Which visits are new.

    A visit is the same where who went, household, day and words agree, and the time too where
    both have one; also one that was corrected or declared void since, so that it does not come
    back. One of the same time in other words would make two of one visit, and is left out.

    Raises:
        CancelledError: the person cancelled.
    """
    found = reading.found
    watch.tell(0, len(found), Phase.COMPARING)
    held = _held(session, found)
    new: list[Facts] = []
    differing: list[RefusedRow] = []
    for one in found:
        known = held.get(_place(one), ())
        clock = f"{one.at:%H:%M}"
        if any(_agree(clock, other) and other.words == one.words for other in known):
            continue
        against = next((it for it in known if clock in {NO_TIME, it.clock}), None)
        if against is None:
            new.append(one)
        else:
            differing.append(RefusedRow(one.row, _differs(against), reading.cells[one.row]))
    days = [one.day for one in found]
    return Parted(
        new=tuple(sorted(new, key=lambda one: (one.at, one.row))),
        same=len(found) - len(new) - len(differing) + reading.repeated,
        refused=tuple(sorted([*reading.refused, *differing], key=lambda row: row.number)),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _place(one: Facts) -> Place:
    return one.staff_id, one.household_id, one.day.isoformat()


def _agree(clock: str, other: Held) -> bool:
    return clock == other.clock or NO_TIME in {clock, other.clock}


def _held(session: Session, found: Sequence[Facts]) -> Mapping[Place, list[Held]]:
    """What the office has of the people, households and days of a file."""
    held: dict[Place, list[Held]] = defaultdict(list)
    if not found:
        return held
    wanted = {_place(one) for one in found}
    days = [one.day for one in found]
    # As texts: a million moments need not become datetimes to be compared.
    query = columns(
        *(col(Visit.id), col(Visit.staff_id), col(Visit.household_id)),
        *(type_coerce(col(Visit.day), String), type_coerce(col(Visit.at), String)),
        *(col(Visit.result), col(Visit.matter), col(Visit.feedback)),
    ).where(col(Visit.day).between(min(days), max(days)))
    for visit_id, staff_id, household_id, day, at, *words in session.execute(query):
        place = (staff_id, household_id, day)
        if place in wanted:
            result, matter, feedback = words
            held[place].append(Held(visit_id, at[11:16], (result, matter, feedback)))
    return held


def _differs(other: Held) -> str:
    return _(
        "The office has this visit already, and it says something else (visit {number}). "
        "Correct that one; a second visit on that day needs its own time."
    ).format(number=other.id)


def import_key(one: Facts) -> str:
    """What an imported visit is known by: no two of one moment are ever taken in."""
    return f"{one.staff_id}-{one.household_id}-{_minute(one.at)}"


def _minute(at: datetime) -> str:
    return at.strftime("%Y%m%d%H%M")

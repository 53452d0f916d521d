"""A file's punches held against the office: which are new, whose nobody knows, which are locked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, type_coerce
from sqlalchemy import select as columns
from sqlmodel import Session, col

from gridterm.attendance import facts
from gridterm.attendance.importing.terms import Found, PinCount, Reading
from gridterm.attendance.locks import locked_months
from gridterm.attendance.tables import Punch
from gridterm.spreadsheet.importing import Phase, Watch

Key = tuple[str | int, str]
"""What a punch is known by: the PIN or the person, and the moment as the store keeps it."""


@dataclass(frozen=True)
class Sorted:
    """A file's punches held against the office: the new ones, and the counts of ``Counts``."""

    new: tuple[Found, ...]
    counts: Mapping[str, Any]


def sort_out(session: Session, reading: Reading, watch: Watch) -> Sorted:
    """Which punches are new, and all that is told of them.

    Raises:
        CancelledError: the person cancelled.
    """
    found = reading.found
    watch.tell(0, len(found), Phase.COMPARING)
    owners = facts.pin_owners(session)
    seen = _known(session, found, owners)
    new: list[Found] = []
    for one in found:
        key = _key(one)
        if key not in seen:
            seen.add(key)
            new.append(one)
    times = [one.at for one in found]
    return Sorted(
        tuple(new),
        {
            "new": len(new),
            "same": len(found) - len(new),
            "refused": len(reading.refused),
            "blank": reading.blank,
            "first": min(times, default=None),
            "last": max(times, default=None),
            "years": dict(sorted(Counter(at.year for at in times).items())),
            "locked": _in_locked(session, new),
            "unknown": _unknown(found, owners),
        },
    )


def _key(one: Found) -> Key:
    whose = one.pin if one.staff_id is None else one.staff_id
    return whose, one.at.isoformat(" ", "microseconds")


def _known(
    session: Session, found: Sequence[Found], owners: Mapping[str, list[facts.Owner]]
) -> set[Key]:
    """The keys the office has among the file's years: by PIN, and by person for tables."""
    if not found:
        return set()
    first, last = min(one.at for one in found), max(one.at for one in found)
    # As texts: a quarter of a million moments need not become datetimes to be compared.
    query = columns(col(Punch.pin), col(Punch.staff_id), type_coerce(col(Punch.at), String)).where(
        col(Punch.at).between(first, last)
    )
    by_person = any(one.staff_id is not None for one in found)
    known: set[Key] = set()
    for pin, staff_id, at in session.execute(query):
        if staff_id is not None:
            known.add((staff_id, at))
            continue
        known.add((pin, at))
        if by_person and pin in owners:
            owner = facts.owner_on(owners[pin], datetime.fromisoformat(at).date())
            known.add((owner or 0, at))
    return known


def _unknown(
    found: Iterable[Found], owners: Mapping[str, list[facts.Owner]]
) -> tuple[PinCount, ...]:
    """The PINs nobody is known by on those days, the shorter ones first."""
    times: dict[str, list[datetime]] = {}
    for one in found:
        if one.staff_id is None and not facts.owner_on(owners.get(one.pin, ()), one.at.date()):
            times.setdefault(one.pin, []).append(one.at)
    return tuple(
        PinCount(pin, len(times[pin]), min(times[pin]), max(times[pin]))
        for pin in sorted(times, key=lambda pin: (len(pin), pin))
    )


def _in_locked(session: Session, new: Sequence[Found]) -> int:
    count = Counter((one.at.year, one.at.month) for one in new)
    return sum(
        count[year, month]
        for year in {year for year, _month in count}
        for month, _lock in locked_months(session, year)
    )

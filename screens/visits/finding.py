"""Which household is meant by the little that is typed of it: pure, no widget, no store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gridterm.registers.address_rules import room_key
from gridterm.registers.household_terms import HouseholdRow
from gridterm.text import clean_line, mask_phone

MOST = 8
EXACT, SAME_ROOM, SAME_BUILDING, ELSEWHERE = range(4)


@dataclass(frozen=True)
class Place:
    """Where the last household was: its building, and the unit before the room (``2`` of 2-501)."""

    building_id: int
    unit: str = ""


@dataclass(frozen=True)
class Candidate:
    """A household that what was typed may mean."""

    household_id: int
    title: str
    about: str
    place: Place | None = None


def candidate(row: HouseholdRow) -> Candidate:
    """A household as it is offered: building and room, whose it is, a masked phone."""
    about = " ".join(
        one for one in (clean_line(row.head), mask_phone(row.phone), clean_line(row.grid)) if one
    )
    title = clean_line(row.title)
    return Candidate(row.id, title, about, Place(row.building_id, split_room(row.room)[0]))


def split_room(room: str) -> tuple[str, str]:
    """The unit and the bare room: ``("2", "501")`` of 2-501, ``("", "201")`` of 201."""
    unit, _dash, bare = room_key(room).rpartition("-")
    return unit, bare


def rank(row: HouseholdRow, typed: str, last: Place | None) -> int:
    """How near a household is to what was typed, 0 the nearest: see ``ordered``."""
    if last is None or row.building_id != last.building_id:
        return ELSEWHERE
    unit, room = split_room(row.room)
    typed_unit, typed_room = split_room(typed)
    if room != typed_room:
        return SAME_BUILDING
    wanted = typed_unit or last.unit
    return EXACT if unit == wanted else SAME_ROOM


def ordered(
    rows: Iterable[HouseholdRow], typed: str, last: Place | None
) -> tuple[HouseholdRow, ...]:
    """The room in the last household's building and unit first, then that building, then others.

    Those that are equally near stay as they are; each household stands there once.
    """
    once = {row.id: row for row in rows}
    return tuple(sorted(once.values(), key=lambda row: rank(row, typed, last))[:MOST])


def is_sure(rows: Sequence[HouseholdRow], typed: str, last: Place | None) -> bool:
    """Whether the first one is meant without anybody having seen the list.

    In the building of the last one ``2-501`` is unit 2: building 2 is typed as ``2-1-501``.
    """
    if len(rows) == 1:
        return True
    near = [rank(row, typed, last) for row in rows]
    return bool(near) and near[0] == EXACT and near.count(EXACT) == 1

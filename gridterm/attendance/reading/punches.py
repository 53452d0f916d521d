"""Raw punches with whose they are, page by page."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from gridterm.attendance import facts
from gridterm.attendance.people import lines
from gridterm.attendance.reading.views import PunchPage, RawPunch
from gridterm.attendance.tables import Punch
from gridterm.attendance.terms import PunchSource, Signed, StaffLine
from gridterm.store.unit import Store

PAGE = 50
WHOLE_PAGE = 200
ONE_DAY = timedelta(days=1)
_SOURCES = {source.value: source for source in PunchSource}
_COLUMNS: tuple[Any, ...] = (
    *(Punch.id, Punch.at, Punch.staff_id, Punch.pin),
    *(Punch.source, Punch.device, Punch.clock_back, Punch.raw),
)


def raw_punches(  # noqa: PLR0913 - filters, given by keyword
    store: Store,
    first: date,
    last: date,
    *,
    staff_id: int | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
) -> PunchPage:
    """Raw punches from ``first`` to ``last``, everybody's or somebody's, in their order."""
    with store.read() as session:
        return punch_page(session, first, last, staff_id=staff_id, after=after, limit=limit)


def punch_page(  # noqa: PLR0913 - filters, given by keyword
    session: Session,
    first: date,
    last: date,
    *,
    staff_id: int | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
) -> PunchPage:
    """The same within a session."""
    owners = facts.pin_owners(session, None if staff_id is None else [staff_id])
    query = _query(first, last, after)
    if staff_id is not None:
        query = query.where(or_(col(Punch.staff_id) == staff_id, col(Punch.pin).in_(owners)))
    found = session.execute(query.limit(limit + 1)).all()
    rows = found[:limit]
    whose = [row.staff_id or facts.owner_on(owners.get(row.pin, ()), row.at.date()) for row in rows]
    people = lines(session, [one for one in set(whose) if one is not None])
    shown = tuple(
        _raw(row, people[owner] if owner is not None else None)
        for row, owner in zip(rows, whose, strict=True)
        if staff_id is None or owner == staff_id
    )
    cursor = (rows[-1].at, rows[-1].id) if rows else None
    return PunchPage(shown, len(found) > limit, cursor)


def _query(first: date, last: date, after: tuple[datetime, int] | None) -> Select[Any]:
    """The punches behind ``after``, as columns: a month of many people has too many for records.

    The page before ends where the index is entered, so no page walks over those before it.
    """
    start = datetime.combine(first, time())
    query: Select[Any] = columns(*map(col, _COLUMNS)).where(
        col(Punch.at) >= (after[0] if after else start),
        col(Punch.at) < datetime.combine(last + ONE_DAY, time()),
    )
    if after is not None:
        at, key = after
        query = query.where(or_(col(Punch.at) > at, col(Punch.id) > key))
    return query.order_by(col(Punch.at), col(Punch.id))


def _raw(row: Row[Any], staff: StaffLine | None) -> RawPunch:
    signed = Signed(
        row.id,
        row.at,
        _SOURCES[row.source],
        row.device,
        clock_back=row.clock_back,
        jumped=facts.jump_of(row.raw),
    )
    return RawPunch(staff, row.pin, signed)

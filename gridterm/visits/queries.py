"""What the visits' screens and commands read: pages by SQL, never whole tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, and_, column, func, or_, table, text, tuple_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.hotline.tables import Ticket, unindexed
from gridterm.hotline.terms import State
from gridterm.i18n import _
from gridterm.registers.tables import Household, HouseholdMember, Staff
from gridterm.store import search
from gridterm.store.unit import Store
from gridterm.text import clean_line
from gridterm.visits.lines import rows, told
from gridterm.visits.tables import SpotCheck, Visit, VisitEnd
from gridterm.visits.terms import (
    CheckView,
    Contact,
    Finding,
    HistoryLine,
    Source,
    VisitCursor,
    VisitDetail,
    VisitFilter,
    VisitPage,
    VisitRow,
    Way,
)

PAGE = 50
SUBJECT = 120
NOTHING = '""'

_INDEX = table("search", column("rowid"))
_NEWEST = (col(Visit.day).desc(), col(Visit.id).desc())


def visits(
    store: Store, wanted: VisitFilter, after: VisitCursor | None = None, limit: int = PAGE
) -> VisitPage:
    """A page of visits, the newest day first, within a day the last one recorded.

    Args:
        store: the office.
        wanted: which visits; ``text`` looks in matter and feedback of what is not confidential.
        after: the cursor of the page before, None for the first.
        limit: how many rows at most.
    """
    with store.read() as session:
        return page(session, wanted, after, limit)


def page(
    session: Session, wanted: VisitFilter, after: VisitCursor | None = None, limit: int = PAGE
) -> VisitPage:
    """``visits`` within a session that is open already."""
    found = session.execute(listed(rows(), wanted, after).limit(limit + 1)).all()
    lines = told(session, found[:limit])
    more = len(found) > limit and bool(lines)
    return VisitPage(lines, (lines[-1].day, lines[-1].id) if more else None)


def count(store: Store, wanted: VisitFilter, ceiling: int | None = None) -> int:
    """How many visits the filter finds; counting stops at ``ceiling`` where one is given."""
    with store.read() as session:
        if ceiling is not None or wanted.ended or wanted.text:
            return _count(session, _beside(columns(col(Visit.id)), wanted), wanted, ceiling)
        # All but the few that ended: a million visits are not looked up among the ends.
        every = replace(wanted, ended=True)
        over = columns(col(Visit.id)).join(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id))
        return _count(session, columns(col(Visit.id)), every) - _count(session, over, every)


def _count(
    session: Session, query: Select[Any], wanted: VisitFilter, ceiling: int | None = None
) -> int:
    query = _wanted(query, wanted)
    counted = columns(func.count()).select_from(query.limit(ceiling).subquery())
    return int(session.execute(counted).scalar_one())


def _beside(query: Select[Any], wanted: VisitFilter) -> Select[Any]:
    """A query over visits with what a filter looks at beside them."""
    query = query.select_from(Visit).outerjoin(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id))
    if wanted.text:
        query = query.outerjoin(Ticket, col(Ticket.id) == col(Visit.ticket_id))
    return query


def visit(store: Store, visit_id: int) -> VisitDetail:
    """A visit with who recorded it and what its checks found, also one that holds no more.

    Raises:
        NotFoundError: there is no such visit.
    """
    with store.read() as session:
        return detail(session, visit_id)


def detail(session: Session, visit_id: int) -> VisitDetail:
    """``visit`` within a session that is open already."""
    record = get(session, visit_id)
    return VisitDetail(
        row=rows_of(session, [visit_id])[0],
        source=Source(record.source),
        recorded_at=record.recorded_at,
        recorder=record.recorder,
        corrects_id=record.corrects_id,
        checks=_checks(session, visit_id),
    )


def rows_of(session: Session, ids: Sequence[int]) -> tuple[VisitRow, ...]:
    """The lines of some visits, in the order of ``ids``."""
    found = session.execute(rows().where(col(Visit.id).in_(ids))).all()
    lines = {line.id: line for line in told(session, found)}
    return tuple(lines[one] for one in ids if one in lines)


def repeats(
    store: Store,
    household_id: int,
    staff_id: int,
    day: date | None = None,
    *,
    but: int | None = None,
) -> tuple[VisitRow, ...]:
    """Visits of one household by one person on one day that hold already: a screen asks first.

    Args:
        store: the office.
        household_id: the household.
        staff_id: who went.
        day: a ``date``, None for today.
        but: a visit that does not count, such as the one being corrected.
    """
    query = (
        rows()
        .where(
            col(Visit.household_id) == household_id,
            col(Visit.day) == (day or store.clock.today()),
            unindexed(Visit.staff_id) == staff_id,
            col(VisitEnd.id).is_(None),
            col(Visit.id) != (but or 0),
        )
        .order_by(col(Visit.id))
    )
    with store.read() as session:
        return told(session, session.execute(query))


def history(store: Store, household_id: int, limit: int = PAGE) -> tuple[HistoryLine, ...]:
    """The contacts with a household, the newest first (一户一档).

    Visits that hold, calls that came of them, and calls from the phones of the household and of
    who lives there; confidential calls are not among them.

    Args:
        store: the office.
        household_id: the household.
        limit: how many at most.
    """
    with store.read() as session:
        made = page(session, VisitFilter(household_id=household_id), limit=limit).rows
        calls = session.execute(_calls_of(household_id).limit(limit)).all()
    lines = [*map(_visit_line, made), *map(_call_line, calls)]
    lines.sort(key=lambda one: (one.at, one.kind is Contact.VISIT), reverse=True)
    return tuple(lines[:limit])


def get(session: Session, visit_id: int) -> Visit:
    """The row of a visit.

    Raises:
        NotFoundError: there is no such visit.
    """
    record = session.get(Visit, visit_id)
    if record is None:
        raise NotFoundError(_("There is no visit {number}.").format(number=visit_id))
    return record


def listed(
    query: Select[Any], wanted: VisitFilter, after: VisitCursor | None = None
) -> Select[Any]:
    """A query of ``rows`` narrowed to a filter, in the list's order, behind a cursor."""
    query = _wanted(query, wanted)
    if wanted.text:
        order = _INDEX.c.rowid
        if after is not None:
            day, visit_id = after
            place = search.place(search.Kind.VISIT, datetime.combine(day, time()), visit_id)
            query = query.where(order < place)
        return query.order_by(order.desc())
    if after is not None:
        query = query.where(tuple_(col(Visit.day), col(Visit.id)) < tuple_(*after))
    return query.order_by(*_NEWEST)


def _wanted(query: Select[Any], wanted: VisitFilter) -> Select[Any]:
    """Narrow a query over visits and their ends to a filter.

    The first of household, person and grid is found by its index, which is in the list's order;
    the others are looked at row by row.
    """
    if wanted.text:
        query = _matching(query, wanted.text)
    first = not wanted.text
    for filtered, value in (
        (Visit.household_id, wanted.household_id),
        (Visit.staff_id, wanted.staff_id),
        (Visit.grid_id, wanted.grid_id),
    ):
        if value is not None:
            query = query.where((col(filtered) if first else unindexed(filtered)) == value)
            first = False
    if wanted.since is not None:
        query = query.where(col(Visit.day) >= wanted.since)
    if wanted.until is not None:
        query = query.where(col(Visit.day) <= wanted.until)
    if wanted.result:
        query = query.where(col(Visit.result) == wanted.result)
    if wanted.with_matter:
        query = query.where(or_(col(Visit.matter) != "", unindexed(Visit.ticket_id).is_not(None)))
    return query if wanted.ended else query.where(col(VisitEnd.id).is_(None))


def _matching(query: Select[Any], typed: str) -> Select[Any]:
    expression = search.query(typed) or NOTHING
    low, high = search.bounds(search.Kind.VISIT)
    return (
        query.join(_INDEX, col(Visit.id) == _INDEX.c.rowid.op("&")(search.REF_MASK))
        .where(text("search MATCH :expression").bindparams(expression=expression))
        .where(_INDEX.c.rowid.between(low, high))
        .where(func.coalesce(Ticket.confidential, 0) == 0)
    )


def _checks(session: Session, visit_id: int) -> tuple[CheckView, ...]:
    found = session.exec(
        select(SpotCheck).where(SpotCheck.visit_id == visit_id).order_by(col(SpotCheck.id))
    )
    return tuple(check_view(one) for one in found)


def check_view(one: SpotCheck) -> CheckView:
    """A check's row as it is shown."""
    return CheckView(
        id=one.id or 0,
        draw_id=one.draw_id,
        visit_id=one.visit_id,
        seq=one.seq,
        result=Finding(one.result),
        way=Way(one.way),
        said=one.said,
        reason=one.reason,
        checked_on=one.checked_on,
        checked_at=one.checked_at,
        checker=one.checker,
    )


def _calls_of(household_id: int) -> Select[Any]:
    members = columns(col(HouseholdMember.phone)).where(
        col(HouseholdMember.household_id) == household_id,
        col(HouseholdMember.phone) != "",
        col(HouseholdMember.valid_to).is_(None),
    )
    own = columns(col(Household.phone)).where(
        col(Household.id) == household_id, col(Household.phone) != ""
    )
    told_on = columns(col(Visit.ticket_id)).where(
        col(Visit.household_id) == household_id, col(Visit.ticket_id).is_not(None)
    )
    ids = columns(col(Ticket.id)).where(col(Ticket.phone).in_(members.union(own))).union(told_on)
    return (
        columns(
            col(Ticket.id),
            col(Ticket.number),
            col(Ticket.received_at),
            col(Ticket.title),
            func.substr(Ticket.content, 1, SUBJECT).label("head"),
            col(Ticket.state),
            col(Staff.name).label("taker"),
        )
        .select_from(Ticket)
        .outerjoin(Staff, col(Staff.id) == col(Ticket.first_responder_id))
        .where(and_(col(Ticket.id).in_(ids), ~col(Ticket.confidential)))
        .order_by(col(Ticket.received_at).desc(), col(Ticket.id).desc())
    )


def _visit_line(one: VisitRow) -> HistoryLine:
    words = one.matter or one.feedback or one.purpose.label
    return HistoryLine(
        kind=Contact.VISIT,
        at=one.at,
        who=one.staff.name,
        words=clean_line(words),
        outcome=one.result,
        state="",
        visit_id=one.id,
        ticket_id=one.ticket_id,
        ticket=one.ticket,
    )


def _call_line(one: Any) -> HistoryLine:  # noqa: ANN401 - a row of the query above
    return HistoryLine(
        kind=Contact.CALL,
        at=one.received_at,
        who=one.taker or "",
        words=clean_line(one.title or one.head),
        outcome=None,
        state=State(one.state).label,
        visit_id=None,
        ticket_id=one.id,
        ticket=one.number,
    )

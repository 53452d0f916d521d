"""Draws and checks as they are read: a manager's day, all managers of a day (RULEBOOK §6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Person
from gridterm.store.unit import Store
from gridterm.visits.draw import mark
from gridterm.visits.queries import check_view, get, rows_of
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit, VisitEnd
from gridterm.visits.terms import CheckView, DrawnVisit, DrawView, Undrawn, VisitRow

CHUNK = 500
_CHECK = (
    *("id", "draw_id", "visit_id", "seq", "result", "way"),
    *("said", "reason", "checked_on", "checked_at", "checker"),
)


def drawn(store: Store, staff_id: int, day: date, turn: int | None = None) -> DrawView | None:
    """The draw of a manager's day: the last one, or that of a turn; None where there is none."""
    with store.read() as session:
        found = _draws(session, col(SpotDraw.staff_id) == staff_id, col(SpotDraw.day) == day)
        chosen = [one for one in found if turn is None or one.turn == turn][-1:]
        return next(iter(views(session, chosen)), None)


def draw_by_id(store: Store, draw_id: int) -> DrawView:
    """A draw.

    Raises:
        NotFoundError: there is none.
    """
    with store.read() as session:
        return views(session, [get_draw(session, draw_id)])[0]


def draws_of_day(store: Store, day: date) -> tuple[DrawView, ...]:
    """The last draw of each manager of a day, by staff number."""
    with store.read() as session:
        found = {one.staff_id: one for one in _draws(session, col(SpotDraw.day) == day)}
        return _by_number(views(session, list(found.values())))


def turns(store: Store, staff_id: int, day: date) -> tuple[DrawView, ...]:
    """All draws of a manager's day: the first, then the redraws with their reasons."""
    with store.read() as session:
        one = (col(SpotDraw.staff_id) == staff_id, col(SpotDraw.day) == day)
        return views(session, _draws(session, *one))


def undrawn(store: Store, day: date) -> tuple[Undrawn, ...]:
    """The managers who have visits on a day and no draw yet, by staff number."""
    with store.read() as session:
        return undrawn_of(session, day)


def undrawn_of(session: Session, day: date) -> tuple[Undrawn, ...]:
    """As ``undrawn``, in a session that is open already."""
    drawn_ids = columns(col(SpotDraw.staff_id)).where(col(SpotDraw.day) == day)
    statement = (
        columns(
            *(Staff.id, Staff.number, Staff.name, func.count().label("visits")),
        )  # type: ignore[call-overload]
        .select_from(Visit)
        .join(Staff, col(Staff.id) == col(Visit.staff_id))
        .outerjoin(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id))
        .where(
            col(Visit.day) == day,
            col(VisitEnd.id).is_(None),
            col(Visit.staff_id).not_in(drawn_ids),
        )
        .group_by(col(Staff.id))
        .order_by(func.length(Staff.number), col(Staff.number))
    )
    return tuple(
        Undrawn(Person(one.id, one.number, one.name), day, one.visits)
        for one in session.execute(statement)
    )


def draw_of(store: Store, visit_id: int) -> DrawView:
    """The last draw a visit was drawn in.

    Raises:
        NotFoundError: there is no such visit, or it was not drawn.
    """
    with store.read() as session:
        visit = get(session, visit_id)
        of_day = (col(SpotDraw.staff_id) == visit.staff_id, col(SpotDraw.day) == visit.day)
        found = [one for one in _draws(session, *of_day) if visit_id in ids(one.drawn)]
        if not found:
            raise NotFoundError(
                _(
                    "Visit {id} was not drawn: only drawn visits are checked. See the draw with: "
                    "gridterm checks list"
                ).format(id=visit_id)
            )
        return views(session, found[-1:])[0]


def get_draw(session: Session, draw_id: int) -> SpotDraw:
    """A draw's row.

    Raises:
        NotFoundError: there is none.
    """
    found = session.get(SpotDraw, draw_id)
    if found is None:
        raise NotFoundError(_("There is no such draw."))
    return found


def checks_of(session: Session, visits: Iterable[int]) -> dict[int, tuple[CheckView, ...]]:
    """The checks of visits, each visit's in the order they were recorded."""
    found: dict[int, tuple[CheckView, ...]] = {}
    wanted = sorted(set(visits))
    for at in range(0, len(wanted), CHUNK):
        statement = (
            columns(*(getattr(SpotCheck, name) for name in _CHECK))
            .where(col(SpotCheck.visit_id).in_(wanted[at : at + CHUNK]))
            .order_by(col(SpotCheck.id))
        )
        rows: Iterable[Any] = session.execute(statement)
        for one in map(check_view, rows):
            found[one.visit_id] = (*found.get(one.visit_id, ()), one)
    return found


def ids(kept: str) -> tuple[int, ...]:
    """Ids as a draw keeps them: blanks between."""
    return tuple(map(int, kept.split()))


def holding(session: Session, staff_id: int, day: date) -> list[int]:
    """The visits of a manager's day that hold, rising: what is drawn from."""
    return [one.id for one in _days(session, day, staff_id)[staff_id] if one.holds]


# ── views ───────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class _Kept:
    """A visit of a day: whether it holds, and which one it corrects."""

    id: int
    holds: bool
    corrects_id: int | None


def views(session: Session, draws: Sequence[SpotDraw]) -> tuple[DrawView, ...]:
    """Draws with what was drawn and checked; the number of queries grows with the days alone."""
    every = {one for draw in draws for one in ids(draw.drawn)}
    rows = {one.id: one for one in rows_of(session, sorted(every))}
    checks = checks_of(session, every)
    kept = {day: _days(session, day) for day in {one.day for one in draws}}
    redraws = _redraws(session, {one.day for one in draws})
    people = _people(session, {one.staff_id for one in draws})
    return tuple(
        DrawView(
            id=one.id or 0,
            staff=people[one.staff_id],
            day=one.day,
            turn=one.turn,
            seed=one.seed,
            reason=one.reason,
            among=len(ids(one.among)),
            drawn_at=one.drawn_at,
            actor=one.actor,
            visits=_drawn_visits(one, rows, checks),
            later=_later(ids(one.among), kept[one.day].get(one.staff_id, ())),
            redraws=redraws[one.staff_id, one.day],
            among_ids=ids(one.among),
        )
        for one in draws
    )


def _drawn_visits(
    one: SpotDraw, rows: Mapping[int, VisitRow], checks: Mapping[int, Sequence[CheckView]]
) -> tuple[DrawnVisit, ...]:
    return tuple(
        DrawnVisit(rows[visit], mark(one.seed, visit), next(iter(checks.get(visit, ())[-1:]), None))
        for visit in ids(one.drawn)
        if visit in rows
    )


def _later(among: Collection[int], day: Iterable[_Kept]) -> int:
    """How many visits that hold were recorded after the draw; a correction is no new visit."""
    known = set(among)
    count = 0
    for one in sorted(day, key=lambda one: one.id):
        if one.id in known:
            continue
        if one.corrects_id in known:
            known.add(one.id)
        elif one.holds:
            count += 1
    return count


def _days(session: Session, day: date, staff_id: int | None = None) -> dict[int, list[_Kept]]:
    """The visits of a day by who made them, ended ones too."""
    statement = (
        columns(*(Visit.staff_id, Visit.id, col(VisitEnd.id).is_(None), Visit.corrects_id))  # type: ignore[call-overload]
        .select_from(Visit)
        .outerjoin(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id))
        .where(col(Visit.day) == day)
        .order_by(col(Visit.id))
    )
    if staff_id is not None:
        statement = statement.where(col(Visit.staff_id) == staff_id)
    found: dict[int, list[_Kept]] = {staff_id: []} if staff_id is not None else {}
    for who, visit, holds, corrects in session.execute(statement):
        found.setdefault(who, []).append(_Kept(visit, bool(holds), corrects))
    return found


def _draws(session: Session, *wanted: Any) -> list[SpotDraw]:  # noqa: ANN401 - SQL conditions
    order = (col(SpotDraw.staff_id), col(SpotDraw.day), col(SpotDraw.turn))
    return list(session.exec(select(SpotDraw).where(*wanted).order_by(*order)))


def _redraws(session: Session, days: Collection[date]) -> Counter[tuple[int, date]]:
    statement = columns(col(SpotDraw.staff_id), col(SpotDraw.day)).where(
        col(SpotDraw.day).in_(days), col(SpotDraw.turn) > 0
    )
    return Counter((staff, day) for staff, day in session.execute(statement))


def _people(session: Session, staff_ids: Collection[int]) -> dict[int, Person]:
    statement = columns(col(Staff.id), col(Staff.number), col(Staff.name)).where(
        col(Staff.id).in_(staff_ids)
    )
    return {one.id: Person(*one) for one in session.execute(statement)}


def _by_number(found: Iterable[DrawView]) -> tuple[DrawView, ...]:
    return tuple(sorted(found, key=lambda one: (len(one.staff.number), one.staff.number)))

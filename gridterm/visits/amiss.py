"""What the spot checks leave open: days nobody checked, records that do not hold (RULEBOOK §6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import exists, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from gridterm import settings
from gridterm.hotline.tables import unindexed
from gridterm.registers import workdays
from gridterm.registers.tables import Grid, Staff
from gridterm.registers.terms import Person
from gridterm.store.unit import Store
from gridterm.visits.drawing import checks_of
from gridterm.visits.queries import rows_of
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit, VisitEnd
from gridterm.visits.terms import AmissCheck, CheckView, DayWithout, Finding

if TYPE_CHECKING:
    from gridterm.settings import Settings
    from gridterm.worktime import WorkTime

ONE_DAY = timedelta(days=1)


def days_without_checks(store: Store, since: date, until: date) -> tuple[DayWithout, ...]:
    """Working days on which a manager has visits and too few of them are checked.

    Wanted are as many checks as the setting says, of fewer visits all. A visit that was not
    reached is not checked. Today counts once the office has closed.

    Args:
        store: the office.
        since: the first day.
        until: the last one.

    Returns:
        The newest day first, then by staff number.
    """
    with store.read() as session:
        current, now = settings.load(session), store.clock.now()
        return without_checks(session, since, until, now, current, workdays.work_time(session))


def without_checks(  # noqa: PLR0913, PLR0917 - a span, and what is at hand of the office
    session: Session, since: date, until: date, now: datetime, current: Settings, work: WorkTime
) -> tuple[DayWithout, ...]:
    """As ``days_without_checks``, in a session, with settings and working time at hand."""
    last = min(until, now.date() if now.time() >= work.closes else now.date() - ONE_DAY)
    wanted = current.number("visits.checks_each_day")
    visited = [one for one in _visited(session, since, last) if work.is_workday(one.day)]
    checked = _checked(session, since, last) if visited else {}
    short = [
        (one, n)
        for one in visited
        if (n := checked.get((one.staff_id, one.day), 0)) < min(wanted, one.visits)
    ]
    where = _where(session, [(one.staff_id, one.day) for one, _n in short])
    grids = _grids(session, set(where.values()))
    found = [
        _without(one, n, wanted, _led(grids, where.get((one.staff_id, one.day)), one.staff_id))
        for one, n in short
    ]
    found.sort(key=lambda one: (-one.day.toordinal(), len(one.staff.number), one.staff.number))
    return tuple(found)


class _GridLead(NamedTuple):
    """A grid's code and who leads it."""

    code: str
    lead_id: int | None
    lead: str


def _without(one: Any, checked: int, wanted: int, grid: _GridLead) -> DayWithout:  # noqa: ANN401 - a row
    return DayWithout(
        staff=Person(one.staff_id, one.number, one.name),
        grid=grid.code,
        lead=grid.lead,
        day=one.day,
        visits=one.visits,
        checked=checked,
        wanted=min(wanted, one.visits),
        lead_id=grid.lead_id,
    )


def _visited(session: Session, since: date, until: date) -> list[Any]:
    """Who visited on which day, and how many that hold: by the index of the staff alone."""
    statement = (
        columns(
            *(Visit.day, Visit.staff_id, Staff.number, Staff.name, func.count().label("visits"))
        )  # type: ignore[call-overload]
        .select_from(Staff)
        .join(Visit, col(Visit.staff_id) == col(Staff.id))
        .where(
            col(Visit.staff_id).in_(columns(col(Staff.id))),
            col(Visit.day).between(since, until),
            ~exists().where(col(VisitEnd.visit_id) == col(Visit.id)),
        )
        .group_by(col(Visit.staff_id), col(Visit.day))
    )
    return list(session.execute(statement))


def _where(session: Session, days: Collection[tuple[int, date]]) -> dict[tuple[int, date], int]:
    """In which grid somebody's visits of a day were; the first of several."""
    if not days:
        return {}
    statement = (
        columns(col(Visit.staff_id), col(Visit.day), func.min(Visit.grid_id))
        .where(
            col(Visit.staff_id).in_({staff_id for staff_id, _day in days}),
            col(Visit.day).in_({day for _staff, day in days}),
            unindexed(Visit.grid_id).is_not(None),
        )
        .group_by(col(Visit.staff_id), col(Visit.day))
    )
    return {(staff, day): grid for staff, day, grid in session.execute(statement)}


def _checked(session: Session, since: date, until: date) -> dict[tuple[int, date], int]:
    """How many visits of a manager's day have a result; each counts once, by its newest row."""
    newest = (
        columns(func.max(SpotCheck.id))
        .join(SpotDraw, col(SpotDraw.id) == col(SpotCheck.draw_id))
        .where(col(SpotDraw.day).between(since, until))
        .group_by(col(SpotCheck.visit_id))
    )
    statement = (
        columns(col(SpotDraw.staff_id), col(SpotDraw.day), func.count())
        .select_from(SpotCheck)
        .join(SpotDraw, col(SpotDraw.id) == col(SpotCheck.draw_id))
        .where(col(SpotCheck.id).in_(newest), col(SpotCheck.result) != Finding.UNREACHED.value)
        .group_by(col(SpotDraw.staff_id), col(SpotDraw.day))
    )
    return {(staff, day): count for staff, day, count in session.execute(statement)}


def amiss(store: Store, since: date) -> tuple[AmissCheck, ...]:
    """Visits from a day on whose record does not hold, the newest first.

    The newest result of a visit counts. One that does not agree is settled once the visit was
    corrected or made void; a falsified one only where its result is corrected: what comes of it
    is a case, which a higher desk knows.
    """
    with store.read() as session:
        ids = _suspects(session, since)
        if not ids:
            return ()
        rows = {one.id: one for one in rows_of(session, ids)}
        checks = checks_of(session, ids)
        found = [
            (checks[one][-1], rows[one])
            for one in ids
            if checks[one][-1].result.amiss
            and not (checks[one][-1].result is Finding.MISMATCH and rows[one].ended)
        ]
        grids = _grids(session, {row.grid_id for _c, row in found if row.grid_id is not None})
    newest = sorted(found, key=lambda one: (one[1].day, one[0].id), reverse=True)
    return tuple(
        AmissCheck(
            check, row, _led(grids, row.grid_id, row.staff.id).lead_id, _subjects(checks[row.id])
        )
        for check, row in newest
    )


def _led(grids: Mapping[int, _GridLead], grid_id: int | None, staff_id: int) -> _GridLead:
    """The grid of somebody's visits with its lead; nobody leads where it is they themselves."""
    found = grids.get(grid_id or 0, _GridLead("", None, ""))
    return found if found.lead_id != staff_id else found._replace(lead_id=None, lead="")


def _subjects(checks: Collection[CheckView]) -> tuple[str, ...]:
    names = [f"visit:{one.visit_id}" for one in checks]
    names += [f"draw:{one.draw_id}" for one in checks]
    return tuple(dict.fromkeys([*names, *(f"check:{one.id}" for one in checks)]))


def _suspects(session: Session, since: date) -> list[int]:
    """Visits from a day on of which any result was amiss, by the index of the draws' days."""
    statement = (
        columns(col(SpotCheck.visit_id))
        .join(SpotDraw, col(SpotDraw.id) == col(SpotCheck.draw_id))
        .where(
            col(SpotDraw.day) >= since,
            col(SpotCheck.result).in_([one.value for one in Finding if one.amiss]),
        )
        .distinct()
    )
    return list(session.execute(statement).scalars())


def _grids(session: Session, grid_ids: Collection[int]) -> dict[int, _GridLead]:
    """Grids with who leads them; of one without a lead who leads the grid above."""
    if not grid_ids:
        return {}
    above, lead, upper = aliased(Grid), aliased(Staff), aliased(Staff)
    statement = (
        columns(
            *(Grid.id, Grid.code, func.coalesce(lead.id, upper.id)),
            func.coalesce(lead.name, upper.name, ""),
        )  # type: ignore[call-overload]
        .select_from(Grid)
        .outerjoin(lead, lead.id == col(Grid.lead_id))
        .outerjoin(above, above.id == col(Grid.parent_id))
        .outerjoin(upper, upper.id == above.lead_id)
        .where(col(Grid.id).in_(grid_ids))
    )
    return {one[0]: _GridLead(*one[1:]) for one in session.execute(statement)}

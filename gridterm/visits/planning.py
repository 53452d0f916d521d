"""Whom to visit next, and how far the grids are covered (RULEBOOK §6: 不漏楼、不漏户、不漏人)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Integer, String, TextClause, text
from sqlmodel import Session

from gridterm import settings
from gridterm.i18n import _
from gridterm.registers import workdays
from gridterm.registers.terms import Person
from gridterm.store.unit import Store
from gridterm.text import clean_line, mask_phone
from gridterm.visits import rules
from gridterm.visits.terms import Coverage, ManagerDay, PlanLine

if TYPE_CHECKING:
    from gridterm.settings import Settings

PAGE = 50
NotVisitedCursor = tuple[int, str, int]
"""Where the next page goes on: building, room and household of the last row."""

NOT_ENDED = "NOT EXISTS (SELECT 1 FROM visit_end gone WHERE gone.visit_id = visit.id)"
_LIVED_IN = "household.valid_to IS NULL"  # as the register says that one stands; its index knows
_SPELL = "spell.valid_from <= :today AND (spell.valid_to IS NULL OR spell.valid_to >= :today)"
_HOME = """
    SELECT household.id, building.estate || building.name || ' ' || household.room AS title,
           (SELECT member.name FROM household_member member
            WHERE member.household_id = household.id AND member.valid_to IS NULL
            ORDER BY member.relation <> 'head', member.id LIMIT 1) AS head,
           coalesce(nullif(household.phone, ''),
                    (SELECT member.phone FROM household_member member
                     WHERE member.household_id = household.id AND member.valid_to IS NULL
                       AND member.phone <> ''
                     ORDER BY member.relation <> 'head', member.id LIMIT 1)) AS phone,
           household.building_id, household.room_key,
           last_visit.day, last_visit.met_on, last_visit.visits
    FROM household
    JOIN building ON building.id = household.building_id
    LEFT JOIN last_visit ON last_visit.household_id = household.id
"""
_TYPES = {
    "id": Integer,
    "title": String,
    "head": String,
    "phone": String,
    "day": Date,
    "met_on": Date,
    "visits": Integer,
}


def plan(
    store: Store, staff_id: int, day: date | None = None, limit: int = 20
) -> tuple[PlanLine, ...]:
    """The households a manager should visit next: the longest not visited first.

    Of the manager's grids on that day (else the grid somebody belongs to). Where several walk a
    grid, its buildings are shared among those who are not away, its doors where it has too few
    buildings, so that nobody is knocked up twice. Who was visited on the day by anybody is left
    out, empty homes stand last.

    Args:
        store: the office.
        staff_id: the manager.
        day: the day of the plan (default: today).
        limit: how many households at most.
    """
    today = day or store.clock.today()
    with store.read() as session:
        found = session.execute(
            _PLAN, {"staff": staff_id, "today": today.isoformat(), "limit": limit}
        ).all()
        due_after = settings.load(session).number("visits.plan_days")
    return tuple(_plan_line(one, today, due_after) for one in found)


_PLAN = text(f"""
    WITH mine AS (
        SELECT grid_id FROM grid_manager spell WHERE staff_id = :staff AND {_SPELL}
        UNION SELECT grid_id FROM staff WHERE id = :staff AND NOT EXISTS
            (SELECT 1 FROM grid_manager spell WHERE staff_id = :staff AND {_SPELL})
    ), walker AS (
        SELECT DISTINCT spell.grid_id, spell.staff_id FROM grid_manager spell
        JOIN staff ON staff.id = spell.staff_id
        WHERE spell.grid_id IN (SELECT grid_id FROM mine) AND {_SPELL}
          AND (staff.id = :staff OR NOT staff.away)
    ), share AS (
        SELECT mine.grid_id, max(1, count(walker.staff_id)) AS walkers,
               coalesce(sum(walker.staff_id < :staff), 0) AS turn
        FROM mine LEFT JOIN walker ON walker.grid_id = mine.grid_id GROUP BY mine.grid_id
    ), place AS (
        SELECT spell.building_id, share.walkers, share.turn,
               row_number() OVER (PARTITION BY spell.grid_id ORDER BY spell.building_id) AS nth,
               count(*) OVER (PARTITION BY spell.grid_id) AS buildings
        FROM building_grid spell JOIN share ON share.grid_id = spell.grid_id WHERE {_SPELL}
    )
    {_HOME}
    JOIN place ON place.building_id = household.building_id
    WHERE CASE WHEN place.buildings >= place.walkers THEN place.nth ELSE household.id END
          % place.walkers = place.turn
      AND {_LIVED_IN}
      AND (last_visit.day IS NULL OR last_visit.day <> :today)
    ORDER BY household.status = 'empty', last_visit.day, household.building_id,
             length(household.room_key), household.room_key
    LIMIT :limit
""").columns(**_TYPES)  # noqa: S608 - fragments of our own


def coverage(
    store: Store, since: date, until: date, grid_id: int | None = None
) -> tuple[Coverage, ...]:
    """How far each grid was covered in a span of days, by grid; homes in no grid come last.

    Args:
        store: the office.
        since: the first day.
        until: the last day, which belongs to the span.
        grid_id: only this grid; 0 for the homes in no grid.
    """
    given = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "today": store.clock.today().isoformat(),
        "grid": grid_id,
    }
    with store.read() as session:
        found = session.execute(_COVERAGE, given).all()
        managers = _managers(session, given["today"])
    return tuple(
        Coverage(
            grid_id=one.grid_id,
            grid=one.grid or _("(in no grid)"),
            managers=tuple(managers.get(one.grid_id, ())),
            households=one.households,
            visited=one.visited,
            met=one.met,
            never=one.never,
            buildings=one.buildings,
            buildings_visited=one.buildings_visited,
            visits=one.visits,
        )
        for one in found
    )


_COVERAGE = text(f"""
    WITH made AS MATERIALIZED (
        SELECT household_id, grid_id, result FROM visit
        WHERE visit.day BETWEEN :since AND :until AND {NOT_ENDED}
    ), seen AS (
        SELECT household_id, max(result = 'met') AS met FROM made GROUP BY household_id
    ), walked AS (
        SELECT coalesce(grid_id, 0) AS grid_id, count(*) AS visits FROM made GROUP BY 1
    ), place AS (
        SELECT building.id AS building_id, coalesce(min(spell.grid_id), 0) AS grid_id
        FROM building
        LEFT JOIN building_grid spell ON spell.building_id = building.id AND {_SPELL}
        GROUP BY building.id
    ), counted AS (
        SELECT place.grid_id, count(household.id) AS households,
               count(seen.household_id) AS visited, coalesce(sum(seen.met), 0) AS met,
               sum(household.id IS NOT NULL AND last_visit.household_id IS NULL) AS never,
               count(DISTINCT place.building_id) AS buildings,
               count(DISTINCT CASE WHEN seen.household_id IS NOT NULL
                                   THEN place.building_id END) AS buildings_visited
        FROM place
        LEFT JOIN household ON household.building_id = place.building_id AND {_LIVED_IN}
        LEFT JOIN seen ON seen.household_id = household.id
        LEFT JOIN last_visit ON last_visit.household_id = household.id
        GROUP BY place.grid_id
    ), area AS (
        SELECT id, code FROM grid
        WHERE level >= 4 AND valid_from <= :today AND (valid_to IS NULL OR valid_to >= :today)
        UNION ALL
        SELECT 0, NULL WHERE EXISTS (SELECT 1 FROM counted WHERE grid_id = 0 AND households > 0)
    )
    SELECT area.id AS grid_id, area.code AS grid,
           coalesce(counted.households, 0) AS households, coalesce(counted.visited, 0) AS visited,
           coalesce(counted.met, 0) AS met, coalesce(counted.never, 0) AS never,
           coalesce(counted.buildings, 0) AS buildings,
           coalesce(counted.buildings_visited, 0) AS buildings_visited,
           coalesce(walked.visits, 0) AS visits
    FROM area
    LEFT JOIN counted ON counted.grid_id = area.id
    LEFT JOIN walked ON walked.grid_id = area.id
    WHERE :grid IS NULL OR area.id = :grid
    ORDER BY area.code IS NULL, area.code
""")  # noqa: S608 - fragments of our own


def not_visited(  # noqa: PLR0913, PLR0917 - a grid, a span, and a page of it
    store: Store,
    grid_id: int,
    since: date,
    until: date,
    after: NotVisitedCursor | None = None,
    limit: int = PAGE,
) -> tuple[tuple[PlanLine, ...], NotVisitedCursor | None]:
    """The households of a grid nobody visited in a span of days, by building and room.

    Args:
        store: the office.
        grid_id: the grid; 0 for the homes in no grid.
        since: the first day.
        until: the last day, which belongs to the span.
        after: where the page before ended; None begins.
        limit: how many at most.

    Returns:
        The households, and where to go on; None where there are no more.
    """
    building, room, household = after or (0, "", 0)
    today = store.clock.today()
    given = {
        "grid": grid_id,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "today": today.isoformat(),
        "building": building,
        "room": room,
        "household": household,
        "limit": limit + 1,
    }
    with store.read() as session:
        found = session.execute(_NOT_VISITED, given).all()
        due_after = settings.load(session).number("visits.plan_days")
    lines = tuple(_plan_line(one, today, due_after) for one in found[:limit])
    end = found[limit - 1] if len(found) > limit else None
    return lines, (end.building_id, end.room_key, end.id) if end is not None else None


_NOT_VISITED = text(f"""
    {_HOME}
    WHERE household.building_id IN (
        SELECT building.id FROM building
        LEFT JOIN building_grid spell ON spell.building_id = building.id AND {_SPELL}
        GROUP BY building.id HAVING coalesce(min(spell.grid_id), 0) = :grid)
      AND {_LIVED_IN}
      AND NOT EXISTS (SELECT 1 FROM visit WHERE visit.household_id = household.id
                      AND visit.day BETWEEN :since AND :until AND {NOT_ENDED})
      AND (household.building_id, length(household.room_key), household.room_key, household.id)
          > (:building, length(:room), :room, :household)
    ORDER BY household.building_id, length(household.room_key), household.room_key, household.id
    LIMIT :limit
""").columns(**_TYPES, building_id=Integer, room_key=String)  # noqa: S608 - as above


def day_board(
    store: Store,
    day: date | None = None,
    current: Settings | None = None,
    *,
    working: bool | None = None,
) -> tuple[ManagerDay, ...]:
    """Everybody's day: n of 20 visits, n of 2 checks (RULEBOOK §6); one query for all.

    The grid managers employed on the day, and whoever made a visit, by number. Nobody is asked
    for more visits than there are households in their grids, nor for more checks than visits;
    on a day off nobody is asked for any visit.

    Args:
        store: the office.
        day: the day (default: today).
        current: the office's settings where they are at hand.
        working: whether it is a working day, where that is known.
    """
    when = day or store.clock.today()
    with store.read() as session:
        found = session.execute(_BOARD, {"today": when.isoformat()}).all()
        current = current or settings.load(session)
        if working is None:
            working = workdays.load(session).is_workday(when)
    checks = current.number("visits.checks_each_day")
    most = current.number("visits.each_day") if working else 0
    return tuple(_manager_day(one, when, most, checks, working=working) for one in found)


def _manager_day(
    one: Any,  # noqa: ANN401 - a row
    day: date,
    most: int,
    checks: int,
    *,
    working: bool,
) -> ManagerDay:
    wanted = min(most, one.households)
    return ManagerDay(
        staff=Person(one.id, one.number, one.name, one.phone),
        grid=one.grid or "",
        day=day,
        visits=one.visits,
        wanted=wanted,
        met=one.met,
        matters=one.matters,
        drawn=len((one.drawn or "").split()),
        checked=one.checked,
        checks_wanted=min(checks, max(wanted, one.visits)),
        amiss=one.amiss,
        working=working,
    )


_BOARD = text(f"""
    WITH mine AS (
        SELECT staff_id, grid_id FROM grid_manager spell WHERE {_SPELL}
        UNION SELECT id, grid_id FROM staff WHERE grid_id IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM grid_manager spell WHERE staff_id = staff.id AND {_SPELL})
    ), homes AS MATERIALIZED (
        SELECT spell.grid_id, count(*) AS households
        FROM building_grid spell
        JOIN household ON household.building_id = spell.building_id AND {_LIVED_IN}
        WHERE {_SPELL} GROUP BY spell.grid_id
    ), walks AS MATERIALIZED (
        SELECT mine.staff_id, sum(homes.households) AS households
        FROM mine JOIN homes ON homes.grid_id = mine.grid_id GROUP BY mine.staff_id
    ), made AS MATERIALIZED (
        SELECT staff_id, count(*) AS visits, sum(result = 'met') AS met,
               sum(matter <> '' OR ticket_id IS NOT NULL) AS matters
        FROM visit WHERE visit.day = :today AND {NOT_ENDED} GROUP BY staff_id
    ), draws AS MATERIALIZED (
        SELECT staff_id, drawn, max(turn) FROM spot_draw WHERE day = :today GROUP BY staff_id
    ), found AS MATERIALIZED (
        SELECT spot_draw.staff_id, spot_check.visit_id, spot_check.result, max(spot_check.id)
        FROM spot_draw JOIN spot_check ON spot_check.draw_id = spot_draw.id
        WHERE spot_draw.day = :today GROUP BY spot_draw.staff_id, spot_check.visit_id
    ), checks AS MATERIALIZED (
        SELECT staff_id, sum(result <> 'unreached') AS checked,
               sum(result IN ('mismatch', 'falsified')) AS amiss
        FROM found GROUP BY staff_id
    )
    SELECT staff.id, staff.number, staff.name, staff.phone,
           coalesce((SELECT group_concat(code, ', ') FROM (
                        SELECT grid.code FROM grid_manager spell
                        JOIN grid ON grid.id = spell.grid_id
                        WHERE spell.staff_id = staff.id AND {_SPELL} ORDER BY grid.code)),
                    (SELECT grid.code FROM grid WHERE grid.id = staff.grid_id)) AS grid,
           coalesce(walks.households, 0) AS households,
           coalesce(made.visits, 0) AS visits, coalesce(made.met, 0) AS met,
           coalesce(made.matters, 0) AS matters, draws.drawn,
           coalesce(checks.checked, 0) AS checked, coalesce(checks.amiss, 0) AS amiss
    FROM staff
    LEFT JOIN walks ON walks.staff_id = staff.id
    LEFT JOIN made ON made.staff_id = staff.id
    LEFT JOIN draws ON draws.staff_id = staff.id
    LEFT JOIN checks ON checks.staff_id = staff.id
    WHERE made.visits IS NOT NULL
       OR (instr(',' || staff.roles || ',', ',grid_manager,') > 0
           AND staff.hired <= :today AND (staff.left IS NULL OR staff.left >= :today))
    ORDER BY length(staff.number), staff.number
""")  # noqa: S608 - fragments of our own


def _managers(session: Session, today: object) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for grid_id, name in session.execute(_WALKERS, {"today": today}):
        found.setdefault(grid_id, []).append(name)
    return found


_WALKERS: TextClause = text(f"""
    SELECT spell.grid_id, staff.name FROM grid_manager spell
    JOIN staff ON staff.id = spell.staff_id
    WHERE {_SPELL} AND (staff.left IS NULL OR staff.left >= :today)
    ORDER BY spell.grid_id, length(staff.number), staff.number
""")  # noqa: S608 - fragments of our own


def _plan_line(one: Any, today: date, due_after: int) -> PlanLine:  # noqa: ANN401 - an SQL row
    days, reason = rules.due_reason(one.day, one.met_on, one.visits or 0, today, due_after)
    return PlanLine(
        household_id=one.id,
        household=clean_line(one.title),
        head=one.head or "",
        phone=mask_phone(one.phone or ""),
        last_day=one.day,
        days=days,
        reason=reason,
    )

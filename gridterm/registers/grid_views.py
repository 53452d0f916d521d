"""The grids as they are read: in the order of the tree, with people, counts and what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.registers import rules
from gridterm.registers.staff import person
from gridterm.registers.tables import BuildingGrid, Grid, GridManager, Staff
from gridterm.registers.terms import Finding, GridKind, GridLevel, GridView, Person
from gridterm.store.unit import Store


def list_grids(
    store: Store,
    on: date | None = None,
    *,
    ended: bool = False,
    current: settings.Settings | None = None,
) -> tuple[GridView, ...]:
    """The grids of a day in the order of the tree, each below its parent, with its findings.

    Args:
        store: the office.
        on: the day to look at (default: today).
        ended: those too that do not exist on that day.
        current: the office's settings where they are at hand.
    """
    day = on or store.clock.today()
    with store.read() as session:
        return views(session, day, ended=ended, current=current)


def grid(store: Store, grid_id: int, on: date | None = None) -> GridView:
    """One grid as seen on a day (default: today), also one that has ended.

    Raises:
        NotFoundError: there is no grid with this id.
    """
    with store.read() as session:
        return view_of(session, grid_id, on or store.clock.today())


def get_grid(session: Session, grid_id: int) -> Grid:
    """The row of a grid.

    Raises:
        NotFoundError: there is no grid with this id.
    """
    row = session.get(Grid, grid_id)
    if row is None:
        raise NotFoundError(_("There is no such grid. Choose one from the list."))
    return row


def exists_on(day: date) -> ColumnElement[bool]:
    """The condition that a grid exists on a day."""
    return (col(Grid.valid_from) <= day) & or_(
        col(Grid.valid_to).is_(None), col(Grid.valid_to) >= day
    )


def views(
    session: Session,
    day: date,
    *,
    ended: bool = False,
    current: settings.Settings | None = None,
) -> tuple[GridView, ...]:
    """The grids of a day in the order of the tree; four queries however many there are."""
    return _build(session, day, [] if ended else [exists_on(day)], current)


def view_of(session: Session, grid_id: int, day: date) -> GridView:
    """One grid as seen on a day.

    Raises:
        NotFoundError: there is no grid with this id.
    """
    get_grid(session, grid_id)
    return next(view for view in views(session, day, ended=True) if view.id == grid_id)


@dataclass(frozen=True)
class _Facts:
    """What the views of one reading share."""

    day: date
    leads: Mapping[int, Staff]
    managers: Mapping[int, Sequence[Person]]
    buildings: Mapping[int, int]
    limits: rules.SizeLimits


def _build(
    session: Session,
    day: date,
    wanted: Sequence[ColumnElement[bool]],
    current: settings.Settings | None,
) -> tuple[GridView, ...]:
    rows = session.exec(select(Grid).where(*wanted).order_by(Grid.code, col(Grid.id))).all()
    leads = session.exec(
        select(Staff).where(col(Staff.id).in_(select(Grid.lead_id).where(*wanted)))
    ).all()
    facts = _Facts(
        day,
        {staff.id or 0: staff for staff in leads},
        _managers(session, day),
        _building_counts(session, day),
        _size_limits(session, current),
    )
    return tuple(_view(row, depth, facts) for row, depth in _tree(rows))


def _size_limits(session: Session, current: settings.Settings | None = None) -> rules.SizeLimits:
    """The office's range for the size of a grid, by its settings where they are at hand."""
    chosen = current or settings.load(session)
    return rules.SizeLimits(
        chosen.number("grid.households_low"),
        chosen.number("grid.households_high"),
        chosen.number("grid.shops_high"),
    )


def _managers(session: Session, day: date) -> Mapping[int, Sequence[Person]]:
    found: defaultdict[int, list[Person]] = defaultdict(list)
    query = (
        select(GridManager.grid_id, Staff)
        .join(Staff, col(Staff.id) == col(GridManager.staff_id))
        .where(
            col(GridManager.valid_from) <= day,
            or_(col(GridManager.valid_to).is_(None), col(GridManager.valid_to) >= day),
        )
        .order_by(Staff.number)
    )
    for grid_id, staff in session.exec(query):
        found[grid_id].append(person(staff))
    return found


def _building_counts(session: Session, day: date) -> Mapping[int, int]:
    query = (
        select(BuildingGrid.grid_id, func.count(func.distinct(BuildingGrid.building_id)))
        .where(
            col(BuildingGrid.valid_from) <= day,
            or_(col(BuildingGrid.valid_to).is_(None), col(BuildingGrid.valid_to) >= day),
        )
        .group_by(col(BuildingGrid.grid_id))
    )
    return dict(session.exec(query).all())


def _tree(rows: Sequence[Grid]) -> Iterator[tuple[Grid, int]]:
    """Each grid with its depth, parents before children, in the order they came among equals."""
    known = {row.id for row in rows}
    below: defaultdict[int | None, list[Grid]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in known else None].append(row)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[Grid, int]]:
        for row in sorted(below[parent], key=lambda row: (row.level, row.code)):
            yield row, depth
            yield from walk(row.id, depth + 1)

    return walk(None, 0)


def _view(row: Grid, depth: int, facts: _Facts) -> GridView:
    level, kind = GridLevel(row.level), GridKind(row.kind)
    lead = facts.leads.get(row.lead_id or 0)
    managers = tuple(facts.managers.get(row.id or 0, ()))
    found = list(rules.size_findings(level, kind, row.households, row.shops, facts.limits))
    found += rules.people_findings(level, len(managers), lead=lead is not None)
    if lead is not None and lead.left is not None and lead.left < facts.day:
        text = _("The lead {name} has left; name another.").format(name=lead.name)
        found.append(Finding("lead_left", text))
    return GridView(
        id=row.id or 0,
        code=row.code,
        number=rules.grid_number(row.code),
        name=row.name,
        level=level,
        kind=kind,
        parent_id=row.parent_id,
        depth=depth,
        households=row.households,
        shops=row.shops,
        buildings=facts.buildings.get(row.id or 0, 0),
        lead=person(lead) if lead else None,
        managers=managers,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        findings=tuple(found),
    )

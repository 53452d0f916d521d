"""Buildings and the grid each belongs to, from which day to which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.registers import address_rules, rules
from gridterm.registers.checking import Faults
from gridterm.registers.grid_views import get_grid
from gridterm.registers.household_index import index_building
from gridterm.registers.posts import ONE_DAY, end
from gridterm.registers.tables import Building, BuildingGrid, Grid
from gridterm.registers.terms import BuildingForm, BuildingView, GridLevel
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean_line

ESTATE_LONGEST = 40
NAME_LONGEST = 30
SUGGESTIONS = 8


def list_buildings(
    store: Store, *, on: date | None = None, text: str = "", grid_id: int | None = None
) -> tuple[BuildingView, ...]:
    """The buildings by estate and number, each with its grid and what is wrong with that.

    Args:
        store: the office.
        on: the day to look at (default: today).
        text: part of the estate or the building as typed; empty for all.
        grid_id: only those of this grid.
    """
    day = on or store.clock.today()
    wanted = _like(text)
    if grid_id is not None:
        mine = select(BuildingGrid.building_id).where(
            BuildingGrid.grid_id == grid_id, *belongs(day)
        )
        wanted.append(col(Building.id).in_(mine))
    with store.read() as session:
        return views(session, day, wanted)


def suggest_buildings(
    store: Store, typed: str, limit: int = SUGGESTIONS
) -> tuple[BuildingView, ...]:
    """Buildings a half-typed address may mean, the likeliest first; nothing typed, none."""
    wanted = _like(typed)
    if not wanted:
        return ()
    block = address_rules.typing(typed).block
    exact = case((func.instr(Building.search_key, f"{block}|") == 1, 0), else_=1)
    with store.read() as session:
        return _views(session, store.clock.today(), wanted, [exact, *_BY_PLACE], limit)


def building(store: Store, building_id: int, on: date | None = None) -> BuildingView:
    """One building as seen on a day (default: today).

    Raises:
        NotFoundError: there is no building with this id.
    """
    with store.read() as session:
        return _one(session, building_id, on or store.clock.today())


def save_building(  # noqa: PLR0913 - a form, its record, and the draft it came from
    store: Store,
    actor: Actor,
    form: BuildingForm,
    building_id: int | None = None,
    *,
    since: date | None = None,
    draft_id: int | None = None,
) -> BuildingView:
    """Enter a new building, or change the one with ``building_id``.

    It belongs to its grid from ``since`` (default: today) on. The draft ``draft_id`` goes
    exactly when the record is saved.

    Raises:
        NotFoundError: there is no building with this id.
        InputError: a field cannot be used; ``fields`` says which and why.
    """
    with store.write("building.change" if building_id else "building.enter", actor) as tx:
        row = put_building(tx, form, building_id, since)
        tx.subject = f"building:{row.id}"
        drafts.forget(tx.session, draft_id)
        tx.session.flush()
        return _one(tx.session, row.id or 0, tx.now.date())


def assign_building(
    store: Store, actor: Actor, building_id: int, grid_id: int | None, since: date | None = None
) -> BuildingView:
    """Let a building belong to a grid, and to it alone, from ``since`` (default: today) on.

    None takes it out of every grid, which is shown as an error until it has one again.

    Raises:
        NotFoundError: there is no such building or grid.
        InputError: the grid does not take buildings on that day.
    """
    with store.write("building.assign", actor) as tx:
        row = _get(tx.session, building_id)
        tx.subject = f"building:{building_id}"
        day = since or tx.now.date()
        faults = Faults()
        _check_grid(faults, tx.session, grid_id, day)
        faults.check()
        assign(tx, row, grid_id, day)
        tx.session.flush()
        return _one(tx.session, building_id, day)


def put_building(
    tx: Tx, form: BuildingForm, building_id: int | None = None, since: date | None = None
) -> Building:
    """Save a building within a running use case; as ``save_building``."""
    day = since or tx.now.date()
    row = _get(tx.session, building_id) if building_id else None
    faults = Faults()
    estate = faults.line("estate", form.estate, ESTATE_LONGEST, _("The estate is missing."))
    name = faults.line("name", form.name, NAME_LONGEST, _("The building is missing."))
    faults.count("households", form.households)
    faults.count("shops", form.shops)
    key = address_rules.search_key(estate, name)
    twin = tx.session.exec(select(Building).where(Building.search_key == key)).first()
    if twin is not None and twin.id != building_id:
        title = f"{twin.estate}{twin.name}"
        faults.add("name", _("There is a building {title} already.").format(title=title))
    _check_grid(faults, tx.session, form.grid_id, day)
    faults.check()
    renamed = row is not None and (row.estate, row.name) != (estate, name)
    if row is None:
        row = Building(estate=estate, name=name, search_key=key)
    row.estate, row.name, row.search_key = estate, name, key
    row.households, row.shops = form.households, form.shops
    tx.add(row)
    if renamed:
        index_building(tx, row.id or 0)
    assign(tx, row, form.grid_id, day)
    return row


def assign(tx: Tx, row: Building, grid_id: int | None, since: date) -> None:
    """Make a grid a building's only one from ``since`` on, within a running use case.

    What was entered for later days is withdrawn: it stays as a spell of no day.
    """
    kept = False
    query = select(BuildingGrid).where(
        BuildingGrid.building_id == row.id,
        or_(col(BuildingGrid.valid_to).is_(None), col(BuildingGrid.valid_to) >= since - ONE_DAY),
    )
    for spell in tx.session.exec(query):
        if spell.grid_id == grid_id and not kept and spell.valid_from <= since:
            spell.valid_to, kept = None, True
        elif spell.valid_to is None or spell.valid_to >= since:
            end(spell, since - ONE_DAY)
    if grid_id is not None and not kept:
        tx.add(BuildingGrid(building_id=row.id or 0, grid_id=grid_id, valid_from=since))


# ── checks and reading ──────────────────────────────────────────────────────


def _get(session: Session, building_id: int) -> Building:
    row = session.get(Building, building_id)
    if row is None:
        raise NotFoundError(_("There is no such building. Choose one from the list."))
    return row


def in_two_grids(session: Session) -> set[int]:
    """The buildings that are, or will be, in two grids on one day."""
    one, two = aliased(BuildingGrid), aliased(BuildingGrid)
    query = (
        select(one.building_id)
        .join(two, and_(col(two.building_id) == col(one.building_id), col(two.id) > col(one.id)))
        .where(
            or_(col(one.valid_to).is_(None), col(one.valid_to) >= col(two.valid_from)),
            or_(col(two.valid_to).is_(None), col(two.valid_to) >= col(one.valid_from)),
            *(
                or_(col(each.valid_to).is_(None), col(each.valid_to) >= col(each.valid_from))
                for each in (one, two)
            ),
        )
    )
    return set(session.exec(query))


def _check_grid(faults: Faults, session: Session, grid_id: int | None, day: date) -> None:
    if grid_id is None:
        return
    try:
        grid = get_grid(session, grid_id)
    except NotFoundError as error:
        faults.take("grid_id", error)
        return
    if not GridLevel(grid.level).numbered:
        faults.add("grid_id", _("A building belongs to a grid, not to an area above it."))
    elif grid.valid_to is not None and grid.valid_to < day:
        faults.add("grid_id", _("The grid {grid} has ended.").format(grid=grid.code))


def belongs(day: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a building's spell in a grid covers a day."""
    return (
        col(BuildingGrid.valid_from) <= day,
        or_(col(BuildingGrid.valid_to).is_(None), col(BuildingGrid.valid_to) >= day),
    )


_BY_PLACE: tuple[Any, ...] = (
    col(Building.estate),
    func.instr(Building.search_key, "|"),
    col(Building.search_key),
    col(Building.id),
)


def _like(typed: str) -> list[ColumnElement[bool]]:
    line = clean_line(typed)
    if not line:
        return []
    half = address_rules.typing(line)
    both = and_(
        func.instr(Building.search_key, half.block) == 1 if half.block else True,
        _estate_fits(half.estate),
    )
    named = func.instr(Building.search_key, address_rules.compact(line)) > 0
    return [or_(both, named, func.instr(col(Building.estate) + col(Building.name), line) > 0)]


def _estate_fits(estate: str) -> ColumnElement[bool]:
    """Typed and kept estate hold one another: a street may stand before it, its end be missing."""
    kept = func.substr(Building.search_key, func.instr(Building.search_key, "|") + 1)
    return or_(func.instr(kept, estate) > 0, func.instr(estate, kept) > 0)


def views(
    session: Session, day: date, wanted: Sequence[ColumnElement[bool]] = ()
) -> tuple[BuildingView, ...]:
    """The buildings of a day by estate and number; one query however many there are."""
    return _views(session, day, wanted, _BY_PLACE)


def _one(session: Session, building_id: int, day: date) -> BuildingView:
    _get(session, building_id)
    return _views(session, day, [col(Building.id) == building_id], [])[0]


def _views(
    session: Session,
    day: date,
    wanted: Sequence[ColumnElement[bool]],
    order: Sequence[Any],
    limit: int | None = None,
) -> tuple[BuildingView, ...]:
    chosen = select(Building.id).where(*wanted).order_by(*order).limit(limit)
    query = (
        select(Building, Grid)
        .outerjoin(BuildingGrid, and_(col(BuildingGrid.building_id) == Building.id, *belongs(day)))
        .outerjoin(Grid, col(Grid.id) == BuildingGrid.grid_id)
        .where(col(Building.id).in_(chosen))
        .order_by(*order, col(Grid.code))
    )
    grouped: dict[int, tuple[Building, dict[int, str]]] = {}
    for row, grid in session.execute(query):
        grids = grouped.setdefault(row.id, (row, {}))[1]
        if grid is not None:
            grids[grid.id] = grid.code
    return tuple(_view(row, grids) for row, grids in grouped.values())


def _view(row: Building, grids: dict[int, str]) -> BuildingView:
    only = next(iter(grids.items())) if len(grids) == 1 else (None, "")
    return BuildingView(
        id=row.id or 0,
        estate=row.estate,
        name=row.name,
        households=row.households,
        shops=row.shops,
        grid_id=only[0],
        grid=only[1],
        findings=rules.building_findings(tuple(grids.values())),
    )

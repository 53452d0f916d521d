"""The grid register: grids of the five levels are entered, changed and ended.

Nothing is deleted: a grid ends on a day, so that a record keeps the grid of its day.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.errors import InputError, RefusedError
from gridterm.i18n import _, ngettext
from gridterm.registers import posts, rules
from gridterm.registers.checking import Faults
from gridterm.registers.grid_views import get_grid, view_of
from gridterm.registers.tables import BuildingGrid, Grid, Staff
from gridterm.registers.terms import (
    GridForm,
    GridLevel,
    GridView,
    Role,
)
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.search import Kind
from gridterm.store.unit import Store, Tx

NAME_LONGEST = 60


def save_grid(
    store: Store,
    actor: Actor,
    form: GridForm,
    grid_id: int | None = None,
    *,
    draft_id: int | None = None,
) -> GridView:
    """Enter a new grid, or change the one with ``grid_id``.

    The lead and the managers that are named get the role that goes with it. A new grid has
    its managers from its first day on, a changed one from today. The draft ``draft_id`` goes
    exactly when the record is saved.

    Raises:
        NotFoundError: there is no grid with this id.
        InputError: a field cannot be used; ``fields`` says which and why.
    """
    with store.write("grid.change" if grid_id else "grid.enter", actor) as tx:
        row = put_grid(tx, form, grid_id)
        tx.subject = f"grid:{row.id}"
        drafts.forget(tx.session, draft_id)
        tx.session.flush()
        return view_of(tx.session, row.id or 0, max(tx.now.date(), row.valid_from))


def end_grid(store: Store, actor: Actor, grid_id: int, last_day: date | None = None) -> GridView:
    """A grid ends: ``last_day`` (default: today) is the last day it exists.

    Raises:
        NotFoundError: there is no grid with this id.
        InputError: the last day is before the first.
        RefusedError: it still has buildings, or grids below it.
    """
    with store.write("grid.end", actor) as tx:
        row = get_grid(tx.session, grid_id)
        tx.subject = f"grid:{grid_id}"
        day = last_day or tx.now.date()
        if day < row.valid_from:
            sentence = _("The last day is before the first one, {day}.").format(
                day=row.valid_from.isoformat()
            )
            raise InputError(sentence, {"valid_to": sentence})
        _refuse_in_use(tx.session, row, day + posts.ONE_DAY)
        row.valid_to = day
        for post in posts.lasting(tx.session, day, grid_id=grid_id):
            posts.end(post, day)
        for member in tx.session.exec(select(Staff).where(Staff.grid_id == grid_id)):
            member.grid_id = None
        tx.session.flush()
        return view_of(tx.session, grid_id, day)


def put_grid(tx: Tx, form: GridForm, grid_id: int | None = None) -> Grid:
    """Save a grid within a running use case; as ``save_grid``."""
    session = tx.session
    row = get_grid(session, grid_id) if grid_id else None
    faults = Faults()
    since = form.valid_from or (row.valid_from if row else tx.now.date())
    if row is not None and row.valid_to is not None and since > row.valid_to:
        faults.add("valid_from", _("The first day is after the last one."))
    parent = _check_place(faults, session, form, grid_id)
    code = _check_code(faults, session, form, parent)
    _check_free(faults, session, code, grid_id, since)
    name = faults.line("name", form.name, NAME_LONGEST) or code
    faults.count("households", form.households)
    faults.count("shops", form.shops)
    lead = _check_person(faults, session, "lead_id", form.lead_id, tx.now.date())
    for staff_id in form.manager_ids or ():
        _check_person(faults, session, "manager_ids", staff_id, tx.now.date())
    faults.check()
    posts_from = max(tx.now.date(), since) if row else since
    if row is None:
        row = Grid(code=code, name=name, level=form.level, kind=form.kind, valid_from=since)
    row.code, row.name, row.level, row.kind = code, name, int(form.level), form.kind.value
    row.parent_id, row.valid_from = form.parent_id, since
    row.households, row.shops, row.lead_id = form.households, form.shops, form.lead_id
    tx.add(row)
    if lead is not None:
        posts.grant(lead, Role.GRID_LEAD)
    if form.manager_ids is not None:
        posts.set_managers(tx, row, form.manager_ids, posts_from)
    index_grid(tx, row)
    return row


def index_grid(tx: Tx, row: Grid) -> None:
    """Keep the search index true to a grid."""
    tx.index(Kind.GRID, row.id or 0, datetime.combine(row.valid_from, time()), grid_words(row))


def grid_words(row: Grid) -> str:
    """What the search index holds for a grid."""
    return row.code if row.name == row.code else f"{row.code} {row.name}"


def community(session: Session, parent: Grid | None) -> str:
    """The community's name that goes in front of a bare grid number."""
    above = parent
    while above is not None and above.level > GridLevel.COMMUNITY:
        above = session.get(Grid, above.parent_id) if above.parent_id else None
    if above is not None and above.level == GridLevel.COMMUNITY:
        return above.name
    return settings.load(session).text("office.name")


# ── checks ──────────────────────────────────────────────────────────────────


def _check_place(
    faults: Faults, session: Session, form: GridForm, grid_id: int | None
) -> Grid | None:
    """The parent stands on a higher level, everything below on a lower one: no circles."""
    if grid_id:
        below = select(Grid).where(Grid.parent_id == grid_id, col(Grid.level) <= form.level)
        if session.exec(below).first() is not None:
            faults.add("level", _("There are grids below it that are not lower than that level."))
    if form.parent_id is None:
        return None
    parent = session.get(Grid, form.parent_id)
    if parent is None or parent.level >= form.level:
        faults.add("parent_id", _("The area above must be of a higher level than this one."))
    return parent


def _check_code(faults: Faults, session: Session, form: GridForm, parent: Grid | None) -> str:
    try:
        return rules.grid_code(form.code, form.level, community(session, parent))
    except InputError as error:
        faults.take("code", error)
        return ""


def _check_free(
    faults: Faults, session: Session, code: str, grid_id: int | None, since: date
) -> None:
    """A code is one grid's at a time; after a grid has ended another may have it."""
    taken = session.exec(
        select(Grid).where(
            Grid.code == code, or_(col(Grid.valid_to).is_(None), col(Grid.valid_to) >= since)
        )
    )
    if any(other.id != grid_id for other in taken):
        faults.add("code", _("There is a grid {code} already.").format(code=code))


def _check_person(
    faults: Faults, session: Session, field: str, staff_id: int | None, day: date
) -> Staff | None:
    if staff_id is None:
        return None
    staff = session.get(Staff, staff_id)
    if staff is None:
        faults.add(field, _("There is no such member of staff. Look them up by number or name."))
    elif staff.left is not None and staff.left < day:
        faults.add(field, _("{name} has left.").format(name=staff.name))
    return staff


def _refuse_in_use(session: Session, row: Grid, day: date) -> None:
    buildings = session.exec(
        select(func.count(func.distinct(BuildingGrid.building_id))).where(
            BuildingGrid.grid_id == row.id,
            or_(
                col(BuildingGrid.valid_to).is_(None),
                and_(
                    col(BuildingGrid.valid_to) >= day,
                    col(BuildingGrid.valid_to) >= col(BuildingGrid.valid_from),
                ),
            ),
        )
    ).one()
    if buildings:
        raise RefusedError(
            ngettext(
                "{number} building still belongs to {grid}. Give it to another grid first.",
                "{number} buildings still belong to {grid}. Give them to another grid first.",
                buildings,
            ).format(number=buildings, grid=row.code)
        )
    below = session.exec(
        select(Grid).where(
            Grid.parent_id == row.id, or_(col(Grid.valid_to).is_(None), col(Grid.valid_to) >= day)
        )
    ).first()
    if below is not None:
        raise RefusedError(
            _("{below} still stands below {grid}. End it or move it first.").format(
                below=below.code, grid=row.code
            )
        )

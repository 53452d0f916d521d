"""Who leads and who walks which grid: the posts that tie staff and grids together.

Both registers change them (a grid names its people, a person names their grid), so what a
change means stands here once. Everything runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from gridterm.registers.tables import BuildingGrid, Grid, GridManager, Staff
from gridterm.registers.terms import Role, join_roles, split_roles
from gridterm.store.unit import Tx

ONE_DAY = timedelta(days=1)


def grant(staff: Staff, role: Role) -> None:
    """Give somebody a role beside those they have."""
    staff.roles = join_roles({*split_roles(staff.roles), role})


def lasting(
    session: Session, day: date, *, grid_id: int = 0, staff_id: int = 0
) -> list[GridManager]:
    """The manager's posts of a grid, or of a person, that last beyond the day before ``day``."""
    query = select(GridManager).where(
        or_(col(GridManager.valid_to).is_(None), col(GridManager.valid_to) >= day)
    )
    if grid_id:
        query = query.where(GridManager.grid_id == grid_id)
    if staff_id:
        query = query.where(GridManager.staff_id == staff_id)
    return list(session.exec(query))


def end(post: GridManager | BuildingGrid, last_day: date) -> None:
    """End a post or a building's spell; what would end before it began lasts no day."""
    post.valid_to = last_day if last_day >= post.valid_from else post.valid_from - ONE_DAY


def give(tx: Tx, grid_id: int, staff_id: int, since: date) -> None:
    """Make somebody a manager of a grid from ``since`` on; who is one already stays it."""
    query = select(GridManager).where(
        GridManager.grid_id == grid_id, GridManager.staff_id == staff_id
    )
    for post in tx.session.exec(query):
        if post.valid_to is None and post.valid_from <= since:
            return
        if post.valid_from == since or (post.valid_to is not None and post.valid_to >= since):
            post.valid_to = None
            return
    tx.add(GridManager(grid_id=grid_id, staff_id=staff_id, valid_from=since))


def set_managers(tx: Tx, grid: Grid, staff_ids: Collection[int], since: date) -> None:
    """Let exactly these people be the managers of a grid from ``since`` on."""
    grid_id = grid.id or 0
    for post in lasting(tx.session, since, grid_id=grid_id):
        if post.staff_id not in staff_ids:
            end(post, since - ONE_DAY)
    for staff_id in staff_ids:
        staff = tx.session.get_one(Staff, staff_id)
        give(tx, grid_id, staff_id, max(since, staff.hired))
        grant(staff, Role.GRID_MANAGER)
        if staff.grid_id is None:
            staff.grid_id = grid_id


def settle(tx: Tx, staff: Staff, old_grid_id: int | None, since: date) -> None:
    """Bring somebody's posts in line with their roles, grid and last day, from ``since`` on.

    A manager walks the grid they belong to; a lead leads it where nobody does yet; who is
    no manager any more, or has left, keeps no post.
    """
    staff_id = staff.id or 0
    roles = split_roles(staff.roles)
    for post in lasting(tx.session, since, staff_id=staff_id):
        if staff.left is not None:
            end(post, min(staff.left, post.valid_to or staff.left))
        elif Role.GRID_MANAGER not in roles or (
            post.grid_id == old_grid_id and old_grid_id != staff.grid_id
        ):
            end(post, since - ONE_DAY)
    if staff.left is not None or staff.grid_id is None:
        return
    grid = tx.session.get_one(Grid, staff.grid_id)
    if Role.GRID_MANAGER in roles:
        give(tx, staff.grid_id, staff_id, max(since, grid.valid_from))
    if Role.GRID_LEAD in roles and grid.lead_id is None:
        grid.lead_id = staff_id

"""Who draws and checks a manager's visits (RULEBOOK §6): who leads the grid, or the office.

As at the hotline, where nobody at work has a role that is named, nobody is kept from it and the
record says who took it on. Nobody ever draws or checks their own visits.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select as columns
from sqlmodel import Session, col, or_

from gridterm.errors import RefusedError
from gridterm.hotline.posts import with_roles, works
from gridterm.i18n import _
from gridterm.registers.tables import Grid, GridManager, Staff
from gridterm.registers.terms import Role
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.visits.tables import Visit

LEADERS: tuple[Role, ...] = (Role.PRINCIPAL_LEADER, Role.COMMITTEE)
"""Who draws and checks beside the lead of the grid."""


def check_may(tx: Tx, staff_id: int, day: date) -> None:
    """Refuse who may not draw or check the visits somebody made on a day.

    Raises:
        RefusedError: the sentence says who can.
    """
    said = barred(tx.session, tx.actor, staff_id, day, tx.now.date())
    if said:
        raise RefusedError(said)


def barred_from(store: Store, actor: Actor, staff_id: int, day: date | None = None) -> str:
    """Why somebody may not draw or check somebody's visits of a day, ``""`` where they may."""
    today = store.clock.today()
    with store.read() as session:
        return barred(session, actor, staff_id, day or today, today)


def barred(session: Session, actor: Actor, staff_id: int, day: date, today: date) -> str:
    """As ``barred_from``, in a session that is open already.

    The program itself (no staff id) may draw, which decides nothing; a check says who asked.
    """
    if actor.staff_id == staff_id:
        return _(
            "Nobody draws or checks their own visits. The lead of the grid or a leader does it."
        )
    may = checkers(session, staff_id, day, today)
    if actor.staff_id is None or not may or actor.staff_id in {one.id for one in may}:
        return ""
    return _(
        "Visits are drawn and checked by the lead of the grid, the committee or the principal "
        "leader ({names}). Ask one of them to sign on."
    ).format(names=_(", ").join(one.name for one in may))


def checkers(session: Session, staff_id: int, day: date, today: date) -> list[Staff]:
    """Who may check somebody's visits of a day, of those at work today; nobody means anybody."""
    leads = _leads(session, staff_id, day, today)
    leaders = with_roles(session, LEADERS, today)
    found = {one.id: one for one in (*leads, *leaders) if one.id != staff_id}
    return list(found.values())


def _leads(session: Session, staff_id: int, day: date, today: date) -> list[Staff]:
    """Who leads the grids somebody walked that day; the deputy of a lead who is away."""
    grids = _grids_of(session, staff_id, day)
    found = session.execute(
        columns(col(Grid.lead_id), col(Grid.parent_id)).where(col(Grid.id).in_(grids))
    ).all()
    above = [parent for lead, parent in found if lead is None and parent is not None]
    lead_ids = {lead for lead, _parent in found if lead is not None}
    lead_ids |= set(
        session.execute(
            columns(col(Grid.lead_id)).where(
                col(Grid.id).in_(above), col(Grid.lead_id).is_not(None)
            )
        ).scalars()
    )
    leads = [session.get_one(Staff, one) for one in sorted(lead_ids)]
    deputies = {one.deputy_id for one in leads if not works(one, today)} - {None}
    standing_in = [session.get_one(Staff, one) for one in deputies]
    return [one for one in (*leads, *standing_in) if works(one, today)]


def _grids_of(session: Session, staff_id: int, day: date) -> Collection[int]:
    """The grids somebody manages on a day, and those of the households they visited then."""
    walked = columns(col(Visit.grid_id)).where(
        col(Visit.staff_id) == staff_id, col(Visit.day) == day, col(Visit.grid_id).is_not(None)
    )
    managed = columns(col(GridManager.grid_id)).where(
        col(GridManager.staff_id) == staff_id,
        col(GridManager.valid_from) <= day,
        or_(col(GridManager.valid_to).is_(None), col(GridManager.valid_to) >= day),
    )
    return {one for one in session.execute(walked.union(managed)).scalars() if one is not None}

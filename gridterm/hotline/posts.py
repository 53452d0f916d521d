"""Who on the staff can take a call, may do a step, or approves it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlmodel import Session, col, select

from gridterm.errors import InputError, RefusedError
from gridterm.hotline import powers
from gridterm.hotline.stepping import get
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Action
from gridterm.i18n import _
from gridterm.registers.posts import split_roles
from gridterm.registers.tables import Grid, Staff
from gridterm.registers.terms import Role
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean_line, fold


def works(staff: Staff, day: date) -> bool:
    """Whether somebody is employed and not away."""
    return not staff.away and staff.hired <= day and (staff.left is None or day <= staff.left)


def suggest_handler(store: Store, ticket_id: int) -> tuple[int, str, str] | None:
    """Whom to assign to: the grid's lead, or the deputy when away; never the person accused.

    Returns:
        (staff id, name, why), or None where the grid has no lead who can.
    """
    with store.read() as session:
        return suggested(session, get(session, ticket_id), store.clock.today())


def suggested(session: Session, record: Ticket, today: date) -> tuple[int, str, str] | None:
    """``suggest_handler`` within a session that is open already."""
    grid = session.get(Grid, record.grid_id) if record.grid_id else None
    lead = session.get(Staff, grid.lead_id) if grid and grid.lead_id else None
    if lead is None or grid is None or lead.id is None:
        return None
    if works(lead, today) and lead.id != record.accused_id:
        return lead.id, lead.name, _("lead of {grid}").format(grid=grid.code)
    deputy = session.get(Staff, lead.deputy_id) if lead.deputy_id else None
    if deputy is None or not works(deputy, today) or deputy.id == record.accused_id:
        return None
    return deputy.id or 0, deputy.name, _("deputy of {name}").format(name=lead.name)


def principal_leader(session: Session, day: date, but: int | None = None) -> Staff | None:
    """Who leads the community on a day: the first on the staff with that role, but not ``but``."""
    leaders = with_roles(session, (Role.PRINCIPAL_LEADER,), day)
    return next((one for one in leaders if one.id != but), None)


def with_roles(session: Session, roles: Collection[Role], day: date) -> list[Staff]:
    """Everybody at work on a day who has one of the roles, in the order of the staff."""
    staff = session.exec(select(Staff).where(col(Staff.roles) != "").order_by(col(Staff.id)))
    return [
        one for one in staff if works(one, day) and any(role in roles for role in roles_of(one))
    ]


def roles_of(staff: Staff) -> tuple[Role, ...]:
    """Somebody's roles."""
    return split_roles(staff.roles)


def barred(session: Session, actor: Actor, action: Action, day: date) -> str:
    """Why somebody may not do it (``powers.WHO``), ``""`` where they may.

    The program itself (no staff id) may do everything.
    """
    if actor.staff_id is None or action not in powers.WHO:
        return ""
    me = session.get(Staff, actor.staff_id)
    if me is not None and powers.may(action, roles_of(me)):
        return ""
    others = with_roles(session, powers.WHO[action], day)
    return powers.refusal(action, [one.name for one in others]) if others else ""


def barred_from(store: Store, actor: Actor, action: Action) -> str:
    """``barred`` today, in a session of its own."""
    with store.read() as session:
        return barred(session, actor, action, store.clock.today())


def check_may(tx: Tx, action: Action) -> None:
    """Refuse what somebody else has to do.

    Raises:
        RefusedError: the sentence says who can.
    """
    said = barred(tx.session, tx.actor, action, tx.now.date())
    if said:
        raise RefusedError(said)


def approval(tx: Tx, typed: str) -> Mapping[str, object]:
    """Who approved a suspension or an extension, for the step's facts.

    Args:
        tx: the running use case.
        typed: a staff number or a name.

    Raises:
        InputError: they may not approve it (``powers.APPROVERS``); the sentence says who may.
    """
    line = clean_line(typed)
    known = with_roles(tx.session, powers.APPROVERS, tx.now.date())
    if not known:
        return {"approver": line}
    found = next((one for one in known if fold(line) in (fold(one.number), fold(one.name))), None)
    if found is None:
        sentence = powers.not_an_approver([one.name for one in known])
        raise InputError(sentence, {"approver": sentence})
    return {"approver": found.name, "approver_id": found.id}


def employed(tx: Tx, staff_id: int) -> Staff:
    """A member of staff who is at work today.

    Raises:
        InputError: there is none with this id.
    """
    staff = tx.session.get(Staff, staff_id)
    if staff is None or not works(staff, tx.now.date()):
        sentence = _("Choose a member of staff who is at work.")
        raise InputError(sentence, {"to": sentence})
    return staff

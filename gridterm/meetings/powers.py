"""Who decides leave from a meeting and who approves its minutes (RULEBOOK §3).

As at the hotline: where nobody at work has a role that is named, nobody is kept from it, and
the record says who took it on. The program itself (no staff id) may do everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from gridterm.errors import RefusedError
from gridterm.hotline.posts import with_roles, works
from gridterm.i18n import _
from gridterm.meetings.tables import Meeting
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Role
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx

LEADERS: tuple[Role, ...] = (Role.PRINCIPAL_LEADER, Role.COMMITTEE)
"""Who decides leave, and who approves minutes where the chair cannot."""


def check_decider(tx: Tx, staff_id: int) -> None:
    """Refuse who may not decide the leave of somebody: never their own.

    Raises:
        RefusedError: the sentence says who can.
    """
    others = [one for one in _leaders(tx.session, tx.now.date()) if one.id != staff_id]
    if tx.actor.staff_id is None or not others or tx.actor.staff_id in {one.id for one in others}:
        return
    raise RefusedError(
        _(
            "Leave from a meeting is decided by: {roles} ({names}), nobody decides their own. Ask "
            "one of them to sign on."
        ).format(roles=_roles(), names=_names(others))
    )


def check_approver(tx: Tx, meeting: Meeting) -> None:
    """Refuse who may not approve the minutes of a meeting.

    Raises:
        RefusedError: the sentence says who can.
    """
    said = barred(tx.session, tx.actor, meeting, tx.now.date())
    if said:
        raise RefusedError(said)


def barred_from(store: Store, actor: Actor, meeting_id: int) -> str:
    """Why somebody may not approve the minutes today, ``""`` where they may."""
    with store.read() as session:
        return barred(
            session, actor, session.get_one(Meeting, meeting_id), store.clock.now().date()
        )


def barred(session: Session, actor: Actor, meeting: Meeting, day: date) -> str:
    """As ``barred_from``, in a session that is open already.

    The chair approves. Where the chair wrote the minutes or is not at work, a leader who did
    not write them; where there is none, anybody.
    """
    may, chair = approvers(session, meeting, day)
    if actor.staff_id is None or not may or actor.staff_id in {one.id for one in may}:
        return ""
    if actor.staff_id == meeting.recorder_id:
        return _("Who wrote the minutes does not approve them. Ask {names}.").format(
            names=_names(may)
        )
    if chair:
        return _("The minutes are approved by the chair, {name}. Ask {name} to sign on.").format(
            name=may[0].name
        )
    return _(
        "The chair cannot approve the minutes, so it is done by: {roles} ({names}). Ask one of "
        "them to sign on."
    ).format(roles=_roles(), names=_names(may))


def approvers(session: Session, meeting: Meeting, day: date) -> tuple[Sequence[Staff], bool]:
    """Who may approve the minutes of a meeting on a day, and whether that is the chair.

    Nobody means anybody.
    """
    chair = session.get(Staff, meeting.chair_id) if meeting.chair_id else None
    if chair is not None and works(chair, day) and chair.id != meeting.recorder_id:
        return [chair], True
    return [one for one in _leaders(session, day) if one.id != meeting.recorder_id], False


def _leaders(session: Session, day: date) -> list[Staff]:
    return with_roles(session, LEADERS, day)


def _roles() -> str:
    return _(", ").join(role.label for role in LEADERS)


def _names(staff: Sequence[Staff]) -> str:
    return _(", ").join(one.name for one in staff)

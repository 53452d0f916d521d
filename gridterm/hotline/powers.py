"""Who may do what at the hotline (RULEBOOK §0, §2): one table, on plain values.

Whatever is not named here anybody on the staff may do; the event says who did it. Where nobody
at work has a role that is named, nobody is kept from it: an office without a principal leader
must not stand still, and the event says who took it on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gridterm.hotline.terms import Action
from gridterm.i18n import _
from gridterm.registers.terms import Role

WHO: Mapping[Action, tuple[Role, ...]] = {
    Action.CIRCULATE: (Role.PRINCIPAL_LEADER,),
    Action.VOID: (Role.CLERK, Role.COMMITTEE, Role.PRINCIPAL_LEADER),
}
"""Actions that are not everybody's, with the roles that may do them."""

APPROVERS: tuple[Role, ...] = (Role.GRID_LEAD, Role.COMMITTEE, Role.PRINCIPAL_LEADER)
"""Who approves that the clocks stop (挂起) or a date moves (延期): never the handler alone."""


def may(action: Action, roles: Collection[Role]) -> bool:
    """Whether somebody with these roles may do it."""
    wanted = WHO.get(action)
    return wanted is None or any(role in roles for role in wanted)


def refusal(action: Action, names: Collection[str]) -> str:
    """The sentence for somebody who may not do it.

    Args:
        action: what they wanted to do.
        names: who may, of those at work.
    """
    return _("“{action}” is done by: {roles} ({names}). Ask one of them to sign on.").format(
        action=action.label,
        roles=_(", ").join(role.label for role in WHO.get(action, ())),
        names=_(", ").join(names),
    )


def not_an_approver(names: Collection[str]) -> str:
    """The sentence for a suspension or an extension that somebody else approved.

    Args:
        names: who may approve it, of those at work.
    """
    return _("It is approved by: {roles}. Choose one of them: {names}.").format(
        roles=_(", ").join(role.label for role in APPROVERS), names=_(", ").join(names)
    )

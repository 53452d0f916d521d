"""What somebody who does not see every case may see, in a sentence (RULEBOOK §6)."""

from __future__ import annotations

from gridterm import settings
from gridterm.discipline import powers
from gridterm.i18n import _
from gridterm.registers.terms import Role
from gridterm.store.audit import Actor
from gridterm.store.unit import Store


def scope(store: Store, reader: Actor) -> str:
    """Why a list may not be the whole one; empty for who sees every case but their own.

    Raises:
        RefusedError: nobody who is employed here looks.
    """
    with store.read() as session:
        if powers.reader_of(session, reader, store.clock.today()).leads:
            return ""
        current = settings.load(session)
    named = {*current.codes("discipline.readers"), *current.codes("discipline.deciders")}
    roles = _(", ").join(role.label for role in Role if role in named)
    return _(
        "You see your own page, and the cases you reported, look into or decided. All cases are "
        "seen by: {roles}."
    ).format(roles=roles)

"""Which matters of the spot checks somebody has dealt with: by a case, or by declining one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import col

from gridterm.discipline.tables import DeclinedProposal, DisciplineCase
from gridterm.store.unit import Store


def settled(store: Store, subjects: Collection[str]) -> set[str]:
    """Those of some subjects (``check:12``, ``draw:8``, ``visit:312``) that are dealt with.

    Whether it was by a case or by declining one is not told: who may see cases is decided there.
    """
    cases = columns(col(DisciplineCase.subject), col(DisciplineCase.check_ref)).where(
        or_(col(DisciplineCase.subject).in_(subjects), col(DisciplineCase.check_ref).in_(subjects))
    )
    declined = columns(col(DeclinedProposal.subject)).where(
        col(DeclinedProposal.subject).in_(subjects)
    )
    with store.read() as session:
        found = {name for row in session.execute(cases) for name in row if name}
        return found | set(session.execute(declined).scalars())

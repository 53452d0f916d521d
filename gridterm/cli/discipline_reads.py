"""The reads of discipline that ``demo --check`` runs, as the principal leader sees them.

They leave no note in the trail, as a look at a case does: the demo office stays as it was built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from gridterm.discipline import bearing, detail, powers, proposing, reading
from gridterm.discipline.events import get
from gridterm.discipline.views import CaseDetail, CaseFilter
from gridterm.registers.staff import list_staff
from gridterm.registers.terms import Role
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store

YEAR = timedelta(days=365)
DETAILS = 5
"""Cases that are read whole."""


def reads(store: Store) -> Iterator[tuple[str, Callable[[], int]]]:
    """Every read of discipline's screens, each with how much it brings."""
    who, today = _leader(store), store.clock.today()
    opened = CaseFilter(open_only=True)
    yield "discipline.cases", lambda: len(reading.cases(store, who).rows)
    yield "discipline.open", lambda: reading.count(store, who, opened)
    yield "discipline.people", lambda: len(reading.people(store, who))
    yield "discipline.steps", lambda: sum(len(one.events) for one in _newest(store, who))
    yield "discipline.evidence", lambda: sum(len(one.evidence) for one in _newest(store, who))
    yield "discipline.why", lambda: sum(bool(one.due_why) for one in _newest(store, who))
    yield "discipline.places", lambda: sum(_places(store, one) for one in _newest(store, who))
    yield "discipline.by_person", lambda: len(reading.by_person(store, today - YEAR, today))
    yield "discipline.proposals", lambda: len(proposing.proposals(store, who))
    yield "discipline.declined", lambda: len(proposing.declined(store, who))


def _leader(store: Store) -> Actor:
    """The principal leader; nobody, who sees nothing, in an office without one."""
    found = list_staff(store, role=Role.PRINCIPAL_LEADER)
    return Actor(found[0].id, found[0].name) if found else SYSTEM


def _newest(store: Store, who: Actor) -> tuple[CaseDetail, ...]:
    """The newest cases, whole."""
    return tuple(
        _whole(store, who, row.id) for row in reading.cases(store, who, limit=DETAILS).rows
    )


def _whole(store: Store, who: Actor, case_id: int) -> CaseDetail:
    with store.read() as session:
        reader = powers.reader_of(session, who, store.clock.today())
        return detail.detail(session, reader, get(session, case_id), store.clock.now())


def _places(store: Store, one: CaseDetail) -> int:
    """The ladders of somebody's page, each with why and what comes next."""
    with store.read() as session:
        known = bearing.record_of(session, one.row.person.id)
    return sum(bool(place.why and place.next) for place in known.places(store.clock.today()))

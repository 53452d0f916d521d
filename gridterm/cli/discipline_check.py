"""The reads of discipline that ``demo --check`` runs, as the principal leader sees them.

Looks at cases and letters go into the trail of the demo office, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import cache

from gridterm.cli import on_paper
from gridterm.discipline import documents, posters, proposing, reading
from gridterm.discipline.views import CaseDetail, CaseFilter
from gridterm.printing.document import Paper
from gridterm.printing.export import Printout
from gridterm.registers.staff import list_staff
from gridterm.registers.terms import Role
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store

YEAR = timedelta(days=365)
CASES = 5
"""Cases that are read whole, and whose letters are printed."""
Reads = Iterator[tuple[str, Callable[[], int]]]


def reads(store: Store) -> Reads:
    """Every read of discipline's screens and papers, each with how much it brings."""
    who, today = _leader(store), store.clock.today()
    newest = cache(lambda: _newest(store, who))
    people = cache(lambda: reading.people(store, who))
    yield "discipline.cases", lambda: len(newest())
    yield (
        "discipline.open",
        lambda: reading.count(store, who, CaseFilter(open_only=True)),
    )
    yield "discipline.steps", lambda: sum(len(one.events) for one in newest())
    yield "discipline.evidence", lambda: sum(len(one.evidence) for one in newest())
    yield "discipline.why", lambda: sum(bool(one.due_why) for one in newest())
    yield "discipline.people", lambda: len(people())
    yield (
        "discipline.places",
        lambda: sum(_places(store, who, one.person.id) for one in people()),
    )
    yield "discipline.by_person", lambda: len(reading.by_person(store, today - YEAR, today))
    yield "discipline.proposals", lambda: len(proposing.proposals(store, who))
    yield "discipline.declined", lambda: len(proposing.declined(store, who))
    yield "discipline.letters", lambda: _printed(store, who, newest(), documents.letter_of)
    yield "discipline.receipts", lambda: _printed(store, who, newest(), documents.receipt_of)
    yield "discipline.register", lambda: _size(documents.register_of_letters(store, who))
    yield from _posters(store)


def _posters(store: Store) -> Reads:
    """Both posters on both sheets."""
    for which in posters.Poster:
        for paper in Paper:
            yield (
                f"posters.{which}.{paper}",
                lambda which=which, paper=paper: _size(posters.poster_of(store, which, paper)),  # type: ignore[misc]
            )


def _leader(store: Store) -> Actor:
    """The principal leader; nobody, who sees nothing, in an office without one."""
    found = list_staff(store, role=Role.PRINCIPAL_LEADER)
    return Actor(found[0].id, found[0].name) if found else SYSTEM


def _newest(store: Store, who: Actor) -> tuple[CaseDetail, ...]:
    """The newest cases, whole."""
    rows = reading.cases(store, who, limit=CASES).rows
    return tuple(reading.case(store, who, one.id) for one in rows)


def _places(store: Store, who: Actor, staff_id: int) -> int:
    """The ladders of somebody's page that say why and what comes next."""
    places = reading.person(store, who, staff_id).places
    return sum(bool(one.why and one.next) for one in places)


def _printed(
    store: Store,
    who: Actor,
    found: Sequence[CaseDetail],
    paper: Callable[[Store, Actor, str], Printout],
) -> int:
    """The newest letter of each case on paper."""
    numbers = [one.letters[-1].number for one in found if one.letters]
    return sum(_size(paper(store, who, one)) for one in numbers)


def _size(printout: Printout) -> int:
    return on_paper.size(printout.document)

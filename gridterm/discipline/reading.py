"""What is read of the cases, for whom it is for (RULEBOOK §6); rights are those of ``powers``.

A look at a case or at a person's page is itself an entry of the audit trail. Lists are not: they
show no statement, no evidence and no letter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, tuple_
from sqlmodel import Session, col, select

from gridterm.discipline import bearing, powers, rules
from gridterm.discipline.bearing import Record
from gridterm.discipline.detail import case_row, detail
from gridterm.discipline.events import id_of, no_such_case
from gridterm.discipline.powers import Reader
from gridterm.discipline.tables import DisciplineCase
from gridterm.discipline.terms import EFFECTIVE, CaseState, Track
from gridterm.discipline.views import (
    CaseCursor,
    CaseDetail,
    CaseFilter,
    CasePage,
    PersonPage,
    PersonRow,
)
from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.registers.staff import person as mentioned
from gridterm.registers.staff import works_on
from gridterm.registers.tables import Grid, Staff
from gridterm.registers.terms import Person
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.text import clean_line, fold

PAGE = 50
OPEN = (
    *(CaseState.REPORTED, CaseState.INVESTIGATING, CaseState.CONFIRMED),
    *(CaseState.DECIDED, CaseState.APPEALED),
)
"""States in which something is still to be done."""
_PARTS = 3
"""A number has three: what it is, the year, the number in the year."""


# ── cases ───────────────────────────────────────────────────────────────────
def cases(
    store: Store,
    reader: Actor,
    wanted: CaseFilter | None = None,
    after: CaseCursor | None = None,
    limit: int = PAGE,
) -> CasePage:
    """A page of the cases somebody may see, the latest event first.

    Args:
        store: the office.
        reader: who looks.
        wanted: which cases, None for all.
        after: ``CasePage.after`` of the page before, None for the first page.
        limit: how many rows at most.

    Raises:
        RefusedError: nobody who is employed here looks.
    """
    place = (col(DisciplineCase.last_event_at), col(DisciplineCase.id))
    with store.read() as session:
        looking = powers.reader_of(session, reader, store.clock.today())
        query = _joined(looking, wanted or CaseFilter())
        if after is not None:
            query = query.where(tuple_(*place) < tuple_(*after))
        query = query.order_by(*(one.desc() for one in place)).limit(limit + 1)
        found = [case_row(row[0], row[1]) for row in session.execute(query)]
    more = len(found) > limit
    rows = tuple(found[:limit])
    return CasePage(rows, (rows[-1].last_event_at, rows[-1].id) if more else None)


def count(store: Store, reader: Actor, wanted: CaseFilter | None = None) -> int:
    """How many cases somebody may see; errors as ``cases``."""
    with store.read() as session:
        looking = powers.reader_of(session, reader, store.clock.today())
        inner = _joined(looking, wanted or CaseFilter()).subquery()
        return int(session.execute(select(func.count()).select_from(inner)).scalar_one())


def case(store: Store, reader: Actor, case_id: int) -> CaseDetail:
    """A case whole; that somebody looked goes into the trail.

    Raises:
        NotFoundError: there is none they may see.
        RefusedError: nobody who is employed here looks.
    """
    with store.write("discipline.look", reader) as tx:
        looking = powers.reader_of(tx.session, reader, tx.now.date())
        record = powers.seen(tx.session, looking, case_id)
        tx.subject = f"case:{case_id}"
        tx.note(seen="case", number=record.number)
        return detail(tx.session, looking, record, tx.now)


def case_id_of(store: Store, reader: Actor, typed: str) -> int:
    """The id of a case by its number; ``jl-2026-3`` is enough.

    Raises:
        NotFoundError: there is none they may see.
        RefusedError: nobody who is employed here looks.
    """
    number = fold(clean_line(typed)).upper()
    parts = number.split("-")
    if len(parts) == _PARTS and all(map(str.isdecimal, parts[1:])):
        number = rules.case_number(int(parts[1]), int(parts[2]))
    with store.read() as session:
        looking = powers.reader_of(session, reader, store.clock.today())
        query = select(DisciplineCase.id).where(
            col(DisciplineCase.number) == number, looking.sees()
        )
        found = session.exec(query).first()
    if found is None:
        raise NotFoundError(no_such_case())
    return found


def _joined(reader: Reader, wanted: CaseFilter) -> Select[Any]:
    """The cases a filter wants, with the person's row."""
    where = [reader.sees(), *_wanted(wanted)]
    query: Select[Any] = select(DisciplineCase, Staff)  # type: ignore[assignment]
    return query.join(Staff, col(Staff.id) == col(DisciplineCase.person_id)).where(*where)


def _wanted(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    """Its conditions; a code that is none finds nothing."""
    where: list[ColumnElement[bool]] = []
    if wanted.state:
        where.append(col(DisciplineCase.state) == wanted.state)
    if wanted.person_id is not None:
        where.append(col(DisciplineCase.person_id) == wanted.person_id)
    if wanted.track:
        where.append(col(DisciplineCase.track) == wanted.track)
    if wanted.clause:
        where.append(col(DisciplineCase.clause) == wanted.clause)
    if wanted.open_only:
        where.append(col(DisciplineCase.state).in_(OPEN))
    return where


# ── people ──────────────────────────────────────────────────────────────────
def people(store: Store, reader: Actor) -> tuple[PersonRow, ...]:
    """Who has a case, with the rung on each ladder; the highest first.

    A leader sees everybody, anybody else only themselves. Where falsified visits climb the
    ladder of the six must-nots, both columns show that ladder.

    Raises:
        RefusedError: nobody who is employed here looks.
    """
    today = store.clock.today()
    with store.read() as session:
        looking = powers.reader_of(session, reader, today)
        query = select(DisciplineCase).where(looking.sees())
        if not looking.leads:
            query = query.where(col(DisciplineCase.person_id) == looking.id)
        seen: dict[int, list[DisciplineCase]] = defaultdict(list)
        for record in session.exec(query):
            seen[record.person_id].append(record)
        only = {id_of(one) for several in seen.values() for one in several}
        known = bearing.records_of(session, list(seen), only=only)
        rows = [
            _person_row(staff, code, seen[staff.id or 0], known[staff.id or 0], today)
            for staff, code in _staff(session, list(seen))
        ]
    return tuple(sorted(rows, key=_height, reverse=True))


def person(store: Store, reader: Actor, staff_id: int) -> PersonPage:
    """A person's page; that somebody looked goes into the trail.

    Raises:
        NotFoundError: there is nobody with this id, or it is not for the reader to see.
        RefusedError: nobody who is employed here looks.
    """
    with store.write("discipline.look", reader) as tx:
        looking = powers.reader_of(tx.session, reader, tx.now.date())
        staff = tx.session.get(Staff, staff_id)
        if staff is None or (not looking.leads and looking.id != staff_id):
            raise NotFoundError(_("There is no such person, or their page is not for you to see."))
        tx.subject = f"staff:{staff_id}"
        tx.note(seen="discipline")
        query = (
            select(DisciplineCase)
            .where(col(DisciplineCase.person_id) == staff_id, looking.sees())
            .order_by(col(DisciplineCase.incident_on).desc(), col(DisciplineCase.id).desc())
        )
        records = tx.session.exec(query).all()
        known = bearing.record_of(tx.session, staff_id, only={id_of(one) for one in records})
        known = known.unnamed() if looking.id == staff_id else known
        return PersonPage(
            person=mentioned(staff),
            places=known.places(tx.now.date()),
            cases=tuple(case_row(one, staff) for one in records),
            standings=known.standings(),
            corrections=known.corrections(),
        )


def _staff(session: Session, ids: Sequence[int]) -> Iterable[tuple[Staff, str]]:
    query: Select[Any] = (
        select(Staff, Grid.code)  # type: ignore[assignment]
        .outerjoin(Grid, col(Grid.id) == col(Staff.grid_id))
        .where(col(Staff.id).in_(ids))
    )
    return ((row[0], row[1] or "") for row in session.execute(query))


def _person_row(
    staff: Staff, grid: str, records: Sequence[DisciplineCase], known: Record, today: date
) -> PersonRow:
    levels = {one.track: one.level for one in known.places(today)}
    return PersonRow(
        person=mentioned(staff),
        grid=grid,
        left=not works_on(staff, today),
        visits=levels.get(Track.VISITS, levels[Track.MUST_NOTS]),
        must_nots=levels[Track.MUST_NOTS],
        performance=levels[Track.PERFORMANCE],
        open_cases=sum(one.state in OPEN for one in records),
        corrections=len(known.corrections()),
    )


def _height(row: PersonRow) -> tuple[int, int, int, str]:
    highest = max(row.visits, row.must_nots, row.performance)
    return highest, row.corrections, row.open_cases, row.person.number


# ── for the appraisal ───────────────────────────────────────────────────────
@dataclass(frozen=True)
class PersonCount:
    """What counts against somebody in a span of days, with the numbers of the cases behind it.

    ``steps`` are the steps per ladder by incident: findings of one check, and what happened
    before a warning was served, are one. ``level`` is the highest rung among them per ladder.
    """

    person: Person
    steps: dict[Track, int]
    level: dict[Track, int]
    cases: tuple[str, ...]


def by_person(store: Store, since: date, until: date) -> tuple[PersonCount, ...]:
    """Whose cases count from ``since`` to ``until`` by the day of the incident, by staff number.

    Numbers only, no texts, for the appraisal: cases that were decided and hold.
    """
    case = DisciplineCase
    span = col(case.incident_on).between(since, until)
    holding = tuple(one for one in EFFECTIVE if one is not CaseState.CONFIRMED)
    with store.read() as session:
        ids = session.exec(
            select(case.person_id).where(span, col(case.state).in_(holding)).distinct()
        ).all()
        known = bearing.records_of(session, list(ids))
        query = select(Staff).where(col(Staff.id).in_(ids))
        staff = sorted(session.exec(query), key=lambda one: (len(one.number), one.number))
        found = [_counted(one, known[one.id or 0], (since, until)) for one in staff]
    return tuple(one for one in found if one.cases)


def _counted(staff: Staff, known: Record, span: tuple[date, date]) -> PersonCount:
    standing = [
        one
        for one in known.standings()
        if one.counts and one.letter_level and span[0] <= one.case.incident_on <= span[1]
    ]
    levels: dict[Track, int] = {}
    for one in standing:
        levels[one.track] = max(levels.get(one.track, 0), one.level)
    return PersonCount(
        person=mentioned(staff),
        steps=dict(Counter(one.track for one in standing if one.is_step)),
        level=levels,
        cases=tuple(one.case.number for one in standing),
    )

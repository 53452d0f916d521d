"""The values that go into and come out of the discipline desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gridterm.discipline.ladder import Correction, Place
from gridterm.discipline.terms import (
    CaseFacts,
    CaseState,
    CaseStep,
    Clause,
    LetterKind,
    Source,
    Standing,
    Track,
)
from gridterm.registers.terms import Person


@dataclass(frozen=True)
class CaseForm:
    """A lead as typed (线索登记).

    ``subject`` names the record it comes from (``check:12``, ``ticket:312``,
    ``attendance:1005:2026-11``): its copy becomes the first evidence; empty for another source.
    """

    person_id: int | None
    clause: str = ""
    track: str = Track.MUST_NOTS
    source: str = Source.OTHER
    subject: str = ""
    incident_on: date | None = None
    discovered_on: date | None = None
    matter: str = ""


@dataclass(frozen=True)
class DecisionForm:
    """A decision: its rung is the ladder's and is not typed.

    ``lowest`` is the rung a serious matter starts at, with its ``reason``.
    """

    lowest: int = 1
    reason: str = ""


@dataclass(frozen=True)
class CaseFilter:
    """Which cases: by state, person, track, clause, and whether ended ones too."""

    state: str = ""
    person_id: int | None = None
    track: str = ""
    clause: str = ""
    open_only: bool = False


@dataclass(frozen=True)
class CaseRow:
    """A case in a list."""

    id: int
    number: str
    state: CaseState
    person: Person
    track: Track
    clause: Clause | None
    source: Source
    incident_on: date
    level: int
    letter: str
    matter: str
    last_event_at: datetime


CaseCursor = tuple[datetime, int]


@dataclass(frozen=True)
class CasePage:
    """A page of cases, the latest event first; ``after`` is None on the last page."""

    rows: tuple[CaseRow, ...]
    after: CaseCursor | None


@dataclass(frozen=True)
class EvidenceView:
    """A piece of evidence: ``lines`` is its record as it was, as (name, value) to be shown."""

    id: int
    subject: str
    title: str
    taken_at: datetime
    lines: tuple[tuple[str, str], ...]
    intact: bool


@dataclass(frozen=True)
class EventView:
    """One step that was taken, in words."""

    seq: int
    at: datetime
    recorded_at: datetime
    actor: str
    step: CaseStep
    state: CaseState
    words: str


@dataclass(frozen=True)
class LetterView:
    """A letter or notice that was issued; its text is printed from what was frozen."""

    id: int
    number: str
    kind: LetterKind
    level: int
    refers_to: str
    issued_at: datetime
    issuer: str
    in_force: bool


@dataclass(frozen=True)
class CaseDetail:
    """A case: its facts, its path, its place on the ladder, and what can be done now.

    ``steps`` are the steps its state allows; ``refusals`` says for those that cannot be taken by
    this reader why not. ``due`` is the rung a decision would have, with ``due_why``;
    ``answer_until`` the last day of the time for the statement. ``corrections`` are those
    proposed for any case of the person, which this step may have brought about.

    ``reporter`` is empty for whom the case is about. ``standing`` is None and ``due`` 0 for who
    has a part in this case alone: they tell of the person's other cases.
    """

    row: CaseRow
    facts: CaseFacts
    discovered_on: date
    statement: str
    reporter: str
    investigator: str
    decider: str
    events: tuple[EventView, ...]
    evidence: tuple[EvidenceView, ...]
    letters: tuple[LetterView, ...]
    standing: Standing | None
    steps: tuple[CaseStep, ...]
    refusals: dict[CaseStep, str]
    due: int
    due_why: str
    answer_until: date | None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class PersonRow:
    """Somebody on the list of rungs: the rung per ladder (0 none), open cases, corrections due."""

    person: Person
    grid: str
    left: bool
    visits: int
    must_nots: int
    performance: int
    open_cases: int
    corrections: int


@dataclass(frozen=True)
class PersonPage:
    """A person's page: where they stand on each ladder, why, what would come next, their cases."""

    person: Person
    places: tuple[Place, ...]
    cases: tuple[CaseRow, ...]
    standings: tuple[Standing, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class Proposal:
    """A case the program proposes; a person opens it or declines it.

    ``subject`` tells it again; ``form`` is what the case would begin with. ``case_id`` is the
    case it belongs into as evidence, where one about the same check is open.
    """

    subject: str
    source: Source
    person: Person
    words: str
    at: date
    form: CaseForm
    case_id: int | None = None

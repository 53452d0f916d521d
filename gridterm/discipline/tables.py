"""Tables of discipline. All but the derived case are append-only; none of it is searched.

No text of a case stands anywhere else: not in the audit trail either, which keeps digests.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import NaiveDatetime
from sqlmodel import Field, Index, UniqueConstraint

from gridterm.store.tables import Audited, Record


class DisciplineCase(Record, table=True):
    """A case as its steps say (``rules.step`` folded over ``CaseEvent``).

    The columns are those of ``terms.CaseFacts`` and the texts beside them. ``check_ref`` names
    the check that found it (``draw:88``): all findings of one check are one step; ``subject``
    the record it is about (``check:12``). ``letters`` are all numbers it had, blanks between.
    """

    __tablename__ = "discipline_case"
    __table_args__ = (
        UniqueConstraint("year", "seq"),
        Index("ix_discipline_case_person", "person_id", "incident_on", "id"),
        Index("ix_discipline_case_state", "state", "last_event_at", "id"),
        Index("ix_discipline_case_subject", "subject"),
    )
    audited: ClassVar[Audited] = Audited.DERIVED

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    year: int
    seq: int
    state: str
    track: str
    clause: str = ""
    source: str
    subject: str = ""
    check_ref: str = ""
    person_id: int = Field(foreign_key="staff.id")
    reporter_id: int | None = Field(default=None, foreign_key="staff.id")
    investigator_id: int | None = Field(default=None, foreign_key="staff.id")
    decider_id: int | None = Field(default=None, foreign_key="staff.id")
    incident_on: date
    discovered_on: date
    matter: str
    statement: str = ""
    findings: int = 1
    evidence: int = 0
    asked_at: NaiveDatetime | None = None
    stated: bool = False
    confirmed_on: date | None = None
    decided_on: date | None = None
    level: int = 0
    lowest: int = 1
    letter: str = ""
    letters: str = ""
    served_on: date | None = None
    appealed_on: date | None = None
    suspended: bool = False
    before_revocation: str = ""
    registered_at: NaiveDatetime
    last_event_at: NaiveDatetime


class CaseEvent(Record, table=True):
    """One step of a case; ``payload`` is the canonical JSON of the step's own facts."""

    __tablename__ = "case_event"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="discipline_case.id")
    seq: int
    at: NaiveDatetime
    recorded_at: NaiveDatetime
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    actor: str = ""
    step: str
    state: str
    note: str = ""
    payload: str = "{}"


class CaseEvidence(Record, table=True):
    """A copy of a record as it was (``evidence.copied``), with its digest."""

    __tablename__ = "case_evidence"
    __table_args__ = (Index("ix_case_evidence_case", "case_id", "id"),)
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="discipline_case.id")
    subject: str
    title: str
    taken_at: NaiveDatetime
    content: str
    digest: str


class Letter(Record, table=True):
    """A letter or notice as it was issued: frozen, numbered, its number never used again.

    ``number`` comes from one series by year for all kinds; ``refers_to`` is the number of the
    letter a notice corrects; ``content`` the canonical JSON everything is printed from.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("year", "seq"),
        Index("ix_letter_case", "case_id", "id"),
    )
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    year: int
    seq: int
    case_id: int = Field(foreign_key="discipline_case.id")
    kind: str
    track: str
    level: int
    refers_to: str = ""
    issued_at: NaiveDatetime
    issuer_id: int | None = Field(default=None, foreign_key="staff.id")
    issuer: str
    content: str


class DeclinedProposal(Record, table=True):
    """A case the program proposed and a person declined, so that it is not proposed again."""

    __tablename__ = "declined_proposal"
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(unique=True)
    person_id: int = Field(foreign_key="staff.id")
    at: NaiveDatetime
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    actor: str
    reason: str

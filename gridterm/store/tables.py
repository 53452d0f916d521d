"""Tables that belong to no desk: audit trail, settings, drafts, search texts, counters, imports."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from pydantic import NaiveDatetime
from sqlmodel import Field, Index, SQLModel, UniqueConstraint


class Audited(StrEnum):
    """How the audit trail keeps what happens to a table's rows."""

    FULL = "full"
    """Both the row before and the row after stand in the entry."""
    DIGEST = "digest"
    """Append-only: the entry carries a digest of the new rows."""
    DERIVED = "derived"
    """The row follows from other audited rows, or is nobody's business."""


class Record(SQLModel):
    """Base of every table; ``audited`` says what the audit trail keeps of its rows."""

    audited: ClassVar[Audited] = Audited.FULL


class AuditEntry(Record, table=True):
    """One use case that changed something: who, when, what, before, after; chained by hashes."""

    __tablename__ = "audit"
    audited: ClassVar[Audited] = Audited.DERIVED

    id: int | None = Field(default=None, primary_key=True)
    at: NaiveDatetime
    actor_id: int | None = None
    actor: str
    action: str
    subject: str = Field(default="", index=True)
    changes: str
    previous: str
    digest: str


class SettingRow(Record, table=True):
    """A setting the office changed; what is not here has its default."""

    __tablename__ = "setting"

    key: str = Field(primary_key=True)
    value: str


class Draft(Record, table=True):
    """What somebody typed and has not saved yet."""

    __tablename__ = "draft"
    audited: ClassVar[Audited] = Audited.DERIVED

    id: int | None = Field(default=None, primary_key=True)
    form: str = Field(index=True)
    owner: str
    payload: str
    updated_at: NaiveDatetime


class SearchText(Record, table=True):
    """The text the search index holds for a record; its id says kind, time and record."""

    __tablename__ = "search_text"
    __table_args__ = (UniqueConstraint("kind", "ref"),)
    audited: ClassVar[Audited] = Audited.DERIVED

    id: int = Field(primary_key=True)
    kind: int
    ref: int
    text: str


class Counter(Record, table=True):
    """The last number given in a series such as ``RX-2026``; numbers are never reused."""

    __tablename__ = "counter"
    audited: ClassVar[Audited] = Audited.DERIVED

    series: str = Field(primary_key=True)
    last: int


class ImportLayout(Record, table=True):
    """How the columns of a kind of file were mapped the last time, by its header row."""

    __tablename__ = "import_layout"
    __table_args__ = (UniqueConstraint("purpose", "header"),)

    id: int | None = Field(default=None, primary_key=True)
    purpose: str
    header: str
    mapping: str
    used_at: NaiveDatetime


class ImportBatch(Record, table=True):
    """One import that was carried out: the file, what it said, what became of it."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_purpose_at", "purpose", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    purpose: str
    at: NaiveDatetime
    file: str
    sha256: str
    new: int
    changed: int
    same: int
    refused: int

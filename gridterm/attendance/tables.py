"""Tables of attendance. Punches are append-only; what follows from them is computed, not kept.

Only the locked month keeps computed results: they are what was handed in.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import NaiveDatetime
from sqlalchemy import text
from sqlmodel import Field, Index, UniqueConstraint

from gridterm.store.tables import Audited, Record

ALIVE = text("undone_at IS NULL")


class Punch(Record, table=True):
    """A raw punch, as it was made. Never changed, never deleted.

    At the sign-in desk ``staff_id`` is known; what a machine recorded has a ``pin`` instead, and
    ``attendance_code`` says whose it was on that day. ``clock_back`` is a punch of the desk
    whose time lies before the one made before it. ``raw`` is a machine's own state, verify and
    work code, which nothing is decided by.
    """

    __tablename__ = "punch"
    __table_args__ = (
        Index("ix_punch_staff", "staff_id", "at"),
        Index("ux_punch_pin", "pin", "at", unique=True, sqlite_where=text("pin <> ''")),
        Index("ix_punch_at", "at"),
    )
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    at: NaiveDatetime
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    pin: str = ""
    source: str
    device: str = ""
    raw: str = ""
    clock_back: bool = False
    recorded_at: NaiveDatetime
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id")
    line: int = 0


class AttendanceCode(Record, table=True):
    """Whose a machine's PIN or a card is, from when to when (the last day included)."""

    __tablename__ = "attendance_code"
    __table_args__ = (
        UniqueConstraint("kind", "code", "valid_from"),
        Index("ix_attendance_code_staff", "staff_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    code: str
    staff_id: int = Field(foreign_key="staff.id")
    valid_from: date
    valid_to: date | None = None


class AttendancePolicy(Record, table=True):
    """The policy from a day on, as JSON by key of ``policy.FIELDS``."""

    __tablename__ = "attendance_policy"

    since: date = Field(primary_key=True)
    terms: str
    reason: str = ""
    at: NaiveDatetime
    by: str


class JoiningHour(Record, table=True):
    """The hour somebody starts on their first day; without it that whole day is owed."""

    __tablename__ = "joining_hour"

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    at: NaiveDatetime


class Leave(Record, table=True):
    """Leave asked for, ``[start, end)``, with its slip's number and what became of it.

    ``late`` is the decision on slots it covers that were over when it was approved.
    """

    __tablename__ = "leave"
    __table_args__ = (
        Index("ix_leave_staff", "staff_id", "end"),
        Index("ix_leave_state", "state", "start"),
        Index("ix_leave_end", "end"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    staff_id: int = Field(foreign_key="staff.id")
    kind: str
    start: NaiveDatetime
    end: NaiveDatetime
    reason: str
    asked_at: NaiveDatetime
    entered_by: str
    state: str
    decided_at: NaiveDatetime | None = None
    approver: str = ""
    note: str = ""
    late: str = ""
    late_at: NaiveDatetime | None = None
    late_by: str = ""
    late_reason: str = ""


class Outing(Record, table=True):
    """Official duty away from the office (公出), ``[start, end)``."""

    __tablename__ = "outing"
    __table_args__ = (Index("ix_outing_staff", "staff_id", "end"),)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    start: NaiveDatetime
    end: NaiveDatetime
    reason: str
    approver: str
    at: NaiveDatetime
    by: str
    undone_at: NaiveDatetime | None = None
    undone_by: str = ""
    undone_reason: str = ""


class Correction(Record, table=True):
    """A make-up, a waiver or a confirmation of one slot; undone ones stay.

    ``kind`` says which of the three. A confirmation holds the result (``status``,
    ``minutes``, ``leave_kind``) and what was computed when it was given.
    """

    __tablename__ = "attendance_correction"
    __table_args__ = (
        Index(
            "ux_correction_slot",
            "staff_id",
            "day",
            "slot",
            "kind",
            unique=True,
            sqlite_where=ALIVE,
        ),
        Index("ix_correction_day", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    staff_id: int = Field(foreign_key="staff.id")
    day: date
    slot: str
    reason: str
    approver: str
    at: NaiveDatetime
    by: str
    status: str = ""
    minutes: int = 0
    leave_kind: str = ""
    computed: str = ""
    undone_at: NaiveDatetime | None = None
    undone_by: str = ""
    undone_reason: str = ""


class MonthLock(Record, table=True):
    """A month that was locked (月结); reopened ones stay, and locking again makes a new row."""

    __tablename__ = "attendance_lock"
    __table_args__ = (
        Index(
            "ux_attendance_lock_month",
            "year",
            "month",
            unique=True,
            sqlite_where=text("reopened_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int
    month: int
    at: NaiveDatetime
    by: str
    note: str = ""
    reopened_at: NaiveDatetime | None = None
    reopened_by: str = ""
    reopened_reason: str = ""


class LockedPerson(Record, table=True):
    """Somebody's month as it was locked: every slot, as canonical JSON."""

    __tablename__ = "attendance_locked"
    __table_args__ = (UniqueConstraint("lock_id", "staff_id"),)
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    lock_id: int = Field(foreign_key="attendance_lock.id")
    staff_id: int = Field(foreign_key="staff.id")
    number: str
    name: str
    days: str

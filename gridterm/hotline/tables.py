"""Tables of the hotline. Events are append-only; a ticket's state and times follow from them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from pydantic import NaiveDatetime
from sqlalchemy import text
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op
from sqlmodel import Field, Index, UniqueConstraint, col

from gridterm.store.tables import Audited, Record


class Category(Record, table=True):
    """What a call is about. ``words`` are the seed words that suggest it, blanks between."""

    __tablename__ = "category"

    code: str = Field(primary_key=True)
    name_zh: str
    name_en: str
    words: str = ""
    position: int = 0
    active: bool = True


class ClockPolicyRow(Record, table=True):
    """The clocks' allowances from a day on, as JSON by field of ``clocks.ClockPolicy``."""

    __tablename__ = "clock_policy"

    since: date = Field(primary_key=True)
    allowances: str


class Ticket(Record, table=True):
    """A call with its present state. The list's indexes end in time and id: a page is one seek."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("year", "seq"),
        Index("ix_ticket_received", "received_at", "id"),
        Index("ix_ticket_state", "state", "received_at", "id"),
        Index("ix_ticket_grid", "grid_id", "received_at", "id"),
        Index("ix_ticket_kind", "kind", "received_at", "id"),
        Index("ix_ticket_tier", "tier", "received_at", "id"),
        Index("ix_ticket_channel", "channel", "received_at", "id"),
        Index("ix_ticket_category", "category", "received_at", "id"),
        Index("ix_ticket_phone", "phone", "received_at", "id"),
        Index("ix_ticket_building", "building_id", "received_at", "id"),
        Index("ix_ticket_responder", "first_responder_id", "received_at", "id"),
        Index("ix_ticket_external", "external_id"),
        Index("ix_ticket_due", "state", "due_at"),
        Index("ix_ticket_answered", "answered_at", sqlite_where=text("answered_at IS NOT NULL")),
        Index("ix_ticket_master", "master_id", sqlite_where=text("master_id IS NOT NULL")),
        Index("ix_ticket_handler", "handler_id", "state", "due_at"),
    )
    audited: ClassVar[Audited] = Audited.DERIVED

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    year: int
    seq: int
    registered_at: NaiveDatetime
    received_at: NaiveDatetime
    channel: str
    kind: str
    category: str = ""
    title: str = ""
    content: str
    caller: str = ""
    anonymous: bool = False
    phone: str = ""
    address: str = ""
    building_id: int | None = Field(default=None, foreign_key="building.id")
    grid_id: int | None = Field(default=None, foreign_key="grid.id")
    place: str = ""
    confidential: bool = False
    publishable: bool = False
    proactive: bool = False
    first_responder_id: int | None = Field(default=None, foreign_key="staff.id")
    state: str
    round: int = 1
    answered_at: NaiveDatetime | None = None
    closed_at: NaiveDatetime | None = None
    last_event_at: NaiveDatetime
    tier: str = ""
    mechanism: str = ""
    handler_id: int | None = Field(default=None, foreign_key="staff.id")
    first_acceptor_id: int | None = Field(default=None, foreign_key="staff.id")
    accused_id: int | None = Field(default=None, foreign_key="staff.id")
    master_id: int | None = Field(default=None, foreign_key="ticket.id")
    told_at: NaiveDatetime | None = None
    due_at: NaiveDatetime | None = None
    near_at: NaiveDatetime | None = None
    due_clock: str = ""
    history: bool = False
    external_id: str = ""
    import_key: str | None = Field(default=None, unique=True)


class TicketEvent(Record, table=True):
    """One step of a ticket: what was done, by whom, when, and the state after it.

    ``at`` is when it happened, ``recorded_at`` when it was written down; ``payload`` is the
    canonical JSON text of the step's own facts (for ``register``: everything taken in).
    """

    __tablename__ = "ticket_event"
    __table_args__ = (UniqueConstraint("ticket_id", "seq"),)
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    seq: int
    at: NaiveDatetime
    recorded_at: NaiveDatetime
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    actor: str = ""
    action: str
    state: str
    note: str = ""
    payload: str = "{}"


class Notice(Record, table=True):
    """A notice 民情告示 as its events say it stands; ``state`` is a code of ``NoticeState``."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("year", "seq"), Index("ix_notice_state", "state", "down_on"))
    audited: ClassVar[Audited] = Audited.DERIVED

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    year: int
    seq: int
    title: str
    matter: str
    handling: str
    result: str = ""
    expected_on: date | None = None
    grid_id: int | None = Field(default=None, foreign_key="grid.id")
    office_phone: str = ""
    up_on: date
    down_on: date
    state: str
    drafted_at: NaiveDatetime
    drafter_id: int | None = Field(default=None, foreign_key="staff.id")
    drafter: str = ""
    approved_at: NaiveDatetime | None = None
    approver_id: int | None = Field(default=None, foreign_key="staff.id")
    approver: str = ""
    ended_at: NaiveDatetime | None = None
    reason: str = ""


class NoticeSource(Record, table=True):
    """A call a notice was drafted from, with the call's round at that time."""

    __tablename__ = "notice_source"
    __table_args__ = (Index("ix_notice_source_ticket", "ticket_id"),)
    audited: ClassVar[Audited] = Audited.DERIVED

    notice_id: int = Field(foreign_key="notice.id", primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", primary_key=True)
    round: int


class NoticeEvent(Record, table=True):
    """One step of a notice; ``payload`` has its own facts: what was written, from which calls."""

    __tablename__ = "notice_event"
    __table_args__ = (UniqueConstraint("notice_id", "seq"),)
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id")
    seq: int
    at: NaiveDatetime
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    actor: str = ""
    action: str
    state: str
    note: str = ""
    payload: str = "{}"


def unindexed(column: Any) -> Any:  # noqa: ANN401 - a column, and an SQL expression
    """A column whose index is left alone: its lists go through ten years, those of others do not.

    A plus before a column keeps SQLite from its index.
    """
    named: Any = col(column)
    return UnaryExpression(named, operator=custom_op("+"), type_=named.type)

"""Tables of the meetings. What was issued and what was done to an action item is append-only."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import NaiveDatetime
from sqlalchemy import text
from sqlmodel import Field, Index, UniqueConstraint

from gridterm.store.tables import Audited, Record


class Meeting(Record, table=True):
    """A meeting that was planned by hand, moved, cancelled, prepared or held.

    A Wednesday nobody has touched yet has no row: the series tells it. ``series_on`` is the day
    the series names (None for a meeting outside it), ``starts_at`` when it is (or was) to begin,
    ``reason`` why it was moved or cancelled. ``number`` is given when its first agenda is issued
    or its sign-in opens, by kind and ``year``. ``state`` is a code of ``MeetingState``,
    ``minutes_state`` one of ``MinutesState``; ``drawn_at`` is when its figures were last drawn.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        Index(
            "ux_meeting_series",
            "series_on",
            unique=True,
            sqlite_where=text("series_on IS NOT NULL"),
        ),
        Index(
            "ux_meeting_number",
            "kind",
            "year",
            "number",
            unique=True,
            sqlite_where=text("number IS NOT NULL"),
        ),
        Index("ix_meeting_starts", "starts_at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    series_on: date | None = None
    starts_at: NaiveDatetime
    place: str = ""
    title: str = ""
    parties: str = ""
    year: int
    number: int | None = None
    state: str
    reason: str = ""
    chair_id: int | None = Field(default=None, foreign_key="staff.id")
    recorder_id: int | None = Field(default=None, foreign_key="staff.id")
    opened_at: NaiveDatetime | None = None
    ended_at: NaiveDatetime | None = None
    drawn_at: NaiveDatetime | None = None
    minutes_state: str = "writing"
    submitted_at: NaiveDatetime | None = None
    correcting: str = ""


class AgendaItem(Record, table=True):
    """One item of an agenda that somebody has edited.

    ``source`` says what it was drawn from (``grid:5``, ``ticket:312``, ``actions``, ``summary``;
    empty: written by hand) and lets it be drawn again; ``drawn`` is the canonical JSON of the facts
    it was drawn from (``meetings.wording`` says them), ``words`` the clerk's own, which a new
    drawing never touches. ``removed`` keeps a drawn item from coming
    back. ``minutes`` is the time it may take.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (Index("ix_agenda_item_meeting", "meeting_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    position: int
    section: str
    source: str = ""
    title: str
    drawn: str = ""
    words: str = ""
    speaker_id: int | None = Field(default=None, foreign_key="staff.id")
    minutes: int = 5
    confidential: bool = False
    removed: bool = False


class AgendaVersion(Record, table=True):
    """An agenda as it was issued: frozen, numbered. ``content`` is its canonical JSON."""

    __tablename__ = "agenda_version"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    version: int
    issued_at: NaiveDatetime
    issuer_id: int | None = Field(default=None, foreign_key="staff.id")
    issuer: str
    reason: str = ""
    content: str


class Attendee(Record, table=True):
    """Somebody expected at a meeting, or a guest of it (no ``staff_id``, but name and party).

    Leave is asked for and decided with its times; ``substitute_id`` came in their place. What it
    all comes to (present, late, left early, on leave, absent) is a rule, not kept.
    """

    __tablename__ = "attendee"
    __table_args__ = (
        Index(
            "ux_attendee_staff",
            "meeting_id",
            "staff_id",
            unique=True,
            sqlite_where=text("staff_id IS NOT NULL"),
        ),
        Index("ix_attendee_meeting", "meeting_id", "id"),
        Index("ix_attendee_staff", "staff_id", "meeting_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    name: str = ""
    party: str = ""
    expected: bool = True
    signed_at: NaiveDatetime | None = None
    left_at: NaiveDatetime | None = None
    left_reason: str = ""
    leave_state: str = ""
    leave_asked_at: NaiveDatetime | None = None
    leave_reason: str = ""
    leave_decided_at: NaiveDatetime | None = None
    leave_decider_id: int | None = Field(default=None, foreign_key="staff.id")
    leave_decider: str = ""
    leave_note: str = ""
    substitute_id: int | None = Field(default=None, foreign_key="staff.id")


class MinuteEntry(Record, table=True):
    """One entry of the minutes: what somebody said, what was decided, a vote.

    ``item`` is the source or title of the agenda item it belongs to (items may move), ``item_no``
    its place in the issued agenda, 0 for none.
    """

    __tablename__ = "minute_entry"
    __table_args__ = (Index("ix_minute_entry_meeting", "meeting_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    position: int
    item_id: int | None = Field(default=None, foreign_key="agenda_item.id")
    item: str = ""
    kind: str
    speaker_id: int | None = Field(default=None, foreign_key="staff.id")
    speaker: str = ""
    words: str
    confidential: bool = False
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    written_at: NaiveDatetime


class MinutesVersion(Record, table=True):
    """The minutes as the chair approved them: both documents, frozen, numbered.

    ``number`` is the number of the 会议纪要, the same for every version of it; ``content`` the
    canonical JSON of everything, confidential entries marked; ``reason`` says what a correction
    corrects.
    """

    __tablename__ = "minutes_version"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    version: int
    number: str
    approved_at: NaiveDatetime
    approver_id: int | None = Field(default=None, foreign_key="staff.id")
    approver: str
    reason: str = ""
    content: str


class ActionItem(Record, table=True):
    """A matter somebody was given: by a meeting, or by a superior (上级交办).

    It stands as its events say. ``helpers`` are staff ids, blanks between; ``superior_unit`` and
    ``document_number`` belong to a superior's task; ``progress`` is the last word on it.
    """

    __tablename__ = "action_item"
    __table_args__ = (
        UniqueConstraint("kind", "year", "seq"),
        Index("ix_action_item_state", "state", "due_on", "id"),
        Index("ix_action_item_owner", "owner_id", "state", "due_on"),
        Index("ix_action_item_meeting", "meeting_id"),
        Index("ix_action_item_ticket", "ticket_id", sqlite_where=text("ticket_id IS NOT NULL")),
    )
    audited: ClassVar[Audited] = Audited.DERIVED

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    year: int
    seq: int
    kind: str
    matter: str
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    entry_id: int | None = Field(default=None, foreign_key="minute_entry.id")
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    superior_unit: str = ""
    document_number: str = ""
    lead_id: int | None = Field(default=None, foreign_key="staff.id")
    owner_id: int = Field(foreign_key="staff.id")
    helpers: str = ""
    given_on: date
    due_on: date
    confidential: bool = False
    state: str
    progress: str = ""
    reported_at: NaiveDatetime | None = None
    closed_at: NaiveDatetime | None = None
    checker_id: int | None = Field(default=None, foreign_key="staff.id")
    checker: str = ""
    last_event_at: NaiveDatetime


class ActionEvent(Record, table=True):
    """One step of an action item; ``payload`` is the canonical JSON of the step's own facts."""

    __tablename__ = "action_event"
    __table_args__ = (UniqueConstraint("action_id", "seq"),)
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action_item.id")
    seq: int
    at: NaiveDatetime
    recorded_at: NaiveDatetime
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    actor: str = ""
    step: str
    state: str
    note: str = ""
    payload: str = "{}"

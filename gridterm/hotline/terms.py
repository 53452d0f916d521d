"""The hotline's codes with their texts (RULEBOOK §0, §2), and the values that go in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gridterm.i18n import N_, Term


class Channel(Term):
    """How the matter reached the office."""

    PHONE = "phone", N_("Phone call")
    VISIT_IN = "visit_in", N_("At the counter")
    HOUSEHOLD_VISIT = "household_visit", N_("Household visit")
    WECHAT = "wechat", N_("WeChat group")
    SUPERIOR = "superior", N_("Passed down")
    SELF_CHECK = "self_check", N_("Grid's own check")


class Kind(Term):
    """What the person wants."""

    INQUIRY = "inquiry", N_("Inquiry")
    HELP = "help", N_("Request for help")
    COMPLAINT = "complaint", N_("Complaint")
    REPORT = "report", N_("Report of wrongdoing")
    SUGGESTION = "suggestion", N_("Suggestion")
    PRAISE = "praise", N_("Praise")


class State(Term):
    """Where a ticket stands."""

    RECEIVED = "received", N_("Received")
    ASSIGNED = "assigned", N_("Awaiting acceptance")
    IN_PROGRESS = "in_progress", N_("In progress")
    SUSPENDED = "suspended", N_("Suspended")
    REPORTED_UP = "reported_up", N_("Reported up")
    ANSWERED = "answered", N_("Awaiting revisit")
    CLOSED = "closed", N_("Closed")
    MERGED = "merged", N_("Merged")
    VOID = "void", N_("Void")


class Tier(Term):
    """Who decides (层级). Never mixed up with ``Mechanism``."""

    GENERAL = "general", N_("General")
    REGIONAL = "regional", N_("Regional")
    OVERALL = "overall", N_("Overall")
    MAJOR = "major", N_("Major and sudden")


class Mechanism(Term):
    """How it is dealt with (处理机制)."""

    ON_THE_SPOT = "on_the_spot", N_("On the spot")
    COORDINATION = "coordination", N_("By coordination")
    EMERGENCY = "emergency", N_("As an emergency")
    APPROVAL = "approval", N_("By approval")


class Action(Term):
    """What can be done to a ticket."""

    REGISTER = "register", N_("Register")
    ANSWER = "answer", N_("Answer on the spot")
    GUIDE = "guide", N_("Guide to the right place")
    TRIAGE = "triage", N_("Triage")
    ASSIGN = "assign", N_("Assign")
    TRANSFER = "transfer", N_("Hand over")
    ACCEPT = "accept", N_("Accept")
    RETURN = "return", N_("Return")
    PROGRESS = "progress", N_("Report progress")
    SUSPEND = "suspend", N_("Suspend")
    RESUME = "resume", N_("Resume")
    REPORT_UP = "report_up", N_("Report up")
    SUPERIOR_REPLY = "superior_reply", N_("Reply from above")
    EXTEND = "extend", N_("Extend")
    RESOLVE = "resolve", N_("Resolve")
    REVISIT = "revisit", N_("Revisit")
    REOPEN = "reopen", N_("Reopen")
    MERGE = "merge", N_("Merge")
    SPLIT = "split", N_("Split off")
    VOID = "void", N_("Void (not a call)")
    URGE = "urge", N_("Urge")
    SUPERVISE = "supervise", N_("Supervise")
    CIRCULATE = "circulate", N_("Make public")
    REPLY = "reply", N_("Reply of the source")
    UPDATE = "update", N_("Update from the source")
    CATEGORISE = "categorise", N_("Set the category")
    DECIDE = "decide", N_("Decided by the meeting")


class Satisfaction(Term):
    """What the resident said of the handling."""

    SATISFIED = "satisfied", N_("Satisfied")
    FAIR = "fair", N_("Fairly satisfied")
    DISSATISFIED = "dissatisfied", N_("Dissatisfied")


class Truth(Term):
    """Whether the resident says that what was recorded as done is true (属实)."""

    YES = "yes", N_("True")
    NO = "no", N_("Not true")


class ClockName(Term):
    """Which clock; a suspended call waits for its review instead."""

    ACCEPTANCE = "acceptance", N_("Acceptance")
    FEEDBACK = "feedback", N_("First feedback")
    RESOLUTION = "resolution", N_("Resolution")
    REVISIT = "revisit", N_("Revisit")
    REVIEW = "review", N_("Review of the suspension")


class Level(Term):
    """How near or how far past its date a clock is; each step of the ladder is confirmed."""

    DONE = "done", N_("Done")
    CALM = "calm", N_("In time")
    NEAR = "near", N_("Nearly due")
    OVERDUE = "overdue", N_("Overdue")
    SUPERVISED = "supervised", N_("To be supervised")
    CIRCULATED = "circulated", N_("To be made public")


LATE_LEVELS = (Level.OVERDUE, Level.SUPERVISED, Level.CIRCULATED)
WORKING_STATES = (State.RECEIVED, State.ASSIGNED, State.IN_PROGRESS)
OPEN_STATES = (*WORKING_STATES, State.SUSPENDED, State.REPORTED_UP, State.ANSWERED)


@dataclass(frozen=True)
class Intake:
    """A call as it was typed. Texts may be dirty; ``service.register`` cleans and checks them.

    ``grid_id``/``building_id`` may be left None: the address suggests them. ``answer`` or
    ``guide`` finish the call in the same save (at most one of them).
    """

    content: str
    kind: str = Kind.INQUIRY
    channel: str = Channel.PHONE
    received_at: datetime | None = None
    caller: str = ""
    anonymous: bool = False
    phone: str = ""
    address: str = ""
    building_id: int | None = None
    grid_id: int | None = None
    category: str = ""
    title: str = ""
    place: str = ""
    confidential: bool = False
    publishable: bool = False
    proactive: bool = False
    answer: str = ""
    guide: str = ""


@dataclass(frozen=True)
class Visit:
    """What a revisit found: four answers (RULEBOOK §2).

    ``true`` is whether what was recorded as done is so (属实). ``reached`` False leaves the
    rest empty; ``waived`` says that none is made (anonymous caller, or not wanted).
    """

    reached: bool = True
    true: bool | None = None
    solved: bool | None = None
    satisfaction: str | None = None
    note: str = ""
    waived: bool = False


@dataclass(frozen=True)
class TicketFilter:
    """Which tickets a list shows. Empty values do not filter; dates are inclusive days.

    ``states`` holds state codes; ``text`` is searched in everything but confidential tickets;
    ``level`` is ``overdue`` (whatever is past its date), ``near``, or a code of ``guards.Rung``.
    """

    states: tuple[str, ...] = ()
    kind: str = ""
    channel: str = ""
    category: str = ""
    tier: str = ""
    grid_id: int | None = None
    phone: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    history: bool | None = None
    level: str = ""


@dataclass(frozen=True)
class Cursor:
    """A place between two rows of the list: the time and id of the row it follows."""

    at: datetime
    id: int


@dataclass(frozen=True)
class TicketRow:
    """One line of the list; the caller and the phone are masked already (``刘**``).

    ``due_at`` is the next date of an open call and ``due_clock`` whose it is; ``level`` says
    how near it is.
    """

    id: int
    number: str
    received_at: datetime
    caller: str
    phone: str
    grid: str
    kind: Kind
    channel: Channel
    category: str
    subject: str
    state: State
    confidential: bool
    history: bool
    external_id: str
    tier: Tier | None = None
    handler: str = ""
    due_at: datetime | None = None
    near_at: datetime | None = None
    due_clock: ClockName | None = None
    level: Level = Level.DONE

    @property
    def cursor(self) -> Cursor:
        """The place after this row."""
        return Cursor(self.received_at, self.id)


@dataclass(frozen=True)
class TicketPage:
    """Some rows of the list, newest first, and whether older ones follow."""

    rows: tuple[TicketRow, ...]
    more: bool


@dataclass(frozen=True)
class EventView:
    """One step of a ticket as it is shown; ``told_by`` is who told the resident, where said."""

    seq: int
    at: datetime
    recorded_at: datetime
    actor: str
    action: Action
    state: State
    note: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    told_by: str = ""


@dataclass(frozen=True)
class DueView:
    """One date of a ticket as it is shown: which clock, by when, why by then, how near.

    ``due`` is None while nobody has set it; ``unsure`` says that it lies in a year whose
    holidays are not known.
    """

    clock: ClockName
    start: datetime
    due: datetime | None
    done_at: datetime | None
    level: Level
    why: str
    paused: bool = False
    unsure: bool = False


@dataclass(frozen=True)
class TicketDetail:
    """A whole ticket. Caller and phone are masked; ``service.reveal`` shows them.

    ``due_at``, ``due_clock``, ``due_why`` and ``level`` are those of the next date; ``dates``
    has all of the present round. ``handler`` has it now, ``stands_in_for`` whom a deputy
    accepted for; ``waits_for`` is the meeting a regional matter waits for, ``superior_minutes``
    the working time it lay with a superior unit, ``follows`` the closed call it goes on from,
    ``missed_on`` the days of this round's revisits that reached nobody; ``split_from`` and
    ``split_into`` name what it was split off from and into; ``reopens`` says whether a closed
    call can still be opened again.
    """

    id: int
    number: str
    received_at: datetime
    registered_at: datetime
    caller: str
    anonymous: bool
    phone: str
    address: str
    building: str
    grid: str
    grid_id: int | None
    channel: Channel
    kind: Kind
    category: str
    category_name: str
    title: str
    content: str
    place: str
    confidential: bool
    publishable: bool
    proactive: bool
    first_responder: str
    state: State
    round: int
    answered_at: datetime | None
    closed_at: datetime | None
    history: bool
    external_id: str
    events: tuple[EventView, ...]
    actions: tuple[Action, ...]
    tier: Tier | None = None
    mechanism: Mechanism | None = None
    handler: str = ""
    handler_id: int | None = None
    first_acceptor: str = ""
    stands_in_for: str = ""
    master: str = ""
    merged: tuple[str, ...] = ()
    told_at: datetime | None = None
    due_at: datetime | None = None
    due_clock: ClockName | None = None
    due_why: str = ""
    due_unsure: bool = False
    level: Level = Level.DONE
    dates: tuple[DueView, ...] = ()
    waits_for: date | None = None
    superior_minutes: int = 0
    follows: str = ""
    missed_on: tuple[date, ...] = ()
    split_from: str = ""
    split_into: tuple[str, ...] = ()
    reopens: bool = False


@dataclass(frozen=True)
class Revealed:
    """The caller in full, shown to somebody who asked for it; the asking is in the trail."""

    caller: str
    phone: str


@dataclass(frozen=True)
class KnownCaller:
    """What earlier calls from a phone number say about who is calling."""

    caller: str
    address: str
    building_id: int | None
    grid_id: int | None
    grid: str
    calls: int
    last: tuple[TicketRow, ...]


@dataclass(frozen=True)
class SimilarTicket:
    """An earlier call that may be the same matter, and why (a sentence in the user's language)."""

    row: TicketRow
    reason: str
    days_ago: int
    exact: bool


@dataclass(frozen=True)
class CategoryChoice:
    """A category that fits what was typed, with the words that made it.

    ``score`` says how likely it is, from 0 to 1.
    """

    code: str
    name: str
    words: tuple[str, ...]
    score: float = 0.0

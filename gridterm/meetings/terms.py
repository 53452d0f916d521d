"""The meetings' codes with their texts (RULEBOOK §3), and the values that go in and out.

Those of the action items are in ``action_terms``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gridterm.i18n import N_, Term
from gridterm.meetings.action_terms import ActionRow


class MeetingKind(Term):
    """What kind of meeting it is; only the weekly one comes by itself."""

    WEEKLY = "weekly", N_("Weekly meeting")
    LIAISON = "liaison", N_("Police liaison meeting")
    CONSULTATION = "consultation", N_("Consultation of the parties")
    EXTRA = "extra", N_("Extra meeting")


class MeetingState(Term):
    """How far a meeting itself is."""

    PLANNED = "planned", N_("Planned")
    OPEN = "open", N_("In session")
    HELD = "held", N_("Held")
    CANCELLED = "cancelled", N_("Cancelled")


class MinutesState(Term):
    """How far its minutes are."""

    WRITING = "writing", N_("Being written")
    SUBMITTED = "submitted", N_("Waiting for the chair")
    APPROVED = "approved", N_("Approved")


class Standing(Term):
    """How a meeting stands in the list: state, agenda and minutes in one word."""

    PLANNED = "planned", N_("Planned")
    READY = "ready", N_("Agenda ready")
    OPEN = "open", N_("In session")
    HELD = "held", N_("Held")
    SUBMITTED = "submitted", N_("For approval")
    ISSUED = "issued", N_("Minutes out")
    CANCELLED = "cancelled", N_("Cancelled")
    MISSED = "missed", N_("Not held")


class Section(Term):
    """The parts of the agenda, in their order (RULEBOOK §3)."""

    ACTIONS = "actions", N_("Action items of past meetings")
    GRIDS = "grids", N_("Reports of the grids")
    REGIONAL = "regional", N_("Regional matters for decision")
    SUMMARY = "summary", N_("Summary of last week, arrangements of this week")
    OTHER = "other", N_("Other matters")


class Presence(Term):
    """What somebody's attendance comes to."""

    PENDING = "pending", N_("Not here yet")
    PRESENT = "present", N_("Came on time")
    LATE = "late", N_("Came late")
    LEFT_EARLY = "left_early", N_("Left early")
    LATE_AND_LEFT = "late_and_left", N_("Came late and left early")
    LEAVE = "leave", N_("On leave")
    SUBSTITUTED = "substituted", N_("Sent somebody else")
    ABSENT = "absent", N_("Absent from the meeting")
    GUEST = "guest", N_("Guest")


class LeaveState(Term):
    """How far a leave from a meeting is."""

    NONE = "", N_("None")
    ASKED = "asked", N_("Asked for")
    APPROVED = "approved", N_("Approved")
    REFUSED = "refused", N_("Not granted")


class EntryKind(Term):
    """What an entry of the minutes is."""

    SPEECH = "speech", N_("Said")
    DECISION = "decision", N_("Decision")
    VOTE = "vote", N_("Vote")
    NOTE = "note", N_("Noted")


@dataclass(frozen=True)
class MeetingRow:
    """One line of the list of meetings.

    ``id`` is None for a Wednesday of the series nobody has touched. ``number`` is 第N次 of its
    year; ``provisional`` while it is only counted and not given yet. ``present`` and
    ``expected`` count from the opening of the sign-in, which fixes who is expected.
    """

    id: int | None
    kind: MeetingKind
    series_on: date | None
    starts_at: datetime
    number: int
    provisional: bool
    year: int
    standing: Standing
    title: str
    reason: str = ""
    items: int = 0
    present: int = 0
    expected: int = 0


@dataclass(frozen=True)
class MeetingRef:
    """Names a meeting: by its id, or a Wednesday of the series that has no row yet."""

    id: int | None = None
    series_on: date | None = None


@dataclass(frozen=True)
class MeetingDetail:
    """A meeting whole, without its agenda, people and minutes."""

    row: MeetingRow
    state: MeetingState
    minutes_state: MinutesState
    place: str
    parties: str
    chair_id: int | None
    chair: str
    recorder_id: int | None
    recorder: str
    opened_at: datetime | None
    ended_at: datetime | None
    late_after: datetime
    agenda_versions: int
    minutes_versions: int
    correcting: str = ""

    @property
    def ref(self) -> MeetingRef:
        """How it is named to the use cases."""
        return MeetingRef(self.row.id, self.row.series_on)


@dataclass(frozen=True)
class Span:
    """From when to when the figures of an agenda run: after ``since``, up to ``until``."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class GridFigures:
    """What one grid reports, over the span of the agenda; ``overdue`` and ``open`` are at its end.

    ``visits`` and ``checks`` are None while the office keeps no visits in the program.
    """

    grid_id: int
    grid: str
    lead_id: int | None
    lead: str
    received: int
    resolved: int
    open: int
    overdue: int
    visits: int | None = None
    checks: int | None = None


@dataclass(frozen=True)
class Item:
    """One item of an agenda.

    ``id`` is None while the agenda is only drawn. ``starts_at`` is its running time; ``words``
    are the clerk's own, shown under what was drawn; ``stale`` when a new drawing would differ.
    """

    id: int | None
    position: int
    section: Section
    source: str
    title: str
    drawn: str
    words: str
    speaker_id: int | None
    speaker: str
    minutes: int
    starts_at: datetime
    confidential: bool = False
    removed: bool = False
    stale: bool = False
    ticket_id: int | None = None


@dataclass(frozen=True)
class Agenda:
    """An agenda as it stands now: drawn, and edited where somebody did.

    ``withheld`` is how many matters of an issued one became confidential since.
    """

    meeting: MeetingDetail
    span: Span
    items: tuple[Item, ...]
    figures: tuple[GridFigures, ...]
    minutes: int
    saved: bool
    version: int = 0
    changed_since_issue: bool = False
    withheld: int = 0


@dataclass(frozen=True)
class IssuedAgenda:
    """An agenda as it was issued; its items are frozen."""

    meeting_id: int
    version: int
    issued_at: datetime
    issuer: str
    reason: str
    agenda: Agenda


@dataclass(frozen=True)
class ItemForm:
    """An agenda item as the clerk writes it."""

    title: str
    words: str = ""
    section: str = Section.OTHER
    speaker_id: int | None = None
    minutes: int = 5
    confidential: bool = False


@dataclass(frozen=True)
class AttendeeView:
    """Somebody expected, or a guest, and what it comes to; ``why`` says it in a sentence."""

    id: int | None
    staff_id: int | None
    number: str
    name: str
    party: str
    role: str
    expected: bool
    presence: Presence
    why: str
    signed_at: datetime | None = None
    left_at: datetime | None = None
    leave: LeaveState = LeaveState.NONE
    leave_reason: str = ""
    leave_asked_at: datetime | None = None
    leave_decided_at: datetime | None = None
    leave_decider: str = ""
    substitute: str = ""


@dataclass(frozen=True)
class SignIn:
    """The people of a meeting with the counts; ``quorum`` is how many must be there."""

    meeting: MeetingDetail
    people: tuple[AttendeeView, ...]
    expected: int
    present: int
    late: int
    leave: int
    absent: int
    quorum: int

    @property
    def quorate(self) -> bool:
        """Whether enough of those expected are there."""
        return self.present >= self.quorum


@dataclass(frozen=True)
class EntryForm:
    """An entry of the minutes as it is written; the speaker by staff id or by name."""

    kind: str
    words: str
    item_id: int | None = None
    speaker_id: int | None = None
    speaker: str = ""
    confidential: bool = False
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None


@dataclass(frozen=True)
class EntryView:
    """An entry of the minutes as it is shown; ``actions`` are the items that came from it."""

    id: int
    position: int
    item_id: int | None
    item: str
    kind: EntryKind
    speaker_id: int | None
    speaker: str
    words: str
    confidential: bool
    votes_for: int | None
    votes_against: int | None
    abstained: int | None
    ticket_id: int | None = None
    actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Minutes:
    """The minutes as they stand now."""

    meeting: MeetingDetail
    entries: tuple[EntryView, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class IssuedMinutes:
    """The minutes as the chair approved them.

    ``left_out`` says what the 会议纪要 does not hold, ``withheld`` how many matters became
    confidential since.
    """

    meeting_id: int
    version: int
    number: str
    approved_at: datetime
    approver: str
    reason: str
    minutes: Minutes
    people: tuple[AttendeeView, ...]
    actions: tuple[ActionRow, ...]
    left_out: tuple[str, ...] = ()
    withheld: int = 0

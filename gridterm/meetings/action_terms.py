"""The action items' codes with their texts (RULEBOOK §3), and the values that go in and out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from gridterm.i18n import N_, Term


class ActionKind(Term):
    """Where an action item comes from."""

    MEETING = "meeting", N_("From a meeting")
    SUPERIOR = "superior", N_("From a superior")


class ActionState(Term):
    """How far an action item is."""

    OPEN = "open", N_("In progress")
    REPORTED = "reported", N_("Done, to be checked")
    CLOSED = "closed", N_("Checked and closed")
    CANCELLED = "cancelled", N_("Cancelled")


class ActionStep(Term):
    """What can be done to an action item."""

    GIVE = "give", N_("Give")
    PROGRESS = "progress", N_("Progress")
    REPORT = "report", N_("Report it done")
    CHECK = "check", N_("Check and close")
    SEND_BACK = "send_back", N_("Send back")
    POSTPONE = "postpone", N_("Move the date")
    HAND_OVER = "hand_over", N_("Hand over")
    CANCEL = "cancel", N_("Cancel")


ACTIONS_RUNNING = (ActionState.OPEN, ActionState.REPORTED)


@dataclass(frozen=True)
class ActionForm:
    """An action item as it is given; ``due_on`` is a day, the owner and helpers staff ids."""

    matter: str
    owner_id: int
    due_on: date
    helper_ids: tuple[int, ...] = ()
    lead_id: int | None = None
    kind: str = ActionKind.MEETING
    meeting_id: int | None = None
    entry_id: int | None = None
    ticket_id: int | None = None
    superior_unit: str = ""
    document_number: str = ""
    given_on: date | None = None
    confidential: bool = False


@dataclass(frozen=True)
class ActionRow:
    """One line of the 督办台账. ``late`` is how many working days it is past its date."""

    id: int
    number: str
    kind: ActionKind
    matter: str
    source: str
    lead: str
    owner_id: int
    owner: str
    helpers: tuple[str, ...]
    given_on: date
    due_on: date
    state: ActionState
    progress: str
    closed_on: date | None
    checker: str
    confidential: bool
    late: int = 0
    ticket_id: int | None = None


@dataclass(frozen=True)
class ActionEventView:
    """One step of an action item as it is shown; ``said`` is what it says beside its note."""

    seq: int
    at: datetime
    actor: str
    step: ActionStep
    state: ActionState
    note: str
    said: str = ""


@dataclass(frozen=True)
class ActionDetail:
    """An action item whole; ``actions`` are the steps possible now."""

    row: ActionRow
    lead_id: int | None
    helper_ids: tuple[int, ...]
    meeting_id: int | None
    superior_unit: str
    document_number: str
    events: tuple[ActionEventView, ...]
    actions: tuple[ActionStep, ...]


@dataclass(frozen=True)
class ActionFilter:
    """What a list of action items shows; empty means all."""

    states: tuple[str, ...] = ()
    kind: str = ""
    owner_id: int | None = None
    meeting_id: int | None = None
    overdue: bool = False
    text: str = ""


@dataclass(frozen=True)
class ActionPage:
    """Some action items, the first due first, and whether more follow."""

    rows: tuple[ActionRow, ...]
    more: bool
    after: tuple[date, int] | None = field(default=None)


@dataclass(frozen=True)
class ActionCounts:
    """How many action items run, for the header and Today.

    ``overdue`` are open and past their date, ``soon`` due within the days of the setting,
    ``reported`` wait for the check; ``superior`` are the superiors' tasks among the overdue.
    """

    running: int
    overdue: int
    soon: int
    reported: int
    superior: int

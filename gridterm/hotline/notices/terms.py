"""The notice board's codes with their texts (RULEBOOK §2), and the values that go in and out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from gridterm.i18n import N_, Term


class NoticeState(Term):
    """How far a notice is; what is approved hangs between its dates."""

    DRAFT = "draft", N_("Draft notice")
    SUBMITTED = "submitted", N_("Waiting for approval")
    APPROVED = "approved", N_("Approved")
    DOWN = "down", N_("Taken down")
    SUPERSEDED = "superseded", N_("Superseded")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class Standing(Term):
    """How a notice stands on a day: its state, and by its dates whether it hangs."""

    DRAFT = "draft", N_("Draft notice")
    SUBMITTED = "submitted", N_("Waiting for approval")
    COMING = "coming", N_("Goes up later")
    HANGING = "hanging", N_("Hanging")
    DOWN = "down", N_("Taken down")
    SUPERSEDED = "superseded", N_("Superseded")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class NoticeAction(Term):
    """What can be done to a notice."""

    DRAFT = "draft", N_("Draft")
    EDIT = "edit", N_("Change")
    SUBMIT = "submit", N_("Hand in for approval")
    SEND_BACK = "send_back", N_("Send back")
    APPROVE = "approve", N_("Approve")
    TAKE_DOWN = "take_down", N_("Take down")
    SUPERSEDE = "supersede", N_("Supersede")
    WITHDRAW = "withdraw", N_("Withdraw")


class Secret(Term):
    """What may not stand on a notice."""

    PHONE = "phone", N_("a phone number")
    ID_NUMBER = "id_number", N_("an ID number")
    HOUSE = "house", N_("a house number")
    NAME = "name", N_("the name of a caller")


TEXTS = ("title", "matter", "handling", "result")
LONGEST = {"title": 40, "matter": 400, "handling": 400, "result": 300}
LABELS = {
    "title": N_("Title"),
    "matter": N_("Matter"),
    "handling": N_("Handling"),
    "result": N_("Result"),
}
RUNNING = (NoticeState.DRAFT, NoticeState.SUBMITTED, NoticeState.APPROVED)


@dataclass(frozen=True)
class NoticeForm:
    """A notice as it is written.

    ``source_ids`` are the calls it comes from; it has a ``result`` or the day one is expected
    on. It hangs from ``up_on`` to the end of ``down_on``; None takes the office's usual dates,
    an empty phone the hotline's number, ``grid_id`` None the grid the calls have in common.
    """

    source_ids: tuple[int, ...]
    title: str = ""
    matter: str = ""
    handling: str = ""
    result: str = ""
    expected_on: date | None = None
    grid_id: int | None = None
    office_phone: str = ""
    up_on: date | None = None
    down_on: date | None = None


@dataclass(frozen=True)
class Found:
    """Something in a text that may not stand there: ``text[start:end]`` of the field."""

    field: str
    secret: Secret
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class NoticeSourceView:
    """A call a notice comes from, by its number only, and whether it may still be one."""

    ticket_id: int
    number: str
    round: int
    unfit: str = ""


@dataclass(frozen=True)
class NoticeEventView:
    """One step of a notice as it is shown."""

    seq: int
    at: datetime
    actor: str
    action: NoticeAction
    state: NoticeState
    note: str


@dataclass(frozen=True)
class NoticeRow:
    """One line of the list. ``hidden``: a call it came from is confidential now."""

    id: int
    number: str
    title: str
    grid: str
    standing: Standing
    up_on: date
    down_on: date
    drafter: str
    approver: str
    hidden: bool = False


@dataclass(frozen=True)
class NoticePage:
    """Some rows of the list, newest first, and whether older ones follow."""

    rows: tuple[NoticeRow, ...]
    more: bool


@dataclass(frozen=True)
class NoticeCounts:
    """How many notices stand how."""

    draft: int = 0
    submitted: int = 0
    coming: int = 0
    hanging: int = 0
    down: int = 0
    superseded: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        running = self.draft + self.submitted + self.coming + self.hanging
        return running + self.down + self.superseded + self.withdrawn


@dataclass(frozen=True)
class NoticeDetail:
    """A whole notice. Of a ``hidden`` one (a source is confidential now) the words are empty."""

    id: int
    number: str
    title: str
    matter: str
    handling: str
    result: str
    expected_on: date | None
    grid_id: int | None
    grid: str
    office_phone: str
    up_on: date
    down_on: date
    state: NoticeState
    standing: Standing
    drafted_at: datetime
    drafter_id: int | None
    drafter: str
    approved_at: datetime | None
    approver: str
    ended_at: datetime | None
    reason: str
    hidden: bool
    sources: tuple[NoticeSourceView, ...]
    events: tuple[NoticeEventView, ...]
    actions: tuple[NoticeAction, ...]
    writers: frozenset[int] = field(default_factory=frozenset)

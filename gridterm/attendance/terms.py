"""Attendance's codes with their texts and marks (RULEBOOK §5), and the values that go in and out.

A mark is the one character the month sheet shows. Each mark counts in one way only, so that the
sheet's formulas, which count marks, and the figures of the service are the same sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from gridterm.i18n import N_, Term, _


class Slot(Term):
    """The two sign-ins of a day."""

    MORNING = "am", N_("Morning")
    AFTERNOON = "pm", N_("Afternoon")


class Status(Term):
    """What a slot is; a slot has exactly one."""

    PRESENT = "present", N_("On time")
    LATE = "late", N_("Late")
    EARLY = "early", N_("Left early")
    ABSENT = "absent", N_("Absent")
    MISSING = "missing", N_("Not signed in yet")
    PENDING = "pending", N_("Still to come")
    MADE_UP = "made_up", N_("Made up")
    LEAVE = "leave", N_("On leave")
    OUTING = "outing", N_("Official duty")
    OFF = "off", N_("Day off")
    NOT_EMPLOYED = "not_employed", N_("Not counted")


ATTENDED = frozenset({Status.PRESENT, Status.LATE, Status.EARLY, Status.MADE_UP, Status.OUTING})
"""What counts as an attended half-day."""
FAULTS = frozenset({Status.LATE, Status.EARLY, Status.ABSENT})
"""What has a consequence, unless it is waived."""


class LeaveKind(Term):
    """The kinds of leave."""

    PERSONAL = "personal", N_("Personal leave")
    SICK = "sick", N_("Sick leave")
    ANNUAL = "annual", N_("Annual leave")
    MARRIAGE = "marriage", N_("Marriage leave")
    MATERNITY = "maternity", N_("Maternity leave")
    BEREAVEMENT = "bereavement", N_("Bereavement leave")
    TIME_OFF = "time_off", N_("Time off in lieu")
    OTHER = "other", N_("Other leave")


class LeaveState(Term):
    """Where a request for leave stands."""

    ASKED = "asked", N_("Waits for approval")
    APPROVED = "approved", N_("Approved")
    REJECTED = "rejected", N_("Rejected")
    CANCELLED = "cancelled", N_("Withdrawn")


class LateDecision(Term):
    """What was decided of leave that was approved after the slot it covers."""

    OPEN = "open", N_("To be decided")
    EXCUSED = "excused", N_("Counts as leave")
    REFUSED = "refused", N_("Counts as absence")


class PunchSource(Term):
    """Where a raw punch came from."""

    NUMBER = "number", N_("Number typed at the sign-in desk")
    CARD = "card", N_("Card at the sign-in desk")
    MACHINE = "machine", N_("Fingerprint machine")
    SHEET = "sheet", N_("Spreadsheet")


class CodeKind(Term):
    """What stands for a person besides the staff number."""

    PIN = "pin", N_("PIN of the fingerprint machine")
    CARD = "card", N_("Card")


class CorrectionKind(Term):
    """What a clerk may put over a slot."""

    MAKEUP = "makeup", N_("Make-up")
    WAIVER = "waiver", N_("Waiver")
    CONFIRMED = "confirmed", N_("Confirmation")
    DISMISSED = "dismissed", N_("Adjustment dismissed")


class Flag(Term):
    """Something about a slot or a day that a clerk should see."""

    LATE_APPROVED = "late_approved", N_("Leave approved too late: to be decided")
    LEAVE_BEATS_MAKEUP = "leave_beats_makeup", N_("Leave and a make-up for the same slot")
    ON_LEAVE_PRESENT = "on_leave_present", N_("Signed in while on leave: end the leave?")
    OUT_OF_WINDOW = "out_of_window", N_("Signed in outside the windows")
    ON_DAY_OFF = "on_day_off", N_("Signed in on a day off")
    UNSIGNED = "unsigned", N_("Afternoon not signed")
    CLOCK_BACK = "clock_back", N_("The clock had been set back")
    DIFFERS = "differs", N_("The facts have changed since it was confirmed")
    CLOCK_JUMPED = "clock_jumped", N_("The clock had jumped")
    PENDING_ADJUSTMENT = "pending_adjustment", N_("Changed after the month was locked")
    DISMISSED = "dismissed", N_("What came after the lock was dismissed")


TO_DECIDE = frozenset({Flag.LATE_APPROVED, Flag.LEAVE_BEATS_MAKEUP, Flag.DIFFERS, Flag.CLOCK_BACK})
"""Flags that make a slot an exception whatever its status."""


class Why(Term):
    """The rule behind a status; ``explaining`` makes a sentence of it with the facts."""

    NOT_YET_EMPLOYED = "not_yet_employed", ""
    LEFT = "left", ""
    NOT_KEPT_YET = "not_kept_yet", ""
    DAY_OFF = "day_off", ""
    LEAVE = "leave", ""
    OUTING = "outing", ""
    MADE_UP = "made_up", ""
    ON_TIME = "on_time", ""
    LATE = "late", ""
    EARLY = "early", ""
    TOO_LATE = "too_late", ""
    NO_PUNCH = "no_punch", ""
    UNSIGNED = "unsigned", ""
    TODAY = "today", ""
    FUTURE = "future", ""
    CONFIRMED = "confirmed", ""


# ── marks of the month sheet ────────────────────────────────────────────────
MARKS: Mapping[Status, str] = {
    Status.PRESENT: "√",
    Status.LATE: "迟",
    Status.EARLY: "早",
    Status.ABSENT: "旷",
    Status.MISSING: "未",
    Status.PENDING: "",
    Status.MADE_UP: "补",
    Status.OUTING: "公",
    Status.OFF: "休",
    Status.NOT_EMPLOYED: "/",
}
LEAVE_MARKS: Mapping[LeaveKind, str] = {
    LeaveKind.PERSONAL: "事",
    LeaveKind.SICK: "病",
    LeaveKind.ANNUAL: "年",
    LeaveKind.MARRIAGE: "婚",
    LeaveKind.MATERNITY: "产",
    LeaveKind.BEREAVEMENT: "丧",
    LeaveKind.TIME_OFF: "调",
    LeaveKind.OTHER: "假",
}
UNSIGNED_ABSENT, UNSIGNED_EARLY = "缺", "退"
WAIVED_FAULT, WAIVED_ABSENCE = "免", "准"
SCREEN_MARKS: Mapping[str, str] = {"√": "到"}
"""On a screen some terminals draw the tick two cells wide, so another character stands there."""


def legend() -> tuple[tuple[str, str], ...]:
    """Every mark with its words, in the order of the legend."""
    words = [(mark, status.label) for status, mark in MARKS.items() if mark]
    words += [(mark, kind.label) for kind, mark in LEAVE_MARKS.items()]
    return (
        *words,
        (UNSIGNED_ABSENT, _("Afternoon not signed, counted as absent for half a day")),
        (UNSIGNED_EARLY, _("Afternoon not signed, counted as left early")),
        (WAIVED_FAULT, _("Late or left early, waived")),
        (WAIVED_ABSENCE, _("Absent, waived")),
    )


@dataclass(frozen=True)
class Total:
    """A total of the month sheet: how many slots carry one of ``marks``, times ``factor``."""

    code: str
    title_id: str
    marks: str
    factor: float = 1

    @property
    def title(self) -> str:
        """What it is called, in the user's language."""
        return _(self.title_id)


TOTALS: tuple[Total, ...] = (
    Total("attended", N_("Attended half-days"), "√迟早补公退免"),
    Total("late", N_("Late, times"), "迟"),
    Total("early", N_("Left early, times"), "早退"),
    Total("unsigned", N_("Afternoons not signed"), "缺退"),
    Total("absent_days", N_("Absent days"), "旷缺", 0.5),
    Total("made_up", N_("Made up, times"), "补"),
    Total("outing", N_("Official duty, half-days"), "公"),
    *(Total(f"leave.{kind.value}", kind.message, mark) for kind, mark in LEAVE_MARKS.items()),
)
"""Counted by marks; minutes are not in the marks and come from the service as values."""


# ── what goes in ────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class LeaveForm:
    """Leave as asked for: ``[start, end)``; half days by ``rules.half_days``.

    ``asked_at`` None means now.
    """

    staff_id: int
    kind: LeaveKind
    start: datetime
    end: datetime
    reason: str
    asked_at: datetime | None = None


@dataclass(frozen=True)
class OutingForm:
    """Official duty away from the office (公出): ``[start, end)``, with who sent them."""

    staff_id: int
    start: datetime
    end: datetime
    reason: str
    approver: str


@dataclass(frozen=True)
class SlotKey:
    """A slot of somebody's day."""

    staff_id: int
    day: date
    slot: Slot


# ── what comes out ──────────────────────────────────────────────────────────
@dataclass(frozen=True)
class StaffLine:
    """Somebody in a list of attendance."""

    id: int
    number: str
    name: str
    grid: str = ""


@dataclass(frozen=True)
class Signed:
    """A raw punch. ``ignored``: a repeat within the policy's minutes of the one kept before.

    ``jumped``: from when to when the desk had seen its clock jump before, as ``08:27>09:27``.
    """

    id: int
    at: datetime
    source: PunchSource
    device: str = ""
    clock_back: bool = False
    ignored: bool = False
    jumped: str = ""


@dataclass(frozen=True)
class SlotView:
    """A slot with its status and why.

    ``minutes`` are those late or early; ``kind`` is the kind of leave; ``punches`` are all of
    its window. ``facts`` fill the sentence of ``why``. ``hours`` are minutes of leave by kind
    within the half-day that excuse no sign-in. ``result`` is False while it is only the
    program's suggestion; ``confirmed`` and ``locked`` make it a result.
    """

    slot: Slot
    status: Status
    why: Why
    minutes: int = 0
    kind: LeaveKind | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    punches: tuple[time, ...] = ()
    hours: tuple[tuple[LeaveKind, int], ...] = ()
    flags: frozenset[Flag] = frozenset()
    waived: bool = False
    confirmed: bool = False
    locked: bool = False

    @property
    def result(self) -> bool:
        """Whether a person decided it; else it is a suggestion."""
        return self.confirmed or self.locked

    @property
    def mark(self) -> str:
        """The one character of the month sheet; empty for what is still to come."""
        if self.waived and self.status in FAULTS:
            return WAIVED_ABSENCE if self.status is Status.ABSENT else WAIVED_FAULT
        if Flag.UNSIGNED in self.flags and self.status in FAULTS:
            return UNSIGNED_ABSENT if self.status is Status.ABSENT else UNSIGNED_EARLY
        return LEAVE_MARKS[self.kind] if self.kind else MARKS[self.status]

    @property
    def screen_mark(self) -> str:
        """The mark in a character that every terminal draws alike."""
        return SCREEN_MARKS.get(self.mark, self.mark)

    @property
    def code(self) -> str:
        """What was decided of the slot, as one stable text."""
        return f"{self.status.value}:{self.minutes}:{self.kind.value if self.kind else ''}"

    @property
    def same(self) -> str:
        """What makes two verdicts on a slot the same for pay, as one stable text."""
        more = [f"{kind.value}={minutes}" for kind, minutes in self.hours]
        return "|".join((self.code, *(["waived"] if self.waived else []), *more))

    @property
    def sentence(self) -> str:
        """The rule and the punches behind it, in the user's language."""
        from gridterm.attendance.explaining import sentence

        return sentence(self)


@dataclass(frozen=True)
class DayView:
    """A day of somebody: its two slots, what lies outside them, and flags of the whole day."""

    day: date
    working: bool
    morning: SlotView
    afternoon: SlotView
    outside: tuple[time, ...] = ()
    flags: frozenset[Flag] = frozenset()

    @property
    def slots(self) -> tuple[SlotView, SlotView]:
        """Morning, then afternoon."""
        return self.morning, self.afternoon

    def slot(self, slot: Slot) -> SlotView:
        """One of the two."""
        return self.morning if slot is Slot.MORNING else self.afternoon

    @property
    def all_flags(self) -> frozenset[Flag]:
        """The flags of the day and of its slots."""
        return self.flags | self.morning.flags | self.afternoon.flags

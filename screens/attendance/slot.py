"""A slot explained: rule, punches, what was put over it, and what can be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from gridterm.attendance.explaining import words as status_words
from gridterm.attendance.terms import (
    FAULTS,
    CorrectionKind,
    Flag,
    LateDecision,
    LeaveState,
    SlotKey,
    SlotView,
    Status,
)
from gridterm.i18n import N_, _
from screens.attendance import marks
from screens.widgets.dialogs import Dialog
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from gridterm.attendance.corrections import CorrectionView, Quota
    from gridterm.attendance.leave import LeaveView
    from gridterm.attendance.reading import PersonDay
    from gridterm.store.unit import Store

CONFIRMABLE = frozenset(
    {Status.PRESENT, Status.LATE, Status.EARLY, Status.ABSENT, Status.LEAVE, Status.OUTING}
)
UNDONE_LOCKED = frozenset({CorrectionKind.MAKEUP, CorrectionKind.DISMISSED})
"""What can be taken back while the month is locked."""
WHEN = "%m-%d %H:%M"


@dataclass(frozen=True)
class SlotFacts:
    """All there is about a slot, read together."""

    key: SlotKey
    day: PersonDay
    quota: Quota
    leaves: tuple[LeaveView, ...]
    now: datetime

    @property
    def view(self) -> SlotView:
        """The slot."""
        return self.day.view.slot(self.key.slot)

    @property
    def corrections(self) -> tuple[CorrectionView, ...]:
        """What was put over it, undone ones too."""
        return tuple(one for one in self.day.corrections if one.slot is self.key.slot)

    @property
    def late_leave(self) -> LeaveView | None:
        """Leave approved too late that waits for a decision."""
        return next((one for one in self.leaves if one.late is LateDecision.OPEN), None)

    @property
    def present_leave(self) -> LeaveView | None:
        """Approved leave that somebody signed in during."""
        return next((one for one in self.leaves if one.state is LeaveState.APPROVED), None)


def read(store: Store, key: SlotKey) -> SlotFacts:
    """Read a slot; called in a thread."""
    from gridterm.attendance import service

    page = service.leaves(store, staff_id=key.staff_id, first=key.day, last=key.day)
    return SlotFacts(
        key,
        service.person_day(store, key.staff_id, key.day),
        service.quota(store, key.staff_id, key.day),
        page.rows,
        store.clock.now(),
    )


def choices(found: SlotFacts) -> Iterator[tuple[str, str]]:
    """(code, words) of what can be decided of a slot now."""
    view, day = found.view, found.key.day
    open_month = found.day.lock is None
    owed = view.status not in {Status.OFF, Status.NOT_EMPLOYED}
    if open_month and owed and day < found.now.date():
        if not view.confirmed and view.status in CONFIRMABLE:
            words = status_words(view.status, view.minutes, view.kind)
            yield "suggested", _("Confirm as suggested: {status}").format(status=words)
        yield "confirm", _("Confirm as something else ..")
    if Flag.PENDING_ADJUSTMENT in view.flags:
        yield "dismiss", _("Dismiss what came after the lock ..")
    if open_month and view.status in FAULTS and not view.waived:
        yield "waive", _("Waive the consequence ..")
    if not view.confirmed and view.status in {*FAULTS, Status.MISSING}:
        words = _("Make-up ({used} of {most} used this month) ..")
        yield "makeup", words.format(used=found.quota.used, most=found.quota.most)
    yield from _leave_choices(found)
    if owed and view.status not in {Status.LEAVE, Status.OUTING}:
        yield "leave", _("Enter leave ..")
        yield "outing", _("Enter official duty ..")
    for one in found.corrections:
        if one.undone_at is None and (open_month or one.kind in UNDONE_LOCKED):
            yield f"undo:{one.id}", _("Take back: {kind} ..").format(kind=one.kind.label)


def _leave_choices(found: SlotFacts) -> Iterator[tuple[str, str]]:
    """What can be decided of the leave of the day."""
    view = found.view
    if found.late_leave is not None and Flag.LATE_APPROVED in view.flags:
        number = found.late_leave.number
        yield "excuse", _("{number} counts as leave, though approved late ..").format(number=number)
        yield "refuse", _("{number} does not count: absent ..").format(number=number)
    if found.present_leave is not None and Flag.ON_LEAVE_PRESENT in found.day.view.all_flags:
        number = found.present_leave.number
        yield "end_leave", _("End the leave {number} here ..").format(number=number)


def told(found: SlotFacts) -> Text:
    """The slot in words: what it is and why, punches, corrections."""
    words = marks.about(found.day.staff, _day_words(found), found.view)
    times = [_punch(one) for one in found.day.punches]
    words.append("\n" + _("Punches of the day: {times}").format(times=_(", ").join(times) or "-"))
    for flag in sorted(found.day.view.flags):
        words.append(f"\n! {flag.label}", "yellow")
    for one in found.corrections:
        words.append("\n" + correction_words(one), "dim" if one.undone_at else "")
    lock = found.day.lock
    if lock is not None:
        sentence = _("The month was locked by {by} on {at}; make-ups wait as adjustments.")
        words.append("\n" + sentence.format(by=lock.by, at=f"{lock.at:%Y-%m-%d %H:%M}"), "bold")
    return words


def correction_words(one: CorrectionView) -> str:
    """A make-up, waiver or confirmation with who, when and why, and its undoing."""
    what = one.kind.label
    if one.status is not None:
        what += f" {status_words(one.status, one.minutes, one.leave_kind)}"
    words = _("{what}: {reason} (approved by {approver}; {by}, {at})").format(
        what=what, reason=one.reason, approver=one.approver, by=one.by, at=f"{one.at:{WHEN}}"
    )
    if one.undone_at is not None:
        words += " " + _("Taken back by {by}, {at}: {reason}").format(
            by=one.undone_by, at=f"{one.undone_at:{WHEN}}", reason=one.undone_reason
        )
    return words


def _day_words(found: SlotFacts) -> str:
    day = found.key.day
    return f"{day.isoformat()} {_(marks.WEEKDAYS[day.weekday()])}"


def _punch(one: object) -> str:
    at, ignored = one.at, one.ignored  # type: ignore[attr-defined]
    words = f"{at:%H:%M}"
    if ignored:
        words += " " + _("(repeat)")
    if one.clock_back:  # type: ignore[attr-defined]
        words += " " + _("(clock set back)")
    if one.jumped:  # type: ignore[attr-defined]
        words += " " + _("(the clock had jumped, {times})").format(times=one.jumped)  # type: ignore[attr-defined]
    return words


class SlotDialog(Dialog[str]):
    """Explains a slot and answers the code of what is to be done.

    Args:
        found: what was read.
        options: what can be decided; none for who may only look.
        nothing: the sentence where there is no option.
    """

    help_id = N_(
        "Why a slot is what it is: the rule and the punches behind it. What the program computes "
        "is a suggestion; what the clerk confirms is the result, and recomputing never changes "
        "it. A waiver keeps the fact and takes the consequence away; a make-up needs somebody "
        "who approves it and counts against the month's number. Everything can be taken back, "
        "and stays with who, when and why. A locked month changes only after it is reopened; what "
        "came after the lock can be dismissed with a reason."
    )

    def __init__(self, found: SlotFacts, options: Sequence[tuple[str, str]], nothing: str) -> None:
        super().__init__(f"{found.key.day.isoformat()} {found.key.slot.label}")
        self.add_class("-wide")
        self._found = found
        self._options = list(options)
        self._nothing = nothing

    def compose_dialog(self) -> ComposeResult:
        """The words, then what can be done."""
        with VerticalScroll(id="words", can_focus=False):
            yield Static(told(self._found))
        if not self._options:
            yield Static(plain(self._nothing), classes="quiet")
        yield OptionList(
            *(Option(plain(words)) for _code, words in self._options), id="choices", compact=True
        )

    def on_mount(self) -> None:
        """The first choice is marked."""
        listed = self.query_one(OptionList)
        listed.display = bool(self._options)
        if self._options:
            listed.focus()
            listed.highlighted = 0

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.answer(self._options[event.option_index][0])


def half_day(key: SlotKey) -> tuple[str, str]:
    """A slot as the forms of leave and duty are typed."""
    words = f"{key.day.isoformat()} {key.slot.value}"
    return words, words


def punch_time(found: SlotFacts) -> datetime:
    """When somebody on leave was seen first; noon of the day where nothing says so."""
    at = [one.at for one in found.day.punches]
    noon = datetime.combine(found.key.day, datetime.min.time()) + timedelta(hours=12)
    return min(at, default=noon)

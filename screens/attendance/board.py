"""Today's board: who has signed in, who is late, who is missing, who is away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.attendance.terms import Flag, Slot, SlotKey, SlotView, Status
from gridterm.i18n import N_, _
from screens.attendance import marks
from screens.attendance.deciding import open_slot
from screens.attendance.views import Month, RowsView
from screens.widgets.bars import Hint
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.attendance.reading import Board, BoardRow
    from gridterm.store.unit import Store

CLOCK_FLAGS = frozenset({Flag.CLOCK_BACK, Flag.CLOCK_JUMPED})
GROUPS = (
    ("signed", N_("signed {number}"), {Status.PRESENT, Status.EARLY, Status.MADE_UP}),
    ("late", N_("late {number}"), {Status.LATE}),
    ("missing", N_("missing {number}"), {Status.MISSING, Status.ABSENT}),
    ("away", N_("on leave or duty {number}"), {Status.LEAVE, Status.OUTING}),
    ("yet", N_("not yet {number}"), {Status.PENDING}),
)


class BoardView(RowsView):
    """A day with both slots of everybody, those who are missing first."""

    title_id = N_("Board")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: Board | None = None
        self._slot = Slot.MORNING

    def columns(self) -> Sequence[Column]:
        """Who, and what both slots are."""
        return (
            Column("number", _("Number"), 7),
            Column("name", _("Name"), 12),
            Column("grid", _("Grid"), 16, wide=True),
            Column("am", Slot.MORNING.label),
            Column("pm", Slot.AFTERNOON.label),
        )

    def lines(self, store: Store, month: Month) -> Sequence[Line]:
        """Everybody; who should have signed in and has not comes first."""
        from gridterm.attendance.service import board, slot_of_now

        del month
        found = board(store)
        self._slot = slot_of_now(store)
        self.found = found
        rows = sorted(found.rows, key=lambda one: rank(one.view.slot(self._slot)))
        return [_line(one) for one in rows]

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """The day, the slot that is counted, how many of each kind."""
        found = self.found
        if found is None:
            return [], []
        day = f"{found.day.isoformat()} {_(marks.WEEKDAYS[found.day.weekday()])}"
        left = [Hint(day, style="current", weight=9)]
        if not found.working:
            left.append(Hint(_("The office is closed"), weight=8))
        else:
            left.append(Hint(self._slot.label, weight=8))
            left += counted(found, self._slot)
        right = [Hint(f"! {found.banner}", style="late", weight=4)] if found.banner else []
        doubtful = sum(bool(one.view.all_flags & CLOCK_FLAGS) for one in found.rows)
        if doubtful:
            words = _("! clock changed {number}")
            right.append(Hint(words.format(number=doubtful), style="late", weight=8))
        return left, right

    def describe(self, line: Line) -> Text:
        """Both slots in full."""
        one: BoardRow = line.record
        day = one.view.day.isoformat()
        told = marks.about(one.staff, day, one.view.morning)
        told.append("\n")
        told.append_text(marks.about(one.staff, day, one.view.afternoon))
        for flag in sorted(one.view.flags):
            told.append(f"\n! {flag.label}", "yellow")
        return told

    def open(self) -> None:
        """Explain the marked person's slot of now."""
        one: BoardRow | None = self.marked
        if one is not None:
            open_slot(self.at_desk, SlotKey(one.staff.id, one.view.day, self._slot), self.done)


def counted(found: Board, slot: Slot) -> list[Hint]:
    """How many of each group, each with its word; none of none."""
    count = Counter(one.view.slot(slot).status for one in found.rows)
    hints = []
    for name, words_id, statuses in GROUPS:
        number = sum(count[one] for one in statuses)
        if number:
            style = "late" if name == "missing" else "strong" if name == "late" else ""
            hints.append(Hint(_(words_id).format(number=number), style=style, weight=7))
    return hints


def rank(view: SlotView) -> int:
    """Where a slot stands on the board: missing, late, to come, away, signed in, off."""
    for place, statuses in enumerate((
        {Status.MISSING, Status.ABSENT}, {Status.LATE, Status.EARLY}, {Status.PENDING},
        {Status.LEAVE, Status.OUTING}, {Status.PRESENT, Status.MADE_UP},
    )):  # fmt: skip
        if view.status in statuses:
            return place
    return 9


def _line(one: BoardRow) -> Line:
    return Line(
        str(one.staff.id),
        {
            "number": one.staff.number,
            "name": one.staff.name,
            "grid": one.staff.grid,
            "am": _slot_words(one.view.morning),
            "pm": _slot_words(one.view.afternoon),
        },
        one,
    )


def _slot_words(view: SlotView) -> Text:
    words = marks.words(view)
    if view.punches:
        words.append("  " + " ".join(f"{one:%H:%M}" for one in view.punches))
    return words


def day_words(day: date) -> str:
    """``2026-11-20 Fri``."""
    return f"{day.isoformat()} {_(marks.WEEKDAYS[day.weekday()])}"

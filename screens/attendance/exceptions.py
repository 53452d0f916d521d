"""What waits for the clerk's word: faults nobody confirmed yet, and what the facts leave open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.attendance.explaining import words as status_words
from gridterm.attendance.terms import SlotKey
from gridterm.errors import CancelledError
from gridterm.i18n import N_, _
from screens.attendance import marks
from screens.attendance.board import day_words
from screens.attendance.deciding import confirm_many, open_slot
from screens.attendance.reading import Reading, step
from screens.attendance.views import Month, RowsView
from screens.widgets.bars import Hint
from screens.widgets.progress import REPAINT_SECONDS
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.attendance.reading import ExceptionRow
    from gridterm.store.unit import Store


class ExceptionsView(RowsView):
    """The exceptions of a month; in a locked one its pending adjustments."""

    title_id = N_("Decide")
    by_month = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.rows: Sequence[ExceptionRow] = ()
        self._judged: Month | None = None
        self._held: Month | None = None
        self._reading = Reading(stops=True)

    def on_mount(self) -> None:
        """Say how far the reading of many people is."""
        self.set_interval(REPAINT_SECONDS, self._paint)

    def _paint(self) -> None:
        if self._reading.hints():
            if self._judged is not None:
                self._reading.end()
            self.draw_head()

    def columns(self) -> Sequence[Column]:
        """When, who, what, why."""
        return (
            Column("day", _("Day"), 6),
            Column("slot", _("Slot"), 6),
            Column("number", _("Number"), 6),
            Column("name", _("Name"), 9),
            Column("status", _("Status"), 14),
            Column("why", _("Why")),
        )

    def reload(self) -> None:
        """Read the month anew; what is still being read stops."""
        self._judged = None
        if self._held != self.month:
            self.rows = ()
        self._reading.begin()
        super().reload()

    def lines(self, store: Store, month: Month) -> Sequence[Line]:
        """Every slot that waits, by day; one judging serves all pages."""
        from gridterm.attendance.service import exceptions

        if self._judged != month:
            job = self._reading.job
            try:
                rows = exceptions(store, *month, each=partial(step, job))
            except CancelledError:
                if job is not self._reading.job:
                    raise  # another month is wanted by now; nobody looks at this answer
            else:
                self.rows, self._judged, self._held = rows, month, month
        return [_line(one) for one in self.rows]

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """The month, and how many cannot be confirmed without a decision."""
        number = sum(one.to_decide for one in self.rows)
        words = _("! {number} to decide").format(number=number)
        waiting = [Hint(words, style="late", weight=8)] if number else []
        return self.month_hints(), [*self._reading.hints(), *waiting]

    def nothing(self) -> str:
        """Nothing waits."""
        return _("Nothing waits for a decision in this month.")

    def go_back(self) -> bool:
        """Stop reading many people; what stood there of the month stays."""
        if not self._reading.stop():
            return super().go_back()
        if self._held != self.month:
            self.table.nothing = _("The reading was stopped. Ctrl+R reads the month.")
        self.draw_head()
        return True

    def describe(self, line: Line) -> Text:
        """The slot in full."""
        one: ExceptionRow = line.record
        return marks.about(one.staff, day_words(one.day), one.view)

    def open(self) -> None:
        """Explain the marked slot and decide."""
        one: ExceptionRow | None = self.marked
        if one is not None:
            open_slot(self.at_desk, _key(one), self.done)

    @property
    def plain_ones(self) -> list[ExceptionRow]:
        """Those that can be confirmed as they are suggested."""
        today = self.office.clock.today()
        return [
            one for one in self.rows
            if not one.to_decide and not one.view.locked and one.day < today
        ]  # fmt: skip

    @property
    def can_confirm_all(self) -> bool:
        """Whether there is anything to confirm."""
        return bool(self.plain_ones)

    def confirm_all(self) -> None:
        """Confirm the suggestions, after a look at what they are."""
        found = self.plain_ones
        counts = Counter(status_words(one.view.status) for one in found)
        parts = [f"{word} {number}" for word, number in counts.items()]
        keys = [_key(one) for one in found]
        confirm_many(self.at_desk, keys, _(", ").join(parts), self.done)


def _key(one: ExceptionRow) -> SlotKey:
    return SlotKey(one.staff.id, one.day, one.view.slot)


def _line(one: ExceptionRow) -> Line:
    return Line(
        f"{one.staff.id}:{one.day}:{one.view.slot}",
        {
            "day": f"{one.day:%m-%d}",
            "slot": one.view.slot.label,
            "number": one.staff.number,
            "name": one.staff.name,
            "status": marks.words(one.view),
            "why": one.view.sentence,
        },
        one,
    )

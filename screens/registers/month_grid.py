"""A month as a calendar: a week a row, each day with its mark and who is on duty."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from gridterm.calendar import DayKind
from gridterm.i18n import N_, _
from gridterm.registers.terms import RosterDay, RosterMonth
from gridterm.text import clip, pad, width

WEEK = 7
FULL_ROWS = 4
DEPUTY_ROW = 2
ROOMY = 10
MARK_AT = 5
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


class MonthGrid(Widget, can_focus=True):
    """Monday to Sunday; arrows move, beyond the month they ask for the next one.

    A day has two rows (date and mark, officer), a third one (deputy) where there is room,
    and a blank one where there is more.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "month--head", "month--rest", "month--here", "month--wrong", "month--changed",
        "month--today",
    }  # fmt: skip
    DEFAULT_CSS = """
    MonthGrid { height: 1fr; }
    MonthGrid > .month--head { text-style: dim; }
    MonthGrid > .month--rest { color: $secondary; }
    MonthGrid > .month--here { background: $panel; text-style: bold; }
    MonthGrid:focus > .month--here { text-style: bold reverse; }
    MonthGrid > .month--wrong { color: $error; text-style: bold; }
    MonthGrid > .month--changed { color: $accent; text-style: bold; }
    MonthGrid > .month--today { text-style: bold underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "move(-7)", show=False),
        Binding("down", "move(7)", show=False),
    ]

    class Moved(Message):
        """Another day is marked; it may lie in another month."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Opened(Message):
        """A click on the day that was marked already."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.month: RosterMonth | None = None
        self.day: date | None = None
        self._changed: frozenset[date] = frozenset()
        self._today: date | None = None
        self._picked: date | None = None

    def show(
        self,
        month: RosterMonth,
        day: date | None,
        *,
        today: date | None = None,
        changed: Collection[date] = (),
        picked: date | None = None,
    ) -> None:
        """Show a month with ``day`` marked.

        Args:
            month: its days with their duties.
            day: what is marked; None marks none.
            today: underlined.
            changed: days that a preview fills.
            picked: the day that is to be swapped.
        """
        self.month, self.day, self._today = month, day, today
        self._changed, self._picked = frozenset(changed), picked
        self.refresh()

    @property
    def _first_column(self) -> int:
        return date(self.month.year, self.month.month, 1).weekday() if self.month else 0

    @property
    def _weeks(self) -> int:
        days = len(self.month.days) if self.month else 0
        return -(-(days + self._first_column) // WEEK)

    @property
    def _rows(self) -> int:
        """Rows a day has, as far as the height goes."""
        return max(2, min(FULL_ROWS, (self.size.height - 1) // max(1, self._weeks)))

    @property
    def _cells(self) -> int:
        return self.size.width // WEEK

    def render(self) -> Text:
        """Weekdays, then the weeks."""
        shown = Text(end="", no_wrap=True)
        if self.month is None or self._cells < 2:  # noqa: PLR2004 - not laid out yet
            return shown
        for name in WEEKDAYS:
            shown.append(pad(f" {_(name)}", self._cells), self._style("head"))
        by_place = {self._first_column + n: day for n, day in enumerate(self.month.days)}
        for week in range(self._weeks):
            week_days = [by_place.get(week * WEEK + place) for place in range(WEEK)]
            for row in range(self._rows):
                shown.append("\n")
                for one in week_days:
                    shown.append_text(self._cell(one, row))
        return shown

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"month--{name}", partial=True)

    def _cell(self, one: RosterDay | None, row: int) -> Text:
        """One row of a day, as wide as a column."""
        cell = Text(end="", no_wrap=True)
        if one is None:
            return cell.append(" " * self._cells)
        words, name = self._words(one, row)
        gap = "" if self._cells < ROOMY else " "
        shown = pad(clip(f"{gap}{words}", self._cells - 1), self._cells)
        cell.append(shown, self._style(name) if name else "")
        if row == 0 and one.calendar.day == self._today:
            cell.stylize(self._style("today"), 1, 3)
        if one.calendar.day == self.day:
            cell.stylize(self._style("here"))
        return cell

    def _words(self, one: RosterDay, row: int) -> tuple[str, str]:
        day = one.calendar.day
        if row == 0:
            mark = day_mark(one, self._cells - MARK_AT)
            mark = f">{mark}" if day == self._picked else mark
            return f"{day.day:>2} {mark}".rstrip(), "" if one.calendar.working else "rest"
        if one.duty is None:
            return (_("! nobody"), "wrong") if row == 1 else ("", "")
        changed = "changed" if day in self._changed else ""
        if row == 1:
            acting = one.duty.acting.name
            return (f"{_('for')} {acting}" if one.duty.stands_in else acting), changed
        deputy = one.duty.deputy if row == DEPUTY_ROW else None
        return (f"B {deputy.name}" if deputy else ""), changed or "head"

    def action_move(self, step: int) -> None:
        """So many days on or back."""
        if self.day is not None:
            self.post_message(self.Moved(self.day + timedelta(days=step)))

    def on_click(self, event: events.Click) -> None:
        """Mark the day under the pointer; open it when it is marked already."""
        offset = event.get_content_offset(self)
        if offset is None or self.month is None or not self._cells:
            return
        week, column = (offset.y - 1) // self._rows, offset.x // self._cells
        number = week * WEEK + column - self._first_column + 1
        if offset.y < 1 or column >= WEEK or not 1 <= number <= len(self.month.days):
            return
        event.stop()
        day = date(self.month.year, self.month.month, number)
        self.post_message(self.Opened(day) if day == self.day else self.Moved(day))


def day_mark(one: RosterDay, cells: int) -> str:
    """The holiday's name where it fits, or a word for a rest day and a make-up working day."""
    kind = one.calendar.kind
    if kind is DayKind.HOLIDAY:
        name = one.calendar.holiday
        return name if name and width(name) <= cells else _("rest")
    if kind is DayKind.MAKEUP_WORKDAY:
        return _("work")
    return _("rest") if kind is DayKind.DAY_OFF else ""


def day_words(one: RosterDay) -> Text:
    """A day in full: date, what it is, officer, deputy, note."""
    day = one.calendar.day
    kind = one.calendar.holiday or one.calendar.kind.label
    words = Text(end="")
    words.append(f"{day.isoformat()} {_(WEEKDAYS[day.weekday()])}  {kind}", "bold")
    if one.duty is None:
        words.append("  " + _("! nobody is on duty: Enter puts somebody there"), "bold red")
        return words
    duty = one.duty
    if duty.stands_in:
        words.append("  " + _("the deputy stands in"), "bold yellow")
    if duty.note:
        words.append(f"  {duty.note}", "dim")
    words.append(f"\n{_('On duty')} {duty.officer.number} {duty.officer.name} {duty.officer.phone}")
    if duty.deputy is not None:
        deputy = duty.deputy
        words.append(f"  {_('Deputy (B)')} {deputy.number} {deputy.name} {deputy.phone}")
    return words

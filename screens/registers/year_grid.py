"""A year as a grid: a month a row, a day a column, each day with a mark for what it is."""

from __future__ import annotations

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
from gridterm.registers.terms import WorkdayView, YearView
from gridterm.text import pad

MONTHS = 12
DAYS = 31
LABEL = 4
NARROW, WIDE = 2, 3
EVERY = 5
MARKS = {
    DayKind.DAY_OFF: (N_("rest"), "rest"),
    DayKind.HOLIDAY: (N_("holiday"), "holiday"),
    DayKind.MAKEUP_WORKDAY: (N_("work"), "makeup"),
}
PLAIN, OWN = ".", "*"


def mark(one: WorkdayView) -> str:
    """A day's mark: the first letter of what it is, ``*`` for a working day of the office's."""
    found = MARKS.get(one.kind)
    if found is None:
        return OWN if one.own else PLAIN
    return _(found[0])[:1].upper()


def legend() -> str:
    """What the marks mean."""
    words = [f"{_(word)[:1].upper()} {_(word)}" for word, _style in MARKS.values()]
    return "   ".join([*words, _("underlined: entered by the office")])


class YearGrid(Widget, can_focus=True):
    """January to December; left and right go by days, up and down by months."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "year--head", "year--rest", "year--holiday", "year--makeup", "year--here", "year--own",
        "year--today",
    }  # fmt: skip
    DEFAULT_CSS = """
    YearGrid { height: 13; }
    YearGrid > .year--head { text-style: dim; }
    YearGrid > .year--rest { color: $secondary; }
    YearGrid > .year--holiday { color: $error; text-style: bold; }
    YearGrid > .year--makeup { color: $accent; text-style: bold; }
    YearGrid > .year--own { text-style: underline; }
    YearGrid > .year--today { text-style: bold; background: $surface; }
    YearGrid > .year--here { background: $panel; text-style: bold; }
    YearGrid:focus > .year--here { text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "turn(-1)", show=False),
        Binding("down", "turn(1)", show=False),
    ]

    class Moved(Message):
        """Another day is marked; it may lie in another year."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Opened(Message):
        """A click on the day that was marked already."""

    def __init__(self) -> None:
        super().__init__()
        self.day: date | None = None
        self._days: dict[date, WorkdayView] = {}
        self._year = 0
        self._today: date | None = None

    def show(self, year: YearView, day: date, today: date) -> None:
        """Show a year with ``day`` marked."""
        self._year, self.day, self._today = year.year, day, today
        self._days = {one.day: one for one in year.days}
        self.refresh()

    @property
    def _cells(self) -> int:
        return WIDE if self.size.width >= LABEL + DAYS * WIDE else NARROW

    def render(self) -> Text:
        """The days' numbers, then the months."""
        shown = Text(end="", no_wrap=True)
        if not self._days:
            return shown
        shown.append(pad("", LABEL))
        for number in range(1, DAYS + 1):
            told = str(number) if number == 1 or number % EVERY == 0 else ""
            shown.append(pad(told, self._cells), self._style("head"))
        for month in range(1, MONTHS + 1):
            shown.append("\n")
            shown.append(pad(f"{month:>2}", LABEL), self._style("head"))
            for number in range(1, DAYS + 1):
                shown.append_text(self._cell(month, number))
        return shown

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"year--{name}", partial=True)

    def _cell(self, month: int, number: int) -> Text:
        one = self._at(month, number)
        if one is None:
            return Text(" " * self._cells, end="")
        style = MARKS.get(one.kind, ("", "head"))[1]
        cell = Text(pad(mark(one), self._cells), self._style(style), end="")
        if one.own:
            cell.stylize(self._style("own"))
        if one.day == self._today:
            cell.stylize(self._style("today"))
        if one.day == self.day:
            cell.stylize(self._style("here"))
        return cell

    def _at(self, month: int, number: int) -> WorkdayView | None:
        try:
            return self._days.get(date(self._year, month, number))
        except ValueError:
            return None

    def action_move(self, step: int) -> None:
        """So many days on or back."""
        if self.day is not None:
            self.post_message(self.Moved(self.day + timedelta(days=step)))

    def action_turn(self, step: int) -> None:
        """The same day of the next month or the one before, or its last day."""
        if self.day is None:
            return
        year, month = divmod(self.day.year * MONTHS + self.day.month - 1 + step, MONTHS)
        last = (date(year + (month + 1) // MONTHS, (month + 1) % MONTHS + 1, 1)).toordinal() - 1
        first = date(year, month + 1, 1).toordinal()
        self.post_message(self.Moved(date.fromordinal(min(first + self.day.day - 1, last))))

    def on_click(self, event: events.Click) -> None:
        """Mark the day under the pointer; open it when it is marked already."""
        offset = event.get_content_offset(self)
        if offset is None or offset.x < LABEL:
            return
        one = self._at(offset.y, (offset.x - LABEL) // self._cells + 1) if offset.y else None
        if one is None:
            return
        event.stop()
        self.post_message(self.Opened() if one.day == self.day else self.Moved(one.day))

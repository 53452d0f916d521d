"""The month as a matrix: names by days, two marks a day; names and heads stay where they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from gridterm.attendance.terms import DayView, Slot, SlotKey, SlotView
from gridterm.i18n import _
from gridterm.text import clip, pad
from screens.attendance import marks

if TYPE_CHECKING:
    from gridterm.attendance.reading import DayHead, PersonMonth

HEADS = 2
SLOTS = tuple(Slot)
NUMBER_CELLS, NAME_CELLS, SLOT_CELLS, DAY_CELLS = 6, 9, 3, 3
LEFT_CELLS = NUMBER_CELLS + NAME_CELLS + SLOT_CELLS
NEAR = 4


class Matrix(Widget, can_focus=True):
    """Two rows a person, morning and afternoon; three cells a day: the mark and its sign.

    The arrows move; where there is no room for every day, the days scroll and the names stay.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "matrix--head", "matrix--rest", "matrix--here", "matrix--bad", "matrix--late",
        "matrix--away", "matrix--quiet", "matrix--open", "matrix--today", "matrix--name",
    }  # fmt: skip
    DEFAULT_CSS = """
    Matrix { height: 1fr; }
    Matrix > .matrix--head { color: $text-muted; }
    Matrix > .matrix--rest { background: $panel; }
    Matrix > .matrix--here { background: $bar; color: $bar-text; text-style: bold; }
    Matrix:focus > .matrix--here { text-style: bold reverse; }
    Matrix > .matrix--bad { color: $error; text-style: bold; }
    Matrix > .matrix--open { color: $error; text-style: bold underline; }
    Matrix > .matrix--late { color: $warning; text-style: bold; }
    Matrix > .matrix--away { color: $secondary; }
    Matrix > .matrix--quiet { color: $text-muted; }
    Matrix > .matrix--today { text-style: bold underline; }
    Matrix > .matrix--name { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(0,-1)", show=False),
        Binding("right", "move(0,1)", show=False),
        Binding("up", "move(-1,0)", show=False),
        Binding("down", "move(1,0)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(1)", show=False),
    ]

    class Moved(Message):
        """Another slot is marked; ``near_end``: the last people held are near."""

        def __init__(self, *, near_end: bool) -> None:
            super().__init__()
            self.near_end = near_end

    class Opened(Message):
        """A click on the slot that was marked already."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.days: Sequence[DayHead] = ()
        self.people: Sequence[PersonMonth] = ()
        self.at_person = 0
        self.at_day = 0
        self.at_slot = Slot.MORNING
        self._top = 0
        self._left = 0
        self._today: date | None = None

    # ── what the view calls ─────────────────────────────────────────────────
    def show(
        self, days: Sequence[DayHead], people: Sequence[PersonMonth], today: date | None = None
    ) -> None:
        """Show people by days; the mark stays on its person and day number."""
        marked = self.person
        self.days, self.people, self._today = days, people, today
        ids = [one.staff.id for one in people]
        if marked is not None and marked.staff.id in ids:
            self.at_person = ids.index(marked.staff.id)
        self.at_person = max(0, min(self.at_person, len(people) - 1))
        self.at_day = max(0, min(self.at_day, len(days) - 1))
        self._follow()

    def mark(self, day: date | None = None, staff_id: int | None = None) -> None:
        """Mark a day and a person among those shown."""
        dates = [one.day for one in self.days]
        if day in dates:
            self.at_day = dates.index(day)
        ids = [one.staff.id for one in self.people]
        if staff_id in ids:
            self.at_person = ids.index(staff_id)
        self._follow()

    @property
    def person(self) -> PersonMonth | None:
        """The marked person."""
        return self.people[self.at_person] if self.at_person < len(self.people) else None

    @property
    def day_view(self) -> DayView | None:
        """The marked person's marked day."""
        person = self.person
        return person.days[self.at_day] if person and self.at_day < len(person.days) else None

    @property
    def slot_view(self) -> SlotView | None:
        """The marked slot."""
        day = self.day_view
        return day.slot(self.at_slot) if day else None

    @property
    def key(self) -> SlotKey | None:
        """Which slot that is."""
        person, day = self.person, self.day_view
        return SlotKey(person.staff.id, day.day, self.at_slot) if person and day else None

    # ── room ────────────────────────────────────────────────────────────────
    @property
    def _shown_days(self) -> int:
        return max(1, (self.size.width - LEFT_CELLS) // DAY_CELLS)

    @property
    def _shown_people(self) -> int:
        return max(1, (self.size.height - HEADS) // len(SLOTS))

    def _follow(self) -> None:
        """Scroll so that the mark is seen."""
        self._left = min(self._left, self.at_day, max(0, len(self.days) - self._shown_days))
        self._left = max(self._left, self.at_day - self._shown_days + 1)
        self._top = min(self._top, self.at_person)
        self._top = max(self._top, self.at_person - self._shown_people + 1)
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the mark in sight."""
        self._follow()

    # ── drawing ─────────────────────────────────────────────────────────────
    def render_line(self, y: int) -> Strip:
        """One row: the heads, or a slot of somebody's month."""
        base = self.rich_style
        if y < HEADS:
            pieces = self._head(y)
        else:
            place, slot = divmod(y - HEADS, len(SLOTS))
            pieces = self._row(self._top + place, SLOTS[slot])
        segments = [Segment(words, base + style) for words, style in pieces]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"matrix--{name}", partial=True)

    def _seen(self) -> range:
        return range(self._left, min(len(self.days), self._left + self._shown_days))

    def _head(self, y: int) -> list[tuple[str, Style]]:
        head = self._style("head")
        more = "<" if self._left and y == 0 else " "
        pieces = [(pad(_("Number and name") if y == 0 else "", LEFT_CELLS - 1) + more, head)]
        for at in self._seen():
            one = self.days[at]
            words = f"{one.day.day:>2} " if y == 0 else _weekday(one.day)
            style = head if one.working else head + self._style("rest")
            if one.day == self._today:
                style += self._style("today")
            if at == self.at_day:
                style += self._style("name")
            pieces.append((words, style))
        if self._seen() and self._seen()[-1] + 1 < len(self.days) and y == 0:
            pieces.append((">", head))
        return pieces

    def _row(self, at: int, slot: Slot) -> list[tuple[str, Style]]:
        if at >= len(self.people):
            return []
        one = self.people[at]
        first = slot is Slot.MORNING
        number = clip(one.staff.number if first else "", NUMBER_CELLS - 1)
        name = clip(one.staff.name if first else one.staff.grid, NAME_CELLS - 1)
        words = pad(number, NUMBER_CELLS) + pad(name, NAME_CELLS)
        own = self._style("name") if first and at == self.at_person else Style()
        pieces = [
            (words, own if first else self._style("head")),
            (pad(marks.slot_word(slot), SLOT_CELLS), self._style("head")),
        ]
        for number_of_day in self._seen():
            view = one.days[number_of_day].slot(slot)
            style = Style() if one.days[number_of_day].working else self._style("rest")
            shade = marks.shade(view)
            if shade:
                style += self._style(shade)
            if (at, number_of_day, slot) == (self.at_person, self.at_day, self.at_slot):
                style += self._style("here")
            pieces.append((marks.cell(view), style))
        return pieces

    # ── moving ──────────────────────────────────────────────────────────────
    def action_move(self, rows: int, days: int) -> None:
        """So many slots down and days on; stops at the ends."""
        last = len(self.people) * len(SLOTS) - 1
        row = self.at_person * len(SLOTS) + SLOTS.index(self.at_slot) + rows
        self.at_person, slot = divmod(max(0, min(row, last)), len(SLOTS))
        self.at_slot = SLOTS[slot]
        self.at_day = max(0, min(self.at_day + days, len(self.days) - 1))
        self._moved()

    def action_edge(self, last: int) -> None:
        """The first day of the month, or the last."""
        self.at_day = max(0, len(self.days) - 1) if last else 0
        self._moved()

    def _moved(self) -> None:
        self._follow()
        self.post_message(self.Moved(near_end=self.at_person + NEAR >= len(self.people)))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel goes from person to person."""
        event.stop()
        self.action_move(len(SLOTS), 0)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """See ``on_mouse_scroll_down``."""
        event.stop()
        self.action_move(-len(SLOTS), 0)

    def on_click(self, event: events.Click) -> None:
        """Mark the slot under the pointer; open it when it is marked already."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < HEADS or offset.x < LEFT_CELLS:
            return
        place, slot = divmod(offset.y - HEADS, len(SLOTS))
        person = self._top + place
        day = self._left + (offset.x - LEFT_CELLS) // DAY_CELLS
        if person >= len(self.people) or day not in self._seen():
            return
        event.stop()
        self.focus()
        there = (person, day, SLOTS[slot])
        if there == (self.at_person, self.at_day, self.at_slot):
            self.post_message(self.Opened())
            return
        self.at_person, self.at_day, self.at_slot = there
        self._moved()


def _weekday(day: date) -> str:
    """A weekday in two cells."""
    name = _(marks.WEEKDAYS[day.weekday()])
    return pad(name[:2] if name.isascii() else name[-1:], DAY_CELLS)

"""What was said at a meeting, item by item, and who can have said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.meetings.terms import (
    AttendeeView,
    EntryView,
    Item,
    MeetingRef,
    Minutes,
    MinutesState,
    Presence,
)
from gridterm.text import clean_line
from screens.meetings import minutes as words
from screens.widgets.table import Line

if TYPE_CHECKING:
    from gridterm.store.unit import Store

AWAY = (Presence.PENDING, Presence.LEAVE, Presence.ABSENT)


@dataclass(frozen=True)
class Read:
    """The minutes, and who can have spoken: those who are there first.

    A place is one of the agenda's items, counted from 0; behind them comes one for what was
    said to none.
    """

    minutes: Minutes
    people: tuple[AttendeeView, ...]

    @property
    def items(self) -> list[Item]:
        """The items that are on the agenda."""
        return [one for one in self.minutes.items if not one.removed]

    @property
    def many(self) -> int:
        """How many places there are: the items, and entries of none where there are any."""
        told = words.placed(self.minutes)
        return max([len(self.items), *(one.place + 1 for one in told)])

    @property
    def can_write(self) -> bool:
        """Whether the minutes are still being written."""
        return self.minutes.meeting.minutes_state is MinutesState.WRITING

    def item(self, place: int) -> Item | None:
        """The item of a place."""
        items = self.items
        return items[place] if place < len(items) else None

    def entries(self, place: int) -> list[EntryView]:
        """What was said there."""
        told = words.placed(self.minutes)
        return [one.entry for one in told if one.place == place and one.entry is not None]


def read(store: Store, ref: MeetingRef) -> Read:
    """The minutes of a meeting with its people; called in a thread."""
    from gridterm.meetings.minutes import minutes
    from gridterm.meetings.people import sign_in_sheet

    found = sign_in_sheet(store, ref).people
    people = sorted(found, key=lambda one: one.presence in AWAY)
    return Read(minutes(store, ref), tuple(people))


def line_of(entry: EntryView) -> Line:
    """An entry as a row of the list."""
    style = words.KIND_STYLES.get(entry.kind, "")
    return Line(
        str(entry.id),
        {
            "kind": Text(entry.kind.label, style=style, end=""),
            "speaker": clean_line(entry.speaker),
            "words": words.entry_text(entry),
            "actions": " ".join(entry.actions),
        },
        entry,
    )

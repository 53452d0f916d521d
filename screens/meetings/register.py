"""The register of action items (督办台账): of the chosen meeting, open, overdue, mine, all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on

from gridterm.i18n import N_, _
from gridterm.meetings.action_terms import (
    ACTIONS_RUNNING,
    ActionFilter,
    ActionKind,
    ActionPage,
    ActionRow,
)
from gridterm.meetings.terms import MeetingRef
from gridterm.text import clean_line
from screens.meetings.views import Hints, Tab
from screens.meetings.words import QUIET, WAITS, action_text, key_of
from screens.widgets.bars import Hint
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from datetime import date

    from gridterm.store.unit import Store

PAGE = 50
OF_MEETING, OPEN, OVERDUE, MINE, SUPERIOR, ALL = (
    "meeting",
    "open",
    "overdue",
    "mine",
    "superior",
    "all",
)
FILTERS = {
    OF_MEETING: N_("this meeting"),
    OPEN: N_("all open"),
    OVERDUE: N_("overdue"),
    MINE: N_("mine"),
    SUPERIOR: N_("from superiors"),
    ALL: N_("all there are"),
}


class RegisterTab(Tab[int]):
    """Action items by a filter, the first due first."""

    title_id = N_("Action items")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.shown = OF_MEETING

    def columns(self) -> Sequence[Column]:
        """Number, matter, who, until when, how far."""
        return (
            Column("number", _("Number"), 11),
            Column("matter", _("Matter")),
            Column("owner", _("Owner"), 7),
            Column("due", _("Due"), 8),
            Column("state", _("State"), 15),
            Column("progress", _("Progress"), 20, wide=True),
        )

    def filter(self, ref: MeetingRef) -> ActionFilter:
        """What is shown, as the use cases take it."""
        states = tuple(str(one) for one in ACTIONS_RUNNING)
        me = self.office.actor.staff_id
        return {
            OF_MEETING: ActionFilter(meeting_id=ref.id or 0),
            OPEN: ActionFilter(states=states),
            OVERDUE: ActionFilter(overdue=True),
            MINE: ActionFilter(states=states, owner_id=me or 0),
            SUPERIOR: ActionFilter(kind=str(ActionKind.SUPERIOR)),
            ALL: ActionFilter(),
        }[self.shown]

    # ── reading ─────────────────────────────────────────────────────────────
    def wanted(self, ref: MeetingRef) -> str:
        """Another filter starts the list anew; another meeting only where it is the filter."""
        return f"{self.shown}:{key_of(ref) if self.shown == OF_MEETING else ''}"

    def read(self, store: Store, ref: MeetingRef) -> int:
        """How many there are."""
        from gridterm.meetings.actions import count

        return count(store, self.filter(ref))

    def page(self, store: Store, ref: MeetingRef, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
        """A page by SQL."""
        from gridterm.meetings.actions import actions

        found: ActionPage = actions(store, self.filter(ref), after, PAGE)
        if after is None:
            self._read = (key_of(ref), self.read(store, ref))
        today = store.clock.today()
        lines = tuple(action_line(one, today) for one in found.rows)
        return Chunk(lines, found.more)

    def lines(self, found: int) -> Sequence[Line]:
        """Read page by page instead."""
        del found
        return ()

    @property
    def found(self) -> int | None:
        """How many; one filter's number stands for every meeting but the chosen one's."""
        return self._read[1] if self._read is not None else None

    def head(self, found: int) -> Hints:
        """The filters, each a click away, and how many."""
        left = [
            Hint(
                _(words),
                style="current" if name == self.shown else "quiet",
                weight=9 if name == self.shown else 6,
                run=partial(self.use, name),
            )
            for name, words in FILTERS.items()
        ]
        return left, [Hint(f"{found:,}", style="quiet", weight=5)]

    def nothing(self) -> str:
        """There is none."""
        if self.shown == OF_MEETING:
            return _("No action item came from this meeting yet. Ctrl+Y shows others.")
        return _("There is none here.")

    def describe(self, line: Line) -> Text:
        """The marked action item in full."""
        return action_words(line.record)

    @on(PagedTable.Counted)
    def _told(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.draw()

    # ── what can be done ────────────────────────────────────────────────────
    @property
    def can_open(self) -> bool:
        """Whether one is marked."""
        return self.has_keys and self.marked is not None

    @property
    def can_give(self) -> bool:
        """Whether the operator enters superiors' tasks."""
        return self.may_change

    def open(self) -> None:
        """Open the marked action item."""
        from screens.meetings.action import OnePage

        one: ActionRow | None = self.marked
        if one is not None:
            self.office.push_screen(OnePage(one.id))

    def narrow(self) -> None:
        """The next filter."""
        names = list(FILTERS)
        self.use(names[(names.index(self.shown) + 1) % len(names)])

    def use(self, name: str) -> None:
        """Show what this filter lets through."""
        if name in FILTERS:
            self.shown = name
            self.reload()

    def give(self) -> None:
        """Enter a superior's task."""
        from screens.meetings.giving import GivePage, Prefilled

        self.office.push_screen(GivePage(Prefilled(kind=ActionKind.SUPERIOR)))

    def print_it(self) -> None:
        """What is listed, on paper."""
        from screens.meetings.printing import print_register

        if self.ref is not None:
            print_register(self.desk, self.filter(self.ref))


def action_line(one: ActionRow, today: date) -> Line:
    """An action item as a row."""
    from screens.meetings.words import day_words

    matter = clean_line(one.matter)
    words = f"{_('[confidential]')} {matter}" if one.confidential else matter
    return Line(
        key=str(one.id),
        cells={
            "number": one.number,
            "matter": Text(words, style=WAITS if one.confidential else "", end=""),
            "owner": clean_line(one.owner),
            "due": day_words(one.due_on, today),
            "state": action_text(one),
            "progress": Text(clean_line(one.progress), style=QUIET, end=""),
        },
        record=one,
        cursor=(one.due_on, one.id),
    )


def action_words(one: ActionRow) -> Text:
    """An action item in a few lines."""
    told = Text(f"{one.number}  ", style="bold", end="")
    told.append_text(action_text(one))
    told.append(f"\n{one.matter}", "not bold")
    helpers = _(", ").join(map(clean_line, one.helpers))
    facts = (
        (_("Owner"), one.owner),
        (_("Helpers"), helpers),
        (_("Leader in charge"), one.lead),
        (_("Given"), f"{one.given_on:%Y-%m-%d}"),
        (_("Due"), f"{one.due_on:%Y-%m-%d}"),
        (_("Source"), one.source),
        (_("Checked by"), one.checker),
    )
    words = "  ".join(f"{name} {clean_line(value)}" for name, value in facts if value)
    told.append(f"\n{words}", "not bold")
    if one.progress:
        told.append(f"\n{_('Progress')} {one.progress}", "not bold")
    return told

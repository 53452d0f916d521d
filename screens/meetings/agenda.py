"""The agenda of a meeting: its items with their running time; there before anyone made it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import N_, _
from gridterm.meetings.terms import Agenda, IssuedAgenda, Item, MeetingRef, MeetingState
from gridterm.text import clean_line
from screens.meetings.views import Hints, Tab
from screens.meetings.words import BAD, QUIET, WAITS
from screens.widgets.bars import Hint
from screens.widgets.dialogs import AskText, Confirm
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.store.unit import Store

WHEN = "%m-%d %H:%M"


class AgendaTab(Tab[Agenda]):
    """The items in their order; those that were left out stand below."""

    title_id = N_("Agenda")

    def columns(self) -> Sequence[Column]:
        """Its place, when it begins, what, who speaks, how long."""
        return (
            Column("no", "", 2, right=True),
            Column("at", _("Time"), 5),
            Column("title", _("Item")),
            Column("speaker", _("Speaker"), 8),
            Column("minutes", _("Min"), 4, right=True),
        )

    def read(self, store: Store, ref: MeetingRef) -> Agenda:
        """The agenda, drawn live where nobody has edited it."""
        from gridterm.meetings.agenda import agenda

        return agenda(store, ref)

    def lines(self, found: Agenda) -> Sequence[Line]:
        """Those on it with their numbers, then those left out."""
        here = [one for one in found.items if not one.removed]
        gone = [one for one in found.items if one.removed]
        listed = [_line(one, str(number)) for number, one in enumerate(here, 1)]
        return [*listed, *(_line(one, "") for one in gone)]

    def head(self, found: Agenda) -> Hints:
        """How long, from when to when; which version; what the figures cover."""
        first = found.meeting.row.starts_at
        until = max((one.starts_at for one in found.items if not one.removed), default=first)
        left = [
            Hint(_("{minutes} minutes").format(minutes=found.minutes), style="strong", weight=8),
            *self._state(found, until > first),
        ]
        span = _("figures {since} to {until}").format(
            since=f"{found.span.since:{WHEN}}", until=f"{found.span.until:{WHEN}}"
        )
        return left, [Hint(span, style="quiet", weight=3)]

    def _state(self, found: Agenda, _timed: bool) -> list[Hint]:  # noqa: FBT001 - a fact
        hints = []
        if found.version:
            words = _("version {number} issued").format(number=found.version)
            hints.append(Hint(words, weight=8))
        elif found.saved:
            hints.append(Hint(_("edited, not issued"), style="quiet", weight=6))
        else:
            hints.append(Hint(_("drawn by the program"), style="quiet", weight=6))
        if found.changed_since_issue:
            hints.append(Hint(_("! changed since it was issued"), style="late", weight=9))
        elif any(one.stale for one in found.items if not one.removed):
            hints.append(Hint(_("! newer figures: Ctrl+D"), style="late", weight=7))
        return hints

    def nothing(self) -> str:
        """An empty agenda."""
        return _("Nothing on the agenda. Ctrl+N puts an item on it.")

    def describe(self, line: Line) -> Text:
        """The marked item in full."""
        return item_words(line.record)

    # ── what can be done ────────────────────────────────────────────────────
    @property
    def item(self) -> Item | None:
        """The marked item."""
        marked: Item | None = self.marked
        return marked

    @property
    def is_open(self) -> bool:
        """Whether the agenda can still be changed by this operator."""
        detail = self.meeting
        states = (MeetingState.PLANNED, MeetingState.OPEN)
        return detail is not None and detail.state in states and self.may_change

    @property
    def can_open(self) -> bool:
        """Whether a call or a form stands behind the marked item."""
        one = self.item
        return one is not None and self.has_keys and (one.ticket_id is not None or self.can_edit)

    @property
    def can_edit(self) -> bool:
        """Whether the marked item can be changed."""
        return self.item is not None and not self.item.removed and self.is_open

    can_up = can_down = can_leave_out = can_edit

    @property
    def can_add(self) -> bool:
        """Whether an item can be put on the agenda."""
        return self.is_open and self.found is not None

    @property
    def can_restore(self) -> bool:
        """Whether the marked item was left out."""
        return self.item is not None and self.item.removed and self.is_open

    @property
    def can_redraw(self) -> bool:
        """Whether the figures can be drawn anew."""
        return self.can_add

    @property
    def can_issue(self) -> bool:
        """Whether there is something to issue that was not issued yet."""
        found = self.found
        return self.can_add and found is not None and (not found.version or self._differs(found))

    @staticmethod
    def _differs(found: Agenda) -> bool:
        return found.changed_since_issue

    @property
    def can_decide(self) -> bool:
        """Whether the marked item is a regional matter."""
        return self.item is not None and self.item.ticket_id is not None and self.may_change

    # ── steps ───────────────────────────────────────────────────────────────
    def open(self) -> None:
        """The call of a regional matter; the form of any other item."""
        one = self.item
        if one is not None and one.ticket_id is not None:
            from screens.hotline.detail import DetailPage

            self.office.push_screen(DetailPage(one.ticket_id))
        elif self.can_edit:
            self.edit()

    def edit(self) -> None:
        """Change the marked item."""
        from screens.meetings.items import ItemPage

        if self.ref is not None and self.item is not None:
            self.office.push_screen(ItemPage(self.ref, self.item))

    def add(self) -> None:
        """Put an item on the agenda."""
        from screens.meetings.items import ItemPage

        if self.ref is not None:
            self.office.push_screen(ItemPage(self.ref))

    def up(self) -> None:
        """The marked item one place up."""
        self._move(-1)

    def down(self) -> None:
        """The marked item one place down."""
        self._move(1)

    def _move(self, by: int) -> None:
        from gridterm.meetings.agenda import move_item

        ref, one = self.ref, self.item
        if ref is not None and one is not None:
            store, actor = self.desk.store, self.office.actor
            self.save(partial(move_item, store, actor, ref, one.position, by, source=one.source))

    def leave_out(self) -> None:
        """Leave the marked item out."""
        from gridterm.meetings.agenda import remove_item

        ref, one = self.ref, self.item
        if ref is not None and one is not None:
            store, actor = self.desk.store, self.office.actor
            self.save(partial(remove_item, store, actor, ref, one.position, source=one.source))

    def restore(self) -> None:
        """Bring the marked item back."""
        from gridterm.meetings.agenda import restore_item

        ref, one = self.ref, self.item
        if ref is not None and one is not None:
            store, actor = self.desk.store, self.office.actor
            self.save(partial(restore_item, store, actor, ref, one.position, source=one.source))

    def decide(self) -> None:
        """Write down the decision on the marked regional matter."""
        from screens.meetings.giving import decide_on

        if self.meeting is not None and self.item is not None:
            decide_on(self.desk, self.meeting, self.item)

    def redraw(self) -> None:
        """Draw the figures anew."""
        from gridterm.meetings.agenda import redraw

        if self.ref is not None:
            work = partial(redraw, self.desk.store, self.office.actor, self.ref)
            said = _("The figures are drawn up to now; what was written by hand stands.")
            self.save(work, lambda _saved: self.office.say(said))

    def issue(self) -> None:
        """Issue it after a yes; a later version needs its reason."""
        found = self.found
        if found is None:
            return
        if found.version:
            label = _("What has changed since version {number}?").format(number=found.version)
            self.desk.ask(AskText(_("Issue"), label, empty=_("Say why.")), self._issue)
        else:
            words = _("Issue the agenda as it stands? It is frozen; a change is a new version.")
            self.desk.ask(Confirm(_("Issue"), words, yes=_("Issue")), lambda _yes: self._issue(""))

    def _issue(self, reason: str) -> None:
        from gridterm.meetings.agenda import issue

        if self.ref is not None:
            work = partial(issue, self.desk.store, self.office.actor, self.ref, reason)
            self.save(work, self._issued)

    def _issued(self, one: IssuedAgenda) -> None:
        words = _("Version {number} is issued. Ctrl+P prints it.").format(number=one.version)
        self.office.say(words)

    def print_it(self) -> None:
        """The agenda, the sheet of what is confidential, or what was issued before."""
        from screens.meetings.printing import print_agenda

        if self.found is not None:
            print_agenda(self.desk, self.found)


def _line(one: Item, number: str) -> Line:
    marks = [_("[confidential]")] if one.confidential else []
    if one.removed:
        marks.append(_("(left out)"))
    title = " ".join([*marks, clean_line(one.title)])
    style = QUIET if one.removed else WAITS if one.confidential else ""
    return Line(
        key=one.source or f"#{one.id}",
        cells={
            "no": number,
            "at": "" if one.removed else f"{one.starts_at:%H:%M}",
            "title": Text(title, style=style, end=""),
            "speaker": clean_line(one.speaker),
            "minutes": str(one.minutes),
        },
        record=one,
    )


def item_words(one: Item) -> Text:
    """An item in full: what was drawn, and the clerk's own words under it."""
    told = Text(clean_line(one.title), style="bold", end="")
    if one.section.label != one.title:
        told.append(f"  {one.section.label}", "not bold dim")
    if one.confidential:
        words = _("confidential: on its own sheet only")
        told.append(f"  {words}", f"not bold {BAD}")
    for words in (one.drawn, one.words):
        if words.strip():
            told.append(f"\n{words.strip()}", "not bold")
    if one.stale:
        told.append("\n" + _("! Newer figures differ; Ctrl+D draws them."), f"not bold {WAITS}")
    return told

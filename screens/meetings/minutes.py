"""The minutes of a meeting: what was said and decided, item by item, up to the approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import N_, _, ngettext
from gridterm.meetings.terms import (
    EntryKind,
    EntryView,
    IssuedMinutes,
    Item,
    MeetingRef,
    MeetingState,
    Minutes,
    MinutesState,
)
from gridterm.text import clean_line
from screens.meetings.views import Hints, Tab
from screens.meetings.words import BAD, GOOD, QUIET, WAITS
from screens.widgets.bars import Hint
from screens.widgets.dialogs import AskText, Choose, Confirm, Message
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.store.unit import Store

KIND_STYLES = {EntryKind.DECISION: GOOD, EntryKind.VOTE: WAITS}


@dataclass(frozen=True)
class Placed:
    """A line of the minutes: an item as its heading, or an entry under it."""

    place: int
    item: Item | None
    entry: EntryView | None = None


class MinutesTab(Tab[Minutes]):
    """Each item with its entries; how far the minutes are."""

    title_id = N_("The minutes")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._why_back = ""

    def columns(self) -> Sequence[Column]:
        """The item's number, what kind, who, the words, what came of it."""
        return (
            Column("no", "", 2, right=True),
            Column("kind", _("Kind"), 8),
            Column("speaker", _("Speaker"), 8),
            Column("words", _("Words")),
            Column("actions", _("Action items"), 12, wide=True),
        )

    def read(self, store: Store, ref: MeetingRef) -> Minutes:
        """The minutes as they stand, and why they were sent back."""
        from gridterm.meetings.minutes import minutes, sent_back

        found = minutes(store, ref)
        meeting_id = found.meeting.row.id
        self._why_back = sent_back(store, meeting_id) if meeting_id is not None else ""
        return found

    def lines(self, found: Minutes) -> Sequence[Line]:
        """Each item as a heading, its entries under it; entries of no item last."""
        return [_line(one) for one in placed(found)]

    def head(self, found: Minutes) -> Hints:
        """How far they are, how many entries and decisions, what is being corrected."""
        detail = found.meeting
        styles = {MinutesState.SUBMITTED: "late", MinutesState.APPROVED: "strong"}
        left = [Hint(detail.minutes_state.label, style=styles.get(detail.minutes_state, ""))]
        if detail.minutes_versions:
            words = _("version {number}").format(number=detail.minutes_versions)
            left.append(Hint(words, weight=6))
        if detail.correcting:
            words = _("! being corrected: {reason}").format(reason=clean_line(detail.correcting))
            left.append(Hint(words, style="late", weight=7))
        if self._why_back:
            left.append(Hint(_("! sent back"), style="late", weight=8))
        decided = sum(one.kind is EntryKind.DECISION for one in found.entries)
        entries = ngettext("{number} entry", "{number} entries", len(found.entries))
        decisions = ngettext("{number} decision", "{number} decisions", decided)
        right = [
            Hint(entries.format(number=len(found.entries)), style="quiet", weight=4),
            Hint(decisions.format(number=decided), style="quiet", weight=4),
        ]
        return left, right

    def nothing(self) -> str:
        """Nothing to write about."""
        if self._stage is None:
            return _("Minutes are written once the sign-in is open.")
        return _("The agenda is empty, so there is nothing to write minutes of.")

    def describe(self, line: Line) -> Text:
        """The marked entry, or what was drawn for the item; above it why they were sent back."""
        told = Text(end="")
        if self._why_back:
            why = _("Sent back: {reason}").format(reason=clean_line(self._why_back))
            told.append(f"{why}\n", BAD)
        return told.append_text(self._described(line.record))

    def _described(self, one: Placed) -> Text:
        if one.entry is not None:
            return entry_words(one.entry)
        if one.item is None:
            return Text(_("Without an item"), style="bold", end="")
        told = Text(clean_line(one.item.title), style="bold", end="")
        if one.item.drawn:
            told.append(f"\n{one.item.drawn}", "not bold")
        return told

    # ── what can be done ────────────────────────────────────────────────────
    @property
    def _stage(self) -> MinutesState | None:
        detail = self.meeting
        took_place = (MeetingState.OPEN, MeetingState.HELD)
        return detail.minutes_state if detail and detail.state in took_place else None

    @property
    def writes(self) -> bool:
        """Whether the operator writes these minutes: a clerk, a leader, or their recorder."""
        detail, me = self.meeting, self.office.actor.staff_id
        mine = detail is not None and me is not None and detail.recorder_id == me
        return mine or self.may_change

    @property
    def can_open(self) -> bool:
        """Whether Enter opens the page to write on."""
        return self.has_keys and self.found is not None and self._stage is not None

    @property
    def can_submit(self) -> bool:
        """Whether the minutes can be handed in."""
        found = self.found
        held = self.meeting is not None and self.meeting.state is MeetingState.HELD
        return (
            held
            and self._stage is MinutesState.WRITING
            and self.writes
            and bool(found and found.entries)
        )

    @property
    def can_approve(self) -> bool:
        """Whether they wait for the chair; the use case says who that is."""
        return self._stage is MinutesState.SUBMITTED

    can_send_back = can_approve

    @property
    def can_correct(self) -> bool:
        """Whether they are approved."""
        return self._stage is MinutesState.APPROVED and self.writes

    @property
    def can_versions(self) -> bool:
        """Whether any version was approved."""
        return self.meeting is not None and self.meeting.minutes_versions > 0

    # ── steps ───────────────────────────────────────────────────────────────
    def open(self) -> None:
        """Write, or read, the minutes of the marked item."""
        from screens.meetings.writing import WritingPage

        one: Placed | None = self.marked
        if self.ref is not None and one is not None and self._stage is not None:
            entry_id = one.entry.id if one.entry is not None else None
            self.office.push_screen(WritingPage(self.ref, one.place, entry_id))
        elif one is not None:
            self.office.say(_("Minutes are written once the sign-in is open."))

    def submit(self) -> None:
        """Hand them to the chair."""
        from gridterm.meetings.minutes import submit

        if self.ref is not None:
            said = _("The minutes wait for the chair's approval.")
            work = partial(submit, self.desk.store, self.office.actor, self.ref)
            self.save(work, lambda _saved: self.office.say(said))

    def approve(self) -> None:
        """Approve after a yes."""
        words = _("Approve the minutes? Both documents are frozen; a correction is a new version.")
        self.desk.ask(Confirm(_("Approve"), words, yes=_("Approve")), lambda _yes: self._approve())

    def _approve(self) -> None:
        from gridterm.meetings.minutes import approve

        if self.ref is not None:
            work = partial(approve, self.desk.store, self.office.actor, self.ref)
            self.save(work, self._approved)

    def _approved(self, one: IssuedMinutes) -> None:
        title = _("Approved: {number}").format(number=one.number)
        self.office.push_screen(Message(title, left_out_words(one)))

    def send_back(self) -> None:
        """Send them back to their writer, with the reason."""
        self._with_reason(_("Send back"), _("What has to be changed?"), "send_back")

    def correct(self) -> None:
        """Reopen approved minutes, with the reason."""
        self._with_reason(_("Correct"), _("What is wrong, and why?"), "correct")

    def _with_reason(self, title: str, label: str, step: str) -> None:
        from gridterm.meetings import minutes

        ref, store, actor = self.ref, self.desk.store, self.office.actor
        work = getattr(minutes, step)
        if ref is not None:
            self.desk.ask(
                AskText(title, label, empty=_("Say why.")),
                lambda reason: self.save(partial(work, store, actor, ref, reason)),
            )

    def versions(self) -> None:
        """What was approved, and what a correction changed."""
        from screens.meetings.versions import VersionsPage

        if self.meeting is not None and self.meeting.row.id is not None:
            self.office.push_screen(VersionsPage(self.meeting.row.id))

    def print_it(self) -> None:
        """The record for the files, or the summary that is issued."""
        from screens.meetings.printing import print_record, print_summary

        detail, desk = self.meeting, self.desk
        if detail is None or detail.row.id is None:
            self.office.say(_("There are no minutes to print yet."))
            return
        meeting_id = detail.row.id
        options = [
            ("record", _("Record of the meeting (inside the office)")),
            ("summary", _("Summary of the meeting (issued)")),
        ]
        ways = {"record": print_record, "summary": print_summary}
        desk.ask(Choose(_("Print"), options), lambda key: ways[key](desk, meeting_id))


def left_out_words(one: IssuedMinutes) -> str:
    """What the summary does not hold, for the clerk's eyes."""
    if not one.left_out:
        return _("The summary holds everything.")
    head = _("The summary that is issued leaves out:")
    return "\n".join([head, *(f"- {clean_line(words)}" for words in one.left_out)])


def placed(found: Minutes) -> list[Placed]:
    """Items with their entries in the order of the agenda; entries of no item last."""
    items = [one for one in found.items if not one.removed]
    known = {one.id for one in items if one.id is not None}
    told: list[Placed] = []
    for place, item in enumerate(items):
        told.append(Placed(place, item))
        told += [
            Placed(place, item, entry)
            for entry in found.entries
            if item.id is not None and entry.item_id == item.id
        ]
    rest = [one for one in found.entries if one.item_id not in known]
    if rest:
        told.append(Placed(len(items), None))
        told += [Placed(len(items), None, entry) for entry in rest]
    return told


def votes_words(entry: EntryView) -> str:
    """``for 12, against 1, abstained 0``; empty where nobody voted."""
    if entry.votes_for is None and entry.votes_against is None and entry.abstained is None:
        return ""
    return _("for {yes}, against {no}, abstained {rest}").format(
        yes=entry.votes_for or 0, no=entry.votes_against or 0, rest=entry.abstained or 0
    )


def entry_text(entry: EntryView) -> str:
    """The words of an entry in a line, votes first, marked where confidential."""
    parts = (
        _("[confidential]") if entry.confidential else "",
        votes_words(entry),
        clean_line(entry.words),
    )
    return " ".join(filter(None, parts))


def _line(one: Placed) -> Line:
    entry = one.entry
    if entry is None:
        title = clean_line(one.item.title) if one.item is not None else _("Without an item")
        number = str(one.place + 1) if one.item is not None else ""
        secret = one.item is not None and one.item.confidential
        words = f"{_('[confidential]')} {title}" if secret else title
        key = f"item:{one.item.source or one.item.id}" if one.item is not None else "item:"
        cells: dict[str, str | Text] = {"no": number, "words": Text(words, style="bold", end="")}
        return Line(key, cells, one)
    style = WAITS if entry.confidential else ""
    cells = {
        "kind": Text(entry.kind.label, style=KIND_STYLES.get(entry.kind, QUIET), end=""),
        "speaker": clean_line(entry.speaker),
        "words": Text(entry_text(entry), style=style, end=""),
        "actions": " ".join(entry.actions),
    }
    return Line(f"entry:{entry.id}", cells, one)


def entry_words(entry: EntryView) -> Text:
    """An entry in full."""
    head = " ".join(filter(None, (entry.kind.label, clean_line(entry.speaker))))
    told = Text(head, style="bold", end="")
    if entry.confidential:
        told.append(f"  {_('confidential: not in the summary')}", f"not bold {BAD}")
    if votes_words(entry):
        told.append(f"\n{votes_words(entry)}", "not bold")
    told.append(f"\n{entry.words}", "not bold")
    if entry.actions:
        words = _("Action items: {numbers}").format(numbers=_(", ").join(entry.actions))
        told.append(f"\n{words}", f"not bold {GOOD}")
    return told

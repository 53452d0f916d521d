"""Writing minutes: one agenda item at a time, speaker by speaker, a draft at every pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static, TextArea

from gridterm.errors import GridtermError, InputError
from gridterm.i18n import N_, _
from gridterm.meetings.terms import (
    EntryKind,
    EntryView,
    Item,
    MeetingRef,
)
from gridterm.text import clean_line
from screens.commands import Command
from screens.desk import Page
from screens.drafting import Drafting, say_again, say_kept, throw_away_question
from screens.meetings.entry_form import EntryFields
from screens.meetings.spoken import Read, line_of, read
from screens.meetings.views import TabTable
from screens.meetings.words import key_of
from screens.meetings.writing_commands import COMMANDS
from screens.widgets.bars import Hint
from screens.widgets.forms import Choice, Tick
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, PagedTable


class WritingPage(Page):
    """The minutes of a meeting, one item at a time.

    Args:
        ref: the meeting.
        place: which item, counted from 0.
        entry_id: the entry to mark.
    """

    CSS_PATH = "../styles/meetings.tcss"
    lets_go: ClassVar[bool] = False
    title_id = N_("The minutes")
    help_id = N_(
        "Who said what to the item at hand: choose the speaker, write, F9 saves, and the next "
        "speaker can begin. What is typed is kept as a draft at every pause. F7 makes what stands "
        "there a decision and opens its action item with owner and date filled in; on a regional "
        "matter it goes back into the call. F5 and F6 change the item. Enter on an entry takes it "
        "up again. A confidential entry stands in the record (会议记录) and never in the summary "
        "that is issued (会议纪要)."
    )
    commands: ClassVar[tuple[Command, ...]] = COMMANDS

    def __init__(self, ref: MeetingRef, place: int = 0, entry_id: int | None = None) -> None:
        super().__init__()
        self.ref = ref
        self.place = place
        self.found: Read | None = None
        self.changing: EntryView | None = None
        self.wanted = entry_id
        self._news = ""
        self.draft = self._new_draft()

    # ── the widgets ─────────────────────────────────────────────────────────
    def compose_body(self) -> ComposeResult:
        """The item, what was said to it, the fields."""
        yield HintRow(id="writing-head")
        with VerticalScroll(id="writing-item", can_focus=False):
            yield Static()
        yield TabTable(
            (
                Column("kind", _("Kind"), 8),
                Column("speaker", _("Speaker"), 8),
                Column("words", _("Words")),
                Column("actions", _("Action items"), 12),
            ),
            id="entries",
        )
        yield EntryFields(id="entry")

    @property
    def fields(self) -> EntryFields:
        """The fields of an entry."""
        return self.query_one(EntryFields)

    @property
    def table(self) -> PagedTable:
        """What was said to the item at hand."""
        return self.query_one("#entries", PagedTable)

    # ── what is at hand ─────────────────────────────────────────────────────
    @property
    def many(self) -> int:
        """How many places there are."""
        return self.found.many if self.found is not None else 0

    @property
    def item(self) -> Item | None:
        """The item at hand."""
        return self.found.item(self.place) if self.found is not None else None

    @property
    def entries(self) -> list[EntryView]:
        """What was said to it."""
        return self.found.entries(self.place) if self.found is not None else []

    @property
    def can_write(self) -> bool:
        """Whether the minutes are still being written."""
        return self.found is not None and self.found.can_write

    @property
    def on_entry(self) -> bool:
        """Whether the keys are on an entry."""
        return self.is_mounted and self.table.has_focus and self.table.marked_line is not None

    @property
    def marked(self) -> EntryView | None:
        """The entry under the cursor."""
        line = self.table.marked_line if self.is_mounted else None
        return line.record if line is not None else None

    @property
    def typed(self) -> bool:
        """Whether anything stands in the fields that would be missed."""
        return self.is_mounted and not self._is_blank(self.fields.values())

    @property
    def can_decide(self) -> bool:
        """Whether there is a decision to give to somebody."""
        if self.found is None or not self.is_mounted:
            return False
        one = self.marked if self.on_entry else None
        return bool(one and one.kind is EntryKind.DECISION) or (self.can_write and self.typed)

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the minutes."""
        self.run_service(partial(read, self.store, self.ref), self._use, group="minutes")

    def _use(self, found: Read) -> None:
        first, self.found = self.found is None, found
        self.place = max(0, min(self.place, self.many - 1))
        self.fields.offer(found.people)
        self.fields.disabled = not self.can_write
        self._show()
        if first and self.can_write:
            self._start_item()
            self.fields.focus_first()
        elif first:
            self.table.focus()

    def _show(self) -> None:
        item, found = self.item, self.found
        if found is None:
            return
        title = clean_line(item.title) if item is not None else _("Without an item")
        left = [
            Hint(
                _("Item {number} of {total}").format(number=self.place + 1, total=self.many),
                style="current", weight=9,
            ),
            Hint(title, style="strong", weight=8),
            Hint(clean_line(item.speaker) if item is not None else "", weight=6),
        ]  # fmt: skip
        if item is not None and item.confidential:
            left.append(Hint(_("CONFIDENTIAL"), style="late", weight=9))
        state = found.minutes.meeting.minutes_state
        news = self._news or ("" if self.can_write else state.label)
        self.query_one("#writing-head", HintRow).show(
            left, [Hint(news, style="quiet", weight=4)] if news else []
        )
        drawn = item.drawn if item is not None else ""
        more = f"\n{item.words}" if item is not None and item.words else ""
        self.query_one("#writing-item Static", Static).update(
            Text(f"{drawn}{more}".strip(), end="")
        )
        self.query_one("#writing-item").display = bool(drawn or more)
        self._list()
        self.refresh_bindings()

    def _list(self) -> None:
        lines = tuple(map(line_of, self.entries))
        self.table.nothing = _("Nothing written to this item yet.")
        show = lambda _after: Chunk(lines)  # noqa: E731 - it is read already
        self.table.show(show)

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        wanted, self.wanted = self.wanted, None
        if wanted is not None:
            self.table.mark(str(wanted))
        elif self.entries and not self.table.has_focus:
            self.table.move_cursor(row=len(self.entries) - 1)
        self.refresh_bindings()

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        self.refresh_bindings()

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        if self.can_write:
            self.take_up()

    # ── drafts ──────────────────────────────────────────────────────────────
    def _new_draft(self) -> Drafting[str]:
        return Drafting(
            self,
            "meetings.minutes",
            values=lambda: self.fields.values(),  # noqa: PLW0108 - they are not there yet
            blank=self._is_blank,
            tell=self._tell,
        )

    @staticmethod
    def _is_blank(values: Mapping[str, str]) -> bool:
        return not values.get("words", "").strip()

    def _tell(self, news: str) -> None:
        self._news = news
        if self.is_mounted and self.found is not None:
            self._show_news()

    def _show_news(self) -> None:
        head = self.query_one("#writing-head", HintRow)
        right = [Hint(self._news, style="quiet", weight=4)] if self._news else []
        head.show(list(head.left()), right)

    def _start_item(self, entry: EntryView | None = None) -> None:
        """Empty fields, or an entry's; a draft of them comes from a thread."""
        self.changing = entry
        item = self.item
        self.fields.begin(entry, item, again=bool(self.entries))
        self.draft = self._new_draft()
        source = (item.source or f"#{item.id}") if item is not None else ""
        which = f"{entry.id}" if entry is not None else source
        self.draft.form = f"meetings.minutes.{key_of(self.ref)}.{which}"
        self.draft.begin()
        self._tell("")
        if entry is None:
            self.draft.look(self._use_draft)

    def _use_draft(self, payload: Mapping[str, Any], when: str) -> None:
        self.fields.fill({name: one for name, one in payload.items() if isinstance(one, str)})
        self.refresh_bindings()
        say_again(self, when)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    @on(Tick.Changed)
    def _changed(self, event: Any) -> None:  # noqa: ANN401 - one of four
        event.stop()
        if self.found is not None:
            self.fields.show_parts()
            self.draft.touch()
            self.refresh_bindings()

    # ── going about ─────────────────────────────────────────────────────────
    def turn(self, step: int) -> None:
        """Another item; what is typed stays with this one as a draft."""

        def turned(_kept: object) -> None:
            self.place = max(0, min(self.place + step, self.many - 1))
            self._show()
            if self.can_write:
                self._start_item()
                self.fields.focus_first()

        self.draft.leave(turned)

    def key_up(self, event: events.Key) -> None:
        """Up from the first field goes to the entries."""
        if self.fields.at_top(self.focused) and self.entries:
            event.stop()
            self.table.focus()

    def key_down(self, event: events.Key) -> None:
        """Down from the first field goes to the words."""
        if self.fields.at_top(self.focused):
            event.stop()
            self.fields.words.focus()

    def leave(self) -> None:
        """From an entry that is taken up to a new one; else back to the meeting."""
        if self.table.has_focus and self.can_write:
            self.fields.focus_first()
        elif self.changing is not None:
            self.draft.leave(lambda _kept: self._start_item())
        elif not self.draft.done and "saving" not in self._saving:
            self.draft.leave(self._left)

    def _left(self, kept: bool) -> None:  # noqa: FBT001 - a worker's result
        self.dismiss(None)
        say_kept(self, kept)

    def ask_discard(self) -> None:
        """Empty the fields after a yes."""
        self.ask(throw_away_question(), lambda _yes: self._discard())

    def _discard(self) -> None:
        self.draft.throw_away()
        self._start_item()

    # ── entries ─────────────────────────────────────────────────────────────
    def take_up(self) -> None:
        """Put the marked entry into the fields, to be changed."""
        one = self.marked
        if one is not None:
            self.draft.leave(lambda _kept: self._take_up(one))

    def _take_up(self, one: EntryView) -> None:
        self._start_item(one)
        self.fields.words.focus()
        self.app.say(_("This entry is being changed; Esc leaves it as it was."))

    def save(self) -> None:
        """Save the fields as an entry; the next one can begin."""
        self._save(self._saved)

    def _save(self, then: Any) -> None:  # noqa: ANN401 - what follows a save
        if self.draft.done or not self.can_write:
            return
        try:
            form = self.fields.form(self.item)
        except InputError as error:
            self._refused(error)
            return
        store, actor, ref, one = self.store, self.app.actor, self.ref, self.changing

        def work(draft_id: int | None) -> EntryView:
            from gridterm.meetings import minutes

            if one is None:
                return minutes.add_entry(store, actor, ref, form, draft_id)
            return minutes.edit_entry(store, actor, ref, one.id, form, draft_id)

        self.run_once(partial(self.draft.saving, work), then, failed=self._refused)

    def _saved(self, entry: EntryView) -> None:
        self._put(entry)
        self._start_item()
        self.fields.focus_first()
        self.refresh_data()

    def _put(self, entry: EntryView) -> None:
        """Show it at once; reading again follows."""
        found = self.found
        if found is None:
            return
        others = tuple(one for one in found.minutes.entries if one.id != entry.id)
        if len(others) == len(found.minutes.entries):
            told = replace(found.minutes, entries=(*others, entry))
            self.found = replace(found, minutes=told)
            self._show()

    def _refused(self, error: GridtermError) -> None:
        self.fields.say_wrong(error)

    # ── decisions ───────────────────────────────────────────────────────────
    def decide(self) -> None:
        """A decision becomes an action item: the marked one, or what is written now."""
        marked = self.marked if self.on_entry else None
        if marked is not None:
            self._give(marked)
        elif self.typed:
            self.fields.make_decision()
            self._save(self._decided)

    def _decided(self, entry: EntryView) -> None:
        self._put(entry)
        self._start_item()
        self.refresh_data()
        self._give(entry)

    def _give(self, entry: EntryView) -> None:
        from screens.meetings.giving import GivePage, from_entry

        if self.found is not None:
            meeting = self.found.minutes.meeting
            self.app.push_screen(GivePage(from_entry(meeting, self.item, entry)))

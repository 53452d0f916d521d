"""Finding what was said: as it is typed, in the minutes of every meeting and in action items."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, Static

from gridterm.i18n import N_, _
from gridterm.meetings.action_terms import ActionRow
from gridterm.text import clean_line
from screens.commands import Command
from screens.desk import Page
from screens.meetings.register import action_words
from screens.meetings.words import action_text, day_words
from screens.widgets.bars import Hint
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.meetings.searching import Said
    from gridterm.store.unit import Store

TYPING_PAUSE = 0.15
LIMIT = 100


class FindPage(Page):
    """What was said, decided and given out, by its words."""

    CSS_PATH = "../styles/meetings.tcss"
    title_id = N_("Find in the meetings")
    help_id = N_(
        "Type words that were said: the minutes of every meeting and the action items are "
        "searched, the newest first; several words with a blank between must all be there. Enter "
        "opens the meeting's minutes, or the action item. What is confidential is not found."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "finding.open", ("enter",), N_("Open"),
            N_("Open the meeting or the action item of the marked line."),
            lambda page: page.open_marked(), when=lambda page: page.can_open, weight=8,
        ),
        Command(
            "finding.find", ("ctrl+f",), N_("Find"),
            N_("Go to the field to type in."),
            lambda page: page.query_one("#find").focus(), weight=5,
        ),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def compose_body(self) -> ComposeResult:
        """The field, what was found, the marked one in full."""
        yield HintRow(id="find-head")
        with Horizontal(id="search"):
            yield Label(plain(_("Find")), classes="label")
            yield LineInput(id="find", hint=_("words that were said, a name"))
        yield PagedTable(
            (
                Column("day", _("Day"), 8),
                Column("what", _("Kind"), 12),
                Column("who", _("Who"), 8),
                Column("words", _("Words")),
            ),
            id="hits",
        )
        with VerticalScroll(classes="about", can_focus=False):
            yield Static()

    def on_mount(self) -> None:
        """The field has the keys."""
        self.query_one("#find").focus()

    @property
    def table(self) -> PagedTable:
        """What was found."""
        return self.query_one("#hits", PagedTable)

    # ── searching ───────────────────────────────────────────────────────────
    @on(Input.Changed, "#find")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.soon("find", self._search, TYPING_PAUSE)

    @on(Input.Submitted, "#find")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._search()
        self.table.focus()

    def _search(self) -> None:
        typed = self.query_one("#find", LineInput).value.strip()
        if typed == self.text:
            return
        self.text = typed
        self.table.nothing = _("Nothing like that was said.") if typed else ""
        store = self.store
        self.table.show(lambda _after: _found(store, typed))

    def refresh_data(self) -> None:
        """What was found stays until something else is typed."""

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        words = self.table.count_words() if self.text else ""
        self.query_one("#find-head", HintRow).show(
            [Hint(_("Find in the meetings"), style="strong", weight=9)],
            [Hint(words, style="quiet", weight=5)],
        )

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        words = _words(event.line) if event.line is not None else plain("")
        self.query_one(".about Static", Static).update(words)
        self.refresh_bindings()

    def key_down(self, event: events.Key) -> None:
        """Down from the field goes to the list."""
        if self.query_one("#find").has_focus:
            event.stop()
            self._search()
            self.table.focus()

    def go_back(self) -> bool:
        """From the list to the field, then leave."""
        if self.table.has_focus:
            self.query_one("#find").focus()
            return True
        return False

    # ── what was found ──────────────────────────────────────────────────────
    @property
    def can_open(self) -> bool:
        """Whether Enter opens something."""
        return self.is_mounted and self.table.has_focus and self.table.marked_line is not None

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self.open_marked()

    def open_marked(self) -> None:
        """The minutes at the entry, or the action item."""
        line = self.table.marked_line
        if line is None:
            return
        if isinstance(line.record, ActionRow):
            from screens.meetings.action import OnePage

            self.app.push_screen(OnePage(line.record.id))
            return
        self.run_service(
            partial(_place, self.store, line.record), self._open_minutes, group="place"
        )

    def _open_minutes(self, found: tuple[Said, int]) -> None:
        from screens.meetings.writing import WritingPage

        said, place = found
        self.app.push_screen(WritingPage(said.ref, place, said.entry_id))


def _found(store: Store, typed: str) -> Chunk:
    """Entries and action items that hold what was typed, in a thread."""
    from gridterm.meetings.action_terms import ActionFilter
    from gridterm.meetings.actions import actions
    from gridterm.meetings.searching import search

    if not typed:
        return Chunk(())
    today = store.clock.today()
    said = [
        _said_line(one, day_words(one.starts_at.date(), today))
        for one in search(store, typed, LIMIT)
    ]
    given = actions(store, ActionFilter(text=typed), limit=LIMIT).rows
    rows = [_action_line(one, day_words(one.given_on, today)) for one in given]
    return Chunk((*said, *rows))


def _place(store: Store, said: Said) -> tuple[Said, int]:
    """Which item of its meeting an entry belongs to."""
    from gridterm.meetings.minutes import minutes
    from screens.meetings.minutes import placed

    told = placed(minutes(store, said.ref))
    here = (one.place for one in told if one.entry is not None and one.entry.id == said.entry_id)
    return said, next(here, 0)


def _said_line(one: Said, day: str) -> Line:
    return Line(
        f"entry:{one.entry_id}",
        {
            "day": day,
            "what": one.entry_kind.label,
            "who": clean_line(one.speaker),
            "words": clean_line(one.words),
        },
        one,
    )


def _action_line(one: ActionRow, day: str) -> Line:
    return Line(
        f"action:{one.id}",
        {
            "day": day,
            "what": one.number,
            "who": clean_line(one.owner),
            "words": Text(clean_line(one.matter), style=action_text(one).style, end=""),
        },
        one,
    )


def _words(line: Line) -> Text:
    if isinstance(line.record, ActionRow):
        return action_words(line.record)
    one: Said = line.record
    head = f"{one.starts_at:%Y-%m-%d}  {one.title}  {clean_line(one.item)}"
    told = Text(head, style="bold", end="")
    who = " ".join(filter(None, (one.entry_kind.label, clean_line(one.speaker))))
    told.append(f"\n{who}\n{one.words}", "not bold")
    return told

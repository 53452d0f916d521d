"""Today: one look answers what to do now."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal, Vertical
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _
from gridterm.text import clip, pad, width
from screens.commands import Command
from screens.desk import Desk
from screens.widgets.plain import one_line

if TYPE_CHECKING:
    from gridterm.today.briefing import Briefing, Item, Section, Topic

LEFT = ("clocks", "actions", "drafts")
MIDDLE = ("board",)
RIGHT = ("sign_in", "visits", "meeting", "duty", "registers", "safety")
COLUMNS = 3
BROAD = 120
LEAD_CELLS = 6
GAP = 2
DESK_OF = {
    "ticket": "hotline",
    "action": "meetings",
    "meeting": "meetings",
    "draft": "hotline",
    "attendance": "attendance",
    "manager": "visits",
    "day": "visits",
    "duty": "registers",
    "grid": "registers",
    "building": "registers",
}


class Lists(OptionList):
    """Some parts of the briefing under each other; headings are not chosen."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as it is
        Binding("left,right", "other", show=False),
    ]

    class Rested(Message):
        """The mark came to a line, or this column got the keys."""

        def __init__(self, item: Item | None) -> None:
            super().__init__()
            self.item = item

    class Opened(Message):
        """Enter or a click on a line."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id, compact=True)
        self._sections: Sequence[Section | Topic] = ()
        self._items: list[Item | None] = []

    def show(self, sections: Sequence[Section | Topic]) -> None:
        """Show these parts; the mark stays on its line where that is still there.

        Args:
            sections: the parts; a topic alone stands for a part that is still being read.
        """
        self._sections = sections
        self._draw()

    def on_mount(self) -> None:
        """Take other colours when the theme changes."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw())

    def on_resize(self, _event: events.Resize) -> None:
        """Clip to the new width."""
        self._draw()

    def _draw(self) -> None:
        marked = self.highlighted_item
        options: list[Option] = []
        self._items = []
        for section in self._sections:
            if options:
                self._put(options, Text(), None)
            if isinstance(section, StrEnum):
                self._put(options, Text(section.label, style="bold"), None)
                self._put(options, Text("  " + _("Reading .."), style="dim"), None)
            else:
                self._put_part(options, section)
        self.clear_options()
        self.add_options(options)
        same = [at for at, item in enumerate(self._items) if item and _same(item, marked)]
        first = [at for at, item in enumerate(self._items) if item]
        self.highlighted = next(iter(same or first), None)

    def _put_part(self, options: list[Option], section: Section) -> None:
        self._put(options, Text(section.heading, style="bold"), None)
        if not section.items:
            self._put(options, Text(f"  {section.none}", style="dim"), None)
        lead = max([LEAD_CELLS, *(width(item.lead) + GAP for item in section.items)])
        for item in section.items:
            self._put(options, self._line(item, lead), item)
        if section.total > len(section.items):
            more = f"{section.total - len(section.items):,}"
            words = _("and {number} more").format(number=more)
            self._put(options, Text(f"  {words}", style="dim"), None)

    def _put(self, options: list[Option], line: Text, item: Item | None) -> None:
        line.no_wrap = True
        line.truncate(max(1, self.content_size.width))
        options.append(Option(line, disabled=item is None))
        self._items.append(item)

    def _line(self, item: Item, lead_cells: int) -> Text:
        room = max(1, self.content_size.width)
        lead = pad(item.lead, lead_cells)
        mark = "! " if item.late else "  "
        words = clip(f"{mark}{lead}{item.words}", room)
        if item.late:
            return Text(words, style=self.app.theme_variables.get("error", "red"))
        good = self.app.theme_variables.get("success", "green") if item.kind == "board" else ""
        return Text(words, style=good)

    @property
    def highlighted_item(self) -> Item | None:
        """The line that is marked."""
        at = self.highlighted
        return self._items[at] if at is not None and at < len(self._items) else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the line has no room for."""
        event.stop()
        if self.has_focus:
            self.post_message(self.Rested(self.highlighted_item))

    def on_focus(self, _event: events.Focus) -> None:
        """Say it of this column's line now."""
        self.post_message(self.Rested(self.highlighted_item))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open it."""
        event.stop()
        item = self._items[event.option_index]
        if item is not None:
            self.post_message(self.Opened(item))

    def action_other(self) -> None:
        """The other column."""
        self.screen.focus_next(Lists)


def _same(one: Item, other: Item | None) -> bool:
    return other is not None and (one.kind, one.ref, one.lead) == (
        other.kind,
        other.ref,
        other.lead,
    )


class TodayDesk(Desk):
    """What waits on the left, the six let-nots, then duty, registers and backup."""

    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (BROAD, "-broad")]  # noqa: RUF012 - Textual's form
    desk_id = "today"
    title_id = N_("Today")
    help_id = N_(
        "What has to be done today: open calls in order of the time they have left; what should "
        "not be so is red and has a ! before it. Under the lists stands the reason for the "
        "marked line: why the date is what it is, or what is counted. The six let-nots (六不让) "
        "must all be none; Ctrl+B shows them by person from any page. One person is on hotline "
        "duty every day, each with a deputy. Every grid has a manager, and every building "
        "belongs to exactly one grid. Enter opens the record of a line."
    )
    commands = (
        Command(
            "today.open",
            ("enter",),
            N_("Open"),
            N_("Open the record of the marked line."),
            lambda desk: desk.open_marked(),
            when=lambda desk: desk.app.is_open and desk.marked is not None,
        ),
        Command(
            "today.reload",
            ("ctrl+r",),
            N_("Reload"),
            N_("Read everything again."),
            lambda desk: desk.refresh_data(),
        ),
    )

    def compose_body(self) -> ComposeResult:
        """Three columns, or two where there is little room; the reason under them."""
        with Horizontal(id="today"):
            with Vertical(classes="column"):
                yield Lists("left")
            with Container(id="office"):
                with Vertical(classes="column", id="six-lines"):
                    yield Lists("middle")
                with Vertical(classes="column"):
                    yield Lists("right")
        yield Static(id="why")

    def refresh_data(self) -> None:
        """Read the briefing; before the office is open, show how it begins."""
        if self.app.office.store is None:
            self._show_beginning()
            return
        store, instance = self.store, self.app.instance

        def work() -> Briefing:
            from gridterm.today.briefing import briefing

            return briefing(store, instance.living() if instance else ())

        self.run_service(work, self._show, group="briefing")

    def _show_beginning(self) -> None:
        begun, then = self.app.first_briefing, self.app.first_shown
        if begun is not None and then is not None:
            if len(self.query(Lists)) == COLUMNS:
                self._lay_out(begun)
            self.app.when_painted(then)

    def _show(self, found: Briefing) -> None:
        if len(self.query(Lists)) < COLUMNS:  # not whole yet, or gone for another language
            self.call_after_refresh(self._show, found)
            return
        self._lay_out(found)
        self.app.call_after_refresh(self.app.data_shown)

    def _lay_out(self, found: Briefing) -> None:
        """Put each part into its column; a part that was not read yet says so."""
        from gridterm.today.briefing import Topic

        parts = {str(one.topic): one for one in found.sections}
        for name, topics in (("#left", LEFT), ("#middle", MIDDLE), ("#right", RIGHT)):
            self.query_one(name, Lists).show([parts.get(one) or Topic(one) for one in topics])
        self._say_why(self.marked)
        self.refresh_bindings()

    @on(Lists.Rested)
    def _rested(self, event: Lists.Rested) -> None:
        event.stop()
        self._say_why(event.item)
        self.refresh_bindings()

    def _say_why(self, item: Item | None) -> None:
        self.query_one("#why", Static).update(one_line(item.reason if item else ""))

    @property
    def marked(self) -> Item | None:
        """The marked line of the column that has the focus."""
        return self.focused.highlighted_item if isinstance(self.focused, Lists) else None

    def open_marked(self) -> None:
        """Open its record."""
        if self.marked is not None:
            self.open_item(self.marked)

    @on(Lists.Opened)
    def open_line(self, event: Lists.Opened) -> None:
        """Open the record of the line."""
        self.open_item(event.item)

    def open_item(self, item: Item) -> None:
        """Go to the desk that has the record; where none has it, say what to do."""
        if item.kind == "board":
            self.open_check(str(item.ref), item)
            return
        desk = DESK_OF.get(item.kind, "")
        if any(place.id == desk for place in self.app.places):
            self.app.open_desk(desk, (item.kind, item.ref))
        else:
            self.app.say(item.words)

    def open_check(self, code: str, item: Item) -> None:
        """The calls of a let-not; the whole board where other things are among them."""
        from gridterm.hotline.letnots import LetNot, rule
        from screens.today.board import BoardPage, open_calls

        if not item.late:
            self.app.say(_("There is nothing behind this line."))
        elif code == LetNot.AMISS or item.mixed:
            self.app.push_screen(BoardPage(code))
        else:
            open_calls(self, LetNot(code), rule(LetNot(code)), item.reason)

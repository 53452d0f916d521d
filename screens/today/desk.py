"""Today: one look answers what to do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _
from gridterm.text import clip, pad, width
from screens.commands import Command
from screens.desk import Desk

if TYPE_CHECKING:
    from gridterm.today.briefing import Briefing, Item, Section

LEFT = ("answer", "revisit", "drafts")
RIGHT = ("sign_in", "duty", "registers", "safety")
LEAD_CELLS = 6
GAP = 2
DESK_OF = {
    "ticket": "hotline",
    "draft": "hotline",
    "attendance": "attendance",
    "duty": "registers",
    "grid": "registers",
    "building": "registers",
}


class Lists(OptionList):
    """Some parts of the briefing under each other; headings are not chosen."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as it is
        Binding("left,right", "other", show=False),
    ]

    class Opened(Message):
        """Enter or a click on a line."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id, compact=True)
        self._sections: tuple[Section, ...] = ()
        self._items: list[Item | None] = []

    def show(self, sections: tuple[Section, ...]) -> None:
        """Show these parts; the mark stays on its line where that is still there."""
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
        self.clear_options()
        self.add_options(options)
        same = [at for at, item in enumerate(self._items) if item and _same(item, marked)]
        first = [at for at, item in enumerate(self._items) if item]
        self.highlighted = next(iter(same or first), None)

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
        color = self.app.theme_variables.get("error", "red")
        return Text(words, style=color if item.late else "")

    @property
    def highlighted_item(self) -> Item | None:
        """The line that is marked."""
        at = self.highlighted
        return self._items[at] if at is not None and at < len(self._items) else None

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
    """Calls that wait on the left; duty, registers and backup on the right."""

    desk_id = "today"
    title_id = N_("Today")
    help_id = N_(
        "What has to be done today, the oldest first; what should not be so is red and has a ! "
        "before it. Whoever takes a call is its first responder: answers it, guides the caller, "
        "or writes it down in full. An answered call waits for its revisit. One person is on "
        "hotline duty every day, each with a deputy. Every grid has a manager, and every "
        "building belongs to exactly one grid. Enter opens the record of a line."
    )
    commands = (
        Command(
            "today.open",
            ("enter",),
            N_("Open"),
            N_("Open the record of the marked line."),
            lambda desk: desk.open_marked(),
            when=lambda desk: desk.marked is not None,
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
        """Two columns."""
        with Horizontal(id="today"):
            with Vertical(classes="column"):
                yield Lists("left")
            with Vertical(classes="column"):
                yield Lists("right")

    def refresh_data(self) -> None:
        """Read the briefing."""
        if self.app.office.store is None:
            return
        ready, self.app.first_briefing = self.app.first_briefing, None
        if ready is not None:
            self._show(ready)
            return
        store, instance = self.store, self.app.instance

        def work() -> Briefing:
            from gridterm.today.briefing import briefing

            return briefing(store, instance.living() if instance else ())

        self.run_service(work, self._show, group="briefing")

    def _show(self, found: Briefing) -> None:
        for name, topics in (("#left", LEFT), ("#right", RIGHT)):
            sections = tuple(one for one in found.sections if str(one.topic) in topics)
            self.query_one(name, Lists).show(sections)
        self.refresh_bindings()
        self.app.call_after_refresh(self.app.data_shown)

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
        desk = DESK_OF.get(item.kind, "")
        if any(place.id == desk for place in self.app.places):
            self.app.open_desk(desk, (item.kind, item.ref))
        else:
            self.app.say(item.words)

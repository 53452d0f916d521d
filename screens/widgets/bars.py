"""Header, desk line and footer: one row of words each, drawn whole, clickable by place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from rich.style import Style
from rich.text import Text
from textual import events
from textual.widget import Widget

from gridterm.text import clip, width
from screens.commands import Command, key_label, perform
from screens.themes import upright
from screens.widgets.plain import plain_tooltip

if TYPE_CHECKING:
    from screens.acting import Acting
    from screens.app import GridtermApp

GAP = 2
HELP = "shell.help"


@dataclass(frozen=True)
class Hint:
    """A piece of a bar: a key and a word, or a word alone.

    ``style`` is the name of a component class without ``bar--``; pieces of low ``weight`` go
    first when there is no room. ``run`` makes it clickable.
    """

    word: str
    key: str = ""
    style: str = ""
    weight: int = 5
    tip: str = ""
    run: Callable[[], object] | None = None

    @property
    def cells(self) -> int:
        """How wide it is."""
        return width(self.key) + width(self.spaced)

    @property
    def spaced(self) -> str:
        """The word as it follows its key: English ones need a blank between."""
        return f" {self.word}" if self.key and self.word.isascii() else self.word


@dataclass(frozen=True)
class Placed:
    """A piece with the column it starts at."""

    at: int
    hint: Hint


def arrange(left: Sequence[Hint], right: Sequence[Hint], cells: int) -> list[Placed]:
    """Place pieces from the left and against the right edge of a row of ``cells`` cells.

    Where there is no room, the lightest piece goes first (of equals the last); when only one
    is left it is clipped.
    """
    kept_left, kept_right = list(left), list(right)
    while _needed(kept_left, kept_right) > cells and len(kept_left) + len(kept_right) > 1:
        pieces = [*kept_left, *kept_right]
        lightest = min(piece.weight for piece in pieces)
        gone = [piece for piece in pieces if piece.weight == lightest][-1]
        (kept_left if any(gone is piece for piece in kept_left) else kept_right).remove(gone)
    placed = []
    column = 0
    for hint in kept_left:
        placed.append(Placed(column, hint))
        column += hint.cells + GAP
    column = cells - sum(hint.cells + GAP for hint in kept_right) + GAP if kept_right else cells
    for hint in kept_right:
        placed.append(Placed(max(0, column), hint))
        column += hint.cells + GAP
    return placed


def _needed(left: Sequence[Hint], right: Sequence[Hint]) -> int:
    pieces = [*left, *right]
    return sum(piece.cells for piece in pieces) + GAP * max(0, len(pieces) - 1)


class Bar(Widget):
    """A row of pieces. Subclasses say which in ``left`` and ``right``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bar--key",
        "bar--word",
        "bar--current",
        "bar--late",
        "bar--quiet",
    }
    can_focus = False

    @property
    def office(self) -> GridtermApp:
        """The running program."""
        return cast("GridtermApp", self.app)

    def on_mount(self) -> None:
        """Follow what works: it changes with the focus and with every refresh of bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def left(self) -> Sequence[Hint]:
        """Pieces from the left edge."""
        return ()

    def right(self) -> Sequence[Hint]:
        """Pieces against the right edge."""
        return ()

    def render(self) -> Text:
        """The row as it is now."""
        row = Text(end="", no_wrap=True)
        column = 0
        for placed in self._placed():
            row.append(" " * (placed.at - column))
            hint = placed.hint
            room = max(0, self.size.width - placed.at)
            word = clip(hint.spaced, max(0, room - width(hint.key)))
            if hint.key:
                row.append(hint.key, self._style_of("key"))
            row.append(word, self._style_of(hint.style or "word"))
            column = placed.at + width(hint.key) + width(word)
        return row

    @property
    def room(self) -> int:
        """How many cells there are."""
        return self.content_size.width or self.size.width

    def _style_of(self, name: str) -> Style:
        """The style of a piece; one that no rule knows looks like a word."""
        known = f"bar--{name}"
        if known not in self._component_styles:
            known = "bar--word"
        return self.get_component_rich_style(known, partial=True)

    def _placed(self) -> list[Placed]:
        return arrange(self.left(), self.right(), self.room)

    def _hint_at(self, column: int) -> Hint | None:
        for placed in self._placed():
            if placed.at <= column < placed.at + placed.hint.cells:
                return placed.hint
        return None

    def on_click(self, event: events.Click) -> None:
        """Do what the piece under the pointer stands for."""
        offset = event.get_content_offset(self)
        hint = self._hint_at(offset.x) if offset is not None else None
        if hint is not None and hint.run is not None:
            event.stop()
            hint.run()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explain the piece under the pointer."""
        hint = self._hint_at(event.x)
        self.tooltip = plain_tooltip(hint.tip) if hint is not None and hint.tip else None


class Header(Bar):
    """Office, date and time, who is on duty; on the right what counts, each a way to its list."""

    def left(self) -> Sequence[Hint]:
        """Office | date weekday time | duty | operator."""
        app = self.office
        stroke = upright(app)
        pieces = [
            Hint(app.full_office_name, weight=9),
            Hint(f"{stroke} {app.time_line()}", weight=8),
        ]
        for weight, words in ((6, app.duty_line()), (3, app.operator_line())):
            if words:
                pieces.append(Hint(f"{stroke} {words}", weight=weight))
        if _needed(pieces, self.right()) > self.room:
            pieces[0] = Hint(app.office_name, weight=9)
        return pieces

    def right(self) -> Sequence[Hint]:
        """The counters."""
        return self.office.counter_hints()


class Banner(Bar):
    """What the clerk must know before anything else; no row at all while there is nothing."""

    def on_mount(self) -> None:
        """Start as things are."""
        self.follow()

    def follow(self) -> None:
        """Show what is so now."""
        self.display = bool(self.office.office.warnings)
        self.refresh()

    def left(self) -> Sequence[Hint]:
        """Each warning, the worst first."""
        return [
            Hint(one.words, style="late" if one.late else "", weight=5 + one.late, tip=one.tip)
            for one in self.office.office.warnings
        ]


class DeskBar(Bar):
    """The desks with their keys, the one that is open marked; the menu on the right."""

    def left(self) -> Sequence[Hint]:
        """The desks."""
        app = self.office
        # a desk may be painted before the program has changed to its mode
        here = getattr(self.screen, "desk_id", "") or app.current_mode
        return [
            Hint(
                place.title,
                key_label(place.key),
                style="current" if place.id == here else "",
                weight=9 if place.id == here else 5,
                run=lambda desk=place.id: app.open_desk(desk),  # type: ignore[misc]
            )
            for place in app.places
        ]

    def right(self) -> Sequence[Hint]:
        """F10; it stands there from the first paint on, as the desks do."""
        app = self.office
        menu = app.shell_command("shell.menu")
        return [_hint(app, menu, app)] if menu is not None and not app.is_locked else []


class Footer(Bar):
    """The keys that work now; help on the right."""

    def left(self) -> Sequence[Hint]:
        """The shell's keys that are always there, then the screen's; none under a dialog."""
        app = self.office
        if app.screen is not self.screen:
            return ()
        screen = cast("Acting[object]", self.screen)
        shell = [_hint(app, one, app) for one in app.working_shell_commands() if _shown(one)]
        own = [_hint(app, one, screen) for one in screen.working_commands() if _shown(one)]
        return [*shell, *own]

    def right(self) -> Sequence[Hint]:
        """F1."""
        app = self.office
        command = app.shell_command(HELP)
        return [_hint(app, command, app)] if command is not None else []


def _shown(command: Command) -> bool:
    return command.footer and bool(command.keys) and command.id != HELP


def _hint(app: GridtermApp, command: Command, target: object) -> Hint:
    return Hint(
        command.title,
        app.key_of(command),
        weight=command.weight,
        tip=command.help,
        run=lambda: app.call_later(perform, command, target),
    )

"""The 六不让 board: six lines with a count each, and the same by person. Ctrl+B from any page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.i18n import N_, _
from screens.commands import Command
from screens.desk import Page
from screens.hotline.behind import TicketsPage
from screens.hotline.words import line_of
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, Loader, PagedTable

if TYPE_CHECKING:
    from gridterm.hotline.letnots import LetNot
    from gridterm.store.unit import Store
    from gridterm.today.board import Board, BoardLine, PersonLine

LATE_STYLE = "bold red"
GOOD_STYLE = "green"
CALLS = "calls"
DESK_OF = {
    "action": "meetings",
    "check": "visits",
    "day": "visits",
    "grid": "registers",
    "building": "registers",
}
COUNT_CELLS = 6
NAME_CELLS = 10


class BoardPage(Page):
    """The six above, what falls to whom below.

    Args:
        marked: the code of the check the mark stands on at first.
    """

    CSS_PATH = "../styles/board.tcss"
    is_board = True
    title_id = N_("Six let-nots")
    help_id = N_(
        "The six let-nots of the rules (六不让) as live checks: what stands here must not be so. "
        "Each line says how many; under the list stands what the marked line counts. Enter "
        "opens the calls behind a line, Tab goes to the persons: who answers for the process "
        "and the result answers for what was not told, who took the call for what its record "
        "lacks, who has it now for the rest. The thresholds are settings."
    )
    commands = (
        Command(
            "board.open",
            ("enter",),
            N_("Open"),
            N_("Open what the marked line counts."),
            lambda page: page.open_marked(),
            when=lambda page: page.can_open,
        ),
        Command(
            "board.figures",
            ("ctrl+g",),
            N_("Figures by person"),
            N_("Taken, accepted, resolved and told in time, satisfied, second rounds."),
            lambda page: page.open_figures(),
        ),
        Command(
            "board.reload",
            ("ctrl+r",),
            N_("Reload"),
            N_("Read everything again."),
            lambda page: page.refresh_data(),
            footer=False,
        ),
    )

    def __init__(self, marked: str = "") -> None:
        super().__init__()
        self._first = marked
        self._board: Board | None = None

    def compose_body(self) -> ComposeResult:
        """The moment, the six, what the marked one counts, the persons."""
        yield HintRow(id="board-head")
        yield PagedTable(
            (
                Column("place", "", 1, right=True),
                Column("count", _("Count"), COUNT_CELLS, right=True),
                Column("rule", _("Rule")),
                Column("label", _("What is checked"), 26, wide=True),
            ),
            id="six",
        )
        yield Static(id="board-reason")
        yield PagedTable(
            (
                Column("name", _("Person"), NAME_CELLS),
                *(Column(str(place), str(place), COUNT_CELLS, right=True) for place in range(1, 7)),
                Column("rest", ""),
            ),
            id="people",
        )

    def on_mount(self) -> None:
        """The six have the keys."""
        self.query_one("#six").focus()

    def refresh_data(self) -> None:
        """Read the board."""
        self.run_service(partial(_read, self.store), self._show, group="board")

    def _show(self, found: Board) -> None:
        self._board = found
        left = [Hint(_("Six let-nots"), style="strong", weight=9)]
        if found.clear:
            left.append(Hint(_("Nothing is left lying."), weight=8))
        as_of = _("as of {time}").format(time=f"{found.now:%m-%d %H:%M}")
        self.query_one("#board-head", HintRow).show(left, [Hint(as_of, weight=7)])
        six = tuple(_six_line(line) for line in found.lines)
        people = tuple(_person_line(one) for one in found.people)
        self._fill("#six", six)
        table = self.query_one("#people", PagedTable)
        table.nothing = _("Nothing falls to anybody.")
        self._fill("#people", people)

    def _fill(self, name: str, lines: tuple[Line, ...]) -> None:
        table = self.query_one(name, PagedTable)
        kept = table.marked_key or (self._first if name == "#six" else None)
        table.show(lambda _after: Chunk(lines))
        if kept:
            self.soon(f"mark-{name}", lambda: table.mark(kept))

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        if event.table.id == "six" and event.line is not None:
            self.query_one("#board-reason", Static).update(plain(event.line.record.definition))
        self.refresh_bindings()

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self._open(event.table, event.line)

    @property
    def can_open(self) -> bool:
        """Whether the marked line counts anything."""
        table = self.focused
        line = table.marked_line if isinstance(table, PagedTable) else None
        return line is not None and bool(getattr(line.record, "count", 1))

    def open_marked(self) -> None:
        """Open what the marked line counts."""
        table = self.focused
        if isinstance(table, PagedTable) and table.marked_line is not None:
            self._open(table, table.marked_line)

    def _open(self, table: PagedTable, line: Line) -> None:
        if table.id == "six":
            self._open_check(line.record)
        else:
            self._open_person(line.record)

    def _open_check(self, line: BoardLine) -> None:
        """The calls; where other things stand there too, ask which."""
        self._open_behind(line, line.rule, line.count)

    def _open_behind(
        self, line: BoardLine, heading: str, count: int, staff_id: int | None = None
    ) -> None:
        """What a line counts, of everybody or of one person."""
        others = _others(self._board, line.check, staff_id) if self._board else []
        calls = count - len(others)
        if not count:
            self.app.say(_("There is nothing behind this line."))
        elif not others:
            open_calls(self, line.check, heading, line.definition, staff_id)
        else:
            first = [(CALLS, _("Calls {number}").format(number=calls))] if calls else []
            choices = [*first, *others]
            chosen = partial(self._chosen, line, heading, staff_id)
            self.ask(Choose(heading, choices, choices[0][0]), chosen)

    def _chosen(self, line: BoardLine, heading: str, staff_id: int | None, key: str) -> None:
        if key == CALLS:
            open_calls(self, line.check, heading, line.definition, staff_id)
            return
        kind, ref = key.split()
        desk = DESK_OF[kind]
        if any(place.id == desk for place in self.app.places):
            self.app.open_desk(desk, (kind, int(ref) if ref.isdecimal() else ref))
        else:
            self.app.say(_("Another desk keeps it; the line says all there is here."))

    def _open_person(self, one: PersonLine) -> None:
        """Ask which of the six, where there are several."""
        board = self._board
        if board is None:
            return
        lines = [line for line, n in zip(board.lines, one.counts, strict=True) if n]
        if len(lines) == 1:
            self._open_of(one, str(lines[0].check))
            return
        counts = dict(zip((str(line.check) for line in board.lines), one.counts, strict=True))
        choices = [
            (str(line.check), f"{line.check.label}  {counts[str(line.check)]}") for line in lines
        ]
        heading = one.name or _("nobody")
        self.ask(Choose(heading, choices, choices[0][0]), partial(self._open_of, one))

    def _open_of(self, one: PersonLine, code: str) -> None:
        lines = self._board.lines if self._board else ()
        for line, count in zip(lines, one.counts, strict=True):
            if str(line.check) == code:
                heading = f"{one.name or _('nobody')}: {line.rule}"
                self._open_behind(line, heading, count, one.staff_id)

    def open_figures(self) -> None:
        """The appraisal's figures by person."""
        from screens.hotline.figures import FiguresPage

        self.app.push_screen(FiguresPage())


def _others(board: Board, check: LetNot, staff_id: int | None) -> list[tuple[str, str]]:
    """What stands behind a check beside the calls, for a choice."""
    from gridterm.today.board import behind

    return [
        (f"{one.kind} {one.ref}", f"{one.title}  {one.words}")
        for one in behind(board, check, staff_id)
    ]


def open_calls(
    page: Page, check: LetNot, heading: str, reason: str, staff_id: int | None = None
) -> None:
    """Show the calls of one check, of everybody or of one person, over ``page``."""
    clock = page.app.clock

    def reading(store: Store) -> Loader:
        from gridterm.hotline.board import listed

        def load(after: object) -> Chunk:
            found = listed(store, check, staff_id, after)  # type: ignore[arg-type]
            now = clock.now()
            return Chunk(tuple(line_of(row, now) for row in found.rows), found.more)

        return load

    def counting(store: Store) -> int:
        from gridterm.hotline.board import count

        return count(store, check, staff_id)

    page.app.push_screen(TicketsPage(heading, reason, reading, counting))


def _read(store: Store) -> Board:
    from gridterm.today.board import board

    return board(store)


def _six_line(line: BoardLine) -> Line:
    style = LATE_STYLE if line.count else GOOD_STYLE
    shown = f"! {line.shown}" if line.count else line.shown
    cells: dict[str, str | Text] = {
        "place": str(line.check.place),
        "count": Text(shown, style=style),
        "rule": line.rule,
        "label": line.check.label,
    }
    return Line(str(line.check), cells, line)


def _person_line(one: PersonLine) -> Line:
    cells: dict[str, str | Text] = {"name": one.name or _("nobody"), "rest": ""}
    for place, number in enumerate(one.counts, 1):
        cells[str(place)] = Text(str(number) if number else ".", style="bold" if number else "dim")
    return Line(str(one.staff_id), cells, one)

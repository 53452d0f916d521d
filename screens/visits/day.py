"""A manager's day: the visits, what was drawn of them, the plan for tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Static

from gridterm.i18n import N_, _, ngettext
from gridterm.text import clean_line
from gridterm.visits.rules import short_home
from screens.commands import Command
from screens.desk import Page
from screens.visits.views import A_DAY, DayTable
from screens.visits.words import (
    BAD,
    GOOD,
    QUIET,
    WAITS,
    ago_words,
    day_words,
    finding_text,
    matter_words,
    of_words,
    outcome_text,
    visit_words,
)
from screens.widgets.bars import Hint
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.registers.terms import StaffView
    from gridterm.store.unit import Store
    from gridterm.visits.terms import DrawView, PlanLine, VisitRow
    from screens.visits.round_reading import Remembered

MOST, PLANNED = 200, 20


@dataclass(frozen=True)
class Found:
    """What a manager did on a day, what was asked for, what was drawn, and what comes next."""

    member: StaffView
    visits: tuple[VisitRow, ...]
    wanted: int
    checks_wanted: int
    draw: DrawView | None
    plan: tuple[PlanLine, ...]


class DayPage(Page):
    """One manager's day.

    Args:
        staff_id: whose.
        day: which.
        remembered: what the last round left; a round entered from here goes on with it.
    """

    CSS_PATH = "../styles/visits.tcss"
    title_id = N_("Day of a manager")
    help_id = N_(
        "A grid manager's visits of a day in the order they were made, what was drawn of them "
        "for the spot check, and who is to be visited next: who was not visited longest comes "
        "first. Enter opens a visit, Ctrl+G the spot check, Ctrl+N enters a round."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "day.open", ("enter",), N_("Open"),
            N_("Open the marked visit."),
            lambda page: page.open_marked(), when=lambda page: page.marked is not None, weight=7,
        ),
        Command(
            "day.round", ("ctrl+n",), N_("Enter a round"),
            N_("Enter visits of this manager, household after household."),
            lambda page: page.enter_round(), weight=8,
        ),
        Command(
            "day.check", ("ctrl+g",), N_("Spot check"),
            N_("Draw the visits that are checked, and record what the checks found."),
            lambda page: page.open_draw(), weight=7,
        ),
        Command(
            "day.print", ("ctrl+p",), N_("Print"),
            N_("Show the plan of this manager as a sheet to be taken along."),
            lambda page: page.print_plan(), when=lambda page: page.found is not None, weight=5,
        ),
        Command(
            "day.earlier", ("pageup",), N_("Day before"),
            N_("The same manager's day before."),
            lambda page: page.turn(-1), weight=4,
        ),
        Command(
            "day.later", ("pagedown",), N_("Next day"),
            N_("The same manager's next day."),
            lambda page: page.turn(1), when=lambda page: page.can_turn, weight=4,
        ),
        Command(
            "day.reload", ("ctrl+r",), N_("Reload"),
            N_("Read it again; the cursor stays."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, staff_id: int, day: date, remembered: Remembered | None = None) -> None:
        super().__init__()
        self.staff_id = staff_id
        self.day = day
        self.found: Found | None = None
        self._remembered = remembered

    def compose_body(self) -> ComposeResult:
        """Head, the visits, and below them the marked one and the plan."""
        yield HintRow(id="day-head")
        yield DayTable(
            (
                Column("time", _("Time"), 5),
                Column("household", _("Household"), 22),
                Column("head", _("Head"), 8),
                Column("result", _("Outcome"), 8),
                Column("check", _("Check"), 12),
                Column("matter", _("Matter")),
            ),
            id="day-visits",
        )
        with Container(id="day-below"):
            with VerticalScroll(id="day-about", can_focus=False):
                yield Static()
            with VerticalScroll(id="day-plan", can_focus=False):
                yield Static()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    @property
    def table(self) -> PagedTable:
        """The visits of the day."""
        return self.query_one(PagedTable)

    @property
    def marked(self) -> VisitRow | None:
        """The visit under the cursor."""
        line = self.table.marked_line if self.is_mounted else None
        return line.record if line is not None else None

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the day."""
        work = partial(_read, self.store, self.staff_id, self.day)
        self.run_service(work, self._use, group="day")

    def _use(self, found: Found) -> None:
        self.found = found
        lines = tuple(_line(row, found.draw) for row in found.visits)
        same = self.table.marked_key
        self.table.nothing = _("No visits are recorded on this day. Ctrl+N enters a round.")
        self.table.show(lambda _after: Chunk(lines))
        if same is not None:
            self.call_after_refresh(self.table.mark, same)
        self._show_head(found)
        self.query_one("#day-plan Static", Static).update(next_words(found))
        self.refresh_bindings()

    def _show_head(self, found: Found) -> None:
        wanted, checks = found.wanted, found.checks_wanted
        visits = len(found.visits)
        checked = found.draw.checked if found.draw is not None else 0
        short = visits < wanted and self.day < self.app.clock.today()
        shown = of_words(visits, wanted)
        words = _("! visits {share}") if short else _("visits {share}")
        left = [
            Hint(f"{found.member.number} {clean_line(found.member.name)}", style="strong",
                 weight=9),
            Hint(day_words(self.day), style="current", weight=9),
            Hint(words.format(share=shown), style="late" if short else "", weight=8),
            Hint(_("checks {share}").format(share=of_words(checked, checks)), weight=8),
        ]  # fmt: skip
        self.query_one("#day-head", HintRow).show(left)

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.refresh_bindings()

    @on(PagedTable.Marked)
    def _rested(self, event: PagedTable.Marked) -> None:
        event.stop()
        words = visit_words(event.line.record) if event.line is not None else plain("")
        self.query_one("#day-about Static", Static).update(words)
        self.refresh_bindings()

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self.open_marked()

    # ── going on ────────────────────────────────────────────────────────────
    def open_marked(self) -> None:
        """The marked visit's page."""
        from screens.visits.visit import VisitPage

        row = self.marked
        if row is not None:
            self.app.push_screen(VisitPage(row.id))

    def enter_round(self) -> None:
        """Enter visits of this manager on this day."""
        from screens.visits.round import RoundPage

        self.app.push_screen(RoundPage(self._remembered, staff_id=self.staff_id, day=self.day))

    def open_draw(self) -> None:
        """The spot check of this day."""
        from screens.visits.draw import DrawPage

        self.app.push_screen(DrawPage(self.staff_id, self.day))

    def print_plan(self) -> None:
        """The plan on paper."""
        from screens.visits.printing import print_plan

        print_plan(self, self.staff_id)

    @property
    def can_turn(self) -> bool:
        """Whether the next day has come."""
        return self.day < self.app.clock.today()

    def turn(self, step: int) -> None:
        """Another day of the same manager."""
        day = self.day + step * A_DAY
        if day <= self.app.clock.today():
            self.day = day
            self.refresh_data()


def next_words(found: Found) -> Text:
    """What was drawn and what it found, then who is to be visited next."""
    told = Text(end="")
    draw = found.draw
    if draw is not None:
        told.append(_("Drawn for the spot check"), "bold")
        if draw.redraws:
            words = ngettext("drawn again {number} time", "drawn again {number} times",
                             draw.redraws)  # fmt: skip
            told.append(f"  ! {words.format(number=draw.redraws)}", BAD)
        for one in draw.visits:
            told.append(f"\n  {short_home(one.visit.household)}  ", "default")
            told.append_text(finding_text(one.check))
        told.append("\n")
    elif found.visits:
        told.append(_("Nothing is drawn yet for the spot check: Ctrl+G.") + "\n", WAITS)
    told.append(_("To be visited next"), "bold")
    for place, line in enumerate(found.plan, 1):
        who = f"{short_home(line.household)} {clean_line(line.head)}"
        told.append(f"\n{place:>3} {who}  ", "default")
        told.append(ago_words(line), QUIET)
    if not found.plan:
        told.append("\n" + _("No household is entered in this manager's grids."), QUIET)
    return told


def _line(row: VisitRow, draw: DrawView | None) -> Line:
    drawn = {one.visit.id: one for one in draw.visits} if draw is not None else {}
    check = finding_text(drawn[row.id].check) if row.id in drawn else Text("", end="")
    return Line(
        str(row.id),
        {
            "time": f"{row.at:%H:%M}" if row.timed else "",
            "household": short_home(row.household),
            "head": clean_line(row.head),
            "result": outcome_text(row.result),
            "check": check,
            "matter": Text(matter_words(row), style=GOOD if row.ticket else "", end=""),
        },
        row,
    )


def _read(store: Store, staff_id: int, day: date) -> Found:
    from gridterm.registers.service import staff_member
    from gridterm.visits.checking import drawn
    from gridterm.visits.planning import day_board, plan
    from gridterm.visits.queries import visits
    from gridterm.visits.terms import VisitFilter

    page = visits(store, VisitFilter(since=day, until=day, staff_id=staff_id), limit=MOST)
    rows = sorted(page.rows, key=lambda row: (row.at, row.id))
    following = store.clock.today() + A_DAY
    board = {one.staff.id: one for one in day_board(store, day)}
    asked = board.get(staff_id)  # whoever is no grid manager and made no visit is not on it
    return Found(
        staff_member(store, staff_id),
        tuple(rows),
        asked.wanted if asked is not None else 0,
        asked.checks_wanted if asked is not None else 0,
        drawn(store, staff_id, day),
        plan(store, staff_id, following, PLANNED),
    )

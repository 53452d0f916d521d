"""One person: the rung on each ladder, why, what would come next, the cases, what is due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.discipline.ladder import Correction, Place
from gridterm.discipline.terms import Standing
from gridterm.discipline.views import CaseRow, PersonPage
from gridterm.errors import GridtermError
from gridterm.i18n import N_, _, ngettext
from screens.commands import Command
from screens.desk import Page
from screens.discipline.eyes import OwnEyes
from screens.discipline.words import (
    BAD,
    LOUD,
    case_columns,
    case_line,
    case_words,
    person_words,
    rung_text,
    rung_words,
)
from screens.registers.view import chunk_of
from screens.widgets.bars import Hint
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Line, PagedTable

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

TALL = 30


class PersonStandingPage(OwnEyes, Page):
    """Where somebody stands.

    Args:
        staff_id: who.
    """

    CSS_PATH = "../styles/discipline.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012 - Textual's form
    title_id = N_("Person and ladders")
    help_id = N_(
        "The rung on each ladder, why, and what a further confirmed case would be. Falsified "
        "visits and the other must-nots climb the same rungs (警告, 严重警告, 建议辞退); "
        "performance has rungs of its own and is never mixed with them. A case stands one rung "
        "above the highest warning received by the day of the incident. What happened before a "
        "warning was served counts with it. A letter is never raised or rewritten: where the "
        "cases that count now give less, a notice of correction is proposed."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "standing.open", ("enter",), N_("Open"),
            N_("Open the marked case."),
            lambda page: page.open_case(), when=lambda page: page.marked is not None, weight=7,
        ),
        Command(
            "standing.correct", ("ctrl+a",), N_("Correct"),
            N_("Carry out the proposed correction: a numbered notice, the old letter is kept."),
            lambda page: page.ask_correct(),
            when=lambda page: page.correction is not None, weight=9,
        ),
        Command(
            "standing.new", ("ctrl+n",), N_("New case"),
            N_("Register a lead about this person."),
            lambda page: page.new(), when=lambda page: page.found is not None, weight=5,
        ),
        Command(
            "standing.print", ("ctrl+p",), N_("Letter"),
            N_("Look at the letter in force of the marked case."),
            lambda page: page.print_letter(), when=lambda page: page.has_letter, weight=6,
        ),
        Command(
            "standing.reload", ("ctrl+r",), N_("Reload"),
            N_("Read the page again."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, staff_id: int) -> None:
        super().__init__()
        self.staff_id = staff_id
        self.found: PersonPage | None = None

    def compose_body(self) -> ComposeResult:
        """Head, ladders, cases, the marked case in words."""
        yield HintRow(id="person-head")
        with VerticalScroll(id="places", can_focus=False):
            yield Static()
        yield PagedTable(case_columns(named=False), id="own-cases")
        with VerticalScroll(classes="about", can_focus=False):
            yield Static()

    def on_mount(self) -> None:
        """The cases have the keys."""
        self._table.nothing = _("No case about this person.")
        self._table.focus()

    @property
    def _table(self) -> PagedTable:
        return self.query_one("#own-cases", PagedTable)

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the person; that somebody looked is recorded."""
        work = partial(_read, self.store, self.app.actor, self.staff_id)
        self.run_service(work, self._use, group="person", failed=self._gone)

    def _gone(self, error: GridtermError) -> None:
        self.dismiss(None)
        self.app.show_error(error)

    def _use(self, found: PersonPage) -> None:
        begun, self.found = self.found is not None, found
        due = len(found.corrections)
        left = [Hint(person_words(found.person), style="strong", weight=9)]
        if due:
            words = ngettext("! {number} correction due", "! {number} corrections due", due)
            left.append(Hint(words.format(number=due), style="late", weight=8))
        right = [Hint(_("Confidential"), style="quiet", weight=4)]
        self.query_one("#person-head", HintRow).show(left, right)
        self.query_one("#places Static", Static).update(_places(found))
        if begun:
            self._table.reload()
        else:
            self._table.show(lambda after: chunk_of(self._lines(), after))
        self.refresh_bindings()

    def _lines(self) -> list[Line]:
        """The cases in their order; those that need a change say so."""
        found = self.found
        return [self._line(one) for one in found.cases] if found is not None else []

    def _line(self, one: CaseRow) -> Line:
        line, standing = case_line(one), self._standing(one)
        if standing is not None and standing.flags & LOUD:
            flag = next(flag for flag in standing.flags if flag in LOUD)
            state = Text(f"! {flag.label}", style=BAD, end="")
            return Line(line.key, {**line.cells, "state": state}, one)
        return line

    def _standing(self, one: CaseRow) -> Standing | None:
        standings = self.found.standings if self.found is not None else ()
        return next((each for each in standings if each.case.id == one.id), None)

    @property
    def marked(self) -> CaseRow | None:
        """The case under the cursor."""
        line = self._table.marked_line if self.is_mounted and self.found is not None else None
        return line.record if line is not None else None

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        one = self.marked
        words = case_words(one, self._standing(one)) if one is not None else plain("")
        self.query_one(".about Static", Static).update(words)
        self.refresh_bindings()

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self.open_case()

    # ── what can be done ────────────────────────────────────────────────────
    def open_case(self) -> None:
        """The marked case; coming from it, back to it."""
        from screens.discipline.case import CasePage

        one = self.marked
        if one is None:
            return
        below = self.app.screen_stack[-2]
        if isinstance(below, CasePage) and below.case_id == one.id:
            self.dismiss(None)
        else:
            self.app.push_screen(CasePage(one.id))

    def new(self) -> None:
        """Register a lead about this person."""
        from screens.discipline.opening import open_about

        open_about(self, self.staff_id)

    @property
    def has_letter(self) -> bool:
        """Whether the marked case has a letter."""
        return self.marked is not None and bool(self.marked.letter)

    def print_letter(self) -> None:
        """The letter in force of the marked case."""
        from screens.discipline.printing import print_letter

        one = self.marked
        if one is not None:
            print_letter(self, one.letter)

    # ── corrections ─────────────────────────────────────────────────────────
    @property
    def correction(self) -> Correction | None:
        """The proposed correction of the marked case, else the first there is."""
        found = self.found.corrections if self.found is not None else ()
        marked = self.marked
        own = (one for one in found if marked is not None and one.case.id == marked.id)
        return next(own, next(iter(found), None))

    def ask_correct(self) -> None:
        """Ask, then carry it out."""
        from screens.discipline.correcting import ask_correction

        one = self.correction
        if one is not None:
            ask_correction(self, one, lambda _case: self.refresh_data(), self._refused)

    def _refused(self, error: GridtermError) -> None:
        self.app.show_error(error)
        self.refresh_data()


def _places(found: PersonPage) -> Text:
    """The proposed corrections, then each ladder: why the person stands there, what is next."""
    words = Text(end="")
    for due in found.corrections:
        told = _("! Letter {letter} ({case}) says {before}; the cases that count give {now}.")
        now = rung_words(due.track, due.level)
        before = rung_words(due.track, due.letter_level)
        told = told.format(letter=due.letter, case=due.case.number, before=before, now=now)
        words.append(f"{told}\n", BAD)
    for one in found.places:
        words.append(f"{one.track.label}  ", "bold")
        words.append(one.why, f"not bold {_shade(one)}")
        words.append(f"  {one.next}\n", "not bold dim")
    words.rstrip()
    return words


def _shade(one: Place) -> str:
    """How loud a rung is: it is said in words beside that."""
    return str(rung_text(one.track, one.level).style) if one.level else ""


def _read(store: Store, reader: Actor, staff_id: int) -> PersonPage:
    from gridterm.discipline.reading import person

    return person(store, reader, staff_id)

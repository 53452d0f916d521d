"""Every case, page by page, by where it stands, its ladder, its clause and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from gridterm.discipline.terms import CaseState, Clause, Track
from gridterm.discipline.views import CaseCursor, CaseFilter, CaseRow
from gridterm.i18n import N_, Term, _
from screens.discipline.case import CasePage
from screens.discipline.eyes import OwnFindOne
from screens.discipline.views import PAGE, DisciplineView
from screens.discipline.words import case_columns, case_line, case_words
from screens.registers.picking import Pick, staff_picks
from screens.widgets.bars import Hint
from screens.widgets.forms import Choice
from screens.widgets.table import Chunk, Column, Line

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

OPEN = "open"
NAMES = ("state", "track", "clause")


def _options(name: str, terms: Sequence[Term]) -> list[tuple[str, str]]:
    every = _("{filter}: all").format(filter=name)
    return [("", every), *((str(one), one.label) for one in terms)]


class CasesView(DisciplineView):
    """The cases, the latest step first."""

    title_id = N_("Cases")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.filter = CaseFilter()
        self._names: dict[str, str] = {}

    def above(self) -> ComposeResult:
        """The filters: arrows change one, Enter lists its choices."""
        states = _options(_("State"), list(CaseState))
        states.insert(1, (OPEN, _("In hand")))
        ladders, clauses = _("Ladder"), _("Clause")
        with Horizontal(classes="filters"):
            yield Choice(states, title=_("State"), id="filter-state")
            yield Choice(_options(ladders, list(Track)), title=ladders, id="filter-track")
            yield Choice(_options(clauses, list(Clause)), title=clauses, id="filter-clause")

    def columns(self) -> Sequence[Column]:
        """Number, day, whose, what, the rung, how it stands."""
        return case_columns()

    # ── reading ─────────────────────────────────────────────────────────────
    def wanted(self) -> object:
        """The filters."""
        return self.filter

    def read(self, store: Store, reader: Actor, after: CaseCursor | None) -> Chunk:
        """A page by SQL."""
        from gridterm.discipline.reading import cases

        page = cases(store, reader, self.filter, after, PAGE)
        lines = [case_line(one, (one.last_event_at, one.id)) for one in page.rows]
        return Chunk(tuple(lines), page.after is not None)

    def count(self, store: Store, reader: Actor) -> int | None:
        """All of them."""
        from gridterm.discipline.reading import count

        return count(store, reader, self.filter)

    def nothing(self) -> str:
        """There is none."""
        if self.filter != CaseFilter():
            return _("No case is like that. Esc takes the filters away.")
        return _("No case yet. Ctrl+N registers a lead.")

    def describe(self, line: Line) -> Text:
        """The case in words."""
        return case_words(line.record)

    # ── filters ─────────────────────────────────────────────────────────────
    def _choice(self, name: str) -> Choice:
        return self.query_one(f"#filter-{name}", Choice)

    @on(Choice.Changed)
    def _filtered(self, event: Choice.Changed) -> None:
        event.stop()
        self._use(self.filter.person_id)

    def find(self) -> None:
        """Show only the cases of somebody."""
        work = partial(_staff, self.desk.store)
        self.desk.run_service(work, self._ask_person, group="people")

    def _ask_person(self, picks: list[Pick]) -> None:
        def use(key: str) -> None:
            self._names = {one.value: one.words for one in picks}
            self._use(int(key))
            self.table.focus()

        self.desk.ask(OwnFindOne(_("Whose cases?"), picks), use)

    def head(self) -> list[Hint]:
        """Whose cases, where it is one person's only."""
        if self.filter.person_id is None or self.refusal:
            return []
        name = self._names.get(str(self.filter.person_id), "")
        words = _("only of {name}").format(name=name)
        return [Hint(words, style="current", weight=8, run=lambda: self._use(None))]

    def _use(self, person_id: int | None) -> None:
        values = {name: self._choice(name).value for name in NAMES}
        opened = values["state"] == OPEN
        self.filter = CaseFilter(
            state="" if opened else values["state"],
            person_id=person_id,
            track=values["track"],
            clause=values["clause"],
            open_only=opened,
        )
        self.reload()

    def narrow(self) -> None:
        """Go to the filters."""
        self._choice(NAMES[0]).focus()

    @property
    def _on_filters(self) -> bool:
        return isinstance(self.screen.focused, Choice)

    def go_back(self) -> bool:
        """From the filters to the list, then every case again."""
        if self._on_filters:
            self.table.focus()
            return True
        if self.filter == CaseFilter():
            return False
        for name in NAMES:
            self._choice(name).value = ""
        self._use(None)
        return True

    @property
    def home(self) -> Widget:
        """The list has the keys."""
        return self.table

    # ── what can be done ────────────────────────────────────────────────────
    def open(self) -> None:
        """The marked case's page."""
        one: CaseRow | None = self.marked
        if one is not None:
            self.office.push_screen(CasePage(one.id))

    @property
    def can_print_it(self) -> bool:
        """Whether the marked case has a letter."""
        return self.can_open and bool(self.marked.letter)

    def print_it(self) -> None:
        """The letter in force of the marked case."""
        from screens.discipline.printing import print_letter

        print_letter(self.desk, self.marked.letter)


def _staff(store: Store) -> list[Pick]:
    from gridterm.registers.service import list_staff

    return staff_picks(list_staff(store, ended=True))

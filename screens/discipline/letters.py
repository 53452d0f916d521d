"""The letters of a year: numbered, never rewritten, each with its case; their register."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import N_, _
from gridterm.text import clean_line
from screens.discipline.case import CasePage
from screens.discipline.views import DisciplineView
from screens.discipline.words import DAY, NONE, QUIET, WAITS, rung_words
from screens.registers.view import chunk_of
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.table import Chunk, Column, Line

if TYPE_CHECKING:
    from gridterm.discipline.letter_paper import RegisterLine
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

YEARS = 10


class LettersView(DisciplineView):
    """Every letter and notice of a year, the newest first."""

    title_id = N_("Letters")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._chosen = 0

    @property
    def year(self) -> int:
        """Whose letters."""
        return self._chosen or self.office.clock.today().year

    def columns(self) -> Sequence[Column]:
        """Number, day, kind, whose, which case, when it was served."""
        return (
            Column("number", _("Number"), 9),
            Column("day", _("Issued on"), 11),
            Column("kind", _("Kind")),
            Column("person", _("Person"), 9),
            Column("rung", _("Rung"), 20, wide=True),
            Column("case", _("Case"), 12),
            Column("served", _("Served"), 11),
        )

    # ── reading ─────────────────────────────────────────────────────────────
    def wanted(self) -> object:
        """The year."""
        return self.year

    def read(self, store: Store, reader: Actor, after: int | None) -> Chunk:
        """All of a year: they are few enough to be read at once."""
        from gridterm.discipline.documents import register

        found = register(store, reader, self.year)
        return chunk_of([_line(one) for one in reversed(found)], after)

    def head(self) -> list[Hint]:
        """The year."""
        words = _("{year}, newest first").format(year=self.year)
        return [Hint(words, style="current", weight=8, run=self.narrow)]

    def nothing(self) -> str:
        """There is none."""
        return _("No letter was issued in {year}.").format(year=self.year)

    def describe(self, line: Line) -> Text:
        """The letter in full."""
        one: RegisterLine = line.record
        told = Text(f"{one.number}  {one.kind.label}", style="bold", end="")
        told.append(f"  {clean_line(f'{one.staff_number} {one.name}')}  {one.case}", "not bold")
        told.append(f"\n{one.track.label}  {_rung(one)}", "not bold")
        if one.refers_to:
            corrects = _("It corrects letter {number}.").format(number=one.refers_to)
            told.append(f"\n{corrects}", "not bold")
        if one.in_force and one.served is None:
            told.append("\n" + _("Not served yet: print it and serve it."), f"not bold {WAITS}")
        elif not one.in_force and not one.refers_to:
            told.append("\n" + _("Not in force any more; it is kept as it is."), "not bold dim")
        return told

    # ── what can be done ────────────────────────────────────────────────────
    def narrow(self) -> None:
        """Choose another year."""
        this = self.office.clock.today().year
        years = [(str(year), str(year)) for year in range(this, this - YEARS, -1)]
        self.desk.ask(Choose(_("Which year?"), years, str(self.year)), self._use)

    def _use(self, year: str) -> None:
        self._chosen = int(year)
        self.reload()

    def open(self) -> None:
        """The case of the marked letter."""
        one: RegisterLine | None = self.marked
        if one is not None:
            work = partial(_case_id, self.desk.store, self.office.actor, one.case)
            self.desk.run_service(work, self._open, group="case")

    def _open(self, case_id: int) -> None:
        self.office.push_screen(CasePage(case_id))

    @property
    def can_print_it(self) -> bool:
        """Whether a letter is marked."""
        return self.can_open

    def print_it(self) -> None:
        """The marked letter before it is printed."""
        from screens.discipline.printing import print_letter

        print_letter(self.desk, self.marked.number)

    @property
    def can_print_register(self) -> bool:
        """Whether there is a register to see."""
        return not self.refusal

    def print_register(self) -> None:
        """The register of the year before it is printed."""
        from screens.discipline.printing import print_register

        print_register(self.desk, self.year)


def _case_id(store: Store, reader: Actor, number: str) -> int:
    from gridterm.discipline.reading import case_id_of

    return case_id_of(store, reader, number)


def _rung(one: RegisterLine) -> str:
    words = rung_words(one.track, one.level)
    return _("revoked") if words == NONE else words


def _line(one: RegisterLine) -> Line:
    style = "" if one.in_force else QUIET
    served = f"{one.served.on:{DAY}}" if one.served is not None else ""
    return Line(
        one.number,
        {
            "number": one.number,
            "day": f"{one.issued_on:{DAY}}",
            "kind": Text(one.kind.label, style=style, end=""),
            "person": clean_line(one.name),
            "rung": Text(_rung(one), style=style, end=""),
            "case": one.case,
            "served": served,
        },
        one,
    )

"""The people with their rung on each ladder, their open cases, the corrections due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.discipline.terms import PerformanceRung, Rung, Track
from gridterm.discipline.views import PersonRow
from gridterm.i18n import N_, _, ngettext
from gridterm.registers.rules import grid_number
from gridterm.text import clean_line
from screens.discipline.eyes import OwnFindOne
from screens.discipline.opening import open_about, open_standing
from screens.discipline.views import DisciplineView
from screens.discipline.words import BAD, QUIET, WAITS, person_words, rung_text, rung_words
from screens.registers.picking import Pick
from screens.registers.view import chunk_of
from screens.widgets.bars import Hint
from screens.widgets.table import Chunk, Column, Line

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

LADDERS: tuple[tuple[Track, str, str], ...] = (
    (Track.VISITS, "visits", N_("False visits")),
    (Track.MUST_NOTS, "must_nots", N_("Must-nots")),
    (Track.PERFORMANCE, "performance", N_("Performance")),
)
"""The ladders, the fields of ``PersonRow`` that hold their rungs, and their short names."""


class PeopleView(DisciplineView):
    """Everybody, each with a rung per ladder; the performance ladder beside the others."""

    title_id = N_("Persons")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._people: tuple[PersonRow, ...] = ()

    def columns(self) -> Sequence[Column]:
        """Who, the rung on each ladder, what is open, what is due."""
        return (
            Column("name", _("Name"), 9),
            Column("grid", _("Grid"), 7, wide=True),
            *(Column(field, _(name)) for _track, field, name in LADDERS),
            Column("open", _("In hand"), 7, right=True),
            Column("due", _("Amend"), 6, right=True),
        )

    def read(self, store: Store, reader: Actor, after: int | None) -> Chunk:
        """All of them: they are few enough to be read at once."""
        from gridterm.discipline.reading import people

        self._people = people(store, reader)
        return chunk_of([*map(_line, self._people)], after)

    def head(self) -> list[Hint]:
        """How many stand on each rung, and what waits."""
        if self.refusal:
            return []
        found = self._people
        due = sum(one.corrections for one in found)
        pieces = []
        if due:
            words = ngettext("! {number} correction due", "! {number} corrections due", due)
            pieces.append(Hint(words.format(number=due), style="late", weight=9))
        for level, rung in enumerate(Rung, 1):
            number = sum(max(one.visits, one.must_nots) == level for one in found)
            if number:
                pieces.append(Hint(f"{rung.label} {number}", weight=8))
        for level, measure in enumerate(PerformanceRung, 1):
            number = sum(one.performance == level for one in found)
            if number:
                pieces.append(Hint(f"{measure.label} {number}", style="quiet", weight=5))
        nobody = _("Nobody is on a rung.") if found else ""
        return pieces or ([Hint(nobody, weight=8)] if nobody else [])

    def nothing(self) -> str:
        """There is nobody."""
        return _("Nobody has a case that you see.")

    def describe(self, line: Line) -> Text:
        """The person with every ladder in words."""
        one: PersonRow = line.record
        told = Text(person_words(one.person), style="bold", end="")
        told.append(f"  {clean_line(one.grid)}", "not bold")
        if one.left:
            told.append("  " + _("left"), f"not bold {QUIET}")
        for track, field, _name in LADDERS:
            rung = rung_words(track, getattr(one, field))
            words = _("{title}: {value}").format(title=track.label, value=rung)
            told.append(f"\n{words}", "not bold")
        if one.corrections:
            words = ngettext(
                "! {number} letter says more than the cases that count now give.",
                "! {number} letters say more than the cases that count now give.",
                one.corrections,
            )
            told.append("\n" + words.format(number=one.corrections), BAD)
        return told

    # ── what can be done ────────────────────────────────────────────────────
    def open(self) -> None:
        """The marked person's page."""
        one: PersonRow | None = self.marked
        if one is not None:
            open_standing(self.desk, one.person.id)

    def new(self) -> None:
        """Register a lead about the marked person."""
        one: PersonRow | None = self.marked
        open_about(self.desk, one.person.id if one is not None else None)

    @property
    def can_find(self) -> bool:
        """Whether there is anybody to find."""
        return bool(self._people) and not self.refusal

    def find(self) -> None:
        """Go to somebody by number or name."""
        picks = [
            Pick(str(one.person.id), person_words(one.person), (one.person.number, one.person.name))
            for one in self._people
        ]
        self.desk.ask(OwnFindOne(_("Find"), picks), self._go)

    def _go(self, key: str) -> None:
        self.table.mark(key)
        self.table.focus()


def _line(one: PersonRow) -> Line:
    style = QUIET if one.left else ""
    cells: dict[str, str | Text] = {
        "name": Text(clean_line(one.person.name), style=style, end=""),
        "grid": Text(grid_number(one.grid), style=style, end=""),
        "open": Text(str(one.open_cases or ""), style=WAITS, end=""),
        "due": Text(f"! {one.corrections}" if one.corrections else "", style=BAD, end=""),
    }
    for track, field, _name in LADDERS:
        cells[field] = rung_text(track, getattr(one, field))
    return Line(str(one.person.id), cells, one)

"""The letters that were issued: numbered, never rewritten, each with its case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from gridterm.i18n import N_, _
from gridterm.text import clean_line
from screens.discipline.views import PAGE, DisciplineView
from screens.discipline.words import DAY, QUIET, person_words, rung_words
from screens.widgets.table import Chunk, Column, Line

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store


class LettersView(DisciplineView):
    """Every letter and notice, the newest first."""

    title_id = N_("Letters")

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

    def read(self, store: Store, reader: Actor, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
        """A page by SQL."""
        from gridterm.discipline.reading import letters

        page = letters(store, reader, after, PAGE)
        return Chunk(tuple(map(_line, page.rows)), page.after is not None)

    def nothing(self) -> str:
        """There is none."""
        return _("No letter was issued yet.")

    def describe(self, line: Line) -> Text:
        """The letter in full."""
        one: IssuedLetter = line.record
        told = Text(f"{one.letter.number}  {one.letter.kind.label}", style="bold", end="")
        told.append(f"  {person_words(one.person)}  {one.case}", "not bold")
        rung = rung_words(one.track, one.letter.level)
        told.append(f"\n{rung}  {one.letter.issuer}", "not bold")
        if one.letter.refers_to:
            corrects = _("It corrects letter {number}.").format(number=one.letter.refers_to)
            told.append(f"\n{corrects}", "not bold")
        if not one.letter.in_force:
            told.append("\n" + _("Not in force any more; it is kept as it is."), "not bold dim")
        return told

    # ── what can be done ────────────────────────────────────────────────────
    def open(self) -> None:
        """The case of the marked letter."""
        one: IssuedLetter | None = self.marked
        if one is not None:
            self.at_desk.open_case(one.case_id)

    @property
    def can_print_it(self) -> bool:
        """Whether a letter is marked."""
        return self.can_open

    def print_it(self) -> None:
        """The marked letter before it is printed."""
        from screens.discipline.printing import print_letter

        print_letter(self.desk, self.marked.letter.number)


def _line(one: IssuedLetter) -> Line:
    letter = one.letter
    style = "" if letter.in_force else QUIET
    return Line(
        letter.number,
        {
            "number": letter.number,
            "day": f"{letter.issued_at:{DAY}}",
            "kind": Text(letter.kind.label, style=style, end=""),
            "person": clean_line(one.person.name),
            "rung": rung_words(one.track, letter.level),
            "case": one.case,
            "served": f"{one.served_on:{DAY}}" if one.served_on else "",
        },
        one,
        (letter.issued_at, letter.id),
    )

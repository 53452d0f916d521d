"""The six must-nots and the six let-nots as the office has them, and their posters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from gridterm.i18n import N_, _
from screens.discipline.views import DisciplineView
from screens.discipline.words import WAITS
from screens.registers.view import chunk_of
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.table import Chunk, Column, Line

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

MUST_NOTS, LET_NOTS = "must-nots", "let-nots"
SIZES = ("A4", "A3")


class RulesView(DisciplineView):
    """The texts on the wall; everybody may read them and print them."""

    title_id = N_("Rules")
    for_all = True

    def columns(self) -> Sequence[Column]:
        """Which rule, its number, its words."""
        return (
            Column("rule", _("Rule"), 14),
            Column("place", _("No."), 4, right=True),
            Column("text", _("Text")),
        )

    def read(self, store: Store, reader: Actor, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
        """The twelve."""
        from gridterm.discipline.clauses import clauses
        from gridterm.hotline.letnots import LetNot, rule

        del store, reader
        lines = [
            _line(MUST_NOTS, _("Six must-nots"), one.place, one.text, one.note) for one in clauses()
        ]
        lines += [_line(LET_NOTS, _("Six let-nots"), one.place, rule(one)) for one in LetNot]
        return chunk_of(lines, after)

    def head(self) -> list[Hint]:
        """What this is."""
        words = _("As they hang on the wall; Ctrl+P shows the posters.")
        return [Hint(words, style="quiet", weight=8)]

    def describe(self, line: Line) -> Text:
        """The rule in full, and where its text is in doubt."""
        text, note = line.record
        told = Text(text, style="bold", end="")
        if note:
            told.append(f"\n! {note}", f"not bold {WAITS}")
        return told

    # ── posters ─────────────────────────────────────────────────────────────
    @property
    def can_print_it(self) -> bool:
        """The posters are for everybody."""
        return True

    def print_it(self) -> None:
        """Choose a poster and its size, and look at it."""
        names = (
            (MUST_NOTS, _("Poster of the six must-nots")),
            (LET_NOTS, _("Poster of the six let-nots")),
        )
        lines = [
            (f"{poster} {size}", f"{name}  {size}") for poster, name in names for size in SIZES
        ]
        marked = self.table.marked_key or ""
        chosen = f"{marked.partition(':')[0]} {SIZES[0]}"
        self.desk.ask(Choose(_("Which poster?"), lines, chosen), self._show)

    def _show(self, key: str) -> None:
        from screens.discipline.printing import print_poster

        poster, size = key.split()
        print_poster(self.desk, poster, size)


def _line(rule: str, name: str, place: int, text: str, note: str = "") -> Line:
    shown = f"! {text}" if note else text
    cells = {"rule": name, "place": str(place), "text": shown}
    return Line(f"{rule}:{place}", cells, (text, note))

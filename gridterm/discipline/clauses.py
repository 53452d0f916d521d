"""The texts of the six must-nots (六不准, RULEBOOK §6): as shipped, or the office's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gridterm.discipline.terms import Clause
from gridterm.i18n import CHINESE, language
from gridterm.resources import resource
from gridterm.settings import Settings


@dataclass(frozen=True)
class ClauseText:
    """A clause as it is shown; ``note`` says where its text is in doubt, else it is empty."""

    clause: Clause
    text: str
    note: str = ""

    @property
    def place(self) -> int:
        """Its number, 1 to 6."""
        return self.clause.place


def clauses(own: Mapping[Clause, str] | None = None) -> tuple[ClauseText, ...]:
    """The six in their order, in the language in use.

    Args:
        own: texts the office has set itself; they stand without the note, as somebody has
            looked at them.
    """
    return tuple(_text(one, (own or {}).get(one, "").strip()) for one in Clause)


def clauses_of(current: Settings) -> tuple[ClauseText, ...]:
    """The six in the office's wording (settings ``rules.must_not_1`` to ``_6``)."""
    return clauses({one: current.text(f"rules.must_not_{one.place}") for one in Clause})


def _text(clause: Clause, own: str) -> ClauseText:
    if own:
        return ClauseText(clause, own)
    shipped = _shipped()[str(clause)]
    spoken = "zh" if language() == CHINESE else "en"
    return ClauseText(clause, shipped[spoken], shipped.get(f"note_{spoken}", ""))


@cache
def _shipped() -> dict[str, dict[str, str]]:
    found = json.loads(resource("rules/six_must_nots.json").read_text("utf-8"))["six_must_nots"]
    return {one["code"]: one for one in found}

"""Cases, rungs and flags in words: what lists and pages of the desk have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.discipline.terms import (
    CaseState,
    Clause,
    Flag,
    Source,
    Standing,
    Track,
    rung_of,
    rungs,
)
from gridterm.discipline.views import CaseRow
from gridterm.i18n import Term, _
from gridterm.text import clean_line, width
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.discipline.views import CaseCursor
    from gridterm.registers.terms import Person

NONE = "-"
BAD = "bold red"
WAITS = "bold yellow"
QUIET = "dim"
DAY = "%Y-%m-%d"
WHEN = "%Y-%m-%d %H:%M"
RUNNING = (CaseState.REPORTED, CaseState.INVESTIGATING, CaseState.CONFIRMED, CaseState.APPEALED)
"""States in which somebody has to do something."""
ENDED = frozenset({CaseState.UNFOUNDED, CaseState.WITHDRAWN, CaseState.REVOKED})
LOUD = frozenset({Flag.NEEDS_CHANGE, Flag.UNSERVED})
"""Flags somebody has to act on."""


def widest(terms: Iterable[Term]) -> int:
    """How wide the widest of them is in the language in use."""
    return max(width(one.label) for one in terms)


def rung_words(track: Track, level: int) -> str:
    """A rung by its name, ``-`` for none."""
    rung = rung_of(track, level)
    return rung.label if rung else NONE


def rung_text(track: Track, level: int) -> Text:
    """A rung by its name; the last of its ladder stands out."""
    if not level:
        return Text(NONE, style=QUIET, end="")
    last = level >= len(rungs(track))
    return Text(rung_words(track, level), style=BAD if last else WAITS, end="")


def state_text(state: CaseState) -> Text:
    """Where a case stands; what somebody has to do stands out."""
    style = WAITS if state in RUNNING else QUIET if state in ENDED else ""
    return Text(state.label, style=style, end="")


def clause_words(clause: Clause | None, track: Track) -> str:
    """What is broken: the clause with its number, else the ladder."""
    if clause is None:
        return track.label
    return f"{clause.place} {clause.label}"


def person_words(person: Person) -> str:
    """Number and name."""
    return clean_line(f"{person.number} {person.name}")


def flag_words(flags: Iterable[Flag]) -> list[Text]:
    """Every flag in words, in the order they are listed; those to act on stand out."""
    found = frozenset(flags)
    return [
        Text(f"! {one.label}", style=BAD, end="") if one in LOUD else Text(one.label, end="")
        for one in Flag
        if one in found
    ]


# ── cases in lists ──────────────────────────────────────────────────────────
def case_columns(*, named: bool = True) -> tuple[Column, ...]:
    """Number, day, whose, what, the rung, how it stands.

    Args:
        named: whether the list is of several people.
    """
    person = (Column("person", _("Person"), 8),) if named else ()
    return (
        Column("number", _("Number"), 11),
        Column("day", _("Happened on"), 11),
        *person,
        Column("clause", _("What is broken")),
        Column("rung", _("Rung")),
        Column("source", _("Source"), min(20, widest(Source)), wide=True),
        Column("letter", _("Letter"), 9, wide=True),
        Column("state", _("State"), widest(CaseState)),
    )


def case_line(one: CaseRow, cursor: CaseCursor | None = None) -> Line:
    """A case as a row of a list."""
    return Line(
        str(one.id),
        {
            "number": one.number,
            "day": f"{one.incident_on:{DAY}}",
            "person": clean_line(one.person.name),
            "clause": clause_words(one.clause, one.track),
            "rung": rung_text(one.track, one.level),
            "source": one.source.label,
            "letter": one.letter,
            "state": state_text(one.state),
        },
        one,
        cursor,
    )


def case_words(one: CaseRow, standing: Standing | None = None) -> Text:
    """A case in some lines: what it is, what happened, why its rung, its flags."""
    told = Text(f"{one.number}  {person_words(one.person)}  ", style="bold", end="")
    told.append_text(state_text(one.state))
    told.append(f"\n{clause_words(one.clause, one.track)}  {one.source.label}", "not bold")
    if one.letter:
        letter = _("letter {number}").format(number=one.letter)
        told.append(f"  {rung_words(one.track, one.level)}  {letter}", "not bold")
    told.append(f"\n{clean_line(one.matter)}", "not bold")
    if standing is not None:
        told.append(f"\n{standing.why}", "not bold")
        for flag in flag_words(standing.flags):
            told.append("\n")
            told.append_text(flag)
    return told

"""Discipline on the command line: cases and people read, letters and the register printed.

A case is read by somebody who may see it, so all of these take an operator.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk, Options
from gridterm.cli.printing import HERE, Wanted, produce
from gridterm.discipline.terms import CaseState, Clause, Track, rung_of
from gridterm.discipline.views import CaseFilter
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridterm.discipline.views import CaseDetail, CaseRow, PersonPage
    from gridterm.store.unit import Store

DISCIPLINE = Desk(
    "discipline", N_("Cases of discipline: lead, evidence, decision, letter, appeal.")
)
DEFAULT_LIMIT = 50
MOST = 100_000
FIRST_YEAR, LAST_YEAR = 2000, 2999

Number = Annotated[
    str, Argument(metavar=N_("CASE"), help=N_("The case's number, like JL-2026-001."))
]
LetterNumber = Annotated[
    str, Argument(metavar=N_("LETTER"), help=N_("The letter's number, like 2026-001."))
]
Who = Annotated[str, Argument(metavar=N_("WHO"), help=N_("Number, name or pinyin initials."))]


@dataclass(frozen=True)
class Which(Options):
    """Which cases, as typed."""

    state: Annotated[
        str, Option(metavar=N_("STATE"), help=N_("reported, decided, served and so on."))
    ] = ""
    about: Annotated[str, Option(metavar=N_("WHO"), help=N_("Only cases about them."))] = ""
    track: Annotated[
        str, Option(metavar=N_("LADDER"), help=N_("visits, must_nots or performance."))
    ] = ""
    clause: Annotated[
        str, Option(metavar=N_("CLAUSE"), help=N_("falsify, gifts, shirk and so on."))
    ] = ""
    only_open: Annotated[
        bool, Option("--open", help=N_("Only those with something still to be done."))
    ] = False


def _filter(store: Store, which: Which) -> CaseFilter:
    return CaseFilter(
        state=str(values.code(CaseState, which.state, "--state")) if which.state else "",
        person_id=values.staff_of(store, which.about, ended=True).id if which.about else None,
        track=str(values.code(Track, which.track, "--track")) if which.track else "",
        clause=str(values.code(Clause, which.clause, "--clause")) if which.clause else "",
        open_only=which.only_open,
    )


# ── cases ───────────────────────────────────────────────────────────────────
@DISCIPLINE.command("list", N_("List the cases you may see, the latest step first."), changes=True)
def list_(
    call: Call,
    *,
    which: Which,
    limit: Annotated[str, Option(metavar=N_("COUNT"), help=N_("How many at most."))] = str(
        DEFAULT_LIMIT
    ),
) -> None:
    """List cases."""
    from gridterm.discipline import reading

    most = values.whole(limit, "--limit", 1, MOST)
    with call.office() as store:
        wanted, reader = _filter(store, which), call.actor(store)
        page = reading.cases(store, reader, wanted, limit=most)
        count = reading.count(store, reader, wanted) if page.after else len(page.rows)
    if call.json:
        output.as_json({"count": count, "shown": len(page.rows), "cases": page.rows})
        return
    _table(page.rows)
    output.line(
        _("{shown} of {count} cases.").format(shown=len(page.rows), count=count)
        if page.after
        else ngettext("{count} case.", "{count} cases.", count).format(count=count)
    )


def _table(rows: Sequence[CaseRow]) -> None:
    output.table(
        rows,
        (
            (_("Number"), lambda one: one.number),
            (_("State"), lambda one: one.state.label),
            (_("Person"), lambda one: f"{one.person.number} {one.person.name}"),
            (_("Ladder"), lambda one: one.track.label),
            (_("Clause"), lambda one: one.clause.label if one.clause else ""),
            (_("Happened on"), lambda one: one.incident_on),
            (_("Measure"), lambda one: rung_words(one.track, one.level)),
            (_("Letter"), lambda one: one.letter),
            (_("Matter"), lambda one: one.matter),
        ),
    )


def rung_words(track: Track, level: int) -> str:
    """A rung in a word, nothing for 0."""
    rung = rung_of(track, level)
    return rung.label if rung else ""


@DISCIPLINE.command("show", N_("Show a case: steps, evidence, letters, its rung."), changes=True)
def show(call: Call, number: Number) -> None:
    """Show a case."""
    from gridterm.discipline import reading

    with call.office() as store:
        reader = call.actor(store)
        told = reading.case(store, reader, reading.case_id_of(store, reader, number))
    if call.json:
        output.as_json(case_plain(told))
    else:
        _print_case(told)


def case_plain(told: CaseDetail) -> dict[str, object]:
    """A case as JSON: what is shown of it, its standing in words."""
    plain: dict[str, object] = output.plain(replace(told, standing=None, corrections=()))
    standing = told.standing
    plain.pop("facts"), plain.pop("corrections")
    return plain | {
        "letter_in_force": told.facts.letter if told.facts.given else "",
        "served_on": told.facts.served_on,
        "appealed_on": told.facts.appealed_on,
        "findings": told.facts.findings,
        "standing": {
            "level": standing.level,
            "why": standing.why,
            "flags": sorted(standing.flags),
        }
        if standing
        else None,
    }


def _print_case(told: CaseDetail) -> None:
    row = told.row
    output.pairs(
        (
            (_("Number"), row.number),
            (_("State"), row.state.label),
            (_("Person"), f"{row.person.number} {row.person.name}"),
            (_("Ladder"), row.track.label),
            (_("Clause"), row.clause.label if row.clause else ""),
            (_("Source"), row.source.label),
            (_("Happened on"), row.incident_on),
            (_("Came to light"), told.discovered_on),
            (_("Matter"), row.matter),
            (_("Case reported by"), told.reporter),
            (_("Investigated by"), told.investigator),
            (_("Statement"), told.statement),
            (_("Statement until"), told.answer_until),
            (_("Case decided by"), told.decider),
            (_("Measure"), rung_words(row.track, row.level)),
            (_("By the ladder"), told.due_why),
        )
    )
    _print_parts(told)


def _print_parts(told: CaseDetail) -> None:
    """Its steps, evidence and letters, and what can be done now."""
    output.line("")
    for event in told.events:
        head = f"{output.shown(event.at)}  {event.step.label}  {event.actor}".rstrip()
        output.pairs(((head, event.words or event.state.label),))
    for one in told.evidence:
        output.line("")
        changed = _("{title} (changed afterwards)").format(title=one.title)
        output.line(one.title if one.intact else changed)
        output.pairs(one.lines)
    if told.letters:
        output.line("")
        output.table(
            told.letters,
            (
                (_("Letter"), lambda one: one.number),
                (_("Kind"), lambda one: one.kind.label),
                (_("Measure"), lambda one: rung_words(told.row.track, one.level)),
                (_("Corrects"), lambda one: one.refers_to),
                (_("Issued"), lambda one: one.issued_at),
                (_("By"), lambda one: one.issuer),
                (_("In force"), lambda one: _("yes") if one.in_force else _("no")),
            ),
        )
    possible = [one.label for one in told.steps if one not in told.refusals]
    if possible:
        output.line("")
        output.line(_("Possible now: {steps}").format(steps=_(", ").join(possible)))


# ── people ──────────────────────────────────────────────────────────────────
@DISCIPLINE.command("people", N_("List who stands on which rung, the highest first."), changes=True)
def people(call: Call) -> None:
    """List the people with a case."""
    from gridterm.discipline import reading

    with call.office() as store:
        found = reading.people(store, call.actor(store))
    if call.json:
        output.as_json({"count": len(found), "people": found})
        return
    output.table(
        found,
        (
            (_("Person"), lambda one: f"{one.person.number} {one.person.name}"),
            (_("Grid"), lambda one: one.grid),
            (Track.VISITS.label, lambda one: rung_words(Track.VISITS, one.visits)),
            (Track.MUST_NOTS.label, lambda one: rung_words(Track.MUST_NOTS, one.must_nots)),
            (Track.PERFORMANCE.label, lambda one: rung_words(Track.PERFORMANCE, one.performance)),
            (_("Open cases"), lambda one: one.open_cases or ""),
            (_("Corrections due"), lambda one: one.corrections or ""),
            (_("Has left"), lambda one: _("yes") if one.left else ""),
        ),
    )
    output.line(ngettext("{count} person.", "{count} people.", len(found)).format(count=len(found)))


@DISCIPLINE.command(
    "person", N_("Show somebody's rungs: why, what would come next, their cases."), changes=True
)
def person(call: Call, who: Who) -> None:
    """Show a person's page."""
    from gridterm.discipline import reading

    with call.office() as store:
        reader = call.actor(store)
        told = reading.person(store, reader, values.staff_of(store, who, ended=True).id)
    if call.json:
        output.as_json(_person_plain(told))
    else:
        _print_person(told)


def _person_plain(told: PersonPage) -> dict[str, object]:
    return {
        "person": told.person,
        "places": [
            {"track": one.track, "level": one.level, "why": one.why, "next": one.next}
            for one in told.places
        ],
        "cases": told.cases,
        "corrections": [
            {
                "case": one.case.number,
                "letter": one.letter,
                "letter_level": one.letter_level,
                "level": one.level,
            }
            for one in told.corrections
        ],
    }


def _print_person(told: PersonPage) -> None:
    output.line(f"{told.person.number} {told.person.name}")
    for place in told.places:
        output.line("")
        output.pairs(
            (
                (place.track.label, rung_words(place.track, place.level) or _("none")),
                (_("Why"), place.why),
                (_("Next"), place.next),
            )
        )
    output.line("")
    _table(told.cases)
    for one in told.corrections:
        output.line(
            _("{case} needs a change: letter no. {letter} says {given}, due is {rung}.").format(
                case=one.case.number,
                letter=one.letter,
                given=rung_words(one.track, one.letter_level),
                rung=rung_words(one.track, one.level) or _("none"),
            )
        )


# ── letters ─────────────────────────────────────────────────────────────────
@DISCIPLINE.command("letter", N_("Show or print a letter as it was issued."), changes=True)
def letter(
    call: Call,
    number: LetterNumber,
    *,
    receipt: Annotated[
        bool, Option("--receipt", help=N_("Its receipt of service instead."))
    ] = False,
    wanted: Wanted,
) -> None:
    """Show a letter or its receipt, or make it."""
    from gridterm.discipline import documents

    with call.office() as store:
        reader = call.actor(store)
        if receipt:
            made = documents.receipt_of(store, reader, number, by=reader.name)
        else:
            made = documents.letter_of(store, reader, number)
    produce(call, made, wanted or replace(wanted, text=HERE))


@DISCIPLINE.command("register", N_("Show or print the register of a year's letters."), changes=True)
def register(
    call: Call,
    *,
    year: Annotated[str, Option(metavar=N_("YEAR"), help=N_("The year; else this one."))] = "",
    wanted: Wanted,
) -> None:
    """Show the register, or make it."""
    from gridterm.discipline import documents

    which = values.whole(year, "--year", FIRST_YEAR, LAST_YEAR) if year else None
    with call.office() as store:
        reader = call.actor(store)
        if call.json and not wanted:
            lines = documents.register(store, reader, which or store.clock.today().year)
            output.as_json({"count": len(lines), "letters": lines})
            return
        made = documents.register_of_letters(store, reader, which, by=reader.name)
    produce(call, made, wanted or replace(wanted, text=HERE))

"""The sheet of one case: its path as a bar, its facts, evidence, letters and steps as texts."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from gridterm.discipline.terms import CaseState, CaseStep, LetterKind
from gridterm.discipline.views import CaseDetail, EventView, EvidenceView, LetterView
from gridterm.i18n import N_, _, ngettext
from gridterm.text import clean, clean_line, pad, width
from screens.discipline.words import (
    BAD,
    DAY,
    QUIET,
    WHEN,
    clause_words,
    flag_words,
    person_words,
    rung_words,
)
from screens.widgets.stages import Stage

NAME_CELLS = 14
PATH: tuple[tuple[CaseStep, str], ...] = (
    (CaseStep.REPORT, N_("Report")),
    (CaseStep.INVESTIGATE, N_("Probe")),
    (CaseStep.CONFIRM, N_("True")),
    (CaseStep.DECIDE, N_("Ruling")),
    (CaseStep.SERVE, N_("Served")),
    (CaseStep.APPEAL, N_("Appeal")),
)
"""The path a case goes when it is found true; what the appeal came to stands behind it."""
BEGINNING = (CaseStep.REPORT, CaseStep.INVESTIGATE)
NOT_TRUE = (CaseStep.UNFOUNDED, CaseStep.WITHDRAW)
OUTCOMES = {
    CaseStep.UPHOLD: N_("Upheld"),
    CaseStep.CHANGE: N_("Lowered"),
    CaseStep.REVOKE: N_("Revoked"),
}


# ── the path ────────────────────────────────────────────────────────────────
def path(one: CaseDetail) -> list[Stage]:
    """The stages with when and by whom each was reached."""
    last = _last_of_each(one)
    ended = next((last[step] for step in NOT_TRUE if step in last), None)
    if ended is not None:
        begun = [
            _stage(name, last.get(step)) for step, name in PATH if step in BEGINNING or step in last
        ]
        return [*begun, Stage(ended.state.label, _stamp(ended), reached=True)]
    stages = [_stage(name, last.get(step)) for step, name in PATH]
    outcome = max((last[step] for step in OUTCOMES if step in last), key=_seq, default=None)
    told = _(OUTCOMES[outcome.step]) if outcome is not None else _("Outcome")
    return [*stages, Stage(told, _stamp(outcome), reached=outcome is not None)]


def _last_of_each(one: CaseDetail) -> dict[CaseStep, EventView]:
    """The latest event of each step; a restored case has none of revoking any more."""
    last: dict[CaseStep, EventView] = {}
    for event in one.events:
        if event.step is CaseStep.RESTORE:
            last.pop(CaseStep.REVOKE, None)
        last[event.step] = event
    if one.row.state is CaseState.DECIDED:  # a change before the service is no outcome yet
        last.pop(CaseStep.CHANGE, None)
    return last


def _seq(event: EventView) -> int:
    return event.seq


def _stage(name: str, event: EventView | None) -> Stage:
    return Stage(_(name), _stamp(event), reached=event is not None)


def _stamp(event: EventView | None) -> str:
    return f"{event.at:%m-%d} {clean_line(event.actor)}".strip() if event is not None else ""


# ── what is known ───────────────────────────────────────────────────────────
def facts_words(one: CaseDetail) -> Text:
    """The fields that hold something, a line each."""
    facts, row = one.facts, one.row
    served = f"{facts.served_on:{DAY}}" if facts.served_on else ""
    appealed = f"{facts.appealed_on:{DAY}}" if facts.appealed_on else ""
    decided = f"{facts.decided_on:{DAY}} {one.decider}" if facts.decided_on else ""
    asked = f"{facts.asked_at:{WHEN}}" if facts.asked_at else ""
    until = f"{one.answer_until:{DAY}}" if one.answer_until and not facts.stated else ""
    return _pairs(
        (
            (_("Person"), person_words(row.person)),
            (_("Ladder"), row.track.label),
            (_("Clause"), clause_words(row.clause, row.track) if row.clause else ""),
            (_("Source"), row.source.label),
            (_("Happened on"), f"{row.incident_on:{DAY}}"),
            (_("Found out on"), f"{one.discovered_on:{DAY}}"),
            (_("Findings"), str(facts.findings) if facts.findings > 1 else ""),
            (_("Registered by"), one.reporter),
            (_("Looked into by"), one.investigator),
            (_("Asked to speak"), asked),
            (_("May speak to"), until),
            (CaseState.DECIDED.label, decided),
            (_("Rung"), rung_words(row.track, row.level) if row.level else ""),
            (_("Letter"), row.letter),
            (_("Served"), served),
            (_("Appeal made"), appealed),
        )
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> Text:
    lines = [(name, clean_line(value)) for name, value in pairs if value]
    cells = min(NAME_CELLS, max(width(name) for name, _value in lines)) + 1
    words = Text(end="")
    for name, value in lines:
        words.append("\n" if words else "")
        words.append(f"{pad(name, cells - 1)} ", QUIET)
        words.append(value)
    return words


def ladder_words(one: CaseDetail) -> Text:
    """What the case comes to on its ladder and why; the flags in words."""
    words = Text(_("On the ladder"), style="bold", end="")
    standing = one.standing
    if standing is not None and standing.counts:
        words.append(f"\n{standing.why}", "not bold")
    elif one.due:
        rung = rung_words(one.row.track, one.due)
        due = _("If it is found true: {rung}").format(rung=rung)
        words.append(f"\n{due}", "not bold")
        words.append(f"\n{one.due_why}" if one.due_why else "", "not bold")
    elif standing is not None:
        words.append(f"\n{standing.why}", "not bold")
    for flag in flag_words(standing.flags if standing is not None else ()):
        words.append("\n")
        words.append_text(flag)
    return words


def refused_words(one: CaseDetail) -> Text:
    """What its state would let be done and is not possible now, each with the reason."""
    if not one.refusals:
        return Text(end="")
    words = Text(_("Not possible now"), style="bold", end="")
    for why in dict.fromkeys(one.refusals.values()):
        names = _(", ").join(step.label for step, told in one.refusals.items() if told == why)
        words.append("\n" + _("{name}: {why}").format(name=names, why=why), "not bold")
    return words


# ── what happened ───────────────────────────────────────────────────────────
def matter_words(one: CaseDetail) -> Text:
    """What happened, and what the person says."""
    words = Text(_("What happened"), style="bold", end="")
    words.append(f"\n{clean(one.row.matter)}", "not bold")
    words.append("\n\n" + _("What the person says"), "bold")
    if one.statement:
        words.append(f"\n{clean(one.statement)}", "not bold")
    elif one.facts.stated:
        words.append("\n" + _("The person makes no statement."), "not bold")
    elif one.facts.asked_at is None:
        words.append("\n" + _("Not asked for yet."), f"not bold {QUIET}")
    else:
        words.append("\n" + _("Asked for, nothing yet."), f"not bold {QUIET}")
    return words


def evidence_words(found: Iterable[EvidenceView]) -> Text:
    """Every piece as it was when it was taken; one that was changed since says so."""
    pieces = tuple(found)
    if not pieces:
        return Text(_("No evidence yet."), style=QUIET, end="")
    title = ngettext("Evidence ({number} piece)", "Evidence ({number} pieces)", len(pieces))
    words = Text(title.format(number=len(pieces)), style="bold", end="")
    for place, one in enumerate(pieces, 1):
        taken = _("copied {when}").format(when=f"{one.taken_at:{WHEN}}")
        words.append(f"\n{place}. {clean_line(one.title)}  ", "not bold")
        words.append(f"{taken}  ", f"not bold {QUIET}")
        if one.intact:
            words.append(_("intact"), f"not bold {QUIET}")
        else:
            words.append(_("! changed after it was taken: do not rely on it"), BAD)
        for name, value in one.lines:
            told = _("{title}: {value}").format(title=clean_line(name), value=clean(value))
            words.append(f"\n   {told}", "not bold")
    return words


def letters_words(found: Iterable[LetterView]) -> Text:
    """The letters that were issued; the one in force is marked."""
    letters = tuple(found)
    if not letters:
        return Text(end="")
    words = Text(_("Letters"), style="bold", end="")
    for one in letters:
        words.append(f"\n{letter_line(one)}", "not bold" if one.in_force else f"not bold {QUIET}")
    return words


def letter_line(one: LetterView) -> str:
    """A letter in a line: number, kind, day, what it corrects, whether it is in force."""
    words = f"{one.number}  {one.kind.label}  {one.issued_at:{DAY}}"
    if one.kind is LetterKind.CORRECTION and one.refers_to:
        words += "  " + _("of {number}").format(number=one.refers_to)
    return words + "  " + _("in force") if one.in_force else words


def steps_words(one: CaseDetail) -> Text:
    """Every step so far, the first on top."""
    words = Text(_("Steps"), style="bold", end="")
    for event in one.events:
        late = "" if event.at == event.recorded_at else f" ({event.recorded_at:%m-%d %H:%M})"
        head = f"{event.at:{WHEN}}{late}  {event.step.label}  {clean_line(event.actor)}"
        words.append(f"\n{head}  -> {event.state.label}", "not bold")
        for line in clean(event.words).split("\n") if event.words else ():
            words.append(f"\n  {line}", "not bold")
    return words

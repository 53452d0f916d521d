"""Why a case stands on its rung, and what would come next, in sentences (RULEBOOK §6)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gridterm.discipline.terms import CaseFacts, CaseState, Flag, Standing, rung_of, rungs
from gridterm.i18n import _

if TYPE_CHECKING:
    from gridterm.discipline.ladder import Place


def why(one: Standing) -> str:
    """Why a case has its level; whole sentences."""
    return _joined(_plain(one), *_remarks(one))


def _plain(one: Standing) -> str:
    rung = label(one, one.level)
    if not one.counts:
        return _idle(one.case)
    if one.with_case is not None:
        if Flag.SAME_CHECK in one.flags:
            return _("It counts with {case}: the findings of one check are one step.").format(
                case=one.with_case.number
            )
        return _(
            "It counts with {case} ({rung}): on {day} that warning had not been served yet, and "
            "a warning cannot be ignored before it is received."
        ).format(case=one.with_case.number, rung=rung, day=day(one.case.incident_on))
    if one.rests_on is not None:
        return _climbed(one, one.rests_on)
    return _("{rung}: no warning was in force on {day}.").format(
        rung=rung, day=day(one.case.incident_on)
    )


def _climbed(one: Standing, below: CaseFacts) -> str:
    if below.served_on is None:
        return _("{rung}: it happened on {day}, after {case} had been found true.").format(
            rung=label(one, one.level), day=day(one.case.incident_on), case=below.number
        )
    return _(
        "{rung}: it happened on {day}, when the warning of {case}, served on {served}, "
        "was in force."
    ).format(
        rung=label(one, one.level),
        day=day(one.case.incident_on),
        case=below.number,
        served=day(below.served_on),
    )


def _idle(case: CaseFacts) -> str:
    if case.state is CaseState.APPEALED:
        return _("It does not count while the appeal suspends it.")
    state = case.state.label if case.state else _("not registered yet")
    return _("It does not count on the ladder: {state}.").format(state=state)


def _remarks(one: Standing) -> list[str]:
    """What the flags add to the sentence."""
    below = one.rests_on.number if one.rests_on else ""
    given, rung = label(one, one.letter_level), label(one, one.level)
    words = {
        Flag.STARTS_HIGHER: _("The matter is serious and starts on a higher rung."),
        Flag.AGGRAVATED: _("Several findings of one check are one step; they are aggravating."),
        Flag.UNSERVED: _("The letter of {case} is not served yet; serve it first.").format(
            case=below
        ),
        Flag.SAME_DAY: _("It happened on the day of service: check that it was after it."),
        Flag.EARLIER_FOUND: _("An earlier matter was served later; this letter stays as it is."),
        Flag.HELD: _("By the cases known now it would be higher; a letter is never raised."),
        Flag.NEEDS_CHANGE: _(
            "Its letter says {given}, the cases that count now give {rung}: a notice of "
            "correction is proposed, the old letter is kept."
        ).format(given=given, rung=rung),
        Flag.UNDER_APPEAL: _("An appeal is pending; it does not stop the effect."),
    }
    return [text for flag, text in words.items() if flag in one.flags]


def why_here(place: Place) -> str:
    """Why a person stands on that rung."""
    step = place.step
    if step is None:
        return _("No warning is in force on this ladder.")
    rung = rung_of(place.track, step.level)
    told = {"rung": rung.label if rung else "", "case": step.case.number}
    if step.case.served_on is None:
        return _("{rung} by {case}; its letter is not served yet.").format(**told)
    served = day(step.case.served_on)
    if step.last is None:
        return _("{rung} by {case}, served on {served}.").format(**told, served=served)
    return _("{rung} by {case}, served on {served}, in force to {last}.").format(
        **told, served=served, last=day(step.last)
    )


def what_next(place: Place) -> str:
    """What a further confirmed case would be."""
    coming = place.next_rung.label
    if place.step is None:
        return _("A confirmed case would be the first step: {rung}.").format(rung=coming)
    if place.step.case.served_on is None:
        return _(
            "What happens before the letter is served counts with {case}; after that a further "
            "confirmed case would be: {rung}."
        ).format(case=place.step.case.number, rung=coming)
    if place.level == len(rungs(place.track)):
        return _("This is the last rung; a further confirmed case stays on it.")
    return _("A further confirmed case would be: {rung}.").format(rung=coming)


def label(one: Standing, level: int) -> str:
    """The rung's name in the language in use."""
    rung = rung_of(one.track, level)
    return rung.label if rung else ""


def day(one: date) -> str:
    """A day as sentences show it."""
    return one.isoformat()


def _joined(*sentences: str) -> str:
    told, *more = sentences
    for one in more:
        told = _("{sentence} {more}").format(sentence=told, more=one)
    return told

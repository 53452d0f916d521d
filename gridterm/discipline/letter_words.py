"""The sentences of a letter of discipline, made once when it is issued (RULEBOOK §6).

Each says what was found, which rule it breaks, what the person answered, why this level, what
was decided and by whom, what a further case would mean, and how to appeal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gridterm.discipline.clauses import ClauseText
from gridterm.discipline.terms import (
    CaseStep,
    LetterKind,
    PerformanceRung,
    Rung,
    Track,
    rung_of,
    rungs,
)
from gridterm.i18n import CHINESE, _, language, ngettext
from gridterm.printing.document import Office
from gridterm.printing.wording import chinese_number


@dataclass(frozen=True)
class Facts:
    """What a letter is about, cleaned; ``letters.content`` says what each part is."""

    kind: LetterKind
    number: str
    refers_to: str
    issued_on: date
    office: str
    street: str
    name: str
    staff_number: str
    post: str
    grid: str
    case: str
    clause: ClauseText | None
    track: Track
    level: int
    was: int
    step: CaseStep
    incident_on: date
    matter: str
    findings: int
    statement: str
    decided_by: str
    reason: str
    basis: str
    appeal_days: int
    unit: str

    @property
    def rung(self) -> str:
        """The rung it gives, in a word."""
        return _rung(self.track, self.level)

    @property
    def rung_before(self) -> str:
        """The rung before a correction; empty where it is not known."""
        return _rung(self.track, self.was)

    @property
    def to_unit(self) -> bool:
        """Whether it goes to the competent unit, and speaks of the person."""
        return self.kind is LetterKind.DISMISSAL

    @property
    def about_dismissal(self) -> bool:
        """Whether the letter that is corrected proposed to dismiss, or one holds again that did."""
        last = len(rungs(self.track))
        return self.track is not Track.PERFORMANCE and last in {self.level, self.was}


def day_words(day: date) -> str:
    """A day on paper."""
    # Translators: a day on paper; Chinese: {year}年{month}月{day}日
    return _("{year}-{month:02d}-{day:02d}").format(year=day.year, month=day.month, day=day.day)


def addressee(facts: Facts) -> str:
    """The line a letter begins with; empty where the unit is to be written by hand."""
    if facts.to_unit:
        return _("{addressee}:").format(addressee=facts.unit) if facts.unit else ""
    return _("{addressee}:").format(addressee=named(facts))


def named(facts: Facts) -> str:
    """The person with post, number and grid."""
    number = _("staff no. {number}").format(number=facts.staff_number) if facts.staff_number else ""
    more = ""
    for one in filter(None, (facts.post, number, facts.grid)):
        # Translators: what is told of a person in a letter; Chinese: {told}，{more}
        more = _("{told}, {more}").format(told=more, more=one) if more else one
    # Translators: a name with a time or a reason; Chinese: {name}（{more}）
    return _("{name} ({more})").format(name=facts.name, more=more) if more else facts.name


def signoff(facts: Facts) -> list[str]:
    """Who issues it and when."""
    office = Office(facts.office, facts.street).full_name
    return [*filter(None, (office,)), day_words(facts.issued_on)]


def copies(facts: Facts) -> str:
    """Who else must hear of it."""
    if facts.to_unit:
        return _("Copy to: {names}").format(names=facts.name)
    if facts.kind is LetterKind.CORRECTION and facts.unit and facts.about_dismissal:
        return _("Copy to: {names}").format(names=facts.unit)
    return ""


def note(facts: Facts) -> str:
    """A remark under the letter where the clause it quotes is in doubt."""
    if facts.clause is None or not facts.clause.note:
        return ""
    return _(
        "Note: the printed text of this clause is corrupt; the wording quoted above is the one the "
        "office goes by."
    )


def paragraphs(facts: Facts) -> list[str]:
    """The text of a letter, a paragraph each; line breaks as they were typed."""
    if facts.kind is LetterKind.CORRECTION:
        told = _correction(facts)
    elif facts.to_unit:
        told = _proposal(facts)
    else:
        told = _notice(facts)
    return [one for one in told if one]


# ── to the person ───────────────────────────────────────────────────────────
def _notice(facts: Facts) -> list[str]:
    """A warning, a severe warning or a measure on performance."""
    return [
        _(
            "The community office looked into case {case} and found the following, "
            "of {day}, to be true:"
        ).format(case=facts.case, day=day_words(facts.incident_on)),
        facts.matter,
        _broken(facts),
        _several(facts),
        _("Before the decision you were heard. You stated: {statement}").format(
            statement=facts.statement
        )
        if facts.statement
        else _("Before the decision you were asked for a statement; you made none."),
        _why(facts),
        _decision(facts),
        _coming(facts),
        _appeal(facts),
    ]


def _broken(facts: Facts) -> str:
    if facts.clause is None:
        return _("This falls short of the duties of your post.") if not facts.to_unit else ""
    place = facts.clause.place
    return _("This breaks no. {place} of the six must-nots: “{text}”.").format(
        place=chinese_number(place) if language() == CHINESE else place, text=facts.clause.text
    )


def _several(facts: Facts) -> str:
    if facts.findings <= 1:
        return ""
    return _("The check had {count} findings; they count as one step and are aggravating.").format(
        count=facts.findings
    )


def _why(facts: Facts) -> str:
    return _("Why this level: {basis}").format(basis=facts.basis) if facts.basis else ""


def _decision(facts: Facts) -> str:
    told = (
        _("As decided by {name}, you are hereby given: {rung}.")
        if facts.decided_by
        else _("You are hereby given: {rung}.")
    ).format(name=facts.decided_by, rung=facts.rung)
    return _with_reason(told, facts.reason)


def _with_reason(told: str, reason: str) -> str:
    if not reason:
        return told
    return _("{sentence} Reason: {reason}").format(sentence=told, reason=reason)


def _coming(facts: Facts) -> str:
    """What a further case would mean, or what this one needs to take effect."""
    rung = rung_of(facts.track, facts.level)
    words = {
        Rung.WARNING: _(
            "Once the six must-nots are broken there is a warning, the second time a severe "
            "warning; the third time the competent unit is asked to dismiss. Please correct "
            "yourself."
        ),
        Rung.SEVERE: _(
            "If the six must-nots are broken once more and it is found true, the competent unit "
            "is asked to dismiss you. Please correct yourself at once."
        ),
        PerformanceRung.REMOVAL: _(
            "The removal is carried out by whoever has the power to, in the procedure that is "
            "prescribed."
        ),
    }
    return words.get(rung, "") if rung else ""


def _appeal(facts: Facts) -> str:
    return ngettext(
        "If you disagree you can appeal to the community office within {days} day of receiving "
        "this, in writing or by word of mouth. Somebody else than who decided will review it.",
        "If you disagree you can appeal to the community office within {days} days of receiving "
        "this, in writing or by word of mouth. Somebody else than who decided will review it.",
        facts.appeal_days,
    ).format(days=facts.appeal_days)


# ── to the competent unit ───────────────────────────────────────────────────
def _proposal(facts: Facts) -> list[str]:
    """The letter that proposes to dismiss somebody; the unit decides."""
    return [
        _(
            "The community office looked into case {case} about {person} and found the "
            "following, of {day}, to be true:"
        ).format(case=facts.case, person=named(facts), day=day_words(facts.incident_on)),
        facts.matter,
        _broken(facts),
        _several(facts),
        _("Before the decision {name} was heard and stated: {statement}").format(
            name=facts.name, statement=facts.statement
        )
        if facts.statement
        else _("Before the decision {name} was asked for a statement and made none.").format(
            name=facts.name
        ),
        _why(facts),
        _proposed(facts),
        _(
            "The decision is yours, by law and regulation. Please tell us in writing what you "
            "decide."
        ),
        ngettext(
            "{name} receives a copy and can appeal to the community office within {days} day of "
            "receiving it. We would inform you of the outcome.",
            "{name} receives a copy and can appeal to the community office within {days} days of "
            "receiving it. We would inform you of the outcome.",
            facts.appeal_days,
        ).format(name=facts.name, days=facts.appeal_days),
    ]


def _proposed(facts: Facts) -> str:
    told = (
        _(
            "By the rule of the six must-nots (once a warning, twice a severe warning, three "
            "times dismissal is proposed), and as decided by {decider}, we propose that you "
            "dismiss {name}."
        )
        if facts.decided_by
        else _(
            "By the rule of the six must-nots (once a warning, twice a severe warning, three "
            "times dismissal is proposed), we propose that you dismiss {name}."
        )
    ).format(decider=facts.decided_by, name=facts.name)
    return _with_reason(told, facts.reason)


# ── corrections ─────────────────────────────────────────────────────────────
def _correction(facts: Facts) -> list[str]:
    """A notice that a letter was lowered, revoked, or holds again."""
    return [
        _(
            "Letter no. {number} in case {case}, about the matter of {day}, was reviewed and is "
            "corrected as follows."
        ).format(number=facts.refers_to, case=facts.case, day=day_words(facts.incident_on)),
        _("The matter: {matter}").format(matter=facts.matter) if facts.matter else "",
        _broken(facts) if facts.step is not CaseStep.REVOKE and facts.clause else "",
        _corrected(facts),
        _why(facts),
        _("The letter that is corrected is kept in the files as it is."),
        _review(facts),
    ]


def _corrected(facts: Facts) -> str:
    told = _outcome(facts).format(number=facts.refers_to, rung=facts.rung, before=facts.rung_before)
    if facts.decided_by:
        told = _("As decided by {decider}: {sentence}").format(
            decider=facts.decided_by, sentence=told
        )
    return _with_reason(told, facts.reason)


def _outcome(facts: Facts) -> str:
    if facts.step is CaseStep.REVOKE:
        return _(
            "The decision of letter no. {number} is revoked. It has no effect and counts for "
            "nothing later."
        )
    if facts.step is CaseStep.RESTORE:
        return _("The revocation is taken back. The decision holds again: {rung}.")
    if facts.rung_before:
        return _("The decision is changed from {before} to {rung}.")
    return _("The decision is changed to: {rung}.")


def _review(facts: Facts) -> str:
    """How to object to a correction that still gives a rung."""
    if facts.step is CaseStep.REVOKE:
        return ""
    return ngettext(
        "If you disagree you can ask the community office for a review within {days} day of "
        "receiving this.",
        "If you disagree you can ask the community office for a review within {days} days of "
        "receiving this.",
        facts.appeal_days,
    ).format(days=facts.appeal_days)


def _rung(track: Track, level: int) -> str:
    rung = rung_of(track, level)
    return rung.label if rung else ""

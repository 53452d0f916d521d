"""The codes of discipline with their texts (RULEBOOK §6), and a case as its rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gridterm.i18n import N_, Term


class Clause(Term):
    """The six must-nots (六不准) in a word each; their full texts are in ``clauses``."""

    FALSIFY = "falsify", N_("Falsifying")
    GIFTS = "gifts", N_("Gifts and banquets")
    SHIRK = "shirk", N_("Shirking and delaying")
    DISCLOSE = "disclose", N_("Disclosing private matters")
    ABUSE_AREA = "abuse_area", N_("Unlawful acts in one's area")
    REMARKS = "remarks", N_("Remarks that harm the work")

    @property
    def place(self) -> int:
        """Its number in the rule book, 1 to 6."""
        return list(type(self)).index(self) + 1


class Track(Term):
    """Which ladder a case counts on.

    Falsified visits and the other must-nots climb the same rungs, counted apart unless the
    office joins them; performance has rungs of its own and is never mixed with either.
    """

    VISITS = "visits", N_("Falsified visits")
    MUST_NOTS = "must_nots", N_("Six must-nots")
    PERFORMANCE = "performance", N_("Performance of duty")


class Rung(Term):
    """The ladder of warnings, lowest first."""

    WARNING = "warning", N_("Written warning")
    SEVERE = "severe", N_("Severe warning")
    DISMISSAL = "dismissal", N_("Dismissal proposed")


class PerformanceRung(Term):
    """The second ladder, lowest first."""

    TALK = "talk", N_("Talk and reminder")
    CRITICISM = "criticism", N_("Criticism made public")
    PAY = "pay", N_("Performance pay withheld")
    REMOVAL = "removal", N_("Removal from the post")


class Source(Term):
    """Where a case came from."""

    SPOT_CHECK = "spot_check", N_("Check of a visit")
    TICKET = "ticket", N_("A call to the hotline")
    ATTENDANCE = "attendance", N_("Attendance records")
    OTHER = "other", N_("Another source")


class LetterKind(Term):
    """What is printed and numbered."""

    WARNING = "warning", N_("Letter of warning")
    SEVERE = "severe", N_("Letter of severe warning")
    DISMISSAL = "dismissal", N_("Letter proposing dismissal")
    MEASURE = "measure", N_("Letter on performance")
    CORRECTION = "correction", N_("Notice of correction")
    RECEIPT = "receipt", N_("Receipt of service")


class CaseState(Term):
    """Where a case stands."""

    REPORTED = "reported", N_("Lead registered")
    INVESTIGATING = "investigating", N_("Under investigation")
    UNFOUNDED = "unfounded", N_("Found untrue")
    WITHDRAWN = "withdrawn", N_("Report taken back")
    CONFIRMED = "confirmed", N_("Found true")
    DECIDED = "decided", N_("Decision made")
    SERVED = "served", N_("Letter served")
    APPEALED = "appealed", N_("Under appeal")
    UPHELD = "upheld", N_("Decision upheld")
    CHANGED = "changed", N_("Decision changed")
    REVOKED = "revoked", N_("Decision revoked")


class CaseStep(Term):
    """What can be done to a case."""

    REPORT = "report", N_("Register the lead")
    INVESTIGATE = "investigate", N_("Start the investigation")
    EVIDENCE = "evidence", N_("Add evidence")
    ASK = "ask", N_("Ask for the person's statement")
    STATE = "state", N_("Record the person's statement")
    UNFOUNDED = "unfounded", N_("Find it untrue")
    WITHDRAW = "withdraw", N_("Take the report back")
    CONFIRM = "confirm", N_("Find it true")
    DECIDE = "decide", N_("Decide on the level")
    SERVE = "serve", N_("Serve the letter")
    APPEAL = "appeal", N_("Register the appeal")
    UPHOLD = "uphold", N_("Uphold the decision")
    CHANGE = "change", N_("Lower the level")
    REVOKE = "revoke", N_("Revoke the decision")
    RESTORE = "restore", N_("Take the revocation back")


EFFECTIVE = frozenset(
    {
        *(CaseState.CONFIRMED, CaseState.DECIDED, CaseState.SERVED),
        *(CaseState.APPEALED, CaseState.UPHELD, CaseState.CHANGED),
    }
)
"""States in which a case counts; an appeal that suspends the effect takes it out."""
DECIDED_STATES = frozenset(EFFECTIVE - {CaseState.CONFIRMED})
"""States in which a decision holds."""


class Flag(Term):
    """Something about a case's level that a person should see."""

    AGGRAVATED = "aggravated", N_("Several findings in one check: aggravating")
    SAME_CHECK = "same_check", N_("Counts with another finding of the check")
    BEFORE_SERVICE = "before_service", N_("Happened before the warning was served")
    EARLIER_FOUND = "earlier_found", N_("An earlier matter came to light; unchanged")
    HELD = "held", N_("The letter says less; it is never raised")
    NEEDS_CHANGE = "needs_change", N_("Needs a change")
    UNDER_APPEAL = "under_appeal", N_("Appeal pending")
    STARTS_HIGHER = "starts_higher", N_("Serious: starts higher")
    LAST_RUNG = "last_rung", N_("The last rung")
    UNSERVED = "unserved", N_("Rests on a letter not served yet")
    SAME_DAY = "same_day", N_("On the day of service: check the hour")


@dataclass(frozen=True)
class CaseFacts:
    """What is known of one case; ``state`` is None before it is registered.

    ``level`` is the rung (1 is the lowest) the letter in force gives, 0 before a decision;
    ``letter`` its number and ``letters`` all numbers the case ever had. ``lowest`` is the rung a
    serious category starts at. ``check`` names the check that found it: all findings of one
    check are one step; ``findings`` counts the facts. ``served_on`` is when the warning was
    received. ``suspended`` says that the appeal stops the effect; ``before_revocation`` is where
    a revoked case goes back to. Nothing in it names a grid: a case belongs to the person.
    """

    id: int = 0
    number: str = ""
    state: CaseState | None = None
    track: Track = Track.MUST_NOTS
    clause: Clause | None = None
    source: Source = Source.OTHER
    person_id: int = 0
    reporter_id: int | None = None
    investigator_id: int | None = None
    incident_on: date = date.min
    confirmed_on: date | None = None
    served_on: date | None = None
    check: str = ""
    findings: int = 1
    evidence: int = 0
    lowest: int = 1
    asked_at: datetime | None = None
    stated: bool = False
    decider_id: int | None = None
    decided_on: date | None = None
    level: int = 0
    letter: str = ""
    letters: tuple[str, ...] = ()
    suspended: bool = False
    appealed_on: date | None = None
    before_revocation: CaseState | None = None
    finder_id: int | None = None

    @property
    def effective(self) -> bool:
        """Whether it counts on its ladder."""
        return self.state in EFFECTIVE and not (self.state is CaseState.APPEALED and self.suspended)

    @property
    def given(self) -> int:
        """The rung of the letter in force; 0 while no decision holds."""
        return self.level if self.state in DECIDED_STATES else 0


@dataclass(frozen=True)
class Evidence:
    """A copy of a record as it was; ``content`` is its canonical JSON, ``digest`` its SHA-256."""

    subject: str
    taken_at: datetime
    content: str
    digest: str


@dataclass(frozen=True)
class Standing:
    """What a case comes to on its ladder.

    ``level`` is the rung by the cases that count now (0: it does not count), ``letter_level`` the
    one its letter gives, which nothing here ever changes. ``with_case`` is the case it counts
    with, ``rests_on`` the case whose warning lies below; ``why`` says it in a sentence.
    """

    case: CaseFacts
    track: Track
    level: int
    letter_level: int
    with_case: CaseFacts | None = None
    rests_on: CaseFacts | None = None
    flags: frozenset[Flag] = frozenset()

    @property
    def counts(self) -> bool:
        """Whether it counts at all."""
        return self.level > 0

    @property
    def is_step(self) -> bool:
        """Whether it is a step of its own, and not one with another case."""
        return self.counts and self.with_case is None

    @property
    def rung(self) -> Rung | PerformanceRung | None:
        """The rung's name, None where it does not count."""
        return rung_of(self.track, self.level)

    @property
    def why(self) -> str:
        """Why this level, in the user's language."""
        from gridterm.discipline.explaining import why

        return why(self)


def rungs(track: Track) -> tuple[Rung, ...] | tuple[PerformanceRung, ...]:
    """The rungs of a ladder, lowest first."""
    return tuple(PerformanceRung) if track is Track.PERFORMANCE else tuple(Rung)


def rung_of(track: Track, level: int) -> Rung | PerformanceRung | None:
    """The rung of a level, 1 the lowest; None for 0."""
    return rungs(track)[level - 1] if level else None

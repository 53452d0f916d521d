"""The visits' codes with their texts, and the values that go in and out (RULEBOOK §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from gridterm.i18n import N_, Term
from gridterm.registers.terms import Person


class Purpose(Term):
    """Why somebody goes (去有目的), in the order they are offered."""

    ROUTINE = "routine", N_("Routine visit")
    INFORM = "inform", N_("Inform of policies")
    SAFETY = "safety", N_("Look at safety")
    CARE = "care", N_("Care and help")
    MEDIATE = "mediate", N_("Mediate a dispute")
    REVISIT = "revisit", N_("Return on a matter")
    REGISTER = "register", N_("Check the register")


class Outcome(Term):
    """What came of a visit."""

    MET = "met", N_("Met")
    NOBODY = "nobody", N_("Nobody home")
    REFUSED = "refused", N_("Not let in")


class Source(Term):
    """How a visit came into the office."""

    TYPED = "typed", N_("Typed in")
    IMPORT = "import", N_("Imported")


class Contact(Term):
    """What kind of contact with a household a line of its history is."""

    VISIT = "visit", N_("Visit")
    CALL = "call", N_("Call")


class Finding(Term):
    """What the check of a visit found (抽查结果)."""

    TRUE = "true", N_("True")
    MISMATCH = "mismatch", N_("Does not agree")
    FALSIFIED = "falsified", N_("Falsified")
    UNREACHED = "unreached", N_("Not reached")

    @property
    def counts(self) -> bool:
        """Whether the visit is checked with it: who was not reached was not asked."""
        return self is not Finding.UNREACHED

    @property
    def amiss(self) -> bool:
        """Whether the record and what the household said do not agree."""
        return self in {Finding.MISMATCH, Finding.FALSIFIED}


class Way(Term):
    """How a visit was checked."""

    DOOR = "door", N_("At the door")
    PHONE = "phone", N_("By phone")


@dataclass(frozen=True)
class VisitForm:
    """A visit as typed.

    ``staff_id`` is who went, ``day`` and ``at`` when (None: today, now; a day before today
    without ``at`` has no time); ``make_ticket`` lets the matter become a ticket (its channel
    走访, ``proactive``) in the same save. ``confidential`` asks for that: then the words stand
    in the confidential ticket alone, and the visit keeps none.
    """

    household_id: int | None
    staff_id: int | None
    purpose: str = Purpose.ROUTINE
    matter: str = ""
    feedback: str = ""
    result: str = Outcome.MET
    day: date | None = None
    at: datetime | None = None
    make_ticket: bool = False
    ticket_kind: str = "help"
    confidential: bool = False


@dataclass(frozen=True)
class VisitFilter:
    """Which visits: of days, a person, a grid, a household, by outcome or a text.

    ``with_matter`` are only those with a matter; ``ended`` shows corrected and void ones too.
    """

    since: date | None = None
    until: date | None = None
    staff_id: int | None = None
    grid_id: int | None = None
    household_id: int | None = None
    result: str = ""
    with_matter: bool = False
    text: str = ""
    ended: bool = False


@dataclass(frozen=True)
class VisitEndView:
    """That a visit holds no more; ``by_id`` is the one that corrects it, None where it is void."""

    at: datetime
    actor: str
    reason: str
    by_id: int | None


@dataclass(frozen=True)
class VisitRow:
    """A visit in a list; ``ticket`` is the number of the call it became, ``""`` for none.

    A visit whose ticket is ``confidential`` says so in place of its matter, and gives no
    feedback. ``at`` at midnight means that the time is not known (``timed``). ``late`` marks a
    visit that was typed in on a later day; ``corrects_id`` is the row it stands in for.
    """

    id: int
    day: date
    at: datetime
    staff: Person
    grid_id: int | None
    grid: str
    household_id: int
    household: str
    head: str
    purpose: Purpose
    matter: str
    feedback: str
    result: Outcome
    ticket_id: int | None
    ticket: str
    ended: VisitEndView | None = None
    confidential: bool = False
    late: bool = False
    corrects_id: int | None = None

    @property
    def timed(self) -> bool:
        """Whether the time of day is known."""
        return self.at.time() != time()


@dataclass(frozen=True)
class VisitDetail:
    """A visit with who recorded it, what it corrects, and its checks, every result of them."""

    row: VisitRow
    source: Source
    recorded_at: datetime
    recorder: str
    corrects_id: int | None
    checks: tuple[CheckView, ...] = ()


VisitCursor = tuple[date, int]
"""Where the next page of a list goes on: day and id of the last row."""


@dataclass(frozen=True)
class VisitPage:
    """A page of visits, the newest first; ``after`` is None on the last page."""

    rows: tuple[VisitRow, ...]
    after: VisitCursor | None


@dataclass(frozen=True)
class HistoryLine:
    """A contact with a household: a visit, or a call that came of one or from its phones.

    ``who`` went, or took the call; ``words`` is what it was about. ``outcome`` is a visit's,
    ``state`` a call's state in words. Confidential calls are not in a history.
    """

    kind: Contact
    at: datetime
    who: str
    words: str
    outcome: Outcome | None
    state: str
    visit_id: int | None
    ticket_id: int | None
    ticket: str


@dataclass(frozen=True)
class ManagerDay:
    """A manager's day: n of ``wanted`` visits, n of ``checks_wanted`` checks.

    ``wanted`` is 0 on a day off (``working`` is false), and for who walks no household: a grid
    without homes, a newcomer without a grid.
    ``drawn`` is how many visits the latest draw drew, 0 where nobody has drawn yet; ``checked``
    counts visits with a result (not reached is none), ``amiss`` those that do not agree or were
    falsified, each by its latest result.
    """

    staff: Person
    grid: str
    day: date
    visits: int
    wanted: int
    met: int
    matters: int
    drawn: int
    checked: int
    checks_wanted: int
    amiss: int
    working: bool = True


@dataclass(frozen=True)
class PlanLine:
    """A household to be visited: the longest not visited first, and why it is here."""

    household_id: int
    household: str
    head: str
    phone: str
    last_day: date | None
    days: int | None
    reason: str


@dataclass(frozen=True)
class Coverage:
    """How far a grid was covered in a span of days (不漏楼、不漏户、不漏人).

    Households that exist now, an empty home too; ``visited`` and ``met`` in the span, ``never``
    ever. ``buildings`` are those of the grid now, also without a household that was entered.
    ``visits`` counts visits made in the grid, to households that are gone too. ``share`` is None
    where there are no households. ``grid_id`` 0 holds the homes in no grid.
    """

    grid_id: int
    grid: str
    managers: tuple[str, ...]
    households: int
    visited: int
    met: int
    never: int
    buildings: int
    buildings_visited: int
    visits: int

    @property
    def share(self) -> float | None:
        """Visited households of all, 0 to 1."""
        return self.visited / self.households if self.households else None


@dataclass(frozen=True)
class CheckForm:
    """What a check found; ``reason`` is asked for where an earlier result is corrected."""

    result: str
    said: str
    way: str = Way.PHONE
    checked_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class CheckView:
    """The check of a visit; ``seq`` above 1 corrects the one before."""

    id: int
    draw_id: int
    visit_id: int
    seq: int
    result: Finding
    way: Way
    said: str
    reason: str
    checked_on: date
    checked_at: datetime
    checker: str


@dataclass(frozen=True)
class DrawnVisit:
    """A visit that was drawn, with its check where there is one; ``mark`` orders it."""

    visit: VisitRow
    mark: str
    check: CheckView | None


@dataclass(frozen=True)
class DrawView:
    """A draw: its seed, from how many it was drawn, and what was drawn, in that order.

    ``later`` is how many visits of that day were recorded after the draw; ``redraws`` how often
    the day was drawn again. ``among_ids`` are the ids it was drawn from, rising: with ``seed``
    they give the same draw to anyone.
    """

    id: int
    staff: Person
    day: date
    turn: int
    seed: str
    reason: str
    among: int
    drawn_at: datetime
    actor: str
    visits: tuple[DrawnVisit, ...]
    later: int
    redraws: int
    among_ids: tuple[int, ...] = ()

    @property
    def checked(self) -> int:
        """How many of the drawn visits have a result; one not reached has none."""
        return sum(one.check is not None and one.check.result.counts for one in self.visits)


@dataclass(frozen=True)
class Undrawn:
    """A manager's day with visits nobody has drawn from yet."""

    staff: Person
    day: date
    visits: int


@dataclass(frozen=True)
class AmissCheck:
    """A visit whose newest check found that the record does not hold.

    ``subjects`` are the names the audit trail and the cases have for it: the visit, its draw,
    its checks.
    """

    check: CheckView
    visit: VisitRow
    lead_id: int | None
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class DayWithout:
    """A manager's day with visits and too few checks."""

    staff: Person
    grid: str
    lead: str
    day: date
    visits: int
    checked: int
    wanted: int
    lead_id: int | None = None


@dataclass(frozen=True)
class Fairness:
    """Whether the draws of a span were fair, in figures anybody can check.

    ``draws`` are those in force, the last of each manager and day, so that redraws until the
    right household comes up are seen; ``drawn`` is how many visits they drew. ``tenths`` says by
    tenth of the day's order how many of these were drawn and how many that would be by chance,
    of draws that left something out; ``chi_square`` against ``limit`` (95 %, as many degrees as
    tenths less one). ``enough`` is False where there are too few draws to say. ``redraws`` counts
    redraws; ``differing`` the draws that do not come out again from their seed (none, unless
    somebody bent them).
    """

    draws: int
    drawn: int
    redraws: int
    tenths: tuple[tuple[int, float], ...]
    chi_square: float
    limit: float
    enough: bool
    differing: int

    @property
    def fair(self) -> bool:
        """Whether nothing speaks against chance."""
        return not self.differing and (not self.enough or self.chi_square <= self.limit)

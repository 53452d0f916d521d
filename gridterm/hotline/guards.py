"""What the rules know of a ticket, and when an action is not allowed although its state lets it.

Each guard takes the facts, the moment and the step's own facts, and gives a sentence that says
what can be done instead, or ``""``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from gridterm.hotline.terms import LATE_LEVELS, Mechanism, State, Tier
from gridterm.i18n import N_, Term, _

DECIDED_BY_MEETING = (Tier.REGIONAL, Tier.OVERALL)
SUSPENSION_DAYS = 30
REOPEN_DAYS = 30


class Rung(Term):
    """The step of the ladder a late call waits for; a person confirms it (催办, 督办, 通报)."""

    URGE = "to_urge", N_("To urge")
    SUPERVISE = "to_supervise", N_("To supervise")
    CIRCULATE = "to_circulate", N_("To circulate")


Span = tuple[datetime, datetime]


class Facts(NamedTuple):
    """What the steps so far say of a ticket. ``state`` is None before it is registered.

    ``pauses`` are the suspensions that ended, ``rests`` the stretches it was closed before it
    was reopened; ``told_at`` is the first contact with the resident; ``extended_to`` the due
    date after the one extension; ``rounds`` holds when each round began; ``aloft`` are the
    stretches it lay with a superior unit; ``ladder`` how far the lateness was confirmed:
    urged 1, supervised 2, made public 3. ``decided_due`` is an earlier date a meeting gave in
    this round, ``decided_at`` when. ``missed_on`` are the days of this round's revisits
    that reached nobody. ``former`` holds each tier it had before, and until when;
    ``major_due`` is the date set by hand in this round.
    """

    state: State | None = None
    round: int = 1
    missed_on: tuple[date, ...] = ()
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    tier: Tier | None = None
    tier_at: datetime | None = None
    former: tuple[tuple[datetime, Tier | None], ...] = ()
    mechanism: Mechanism | None = None
    major_due: datetime | None = None
    accused_id: int | None = None
    handler_id: int | None = None
    first_acceptor_id: int | None = None
    returns: int = 0
    assigned_at: datetime | None = None
    accepted_at: datetime | None = None
    told_at: datetime | None = None
    suspended_at: datetime | None = None
    review_on: date | None = None
    extended_to: datetime | None = None
    extended_at: datetime | None = None
    pauses: tuple[Span, ...] = ()
    rests: tuple[Span, ...] = ()
    rounds: tuple[datetime, ...] = ()
    master_id: int | None = None
    stands_in_for: int | None = None
    up_at: datetime | None = None
    aloft: tuple[Span, ...] = ()
    ladder: int = 0
    decided_at: datetime | None = None
    decided_due: datetime | None = None

    @property
    def misses(self) -> int:
        """How often a revisit of this round reached nobody."""
        return len(self.missed_on)


Payload = Mapping[str, Any]
Guard = Callable[[Facts, datetime, Payload], str]


def free(_facts: Facts, _at: datetime, _payload: Payload) -> str:
    """Nothing is in the way."""
    return ""


def only_general(facts: Facts, _at: datetime, _payload: Payload) -> str:
    """Only a general matter is answered on the spot (§2)."""
    if facts.tier in {None, Tier.GENERAL}:
        return ""
    return _("A matter of this tier is not answered on the spot. Assign it.")


def triaged(facts: Facts, at: datetime, payload: Payload) -> str:
    """It is triaged, and the handler is not the person complained of."""
    if facts.tier is None:
        return _("Say first who decides and how it is dealt with (triage).")
    return not_the_accused(facts, at, payload)


def not_the_accused(facts: Facts, _at: datetime, payload: Payload) -> str:
    """The person complained of does not get the complaint."""
    if facts.accused_id is not None and facts.accused_id == payload.get("to_id"):
        return _("The person complained of cannot handle the complaint. Choose somebody else.")
    return ""


def goes_up(facts: Facts, _at: datetime, _payload: Payload) -> str:
    """Only overall and major matters are reported up."""
    if facts.tier in {Tier.OVERALL, Tier.MAJOR}:
        return ""
    return _("Only overall and major matters are reported up. Triage it again first.")


def review_soon(_facts: Facts, at: datetime, payload: Payload) -> str:
    """The review date lies within 30 days."""
    review = date.fromisoformat(payload["review_on"])
    if at.date() < review <= at.date() + timedelta(days=SUSPENSION_DAYS):
        return ""
    return _("The review date must lie within {days} days from today.").format(days=SUSPENSION_DAYS)


def once_before_due(facts: Facts, at: datetime, payload: Payload) -> str:
    """An extension is made once, before the date, to a later one."""
    if facts.extended_to is not None:
        return _("This call was extended already; a second extension is not allowed.")
    if at > datetime.fromisoformat(payload["old_due"]):
        return _("The date has passed; an extension is only possible before it.")
    if datetime.fromisoformat(payload["new_due"]) <= datetime.fromisoformat(payload["old_due"]):
        return _("The new date must be later than the old one.")
    return ""


def decidable(facts: Facts, at: datetime, payload: Payload) -> str:
    """The meeting decides regional and overall matters; a later date is an extension (§2, §3)."""
    if facts.tier not in DECIDED_BY_MEETING:
        return _("The meeting decides regional and overall matters. Triage it again first.")
    new = payload.get("new_due")
    if new is None:
        return ""
    if datetime.fromisoformat(new) < at:
        return _("The date the meeting gave has passed already. Give one that lies ahead.")
    return once_before_due(facts, at, payload) if later(payload) else ""


def later(payload: Payload) -> bool:
    """Whether the meeting gave a later date than the call had."""
    if not payload.get("new_due"):
        return False
    return datetime.fromisoformat(payload["new_due"]) > datetime.fromisoformat(payload["old_due"])


def recent(facts: Facts, at: datetime, _payload: Payload) -> str:
    """It was closed at most 30 days ago."""
    if facts.closed_at is not None and at - facts.closed_at > timedelta(days=REOPEN_DAYS):
        return _(
            "It was closed more than {days} days ago and stays closed. Log it again as a linked "
            "new call (Log again)."
        ).format(days=REOPEN_DAYS)
    return ""


def names_the_new(_facts: Facts, _at: datetime, payload: Payload) -> str:
    """What is split off a call that is not merged becomes a call with a number of its own."""
    if payload.get("into"):
        return ""
    return _("It is not merged into another call. Say which words go to a new call.")


def not_by_the_accused(facts: Facts, _at: datetime, payload: Payload) -> str:
    """The person complained of does not accept the complaint, as a deputy either."""
    if facts.accused_id is not None and facts.accused_id == payload.get("by_id"):
        return _("The person complained of cannot accept the complaint.")
    return ""


def late_enough(rung: int) -> Guard:
    """The guard of a rung of the ladder: late by so much, and the rung below confirmed."""

    def guard(facts: Facts, _at: datetime, payload: Payload) -> str:
        if payload.get("level") not in LATE_LEVELS[rung:]:
            words = (
                _("It is not overdue; there is nothing to urge."),
                _("It is supervised from working day {day} after its date on. Urge it first."),
                _("It is made public from working day {day} after its date on."),
            )[rung]
            return words.format(day=payload.get("after_days", ""))
        if facts.ladder < rung:
            return (
                "",
                _("Urge it first: each step follows the one before."),
                _("Supervise it first: each step follows the one before."),
            )[rung]
        return ""

    return guard

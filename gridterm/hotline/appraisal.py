"""What a person did at the hotline, as figures (RULEBOOK §2: hotline work counts; §4 rates).

Pure: a ticket's steps are gone through in their order, and at each the clock that ended there
is read as the rules gave it then, so that an earlier round stays as it was. A rate has its
numerator and denominator; what is still running and not late belongs to neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gridterm.hotline.clocks import Clock, TicketClocks
from gridterm.hotline.events import Step
from gridterm.hotline.guards import Facts
from gridterm.hotline.rules import step
from gridterm.hotline.terms import Action, Satisfaction, State
from gridterm.i18n import N_, Term

FEW = 5
"""Below so many a rate is not printed, only its counts (RULEBOOK §4)."""
NONE = "-"
ClocksAt = Callable[[Facts, datetime], TicketClocks]


class Figure(Term):
    """The figures of a person, in the order of the table."""

    TAKEN = "taken", N_("Taken")
    ACCEPTED = "accepted", N_("Accepted in time")
    RESOLVED = "resolved", N_("Resolved in time")
    TOLD = "told", N_("Told in time")
    SATISFIED = "satisfied", N_("Satisfied")
    SECOND = "second", N_("Second rounds")


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``; for a mere count both are the same."""

    part: int = 0
    whole: int = 0

    @property
    def rate(self) -> float | None:
        """The part in percent; None for nothing at all and below five (RULEBOOK §4)."""
        return 100 * self.part / self.whole if self.whole >= FEW else None

    @property
    def shown(self) -> str:
        """``18/20 90%``; below five only the counts; ``-`` where there is nothing to count.

        The percent are rounded down, so that 100 % means all of them.
        """
        if not self.whole:
            return NONE
        counts = f"{self.part}/{self.whole}"
        return counts if self.rate is None else f"{counts} {int(self.rate)}%"

    def plus(self, *, good: bool) -> Share:
        """One more in the whole, and in the part if it is ``good``."""
        return Share(self.part + good, self.whole + 1)


@dataclass(frozen=True)
class Deed:
    """One record behind a figure: whose it is, on which ticket, and whether it is in the part."""

    figure: Figure
    staff_id: int | None
    good: bool


@dataclass
class _Round:
    """What has to be known of a ticket while its steps are gone through.

    ``ended`` names who resolved each round that ended.
    """

    taker: int | None
    facts: Facts = field(default_factory=Facts)
    ended: list[int | None] = field(default_factory=list)

    @property
    def holder(self) -> int | None:
        """Who has it now, or took it where nobody has."""
        return self.facts.handler_id if self.facts.handler_id is not None else self.taker


def deeds(
    steps: Sequence[Step], taker: int | None, clocks_at: ClocksAt, now: datetime
) -> tuple[Deed, ...]:
    """The deeds of one ticket.

    Args:
        steps: all its steps in their order; the first is ``register``.
        taker: its first responder.
        clocks_at: the ticket's clocks for some facts at a moment (``due.Timing.clocks``).
        now: the office's wall clock: what runs and is late by now counts as not in time.

    Returns:
        ``taken`` falls to the first responder. ``accepted`` falls to whom it was assigned:
        accepting and returning both answer in time; one for every assignment. ``resolved``
        falls to who had it then, one for every round. ``told`` falls to the first acceptor,
        else to who has it. ``satisfied`` and ``second`` fall to who resolved the round: one
        for every valid answer of a resident, one for every round that ended (good: another
        round followed). A void ticket has none, a merged one only what it did before.
    """
    at = _Round(taker)
    found = [Deed(Figure.TAKEN, taker, good=True)]
    for one in steps:
        before, holder = at.facts, at.holder
        at.facts = step(before, one.action, one.at, one.payload)
        found += _accepting(one, before, holder, clocks_at)
        found += _resolving(one, at, before, clocks_at)
        found += _answers(one, at)
    if at.facts.state is State.VOID:
        return ()
    found += _telling(at, clocks_at, now)
    return (*found, *_rounds(at), *_running(at, clocks_at, now))


def _accepting(one: Step, before: Facts, holder: int | None, clocks_at: ClocksAt) -> Iterator[Deed]:
    if one.action in {Action.ACCEPT, Action.RETURN}:
        clock = clocks_at(before, one.at).acceptance
        yield Deed(Figure.ACCEPTED, holder, _by(clock, one.at))


def _resolving(one: Step, at: _Round, before: Facts, clocks_at: ClocksAt) -> Iterator[Deed]:
    """A round ends when the ticket becomes answered, or closes at once."""
    ended = at.facts.state in {State.ANSWERED, State.CLOSED}
    if not ended or before.state in {State.ANSWERED, State.CLOSED, None}:
        return
    at.ended.append(at.holder)
    clock = clocks_at(at.facts, one.at).resolution
    yield Deed(Figure.RESOLVED, at.holder, _by(clock, one.at))


def _answers(one: Step, at: _Round) -> Iterator[Deed]:
    if one.action is Action.REVISIT and one.payload.get("reached"):
        content = one.payload.get("satisfaction") == Satisfaction.SATISFIED
        yield Deed(Figure.SATISFIED, at.ended[-1] if at.ended else at.holder, content)


def _rounds(at: _Round) -> Iterator[Deed]:
    """Every round that ended and of which it is known whether another one followed."""
    for number, resolver in enumerate(at.ended, 1):
        followed = at.facts.round > number
        if followed or at.facts.state is State.CLOSED:
            yield Deed(Figure.SECOND, resolver, followed)


def _telling(at: _Round, clocks_at: ClocksAt, now: datetime) -> Iterator[Deed]:
    clock = clocks_at(at.facts, now).feedback
    acceptor = at.facts.first_acceptor_id
    who = acceptor if acceptor is not None else at.holder
    if clock is not None and (clock.done_at is not None or _late(clock, now)):
        yield Deed(Figure.TOLD, who, bool(clock.in_time))


def _running(at: _Round, clocks_at: ClocksAt, now: datetime) -> Iterator[Deed]:
    """What nobody did yet and is past its date."""
    clocks = clocks_at(at.facts, now)
    if at.facts.state is State.ASSIGNED and _late(clocks.acceptance, now):
        yield Deed(Figure.ACCEPTED, at.holder, good=False)
    resolution = clocks.resolution
    if resolution is not None and resolution.done_at is None and _late(resolution, now):
        yield Deed(Figure.RESOLVED, at.holder, good=False)


def _by(clock: Clock | None, moment: datetime) -> bool:
    """Whether a clock was met; one without a date cannot be missed."""
    return clock is None or clock.due is None or moment <= clock.due


def _late(clock: Clock | None, now: datetime) -> bool:
    return clock is not None and clock.due is not None and not clock.paused and clock.due < now


@dataclass(frozen=True)
class PersonFigures:
    """The figures of one member of staff, by ``Figure`` in its order."""

    staff_id: int | None
    number: str
    name: str
    taken: Share = Share()
    accepted: Share = Share()
    resolved: Share = Share()
    told: Share = Share()
    satisfied: Share = Share()
    second: Share = Share()

    def share(self, figure: Figure) -> Share:
        """One of the figures."""
        found: Share = getattr(self, str(figure))
        return found

    def words(self, figure: Figure) -> str:
        """A figure as it is shown: what was taken is a number, the rest are rates."""
        share = self.share(figure)
        return f"{share.whole:,}" if figure is Figure.TAKEN else share.shown


def added(found: Iterable[Deed]) -> dict[int | None, dict[Figure, Share]]:
    """The deeds by person and figure."""
    people: dict[int | None, dict[Figure, Share]] = {}
    for one in found:
        shares = people.setdefault(one.staff_id, {})
        shares[one.figure] = shares.get(one.figure, Share()).plus(good=one.good)
    return people

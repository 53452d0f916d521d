"""The level of each case of a person (RULEBOOK §6): a pure function of the cases that count.

A case stands one rung above the highest warning that the person had received by the day of the
incident, and that had not expired by then: a warning cannot be ignored before it is received.
What happened before a warning was served counts with that warning and is no step of its own; so
do the findings of one check. Letters that were served come first, in the order of service: what
is found, entered or served later never raises them. A letter is never rewritten: where the cases
that count now give less than it says, a correction is proposed.

While a letter is not served, its confirmation stands in for the service; what rests on it is
flagged, and ``rules`` lets nobody decide on it before the letter below is served.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from dateutil.relativedelta import relativedelta

from gridterm.discipline.terms import (
    CaseFacts,
    CaseState,
    Flag,
    PerformanceRung,
    Rung,
    Standing,
    Track,
    rung_of,
    rungs,
)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Limits:
    """What the office sets of the ladders (settings ``discipline.*``).

    ``window_months`` is how long a warning lives, counted from the day of service, that day
    included; 0 means for ever. ``joined`` counts falsified visits with the other must-nots.
    ``after_rehire`` counts cases of an earlier employment too.
    """

    window_months: int = 0
    joined: bool = False
    after_rehire: bool = False


OURS = Limits()


@dataclass(frozen=True)
class Step:
    """A warning as it bears on later cases: its rung, and the days it lives."""

    case: CaseFacts
    level: int
    since: date
    last: date | None

    def expired_on(self, day: date) -> bool:
        """Whether it has expired by a day."""
        return self.last is not None and day > self.last


@dataclass(frozen=True)
class Correction:
    """A notice of correction that is proposed to whoever decides; the old letter is kept.

    ``letter`` is the number of the old letter, to which the notice refers; ``level`` the rung
    the notice would say.
    """

    case: CaseFacts
    track: Track
    letter: str
    letter_level: int
    level: int


@dataclass(frozen=True)
class Place:
    """Where a person stands on a ladder on a day.

    ``level`` is 0 for nobody's warning; ``coming`` the rung of a further confirmed case;
    ``last`` the last day the highest warning lives.
    """

    track: Track
    level: int
    coming: int
    step: Step | None
    standings: tuple[Standing, ...]

    @property
    def rung(self) -> Rung | PerformanceRung | None:
        """The rung's name, None below the first."""
        return rung_of(self.track, self.level)

    @property
    def next_rung(self) -> Rung | PerformanceRung:
        """The rung of a further confirmed case."""
        return rungs(self.track)[self.coming - 1]

    @property
    def why(self) -> str:
        """Why here, in the user's language."""
        from gridterm.discipline.explaining import why_here

        return why_here(self)

    @property
    def next(self) -> str:
        """What would come next, in the user's language."""
        from gridterm.discipline.explaining import what_next

        return what_next(self)


# ── each case ───────────────────────────────────────────────────────────────
def standings(
    cases: Iterable[CaseFacts], limits: Limits = OURS, hired: Sequence[date] = ()
) -> tuple[Standing, ...]:
    """What each case of one person comes to, in the order of the incidents.

    Args:
        cases: all of the person's, in any order, whatever grid it was in; also those that do
            not count.
        limits: what the office has set.
        hired: the days on which the person was employed; a rehire begins the ladder anew
            unless ``limits`` counts what was before.
    """
    known = sorted(cases, key=lambda case: (case.incident_on, case.id))
    found = [Standing(case, track_of(case, limits), 0, case.given) for case in known]

    def ladder(standing: Standing) -> tuple[Track, int]:
        return standing.track, spell(standing.case.incident_on, limits, hired)

    effective = [one for one in found if one.case.effective]
    judged: dict[int, Standing] = {}
    for _ladder, several in groupby(sorted(effective, key=ladder), key=ladder):
        judged |= {one.case.id: one for one in _climbed(list(several), limits)}
    return tuple(judged.get(one.case.id, one) for one in found)


def track_of(case: CaseFacts, limits: Limits = OURS) -> Track:
    """The ladder a case counts on."""
    return Track.MUST_NOTS if limits.joined and case.track is Track.VISITS else case.track


def spell(day: date, limits: Limits, hired: Sequence[date]) -> int:
    """Which employment of the person a day belongs to; cases of different ones count apart."""
    return 0 if limits.after_rehire else sum(one <= day for one in sorted(hired)[1:])


def _climbed(several: list[Standing], limits: Limits) -> list[Standing]:
    """The cases of one ladder that count."""
    groups: dict[str, list[Standing]] = {}
    for one in sorted(several, key=lambda one: _turn(one.case)):
        groups.setdefault(one.case.check or f"#{one.case.id}", []).append(one)
    steps: list[Step] = []
    found: list[Standing] = []
    for group in groups.values():
        first, *others = _judged(group, steps, limits)
        found += [first, *others]
        if first.is_step:
            steps.append(_step(first, limits))
    return [_seen(one, found) for one in found]


def _turn(case: CaseFacts) -> tuple[bool, date, date, int, int, int]:
    """Served letters by the day of service, then the others by the day they were confirmed.

    The id decides only where nothing else differs, so the order of entry changes no level.
    """
    unserved, since = case.served_on is None, stands_from(case)
    return unserved, since, case.incident_on, -case.lowest, -case.given, case.id


def stands_from(case: CaseFacts) -> date:
    """Since when its warning bears on what comes: service, else confirmation."""
    return case.served_on or case.confirmed_on or case.incident_on


def _step(standing: Standing, limits: Limits) -> Step:
    since, months = stands_from(standing.case), limits.window_months
    last = since + relativedelta(months=months) - ONE_DAY if months else None
    return Step(standing.case, standing.level, since, last)


def _judged(group: list[Standing], steps: list[Step], limits: Limits) -> list[Standing]:
    """The findings of one check, or one case alone: one step, or with an earlier one."""
    first, top = group[0], len(rungs(group[0].track))
    day = max(one.case.incident_on for one in group)
    lowest = max(one.case.lowest for one in group)
    received = [
        step for step in steps if step.since <= day and step.since < stands_from(first.case)
    ]
    living = (step for step in received if not step.expired_on(day))
    below = max(living, key=_height, default=None)
    climbed = below.level + 1 if below else 1
    level = min(max(climbed, lowest), top)
    covering = [step for step in steps if step not in received and step.level >= level]
    if covering:
        with_step = min(covering, key=lambda step: (step.since, step.level))
        return [_merged(one, with_step, level, Flag.BEFORE_SERVICE) for one in group]
    led = replace(_level(first, level), rests_on=below.case if below else None)
    flags = {
        Flag.AGGRAVATED: len(group) > 1 or first.case.findings > 1,
        Flag.STARTS_HIGHER: lowest > climbed,
        Flag.LAST_RUNG: led.level == top,
        Flag.UNSERVED: below is not None and below.case.served_on is None,
        Flag.SAME_DAY: below is not None and below.case.served_on == day,
    }
    led = _flagged(led, *(flag for flag, holds in flags.items() if holds))
    own = _step(led, limits)
    return [led, *(_merged(one, own, own.level, Flag.SAME_CHECK) for one in group[1:])]


def _height(step: Step) -> tuple[int, bool, date]:
    """Of two on one rung the one that was served bears, then the later one."""
    return step.level, step.case.served_on is not None, step.since


def _merged(one: Standing, step: Step, level: int, why: Flag) -> Standing:
    """With another step; on its own level, as it is not made worse by what came later."""
    return _flagged(replace(_level(one, level), with_case=step.case), why)


def _level(one: Standing, level: int) -> Standing:
    """With a level, never above the one its letter gives."""
    given = one.letter_level
    if given and given < level:
        return _flagged(replace(one, level=given), Flag.HELD)
    return replace(one, level=level)


def _seen(one: Standing, found: list[Standing]) -> Standing:
    """With the flags that need the other cases or the letter."""
    with_it = [other for other in found if other.with_case == one.case]
    earlier = any(
        other.case.incident_on < one.case.incident_on and Flag.BEFORE_SERVICE in other.flags
        for other in with_it
    )
    flags = {
        Flag.EARLIER_FOUND: earlier,
        Flag.NEEDS_CHANGE: one.letter_level > one.level,
        Flag.UNDER_APPEAL: one.case.state is CaseState.APPEALED,
    }
    return _flagged(one, *(flag for flag, holds in flags.items() if holds))


def _flagged(one: Standing, *flags: Flag) -> Standing:
    return replace(one, flags=one.flags | set(flags))


# ── what follows ────────────────────────────────────────────────────────────
def steps_of(found: Iterable[Standing], limits: Limits = OURS) -> tuple[Step, ...]:
    """The warnings that bear on what comes, in the order in which they do."""
    own = (_step(one, limits) for one in found if one.is_step)
    return tuple(sorted(own, key=lambda step: (step.since, step.level)))


def corrections(found: Iterable[Standing]) -> tuple[Correction, ...]:
    """The notices of correction that are proposed: for letters that say more than is due now.

    A revocation itself is told with a notice of its own, in the step that revokes.
    """
    return tuple(
        Correction(one.case, one.track, one.case.letter, one.letter_level, one.level)
        for one in found
        if Flag.NEEDS_CHANGE in one.flags
    )


def place(
    cases: Iterable[CaseFacts],
    track: Track,
    on: date,
    limits: Limits = OURS,
    hired: Sequence[date] = (),
) -> Place:
    """Where a person stands on one ladder on a day, and what would come next.

    Args:
        cases: all cases of the person.
        track: which ladder.
        on: the day; warnings that have expired by then, and those of an earlier employment, do
            not bear any more.
        limits: what the office has set.
        hired: the days on which the person was employed.
    """
    found = tuple(one for one in standings(cases, limits, hired) if one.track is track)
    now = spell(on, limits, hired)
    bearing = [
        step
        for step in steps_of(found, limits)
        if not step.expired_on(on) and spell(step.case.incident_on, limits, hired) == now
    ]
    highest = max(bearing, key=_height, default=None)
    level = highest.level if highest else 0
    return Place(track, level, min(level + 1, len(rungs(track))), highest, found)

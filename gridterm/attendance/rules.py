"""What a slot of a day is (RULEBOOK §5), as pure functions on plain values.

What is computed is a suggestion; a confirmation is the result and is never overwritten: it is
flagged where the facts no longer give what they gave when it was made. Times count in whole
minutes, limits included. Of several punches the best of the window counts, a repeat too where
it is the better one, so that one more punch never makes a day worse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from gridterm.attendance.limits import (
    EARLY,
    LATE,
    SLOTS,
    Grade,
    Policy,
    SlotPolicy,
    between,
    grade,
    hm,
    listed,
    policy_on,
    slot_of,
    whole_minute,
)
from gridterm.attendance.terms import (
    FAULTS,
    DayView,
    Flag,
    LateDecision,
    LeaveKind,
    Slot,
    SlotView,
    Status,
    Why,
)

EVER, NEVER = datetime(1, 1, 1), datetime(9999, 12, 31)
NOON = time(12)
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)


# ── the facts of a day ──────────────────────────────────────────────────────
@dataclass(frozen=True)
class PunchFact:
    """A punch; ``clock_back`` where the desk's clock had been set back before it.

    ``jumped``: the desk had seen its clock go on by another time than passed.
    """

    at: datetime
    clock_back: bool = False
    jumped: bool = False


@dataclass(frozen=True)
class LeaveFact:
    """Approved leave, ``[start, end)``; ``late`` what was decided where approval came late."""

    start: datetime
    end: datetime
    kind: LeaveKind
    approved_at: datetime
    approver: str = ""
    late: LateDecision = LateDecision.OPEN


@dataclass(frozen=True)
class OutingFact:
    """Official duty, ``[start, end)``."""

    start: datetime
    end: datetime
    reason: str = ""
    approver: str = ""


@dataclass(frozen=True)
class Decided:
    """A make-up or a waiver of a slot: who approved it, and why."""

    reason: str
    approver: str


@dataclass(frozen=True)
class Dismissed:
    """Why what came after a lock changes nothing; ``told`` is ``SlotView.same`` of what came."""

    reason: str
    by: str
    at: datetime
    told: str


@dataclass(frozen=True)
class Confirmed:
    """A slot's result by a person; ``computed`` is ``SlotView.code`` as it was then."""

    status: Status
    reason: str
    by: str
    at: datetime
    computed: str
    minutes: int = 0
    kind: LeaveKind | None = None


@dataclass(frozen=True)
class DayFacts:
    """All that is known of somebody's day.

    Employment is ``[employed_from, employed_until)``; before ``kept_from`` the office kept no
    attendance. ``punches`` are those of the day in any order; leaves and outings may be of other
    days too. ``hours`` are those the office works.
    """

    day: date
    working: bool
    employed_from: datetime = EVER
    employed_until: datetime = NEVER
    punches: tuple[PunchFact, ...] = ()
    leaves: tuple[LeaveFact, ...] = ()
    outings: tuple[OutingFact, ...] = ()
    makeups: Mapping[Slot, Decided] = field(default_factory=dict)
    waivers: Mapping[Slot, Decided] = field(default_factory=dict)
    confirmed: Mapping[Slot, Confirmed] = field(default_factory=dict)
    holiday: str = ""
    hours: tuple[tuple[time, time], ...] = ()
    kept_from: date = date.min


def half_days(
    first: date, first_slot: Slot, last: date, last_slot: Slot
) -> tuple[datetime, datetime]:
    """The span ``[start, end)`` of leave from a half-day to a half-day, both included."""
    start = datetime.combine(first, time() if first_slot is Slot.MORNING else NOON)
    if last_slot is Slot.MORNING:
        return start, datetime.combine(last, NOON)
    return start, datetime.combine(last + ONE_DAY, time())


def targets(
    start: datetime, end: datetime, policies: Sequence[Policy], is_workday: Callable[[date], bool]
) -> Iterator[datetime]:
    """Every sign-in owed within ``[start, end)``, in order."""
    day = start.date()
    while day <= end.date():
        for slot in SLOTS:
            target = datetime.combine(day, policy_on(policies, day).of(slot).target)
            if start <= target < end and is_workday(day):
                yield target
        day += ONE_DAY


Minute = tuple[time, bool]
"""A punch as it counts: its whole minute, and whether the clock had been set back."""


def _when(punch: PunchFact) -> datetime:
    return punch.at


# ── the verdict ─────────────────────────────────────────────────────────────
def judge(facts: DayFacts, policy: Policy, now: datetime) -> DayView:
    """What both slots of a day are, each with exactly one status and the rule behind it.

    Today and the future are never absent: what can still come is pending, and what has not
    come in time is missing until the day is over.
    """
    by_slot: dict[Slot | None, list[Minute]] = {Slot.MORNING: [], Slot.AFTERNOON: [], None: []}
    for one in sorted(facts.punches, key=_when):
        minute = whole_minute(one.at.time())
        by_slot[slot_of(minute, policy)].append((minute, one.clock_back))
    views: list[SlotView] = []
    for slot in SLOTS:
        over = datetime.combine(facts.day + ONE_DAY, time())
        told = facts.confirmed.get(slot)
        view = _computed(facts, policy, slot, by_slot[slot], over if told else now)
        if slot is Slot.AFTERNOON:
            view = _named(view, views[0], policy)
        view = _confirmed(view, told) if told else view
        view = _waived(view, facts.waivers.get(slot))
        views.append(_with_hours(view, facts, policy) if facts.leaves else view)
    flags: set[Flag] = set()
    outside = tuple(minute for minute, _back in by_slot[None])
    if outside and facts.working:
        flags.add(Flag.OUT_OF_WINDOW)
    if facts.punches and not facts.working:
        flags.add(Flag.ON_DAY_OFF)
    if any(one.jumped for one in facts.punches):
        flags.add(Flag.CLOCK_JUMPED)
    if any(one.clock_back for one in facts.punches):
        flags |= {Flag.CLOCK_BACK} - views[0].flags - views[1].flags
    return DayView(facts.day, facts.working, views[0], views[1], outside, frozenset(flags))


def keep_locked(
    locked: DayView, fresh: DayView, dismissed: Mapping[Slot, Dismissed] | None = None
) -> DayView:
    """A locked day as it stays, flagged where the facts would now give something else.

    What was dismissed is flagged as such, as long as the facts still give what they gave then.
    """
    slots = []
    for held, new in zip(locked.slots, fresh.slots, strict=True):
        view = replace(held, locked=True)
        if held.same != new.same:
            answer = (dismissed or {}).get(held.slot)
            flag = Flag.PENDING_ADJUSTMENT
            if answer is not None and answer.told == new.same:
                flag = Flag.DISMISSED
                told = {"dismissed_by": answer.by, "dismissed_reason": answer.reason}
                view = replace(view, facts={**view.facts, **told})
            view = replace(view, flags=view.flags | {flag})
        slots.append(view)
    return replace(locked, morning=slots[0], afternoon=slots[1])


def _computed(
    facts: DayFacts, policy: Policy, slot: Slot, punches: Sequence[Minute], now: datetime
) -> SlotView:
    """The slot by precedence: employment, first day kept, calendar, leave, duty, make-up, punch."""
    limits = policy.of(slot)
    target = datetime.combine(facts.day, limits.target)
    times = tuple(minute for minute, _back in punches)
    told = {"target": limits.words["target"]} if facts.working else {"holiday": facts.holiday}
    bare = SlotView(slot, Status.OFF, Why.DAY_OFF, facts=told, punches=times)
    uncounted = _uncounted(bare, facts, target)
    if uncounted is not None:
        return uncounted
    if not facts.working:
        return bare
    makeup = facts.makeups.get(slot)
    leave, flags = _leave(facts, target)
    if leave is not None:
        if punches:
            flags |= {Flag.ON_LEAVE_PRESENT}
        if makeup:
            flags |= {Flag.LEAVE_BEATS_MAKEUP}
        view = _covered(bare, Status.LEAVE, Why.LEAVE, leave)
        return replace(view, kind=leave.kind, flags=flags)
    if flags:
        bare = replace(bare, flags=flags)
    for outing in facts.outings:
        if outing.start <= target < outing.end:
            view = _covered(bare, Status.OUTING, Why.OUTING, outing)
            return replace(view, facts={**view.facts, "reason": outing.reason})
    if makeup is not None:
        told = {"reason": makeup.reason, "by": makeup.approver}
        told |= {"at": listed(times)} if times else {}
        return replace(bare, status=Status.MADE_UP, why=Why.MADE_UP, facts=told)
    best = min(
        (grade(minute, limits, clock_back=back) for minute, back in punches),
        default=None,
    )
    view = _punched(bare, limits, best)
    return _open(view, limits, facts.day, now) if facts.day >= now.date() else view


def _uncounted(bare: SlotView, facts: DayFacts, target: datetime) -> SlotView | None:
    """The slot where nothing is owed: not employed, or before the office kept attendance."""
    if target < facts.employed_from:
        why, day = Why.NOT_YET_EMPLOYED, facts.employed_from
    elif target >= facts.employed_until:
        why, day = Why.LEFT, datetime.combine(facts.employed_until - INSTANT, time())
    elif facts.day < facts.kept_from:
        why, day = Why.NOT_KEPT_YET, datetime.combine(facts.kept_from, time())
    else:
        return None
    told = {"day": f"{day:%Y-%m-%d %H:%M}" if day.time() > time() else f"{day:%Y-%m-%d}"}
    return replace(bare, status=Status.NOT_EMPLOYED, why=why, facts=told)


def _leave(facts: DayFacts, target: datetime) -> tuple[LeaveFact | None, frozenset[Flag]]:
    """The leave that covers the target, with a flag where one that does waits to be decided.

    Approved after the target it excuses nothing until somebody decides so.
    """
    covering = [one for one in facts.leaves if one.start <= target < one.end]
    for one in covering:
        if one.approved_at <= target or one.late is LateDecision.EXCUSED:
            return one, frozenset()
    undecided = any(one.late is LateDecision.OPEN for one in covering)
    return None, frozenset({Flag.LATE_APPROVED} if undecided else ())


def _covered(bare: SlotView, status: Status, why: Why, span: LeaveFact | OutingFact) -> SlotView:
    told = {
        "start": span.start.isoformat(" ", "minutes"),
        "end": span.end.isoformat(" ", "minutes"),
        "by": span.approver,
    }
    return replace(bare, status=status, why=why, facts={**bare.facts, **told})


def _punched(bare: SlotView, limits: SlotPolicy, best: Grade | None) -> SlotView:
    """The slot by its best punch, or by there being none, once the day is over."""
    told = limits.words
    if best is None:
        return replace(bare, status=Status.ABSENT, why=Why.NO_PUNCH, facts=told)
    flags = bare.flags | ({Flag.CLOCK_BACK} if best.clock_back else frozenset())
    return SlotView(
        slot=bare.slot,
        status=best.status,
        why=best.why,
        minutes=best.minutes if best.rank in {LATE, EARLY} else 0,
        facts={**told, "at": hm(best.at)},
        punches=bare.punches,
        flags=flags,
    )


def _open(view: SlotView, limits: SlotPolicy, day: date, now: datetime) -> SlotView:
    """The same on a day that is not over: nothing is absent yet, and early may still be well."""
    if day > now.date():
        return replace(view, status=Status.PENDING, why=Why.FUTURE, minutes=0)
    minute = whole_minute(now.time())
    if view.status is Status.EARLY and minute <= limits.late_until:
        return replace(view, status=Status.PENDING, why=Why.TODAY, minutes=0)
    if view.status is Status.ABSENT:
        status = Status.MISSING if minute > limits.on_time_until else Status.PENDING
        why = view.why if view.why is Why.TOO_LATE else Why.TODAY
        return replace(view, status=status, why=why)
    return view


def _named(view: SlotView, morning: SlotView, policy: Policy) -> SlotView:
    """The policy's word for an afternoon without a sign-in that counts.

    After an absent morning the whole day is absent; that is another matter.
    """
    if view.status is not Status.ABSENT or morning.status is Status.ABSENT:
        return view
    named = policy.missing_afternoon
    if view.why is Why.NO_PUNCH or named is Status.EARLY:
        why = view.why if view.why is Why.TOO_LATE else Why.UNSIGNED
        limits = policy.afternoon
        # As many minutes as the earliest sign-in would have had: not signing is never better.
        minutes = between(limits.opens, limits.on_time_from) if named is Status.EARLY else 0
        flags = view.flags | {Flag.UNSIGNED}
        return replace(view, status=named, why=why, minutes=minutes, flags=flags)
    return view


def _confirmed(view: SlotView, told: Confirmed) -> SlotView:
    """A person's result in place of the suggestion, flagged where that has changed since."""
    differs = {Flag.DIFFERS} if view.code != told.computed else frozenset()
    kept = view.flags & {Flag.UNSIGNED} if told.status is view.status else frozenset()
    return replace(
        view,
        status=told.status,
        why=Why.CONFIRMED,
        minutes=told.minutes,
        kind=told.kind,
        facts={
            "by": told.by,
            "on": f"{told.at:%Y-%m-%d %H:%M}",
            "reason": told.reason,
            "at": listed(view.punches),
            "was": view.code,
        },
        flags=kept | differs,
        confirmed=True,
    )


def _with_hours(view: SlotView, facts: DayFacts, policy: Policy) -> SlotView:
    """Leave within the half-day that covers no sign-in: it excuses nothing and is counted."""
    if view.status in {Status.LEAVE, Status.OFF, Status.NOT_EMPLOYED}:
        return view
    target = datetime.combine(facts.day, policy.of(view.slot).target)
    noon = datetime.combine(facts.day, NOON)
    found: dict[LeaveKind, timedelta] = {}
    for leave in facts.leaves:
        if leave.start <= target < leave.end:
            continue
        for opens, closes in facts.hours:
            start = max(datetime.combine(facts.day, opens), leave.start)
            end = min(datetime.combine(facts.day, closes), leave.end)
            if view.slot is Slot.MORNING:
                end = min(end, noon)
            else:
                start = max(start, noon)
            if start < end:
                found[leave.kind] = found.get(leave.kind, timedelta()) + (end - start)
    hours = tuple((kind, found[kind] // ONE_MINUTE) for kind in LeaveKind if kind in found)
    return replace(view, hours=hours) if hours else view


def _waived(view: SlotView, waiver: Decided | None) -> SlotView:
    """The fact stays, the consequence goes."""
    if waiver is None or view.status not in FAULTS:
        return view
    told = {"waived_by": waiver.approver, "waived_reason": waiver.reason}
    return replace(view, waived=True, facts={**view.facts, **told})

"""The limits of the two slots, versioned by date, and how good a punch is by them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise

from gridterm.attendance.terms import Slot, Status, Why

HOUR = 60
DAY_MINUTES = 24 * HOUR
SLOTS = tuple(Slot)  # iterating over the enum itself is slow


# ── the policy ──────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class SlotPolicy:
    """The limits of a slot, each included; ``grace`` is minutes after the target."""

    opens: time
    closes: time
    on_time_from: time
    target: time
    late_until: time
    grace: int = 0

    @cached_property
    def on_time_until(self) -> time:
        """The last minute on time."""
        return _later(self.target, self.grace)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The limits as sentences show them."""
        return {
            "target": hm(self.target),
            "from": hm(self.on_time_from),
            "until": hm(self.late_until),
            "opens": hm(self.opens),
            "closes": hm(self.closes),
        }


MORNING = SlotPolicy(time(6), time(12), time(6), time(8, 30), time(9))
AFTERNOON = SlotPolicy(time(13), time(18), time(15), time(15, 30), time(16))


@dataclass(frozen=True)
class Policy:
    """What holds from a date on. The rules say only 8:30, 15:30 and 视情况; the rest is ours.

    ``missing_afternoon`` is the word for an afternoon without a sign-in that counts, after a
    morning that was not absent: ``ABSENT`` (half a day) or ``EARLY``.
    """

    since: date = date.min
    morning: SlotPolicy = MORNING
    afternoon: SlotPolicy = AFTERNOON
    missing_afternoon: Status = Status.ABSENT
    repeat_minutes: int = 3
    makeup_quota: int = 2

    def of(self, slot: Slot) -> SlotPolicy:
        """The limits of one slot."""
        return self.morning if slot is Slot.MORNING else self.afternoon


def policy_on(policies: Sequence[Policy], day: date) -> Policy:
    """The policy in force on a day; ``policies`` oldest first, the first from ever."""
    return next(one for one in reversed(policies) if one.since <= day)


# ── punches ─────────────────────────────────────────────────────────────────
@dataclass(frozen=True, order=True)
class Grade:
    """How good a punch is for its slot: on time, then late, then early, then too late."""

    rank: int
    minutes: int
    at: time
    clock_back: bool = False

    @property
    def why(self) -> Why:
        """The rule behind it."""
        return (Why.ON_TIME, Why.LATE, Why.EARLY, Why.TOO_LATE)[self.rank]

    @property
    def status(self) -> Status:
        """What the slot is by this punch."""
        return (Status.PRESENT, Status.LATE, Status.EARLY, Status.ABSENT)[self.rank]


ON_TIME, LATE, EARLY, TOO_LATE = range(4)


def slot_of(at: time, policy: Policy) -> Slot | None:
    """In whose window a punch lies, None outside both."""
    minute = whole_minute(at)
    for slot in SLOTS:
        if policy.of(slot).opens <= minute <= policy.of(slot).closes:
            return slot
    return None


def grade(at: time, limits: SlotPolicy, *, clock_back: bool = False) -> Grade:
    """How good a punch of the window is."""
    minute = whole_minute(at)
    if minute < limits.on_time_from:
        return Grade(EARLY, between(minute, limits.on_time_from), minute, clock_back)
    if minute <= limits.on_time_until:
        return Grade(ON_TIME, 0, minute, clock_back)
    late = between(limits.target, minute)
    return Grade(LATE if minute <= limits.late_until else TOO_LATE, late, minute, clock_back)


def repeats(times: Sequence[datetime], minutes: int) -> tuple[bool, ...]:
    """For punches in order: which come within ``minutes`` of the last that is none itself."""
    found = []
    kept: datetime | None = None
    for at in times:
        repeat = kept is not None and at - kept <= timedelta(minutes=minutes)
        found.append(repeat)
        kept = kept if repeat else at
    return tuple(found)


# ── checking a policy ───────────────────────────────────────────────────────
def policy_faults(policy: Policy) -> tuple[str, ...]:
    """The keys of limits that do not fit each other: each slot's must follow in order."""
    faults = []
    for name, limits in (("morning", policy.morning), ("afternoon", policy.afternoon)):
        order = {
            "opens": limits.opens,
            "on_time_from": limits.on_time_from,
            "target": limits.target,
            "grace": limits.on_time_until,
            "late_until": limits.late_until,
            "closes": limits.closes,
        }
        faults += [
            f"{name}_{after}"
            for (_before, low), (after, high) in pairwise(order.items())
            if low > high
        ]
    if policy.morning.closes >= policy.afternoon.opens:
        faults.append("afternoon_opens")
    return tuple(faults)


# ── minutes ─────────────────────────────────────────────────────────────────
def whole_minute(at: time) -> time:
    """A time as it counts: without its seconds."""
    return at.replace(second=0, microsecond=0) if at.second or at.microsecond else at


def between(low: time, high: time) -> int:
    """Minutes from one whole minute to a later one."""
    return (high.hour - low.hour) * HOUR + high.minute - low.minute


def _later(at: time, minutes: int) -> time:
    total = min(at.hour * HOUR + at.minute + minutes, DAY_MINUTES - 1)
    return time(total // HOUR, total % HOUR)


@lru_cache(maxsize=DAY_MINUTES)
def hm(at: time) -> str:
    """A time as it is shown, ``08:30``."""
    return f"{at:%H:%M}"


def listed(times: Sequence[time]) -> str:
    """Times as they are shown, a blank between."""
    return " ".join(map(hm, times))

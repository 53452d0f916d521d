"""When the staff of the demo office sign in: habits, leave, duty out, days that go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from gridterm.attendance.rules import half_days
from gridterm.attendance.terms import LeaveKind, Slot
from gridterm.calendar import is_workday
from gridterm.demo.content import Bag, Dice
from gridterm.demo.people import DemoStaff

PUNCTUAL, MONDAYS, FORGETFUL, HURRIED, DOUBLE = "1013", "1018", "1020", "1022", "1015"
BROKEN_DAYS_AGO = 38
ASKED_TOO_LATE = "1021"
TENTH = 9
MONDAY = 0
MONTHS_A_YEAR = 12
NOON = time(12)

KINDS: Bag[LeaveKind] = Bag(
    (
        (LeaveKind.PERSONAL, 5),
        (LeaveKind.ANNUAL, 4),
        (LeaveKind.SICK, 3),
        (LeaveKind.TIME_OFF, 2),
        (LeaveKind.BEREAVEMENT, 0.2),
        (LeaveKind.MARRIAGE, 0.1),
    )
)
SHAPES: Bag[str] = Bag((("hours", 1), ("half", 3), ("day", 4.5), ("days", 1.5)))
REASONS = {
    LeaveKind.PERSONAL: ("家中有事", "接送孩子", "办理房产手续", "陪老人看病"),
    LeaveKind.ANNUAL: ("年休假",),
    LeaveKind.SICK: ("感冒发烧", "腰疼复查", "牙疼"),
    LeaveKind.TIME_OFF: ("周末值班调休", "防汛值守调休"),
    LeaveKind.BEREAVEMENT: ("直系亲属去世",),
    LeaveKind.MARRIAGE: ("结婚",),
}
DUTIES = ("街道开会", "区里培训", "陪同消防检查", "送材料到民政局", "反诈宣传进校园")
FORGOTTEN = ("忘记打卡，同事证明在岗", "入户走访回来晚了", "手指脱皮识别不了", "停电，机器未开")
EXCUSES = ("早高峰堵车，路口事故", "送突发疾病的老人去医院", "公交故障停在半路")


@dataclass(frozen=True)
class DemoLeave:
    """Leave of somebody: when, why, when it was asked for and approved."""

    kind: LeaveKind
    start: datetime
    end: datetime
    reason: str
    asked_at: datetime
    approved_at: datetime


@dataclass(frozen=True)
class DemoOuting:
    """An official duty away from the office."""

    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True)
class DemoMonth:
    """Somebody's month: punches, leave, leave approved too late, duty out, slots forgotten."""

    punches: tuple[datetime, ...]
    leaves: tuple[DemoLeave, ...]
    late: DemoLeave | None
    outings: tuple[DemoOuting, ...]
    forgotten: tuple[tuple[date, Slot], ...]


@cache
def workdays(year: int, month: int) -> tuple[date, ...]:
    """The working days of a month by the shipped calendar."""
    day = date(year, month, 1)
    found = []
    while day.month == month:
        if is_workday(day):
            found.append(day)
        day += timedelta(days=1)
    return tuple(found)


def months_until(today: date, count: int) -> Iterator[tuple[int, int]]:
    """The ``count`` months (year, month) before the present one, oldest first, and that one."""
    place = today.year * MONTHS_A_YEAR + today.month - 1
    for one in range(place - count, place + 1):
        yield one // MONTHS_A_YEAR, one % MONTHS_A_YEAR + 1


def broken_day(anchor: date) -> date:
    """The working day on which the machine recorded nothing."""
    day = anchor - timedelta(days=BROKEN_DAYS_AGO)
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def month_of(seed: str, one: DemoStaff, year: int, month: int, anchor: date) -> DemoMonth:
    """What somebody's month was like."""
    dice = Dice(f"{seed}/attendance/{one.number}/{year}-{month}")
    days = [day for day in workdays(year, month) if one.employed(day)]
    leaves = _leaves(dice, days)
    outings = _outings(dice, days, one)
    late = _late(seed, one, days, anchor)
    if late is not None:
        leaves, outings = (), ()
    away = [(span.start, span.end) for span in (*leaves, *filter(None, [late]))]
    away += [(span.start, span.end) for span in outings]
    punches: list[datetime] = []
    forgotten: list[tuple[date, Slot]] = []
    broken = broken_day(anchor)
    for day in days:
        if day == broken:
            continue
        daily = Dice(f"{seed}/sign/{one.number}/{day.isoformat()}")
        for slot, target in ((Slot.MORNING, time(8, 30)), (Slot.AFTERNOON, time(15, 30))):
            covered = any(start <= datetime.combine(day, target) < end for start, end in away)
            if covered:
                continue
            if daily.chance(0.03 if one.number == FORGETFUL else 0.004):
                forgotten.append((day, slot))
                continue
            punches += _signed(daily, one, day, slot)
    return DemoMonth(tuple(sorted(set(punches))), leaves, late, outings, tuple(forgotten))


def _signed(dice: Dice, one: DemoStaff, day: date, slot: Slot) -> list[datetime]:
    """The sign-in of a slot, the swipe on leaving, and now and then a second swipe."""
    arrival = _morning(dice, one, day) if slot is Slot.MORNING else _afternoon(dice, one)
    leaving = (
        time(11, dice.between(31, 59)) if slot is Slot.MORNING else time(17, dice.between(30, 55))
    )
    found = []
    for at in (arrival, leaving):
        first = datetime.combine(day, at) + timedelta(seconds=dice.between(0, 59))
        found.append(first)
        if dice.chance(0.9 if one.number == DOUBLE else 0.22):
            found.append(first + timedelta(seconds=dice.between(3, 40)))
    return found


def _morning(dice: Dice, one: DemoStaff, day: date) -> time:
    if one.number == PUNCTUAL:
        return time(8, 29)
    if one.number == MONDAYS and day.weekday() == MONDAY:
        return time(8, dice.between(32, 47))
    if dice.chance(0.012):
        return time(8, dice.between(31, 58))
    if dice.chance(0.001):
        return time(9, dice.between(5, 50))
    return time(8, dice.between(5, 29)) if dice.chance(0.9) else time(7, dice.between(35, 59))


def _afternoon(dice: Dice, one: DemoStaff) -> time:
    if dice.chance(0.05 if one.number == HURRIED else 0.002):
        return time(14, dice.between(35, 58))
    if dice.chance(0.008):
        return time(15, dice.between(31, 55))
    return time(15, dice.between(1, 29))


def _leaves(dice: Dice, days: list[date]) -> tuple[DemoLeave, ...]:
    if not days or not dice.chance(0.3):
        return ()
    at = dice.between(0, len(days) - 1)
    first = days[at]
    kind = dice.weighted(KINDS)
    shape = dice.weighted(SHAPES)
    if shape == "hours":
        start = datetime.combine(first, time(14, 30))
        end = datetime.combine(first, time(16))
    elif shape == "half":
        slot = dice.pick((Slot.MORNING, Slot.AFTERNOON))
        start, end = half_days(first, slot, first, slot)
    else:
        last = days[min(len(days) - 1, at + (dice.between(1, 3) if shape == "days" else 0))]
        start, end = half_days(first, Slot.MORNING, last, Slot.AFTERNOON)
    before = datetime.combine(first, time(9)) - timedelta(days=dice.between(1, 4))
    asked = before + timedelta(minutes=dice.between(0, 420))
    reason = dice.pick(REASONS[kind])
    approved = asked + timedelta(minutes=dice.between(5, 60))
    return (DemoLeave(kind, start, end, reason, asked, approved),)


def _late(seed: str, one: DemoStaff, days: list[date], anchor: date) -> DemoLeave | None:
    """Leave of last month that was asked for in the morning and approved in the evening."""
    before = anchor.replace(day=1) - timedelta(days=1)
    if one.number != ASKED_TOO_LATE or len(days) <= TENTH:
        return None
    day = days[TENTH]
    if (day.year, day.month) != (before.year, before.month):
        return None
    dice = Dice(f"{seed}/late")
    start = datetime.combine(day, time())
    asked = start + timedelta(hours=7, minutes=dice.between(5, 40))
    approved = start + timedelta(hours=17, minutes=dice.between(5, 20))
    end = start + timedelta(days=1)
    return DemoLeave(LeaveKind.PERSONAL, start, end, "孩子发烧", asked, approved)


def _outings(dice: Dice, days: list[date], one: DemoStaff) -> tuple[DemoOuting, ...]:
    often = 0.1 if "grid_manager" in one.roles else 0.35
    if not days or not dice.chance(often):
        return ()
    day = dice.pick(days)
    begins, ends = dice.pick(((time(14), time(17)), (time(8), NOON)))
    return (
        DemoOuting(datetime.combine(day, begins), datetime.combine(day, ends), dice.pick(DUTIES)),
    )

"""Writes the demo office's attendance: a machine's punches by the month, leave, corrections, locks.

The newest whole month stays open, with things to decide in it; those before it are locked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from gridterm.attendance import months, reading
from gridterm.attendance.codes import put_code
from gridterm.attendance.tables import Correction, Leave, MonthLock, Outing, Punch
from gridterm.attendance.terms import (
    FAULTS,
    CodeKind,
    CorrectionKind,
    LeaveKind,
    LeaveState,
    PunchSource,
    Slot,
    Status,
)
from gridterm.calendar import month_days
from gridterm.demo.content import Dice
from gridterm.demo.habits import (
    EXCUSES,
    FORGOTTEN,
    MONDAYS,
    DemoLeave,
    DemoMonth,
    broken_day,
    month_of,
    months_until,
    workdays,
)
from gridterm.demo.people import DemoOffice
from gridterm.registers.tables import Staff
from gridterm.store.audit import Actor
from gridterm.store.tables import ImportBatch
from gridterm.store.unit import Tx

CLERK, LEADER, NEWCOMER, LEFT = "1023", "1001", "1024", "1016"
UNKNOWN_PIN = "99"
DEVICE, FILE, PURPOSE = "1", "1_attlog.dat", "punches"
QUOTA = 2
STREET = "街道办 周主任"
HOURS_DAY = 11
HOURS = (time(8, 35), time(8, 50), time(9, 30), time(11, 30))
HOURS_WHY = "医院复查"
TOO_LATE = ("入户走访错过签到，补签单当时未交", "月结后才交补签单，考勤表已上报，不予调整")
Month = tuple[int, int]


def enter(tx: Tx, told: DemoOffice, people: Mapping[str, Staff], count: int, now: datetime) -> None:
    """Write ``count`` months of attendance up to ``now``."""
    _Attendance(tx, told, people, now).enter(count)


@dataclass
class _Attendance:
    tx: Tx
    told: DemoOffice
    people: Mapping[str, Staff]
    now: datetime
    punch_id: int = 0
    slips: dict[int, int] = field(default_factory=dict)

    @property
    def clerk(self) -> Actor:
        """Who keeps attendance."""
        return Actor(self.people[CLERK].id, self.people[CLERK].name)

    def _approver(self, number: str) -> str:
        """Who approves for somebody: the leader, for whom the street office does."""
        return STREET if number == LEADER else self.people[LEADER].name

    def enter(self, count: int) -> None:
        """Write all of it, then lock what is old enough."""
        self._codes()
        wanted = tuple(months_until(self.now.date(), count))
        for month in wanted:
            self._month(month)
        self._broken_day()
        self._hours(wanted[-2])
        self.tx.session.flush()
        for month in wanted[:-2]:
            held = months.put_lock(self.tx, self.clerk, month)
            row = self.tx.session.get_one(MonthLock, held.id)
            row.at = datetime.combine(_next_day(month), time(16, 20))
        for month in wanted[:-2][-1:]:
            self._came_too_late(month)
        self.tx.subject = "demo"

    def _codes(self) -> None:
        """PINs as the machine numbers people; who left gave theirs to the newcomer."""
        left = self.people[LEFT].left
        for pin, one in enumerate(self.told.staff, 1):
            staff_id, last = self.people[one.number].id or 0, one.left
            if one.number == NEWCOMER and left is not None:
                last = left + timedelta(days=20)
                reused = str(1 + [other.number for other in self.told.staff].index(LEFT))
                put_code(self.tx, CodeKind.PIN, reused, staff_id, last + timedelta(days=1))
            put_code(self.tx, CodeKind.PIN, str(pin), staff_id, one.hired, last)

    def _month(self, month: Month) -> None:
        rows: list[tuple[datetime, str]] = []
        for pin, one in enumerate(self.told.staff, 1):
            found = month_of(self.told.seed, one, *month, self.told.anchor)
            own = [
                (at, self._pin(one.number, pin, at.date()))
                for at in found.punches
                if at <= self.now
            ]
            rows += own
            self._absences(one.number, found)
            self._made_up(one.number, month, found)
        if month == (self.now.year, self.now.month):
            last = [at for at, _pin in rows][-40::13]
            rows += [(at + timedelta(minutes=4), UNKNOWN_PIN) for at in last]
        self._punches(month, sorted(set(rows)))
        self._waivers(month)

    def _pin(self, number: str, pin: int, day: date) -> str:
        left = self.people[LEFT].left
        if number == NEWCOMER and left is not None and day > left + timedelta(days=20):
            return str(1 + [one.number for one in self.told.staff].index(LEFT))
        return str(pin)

    def _punches(self, month: Month, rows: list[tuple[datetime, str]]) -> None:
        """The machine's file of a month as it was imported after it; today's at the desk."""
        today = self.now.date()
        machine = [row for row in rows if row[0].date() < today and row[0] <= self.now]
        desk = [row for row in rows if row[0].date() == today and row[1] != UNKNOWN_PIN]
        recorded = min(self.now, datetime.combine(_next_day(month), time(9, 5)))
        batch = ImportBatch(
            purpose=PURPOSE,
            at=recorded,
            file=FILE,
            sha256=hashlib.sha256(repr(machine).encode()).hexdigest(),
            new=len(machine),
            changed=0,
            same=0,
            refused=0,
        )
        self.tx.add(batch)
        whose = {str(pin): self.people[one.number].id for pin, one in enumerate(self.told.staff, 1)}
        told: list[dict[str, Any]] = [
            self._row(
                at,
                pin=pin,
                source=PunchSource.MACHINE.value,
                device=DEVICE,
                raw="0 1 0",
                recorded_at=recorded,
                batch_id=batch.id,
                line=line,
            )
            for line, (at, pin) in enumerate(machine, 1)
        ]
        told += [
            self._row(at, staff_id=whose[pin], source=PunchSource.NUMBER.value, recorded_at=at)
            for at, pin in desk
        ]
        self.tx.bulk(Punch, told)

    def _row(self, at: datetime, **own: object) -> dict[str, Any]:
        self.punch_id += 1
        bare: dict[str, Any] = {
            "id": self.punch_id,
            "at": at,
            "staff_id": None,
            "pin": "",
            "device": "",
            "raw": "",
            "clock_back": False,
            "batch_id": None,
            "line": 0,
        }
        return bare | own

    def _absences(self, number: str, found: DemoMonth) -> None:
        for one in (*found.leaves, *filter(None, [found.late])):
            if one.asked_at <= self.now:
                self._leave(number, one)
        for duty in found.outings:
            if duty.start <= self.now:
                self.tx.session.add(
                    Outing(
                        staff_id=self.people[number].id or 0,
                        start=duty.start,
                        end=duty.end,
                        reason=duty.reason,
                        approver=self._approver(number),
                        at=duty.start - timedelta(hours=2),
                        by=self.clerk.name,
                    )
                )

    def _leave(self, number: str, one: DemoLeave) -> None:
        year = one.asked_at.year
        seq = self.tx.number(f"QJ-{year}")
        decided = one.approved_at <= self.now
        self.tx.session.add(
            Leave(
                number=f"QJ-{year}-{seq:04}",
                staff_id=self.people[number].id or 0,
                kind=one.kind.value,
                start=one.start,
                end=one.end,
                reason=one.reason,
                asked_at=one.asked_at,
                entered_by=self.clerk.name,
                state=(LeaveState.APPROVED if decided else LeaveState.ASKED).value,
                decided_at=one.approved_at if decided else None,
                approver=self._approver(number) if decided else "",
            )
        )

    def _hours(self, month: Month) -> None:
        """Leave by the hour between two sign-ins, of somebody with no other leave in the month."""
        for one in self.told.staff:
            found = month_of(self.told.seed, one, *month, self.told.anchor)
            days = [day for day in workdays(*month) if one.employed(day)]
            if found.leaves or found.late or found.outings or len(days) <= HOURS_DAY:
                continue
            day = days[HOURS_DAY]
            asked, approved, start, end = (datetime.combine(day, at) for at in HOURS)
            leave = DemoLeave(LeaveKind.SICK, start, end, HOURS_WHY, asked, approved)
            self._leave(one.number, leave)
            return

    def _came_too_late(self, month: Month) -> None:
        """A make-up's paper that came after the month was locked, and was not let in any more."""
        lock = _next_day(month)
        now = datetime.combine(lock + timedelta(days=1), time(10, 5))
        rows = reading.whole_in(self.tx.session, month, now).rows
        faults = (
            (row.staff, day.day, view)
            for row in rows
            for day in row.days
            for view in day.slots
            if view.status in FAULTS
            and not (view.waived or view.confirmed or row.summary.made_up)
            and row.staff.number not in {CLERK, LEADER}
        )
        for staff, day, view in faults:
            came = now - timedelta(minutes=45)
            self._correct(staff.number, day, view.slot, CorrectionKind.MAKEUP, TOO_LATE[0], came)
            self.tx.session.flush()
            fresh = reading.fresh_slots(self.tx.session, {(staff.id, day)}, now)
            same = fresh[staff.id, day].slot(view.slot).same
            why, kind = TOO_LATE[1], CorrectionKind.DISMISSED
            self._correct(staff.number, day, view.slot, kind, why, now, computed=same)
            return

    def _made_up(self, number: str, month: Month, found: DemoMonth) -> None:
        dice = Dice(f"{self.told.seed}/makeup/{number}/{month[0]}-{month[1]}")
        past = [one for one in found.forgotten if one[0] < self.now.date()]
        for day, slot in past[:QUOTA]:
            if dice.chance(0.6):
                at = datetime.combine(day + timedelta(days=1), time(9, dice.between(1, 50)))
                self._correct(number, day, slot, CorrectionKind.MAKEUP, dice.pick(FORGOTTEN), at)

    def _waivers(self, month: Month) -> None:
        """Once in a while a late Monday is forgiven."""
        dice = Dice(f"{self.told.seed}/waiver/{month[0]}-{month[1]}")
        one = next(staff for staff in self.told.staff if staff.number == MONDAYS)
        mondays = [day for day in workdays(*month) if day.weekday() == 0 and one.employed(day)]
        if not mondays or not dice.chance(0.4):
            return
        day = dice.pick(mondays)
        month_told = month_of(self.told.seed, one, *month, self.told.anchor)
        signed = any(at.date() == day and at.time() < time(11) for at in month_told.punches)
        if signed and day < self.now.date():
            at = datetime.combine(day, time(16, dice.between(1, 50)))
            self._correct(MONDAYS, day, Slot.MORNING, CorrectionKind.WAIVER, dice.pick(EXCUSES), at)

    def _broken_day(self) -> None:
        """The machine recorded nothing; the clerk confirmed who was there."""
        day = broken_day(self.told.anchor)
        at = datetime.combine(day + timedelta(days=1), time(9, 40))
        for one in self.told.staff:
            if not one.employed(day):
                continue
            found = month_of(self.told.seed, one, day.year, day.month, self.told.anchor)
            away = (*found.leaves, *filter(None, [found.late]))
            spans = [(span.start, span.end) for span in away]
            spans += [(span.start, span.end) for span in found.outings]
            for slot, target in ((Slot.MORNING, time(8, 30)), (Slot.AFTERNOON, time(15, 30))):
                moment = datetime.combine(day, target)
                if not any(start <= moment < end for start, end in spans):
                    self._correct(
                        one.number,
                        day,
                        slot,
                        CorrectionKind.CONFIRMED,
                        "考勤机故障，按值班记录核对到岗",
                        at,
                        status=Status.PRESENT.value,
                        computed="absent:0:",
                    )

    def _correct(  # noqa: PLR0913, PLR0917 - one row has these parts
        self,
        number: str,
        day: date,
        slot: Slot,
        kind: CorrectionKind,
        reason: str,
        at: datetime,
        **result: str,
    ) -> None:
        own = kind in {CorrectionKind.CONFIRMED, CorrectionKind.DISMISSED}
        self.tx.session.add(
            Correction(
                kind=kind.value,
                staff_id=self.people[number].id or 0,
                day=day,
                slot=slot.value,
                reason=reason,
                approver=self.clerk.name if own else self._approver(number),
                at=min(at, self.now),
                by=self.clerk.name,
                **result,  # type: ignore[arg-type]
            )
        )


def _next_day(month: Month) -> date:
    """The third day after the end of a month."""
    return month_days(*month)[-1] + timedelta(days=3)

"""An office of four in the spring of 2026, with shortcuts to somebody's slots."""

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from sqlmodel import func, select

from gridterm.attendance import punching, reading
from gridterm.attendance.codes import map_code
from gridterm.attendance.tables import Punch
from gridterm.attendance.terms import CodeKind, DayView, Slot, SlotKey, SlotView
from gridterm.clock import FixedClock
from gridterm.registers.tables import Staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

TUESDAY = date(2026, 3, 10)
AM, PM = Slot.MORNING, Slot.AFTERNOON
LI, WANG, ZHAO, CHEN = 1, 2, 3, 4


@dataclass
class Desk:
    """The office with shortcuts."""

    store: Store
    clock: FixedClock
    actor: Actor

    def at(self, moment: str) -> None:
        """Set the clock: ``03-10 08:20``."""
        self.clock.moment = datetime.fromisoformat(f"2026-{moment}")

    def sign(self, moment: str, typed: str = "1001") -> punching.Punched:
        self.at(moment)
        return punching.punch(self.store, self.actor, typed)

    def machine(self, *moments: str, pin: str = "1") -> int:
        """Punches of a machine as an import brings them; how many were new."""
        with self.store.write("attendance.import", self.actor) as tx:
            last = tx.session.exec(select(func.max(Punch.id))).one() or 0
            times = [datetime.fromisoformat(f"2026-{one}") for one in moments]
            known = set(tx.session.exec(select(Punch.at).where(Punch.pin == pin)))
            new = [one for one in times if one not in known]
            rows = [
                {
                    "id": last + n,
                    "at": at,
                    "staff_id": None,
                    "pin": pin,
                    "source": "machine",
                    "device": "1",
                    "raw": "",
                    "clock_back": False,
                    "recorded_at": tx.now,
                    "batch_id": None,
                    "line": n,
                }
                for n, at in enumerate(new, 1)
            ]
            tx.bulk(Punch, rows)
        return len(new)

    def pin(self, pin: str = "1", staff_id: int = LI, since: date = date(2020, 1, 1)) -> None:
        map_code(self.store, self.actor, CodeKind.PIN, pin, staff_id, since)

    def day(self, day: date = TUESDAY, staff_id: int = LI) -> DayView:
        return reading.person_day(self.store, staff_id, day).view

    def slot(self, slot: Slot, day: date = TUESDAY, staff_id: int = LI) -> SlotView:
        return self.day(day, staff_id).slot(slot)

    def key(self, slot: Slot = AM, day: date = TUESDAY, staff_id: int = LI) -> SlotKey:
        return SlotKey(staff_id, day, slot)

    def words(self, day: date = TUESDAY, staff_id: int = LI) -> str:
        """Both statuses of a day: ``late present``."""
        return " ".join(one.status.value for one in self.day(day, staff_id).slots)


@pytest.fixture
def desk(store: Store, clock: FixedClock, actor: Actor) -> Desk:
    """On the morning after that Tuesday."""
    clock.moment = datetime.combine(date(2026, 3, 11), time(9))
    with store.write("test.office", actor) as tx:
        hired = date(2020, 1, 1)
        tx.add(
            Staff(number="1001", name="李晓明", hired=hired),
            Staff(number="1002", name="王芳", hired=hired),
            Staff(number="1003", name="赵强", hired=date(2026, 3, 10)),
            Staff(number="1004", name="陈静", hired=hired, left=date(2026, 3, 9)),
        )
    return Desk(store, clock, actor)

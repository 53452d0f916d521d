"""How many people have not signed the slot whose time is past, for the header: by plain SQL.

It is asked for every minute and after every save, so it reads indexes only and no tables'
classes; who they are is on the board.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from gridterm.attendance.limits import AFTERNOON, MORNING, SlotPolicy
from gridterm.attendance.terms import Slot
from gridterm.registers.calendars import saved
from gridterm.store.glance import plain

if TYPE_CHECKING:
    from gridterm.store.unit import Store

ONE_MINUTE = timedelta(minutes=1)
_COUNT = """
SELECT count(*) FROM staff s
LEFT JOIN joining_hour j ON j.staff_id = s.id
WHERE s.hired <= :day AND (s."left" IS NULL OR s."left" >= :day)
  AND (j.at IS NULL OR j.at <= :target)
  AND NOT EXISTS (SELECT 1 FROM punch p
    WHERE p.staff_id = s.id AND p.at >= :opens AND p.at < :closes)
  AND NOT EXISTS (SELECT 1 FROM attendance_code c JOIN punch p ON p.pin = c.code
    WHERE p.pin <> '' AND c.staff_id = s.id AND c.kind = 'pin' AND c.valid_from <= :day
    AND (c.valid_to IS NULL OR c.valid_to >= :day) AND p.at >= :opens AND p.at < :closes)
  AND NOT EXISTS (SELECT 1 FROM leave l
    WHERE l.staff_id = s.id AND l.state = 'approved' AND l.start <= :target AND l."end" > :target
    AND (l.decided_at <= :target OR l.late = 'excused'))
  AND NOT EXISTS (SELECT 1 FROM outing o
    WHERE o.staff_id = s.id AND o.undone_at IS NULL AND o.start <= :target AND o."end" > :target)
  AND NOT EXISTS (SELECT 1 FROM attendance_correction x
    WHERE x.staff_id = s.id AND x.day = :day AND x.slot = :slot AND x.undone_at IS NULL
    AND x.kind IN ('makeup', 'confirmed'))
"""
"""The wall clock is kept as text that sorts as time does."""


def unsigned_now(store: Store) -> int:
    """How many have not signed in though the time for it is past; 0 on a day off.

    From a slot's last minute on time on; the morning's until the afternoon's window opens.
    """
    now = store.clock.now()
    with store.read() as session:
        file = plain(session)
        if not saved(file).is_workday(now.date()):
            return 0
        slot, limits = _slot(file, now)
        if limits is None:
            return 0
        found = file.execute(_COUNT, _values(now, slot, limits)).fetchone()
    return int(found[0])


def _slot(file: sqlite3.Connection, now: datetime) -> tuple[Slot, SlotPolicy | None]:
    morning, afternoon = _limits(file, now)
    minute = now.time().replace(second=0, microsecond=0)
    if minute >= afternoon.opens:
        return Slot.AFTERNOON, afternoon if minute > afternoon.on_time_until else None
    return Slot.MORNING, morning if minute > morning.on_time_until else None


def _limits(file: sqlite3.Connection, now: datetime) -> tuple[SlotPolicy, SlotPolicy]:
    """The limits in force; the shipped ones cost nothing but a look."""
    newest = "SELECT terms FROM attendance_policy WHERE since <= ? ORDER BY since DESC LIMIT 1"
    row = file.execute(newest, (now.date().isoformat(),)).fetchone()
    told = json.loads(row[0]) if row else {}
    return _with(MORNING, "morning", told), _with(AFTERNOON, "afternoon", told)


def _with(limits: SlotPolicy, name: str, told: dict[str, str]) -> SlotPolicy:
    def at(key: str, otherwise: time) -> time:
        text = told.get(f"{name}_{key}")
        return time.fromisoformat(text) if text else otherwise

    return SlotPolicy(
        at("opens", limits.opens),
        at("closes", limits.closes),
        at("on_time_from", limits.on_time_from),
        at("target", limits.target),
        at("late_until", limits.late_until),
        int(told.get(f"{name}_grace", limits.grace)),
    )


def _values(now: datetime, slot: Slot, limits: SlotPolicy) -> dict[str, str]:
    def moment(at: time) -> datetime:
        return datetime.combine(now.date(), at)

    return {
        "day": now.date().isoformat(),
        "slot": slot.value,
        "target": _text(moment(limits.target)),
        "opens": _text(moment(limits.opens)),
        "closes": _text(moment(limits.closes) + ONE_MINUTE),
    }


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")

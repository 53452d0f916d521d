"""A person's locked month as text and back: every slot with what its sentence needs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, time
from string import Formatter
from typing import Any

from gridterm.attendance import explaining
from gridterm.attendance.terms import DayView, Flag, LeaveKind, Slot, SlotView, Status, Why
from gridterm.store.audit import canonical

ALWAYS = {
    *("waived_by", "waived_reason", "holiday", "by", "on", "reason", "was", "at", "start", "end"),
}


def pack(days: Sequence[DayView]) -> str:
    """The days as canonical JSON; what has its default is left out."""
    return canonical([_day(one) for one in days])


def unpack(text: str) -> tuple[DayView, ...]:
    """The days as they were packed.

    Raises:
        ValueError, KeyError, TypeError: it is no packed month.
    """
    return tuple(_day_from(one) for one in json.loads(text))


def _day(view: DayView) -> dict[str, Any]:
    return _full(
        {
            "day": view.day.isoformat(),
            "off": not view.working,
            "outside": _times(view.outside),
            "flags": sorted(view.flags),
            "am": _slot(view.morning),
            "pm": _slot(view.afternoon),
        }
    )


def _slot(view: SlotView) -> dict[str, Any]:
    wanted = ALWAYS | _fields(view)
    return _full(
        {
            "status": view.status.value,
            "why": view.why.value,
            "minutes": view.minutes,
            "kind": view.kind.value if view.kind else "",
            "facts": {name: value for name, value in view.facts.items() if name in wanted},
            "punches": _times(view.punches),
            "hours": {kind.value: minutes for kind, minutes in view.hours},
            "flags": sorted(view.flags),
            "waived": view.waived,
            "confirmed": view.confirmed,
        }
    )


def _fields(view: SlotView) -> set[str]:
    template = explaining.template(view)
    return {name for _text, name, _spec, _conversion in Formatter().parse(template) if name}


def _full(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}


def _day_from(told: dict[str, Any]) -> DayView:
    return DayView(
        day=date.fromisoformat(told["day"]),
        working=not told.get("off", False),
        morning=_slot_from(Slot.MORNING, told["am"]),
        afternoon=_slot_from(Slot.AFTERNOON, told["pm"]),
        outside=_times_from(told.get("outside", ())),
        flags=frozenset(map(Flag, told.get("flags", ()))),
    )


def _slot_from(slot: Slot, told: dict[str, Any]) -> SlotView:
    return SlotView(
        slot=slot,
        status=Status(told["status"]),
        why=Why(told["why"]),
        minutes=told.get("minutes", 0),
        kind=LeaveKind(told["kind"]) if told.get("kind") else None,
        facts=told.get("facts", {}),
        punches=_times_from(told.get("punches", ())),
        hours=_hours_from(told.get("hours", {})),
        flags=frozenset(map(Flag, told.get("flags", ()))),
        waived=told.get("waived", False),
        confirmed=told.get("confirmed", False),
        locked=True,
    )


def _hours_from(told: dict[str, int]) -> tuple[tuple[LeaveKind, int], ...]:
    return tuple((kind, told[kind.value]) for kind in LeaveKind if kind.value in told)


def _times(times: Sequence[time]) -> list[str]:
    return [f"{one:%H:%M}" for one in times]


def _times_from(times: Sequence[str]) -> tuple[time, ...]:
    return tuple(map(time.fromisoformat, times))

"""What the program computes of a slot, without what a clerk put over it, and what it is with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlmodel import Session

from gridterm.attendance import facts, rules
from gridterm.attendance.limits import policy_on
from gridterm.attendance.people import employed
from gridterm.attendance.terms import SlotKey, SlotView
from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.registers.staff import get_staff

ONE_DAY = timedelta(days=1)


def suggestion(session: Session, key: SlotKey, now: datetime, *, over: bool = False) -> SlotView:
    """What the program computes of a slot, without confirmation and waiver.

    ``over``: as if the day were over.

    Raises:
        NotFoundError: nobody with this id was employed that day.
    """
    known = _facts_of(session, key)
    told = replace(known.of(key.staff_id, key.day), confirmed={}, waivers={})
    moment = datetime.combine(key.day + ONE_DAY, time()) if over else now
    return rules.judge(told, policy_on(known.policies, key.day), moment).slot(key.slot)


def shown(session: Session, key: SlotKey, now: datetime) -> SlotView:
    """What a slot is with all that was put over it, whatever lock the month stands under."""
    return _facts_of(session, key).judge(key.staff_id, key.day, now).slot(key.slot)


def suggestions(
    session: Session, keys: Sequence[SlotKey], now: datetime
) -> Sequence[tuple[SlotKey, SlotView]]:
    """The suggestions for many slots, read together."""
    if not keys:
        return ()
    days = [key.day for key in keys]
    ids = sorted({key.staff_id for key in keys})
    people = employed(session, min(days), max(days), staff_ids=ids)
    known = facts.load(session, people, min(days), max(days))
    found = []
    for key in dict.fromkeys(keys):
        if key.staff_id in known.people:
            told = replace(known.of(key.staff_id, key.day), confirmed={}, waivers={})
            view = rules.judge(told, policy_on(known.policies, key.day), now).slot(key.slot)
            found.append((key, view))
    return found


def _facts_of(session: Session, key: SlotKey) -> facts.Facts:
    people = employed(session, key.day, key.day, staff_ids=[key.staff_id])
    if not people:
        raise NotFoundError(
            _("{name} was not employed on {day}.").format(
                name=get_staff(session, key.staff_id).name, day=key.day.isoformat()
            )
        )
    return facts.load(session, people, key.day, key.day)

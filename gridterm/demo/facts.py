"""The facts of a told step as the hotline's rules take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from gridterm.demo.script import DemoStep
from gridterm.hotline.clocks import Matter
from gridterm.hotline.events import Step, facts_of
from gridterm.hotline.timing import Timing
from gridterm.registers.tables import Staff

MAJOR_DAYS = 3


def facts_of_step(
    one: DemoStep,
    earlier: Sequence[Step],
    matter: Matter,
    people: Mapping[str, Staff],
    times: Timing,
) -> dict[str, Any] | None:
    """What a told step says, in the names of RULEBOOK §2; None where the rules forbid it.

    Args:
        one: the step as it is told.
        earlier: the steps before it.
        matter: the ticket it belongs to.
        people: the staff by number.
        times: the office's working time, for the date an extension starts from.
    """
    told = dict(one.payload)
    if one.action == "triage":
        told.pop("reason", None)
        if told["tier"] == "major":
            told["major_due"] = (one.at + timedelta(days=MAJOR_DAYS)).isoformat()
    elif one.action in {"assign", "transfer"}:
        told = {"to_id": people[told["to"]].id, "to": people[told["to"]].name}
    elif one.action == "accept":
        told = {"by_id": people[one.by_no].id}
    elif one.action == "return":
        told = {"leader_id": next(iter(people.values())).id}
    elif one.action == "suspend":
        told = {"review_on": told["review"], "approver": people[told["approver"]].name}
    elif one.action in DATED:
        return DATED[one.action](one, earlier, matter, people, times)
    elif one.action == "resolve":
        by, at, how = people[told["told_by"]].id, told["told_at"], told["told_how"]
        told = {"told": True, "told_by": by, "told_at": at, "how": how}
    elif one.action == "revisit":
        told["rework"] = any(step.action == "assign" for step in earlier)
    return told


def _extension(
    one: DemoStep,
    earlier: Sequence[Step],
    matter: Matter,
    people: Mapping[str, Staff],
    times: Timing,
) -> dict[str, Any] | None:
    running = times.clocks(matter, facts_of(earlier), one.at).resolution
    old: datetime | None = running.due if running else None
    if old is None or one.at > old:
        return None
    new = old + timedelta(days=int(one.payload["days"]) + 2)
    approver = people[one.payload["approver"]].name
    return {
        "old_due": old.isoformat(),
        "new_due": new.isoformat(),
        "approver": approver,
        "told": True,
    }


def _decision(
    one: DemoStep,
    earlier: Sequence[Step],
    matter: Matter,
    people: Mapping[str, Staff],
    times: Timing,
) -> dict[str, Any]:
    """What a meeting decided; its date is the call's own one or an earlier one."""
    told = one.payload
    day = date.fromisoformat(told["meeting"])
    for _n in range(told["days"]):
        day = times.work.next_workday(day)
    running = times.clocks(matter, facts_of(earlier), one.at).resolution
    own = running.due if running else None
    dates = {}
    if own is not None and own >= one.at:
        day = min(day, own.date())
        new = datetime.combine(day, times.work.closes)
        if new < own:
            dates = {"old_due": own.isoformat(), "new_due": new.isoformat()}
    teller = people[told["teller"]]
    return {
        "meeting_on": told["meeting"],
        "due_on": day.isoformat(),
        "item": told["item"],
        "teller_id": teller.id,
        "teller": teller.name,
        **dates,
    }


def decision_words(
    number: str, one: DemoStep, facts: Mapping[str, Any], people: Mapping[str, Staff]
) -> str:
    """The words of a decision, with the call, the owner and the day in them."""
    day = date.fromisoformat(facts["due_on"])
    owner = people[one.payload["owner"]].name
    words: str = one.payload["words"]
    return words.format(number=number, owner=owner, due=said(day))


def said(day: date) -> str:
    """A day as people say it at a meeting."""
    return f"{day.month}月{day.day}日"


DATED = {"decide": _decision, "extend": _extension}
"""What depends on a date the call has already."""

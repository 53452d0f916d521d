"""What a step says beside its note, in words: for the screen, the command line and the form.

To whom a call went, until when it rests, what was extended and by whose leave, who told the
resident: RULEBOOK §2 wants it read where the call is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from gridterm.hotline.terms import (
    Action,
    ClockName,
    EventView,
    Mechanism,
    Satisfaction,
    Tier,
    Truth,
)
from gridterm.i18n import N_, _
from gridterm.text import clean_line

Payload = Mapping[str, Any]
WAYS = {
    "phone": N_("by phone"),
    "in_person": N_("in person"),
    "wechat": N_("by WeChat"),
    "letter": N_("by letter"),
}
"""How a resident is told: the codes with their words."""


def revisit_words(payload: Mapping[str, Any]) -> str:
    """What a revisit found, in a few words on one line."""
    if payload.get("waived"):
        return _("No revisit: anonymous or not wanted")
    if not payload.get("reached"):
        if payload.get("last_miss"):
            return _("Not reached, the last try: closed and out of the rates")
        return _("Not reached")
    words = [_("Reached")]
    truth, satisfaction = payload.get("true"), payload.get("satisfaction")
    if truth in set(Truth):
        words.append(Truth(truth).label)
    words.append(_("solved") if payload.get("solved") else _("not solved"))
    if satisfaction in set(Satisfaction):
        words.append(Satisfaction(satisfaction).label)
    return _(", ").join(words)


def four_answers(payload: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """The four questions of a revisit, each with its answer; ``""`` where it was not asked.

    Args:
        payload: the facts of the revisit; None before there is one.
    """
    told: Mapping[str, Any] = payload or {}
    asked = payload is not None and not told.get("waived")
    reached = asked and bool(told.get("reached"))
    truth, satisfaction = told.get("true"), told.get("satisfaction")
    return (
        (_("Reached?"), (_("Yes") if reached else _("No")) if asked else ""),
        (_("Record true?"), Truth(truth).label if reached and truth in set(Truth) else ""),
        (_("Solved?"), (_("Yes") if told.get("solved") else _("No")) if reached else ""),
        (
            _("Satisfied?"),
            Satisfaction(satisfaction).label
            if reached and satisfaction in set(Satisfaction)
            else "",
        ),
    )


def step_lines(event: EventView) -> tuple[str, ...]:
    """What a step says beside its note, a line for each matter; empty for most steps."""
    words = _SAID.get(event.action)
    lines = (words(event.payload) if words else "", _telling(event))
    return tuple(line for line in lines if line)


def way_words(how: str) -> str:
    """How the resident was told, in words; a code that is not known stays as it is."""
    return _(WAYS[how]) if how in WAYS else how


def _telling(event: EventView) -> str:
    payload = event.payload
    if not payload.get("told"):
        return ""
    parts = [event.told_by, way_words(str(payload.get("how", ""))), _moment(payload, "told_at")]
    said = _(", ").join(part for part in parts if part)
    return (
        _("The resident was told: {how}").format(how=said) if said else _("The resident was told")
    )


def _triaged(payload: Payload) -> str:
    tier, mechanism = payload.get("tier"), payload.get("mechanism")
    words = [Tier(tier).label] if tier in set(Tier) else []
    words += [Mechanism(mechanism).label] if mechanism in set(Mechanism) else []
    if payload.get("major_due"):
        words.append(_("by {date}").format(date=_moment(payload, "major_due")))
    return _(", ").join(words)


def _handed(payload: Payload) -> str:
    return _("To {name}").format(name=payload["to"]) if payload.get("to") else ""


def _accepted(payload: Payload) -> str:
    return _("As deputy, in the handler's place") if payload.get("for_id") else ""


def _suspended(payload: Payload) -> str:
    words = _("Until {date}, approved by {name}")
    return words.format(date=payload.get("review_on", ""), name=payload.get("approver", ""))


def _extended(payload: Payload) -> str:
    return _("From {old} to {new}, approved by {name}").format(
        old=_moment(payload, "old_due"),
        new=_moment(payload, "new_due"),
        name=payload.get("approver", ""),
    )


def _decided(payload: Payload) -> str:
    """Which meeting, by when, which action item came of it, and who tells the resident."""
    parts = [_("The meeting of {date}").format(date=payload.get("meeting_on", ""))]
    if payload.get("approver"):
        parts.append(_extended(payload))
    elif payload.get("due_on"):
        parts.append(_("by {date}").format(date=payload["due_on"]))
    if payload.get("item"):
        parts.append(_("action item {number}").format(number=payload["item"]))
    if payload.get("teller"):
        parts.append(_("{name} tells the resident").format(name=payload["teller"]))
    return _(", ").join(parts)


def _gone_up(payload: Payload) -> str:
    words = _("To {unit}, document {document}")
    return words.format(unit=payload.get("unit", ""), document=payload.get("document", ""))


def _joined(payload: Payload) -> str:
    return _("Into {number}").format(number=payload["master"]) if payload.get("master") else ""


def _split(payload: Payload) -> str:
    if not payload.get("into"):
        return ""
    words = _("Into {number}: {words}")
    return words.format(number=payload["into"], words=clean_line(str(payload.get("part", ""))))


def _late(payload: Payload) -> str:
    clock = payload.get("clock")
    if clock not in set(ClockName) or not payload.get("due_at"):
        return ""
    words = _("{clock} was due {date}")
    return words.format(clock=ClockName(clock).label, date=_moment(payload, "due_at"))


def _moment(payload: Payload, name: str) -> str:
    said = payload.get(name)
    return f"{datetime.fromisoformat(str(said)):%Y-%m-%d %H:%M}" if said else ""


_SAID: dict[Action, Callable[[Payload], str]] = {
    Action.TRIAGE: _triaged,
    Action.ASSIGN: _handed,
    Action.TRANSFER: _handed,
    Action.ACCEPT: _accepted,
    Action.SUSPEND: _suspended,
    Action.EXTEND: _extended,
    Action.DECIDE: _decided,
    Action.REPORT_UP: _gone_up,
    Action.MERGE: _joined,
    Action.SPLIT: _split,
    Action.REVISIT: revisit_words,
    Action.URGE: _late,
    Action.SUPERVISE: _late,
    Action.CIRCULATE: _late,
}

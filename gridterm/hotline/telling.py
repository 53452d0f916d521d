"""What a step says beside its note, in words: to whom, by when, who approved, who was told.

For the screen, the command line and the form, so that all three tell the same (RULEBOOK §2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from gridterm.hotline.answers import revisit_words
from gridterm.hotline.terms import Action, ClockName, EventView, Mechanism, State, Tier
from gridterm.i18n import _

WAYS = ("phone", "in_person", "wechat", "letter")
"""How a resident may be told; the code stands in the step."""

Payload = Mapping[str, Any]


def step_words(event: EventView) -> tuple[str, ...]:
    """The facts of a step as lines, without its note; none for a step that has no more."""
    tell = _WORDS.get(event.action)
    lines = tell(event) if tell else []
    if "clock_back" in event.payload:
        shown = _moment(event.payload, "clock_back")
        lines.append(_("The computer's clock showed {time}.").format(time=shown))
    return tuple(line for line in lines if line)


def way_words(code: str) -> str:
    """How the resident was told; a code of a later version stands as it is."""
    ways = {
        "phone": _("by phone"),
        "in_person": _("in person"),
        "wechat": _("by WeChat"),
        "letter": _("by letter"),
    }
    return ways.get(code, code)


def _moment(payload: Payload, name: str) -> str:
    said = payload.get(name)
    return f"{datetime.fromisoformat(said):%Y-%m-%d %H:%M}" if said else ""


def _name(event: EventView, name: str) -> str:
    return event.people.get(name, "")


def _triaged(event: EventView) -> list[str]:
    payload = event.payload
    words = [
        terms(payload[name]).label
        for name, terms in (("tier", Tier), ("mechanism", Mechanism))
        if payload.get(name) in set(terms)
    ]
    if payload.get("major_due"):
        words.append(_("by {when}").format(when=_moment(payload, "major_due")))
    return [_(", ").join(words)]


def _handed(event: EventView) -> list[str]:
    return [_("To {name}").format(name=event.payload["to"])] if event.payload.get("to") else []


def _accepted(event: EventView) -> list[str]:
    other = _name(event, "for_id")
    words = _("{name} for {other}")
    return [words.format(name=event.actor, other=other)] if other else []


def _returned(event: EventView) -> list[str]:
    leader = _name(event, "leader_id")
    if not leader or event.state is not State.ASSIGNED:
        return []
    return [_("The third return: it goes to {name}.").format(name=leader)]


def _told(event: EventView) -> list[str]:
    payload = event.payload
    if not payload.get("told"):
        return []
    if not payload.get("how"):
        return [_("The resident was told")]
    words = _("The resident was told {how} on {time} by {name}.")
    how, time = way_words(str(payload["how"])), _moment(payload, "told_at")
    return [words.format(how=how, time=time, name=_name(event, "told_by") or event.actor)]


def _suspended(event: EventView) -> list[str]:
    words = _("Review on {day}; approved by {name}.")
    payload = event.payload
    return [words.format(day=payload.get("review_on", ""), name=payload.get("approver", ""))]


def _reported(event: EventView) -> list[str]:
    words = _("To {unit}, document {document}.")
    payload = event.payload
    return [words.format(unit=payload.get("unit", ""), document=payload.get("document", ""))]


def _extended(event: EventView) -> list[str]:
    payload = event.payload
    old, new = _moment(payload, "old_due"), _moment(payload, "new_due")
    words = _("From {old} to {new}; approved by {name}.")
    return [words.format(old=old, new=new, name=payload.get("approver", "")), *_told(event)]


def _joined(event: EventView) -> list[str]:
    master = event.payload.get("master")
    return [_("Into {number}").format(number=master)] if master else []


def _parted(event: EventView) -> list[str]:
    payload = event.payload
    if "into" not in payload:
        return []
    words = _("Into {number}: {words}")
    part = " ".join(str(payload.get("part", "")).split())
    return [words.format(number=payload["into"], words=part)]


def _late(event: EventView) -> list[str]:
    clock, when = event.payload.get("clock"), _moment(event.payload, "due_at")
    if clock not in set(ClockName) or not when:
        return []
    return [_("{clock} by {when}").format(clock=ClockName(clock).label, when=when)]


_WORDS: Mapping[Action, Callable[[EventView], list[str]]] = {
    Action.TRIAGE: _triaged,
    Action.ASSIGN: _handed,
    Action.TRANSFER: _handed,
    Action.ACCEPT: _accepted,
    Action.RETURN: _returned,
    Action.PROGRESS: _told,
    Action.SUSPEND: _suspended,
    Action.REPORT_UP: _reported,
    Action.EXTEND: _extended,
    Action.RESOLVE: _told,
    Action.REVISIT: lambda event: [revisit_words(event.payload)],
    Action.MERGE: _joined,
    Action.SPLIT: _parted,
    Action.URGE: _late,
    Action.SUPERVISE: _late,
    Action.CIRCULATE: _late,
}

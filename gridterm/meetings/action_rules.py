"""An action item's life as a table (RULEBOOK §3, 督办台账; §8, 上级交办), on plain values.

Its row follows from its steps alone, as a ticket's does. Who was given a matter does not check
it: neither the owner nor a helper closes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.meetings.action_terms import ActionKind, ActionState, ActionStep
from gridterm.worktime import ONE_DAY, WorkTime, workdays_between

Payload = Mapping[str, Any]
_O, _R = ActionState.OPEN, ActionState.REPORTED

TABLE: Mapping[tuple[ActionState | None, ActionStep], ActionState] = {
    (None, ActionStep.GIVE): _O,
    (_O, ActionStep.PROGRESS): _O,
    (_O, ActionStep.REPORT): _R,
    (_R, ActionStep.CHECK): ActionState.CLOSED,
    (_R, ActionStep.SEND_BACK): _O,
    (_O, ActionStep.POSTPONE): _O,
    (_O, ActionStep.HAND_OVER): _O,
    (_O, ActionStep.CANCEL): ActionState.CANCELLED,
    (_R, ActionStep.CANCEL): ActionState.CANCELLED,
}
"""From which state, by which step, to which state; anything else is refused."""

PREFIX = {ActionKind.MEETING: "DB", ActionKind.SUPERIOR: "SJ"}
"""督办 and 上级交办: each has numbers of its own, by year."""
LAST_WORDS = (
    *(ActionStep.PROGRESS, ActionStep.REPORT, ActionStep.SEND_BACK),
    *(ActionStep.CHECK, ActionStep.CANCEL),
)
"""The steps whose words are the last word on the matter (进展)."""
ENDS = (ActionState.CLOSED, ActionState.CANCELLED)
LINKS = ("meeting_id", "entry_id", "ticket_id", "lead_id")


@dataclass(frozen=True)
class Step:
    """One event before it has an id: what was done, when, by whom, with which facts."""

    seq: int
    at: datetime
    recorded_at: datetime
    step: ActionStep
    actor_id: int | None = None
    actor: str = ""
    note: str = ""
    payload: Payload = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What the steps so far say of an action item; ``state`` is None before it is given.

    ``given`` is what was given, as the first step has it; ``owner_id`` and ``due_on`` are those
    of now, ``helper_ids`` whoever helps and does not own it; ``progress`` the last word on it.
    ``reported_at`` is when it was last reported done, None once it was sent back.
    """

    state: ActionState | None = None
    given: Payload = field(default_factory=dict)
    given_on: date = date.min
    due_on: date = date.min
    owner_id: int = 0
    helper_ids: tuple[int, ...] = ()
    progress: str = ""
    reported_at: datetime | None = None
    ended: Step | None = None


# ── what is not allowed although the state lets it ──────────────────────────
def _giving(_facts: Facts, one: Step) -> str:
    given = one.payload
    if day(given["due_on"]) < day(given["given_on"]):
        return _("It is due before it was given. Check both days.")
    if day(given["given_on"]) > one.at.date():
        return _("It cannot have been given on a day that is still to come.")
    if given["kind"] == ActionKind.SUPERIOR and not given.get("superior_unit"):
        return _("Say which superior unit gave this task.")
    if given["owner_id"] in given.get("helpers", ()):
        return _("Who owns the matter is no helper of it. Take the owner out of the helpers.")
    return ""


def _checking(facts: Facts, one: Step) -> str:
    if one.actor_id is None:
        return _("Sign on as a member of staff to check an action item.")
    if one.actor_id in {facts.owner_id, *facts.helper_ids}:
        return _("Who owns a matter or helped with it does not check it. Ask somebody else.")
    return ""


def _postponing(facts: Facts, one: Step) -> str:
    new = day(one.payload["new_due"])
    if new == facts.due_on:
        return _("This is its date already. Give another one.")
    if new < one.at.date():
        return _("The new date has passed already. Give one that lies ahead.")
    return ""


def _handing(facts: Facts, one: Step) -> str:
    if one.payload["to_id"] == facts.owner_id:
        return _("They own this matter already. Choose somebody else.")
    return ""


GUARDS: Mapping[ActionStep, Callable[[Facts, Step], str]] = {
    ActionStep.GIVE: _giving,
    ActionStep.CHECK: _checking,
    ActionStep.POSTPONE: _postponing,
    ActionStep.HAND_OVER: _handing,
}


# ── what a step changes besides the state ───────────────────────────────────
def _given(facts: Facts, one: Step) -> Facts:
    given = one.payload
    return replace(
        facts,
        given=given,
        given_on=day(given["given_on"]),
        due_on=day(given["due_on"]),
        owner_id=given["owner_id"],
        helper_ids=tuple(given.get("helpers", ())),
    )


def _reported(facts: Facts, one: Step) -> Facts:
    return replace(facts, reported_at=one.at)


def _sent_back(facts: Facts, _one: Step) -> Facts:
    return replace(facts, reported_at=None)


def _postponed(facts: Facts, one: Step) -> Facts:
    return replace(facts, due_on=day(one.payload["new_due"]))


def _handed(facts: Facts, one: Step) -> Facts:
    owner = one.payload["to_id"]
    helpers = tuple(helper for helper in facts.helper_ids if helper != owner)
    return replace(facts, owner_id=owner, helper_ids=helpers)


EFFECTS: Mapping[ActionStep, Callable[[Facts, Step], Facts]] = {
    ActionStep.GIVE: _given,
    ActionStep.REPORT: _reported,
    ActionStep.SEND_BACK: _sent_back,
    ActionStep.POSTPONE: _postponed,
    ActionStep.HAND_OVER: _handed,
}


def step(facts: Facts, one: Step) -> Facts:
    """The facts after one more step.

    Raises:
        RefusedError: not in this state, or a guard forbids it; the sentence says what can be
            done instead.
    """
    target = TABLE.get((facts.state, one.step))
    if target is None:
        raise RefusedError(_refusal(facts.state, one.step))
    guard = GUARDS.get(one.step)
    forbidden = guard(facts, one) if guard else ""
    if forbidden:
        raise RefusedError(forbidden)
    effect = EFFECTS.get(one.step)
    after = effect(facts, one) if effect else facts
    if one.step in LAST_WORDS and one.note:
        after = replace(after, progress=one.note)
    if target in ENDS:
        after = replace(after, ended=one)
    return replace(after, state=target)


def facts_of(steps: Sequence[Step]) -> Facts:
    """What the rules know of an action item after its steps; errors as ``step``."""
    facts = Facts()
    for one in steps:
        facts = step(facts, one)
    return facts


def derive(steps: Sequence[Step]) -> tuple[dict[str, Any], list[str]]:
    """Everything the row of an action item holds, and the state after each step.

    Args:
        steps: all steps of one action item in their order; the first gives it.

    Returns:
        The columns of ``ActionItem`` without ``id``, and per step its state's code.

    Raises:
        RefusedError: the steps do not follow the table.
    """
    facts, states = Facts(), []
    for one in steps:
        facts = step(facts, one)
        states.append(str(facts.state))
    given, ended = facts.given, facts.ended
    checked = ended if ended is not None and facts.state is ActionState.CLOSED else None
    _prefix, year, seq = str(given["number"]).split("-")
    return {
        "number": given["number"],
        "year": int(year),
        "seq": int(seq),
        "kind": given["kind"],
        "matter": given["matter"],
        **{name: given.get(name) for name in LINKS},
        "superior_unit": given.get("superior_unit", ""),
        "document_number": given.get("document_number", ""),
        "owner_id": facts.owner_id,
        "helpers": " ".join(map(str, facts.helper_ids)),
        "given_on": facts.given_on,
        "due_on": facts.due_on,
        "confidential": bool(given.get("confidential")),
        "state": states[-1],
        "progress": facts.progress,
        "reported_at": facts.reported_at,
        "closed_at": ended.at if ended else None,
        "checker_id": checked.actor_id if checked else None,
        "checker": checked.actor if checked else "",
        "last_event_at": steps[-1].at,
    }, states


def allowed(state: ActionState) -> tuple[ActionStep, ...]:
    """What can be done to an action item in ``state``, in the order it is offered."""
    return tuple(one for source, one in TABLE if source is state)


def late(
    state: ActionState, due_on: date, reported_at: datetime | None, today: date, work: WorkTime
) -> int:
    """How many working days a matter is past its date, by the office's calendar.

    It counts until the owner reported it done: waiting for the check is not the owner's delay.
    One that was cancelled is not late.
    """
    if state is ActionState.CANCELLED:
        return 0
    until = today if state is ActionState.OPEN or reported_at is None else reported_at.date()
    return workdays_between(due_on, until, work)


def late_before(today: date, work: WorkTime) -> date:
    """The day before which a date lies that is at least one working day past today.

    The other way round than ``late``, so that what is late can be found by index.
    """
    day = today
    for _n in range(_FAR):
        if work.is_workday(day):
            return day
        day -= ONE_DAY
    return today


def soon_until(today: date, days: int, work: WorkTime) -> date:
    """The last day of those that are due soon: the ``days``-th working day from today on."""
    day = today
    for _n in range(days):
        day = work.next_workday(day)
    return day


def number(kind: ActionKind, year: int, seq: int) -> str:
    """The number people say: ``DB-2026-001``, a superior's task ``SJ-2026-001``."""
    return f"{PREFIX[kind]}-{year}-{seq:03d}"


def series(kind: ActionKind, year: int) -> str:
    """The counter the numbers of a year come from: gap-free, never reused."""
    return f"{PREFIX[kind]}-{year}"


def day(words: str) -> date:
    """A day as a step keeps it."""
    return date.fromisoformat(words)


_FAR = 60
"""Days looked back for a working day: longer than any holiday."""


def _refusal(state: ActionState | None, one: ActionStep) -> str:
    if state is None:
        return _("This action item was not given yet.")
    choices = allowed(state)
    if not choices:
        return _("“{action}” is not possible: this action item is {state}.").format(
            action=one.label, state=state.label
        )
    return _(
        "“{action}” is not possible: this action item is {state}. Possible now: {choices}."
    ).format(
        action=one.label,
        state=state.label,
        choices=_(", ").join(choice.label for choice in choices),
    )

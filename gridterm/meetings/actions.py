"""What is done to an action item (RULEBOOK §3, 督办台账; §8, 上级交办): given, done, checked.

Every function is one use case with one audit entry and returns the action item after it. All
raise ``NotFoundError`` for one that does not exist, ``RefusedError`` with a sentence when its
state or a guard forbids the step, ``InputError`` with ``fields`` when something is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from gridterm.errors import InputError, NotFoundError
from gridterm.hotline import stepping
from gridterm.hotline.stepping import required
from gridterm.i18n import _
from gridterm.meetings import action_rules as rules
from gridterm.meetings.action_events import append, get, id_of
from gridterm.meetings.action_queries import (
    PAGE,
    action,
    action_by_number,
    action_counts,
    actions,
    actions_of_meeting,
    actions_of_ticket,
    count,
)
from gridterm.meetings.action_terms import ActionDetail, ActionForm, ActionKind, ActionStep
from gridterm.meetings.tables import ActionItem, Meeting, MinuteEntry
from gridterm.registers.tables import Staff
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean, clean_line

__all__ = [
    "PAGE",
    "action",
    "action_by_number",
    "action_counts",
    "actions",
    "actions_of_meeting",
    "actions_of_ticket",
    "cancel",
    "check",
    "count",
    "give",
    "given",
    "hand_over",
    "postpone",
    "progress",
    "report",
    "send_back",
]
PayloadOf = Callable[[Tx, ActionItem], Mapping[str, Any]]


def give(store: Store, actor: Actor, form: ActionForm, draft_id: int | None = None) -> ActionDetail:
    """Give somebody a matter: from a meeting, or a superior's task (上级交办); it gets its number.

    Args:
        store: the office.
        actor: who gives it.
        form: what is given, to whom, until when.
        draft_id: the draft this came from; it goes with the save.
    """
    with store.write("meetings.action_give", actor) as tx:
        record = given(tx, form)
        tx.subject = f"action:{id_of(record)}"
        drafts.forget(tx.session, draft_id)
    return action(store, id_of(record))


def given(tx: Tx, form: ActionForm) -> ActionItem:
    """Give a matter within a running use case; arguments and errors as ``give``."""
    payload = _checked(tx, form)
    kind, year = ActionKind(payload["kind"]), tx.now.year
    payload["number"] = rules.number(kind, year, tx.number(rules.series(kind, year)))
    return append(tx, None, ActionStep.GIVE, payload=payload)


def progress(store: Store, actor: Actor, action_id: int, note: str) -> ActionDetail:
    """Note how far it is (进展)."""
    words = required(note, _("Write what was done."), "note")
    return _act(store, actor, action_id, ActionStep.PROGRESS, note=words)


def report(store: Store, actor: Actor, action_id: int, note: str) -> ActionDetail:
    """Report it done; it waits for somebody else to check it."""
    words = required(note, _("Write what was achieved."), "note")
    return _act(store, actor, action_id, ActionStep.REPORT, note=words)


def check(store: Store, actor: Actor, action_id: int, note: str = "") -> ActionDetail:
    """Check what was reported done and close it: by neither the owner nor a helper."""
    return _act(store, actor, action_id, ActionStep.CHECK, note=clean(note))


def send_back(store: Store, actor: Actor, action_id: int, reason: str) -> ActionDetail:
    """Send back what was reported done and is not; it runs again, by its date."""
    words = required(reason, _("Say what is still missing."), "reason")
    return _act(store, actor, action_id, ActionStep.SEND_BACK, note=words)


def postpone(store: Store, actor: Actor, action_id: int, due_on: date, reason: str) -> ActionDetail:
    """Move the date, with the reason; the step keeps both dates."""
    words = required(reason, _("Say why the date moves."), "reason")

    def payload(_tx: Tx, record: ActionItem) -> dict[str, Any]:
        return {"old_due": record.due_on.isoformat(), "new_due": due_on.isoformat()}

    return _act(store, actor, action_id, ActionStep.POSTPONE, note=words, payload_of=payload)


def hand_over(
    store: Store, actor: Actor, action_id: int, owner_id: int, reason: str
) -> ActionDetail:
    """Give it to somebody else, with the reason; the date stays."""
    words = required(reason, _("Say why it is handed over."), "reason")

    def payload(tx: Tx, record: ActionItem) -> dict[str, Any]:
        old, new = tx.session.get_one(Staff, record.owner_id), _employed(tx, owner_id, "owner_id")
        return {"from_id": old.id, "from": old.name, "to_id": new.id, "to": new.name}

    return _act(store, actor, action_id, ActionStep.HAND_OVER, note=words, payload_of=payload)


def cancel(store: Store, actor: Actor, action_id: int, reason: str) -> ActionDetail:
    """Give it up, with the reason; its number stays used."""
    words = required(reason, _("Say why it is given up; its number stays used."), "reason")
    return _act(store, actor, action_id, ActionStep.CANCEL, note=words)


def _act(  # noqa: PLR0913 - one step, said in full
    store: Store,
    actor: Actor,
    action_id: int,
    step: ActionStep,
    *,
    note: str,
    payload_of: PayloadOf | None = None,
) -> ActionDetail:
    with store.write(f"meetings.action_{step}", actor) as tx:
        tx.subject = f"action:{action_id}"
        record = get(tx.session, action_id)
        payload = payload_of(tx, record) if payload_of else {}
        append(tx, record, step, note=note, payload=payload)
    return action(store, action_id)


# ── what is given ───────────────────────────────────────────────────────────
def _checked(tx: Tx, form: ActionForm) -> dict[str, Any]:
    """What a form gives, as the first step keeps it.

    A matter from a confidential call or a confidential entry of the minutes is confidential,
    whatever the form says.
    """
    if form.kind not in set(ActionKind):
        sentence = _("Say whether it comes from a meeting or from a superior.")
        raise InputError(sentence, {"kind": sentence})
    entry = _entry(tx, form)
    meeting_id = entry.meeting_id if entry is not None else form.meeting_id
    if meeting_id is not None and tx.session.get(Meeting, meeting_id) is None:
        raise NotFoundError(_("There is no such meeting."))
    ticket = stepping.get(tx.session, form.ticket_id) if form.ticket_id is not None else None
    hidden = (one.confidential for one in (ticket, entry) if one is not None)
    owner = _employed(tx, form.owner_id, "owner_id")
    lead = _employed(tx, form.lead_id, "lead_id") if form.lead_id is not None else None
    return {
        "kind": str(form.kind),
        "matter": required(form.matter, _("Write what is to be done."), "matter"),
        "meeting_id": meeting_id,
        "entry_id": form.entry_id,
        "ticket_id": form.ticket_id,
        "superior_unit": _superior_unit(form),
        "document_number": clean_line(form.document_number),
        "lead_id": lead.id if lead else None,
        "owner_id": owner.id,
        "owner": owner.name,
        "helpers": _helpers(tx, form.helper_ids),
        "given_on": (form.given_on or tx.now.date()).isoformat(),
        "due_on": form.due_on.isoformat(),
        "confidential": form.confidential or any(hidden),
    }


def _superior_unit(form: ActionForm) -> str:
    unit = clean_line(form.superior_unit)
    if form.kind == ActionKind.SUPERIOR and not unit:
        sentence = _("Say which superior unit gave this task.")
        raise InputError(sentence, {"superior_unit": sentence})
    return unit


def _entry(tx: Tx, form: ActionForm) -> MinuteEntry | None:
    if form.entry_id is None:
        return None
    entry = tx.session.get(MinuteEntry, form.entry_id)
    if entry is None or form.meeting_id not in {None, entry.meeting_id}:
        raise NotFoundError(_("The minutes of this meeting have no such entry."))
    return entry


def _helpers(tx: Tx, ids: Iterable[int]) -> list[int]:
    chosen = list(dict.fromkeys(ids))
    for one in chosen:
        _employed(tx, one, "helper_ids")
    return chosen


def _employed(tx: Tx, staff_id: int, field: str) -> Staff:
    """A member of staff who is employed today; away (离岗) is no hindrance.

    Raises:
        InputError: there is none with this id.
    """
    staff, today = tx.session.get(Staff, staff_id), tx.now.date()
    if staff is None or staff.hired > today or (staff.left is not None and staff.left < today):
        sentence = _("Choose somebody who is employed here today.")
        raise InputError(sentence, {field: sentence})
    return staff

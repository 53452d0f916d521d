"""What a clerk confirms is a slot's result (RULEBOOK §5): one, or many as suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from gridterm.attendance.corrections.reading import CorrectionView
from gridterm.attendance.corrections.rows import REASON_LONGEST, put_confirmation
from gridterm.attendance.corrections.suggesting import suggestion, suggestions
from gridterm.attendance.locks import refuse_locked
from gridterm.attendance.terms import LeaveKind, SlotKey, SlotView, Status
from gridterm.errors import InputError, RefusedError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

MOST_MINUTES = 600


MOST_AT_ONCE = 2_000


RESULTS = (
    *(Status.PRESENT, Status.LATE, Status.EARLY, Status.ABSENT, Status.LEAVE, Status.OUTING),
)
"""What a person may confirm a slot as."""


WITH_MINUTES = frozenset({Status.LATE, Status.EARLY})


def confirm(  # noqa: PLR0913 - one decision has these parts
    store: Store,
    actor: Actor,
    key: SlotKey,
    status: Status,
    reason: str,
    *,
    minutes: int = 0,
    kind: LeaveKind | None = None,
) -> CorrectionView:
    """Say what a slot is: that is its result, whatever is computed later (RULEBOOK §5).

    An earlier confirmation is undone by it.

    Raises:
        NotFoundError: nobody with this id was employed that day.
        InputError: a field cannot be used; ``fields`` says which.
        RefusedError: the slot is not owed or still to come, or the month is locked.
    """
    with store.write("attendance.confirm", actor) as tx:
        refuse_locked(tx.session, key.day)
        line = _result_faults(status, reason, minutes, kind)
        view = suggestion(tx.session, key, tx.now, over=True)
        _refuse_unowed(view, key, tx.now)
        result = replace(view, status=status, minutes=minutes, kind=kind)
        return put_confirmation(tx, actor, key, (result, view.code, line))


def confirm_suggested(store: Store, actor: Actor, keys: Sequence[SlotKey], reason: str = "") -> int:
    """Confirm slots as they are suggested, all in one; those not owed are passed over.

    Returns:
        How many were confirmed.

    Raises:
        InputError: they are more than can be confirmed at once.
        RefusedError: one of them lies in a locked month.
    """
    if len(keys) > MOST_AT_ONCE:
        raise InputError(
            _("At most {most} slots can be confirmed at once.").format(most=MOST_AT_ONCE)
        )
    line = reason or _("as computed")
    with store.write("attendance.confirm", actor) as tx:
        for month in {key.day.replace(day=1) for key in keys}:
            refuse_locked(tx.session, month)
        made = 0
        for key, view in suggestions(tx.session, keys, tx.now):
            if view.status in RESULTS and key.day < tx.now.date():
                put_confirmation(tx, actor, key, (view, view.code, line))
                made += 1
        tx.subject = "attendance"
        return made


def _refuse_unowed(view: SlotView, key: SlotKey, now: datetime) -> None:
    if key.day > now.date() or view.status in {Status.OFF, Status.NOT_EMPLOYED}:
        words = Status.PENDING.label if key.day > now.date() else view.status.label
        raise RefusedError(
            _("There is nothing to confirm: the slot is {status}.").format(status=words)
        )


def _result_faults(status: Status, reason: str, minutes: int, kind: LeaveKind | None) -> str:
    faults = Faults()
    line = faults.line("reason", reason, REASON_LONGEST, _("Say why."))
    if status not in RESULTS:
        faults.add(
            "status",
            _("A slot is confirmed as one of: {choices}.").format(
                choices=_(", ").join(one.label for one in RESULTS)
            ),
        )
    if (status is Status.LEAVE) != (kind is not None):
        faults.add("kind", _("Leave needs its kind, and nothing else has one."))
    if not 0 <= minutes <= (MOST_MINUTES if status in WITH_MINUTES else 0):
        faults.add(
            "minutes",
            _("Minutes from 0 to {most}, for late and left early only.").format(most=MOST_MINUTES),
        )
    faults.check()
    return line

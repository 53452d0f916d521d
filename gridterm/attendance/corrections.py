"""What a clerk puts over a slot (RULEBOOK §5): make-up, waiver, confirmation; each undoable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, func, select

from gridterm.attendance import facts, policy, rules
from gridterm.attendance.approving import Approving
from gridterm.attendance.limits import policy_on
from gridterm.attendance.locks import refuse_locked
from gridterm.attendance.people import employed, lines
from gridterm.attendance.tables import Correction
from gridterm.attendance.terms import (
    FAULTS,
    CorrectionKind,
    LeaveKind,
    Slot,
    SlotKey,
    SlotView,
    StaffLine,
    Status,
)
from gridterm.calendar import month_days
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx

REASON_LONGEST = 200
MOST_MINUTES = 600
MOST_AT_ONCE = 2_000
ONE_DAY = timedelta(days=1)
RESULTS = (
    *(Status.PRESENT, Status.LATE, Status.EARLY, Status.ABSENT, Status.LEAVE, Status.OUTING),
)
"""What a person may confirm a slot as."""
WITH_MINUTES = frozenset({Status.LATE, Status.EARLY})


@dataclass(frozen=True)
class CorrectionView:
    """A make-up, a waiver or a confirmation; undone ones have ``undone_at``."""

    id: int
    kind: CorrectionKind
    staff: StaffLine
    day: date
    slot: Slot
    reason: str
    approver: str
    at: datetime
    by: str
    status: Status | None
    minutes: int
    leave_kind: LeaveKind | None
    undone_at: datetime | None
    undone_by: str
    undone_reason: str


@dataclass(frozen=True)
class Quota:
    """How many make-ups somebody had in a month, of how many."""

    used: int
    most: int


# ── what a clerk does ───────────────────────────────────────────────────────
def make_up(store: Store, actor: Actor, key: SlotKey, reason: str, approver: str) -> CorrectionView:
    """A sign-in made up for (补签), within the policy's number a month.

    In a locked month it becomes a pending adjustment.

    Raises:
        NotFoundError: nobody with this id was employed that day.
        InputError: the reason is missing, or the approver is nobody who can (``approving``).
        RefusedError: there is nothing to make up, or the month's number is used up.
    """
    with store.write("attendance.makeup", actor) as tx:
        told = _checked(tx, key, reason, approver)
        view = suggestion(tx.session, key, tx.now)
        if view.status not in {*FAULTS, Status.MISSING}:
            raise RefusedError(
                _("There is nothing to make up: the slot is {status}.").format(
                    status=view.status.label
                )
            )
        quota = quota_in(tx.session, key.staff_id, key.day)
        if quota.used >= quota.most:
            raise RefusedError(
                _("{name} has used the {most} make-ups of {month} already.").format(
                    name=get_staff(tx.session, key.staff_id).name,
                    most=quota.most,
                    month=f"{key.day:%Y-%m}",
                )
            )
        return _put(tx, actor, key, CorrectionKind.MAKEUP, told)


def waive(store: Store, actor: Actor, key: SlotKey, reason: str, approver: str) -> CorrectionView:
    """Waive the consequence of a fault; the fact stays.

    Raises:
        NotFoundError, InputError: as ``make_up``.
        RefusedError: the slot is no fault, or the month is locked.
    """
    with store.write("attendance.waive", actor) as tx:
        refuse_locked(tx.session, key.day)
        told = _checked(tx, key, reason, approver)
        view = shown(tx.session, key, tx.now)
        if view.status not in FAULTS:
            raise RefusedError(
                _("There is nothing to waive: the slot is {status}.").format(
                    status=view.status.label
                )
            )
        return _put(tx, actor, key, CorrectionKind.WAIVER, told)


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
        return _confirm(tx, actor, key, (result, view.code, line))


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
        for key, view in _suggestions(tx.session, keys, tx.now):
            if view.status in RESULTS and key.day < tx.now.date():
                _confirm(tx, actor, key, (view, view.code, line))
                made += 1
        tx.subject = "attendance"
        return made


def undo(store: Store, actor: Actor, correction_id: int, reason: str) -> CorrectionView:
    """Take back a make-up, a waiver or a confirmation; it stays with who took it back and why.

    Raises:
        NotFoundError: there is none, or it was taken back already.
        InputError: the reason is missing.
        RefusedError: the month is locked, and it is neither a make-up nor a dismissal.
    """
    with store.write("attendance.undo", actor) as tx:
        row = tx.session.get(Correction, correction_id)
        if row is None or row.undone_at is not None:
            raise NotFoundError(_("There is no such make-up, waiver or confirmation."))
        if row.kind not in {CorrectionKind.MAKEUP, CorrectionKind.DISMISSED}:
            refuse_locked(tx.session, row.day)
        faults = Faults()
        line = faults.line("reason", reason, REASON_LONGEST, _("Say why."))
        faults.check()
        tx.subject = f"staff:{row.staff_id}"
        _undo(tx, row, actor, line)
        return _views(tx.session, [row])[0]


# ── reading ─────────────────────────────────────────────────────────────────
def corrections(
    store: Store, year: int, month: int, kind: CorrectionKind | None = None
) -> tuple[CorrectionView, ...]:
    """What was put over the slots of a month, undone ones too, by day.

    Raises:
        InputError: there is no such month.
    """
    days = month_days(year, month)
    query = (
        select(Correction)
        .where(col(Correction.day).between(days[0], days[-1]))
        .order_by(col(Correction.day), col(Correction.slot), col(Correction.id))
    )
    if kind is not None:
        query = query.where(Correction.kind == kind.value)
    with store.read() as session:
        return _views(session, session.exec(query).all())


def of_day(session: Session, staff_id: int, day: date) -> tuple[CorrectionView, ...]:
    """What was put over somebody's day, undone ones too."""
    query = (
        select(Correction)
        .where(Correction.staff_id == staff_id, Correction.day == day)
        .order_by(col(Correction.id))
    )
    return _views(session, session.exec(query).all())


def quota(store: Store, staff_id: int, day: date) -> Quota:
    """How many make-ups somebody had in the month of a day, of how many."""
    with store.read() as session:
        return quota_in(session, staff_id, day)


def quota_in(session: Session, staff_id: int, day: date) -> Quota:
    """The same within a session."""
    days = month_days(day.year, day.month)
    used = session.exec(
        select(func.count()).where(
            Correction.kind == CorrectionKind.MAKEUP,
            Correction.staff_id == staff_id,
            col(Correction.day).between(days[0], days[-1]),
            col(Correction.undone_at).is_(None),
        )
    ).one()
    return Quota(used, policy_on(policy.load(session), day).makeup_quota)


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


# ── parts ───────────────────────────────────────────────────────────────────
def _facts_of(session: Session, key: SlotKey) -> facts.Facts:
    people = employed(session, key.day, key.day, staff_ids=[key.staff_id])
    if not people:
        raise NotFoundError(
            _("{name} was not employed on {day}.").format(
                name=get_staff(session, key.staff_id).name, day=key.day.isoformat()
            )
        )
    return facts.load(session, people, key.day, key.day)


def _suggestions(
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


def _checked(tx: Tx, key: SlotKey, reason: str, approver: str) -> tuple[str, str]:
    faults = Faults()
    line = faults.line("reason", reason, REASON_LONGEST, _("Say why."))
    approving = Approving(tx, key.staff_id, _("Say who approved it."))
    name = approving.name(faults, approver)
    faults.check()
    return line, name


def _put(
    tx: Tx, actor: Actor, key: SlotKey, kind: CorrectionKind, told: tuple[str, str]
) -> CorrectionView:
    if _living(tx.session, key, kind) is not None:
        raise RefusedError(
            _("There is one already for this slot; take it back first: {kind}.").format(
                kind=kind.label
            )
        )
    row = _row(tx, actor, key, kind)
    row.reason, row.approver = told
    tx.add(row)
    tx.subject = f"staff:{key.staff_id}"
    return _views(tx.session, [row])[0]


def put_dismissal(tx: Tx, actor: Actor, key: SlotKey, reason: str, told: str) -> CorrectionView:
    """Dismiss what came for a locked slot within a running use case.

    An earlier dismissal, of what came before, is undone by it. ``told`` is ``SlotView.same`` of
    what is dismissed.

    Raises:
        InputError: the reason is missing.
    """
    faults = Faults()
    line = faults.line("reason", reason, REASON_LONGEST, _("Say why."))
    faults.check()
    earlier = _living(tx.session, key, CorrectionKind.DISMISSED)
    if earlier is not None:
        _undo(tx, earlier, actor, _("dismissed anew"))
    row = _row(tx, actor, key, CorrectionKind.DISMISSED)
    row.reason, row.approver, row.computed = line, actor.name, told
    tx.add(row)
    tx.subject = f"staff:{key.staff_id}"
    return _views(tx.session, [row])[0]


def _confirm(tx: Tx, actor: Actor, key: SlotKey, told: tuple[SlotView, str, str]) -> CorrectionView:
    earlier = _living(tx.session, key, CorrectionKind.CONFIRMED)
    if earlier is not None:
        _undo(tx, earlier, actor, _("confirmed anew"))
    result, computed, reason = told
    row = _row(tx, actor, key, CorrectionKind.CONFIRMED)
    row.reason, row.computed, row.approver = reason, computed, actor.name
    row.status, row.minutes = result.status.value, result.minutes
    row.leave_kind = result.kind.value if result.kind else ""
    tx.add(row)
    tx.subject = f"staff:{key.staff_id}"
    return _views(tx.session, [row])[0]


def _row(tx: Tx, actor: Actor, key: SlotKey, kind: CorrectionKind) -> Correction:
    return Correction(
        kind=kind.value,
        staff_id=key.staff_id,
        day=key.day,
        slot=key.slot.value,
        reason="",
        approver="",
        at=tx.now,
        by=actor.name,
    )


def _undo(tx: Tx, row: Correction, actor: Actor, reason: str) -> None:
    row.undone_at, row.undone_by, row.undone_reason = tx.now, actor.name, reason
    tx.session.flush()


def _living(session: Session, key: SlotKey, kind: CorrectionKind) -> Correction | None:
    return session.exec(
        select(Correction).where(
            Correction.staff_id == key.staff_id,
            Correction.day == key.day,
            Correction.slot == key.slot.value,
            Correction.kind == kind.value,
            col(Correction.undone_at).is_(None),
        )
    ).first()


def _views(session: Session, rows: Sequence[Correction]) -> tuple[CorrectionView, ...]:
    people = lines(session, [row.staff_id for row in rows])
    same = ("day", "reason", "approver", "at", "by", "minutes")
    undone = ("undone_at", "undone_by", "undone_reason")
    return tuple(
        CorrectionView(
            id=row.id or 0,
            kind=CorrectionKind(row.kind),
            staff=people[row.staff_id],
            slot=Slot(row.slot),
            status=Status(row.status) if row.status else None,
            leave_kind=LeaveKind(row.leave_kind) if row.leave_kind else None,
            **{name: getattr(row, name) for name in (*same, *undone)},
        )
        for row in rows
    )

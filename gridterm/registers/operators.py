"""Who sits at the desk: choosing the operator on shift, with an optional PIN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.i18n import _, ngettext
from gridterm.registers.known import Operator
from gridterm.registers.pins import Gate, check_new, fits, hashed, normal_pin
from gridterm.registers.staff import get_staff, works_on
from gridterm.registers.tables import Credential, DutyDay, Staff
from gridterm.registers.terms import Role, split_roles
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

_gate = Gate()


@dataclass(frozen=True)
class Candidate:
    """Somebody who can sign on.

    ``on_duty`` marks today's officer and deputy, ``stands_in`` the deputy alone.
    """

    staff_id: int
    number: str
    name: str
    roles: tuple[Role, ...]
    has_pin: bool
    on_duty: bool
    stands_in: bool = False


def candidates(store: Store) -> tuple[Candidate, ...]:
    """Who can sign on today: today's officer first, then the deputy, then everybody by number."""
    today = store.clock.today()
    with store.read() as session:
        duty = session.get(DutyDay, today)
        rank = {duty.officer_id: 0, duty.deputy_id: 1} if duty else {}
        query = (
            select(Staff, Credential.staff_id)
            .outerjoin(Credential, col(Credential.staff_id) == col(Staff.id))
            .where(Staff.hired <= today, or_(col(Staff.left).is_(None), col(Staff.left) >= today))
        )
        rows = session.execute(query).all()
    found = [
        Candidate(
            staff_id=staff.id,
            number=staff.number,
            name=staff.name,
            roles=split_roles(staff.roles),
            has_pin=owner is not None,
            on_duty=staff.id in rank,
            stands_in=rank.get(staff.id) == 1,
        )
        for staff, owner in rows
    ]
    found.sort(key=lambda one: (rank.get(one.staff_id, 2), len(one.number), one.number))
    return tuple(found)


def set_pin(
    store: Store, actor: Actor, staff_id: int, pin: str | None, *, current: str | None = None
) -> None:
    """Set, change or (None) remove somebody's PIN. The audit trail says only that it was done.

    A PIN that is set can be changed by who knows it (``current``), by a principal leader, and
    by the program itself for who has the office file in their hands (``staff_id`` None).

    Raises:
        NotFoundError: there is nobody with this id.
        InputError: the new PIN is too short or too long, or ``current`` is wrong.
        RefusedError: too many wrong tries a moment ago.
    """
    new = None if pin is None else check_new(pin)
    with store.read() as session:
        get_staff(session, staff_id)
        protected = session.get(Credential, staff_id) is not None
        trusted = actor.staff_id is None or _leads(session, actor.staff_id)
    if protected and not trusted and not check_pin(store, staff_id, current or ""):
        sentence = _("The current PIN is not right.")
        raise InputError(sentence, {"current": sentence})
    kept = hashed(new) if new is not None else None
    with store.write("operator.pin", actor) as tx:
        tx.subject = f"staff:{staff_id}"
        row = tx.session.get(Credential, staff_id)
        tx.note(pin="removed" if kept is None else "changed" if row else "set")
        if row is not None and kept is None:
            tx.session.delete(row)
        elif row is not None and kept is not None:
            row.pin_hash = kept
        elif kept is not None:
            tx.add(Credential(staff_id=staff_id, pin_hash=kept))
    _gate.right(_who(store, staff_id))


def has_pin(store: Store, staff_id: int) -> bool:
    """Whether somebody has a PIN."""
    with store.read() as session:
        return session.get(Credential, staff_id) is not None


def check_pin(store: Store, staff_id: int, pin: str) -> bool:
    """Whether a PIN is somebody's; who has none is opened by anything.

    Five wrong ones in a row close it for 30 seconds by the office's clock, in this process;
    an empty one is no try.

    Raises:
        NotFoundError: there is nobody with this id.
        RefusedError: too many wrong tries a moment ago; the sentence says how long to wait.
    """
    with store.read() as session:
        get_staff(session, staff_id)
        row = session.get(Credential, staff_id)
        kept = row.pin_hash if row else None
    if kept is None:
        return True
    who = _who(store, staff_id)
    seconds = _gate.wait(who, store.clock.now())
    if seconds:
        raise RefusedError(
            ngettext(
                "Too many wrong PINs. Wait {number} second, then try again.",
                "Too many wrong PINs. Wait {number} seconds, then try again.",
                seconds,
            ).format(number=seconds)
        )
    typed = normal_pin(pin)
    if not typed:
        return False
    if fits(typed, kept):
        _gate.right(who)
        return True
    _gate.wrong(who, store.clock.now())
    return False


def sign_on(store: Store, staff_id: int, pin: str | None = None) -> Operator:
    """Somebody takes the shift.

    Nothing is written: every change carries its operator in the audit trail anyway, and one
    can look things up when the disk is full.

    Raises:
        NotFoundError: there is nobody with this id.
        RefusedError: they are not employed today, or too many wrong tries a moment ago.
        InputError: the PIN is missing or wrong (``fields["pin"]``).
    """
    today = store.clock.today()
    with store.read() as session:
        staff = get_staff(session, staff_id)
        operator = Operator(staff_id, staff.number, staff.name, split_roles(staff.roles))
        _check_employed(staff, today)
    if not check_pin(store, staff_id, pin or ""):
        sentence = _("The PIN is not right.") if pin else _("Please type your PIN.")
        raise InputError(sentence, {"pin": sentence})
    return operator


def _check_employed(staff: Staff, today: date) -> None:
    if not works_on(staff, today):
        raise RefusedError(
            _("{name} is not employed on {day}.").format(name=staff.name, day=today.isoformat())
        )


def _leads(session: Session, staff_id: int) -> bool:
    try:
        staff = get_staff(session, staff_id)
    except NotFoundError:
        return False
    return Role.PRINCIPAL_LEADER in split_roles(staff.roles)


def _who(store: Store, staff_id: int) -> tuple[str, int]:
    return str(store.path), staff_id

"""Whose a card or a machine's PIN is, and when; the PINs nobody is known by yet (RULEBOOK §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from gridterm.attendance.people import lines
from gridterm.attendance.tables import AttendanceCode, JoiningHour, Punch
from gridterm.attendance.terms import CodeKind, StaffLine
from gridterm.errors import InputError, NotFoundError
from gridterm.i18n import _
from gridterm.registers.staff import get_staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import ascii_digits, clean_line

CODE_LONGEST = 40


@dataclass(frozen=True)
class CodeView:
    """A card or PIN with whose it is and when."""

    id: int
    kind: CodeKind
    code: str
    staff: StaffLine
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class UnknownPin:
    """A PIN of machine punches that nobody's mapping covers on their days."""

    pin: str
    count: int
    first: datetime
    last: datetime
    device: str


def plain_code(typed: str) -> str:
    """A number or card as typed or read: full-width digits plain, no blanks."""
    return ascii_digits(clean_line(typed)).replace(" ", "")


def plain_pin(typed: str) -> str:
    """A machine's PIN without its padding: ``"    9"`` and ``0009`` are 9."""
    code = plain_code(typed)
    return (code.lstrip("0") or "0") if code else ""


def map_code(  # noqa: PLR0913, PLR0917 - one mapping has these parts
    store: Store,
    actor: Actor,
    kind: CodeKind,
    code: str,
    staff_id: int,
    valid_from: date,
    valid_to: date | None = None,
) -> CodeView:
    """Say whose a card or a machine's PIN is, from when to when (the last day included).

    The days it covers follow at once; a locked month stays and shows what would change.

    Raises:
        NotFoundError: there is nobody with this id.
        InputError: it is empty or too long, the dates are turned round, or it is somebody
            else's on one of those days.
    """
    with store.write("attendance.code", actor) as tx:
        made = put_code(tx, kind, code, staff_id, valid_from, valid_to)
        tx.subject = f"staff:{staff_id}"
        return _code_view(made, lines(tx.session, [staff_id])[staff_id])


def put_code(  # noqa: PLR0913, PLR0917 - as map_code
    tx: Tx,
    kind: CodeKind,
    code: str,
    staff_id: int,
    valid_from: date,
    valid_to: date | None = None,
) -> AttendanceCode:
    """Save a mapping within a running use case; as ``map_code``."""
    get_staff(tx.session, staff_id)
    plain = plain_pin(code) if kind is CodeKind.PIN else plain_code(code)
    if not plain or len(plain) > CODE_LONGEST:
        raise InputError(_("A card or PIN has 1 to {most} characters.").format(most=CODE_LONGEST))
    if valid_to is not None and valid_to < valid_from:
        raise InputError(_("The last day is before the first one."))
    overlap = select(AttendanceCode).where(
        AttendanceCode.kind == kind,
        AttendanceCode.code == plain,
        or_(col(AttendanceCode.valid_to).is_(None), col(AttendanceCode.valid_to) >= valid_from),
    )
    if valid_to is not None:
        overlap = overlap.where(col(AttendanceCode.valid_from) <= valid_to)
    other = tx.session.exec(overlap).first()
    if other is not None:
        raise InputError(
            _("{code} is {name}'s since {day}. End that first, or choose other days.").format(
                code=plain,
                name=get_staff(tx.session, other.staff_id).name,
                day=other.valid_from.isoformat(),
            )
        )
    made = AttendanceCode(
        kind=kind.value, code=plain, staff_id=staff_id, valid_from=valid_from, valid_to=valid_to
    )
    tx.add(made)
    return made


def end_code(store: Store, actor: Actor, code_id: int, last_day: date) -> CodeView:
    """Somebody gives a card or PIN back: ``last_day`` is the last day it is theirs.

    Raises:
        NotFoundError: there is no such mapping.
        InputError: the last day is before its first.
    """
    with store.write("attendance.code_end", actor) as tx:
        row = tx.session.get(AttendanceCode, code_id)
        if row is None:
            raise NotFoundError(_("There is no such card or PIN."))
        if last_day < row.valid_from:
            raise InputError(_("The last day is before the first one."))
        row.valid_to = last_day
        tx.subject = f"staff:{row.staff_id}"
        return _code_view(row, lines(tx.session, [row.staff_id])[row.staff_id])


def codes(store: Store, staff_id: int | None = None) -> tuple[CodeView, ...]:
    """Every card and PIN, or somebody's, by code and date."""
    with store.read() as session:
        query = select(AttendanceCode).order_by(
            col(AttendanceCode.kind),
            func.length(AttendanceCode.code),
            col(AttendanceCode.code),
            col(AttendanceCode.valid_from),
        )
        if staff_id is not None:
            query = query.where(AttendanceCode.staff_id == staff_id)
        rows = session.exec(query).all()
        people = lines(session, [row.staff_id for row in rows])
        return tuple(_code_view(row, people[row.staff_id]) for row in rows)


def _code_view(row: AttendanceCode, staff: StaffLine) -> CodeView:
    return CodeView(row.id or 0, CodeKind(row.kind), row.code, staff, row.valid_from, row.valid_to)


def holder(session: Session, kind: CodeKind, code: str, day: date) -> int | None:
    """Whose a card or PIN is on a day."""
    query = select(AttendanceCode.staff_id).where(
        AttendanceCode.kind == kind,
        AttendanceCode.code == code,
        col(AttendanceCode.valid_from) <= day,
        or_(col(AttendanceCode.valid_to).is_(None), col(AttendanceCode.valid_to) >= day),
    )
    return session.exec(query).first()


def unknown_pins(store: Store, limit: int = 200) -> tuple[UnknownPin, ...]:
    """The PINs that wait to be mapped, with how often and when they were used."""
    day = func.date(Punch.at)
    covered = exists().where(
        and_(
            col(AttendanceCode.kind) == CodeKind.PIN,
            col(AttendanceCode.code) == Punch.pin,
            col(AttendanceCode.valid_from) <= day,
            or_(col(AttendanceCode.valid_to).is_(None), col(AttendanceCode.valid_to) >= day),
        )
    )
    query = (
        columns(
            col(Punch.pin),
            func.count(),
            func.min(Punch.at),
            func.max(Punch.at),
            func.max(Punch.device),
        )
        .where(col(Punch.pin) != "", ~covered)
        .group_by(col(Punch.pin))
        .order_by(func.length(Punch.pin), col(Punch.pin))
        .limit(limit)
    )
    with store.read() as session:
        return tuple(UnknownPin(*row) for row in session.execute(query))


def set_joining_hour(store: Store, actor: Actor, staff_id: int, at: datetime | None) -> None:
    """Say at what hour of their first day somebody starts; None: from the morning on.

    Raises:
        NotFoundError: there is nobody with this id.
        InputError: it is another day than the one they were hired on.
    """
    with store.write("attendance.joining", actor) as tx:
        staff = get_staff(tx.session, staff_id)
        tx.subject = f"staff:{staff_id}"
        row = tx.session.get(JoiningHour, staff_id)
        if at is None:
            if row is not None:
                tx.session.delete(row)
            return
        if at.date() != staff.hired:
            raise InputError(
                _("{name} was hired on {day}; the hour is one of that day.").format(
                    name=staff.name, day=staff.hired.isoformat()
                )
            )
        if row is None:
            tx.add(JoiningHour(staff_id=staff_id, at=at))
        else:
            row.at = at

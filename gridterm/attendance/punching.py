"""Signing in at the desk (RULEBOOK §5).

A punch is on the disk before anything is said of it. A repeat is kept raw and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from gridterm.attendance import facts
from gridterm.attendance.codes import holder, plain_code
from gridterm.attendance.explaining import sentence
from gridterm.attendance.limits import Policy, grade, policy_on, repeats, slot_of
from gridterm.attendance.people import Employed, employed
from gridterm.attendance.tables import Punch
from gridterm.attendance.terms import CodeKind, DayView, PunchSource, Slot, SlotView, StaffLine
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.registers.staff import get_staff
from gridterm.registers.tables import Staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

DESK = (PunchSource.NUMBER.value, PunchSource.CARD.value)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Punched:
    """What a punch at the desk did.

    ``slot`` is None outside both windows; ``repeated`` means 已签: it changed nothing;
    ``clock_back`` that the desk's clock stands before the punch made last.
    """

    staff: StaffLine
    at: datetime
    slot: Slot | None
    day: DayView
    repeated: bool
    clock_back: bool
    sentence: str

    @property
    def view(self) -> SlotView | None:
        """The slot it was made in."""
        return self.day.slot(self.slot) if self.slot else None


def punch(store: Store, actor: Actor, typed: str, jumped: str = "") -> Punched:
    """Sign in by staff number or card, now.

    ``jumped`` is what the desk saw of its clock, ``08:27>09:27``: it is kept with the punch.

    Raises:
        NotFoundError: nobody has this number or card.
        RefusedError: whoever has it does not work here today.
        StoreError: it could not be saved; nobody signed in.
    """
    code = plain_code(typed)
    if not code:
        raise InputError(_("Type your staff number, or swipe your card."))
    with store.write("attendance.punch", actor) as tx:
        person, source = _whose(tx.session, code, tx.now.date())
        staff_id = person.staff.id
        tx.subject = f"staff:{staff_id}"
        before = _own_punches(tx.session, staff_id, tx.now.date())
        clock_back = _clock_back(tx.session, tx.now)
        tx.add(
            Punch(
                at=tx.now,
                staff_id=staff_id,
                source=source,
                raw=f"{facts.JUMPED}{jumped}" if jumped else "",
                clock_back=clock_back,
                recorded_at=tx.now,
            )
        )
        known = facts.load(tx.session, [person], tx.now.date(), tx.now.date())
        return _told(person, known, before, tx.now, clock_back=clock_back)


def _told(
    person: Employed,
    known: facts.Facts,
    before: list[datetime],
    now: datetime,
    *,
    clock_back: bool,
) -> Punched:
    staff_id = person.staff.id
    current = policy_on(known.policies, now.date())
    slot = slot_of(now.time(), current)
    day = known.judge(staff_id, now.date(), now)
    repeated = is_repeat(before, now, current)
    words = _words(day, slot, now, repeated=repeated)
    return Punched(person.staff, now, slot, day, repeated, clock_back, words)


def is_repeat(before: list[datetime], now: datetime, current: Policy) -> bool:
    """Whether a punch changes nothing: soon after another one and not better than it."""
    times = sorted([*before, now])
    index = len(times) - 1 - times[::-1].index(now)
    if not repeats(times, current.repeat_minutes)[index]:
        return False
    slot = slot_of(now.time(), current)
    if slot is None:
        return True
    limits = current.of(slot)
    others = [grade(at.time(), limits) for at in before if slot_of(at.time(), current) is slot]
    return min(others, default=grade(now.time(), limits)).rank <= grade(now.time(), limits).rank


def _words(day: DayView, slot: Slot | None, now: datetime, *, repeated: bool) -> str:
    at = f"{now:%H:%M}"
    if repeated:
        return _("Already signed in; this one at {at} changes nothing.").format(at=at)
    if slot is None:
        return _("Signed in at {at}, outside both windows: it is kept and shown.").format(at=at)
    return sentence(day.slot(slot))


def _whose(session: Session, code: str, today: date) -> tuple[Employed, PunchSource]:
    number = select(Staff.id).where(func.lower(Staff.number) == code.lower())
    staff_id, source = session.exec(number).first(), PunchSource.NUMBER
    if staff_id is None:
        staff_id, source = holder(session, CodeKind.CARD, code, today), PunchSource.CARD
    if staff_id is None:
        raise NotFoundError(
            _("Nobody here has the number or card {code}. Try again, or ask the clerk.").format(
                code=code
            )
        )
    found = employed(session, today, today, staff_ids=[staff_id])
    if not found:
        raise RefusedError(
            _("{name} does not work here today, so there is nothing to sign in for.").format(
                name=get_staff(session, staff_id).name
            )
        )
    return found[0], source


def _own_punches(session: Session, staff_id: int, day: date) -> list[datetime]:
    start = datetime.combine(day, time())
    query = (
        select(Punch.at)
        .where(Punch.staff_id == staff_id, col(Punch.at) >= start, col(Punch.at) < start + ONE_DAY)
        .order_by(col(Punch.at))
    )
    return list(session.exec(query))


def _clock_back(session: Session, now: datetime) -> bool:
    """Whether the desk's clock stands before the punch the desk took last."""
    newest = select(Punch.at).where(col(Punch.source).in_(DESK)).order_by(col(Punch.id).desc())
    last = session.exec(newest.limit(1)).first()
    return last is not None and now < last

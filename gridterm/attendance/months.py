"""Locking a month (月结), reopening it, and what came after it was locked (RULEBOOK §5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import func, select

from gridterm.attendance import frozen, reading
from gridterm.attendance.adjusting import forget_dismissals
from gridterm.attendance.locks import LockView, lock_of, locked_months
from gridterm.attendance.people import headcount
from gridterm.attendance.reading import MonthMatrix
from gridterm.attendance.summing import Summary, add
from gridterm.attendance.tables import LockedPerson, MonthLock
from gridterm.attendance.terms import TO_DECIDE, StaffLine
from gridterm.calendar import month_days
from gridterm.errors import CancelledError, RefusedError
from gridterm.i18n import _, ngettext
from gridterm.registers.checking import Faults
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx

REASON_LONGEST = 200
MONTHS = 12
STEPS = 2
"""Everybody is judged, then kept."""
TOLD_EVERY = 25


@dataclass(frozen=True)
class MonthState:
    """A month of a year: whether it is over, and the lock it stands under."""

    year: int
    month: int
    over: bool
    lock: LockView | None


@dataclass(frozen=True)
class PersonSum:
    """Somebody's figures over several months, and month by month."""

    staff: StaffLine
    months: tuple[Summary | None, ...]
    total: Summary


@dataclass(frozen=True)
class Ears:
    """Who listens while a month is locked: told how many people are done, asked whether to stop."""

    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None

    def tell(self, done: int, total: int) -> None:
        """Say how far it is.

        Raises:
            CancelledError: the person cancelled.
        """
        if self.cancelled is not None and self.cancelled():
            raise CancelledError(_("Cancelled; the month is as open as it was."))
        if self.progress is not None:
            self.progress(done, total)


def note_of(typed: str) -> str:
    """The note that goes with a lock, clean; it may be empty.

    Raises:
        InputError: it is too long.
    """
    faults = Faults()
    line = faults.line("note", typed, REASON_LONGEST)
    faults.check()
    return line


def lock(  # noqa: PLR0913 - which, its note, and how far
    store: Store,
    actor: Actor,
    year: int,
    month: int,
    note: str = "",
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> MonthState:
    """Lock a month: every slot is kept as it is now, and later facts change nothing.

    Args:
        store: the office.
        actor: who locks it.
        year: the month's year.
        month: its number.
        note: goes with the lock.
        progress: called now and then with how many steps are done, of how many.
        cancelled: asked now and then; nothing is locked then.

    Raises:
        InputError: there is no such month, or the note is too long.
        RefusedError: it is not over, locked already, its year's holidays are not published,
            or slots in it wait for a decision.
        CancelledError: the person cancelled.
    """
    line = note_of(note)
    with store.write("attendance.lock", actor) as tx:
        held = put_lock(tx, actor, (year, month), line, Ears(progress, cancelled))
    return MonthState(year, month, over=True, lock=held)


def put_lock(
    tx: Tx, actor: Actor, month: tuple[int, int], note: str = "", ears: Ears | None = None
) -> LockView:
    """Lock a month within a running use case; as ``lock``."""
    name = _name(month)
    days = month_days(*month)
    if tx.now.date() <= days[-1]:
        raise RefusedError(
            _("{month} is not over yet; lock it after its last day.").format(month=name)
        )
    told = ears or Ears()
    people = headcount(tx.session, days[0], days[-1])
    told.tell(0, STEPS * people)
    found = reading.whole_in(
        tx.session, month, tx.now, each=lambda read: told.tell(read, STEPS * people)
    )
    if found.lock is not None:
        raise RefusedError(_("{month} is locked already.").format(month=name))
    if not found.published:
        raise RefusedError(
            _("{banner} Enter them first, then lock {month}.").format(
                banner=found.banner, month=name
            )
        )
    _refuse_undecided(found, name)
    row = MonthLock(
        year=month[0],
        month=month[1],
        at=tx.now,
        by=actor.name,
        note=note,
    )
    tx.add(row)
    tx.subject = f"attendance:{name}"
    _freeze(tx, row.id or 0, found.rows, told)
    return LockView(row.id or 0, row.at, row.by, row.note)


def _freeze(tx: Tx, lock_id: int, people: Sequence[reading.PersonMonth], told: Ears) -> None:
    """Keep everybody's days as they are now with the lock."""
    first = (tx.session.exec(select(func.max(LockedPerson.id))).one() or 0) + 1
    rows = []
    for n, one in enumerate(people):
        if n % TOLD_EVERY == 0:
            told.tell(len(people) + n, STEPS * len(people))
        rows.append(
            {
                "id": first + n,
                "lock_id": lock_id,
                "staff_id": one.staff.id,
                "number": one.staff.number,
                "name": one.staff.name,
                "days": frozen.pack(one.days),
            }
        )
    tx.bulk(LockedPerson, rows)


def reopen(store: Store, actor: Actor, year: int, month: int, reason: str) -> MonthState:
    """Open a locked month again; what it was locked as is kept, and it can be locked anew.

    Raises:
        InputError: the reason is missing, or there is no such month.
        RefusedError: it is not locked.
    """
    month_days(year, month)
    with store.write("attendance.reopen", actor) as tx:
        held = lock_of(tx.session, year, month)
        if held is None:
            raise RefusedError(_("{month} is not locked.").format(month=_name((year, month))))
        faults = Faults()
        line = faults.line(
            "reason", reason, REASON_LONGEST, _("Say why the month is opened again.")
        )
        faults.check()
        row = tx.session.get_one(MonthLock, held.id)
        row.reopened_at, row.reopened_by, row.reopened_reason = tx.now, actor.name, line
        forget_dismissals(tx, actor, (year, month), _("the month was opened again"))
        tx.subject = f"attendance:{_name((year, month))}"
    return MonthState(year, month, over=True, lock=None)


def months(store: Store, year: int) -> tuple[MonthState, ...]:
    """The months of a year with their locks.

    Raises:
        InputError: there is no such year.
    """
    month_days(year, 1)
    today = store.clock.today()
    with store.read() as session:
        locks = dict(locked_months(session, year))
    return tuple(
        MonthState(year, one, month_days(year, one)[-1] < today, locks.get(one))
        for one in range(1, MONTHS + 1)
    )


def calendar_warnings(store: Store, day: date) -> str:
    """A sentence where a change of the calendar on a day would not reach a locked month."""
    with store.read() as session:
        held = lock_of(session, day.year, day.month)
    if held is None:
        return ""
    return _(
        "{month} is locked, so its attendance stays as it is; "
        "what would change is listed as pending adjustments."
    ).format(month=f"{day:%Y-%m}")


def sums(store: Store, year: int, first: int = 1, last: int = MONTHS) -> tuple[PersonSum, ...]:
    """Everybody's figures from one month of a year to another: a quarter, a year.

    Months that have not begun hold None.

    Raises:
        InputError: there is no such month.
    """
    now = store.clock.now()
    people: dict[int, StaffLine] = {}
    figures: dict[int, dict[int, Summary]] = {}
    with store.read() as session:
        for month in range(first, last + 1):
            if month_days(year, month)[0] > now.date():
                break
            for row in reading.whole_in(session, (year, month), now).rows:
                people[row.staff.id] = row.staff
                figures.setdefault(row.staff.id, {})[month] = row.summary
    order = sorted(people.values(), key=lambda one: (len(one.number), one.number))
    return tuple(_sum(one, figures[one.id], range(first, last + 1)) for one in order)


def _sum(staff: StaffLine, found: dict[int, Summary], wanted: range) -> PersonSum:
    return PersonSum(staff, tuple(found.get(month) for month in wanted), add(found.values()))


def _refuse_undecided(found: MonthMatrix, name: str) -> None:
    count = sum(
        bool(view.flags & TO_DECIDE)
        for person in found.rows
        for day in person.days
        for view in day.slots
    )
    if count:
        raise RefusedError(
            ngettext(
                "{count} slot of {month} waits for a decision; decide it, then lock.",
                "{count} slots of {month} wait for a decision; decide them, then lock.",
                count,
            ).format(count=count, month=name)
        )


def _name(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02}"


def is_locked(store: Store, day: date | datetime) -> bool:
    """Whether the month of a day is locked."""
    with store.read() as session:
        return lock_of(session, day.year, day.month) is not None

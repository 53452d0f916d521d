"""The hotline's duty roster: who answers on which day, and who stands in (AB岗)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from gridterm.calendar import month_days
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.registers import rules, workdays
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff, person, works_on
from gridterm.registers.tables import DutyDay, Staff
from gridterm.registers.terms import DutyView, RosterDay, RosterMonth
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store, Tx

NOTE_LONGEST = 100


def duty_on(store: Store, day: date | None = None) -> DutyView | None:
    """Who is on duty on a day (default: today); None where nobody is put there."""
    wanted = day or store.clock.today()
    with store.read() as session:
        return between(session, wanted, wanted, store.clock.today()).get(wanted)


def month(store: Store, year: int, month: int) -> RosterMonth:
    """The month sheet: every day with what the calendar says and who is on duty.

    Raises:
        InputError: there is no such month.
    """
    with store.read() as session:
        return _month(session, year, month, store.clock.today())


def put(  # noqa: PLR0913 - a day, its two people, a note
    store: Store,
    actor: Actor,
    day: date,
    officer_id: int,
    deputy_id: int | None = None,
    *,
    note: str = "",
) -> DutyView:
    """Put somebody on duty on a day, in place of who was there.

    Past days too: what really was is entered afterwards, and the audit trail shows it.

    Args:
        store: the office.
        actor: who changes the roster.
        day: the day.
        officer_id: who answers.
        deputy_id: who stands in; None takes the officer's own deputy.
        note: why, or what for.

    Raises:
        InputError: somebody is not employed that day; officer and deputy are one person.
    """
    with store.write("duty.put", actor) as tx:
        tx.subject = f"duty:{day.isoformat()}"
        put_day(tx, day, officer_id, deputy_id, note)
        tx.session.flush()
        return between(tx.session, day, day, tx.now.date())[day]


def put_day(
    tx: Tx, day: date, officer_id: int, deputy_id: int | None = None, note: str = ""
) -> DutyDay:
    """Put somebody on duty within a running use case; as ``put``."""
    faults = Faults()
    officer = _serving(faults, tx.session, "officer_id", officer_id, day)
    if deputy_id is None and officer is not None:
        deputy_id = _own_deputy(tx.session, officer, day)
    if deputy_id is not None:
        _serving(faults, tx.session, "deputy_id", deputy_id, day)
        if deputy_id == officer_id:
            faults.add("deputy_id", _("Choose a colleague as the deputy."))
    text = faults.line("note", note, NOTE_LONGEST)
    faults.check()
    row = tx.session.get(DutyDay, day) or DutyDay(day=day, officer_id=officer_id)
    row.officer_id, row.deputy_id, row.note = officer_id, deputy_id, text
    tx.session.add(row)
    return row


def clear(store: Store, actor: Actor, day: date) -> None:
    """Take whoever is on duty off a day.

    Raises:
        NotFoundError: nobody is on duty that day.
        RefusedError: the day is over.
    """
    with store.write("duty.clear", actor) as tx:
        tx.subject = f"duty:{day.isoformat()}"
        row = _duty(tx.session, day)
        if day < tx.now.date():
            raise RefusedError(
                _("{day} is over: put who really served there instead of clearing it.").format(
                    day=day.isoformat()
                )
            )
        tx.session.delete(row)


def swap(store: Store, actor: Actor, day_a: date, day_b: date) -> tuple[DutyView, DutyView]:
    """Two days change their officers and deputies with one another; notes stay with their day.

    Raises:
        NotFoundError: nobody is on duty on one of them.
        RefusedError: it is one day, one is over, or somebody is not employed on the other day.
    """
    with store.write("duty.swap", actor) as tx:
        tx.subject = f"duty:{day_a.isoformat()}"
        rules.check_swap(day_a, day_b, tx.now.date())
        one, two = _duty(tx.session, day_a), _duty(tx.session, day_b)
        _check_served(tx.session, one, day_b)
        _check_served(tx.session, two, day_a)
        one.officer_id, two.officer_id = two.officer_id, one.officer_id
        one.deputy_id, two.deputy_id = two.deputy_id, one.deputy_id
        tx.session.flush()
        found = between(tx.session, min(day_a, day_b), max(day_a, day_b), tx.now.date())
        return found[day_a], found[day_b]


def fill(  # noqa: PLR0913 - the month and the two choices, the latter by keyword
    store: Store,
    actor: Actor,
    year: int,
    month: int,
    officers: Sequence[int],
    *,
    skip_days_off: bool = False,
    overwrite: bool = False,
) -> RosterMonth:
    """Fill a month by rotation, the turn going on behind the last one before it.

    Who is away now or not employed on a day is passed over that day. The deputy is the
    officer's own, or else the next in turn.

    Args:
        store: the office.
        actor: who changes the roster.
        year: the year.
        month: the month, 1 to 12.
        officers: staff ids in the order they take turns.
        skip_days_off: leave weekends and holidays empty.
        overwrite: replace what stands on days from today on; otherwise only empty days are
            filled. A day that is over is never replaced.

    Returns:
        The month; ``empty`` names the days nobody could take.

    Raises:
        InputError: no officers, one twice, or one who does not exist; no such month.
    """
    with store.write("duty.fill", actor) as tx:
        return _fill(tx, year, month, officers, skip_days_off=skip_days_off, overwrite=overwrite)


def preview_fill(  # noqa: PLR0913 - as ``fill``
    store: Store,
    year: int,
    month: int,
    officers: Sequence[int],
    *,
    skip_days_off: bool = False,
    overwrite: bool = False,
) -> RosterMonth:
    """The month as ``fill`` would make it; nothing is kept. It raises what ``fill`` raises."""
    try:
        with store.write("duty.preview", SYSTEM) as tx:
            ways = {"skip_days_off": skip_days_off, "overwrite": overwrite}
            _take_back(_fill(tx, year, month, officers, **ways))
    except _TakenBackError as taken_back:
        return taken_back.month


class _TakenBackError(Exception):
    """Ends the transaction of a preview without keeping anything."""

    def __init__(self, month: RosterMonth) -> None:
        super().__init__()
        self.month = month


def _take_back(month: RosterMonth) -> NoReturn:
    raise _TakenBackError(month)


def _fill(  # noqa: PLR0913 - as ``fill``
    tx: Tx,
    year: int,
    month: int,
    officers: Sequence[int],
    *,
    skip_days_off: bool,
    overwrite: bool,
) -> RosterMonth:
    days = month_days(year, month)
    tx.subject = f"duty:{year:04d}-{month:02d}"
    turns = _officers(tx.session, officers)
    kept = _rows(tx.session, days[0], days[-1])
    today = tx.now.date()
    chosen = [day for day in days if day not in kept or (overwrite and day >= today)]
    if skip_days_off:
        working = workdays.load(tx.session).is_workday
        chosen = [day for day in chosen if working(day)]
    if chosen:
        _take_turns(tx, chosen, turns, kept)
    tx.note(filled=len(chosen), officers=list(officers), skip_days_off=skip_days_off)
    tx.session.flush()
    return _month(tx.session, year, month, today)


def _take_turns(
    tx: Tx, days: Sequence[date], turns: dict[int, Staff], kept: dict[date, DutyDay]
) -> None:
    def can_serve(staff_id: int, day: date) -> bool:
        staff = turns[staff_id]
        return works_on(staff, day) and not staff.away

    order = tuple(turns)
    after = _last_turn(tx.session, days[0], order)
    for day, officer_id in rules.rotation(days, order, after, can_serve):
        if officer_id is None:
            continue
        deputy_id = _own_deputy(tx.session, turns[officer_id], day)
        if deputy_id is None:
            ((_day, behind),) = rules.rotation([day], order, officer_id, can_serve)
            deputy_id = behind if behind != officer_id else None
        row = kept.get(day) or DutyDay(day=day, officer_id=officer_id)
        row.officer_id, row.deputy_id, row.note = officer_id, deputy_id, ""
        tx.session.add(row)


def _last_turn(session: Session, before: date, order: Sequence[int]) -> int | None:
    return session.exec(
        select(DutyDay.officer_id)
        .where(DutyDay.day < before, col(DutyDay.officer_id).in_(order))
        .order_by(col(DutyDay.day).desc())
        .limit(1)
    ).first()


def _officers(session: Session, ids: Sequence[int]) -> dict[int, Staff]:
    if not ids or len(set(ids)) != len(ids):
        raise _input("officers", _("Name at least one officer, and each only once."))
    rows = session.exec(select(Staff).where(col(Staff.id).in_(ids))).all()
    known = {staff.id or 0: staff for staff in rows}
    if len(known) != len(ids):
        raise _input(
            "officers", _("There is no such member of staff. Look them up by number or name.")
        )
    return {staff_id: known[staff_id] for staff_id in ids}


def _input(field: str, sentence: str) -> InputError:
    return InputError(sentence, {field: sentence})


def _serving(
    faults: Faults, session: Session, field: str, staff_id: int, day: date
) -> Staff | None:
    staff = session.get(Staff, staff_id)
    if staff is None:
        faults.add(field, _("There is no such member of staff. Look them up by number or name."))
    elif not works_on(staff, day):
        faults.add(field, _not_employed(staff, day))
    return staff


def _not_employed(staff: Staff, day: date) -> str:
    return _("{name} is not employed on {day}.").format(name=staff.name, day=day.isoformat())


def _own_deputy(session: Session, officer: Staff, day: date) -> int | None:
    if officer.deputy_id is None:
        return None
    deputy = session.get_one(Staff, officer.deputy_id)
    return deputy.id if works_on(deputy, day) and not deputy.away else None


def _check_served(session: Session, row: DutyDay, other_day: date) -> None:
    for staff_id in (row.officer_id, row.deputy_id):
        if staff_id is None:
            continue
        staff = get_staff(session, staff_id)
        if not works_on(staff, other_day):
            raise RefusedError(_not_employed(staff, other_day))


def _duty(session: Session, day: date) -> DutyDay:
    row = session.get(DutyDay, day)
    if row is None:
        raise NotFoundError(
            _("Nobody is on duty on {day}. Put somebody there first.").format(day=day.isoformat())
        )
    return row


# ── reading ─────────────────────────────────────────────────────────────────


def _rows(session: Session, first: date, last: date) -> dict[date, DutyDay]:
    rows = session.exec(select(DutyDay).where(DutyDay.day >= first, DutyDay.day <= last))
    return {row.day: row for row in rows}


def between(session: Session, first: date, last: date, today: date) -> dict[date, DutyView]:
    """The duties from ``first`` to ``last`` by day; ``today`` decides who is away."""
    deputy = aliased(Staff)
    query = (
        select(DutyDay, Staff, deputy)
        .join(Staff, col(Staff.id) == col(DutyDay.officer_id))
        .outerjoin(deputy, col(deputy.id) == col(DutyDay.deputy_id))
        .where(DutyDay.day >= first, DutyDay.day <= last)
    )
    return {row.day: _view(row, a, b, today) for row, a, b in session.execute(query)}


def _view(row: DutyDay, officer: Staff, deputy: Staff | None, today: date) -> DutyView:
    acting = officer
    if deputy is not None and not _there(officer, row.day, today):
        acting = deputy if _there(deputy, row.day, today) else officer
    return DutyView(
        day=row.day,
        officer=person(officer),
        deputy=person(deputy) if deputy else None,
        acting=person(acting),
        note=row.note,
    )


def _there(staff: Staff, day: date, today: date) -> bool:
    """Away is a state of now: it says nothing about a day that is over."""
    return works_on(staff, day) and not (staff.away and day >= today)


def _month(session: Session, year: int, month: int, today: date) -> RosterMonth:
    days = month_days(year, month)
    duties = between(session, days[0], days[-1], today)
    return RosterMonth(
        year=year,
        month=month,
        published=workdays.load(session).is_published(year),
        days=tuple(RosterDay(one, duties.get(one.day)) for one in workdays.views(session, days)),
    )

"""The staff register: who works here, found by number, name or pinyin initials.

Nobody is ever deleted; somebody who leaves has a last day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.registers import employment, posts
from gridterm.registers.checking import Faults
from gridterm.registers.tables import Grid, Staff
from gridterm.registers.terms import (
    Person,
    Role,
    StaffForm,
    StaffView,
    join_roles,
    split_roles,
)
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.search import Kind
from gridterm.store.unit import Store, Tx
from gridterm.text import clean_line, fold, initials, is_phone, normalize_phone

NUMBER_LONGEST = 20
NAME_LONGEST = 40
PHONE_TYPED = 3
UNLIKE = 4
_NUMBER = re.compile(r"[\w-]+")


def list_staff(  # noqa: PLR0913 - filters, given by keyword
    store: Store,
    text: str = "",
    *,
    on: date | None = None,
    role: Role | None = None,
    grid_id: int | None = None,
    ended: bool = False,
) -> tuple[StaffView, ...]:
    """The staff by number, those who have left only with ``ended``.

    Args:
        store: the office.
        text: part of a number, a name, a phone, or pinyin initials; empty for all.
        on: the day to look at (default: today).
        role: only those with this role.
        grid_id: only those of this grid.
        ended: those too whose last day is over.
    """
    day = on or store.clock.today()
    wanted = _wanted(text)
    if role is not None:
        wanted.append(func.instr("," + col(Staff.roles) + ",", f",{role.value},") > 0)
    if grid_id is not None:
        wanted.append(col(Staff.grid_id) == grid_id)
    if not ended:
        wanted.append(_employed(day))
    with store.read() as session:
        return _views(session, day, wanted, [func.length(Staff.number), col(Staff.number)])


def find_staff(
    store: Store, typed: str, *, on: date | None = None, ended: bool = False, limit: int = 20
) -> tuple[StaffView, ...]:
    """Who is meant by a number, a name, a phone or pinyin initials (``lxm``); the likeliest first.

    Nothing typed finds nobody.
    """
    day = on or store.clock.today()
    wanted = _wanted(typed)
    if not wanted:
        return ()
    if not ended:
        wanted.append(_employed(day))
    with store.read() as session:
        order = [_likeness(typed), func.length(Staff.number), col(Staff.number)]
        return _views(session, day, wanted, order, limit)


def meant(session: Session, typed: str, day: date) -> tuple[Staff, ...]:
    """Who of those employed on a day is meant: all who fit in the likeliest way anybody does.

    Fitting are a whole number, a whole name, a name's beginning, whole pinyin initials, and both
    number and name as lists show them; not a part of a number or a name.
    """
    key = _key(typed)
    if not key:
        return ()
    likeness = _likeness(typed)
    both = [func.lower(Staff.number + Staff.name), func.lower(Staff.name + Staff.number)]
    query: Select[Any] = (
        select(Staff, likeness)  # type: ignore[assignment]
        .where(*employed_on(day), or_(likeness < UNLIKE, *(one == key for one in both)))
        .order_by(likeness, func.length(Staff.number), col(Staff.number))
    )
    found = session.execute(query).all()
    return tuple(staff for staff, rank in found if rank == found[0][1])


def staff_member(store: Store, staff_id: int, *, on: date | None = None) -> StaffView:
    """One member of staff.

    Raises:
        NotFoundError: there is nobody with this id.
    """
    with store.read() as session:
        return one(session, staff_id, on or store.clock.today())


def save_staff(
    store: Store,
    actor: Actor,
    form: StaffForm,
    staff_id: int | None = None,
    *,
    draft_id: int | None = None,
) -> StaffView:
    """Enter a new member of staff, or change the one with ``staff_id``.

    A grid manager becomes a manager of their grid; a grid lead its lead where it has none.
    The draft ``draft_id`` goes exactly when the record is saved.

    Raises:
        NotFoundError: there is nobody with this id.
        InputError: a field cannot be used; ``fields`` says which and why.
    """
    with store.write("staff.change" if staff_id else "staff.enter", actor) as tx:
        staff = put_staff(tx, form, staff_id)
        tx.subject = f"staff:{staff.id}"
        drafts.forget(tx.session, draft_id)
        tx.session.flush()
        return one(tx.session, staff.id or 0, tx.now.date())


def end_staff(store: Store, actor: Actor, staff_id: int, last_day: date | None = None) -> StaffView:
    """Somebody leaves: ``last_day`` (default: today) is the last day they work here.

    Their manager's posts end with it. The grids they lead and the days of duty they had
    stay theirs until somebody else is put there, and are marked.

    Raises:
        NotFoundError: there is nobody with this id.
        InputError: the last day is before the first.
    """
    with store.write("staff.end", actor) as tx:
        staff = get_staff(tx.session, staff_id)
        tx.subject = f"staff:{staff_id}"
        day = last_day or tx.now.date()
        faults = Faults()
        _check_dates(faults, staff.hired, day)
        faults.check()
        staff.left = day
        posts.settle(tx, staff, staff.grid_id, day)
        tx.session.flush()
        return one(tx.session, staff_id, tx.now.date())


def put_staff(tx: Tx, form: StaffForm, staff_id: int | None = None) -> Staff:
    """Save a member of staff within a running use case; as ``save_staff``."""
    staff = get_staff(tx.session, staff_id) if staff_id else None
    faults = Faults()
    number = _check_number(faults, tx.session, form.number, staff_id)
    name = faults.line("name", form.name, NAME_LONGEST, _("The name is missing."))
    phone = _check_phone(faults, form.phone)
    hired = form.hired or (staff.hired if staff else tx.now.date())
    _check_dates(faults, hired, form.left)
    if staff is not None:
        employment.check(faults, tx.session, staff, hired)
    if form.grid_id is not None and tx.session.get(Grid, form.grid_id) is None:
        faults.add("grid_id", _("There is no such grid. Choose one from the list."))
    _check_deputy(faults, tx.session, form.deputy_id, staff_id, tx.now.date())
    faults.check()
    old_grid_id = staff.grid_id if staff else None
    since = tx.now.date() if staff else hired
    if staff is not None:
        employment.settle(tx, staff, hired)
    if staff is None:
        staff = Staff(number=number, name=name, hired=hired)
    staff.number, staff.name, staff.initials = number, name, initials(name)
    staff.roles, staff.grid_id, staff.phone = join_roles(form.roles), form.grid_id, phone
    staff.hired, staff.left = hired, form.left
    staff.deputy_id, staff.away = form.deputy_id, form.away
    tx.add(staff)
    posts.settle(tx, staff, old_grid_id, since)
    index_staff(tx, staff)
    return staff


def index_staff(tx: Tx, staff: Staff) -> None:
    """Keep the search index true to a member of staff."""
    tx.index(Kind.STAFF, staff.id or 0, datetime.combine(staff.hired, time()), staff_words(staff))


def staff_words(staff: Staff) -> str:
    """What the search index holds for a member of staff."""
    return " ".join(filter(None, (staff.number, staff.name, staff.initials, staff.phone)))


def get_staff(session: Session, staff_id: int) -> Staff:
    """The row of a member of staff.

    Raises:
        NotFoundError: there is nobody with this id.
    """
    staff = session.get(Staff, staff_id)
    if staff is None:
        raise NotFoundError(_("There is no such member of staff. Look them up by number or name."))
    return staff


def works_on(staff: Staff, day: date) -> bool:
    """Whether somebody is employed on a day."""
    return staff.hired <= day and (staff.left is None or staff.left >= day)


def employments(session: Session, staff_id: int) -> tuple[date, ...]:
    """The first days of each time somebody worked here, the present one last.

    Raises:
        NotFoundError: there is nobody with this id.
    """
    staff = get_staff(session, staff_id)
    return (*(one.hired for one in employment.former(session, staff_id)), staff.hired)


def person(staff: Staff) -> Person:
    """A member of staff as others mention them."""
    return Person(staff.id or 0, staff.number, staff.name, staff.phone)


# ── checks ──────────────────────────────────────────────────────────────────


def _check_number(faults: Faults, session: Session, typed: str, staff_id: int | None) -> str:
    number = unicodedata.normalize("NFKC", clean_line(typed)).replace(" ", "")
    faults.line("number", number, NUMBER_LONGEST, _("The staff number is missing."))
    if number and not _NUMBER.fullmatch(number):
        faults.add("number", _("A staff number has letters, digits and dashes only."))
    other = session.exec(select(Staff).where(func.lower(Staff.number) == number.lower())).first()
    if other is not None and other.id != staff_id:
        faults.add(
            "number",
            _("The number {number} is {name}'s. Numbers are never given twice.").format(
                number=number, name=other.name
            ),
        )
    return number


def _check_phone(faults: Faults, typed: str) -> str:
    phone = normalize_phone(typed)
    if clean_line(typed) and not is_phone(phone):
        faults.add("phone", _("This is not a phone number. Digits only, please."))
    return phone


def _check_dates(faults: Faults, hired: date, left: date | None) -> None:
    if left is not None and left < hired:
        faults.add(
            "left",
            _("The last day is before the first one, {day}.").format(day=hired.isoformat()),
        )


def _check_deputy(
    faults: Faults, session: Session, deputy_id: int | None, staff_id: int | None, day: date
) -> None:
    if deputy_id is None:
        return
    deputy = session.get(Staff, deputy_id)
    if deputy is None or deputy_id == staff_id:
        faults.add("deputy_id", _("Choose a colleague as the deputy."))
    elif deputy.left is not None and deputy.left < day:
        faults.add("deputy_id", _("{name} has left.").format(name=deputy.name))


# ── reading ─────────────────────────────────────────────────────────────────


def one(session: Session, staff_id: int, day: date) -> StaffView:
    """One member of staff as seen on ``day``.

    Raises:
        NotFoundError: there is nobody with this id.
    """
    get_staff(session, staff_id)
    return _views(session, day, [col(Staff.id) == staff_id], [])[0]


def everybody(session: Session, day: date) -> tuple[StaffView, ...]:
    """All who work or ever worked here, by number."""
    return _views(session, day, [], [func.length(Staff.number), col(Staff.number)])


def employed_on(day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions that somebody is employed on a day."""
    return col(Staff.hired) <= day, _employed(day)


def _likeness(typed: str) -> ColumnElement[int]:
    """How well somebody fits what was typed: 0 the number, then the name, down to ``UNLIKE``."""
    line, key = clean_line(typed), _key(typed)
    return case(
        (func.lower(Staff.number) == key, 0),
        (or_(col(Staff.name) == line, func.lower(Staff.name) == key), 1),
        (func.substr(Staff.name, 1, len(line)) == line, 2),
        (func.instr(" " + col(Staff.initials) + " ", f" {key} ") > 0, 3),
        else_=UNLIKE,
    )


def _employed(day: date) -> ColumnElement[bool]:
    return or_(col(Staff.left).is_(None), col(Staff.left) >= day)


def _key(typed: str) -> str:
    return "".join(fold(clean_line(typed)).split())


def _wanted(typed: str) -> list[ColumnElement[bool]]:
    """The condition that ``typed`` means somebody; none at all when nothing was typed."""
    line, key = clean_line(typed), _key(typed)
    if not key:
        return []
    fits = [
        func.instr(func.lower(Staff.number), key) == 1,
        func.instr(Staff.name, line) > 0,
        func.instr(Staff.name, key) > 0,
        func.instr(" " + col(Staff.initials), f" {key}") > 0,
    ]
    digits = normalize_phone(typed)
    if len(digits) >= PHONE_TYPED:
        fits.append(func.instr(Staff.phone, digits) > 0)
    return [or_(*fits)]


def _views(
    session: Session,
    day: date,
    wanted: Sequence[ColumnElement[bool]],
    order: Sequence[Any],
    limit: int | None = None,
) -> tuple[StaffView, ...]:
    deputy = aliased(Staff)
    query: Select[Any] = (
        select(Staff, Grid.code, deputy.name)  # type: ignore[assignment]
        .outerjoin(Grid, col(Grid.id) == col(Staff.grid_id))
        .outerjoin(deputy, col(deputy.id) == col(Staff.deputy_id))
        .where(and_(True, *wanted))  # noqa: FBT003 - SQLAlchemy's neutral element
        .order_by(*order)
        .limit(limit)
    )
    return tuple(_view(row[0], row[1], row[2], day) for row in session.execute(query))


def _view(staff: Staff, grid: str | None, deputy: str | None, day: date) -> StaffView:
    return StaffView(
        id=staff.id or 0,
        number=staff.number,
        name=staff.name,
        initials=staff.initials,
        roles=split_roles(staff.roles),
        grid_id=staff.grid_id,
        grid=grid or "",
        phone=staff.phone,
        hired=staff.hired,
        left=staff.left,
        deputy_id=staff.deputy_id,
        deputy=deputy or "",
        away=staff.away,
        present=works_on(staff, day) and not staff.away,
    )

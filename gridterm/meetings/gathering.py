"""What every change to the people of a meeting needs: the meeting, the person, their row."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, select

from gridterm.attendance.codes import holder, plain_code
from gridterm.attendance.terms import CodeKind
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.meetings import schedule
from gridterm.meetings.attending import expected_staff, person, sitting
from gridterm.meetings.presence import whole
from gridterm.meetings.tables import Attendee, Meeting
from gridterm.meetings.terms import AttendeeView, MeetingRef, MeetingState, MinutesState
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff, meant, works_on
from gridterm.registers.tables import Staff
from gridterm.store.unit import Tx
from gridterm.text import clean_line, clip

REASON_LONGEST, NAME_LONGEST = 200, 40
SHOWN = 30
EARLY = timedelta(minutes=5)


def changeable(tx: Tx, ref: MeetingRef) -> Meeting:
    """The row of a meeting whose people may still change, as the subject of the use case.

    Raises:
        NotFoundError: there is no such meeting.
        RefusedError: it was cancelled, or its minutes are handed in or approved.
    """
    meeting = schedule.touched(tx, ref)
    if meeting.state == MeetingState.CANCELLED:
        raise RefusedError(_("This meeting was cancelled: {reason}.").format(reason=meeting.reason))
    if meeting.minutes_state == MinutesState.SUBMITTED:
        raise RefusedError(
            _("The minutes wait for the chair. Have them sent back, then change who was there.")
        )
    if meeting.minutes_state == MinutesState.APPROVED:
        raise RefusedError(
            _("The minutes are approved. Begin a correction first, then change who was there.")
        )
    return meeting


def opened(tx: Tx, ref: MeetingRef) -> Meeting:
    """As ``changeable``, of a meeting whose sign-in has been opened.

    Raises:
        RefusedError: besides, its sign-in is not open yet.
    """
    meeting = changeable(tx, ref)
    if meeting.opened_at is None:
        raise RefusedError(_("The sign-in of this meeting is not open yet. Open it first."))
    return meeting


def whose(session: Session, who: str | int, day: date) -> Staff:
    """Who is meant: by id, or by staff number, card, name or pinyin initials as typed.

    A number always means a staff number or a card, never an id. Names, their beginnings and
    initials (``registers.staff.meant``) must mean one person only.

    Raises:
        InputError: nothing was typed, or it means several people.
        NotFoundError: nobody is meant.
        RefusedError: whoever is meant does not work here on that day.
    """
    if isinstance(who, int):
        return _employed(get_staff(session, who), day)
    code = plain_code(who)
    if not code:
        raise InputError(_("Type your staff number, or swipe your card."))
    known = select(Staff).where(func.lower(Staff.number) == code.lower())
    found = session.exec(known).first()
    if found is None:
        staff_id = holder(session, CodeKind.CARD, code, day)
        found = session.get(Staff, staff_id) if staff_id is not None else None
    return _employed(found, day) if found is not None else _named(session, who, day)


def _named(session: Session, typed: str, day: date) -> Staff:
    found = meant(session, typed, day)
    line = clean_line(typed)
    if not found:
        raise NotFoundError(
            _(
                "Nobody here has the number, card or name {typed}. Try again, or ask the clerk."
            ).format(typed=clip(line, SHOWN))
        )
    if len(found) > 1:
        people = _(", ").join(f"{one.name} {one.number}" for one in found)
        raise InputError(
            _("{typed} may be several: {people}. Type the staff number.").format(
                typed=line, people=people
            )
        )
    return found[0]


def _employed(staff: Staff, day: date) -> Staff:
    if not works_on(staff, day):
        raise RefusedError(
            _("{name} does not work here on {day}.").format(name=staff.name, day=day.isoformat())
        )
    return staff


def row_of(session: Session, meeting: Meeting, staff_id: int) -> Attendee | None:
    """Somebody's row at a meeting, None where they have none."""
    query = select(Attendee).where(Attendee.meeting_id == meeting.id, Attendee.staff_id == staff_id)
    return session.exec(query).first()


def given_row(tx: Tx, meeting: Meeting, staff_id: int, *, expected: bool) -> Attendee:
    """Somebody's row at a meeting, made where they have none."""
    row = row_of(tx.session, meeting, staff_id)
    if row is None:
        row = Attendee(meeting_id=meeting.id or 0, staff_id=staff_id, expected=expected)
        tx.add(row)
    return row


def guest_row(tx: Tx, meeting: Meeting, attendee_id: int) -> Attendee:
    """The row of a guest of a meeting.

    Raises:
        NotFoundError: no guest of this meeting has that id.
    """
    row = tx.session.get(Attendee, attendee_id)
    if row is None or row.meeting_id != meeting.id or row.staff_id is not None:
        raise NotFoundError(_("There is no such guest at this meeting."))
    return row


def shown(tx: Tx, meeting: Meeting, row: Attendee) -> AttendeeView:
    """Somebody at a meeting as they stand within the running use case."""
    tx.session.flush()
    return person(tx.session, sitting(meeting), row, tx.now)


def moment(tx: Tx, meeting: Meeting, at: datetime | None) -> datetime:
    """When somebody came or went: now, or a time of the meeting's day that has been.

    Raises:
        InputError: it is not of that day, has not come yet, or is after the end.
    """
    found = whole(at) if at is not None else tx.now
    faults = Faults()
    day = meeting.starts_at.date()
    if found.date() != day:
        faults.add("at", _("The meeting is on {day}.").format(day=day.isoformat()))
    elif at is not None and found > tx.now + EARLY:
        faults.add("at", _("This time has not come yet."))
    elif meeting.ended_at is not None and found > meeting.ended_at:
        faults.add("at", _("The meeting ended at {at}.").format(at=f"{meeting.ended_at:%H:%M}"))
    faults.check()
    return min(found, tx.now)


def reason_of(typed: str) -> str:
    """The reason for a change, clean.

    Raises:
        InputError: it is missing or too long.
    """
    faults = Faults()
    line = faults.line("reason", typed, REASON_LONGEST, _("Say why."))
    faults.check()
    return line


def is_expected(session: Session, meeting: Meeting, staff: Staff) -> bool:
    """Whether somebody is expected at a meeting: asked to come, or by its kind and their role."""
    row = row_of(session, meeting, staff.id or 0)
    if (row is not None and row.expected) or meeting.opened_at is not None:
        return row is not None and row.expected
    return staff.id in {one.id for one in expected_staff(session, sitting(meeting))}


def stands_in(session: Session, meeting: Meeting, staff_id: int, but: int | None = None) -> bool:
    """Whether somebody comes in the place of another, other than of the row ``but``."""
    query = select(Attendee.id).where(
        Attendee.meeting_id == meeting.id, Attendee.substitute_id == staff_id
    )
    return any(key != but for key in session.exec(query))

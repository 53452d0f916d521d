"""The people of a meeting: sign-in, early leave, guests, the end (RULEBOOK §3).

Leave from a meeting and substitutes are in ``excusing``; what it all comes to is a rule
(``presence``).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlmodel import col, select

from gridterm import settings
from gridterm.errors import InputError, RefusedError
from gridterm.i18n import _
from gridterm.meetings import agenda, presence, schedule
from gridterm.meetings.attending import (
    PersonCount,
    Sitting,
    by_person,
    expected_staff,
    people,
    sitting,
)
from gridterm.meetings.excusing import ask_leave, decide_leave, substitute, withdraw_leave
from gridterm.meetings.gathering import (
    changeable,
    given_row,
    moment,
    opened,
    reason_of,
    row_of,
    shown,
    stands_in,
    whose,
)
from gridterm.meetings.guests import add_guest, invite, remove_guest, sign_guest, uninvite
from gridterm.meetings.tables import Attendee, Meeting
from gridterm.meetings.terms import (
    AttendeeView,
    LeaveState,
    MeetingDetail,
    MeetingRef,
    MeetingState,
    SignIn,
)
from gridterm.registers.staff import get_staff, works_on
from gridterm.registers.tables import Staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx

__all__ = [
    "PersonCount",
    "Signed",
    "add_guest",
    "ask_leave",
    "by_person",
    "correct_sign",
    "decide_leave",
    "end",
    "invite",
    "open_sign_in",
    "remove_guest",
    "resume",
    "sign",
    "sign_guest",
    "sign_in_sheet",
    "sign_out",
    "substitute",
    "undo_sign",
    "uninvite",
    "withdraw_leave",
]


@dataclass(frozen=True)
class Signed(AttendeeView):
    """Somebody who signed in just now; ``sentence`` says what that did.

    ``repeated``: they were there already, and it changed nothing; ``back``: they had left.
    """

    repeated: bool = False
    back: bool = False
    sentence: str = ""


def sign_in_sheet(store: Store, ref: MeetingRef) -> SignIn:
    """The people of a meeting with the counts, leave already marked.

    Raises:
        NotFoundError: there is no such meeting.
    """
    detail = schedule.meeting(store, ref)
    one = Sitting(
        id=detail.row.id,
        kind=detail.row.kind,
        starts_at=detail.row.starts_at,
        opened_at=detail.opened_at,
        ended_at=detail.ended_at,
        own=(detail.chair_id, detail.recorder_id),
    )
    with store.read() as session:
        found = people(session, one, store.clock.now())
        share = settings.load(session).number("meetings.quorum_share")
    return summed(detail, found, share)


def summed(detail: MeetingDetail, found: tuple[AttendeeView, ...], share: int) -> SignIn:
    """The people of a meeting with the counts and the quorum."""
    total = presence.tally((one.expected, one.presence) for one in found)
    return SignIn(
        meeting=detail,
        people=found,
        expected=total.expected,
        present=total.present,
        late=total.late,
        leave=total.leave,
        absent=total.absent,
        quorum=presence.quorum(total.expected, share),
    )


def open_sign_in(store: Store, actor: Actor, ref: MeetingRef) -> SignIn:
    """Open the sign-in: who is expected and the agenda stand from now on, and it has its number.

    Raises:
        NotFoundError: there is no such meeting.
        RefusedError: it is open or was held or cancelled already, or its day has not come.
    """
    with store.write("meetings.open_sign_in", actor) as tx:
        meeting = changeable(tx, ref)
        if meeting.opened_at is not None:
            raise RefusedError(
                _("The sign-in was opened at {at} already.").format(
                    at=f"{meeting.opened_at:%m-%d %H:%M}"
                )
            )
        day = meeting.starts_at.date()
        if tx.now.date() < day:
            raise RefusedError(
                _("The meeting is on {day}. Its sign-in opens on that day.").format(
                    day=day.isoformat()
                )
            )
        agenda.keep(tx, meeting)
        schedule.given_number(tx, meeting)
        _settle_expected(tx, meeting)
        meeting.state, meeting.opened_at = MeetingState.OPEN.value, tx.now
        opened_ref = MeetingRef(meeting.id, meeting.series_on)
    return sign_in_sheet(store, opened_ref)


def _settle_expected(tx: Tx, meeting: Meeting) -> None:
    """Give everybody expected a row; who was asked to come and has left is not expected."""
    expected = {one.id or 0 for one in expected_staff(tx.session, sitting(meeting))}
    day = meeting.starts_at.date()
    query = (
        select(Attendee, Staff)
        .join(Staff, col(Staff.id) == col(Attendee.staff_id))
        .where(Attendee.meeting_id == meeting.id)
    )
    known = set()
    for row, staff in tx.session.exec(query).all():
        row.expected = staff.id in expected or (row.expected and works_on(staff, day))
        known.add(staff.id)
    tx.add(
        *(
            Attendee(meeting_id=meeting.id or 0, staff_id=staff_id)
            for staff_id in sorted(expected - known)
        )
    )


def sign(
    store: Store, actor: Actor, ref: MeetingRef, who: str | int, at: datetime | None = None
) -> Signed:
    """Sign somebody in, now, or ``at`` a time of the meeting that has been.

    Whoever is there already is told so, and nothing changes; whoever had left is back.

    Args:
        store: the office.
        actor: who keeps the sign-in.
        ref: the meeting.
        who: staff number, card, name or pinyin initials as typed; an int is a staff id.
        at: when they came, entered afterwards.

    Raises:
        NotFoundError: nobody is meant.
        InputError: several may be meant, or the time is not one of the meeting.
        RefusedError: the sign-in is not open, or the person does not work here.
    """
    with store.write("meetings.sign", actor) as tx:
        meeting = opened(tx, ref)
        if meeting.ended_at is not None:
            raise RefusedError(
                _("The meeting ended at {at}. Correct the sign-in, with a reason.").format(
                    at=f"{meeting.ended_at:%H:%M}"
                )
            )
        staff = whose(tx.session, who, meeting.starts_at.date())
        when = moment(tx, meeting, at)
        row = given_row(tx, meeting, staff.id or 0, expected=False)
        repeated = row.signed_at is not None and row.left_at is None
        back = row.signed_at is not None and row.left_at is not None
        _take(row, when)
        told = shown(tx, meeting, row)
        return Signed(
            **{one.name: getattr(told, one.name) for one in fields(told)},
            repeated=repeated,
            back=back,
            sentence=_told(
                told,
                repeated=repeated,
                back=back,
                substitute=stands_in(tx.session, meeting, staff.id or 0),
            ),
        )


def _take(row: Attendee, when: datetime) -> None:
    if row.signed_at is None:
        row.signed_at = when
    row.left_at, row.left_reason = None, ""


def _told(view: AttendeeView, *, repeated: bool, back: bool, substitute: bool) -> str:
    at = f"{view.signed_at:%H:%M}"
    if repeated:
        return _("{name} signed in at {at} already; this changes nothing.").format(
            name=view.name, at=at
        )
    if back:
        return _("{name} is back; signed in at {at}.").format(name=view.name, at=at)
    if substitute:
        return _("{name} ({role}): {why}").format(name=view.name, role=view.role, why=view.why)
    if not view.expected:
        return _("{name} was not expected and is noted as well. {why}").format(
            name=view.name, why=view.why
        )
    return _("{name}: {why}").format(name=view.name, why=view.why)


def correct_sign(  # noqa: PLR0913, PLR0917 - one correction has these parts
    store: Store, actor: Actor, ref: MeetingRef, staff_id: int, at: datetime, reason: str
) -> AttendeeView:
    """Put right when somebody came, with a reason; also after the end, of one who forgot to sign.

    Raises:
        InputError: the reason is missing, or the time is not one of the meeting.
        NotFoundError, RefusedError: as ``sign``.
    """
    with store.write("meetings.correct_sign", actor) as tx:
        meeting = opened(tx, ref)
        why = reason_of(reason)
        staff = whose(tx.session, staff_id, meeting.starts_at.date())
        when = moment(tx, meeting, at)
        row = given_row(tx, meeting, staff_id, expected=False)
        if row.left_at is not None and when > row.left_at:
            raise InputError(
                _("{name} left at {at}; nobody comes after that.").format(
                    name=staff.name, at=f"{row.left_at:%H:%M}"
                )
            )
        row.signed_at = when
        tx.note(reason=why, staff=staff.name)
        return shown(tx, meeting, row)


def undo_sign(
    store: Store, actor: Actor, ref: MeetingRef, staff_id: int, reason: str
) -> AttendeeView | None:
    """Take back a wrong sign-in, with a reason; None where nothing of the person is left.

    Raises:
        InputError: the reason is missing.
        RefusedError: the person has not signed in.
    """
    with store.write("meetings.undo_sign", actor) as tx:
        meeting = opened(tx, ref)
        why = reason_of(reason)
        row = _signed_row(tx, meeting, staff_id)
        tx.note(reason=why, staff=get_staff(tx.session, staff_id).name)
        row.signed_at = row.left_at = None
        row.left_reason = ""
        wanted = row.expected or row.leave_state != LeaveState.NONE
        if wanted or stands_in(tx.session, meeting, staff_id):
            return shown(tx, meeting, row)
        tx.session.delete(row)
        return None


def sign_out(  # noqa: PLR0913, PLR0917 - leaving has these parts
    store: Store,
    actor: Actor,
    ref: MeetingRef,
    staff_id: int,
    reason: str,
    at: datetime | None = None,
) -> AttendeeView:
    """Somebody leaves before the end, with the reason; signing in again takes it back.

    Raises:
        InputError: the reason is missing, or the time is not one of the meeting.
        RefusedError: they have not signed in.
    """
    with store.write("meetings.sign_out", actor) as tx:
        meeting = opened(tx, ref)
        why = reason_of(reason)
        row = _signed_row(tx, meeting, staff_id)
        if at is None and meeting.ended_at is not None:
            raise InputError(_("The meeting is over. Say when they left."), {"at": _("Say when.")})
        when = moment(tx, meeting, at)
        if row.signed_at is not None and when < presence.whole(row.signed_at):
            sentence = _("They signed in at {at}; nobody leaves before that.").format(
                at=f"{row.signed_at:%H:%M}"
            )
            raise InputError(sentence, {"at": sentence})
        row.left_at, row.left_reason = max(when, row.signed_at or when), why
        return shown(tx, meeting, row)


def _signed_row(tx: Tx, meeting: Meeting, staff_id: int) -> Attendee:
    name = get_staff(tx.session, staff_id).name
    row = row_of(tx.session, meeting, staff_id)
    if row is None or row.signed_at is None:
        raise RefusedError(_("{name} has not signed in at this meeting.").format(name=name))
    return row


# ── the end ─────────────────────────────────────────────────────────────────
def end(store: Store, actor: Actor, ref: MeetingRef, at: datetime | None = None) -> SignIn:
    """The meeting is over: whoever has not signed in and has no leave was absent.

    Raises:
        InputError: the time is not one of the meeting, or somebody came or left after it.
        RefusedError: it has not begun, or has ended already.
    """
    with store.write("meetings.end", actor) as tx:
        meeting = opened(tx, ref)
        if meeting.ended_at is not None:
            raise RefusedError(
                _("The meeting ended at {at} already.").format(at=f"{meeting.ended_at:%H:%M}")
            )
        if at is None and tx.now.date() != meeting.starts_at.date():
            raise InputError(
                _("The meeting's day is over. Say when it ended."), {"at": _("Say when.")}
            )
        when = moment(tx, meeting, at)
        latest = _last_moved(tx, meeting)
        if latest is not None and presence.whole(latest) > when:
            sentence = _("Somebody signed in or left at {at}; it did not end before that.").format(
                at=f"{latest:%H:%M}"
            )
            raise InputError(sentence, {"at": sentence})
        meeting.state, meeting.ended_at = MeetingState.HELD.value, when
        ended_ref = MeetingRef(meeting.id, meeting.series_on)
    return sign_in_sheet(store, ended_ref)


def _last_moved(tx: Tx, meeting: Meeting) -> datetime | None:
    """When somebody signed in or left last."""
    moved = select(Attendee.signed_at, Attendee.left_at).where(Attendee.meeting_id == meeting.id)
    return max(
        (at for pair in tx.session.exec(moved) for at in pair if at is not None), default=None
    )


def resume(store: Store, actor: Actor, ref: MeetingRef, reason: str) -> SignIn:
    """It was ended by mistake and goes on, with a reason.

    Raises:
        InputError: the reason is missing.
        RefusedError: it has not ended, or its minutes are handed in.
    """
    with store.write("meetings.resume", actor) as tx:
        meeting = opened(tx, ref)
        if meeting.ended_at is None:
            raise RefusedError(_("The meeting goes on; nobody ended it."))
        tx.note(reason=reason_of(reason))
        meeting.state, meeting.ended_at = MeetingState.OPEN.value, None
        resumed = MeetingRef(meeting.id, meeting.series_on)
    return sign_in_sheet(store, resumed)

"""Who is asked to come to a meeting: colleagues, and guests such as the parties, the police."""

from __future__ import annotations

from datetime import datetime

from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.meetings.attending import expected_staff, sitting
from gridterm.meetings.gathering import (
    NAME_LONGEST,
    changeable,
    given_row,
    guest_row,
    moment,
    opened,
    reason_of,
    row_of,
    shown,
    stands_in,
    whose,
)
from gridterm.meetings.tables import Attendee
from gridterm.meetings.terms import AttendeeView, MeetingRef, MeetingState
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store


def add_guest(store: Store, actor: Actor, ref: MeetingRef, name: str, party: str) -> AttendeeView:
    """Note a guest of the meeting: a party of a consultation, the police, the property company.

    While the sign-in is open they are here; before that they are expected only.

    Raises:
        InputError: the name or the party is missing.
        RefusedError: the meeting's people may not change any more.
    """
    with store.write("meetings.add_guest", actor) as tx:
        meeting = changeable(tx, ref)
        faults = Faults()
        who = faults.line("name", name, NAME_LONGEST, _("The name is missing."))
        side = faults.line("party", party, NAME_LONGEST, _("Say whom the guest speaks for."))
        faults.check()
        here = meeting.state == MeetingState.OPEN
        row = Attendee(
            meeting_id=meeting.id or 0,
            name=who,
            party=side,
            expected=False,
            signed_at=tx.now if here else None,
        )
        tx.add(row)
        return shown(tx, meeting, row)


def sign_guest(
    store: Store, actor: Actor, ref: MeetingRef, attendee_id: int, at: datetime | None = None
) -> AttendeeView:
    """A guest noted before is here.

    Raises:
        NotFoundError: there is no such guest.
        RefusedError: the sign-in is not open.
    """
    with store.write("meetings.sign_guest", actor) as tx:
        meeting = opened(tx, ref)
        row = guest_row(tx, meeting, attendee_id)
        if row.signed_at is None:
            row.signed_at = moment(tx, meeting, at)
        return shown(tx, meeting, row)


def remove_guest(
    store: Store, actor: Actor, ref: MeetingRef, attendee_id: int, reason: str
) -> None:
    """Take back a guest who was noted by mistake, or did not come, with a reason.

    Raises:
        InputError: the reason is missing.
        NotFoundError: there is no such guest.
    """
    with store.write("meetings.remove_guest", actor) as tx:
        meeting = changeable(tx, ref)
        row = guest_row(tx, meeting, attendee_id)
        tx.note(reason=reason_of(reason))
        tx.session.delete(row)


def invite(store: Store, actor: Actor, ref: MeetingRef, who: str | int) -> AttendeeView:
    """Ask a colleague to come who is not expected by their role; from now on they are expected.

    Args:
        store: the office.
        actor: who asks them.
        ref: the meeting.
        who: as ``people.sign``.

    Raises:
        NotFoundError, InputError, RefusedError: as ``people.sign``; besides, they come in
            somebody's place.
    """
    with store.write("meetings.invite", actor) as tx:
        meeting = changeable(tx, ref)
        staff = whose(tx.session, who, meeting.starts_at.date())
        if stands_in(tx.session, meeting, staff.id or 0):
            raise RefusedError(
                _("{name} comes in somebody else's place already.").format(name=staff.name)
            )
        row = given_row(tx, meeting, staff.id or 0, expected=True)
        row.expected = True
        return shown(tx, meeting, row)


def uninvite(store: Store, actor: Actor, ref: MeetingRef, staff_id: int, reason: str) -> None:
    """A colleague who was asked to come need not, with a reason.

    Raises:
        InputError: the reason is missing.
        RefusedError: they have signed in, or are expected by their role.
    """
    with store.write("meetings.uninvite", actor) as tx:
        meeting = changeable(tx, ref)
        why = reason_of(reason)
        staff = get_staff(tx.session, staff_id)
        row = row_of(tx.session, meeting, staff_id)
        by_role = {one.id for one in expected_staff(tx.session, sitting(meeting))}
        if row is None or not row.expected or staff_id in by_role:
            raise RefusedError(
                _("{name} was not asked to come; the rules say who is expected.").format(
                    name=staff.name
                )
            )
        if row.signed_at is not None:
            raise RefusedError(
                _("{name} signed in at {at}; take that back first.").format(
                    name=staff.name, at=f"{row.signed_at:%H:%M}"
                )
            )
        tx.note(reason=why, staff=staff.name)
        tx.session.delete(row)

"""The guests of a meeting: parties of a consultation, the police, a property company."""

from __future__ import annotations

from datetime import datetime

from gridterm.i18n import _
from gridterm.meetings.gathering import (
    NAME_LONGEST,
    changeable,
    guest_row,
    moment,
    opened,
    reason_of,
    shown,
)
from gridterm.meetings.tables import Attendee
from gridterm.meetings.terms import AttendeeView, MeetingRef, MeetingState
from gridterm.registers.checking import Faults
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

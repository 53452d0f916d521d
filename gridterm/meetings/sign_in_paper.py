"""The sign-in sheet 签到表 (RULEBOOK §3): everyone expected, leave marked, lines for guests."""

from __future__ import annotations

from gridterm.i18n import _
from gridterm.meetings.paper import meeting_name, printed_foot, when_words
from gridterm.meetings.terms import AttendeeView, LeaveState, MeetingState, Presence, SignIn
from gridterm.printing.document import (
    Align,
    Document,
    Layout,
    Note,
    Office,
    SignatureBlock,
    Signer,
    Table,
)

BLANKS = 4
HALF = (31, 46, 64, 80)
ROOM_TO_SIGN = 7.5
MIDDLE = Align.CENTER
OVER = (MeetingState.HELD, MeetingState.CANCELLED)


def sign_in_sheet(sign_in: SignIn, office: Office, *, printed: str = "") -> Document:
    """The sheet as it is laid out at the door, or filled in where people have signed already.

    Args:
        sign_in: who is expected, guests, and what it came to so far.
        office: what stands at the head.
        printed: when and by whom it is printed, for the foot.
    """
    meeting = sign_in.meeting
    half = (_("Order"), _("Name"), _("Position"), _("Signature"))
    return Document(
        title=_("Sign-in sheet of the {meeting}").format(meeting=meeting_name(meeting.row)),
        body=(
            Table(
                half * 2, _rows(sign_in), HALF * 2, (MIDDLE,) * len(half) * 2, padding=ROOM_TO_SIGN
            ),
            Note(_counted(sign_in)),
            SignatureBlock((Signer(_("Chair:")), Signer(_("Recorder:")))),
        ),
        meta=tuple(filter(None, (when_words(meeting.row), meeting.place))),
        letterhead=office.full_name,
        footer=printed_foot(office, printed),
        layout=Layout.FORM,
    )


def _rows(sign_in: SignIn) -> tuple[tuple[str, ...], ...]:
    """Two halves side by side, the left one filled first; empty lines for whoever else comes."""
    cells = [
        (str(number), one.name, one.role or one.party, _mark(one))
        for number, one in enumerate(sign_in.people, 1)
    ]
    cells += [("", "", "", "")] * (BLANKS + (len(cells) + BLANKS) % 2)
    middle = len(cells) // 2
    return tuple((*one, *two) for one, two in zip(cells[:middle], cells[middle:], strict=True))


def _mark(one: AttendeeView) -> str:
    """What stands in the place of a signature: leave, a substitute, the time somebody signed."""
    if one.substitute:
        return _("{name} comes instead").format(name=one.substitute)
    if one.leave is LeaveState.APPROVED:
        return _("On leave (approved)")
    if one.leave is LeaveState.ASKED:
        return _("On leave (not decided)")
    if one.signed_at is not None:
        signed = f"{one.signed_at:%H:%M}"
        return f"{signed} {one.presence.label}" if one.presence is not Presence.PRESENT else signed
    return one.presence.label if one.presence is Presence.ABSENT else ""


def _counted(sign_in: SignIn) -> str:
    """The counts: filled in once the meeting is over, else with room to write them."""
    over = sign_in.meeting.state in OVER
    present, late, absent = (
        str(count) if over else "____" for count in (sign_in.present, sign_in.late, sign_in.absent)
    )
    return _(
        "Expected {expected}, present {present} (late {late}), on leave {leave}, absent {absent}. "
        "At least {quorum} must be present. Late after {time}."
    ).format(
        expected=sign_in.expected,
        present=present,
        late=late,
        leave=sign_in.leave,
        absent=absent,
        quorum=sign_in.quorum,
        time=f"{sign_in.meeting.late_after:%H:%M}",
    )

"""What only the meetings can check of themselves: states, presence, votes, approved versions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from gridterm.i18n import _
from gridterm.meetings import rules
from gridterm.meetings.entries import entries
from gridterm.meetings.minutes_versions import issued
from gridterm.meetings.searching import TEXTS
from gridterm.meetings.tables import Attendee, Meeting, MinuteEntry, MinutesVersion
from gridterm.meetings.terms import (
    EntryKind,
    LeaveState,
    MeetingKind,
    MeetingState,
    MinutesState,
)
from gridterm.store.findings import Finding, Watch

__all__ = ["CHECKS", "TEXTS"]
UNOPENED = (MeetingState.PLANNED.value, MeetingState.CANCELLED.value)


def check_meetings(session: Session, watch: Watch) -> Iterator[Finding]:
    """A meeting's state, times and number fit each other, and so do those of its minutes."""
    watch.begin(_("Meetings"), session.exec(select(func.count()).select_from(Meeting)).one())
    counted = columns(col(MinutesVersion.meeting_id), func.count()).group_by(
        col(MinutesVersion.meeting_id)
    )
    approved: dict[int, int] = {key: count for key, count in session.execute(counted)}  # noqa: C416
    for one in session.exec(select(Meeting).order_by(col(Meeting.id))):
        watch.step()
        if not _state_fits(one):
            yield Finding(
                "meeting.state",
                _("The meeting of {day}: its state and its times do not fit each other.").format(
                    day=f"{one.starts_at:%Y-%m-%d}"
                ),
            )
        if not _minutes_fit(one, approved.get(one.id or 0, 0)):
            yield Finding(
                "minutes.state",
                _("The meeting of {day}: its minutes are not what their state says.").format(
                    day=f"{one.starts_at:%Y-%m-%d}"
                ),
            )


def _state_fits(one: Meeting) -> bool:
    known = one.state in set(MeetingState) and one.kind in set(MeetingKind)
    held = one.state == MeetingState.HELD
    begun = one.state in {MeetingState.OPEN, MeetingState.HELD}
    ended = one.ended_at is not None
    return (
        known
        and held == ended
        and begun == (one.opened_at is not None)
        and (not begun or one.number is not None)
        and (one.state != MeetingState.CANCELLED or bool(one.reason))
    )


def _minutes_fit(one: Meeting, approved: int) -> bool:
    match one.minutes_state:
        case MinutesState.WRITING:
            return bool(one.correcting) == bool(approved)
        case MinutesState.SUBMITTED:
            return (
                one.state == MeetingState.HELD
                and one.submitted_at is not None
                and bool(one.correcting) == bool(approved)
            )
        case MinutesState.APPROVED:
            return one.state == MeetingState.HELD and approved > 0 and not one.correcting
    return False


def check_people(session: Session, watch: Watch) -> Iterator[Finding]:
    """Nobody was at a meeting that did not begin, left before they came, or decided nothing."""
    watch.begin(
        _("People at meetings"), session.exec(select(func.count()).select_from(Attendee)).one()
    )
    query = (
        select(Attendee, Meeting)
        .join(Meeting, col(Meeting.id) == col(Attendee.meeting_id))
        .order_by(col(Attendee.id))
    )
    for row, meeting in session.exec(query):
        watch.step()
        if not (_presence_fits(row, meeting) and _leave_fits(row)):
            yield Finding(
                "meeting.presence",
                _("The meeting of {day}: what is noted of somebody there is impossible.").format(
                    day=f"{meeting.starts_at:%Y-%m-%d}"
                ),
            )


def _presence_fits(row: Attendee, meeting: Meeting) -> bool:
    someone = row.staff_id is not None or bool(row.name and row.party)
    signed, left = row.signed_at, row.left_at
    if signed is None:
        return someone and left is None
    return (
        someone
        and meeting.state not in UNOPENED
        and signed.date() == meeting.starts_at.date()
        and (meeting.ended_at is None or signed <= meeting.ended_at)
        and (left is None or (left >= signed and bool(row.left_reason)))
    )


def _leave_fits(row: Attendee) -> bool:
    decided = row.leave_state in {LeaveState.APPROVED, LeaveState.REFUSED}
    asked = row.leave_asked_at
    return (
        row.leave_state in set(LeaveState)
        and (asked is not None) == (row.leave_state != LeaveState.NONE)
        and decided == (row.leave_decided_at is not None)
        and decided == bool(row.leave_decider)
        and (asked is None or row.leave_decided_at is None or row.leave_decided_at >= asked)
        and (row.substitute_id is None or row.substitute_id != row.staff_id)
    )


def check_entries(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every entry says what it is; no vote has more voices than people who signed in."""
    watch.begin(
        _("Entries of minutes"), session.exec(select(func.count()).select_from(MinuteEntry)).one()
    )
    seats = (
        columns(col(Attendee.meeting_id), func.count())
        .where(col(Attendee.staff_id).is_not(None), col(Attendee.signed_at).is_not(None))
        .group_by(col(Attendee.meeting_id))
    )
    there: dict[int, int] = {key: count for key, count in session.execute(seats)}  # noqa: C416
    for one in session.exec(select(MinuteEntry).order_by(col(MinuteEntry.id))):
        watch.step()
        cast = sum((one.votes_for or 0, one.votes_against or 0, one.abstained or 0))
        if one.kind not in set(EntryKind) or not one.words or cast > there.get(one.meeting_id, 0):
            yield Finding(
                "minutes.entry",
                _("An entry of the minutes is not whole, or has more votes than people there."),
            )


def check_versions(session: Session, watch: Watch) -> Iterator[Finding]:
    """Approved minutes have no gap in their versions and numbers, can be read, and still stand."""
    watch.begin(_("Approved minutes"))
    last: dict[int, MinutesVersion] = {}
    firsts: list[str] = []
    order = [MinutesVersion.meeting_id, MinutesVersion.version]
    for row in session.exec(select(MinutesVersion).order_by(*map(col, order))):
        watch.step()
        before = last.get(row.meeting_id)
        last[row.meeting_id] = row
        if before is None:
            firsts.append(row.number)
        follows = (before.version + 1, before.number) if before else (1, row.number)
        if (row.version, row.number) != follows or not _readable(row):
            yield _broken(row)
    yield from _gaps(firsts)
    for row in last.values():
        if not _stands(session, row):
            yield _broken(row)


def _broken(row: MinutesVersion) -> Finding:
    return Finding(
        "minutes.version",
        _("The minutes {number}, version {version}, are not what was approved.").format(
            number=row.number, version=row.version
        ),
    )


def _readable(row: MinutesVersion) -> bool:
    try:
        minutes = issued(row)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return minutes.minutes.meeting.row.id == row.meeting_id


def _stands(session: Session, row: MinutesVersion) -> bool:
    """Whether the entries of approved minutes are still those that were approved."""
    meeting = session.get(Meeting, row.meeting_id)
    if meeting is None or meeting.minutes_state != MinutesState.APPROVED or not _readable(row):
        return True  # told by the other checks
    frozen = [(one.id, one.kind, one.words) for one in issued(row).minutes.entries]
    return frozen == [(one.id, one.kind, one.words) for one in entries(session, meeting)]


def _gaps(numbers: list[str]) -> Iterator[Finding]:
    """Numbers of 会议纪要 have no gap within a year and are nobody else's."""
    years: dict[str, int] = {}
    for number in numbers:
        year = number.partition("〕")[0].removeprefix("〔")
        years[year] = years.get(year, 0) + 1
    wanted = {
        rules.minutes_number(int(year), count)
        for year, total in years.items()
        if year.isdecimal()
        for count in range(1, total + 1)
    }
    if wanted != set(numbers):
        yield Finding("minutes.gap", _("The numbers of approved minutes have a gap."))


CHECKS = (check_meetings, check_people, check_entries, check_versions)

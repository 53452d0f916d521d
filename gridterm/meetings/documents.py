"""What the meetings print (RULEBOOK §3, §9), read from the office as it stands or was issued."""

from __future__ import annotations

from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.meetings import action_queries, agenda, issuing, minutes, people, schedule
from gridterm.meetings.action_terms import ActionFilter, ActionRow
from gridterm.meetings.agenda_paper import agenda_sheet, confidential_sheet
from gridterm.meetings.minutes_paper import record, summary
from gridterm.meetings.paper import moment_words
from gridterm.meetings.register_paper import register
from gridterm.meetings.sign_in_paper import sign_in_sheet
from gridterm.meetings.terms import Agenda, IssuedAgenda, IssuedMinutes, MeetingDetail, MeetingRef
from gridterm.printing.document import Document, Office
from gridterm.printing.export import Printout
from gridterm.settings import load
from gridterm.store.unit import Store

MANY = 500


def agenda_of(
    store: Store, ref: MeetingRef, version: int | None = None, *, narrow: bool = False
) -> Printout:
    """The agenda: the version asked for, else the newest where it still holds, else a draft.

    Args:
        store: the office.
        ref: the meeting.
        version: which of its versions.
        narrow: for the terminal.

    Raises:
        NotFoundError: there is no such meeting or version.
        RefusedError: there is nothing on it.
    """
    now, issued = standing(store, ref, version)
    if not now.items:
        raise RefusedError(_("This meeting has no agenda."))
    return _printout(agenda_sheet(now, _office(store), issued, narrow=narrow), now.meeting, issued)


def confidential_sheet_of(
    store: Store, ref: MeetingRef, version: int | None = None, *, narrow: bool = False
) -> Printout:
    """The confidential items of an agenda on their own sheet; as ``agenda_of``.

    Raises:
        RefusedError: there are none.
    """
    now, issued = standing(store, ref, version)
    return _printout(
        confidential_sheet(now, _office(store), issued, narrow=narrow), now.meeting, issued
    )


def standing(
    store: Store, ref: MeetingRef, version: int | None = None
) -> tuple[Agenda, IssuedAgenda | None]:
    """The agenda that is printed, and the version it is; None for a draft.

    Raises:
        NotFoundError: there is no such meeting or version.
    """
    if version is not None:
        detail = schedule.meeting(store, ref)
        found = issuing.issued(store, detail.row.id or 0, version)
        return found.agenda, found
    now = agenda.agenda(store, ref)
    if now.version and not now.changed_since_issue:
        found = issuing.issued(store, now.meeting.row.id or 0)
        return found.agenda, found
    return now, None


def sign_in_sheet_of(store: Store, ref: MeetingRef, *, by: str = "") -> Printout:
    """The sign-in sheet with everyone expected, leave already marked.

    Args:
        store: the office.
        ref: the meeting.
        by: who prints it, for the foot; empty where nobody signed on.

    Raises:
        NotFoundError: there is no such meeting.
    """
    found = people.sign_in_sheet(store, ref)
    document = sign_in_sheet(found, _office(store), printed=_printed(store, by))
    return _printout(document, found.meeting, None)


def record_of(store: Store, meeting_id: int, version: int | None = None) -> Printout:
    """The 会议记录: an approved version, or what is written so far, marked as a draft.

    Without a version the newest is meant; where it is being corrected, the draft.

    Raises:
        NotFoundError: there is no such meeting or version.
        RefusedError: nothing was written yet.
    """
    now = minutes.minutes(store, MeetingRef(meeting_id))
    office = _office(store)
    if version is not None or (now.meeting.minutes_versions and not now.meeting.correcting):
        issued = minutes.issued_minutes(store, meeting_id, version)
        document = record(issued.minutes, issued.people, issued.actions, office, issued)
        return _printout(document, issued.minutes.meeting, issued)
    if not now.entries:
        raise RefusedError(_("The minutes hold nothing yet."))
    here = people.sign_in_sheet(store, MeetingRef(meeting_id)).people
    with store.read() as session:
        given = action_queries.actions_of_meeting(
            session, meeting_id, store.clock.today(), whole=True
        )
    return _printout(record(now, here, given, office), now.meeting, None)


def summary_of(store: Store, meeting_id: int, version: int | None = None) -> Printout:
    """The 会议纪要 as it is issued; what is confidential is not in it.

    Raises:
        NotFoundError: the minutes were not approved, or have no such version.
    """
    issued = minutes.issued_minutes(store, meeting_id, version)
    document = summary(minutes.summary_of(issued), _office(store), issued)
    return _printout(document, issued.minutes.meeting, issued)


def register_of(store: Store, wanted: ActionFilter | None = None, *, by: str = "") -> Printout:
    """The 督办台账 of what the filter finds, the first due first; without confidential items.

    Args:
        store: the office.
        wanted: which action items; None for all.
        by: who prints it, for the foot; empty where nobody signed on.
    """
    today = store.clock.today()
    document = register(
        all_actions(store, wanted), _office(store), today, printed=_printed(store, by)
    )
    return Printout(document, f"{today:%Y-%m-%d}")


def all_actions(store: Store, wanted: ActionFilter | None = None) -> tuple[ActionRow, ...]:
    """Every action item the filter finds, the first due first."""
    rows: list[ActionRow] = []
    after = None
    while True:
        page = action_queries.actions(store, wanted, after, MANY)
        rows += page.rows
        if not page.more:
            return tuple(rows)
        after = page.after


def _printout(
    document: Document, meeting: MeetingDetail, issued: IssuedAgenda | IssuedMinutes | None
) -> Printout:
    """The document under its day, and its version where it is one."""
    number = f"{meeting.row.starts_at:%Y-%m-%d}"
    return Printout(document, f"{number} v{issued.version}" if issued else number)


def _printed(store: Store, by: str) -> str:
    foot = _("Printed {time} by {name}") if by else _("Printed {time}")
    return foot.format(time=moment_words(store.clock.now()), name=by)


def _office(store: Store) -> Office:
    with store.read() as session:
        settings = load(session)
    return Office(*(settings.text(f"office.{key}") for key in ("name", "street", "hotline")))

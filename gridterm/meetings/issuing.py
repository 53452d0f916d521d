"""Issued agendas: frozen, numbered, never edited; a change is a new version (RULEBOOK §3)."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.meetings import frozen, schedule
from gridterm.meetings.items import put, saved
from gridterm.meetings.listing import details, series_of
from gridterm.meetings.present import Present, basis, editable, last_basis, present, view
from gridterm.meetings.tables import AgendaVersion, Meeting
from gridterm.meetings.terms import Agenda, IssuedAgenda, MeetingRef
from gridterm.meetings.withholding import agenda_without
from gridterm.registers.checking import Faults
from gridterm.store.audit import Actor, canonical
from gridterm.store.unit import Store, Tx

REASON_LONGEST = 200


def issue(store: Store, actor: Actor, ref: MeetingRef, reason: str = "") -> IssuedAgenda:
    """Issue the agenda as it stands: it is frozen under the next version's number.

    The meeting gets its number with the first one.

    Args:
        store: the office.
        actor: who issues it.
        ref: the meeting.
        reason: why again, from the second version on.

    Raises:
        NotFoundError: there is no such meeting.
        InputError: the reason is missing.
        RefusedError: nothing changed since it was issued, the meeting is over or cancelled, or
            nobody has confirmed yet that it is not on its Wednesday.
    """
    with store.write("meetings.agenda.issue", actor) as tx:
        row = editable(tx, ref)
        _refuse_unconfirmed(row)
        series = series_of(tx.session, tx.now)
        now = present(tx.session, row, series)
        if all(one.removed for one in now.entries):
            raise RefusedError(_("The agenda has no items. Add one first."))
        last = details(tx.session, row, series).agenda_versions
        why = _reason(last, reason, same=last_basis(tx.session, row) == basis(row, now.entries))
        put(tx, row, now.entries)
        schedule.given_number(tx, row)
        kept = saved(tx.session, row.id)
        shown = view(tx.session, row, series, Present(kept, (), kept, now.span))
        return _freeze(tx, _as_issued(shown, last + 1), why, basis(row, kept))


def _refuse_unconfirmed(row: Meeting) -> None:
    day = row.starts_at.date()
    if row.series_on is not None and row.series_on != day and not row.reason:
        raise RefusedError(
            _(
                "The meeting of {day} is proposed for {proposed}. Move it there with the reason "
                "first."
            ).format(day=row.series_on.isoformat(), proposed=day.isoformat())
        )


def _reason(last: int, typed: str, *, same: bool) -> str:
    """Why the agenda is issued, which only a further version needs.

    Raises:
        InputError: the reason is missing or too long.
        RefusedError: nothing changed.
    """
    if last and same:
        raise RefusedError(
            _("The agenda is the same as version {number}. Print that one.").format(number=last)
        )
    faults = Faults()
    missing = _("Say why the agenda is issued again.") if last else ""
    why = faults.line("reason", typed, REASON_LONGEST, missing)
    faults.check()
    return why


def _as_issued(shown: Agenda, version: int) -> Agenda:
    return replace(
        shown,
        items=tuple(one for one in shown.items if not one.removed),
        meeting=replace(shown.meeting, agenda_versions=version),
        version=version,
        changed_since_issue=False,
    )


def _freeze(tx: Tx, agenda: Agenda, reason: str, digest: str) -> IssuedAgenda:
    """Save a version, with what a later agenda is compared with."""
    record = AgendaVersion(
        meeting_id=agenda.meeting.row.id or 0,
        version=agenda.version,
        issued_at=tx.now,
        issuer_id=tx.actor.staff_id,
        issuer=tx.actor.name,
        reason=reason,
        content=canonical({"agenda": frozen.plain(agenda), "basis": digest}),
    )
    tx.add(record)
    return _issued(record)


def issued(store: Store, meeting_id: int, version: int | None = None) -> IssuedAgenda:
    """An agenda as it was issued, the newest where no version is asked for.

    What became confidential since is withheld (``withholding``).

    Raises:
        NotFoundError: it was not issued, or has no such version.
    """
    with store.read() as session:
        found = _records(session, meeting_id, version)
        if found:
            return _open(session, found[0])
    if version is None:
        raise NotFoundError(_("The agenda of this meeting was not issued yet."))
    raise NotFoundError(
        _("The agenda of this meeting has no version {number}.").format(number=version)
    )


def versions(store: Store, meeting_id: int) -> tuple[IssuedAgenda, ...]:
    """Every version of an agenda, the newest first; as ``issued``."""
    with store.read() as session:
        return tuple(_open(session, one) for one in _records(session, meeting_id, None))


def _records(session: Session, meeting_id: int, version: int | None) -> list[AgendaVersion]:
    statement = (
        select(AgendaVersion)
        .where(AgendaVersion.meeting_id == meeting_id)
        .order_by(col(AgendaVersion.version).desc())
    )
    if version is not None:
        statement = statement.where(AgendaVersion.version == version)
    return list(session.exec(statement))


def _open(session: Session, record: AgendaVersion) -> IssuedAgenda:
    found = _issued(record)
    return replace(found, agenda=agenda_without(session, found.agenda))


def _issued(record: AgendaVersion) -> IssuedAgenda:
    return IssuedAgenda(
        meeting_id=record.meeting_id,
        version=record.version,
        issued_at=record.issued_at,
        issuer=record.issuer,
        reason=record.reason,
        agenda=frozen.thawed(Agenda, json.loads(record.content)["agenda"]),
    )

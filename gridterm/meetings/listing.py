"""Meetings as they are shown: the series with the saved rows over it, numbers, counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.i18n import _
from gridterm.meetings import rules
from gridterm.meetings.tables import AgendaItem, AgendaVersion, Attendee, Meeting, MinutesVersion
from gridterm.meetings.terms import (
    MeetingDetail,
    MeetingKind,
    MeetingRow,
    MeetingState,
    MinutesState,
    Standing,
)
from gridterm.registers import workdays
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Role, split_roles
from gridterm.settings import Settings
from gridterm.store.tables import AuditEntry, Counter

LOOK_BACK = timedelta(days=21)
"""How long after a Wednesday its proposed day may lie: no holiday takes three weeks."""
Key = tuple[int | None, date | None]


@dataclass(frozen=True)
class Series:
    """The weekly series at one moment, with what the office proposes for each meeting."""

    now: datetime
    since: date
    at: time
    current: Settings
    is_workday: rules.IsWorkday
    chair_id: int | None
    recorder_id: int | None

    @property
    def today(self) -> date:
        """The day of the office's clock."""
        return self.now.date()

    @property
    def place(self) -> str:
        """Where the meetings are."""
        return self.current.text("meetings.place")

    @property
    def horizon(self) -> date:
        """The last day ahead whose meeting is listed."""
        return self.today + timedelta(days=self.current.number("meetings.days_ahead"))

    def day_of(self, wednesday: date) -> date:
        """The day proposed for the meeting of a Wednesday."""
        return rules.proposed_day(wednesday, self.is_workday)

    def untouched(self, session: Session, first: date, last: date) -> list[date]:
        """The Wednesdays of the series from ``first`` to ``last`` that have no row."""
        first = max(first, self.since)
        if last < first:
            return []
        saved = select(col(Meeting.series_on)).where(col(Meeting.series_on).between(first, last))
        taken = set(session.exec(saved))
        return [day for day in rules.wednesdays(first, last) if day not in taken]


def series_of(
    session: Session,
    now: datetime,
    current: Settings | None = None,
    is_workday: rules.IsWorkday | None = None,
) -> Series:
    """The series by the office's settings, calendar and staff at ``now``.

    Args:
        session: the office.
        now: its time.
        current: its settings, where they were read already.
        is_workday: its calendar's answer, where that was read already.
    """
    current = current or settings.load(session)
    chair_id, recorder_id = _usual_people(session, now.date())
    return Series(
        now=now,
        since=_since(session, current, now),
        at=time.fromisoformat(current.text("meetings.at")),
        current=current,
        is_workday=is_workday or workdays.load(session).is_workday,
        chair_id=chair_id,
        recorder_id=recorder_id,
    )


def _since(session: Session, current: Settings, now: datetime) -> date:
    """The first day of the series: as set, or the day the office was founded here."""
    chosen = current.text("meetings.since")
    if chosen:
        return date.fromisoformat(chosen)
    oldest = session.exec(select(AuditEntry.at).order_by(col(AuditEntry.id)).limit(1)).first()
    return (oldest or now).date()


def _usual_people(session: Session, today: date) -> tuple[int | None, int | None]:
    """Who is proposed for the chair (the principal leader) and for the record (a clerk)."""
    wanted = (Role.PRINCIPAL_LEADER, Role.CLERK)
    statement = (
        select(Staff.id, Staff.roles)
        .where(
            or_(*(func.instr(Staff.roles, str(role)) > 0 for role in wanted)),
            col(Staff.hired) <= today,
            or_(col(Staff.left).is_(None), col(Staff.left) >= today),
        )
        .order_by(func.length(Staff.number), col(Staff.number))
    )
    people = [(staff_id, split_roles(roles)) for staff_id, roles in session.execute(statement)]
    chair = next((one for one, roles in people if Role.PRINCIPAL_LEADER in roles), None)
    clerk = next((one for one, roles in people if Role.CLERK in roles and one != chair), None)
    return chair, clerk


def unsaved(series: Series, wednesday: date) -> Meeting:
    """The meeting of a Wednesday nobody has touched; it is not in the file."""
    starts_at = datetime.combine(series.day_of(wednesday), series.at)
    return Meeting(
        kind=MeetingKind.WEEKLY.value,
        series_on=wednesday,
        starts_at=starts_at,
        place=series.place,
        year=starts_at.year,
        state=MeetingState.PLANNED.value,
        chair_id=series.chair_id,
        recorder_id=series.recorder_id,
    )


def rows(
    session: Session, series: Series, before: datetime | None, limit: int
) -> tuple[MeetingRow, ...]:
    """A page of meetings, newest first; ``schedule.meetings`` says more."""
    statement = select(Meeting).order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
    if before is not None:
        statement = statement.where(col(Meeting.starts_at) < before)
    saved = session.exec(statement.limit(limit + 1)).all()
    last = series.horizon if before is None else min(series.horizon, before.date())
    weeks = timedelta(weeks=limit + 1)
    # What would stand below a full page of saved ones need not be made up.
    first_of_all = series.since
    if len(saved) > limit:
        first_of_all = max(first_of_all, saved[-1].starts_at.date() - LOOK_BACK)
    drawn: list[Meeting] = []
    # A page of Wednesdays nobody touched lies within as many weeks, unless others were touched.
    while last >= first_of_all and len(drawn) <= limit:
        first = last - weeks
        days = series.untouched(session, first + timedelta(days=1), last)
        drawn += [unsaved(series, day) for day in reversed(days)]
        last = first
    if before is not None:
        drawn = [one for one in drawn if one.starts_at < before]
    found = sorted([*saved, *drawn], key=_newest, reverse=True)
    return _shown(session, series, _page(found, limit))


def _newest(one: Meeting) -> tuple[datetime, int]:
    return one.starts_at, one.id or 0


def _page(found: Sequence[Meeting], limit: int) -> Sequence[Meeting]:
    """The first ``limit``, and those that begin when the last of them does."""
    end = min(limit, len(found))
    while 0 < end < len(found) and found[end].starts_at == found[end - 1].starts_at:
        end += 1
    return found[:end]


@dataclass(frozen=True)
class _Counts:
    """What the lines of a page need of other tables, by meeting id."""

    items: dict[int, int]
    present: dict[int, int]
    expected: dict[int, int]
    issued: dict[int, int]


def _shown(session: Session, series: Series, found: Sequence[Meeting]) -> tuple[MeetingRow, ...]:
    counts = _counts(session, [one.id for one in found if one.id is not None])
    numbers = _provisional(session, series, found)
    return tuple(_row(one, series, counts, numbers.get(_key(one), 0)) for one in found)


def _key(one: Meeting) -> Key:
    return one.id, one.series_on


def _counts(session: Session, ids: Sequence[int]) -> _Counts:
    there: Any = col(Attendee.meeting_id)
    items = (
        select(AgendaItem.meeting_id, func.count())
        .where(col(AgendaItem.meeting_id).in_(ids), ~col(AgendaItem.removed))
        .group_by(col(AgendaItem.meeting_id))
    )
    instead: Any = aliased(Attendee)
    came = func.coalesce(col(Attendee.signed_at), instead.signed_at)
    people: Any = (
        select(there, func.count(), func.count(came))
        .select_from(Attendee)
        .outerjoin(
            instead,
            and_(instead.meeting_id == there, instead.staff_id == col(Attendee.substitute_id)),
        )
        .where(there.in_(ids), col(Attendee.expected), col(Attendee.staff_id).is_not(None))
        .group_by(there)
    )
    versions = (
        select(AgendaVersion.meeting_id, func.max(AgendaVersion.version))
        .where(col(AgendaVersion.meeting_id).in_(ids))
        .group_by(col(AgendaVersion.meeting_id))
    )
    if not ids:
        return _Counts({}, {}, {}, {})
    counted = session.execute(people).all()
    return _Counts(
        items=dict(session.execute(items).all()),
        present={one: signed for one, _all, signed in counted},
        expected={one: number for one, number, _signed in counted},
        issued=dict(session.execute(versions).all()),
    )


def _provisional(session: Session, series: Series, wanted: Iterable[Meeting]) -> dict[Key, int]:
    """The numbers meetings ahead will get if they are held in their order."""
    unnumbered = [
        one
        for one in wanted
        if one.number is None
        and one.state in (MeetingState.PLANNED, MeetingState.OPEN)
        and one.starts_at.date() >= series.today
    ]
    if not unnumbered:
        return {}
    last = max(one.starts_at for one in unnumbered)
    midnight = datetime.combine(series.today, time())
    saved = session.exec(
        select(Meeting).where(
            col(Meeting.starts_at).between(midnight, last),
            col(Meeting.number).is_(None),
            col(Meeting.state).in_((MeetingState.PLANNED.value, MeetingState.OPEN.value)),
        )
    ).all()
    drawn = [
        unsaved(series, day)
        for day in series.untouched(session, series.today - LOOK_BACK, last.date())
        if not rules.falls_together(day, series.is_workday)
    ]
    ahead = sorted(
        [*saved, *(one for one in drawn if midnight <= one.starts_at <= last)], key=_newest
    )
    last_given = select(Counter.series, Counter.last).where(
        col(Counter.series).in_({_counter(one) for one in ahead})
    )
    counters: dict[str, int] = dict(session.execute(last_given).all())
    numbers: dict[Key, int] = {}
    for one in ahead:
        name = _counter(one)
        counters[name] = numbers[_key(one)] = counters.get(name, 0) + 1
    return numbers


def _counter(one: Meeting) -> str:
    return rules.series(MeetingKind(one.kind), one.starts_at.year)


def _row(one: Meeting, series: Series, counts: _Counts, provisional: int) -> MeetingRow:
    own = one.id or 0
    number = one.number or provisional
    kind = MeetingKind(one.kind)
    standing = rules.standing(
        MeetingState(one.state),
        MinutesState(one.minutes_state),
        one.starts_at.date(),
        series.today,
        issued=own in counts.issued,
    )
    if own == 0 and one.series_on and rules.falls_together(one.series_on, series.is_workday):
        standing, number = Standing.CANCELLED, 0
    return MeetingRow(
        id=one.id,
        kind=kind,
        series_on=one.series_on,
        starts_at=one.starts_at,
        number=number,
        provisional=one.number is None,
        year=one.year,
        standing=standing,
        title=one.title or rules.title(kind, one.year, number),
        reason=one.reason or _proposal(one, series, standing),
        items=counts.items.get(own, 0),
        present=counts.present.get(own, 0) if one.opened_at else 0,
        expected=counts.expected.get(own, 0) if one.opened_at else 0,
    )


def _proposal(one: Meeting, series: Series, standing: Standing) -> str:
    """Why a meeting is not on its Wednesday although nobody has said so."""
    if standing is Standing.CANCELLED and one.id is None:
        return _("No working day is left before the next week's meeting.")
    day = one.starts_at.date()
    if one.series_on is not None and one.series_on != day:
        return _("{day} is not a working day; {proposed} is the next one.").format(
            day=one.series_on.isoformat(), proposed=day.isoformat()
        )
    if standing in (Standing.PLANNED, Standing.READY) and not series.is_workday(day):
        return _("{day} is not a working day.").format(day=day.isoformat())
    return ""


def details(session: Session, one: Meeting, series: Series) -> MeetingDetail:
    """A meeting whole, from its row or from the series."""
    row = _shown(session, series, [one])[0]
    people = [staff_id for staff_id in (one.chair_id, one.recorder_id) if staff_id is not None]
    named = select(Staff.id, Staff.name).where(col(Staff.id).in_(people))
    names: dict[int | None, str] = dict(session.execute(named).all())
    agendas, minutes = _versions(session, one.id)
    late = timedelta(minutes=series.current.number("meetings.late_after_minutes"))
    return MeetingDetail(
        row=row,
        state=MeetingState(one.state),
        minutes_state=MinutesState(one.minutes_state),
        place=one.place,
        parties=one.parties,
        chair_id=one.chair_id,
        chair=names.get(one.chair_id, ""),
        recorder_id=one.recorder_id,
        recorder=names.get(one.recorder_id, ""),
        opened_at=one.opened_at,
        ended_at=one.ended_at,
        late_after=one.starts_at + late,
        agenda_versions=agendas,
        minutes_versions=minutes,
        correcting=one.correcting,
    )


def _versions(session: Session, meeting_id: int | None) -> tuple[int, int]:
    if meeting_id is None:
        return 0, 0
    agendas, minutes = (
        session.exec(
            select(func.coalesce(func.max(table.version), 0)).where(table.meeting_id == meeting_id)
        ).one()
        for table in (AgendaVersion, MinutesVersion)
    )
    return int(agendas), int(minutes)

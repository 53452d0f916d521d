"""The meetings: the Wednesdays of the series, those outside it, and what may happen to one (§3).

A Wednesday nobody has touched has no row in the file. It is made up here from the series each
time it is looked at, so that it follows the calendar and the settings until somebody touches it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.meetings import rules
from gridterm.meetings.listing import LOOK_BACK, Series, details, rows, series_of, unsaved
from gridterm.meetings.tables import Meeting
from gridterm.meetings.terms import (
    MeetingDetail,
    MeetingKind,
    MeetingRef,
    MeetingRow,
    MeetingState,
    MinutesState,
)
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff, works_on
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx

PAGE = 50
REASON_LONGEST, TITLE_LONGEST, PLACE_LONGEST, PARTIES_LONGEST = 200, 60, 60, 200
AHEAD = timedelta(days=366)
"""How far ahead a Wednesday of the series may be touched."""
RUNNING = (MeetingState.PLANNED.value, MeetingState.OPEN.value)


# ── reading ─────────────────────────────────────────────────────────────────
def meetings(
    store: Store, before: datetime | None = None, limit: int = PAGE
) -> tuple[MeetingRow, ...]:
    """The meetings, newest first: those ahead, the held ones, and the weeks that were missed.

    Args:
        store: the office.
        before: only those that begin before this moment; None begins with those ahead.
        limit: how many at most; those that begin at one moment are never parted.
    """
    with store.read() as session:
        return rows(session, series_of(session, store.clock.now()), before, limit)


def next_meeting(store: Store) -> MeetingDetail | None:
    """The weekly meeting that is on today or comes next; None if none is left within a year."""
    with store.read() as session:
        series = series_of(session, store.clock.now())
        found = next_of(session, series)
        return details(session, found, series) if found else None


def meeting(store: Store, ref: MeetingRef) -> MeetingDetail:
    """A meeting whole.

    Raises:
        NotFoundError: there is no such meeting.
    """
    with store.read() as session:
        series = series_of(session, store.clock.now())
        return details(session, found(session, ref, series), series)


def ref_of(store: Store, day: date | None = None) -> MeetingRef:
    """The meeting of a day, whether it is held then or the Wednesday it was moved from.

    Args:
        store: the office.
        day: the day; None asks for the weekly meeting that comes next.

    Raises:
        NotFoundError: there is no meeting on that day.
    """
    with store.read() as session:
        series = series_of(session, store.clock.now())
        one = next_of(session, series) if day is None else _on(session, series, day)
    if one is not None:
        return MeetingRef(one.id, one.series_on)
    if day is None:
        raise NotFoundError(_("No weekly meeting is ahead. Plan one first."))
    raise NotFoundError(
        _("There is no meeting on {day}. The weekly ones are on Wednesdays.").format(
            day=day.isoformat()
        )
    )


def found(session: Session, ref: MeetingRef, series: Series) -> Meeting:
    """The row of a meeting; of a Wednesday nobody has touched one that is not in the file.

    Raises:
        NotFoundError: there is no such meeting.
    """
    if ref.id is not None:
        row = session.get(Meeting, ref.id)
        if row is None:
            raise NotFoundError(_("There is no such meeting. Choose one from the list."))
        return row
    day = ref.series_on
    if day is None:
        raise NotFoundError(_("There is no such meeting. Choose one from the list."))
    saved = session.exec(select(Meeting).where(Meeting.series_on == day)).first()
    if saved is not None:
        return saved
    if day.weekday() != rules.WEDNESDAY or not series.since <= day <= series.today + AHEAD:
        raise NotFoundError(
            _("There is no weekly meeting on {day}: the series runs on Wednesdays from {since}.")
            .format(day=day.isoformat(), since=series.since.isoformat())
        )  # fmt: skip
    return unsaved(series, day)


def next_of(session: Session, series: Series) -> Meeting | None:
    """The weekly meeting that is on today or comes next, in a session that is open already."""
    midnight = datetime.combine(series.today, datetime.min.time())
    statement = (
        select(Meeting)
        .where(
            col(Meeting.kind) == MeetingKind.WEEKLY,
            col(Meeting.state).in_(RUNNING),
            col(Meeting.starts_at) >= midnight,
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
        .limit(1)
    )
    saved = session.exec(statement).first()
    drawn = next(
        (
            unsaved(series, day)
            for day in series.untouched(session, series.today - LOOK_BACK, series.today + AHEAD)
            if series.day_of(day) >= series.today
            and not rules.falls_together(day, series.is_workday)
        ),
        None,
    )
    there = [one for one in (saved, drawn) if one is not None]
    return min(there, key=lambda one: one.starts_at) if there else None


def _on(session: Session, series: Series, day: date) -> Meeting | None:
    """The meeting held on a day before the one that was only to be then."""
    midnight = datetime.combine(day, datetime.min.time())
    statement = select(Meeting).where(
        col(Meeting.starts_at) >= midnight,
        col(Meeting.starts_at) < midnight + timedelta(days=1),
    )
    held = sorted(
        session.exec(statement),
        key=lambda one: (
            one.state == MeetingState.CANCELLED,
            one.kind != MeetingKind.WEEKLY,
            one.starts_at,
        ),
    )
    running = [one for one in held if one.state != MeetingState.CANCELLED]
    if running:
        return running[0]
    for wednesday in reversed(series.untouched(session, day - LOOK_BACK, day)):
        if series.day_of(wednesday) == day:
            return unsaved(series, wednesday)
    moved = session.exec(select(Meeting).where(Meeting.series_on == day)).first()
    if moved is not None or held:
        return moved or held[0]
    mine = series.untouched(session, day, day)
    return unsaved(series, mine[0]) if mine else None


# ── what a use case needs ───────────────────────────────────────────────────
def touched(tx: Tx, ref: MeetingRef) -> Meeting:
    """The row of a meeting within a use case, whose subject it becomes.

    A Wednesday nobody had touched gets its row, with the time and people proposed for it.

    Raises:
        NotFoundError: there is no such meeting.
    """
    row = found(tx.session, ref, series_of(tx.session, tx.now))
    if row.id is None:
        tx.add(row)
    tx.subject = f"meeting:{row.id}"
    return row


def given_number(tx: Tx, row: Meeting) -> int:
    """The meeting's 第N次, given now if it has none: by kind and year, without gaps (§3)."""
    if row.number is None:
        row.year = row.starts_at.year
        row.number = tx.number(rules.series(MeetingKind(row.kind), row.year))
        tx.session.flush()
    return row.number


def after(tx: Tx, row: Meeting) -> MeetingDetail:
    """The meeting as it is after a use case."""
    tx.session.flush()
    return details(tx.session, row, series_of(tx.session, tx.now))


# ── what a clerk does ───────────────────────────────────────────────────────
def move(
    store: Store, actor: Actor, ref: MeetingRef, starts_at: datetime, reason: str
) -> MeetingDetail:
    """Move a meeting to another time with a reason, or confirm the day that is proposed for it.

    Raises:
        NotFoundError: there is no such meeting.
        InputError: the reason is missing, another meeting begins then, or a meeting that is
            still ahead would lie behind. One that was missed may have been on a day that is past.
        RefusedError: it is not planned any more.
    """
    with store.write("meetings.move", actor) as tx:
        row = touched(tx, ref)
        _refuse_unless_planned(row, _("A meeting that is {state} cannot be moved any more."))
        faults = Faults()
        why = faults.line(
            "reason", reason, REASON_LONGEST, _("Say why the meeting is on another day.")
        )
        if row.starts_at == starts_at and row.reason:
            faults.add("starts_at", _("The meeting is at this time already."))
        if starts_at.date() < tx.now.date() <= row.starts_at.date():
            faults.add("starts_at", _("This day is past. Check the date."))
        _check_free(faults, tx.session, starts_at, row.id)
        faults.check()
        row.starts_at, row.reason = starts_at, why
        if row.number is None:
            row.year = starts_at.year
        return after(tx, row)


def cancel(store: Store, actor: Actor, ref: MeetingRef, reason: str) -> MeetingDetail:
    """Cancel a meeting with a reason; a number it has stays used.

    Raises:
        NotFoundError: there is no such meeting.
        InputError: the reason is missing.
        RefusedError: it is not planned any more.
    """
    with store.write("meetings.cancel", actor) as tx:
        row = touched(tx, ref)
        _refuse_unless_planned(row, _("A meeting that is {state} cannot be cancelled any more."))
        faults = Faults()
        why = faults.line("reason", reason, REASON_LONGEST, _("Say why there is no meeting."))
        faults.check()
        row.state, row.reason = MeetingState.CANCELLED.value, why
        return after(tx, row)


def plan(  # noqa: PLR0913, PLR0917 - the fields of the form
    store: Store,
    actor: Actor,
    kind: str,
    starts_at: datetime,
    title: str = "",
    place: str = "",
    parties: str = "",
) -> MeetingDetail:
    """Plan a meeting outside the series.

    Args:
        store: the office.
        actor: who plans it.
        kind: police liaison (碰头会), consultation (议事协商) or extra, as a code.
        starts_at: when it begins.
        title: what it is about; an extra meeting needs one.
        place: where; empty is the office's usual place.
        parties: who is heard; a consultation needs them.

    Raises:
        InputError: a field cannot be used; ``fields`` says which and why.
    """
    with store.write("meetings.plan", actor) as tx:
        faults = Faults()
        if kind not in set(MeetingKind):
            faults.add("kind", _("There is no such kind of meeting. Choose one from the list."))
        elif kind == MeetingKind.WEEKLY:
            faults.add("kind", _("The weekly meeting comes by itself. Choose another kind."))
        needed = _("An extra meeting needs a title.") if kind == MeetingKind.EXTRA else ""
        name = faults.line("title", title, TITLE_LONGEST, needed)
        where = faults.line("place", place, PLACE_LONGEST)
        needed = _("Name the parties.") if kind == MeetingKind.CONSULTATION else ""
        heard = faults.line("parties", parties, PARTIES_LONGEST, needed)
        _check_free(faults, tx.session, starts_at, None)
        faults.check()
        series = series_of(tx.session, tx.now)
        row = Meeting(
            kind=kind,
            starts_at=starts_at,
            place=where or series.place,
            title=name,
            parties=heard,
            year=starts_at.year,
            state=MeetingState.PLANNED.value,
            chair_id=series.chair_id,
            recorder_id=series.recorder_id,
        )
        tx.add(row)
        tx.subject = f"meeting:{row.id}"
        return after(tx, row)


def appoint(  # noqa: PLR0913, PLR0917 - the fields of the form
    store: Store,
    actor: Actor,
    ref: MeetingRef,
    chair_id: int | None = None,
    recorder_id: int | None = None,
    place: str | None = None,
) -> MeetingDetail:
    """Say who takes the chair, who keeps the record, and where; what is None stays as it is.

    Raises:
        NotFoundError: there is no such meeting or nobody with this id.
        InputError: one person cannot do both, or has left; ``fields`` says which.
        RefusedError: the meeting is cancelled, or its minutes are with the chair or issued.
    """
    with store.write("meetings.appoint", actor) as tx:
        row = touched(tx, ref)
        if row.state == MeetingState.CANCELLED:
            raise RefusedError(_("The meeting is cancelled."))
        if row.minutes_state != MinutesState.WRITING:
            raise RefusedError(_("The minutes are written. Send them back or correct them first."))
        faults = Faults()
        chair = chair_id if chair_id is not None else row.chair_id
        recorder = recorder_id if recorder_id is not None else row.recorder_id
        for name, staff_id in (("chair_id", chair_id), ("recorder_id", recorder_id)):
            _check_employed(faults, tx.session, name, staff_id, row.starts_at.date())
        if chair is not None and chair == recorder:
            faults.add(
                "recorder_id",
                _("The chair approves the minutes, so somebody else keeps the record."),
            )
        where = row.place if place is None else faults.line("place", place, PLACE_LONGEST)
        faults.check()
        row.chair_id, row.recorder_id, row.place = chair, recorder, where
        return after(tx, row)


def _refuse_unless_planned(row: Meeting, sentence: str) -> None:
    if row.state != MeetingState.PLANNED:
        raise RefusedError(sentence.format(state=MeetingState(row.state).label))


def _check_free(faults: Faults, session: Session, starts_at: datetime, own: int | None) -> None:
    statement = select(Meeting).where(
        Meeting.starts_at == starts_at, Meeting.state != MeetingState.CANCELLED
    )
    if any(one.id != own for one in session.exec(statement)):
        faults.add("starts_at", _("Another meeting begins at that time."))


def _check_employed(
    faults: Faults, session: Session, field: str, staff_id: int | None, day: date
) -> None:
    if staff_id is None:
        return
    try:
        staff = get_staff(session, staff_id)
    except InputError as error:
        faults.take(field, error)
        return
    if not works_on(staff, day):
        faults.add(field, _("{name} does not work here on that day.").format(name=staff.name))

"""The next weekly meeting on Today, and what is missing for it (RULEBOOK §3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from gridterm.i18n import N_, _
from gridterm.meetings.terms import MeetingDetail, MeetingRow, Standing

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from gridterm.registers.calendars import WorkCalendar
    from gridterm.settings import Settings

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
UNFINISHED = {
    Standing.OPEN: N_("its meeting was not ended"),
    Standing.HELD: N_("its minutes are not handed in"),
    Standing.SUBMITTED: N_("its minutes wait for the chair"),
    Standing.MISSED: N_("was not held, and nobody said why"),
}
BACK = timedelta(days=14)
Missing = tuple[str, str, bool]


def next_wednesday(
    session: Session, now: datetime, current: Settings, calendar: WorkCalendar
) -> tuple[MeetingDetail | None, tuple[Missing, ...]]:
    """The weekly meeting that comes next, and what is missing for it.

    Args:
        session: the office.
        now: its time.
        current: its settings.
        calendar: its calendar.

    Returns:
        The meeting, None where there is no series; for each thing missing what opens it (a day
        or an id), the sentence, and whether it is late: the meeting is today or tomorrow.
    """
    from gridterm.meetings.listing import details, rows, series_of
    from gridterm.meetings.schedule import next_of

    series = series_of(session, now, current, calendar.is_workday)
    found = next_of(session, series)
    if found is None:
        return None, ()
    coming, today = details(session, found, series), now.date()
    midnight = datetime.combine(today, time())
    last = rows(session, series, midnight, 1)
    recent = [one for one in last if one.starts_at > midnight - BACK]
    return coming, (*_of_coming(coming, today), *_of_last(recent, today))


def _of_coming(one: MeetingDetail, today: date) -> Iterator[Missing]:
    ref, row = key_of(one.row), one.row
    near = row.starts_at.date() <= today + timedelta(days=1)
    if row.id is None and row.series_on != row.starts_at.date():
        yield ref, _("the Wednesday is no working day: confirm the day, with the reason"), True
    if one.chair_id is None:
        yield ref, _("nobody takes the chair yet"), near
    if one.recorder_id is None:
        yield ref, _("nobody writes the minutes yet"), near
    if not one.agenda_versions:
        yield ref, _("the agenda is not issued yet"), near


def _of_last(rows: list[MeetingRow], today: date) -> Iterator[Missing]:
    for row in rows:
        words = UNFINISHED.get(row.standing)
        if words is not None:
            day = row.starts_at.date()
            shown = _("the one of {day}: {words}").format(day=f"{day:%m-%d}", words=_(words))
            yield key_of(row), shown, day < today


def key_of(row: MeetingRow) -> str:
    """What opens a meeting: its day in the series, else its id."""
    return row.series_on.isoformat() if row.series_on is not None else str(row.id)


def when_words(moment: datetime) -> str:
    """``11-25 Wed 14:30``."""
    return f"{moment:%m-%d} {_(WEEKDAYS[moment.weekday()])} {moment:%H:%M}"

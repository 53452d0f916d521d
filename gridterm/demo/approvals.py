"""The minutes of the demo office as the chair approved them, numbered in that order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from gridterm.demo.errands import Errands, workday
from gridterm.demo.seats import CHAIR, Seats
from gridterm.demo.wednesdays import DemoMeeting, texts
from gridterm.i18n import _
from gridterm.meetings import rules
from gridterm.meetings.attending import judged
from gridterm.meetings.frozen import plain
from gridterm.meetings.minutes_versions import SERIES, Content, summarised
from gridterm.meetings.presence import Times
from gridterm.meetings.tables import Attendee, Meeting, MinuteEntry
from gridterm.meetings.terms import (
    Agenda,
    EntryKind,
    EntryView,
    MeetingDetail,
    MeetingKind,
    MeetingState,
    Minutes,
    MinutesState,
    Standing,
)
from gridterm.store.audit import canonical

SUBMITTED, APPROVED, AGAIN = time(9, 40), time(10, 25), timedelta(days=5, hours=4)
CORRECTED = 6
SAME = (
    *("position", "item_id", "item", "speaker_id", "speaker", "confidential"),
    *("votes_for", "votes_against", "abstained", "ticket_id"),
)


@dataclass(frozen=True)
class Held:
    """A meeting that was held, with what was written down."""

    told: DemoMeeting
    row: Meeting
    written: tuple[MinuteEntry, ...]
    agenda: Agenda
    seated: tuple[Attendee, ...]

    @property
    def detail(self) -> MeetingDetail:
        """The meeting as it stands once its minutes are approved."""
        before, row = self.agenda.meeting, self.row
        expected = [one for one in self.seated if one.expected]
        line = replace(
            before.row,
            standing=Standing.ISSUED,
            items=len(self.agenda.items),
            present=sum(one.signed_at is not None for one in expected),
            expected=len(expected),
        )
        return replace(
            before,
            row=line,
            state=MeetingState.HELD,
            minutes_state=MinutesState.APPROVED,
            opened_at=row.opened_at,
            ended_at=row.ended_at,
        )


@dataclass(frozen=True)
class _Turn:
    """One approval to come."""

    at: datetime
    held: Held
    version: int
    reason: str = ""


def approvals(
    seats: Seats, done: Sequence[Held], errands: Errands
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The versions in the order they were approved, and the last number of each series.

    The minutes of the newest meeting still wait for the chair.
    """
    chair = seats.people[CHAIR]
    turns = sorted(_turns(done, errands.now), key=lambda turn: turn.at)
    last: dict[str, int] = {}
    numbers: dict[int, str] = {}
    made: list[dict[str, Any]] = []
    for one in turns:
        row = one.held.row
        if row.id not in numbers:
            counter, year = SERIES.format(year=one.at.year), one.at.year
            last[counter] = last.get(counter, 0) + 1
            numbers[row.id or 0] = rules.minutes_number(year, last[counter])
        content = _content(seats, one, numbers[row.id or 0], errands)
        made.append(
            {
                "id": len(made) + 1,
                "meeting_id": row.id,
                "version": one.version,
                "number": numbers[row.id or 0],
                "approved_at": one.at,
                "approver_id": chair.id,
                "approver": chair.name,
                "reason": one.reason,
                "content": canonical(plain(content)),
            }
        )
    return made, last


def _turns(done: Sequence[Held], now: datetime) -> Iterator[_Turn]:
    newest = max((one.row.starts_at for one in done), default=now)
    for one in done:
        day = workday(one.row.starts_at.date(), 1)
        submitted = datetime.combine(day, SUBMITTED)
        approved = datetime.combine(workday(day, 1), APPROVED)
        if submitted > now:
            continue
        one.row.submitted_at = submitted
        if approved > now or one.row.starts_at == newest:
            one.row.minutes_state = MinutesState.SUBMITTED.value
            continue
        one.row.minutes_state = MinutesState.APPROVED.value
        yield _Turn(approved, one, 1)
        if one.told.weeks == CORRECTED and one.told.slots:
            reason = texts()["correction"]["reason"]
            yield _Turn(approved + AGAIN, one, 2, reason)


def _content(seats: Seats, one: _Turn, number: str, errands: Errands) -> Content:
    held, meeting_id = one.held, one.held.row.id or 0
    starts_at = held.row.starts_at
    times = Times(starts_at, starts_at, held.row.ended_at, started=True, over=True)
    people = judged(held.seated, seats.by_id, seats.excuses, times)
    source = _("{meeting} of {date}").format(
        meeting=MeetingKind(held.row.kind).label, date=held.row.starts_at.date()
    )
    given = tuple(errands.line(each, one.at, source) for each in errands.of(meeting_id))
    numbers = {line.id: line.number for line in given}
    keys = errands.entries_of(meeting_id)
    said = tuple(
        _view(each, one, tuple(numbers[key] for key in keys.get(each.id or 0, ())))
        for each in held.written
    )
    detail = replace(held.detail, minutes_versions=one.version - 1)
    told = Minutes(detail, said, held.agenda.items)
    return Content(told, people, given, summarised(told, people, given, number, one.version))


def _view(row: MinuteEntry, one: _Turn, actions: tuple[str, ...]) -> EntryView:
    """An entry as it stood when it was approved: before its correction, in the first version."""
    words, told = row.words, texts()["correction"]
    if one.held.told.weeks == CORRECTED and one.version == 1 and words == told["after"]:
        words = told["before"]
    return EntryView(
        id=row.id or 0,
        kind=EntryKind(row.kind),
        words=words,
        actions=actions,
        **{name: getattr(row, name) for name in SAME},
    )

"""The demo office's meetings: agendas issued, people signed in, minutes approved, matters given.

They are written after the calls, meeting by meeting in their order, so that every agenda holds
what stood open on its morning and every decision on a call is the one in the call's history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from gridterm.demo import minutes
from gridterm.demo.approvals import Held, approvals
from gridterm.demo.content import Dice
from gridterm.demo.drawn import Morning, draw, subject
from gridterm.demo.errands import Errands
from gridterm.demo.giving import Giver
from gridterm.demo.issued import issue
from gridterm.demo.minutes import Floor, Said
from gridterm.demo.people import DemoOffice
from gridterm.demo.seats import CHAIR, CLERK, Seats
from gridterm.demo.timeline import Timeline
from gridterm.demo.visits import reported
from gridterm.demo.wednesdays import DemoMeeting, first_day, texts
from gridterm.demo.wednesdays import meetings as planned
from gridterm.hotline.timing import Timing
from gridterm.meetings import rules
from gridterm.meetings.agenda_facts import GridOfDay
from gridterm.meetings.attending import load_excuses
from gridterm.meetings.entries import search_words
from gridterm.meetings.listing import Series, series_of
from gridterm.meetings.merging import Entry, placed
from gridterm.meetings.tables import (
    AgendaItem,
    AgendaVersion,
    Attendee,
    Meeting,
    MinuteEntry,
    MinutesVersion,
)
from gridterm.meetings.terms import Agenda, EntryKind, MeetingKind, MeetingState, Section, Span
from gridterm.registers.tables import Staff
from gridterm.store import search
from gridterm.store.audit import canonical
from gridterm.store.tables import Counter, Record
from gridterm.store.unit import Tx

OPENED = timedelta(minutes=15)
WRITTEN = timedelta(minutes=3)
REISSUED, CORRECTED = 4, 6
SECRET_EVERY, SECRET_AT = 17, 2
LINE, PLACE = "office.hotline", "meetings.place"


def chosen(told: DemoOffice, months: int) -> dict[str, str]:
    """The settings of the demo's meetings: since when there are any, and where."""
    return {"meetings.since": first_day(told, months).isoformat(), PLACE: texts()["place"]}


def held(told: DemoOffice, months: int, now: datetime) -> list[DemoMeeting]:
    """The meetings up to now: held, or cancelled."""
    return [one for one in planned(told, months) if one.ended_at <= now]


def timeline(
    told: DemoOffice, months: int, now: datetime, times: Timing, grids: Mapping[int, str]
) -> Timeline:
    """What the calls are taken down in while they are written."""
    weekly = [one for one in held(told, months, now) if one.slots]
    return Timeline(
        moments=[one.issued_at for one in weekly],
        starts=[one.starts_at for one in weekly],
        times=times,
        now=now,
        hotline=told.hotline,
        grids=grids,
    )


def enter(
    tx: Tx, told: DemoOffice, people: Mapping[str, Staff], months: int, calls: Timeline
) -> None:
    """Write the meetings of so many months up to the transaction's moment."""
    book = _Book(tx, told, people, calls)
    book.enter(held(told, months, tx.now))


@dataclass
class _Book:
    """Writes the meetings: rows in the order of time, then the approved minutes."""

    tx: Tx
    told: DemoOffice
    people: Mapping[str, Staff]
    calls: Timeline
    series: Series = field(init=False)
    seats: Seats = field(init=False)
    giver: Giver = field(init=False)
    grids: Sequence[GridOfDay] = field(init=False)
    estates: Mapping[int, Sequence[str]] = field(init=False)
    numbers: dict[str, int] = field(default_factory=dict)
    rows: dict[type[Record], list[Record]] = field(default_factory=dict)
    agendas: list[dict[str, Any]] = field(default_factory=list)
    done: list[Held] = field(default_factory=list)
    last: datetime | None = None

    def enter(self, wanted: Sequence[DemoMeeting]) -> None:
        """Write them all."""
        self._prepare(wanted)
        place = 0
        for one in wanted:
            if one.cancelled:
                self._put(self._meeting(one, MeetingState.CANCELLED))
            elif one.kind is MeetingKind.WEEKLY:
                self._weekly(one, place)
                place += 1
            else:
                self._other(one)
        approved, last = approvals(self.seats, self.done, self.giver.errands)
        self.numbers.update(last)
        for table in (Meeting, AgendaItem, Attendee, MinuteEntry):
            self.tx.add(*self.rows.get(table, ()))
        self.tx.bulk(AgendaVersion, self.agendas)
        self.tx.bulk(MinutesVersion, approved)
        self._finish()

    def _prepare(self, wanted: Sequence[DemoMeeting]) -> None:
        tx, first = self.tx, wanted[0].starts_at if wanted else self.tx.now
        self.series = series_of(tx.session, tx.now)
        self.seats = Seats(self.told, self.people, load_excuses(tx.session, first, tx.now))
        self.giver = Giver(
            self.told, self.people, Errands(self.people, self.calls.times.work, tx.now)
        )
        keys = {code: key for key, code in self.calls.grids.items()}
        self.grids = [
            GridOfDay(
                keys[one.code],
                one.code,
                self.people[one.lead_no].id or 0,
                self.people[one.lead_no].name,
            )
            for one in sorted(self.told.grids, key=lambda grid: grid.code)
        ]
        self.estates = {
            keys[one.code]: tuple(dict.fromkeys(home.estate for home in one.buildings))
            for one in self.told.grids
        }

    # ── rows ────────────────────────────────────────────────────────────────
    def _put(self, *records: Record) -> None:
        for one in records:
            self.rows.setdefault(type(one), []).append(one)

    def _next_id(self, table: type[Record]) -> int:
        return len(self.rows.get(table, ())) + 1

    def _meeting(self, one: DemoMeeting, state: MeetingState) -> Meeting:
        told = one.told or {}
        year, number = one.starts_at.year, None
        if state is MeetingState.HELD:
            counter = rules.series(one.kind, year)
            number = self.numbers[counter] = self.numbers.get(counter, 0) + 1
        begun = state is MeetingState.HELD
        return Meeting(
            id=self._next_id(Meeting),
            kind=one.kind.value,
            series_on=one.series_on,
            starts_at=one.starts_at,
            place=self.series.place,
            title=told.get("title", ""),
            parties=told.get("parties", ""),
            year=year,
            number=number,
            state=state.value,
            reason=one.reason,
            chair_id=self.people[CHAIR].id,
            recorder_id=self.people[CLERK].id,
            opened_at=one.starts_at - OPENED if begun else None,
            ended_at=one.ended_at if begun else None,
        )

    # ── one meeting ─────────────────────────────────────────────────────────
    def _weekly(self, one: DemoMeeting, place: int) -> None:
        row = self._meeting(one, MeetingState.HELD)
        self.giver.above(one)
        since = self.last or one.starts_at - timedelta(weeks=1)
        self.last = one.starts_at
        span = Span(since, one.issued_at)
        morning = Morning(
            span=span,
            begins=one.starts_at,
            grids=self.grids,
            tallies=self.calls.tallies(place),
            waiting=self.calls.waiting.get(place, ()),
            actions=self.giver.errands.agenda(since, one.issued_at),
            chair_id=row.chair_id or 0,
            walked=reported(self.tx.session, span),
        )
        entries = draw(morning, self.series.current)
        secret = self._secret(one)
        if secret is not None:
            entries = list(placed(entries, _own(secret["title"], "", hidden=True)))
        row.drawn_at = one.issued_at
        self._run(one, row, entries, span, secret)

    def _other(self, one: DemoMeeting) -> None:
        row = self._meeting(one, MeetingState.HELD)
        entry = subject(self.series.current, row.title, row.parties, row.chair_id or 0)
        row.drawn_at = one.issued_at
        span = Span(one.starts_at - timedelta(weeks=1), row.drawn_at)
        self._run(one, row, [entry], span, None)

    def _secret(self, one: DemoMeeting) -> Mapping[str, Any] | None:
        if one.weeks % SECRET_EVERY != SECRET_AT:
            return None
        found: Mapping[str, Any] = texts()["secrets"][one.weeks // SECRET_EVERY % 2]
        return found

    def _run(
        self,
        one: DemoMeeting,
        row: Meeting,
        entries: Sequence[Entry],
        span: Span,
        secret: Mapping[str, Any] | None,
    ) -> None:
        """Write a meeting that was held: agenda, people, minutes, what was given out."""
        entries = self._items(row, entries)
        agenda = self._issue(row, entries, span, row.drawn_at or one.issued_at, "")
        if one.weeks == REISSUED and one.slots:
            more = texts()["reissue"]
            added = self._items(row, [_own(more["title"], more["words"])], len(entries))
            entries = [*entries, *added]
            at = one.issued_at + timedelta(hours=2)
            agenda = self._issue(row, entries, span, at, more["reason"])
        self._put(row)
        seated = self.seats.of(one, row.id or 0, self._next_id(Attendee))
        self._put(*seated)
        mine = self._speak(one, row, entries, seated, secret)
        self.done.append(Held(one, row, tuple(mine), agenda, tuple(seated)))

    def _items(self, row: Meeting, entries: Sequence[Entry], after: int = 0) -> list[Entry]:
        kept = []
        for position, one in enumerate(entries, after + 1):
            item = AgendaItem(
                id=self._next_id(AgendaItem),
                meeting_id=row.id or 0,
                position=position,
                section=one.section.value,
                source=one.source,
                title=one.title,
                words=one.words,
                speaker_id=one.speaker_id,
                minutes=one.minutes,
                confidential=one.confidential,
                drawn=canonical(
                    {
                        "facts": dict(one.facts),
                        "speaker_id": one.speaker_id,
                        "minutes": one.minutes,
                    }
                )
                if one.source
                else "",
            )
            self._put(item)
            kept.append(replace(one, id=item.id))
        return kept

    def _issue(
        self, row: Meeting, entries: Sequence[Entry], span: Span, at: datetime, reason: str
    ) -> Agenda:
        version = sum(one["meeting_id"] == row.id for one in self.agendas[-1:]) + 1
        clerk = self.people[CLERK]
        agenda, content = issue(
            *(self.tx.session, self.people[CHAIR], clerk, row, entries, span, version)
        )
        self.agendas.append(
            {
                "id": len(self.agendas) + 1,
                "meeting_id": row.id,
                "version": version,
                "issued_at": at,
                "issuer_id": clerk.id,
                "issuer": clerk.name,
                "reason": reason,
                "content": content,
            }
        )
        return agenda

    # ── what was said ───────────────────────────────────────────────────────
    def _speak(
        self,
        one: DemoMeeting,
        row: Meeting,
        entries: Sequence[Entry],
        seated: Sequence[Attendee],
        secret: Mapping[str, Any] | None,
    ) -> list[MinuteEntry]:
        dice = Dice(f"{self.told.seed}/said/{one.starts_at.isoformat()}")
        floor = Floor(
            chair=self.people[CHAIR],
            clerk=self.people[CLERK],
            staff=self.seats.by_id,
            here=frozenset(
                each.staff_id or 0 for each in seated if each.signed_at and each.staff_id
            ),
            estates=self.estates,
            decks=minutes.decks(dice, one.starts_at.month),
        )
        decisions = {each.ticket_id: each for each in self._decisions(one)}
        written: list[MinuteEntry] = []
        for item in entries:
            if one.told is not None:
                names = {staff.name: staff for staff in self.people.values()}
                told = list(minutes.at_other(one.told, names, floor.chair))
            elif secret is not None and item.confidential and item.own:
                told = list(minutes.on_secret(secret, floor))
            else:
                told = list(minutes.on_item(dice, one, item, floor, decisions))
            if item.source == "summary":
                told += self.giver.tasks(dice, one, len(decisions))
            if item.source == "other" and one.weeks == CORRECTED:
                told.append(Said(EntryKind.NOTE, texts()["correction"]["after"]))
            for said in told:
                at = one.starts_at + WRITTEN * (len(written) + 1)
                written.append(
                    self._entry(row, item, said, len(written) + 1, min(at, one.ended_at))
                )
                self.giver.give(one, row.id or 0, written[-1].id or 0, said)
        return written

    def _decisions(self, one: DemoMeeting) -> Sequence[Any]:
        if not one.slots:
            return ()
        return self.calls.decisions.get(one.starts_at.date(), ())

    def _entry(
        self, row: Meeting, item: Entry, said: Said, position: int, at: datetime
    ) -> MinuteEntry:
        votes = said.votes or (None, None, None)
        entry = MinuteEntry(
            id=self._next_id(MinuteEntry),
            meeting_id=row.id or 0,
            position=position,
            item_id=item.id,
            item=item.title,
            kind=said.kind.value,
            speaker_id=said.speaker.id if isinstance(said.speaker, Staff) else None,
            speaker=said.speaker.name if isinstance(said.speaker, Staff) else said.speaker or "",
            words=said.words,
            confidential=said.confidential or item.confidential,
            votes_for=votes[0],
            votes_against=votes[1],
            abstained=votes[2],
            ticket_id=said.decided.ticket_id if said.decided else None,
            written_at=at,
        )
        self._put(entry)
        return entry

    # ── what follows ────────────────────────────────────────────────────────
    def _finish(self) -> None:
        connection = self.tx.session.connection()
        search.take_in(connection, [*self._texts(), *self.giver.errands.save(self.tx)])
        for series, last in {**self.numbers, **self.giver.numbers}.items():
            self.tx.session.add(Counter(series=series, last=last))

    def _texts(self) -> list[search.Entry]:
        found = []
        for one in self.rows.get(MinuteEntry, ()):
            if isinstance(one, MinuteEntry) and (words := search_words(one)) is not None:
                entry = search.entry(search.Kind.MEETING, one.written_at, one.id or 0, words)
                found.append(entry)
        return found


def _own(title: str, words: str, *, hidden: bool = False) -> Entry:
    """An item of the clerk's own."""
    return Entry(Section.OTHER, "", title, words=words, minutes=5, confidential=hidden)

"""Saving the rows of a file within one use case: tickets, events, numbers, search texts."""

from __future__ import annotations

import sys
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, text, update
from sqlmodel import col, select

from gridterm.hotline import due, rules
from gridterm.hotline.events import NO_DUE, Step, derive, event_row, intake_payload, search_words
from gridterm.hotline.importing.known import Register, Standing, Verdict, changes, said_of
from gridterm.hotline.importing.survey import EPOCH, Survey
from gridterm.hotline.importing.terms import Facts, Take
from gridterm.hotline.notices.steps import follow
from gridterm.hotline.steps import step_of
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.hotline.terms import Action
from gridterm.spreadsheet.importing import Phase, Watch
from gridterm.store import search
from gridterm.store.bulk import Prepared, Staging, prepare
from gridterm.store.unit import Tx

NEW_AT_ONCE = 2_000
CHANGED_AT_ONCE = 500


@dataclass(frozen=True)
class Manner:
    """How rows become tickets.

    ``kind`` and ``channel`` are for rows that do not say; rows before ``history_before`` are
    history where ``take`` leaves it to their age.
    """

    file: str
    take: Take
    kind: str
    channel: str
    history_before: datetime

    def is_history(self, facts: Facts) -> bool:
        """Whether a row is taken as history: closed, outside every clock."""
        if self.take is not Take.AUTO:
            return self.take is Take.HISTORY
        return bool(facts.reply) or facts.received_at < self.history_before


@dataclass
class _Batch:
    """Rows of the tables as they come to be."""

    tickets: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    entries: list[search.Entry] = field(default_factory=list)

    def ready(self) -> _Ready:
        """The same, ready to be written."""
        rows = (prepare(Ticket, self.tickets), prepare(TicketEvent, self.events))
        return _Ready(len(self.tickets), rows, self.entries)


@dataclass(frozen=True)
class _Ready:
    count: int
    rows: tuple[Prepared, Prepared]
    entries: list[search.Entry]


class Saver:
    """Writes a survey's rows within a running use case.

    Args:
        tx: the use case.
        survey: the rows.
        standing: what becomes of each.
        register: the office's categories (with the new ones) and places.
        manner: how rows become tickets.
    """

    def __init__(
        self, tx: Tx, survey: Survey, standing: Standing, register: Register, manner: Manner
    ) -> None:
        self._tx = tx
        self._survey = survey
        self._standing = standing
        self._register = register
        self._manner = manner
        self._next_ticket = _last_id(tx, Ticket) + 1
        self._next_event = _last_id(tx, TicketEvent) + 1
        self.history = 0
        self.open = 0

    def save(self, watch: Watch) -> None:
        """Save the new rows, then what changed.

        Raises:
            CancelledError: the person cancelled; the use case must not be committed.
        """
        if self._standing.count(Verdict.NEW):
            self._save_new(watch)
        if self._standing.tickets:
            self._save_changed(watch)
        due.renew_open(self._tx.session)

    def _save_new(self, watch: Watch) -> None:
        """Write in order of time, so that every index grows at its end.

        While SQLite takes some rows into its indexes, the next ones are made ready.
        """
        connection = self._tx.session.connection()
        search.begin_bulk(connection)
        staged = (Staging(connection, Ticket), Staging(connection, TicketEvent))
        order = self._in_time()
        numbers = _reserve(self._tx, [_year(self._survey.times[index]) for index in order])
        done, total = 0, len(order)
        with short_turns(), ThreadPoolExecutor(1) as worker:
            batches = self._batches(order, numbers)
            waiting: Future[_Ready | None] = worker.submit(next, batches, None)
            while (batch := waiting.result()) is not None:
                watch.tell(done, total, Phase.SAVING)
                for rows, table in zip(batch.rows, staged, strict=True):
                    table.lay(rows)
                    self._tx.account_for(rows)
                search.stage(connection, batch.entries)
                done += batch.count
                waiting = worker.submit(next, batches, None)
                for table in staged:
                    table.take()
                search.pour(connection)
        for table in staged:
            table.close()
        search.end_bulk(connection)
        watch.tell(done, total, Phase.SAVING)

    def _in_time(self) -> list[int]:
        """The new rows in order of time, those of one moment in the file's order."""
        verdicts = self._standing.verdicts
        new = [index for index, verdict in enumerate(verdicts) if verdict == Verdict.NEW]
        return sorted(new, key=self._survey.times.__getitem__)

    def _batches(self, order: Sequence[int], numbers: Iterator[str]) -> Iterator[_Ready]:
        for start in range(0, len(order), NEW_AT_ONCE):
            batch = _Batch()
            some = order[start : start + NEW_AT_ONCE]
            for index, facts in zip(some, self._survey.facts.read(some), strict=True):
                self._add(batch, index, facts, next(numbers))
            yield batch.ready()

    def _add(self, batch: _Batch, index: int, facts: Facts, number: str) -> None:
        steps = self._first_steps(index, facts, number)
        columns, states = derive(steps)
        ticket = self._next_ticket
        self._next_ticket += 1
        columns |= {"id": ticket, **NO_DUE}
        batch.tickets.append(columns)
        for step, state in zip(steps, states, strict=True):
            batch.events.append({"id": self._next_event, **event_row(ticket, step, state)})
            self._next_event += 1
        words = search_words(columns, [step.note for step in steps if step.note])
        if words is not None:
            entry = search.entry(search.Kind.TICKET, facts.received_at, ticket, words)
            batch.entries.append(entry)
        if columns["history"]:
            self.history += 1
        else:
            self.open += 1

    def _first_steps(self, index: int, facts: Facts, number: str) -> list[Step]:
        """Registered when it came, and replied to where the source has a reply."""
        manner, places = self._manner, self._register.places
        building, grid = places.of_address(facts.address, facts.received_at)
        columns = facts._asdict() | {
            "number": number,
            "import_key": self._standing.second_keys.get(index, self._survey.keys[index]),
            "kind": facts.kind or manner.kind,
            "channel": facts.channel or manner.channel,
            "category": self._register.categories.code(facts.category),
            "building_id": building,
            "grid_id": places.grid(facts.grid, facts.received_at) or grid,
            "history": manner.is_history(facts),
        }
        extra = dict(facts.extra)
        if facts.grid and not places.grid(facts.grid, facts.received_at):
            extra["grid"] = facts.grid
        payload = intake_payload(columns, source=self._source(facts), extra=extra)
        steps = [self._step(1, facts.received_at, Action.REGISTER, payload)]
        if facts.reply:
            steps.append(self._reply(2, facts))
        return steps

    def _reply(self, seq: int, facts: Facts) -> Step:
        at = facts.replied_at or facts.received_at
        payload = {"source": self._source(facts), "undated": facts.replied_at is None}
        return self._step(seq, at, Action.REPLY, payload, facts.reply)

    def _step(
        self, seq: int, at: datetime, action: Action, payload: dict[str, Any], note: str = ""
    ) -> Step:
        actor = self._tx.actor
        return Step(seq, at, self._tx.now, action, actor.staff_id, actor.name, note, payload)

    def _source(self, facts: Facts) -> dict[str, Any]:
        return {"file": self._manner.file, "row": facts.row}

    # ── what changed ────────────────────────────────────────────────────────

    def _save_changed(self, watch: Watch) -> None:
        rows = sorted(self._standing.tickets.items())
        for start in range(0, len(rows), CHANGED_AT_ONCE):
            watch.tell(start, len(rows), Phase.SAVING)
            some = rows[start : start + CHANGED_AT_ONCE]
            facts = self._survey.facts.read(index for index, _ticket in some)
            self._change([(ticket, one) for (_index, ticket), one in zip(some, facts, strict=True)])

    def _change(self, some: list[tuple[int, Facts]]) -> None:
        """Append what the source now says, and derive the tickets anew."""
        session = self._tx.session
        ids = [ticket for ticket, _facts in some]
        said = said_of(session, ids)
        steps: dict[int, list[Step]] = {ticket: [] for ticket in ids}
        past = select(TicketEvent).where(col(TicketEvent.ticket_id).in_(ids))
        for row in session.exec(past.order_by(col(TicketEvent.ticket_id), col(TicketEvent.seq))):
            steps[row.ticket_id].append(step_of(row))
            session.expunge(row)
        events: list[dict[str, Any]] = []
        tickets: list[dict[str, Any]] = []
        for ticket, facts in some:
            all_steps = steps[ticket]
            before = len(all_steps)
            changed = changes(facts, said[ticket], self._register)
            if changed:
                payload = {"changed": changed, "source": self._source(facts)}
                update_step = self._step(before + 1, self._tx.now, Action.UPDATE, payload)
                all_steps.append(update_step)
            if facts.reply and facts.reply not in said[ticket].replies:
                all_steps.append(self._reply(len(all_steps) + 1, facts))
            columns, states = derive(all_steps)
            tickets.append({"id": ticket, **columns})
            for step, state in list(zip(all_steps, states, strict=True))[before:]:
                events.append({"id": self._next_event, **event_row(ticket, step, state)})
                self._next_event += 1
            words = search_words(columns, [step.note for step in all_steps])
            self._tx.index(search.Kind.TICKET, ticket, columns["received_at"], words)
        session.execute(update(Ticket), tickets)
        self._tx.bulk(TicketEvent, events)
        follow(self._tx, [(columns["id"], columns) for columns in tickets])


@contextmanager
def short_turns() -> Iterator[None]:
    """Let threads take turns ten times as often as usual.

    After each statement SQLite's thread waits for Python's lock until the other thread's turn
    is over; with the usual 5 ms this waiting was a fifth of an import.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 10)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _last_id(tx: Tx, table: type[Ticket | TicketEvent]) -> int:
    return int(tx.session.execute(select(func.max(table.id))).scalar_one() or 0)


def _reserve(tx: Tx, years: Sequence[int]) -> Iterator[str]:
    """A number for each year in turn: by year, without gaps (RULEBOOK §2)."""
    following: dict[int, int] = {}
    for year, count in sorted(Tally(years).items()):
        statement = text(
            "INSERT INTO counter(series, last) VALUES (:series, :count) "
            "ON CONFLICT(series) DO UPDATE SET last = last + :count RETURNING last"
        )
        found = tx.session.execute(statement, {"series": rules.series(year), "count": count})
        following[year] = int(found.scalar_one()) - count
    return _numbers(years, following)


def _numbers(years: Sequence[int], following: dict[int, int]) -> Iterator[str]:
    for year in years:
        following[year] += 1
        yield rules.number(year, following[year])


def _year(seconds: int) -> int:
    return (EPOCH + timedelta(seconds=seconds)).year

"""The opened office file and the unit of work: one use case, one transaction, one audit entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, inspect, text
from sqlalchemy.orm import ColumnProperty, ORMExecuteState, UOWTransaction
from sqlmodel import Session, col, select

from gridterm.clock import Clock
from gridterm.store import search
from gridterm.store.audit import FIRST, Actor, canonical, entry_digest, rows_digest
from gridterm.store.bulk import Prepared, prepare
from gridterm.store.engine import make_engine
from gridterm.store.failures import spoken
from gridterm.store.tables import Audited, AuditEntry, Record

AUDIT_SERIES = "audit"


class Store:
    """One opened office file.

    Args:
        path: the file, already checked and of this version (see ``store.opening``).
        clock: the office's clock.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self.engine = make_engine(path)
        self._writer = self.engine.execution_options(write=True)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one consistent state and changes nothing.

        Raises:
            StoreError: when the file cannot be read.
        """
        with spoken(self.path), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, action: str, actor: Actor) -> Iterator[Tx]:
        """One use case: all of it is saved with one audit entry, or none of it.

        Args:
            action: what is done, as a code such as ``ticket.register``.
            actor: who does it.

        Raises:
            StoreError: when the file cannot be written; nothing was saved.
        """
        with spoken(self.path), Session(self._writer, expire_on_commit=False) as session:
            tx = Tx(session, action, actor, self.clock.now())
            event.listen(session, "after_flush", tx.collect)
            event.listen(session, "do_orm_execute", _refuse_unseen)
            yield tx
            session.flush()
            tx.seal()
            session.commit()

    @contextmanager
    def write_quietly(self) -> Iterator[Session]:
        """A transaction without an audit entry: drafts and caches only.

        Raises:
            StoreError: when the file cannot be written; nothing was saved.
        """
        with spoken(self.path), Session(self._writer) as session:
            yield session
            session.commit()

    def last_entry_at(self) -> datetime | None:
        """When the newest audit entry was written, None in an empty trail."""
        with self.read() as session:
            newest = select(AuditEntry.at).order_by(col(AuditEntry.id).desc()).limit(1)
            return session.exec(newest).first()


@dataclass
class Tx:
    """A running use case.

    ``subject`` names the record it is about, ``"ticket:12"``; ``now`` is one moment for the
    whole use case.
    """

    session: Session
    action: str
    actor: Actor
    now: datetime
    subject: str = ""
    changes: list[dict[str, Any]] = field(default_factory=list)

    def add(self, *records: Record) -> None:
        """Save new records now, so that they have their ids."""
        self.session.add_all(records)
        self.session.flush()

    def bulk(self, table: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
        """Save many rows with ids of their own, one after another, as quickly as SQLite takes them.

        Args:
            table: an append-only or derived table.
            rows: complete rows, every column given; of an append-only table with ids that
                rise by one.

        Raises:
            ValueError: the audit trail could not account for these rows.
        """
        if rows:
            self.put(prepare(table, rows))

    def put(self, rows: Prepared) -> None:
        """Save rows that ``bulk.prepare`` made ready, perhaps in another thread."""
        self.session.flush()
        self.session.connection().exec_driver_sql(rows.insertion.statement, rows.values)
        self.account_for(rows)

    def account_for(self, rows: Prepared) -> None:
        """Have the audit entry say of rows that were saved what it must."""
        if rows.change is not None:
            self.changes.append(rows.change)

    def note(self, **facts: object) -> None:
        """Put facts into the audit entry that are no row: what was seen, exported, counted."""
        self.changes.append({"facts": facts})

    def number(self, series: str) -> int:
        """The next number of a series, from 1, without gaps: it is only used when this commits."""
        statement = text(
            "INSERT INTO counter(series, last) VALUES (:series, 1) "
            "ON CONFLICT(series) DO UPDATE SET last = last + 1 RETURNING last"
        )
        return int(self.session.execute(statement, {"series": series}).scalar_one())

    def index(self, kind: search.Kind, ref: int, when: datetime, words: str | None) -> None:
        """Keep the search index true to a record; None takes the record out of it."""
        connection = self.session.connection()
        if words is None:
            search.drop(connection, kind, ref)
        else:
            search.put(connection, search.place(kind, when, ref), kind, ref, words)

    def collect(self, session: Session, _flush: UOWTransaction) -> None:
        """Take down every row of this flush (SQLAlchemy's ``after_flush`` hook)."""
        for record in session.new:
            self._take(record, None, values(record))
        for record in session.dirty:
            if session.is_modified(record):
                self._take(record, before(record), values(record))
        for record in session.deleted:
            self._take(record, before(record), None)

    def _take(self, record: object, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
        if not isinstance(record, Record) or record.audited is Audited.DERIVED:
            return
        table = str(record.__tablename__)
        if record.audited is Audited.FULL:
            key = inspect(record).identity or tuple(
                (new or old or {})[column.name] for column in inspect(type(record)).primary_key
            )
            self.changes.append({"table": table, "key": list(key), "before": old, "after": new})
        elif new is not None:
            row_id = new["id"]
            self.changes.append(
                {
                    "table": table,
                    "first": row_id,
                    "last": row_id,
                    "count": 1,
                    "digest": rows_digest([new]),
                }
            )

    def seal(self) -> None:
        """Write the audit entry of this use case."""
        newest = select(AuditEntry.digest).order_by(col(AuditEntry.id).desc()).limit(1)
        previous = self.session.exec(newest).first() or FIRST
        fields: dict[str, Any] = {
            "at": self.now,
            "actor_id": self.actor.staff_id,
            "actor": self.actor.name,
            "action": self.action,
            "subject": self.subject,
            "changes": canonical(self.changes),
        }
        digest = entry_digest(previous, fields)
        number = self.number(AUDIT_SERIES)
        self.session.add(AuditEntry(id=number, **fields, previous=previous, digest=digest))
        self.session.flush()


def _refuse_unseen(state: ORMExecuteState) -> None:
    """Statements that change audited rows past the audit trail are a mistake of ours."""
    if state.bind_mapper is None or not (state.is_insert or state.is_update or state.is_delete):
        return
    table = state.bind_mapper.class_
    if issubclass(table, Record) and table.audited is not Audited.DERIVED:
        message = f"{table.__name__} is audited: change its rows one by one"
        raise ValueError(message)


def values(record: object) -> dict[str, Any]:
    """A row's columns with their values, as they will be read back."""
    state = inspect(record, raiseerr=True)
    return {
        column.key: _settled(column, getattr(record, column.key))
        for column in state.mapper.column_attrs
    }


def before(record: object) -> dict[str, Any]:
    """A row's columns with the values they had before this flush changed them."""
    state = inspect(record, raiseerr=True)
    old = {}
    for column in state.mapper.column_attrs:
        past = state.attrs[column.key].history
        value = past.deleted[0] if past.deleted else getattr(record, column.key)
        old[column.key] = _settled(column, value)
    return old


def _settled(column: ColumnProperty[Any], value: object) -> object:
    """The value SQLite gives back: a moment put into a date column comes back as a date."""
    kind = column.columns[0].type.python_type
    if kind is date and isinstance(value, datetime):
        return value.date()
    if kind in {int, bool} and isinstance(value, int):
        return kind(value)
    return value

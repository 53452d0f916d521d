"""Checks the audit trail: its chain, and every audited row against what the trail says of it.

Reads everything once, in order, and keeps what it must remember in a scratch database that
SQLite spills to disk, so an office of ten years needs no more memory than one of a day.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, inspect
from sqlmodel import Session, col, select

from gridterm.i18n import _
from gridterm.store.audit import FIRST, canonical, canonical_bytes, entry_digest
from gridterm.store.findings import Finding, Watch
from gridterm.store.tables import Audited, AuditEntry, Counter, Record
from gridterm.store.unit import AUDIT_SERIES

ROWS_AT_ONCE = 2_000
_SCRATCH = """
CREATE TABLE full_row(tbl, key, digest, PRIMARY KEY(tbl, key)) WITHOUT ROWID;
CREATE TABLE now_row(tbl, key, digest, PRIMARY KEY(tbl, key)) WITHOUT ROWID;
CREATE TABLE span(tbl, first, last, count, digest, PRIMARY KEY(tbl, first, last, digest))
    WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Head:
    """The end of the trail: noted down elsewhere, it proves later that nothing was cut off."""

    entries: int
    digest: str
    at: datetime | None


def head(session: Session) -> Head:
    """The newest entry of the trail."""
    newest = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1)).first()
    if newest is None:
        return Head(0, FIRST, None)
    return Head(newest.id or 0, newest.digest, newest.at)


def check(session: Session, watch: Watch) -> Iterator[Finding]:
    """Everything about the trail that does not fit.

    The tables of every desk must have been imported: their classes say how they are audited.
    """
    tables = _audited_tables()
    scratch = sqlite3.connect("", isolation_level=None)
    try:
        scratch.executescript(_SCRATCH)
        scratch.execute("BEGIN")
        yield from _walk(session, scratch, tables, watch)
        for name, record in sorted(tables.items()):
            if record.audited is Audited.FULL:
                yield from _full_rows(session, scratch, _table(record), watch)
            else:
                yield from _spans(session, scratch, name, _table(record), watch)
    finally:
        scratch.close()


def _audited_tables() -> dict[str, type[Record]]:
    found: dict[str, type[Record]] = {}
    waiting = Record.__subclasses__()
    while waiting:
        record = waiting.pop()
        waiting.extend(record.__subclasses__())
        if hasattr(record, "__table__") and record.audited is not Audited.DERIVED:
            found[str(record.__tablename__)] = record
    return found


def _table(record: type[Record]) -> Table:
    table = inspect(record).local_table
    assert isinstance(table, Table)  # noqa: S101 - every record is one table
    return table


def _walk(
    session: Session, scratch: sqlite3.Connection, tables: Mapping[str, object], watch: Watch
) -> Iterator[Finding]:
    """The chain from the first entry to the last, taking down what each says of its rows."""
    total = session.exec(select(func.count()).select_from(AuditEntry)).one()
    watch.begin(_("Audit trail"), total)
    previous, expected = FIRST, 1
    columns = _table(AuditEntry).columns
    rows = session.execute(
        select(*columns).order_by(columns.id), execution_options={"yield_per": ROWS_AT_ONCE}
    )
    for row in rows:
        entry = dict(zip(columns.keys(), row, strict=True))
        if entry["id"] != expected:
            yield _gap(expected, entry["id"] - 1)
        if entry["id"] == expected and entry["previous"] != previous:
            yield Finding("audit.chain", _unchained(entry))
        fields = {
            name: entry[name]
            for name in ("at", "actor_id", "actor", "action", "subject", "changes")
        }
        if entry_digest(entry["previous"], fields) != entry["digest"]:
            yield Finding("audit.edited", _edited(entry))
        yield from _take_down(scratch, tables, entry)
        previous, expected = entry["digest"], entry["id"] + 1
        watch.step()
    counter = session.get(Counter, AUDIT_SERIES)
    given = counter.last if counter is not None else 0
    if given >= expected:
        yield _gap(expected, given)
    elif given < expected - 1:
        yield _changed_outside("counter", canonical([AUDIT_SERIES]))


def _gap(first: int, last: int) -> Finding:
    return Finding(
        "audit.missing",
        _(
            "Entries of the audit trail are missing: {first} to {last}. "
            "They were removed outside gridterm."
        ).format(first=first, last=last),
    )


def _edited(entry: Mapping[str, Any]) -> str:
    return _(
        "Entry {number} of the audit trail ({action}, {at}) was changed outside gridterm."
    ).format(number=entry["id"], action=entry["action"], at=entry["at"])


def _unchained(entry: Mapping[str, Any]) -> str:
    return _(
        "Entry {number} of the audit trail ({action}, {at}) does not follow from the entry before "
        "it: one of them was replaced outside gridterm."
    ).format(number=entry["id"], action=entry["action"], at=entry["at"])


def _take_down(
    scratch: sqlite3.Connection, tables: Mapping[str, object], entry: Mapping[str, Any]
) -> Iterator[Finding]:
    """Remember what an entry says of its rows; one that cannot be read was edited."""
    try:
        for change in json.loads(entry["changes"]):
            table = change.get("table")
            if table is None:
                continue
            if table not in tables:
                yield _no_such_table(entry, table)
            elif "first" in change:
                scratch.execute(
                    "INSERT OR IGNORE INTO span VALUES (?, ?, ?, ?, ?)",
                    (table, *(change[name] for name in ("first", "last", "count", "digest"))),
                )
            else:
                yield from _take_row(scratch, table, change)
    except (ValueError, TypeError, KeyError, AttributeError):
        yield Finding("audit.edited", _edited(entry))


def _no_such_table(entry: Mapping[str, Any], table: str) -> Finding:
    return Finding(
        "audit.table",
        _(
            "Entry {number} of the audit trail names a table this program does not know: {table}."
        ).format(number=entry["id"], table=table),
    )


def _take_row(
    scratch: sqlite3.Connection, table: str, change: Mapping[str, Any]
) -> Iterator[Finding]:
    key = canonical(change["key"])
    known = scratch.execute(
        "SELECT digest FROM full_row WHERE tbl = ? AND key = ?", (table, key)
    ).fetchone()
    if (known[0] if known else None) != _digest(change["before"]):
        yield _changed_outside(table, key)
    scratch.execute(
        "INSERT OR REPLACE INTO full_row VALUES (?, ?, ?)", (table, key, _digest(change["after"]))
    )


def _digest(row: Mapping[str, Any] | None) -> str | None:
    if row is None:
        return None
    return hashlib.sha256(canonical_bytes(row)).hexdigest()


def _changed_outside(table: str, key: str) -> Finding:
    return Finding(
        "row.changed",
        _(
            "Row {key} of the table {table} is not what the audit trail says: "
            "it was changed outside gridterm."
        ).format(key=key, table=table),
    )


def _full_rows(
    session: Session, scratch: sqlite3.Connection, table: Table, watch: Watch
) -> Iterator[Finding]:
    """Rows kept in full: each is as its newest entry left it, none is unknown, none is gone."""
    name = table.name
    keys = [column.name for column in table.primary_key.columns]
    for row in _rows(session, table, watch):
        key = canonical([row[column] for column in keys])
        scratch.execute("INSERT INTO now_row VALUES (?, ?, ?)", (name, key, _digest(row)))
    both = "full_row LEFT JOIN now_row USING (tbl, key)"
    for (key,) in scratch.execute(
        f"SELECT key FROM {both} WHERE tbl = ? AND full_row.digest IS NOT NULL "  # noqa: S608
        "AND now_row.digest IS NOT NULL AND full_row.digest <> now_row.digest",
        (name,),
    ):
        yield _changed_outside(name, key)
    for (key,) in scratch.execute(
        f"SELECT key FROM {both} WHERE tbl = ? AND full_row.digest IS NOT NULL "  # noqa: S608
        "AND now_row.digest IS NULL",
        (name,),
    ):
        yield _removed(name, key)
    for (key,) in scratch.execute(
        "SELECT key FROM now_row LEFT JOIN full_row USING (tbl, key) "
        "WHERE tbl = ? AND full_row.digest IS NULL",
        (name,),
    ):
        yield _unknown(name, key)


def _removed(table: str, key: str) -> Finding:
    return Finding(
        "row.removed",
        _("Row {key} of the table {table} is gone: it was removed outside gridterm.").format(
            key=key, table=table
        ),
    )


def _unknown(table: str, key: str) -> Finding:
    return Finding(
        "row.unknown",
        _(
            "Row {key} of the table {table} is unknown to the audit trail: "
            "it was added outside gridterm."
        ).format(key=key, table=table),
    )


def _rows(session: Session, table: Table, watch: Watch) -> Iterator[dict[str, Any]]:
    total = session.execute(select(func.count()).select_from(table)).scalar_one()
    watch.begin(_("Table {name}").format(name=table.name), total)
    names = [column.name for column in table.columns]
    rows = session.execute(
        select(*table.columns).order_by(*table.primary_key.columns),
        execution_options={"yield_per": ROWS_AT_ONCE},
    )
    for row in rows:
        watch.step()
        yield dict(zip(names, row, strict=True))


@dataclass
class _Span:
    """A range of rows that one entry vouches for, and what was read of it so far."""

    first: int
    last: int
    count: int
    digest: str

    def __post_init__(self) -> None:
        self.read = 0
        self._hash = hashlib.sha256()

    def add(self, row: Mapping[str, Any]) -> None:
        self.read += 1
        self._hash.update(canonical_bytes(row))
        self._hash.update(b"\n")

    def finding(self, table: str) -> Finding | None:
        key = f"[{self.first}]" if self.first == self.last else f"[{self.first} – {self.last}]"
        if self.read < self.count:
            return _removed(table, key)
        return None if self._hash.hexdigest() == self.digest else _changed_outside(table, key)


def _spans(
    session: Session, scratch: sqlite3.Connection, name: str, table: Table, watch: Watch
) -> Iterator[Finding]:
    """Append-only rows: each lies in the range of one entry, whose digest fits."""
    spans = _spans_in_order(scratch, name)
    span = next(spans, None)
    for row in _rows(session, table, watch):
        while span is not None and row["id"] > span.last:
            yield from _given(span.finding(name))
            span = next(spans, None)
        if span is None or row["id"] < span.first:
            yield _unknown(name, canonical([row["id"]]))
        else:
            span.add(row)
    while span is not None:
        yield from _given(span.finding(name))
        span = next(spans, None)


def _spans_in_order(scratch: sqlite3.Connection, name: str) -> Iterator[_Span]:
    found: Iterable[tuple[int, int, int, str]] = scratch.execute(
        "SELECT first, last, count, digest FROM span WHERE tbl = ? ORDER BY first, last", (name,)
    )
    for first, last, count, digest in found:
        yield _Span(first, last, count, digest)


def _given(finding: Finding | None) -> Iterator[Finding]:
    if finding is not None:
        yield finding

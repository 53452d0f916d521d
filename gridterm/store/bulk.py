"""Thousands of rows at once: past SQLAlchemy's work per value, and past Python's lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, insert, inspect
from sqlalchemy.dialects import sqlite

from gridterm.store.audit import rows_digest
from gridterm.store.tables import Audited, Record

NEAR_MOMENTS = 256  # rows close to each other share their moments: received, recorded, answered


@dataclass(frozen=True)
class Insertion:
    """A table's INSERT as the driver takes it.

    ``columns`` stand in the table's order; ``moments`` are those that hold dates and times.
    """

    table: str
    statement: str
    columns: tuple[str, ...]
    moments: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """Rows as the driver takes them, with what the audit entry says of them."""

    insertion: Insertion
    values: list[tuple[object, ...]]
    change: dict[str, Any] | None


def prepare(table: type[Record], rows: Sequence[Mapping[str, Any]]) -> Prepared:
    """Make rows ready to be saved: no database is needed, so any thread can do it.

    Args:
        table: an append-only or derived table.
        rows: at least one complete row; of an append-only table every column, with ids that
            rise by one.

    Raises:
        ValueError: the audit trail could not account for these rows.
    """
    _check(table, rows)
    made = _insertion(table, tuple(rows[0]))
    change: dict[str, Any] | None = None
    if table.audited is Audited.DIGEST:
        change = {
            "table": table.__tablename__,
            "first": rows[0]["id"],
            "last": rows[-1]["id"],
            "count": len(rows),
            "digest": rows_digest(rows),
        }
    pick = itemgetter(*made.columns)
    values = [pick({**row, **{name: _stored(row[name]) for name in made.moments}}) for row in rows]
    return Prepared(made, values, change)


class Staging:
    """Rows on their way into a table with many indexes, within one use case.

    ``lay`` puts them into a temporary table without indexes; ``take`` moves all of them into
    their own in one statement. That keeps the indexes without Python's lock, so another thread
    can prepare the next rows meanwhile.

    Args:
        connection: the use case's connection.
        table: where the rows go.
    """

    def __init__(self, connection: Connection, table: type[Record]) -> None:
        self._connection = connection
        self._table = str(table.__tablename__)
        self._columns = ", ".join(inspect(table).columns.keys())
        self.close()
        connection.exec_driver_sql(
            f"CREATE TEMP TABLE staged_{self._table} AS SELECT {self._columns} "  # noqa: S608
            f"FROM {self._table} LIMIT 0"
        )

    def lay(self, rows: Prepared) -> None:
        """Lay down complete rows; they must be accounted for when they are taken."""
        names = ", ".join(rows.insertion.columns)
        places = ", ".join("?" * len(rows.insertion.columns))
        statement = f"INSERT INTO temp.staged_{self._table} ({names}) VALUES ({places})"  # noqa: S608
        self._connection.exec_driver_sql(statement, rows.values)

    def take(self) -> None:
        """Move everything laid down into the table, in the order it was laid down."""
        self._connection.exec_driver_sql(
            f"INSERT INTO main.{self._table} ({self._columns}) SELECT {self._columns} "  # noqa: S608
            f"FROM temp.staged_{self._table} ORDER BY rowid"
        )
        self._connection.exec_driver_sql(f"DELETE FROM temp.staged_{self._table}")  # noqa: S608

    def close(self) -> None:
        """Give back the room."""
        self._connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.staged_{self._table}")


@cache
def _insertion(table: type[Record], given: tuple[str, ...]) -> Insertion:
    kinds = inspect(table).columns
    columns = tuple(name for name in kinds.keys() if name in given)  # noqa: SIM118
    statement = insert(table).values({name: bindparam(name) for name in columns})
    return Insertion(
        table=str(table.__tablename__),
        statement=str(statement.compile(dialect=sqlite.dialect())),
        columns=columns,
        moments=tuple(name for name in columns if issubclass(kinds[name].type.python_type, date)),
    )


@lru_cache(maxsize=NEAR_MOMENTS)
def _stored(value: date | None) -> str | None:
    """A value as SQLAlchemy would hand it to SQLite: times as texts it reads back alike."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")
    return None if value is None else value.isoformat()


def _check(table: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
    if table.audited is Audited.FULL:
        message = f"{table.__name__} is audited in full: add its rows one by one"
        raise ValueError(message)
    if table.audited is not Audited.DIGEST:
        return
    columns = set(inspect(table).columns.keys())
    if any(row.keys() != columns for row in rows):
        message = f"{table.__name__}: every column must be given"
        raise ValueError(message)
    if any(row["id"] != rows[0]["id"] + place for place, row in enumerate(rows)):
        message = f"{table.__name__}: ids must rise by one"
        raise ValueError(message)

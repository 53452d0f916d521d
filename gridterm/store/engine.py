"""The engine factory: one SQLite file, with the promises of the house set on every connection."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, event
from sqlmodel import create_engine

from gridterm.store.files import connect

CACHE_KIB = 131_072


def make_engine(path: Path) -> Engine:
    """An engine for the office file at ``path``; nothing is opened before its first use.

    Every connection has foreign keys on, write-ahead log, ``synchronous=FULL`` (what was
    saved survives a power cut) and waits for other programs. A transaction of an engine
    with the execution option ``write=True`` takes the write lock at once.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=lambda: connect(path),
        poolclass=QueuePool,
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - SQLAlchemy's hook
    driver: sqlite3.Connection = getattr(connection, "driver_connection", connection)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"cache_size=-{CACHE_KIB}",
        "temp_store=MEMORY",
    ):
        driver.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

"""A look at an office file by plain SQLite: at once, without the classes of its tables.

Loading SQLAlchemy and the tables takes a program longer than the rest of its start. What is
seen first, and what is asked for all day, is read by statements of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from gridterm.store.failures import spoken
from gridterm.store.files import connect

if TYPE_CHECKING:
    from sqlmodel import Session


@contextmanager
def glance(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees one consistent state of an office file and changes nothing.

    Args:
        path: the file, already checked and of this version (see ``store.opening``).

    Raises:
        StoreError: when the file cannot be read.
    """
    with spoken(path), closing(connect(path)) as file:
        file.execute("PRAGMA query_only=ON")
        file.execute("BEGIN")
        yield file


def plain(session: Session) -> sqlite3.Connection:
    """The connection under a session: it sees what the session sees."""
    return cast("sqlite3.Connection", session.connection().connection.driver_connection)


def rows(file: sqlite3.Connection, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
    """What a statement finds, as rows with names."""
    cursor = file.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(statement, values)


def marks(values: Sequence[object]) -> str:
    """The question marks of an ``IN`` for some values."""
    return ",".join("?" * len(values))

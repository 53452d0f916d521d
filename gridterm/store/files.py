"""The office file as a file: plain SQLite connections, and what SQLite lays beside it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from gridterm.paths import PRIVATE_FILE

APPLICATION_ID = 0x67726474
BUSY_SECONDS = 5.0
COMPANIONS = ("-wal", "-shm", "-journal")


def connect(path: Path, mode: Literal["ro", "rw"] = "rw") -> sqlite3.Connection:
    """A connection to a file that exists, in autocommit; it never makes a new file.

    The path may hold any character, also those with a meaning in addresses (``?``, ``#``).

    Raises:
        sqlite3.OperationalError: there is no such file, or it cannot be opened.
    """
    place = path.absolute().as_posix()
    rooted = place if place.startswith("/") else f"/{place}"
    return sqlite3.connect(
        f"file://{quote(rooted)}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def companions(path: Path) -> tuple[Path, ...]:
    """The files SQLite may lay beside ``path``; after a crash they belong to it."""
    return tuple(path.with_name(path.name + suffix) for suffix in COMPANIONS)


def drop_companions(path: Path) -> None:
    """Remove what SQLite left beside a file that is gone or about to be replaced.

    A log left behind would be played into the next file of that name.
    """
    for companion in companions(path):
        companion.unlink(missing_ok=True)


def make_empty(path: Path) -> None:
    """Make an empty file that only this user can read, in place of any that was there."""
    path.unlink(missing_ok=True)
    drop_companions(path)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))


def put_in_place(finished: Path, target: Path) -> None:
    """Give a finished file its name at once, and make that survive a power cut."""
    with finished.open("rb+") as file:
        os.fsync(file.fileno())
    finished.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def header(connection: sqlite3.Connection) -> tuple[int, int]:
    """(application id, schema version) as the file says them."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(application), int(version)

"""Office files as released versions wrote them, kept as SQL text.

``python -m tests.store.released`` writes the one of the present version. A version that was
released is never written again: its file is what offices have on their disks.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from gridterm.clock import FixedClock
from gridterm.store.audit import Actor
from gridterm.store.files import connect
from gridterm.store.opening import SCHEMA_VERSION, create_store
from tests.store.office import fill

FOLDER = Path(__file__).with_name("released")
HEADER = ("application_id", "user_version")


def released_files() -> list[Path]:
    return sorted(FOLDER.glob("v*.sql"))


def write_present() -> Path:
    """Write a small office of the present version as SQL text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        store = create_store(path, FixedClock(datetime(2026, 11, 21, 9, 14)))
        fill(store, Actor(None, "李晓明"))
        store.close()
        connection = connect(path)
        try:
            lines = list(as_text(connection))
        finally:
            connection.close()
    target = FOLDER / f"v{SCHEMA_VERSION}.sql"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def as_text(connection: sqlite3.Connection) -> Iterator[str]:
    """The statements that make the same file again.

    Unlike ``iterdump`` it can carry a search index: the index's own tables are made by the
    index, and only their rows are put in.
    """
    made = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL "
        "ORDER BY type = 'trigger', type = 'index', rowid"
    ).fetchall()
    tables = [(name, sql) for kind, name, sql in made if kind == "table"]
    virtual = [name for name, sql in tables if sql.startswith("CREATE VIRTUAL")]
    shadows = [name for name, _sql in tables if name.rpartition("_")[0] in virtual]
    shadows.remove("search_text")
    for name, sql in tables:
        if name not in shadows:
            yield f"{sql};"
    yield "BEGIN;"
    for name, _sql in tables:
        if name in shadows:
            yield f"DELETE FROM {name};"
        if name not in virtual:
            yield from rows_as_text(connection, name)
    yield "COMMIT;"
    for kind, _name, sql in made:
        if kind != "table":
            yield f"{sql};"
    for name in HEADER:
        (value,) = connection.execute(f"PRAGMA {name}").fetchone()
        yield f"PRAGMA {name}={value};"


def rows_as_text(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    quoted = " || ',' || ".join(f'quote("{column}")' for column in columns)
    for (values,) in connection.execute(f'SELECT {quoted} FROM "{table}"'):
        yield f"INSERT INTO {table} VALUES({values});"


if __name__ == "__main__":
    print(write_present())  # noqa: T201 - a script tells what it wrote

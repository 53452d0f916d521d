"""One index over everything a clerk may look for.

FTS5 over character pairs. A record's place in the index is a number made of its kind, its
time and its id, so that the newest hits of one kind come first without sorting. The texts
are folded and paired in Python, so FTS5's plain ``ascii`` tokenizer is enough (about a fifth
quicker to fill than ``unicode61`` on the same texts).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from sqlalchemy import Connection, text

from gridterm.text import bigrams, runs

EPOCH = datetime(1970, 1, 1)
REF_BITS = 27
TIME_BITS = 31
REF_MASK = (1 << REF_BITS) - 1
TIME_MASK = (1 << TIME_BITS) - 1
EVERYDAY = {"hashsize": 1 << 20, "automerge": 4}
IN_BULK = {"hashsize": 16 << 20, "automerge": 0}


class Kind(IntEnum):
    """What a search text belongs to. Values are stored: never renumber."""

    TICKET = 1
    STAFF = 2
    GRID = 3
    NOTICE = 4
    MEETING = 5
    ACTION = 6
    HOUSEHOLD = 7
    VISIT = 8


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    kind: Kind
    ref: int


def place(kind: Kind, when: datetime, ref: int) -> int:
    """The index number of a record: kind, then time, then id."""
    seconds = max(0, min(TIME_MASK, int((when - EPOCH).total_seconds())))
    return (int(kind) << (TIME_BITS + REF_BITS)) | (seconds << REF_BITS) | ref


def bounds(kind: Kind) -> tuple[int, int]:
    """The lowest and the highest index number of a kind."""
    low = int(kind) << (TIME_BITS + REF_BITS)
    return low, low + (1 << (TIME_BITS + REF_BITS)) - 1


def query(typed: str) -> str:
    """The MATCH expression for what somebody typed; empty when it holds nothing to look for.

    Words are all wanted; a word of one character finds it anywhere, a longer one as it
    stands. Everything is quoted, so no character has a meaning of its own.
    """
    terms = []
    for run in runs(typed):
        if len(run) == 1:
            terms.append(f'"{run}"*')
        else:
            pairs = map(str.__add__, run, run[1:])
            terms.append('"' + " ".join(pairs) + '"')
    return " AND ".join(terms)


def put(connection: Connection, position: int, kind: Kind, ref: int, words: str) -> None:
    """Index ``words`` for a record, in place of what was indexed for it before."""
    drop(connection, kind, ref)
    connection.execute(
        text("INSERT INTO search_text(id, kind, ref, text) VALUES (:id, :kind, :ref, :text)"),
        {"id": position, "kind": int(kind), "ref": ref, "text": words},
    )
    connection.execute(
        text("INSERT INTO search(rowid, words) VALUES (:id, :words)"),
        {"id": position, "words": bigrams(words)},
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A text on its way into the index, with its pairs made already (``text.bigrams``)."""

    position: int
    kind: Kind
    ref: int
    words: str
    pairs: str


def entry(kind: Kind, when: datetime, ref: int, words: str) -> Entry:
    """The text of a record, ready to be taken in; ``when`` puts newer ones first."""
    return Entry(place(kind, when, ref), kind, ref, words, bigrams(words))


def take_in(connection: Connection, entries: Sequence[Entry]) -> None:
    """Take many texts of records that are not in the index yet in at once."""
    begin_bulk(connection)
    stage(connection, entries)
    pour(connection)
    end_bulk(connection)


def begin_bulk(connection: Connection) -> None:
    """Get ready to take in thousands of texts within the running transaction.

    The index collects more in memory before it sorts and writes, and leaves joining its parts
    for later, which halves the time.
    """
    connection.execute(
        text(
            "CREATE TEMP TABLE IF NOT EXISTS search_new"
            "(id INTEGER PRIMARY KEY, kind INTEGER, ref INTEGER, text TEXT, words TEXT)"
        )
    )
    connection.execute(text("DELETE FROM temp.search_new"))
    _configure(connection, IN_BULK)


def stage(connection: Connection, entries: Sequence[Entry]) -> None:
    """Lay down texts of records that are not in the index yet; ``pour`` takes them in."""
    if not entries:
        return
    connection.exec_driver_sql(
        "INSERT INTO temp.search_new(id, kind, ref, text, words) VALUES (?, ?, ?, ?, ?)",
        [(one.position, int(one.kind), one.ref, one.words, one.pairs) for one in entries],
    )


def pour(connection: Connection) -> None:
    """Take into the index what was staged, each table in one statement and in rising order.

    Nearly all the time of an import is spent here and without Python's lock, so another
    thread can prepare the next texts meanwhile.
    """
    connection.exec_driver_sql(
        "INSERT INTO search_text(id, kind, ref, text) "
        "SELECT id, kind, ref, text FROM temp.search_new ORDER BY id"
    )
    connection.exec_driver_sql(
        "INSERT INTO search(rowid, words) SELECT id, words FROM temp.search_new ORDER BY id"
    )
    connection.exec_driver_sql("DELETE FROM temp.search_new")


def end_bulk(connection: Connection) -> None:
    """Go back to the everyday way of filling the index."""
    _configure(connection, EVERYDAY)
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.search_new")


def _configure(connection: Connection, settings: Mapping[str, int]) -> None:
    for name, value in settings.items():
        connection.execute(
            text("INSERT INTO search(search, rank) VALUES (:name, :value)"),
            {"name": name, "value": value},
        )


def drop(connection: Connection, kind: Kind, ref: int) -> None:
    """Take a record out of the index; nothing happens where it is not in it."""
    found = connection.execute(
        text("SELECT id, text FROM search_text WHERE kind = :kind AND ref = :ref"),
        {"kind": int(kind), "ref": ref},
    ).first()
    if found is None:
        return
    connection.execute(
        text("INSERT INTO search(search, rowid, words) VALUES ('delete', :id, :words)"),
        {"id": found.id, "words": bigrams(found.text)},
    )
    connection.execute(text("DELETE FROM search_text WHERE id = :id"), {"id": found.id})


def find(connection: Connection, typed: str, kind: Kind, limit: int) -> list[Hit]:
    """The newest records of a kind whose text holds all that was typed."""
    expression = query(typed)
    if not expression:
        return []
    low, high = bounds(kind)
    rows = connection.execute(
        text(
            "SELECT rowid FROM search WHERE search MATCH :q AND rowid BETWEEN :low AND :high "
            "ORDER BY rowid DESC LIMIT :limit"
        ),
        {"q": expression, "low": low, "high": high, "limit": limit},
    )
    return [Hit(kind, row.rowid & REF_MASK) for row in rows]

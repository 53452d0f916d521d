"""Checks the search index against the records, and builds it anew from them.

What a record's text is, only its desk knows: each hands in a ``TextSource``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, cast

from sqlmodel import Session

from gridterm.i18n import _
from gridterm.store.findings import Finding, Progress, Watch
from gridterm.store.search import REF_BITS, REF_MASK, TIME_BITS, Kind, place
from gridterm.store.unit import Store
from gridterm.text import bigrams

SCRATCH_BYTES = 32 << 20
FTS5 = "fts5(words, content='', tokenize='ascii')"
Indexed = tuple[int, datetime, str]
"""(record id, its time, its words), as ``Tx.index`` was given them."""


@dataclass(frozen=True)
class TextSource:
    """Every record of a kind that belongs in the index, read a few at a time."""

    kind: Kind
    read: Callable[[Session], Iterable[Indexed]]


def check(session: Session, sources: Sequence[TextSource], watch: Watch) -> Iterator[Finding]:
    """What does not fit between the records, their texts and the index over the texts."""
    connection = _driver(session)
    for source in sources:
        yield from _texts(session, connection, source, watch)
    yield from _index(connection, watch)


def rebuild(store: Store, sources: Sequence[TextSource], progress: Progress | None = None) -> int:
    """Make the index anew from the records, all of it or nothing; the number of texts in it.

    Kinds without a source keep their texts.

    Raises:
        StoreError: it could not be written; the old index is still there.
    """
    watch = Watch(progress)
    with store.write_quietly() as session:
        connection = _driver(session)
        for source in sources:
            watch.begin(_("Search texts"))
            connection.execute("DELETE FROM search_text WHERE kind = ?", (int(source.kind),))
            connection.executemany(
                "INSERT INTO search_text(id, kind, ref, text) VALUES (?, ?, ?, ?)",
                _placed(session, source, watch),
            )
        connection.execute("INSERT INTO search(search) VALUES ('delete-all')")
        (total,) = connection.execute("SELECT count(*) FROM search_text").fetchone()
        watch.begin(_("Search index"), total)
        connection.executemany(
            "INSERT INTO search(rowid, words) VALUES (?, ?)", _paired(connection, watch)
        )
    return int(total)


def _driver(session: Session) -> sqlite3.Connection:
    """SQLite's own connection under a session: the index is filled and read by the ten thousand."""
    found: Any = session.connection().connection.driver_connection
    return cast("sqlite3.Connection", found)


def _placed(
    session: Session, source: TextSource, watch: Watch
) -> Iterator[tuple[int, int, int, str]]:
    for ref, when, words in source.read(session):
        watch.step()
        yield place(source.kind, when, ref), int(source.kind), ref, words


def _paired(connection: sqlite3.Connection, watch: Watch) -> Iterator[tuple[int, str]]:
    for position, words in connection.execute("SELECT id, text FROM search_text ORDER BY id"):
        watch.step()
        yield position, bigrams(words)


def _texts(
    session: Session, connection: sqlite3.Connection, source: TextSource, watch: Watch
) -> Iterator[Finding]:
    """Each record has its text at its place, and no text is there without a record."""
    kind = int(source.kind)
    (total,) = connection.execute(
        "SELECT count(*) FROM search_text WHERE kind = ?", (kind,)
    ).fetchone()
    watch.begin(_("Search texts"), total)
    right = 0
    for position, _kind, ref, words in _placed(session, source, watch):
        held = connection.execute(
            "SELECT text FROM search_text WHERE id = ? AND kind = ?", (position, kind)
        ).fetchone()
        if held is not None and held[0] == words:
            right += 1
        else:
            yield _stale(source.kind, ref)
    if right < total:
        yield Finding(
            "search.extra",
            _(
                "The search holds texts that no record has ({number}). "
                "Build it anew with: gridterm verify --repair-index"
            ).format(number=total - right),
        )


def _stale(kind: Kind | int, ref: int) -> Finding:
    name = kind.name.lower() if isinstance(kind, Kind) else str(kind)
    return Finding(
        "search.stale",
        _(
            "The search does not hold what a record says ({kind} {number}). "
            "Build it anew with: gridterm verify --repair-index"
        ).format(kind=name, number=ref),
    )


def _index(connection: sqlite3.Connection, watch: Watch) -> Iterator[Finding]:
    """The index holds exactly the pairs of the texts.

    It keeps no texts of its own, so it is built a second time from the texts, and the two
    are read side by side.
    """
    scratch = sqlite3.connect("", isolation_level=None)
    try:
        (total,) = connection.execute("SELECT count(*) FROM search_text").fetchone()
        watch.begin(_("Search index"), total)
        scratch.execute("BEGIN")
        scratch.execute(f"CREATE VIRTUAL TABLE search USING {FTS5}")
        scratch.execute("INSERT INTO search(search, rank) VALUES ('hashsize', ?)", (SCRATCH_BYTES,))
        scratch.executemany(
            "INSERT INTO search(rowid, words) VALUES (?, ?)", _paired(connection, watch)
        )
        with closing(_postings(connection)) as held, closing(_postings(scratch)) as wanted:
            for ours, theirs in zip_longest(held, wanted):
                if ours != theirs:
                    yield _stale_posting(ours, theirs)
                    break
    finally:
        scratch.close()
        connection.execute("DROP TABLE IF EXISTS temp.search_instances")


def _postings(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """Each pair with every place it stands at, as one text made within SQLite.

    Millions of places handed to Python one by one would take three times as long.
    """
    connection.execute(
        "CREATE VIRTUAL TABLE temp.search_instances USING fts5vocab('main', 'search', 'instance')"
    )
    return connection.execute(
        "SELECT term, group_concat(doc), group_concat(offset) FROM temp.search_instances "
        "GROUP BY term ORDER BY term"
    )


def _stale_posting(
    ours: tuple[str, str, str] | None, theirs: tuple[str, str, str] | None
) -> Finding:
    """The record of the first place that the two do not have in common."""
    mine, other = (_places(found) for found in (ours, theirs))
    if ours is not None and theirs is not None and ours[0] != theirs[0]:
        apart = mine if ours[0] < theirs[0] else other
    else:
        apart = mine ^ other
    position = min(apart or mine | other)[0]
    number = position >> (TIME_BITS + REF_BITS)
    kind: Kind | int = Kind(number) if number in set(Kind) else number
    return _stale(kind, position & REF_MASK)


def _places(found: tuple[str, str, str] | None) -> set[tuple[int, int]]:
    if found is None:
        return set()
    return {
        (int(doc), int(offset))
        for doc, offset in zip(found[1].split(","), found[2].split(","), strict=True)
    }

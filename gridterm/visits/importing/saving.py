"""Saving a file's visits within one use case: rows, search texts, the newest of each household."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from gridterm.hotline.importing.saving import short_turns
from gridterm.spreadsheet.importing import Phase, Watch
from gridterm.store import search
from gridterm.store.bulk import Prepared, Staging, prepare
from gridterm.store.unit import Tx
from gridterm.visits import last
from gridterm.visits.importing.comparing import import_key
from gridterm.visits.importing.known import Homes
from gridterm.visits.importing.terms import Facts
from gridterm.visits.service import search_entry
from gridterm.visits.tables import Visit
from gridterm.visits.terms import Source

AT_ONCE = 2_000


@dataclass(frozen=True)
class _Ready:
    """Some visits, ready to be written."""

    rows: Prepared
    entries: list[search.Entry]
    made: list[last.Made]


def save(tx: Tx, new: Sequence[Facts], homes: Homes, watch: Watch) -> None:
    """Write visits in the order given, which is that of time, so that the indexes grow at the end.

    While SQLite takes some rows into its indexes, the next ones are made ready.

    Raises:
        CancelledError: the person cancelled; the use case must not be committed.
    """
    if not new:
        return
    connection = tx.session.connection()
    search.begin_bulk(connection)
    staged = Staging(connection, Visit)
    made: list[last.Made] = []
    with short_turns(), ThreadPoolExecutor(1) as worker:
        batches = _batches(tx, new, homes)
        waiting: Future[_Ready | None] = worker.submit(next, batches, None)
        while (batch := waiting.result()) is not None:
            watch.tell(len(made), len(new), Phase.SAVING)
            staged.lay(batch.rows)
            tx.account_for(batch.rows)
            search.stage(connection, batch.entries)
            made += batch.made
            waiting = worker.submit(next, batches, None)
            staged.take()
            search.pour(connection)
    staged.close()
    search.end_bulk(connection)
    last.add(tx.session, made)
    watch.tell(len(new), len(new), Phase.SAVING)


def _batches(tx: Tx, new: Sequence[Facts], homes: Homes) -> Iterator[_Ready]:
    following = int(tx.session.execute(select(func.max(Visit.id))).scalar_one() or 0) + 1
    for start in range(0, len(new), AT_ONCE):
        some = new[start : start + AT_ONCE]
        rows = [_row(tx, following + start + at, one, homes) for at, one in enumerate(some)]
        entries = [entry for row in rows if (entry := search_entry(row)) is not None]
        made = [
            last.Made(row["household_id"], row["day"], row["id"], row["result"]) for row in rows
        ]
        yield _Ready(prepare(Visit, rows), entries, made)


def _row(tx: Tx, visit_id: int, one: Facts, homes: Homes) -> dict[str, Any]:
    return {
        "id": visit_id,
        "day": one.day,
        "at": one.at,
        "staff_id": one.staff_id,
        "grid_id": homes.grid(one.household_id, one.day),
        "household_id": one.household_id,
        "purpose": str(one.purpose),
        "matter": one.matter,
        "feedback": one.feedback,
        "result": str(one.result),
        "ticket_id": None,
        "source": Source.IMPORT.value,
        "recorded_at": tx.now,
        "recorder_id": tx.actor.staff_id,
        "recorder": tx.actor.name,
        "corrects_id": None,
        "import_key": import_key(one),
    }

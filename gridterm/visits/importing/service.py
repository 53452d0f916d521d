"""Preview and import of a file of visits: what screens and commands call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from gridterm.spreadsheet import quarantine
from gridterm.spreadsheet.importing import (
    Cancelled,
    Progress,
    Refusal,
    Watch,
    column_views,
    demand,
    enter_batch,
    file_digest,
    find_columns,
)
from gridterm.spreadsheet.mapping import ColumnMap, remember
from gridterm.spreadsheet.reading import open_table
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.visits.importing import rows
from gridterm.visits.importing.comparing import Parted, sort_out
from gridterm.visits.importing.fields import FIELDS
from gridterm.visits.importing.known import Homes, People
from gridterm.visits.importing.saving import save
from gridterm.visits.importing.terms import (
    PURPOSE,
    Facts,
    ImportOptions,
    ImportResult,
    Preview,
    Reading,
    Sample,
)
from gridterm.visits.terms import Outcome, Purpose

SHOWN = 20


def preview(
    store: Store,
    path: Path,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Preview:
    """What an import of ``path`` would do; nothing is written.

    Args:
        store: the office.
        path: a workbook or a text file.
        options: how to read it.
        progress: called now and then with (rows done, rows at most, phase).
        cancelled: asked now and then.

    Raises:
        FileProblemError: the file cannot be read.
        InputError: a column that was given does not exist.
        CancelledError: the person cancelled.
    """
    watch = Watch(progress, cancelled)
    chosen = options or ImportOptions()
    with open_table(path, chosen.sheet, FIELDS, chosen.columns) as opened:
        with store.read() as session:
            found = find_columns(session, PURPOSE, opened.header, FIELDS, chosen.columns)
            known = _Known.of(session)
        shape: dict[str, Any] = {
            "path": path,
            "sheet": opened.sheet,
            "sheets": opened.sheets,
            "columns": column_views(found, FIELDS),
            "remembered": found.remembered,
        }
        lacking = rows.missing(found)
        if lacking:
            return Preview(missing=lacking, **shape)
        now = store.clock.now()
        reading = rows.read(opened, found, known.people, known.homes, now, watch)
    with store.read() as session:
        parted = sort_out(session, reading, watch)
    return Preview(
        new=len(parted.new),
        same=parted.same,
        refused=len(parted.refused),
        first=parted.first,
        last=parted.last,
        samples=tuple(_sample(one, known) for one in reading.found[:SHOWN]),
        refusals=tuple(Refusal(row.number, row.reason) for row in parted.refused[:SHOWN]),
        **shape,
    )


def run(  # noqa: PLR0913, PLR0917 - store, actor, file, and how
    store: Store,
    actor: Actor,
    path: Path,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportResult:
    """Import ``path``: all its good visits in one transaction with one audit entry, or nothing.

    Running it again adds nothing. A household or somebody the office does not know is refused
    with the row; refused rows are written to a workbook with their reasons. No calls are made
    of what a file says.

    Args:
        store: the office.
        actor: who imports.
        path: a workbook or a text file.
        options: how to read it.
        progress: called now and then with (rows done, rows at most, phase).
        cancelled: asked now and then.

    Raises:
        FileProblemError: the file cannot be read, or the refused rows cannot be written.
        InputError: a needed column is missing, or one that was given does not exist.
        CancelledError: the person cancelled; nothing was saved.
        StoreError: it could not be saved; nothing was.
    """
    watch = Watch(progress, cancelled)
    chosen = options or ImportOptions()
    digest = file_digest(path)
    with open_table(path, chosen.sheet, FIELDS, chosen.columns) as opened:
        with store.read() as session:
            found = find_columns(session, PURPOSE, opened.header, FIELDS, chosen.columns)
            known = _Known.of(session)
        demand(found, rows.missing(found))
        now = store.clock.now()
        reading = rows.read(opened, found, known.people, known.homes, now, watch)
    return _save(store, actor, _Job(path, reading, found, chosen, digest, known), watch)


@dataclass(frozen=True)
class _Known:
    """The office's people and homes, read once."""

    people: People
    homes: Homes

    @classmethod
    def of(cls, session: Session) -> _Known:
        return cls(People(session), Homes(session))


@dataclass(frozen=True)
class _Job:
    """A file that was read and is to be saved."""

    path: Path
    reading: Reading
    columns: ColumnMap
    options: ImportOptions
    digest: str
    known: _Known


def _save(store: Store, actor: Actor, job: _Job, watch: Watch) -> ImportResult:
    left: quarantine.Quarantined | None = None
    try:
        with store.write("visits.import", actor) as tx:
            parted = sort_out(tx.session, job.reading, watch)
            save(tx, parted.new, job.known.homes, watch)
            left = _quarantine(job, parted)
            result = ImportResult(
                path=job.path,
                new=len(parted.new),
                same=parted.same,
                refused=len(parted.refused),
                first=parted.first,
                last=parted.last,
                refused_file=left.path if left else None,
            )
            _record(tx, job, result)
    except BaseException:
        if left is not None:
            left.withdraw()
        raise
    return result


def _record(tx: Tx, job: _Job, result: ImportResult) -> None:
    counts = {"new": result.new, "changed": 0, "same": result.same, "refused": result.refused}
    enter_batch(tx, PURPOSE, job.path, job.digest, counts)
    if job.options.columns:
        remember(tx.session, PURPOSE, job.columns, tx.now)


def _quarantine(job: _Job, parted: Parted) -> quarantine.Quarantined | None:
    if not parted.refused:
        return None
    folder = job.options.refused_folder
    return quarantine.write(job.path, job.reading.header, parted.refused, folder)


def _sample(one: Facts, known: _Known) -> Sample:
    return Sample(
        row=one.row,
        day=one.day,
        at=one.at,
        staff=known.people.names[one.staff_id],
        household=known.homes.titles[one.household_id],
        purpose=Purpose(one.purpose),
        matter=one.matter,
        feedback=one.feedback,
        result=Outcome(one.result),
    )

"""Preview and import of a file of punches: what screens and commands call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, func, select

from gridterm.attendance import facts
from gridterm.attendance.importing import attlog, table
from gridterm.attendance.importing.comparing import sort_out
from gridterm.attendance.importing.terms import (
    PURPOSE,
    STEP,
    Found,
    ImportOptions,
    ImportResult,
    Preview,
    Reading,
    Sample,
)
from gridterm.attendance.people import lines
from gridterm.attendance.tables import Punch
from gridterm.attendance.terms import PunchSource
from gridterm.spreadsheet import quarantine
from gridterm.spreadsheet.importing import (
    Cancelled,
    Phase,
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
        path: a machine's own file, a workbook or a text file.
        options: how to read it.
        progress: called now and then with (lines done, lines at most, phase).
        cancelled: asked now and then.

    Raises:
        FileProblemError: the file cannot be read.
        InputError: a column that was given does not exist.
        CancelledError: the person cancelled.
    """
    watch = Watch(progress, cancelled)
    chosen = options or ImportOptions()
    if attlog.is_attlog(path):
        return _previewed(store, path, attlog.read(path, store.clock.now(), watch), watch)
    with open_table(path, chosen.sheet, table.FIELDS, chosen.columns) as opened:
        with store.read() as session:
            found = find_columns(session, PURPOSE, opened.header, table.FIELDS, chosen.columns)
            people = table.People(session)
        shape: dict[str, Any] = {
            "sheet": opened.sheet,
            "sheets": opened.sheets,
            "columns": column_views(found, table.FIELDS),
            "remembered": found.remembered,
        }
        lacking = table.missing(found)
        if lacking:
            return Preview(path=path, machine=False, missing=lacking, **shape)
        reading = table.read(opened, found, people, store.clock.now(), watch)
        return _previewed(store, path, reading, watch, shape)


def run(  # noqa: PLR0913, PLR0917 - store, actor, file, and how
    store: Store,
    actor: Actor,
    path: Path,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportResult:
    """Import ``path``: all its good punches in one transaction with one audit entry, or nothing.

    Running it again adds nothing. Refused lines are written to a workbook with their reasons.
    Days follow at once; a locked month stays as it is and shows what would change.

    Args:
        store: the office.
        actor: who imports.
        path: a machine's own file, a workbook or a text file.
        options: how to read it.
        progress: called now and then with (lines done, lines at most, phase).
        cancelled: asked now and then.

    Raises:
        FileProblemError: the file cannot be read, or the refused lines cannot be written.
        InputError: a needed column is missing, or one that was given does not exist.
        CancelledError: the person cancelled; nothing was saved.
        StoreError: it could not be saved; nothing was.
    """
    watch = Watch(progress, cancelled)
    chosen = options or ImportOptions()
    digest = file_digest(path)
    if attlog.is_attlog(path):
        reading, mapped = attlog.read(path, store.clock.now(), watch), None
    else:
        reading, mapped = _read_table(store, path, chosen, watch)
    return _save(store, actor, _Job(path, reading, mapped, chosen, digest), watch)


@dataclass(frozen=True)
class _Job:
    """A file that was read and is to be saved; ``columns`` None: a machine's own."""

    path: Path
    reading: Reading
    columns: ColumnMap | None
    options: ImportOptions
    digest: str


def _read_table(
    store: Store, path: Path, options: ImportOptions, watch: Watch
) -> tuple[Reading, ColumnMap]:
    with open_table(path, options.sheet, table.FIELDS, options.columns) as opened:
        with store.read() as session:
            found = find_columns(session, PURPOSE, opened.header, table.FIELDS, options.columns)
            people = table.People(session)
        demand(found, table.missing(found))
        return table.read(opened, found, people, store.clock.now(), watch), found


def _save(store: Store, actor: Actor, job: _Job, watch: Watch) -> ImportResult:
    refused: quarantine.Quarantined | None = None
    try:
        with store.write("attendance.import", actor) as tx:
            parted = sort_out(tx.session, job.reading, watch)
            refused = _quarantine(job)
            result = ImportResult(
                path=job.path, refused_file=refused.path if refused else None, **parted.counts
            )
            _write(tx, job, parted.new, _record(tx, job, result), watch)
    except BaseException:
        if refused is not None:
            refused.withdraw()
        raise
    return result


def _record(tx: Tx, job: _Job, result: ImportResult) -> int:
    counts = {"new": result.new, "changed": 0, "same": result.same, "refused": result.refused}
    batch_id = enter_batch(tx, PURPOSE, job.path, job.digest, counts)
    if job.options.columns and job.columns is not None:
        remember(tx.session, PURPOSE, job.columns, tx.now)
    return batch_id


def _write(tx: Tx, job: _Job, new: Sequence[Found], batch_id: int, watch: Watch) -> None:
    source = PunchSource.MACHINE if job.columns is None else PunchSource.SHEET
    last = int(tx.session.execute(select(func.max(Punch.id))).scalar_one() or 0)
    for start in range(0, len(new), STEP):
        watch.tell(start, len(new), Phase.SAVING)
        rows = [
            {
                "id": last + start + place,
                "at": one.at,
                "staff_id": one.staff_id,
                "pin": one.pin,
                "source": source.value,
                "device": one.device,
                "raw": one.raw,
                "clock_back": False,
                "recorded_at": tx.now,
                "batch_id": batch_id,
                "line": one.line,
            }
            for place, one in enumerate(new[start : start + STEP], 1)
        ]
        tx.bulk(Punch, rows)
    watch.tell(len(new), len(new), Phase.SAVING)


def _quarantine(job: _Job) -> quarantine.Quarantined | None:
    if not job.reading.refused:
        return None
    folder = job.options.refused_folder
    return quarantine.write(job.path, job.reading.header, job.reading.refused, folder)


# ── columns ─────────────────────────────────────────────────────────────────
def _previewed(
    store: Store,
    path: Path,
    reading: Reading,
    watch: Watch,
    shape: Mapping[str, Any] | None = None,
) -> Preview:
    with store.read() as session:
        parted = sort_out(session, reading, watch)
        samples = _samples(session, reading.found[:SHOWN])
    refusals = tuple(Refusal(row.number, row.reason) for row in reading.refused[:SHOWN])
    return Preview(
        path=path,
        machine=shape is None,
        samples=samples,
        refusals=refusals,
        **parted.counts,
        **(shape or {}),
    )


def _samples(session: Session, found: Sequence[Found]) -> tuple[Sample, ...]:
    owners = facts.pin_owners(session)
    whose = [
        one.staff_id or facts.owner_on(owners.get(one.pin, ()), one.at.date()) for one in found
    ]
    people = lines(session, [one for one in set(whose) if one is not None])
    return tuple(
        Sample(
            one.line,
            one.at,
            one.pin,
            people[staff_id].number if staff_id else "",
            people[staff_id].name if staff_id else "",
        )
        for one, staff_id in zip(found, whose, strict=True)
    )

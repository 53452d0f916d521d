"""Preview and import of a file of punches: what screens and commands call."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import String, type_coerce
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from gridterm.attendance import facts
from gridterm.attendance.importing import attlog, table
from gridterm.attendance.importing.terms import (
    PURPOSE,
    STEP,
    Cancelled,
    ColumnView,
    Found,
    ImportOptions,
    ImportResult,
    Phase,
    PinCount,
    Preview,
    Progress,
    Reading,
    Refusal,
    Sample,
    Watch,
)
from gridterm.attendance.locks import locked_months
from gridterm.attendance.people import lines
from gridterm.attendance.tables import Punch
from gridterm.attendance.terms import PunchSource
from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.spreadsheet import problems, quarantine
from gridterm.spreadsheet.mapping import (
    NO_COLUMN,
    ColumnMap,
    letter,
    match_columns,
    recall,
    remember,
)
from gridterm.spreadsheet.reading import Table, open_table
from gridterm.store.audit import Actor
from gridterm.store.tables import ImportBatch
from gridterm.store.unit import Store, Tx

SHOWN = 20
BLOCK = 1 << 20
Key = tuple[str | int, str]
"""What a punch is known by: the PIN or the person, and the moment as the store keeps it."""


@dataclass(frozen=True)
class _Sorted:
    """A file's punches held against the office: the new ones, and the counts."""

    new: tuple[Found, ...]
    counts: Mapping[str, Any]


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
            found = _columns(session, opened, chosen)
            people = table.People(session)
        shape: dict[str, Any] = {
            "sheet": opened.sheet,
            "sheets": opened.sheets,
            "columns": _views(found),
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
    digest = _digest(path)
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
            found = _columns(session, opened, options)
            people = table.People(session)
        _demand(found)
        return table.read(opened, found, people, store.clock.now(), watch), found


def _save(store: Store, actor: Actor, job: _Job, watch: Watch) -> ImportResult:
    refused: quarantine.Quarantined | None = None
    try:
        with store.write("attendance.import", actor) as tx:
            parted = _sort_out(tx.session, job.reading, watch)
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
    batch = ImportBatch(purpose=PURPOSE, at=tx.now, file=job.path.name, sha256=job.digest, **counts)
    tx.add(batch)
    tx.subject = f"import:{batch.id}"
    tx.note(file=job.path.name, sha256=job.digest, **counts)
    if job.options.columns and job.columns is not None:
        remember(tx.session, PURPOSE, job.columns, tx.now)
    return batch.id or 0


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


# ── comparing ───────────────────────────────────────────────────────────────
def _sort_out(session: Session, reading: Reading, watch: Watch) -> _Sorted:
    """Which punches are new, and all that is told of them."""
    found = reading.found
    watch.tell(0, len(found), Phase.COMPARING)
    owners = facts.pin_owners(session)
    seen = _known(session, found, owners)
    new: list[Found] = []
    for one in found:
        key = _key(one)
        if key not in seen:
            seen.add(key)
            new.append(one)
    times = [one.at for one in found]
    return _Sorted(
        tuple(new),
        {
            "new": len(new),
            "same": len(found) - len(new),
            "refused": len(reading.refused),
            "blank": reading.blank,
            "first": min(times, default=None),
            "last": max(times, default=None),
            "years": dict(sorted(Counter(at.year for at in times).items())),
            "locked": _in_locked(session, new),
            "unknown": _unknown(found, owners),
        },
    )


def _key(one: Found) -> Key:
    whose = one.pin if one.staff_id is None else one.staff_id
    return whose, one.at.isoformat(" ", "microseconds")


def _known(
    session: Session, found: Sequence[Found], owners: Mapping[str, list[facts.Owner]]
) -> set[Key]:
    """The keys the office has among the file's years: by PIN, and by person for tables."""
    if not found:
        return set()
    first, last = min(one.at for one in found), max(one.at for one in found)
    # As texts: a quarter of a million moments need not become datetimes to be compared.
    query = columns(col(Punch.pin), col(Punch.staff_id), type_coerce(col(Punch.at), String)).where(
        col(Punch.at).between(first, last)
    )
    by_person = any(one.staff_id is not None for one in found)
    known: set[Key] = set()
    for pin, staff_id, at in session.execute(query):
        if staff_id is not None:
            known.add((staff_id, at))
            continue
        known.add((pin, at))
        if by_person and pin in owners:
            owner = facts.owner_on(owners[pin], datetime.fromisoformat(at).date())
            known.add((owner or 0, at))
    return known


def _unknown(
    found: Iterable[Found], owners: Mapping[str, list[facts.Owner]]
) -> tuple[PinCount, ...]:
    """The PINs nobody is known by on those days, the shorter ones first."""
    times: dict[str, list[datetime]] = {}
    for one in found:
        if one.staff_id is None and not facts.owner_on(owners.get(one.pin, ()), one.at.date()):
            times.setdefault(one.pin, []).append(one.at)
    return tuple(
        PinCount(pin, len(times[pin]), min(times[pin]), max(times[pin]))
        for pin in sorted(times, key=lambda pin: (len(pin), pin))
    )


def _in_locked(session: Session, new: Sequence[Found]) -> int:
    count = Counter((one.at.year, one.at.month) for one in new)
    return sum(
        count[year, month]
        for year in {year for year, _month in count}
        for month, _lock in locked_months(session, year)
    )


# ── columns ─────────────────────────────────────────────────────────────────
def _columns(session: Session, opened: Table, options: ImportOptions) -> ColumnMap:
    """The columns as they were the last time, and over it what is given by hand now."""
    last = recall(session, PURPOSE, opened.header) or {}
    given = dict(options.columns)
    now = match_columns(opened.header, table.FIELDS, given).chosen()
    taken = {now[key] for key in given if key in now} - {NO_COLUMN}
    keys = {spec.key for spec in table.FIELDS}
    kept = {
        key: column
        for key, column in last.items()
        if key in keys and key not in given and column not in taken
    }
    remembered = bool(last) and not given
    return match_columns(opened.header, table.FIELDS, kept | given, remembered=remembered)


def _demand(found: ColumnMap) -> None:
    lacking = table.missing(found)
    if lacking:
        raise InputError(
            _(
                "No column was found for: {fields}. The columns are: {columns}. "
                "Say which one it is."
            ).format(
                fields=_(", ").join(lacking),
                columns=_(", ").join(
                    f"{letter(index)} {name}" for index, name in enumerate(found.header) if name
                ),
            )
        )


def _views(found: ColumnMap) -> tuple[ColumnView, ...]:
    fields = {index: key for key, index in found.columns.items()}
    titles = {spec.key: spec.title for spec in table.FIELDS}
    return tuple(
        ColumnView(letter(index), header, field, titles.get(field, ""))
        for index, header in enumerate(found.header)
        for field in (fields.get(index, ""),)
    )


def _previewed(
    store: Store,
    path: Path,
    reading: Reading,
    watch: Watch,
    shape: Mapping[str, Any] | None = None,
) -> Preview:
    with store.read() as session:
        parted = _sort_out(session, reading, watch)
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


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with problems.reading(path), path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()

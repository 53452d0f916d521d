"""What every import of a file has in common: its phases, its columns, what it leaves behind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from gridterm.errors import CancelledError, InputError
from gridterm.i18n import N_, Term, _
from gridterm.spreadsheet import problems
from gridterm.spreadsheet.mapping import (
    NO_COLUMN,
    ColumnMap,
    FieldSpec,
    letter,
    match_columns,
    recall,
)
from gridterm.store.tables import ImportBatch
from gridterm.store.unit import Tx
from gridterm.text import clean_line, clip

NAMED_CELLS = 20


class Phase(Term):
    """What an import is busy with."""

    READING = "reading", N_("Reading the file")
    COMPARING = "comparing", N_("Comparing with the office")
    SAVING = "saving", N_("Saving")


Progress = Callable[[int, int, Phase], None]
"""Called with how many rows are done, how many there are at most, and the phase."""
Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class Refusal:
    """A row that is not taken, and why, in a sentence."""

    row: int
    reason: str


@dataclass(frozen=True)
class ColumnView:
    """A column of a table: its letter, its header, and the field it fills (``""``: none)."""

    letter: str
    header: str
    field: str
    title: str


class Watch:
    """Tells how far the work is, and stops it when the person has had enough of it.

    Args:
        progress: called now and then, in the thread of the work.
        cancelled: asked now and then.
    """

    def __init__(
        self, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled

    def tell(self, done: int, total: int, phase: Phase) -> None:
        """Say how far it is.

        Raises:
            CancelledError: the person cancelled.
        """
        if self._cancelled is not None and self._cancelled():
            raise CancelledError(_("The import was cancelled. Nothing of it was saved."))
        if self._progress is not None:
            self._progress(done, max(done, total), phase)


def find_columns(
    session: Session,
    purpose: str,
    header: Sequence[str],
    fields: Sequence[FieldSpec],
    given: Mapping[str, str],
) -> ColumnMap:
    """The columns as they were the last time, and over it what is given by hand now.

    Raises:
        InputError: as ``match_columns``.
    """
    last = recall(session, purpose, header) or {}
    now = match_columns(header, fields, given).chosen()
    taken = {now[key] for key in given if key in now} - {NO_COLUMN}
    keys = {spec.key for spec in fields}
    kept = {
        key: column
        for key, column in last.items()
        if key in keys and key not in given and column not in taken
    }
    remembered = bool(last) and not given
    return match_columns(header, fields, {**kept, **given}, remembered=remembered)


def column_views(found: ColumnMap, specs: Sequence[FieldSpec]) -> tuple[ColumnView, ...]:
    """The columns of a file as a preview shows them."""
    fields = {index: key for key, index in found.columns.items()}
    titles = {spec.key: spec.title for spec in specs}
    return tuple(
        ColumnView(letter(index), header, field, titles.get(field, ""))
        for index, header in enumerate(found.header)
        for field in (fields.get(index, ""),)
    )


def demand(found: ColumnMap, lacking: Sequence[str]) -> None:
    """Refuse a file in which something that is needed has no column.

    Args:
        found: the file's columns.
        lacking: what is needed and has none, by its title.

    Raises:
        InputError: there is such a thing.
    """
    if lacking:
        raise InputError(
            _(
                "No column was found for: {fields}. The columns are: {columns}. "
                "Say which one it is."
            ).format(
                fields=_(", ").join(lacking),
                columns=_(", ").join(
                    f"{letter(index)} {clip(clean_line(name), NAMED_CELLS)}"
                    for index, name in enumerate(found.header)
                    if name
                ),
            )
        )


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits.

    Raises:
        FileProblemError: the file cannot be read.
    """
    with problems.reading(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def enter_batch(tx: Tx, purpose: str, path: Path, digest: str, counts: Mapping[str, int]) -> int:
    """Enter an import among those that were made; it is what the use case is about.

    Args:
        tx: the use case.
        purpose: what the rows are.
        path: the file.
        digest: its ``file_digest`` when it was read.
        counts: how many rows were ``new``, ``changed``, ``same``, ``refused``.

    Returns:
        The import's id.
    """
    batch = ImportBatch(purpose=purpose, at=tx.now, file=path.name, sha256=digest, **counts)
    tx.add(batch)
    tx.subject = f"import:{batch.id}"
    tx.note(file=path.name, sha256=digest, **counts)
    return batch.id or 0

"""The workbook of refused rows: as they came, with the row number and the reason."""

from __future__ import annotations

import glob
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gridterm.errors import FileProblemError
from gridterm.i18n import _
from gridterm.paths import export_folder
from gridterm.spreadsheet.mapping import letter
from gridterm.spreadsheet.values import Value
from gridterm.spreadsheet.writing import Sheet, write_workbook

TOLD_APART = "docProps/"


class RefusedRow(NamedTuple):
    """A row that was not taken: its number in the file, why not, and its cells."""

    number: int
    reason: str
    cells: Sequence[Value]


class Quarantined(NamedTuple):
    """Where the refused rows are; ``new`` unless an earlier import had left the same there."""

    path: Path
    new: bool

    def withdraw(self) -> None:
        """Take the workbook away again: the import is off, so its refused rows mean nothing."""
        if self.new:
            with suppress(OSError):
                self.path.unlink()


def write(
    source: Path,
    header: Sequence[str],
    rows: Iterable[RefusedRow],
    folder: Path | None = None,
) -> Quarantined:
    """Write the refused rows of ``source``; an earlier workbook is never overwritten.

    Where an earlier one holds exactly the same, it stands and no other is left beside it.

    Args:
        source: the file the rows come from; its name stands in the new one's.
        header: its header row.
        rows: what was refused, at least one row.
        folder: where to write; by default beside ``source``, or where that is not possible
            in the folder for exports.

    Returns:
        The workbook that holds them.

    Raises:
        FileProblemError: none of the places can be written.
    """
    refused = list(rows)
    longest = max((len(row.cells) for row in refused), default=0)
    names = [*header, *(letter(index) for index in range(len(header), longest))]
    name = _("{name} - refused rows").format(name=source.stem) + ".xlsx"

    def sheet() -> Sheet:
        lines = ([row.number, row.reason, *row.cells] for row in refused)
        return Sheet(_("Refused rows"), [_("Row"), _("Reason"), *names], lines)

    def written(place: Path) -> Quarantined:
        return _once(write_workbook(place / name, [sheet()], overwrite=False), Path(name).stem)

    if folder is not None:
        return written(folder)
    try:
        return written(source.absolute().parent)
    except FileProblemError:
        return written(export_folder())


def _once(made: Path, stem: str) -> Quarantined:
    """The workbook that was made, or the earlier one it repeats."""
    said = _said(made)
    for earlier in sorted(made.parent.glob(f"{glob.escape(stem)}*{made.suffix}")):
        if earlier != made and _said(earlier) == said:
            made.unlink()
            return Quarantined(earlier, new=False)
    return Quarantined(made, new=True)


def _said(path: Path) -> frozenset[tuple[str, int, int]]:
    """The sums of a workbook's parts, without those that say when it was written."""
    try:
        with zipfile.ZipFile(path) as book:
            return frozenset(
                (part.filename, part.CRC, part.file_size)
                for part in book.infolist()
                if not part.filename.startswith(TOLD_APART)
            )
    except (OSError, zipfile.BadZipFile):  # not a workbook of ours, so it repeats nothing
        return frozenset()

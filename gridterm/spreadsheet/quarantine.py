"""The workbook of refused rows: as they came, with the row number and the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from gridterm.errors import FileProblemError
from gridterm.i18n import _
from gridterm.paths import export_folder
from gridterm.spreadsheet.mapping import letter
from gridterm.spreadsheet.values import Value
from gridterm.spreadsheet.writing import Sheet, write_workbook


class RefusedRow(NamedTuple):
    """A row that was not taken: its number in the file, why not, and its cells."""

    number: int
    reason: str
    cells: Sequence[Value]


def write(
    source: Path,
    header: Sequence[str],
    rows: Iterable[RefusedRow],
    folder: Path | None = None,
) -> Path:
    """Write the refused rows of ``source``; an earlier workbook is never overwritten.

    Args:
        source: the file the rows come from; its name stands in the new one's.
        header: its header row.
        rows: what was refused, at least one row.
        folder: where to write; by default beside ``source``, or where that is not possible
            in the folder for exports.

    Returns:
        The workbook that was written.

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

    if folder is not None:
        return write_workbook(folder / name, [sheet()], overwrite=False)
    try:
        return write_workbook(source.absolute().parent / name, [sheet()], overwrite=False)
    except FileProblemError:
        return write_workbook(export_folder() / name, [sheet()], overwrite=False)

"""Writing workbooks and comma-separated files that open safely anywhere.

Texts stay texts: nothing that starts with ``= + - @`` becomes a formula. A file appears whole
or not at all, under its name or, where asked, under the next free one.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridterm.spreadsheet import problems
from gridterm.spreadsheet.values import Value, text_of
from gridterm.text import width

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

SAMPLE_ROWS = 200
NARROWEST, WIDEST = 6, 60
LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEADER_FILL = "D9E2EC"

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_FORMATS = {
    datetime: "yyyy-mm-dd hh:mm:ss",
    date: "yyyy-mm-dd",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}


@dataclass(frozen=True)
class Sheet:
    """A sheet to write: its name, its header, and its rows (any iterable, read once)."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value | None]]


def write_workbook(
    path: Path,
    sheets: Sequence[Sheet],
    *,
    overwrite: bool = True,
    each: Callable[[int], None] | None = None,
) -> Path:
    """Write an .xlsx file: bold header on a shade, frozen, columns as wide as their texts.

    Args:
        path: the file to write.
        sheets: at least one.
        overwrite: whether a file of that name gives way; otherwise the next free name is used.
        each: called with the number of rows written so far; what it raises stops the work.

    Returns:
        The file that was written.

    Raises:
        FileProblemError: no such folder, read-only, in use, or the disk is full.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    done = 0
    try:
        taken: set[str] = set()
        with problems.writing(path):
            for sheet in sheets:
                target = book.create_sheet(sheet_name(sheet.title, taken))
                for _row in _fill(target, sheet):
                    done += 1
                    if each:
                        each(done)
        with replacing(path, overwrite=overwrite) as (unfinished, final):
            save_into(book, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, allowZip64=True))
    finally:
        for left in book.worksheets:
            discard(left)
    return final()


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Value | None]],
    *,
    overwrite: bool = True,
    each: Callable[[int], None] | None = None,
) -> Path:
    """Write a .csv file that Excel reads right: UTF-8 with its mark, CRLF.

    A text that would become a formula gets a tab in front, which our own reading drops.

    Args, returns and raises as ``write_workbook``.
    """
    with (
        replacing(path, overwrite=overwrite) as (unfinished, final),
        unfinished.open("w", encoding="utf-8-sig", newline="", errors="replace") as file,
    ):
        writer = csv.writer(file)
        writer.writerow([_inert(text) for text in header])
        for done, row in enumerate(rows, 1):
            writer.writerow([_inert(text_of(value)) for value in row])
            if each:
                each(done)
    return final()


def save_into(book: Workbook, archive: zipfile.ZipFile) -> None:
    """As ``book.save``, but of an archive that cannot be finished nothing stays open.

    Python would try to finish it once more when it lets go of it, and complain on stderr.
    """
    from openpyxl.writer.excel import ExcelWriter

    try:
        ExcelWriter(book, archive).save()
    except BaseException:
        file, archive.fp = archive.fp, None
        if file is not None:
            with suppress(OSError):  # the same full disk again
                file.close()
        raise


@contextmanager
def replacing(path: Path, *, overwrite: bool = True) -> Iterator[tuple[Path, Callable[[], Path]]]:
    """A file beside ``path`` to write into, which takes its name when all went well.

    Yields:
        The unfinished file, and a function that tells the final name after the block.

    Raises:
        FileProblemError: no such folder, read-only, in use, or the disk is full.
    """
    with problems.writing(path):
        if path.is_dir():
            raise problems.folder(path)
        handle, name = tempfile.mkstemp(
            prefix=f".{path.stem[:40]}-", suffix=".part", dir=path.parent
        )
        os.close(handle)
        unfinished = Path(name)
        done: list[Path] = []
        try:
            yield unfinished, lambda: done[0]
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            done.append(path if overwrite else _reserved(path))
            unfinished.replace(done[0])
        finally:
            with suppress(OSError):  # gone already when it took its name
                unfinished.unlink(missing_ok=True)


def _reserved(path: Path) -> Path:
    """The first free name like ``path``, taken by an empty file so that nobody else gets it."""
    for count in range(1, 10_000):
        name = path if count == 1 else path.with_name(f"{path.stem} ({count}){path.suffix}")
        with suppress(FileExistsError):
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            return name
    raise problems.not_writable(path)


def cell_text(text: str) -> str:
    """``text`` as a cell can hold it: no control characters, not longer than Excel allows.

    What looks like a spreadsheet escape (``_x000D_``) is kept as it stands.
    """
    if not text.isprintable():
        text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "_x" in text:
        text = _ESCAPE.sub("_x005F_", text)
    return text[:LONGEST_CELL]


def _fill(target: Any, sheet: Sheet) -> Iterator[int]:  # noqa: ANN401 - stubs lack widths
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    rows = iter(sheet.rows)
    sample = list(islice(rows, SAMPLE_ROWS))
    for index, cells in enumerate(_widths(sheet.header, sample), 1):
        target.column_dimensions[get_column_letter(index)].width = cells
    target.freeze_panes = "A2"
    heading = []
    for text in sheet.header:
        cell = _text_cell(target, text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color=HEADER_FILL)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        heading.append(cell)
    target.append(heading)
    for number, row in enumerate(chain(sample, rows), 1):
        target.append([_cell(target, value) for value in row])
        yield number


def _cell(target: WriteOnlyWorksheet, value: Value | None) -> Any:  # noqa: ANN401 - openpyxl's
    if value is None or value == "" or isinstance(value, bool | int | float):
        return None if value == "" else value
    return _text_cell(target, value) if isinstance(value, str) else _time_cell(target, value)


def _time_cell(target: WriteOnlyWorksheet, value: date | time | timedelta) -> Cell:
    from openpyxl.cell import Cell

    cell = Cell(target, row=1, column=1, value=value)
    cell.number_format = _FORMATS[type(value)]
    return cell


def _text_cell(target: WriteOnlyWorksheet, value: str) -> Cell:
    from openpyxl.cell import Cell

    text = cell_text(value)
    cell = Cell(target, row=1, column=1, value=text)
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def _widths(header: Sequence[str], sample: Iterable[Sequence[Value | None]]) -> list[int]:
    widths = [width(text) + 2 for text in header]
    for row in sample:
        for index, value in enumerate(row[: len(widths)]):
            longest = max((width(line) for line in text_of(value).split("\n")), default=0)
            widths[index] = max(widths[index], longest + 2)
    return [min(WIDEST, max(NARROWEST, cells)) for cells in widths]


def sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel allows and none of ``taken``, which it is added to."""
    plain = _SHEET_NAME.sub(" ", cell_text(title)).strip(" '") or "Sheet"
    name = plain[:LONGEST_SHEET_NAME]
    count = 1
    while name.casefold() in taken:
        count += 1
        mark = f" {count}"
        name = plain[: LONGEST_SHEET_NAME - len(mark)] + mark
    taken.add(name.casefold())
    return name


def _inert(text: str) -> str:
    return "\t" + text if text.startswith(FORMULA_STARTS) else text


def discard(sheet: WriteOnlyWorksheet) -> None:
    """Remove the temporary file that openpyxl keeps for a sheet which was not saved."""
    writer = getattr(sheet, "_writer", None)
    if writer is not None and Path(writer.out).exists():
        with suppress(OSError, ValueError, RuntimeError):  # half-written XML does not close
            sheet.close()
        with suppress(OSError, ValueError):
            writer.cleanup()

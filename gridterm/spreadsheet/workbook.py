"""Reading workbooks: calamine for speed, a stream where a workbook's true extent is absurd.

calamine unfolds a sheet into the rectangle around its filled cells, so one stray cell in the
last corner would take all memory. The extent is therefore measured in the packed file first.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from xml.etree import ElementTree as ET

from gridterm.spreadsheet import problems
from gridterm.spreadsheet.sniffing import Form
from gridterm.spreadsheet.values import Value

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

P = ParamSpec("P")
T = TypeVar("T")

DENSE_CELLS = 4_000_000
LARGEST_PART = 2 << 30
CHUNK = 1 << 20
OVERLAP = 64
FIRST_COLUMNS = 26

_FAR_CELL = re.compile(rb'r="([A-Z]{2,3})\d')
_ROW = re.compile(rb'<row [^>]*?r="(\d{1,7})"')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


class Workbook:
    """An opened workbook.

    Args:
        path: the file.
        form: what ``sniffing.form_of`` found it to be.

    Raises:
        FileProblemError: damaged, protected, or not to be opened.
    """

    def __init__(self, path: Path, form: Form) -> None:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        self.path = path
        self._book: CalamineWorkbook = _guarded(path, _load, path)
        metadata = self._book.sheets_metadata
        sheets = [sheet for sheet in metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        self.sheets = tuple(sheet.name for sheet in sheets)
        self.visible = tuple(
            sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible
        )
        self._parts = _parts(path) if form is Form.XLSX else {}
        self._sheets: dict[str, CalamineSheet] = {}

    def rows(self, sheet: str) -> Iterator[tuple[int, list[Value]]]:
        """The rows of a sheet with their numbers, from 1; cells from column A on.

        Raises:
            FileProblemError: damaged or too large.
        """
        if self._is_vast(sheet):
            yield from self._streamed(sheet)
            return
        found = self._open(sheet)
        start = found.start
        if start is None:
            return
        indent: list[Value] = [""] * start[1]
        for number, cells in enumerate(_guarded(self.path, found.iter_rows), 1):
            yield number, indent + cells if indent else cells

    def total(self, sheet: str) -> int | None:
        """The number of the last row, where it is known without reading them all."""
        if self._is_vast(sheet):
            return None
        end = self._open(sheet).end
        return end[0] + 1 if end else 0

    def forget(self, keep: str | None = None) -> None:
        """Give back the memory of every sheet but ``keep``."""
        self._sheets = {name: sheet for name, sheet in self._sheets.items() if name == keep}

    def close(self) -> None:
        """Close the file."""
        self.forget()
        self._book.close()

    def _open(self, name: str) -> CalamineSheet:
        if name not in self._sheets:
            self._sheets[name] = _guarded(self.path, self._book.get_sheet_by_name, name)
        return self._sheets[name]

    def _is_vast(self, sheet: str) -> bool:
        part = self._parts.get(sheet)
        if part is None:
            return False
        rows, columns = part.extent(self.path)
        return rows * columns > DENSE_CELLS

    def _streamed(self, name: str) -> Iterator[tuple[int, list[Value]]]:
        from openpyxl import load_workbook

        try:
            book = load_workbook(self.path, read_only=True, data_only=True)
            try:
                sheet = book[name]
                sheet.reset_dimensions()
                for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                    yield number, [_value(cell) for cell in row]
            finally:
                book.close()
        except (KeyError, ValueError, TypeError, zipfile.BadZipFile, zlib.error) as error:
            raise problems.damaged(self.path) from error


def _value(cell: object) -> Value:
    """A cell of openpyxl as calamine gives it."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str | int | float | date | time | timedelta) else str(cell)


class _Part:
    """The packed XML of one sheet; its extent is measured once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._extent: tuple[int, int] | None = None

    def extent(self, path: Path) -> tuple[int, int]:
        """The last row and the last column that the sheet's cells name."""
        if self._extent is None:
            self._extent = _measure(path, self.name)
        return self._extent


def _measure(path: Path, part: str) -> tuple[int, int]:
    """The last row and a column beyond which no cell is named; 26 unless one is farther out."""
    last_row, last_column = 0, FIRST_COLUMNS
    try:
        with problems.reading(path), zipfile.ZipFile(path) as book, book.open(part) as file:
            if book.getinfo(part).file_size > LARGEST_PART:
                raise problems.too_large(path)
            rest = b""
            while chunk := file.read(CHUNK):
                data = rest + chunk
                for found in _FAR_CELL.finditer(data):
                    last_column = max(last_column, _column_number(found[1]))
                start = data.rfind(b"<row ")
                row = _ROW.match(data, start) if start >= 0 else None
                if row:
                    last_row = max(last_row, int(row[1]))
                rest = chunk[-OVERLAP:]
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
        raise problems.damaged(path) from error
    return last_row, last_column


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _parts(path: Path) -> dict[str, _Part]:
    """The XML part of each sheet of an .xlsx file."""
    try:
        with problems.reading(path), zipfile.ZipFile(path) as book:
            workbook = ET.fromstring(book.read("xl/workbook.xml"))  # noqa: S314
            links = ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
            names = set(book.namelist())
    except (zipfile.BadZipFile, zlib.error, KeyError, ET.ParseError) as error:
        raise problems.damaged(path) from error
    targets = {
        link.get("Id", ""): link.get("Target", "").removeprefix("/").removeprefix("xl/")
        for link in links
    }
    parts = {}
    for sheet in [*workbook.iter(f"{_MAIN}sheet"), *workbook.iter(f"{_STRICT}sheet")]:
        relation = next((sheet.get(key) for key in _RELATION if sheet.get(key)), "")
        part = "xl/" + targets.get(relation or "", "")
        if part in names:
            parts[sheet.get("name", "")] = _Part(part)
    return parts


def _load(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path)


def _guarded(path: Path, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call into calamine and say what it raises; it may even panic on a broken file."""
    from python_calamine import CalamineError, PasswordError

    try:
        with problems.reading(path):
            return call(*args, **kwargs)
    except PasswordError as error:
        raise problems.protected(path) from error
    except CalamineError as error:
        raise problems.damaged(path) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # pyo3's, which is no Exception
            raise problems.damaged(path) from error
        raise

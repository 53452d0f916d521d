"""Opening a table somebody hands in: .xlsx, .xls, .ods or .csv, whatever its name says.

The header row is looked for among the first rows, as titles and notes often stand above it;
of several sheets the one that fits best is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol, Self

from gridterm.spreadsheet import problems
from gridterm.spreadsheet.delimited import Delimited, open_delimited
from gridterm.spreadsheet.mapping import FieldSpec, match_columns
from gridterm.spreadsheet.sniffing import Form, form_of
from gridterm.spreadsheet.values import Value, text_of
from gridterm.text import clean_line

HEADER_ROWS = 20
HEADER_LENGTH = 60
Row = tuple[int, Sequence[Value]]


class _Source(Protocol):
    """Where a table's rows come from."""

    sheets: tuple[str, ...]
    visible: tuple[str, ...]

    def rows(self, sheet: str) -> Iterator[tuple[int, list[Value]]]:
        """The rows with their numbers, from 1."""
        ...

    def total(self, sheet: str) -> int | None:
        """The number of the last row, where it is known."""
        ...

    def forget(self, keep: str | None = None) -> None:
        """Give back the memory of every sheet but ``keep``."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


class _Text:
    """A text file as a source of one sheet without a name."""

    sheets: tuple[str, ...] = ("",)
    visible: tuple[str, ...] = ("",)

    def __init__(self, text: Delimited) -> None:
        self._text = text

    def rows(self, _sheet: str) -> Iterator[tuple[int, list[Value]]]:
        """The rows with their numbers, from 1."""
        for number, cells in self._text.rows():
            yield number, list(cells)

    def total(self, _sheet: str) -> int | None:
        """The number of lines: texts with line breaks take several."""
        return self._text.lines

    def forget(self, keep: str | None = None) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing stays open."""


class Table:
    """An opened table; close it, or use it in a ``with`` statement.

    Attributes:
        path: the file.
        sheet: the sheet it is on, ``""`` for a text file.
        sheets: every sheet of the file.
        header: the header row's texts, cleaned.
        header_row: its row number.
        total: how many rows follow at most, None where only reading tells.
    """

    def __init__(self, path: Path, source: _Source, sheet: str, header_row: int) -> None:
        self.path = path
        self.sheet = sheet
        self.sheets = source.sheets
        self.header_row = header_row
        self._source = source
        header = next(cells for number, cells in source.rows(sheet) if number == header_row)
        self.header = _texts(header)
        last = source.total(sheet)
        self.total = None if last is None else max(0, last - header_row)

    def rows(self) -> Iterator[Row]:
        """The filled rows below the header with their row numbers; again from the start each time.

        A row may be shorter or longer than the header; an empty cell is ``""``.

        Raises:
            FileProblemError: the file cannot be read to its end.
        """
        for number, cells in self._source.rows(self.sheet):
            if number > self.header_row and any(cell not in {"", None} for cell in cells):
                yield number, cells

    def close(self) -> None:
        """Give back the file and its memory."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def open_table(
    path: Path,
    sheet: str | None = None,
    fields: Sequence[FieldSpec] = (),
    chosen: Mapping[str, str] | None = None,
) -> Table:
    """Open a table and find its header row.

    Args:
        path: the file.
        sheet: the sheet to read; by default the one whose header fits ``fields`` best.
        fields: what the caller looks for; without any, the first row with two filled cells
            is the header.
        chosen: columns given by hand, whose header texts help to find the header row.

    Returns:
        The table, to be closed by the caller.

    Raises:
        FileProblemError: missing, a folder, empty, damaged, protected, in use, no table.
    """
    form = form_of(path)
    source = _source(path, form)
    try:
        return _best(path, source, _wanted(path, source, sheet), fields, chosen or {})
    except BaseException:
        source.close()
        raise


def _wanted(path: Path, source: _Source, sheet: str | None) -> tuple[str, ...]:
    if sheet is None:
        return source.visible or source.sheets
    if sheet not in source.sheets:
        raise problems.no_sheet(path, sheet, source.sheets)
    return (sheet,)


def _source(path: Path, form: Form) -> _Source:
    if form is Form.TEXT:
        return _Text(open_delimited(path))
    from gridterm.spreadsheet.workbook import Workbook

    return Workbook(path, form)


def _best(
    path: Path,
    source: _Source,
    names: Sequence[str],
    fields: Sequence[FieldSpec],
    chosen: Mapping[str, str],
) -> Table:
    best: tuple[int, str, int] | None = None
    for name in names:
        found = _find_header(source, name, fields, chosen)
        if found and (best is None or found[0] > best[0]):
            best = (found[0], name, found[1])
        source.forget(best[1] if best else None)
    if best is None:
        raise problems.empty(path)
    return Table(path, source, best[1], best[2])


def _find_header(
    source: _Source, sheet: str, fields: Sequence[FieldSpec], chosen: Mapping[str, str]
) -> tuple[int, int] | None:
    """(How many fields it names, row number) of the likeliest header; None in an empty sheet."""
    best: tuple[int, int] | None = None
    plain: int | None = None
    given = set(chosen.values())
    for number, cells in islice(source.rows(sheet), HEADER_ROWS):
        texts = _texts(cells)
        filled = [text for text in texts if text]
        if not filled:
            continue
        if plain is None and (len(filled) > 1 or best is None):
            plain = number if len(filled) > 1 else plain
        best = best or (0, number)
        if any(len(text) > HEADER_LENGTH for text in filled):
            continue
        score = len(match_columns(texts, fields).columns) + len(given & set(filled))
        if score > best[0]:
            best = (score, number)
    if best and best[0] == 0 and plain is not None:
        return 0, plain
    return best


def _texts(cells: Sequence[Value]) -> tuple[str, ...]:
    texts = [clean_line(text_of(cell)) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)

"""Workbooks that are looked at and printed: marks in ruled cells, formulas with their values.

Rows are written as they come, so memory does not grow with them. A formula is saved with the
value it has, so programs that do not calculate read it too; those that do, calculate it anew.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridterm.spreadsheet import problems, writing

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles.cell_style import StyleArray

CHUNK = 1 << 20
OVERLAP = 64
SHORT = 2
A4 = 9
MARGINS = (0.35, 0.35, 0.35, 0.55, 0.2, 0.3)
"""In inches: left, right, top, bottom, header, footer."""
LINE = "8C98A4"
_EMPTY_VALUE = re.compile(rb"</f><v\s*/>|</f><v></v>")


@dataclass(frozen=True, eq=False)
class Look:
    """How a cell looks. ``fill`` and ``color`` are RRGGBB; ``rotation`` as Excel counts it.

    A look is known by itself, not by what it says: it is looked up for every cell.
    """

    size: float = 9
    bold: bool = False
    color: str = "000000"
    fill: str = ""
    across: str = "center"
    up: str = "center"
    wrap: bool = False
    ruled: bool = True
    rotation: int = 0
    form: str = "General"


@dataclass(frozen=True)
class Formula:
    """A formula (with its ``=``) and the value it has now."""

    text: str
    value: float


Content = str | int | float | date | datetime | Formula | None
Pair = tuple[Content, Look]


@dataclass(frozen=True)
class Page:
    """A sheet's shape: widths in characters, heights in points, ``header`` rows repeated in print.

    ``freeze`` is the first cell that scrolls. ``row_height`` 0 leaves each row as high as its
    texts need.
    """

    widths: Sequence[float]
    header: int
    freeze: str
    row_height: float = 0
    heights: dict[int, float] = field(default_factory=dict)


class StyledSheet:
    """One sheet being written, row after row."""

    def __init__(self, target: Any, page: Page) -> None:  # noqa: ANN401 - openpyxl's
        self.rows = 0
        self.values = array("d")
        self._target = target
        self._merged: list[str] = []
        self._styles: dict[tuple[Look, bool], StyleArray] = {}
        self._marks: dict[Pair, Cell] = {}
        _set_up(target, page)
        # Written in one go at the end; openpyxl's own collection compares each with all others.
        target.merged_cells = self._merged

    def add(self, cells: Sequence[Pair | None]) -> int:
        """Write a row; returns its number."""
        self._target.append([None if one is None else self._cell(one) for one in cells])
        self.rows += 1
        return self.rows

    def merge(self, area: str) -> None:
        """Make one cell of an area such as ``A1:C2``."""
        self._merged.append(area)

    def allow_only(self, area: str, choices: Sequence[str], title: str, hint: str) -> None:
        """Offer ``choices`` in an area, and ask before anything else is put in."""
        from openpyxl.worksheet.datavalidation import DataValidation

        rule = DataValidation(
            type="list",
            formula1=f'"{",".join(choices)}"',
            allow_blank=True,
            errorStyle="warning",
            showErrorMessage=True,
            errorTitle=title,
            error=hint,
        )
        rule.add(area)
        self._target.data_validations.append(rule)

    def colour_where(self, area: str, condition: str, color: str) -> None:
        """Show cells of an area in another colour while a condition holds for them."""
        from openpyxl.formatting.rule import FormulaRule
        from openpyxl.styles import Font

        font = Font(color=color, bold=True)
        rule = FormulaRule(formula=[condition], font=font)  # type: ignore[no-untyped-call]
        self._target.conditional_formatting.add(area, rule)

    def discard(self) -> None:
        """Remove the temporary file of a sheet that is not saved."""
        writing.discard(self._target)

    def _cell(self, pair: Pair) -> Cell:
        content, look = pair
        if not isinstance(content, str) or len(content) > SHORT:
            return self._made(content, look)
        cell = self._marks.get(pair)
        if cell is None:
            # A mark is written before the next one needs the cell, so all its places share it.
            cell = self._marks[pair] = self._made(content, look)
        return cell

    def _made(self, content: Content, look: Look) -> Cell:
        from openpyxl.cell import Cell

        cell: Any = Cell(self._target, row=1, column=1)
        text = ""
        match content:
            case Formula():
                cell._value, cell.data_type = content.text, "f"  # noqa: SLF001 - no parsing
                self.values.append(content.value)
            case str() if content:
                text = writing.cell_text(content)
                cell._value, cell.data_type = text, "s"  # noqa: SLF001 - never a formula
            case int() | float() | date() | time():
                cell.value = content
        cell._style = self._style(look, quoted=text.startswith(writing.FORMULA_STARTS))  # noqa: SLF001
        return cell  # type: ignore[no-any-return]

    def _style(self, look: Look, *, quoted: bool) -> StyleArray:
        style = self._styles.get((look, quoted))
        if style is None:
            style = self._styles[look, quoted] = _style(self._target, look)
            style.quotePrefix = int(quoted)
        return style


class StyledBook:
    """A workbook being written; used through ``writing_book``."""

    def __init__(self) -> None:
        from openpyxl import Workbook

        self._book = Workbook(write_only=True)
        self._names: set[str] = set()
        self.sheets: list[StyledSheet] = []

    def sheet(self, title: str, page: Page) -> StyledSheet:
        """A new sheet behind the others."""
        name = writing.sheet_name(title, self._names)
        made = StyledSheet(self._book.create_sheet(name), page)
        self.sheets.append(made)
        return made

    def save(self, path: Path) -> None:
        """Write the file with the formulas' values in it."""
        values = {
            f"xl/worksheets/sheet{place}.xml": sheet.values
            for place, sheet in enumerate(self.sheets, 1)
            if sheet.values
        }
        writing.save_into(self._book, _Archive(path, values))


@contextmanager
def writing_book(
    path: Path, *, overwrite: bool = True
) -> Iterator[tuple[StyledBook, Callable[[], Path]]]:
    """A workbook to fill; it appears under its name, whole, when the block ends well.

    Yields:
        The workbook, and a function that tells the final name after the block.

    Raises:
        FileProblemError: no such folder, read-only, in use, or the disk is full.
    """
    book = StyledBook()
    done: list[Path] = []
    try:
        with problems.writing(path):
            yield book, lambda: done[0]
        with writing.replacing(path, overwrite=overwrite) as (unfinished, final):
            book.save(unfinished)
        done.append(final())
    finally:
        for sheet in book.sheets:
            sheet.discard()


class _Archive(zipfile.ZipFile):
    """The file's parts; formulas of sheets get the values that openpyxl leaves out."""

    def __init__(self, path: Path, values: dict[str, array[float]]) -> None:
        super().__init__(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self._values = values

    def write(  # type: ignore[override]
        self,
        filename: str,
        arcname: str | None = None,
        *others: Any,  # noqa: ANN401 - as zipfile has it
    ) -> None:
        """Put a file in; a sheet's formulas with their values."""
        values = self._values.pop(arcname or "", None)
        if values is None:
            super().write(filename, arcname, *others)
            return
        part = zipfile.ZipInfo(arcname or "", date_time=(1980, 1, 1, 0, 0, 0))
        part.compress_type = zipfile.ZIP_DEFLATED
        with Path(filename).open("rb") as source, self.open(part, "w", force_zip64=True) as target:
            for piece in _with_values(source, values):
                target.write(piece)


def _with_values(source: Any, values: array[float]) -> Iterator[bytes]:  # noqa: ANN401 - a file
    """A sheet's XML with a value in every formula's cell, in their order."""
    following = iter(values)

    def value(_found: re.Match[bytes]) -> bytes:
        return b"</f><v>%s</v>" % f"{next(following):.15g}".encode()

    rest = b""
    while chunk := source.read(CHUNK):
        data = rest + chunk
        end = data.rfind(b"</c>")
        if end < 0:
            end = max(0, len(data) - OVERLAP)
        yield _EMPTY_VALUE.sub(value, data[:end])
        rest = data[end:]
    yield _EMPTY_VALUE.sub(value, rest)
    if next(following, None) is not None:
        message = "a formula was written without a place for its value"
        raise RuntimeError(message)


def _set_up(target: Any, page: Page) -> None:  # noqa: ANN401 - openpyxl's
    """Widths, heights, frozen panes; in print A4 on its side, one page wide, header repeated."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    for index, cells in enumerate(page.widths, 1):
        target.column_dimensions[get_column_letter(index)].width = cells
    for row, points in page.heights.items():
        target.row_dimensions[row].height = points
    if page.row_height:
        target.sheet_format.defaultRowHeight = page.row_height
        target.sheet_format.customHeight = True
    target.freeze_panes = page.freeze
    target.print_title_rows = f"1:{page.header}"
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = A4
    target.page_setup.fitToWidth = 1
    target.page_setup.fitToHeight = 0
    target.print_options.horizontalCentered = True
    target.page_margins = PageMargins(*MARGINS)
    target.oddFooter.center.text = "&P / &N"


def _style(target: Any, look: Look) -> StyleArray:  # noqa: ANN401 - openpyxl's
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell: Any = Cell(target, row=1, column=1)
    cell.font = Font(size=look.size, bold=look.bold, color=look.color)
    if look.fill:
        cell.fill = PatternFill("solid", start_color=look.fill)
    if look.ruled:
        side = Side("thin", color=LINE)
        cell.border = Border(side, side, side, side)
    cell.alignment = Alignment(
        horizontal=look.across, vertical=look.up, wrap_text=look.wrap, text_rotation=look.rotation
    )
    cell.number_format = look.form
    return copy(cell._style)  # type: ignore[no-any-return]  # noqa: SLF001 - shared by many cells

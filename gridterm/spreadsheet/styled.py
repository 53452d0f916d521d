"""Workbooks that are looked at and printed: marks in ruled cells, formulas with their values.

Rows are written as they come, so memory does not grow with them. A formula is saved with the
value it has, so programs that do not calculate read it too; those that do, calculate it anew.
openpyxl writes no such values, and takes its time over each cell; so the rows are written here
and put into the sheet that it makes.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from gridterm.spreadsheet import problems, writing

if TYPE_CHECKING:
    from openpyxl.styles.cell_style import StyleArray

CHUNK = 1 << 20
IN_MEMORY = 8 << 20
AT_ONCE = 256
"""Rows that are put together before they go to the file."""
SHORT, KEPT = 40, 20_000
"""Texts up to this length are kept as they are written, and how many: most come again."""
A4 = 9
MARGINS = (0.35, 0.35, 0.35, 0.55, 0.2, 0.3)
"""In inches: left, right, top, bottom, header, footer."""
LINE = "8C98A4"
FIRST_YEAR = 1900
DAY_ZERO = datetime(1899, 12, 30)
ONE_DAY = timedelta(days=1)
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")
_SPACES = ' xml:space="preserve"'


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


@dataclass(frozen=True, eq=False)
class Formula:
    """A formula (with its ``=``) and the value it has now.

    Known by itself, as a look is: each stands in one cell.
    """

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
        self._target = target
        self._heights = page.heights
        self._merged: list[str] = []
        self._styles: dict[tuple[Look, bool], int] = {}
        self._kept: dict[Pair, str] = {}
        self._waiting: list[str] = []
        self._file: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        _set_up(target, page)
        # Written in one go at the end; openpyxl's own collection compares each with all others.
        target.merged_cells = self._merged

    def add(self, cells: Sequence[Pair | None]) -> int:
        """Write a row; returns its number."""
        self.rows += 1
        height = self._heights.get(self.rows)
        high = f' ht="{height:g}" customHeight="1"' if height else ""
        kept, end = self._kept, f'{self.rows}"'
        parts = [f'<row r="{end}{high}>']
        for place, pair in enumerate(cells):
            if pair is not None:
                parts += (_opening(place), end, kept.get(pair) or self._cell(pair))
        parts.append("</row>")
        self._waiting.append("".join(parts))
        if len(self._waiting) >= AT_ONCE:
            self._flush()
        return self.rows

    def written(self) -> Iterator[bytes]:
        """The rows as they stand in the file, piece by piece."""
        self._flush()
        self._file.seek(0)
        while chunk := self._file.read(CHUNK):
            yield chunk

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
        """Give back the temporary files."""
        self._file.close()
        writing.discard(self._target)

    def _flush(self) -> None:
        self._file.write("".join(self._waiting).encode())
        self._waiting.clear()

    def _cell(self, pair: Pair) -> str:
        """A cell's XML behind its place."""
        content, look = pair
        made = self._made(content, look)
        if isinstance(content, str) and len(content) <= SHORT and len(self._kept) < KEPT:
            self._kept[pair] = made
        return made

    def _made(self, content: Content, look: Look) -> str:
        if isinstance(content, str) and content:
            text = writing.cell_text(content)
            style = self._style(look, quoted=text.startswith(writing.FORMULA_STARTS))
            return f' s="{style}" t="inlineStr"><is><t{_SPACES}>{escape(text)}</t></is></c>'
        style = self._style(look, quoted=False)
        if isinstance(content, Formula):
            formula = escape(content.text.removeprefix("="))
            return f' s="{style}"><f>{formula}</f><v>{content.value:.15g}</v></c>'
        if isinstance(content, int | float):
            return f' s="{style}"><v>{content:.15g}</v></c>'
        if isinstance(content, date):
            return f' s="{style}"><v>{_serial(content):.15g}</v></c>'
        return f' s="{style}"/>'

    def _style(self, look: Look, *, quoted: bool) -> int:
        known = self._styles.get((look, quoted))
        if known is None:
            style = _style(self._target, look)
            style.quotePrefix = int(quoted)
            known = self._styles[look, quoted] = self._target.parent._cell_styles.add(style)  # noqa: SLF001
        return known


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
        sheets = {
            f"xl/worksheets/sheet{place}.xml": sheet for place, sheet in enumerate(self.sheets, 1)
        }
        writing.save_into(self._book, _Archive(path, sheets))


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
    """The file's parts; sheets get their rows."""

    def __init__(self, path: Path, sheets: Mapping[str, StyledSheet]) -> None:
        super().__init__(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self._sheets = sheets

    def write(  # type: ignore[override]
        self,
        filename: str,
        arcname: str | None = None,
        *others: Any,  # noqa: ANN401 - as zipfile has it
    ) -> None:
        """Put a file in; a sheet with its rows."""
        sheet = self._sheets.get(arcname or "")
        if sheet is None:
            super().write(filename, arcname, *others)
            return
        frame = Path(filename).read_bytes()
        place = _NO_ROWS.search(frame)
        if place is None:
            message = "openpyxl left no place for the rows"
            raise RuntimeError(message)
        part = zipfile.ZipInfo(arcname or "", date_time=(1980, 1, 1, 0, 0, 0))
        part.compress_type = zipfile.ZIP_DEFLATED
        with self.open(part, "w", force_zip64=True) as target:
            target.write(frame[: place.start()] + b"<sheetData>")
            for piece in sheet.written():
                target.write(piece)
            target.write(b"</sheetData>" + frame[place.end() :])


@cache
def _opening(place: int) -> str:
    """The beginning of a cell of a column, up to its row."""
    from openpyxl.utils import get_column_letter

    return f'<c r="{get_column_letter(place + 1)}'


def _serial(when: date) -> float:
    """A date or a moment as a spreadsheet counts it: in days.

    Before March 1900 that is not the days since: spreadsheets know a 29 February 1900.
    """
    if when.year <= FIRST_YEAR:
        from openpyxl.utils.datetime import to_excel

        return float(to_excel(when))  # type: ignore[no-untyped-call]
    if isinstance(when, datetime):
        return (when - DAY_ZERO) / ONE_DAY
    return when.toordinal() - DAY_ZERO.toordinal()


def _set_up(target: Any, page: Page) -> None:  # noqa: ANN401 - openpyxl's
    """Widths, heights, frozen panes; in print A4 on its side, one page wide, header repeated."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    for index, cells in enumerate(page.widths, 1):
        target.column_dimensions[get_column_letter(index)].width = cells
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

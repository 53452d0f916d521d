"""Forms, tables and bars in Word, each a table of fixed columns."""

from __future__ import annotations

from gridterm.i18n import CHINESE
from gridterm.printing.document import (
    Align,
    BarChart,
    Document,
    Field,
    KeyValueTable,
    Table,
)
from gridterm.printing.word_parts import BODY, HEI, Cell, Row, Ruled
from gridterm.printing.wording import (
    JOINED_BARS,
    MANY,
    TALL,
    TINY,
    column_shares,
    lines_of,
    printable,
    tall_rows,
)

FORM_SIZE = 12.0
LABEL, ENGLISH_LABEL = 82.0, 112.0  # points: five characters of 12 pt and the cell's margins
LINE = 16.2  # points kept for a line of handwriting
PARTS, LABEL_PARTS, NUMBER_PARTS = 60, 14, 8
BAR = "828282"


def form(block: KeyValueTable, room: float, document: Document) -> Ruled:
    """A ruled form, ``room`` points wide."""
    label = LABEL if document.language == CHINESE else ENGLISH_LABEL
    value = room / block.pairs - label
    rows = [
        Row(
            [
                cell
                for one, span in zip(row, block.spans(row), strict=True)
                for cell in _field(one, span)
            ],
            whole=all(lines_of(one.value, value / FORM_SIZE * 2) <= TALL for one in row),
            height=max(one.lines for one in row) * LINE + 2 * document.padding - 4,
        )
        for row in block.rows
    ]
    return Ruled(
        (label, value) * block.pairs,
        rows,
        FORM_SIZE,
        padding=document.padding,
        sides=document.sides,
    )


def _field(one: Field, span: int) -> tuple[Cell, Cell]:
    return (
        Cell(printable(one.label), align=Align.CENTER),
        Cell(printable(one.value), span=2 * span - 1, top=one.lines > 1),
    )


def table(block: Table, room: float, size: float, document: Document) -> Ruled:
    """A ruled table whose header is repeated, ``room`` points wide, in type of ``size``."""
    size = min(TINY, size) if len(block.header) > MANY else size
    cells = room * 2 / size
    head = Row([Cell(printable(one), HEI, Align.CENTER) for one in block.header], head=True)
    rows = [
        Row(
            [
                Cell(printable(text), BODY, align)
                for text, align in zip(row, block.aligned, strict=True)
            ],
            whole=not tall,
        )
        for row, tall in zip(block.rows, tall_rows(block, cells), strict=True)
    ]
    shares = column_shares(block, cells)
    widths = [room * share for share in shares]
    padding = block.padding or document.padding
    return Ruled(widths, [head, *rows], size, padding=padding, sides=document.sides)


def bars(block: BarChart, room: float, size: float) -> Ruled:
    """Bars as shaded cells of a table without lines: they print the same everywhere."""
    most = PARTS - LABEL_PARTS - NUMBER_PARTS
    rows = []
    for left, bar, share in zip(
        range(len(block.bars), 0, -1), block.bars, block.shares, strict=True
    ):
        parts = round(share * most)
        words = printable(bar.words + block.unit)
        cells = [Cell(printable(bar.label) + " ", BODY, Align.RIGHT, span=LABEL_PARTS)]
        if parts:
            cells.append(Cell(span=parts, fill=BAR))
        cells.append(Cell(f" {words}", span=PARTS - LABEL_PARTS - parts))
        rows.append(Row(cells, joined=left > 1 and len(block.bars) <= JOINED_BARS))
    return Ruled([room / PARTS] * PARTS, rows, size, lines=False)

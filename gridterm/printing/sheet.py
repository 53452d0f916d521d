"""Official papers that should stay on one sheet: tables and notes as large as they fit there."""

from __future__ import annotations

from dataclasses import replace

from gridterm.printing.document import Block, Document, Note, Paragraph, Table
from gridterm.printing.wording import (
    MANY,
    POINTS,
    TINY,
    column_widths,
    margins,
    sheet,
    text_width,
)
from gridterm.text import width

SIZES = (12.0, 11.0, 10.5, 10.0, 9.5, 9.0)
COMFORTABLE = 10.5
LETTERHEAD, TITLE_LINE, UNDER_TITLE, UNDER_META, GAP = 29.0, 35.0, 12.0, 9.0, 13.0
TITLE_SIZE, BODY_SIZE, PITCH = 22.0, 16.0, 28.95
LATIN = 0.15
"""How much wider than half a Chinese character a digit or letter may come out, in such halves."""
LINE = 1.5
"""From line to line, as a part of the type's size."""


def fitted_sheet(document: Document) -> Document | None:
    """The document with the largest type in which it stays on one sheet.

    Args:
        document: of layout ``OFFICIAL``, of tables, notes and paragraphs.

    Returns:
        The document with its ``dense``; None where it needs more than one sheet.
    """
    for size in SIZES:
        one = replace(document, dense=size)
        if _height(one) <= _room(one):
            return one
    return None


def over_sheets(document: Document) -> Document:
    """The document over as many sheets as it takes, in type that reads comfortably."""
    return replace(document, dense=COMFORTABLE)


def _room(document: Document) -> float:
    top, _right, bottom, _left = margins(document)
    return (sheet(document)[1] - top - bottom) * POINTS


def _height(document: Document) -> float:
    """About how high it is in points, a little too high rather."""
    size, room = document.dense, text_width(document)
    head = LETTERHEAD if document.letterhead else 0
    head += _lines(document.title, room * 2 / TITLE_SIZE) * TITLE_LINE + UNDER_TITLE
    if document.meta:
        lines = sum(_lines(line, room * 2 / size) for line in document.meta)
        head += lines * size * LINE + UNDER_META
    return head + sum(_block(block, document, room) for block in document.body)


def _block(block: Block, document: Document, room: float) -> float:
    size = document.dense
    match block:
        case Table():
            caption = size * LINE + GAP if block.caption else 0
            return caption + GAP + _table(block, document, room)
        case Note():
            return GAP + _lines(block.text, room * 2 / size) * size * LINE
        case Paragraph():
            text = "".join(run.text for run in block.runs)
            return _lines(text, room * 2 / BODY_SIZE) * PITCH
        case _:
            raise TypeError(block)


def _table(block: Table, document: Document, room: float) -> float:
    size = document.dense
    size = min(TINY, size) if len(block.header) > MANY else size
    sides = 2 * document.sides * 2 / size
    columns = [max(1.0, wide - sides) for wide in column_widths(block, room * 2 / size)]
    free = 2 * (block.padding or document.padding)
    return sum(
        max(_lines(cell, wide) for cell, wide in zip(row, columns, strict=True)) * size * LINE
        - size * (LINE - 1)
        + free
        for row in (block.header, *block.rows)
    )


def _lines(text: str, cells: float) -> int:
    """How many lines ``text`` takes; digits and letters may be wider than half a character."""
    return sum(
        1 + int((width(line) + LATIN * sum(map(str.isascii, line))) / cells)
        for line in text.split("\n")
    )

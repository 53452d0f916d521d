"""Posters: one sheet A4 in the largest type its texts leave room for, never more than one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gridterm.printing.document import (
    Block,
    Document,
    Heading,
    Note,
    Paragraph,
    Signoff,
    Spacer,
)
from gridterm.printing.wording import (
    A4,
    POINTS,
    POSTER_PITCH,
    POSTER_SMALL,
    POSTER_TITLE,
    margins,
    paragraph_lines,
    text_width,
)
from gridterm.text import width

SIZES = (
    *(36.0, 34.0, 32.0, 30.0, 28.0, 26.0, 25.0, 24.0, 23.0, 22.0, 21.0, 20.0, 19.0, 18.0, 17.0),
    *(16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.0),
)
HEAD, ROOM, WIDER = 1.5, 0.95, 1.05
"""Lines kept free round the title; how much of the sheet is used, how much wider a line may come
out: Word, with typefaces of its own, stays on the sheet too."""


def fitted(document: Document, smallest: float = SIZES[-1]) -> Document | None:
    """The poster in the largest type in which it stays on one sheet.

    Args:
        document: of layout ``POSTER``, with headings, paragraphs, notes, spacers, a signoff.
        smallest: points below which nobody reads it.

    Returns:
        The document with its ``size``; None where it would need more than one sheet.
    """
    for size in SIZES:
        one = replace(document, size=size)
        if size >= smallest and _height(one) <= _room(one):
            return one
    return None


def _room(document: Document) -> float:
    top, _right, bottom, _left = margins(document)
    return (A4[not document.landscape] - top - bottom) * POINTS * ROOM


def _height(document: Document) -> float:
    """About how high it is in points, a little too high rather."""
    size = document.size
    pitch = size * POSTER_PITCH
    title = _lines([document.title], document, size * POSTER_TITLE)
    height = title * size * POSTER_TITLE * POSTER_PITCH + HEAD * pitch
    height += pitch * _lines([document.letterhead], document, size) if document.letterhead else 0
    height += pitch if document.meta else 0
    return height + sum(_block_height(block, document) for block in document.body)


def _block_height(block: Block, document: Document) -> float:
    size = document.size
    pitch = size * POSTER_PITCH
    match block:
        case Heading():
            return pitch * _lines([f"一十一、{block.text}"], document, size)
        case Paragraph():
            indent = "    " if block.indent else ""
            texts = [indent + "".join(run.text for run in line) for line in paragraph_lines(block)]
            return pitch * _lines(texts, document, size)
        case Note():
            return pitch * _lines([block.text], document, size * POSTER_SMALL)
        case Signoff():
            return pitch * (1 + len(block.lines))
        case Spacer():
            return pitch * block.lines
        case _:
            raise TypeError(block)


def _lines(texts: Sequence[str], document: Document, size: float) -> int:
    cells = text_width(document) * 2 / size
    return sum(1 + int(width(line) * WIDER / cells) for text in texts for line in text.split("\n"))

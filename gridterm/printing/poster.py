"""Posters: one sheet in the largest type its texts leave room for, never more than one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import floor

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
    POINTS,
    POSTER_PITCH,
    POSTER_SMALL,
    POSTER_TITLE,
    larger,
    margins,
    paragraph_lines,
    sheet,
    text_width,
)
from gridterm.text import width

SIZES = (
    *(36.0, 34.0, 32.0, 30.0, 28.0, 26.0, 25.0, 24.0, 23.0, 22.0, 21.0, 20.0, 19.0, 18.0, 17.0),
    *(16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.0),
)
LARGE = 20.0
"""Points on A4 from which a line is read from afar, so that larger type need not break it."""
GAPS = (1.4, 1.2, 1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2)
HEAD, ROOM, WIDER = 1.5, 0.95, 1.05
"""Lines kept free round the title; how much of the sheet is used, how much wider a line may come
out: Word, with typefaces of its own, stays on the sheet too."""


def fitted(document: Document, smallest: float = SIZES[-1]) -> Document | None:
    """The poster in the largest type in which it stays on one sheet.

    Args:
        document: of layout ``POSTER``, with headings, paragraphs, notes, spacers, a signoff.
        smallest: points below which nobody reads it, on A4.

    Returns:
        The document with its ``size``; None where it would need more than one sheet.
    """
    for size in SIZES:
        one = replace(document, size=floor(size * larger(document) * 2) / 2)
        if size >= smallest and _height(one) <= _room(one):
            return one
    return None


def spread(document: Document, smallest: float = SIZES[-1]) -> Document | None:
    """The poster with room between its paragraphs, each of them on one line where that is large.

    Args:
        document: as for ``fitted``, of paragraphs that belong together: rules to hang up.
        smallest: points below which nobody reads it, on A4.

    Returns:
        The document with its ``size`` and the room filled; None as for ``fitted``.
    """
    fitting = fitted(_gapped(document, GAPS[-1]), smallest)
    if fitting is None:
        return None
    size = next((one for one in _large(fitting) if _unbroken(replace(fitting, size=one))), 0.0)
    ways = (replace(_gapped(document, gap), size=size or fitting.size) for gap in GAPS)
    return next((one for one in ways if _height(one) <= _room(one)), fitting)


def _large(document: Document) -> Iterator[float]:
    """The sizes it may have and still be large, the largest first."""
    sizes = (floor(size * larger(document) * 2) / 2 for size in SIZES if size >= LARGE)
    return (size for size in sizes if size <= document.size)


def _unbroken(document: Document) -> bool:
    """Whether each paragraph is one line."""
    return all(
        _block_height(one, document) <= document.size * POSTER_PITCH
        for one in document.body
        if isinstance(one, Paragraph)
    )


def _gapped(document: Document, lines: float) -> Document:
    """The document with so many empty lines before each paragraph."""
    blocks: list[Block] = []
    for one in document.body:
        if isinstance(one, Paragraph):
            blocks.append(Spacer(lines))
        blocks.append(one)
    return replace(document, body=tuple(blocks))


def _room(document: Document) -> float:
    top, _right, bottom, _left = margins(document)
    return (sheet(document)[1] - top - bottom) * POINTS * ROOM


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

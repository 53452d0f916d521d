"""What all writers say the same: heading numbers, shares of columns, texts that can be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import Formatter

from gridterm.i18n import CHINESE, _
from gridterm.printing.document import (
    Block,
    Document,
    Heading,
    Layout,
    Paper,
    Paragraph,
    Run,
    Signer,
    Table,
)
from gridterm.text import width

CHINESE_DIGITS = "〇一二三四五六七八九"
NARROWEST, WIDEST = 4, 44
SHORT, LEAST = 18, 10  # cells: a column that keeps its width; what a long one needs at least
PADDING = 2
TALL = 12  # lines from which a row may be torn over two pages
MANY, TINY = 8, 9.0  # columns from which the type of a table is tiny; how tiny
JOINED_BARS = 20  # a chart of at most so many bars is kept on one page
PAGE, PAGES = "page", "pages"
UPRIGHT = (37.0, 26.0, 35.0, 28.0)  # mm: top, right, bottom, left (RULEBOOK §9)
ON_THE_WALL = (25.0, 20.0, 25.0, 20.0)  # a poster is not bound: the same at both sides
POSTER_TITLE, POSTER_SMALL, POSTER_FOOT, POSTER_PITCH = (
    1.7,
    0.7,
    0.6,
    1.5,
)  # parts of a poster's type size
SHEETS = {Paper.A4: (210.0, 297.0), Paper.A3: (297.0, 420.0)}  # mm: short side, long side
POINTS = 72 / 25.4

# What no font shows and no XML file may hold; line feeds stay.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


_WORD = re.compile("[!-~]+")
LATIN_WIDTH = 1.25  # cells a letter may take in a proportional typeface, capitals among them


def printable(text: str) -> str:
    """``text`` without what cannot stand on paper: tabs become blanks, control characters go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x0b", "\n")
    return _UNPRINTABLE.sub("", text)


def soften(text: str, cells: float) -> str:
    """``text`` with places to break in words too long for ``cells``: links, rows of letters.

    Words that fit stay as they are, so that a number can be copied out of a PDF.
    """
    most = max(1, int(cells / LATIN_WIDTH))
    return _WORD.sub(
        lambda found: "\u200b".join(found[0]) if len(found[0]) > most else found[0], text
    )


def chinese_number(number: int) -> str:
    """A number from 1 to 99 as headings write it: 一, 十, 十二, 二十一; larger ones in digits."""
    tens, ones = divmod(number, 10)
    if not 1 <= number <= 99:  # noqa: PLR2004 - what two digits can say
        return str(number)
    head = "" if tens == 0 else "十" if tens == 1 else f"{CHINESE_DIGITS[tens]}十"
    return head + (CHINESE_DIGITS[ones] if ones else "")


def heading_mark(level: int, counts: Sequence[int], language: str) -> str:
    """What stands before a heading (RULEBOOK §9: 一、（一）1.（1）; in English 1, 1.1 and so on).

    Args:
        level: 1 to 4.
        counts: how many headings of each level so far, this one counted.
        language: of the document.
    """
    if language != CHINESE:
        return ".".join(str(max(1, count)) for count in counts[:level]) + ". "
    number = counts[level - 1]
    marks = (
        f"{chinese_number(number)}、",
        f"（{chinese_number(number)}）",
        f"{number}. ",
        f"（{number}）",
    )
    return marks[level - 1]


def numbered(blocks: Sequence[Block], language: str) -> Iterator[tuple[Block, str]]:
    """Each block with the mark before it, which only a numbered heading has."""
    counts = [0, 0, 0, 0]
    for block in blocks:
        if not isinstance(block, Heading) or not block.numbered:
            yield block, ""
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (len(counts) - block.level)
        yield block, heading_mark(block.level, counts, language)


def column_widths(table: Table, room: float, padding: float = PADDING) -> list[float]:
    """How wide each column is, in terminal cells with its padding; ``room`` at most in all.

    As asked, else as the texts need: where it is tight, the short columns keep what they need
    and the long texts share the rest.
    """
    if table.widths:
        return [room * weight / sum(table.widths) for weight in table.widths]
    needs = [
        padding + min(WIDEST, max(NARROWEST, *map(_widest, column)))
        for column in zip(table.header, *table.rows, strict=True)
    ]
    if sum(needs) <= room:
        return needs
    long = sum(need for need in needs if need > SHORT)
    left = room - (sum(needs) - long)
    if left >= LEAST * sum(need > SHORT for need in needs) > 0:
        return [need if need <= SHORT else need * left / long for need in needs]
    return [need * room / sum(needs) for need in needs]


def column_shares(table: Table, room: float) -> tuple[float, ...]:
    """Each column's part of a width that holds ``room`` cells of text; they sum to 1."""
    widths = column_widths(table, room)
    return tuple(wide / sum(widths) for wide in widths)


def tall_rows(table: Table, room: float) -> list[bool]:
    """Which rows are so tall that they may be torn over two pages; the others stay whole."""
    columns = [max(1.0, wide - PADDING) for wide in column_widths(table, room)]
    return [
        any(lines_of(cell, wide) > TALL for cell, wide in zip(row, columns, strict=True))
        for row in table.rows
    ]


def lines_of(text: str, cells: float) -> int:
    """About how many lines ``text`` takes in ``cells`` cells, a little too many rather."""
    return sum(1 + int(width(line) * 1.1 / cells) for line in text.split("\n"))


def margins(document: Document) -> tuple[float, float, float, float]:
    """The margins in mm: top, right, bottom, left.

    On its side the sheet is the upright one turned, so its binding edge is at the top.
    """
    top, right, bottom, left = sides = _sides(document)
    return (left, top, right, bottom) if document.landscape else sides


def _sides(document: Document) -> tuple[float, float, float, float]:
    if document.layout is not Layout.POSTER:
        return UPRIGHT
    top, right, bottom, left = (side * larger(document) for side in ON_THE_WALL)
    return top, right, bottom, left


def sheet(document: Document) -> tuple[float, float]:
    """How wide and how high the sheet is as it is read, in mm."""
    short, long = SHEETS[document.paper]
    return (long, short) if document.landscape else (short, long)


def larger(document: Document) -> float:
    """How many times A4 a sheet is in length, which is how much a poster on it grows."""
    return SHEETS[document.paper][0] / SHEETS[Paper.A4][0]


def text_width(document: Document) -> float:
    """How wide the text is between the margins, in points."""
    _top, right, _bottom, left = margins(document)
    return (sheet(document)[0] - right - left) * POINTS


def _widest(text: str) -> int:
    return max((width(line) for line in text.split("\n")), default=0)


def paragraph_lines(block: Paragraph) -> Iterator[list[Run]]:
    """The paragraphs that a text with line breaks makes, each as its runs; empty ones go."""
    lines: list[list[Run]] = [[]]
    for run in block.runs:
        for count, part in enumerate(printable(run.text).split("\n")):
            if count:
                lines.append([])
            lines[-1].append(Run(part, run.strong))
    return (line for line in lines if any(run.text.strip() for run in line))


def signed_on(signer: Signer) -> str:
    """A signature's date, or the blanks to write it in."""
    # Translators: blanks to write a date in by hand; Chinese uses wide blanks: "　　年　　月　　日"
    return signer.date or _("Date: ________")


def page_of_pages() -> tuple[tuple[str, str], ...]:
    """The parts of "page 1 of 2": (text, "") or ("", ``PAGE`` or ``PAGES``) for a number."""
    sentence = _("Page {page} of {pages}")
    parts = Formatter().parse(sentence)
    return tuple(
        part
        for text, name, _spec, _conversion in parts
        for part in ((text, ""), ("", name or ""))
        if any(part)
    )


def confidential_mark() -> str:
    """What stands on every page of a confidential document."""
    return _("Confidential: for office use only")

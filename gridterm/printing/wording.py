"""What all writers say the same: heading numbers, shares of columns, texts that can be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gridterm.i18n import CHINESE, _
from gridterm.printing.document import Block, Heading, Signer, Table
from gridterm.text import width

CHINESE_DIGITS = "〇一二三四五六七八九"
NARROWEST, WIDEST = 4, 44
PAGE, PAGES = "\ue000", "\ue001"

# What no font shows and no XML file may hold; line feeds stay.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def printable(text: str) -> str:
    """``text`` without what cannot stand on paper: tabs become blanks, control characters go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x0b", "\n")
    return _UNPRINTABLE.sub("", text)


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


def column_shares(table: Table) -> tuple[float, ...]:
    """Each column's part of the table's width: as asked, else as its texts need; they sum to 1."""
    weights: Sequence[float] = table.widths or [
        min(WIDEST, max(NARROWEST, *(_widest(text) for text in column))) + 2
        for column in zip(table.header, *table.rows, strict=True)
    ]
    whole = sum(weights)
    return tuple(weight / whole for weight in weights)


def _widest(text: str) -> int:
    return max((width(line) for line in text.split("\n")), default=0)


def signed_on(signer: Signer) -> str:
    """A signature's date, or the blanks to write it in."""
    # Translators: blanks to write a date in by hand; Chinese uses wide blanks: "　　年　　月　　日"
    return signer.date or _("Date: ____________")


def page_of_pages() -> tuple[str, ...]:
    """The parts of "page 1 of 2", with ``PAGE`` and ``PAGES`` where the numbers go."""
    sentence = _("Page {page} of {pages}").format(page=PAGE, pages=PAGES)
    return tuple(part for part in re.split(f"([{PAGE}{PAGES}])", sentence) if part)


def confidential_mark() -> str:
    """What stands on every page of a confidential document."""
    return _("Confidential: for office use only")

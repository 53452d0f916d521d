"""A document as terminal text: the same tree, measured in cells so that Chinese lines up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gridterm.printing.document import (
    Align,
    BarChart,
    Block,
    Document,
    Heading,
    KeyValueTable,
    Layout,
    Note,
    PageBreak,
    Paragraph,
    SignatureBlock,
    Signer,
    Signoff,
    Spacer,
    Table,
)
from gridterm.printing.wording import (
    column_widths,
    confidential_mark,
    numbered,
    paragraph_lines,
    printable,
    signed_on,
)
from gridterm.text import pad, width

NARROWEST = 40
EDGES = 3  # cells round a column's text: an edge, a blank at both sides
LABEL = 10  # cells of a form's label
BAR_LABEL = 16
INDENT = "    "  # two Chinese characters
NEVER_FIRST = frozenset("，。、；：？！）》〉】」』”’…—%,.;:?!)]}")
SIGNING_LINE = "__________"


def to_text(document: Document, width: int) -> str:
    """The document in lines of at most ``width`` cells (at least 40), each ended by a line feed.

    For the terminal and for ``--text``: no line starts with a closing punctuation mark.
    """
    room = max(NARROWEST, width)
    lines = [*_head(document, room)]
    for block, mark in numbered(document.body, document.language):
        lines.extend(_block(block, mark, room, document.layout))
    if document.footer and document.layout is not Layout.OFFICIAL:
        lines.extend(("", *wrapped(printable(document.footer), room)))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _head(document: Document, room: int) -> Iterator[str]:
    if document.confidential:
        yield confidential_mark()
    for text in (document.letterhead, document.title):
        if text:
            for line in wrapped(printable(text), room):
                yield aligned(line, room, Align.CENTER)
    if document.meta and document.layout is not Layout.OFFICIAL:
        yield from wrapped("   ".join(map(printable, document.meta)), room)
        return
    for text in document.meta:
        yield aligned(printable(text), room, Align.CENTER)
    yield ""


def _block(  # noqa: C901 - one case per kind
    block: Block, mark: str, room: int, layout: Layout
) -> Iterator[str]:
    match block:
        case Heading():
            yield from wrapped(INDENT + mark + printable(block.text), room)
        case Paragraph():
            yield from _paragraph(block, room)
        case KeyValueTable():
            yield from _form(block, room)
        case Table():
            yield from _table(block, room)
        case BarChart():
            yield from _bars(block, room)
        case SignatureBlock():
            yield from _signatures(block, room, beside=layout is Layout.FORM)
        case Signoff():
            yield ""
            yield from (aligned(printable(line), room, Align.RIGHT) for line in block.lines)
        case Note():
            yield from wrapped(printable(block.text), room)
        case Spacer():
            yield from [""] * max(1, round(block.lines))
        case PageBreak():
            yield "-" * room


def _paragraph(block: Paragraph, room: int) -> Iterator[str]:
    indented = block.indent and block.align is Align.LEFT
    for runs in paragraph_lines(block):
        text = "".join(run.text for run in runs)
        for line in wrapped(INDENT + text if indented else text, room):
            yield aligned(line, room, block.align)


def _form(block: KeyValueTable, room: int) -> Iterator[str]:
    value = (room - 1) // block.pairs - LABEL - EDGES * 2
    above: list[int] = []
    for row in block.rows:
        columns, texts = [], []
        for one, span in zip(row, block.spans(row), strict=True):
            columns += [LABEL, value * span + (LABEL + EDGES * 2) * (span - 1)]
            texts += [one.label, one.value]
        yield _rule(above or columns, columns)
        yield from _row(texts, columns, (Align.LEFT,) * len(columns))
        above = columns
    yield _rule(above, above)


def _table(block: Table, room: int) -> Iterator[str]:
    if block.caption:
        yield aligned(printable(block.caption), room, Align.CENTER)
    columns = [max(2, int(wide) - EDGES) for wide in column_widths(block, room - 1, EDGES)]
    rule = _rule(columns, columns)
    yield rule
    yield from _row(block.header, columns, (Align.CENTER,) * len(columns))
    yield rule
    for row in block.rows:
        yield from _row(row, columns, block.aligned)
    yield rule


def _rule(above: Sequence[int], below: Sequence[int]) -> str:
    """A line between two rows, with a corner wherever one of them has an edge."""
    corners = {
        sum(cells + EDGES for cells in columns[:count])
        for columns in (above, below)
        for count in range(len(columns) + 1)
    }
    return "".join("+" if place in corners else "-" for place in range(max(corners) + 1))


def _row(texts: Sequence[str], columns: Sequence[int], align: Sequence[Align]) -> Iterator[str]:
    wide = [wrapped(printable(text), cells) for text, cells in zip(texts, columns, strict=True)]
    for place in range(max(map(len, wide))):
        cells = (
            aligned(lines[place] if place < len(lines) else "", room, side)
            for lines, room, side in zip(wide, columns, align, strict=True)
        )
        yield "| " + " | ".join(cells) + " |"


def _bars(block: BarChart, room: int) -> Iterator[str]:
    if block.caption:
        yield aligned(printable(block.caption), room, Align.CENTER)
    numbers = [printable(bar.words + block.unit) for bar in block.bars]
    most = max(1, room - BAR_LABEL - 2 - max(map(width, numbers), default=0))
    for bar, share, number in zip(block.bars, block.shares, numbers, strict=True):
        label = aligned(pad(printable(bar.label), BAR_LABEL).rstrip(), BAR_LABEL, Align.RIGHT)
        yield f"{label} {'#' * round(share * most)} {number}"


def _signatures(block: SignatureBlock, room: int, *, beside: bool) -> Iterator[str]:
    """Roles with lines side by side; the dates under them, on forms beside them."""
    each = room // block.columns
    for first in range(0, len(block.signers), block.columns):
        signers = block.signers[first : first + block.columns]
        dates = [printable(signed_on(one)) if block.dated else "" for one in signers]
        names = [_signed(one) for one in signers]
        yield ""
        if beside:
            names = [f"{name} {date}" for name, date in zip(names, dates, strict=True)]
        yield from _side_by_side(names, each)
        if block.dated and not beside:
            yield from _side_by_side(dates, each)


def _signed(signer: Signer) -> str:
    return printable(signer.role + (signer.name or SIGNING_LINE))


def _side_by_side(texts: Sequence[str], each: int) -> Iterator[str]:
    wide = [wrapped(text, each - 2) for text in texts]
    for place in range(max(map(len, wide))):
        yield "".join(
            aligned(lines[place] if place < len(lines) else "", each, Align.LEFT) for lines in wide
        )


def aligned(line: str, room: int, side: Align) -> str:
    """``line`` with blanks round it, ``room`` cells in all (more where it is longer)."""
    free = max(0, room - width(line))
    before = {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[side]
    return " " * before + line + " " * (free - before)


def wrapped(text: str, room: int) -> list[str]:
    """The lines of ``text`` in ``room`` cells: Chinese breaks anywhere, words where they fit.

    No line starts with a closing mark; one comes down with the character before it.
    """
    return [line for part in text.split("\n") for line in _wrapped_line(part, room)]


def _wrapped_line(text: str, room: int) -> Iterator[str]:
    while width(text) > room:
        cut = _fitting(text, room)
        at = _good_break(text, cut)
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    yield text


def _fitting(text: str, room: int) -> int:
    """How many characters fit; at least one, so that every line takes something."""
    taken = 0
    for place, char in enumerate(text):
        taken += width(char)
        if taken > room:
            return max(1, place)
    return len(text)


def _good_break(text: str, cut: int) -> int:
    """The last place up to ``cut`` where a line may end; ``cut`` where there is none near."""
    start = len(text) - len(text.lstrip())
    for at in range(cut, max(start, cut // 2), -1):
        before, after = text[at - 1], text[at]
        in_word = before.isascii() and after.isascii() and not {before, after} & {" "}
        if not in_word and after not in NEVER_FIRST:
            return at
    return cut

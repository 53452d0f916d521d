"""The document tree: what a desk wants on paper, as plain data (RULEBOOK §9).

A desk builds one ``Document``; every writer (PDF, Word, terminal) makes its own of the same
tree. All texts are data: no markup is read in them, and they may hold anything a clerk typed.
Sizes, fonts and heading numbers belong to the writers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from gridterm.i18n import language

PADDING, SIDES = 5.0, 5.0
"""Points over and under the text of a cell, and beside it."""
DENSE_PADDING, DENSE_SIDES = 2 / 7, 3.0
"""The same in a dense document, the first as a part of its type's size."""


class Layout(StrEnum):
    """What kind of paper it is: that decides sizes, indents and page numbers."""

    OFFICIAL = "official"
    """Running text as GB/T 9704 sets it: 22 lines of 28 characters, page number — 1 —."""

    FORM = "form"
    """Forms and registers: smaller type in ruled cells, page 1 of 2."""

    POSTER = "poster"
    """One sheet to read from afar, in type as large as it takes (``poster.fitted``)."""


class Paper(StrEnum):
    """The size of the sheets; official papers are A4."""

    A4 = "a4"
    A3 = "a3"


class Align(StrEnum):
    """Where a text stands between its sides."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Run:
    """A stretch of text within a paragraph; ``strong`` is set in the heading typeface."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4; the writers number it 一、（一）1.（1）."""

    text: str
    level: int = 1
    numbered: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:  # noqa: PLR2004 - RULEBOOK §9 numbers four levels
            raise ValueError(self.level)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; each line of its text becomes one. ``indent`` is two characters."""

    text: str | tuple[Run, ...]
    indent: bool = True
    align: Align = Align.LEFT

    @property
    def runs(self) -> tuple[Run, ...]:
        """The text as runs, also where it was given plain."""
        return (Run(self.text),) if isinstance(self.text, str) else self.text


@dataclass(frozen=True)
class Field:
    """A labelled cell of a form.

    ``span`` is how many label-and-value pairs of the row it takes; ``lines`` keeps room for so
    many lines of handwriting.
    """

    label: str
    value: str = ""
    span: int = 1
    lines: int = 1


@dataclass(frozen=True)
class KeyValueTable:
    """A ruled form: rows of labelled cells, ``pairs`` of them side by side.

    The last field of a row takes what is left of it.
    """

    rows: tuple[tuple[Field, ...], ...]
    pairs: int = 2

    def __post_init__(self) -> None:
        for row in self.rows:
            if not row or sum(one.span for one in row) > self.pairs:
                raise ValueError(row)

    def spans(self, row: tuple[Field, ...]) -> tuple[int, ...]:
        """How many pairs each field of ``row`` takes, the row filled to its end."""
        spans = [one.span for one in row]
        spans[-1] += self.pairs - sum(spans)
        return tuple(spans)


@dataclass(frozen=True)
class Table:
    """A ruled table whose header stands again on every page.

    ``widths`` are relative (empty: as the texts need); ``align`` is one per column (empty: all
    left); ``padding`` is the room in points over and under a cell's text, where the paper's own
    (0) does not do, such as for signatures.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    align: tuple[Align, ...] = ()
    caption: str = ""
    padding: float = 0

    def __post_init__(self) -> None:
        columns = len(self.header)
        for cells in (*self.rows, self.widths or self.header, self.align or self.header):
            if len(cells) != columns:
                raise ValueError(cells)

    @property
    def aligned(self) -> tuple[Align, ...]:
        """Where each column's texts stand."""
        return self.align or (Align.LEFT,) * len(self.header)


@dataclass(frozen=True)
class Bar:
    """One bar of a chart; ``shown`` is its number in words where it is not just the value."""

    label: str
    value: float
    shown: str = ""

    @property
    def words(self) -> str:
        """The number beside the bar."""
        return self.shown or f"{self.value:g}"


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars from zero, the longest as wide as there is room; none is negative."""

    bars: tuple[Bar, ...]
    unit: str = ""
    caption: str = ""

    def __post_init__(self) -> None:
        for bar in self.bars:
            if not 0 <= bar.value < float("inf"):
                raise ValueError(bar)

    @property
    def shares(self) -> tuple[float, ...]:
        """Each bar's part of the longest, 0 to 1."""
        longest = max((bar.value for bar in self.bars), default=0) or 1
        return tuple(bar.value / longest for bar in self.bars)


@dataclass(frozen=True)
class Signer:
    """Who signs: an empty name leaves a line to write on, an empty date its blanks."""

    role: str
    name: str = ""
    date: str = ""


@dataclass(frozen=True)
class SignatureBlock:
    """The place for signatures, never torn over two pages."""

    signers: tuple[Signer, ...]
    columns: int = 2
    dated: bool = True


@dataclass(frozen=True)
class Signoff:
    """Who issues it and when, at the right under the text (落款)."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """A small remark under what it belongs to."""

    text: str


@dataclass(frozen=True)
class Spacer:
    """Empty lines."""

    lines: float = 1


@dataclass(frozen=True)
class PageBreak:
    """What follows starts a new page."""


Block = (
    Heading
    | Paragraph
    | KeyValueTable
    | Table
    | BarChart
    | SignatureBlock
    | Signoff
    | Note
    | Spacer
    | PageBreak
)


@dataclass(frozen=True)
class Office:
    """What documents say of the office: its name, the street above it, the public number."""

    name: str = ""
    street: str = ""
    hotline: str = ""

    @property
    def full_name(self) -> str:
        """The street and the community, as it goes on what leaves the house."""
        return self.name if self.name.startswith(self.street) else f"{self.street}{self.name}"


@dataclass(frozen=True)
class Document:
    """A whole document.

    Args:
        title: in large type over everything.
        body: the blocks in their order.
        meta: short lines under the title (a number, a date); on forms they share one line.
        letterhead: the office's name over the title.
        footer: beside the page number of a form: a phone, who printed it.
        confidential: a mark on every page.
        layout: running text or a form.
        landscape: the paper on its side.
        paper: the size of the sheets.
        size: of a poster's type, in points.
        dense: of the type of tables, notes and lines under the title in points, all closer
            together, for official papers that should stay on one sheet (``sheet.fitted_sheet``).
        language: which the texts are in, for line breaks and heading numbers.
    """

    title: str
    body: tuple[Block, ...]
    meta: tuple[str, ...] = ()
    letterhead: str = ""
    footer: str = ""
    confidential: bool = False
    layout: Layout = Layout.OFFICIAL
    landscape: bool = False
    paper: Paper = Paper.A4
    size: float = 16.0
    dense: float = 0.0
    language: str = field(default_factory=language)

    @property
    def padding(self) -> float:
        """Points over and under the text of a cell, unless its table has its own."""
        return self.dense * DENSE_PADDING or PADDING

    @property
    def sides(self) -> float:
        """Points left and right of the text of a cell."""
        return DENSE_SIDES if self.dense else SIDES

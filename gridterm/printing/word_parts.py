"""The Word elements python-docx has no words for: fonts by script, fields, ruled tables.

Tables are made as XML at once: through python-docx a table of 500 rows takes seconds, since
every cell is looked up from the start of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from gridterm.printing.document import PADDING, SIDES, Align

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

TITLE, BODY, HEI, KAI, SONG = ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体")
# What Word takes where a typeface is not installed, instead of guessing.
SUBSTITUTES = {TITLE: "小标宋;宋体", BODY: "仿宋", KAI: "楷体", HEI: "SimHei", SONG: "SimSun"}
TWIPS = 20
CELL_PITCH = 1.35  # line to line in a cell, as a part of the type's size
LINE_ROOM = 3.0  # points over and under the type that its line takes by itself
FONT_SLOTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")


@dataclass(frozen=True)
class Cell:
    """A cell of a ruled table; ``span`` in grid columns, ``fill`` a colour of six digits."""

    text: str = ""
    font: str = BODY
    align: Align = Align.LEFT
    span: int = 1
    fill: str = ""
    top: bool = False


@dataclass(frozen=True)
class Row:
    """A row; a ``head`` stands again on every page, ``height`` (points) is the least it takes.

    A ``whole`` row is not torn over two pages, a ``joined`` one stays with the next.
    """

    cells: Sequence[Cell]
    head: bool = False
    whole: bool = True
    joined: bool = False
    height: float = 0


@dataclass(frozen=True)
class Ruled:
    """A table: its columns in points, its rows, the size of its type, and whether it has lines.

    ``padding`` is the room over and under a cell's text, the line's own in it, and ``sides`` that
    beside it, in points.
    """

    columns: Sequence[float]
    rows: Iterable[Row]
    size: float
    lines: bool = True
    padding: float = PADDING
    sides: float = SIDES

    @property
    def spacing(self) -> int:
        """What is left of the padding over and under a cell's paragraph, in twips."""
        return max(0, round((self.padding - LINE_ROOM) * TWIPS))


def element(tag: str, /, **attributes: object) -> BaseOxmlElement:
    """A Word element, such as ``element("w:jc", val="center")``."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def fonts(name: str) -> BaseOxmlElement:
    """One typeface for every script, Chinese above all (RULEBOOK §9; CRAFT: w:eastAsia)."""
    made = element("w:rFonts", hint="eastAsia")
    for slot in FONT_SLOTS:
        made.set(qn(slot), name)
    return made


def run_properties(font: str, size: float) -> BaseOxmlElement:
    """The properties of a run: its typeface and its size in points."""
    made = element("w:rPr")
    half_points = round(size * 2)
    made.append(fonts(font))
    made.append(element("w:sz", val=half_points))
    made.append(element("w:szCs", val=half_points))
    return made


def run(text: str, font: str, size: float) -> BaseOxmlElement:
    """A run; line feeds in the text are line breaks."""
    made = element("w:r")
    made.append(run_properties(font, size))
    for count, part in enumerate(text.split("\n")):
        if count:
            made.append(element("w:br"))
        for place, piece in enumerate(part.split("\t")):
            if place:
                made.append(element("w:tab"))
            told = element("w:t")
            told.text = piece
            told.set(qn("xml:space"), "preserve")
            made.append(told)
    return made


def page_field(code: str, font: str, size: float) -> list[BaseOxmlElement]:
    """A field that Word fills: ``PAGE`` or ``NUMPAGES``."""
    made = []
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        one = element("w:r")
        one.append(run_properties(font, size))
        if kind == "instruction":
            told = element("w:instrText")
            told.text = f" {code} "
            one.append(told)
        elif kind == "shown":
            told = element("w:t")
            told.text = "1"
            one.append(told)
        else:
            one.append(element("w:fldChar", fldCharType=kind))
        made.append(one)
    return made


def ruled_table(table: Ruled) -> BaseOxmlElement:
    """A table of fixed columns, its lines half a point wide."""
    made = element("w:tbl")
    made.append(_table_properties(table))
    grid = element("w:tblGrid")
    widths = [round(column * TWIPS) for column in table.columns]
    for wide in widths:
        grid.append(element("w:gridCol", w=wide))
    made.append(grid)
    for row in table.rows:
        made.append(_row(row, widths, table))
    return made


def _table_properties(table: Ruled) -> BaseOxmlElement:
    made = element("w:tblPr")
    made.append(element("w:tblW", w=round(sum(table.columns) * TWIPS), type="dxa"))
    made.append(element("w:jc", val="center"))  # flush with the text in every version of Word
    if table.lines:
        made.append(
            borders("w:tblBorders", ("top", "left", "bottom", "right", "insideH", "insideV"))
        )
    made.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    wide = round(table.sides * TWIPS) if table.lines else 0
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=wide, type="dxa"))
    made.append(margins)
    return made


def borders(name: str, sides: Sequence[str]) -> BaseOxmlElement:
    """Thin black lines at some sides."""
    made = element(name)
    for side in sides:
        made.append(element(f"w:{side}", val="single", sz=4, space=0, color="000000"))
    return made


def _row(row: Row, widths: Sequence[int], table: Ruled) -> BaseOxmlElement:
    made = element("w:tr")
    properties = element("w:trPr")
    if row.whole:
        properties.append(element("w:cantSplit"))
    if row.height:
        properties.append(element("w:trHeight", val=round(row.height * TWIPS), hRule="atLeast"))
    if row.head:
        properties.append(element("w:tblHeader"))
    made.append(properties)
    at = 0
    for cell in row.cells:
        made.append(_cell(cell, sum(widths[at : at + cell.span]), table, joined=row.joined))
        at += cell.span
    return made


def _cell(cell: Cell, wide: int, table: Ruled, *, joined: bool) -> BaseOxmlElement:
    made = element("w:tc")
    properties = element("w:tcPr")
    properties.append(element("w:tcW", w=wide, type="dxa"))
    if cell.span > 1:
        properties.append(element("w:gridSpan", val=cell.span))
    if cell.fill:
        white = element("w:tcBorders")
        for side in ("top", "bottom"):  # keeps shaded cells of two rows apart
            white.append(element(f"w:{side}", val="single", sz=24, space=0, color="FFFFFF"))
        properties.append(white)
        properties.append(element("w:shd", val="clear", color="auto", fill=cell.fill))
    if not cell.top:
        properties.append(element("w:vAlign", val="center"))
    made.append(properties)
    paragraph = element("w:p")
    paragraph.append(_cell_paragraph(cell.align, table, joined=joined))
    paragraph.append(run(cell.text, cell.font, table.size))
    made.append(paragraph)
    return made


def _cell_paragraph(align: Align, table: Ruled, *, joined: bool) -> BaseOxmlElement:
    """Cells leave the page's line grid: their lines are as high as their type needs."""
    made = element("w:pPr")
    if joined:
        made.append(element("w:keepNext"))
    made.append(element("w:snapToGrid", val=0))
    line, free = round(table.size * CELL_PITCH * TWIPS), table.spacing
    made.append(element("w:spacing", before=free, after=free, line=line, lineRule="exact"))
    made.append(element("w:ind", firstLine=0, firstLineChars=0))
    made.append(element("w:jc", val=str(align)))
    return made


def tiny_paragraph(*, new_page: bool = False) -> BaseOxmlElement:
    """A paragraph of a few points: without it Word would join two tables one after the other."""
    made = element("w:p")
    properties = element("w:pPr")
    if new_page:
        properties.append(element("w:pageBreakBefore"))
    properties.append(element("w:snapToGrid", val=0))
    properties.append(element("w:spacing", line=4 * TWIPS, lineRule="exact"))
    properties.append(element("w:ind", firstLine=0, firstLineChars=0))
    made.append(properties)
    return made


def name_substitutes(word: WordDocument) -> None:
    """Tell Word in the font table what to take where an official typeface is missing."""
    for relation in word.part.rels.values():
        if not relation.reltype.endswith("/fontTable"):
            continue
        part: Any = relation.target_part
        table = parse_xml(part.blob)
        for name, other in SUBSTITUTES.items():
            font = element("w:font", name=name)
            font.append(element("w:altName", val=other))
            font.append(element("w:charset", val="86"))
            table.append(font)
        part._blob = serialize_part_xml(table)  # noqa: SLF001 - python-docx has no words for it

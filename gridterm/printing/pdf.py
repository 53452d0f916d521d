"""A document as PDF: typst sets it from data/templates/document.typ (RULEBOOK §9)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from gridterm.i18n import CHINESE
from gridterm.printing.document import (
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
    Signoff,
    Spacer,
    Table,
)
from gridterm.printing.fonts import GETA, OFFICIAL, Typefaces, typefaces
from gridterm.printing.wording import (
    JOINED_BARS,
    MANY,
    POSTER_FOOT,
    POSTER_SMALL,
    POSTER_TITLE,
    TALL,
    TINY,
    column_shares,
    confidential_mark,
    lines_of,
    margins,
    numbered,
    page_of_pages,
    paragraph_lines,
    printable,
    signed_on,
    soften,
    tall_rows,
    text_width,
)
from gridterm.resources import resource
from gridterm.text import width

TEMPLATE = "templates/document.typ"
TITLE_SIZE, FORM_SIZE, FOOT_SIZE = 22.0, 12.0, 9.0
LABEL, ENGLISH_LABEL = 82.0, 112.0  # points: a form's label
BAR_LABEL = 8.0  # characters of a bar's label before it takes a second line
SIDES = ("top", "right", "bottom", "left")
Plain = dict[str, Any]


def to_pdf(document: Document, *, system_fonts: bool = True) -> bytes:
    """The document as a PDF file; its fonts are embedded.

    A character that no font has is printed as 〓; ``missing_glyphs`` names them beforehand.

    Args:
        document: what to print.
        system_fonts: whether the fonts of the machine may be used, or only the packaged ones.
    """
    from typst import Compiler

    faces = typefaces(system=system_fonts)
    data = plain(document)
    missing = faces.missing(_texts(data))
    data |= {"fonts": faces.roles, "substituted": _substituted(faces)}
    source = json.dumps(data, ensure_ascii=False)
    for char in missing:
        source = source.replace(char, GETA)
    made = Compiler(font_paths=faces.fonts).compile(
        resource(TEMPLATE).read_bytes(),
        format="pdf",
        sys_inputs={"document": source},
        pdf_tags=False,
    )
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made


def missing_glyphs(document: Document, *, system_fonts: bool = True) -> tuple[str, ...]:
    """The characters of the document that no font on this machine has (``fonts.named`` says it)."""
    return typefaces(system=system_fonts).missing(_texts(plain(document)))


def _substituted(faces: Typefaces) -> list[str]:
    """The roles for which none of the official typefaces is installed."""
    return [role for role, names in OFFICIAL.items() if faces.roles[role][0] == names[-1]]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def plain(document: Document) -> Plain:
    """The document as the template reads it: names, texts and numbers only."""
    page = _Page(document)
    return {
        "title": page.text(document.title, page.title),
        "meta": [page.text(line) for line in document.meta],
        "letterhead": page.text(document.letterhead),
        "footer": page.text(document.footer),
        "confidential": document.confidential,
        "confidential-mark": confidential_mark(),
        "page-of-pages": [{"text": text, "number": number} for text, number in page_of_pages()],
        "layout": str(document.layout),
        "size": page.size,
        "small": page.small,
        "foot": max(FOOT_SIZE, document.size * POSTER_FOOT) if page.poster else FOOT_SIZE,
        "title-size": page.title,
        "dense": document.dense > 0,
        "padding": page.padding,
        "sides": page.sides,
        "landscape": document.landscape,
        "paper": str(document.paper),
        "margins": list(zip(SIDES, margins(document), strict=True)),
        "lang": "zh" if page.chinese else "en",
        "region": "cn" if page.chinese else None,
        "label": page.label,
        "many": MANY,
        "body": [
            {
                "kind": type(block).__name__.lower(),
                "joined": isinstance(after, Signoff),
                **page.block(block, mark),
            }
            for (block, mark), after in zip(
                numbered(document.body, document.language),
                (*document.body[1:], None),
                strict=False,
            )
        ],
    }


class _Page:
    """A document's blocks as plain data, their long words softened by the room they have."""

    def __init__(self, document: Document) -> None:
        official = document.layout is Layout.OFFICIAL
        self.chinese = document.language == CHINESE
        self.room = text_width(document)
        self.size, self.small = (16.0, 12.0) if official else (12.0, 10.5)
        self.small = document.dense or self.small
        self.padding, self.sides = document.padding, document.sides
        self.title = TITLE_SIZE
        self.poster = document.layout is Layout.POSTER
        if self.poster:
            self.size, self.small = document.size, document.size * POSTER_SMALL
            self.title = document.size * POSTER_TITLE
        self.label = LABEL if self.chinese else ENGLISH_LABEL

    def text(self, text: str, size: float = 0, room: float = 0) -> str:
        """``text`` for ``room`` points in type of ``size``; by default a line of the body."""
        return soften(printable(text), (room or self.room) * 2 / (size or self.size))

    def block(self, block: Block, mark: str) -> Plain:  # noqa: C901, PLR0911 - one case per kind
        """What the template needs of a block."""
        match block:
            case Heading():
                return {"level": block.level, "mark": mark, "text": self.text(block.text)}
            case Paragraph():
                lines = [
                    [{"text": self.text(run.text), "strong": run.strong} for run in line]
                    for line in paragraph_lines(block)
                ]
                return {"lines": lines, "indent": block.indent, "align": str(block.align)}
            case KeyValueTable():
                return self._form(block)
            case Table():
                return self._table(block)
            case BarChart():
                return self._bars(block)
            case SignatureBlock():
                return self._signatures(block)
            case Signoff():
                return {"lines": [self.text(line) for line in block.lines]}
            case Note():
                return {"text": self.text(block.text, self.small)}
            case Spacer():
                return {"lines": block.lines}
            case PageBreak():
                return {}

    def _table(self, block: Table) -> Plain:
        size = min(TINY, self.small) if len(block.header) > MANY else self.small
        cells = self.room * 2 / size
        shares = column_shares(block, cells)
        rooms = [share * self.room - 2 * self.sides for share in shares]

        def softened(row: tuple[str, ...]) -> list[str]:
            return [self.text(cell, size, room) for cell, room in zip(row, rooms, strict=True)]

        return {
            "header": softened(block.header),
            "rows": [
                {"cells": softened(row), "tall": tall}
                for row, tall in zip(block.rows, tall_rows(block, cells), strict=True)
            ],
            "shares": shares,
            "align": [str(one) for one in block.aligned],
            "caption": self.text(block.caption, self.small),
            "padding": block.padding or self.padding,
        }

    def _form(self, block: KeyValueTable) -> Plain:
        pair = self.room / block.pairs
        rows = []
        for row in block.rows:
            cells = []
            for one, span in zip(row, block.spans(row), strict=True):
                room = pair * span - self.label - 2 * self.sides
                value = self.text(one.value, FORM_SIZE, room)
                cells.append(
                    {
                        "label": self.text(one.label, FORM_SIZE, self.label - 2 * self.sides),
                        "value": value,
                        "lines": one.lines,
                        "columns": 2 * span - 1,
                        "tall": lines_of(value, room * 2 / FORM_SIZE) > TALL,
                    }
                )
            rows.append({"cells": cells, "tall": any(cell["tall"] for cell in cells)})
        return {"pairs": block.pairs, "rows": rows}

    def _bars(self, block: BarChart) -> Plain:
        labels = [printable(bar.label) for bar in block.bars]
        widest = max((width(label) for label in labels), default=0) / 2
        return {
            "caption": self.text(block.caption, self.small),
            "unit": printable(block.unit),
            "label": min(BAR_LABEL, widest + 1),
            "torn": len(block.bars) > JOINED_BARS,
            "bars": [
                {
                    "label": soften(label, BAR_LABEL * 2),
                    "share": share,
                    "words": printable(bar.words),
                }
                for label, bar, share in zip(labels, block.bars, block.shares, strict=True)
            ],
        }

    def _signatures(self, block: SignatureBlock) -> Plain:
        return {
            "columns": block.columns,
            "dated": block.dated,
            "signers": [
                {
                    "role": printable(one.role),
                    "name": printable(one.name),
                    "date": printable(signed_on(one)),
                }
                for one in block.signers
            ],
        }

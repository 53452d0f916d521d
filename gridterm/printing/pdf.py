"""A document as PDF: typst sets it from data/templates/document.typ (RULEBOOK §9)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
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
    column_shares,
    confidential_mark,
    margins,
    numbered,
    page_of_pages,
    paragraph_lines,
    printable,
    signed_on,
    tall_rows,
    text_width,
)
from gridterm.resources import resource

TEMPLATE = "templates/document.typ"
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
    chinese = document.language == CHINESE
    room = text_width(document) / (6 if document.layout is Layout.OFFICIAL else 5.25)
    return {
        "title": printable(document.title),
        "meta": [printable(line) for line in document.meta],
        "letterhead": printable(document.letterhead),
        "footer": printable(document.footer),
        "confidential": document.confidential,
        "confidential-mark": confidential_mark(),
        "page-of-pages": [{"text": text, "number": number} for text, number in page_of_pages()],
        "layout": str(document.layout),
        "landscape": document.landscape,
        "margins": list(zip(SIDES, margins(document), strict=True)),
        "lang": "zh" if chinese else "en",
        "region": "cn" if chinese else None,
        "body": [
            {"kind": type(block).__name__.lower(), **_block(block, mark, room)}
            for block, mark in numbered(document.body, document.language)
        ],
    }


def _block(block: Block, mark: str, room: float) -> Plain:  # noqa: C901, PLR0911 - one case per kind
    match block:
        case Heading():
            return {"level": block.level, "mark": mark, "text": printable(block.text)}
        case Paragraph():
            lines = [[asdict(run) for run in line] for line in paragraph_lines(block)]
            return {"lines": lines, "indent": block.indent, "align": str(block.align)}
        case KeyValueTable():
            return _form(block)
        case Table():
            return {
                "header": [printable(cell) for cell in block.header],
                "rows": [
                    {"cells": [printable(cell) for cell in row], "tall": tall}
                    for row, tall in zip(block.rows, tall_rows(block, room), strict=True)
                ],
                "shares": column_shares(block, room),
                "align": [str(one) for one in block.aligned],
                "caption": printable(block.caption),
            }
        case BarChart():
            return _bars(block)
        case SignatureBlock():
            return _signatures(block)
        case Signoff():
            return {"lines": [printable(line) for line in block.lines]}
        case Note():
            return {"text": printable(block.text)}
        case Spacer():
            return {"lines": block.lines}
        case PageBreak():
            return {}


def _form(block: KeyValueTable) -> Plain:
    return {
        "pairs": block.pairs,
        "rows": [
            [
                {
                    "label": printable(one.label),
                    "value": printable(one.value),
                    "lines": one.lines,
                    "columns": 2 * span - 1,
                }
                for one, span in zip(row, block.spans(row), strict=True)
            ]
            for row in block.rows
        ],
    }


def _bars(block: BarChart) -> Plain:
    return {
        "caption": printable(block.caption),
        "unit": printable(block.unit),
        "torn": len(block.bars) > JOINED_BARS,
        "bars": [
            {"label": printable(bar.label), "share": share, "words": printable(bar.words)}
            for bar, share in zip(block.bars, block.shares, strict=True)
        ],
    }


def _signatures(block: SignatureBlock) -> Plain:
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

"""The sheet in Word: its size, its margins, its line grid, what stands on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gridterm.printing.document import Document, Layout
from gridterm.printing.word_parts import BODY, HEI, SONG, TWIPS, element, page_field, run
from gridterm.printing.wording import (
    PAGES,
    POSTER_FOOT,
    confidential_mark,
    margins,
    page_of_pages,
    printable,
    sheet,
    text_width,
)

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section
    from docx.text.paragraph import Paragraph as WordParagraph

NUMBER_SIZE = 14  # points: the page number of official text
FOOTER_SIZE = 9
FOOTER_FROM_TEXT = 12  # mm: the number's line is 7 mm under the text and 5 mm high


def set_page(word: WordDocument, document: Document, pitch: float) -> None:
    """Set the only section: the sheet, the margins of RULEBOOK §9, 22 lines of 28 characters.

    Args:
        word: the file being written.
        document: what it is written from.
        pitch: from line to line, in points.
    """
    section = word.sections[0]
    wide, high = sheet(document)
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    section.page_width = Mm(wide)
    section.page_height = Mm(high)
    top, right, bottom, left = margins(document)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.footer_distance = Mm(bottom - FOOTER_FROM_TEXT)
    section.header_distance = Mm(top - FOOTER_FROM_TEXT)
    if document.layout is Layout.OFFICIAL:
        _line_grid(section, pitch)
        word.settings.odd_and_even_pages_header_footer = True
        _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    else:
        _form_footer(section.footer.paragraphs[0], document)
    if document.confidential:
        _mark(section.header.paragraphs[0])
        if document.layout is Layout.OFFICIAL:
            _mark(section.even_page_header.paragraphs[0])


def _line_grid(section: Section, pitch: float) -> None:
    """22 lines to the page.

    The 28 characters come from the spacing of the body's style: Word's character grid would do
    it too, but LibreOffice gives every character two cells of it.
    """
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - python-docx has no words for it
    if grid is not None:
        section._sectPr.remove(grid)  # noqa: SLF001
    section._sectPr.append(  # noqa: SLF001
        element("w:docGrid", type="lines", linePitch=round(pitch * TWIPS))
    )


def _plain(paragraph: WordParagraph) -> Any:  # noqa: ANN401 - python-docx's XML elements
    """A header's or footer's paragraph without the template's tab stops and style."""
    paragraph.style = "Normal"
    paragraph.paragraph_format.line_spacing = 1.0
    return paragraph._p  # noqa: SLF001


def _number(paragraph: WordParagraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one character in from the outer edge."""
    line = _plain(paragraph)
    paragraph.alignment = side
    if side == WD_ALIGN_PARAGRAPH.RIGHT:
        paragraph.paragraph_format.right_indent = Pt(NUMBER_SIZE)
    else:
        paragraph.paragraph_format.left_indent = Pt(NUMBER_SIZE)
    line.append(run("— ", SONG, NUMBER_SIZE))
    line.extend(page_field("PAGE", SONG, NUMBER_SIZE))
    line.append(run(" —", SONG, NUMBER_SIZE))


def _form_footer(paragraph: WordParagraph, document: Document) -> None:
    """What the form says of itself at the left, page 1 of 2 at the right; a poster is one sheet."""
    line = _plain(paragraph)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    if document.layout is Layout.POSTER:
        size = max(FOOTER_SIZE, document.size * POSTER_FOOT)
        line.append(run(printable(document.footer), BODY, size))
        return
    end = Pt(text_width(document))
    paragraph.paragraph_format.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT)
    line.append(run(printable(document.footer), BODY, FOOTER_SIZE))
    line.append(run("\t", BODY, FOOTER_SIZE))
    for text, number in page_of_pages():
        if number:
            code = "NUMPAGES" if number == PAGES else "PAGE"
            line.extend(page_field(code, SONG, FOOTER_SIZE))
        else:
            line.append(run(text, SONG, FOOTER_SIZE))


def _mark(paragraph: WordParagraph) -> None:
    line = _plain(paragraph)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line.append(run(confidential_mark(), HEI, 12))

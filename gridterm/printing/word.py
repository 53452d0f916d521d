"""A document as Word file with the figures of GB/T 9704-2012 (RULEBOOK §9)."""

from __future__ import annotations

import io
from math import floor
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Pt

from gridterm.i18n import CHINESE
from gridterm.printing import word_tables
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
from gridterm.printing.word_page import set_page
from gridterm.printing.word_parts import (
    BODY,
    HEI,
    KAI,
    TITLE,
    TWIPS,
    element,
    fonts,
    name_substitutes,
    ruled_table,
    run,
    tiny_paragraph,
)
from gridterm.printing.wording import (
    POSTER_PITCH,
    POSTER_SMALL,
    POSTER_TITLE,
    numbered,
    paragraph_lines,
    printable,
    signed_on,
    text_width,
)
from gridterm.text import width

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as WordParagraph

PITCH = 28.95  # points from line to line: 22 lines on a page
SMALL_PITCH = 1.6  # line to line of small type, as a part of its size
CHARACTERS = 28  # on a line
GAP = 4  # points between a signing line and the date beside it
INDENT = 2  # characters
HEADING_FONTS = {1: HEI, 2: KAI, 3: BODY, 4: BODY}
_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.JUSTIFY,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_TABLES = (KeyValueTable, Table, BarChart)


def to_docx(document: Document) -> bytes:
    """The document as a Word file (.docx)."""
    writer = _Writer(document)
    writer.write()
    kept = io.BytesIO()
    writer.word.save(kept)
    return kept.getvalue()


class _Writer:
    """One document on its way into Word."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.official = document.layout is Layout.OFFICIAL
        self.size = 16.0 if self.official else 12.0
        self.small = document.dense or (12.0 if self.official else 10.5)
        self.pitch = PITCH if self.official else 20.0
        self.title, self.title_pitch, self.letterhead = 22.0, 35.0, 16.0
        if document.layout is Layout.POSTER:
            self.size = self.letterhead = document.size
            self.small, self.pitch = self.size * POSTER_SMALL, self.size * POSTER_PITCH
            self.title = self.size * POSTER_TITLE
            self.title_pitch = self.title * POSTER_PITCH
        self.room = text_width(document)
        self.word: WordDocument = docx.Document()

    def write(self) -> None:
        self._facts()
        self._styles()
        set_page(self.word, self.document, self.pitch)
        name_substitutes(self.word)
        self._head()
        before: Block | None = None
        for block, mark in numbered(self.document.body, self.document.language):
            if isinstance(before, _TABLES) and isinstance(block, _TABLES):
                self._append(tiny_paragraph())
            if isinstance(before, Paragraph) and isinstance(block, Signoff):
                self._join()
            self._block(block, mark)
            before = block
        if isinstance(before, _TABLES):
            self._append(tiny_paragraph())

    def _facts(self) -> None:
        """What Word shows as the file's properties: the title, and nothing of the library's."""
        facts = self.word.core_properties
        facts.title = printable(self.document.title)
        facts.author = printable(self.document.letterhead)
        facts.comments = facts.keywords = facts.subject = facts.last_modified_by = ""
        root = facts._element  # noqa: SLF001 - the template's own dates must go, not be changed
        for name in ("dcterms:created", "dcterms:modified"):
            for dated in root.findall(qn(name)):
                root.remove(dated)

    def _styles(self) -> None:
        defaults = self.word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
        if defaults is not None:  # the template's theme fonts would win over ours
            defaults.getparent().replace(defaults, fonts(BODY))
        body = self._style("Normal", BODY, self.size)
        body.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        body.paragraph_format.line_spacing = Pt(self.pitch)
        body.paragraph_format.space_before = body.paragraph_format.space_after = Pt(0)
        body.paragraph_format.widow_control = False
        body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        language = "zh-CN" if self.document.language == CHINESE else "en-US"
        if self.official and not self.document.landscape:
            squeeze = floor((self.room / CHARACTERS - self.size) * TWIPS)
            body.element.rPr.find(qn("w:sz")).addprevious(element("w:spacing", val=squeeze))
        body.element.rPr.append(element("w:lang", val="en-US", eastAsia=language))
        for level, font in HEADING_FONTS.items():
            heading = self._style(f"Heading {level}", font, self.size)
            heading.paragraph_format.keep_with_next = True
            _indent(heading.element.get_or_add_pPr(), INDENT, self.size)
        title = self._style("Title", TITLE, self.title)
        title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        title.paragraph_format.line_spacing = Pt(self.title_pitch)
        title.element.rPr.find(qn("w:sz")).addprevious(element("w:spacing", val=0))
        title.paragraph_format.space_after = Pt(
            self.pitch if self.official and not self.document.dense else 8
        )

    def _style(self, name: str, font: str, size: float) -> ParagraphStyle:
        """A style of the template, emptied of its colours, lines and theme fonts."""
        style: ParagraphStyle = self.word.styles[name]
        outline = style.element.find(f".//{qn('w:outlineLvl')}")
        for part in ("w:pPr", "w:rPr"):
            for old in style.element.findall(qn(part)):
                style.element.remove(old)
        style.element.get_or_add_rPr().append(fonts(font))
        style.font.size = Pt(size)
        if outline is not None:
            style.element.get_or_add_pPr().append(outline)
        return style

    def _paragraph(
        self, text: str = "", font: str = BODY, size: float = 0, style: str | None = None
    ) -> WordParagraph:
        made = self.word.add_paragraph(style=style)
        if text:
            made._p.append(run(printable(text), font, size or self.size))  # noqa: SLF001
        return made

    def _line(self, tabbed: str, size: float = 0) -> WordParagraph:
        """A line whose parts stand at tab stops."""
        made = self.word.add_paragraph()
        made._p.append(run(tabbed, BODY, size or self.size))  # noqa: SLF001
        made.alignment = WD_ALIGN_PARAGRAPH.LEFT
        return made

    def _head(self) -> None:
        if self.document.letterhead:
            above = self._paragraph(self.document.letterhead, size=self.letterhead)
            above.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if self.document.title:
            self._paragraph(self.document.title, TITLE, self.title, "Title")
        if self.official:
            self._official_meta()
        elif self.document.meta:
            self._meta_line()

    def _official_meta(self) -> None:
        """The short lines under the title, an empty one after them where there is room."""
        dense = self.document.dense
        for line in self.document.meta:
            made = self._paragraph(line, KAI, self.small if dense else self.size)
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if dense:
                self._close(made)
        if self.document.meta and not dense:
            self._paragraph()

    def _close(self, made: WordParagraph) -> None:
        """Small type of a dense document leaves the line grid: as high as its type needs."""
        made.paragraph_format.line_spacing = Pt(self.small * SMALL_PITCH)
        made._p.get_or_add_pPr().find(qn("w:spacing")).addprevious(element("w:snapToGrid", val=0))  # noqa: SLF001

    def _meta_line(self) -> None:
        """The short lines of a form side by side: first at the left, last at the right."""
        line = self._line("\t".join(printable(one) for one in self.document.meta), self.small)
        last = len(self.document.meta) - 1
        for place in range(1, last + 1):
            end = place == last
            kind = WD_TAB_ALIGNMENT.RIGHT if end else WD_TAB_ALIGNMENT.CENTER
            line.paragraph_format.tab_stops.add_tab_stop(Pt(self.room * place / last), kind)

    def _block(self, block: Block, mark: str) -> None:  # noqa: C901 - one case per kind
        match block:
            case Heading():
                font = HEADING_FONTS[block.level]
                style = f"Heading {block.level}"
                self._paragraph(mark + block.text, font, style=style)
            case Paragraph():
                self._text(block)
            case KeyValueTable():
                self._append(ruled_table(word_tables.form(block, self.room, self.document)))
            case Table():
                self._caption(block.caption)
                self._append(
                    ruled_table(word_tables.table(block, self.room, self.small, self.document))
                )
            case BarChart():
                self._caption(block.caption)
                self._append(ruled_table(word_tables.bars(block, self.room, self.small)))
            case SignatureBlock():
                self._signatures(block)
            case Signoff():
                self._signoff(block)
            case Note():
                self._note(block)
            case Spacer():
                gap = self._paragraph()
                gap.paragraph_format.line_spacing = Pt(max(1, block.lines * self.pitch))
            case PageBreak():
                self._append(tiny_paragraph(new_page=True))

    def _note(self, block: Note) -> None:
        made = self._paragraph(block.text, size=self.small)
        made.alignment = WD_ALIGN_PARAGRAPH.LEFT
        if self.document.dense:
            self._close(made)

    def _append(self, made: BaseOxmlElement) -> None:
        self.word.element.body.sectPr.addprevious(made)

    def _text(self, block: Paragraph) -> None:
        for line in paragraph_lines(block):
            made = self.word.add_paragraph()
            for one in line:
                made._p.append(run(one.text, HEI if one.strong else BODY, self.size))  # noqa: SLF001
            made.alignment = _ALIGN[block.align]
            if block.indent and block.align is Align.LEFT:
                _indent(made._p.get_or_add_pPr(), INDENT, self.size)  # noqa: SLF001

    def _join(self) -> None:
        """The last paragraph stays with the sign-off: no sheet holds nothing but that."""
        if self.word.paragraphs:
            self.word.paragraphs[-1].paragraph_format.keep_with_next = True

    def _caption(self, text: str) -> None:
        if text:
            made = self._paragraph(text, HEI, self.small)
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            made.paragraph_format.keep_with_next = True
            if self.document.dense:
                self._close(made)

    def _signoff(self, block: Signoff) -> None:
        """The date four characters in from the right, the office's name centred over it.

        Both stand at the right with an indent: a centred line would wrap in a wider typeface.
        """
        lines = [printable(line) for line in block.lines]
        widest = max(map(width, lines), default=0)
        for count, line in enumerate(lines):
            made = self._paragraph(line)
            made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            free = (widest - width(line)) * self.size / 4
            made.paragraph_format.right_indent = Pt(4 * self.size + free)
            made.paragraph_format.keep_with_next = count < len(lines) - 1
            if count == 0:
                made.paragraph_format.space_before = Pt(self.pitch)

    def _signatures(self, block: SignatureBlock) -> None:
        """Roles and lines side by side by tab stops; dates under their ends, on forms beside."""
        gutter = 2 * self.size
        each = (self.room - gutter * (block.columns - 1)) / block.columns
        starts = [place * (each + gutter) for place in range(block.columns)]
        for first in range(0, len(block.signers), block.columns):
            signers = block.signers[first : first + block.columns]
            beside = block.dated and not self.official
            roles = self._signed_line(signers, starts, each, dated=beside)
            roles.paragraph_format.space_before = Pt(self.size / 2)
            last = first + block.columns >= len(block.signers)
            roles.paragraph_format.keep_with_next = not last
            if block.dated and self.official:
                roles.paragraph_format.keep_with_next = True
                dates = self._line("".join(f"\t{printable(signed_on(one))}" for one in signers))
                dates.paragraph_format.keep_with_next = not last
                for start in starts[: len(signers)]:
                    dates.paragraph_format.tab_stops.add_tab_stop(
                        Pt(start + each), WD_TAB_ALIGNMENT.RIGHT
                    )

    def _signed_line(
        self, signers: tuple[Signer, ...], starts: list[float], each: float, *, dated: bool
    ) -> WordParagraph:
        made = self._line("")
        stops = made.paragraph_format.tab_stops
        for place, (signer, start) in enumerate(zip(signers, starts, strict=False)):
            if place:
                stops.add_tab_stop(Pt(start))
            date = printable(signed_on(signer)) if dated else ""
            line_end = start + each - (width(date) * self.size / 2 + GAP if date else 0)
            leader = WD_TAB_LEADER.SPACES if signer.name else WD_TAB_LEADER.LINES
            stops.add_tab_stop(Pt(line_end), WD_TAB_ALIGNMENT.LEFT, leader)
            parts = ["\t" if place else "", printable(signer.role + signer.name), "\t"]
            if date:
                stops.add_tab_stop(Pt(start + each), WD_TAB_ALIGNMENT.RIGHT)
                parts.append(f"\t{date}")
            made._p.append(run("".join(parts), BODY, self.size))  # noqa: SLF001
        return made


def _indent(properties: BaseOxmlElement, characters: int, size: float) -> None:
    """Indent the first line by characters (CRAFT: firstLineChars), for other readers in points."""
    old = properties.find(qn("w:ind"))
    if old is not None:
        properties.remove(old)
    first = round(characters * size * 20)
    properties.insert_element_before(
        element("w:ind", firstLineChars=characters * 100, firstLine=first),
        *("w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection"),
        *("w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle"),
        *("w:rPr", "w:sectPr", "w:pPrChange"),
    )

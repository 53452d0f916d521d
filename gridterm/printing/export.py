"""Saving a document under a name: what the suffix asks for, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gridterm.errors import FileProblemError
from gridterm.i18n import _
from gridterm.printing.document import Document
from gridterm.printing.fonts import named
from gridterm.spreadsheet.writing import replacing
from gridterm.text import clean_line

TEXT_WIDTH = 80
WIDE_TEXT = 132
LONGEST_NAME = 80
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True)
class Written:
    """A file that was saved, and a sentence on what it could not show (empty: nothing)."""

    path: Path
    warning: str = ""


@dataclass(frozen=True)
class Printout:
    """A document ready to print or save, and the number of the record it is about."""

    document: Document
    number: str = ""

    @property
    def file_name(self) -> str:
        """A name for the file, without a suffix: the title and the record's number.

        What some system does not allow in names becomes a hyphen.
        """
        words = _NOT_IN_NAMES.sub("-", clean_line(f"{self.document.title} {self.number}"))
        return words[:LONGEST_NAME].strip(" .")


def text_cells(document: Document) -> int:
    """How wide a document is as text: one on its side has room for more columns."""
    return WIDE_TEXT if document.landscape else TEXT_WIDTH


def write(document: Document, path: Path, *, overwrite: bool = True) -> Written:
    """Save a document: ``.pdf``, ``.docx`` or ``.txt`` by the suffix of ``path``.

    Args:
        document: what to save.
        path: the file; it appears whole, or the one that was there stays.
        overwrite: whether a file of that name gives way; otherwise the next free name is used.

    Raises:
        FileProblemError: another suffix; no such folder, read-only, in use, or the disk is full.
    """
    maker = _MAKERS.get(path.suffix.lower())
    if maker is None:
        raise FileProblemError(
            _("Documents are saved as .pdf, .docx or .txt, not as {name}.").format(name=path.name)
        )
    made, warning = maker(document)
    with replacing(path, overwrite=overwrite) as (unfinished, final):
        unfinished.write_bytes(made)
    return Written(final(), warning)


def _pdf(document: Document) -> tuple[bytes, str]:
    from gridterm.printing import pdf

    return pdf.to_pdf(document), named(pdf.missing_glyphs(document))


def _docx(document: Document) -> tuple[bytes, str]:
    from gridterm.printing import word

    return word.to_docx(document), ""


def _text(document: Document) -> tuple[bytes, str]:
    from gridterm.printing import preview

    return preview.to_text(document, text_cells(document)).encode("utf-8"), ""


_MAKERS: dict[str, Callable[[Document], tuple[bytes, str]]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".txt": _text,
}

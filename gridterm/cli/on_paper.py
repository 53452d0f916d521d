"""How ``demo --check`` prints: every document as PDF and for Word."""

from __future__ import annotations

from gridterm.printing import pdf, word
from gridterm.printing.document import Document


def size(document: Document) -> int:
    """The bytes of a document on paper: its template, fonts and libraries are there."""
    return min(len(pdf.to_pdf(document)), len(word.to_docx(document)))

"""Real messages from workbooks and text files, taken in without losing or mangling one.

``preview`` says what would happen, ``run`` does it: one transaction, one audit entry.
"""

from gridterm.hotline.importing.service import preview, run
from gridterm.hotline.importing.terms import (
    ColumnView,
    ImportOptions,
    ImportResult,
    Preview,
    Sample,
    Take,
)
from gridterm.spreadsheet.importing import Phase, Refusal

__all__ = [
    "ColumnView",
    "ImportOptions",
    "ImportResult",
    "Phase",
    "Preview",
    "Refusal",
    "Sample",
    "Take",
    "preview",
    "run",
]

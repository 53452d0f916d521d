"""Visits from workbooks and text files.

``preview`` says what would happen, ``run`` does it: one transaction, one audit entry.
"""

from gridterm.spreadsheet.importing import ColumnView
from gridterm.visits.importing.service import preview, run
from gridterm.visits.importing.terms import (
    ImportOptions,
    ImportResult,
    Preview,
    Sample,
)

__all__ = ["ColumnView", "ImportOptions", "ImportResult", "Preview", "Sample", "preview", "run"]

"""Punches from fingerprint machines' files and from workbooks, none lost and none twice.

``preview`` says what would happen, ``run`` does it: one transaction, one audit entry.
"""

from gridterm.attendance.importing.service import preview, run
from gridterm.attendance.importing.terms import (
    ImportOptions,
    ImportResult,
    PinCount,
    Preview,
    Sample,
)
from gridterm.spreadsheet.importing import ColumnView, Phase, Refusal

__all__ = [
    "ColumnView",
    "ImportOptions",
    "ImportResult",
    "Phase",
    "PinCount",
    "Preview",
    "Refusal",
    "Sample",
    "preview",
    "run",
]

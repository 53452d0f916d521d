"""What goes into an import of visits and what comes out of it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from gridterm.spreadsheet.importing import ColumnView, Refusal
from gridterm.spreadsheet.quarantine import RefusedRow
from gridterm.spreadsheet.values import Value
from gridterm.visits.terms import Outcome, Purpose

PURPOSE = "visits"
STEP = 1_000


class RefusedRowError(Exception):
    """The row cannot be taken; the message is a translated sentence."""


class Facts(NamedTuple):
    """What one row says, cleaned; ``at`` at midnight: it says no time."""

    row: int
    day: date
    at: datetime
    staff_id: int
    household_id: int
    purpose: str
    matter: str
    feedback: str
    result: str

    @property
    def words(self) -> tuple[str, str, str]:
        """What two rows about one visit must have in common."""
        return self.result, self.matter, self.feedback


@dataclass
class Reading:
    """What a file holds: good rows in its order, refused ones, rows that were there twice.

    ``cells`` are those of the good rows as they came: the office may still refuse one.
    """

    header: tuple[str, ...]
    found: list[Facts] = field(default_factory=list)
    cells: dict[int, Sequence[Value]] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)
    repeated: int = 0


@dataclass(frozen=True)
class ImportOptions:
    """How a file is to be read.

    ``columns`` names columns by hand: field key → header text, column letter, or ``-`` for
    none; it is remembered for files of the same layout. ``refused_folder`` is where refused
    rows are written (default: beside the file).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    refused_folder: Path | None = None


@dataclass(frozen=True)
class Sample:
    """A visit as it would be taken."""

    row: int
    day: date
    at: datetime
    staff: str
    household: str
    purpose: Purpose
    matter: str
    feedback: str
    result: Outcome


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What becomes of a file's rows; ``same`` are those the office has, repeated rows too."""

    path: Path
    new: int = 0
    same: int = 0
    refused: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class Preview(Counts):
    """What an import would do; nothing was written.

    ``missing`` holds the titles of what must have a column and has none; then no row was
    looked at. ``remembered`` says that the columns are those of an earlier file of this layout.
    """

    sheet: str = ""
    sheets: tuple[str, ...] = ()
    columns: tuple[ColumnView, ...] = ()
    missing: tuple[str, ...] = ()
    remembered: bool = False
    samples: tuple[Sample, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportResult(Counts):
    """What an import did; ``refused_file`` holds the refused rows, None where there are none."""

    refused_file: Path | None

"""What goes into an import of punches and what comes out of it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from gridterm.i18n import _
from gridterm.spreadsheet.importing import ColumnView, Refusal
from gridterm.spreadsheet.quarantine import RefusedRow

PURPOSE = "punches"
STEP = 1_000
EARLIEST = datetime(2001, 1, 1)
"""A machine whose battery is dead starts again at 2000-01-01, and older ones at 1970."""
AHEAD = timedelta(days=1)
LONGEST_SHOWN = 40


class RefusedLineError(Exception):
    """The line cannot be taken; the message is a translated sentence."""


class Found(NamedTuple):
    """A punch of a file: whose by ``pin`` or else by ``staff_id``; ``line`` from 1."""

    line: int
    at: datetime
    pin: str
    staff_id: int | None
    device: str
    raw: str


@dataclass
class Reading:
    """What a file holds: good punches in its order, refused lines, rows without a time."""

    header: tuple[str, ...]
    found: list[Found] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    blank: int = 0


def believable(at: datetime, now: datetime, shown: str) -> datetime:
    """A time a machine can have meant.

    Raises:
        RefusedLineError: it lies in the future, or before there were such machines' clocks.
    """
    if at < EARLIEST:
        raise RefusedLineError(
            _("The machine's clock was wrong: {time}.").format(time=shown[:LONGEST_SHOWN])
        )
    if at > now + AHEAD:
        raise RefusedLineError(
            _("The time lies in the future: {time}.").format(time=shown[:LONGEST_SHOWN])
        )
    return at


# ── what goes in ────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class ImportOptions:
    """How a file is to be read; a machine's own file needs none of it.

    ``columns`` names columns by hand: field key → header text, column letter, or ``-`` for
    none; it is remembered for files of the same layout. ``refused_folder`` is where refused
    lines are written (default: beside the file).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    refused_folder: Path | None = None


# ── what comes out ──────────────────────────────────────────────────────────
@dataclass(frozen=True)
class PinCount:
    """A PIN of the file that nobody is known by on those days: it waits to be mapped."""

    pin: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Sample:
    """A punch as it would be taken; ``name`` is empty while nobody is known by the PIN."""

    row: int
    at: datetime
    pin: str
    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What becomes of a file's punches.

    ``same`` are those the office has already, repeated lines too; ``blank`` are rows of a
    table with a day and no time. ``years`` counts the good punches by year, as machines keep
    those of years together. ``locked`` are new ones in locked months, which change nothing
    there but are shown as pending adjustments.
    """

    path: Path
    new: int = 0
    same: int = 0
    refused: int = 0
    blank: int = 0
    first: datetime | None = None
    last: datetime | None = None
    years: Mapping[int, int] = field(default_factory=dict)
    locked: int = 0
    unknown: tuple[PinCount, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Preview(Counts):
    """What an import would do; nothing was written.

    ``machine`` says that it is a machine's own file. ``missing`` holds the titles of what must
    have a column and has none; then no row was looked at.
    """

    machine: bool
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    columns: tuple[ColumnView, ...] = ()
    missing: tuple[str, ...] = ()
    remembered: bool = False
    samples: tuple[Sample, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportResult(Counts):
    """What an import did; ``refused_file`` holds the refused lines, None where there are none."""

    refused_file: Path | None

"""What goes into an import and what comes out of it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from gridterm.hotline.terms import Channel, Kind
from gridterm.i18n import N_, Term
from gridterm.spreadsheet.importing import Refusal

PURPOSE = "hotline"


class Take(Term):
    """What the rows of a file become."""

    AUTO = "auto", N_("History where old or replied to, else open work")
    HISTORY = "history", N_("History: closed, outside every clock")
    OPEN = "open", N_("Open work")


@dataclass(frozen=True)
class ImportOptions:
    """How a file is to be read.

    ``columns`` names columns by hand: field key → header text, column letter, or ``-`` for
    none; it is remembered for files of the same layout. ``kind`` and ``channel`` are codes
    for rows that do not say. ``refused_folder`` is where refused rows are written (default:
    beside the file).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    take: Take = Take.AUTO
    kind: str = Kind.COMPLAINT
    channel: str = ""
    refused_folder: Path | None = None


@dataclass(frozen=True)
class ColumnView:
    """A column of the file: its letter, its header, and the field it fills.

    ``field`` is ``""`` for none: then it is kept with the call as it is. ``example`` is the
    first value found in it.
    """

    letter: str
    header: str
    field: str
    title: str
    example: str


@dataclass(frozen=True)
class Sample:
    """A row as it would be taken; caller and phone are masked as in every list."""

    row: int
    external_id: str
    received_at: datetime
    caller: str
    phone: str
    kind: Kind
    channel: Channel
    category: str
    title: str
    content: str
    reply: str
    history: bool


@dataclass(frozen=True)
class Preview:
    """What an import would do; nothing was written.

    ``missing`` holds the titles of fields that must have a column and have none; then no
    row was looked at, and ``columns`` show what there is to choose from. ``remembered``
    says that the columns are those of an earlier file of this layout.
    """

    path: Path
    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[ColumnView, ...]
    missing: tuple[str, ...]
    remembered: bool
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    history: int = 0
    open: int = 0
    new_categories: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class ImportResult:
    """What an import did: rows by what became of them, where the refused ones are.

    ``history`` and ``open`` divide the new ones.
    """

    path: Path
    new: int
    changed: int
    same: int
    refused: int
    refused_file: Path | None
    history: int
    open: int
    new_categories: tuple[str, ...]


class Facts(NamedTuple):
    """What one row says, cleaned. An empty value says nothing.

    ``category`` and ``grid`` are still the words of the file; ``extra`` holds, by header,
    everything no field takes.
    """

    row: int
    external_id: str
    office_number: str
    received_at: datetime
    content: str
    title: str
    caller: str
    anonymous: bool
    phone: str
    address: str
    place: str
    grid: str
    kind: str
    category: str
    channel: str
    confidential: bool
    publishable: bool
    reply: str
    replied_at: datetime | None
    extra: dict[str, str]

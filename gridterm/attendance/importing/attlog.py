"""Fingerprint machines' own files, ``N_attlog.dat`` (RULEBOOK §5), with all their sicknesses.

Six fields with tabs between: PIN padded with blanks, time, device, state, verify, work code.
The state (in or out) is unreliable, so nothing is decided by it. A flash block that was not
written is a stretch of zero bytes; what stands before and after it is torn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gridterm.attendance.codes import plain_pin
from gridterm.attendance.importing.terms import (
    LONGEST_SHOWN,
    STEP,
    Found,
    Reading,
    RefusedLineError,
    believable,
)
from gridterm.i18n import _
from gridterm.spreadsheet import problems
from gridterm.spreadsheet.importing import Phase, Watch
from gridterm.spreadsheet.quarantine import RefusedRow

NAME = "attlog"
FIELDS = 6
LARGEST = 256 << 20
HEAD = 64 << 10
BOM = b"\xef\xbb\xbf"
NUL = "\x00"
NOT_TEXT = (b"PK", b"\xd0\xcf\x11\xe0")
USUAL_SHARE = 0.5

_LOOKS = re.compile(
    rb"[ \t]*\w{1,24}\t\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\t\w*){4,}[ \t\r]*", re.ASCII
)
_PIN = re.compile(r"[0-9A-Za-z]{1,24}")
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


class _Piece(NamedTuple):
    """A line or what zero bytes left of one; ``torn``: its beginning may be missing."""

    line: int
    text: str
    torn: bool


def is_attlog(path: Path) -> bool:
    """Whether a file is a machine's own: most of its first lines look like it, or its name does.

    Raises:
        FileProblemError: it cannot be read.
    """
    with problems.reading(path), path.open("rb") as file:
        head = file.read(HEAD)
    if not head or head.startswith(NOT_TEXT):
        return False
    lines = [line for line in head.replace(b"\x00", b"").split(b"\n") if line.strip()]
    fitting = sum(_LOOKS.fullmatch(line) is not None for line in lines)
    return NAME in path.name.lower() or fitting > len(lines) * USUAL_SHARE


def read(path: Path, now: datetime, watch: Watch) -> Reading:
    """Read a machine's file to its end.

    Raises:
        FileProblemError: it cannot be read.
        CancelledError: the person cancelled.
    """
    with problems.reading(path):
        if path.stat().st_size > LARGEST:
            raise problems.too_large(path)
        data = path.read_bytes()
    lines = data.removeprefix(BOM).decode("utf-8", "replace").split("\n")
    reading = Reading(_header())
    padded = _padding(lines)
    for done, piece in enumerate(_pieces(lines)):
        if done % STEP == 0:
            watch.tell(done, len(lines), Phase.READING)
        try:
            reading.found.append(_punch(piece, padded, now))
        except RefusedLineError as error:
            cells = piece.text.strip().split("\t")
            reading.refused.append(RefusedRow(piece.line, str(error), cells))
    return reading


def _header() -> tuple[str, ...]:
    return (_("Machine PIN"), _("Time"), _("Device"), _("State"), _("Verified by"), _("Work code"))


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    """What the lines say, without the empty ones.

    The machine keeps a ring: its oldest line, the file's first, is often cut off.
    """
    for number, line in enumerate(lines, 1):
        line = line.strip("\r")  # noqa: PLW2901 - some files end lines with two of them
        if NUL not in line:
            if line.strip():
                yield _Piece(number, line, number == 1)
            continue
        parts = line.split(NUL)
        yield from (
            _Piece(number, part, torn=place > 0 or number == 1)
            for place, part in enumerate(parts)
            if part.strip()
        )
        if not any(part.strip() for part in parts):
            yield _Piece(number, NUL, torn=True)


def _padding(lines: Sequence[str]) -> int:
    """How wide the padded PINs are; 0 where they are not padded."""
    fields = [line.partition("\t")[0] for line in lines if "\t" in line]
    widths = Counter(len(field) for field in fields if field.startswith(" "))
    width, count = next(iter(widths.most_common(1)), (0, 0))
    return width if count > len(fields) * USUAL_SHARE else 0


def _punch(piece: _Piece, padded: int, now: datetime) -> Found:
    if piece.text == NUL:
        raise RefusedLineError(_("Zero bytes stand here: the machine lost what it kept here."))
    fields = piece.text.split("\t")
    if len(fields) < FIELDS:
        raise RefusedLineError(
            _("The line is cut off: {count} of {all} fields.").format(count=len(fields), all=FIELDS)
        )
    if piece.torn and len(fields[0]) < padded and not fields[0].startswith(" "):
        raise RefusedLineError(_("The line is cut off: its PIN may not be whole."))
    pin = _pin(fields[0])
    if not pin:
        raise RefusedLineError(
            _("This is no PIN: {pin}.").format(pin=fields[0].strip()[:LONGEST_SHOWN])
        )
    at = _time(fields[1].strip(), now)
    raw = " ".join(field.strip() for field in fields[3:FIELDS])
    return Found(piece.line, at, pin, None, fields[2].strip()[:LONGEST_SHOWN], raw[:LONGEST_SHOWN])


@lru_cache(maxsize=4096)
def _pin(field: str) -> str:
    """The PIN of a field without its padding; empty where it is none."""
    pin = plain_pin(field)
    return pin if _PIN.fullmatch(pin) else ""


def _time(text: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(text) if _TIME.fullmatch(text) else None
    except ValueError:
        at = None
    if at is None:
        raise RefusedLineError(
            _("The machine's clock was wrong: {time}.").format(time=text[:LONGEST_SHOWN])
        )
    return believable(at, now, text)

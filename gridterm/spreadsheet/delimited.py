"""Reading comma-separated files: encoding and separator found out, rows as a stream."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gridterm.spreadsheet import problems

LONGEST_FIELD = 1 << 20
CHUNK = 1 << 20
SAMPLE = 64 * 1024
SEPARATORS = ",\t;|"
REPLACED = "\ufffd"
ESCAPED = "surrogateescape"
FEW_BROKEN = 0.05
BROKEN = re.compile("[\udc80-\udcff]")
_WIDE = re.compile("[\u0800-\ufffc]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Delimited:
    """A text file that holds a table, with what was found out about it.

    ``lines`` is how many lines it has, and so how many rows at most. Bytes that are no
    character of the encoding arrive as lone surrogates (``BROKEN`` finds them).
    """

    path: Path
    encoding: str
    separator: str
    lines: int

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows with their numbers from 1, as a spreadsheet program would number them.

        Raises:
            FileProblemError: the file cannot be read, or its quotation marks do not fit.
        """
        csv.field_size_limit(LONGEST_FIELD)
        number = 0
        with (
            problems.reading(self.path),
            self.path.open(encoding=self.encoding, errors=ESCAPED, newline="") as file,
        ):
            lines = (line.replace("\x00", "") for line in file)
            try:
                # Strict: else a quotation mark out of place would swallow rows or vanish.
                reader = csv.reader(lines, delimiter=self.separator, strict=True)
                for number, row in enumerate(reader, 1):
                    yield number, row
            except csv.Error as error:
                raise problems.open_quote(self.path, number + 1) from error


def open_delimited(path: Path) -> Delimited:
    """Find out encoding and separator of a text file.

    UTF-8 with or without a mark, UTF-16 with one (or plain to see), else GB18030, the
    superset of GBK and GB2312.

    Raises:
        FileProblemError: the file cannot be read.
    """
    with problems.reading(path):
        encoding = _encoding(path)
        lines = _line_breaks(path)
        with path.open(encoding=encoding, errors=ESCAPED, newline="") as file:
            sample = file.read(SAMPLE).replace("\x00", "")
    return Delimited(path, encoding, _separator(sample), lines)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if head[1::2].count(0) > len(head) // 8:
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 8:
        return "utf-16-be"
    return "utf-8" if _is_utf8(path) else "gb18030"


def _is_utf8(path: Path) -> bool:
    """Whether the bytes are UTF-8: all of them, or all but the few a damaged copy breaks.

    GB18030 takes nearly any bytes, so a single broken character must not turn the whole
    file into other characters. And short GBK texts can be valid UTF-8 by chance (漏水 is
    the bytes of ``©ˮ``), but never of characters as far up as the Chinese ones.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    broken = wide = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            text = decoder.decode(chunk, final=not chunk)
            if not text.isascii():
                broken += text.count(REPLACED)
                wide += len(_WIDE.findall(text))
            if not chunk:
                break
    plain = broken == 0 and wide == 0
    return broken < wide * FEW_BROKEN or (plain and _is_ascii(path))


def _is_ascii(path: Path) -> bool:
    with path.open("rb") as file:
        return all(chunk.isascii() for chunk in iter(lambda: file.read(CHUNK), b""))


def _line_breaks(path: Path) -> int:
    count = 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            count += chunk.count(b"\n") or chunk.count(b"\r")
    return count


def _separator(sample: str) -> str:
    """The separator that cuts the sample's first rows into the most columns, alike in each."""
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        widths = []
        try:
            for row in csv.reader(sample.splitlines(keepends=True), delimiter=separator):
                if any(cell.strip() for cell in row):
                    widths.append(len(row))
                if len(widths) == 20:  # noqa: PLR2004 - enough to see a habit
                    break
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        score = wide.count(usual) / len(widths) + usual / 1000
        if score > best_score:
            best, best_score = separator, score
    return best

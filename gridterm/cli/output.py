"""How commands answer: JSON for programs, aligned text when piped, a table on a terminal.

Data is text and never markup. Nothing is cut when piped.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import PurePath
from typing import Any, TypeVar

from gridterm.text import clean, clean_line, width

PADDED = 40
PIPED_CELLS = 1_000_000
BETWEEN = 3
LAST = 16
Row = TypeVar("Row")
Column = tuple[str, Callable[[Row], object]]


def plain(value: object) -> Any:  # noqa: ANN401 - JSON is any
    """A value as JSON has it: codes, ISO times, lists, objects with stable keys."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, PurePath) else value


def as_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=2))  # noqa: T201 - the command line answers here


def line(text: str) -> None:
    """Print a sentence of ours."""
    print(clean(text))  # noqa: T201


def block(text: str) -> None:
    """Print lines of ours that are laid out already."""
    print(text)  # noqa: T201


def cells() -> int:
    """How many cells a line may have: the terminal's, or any number when piped."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPED_CELLS


def shown(value: object) -> str:
    """A value as a person reads it, on one line."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return clean_line(str(value))


def table(rows: Iterable[Row], columns: Sequence[Column[Row]]) -> None:
    """Print rows: as a table on a terminal, in aligned columns when piped."""
    lines = [[shown(read(row)) for _title, read in columns] for row in rows]
    titles = [title for title, _read in columns]
    if sys.stdout.isatty():
        _drawn(titles, lines)
    else:
        _aligned([titles, *lines])


def _drawn(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal: columns without a value are left out, the last takes the rest.

    Where even the others are too wide, all but the first are broken into lines.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    used = [at for at, column in enumerate(zip(*rows, strict=True)) if any(column)]
    needed = sum(max(width(row[at]) for row in (titles, *rows)) + BETWEEN for at in used[:-1])
    whole = used[:-1] if needed + LAST <= cells() else used[:1]
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    for at in used or range(len(titles)):
        drawn.add_column(Text(titles[at]), overflow="fold", no_wrap=at in whole)
    for row in rows:
        drawn.add_row(*(Text(row[at]) for at in used))
    Console(highlight=False, markup=False, emoji=False).print(drawn)


def _aligned(lines: Sequence[Sequence[str]]) -> None:
    widths = [min(PADDED, max(map(width, column))) for column in zip(*lines, strict=True)]
    for row in lines:
        padded = [
            cell + " " * max(0, most - width(cell)) for cell, most in zip(row, widths, strict=True)
        ]
        print("  ".join(padded).rstrip())  # noqa: T201


def pairs(entries: Iterable[tuple[str, object]]) -> None:
    """Print names with their values, one a line; a value of several lines is indented."""
    entries = [(name, value) for name, value in entries if value not in (None, "")]
    column = max((width(name) for name, _value in entries), default=0)
    for name, value in entries:
        text = clean(value) if isinstance(value, str) else shown(value)
        first, *rest = text.split("\n")
        print(f"{name}{' ' * (column - width(name))}  {first}".rstrip())  # noqa: T201
        for more in rest:
            print(f"{' ' * column}  {more}".rstrip())  # noqa: T201

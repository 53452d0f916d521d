"""The messages of any file, for suggesting categories: nothing of them is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gridterm.errors import InputError
from gridterm.hotline.importing.fields import FIELDS
from gridterm.i18n import _
from gridterm.spreadsheet.mapping import match_columns
from gridterm.spreadsheet.reading import open_table
from gridterm.spreadsheet.values import Value, text_of
from gridterm.text import clean, clean_line


@dataclass(frozen=True)
class Message:
    """A row of a file: its number in the file, the source's own number, subject and text."""

    row: int
    number: str
    title: str
    text: str


def read_messages(
    path: Path, *, text: str = "", title: str = "", sheet: str | None = None
) -> tuple[Message, ...]:
    """Read the messages of a workbook or a text file, as the import reads them.

    Args:
        path: the file.
        text: the column of the message, by header or letter; else the one an import takes.
        title: the column of the subject, ``-`` for none; else the one an import takes.
        sheet: the sheet; else the one that fits best.

    Returns:
        Every filled row in the file's order, those without a text too.

    Raises:
        FileProblemError: the file cannot be read.
        InputError: a column does not exist, or none was found for the text.
    """
    chosen = {key: given for key, given in (("content", text), ("title", title)) if given}
    with open_table(path, sheet, FIELDS, chosen) as table:
        columns = match_columns(table.header, FIELDS, chosen).columns
        if "content" not in columns:
            raise InputError(
                _("No column was found for the text. Name one of: {columns}.").format(
                    columns=_(", ").join(name for name in table.header if name)
                )
            )
        at = {key: columns.get(key, -1) for key in ("external_id", "title", "content")}
        return tuple(_messages(table.rows(), at))


def _messages(rows: Iterator[tuple[int, Sequence[Value]]], at: dict[str, int]) -> Iterator[Message]:
    for row, cells in rows:
        number, title, text = (
            text_of(cells[index]) if 0 <= index < len(cells) else "" for index in at.values()
        )
        yield Message(row, clean_line(number), clean_line(title), clean(text))

"""From the cells of one row to what it says, or to the sentence why it cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from gridterm.hotline.importing.fields import (
    BY_KEY,
    NO,
    NOBODY,
    YES,
    channel_of,
    kind_of,
)
from gridterm.hotline.importing.terms import Facts
from gridterm.hotline.rules import NUMBER
from gridterm.i18n import _
from gridterm.spreadsheet.delimited import BROKEN
from gridterm.spreadsheet.mapping import ColumnMap, letter
from gridterm.spreadsheet.values import Value, moment_of, text_of
from gridterm.text import clean, clean_line, is_phone, normalize_phone

EARLIEST = datetime(1980, 1, 1)
AHEAD = timedelta(days=1)
LONGEST_CATEGORY = 40
LONGEST_SHOWN = 40
LONGEST_NUMBER = 100

WHOLE_NUMBER = 7
_SEVERAL = re.compile(r"[/、,，;；|]+|或|转")
_ONLY_A_NUMBER = re.compile(r"[\d\s()（）+＋\-—－.·]+")


class RefusedRowError(Exception):
    """The row cannot be taken; the message is a translated sentence."""


class RowReader:
    """Reads rows of one layout.

    Args:
        columns: which column fills which field.
        now: the office's wall clock; nothing can have been received later than tomorrow.
    """

    def __init__(self, columns: ColumnMap, now: datetime) -> None:
        self._columns = columns
        self._at = dict(columns.columns)
        self._latest = now + AHEAD
        used = set(self._at.values())
        self._extra = tuple(index for index in range(len(columns.header)) if index not in used)
        self._names = _unique_names(columns)

    def read(self, number: int, cells: Sequence[Value]) -> Facts:
        """What the row says.

        Raises:
            RefusedRowError: it cannot be taken.
        """
        if _is_broken(cells):
            raise RefusedRowError(
                _("It holds bytes that are no characters. Correct them in the source.")
            )
        extra: dict[str, str] = {}
        received_at = self._received(cells)
        replied_at = self._replied(cells, received_at)
        content, title = self._what(cells)
        caller = self._line(cells, "caller")
        nobody = caller.casefold() in NOBODY
        phone = self._phone(cells, extra)
        facts = Facts(
            row=number,
            external_id=self._number(cells),
            office_number=self._office_number(cells),
            received_at=received_at,
            content=content,
            title=title,
            caller="" if nobody else caller,
            anonymous=nobody or not (caller or phone),
            phone=phone,
            address=self._line(cells, "address"),
            place=self._line(cells, "place"),
            grid=self._line(cells, "grid"),
            kind=self._term(cells, "kind", extra),
            category=self._category(cells, extra),
            channel=self._term(cells, "channel", extra),
            confidential=self._flag(cells, "confidential", extra),
            publishable=self._flag(cells, "publishable", extra),
            reply=clean(self._text(cells, "reply")),
            replied_at=replied_at,
            extra=extra,
        )
        self._rest(cells, extra)
        return facts

    def example(self, cells: Sequence[Value], index: int) -> str:
        """A cell as it is shown beside its column's header."""
        return clean_line(text_of(cells[index])) if index < len(cells) else ""

    def _cell(self, cells: Sequence[Value], key: str) -> Value:
        index = self._at.get(key)
        return "" if index is None or index >= len(cells) else cells[index]

    def _text(self, cells: Sequence[Value], key: str) -> str:
        value = self._cell(cells, key)
        return value if isinstance(value, str) else text_of(value)

    def _line(self, cells: Sequence[Value], key: str) -> str:
        if key not in self._at:
            return ""
        text = self._text(cells, key)
        return clean_line(text) if text else ""

    def _received(self, cells: Sequence[Value]) -> datetime:
        value = self._cell(cells, "received_at")
        moment = moment_of(value)
        if moment is None:
            raise RefusedRowError(_no_time("received_at", value))
        if moment > self._latest:
            raise RefusedRowError(
                _("The time lies in the future: {time}.").format(time=_shown(value))
            )
        if moment < EARLIEST:
            raise RefusedRowError(_("The time cannot be right: {time}.").format(time=_shown(value)))
        return moment

    def _replied(self, cells: Sequence[Value], received_at: datetime) -> datetime | None:
        value = self._cell(cells, "replied_at")
        if value == "" or not clean_line(text_of(value)):
            return None
        moment = moment_of(value)
        if moment is None:
            raise RefusedRowError(_no_time("replied_at", value))
        if moment < received_at and moment.date() == received_at.date():
            return received_at  # only the day was given
        return moment

    def _what(self, cells: Sequence[Value]) -> tuple[str, str]:
        """Content and subject; a row without content is about its subject."""
        content = clean(self._text(cells, "content"))
        title = self._line(cells, "title")
        if not content:
            content = clean(self._text(cells, "title"))
        if not content:
            raise RefusedRowError(_("The content is empty."))
        return content, title

    def _number(self, cells: Sequence[Value]) -> str:
        number = self._line(cells, "external_id")
        if len(number) > LONGEST_NUMBER:
            raise RefusedRowError(
                _('This is no number of a message: "{number}".').format(number=_shown(number))
            )
        return number

    def _office_number(self, cells: Sequence[Value]) -> str:
        number = self._line(cells, "office_number") or self._line(cells, "external_id")
        return number.upper() if NUMBER.fullmatch(number) else ""

    def _phone(self, cells: Sequence[Value], extra: dict[str, str]) -> str:
        """The first number in the cell; a cell that says more is kept as it is, too."""
        typed = self._line(cells, "phone")
        if not typed:
            return ""
        phone, whole = _first_phone(typed)
        if not whole:
            self._keep("phone", typed, extra)
        return phone

    def _term(self, cells: Sequence[Value], key: str, extra: dict[str, str]) -> str:
        words = self._line(cells, key)
        code = _term_code(key, words) if words else ""
        if words and not code:
            self._keep(key, words, extra)
        return code

    def _category(self, cells: Sequence[Value], extra: dict[str, str]) -> str:
        name = self._line(cells, "category")
        if len(name) > LONGEST_CATEGORY:
            self._keep("category", name, extra)
            return ""
        return name

    def _flag(self, cells: Sequence[Value], key: str, extra: dict[str, str]) -> bool:
        words = self._line(cells, key).casefold()
        if words and words not in YES and words not in NO:
            self._keep(key, words, extra)
        return words in YES

    def _keep(self, key: str, text: str, extra: dict[str, str]) -> None:
        extra[self._names.get(self._at[key], key)] = text

    def _rest(self, cells: Sequence[Value], extra: dict[str, str]) -> None:
        """Keep what no field takes, beyond the header too."""
        for index in (*self._extra, *range(len(self._columns.header), len(cells))):
            if index < len(cells) and cells[index] != "":
                text = clean(text_of(cells[index]))
                if text:
                    extra[self._names.get(index) or letter(index)] = text


def _unique_names(columns: ColumnMap) -> dict[int, str]:
    names: dict[int, str] = {}
    for index in range(len(columns.header)):
        name = columns.name(index)
        names[index] = f"{name} ({letter(index)})" if name in names.values() else name
    return names


@lru_cache(maxsize=1024)
def _term_code(key: str, words: str) -> str:
    return kind_of(words) if key == "kind" else channel_of(words)


@lru_cache(maxsize=1024)
def _first_phone(typed: str) -> tuple[str, bool]:
    """The first telephone number in a text, and whether the text says nothing else."""
    number = normalize_phone(typed)
    parts = _SEVERAL.split(typed)
    if len(parts) == 1 and is_phone(number):
        return number, _ONLY_A_NUMBER.fullmatch(typed) is not None
    found = [normalize_phone(part) for part in (*parts, *typed.split())]
    whole = [one for one in found if is_phone(one) and len(one) >= WHOLE_NUMBER]
    return next(iter(whole), ""), False


def _no_time(key: str, value: Value) -> str:
    title = BY_KEY[key].title
    if not clean_line(text_of(value)):
        return _("{field} is empty.").format(field=title)
    return _('{field} cannot be read as a time: "{time}".').format(field=title, time=_shown(value))


def _shown(value: Value) -> str:
    return clean_line(text_of(value))[:LONGEST_SHOWN]


def _is_broken(cells: Sequence[Value]) -> bool:
    return any(
        isinstance(cell, str) and not cell.isascii() and BROKEN.search(cell) for cell in cells
    )

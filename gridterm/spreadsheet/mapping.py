"""Which column is what: by the words of the header, by hand, or as the last time.

Headers are compared folded and without blanks, brackets and punctuation, so ``反映时间（必填）``
is 反映时间. What was mapped by hand is remembered for the next file of the same layout.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar

from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.store.tables import ImportLayout
from gridterm.text import clean_line, fold

NO_COLUMN = "-"
"""What is given by hand for a field that has no column, whatever the headers say."""

_BRACKETED = re.compile(r"[(（\[【<《{].*?[)）\]】>》}]")
_NOISE = re.compile(r"[\W_]+")
_LETTERS = re.compile(r"[A-Z]{1,3}")


@dataclass(frozen=True)
class FieldSpec:
    """A field a file may fill: its key, its name (an English msgid), and the headers it goes by.

    ``synonyms`` stand in order of preference, Chinese and English.
    """

    key: str
    title_id: str
    synonyms: tuple[str, ...]
    required: bool = False

    @property
    def title(self) -> str:
        """The field's name in the user's language."""
        return _(self.title_id)


@dataclass(frozen=True)
class ColumnMap:
    """Which column (from 0) fills which field, and what is left over on both sides.

    ``dropped`` holds the fields that were told by hand to have no column.
    """

    header: tuple[str, ...]
    columns: Mapping[str, int]
    missing: tuple[FieldSpec, ...] = ()
    dropped: tuple[str, ...] = ()
    remembered: bool = False

    @property
    def unmapped(self) -> tuple[int, ...]:
        """The columns that fill no field."""
        used = set(self.columns.values())
        return tuple(index for index in range(len(self.header)) if index not in used)

    def name(self, index: int) -> str:
        """What a column is called: its header, or its letter where it has none."""
        header = self.header[index] if index < len(self.header) else ""
        return header or letter(index)

    def chosen(self) -> dict[str, str]:
        """The map by column letters, as it is given by hand and remembered."""
        given = {key: letter(index) for key, index in self.columns.items()}
        return given | dict.fromkeys(self.dropped, NO_COLUMN)


@lru_cache(maxsize=4096)
def header_forms(header: str) -> tuple[str, ...]:
    """The forms a header is compared in: whole, and without what stands in brackets."""
    folded = fold(clean_line(header))
    forms = (_NOISE.sub("", folded), _NOISE.sub("", _BRACKETED.sub("", folded)))
    return tuple(dict.fromkeys(form for form in forms if form))


def layout_key(header: Sequence[str]) -> str:
    """What two files of the same layout have in common: their folded header row."""
    return "|".join((header_forms(name) or ("",))[0] for name in header)


def letter(index: int) -> str:
    """The letter of a column: 0 is A, 26 is AA."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def match_columns(
    header: Sequence[str],
    fields: Sequence[FieldSpec],
    chosen: Mapping[str, str] | None = None,
    *,
    remembered: bool = False,
) -> ColumnMap:
    """Find each field's column.

    Args:
        header: the header row's texts.
        fields: what a file may fill.
        chosen: by hand, field key → header text, column letter, or ``NO_COLUMN``.
        remembered: whether ``chosen`` comes from an earlier file.

    Returns:
        The map; a required field without a column stands in ``missing``.

    Raises:
        InputError: ``chosen`` names a field or a column that does not exist, or one twice.
    """
    columns: dict[str, int] = {}
    by_hand = dict(chosen or {})
    dropped = []
    for key, given in by_hand.items():
        index = _named(header, fields, key, given)
        if index is None:
            dropped.append(key)
            continue
        if index in columns.values():
            raise InputError(_("The column {column} was given to two fields.").format(column=given))
        columns[key] = index
    for _rank, index, key in sorted(_candidates(header, fields)):
        if key not in columns and key not in by_hand and index not in columns.values():
            columns[key] = index
    missing = tuple(spec for spec in fields if spec.required and spec.key not in columns)
    return ColumnMap(tuple(header), columns, missing, tuple(dropped), remembered)


def _candidates(header: Sequence[str], fields: Sequence[FieldSpec]) -> list[tuple[int, int, str]]:
    """Every (rank of the synonym, column, field) that fits; the lowest is the best."""
    forms: dict[str, tuple[int, int]] = {}
    for index in reversed(range(len(header))):
        for rank, form in enumerate(header_forms(header[index])):
            if form not in forms or forms[form][0] >= rank:
                forms[form] = (rank, index)
    found = []
    for spec in fields:
        for rank, synonym in enumerate(spec.synonyms):
            hit = forms.get(header_forms(synonym)[0])
            if hit:
                found.append((rank, hit[1], spec.key))
    return found


def _named(header: Sequence[str], fields: Sequence[FieldSpec], key: str, given: str) -> int | None:
    if key not in {spec.key for spec in fields}:
        raise InputError(
            _("There is no field {field}. There are: {fields}.").format(
                field=key, fields=_(", ").join(spec.key for spec in fields)
            )
        )
    wanted = clean_line(given)
    if wanted in {NO_COLUMN, ""}:
        return None
    for index, name in enumerate(header):
        if wanted == name or set(header_forms(wanted)) & set(header_forms(name)[:1]):
            return index
    if _LETTERS.fullmatch(wanted.upper()):
        for index in range(len(header)):
            if letter(index) == wanted.upper():
                return index
    raise InputError(
        _("There is no column {column} in this file. It has: {columns}.").format(
            column=given, columns=_(", ").join(name for name in header if name)
        )
    )


def recall(session: Session, purpose: str, header: Sequence[str]) -> dict[str, str] | None:
    """How the columns of this layout were mapped the last time; None for a new layout."""
    row = session.exec(_layout(purpose, header)).first()
    if row is None:
        return None
    return {str(key): str(value) for key, value in json.loads(row.mapping).items()}


def remember(session: Session, purpose: str, column_map: ColumnMap, now: datetime) -> None:
    """Keep a map for the next file of the same layout, within a running use case."""
    mapping = json.dumps(column_map.chosen(), ensure_ascii=False, sort_keys=True)
    row = session.exec(_layout(purpose, column_map.header)).first()
    if row is None:
        row = ImportLayout(
            purpose=purpose, header=layout_key(column_map.header), mapping=mapping, used_at=now
        )
        session.add(row)
    elif row.mapping != mapping:
        row.mapping = mapping
        row.used_at = now
    session.flush()


def _layout(purpose: str, header: Sequence[str]) -> SelectOfScalar[ImportLayout]:
    return select(ImportLayout).where(
        ImportLayout.purpose == purpose, ImportLayout.header == layout_key(header)
    )

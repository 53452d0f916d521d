"""The sheets the registers exchange: what a row is, and whom and what its cells mean.

A sheet turns a row into a saved record within a running use case, and a record into a row.
An empty cell never wipes what is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from gridterm.errors import InputError
from gridterm.i18n import Term, _
from gridterm.registers import rules
from gridterm.registers.tables import Grid, Staff
from gridterm.registers.terms import GridLevel, Person
from gridterm.spreadsheet.mapping import FieldSpec
from gridterm.spreadsheet.values import Value, date_of, text_of
from gridterm.store.unit import Tx
from gridterm.text import ascii_digits, clean_line, fold

T = TypeVar("T", bound=Term)
_LIST = re.compile(r"[、,，;；/\n]+")
_COUNT = re.compile(r"(\d{1,6})\s*(?:户|家|间|个)?")


@dataclass
class Row:
    """A row on its way in: its cells by field, and what was remarked on the way."""

    number: int
    cells: Mapping[str, Value]
    remarks: list[str] = field(default_factory=list)

    def text(self, key: str) -> str:
        """A cell as one clean line; empty where there is no such column."""
        return clean_line(text_of(self.cells.get(key, "")))

    def day(self, key: str) -> date | None:
        """A cell as a day; None where it is empty.

        Raises:
            InputError: it is no day.
        """
        if not self.text(key):
            return None
        day = date_of(self.cells[key])
        if day is None:
            raise InputError(
                _("{typed} is not a date. Write 2026-11-21.").format(typed=self.text(key))
            )
        return day

    def count(self, key: str, standing: int) -> int:
        """A cell as a number of something; ``standing`` where it is empty.

        Raises:
            InputError: it is no number.
        """
        typed = ascii_digits(self.text(key))
        if not typed:
            return standing
        match = _COUNT.fullmatch(typed)
        if match is None:
            raise InputError(_("{typed} is not a whole number.").format(typed=typed))
        return int(match[1])


class Sheet(Protocol):
    """What import and export need of a kind of sheet."""

    purpose: str
    title_id: str
    named_by: tuple[str, ...]
    """The fields that say in a preview which record a row is about."""

    def fields(self) -> tuple[FieldSpec, ...]:
        """The columns, in the order they are written."""
        ...

    def order(self, rows: Sequence[Row]) -> list[Row]:
        """The rows in the order they must be saved."""
        ...

    def key(self, row: Row) -> str:
        """What two rows about the same record have in common.

        Raises:
            InputError: the row does not say which record it is about.
        """
        ...

    def find(self, tx: Tx, row: Row) -> int | None:
        """The id of the record a row is about, None for a new one."""
        ...

    def apply(self, tx: Tx, row: Row, record_id: int | None) -> int:
        """Save a row; what it names and nobody knows yet is remarked, and left as it was."""
        ...

    def finish(self, tx: Tx) -> None:
        """What is left to do once every row is saved."""
        ...

    def all(self, session: Session, day: date, *, whole: bool) -> dict[int, dict[str, Value]]:
        """The records as rows by id: all there are (``whole``), or those worth exporting."""
        ...


def spec(key: str, title_id: str, *synonyms: str, required: bool = False) -> FieldSpec:
    """A column that is also known by its own title in both languages: exports come back."""
    names = dict.fromkeys((title_id, _(title_id), *synonyms))
    return FieldSpec(key, title_id, tuple(names), required)


def split_list(text: str) -> list[str]:
    """The entries of a cell that lists several."""
    return [part for part in (clean_line(part) for part in _LIST.split(text)) if part]


def show_person(person: Person | Staff) -> str:
    """Somebody in a cell: number and name, so that it reads well and comes back exactly."""
    return f"{person.number} {person.name}"


def find_person(session: Session, typed: str, day: date) -> Staff | None:
    """Who a cell means: a number, a number with a name, or a name; None where nobody.

    Raises:
        InputError: several people have that name.
    """
    for number in (typed, typed.split(" ", maxsplit=1)[0]):
        found = session.exec(select(Staff).where(func.lower(Staff.number) == fold(number))).first()
        if found is not None:
            return found
    named = session.exec(
        select(Staff).where(
            Staff.name == typed, or_(col(Staff.left).is_(None), col(Staff.left) >= day)
        )
    ).all()
    if len(named) > 1:
        raise InputError(
            _("Several people are called {name}. Write the staff number.").format(name=typed)
        )
    return named[0] if named else None


def find_grid(session: Session, typed: str, day: date) -> Grid | None:
    """The grid a cell means, by code, bare number or name, among those that have not ended.

    Raises:
        InputError: several grids have that number or name.
    """
    lasting = or_(col(Grid.valid_to).is_(None), col(Grid.valid_to) >= day)
    exact = session.exec(
        select(Grid).where(or_(col(Grid.code) == typed, col(Grid.name) == typed), lasting)
    ).all()
    if not exact:
        try:
            code = rules.grid_code(typed, GridLevel.HOUSEHOLD_GROUP, "")
        except InputError:
            return None
        exact = session.exec(
            select(Grid).where(
                func.substr(Grid.code, -len(code)) == code,
                col(Grid.level) >= GridLevel.GRID,
                lasting,
            )
        ).all()
    if len(exact) > 1:
        raise InputError(
            _("Several grids are called {grid}. Write the whole code.").format(grid=typed)
        )
    return exact[0] if exact else None


def coded(typed: str, table: Mapping[T, Sequence[str]]) -> tuple[T, ...]:
    """The codes a cell lists, by code, by text in either language, or by a usual word.

    Raises:
        InputError: a word is none of them; the sentence names them.
    """
    found: list[T] = []
    for word in split_list(typed):
        fits = [code for code, words in table.items() if fold(word) in _words(code, words)]
        if not fits:
            raise unknown(word, [code.label for code in table])
        found.append(fits[0])
    return tuple(dict.fromkeys(found))


def unknown(typed: str, labels: Iterable[str]) -> InputError:
    """The sentence for a word that is none of a few."""
    return InputError(
        _("{typed} is not known here. There are: {known}.").format(
            typed=typed, known=_(", ").join(labels)
        )
    )


def _words(code: Term, words: Sequence[str]) -> set[str]:
    return {fold(word) for word in (code.value, code.message, code.label, *words)}

"""What people type for a choice, a number, a colleague or a grid, as the services take it.

Full-width digits and labels in either language are understood; what is not gets a sentence that
names what is. Days and moments are read by ``gridterm.moments``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gridterm.cli.language import NAMES
from gridterm.errors import FileProblemError, InputError, NotFoundError
from gridterm.i18n import Term, _
from gridterm.text import clean_line, fold

if TYPE_CHECKING:
    from gridterm.registers.household_terms import HouseholdRow
    from gridterm.registers.terms import BuildingView, GridView, StaffView
    from gridterm.store.unit import Store

STDIN = "-"
SHOWN_NAMES = 5
Choice = TypeVar("Choice", bound=Term)


def folded(typed: str) -> str:
    """What was typed on one line, with full-width characters and capitals as their plain forms."""
    return fold(clean_line(typed))


def check_language(typed: str | None) -> None:
    """Refuse a language that is none of ours.

    Raises:
        InputError: it is none.
    """
    if typed and typed.casefold() not in NAMES:
        raise InputError(_("There is no language {name} here; choose zh or en.").format(name=typed))


def code(terms: type[Choice], typed: str, option: str) -> Choice:
    """A code of a set, typed as the code or as its label.

    Raises:
        InputError: there is no such one; the sentence names them all.
    """
    line = folded(typed)
    for term in terms:
        if line in (term.value, fold(term.label), fold(term.message)):
            return term
    raise InputError(
        _("{option} does not take {typed}. Choose one of: {choices}.").format(
            option=option,
            typed=clean_line(typed),
            choices=_(", ").join(f"{term.value} ({term.label})" for term in terms),
        )
    )


def codes(terms: type[Choice], typed: str, option: str) -> tuple[Choice, ...]:
    """Codes of a set with commas or blanks between them; as ``code``."""
    return tuple(code(terms, one, option) for one in re.split(r"[,，、\s]+", typed) if one)


def whole(typed: str, option: str, low: int, high: int) -> int:
    """A whole number.

    Raises:
        InputError: it is none, or outside the bounds.
    """
    line = folded(typed)
    if not line.isdecimal() or not low <= int(line[:12]) <= high:
        raise InputError(
            _("{option} takes a whole number from {low} to {high}.").format(
                option=option, low=low, high=high
            )
        )
    return int(line)


def words(typed: str) -> str:
    """A text as typed, or all of standard input where ``-`` stands for it.

    Raises:
        FileProblemError: standard input is not text in UTF-8.
    """
    if typed != STDIN:
        return typed
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileProblemError(
            _("Standard input is not text in UTF-8. Save the text as UTF-8 and send it again.")
        ) from error


def file_at(typed: str) -> Path:
    """The whole path of a file that was typed; ``~`` is the home folder."""
    path = Path(typed)
    with suppress(RuntimeError):  # there is nobody ~like this: the name stands for itself
        path = path.expanduser()
    return path.absolute()


def nearest(typed: str, names: Iterable[str]) -> str:
    """The name most like what was typed, ``""`` where none is."""
    return next(iter(get_close_matches(typed, list(names), n=1)), "")


def staff_of(store: Store, typed: str, *, ended: bool = False) -> StaffView:
    """The colleague meant by a number, a name or pinyin initials; with ``ended`` a former one too.

    Raises:
        NotFoundError: nobody fits.
        InputError: several do.
    """
    from gridterm.registers.service import find_staff

    found = find_staff(store, typed, ended=ended)
    line = folded(typed)
    exact = [one for one in found if line in (one.number.lower(), fold(one.name))]
    fits = exact or list(found)
    numbered = [one for one in fits if one.number.lower() == line]
    if len(numbered or fits) == 1:
        return (numbered or fits)[0]
    if not fits:
        raise NotFoundError(
            _("There is nobody {typed} on the staff. See them with: gridterm staff list").format(
                typed=clean_line(typed)
            )
        )
    raise InputError(
        _("{typed} may be several people: {names}. Use the staff number.").format(
            typed=clean_line(typed),
            names=_(", ").join(f"{one.number} {one.name}" for one in fits[:SHOWN_NAMES]),
        )
    )


def grid_of(store: Store, typed: str) -> GridView:
    """The grid meant by its code, its number or its name.

    Raises:
        NotFoundError: there is none.
    """
    from gridterm.registers.address_rules import grid_form
    from gridterm.registers.service import list_grids

    form = grid_form(typed)
    for one in list_grids(store, store.clock.today()):
        if form in {grid_form(words) for words in (one.code, one.number, one.name)}:
            return one
    raise NotFoundError(
        _("There is no grid {typed}. See them with: gridterm grid list").format(
            typed=clean_line(typed)
        )
    )


def building_of(store: Store, typed: str) -> BuildingView:
    """The building meant by estate and number, as people say it.

    Raises:
        NotFoundError: there is none.
        InputError: several fit.
    """
    from gridterm.registers.service import building, grid_of_address

    match = grid_of_address(store, typed)
    if match is None:
        raise NotFoundError(
            _("No building of the register is meant by {address}.").format(
                address=clean_line(typed)
            )
        )
    if match.building_id is None:
        raise InputError(
            _("This may be several buildings: {names}. Say the estate too.").format(
                names=_(", ").join(match.candidates)
            )
        )
    return building(store, match.building_id)


def household_of(store: Store, typed: str) -> HouseholdRow:
    """The household meant by an address, a room, a name, pinyin initials or a phone.

    Raises:
        NotFoundError: there is none.
        InputError: several fit.
    """
    from gridterm.registers.address_rules import compact, room_key
    from gridterm.registers.households import find
    from gridterm.registers.service import grid_of_address

    fits = find(store, typed, limit=SHOWN_NAMES + 1)
    line = compact(typed)
    address = grid_of_address(store, typed)
    at = (address.building_id, address.room) if address is not None else None
    exact = [
        one
        for one in fits
        if (one.building_id, room_key(one.room)) == at or line == compact(one.head)
    ]
    if len(exact or fits) == 1:
        return (exact or fits)[0]
    if not fits:
        raise NotFoundError(
            _("No household is found by {typed}. See them with: gridterm household list").format(
                typed=clean_line(typed)
            )
        )
    raise InputError(
        _("{typed} may be several households: {names}. Write the whole address.").format(
            typed=clean_line(typed),
            names=_(", ").join(f"{one.title} {one.head}" for one in fits[:SHOWN_NAMES]),
        )
    )

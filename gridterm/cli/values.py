"""What people type for a day, a month, a choice, a colleague or a grid, as the services take it.

Full-width digits, Chinese date words and labels in either language are all understood; what is
not gets a sentence with an example.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from gridterm.cli.language import NAMES
from gridterm.errors import FileProblemError, InputError, NotFoundError
from gridterm.i18n import Term, _
from gridterm.spreadsheet.values import moment_of
from gridterm.text import clean_line, fold

if TYPE_CHECKING:
    from gridterm.registers.terms import GridView, StaffView
    from gridterm.store.unit import Store

STDIN = "-"
MONTHS = 12
SHOWN_NAMES = 5
EARLY = timedelta(minutes=5)
Choice = TypeVar("Choice", bound=Term)

_DAY_WORDS = {
    "前天": -2, "昨天": -1, "yesterday": -1, "今天": 0, "today": 0, "明天": 1, "tomorrow": 1,
    "后天": 2,
}  # fmt: skip
_DAY_WORD = re.compile(rf"({'|'.join(_DAY_WORDS)})\s*(.*)")
_SHORT_DATE = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?![\d:点时])\s*(.*)")
_MONTH = re.compile(r"(?:(\d{4})\s*[-/.年]?\s*)?(\d{1,2})\s*月?(?:份)?")
_MONTH_WORDS = {
    "本月": 0, "这个月": 0, "this": 0, "下月": 1, "下个月": 1, "next": 1, "上月": -1,
    "上个月": -1, "last": -1,
}  # fmt: skip
_COMPACT_TIME = re.compile(r"(\d{1,2})(\d{2})")
_NOW = {"now", "现在", "刚才"}


def folded(typed: str) -> str:
    """What was typed on one line, with full-width characters as their plain forms."""
    return unicodedata.normalize("NFKC", clean_line(typed)).lower()


def check_language(typed: str | None) -> None:
    """Refuse a language that is none of ours.

    Raises:
        InputError: it is none.
    """
    if typed and typed.casefold() not in NAMES:
        raise InputError(_("There is no language {name} here; choose zh or en.").format(name=typed))


def moment(typed: str | None, now: datetime) -> datetime | None:
    """A moment: ``9:14``, ``昨天 15:20``, ``11-20 9点半``, ``2026-11-20 15:20``; None for none.

    Raises:
        InputError: no moment can be read from it.
    """
    line = folded(typed or "")
    if not line:
        return None
    if line in _NOW:
        return now
    found = _worded(line, now) or _short(line, now) or _lately(now, line) or moment_of(line)
    if found is None:
        raise InputError(
            _(
                "No time can be read from {typed}; write it like 9:14, 11-20 15:20 "
                "or 2026-11-20 15:20."
            ).format(typed=clean_line(typed or ""))
        )
    return found


def day(typed: str | None, now: datetime) -> date | None:
    """A day: ``11-20``, ``昨天``, ``2026年11月20日``, ``20261120``; None for none.

    Raises:
        InputError: no day can be read from it.
    """
    line = folded(typed or "")
    if not line:
        return None
    found = _worded(line, now) or _short(line, now, clock=False) or moment_of(line)
    if found is None:
        raise InputError(
            _("No day can be read from {typed}; write it like 11-20 or 2026-11-20.").format(
                typed=clean_line(typed or "")
            )
        )
    return found.date()


def needed_day(typed: str, now: datetime) -> date:
    """A day that must be given; as ``day``."""
    found = day(typed, now)
    if found is None:
        raise InputError(_("Say which day, like 11-20 or 2026-11-20."))
    return found


def month(typed: str | None, now: datetime) -> tuple[int, int]:
    """A year and a month: ``2026-11``, ``11月``, ``下月``; nothing typed is this month.

    Raises:
        InputError: no month can be read from it.
    """
    line = folded(typed or "")
    if not line or line in _MONTH_WORDS:
        index = now.year * MONTHS + now.month - 1 + _MONTH_WORDS.get(line, 0)
        return index // MONTHS, index % MONTHS + 1
    found = _MONTH.fullmatch(line)
    if found is None or not 1 <= int(found[2]) <= MONTHS:
        raise InputError(
            _("No month can be read from {typed}; write it like 2026-11.").format(
                typed=clean_line(typed or "")
            )
        )
    return int(found[1] or now.year), int(found[2])


def _worded(line: str, now: datetime) -> datetime | None:
    found = _DAY_WORD.fullmatch(line)
    if found is None:
        return None
    return _at(now + timedelta(days=_DAY_WORDS[found[1]]), found[2])


def _short(line: str, now: datetime, *, clock: bool = True) -> datetime | None:
    """A date without a year is of this year, as a date of a call of the past is looked for."""
    found = _SHORT_DATE.fullmatch(line)
    if found is None or (found[3] and not clock):
        return None
    here = _at_date(now.year, found[1], found[2], found[3])
    if clock and here is not None and here > now + timedelta(days=1):
        return _at_date(now.year - 1, found[1], found[2], found[3])
    return here


def _at_date(year: int, month_: str, day_: str, clock: str) -> datetime | None:
    return moment_of(f"{year}-{month_}-{day_} {_with_colon(clock)}".strip())


def _at(that: datetime, clock: str) -> datetime | None:
    return moment_of(f"{that:%Y-%m-%d} {_with_colon(clock)}".strip())


def _lately(now: datetime, clock: str) -> datetime | None:
    """A time alone: today's, or yesterday's where today's has not come yet."""
    found = _at(now, clock)
    ahead = found is not None and found > now + EARLY
    return found - timedelta(days=1) if found is not None and ahead else found


def _with_colon(clock: str) -> str:
    found = _COMPACT_TIME.fullmatch(clock.strip())
    return f"{found[1]}:{found[2]}" if found else clock.strip()


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
            choices=", ".join(f"{term.value} ({term.label})" for term in terms),
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


def nearest(typed: str, names: Iterable[str]) -> str:
    """The name most like what was typed, ``""`` where none is."""
    return next(iter(get_close_matches(typed, list(names), n=1)), "")


def staff_of(store: Store, typed: str) -> StaffView:
    """The colleague meant by a number, a name or pinyin initials.

    Raises:
        NotFoundError: nobody fits.
        InputError: several do.
    """
    from gridterm.registers.service import find_staff

    found = find_staff(store, typed)
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
            names=", ".join(f"{one.number} {one.name}" for one in fits[:SHOWN_NAMES]),
        )
    )


def grid_of(store: Store, typed: str) -> GridView:
    """The grid meant by its code, its number or its name.

    Raises:
        NotFoundError: there is none.
    """
    from gridterm.registers.service import list_grids

    line = folded(typed)
    grids = list_grids(store, store.clock.today())
    for one in grids:
        if line in (fold(one.code), one.number.lower(), fold(one.name)):
            return one
    bare = re.sub(r"\D", "", line).lstrip("0")
    for one in grids:
        if bare and line.isdecimal() and one.number.lstrip("0") == bare:
            return one
    raise NotFoundError(
        _("There is no grid {typed}. See them with: gridterm grid list").format(
            typed=clean_line(typed)
        )
    )

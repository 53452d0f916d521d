"""The rules of grids and duty as pure functions (RULEBOOK §1); addresses have their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from gridterm.errors import InputError, RefusedError
from gridterm.i18n import _, ngettext
from gridterm.registers.terms import Finding, GridKind, GridLevel
from gridterm.text import clean_line

GRID_WORD = "网格"
CODE_LONGEST = 60
DIGITS = 3

_GRID_CODE = re.compile(r"(?P<head>.*?)(?P<number>\d{1,3})(?:-(?P<group>\d{1,2}))?(?:号?网格)?")


def grid_code(typed: str, level: GridLevel, community: str) -> str:
    """A grid's code as it is stored: community, three digits, 网格 (``化院社区008网格``).

    Args:
        typed: the code in full, or only its number (``8``, ``008``, ``008网格``; a household
            group ``008-02``), full-width digits too. Above the grid it is a name, kept as is.
        level: the level the code is for.
        community: the community's name, put in front of a bare number.

    Raises:
        InputError: nothing was typed, or it is not such a code.
    """
    line = unicodedata.normalize("NFKC", clean_line(typed)).replace(" ", "")
    if not line:
        raise InputError(_("The grid needs a code, for example 008."))
    if len(line) > CODE_LONGEST:
        raise InputError(
            _("The grid code is too long: at most {number} characters, please.").format(
                number=CODE_LONGEST
            )
        )
    if not level.numbered:
        return line
    match = _GRID_CODE.fullmatch(line)
    group = match["group"] if match else None
    if match is None or int(match["number"]) == 0 or _misplaced(group, level):
        raise InputError(
            _(
                "{typed} is not a grid code. Use three digits, such as 008; "
                "a household group adds its own number, such as 008-02."
            ).format(typed=clean_line(typed))
        )
    suffix = f"-{int(group):02d}" if group else ""
    head = match["head"] or community
    return f"{head}{int(match['number']):0{DIGITS}d}{suffix}{GRID_WORD}"


def _misplaced(group: str | None, level: GridLevel) -> bool:
    return group is not None and (level is not GridLevel.HOUSEHOLD_GROUP or int(group) == 0)


def grid_number(code: str) -> str:
    """The short form of a grid code for narrow columns: ``008``, ``008-02``; a name stays."""
    match = re.search(rf"(\d{{{DIGITS}}}(?:-\d{{2}})?){GRID_WORD}$", code)
    return match[1] if match else code


@dataclass(frozen=True)
class SizeLimits:
    """The office's range for the size of a grid (settings ``grid.*``)."""

    households_low: int
    households_high: int
    shops_high: int


def size_findings(
    level: GridLevel, kind: GridKind, households: int, shops: int, limits: SizeLimits
) -> tuple[Finding, ...]:
    """Warnings where a grid's size is outside the office's range (RULEBOOK §1).

    An exclusive grid has no range for its households, a grid of shops no lowest number of
    them, and areas above the grid have no size of their own.
    """
    if not level.numbered:
        return ()
    found = []
    basic = kind is GridKind.BASIC
    if basic and households > limits.households_high:
        text = _("{number} households; the office allows at most {limit}.")
        found.append(
            Finding(
                "too_many_households", text.format(number=households, limit=limits.households_high)
            )
        )
    if basic and not shops and households < limits.households_low:
        text = ngettext(
            "Only {number} household; the office expects at least {limit}.",
            "Only {number} households; the office expects at least {limit}.",
            households,
        )
        found.append(
            Finding(
                "too_few_households", text.format(number=households, limit=limits.households_low)
            )
        )
    if shops > limits.shops_high:
        text = _("{number} shops; the office allows at most {limit}.")
        found.append(Finding("too_many_shops", text.format(number=shops, limit=limits.shops_high)))
    return tuple(found)


def people_findings(level: GridLevel, managers: int, *, lead: bool) -> tuple[Finding, ...]:
    """一格一员: a grid without a manager, or without a lead, is a warning.

    A household group is walked by the managers of the grid it divides.
    """
    if level is not GridLevel.GRID:
        return ()
    found = []
    if not managers:
        found.append(Finding("no_manager", _("No grid manager: every grid needs one.")))
    if not lead:
        found.append(Finding("no_lead", _("No grid lead.")))
    return tuple(found)


def building_findings(grids: Sequence[str]) -> tuple[Finding, ...]:
    """A building belongs to exactly one grid; none or two is an error (RULEBOOK §1)."""
    if len(grids) == 1:
        return ()
    if not grids:
        return (Finding("no_grid", _("In no grid: give it to one."), error=True),)
    text = _("In {number} grids at once ({grids}): keep one.")
    listed = _(", ").join(grids)
    return (Finding("two_grids", text.format(number=len(grids), grids=listed), error=True),)


# ── duty ────────────────────────────────────────────────────────────────────


def rotation(
    days: Sequence[date],
    officers: Sequence[int],
    after: int | None,
    can_serve: Callable[[int, date], bool],
) -> tuple[tuple[date, int | None], ...]:
    """Who is on duty on which day: everybody in turn, day after day.

    Args:
        days: the days to fill, in order.
        officers: staff ids in the order they take turns.
        after: who had the last turn before; the turn goes on with the one behind. None, or
            somebody who is not among the officers, starts with the first.
        can_serve: whether somebody can be on duty on a day; who cannot is passed over.

    Returns:
        Each day with its officer, None where nobody can.
    """
    count = len(officers)
    turn = officers.index(after) + 1 if after is not None and after in officers else 0
    filled: list[tuple[date, int | None]] = []
    for day in days:
        able = (step for step in range(count) if can_serve(officers[(turn + step) % count], day))
        step = next(able, None)
        if step is None:
            filled.append((day, None))
            continue
        filled.append((day, officers[(turn + step) % count]))
        turn = (turn + step + 1) % count
    return tuple(filled)


def check_swap(day_a: date, day_b: date, today: date) -> None:
    """Two days may be swapped while both are still to come (today counts).

    Raises:
        RefusedError: it is one and the same day, or one is over.
    """
    if day_a == day_b:
        raise RefusedError(_("Choose two different days to swap."))
    over = min(day_a, day_b)
    if over < today:
        raise RefusedError(
            _("{day} is over: what was served stays as it was. Choose days from today on.").format(
                day=over.isoformat()
            )
        )

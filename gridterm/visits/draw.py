"""The draw of the visits that are checked (RULEBOOK §6): random, recorded, done again by anyone.

The visits are put in the order of the SHA-256 of ``SEED:ID`` in hexadecimal, and the first ones
are checked. No library's random numbers are in it, so the same seed draws the same visits on
every machine and in ten years, and a calculator or ``printf '%s' SEED:ID | sha256sum`` shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from gridterm.errors import InputError
from gridterm.i18n import _

EACH_DAY = 2
"""Visits of a manager that are checked each day (RULEBOOK §6)."""


def draw(visits: Iterable[int], seed: str, n: int = EACH_DAY) -> tuple[int, ...]:
    """The visits that are checked, in the order in which they were drawn.

    Args:
        visits: the ids of one manager's visits of one day, in any order; twice counts once.
        seed: what was recorded for this draw.
        n: how many to draw; all of them where there are no more.

    Raises:
        InputError: the seed is empty: then nobody could tell later how it was drawn.
    """
    if not seed.strip():
        raise InputError(_("A draw needs a seed that is recorded with it."))
    ranked = sorted(set(visits), key=lambda visit: (mark(seed, visit), visit))
    return tuple(ranked[: max(n, 0)])


def mark(seed: str, visit: int) -> str:
    """What a visit is ordered by: 64 hexadecimal digits."""
    return _digest(f"{seed}:{visit}")


def redraw_seed(seed: str, times: int) -> str:
    """The seed of the redraw number ``times`` (from 1) after a draw with ``seed``.

    It follows from the first seed, so that nobody can choose one for what it draws.

    Raises:
        ValueError: ``times`` is below 1.
    """
    if times < 1:
        raise ValueError(times)
    return _digest(f"{seed}/{times}")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()

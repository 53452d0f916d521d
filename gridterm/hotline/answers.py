"""What a revisit found, in words: for the screen, the command line and the form (RULEBOOK §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridterm.hotline.terms import Satisfaction, Truth
from gridterm.i18n import _


def revisit_words(payload: Mapping[str, Any]) -> str:
    """What a revisit found, in a few words on one line."""
    if payload.get("waived"):
        return _("No revisit: anonymous or not wanted")
    if not payload.get("reached"):
        if payload.get("last_miss"):
            return _("Not reached, the last try: closed and out of the rates")
        return _("Not reached")
    words = [_("Reached")]
    truth, satisfaction = payload.get("true"), payload.get("satisfaction")
    if truth in set(Truth):
        words.append(Truth(truth).label)
    words.append(_("solved") if payload.get("solved") else _("not solved"))
    if satisfaction in set(Satisfaction):
        words.append(Satisfaction(satisfaction).label)
    return _(", ").join(words)


def four_answers(payload: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """The four questions of a revisit, each with its answer; ``""`` where it was not asked.

    Args:
        payload: the facts of the revisit; None before there is one.
    """
    told: Mapping[str, Any] = payload or {}
    asked = payload is not None and not told.get("waived")
    reached = asked and bool(told.get("reached"))
    truth, satisfaction = told.get("true"), told.get("satisfaction")
    return (
        (_("Reached?"), (_("Yes") if reached else _("No")) if asked else ""),
        (_("Record true?"), Truth(truth).label if reached and truth in set(Truth) else ""),
        (_("Solved?"), (_("Yes") if told.get("solved") else _("No")) if reached else ""),
        (
            _("Satisfied?"),
            Satisfaction(satisfaction).label
            if reached and satisfaction in set(Satisfaction)
            else "",
        ),
    )

"""The six let-nots (六不让, RULEBOOK §6) as live checks (§2): what each means, from when on.

Pure: the office's thresholds become moments of the wall clock (``Marks``), so that a check is
a comparison with a stored time and reads no closed ticket.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from gridterm.hotline.detail import meeting_after
from gridterm.hotline.terms import State
from gridterm.i18n import CHINESE, N_, Term, _, language, ngettext
from gridterm.resources import resource
from gridterm.settings import Settings
from gridterm.worktime import ONE_DAY, WorkTime, close_after

LOOK_BACK = 365
"""Days back a merged call is looked at: the index is read from there, and not through ten years."""


class LetNot(Term):
    """The six, in the order of the rule book."""

    SUPERIOR = "superior", N_("A superior's task delayed")
    UNTOLD = "untold", N_("Resident not told in time")
    OVERDUE = "overdue", N_("Piled up past its date")
    UNDECIDED = "undecided", N_("No owner or decision")
    AMISS = "amiss", N_("Records do not add up")
    IDLE = "idle", N_("Run aground, no entry")

    @property
    def place(self) -> int:
        """Its number in the rule book, 1 to 6."""
        return list(type(self)).index(self) + 1


class Missing(Term):
    """What an open call may lack (setting ``board.missing``)."""

    GRID = "grid", N_("no grid")
    CATEGORY = "category", N_("no category")
    CONTACT = "contact", N_("no way to reach the caller")
    HANDLER_LEFT = "handler_left", N_("a handler who has left")
    RESPONDER = "responder", N_("no first responder")


UNTOLD_IN = (State.RECEIVED, State.ASSIGNED, State.IN_PROGRESS, State.REPORTED_UP)
"""Where a resident still has to be told; a suspension pauses the clock of the first feedback."""
UNDECIDED_IN = (*UNTOLD_IN, State.SUSPENDED)
IDLE_IN = (*UNTOLD_IN, State.ANSWERED)
"""Where an entry is owed; a suspended call waits for its review date, which check 3 watches."""


@dataclass(frozen=True)
class Marks:
    """The checks' thresholds as moments: what lies before one of them is too long ago.

    ``told_before`` is for the answer of a merged call's master, ``regional_before`` and
    ``overall_before`` for the moment a matter of that tier came to need owner and decision,
    ``idle_before`` for the last entry; ``missing`` what an open call must not lack.
    """

    now: datetime
    told_before: datetime
    regional_before: datetime
    overall_before: datetime
    idle_before: datetime
    missing: tuple[str, ...]

    @property
    def today(self) -> date:
        """The day of the office's clock."""
        return self.now.date()


def marks(settings: Settings, work: WorkTime, now: datetime) -> Marks:
    """The thresholds of the settings at a moment."""

    def days(key: str) -> datetime:
        number = settings.number(key)
        return _before(now, lambda day: close_after(_start(day), number, work))

    def meeting(day: date) -> datetime:
        return datetime.combine(meeting_after(day, work), work.closes)

    return Marks(
        now=now,
        told_before=days("board.told_days"),
        regional_before=_before(now, meeting),
        overall_before=days("board.decision_days"),
        idle_before=days("board.idle_days"),
        missing=settings.codes("board.missing"),
    )


def _before(now: datetime, until: Callable[[date], datetime]) -> datetime:
    """The end of the last day whose time is over; ``until`` never falls from day to day."""
    day = now.date()
    while until(day) >= now:
        day -= ONE_DAY
    return _start(day + ONE_DAY)


def _start(day: date) -> datetime:
    return datetime.combine(day, time())


def definition(check: LetNot, settings: Settings) -> str:
    """What a check counts, in a sentence with the office's thresholds."""
    return {
        LetNot.SUPERIOR: _("Open calls passed down by a superior, or lying with one, past a date."),
        LetNot.UNTOLD: _(
            "Calls whose first feedback is past its date, and merged calls whose caller was "
            "told nothing {span} after the matter was resolved."
        ),
        LetNot.OVERDUE: _("Open calls past the date of the clock that runs."),
        LetNot.UNDECIDED: _(
            "Without owner or decision: regional ones after the Wednesday meeting, overall ones "
            "after {span}, major ones at once."
        ),
        LetNot.AMISS: _("Open calls with {missing}; errors of the registers."),
        LetNot.IDLE: _(
            "Open calls without an entry for {span}; urging is no entry, and "
            "a suspended call waits for its review."
        ),
    }[check].format(
        span=_span(settings.number(_DAYS_OF[check])) if check in _DAYS_OF else "",
        missing=_(", ").join(
            one.label for one in Missing if one in settings.codes("board.missing")
        ),
    )


def _span(days: int) -> str:
    return ngettext("{days} working day", "{days} working days", days).format(days=days)


_DAYS_OF = {
    LetNot.UNTOLD: "board.told_days",
    LetNot.UNDECIDED: "board.decision_days",
    LetNot.IDLE: "board.idle_days",
}


def rule(check: LetNot) -> str:
    """The words of the rule book (§6) in the language in use."""
    words = _rules()[str(check)]
    return words["zh"] if language() == CHINESE else words["en"]


@cache
def _rules() -> dict[str, dict[str, str]]:
    shipped = json.loads(resource("rules/six_let_nots.json").read_text("utf-8"))["six_let_nots"]
    return {one["code"]: one for one in shipped}

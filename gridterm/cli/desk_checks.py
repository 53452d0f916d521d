"""What every desk checks of its records and has in the search, for ``verify`` and the demo."""

from __future__ import annotations

from gridterm.store.indexing import TextSource
from gridterm.store.verify import Check


def checks() -> tuple[Check, ...]:
    """The checks of all desks."""
    from gridterm.attendance import checks as attendance
    from gridterm.discipline import checks as discipline
    from gridterm.hotline import checks as hotline
    from gridterm.hotline.notices import checks as notices
    from gridterm.meetings import action_checks as actions
    from gridterm.meetings import checks as meetings
    from gridterm.registers import checks as registers
    from gridterm.visits import checks as visits
    from gridterm.visits import draw_checks as draws

    of_calls = (registers, hotline, notices)
    desks = (*of_calls, attendance, visits, draws, discipline, actions, meetings)
    return tuple(check for desk in desks for check in desk.CHECKS)


def texts() -> tuple[TextSource, ...]:
    """The sources of the search."""
    from gridterm.hotline import checks as hotline
    from gridterm.hotline.notices import checks as notices
    from gridterm.meetings import action_checks as actions
    from gridterm.meetings import checks as meetings
    from gridterm.registers import checks as registers
    from gridterm.visits import checks as visits

    of_calls = (hotline.TEXTS, notices.TEXTS, visits.TEXTS)
    return (*registers.TEXTS, *of_calls, actions.TEXTS, meetings.TEXTS)

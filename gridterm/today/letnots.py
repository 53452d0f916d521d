"""What the six let-nots (六不让, RULEBOOK §6) find beside the calls: action items past their date.

A superior's task (上级交办) past its date is the first of the six; what a meeting gave and nobody
has done is the third. Each falls to its owner and opens by its id.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridterm.hotline.letnots import LetNot
from gridterm.i18n import _, ngettext
from gridterm.meetings.action_terms import ActionFilter, ActionKind
from gridterm.text import clean_line, clip

if TYPE_CHECKING:
    from gridterm.meetings.action_terms import ActionRow
    from gridterm.store.unit import Store
    from gridterm.worktime import WorkTime

CHECK_OF = {ActionKind.SUPERIOR: LetNot.SUPERIOR, ActionKind.MEETING: LetNot.OVERDUE}
MOST = 500
"""How many overdue action items are read: more than an office can have and still meet."""
WORDS = 100


@dataclass(frozen=True)
class Task:
    """An action item past its date: which check it stands in, what opens it, whose it is."""

    check: LetNot
    kind: str
    ref: int
    title: str
    words: str
    staff_id: int
    name: str


def tasks(store: Store, work: WorkTime) -> tuple[Task, ...]:
    """The action items past their date, the longest overdue first, by the index of the states."""
    from gridterm.meetings.action_queries import actions

    page = actions(store, ActionFilter(overdue=True), limit=MOST, work=work)
    return tuple(map(_task, page.rows))


def counted(found: tuple[Task, ...]) -> Counter[LetNot]:
    """How many tasks stand in each check."""
    return Counter(one.check for one in found)


def definition(check: LetNot) -> str:
    """What a check counts beside the calls, in a sentence; ``""`` where it counts nothing."""
    if check is LetNot.SUPERIOR:
        return _("Superiors' tasks past their date.")
    if check is LetNot.OVERDUE:
        return _("Action items of meetings past their date.")
    return ""


def _task(row: ActionRow) -> Task:
    late = ngettext("{days} working day late", "{days} working days late", row.late)
    words = "  ".join((late.format(days=row.late), row.owner, clip(clean_line(row.matter), WORDS)))
    return Task(CHECK_OF[row.kind], "action", row.id, row.number, words, row.owner_id, row.owner)

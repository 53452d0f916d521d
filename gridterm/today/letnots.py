"""What the six let-nots (六不让, RULEBOOK §6) find beside the calls: action items, spot checks.

A superior's task (上级交办) past its date is the first of the six; what a meeting gave and nobody
has done is the third. Each falls to its owner and opens by its id. Visits whose record does not
hold, and days nobody checked, are the fifth: they fall to who leads the grid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridterm.hotline.letnots import LetNot
from gridterm.i18n import _, ngettext
from gridterm.meetings.action_terms import ActionFilter, ActionKind
from gridterm.text import clean_line, clip

if TYPE_CHECKING:
    from datetime import date

    from gridterm.meetings.action_terms import ActionRow
    from gridterm.settings import Settings
    from gridterm.store.unit import Store
    from gridterm.visits.terms import AmissCheck, DayWithout
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


@dataclass(frozen=True)
class Slip:
    """A spot check that is not settled, or a manager's day without its checks.

    ``kind`` is ``check`` (``ref`` is its draw's id) or ``day`` (``ref`` is the ISO day);
    ``staff_id`` is who leads the grid, None where nobody does.
    """

    kind: str
    ref: int | str
    title: str
    words: str
    staff_id: int | None = None


def tasks(store: Store, work: WorkTime) -> tuple[Task, ...]:
    """The action items past their date, the longest overdue first, by the index of the states."""
    from gridterm.meetings.action_queries import actions

    page = actions(store, ActionFilter(overdue=True), limit=MOST, work=work)
    return tuple(map(_task, page.rows))


def counted(found: tuple[Task, ...]) -> Counter[LetNot]:
    """How many tasks stand in each check."""
    return Counter(one.check for one in found)


def slips(store: Store, since: date, unchecked: Iterable[DayWithout]) -> tuple[Slip, ...]:
    """What the spot checks leave open.

    A check that does not agree is settled by a correction; it and a falsified one by a corrected
    result, by a case, or by somebody who declined one with a reason. A day without checks is
    settled by checks.

    Args:
        store: the office.
        since: visits from this day on.
        unchecked: the days without checks.
    """
    from gridterm.visits.checking import amiss

    found = amiss(store, since)
    if found:
        from gridterm.today.settled import settled

        known = settled(store, {name for one in found for name in one.subjects})
        found = tuple(one for one in found if not known.intersection(one.subjects))
    return (*map(_check, found), *map(_day, unchecked))


def _check(one: AmissCheck) -> Slip:
    who, where = clean_line(one.visit.staff.name), clean_line(one.visit.household)
    title = _("Check of {day}").format(day=f"{one.visit.day:%m-%d}")
    words = f"{one.check.result.label}  {who}  {where}"
    return Slip("check", one.check.draw_id, title, words, one.lead_id)


def _day(one: DayWithout) -> Slip:
    words = ngettext(
        "{name}: checks {checked}/{wanted} of {visits} visit",
        "{name}: checks {checked}/{wanted} of {visits} visits",
        one.visits,
    ).format(
        name=clean_line(one.staff.name), checked=one.checked, wanted=one.wanted, visits=one.visits
    )
    title = _("Day without checks {day}").format(day=f"{one.day:%m-%d}")
    return Slip("day", one.day.isoformat(), title, words, one.lead_id)


def definition(check: LetNot, current: Settings) -> str:
    """What a check counts beside the calls, in a sentence; ``""`` where it counts nothing."""
    if check is LetNot.SUPERIOR:
        return _("Superiors' tasks past their date.")
    if check is LetNot.OVERDUE:
        return _("Action items of meetings past their date.")
    if check is LetNot.AMISS:
        days = current.number("visits.amiss_days")
        return ngettext(
            "Of the last day: visits whose spot check found something that is not settled, and "
            "working days with visits and too few checks.",
            "Of the last {days} days: visits whose spot check found something that is not "
            "settled, and working days with visits and too few checks.",
            days,
        ).format(days=days)
    return ""


def _task(row: ActionRow) -> Task:
    late = ngettext("{days} working day late", "{days} working days late", row.late)
    words = "  ".join((late.format(days=row.late), row.owner, clip(clean_line(row.matter), WORDS)))
    return Task(CHECK_OF[row.kind], "action", row.id, row.number, words, row.owner_id, row.owner)

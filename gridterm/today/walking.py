"""Who walks today: visits n/20 and checks n/2 by person, and the days that were not checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gridterm.i18n import _, ngettext
from gridterm.text import clean_line
from gridterm.today.briefing import Item, Section, Topic

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from gridterm.today.board import Known
    from gridterm.visits.terms import DayWithout, ManagerDay

SHOWN = 8


def walking(store: Store, shared: Known) -> Section:
    """The managers' day, those with days that were not checked first.

    On a day off only who walks all the same; who walks no household is left out. Enter on
    somebody opens their day, or the newest day of theirs that was not checked.
    """
    from gridterm.visits.planning import day_board

    today = store.clock.today()
    working = shared.times.calendar.is_workday(today)
    missing: defaultdict[int, list[DayWithout]] = defaultdict(list)
    for one in shared.unchecked:
        missing[one.staff.id].append(one)
    everybody = day_board(store, today, shared.settings, working=working)
    board = {one.staff.id: one for one in everybody}
    walks = {key for key, one in board.items() if one.visits or one.wanted}
    here = [
        _item(one, missing[key], walks=key in walks)
        for key, one in board.items()
        if key in walks or missing[key]
    ]
    gone = [_left(days) for staff_id, days in missing.items() if days and staff_id not in board]
    items = tuple(sorted((*here, *gone), key=lambda item: not item.late))
    return Section(Topic.VISITS, items[:SHOWN], len(items), _none(working, bool(board)))


def _none(working: bool, managers: bool) -> str:  # noqa: FBT001 - the day, and whether there are any
    if not working:
        return _("Nobody makes visits today.")
    if not managers:
        return _("There is no grid manager yet.")
    return _("No grid manager has a household to visit yet.")


def _item(one: ManagerDay, missing: Sequence[DayWithout], *, walks: bool) -> Item:
    share = f"{one.visits}/{one.wanted}" if one.wanted else str(one.visits)
    counts = _("visits {visits}, checks {checked}/{checks}").format(
        visits=share, checked=one.checked, checks=one.checks_wanted
    )
    name = clean_line(one.staff.name)
    if missing:
        words = _("; ").join((counts, _days(missing))) if walks else _days(missing)
        return _missed(name, words, missing)
    reason = _("visits {visits}: {met} met, {drawn} drawn, {checked} checked").format(
        visits=share, met=one.met, drawn=one.drawn, checked=one.checked
    )
    return Item("manager", one.staff.id, name, counts, reason=reason)


def _left(missing: Sequence[DayWithout]) -> Item:
    """Somebody who walks no more and left days that were not checked."""
    return _missed(clean_line(missing[0].staff.name), _days(missing), missing)


def _missed(name: str, words: str, missing: Sequence[DayWithout]) -> Item:
    ref = missing[0].day.isoformat()
    return Item("day", ref, name, words, late=True, reason=_to_do(missing))


def _days(missing: Sequence[DayWithout]) -> str:
    days = _(", ").join(f"{one.day:%m-%d}" for one in missing)
    return ngettext(
        "{count} day unchecked: {days}", "{count} days unchecked: {days}", len(missing)
    ).format(count=len(missing), days=days)


def _to_do(missing: Sequence[DayWithout]) -> str:
    """What is missing on the newest of the days, and who leads the grid."""
    one = missing[0]
    said = _("{day}: {visits} visits, {checked} of {wanted} checks. Lead of the grid: {lead}")
    return said.format(
        day=one.day,
        visits=one.visits,
        checked=one.checked,
        wanted=one.wanted,
        lead=clean_line(one.lead) or _("nobody"),
    )

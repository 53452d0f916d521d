"""What only the spot checks can check of themselves: every draw comes out again, from its seed.

A first draw's seed begins with the end of the audit trail that the draw's own entry follows: so
nobody chose it. A redraw's follows from the first. What was drawn from is every visit that held
at that moment, no more and no less, and checks belong to visits that were drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from gridterm.i18n import N_, _
from gridterm.registers.tables import Staff
from gridterm.store.findings import Finding, Watch
from gridterm.store.tables import AuditEntry
from gridterm.visits.checking import seed_of
from gridterm.visits.drawing import ids
from gridterm.visits.fairness import Kept, differs
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit, VisitEnd
from gridterm.visits.terms import Finding as Outcome

SENTENCES: Mapping[str, str] = {
    "draw.among": N_(
        "The draw of {name}'s visits of {day} was not made among the visits that stood then."
    ),
    "draw.drawn": N_("The draw of {name}'s visits of {day} does not come out again from its seed."),
    "draw.seed": N_("The seed of the draw of {name}'s visits of {day} is not the audit trail's."),
    "draw.turns": N_("The draws of {name}'s visits of {day}: one is missing, or has no reason."),
    "check.drawn": N_("A check of visit {id} belongs to a draw that did not draw it."),
    "check.own": N_("A check of visit {id} is by who made the visit."),
    "check.seq": N_("The checks of visit {id}: one is missing, or corrects without a reason."),
}
DAYS_AT_ONCE = 31
ROWS_AT_ONCE = 2_000


class _Then(NamedTuple):
    """How things stood when a draw was made, by the order of the audit trail and no clock.

    ``end`` is the digest its entry follows; ``visits`` and ``ends`` are the last ids there were.
    """

    end: str
    visits: int
    ends: int


_Days = Mapping[tuple[int, date], Sequence[tuple[int, int | None]]]
"""By manager and day the ids of the visits, each with that of its end."""
NEVER = _Then("", 0, 0)


def check_draws(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every draw is what its seed gives of what stood then, and its seed is the trail's."""
    watch.begin(_("Draws"), session.exec(select(func.count()).select_from(SpotDraw)).one())
    stood, staff = _stood(session), _numbers(session)
    every = columns(col(SpotDraw.day)).distinct().order_by(col(SpotDraw.day))
    days: list[date] = list(session.execute(every).scalars())
    for at in range(0, len(days), DAYS_AT_ONCE):
        chunk = days[at : at + DAYS_AT_ONCE]
        visited = _visited(session, chunk[0], chunk[-1])
        for turns in _by_day(session, chunk[0], chunk[-1]):
            who = staff.get(turns[0].staff_id, ("", ""))
            for one in turns:
                watch.step()
                then = stood.get(one.id or 0, NEVER)
                yield from _of_draw(session, one, turns[0], who, then.end)
                if ids(one.among) != _holding(visited, one, then):
                    yield _finding("draw.among", one, who)
            if [one.turn for one in turns] != list(range(len(turns))):
                yield _finding("draw.turns", turns[0], who)


def _of_draw(
    session: Session, one: SpotDraw, first: SpotDraw, who: tuple[str, str], end: str
) -> Iterator[Finding]:
    kept = Kept(one.turn, one.seed, ids(one.among), ids(one.drawn))
    if differs(kept, first.seed):
        yield _finding("draw.drawn", one, who)
    if not one.turn and not _chosen_by_nobody(session, one, who[0], end):
        yield _finding("draw.seed", one, who)
    if one.turn and not one.reason:
        yield _finding("draw.turns", one, who)


def _finding(code: str, one: SpotDraw, who: tuple[str, str]) -> Finding:
    return Finding(code, _(SENTENCES[code]).format(name=who[1], day=one.day))


def _chosen_by_nobody(session: Session, one: SpotDraw, number: str, end: str) -> bool:
    """Whether a first draw's seed is the end of the trail, the staff number and the day."""
    if not end:
        return False
    known = [number]
    if one.seed != seed_of(end, number, one.day):
        known = _former_numbers(session, one.staff_id)
    return any(one.seed == seed_of(end, each, one.day) for each in known)


def _holding(visited: _Days, one: SpotDraw, then: _Then) -> tuple[int, ...]:
    """The visits that held when a draw was made, rising."""
    return tuple(
        sorted(
            visit
            for visit, ended in visited.get((one.staff_id, one.day), ())
            if visit <= then.visits and (ended is None or ended > then.ends)
        )
    )


def check_checks(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every check belongs to a visit its draw drew, and corrects the ones before with a reason."""
    total = session.exec(select(func.count()).select_from(SpotCheck)).one()
    watch.begin(_("Checks of visits"), total)
    statement = (
        columns(
            *(SpotCheck.visit_id, SpotCheck.seq, SpotCheck.result, SpotCheck.reason),
            *(SpotCheck.checker_id, SpotDraw.drawn, SpotDraw.staff_id),
        )  # type: ignore[call-overload]
        .join(SpotDraw, col(SpotDraw.id) == col(SpotCheck.draw_id))
        .order_by(col(SpotCheck.visit_id), col(SpotCheck.id))
    )
    rows = session.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE})
    for visit_id, group in groupby(rows, key=lambda row: row.visit_id):
        before = None
        for seq, one in enumerate(group, 1):
            watch.step()
            if visit_id not in ids(one.drawn):
                yield _of_check("check.drawn", visit_id)
            if one.checker_id == one.staff_id:
                yield _of_check("check.own", visit_id)
            bare = before is not None and Outcome(before.result).counts and not one.reason
            if one.seq != seq or bare:
                yield _of_check("check.seq", visit_id)
            before = one


def _of_check(code: str, visit_id: int) -> Finding:
    return Finding(code, _(SENTENCES[code]).format(id=visit_id))


# ── reading ─────────────────────────────────────────────────────────────────
def _by_day(session: Session, first: date, last: date) -> Iterator[list[SpotDraw]]:
    """The draws of each manager's day in the order of their turns."""
    statement = (
        select(SpotDraw)
        .where(col(SpotDraw.day).between(first, last))
        .order_by(col(SpotDraw.day), col(SpotDraw.staff_id), col(SpotDraw.turn))
    )
    for _key, group in groupby(session.exec(statement), key=lambda one: (one.day, one.staff_id)):
        yield list(group)


def _visited(session: Session, first: date, last: date) -> _Days:
    """The visits of some days by manager and day, ended ones too."""
    statement = (
        columns(*(Visit.staff_id, Visit.day, Visit.id, VisitEnd.id))  # type: ignore[call-overload]
        .select_from(Visit)
        .outerjoin(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id))
        .where(col(Visit.day).between(first, last))
    )
    found: dict[tuple[int, date], list[tuple[int, int | None]]] = {}
    for staff_id, day, visit, ended in session.execute(statement):
        found.setdefault((staff_id, day), []).append((visit, ended))
    return found


def _stood(session: Session) -> dict[int, _Then]:
    """By draw, how things stood when it was made. An entry that cannot be read was edited."""
    said = col(AuditEntry.changes)
    statement = (
        columns(col(AuditEntry.previous), said)
        .where(or_(said.contains('"visit'), said.contains('"spot_draw"')))
        .order_by(col(AuditEntry.id))
    )
    found: dict[int, _Then] = {}
    last = {"visit": 0, "visit_end": 0}
    for previous, changes in session.execute(
        statement, execution_options={"yield_per": ROWS_AT_ONCE}
    ):
        for table, first, end in _spans(changes):
            if table in last:
                last[table] = end
            elif table == "spot_draw":
                then = _Then(previous, last["visit"], last["visit_end"])
                found |= dict.fromkeys(range(first, end + 1), then)
    return found


def _spans(changes: str) -> Iterator[tuple[str, int, int]]:
    """The append-only rows an entry says it made: table, first and last id."""
    try:
        for change in json.loads(changes):
            if "first" in change:
                yield str(change["table"]), int(change["first"]), int(change["last"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return  # told by the check of the trail


def _numbers(session: Session) -> dict[int, tuple[str, str]]:
    statement = columns(col(Staff.id), col(Staff.number), col(Staff.name))
    return {staff_id: (number, name) for staff_id, number, name in session.execute(statement)}


def _former_numbers(session: Session, staff_id: int) -> list[str]:
    """Numbers somebody had before, as the trail says."""
    statement = columns(col(AuditEntry.changes)).where(
        col(AuditEntry.changes).contains('"table":"staff"', autoescape=True)
    )
    found: list[str] = []
    for changes in session.execute(statement).scalars():
        try:
            found += [
                str(change["before"]["number"])
                for change in json.loads(changes)
                if change.get("table") == "staff"
                and change["key"] == [staff_id]
                and change["before"]
            ]
        except (ValueError, TypeError, KeyError, AttributeError):
            continue  # told by the check of the trail
    return found


CHECKS = (check_draws, check_checks)

"""What the managers of the demo office got wrong on their visits, and how they set it right."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import col, func, select

from gridterm.registers.tables import Household
from gridterm.store import search
from gridterm.store.unit import Tx
from gridterm.visits import last
from gridterm.visits.service import search_words
from gridterm.visits.tables import Visit, VisitEnd
from gridterm.visits.terms import Outcome

MISMATCH, AFTER_CHECK = "抽查与住户说法不符", "经抽查核实更正：上门时未谈具体事项"
WRONG_DOOR, LEFT_OUT, TWICE = "记错了门牌，实为同楼另一户", "漏记反馈，补上", "前一天已经录过，重复"
ADDED = "已告知医保缴费截止日期，住户表示清楚"
SPAN = (timedelta(days=14), timedelta(days=4))
"""How long ago the slips happened: after their draws, before today's round."""
NOTICED = timedelta(hours=8, minutes=40)
"""When in the morning after a visit its manager sees what is wrong."""


@dataclass
class Mended:
    """The corrections of visits, saved together: ``ends`` and new rows go on counting."""

    tx: Tx
    rows: list[dict[str, Any]] = field(default_factory=list)
    ends: list[dict[str, Any]] = field(default_factory=list)
    first: int = 0

    def __post_init__(self) -> None:
        newest = self.tx.session.exec(select(func.max(Visit.id))).one()
        self.first = (newest or 0) + 1

    def correct(self, old: Visit, at: datetime, reason: str, **changed: object) -> None:
        """The manager's correction of a visit: a row that holds in its place."""
        row = self._add(old, at, corrects_id=old.id, **changed)
        self._end(old.id or 0, row, at, reason, by_id=row["id"])

    def twice(self, old: Visit, at: datetime, reason: str) -> None:
        """A visit that is typed in once more and declared void."""
        row = self._add(old, at, import_key=None)
        self._end(row["id"], row, at + timedelta(minutes=3), reason, by_id=None)

    def save(self) -> None:
        """Write them, and what search and households know of the visits."""
        self.tx.bulk(Visit, self.rows)
        self.tx.bulk(VisitEnd, self.ends)
        void = {one["visit_id"] for one in self.ends if one["by_id"] is None}
        for one in self.rows:
            if one["id"] in void:
                continue
            words = search_words(one["matter"], one["feedback"], confidential=False)
            day = datetime.combine(one["day"], time())
            self.tx.index(search.Kind.VISIT, one["corrects_id"], one["at"], None)
            self.tx.index(search.Kind.VISIT, one["id"], day, words)
        ended = select(Visit.household_id).join(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id))
        touched = {one["household_id"] for one in self.rows}
        last.renew(self.tx.session, touched | set(self.tx.session.exec(ended)))

    def _add(self, old: Visit, at: datetime, **changed: object) -> dict[str, Any]:
        told = {"id": self.first + len(self.rows), "recorded_at": at, **changed}
        self.rows.append(old.model_dump() | told)
        return self.rows[-1]

    def _end(
        self, visit_id: int, of: Mapping[str, Any], at: datetime, reason: str, *, by_id: int | None
    ) -> None:
        self.ends.append(
            {
                "id": len(self.ends) + 1,
                "visit_id": visit_id,
                "by_id": by_id,
                "at": at,
                "actor_id": of["recorder_id"],
                "actor": of["recorder"],
                "reason": reason,
            }
        )


def mend(tx: Tx, disagreeing: Mapping[int, datetime], drawn: Collection[int]) -> None:
    """Set right what a check found, and three slips the managers noticed themselves.

    Args:
        tx: the use case.
        disagreeing: the visits that did not agree, and when each is corrected.
        drawn: the visits that were drawn for a check: no slip is among them.
    """
    made = Mended(tx)
    found = select(Visit).where(col(Visit.id).in_(disagreeing)).order_by(col(Visit.id))
    for one in tx.session.exec(found):
        made.correct(one, disagreeing[one.id or 0], MISMATCH, feedback=AFTER_CHECK)
    quiet = _quiet(tx, drawn)
    if quiet:
        door, words, again = (quiet[len(quiet) * share // 4] for share in (1, 2, 3))
        made.correct(door, _noticed(door), WRONG_DOOR, household_id=_beside(tx, door))
        made.correct(words, _noticed(words), LEFT_OUT, feedback=ADDED)
        made.twice(again, _noticed(again), TWICE)
    made.save()


def _quiet(tx: Tx, drawn: Collection[int]) -> Sequence[Visit]:
    """Visits of some days ago that nothing came of and nobody checked."""
    since, until = (tx.now.date() - span for span in SPAN)
    found = select(Visit).where(
        col(Visit.day).between(since, until),
        col(Visit.ticket_id).is_(None),
        Visit.matter == "",
        Visit.result == Outcome.MET.value,
    )
    rows = tx.session.exec(found.order_by(col(Visit.id)))
    return [one for one in rows if one.id not in drawn]


def _noticed(one: Visit) -> datetime:
    return datetime.combine(one.day, time()) + timedelta(days=1) + NOTICED


def _beside(tx: Tx, visit: Visit) -> int:
    """Another household of the same building."""
    home = tx.session.get_one(Household, visit.household_id)
    others = select(Household.id).where(
        Household.building_id == home.building_id,
        col(Household.valid_to).is_(None),
        col(Household.id) != home.id,
    )
    return tx.session.exec(others.order_by(col(Household.id)).limit(1)).first() or home.id or 0

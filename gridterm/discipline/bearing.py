"""All cases of a person with what the office has set: what their ladders are counted from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.discipline import ladder
from gridterm.discipline.events import facts_of
from gridterm.discipline.ladder import Correction, Limits, Place
from gridterm.discipline.tables import DisciplineCase
from gridterm.discipline.terms import CaseFacts, Flag, Standing, Track
from gridterm.registers.tables import FormerEmployment, Staff
from gridterm.settings import Settings


@dataclass(frozen=True)
class Record:
    """A person's cases, the days they were hired, and the limits that hold."""

    cases: tuple[CaseFacts, ...]
    hired: tuple[date, ...]
    limits: Limits

    def unnamed(self) -> Record:
        """The same without who reported or found it, for the person's own eyes."""
        return replace(self, cases=tuple(map(nameless, self.cases)))

    def standings(self) -> tuple[Standing, ...]:
        """What each case comes to."""
        return ladder.standings(self.cases, self.limits, self.hired)

    def standing(self, case_id: int) -> Standing:
        """What one of them comes to."""
        return next(one for one in self.standings() if one.case.id == case_id)

    def judged(self, facts: CaseFacts) -> Standing:
        """What a case would come to as ``facts`` has it, beside all the others."""
        others = tuple(one for one in self.cases if one.id != facts.id)
        return replace(self, cases=(*others, facts)).standing(facts.id)

    def basis(self) -> dict[str, Any]:
        """What a decision rests on beside the cases, so that anybody can judge it again."""
        return {
            "limits": asdict(self.limits),
            "hired": [one.isoformat() for one in self.hired],
        }

    def corrections(self) -> tuple[Correction, ...]:
        """The notices of correction that are proposed."""
        return ladder.corrections(self.standings())

    def places(self, on: date) -> tuple[Place, ...]:
        """Where the person stands on each ladder on a day."""
        tracks = [one for one in Track if not (self.limits.joined and one is Track.VISITS)]
        return tuple(
            ladder.place(self.cases, track, on, self.limits, self.hired) for track in tracks
        )


def nameless(facts: CaseFacts) -> CaseFacts:
    """The facts of a case without who reported or found it, for the person's own eyes."""
    return replace(facts, reporter_id=None, finder_id=None)


def unserved(standing: Standing) -> str:
    """The number of the case below whose letter has to be served first, ``""`` for none."""
    below = standing.rests_on
    return below.number if below is not None and Flag.UNSERVED in standing.flags else ""


def limits_of(current: Settings) -> Limits:
    """The limits of the ladders as the office has set them."""
    return Limits(
        window_months=current.number("discipline.window_months"),
        joined=bool(current["discipline.joined"]),
        after_rehire=bool(current["discipline.after_rehire"]),
    )


def record_of(session: Session, person_id: int, *, only: Collection[int] | None = None) -> Record:
    """The record of one person; of the cases in ``only`` where that is given."""
    found = records_of(session, [person_id], only=only)
    return found[person_id]


def records_of(
    session: Session, person_ids: Sequence[int], *, only: Collection[int] | None = None
) -> dict[int, Record]:
    """The records of some people by id, in three queries."""
    limits = limits_of(settings.load(session))
    hired: dict[int, list[date]] = {one: [] for one in person_ids}
    earlier = select(FormerEmployment).where(col(FormerEmployment.staff_id).in_(person_ids))
    for row in session.exec(earlier):
        hired[row.staff_id].append(row.hired)
    for staff in session.exec(select(Staff).where(col(Staff.id).in_(person_ids))):
        hired[staff.id or 0].append(staff.hired)
    cases: dict[int, list[CaseFacts]] = {one: [] for one in person_ids}
    rows = select(DisciplineCase).where(col(DisciplineCase.person_id).in_(person_ids))
    for case in session.exec(rows):
        if only is None or case.id in only:
            cases[case.person_id].append(facts_of(case))
    return {
        one: Record(tuple(cases[one]), tuple(sorted(set(hired[one]))), limits) for one in person_ids
    }

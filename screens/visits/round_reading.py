"""What a round of visits begins with: who may have gone, what is recorded of the day, its plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from gridterm.visits.terms import VisitFilter
from screens.visits.finding import Place

if TYPE_CHECKING:
    from gridterm.registers.terms import StaffView
    from gridterm.store.unit import Store
    from gridterm.visits.terms import PlanLine, VisitRow

MOST_ENTRIES = 200


@dataclass
class Remembered:
    """What one round leaves to the next: who went, the purpose, where the last household is."""

    visitor: str = ""
    purpose: str = ""
    last: Place | None = None


@dataclass(frozen=True)
class Round:
    """What was recorded of a person's day, and what its plan is."""

    entries: tuple[VisitRow, ...]
    plan: tuple[PlanLine, ...] = field(default=())


def walks(one: StaffView) -> bool:
    """Whether somebody is a grid manager."""
    return "grid_manager" in {str(role) for role in one.roles}


def people(store: Store) -> tuple[StaffView, ...]:
    """Those who may have gone, the grid managers first; in a thread."""
    from gridterm.registers.service import list_staff

    return tuple(sorted(list_staff(store), key=lambda one: (not walks(one), one.number)))


def read_round(store: Store, staff_id: int, day: date) -> Round:
    """The person's visits of the day in the order they were entered, and the plan; in a thread."""
    from gridterm.visits.planning import plan
    from gridterm.visits.queries import visits

    wanted = VisitFilter(since=day, until=day, staff_id=staff_id)
    page = visits(store, wanted, limit=MOST_ENTRIES)
    return Round(tuple(sorted(page.rows, key=lambda row: row.id)), plan(store, staff_id, day))

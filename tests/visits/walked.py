"""An office with two walked grids before its spot checks, and shortcuts to its visits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select

from gridterm.clock import FixedClock
from gridterm.registers.tables import (
    Building,
    BuildingGrid,
    Grid,
    GridManager,
    Household,
    HouseholdMember,
    Staff,
)
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store
from gridterm.visits.tables import Visit, VisitEnd

WANG, CHEN, LEAD, LEADER, CLERK, DEPUTY, LEAD_9 = range(1, 8)
MONDAY = date(2026, 11, 23)
EVENING = datetime.combine(MONDAY, time(18, 0))
HIRED = date(2020, 1, 1)
PEOPLE = (
    ("1008", "王芳", "grid_manager"),
    ("1009", "陈思雨", "grid_manager"),
    ("1007", "李晓明", "grid_lead"),
    ("1001", "陈静", "principal_leader"),
    ("1010", "赵乐", "clerk"),
    ("1011", "孙伟", "clerk"),
    ("1012", "周强", "grid_lead"),
)
HOMES = 30


@dataclass
class Walked:
    """The office with shortcuts."""

    store: Store
    clock: FixedClock

    def by(self, staff_id: int) -> Actor:
        with self.store.read() as session:
            return Actor(staff_id, session.get_one(Staff, staff_id).name)

    @property
    def lead(self) -> Actor:
        return self.by(LEAD)

    def visits(
        self, number: int = 20, staff_id: int = WANG, day: date = MONDAY, **more: object
    ) -> list[int]:
        """So many visits of a day, one household after another; their ids."""
        with self.store.write("test.visits", SYSTEM) as tx:
            rows = [
                Visit(
                    **{
                        "day": day,
                        "at": datetime.combine(day, time(9)) + timedelta(minutes=10 * n),
                        "staff_id": staff_id,
                        "grid_id": 2 if staff_id == CHEN else 1,
                        "household_id": 1 + n % HOMES,
                        "purpose": "routine",
                        "matter": "水管漏水" if n == 0 else "",
                        "result": "met",
                        "recorded_at": tx.now,
                        **more,
                    }
                )
                for n in range(number)
            ]
            tx.add(*rows)
            return [one.id or 0 for one in rows]

    def end(self, visit_id: int, by_id: int | None = None) -> None:
        with self.store.write("test.end", self.by(WANG)) as tx:
            tx.add(
                VisitEnd(
                    visit_id=visit_id,
                    by_id=by_id,
                    at=tx.now,
                    actor=tx.actor.name,
                    reason="录错了",
                )
            )

    def change(self, table: type[Staff] | type[Grid], row: int, **columns: object) -> None:
        with self.store.write("test.change", SYSTEM) as tx:
            found = tx.session.get_one(table, row)
            for name, value in columns.items():
                setattr(found, name, value)

    def entries(self) -> list[AuditEntry]:
        with self.store.read() as session:
            return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))

    def entries_of(self, use_case: Callable[[], object]) -> list[tuple[str, str]]:
        """What a use case writes into the trail."""
        before = len(self.entries())
        use_case()
        return [(one.action, one.subject) for one in self.entries()[before:]]


def walk(store: Store, clock: FixedClock) -> Walked:
    """Fill an empty office: two grids, their managers and leads, 30 households."""
    clock.moment = EVENING
    with store.write("test.office", SYSTEM) as tx:
        for number, name, roles in PEOPLE:
            tx.add(Staff(number=number, name=name, roles=roles, hired=HIRED))
        for at, (code, lead) in enumerate((("008网格", LEAD), ("009网格", LEAD_9)), 1):
            tx.add(Grid(code=code, name="", level=4, kind="basic", lead_id=lead, valid_from=HIRED))
            tx.add(GridManager(grid_id=at, staff_id=at, valid_from=HIRED))
        tx.add(Building(estate="化院小区", name="3号楼", search_key="3|化院"))
        tx.add(BuildingGrid(building_id=1, grid_id=1, valid_from=HIRED))
        for n in range(1, HOMES + 1):
            room = f"{n}01"
            tx.add(Household(building_id=1, room=room, room_key=room, valid_from=HIRED))
            tx.add(
                HouseholdMember(household_id=n, name=f"住户{n}", relation="head", valid_from=HIRED)
            )
    return Walked(store, clock)

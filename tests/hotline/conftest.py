"""An office with a grid, its lead, the lead's deputy, a leader and a clerk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlmodel import col, select

from gridterm.clock import FixedClock
from gridterm.hotline import handling, service
from gridterm.hotline.handling import Told
from gridterm.hotline.terms import Intake, TicketDetail
from gridterm.registers.tables import Grid, Staff
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store

MONDAY = datetime(2026, 11, 23, 9, 0)
CLERK, LEAD, DEPUTY, LEADER, OTHER = 1, 2, 3, 4, 5


@dataclass
class Desk:
    """The office with shortcuts through a ticket's life."""

    store: Store
    clock: FixedClock

    def by(self, staff_id: int) -> Actor:
        with self.store.read() as session:
            return Actor(staff_id, session.get_one(Staff, staff_id).name)

    @property
    def clerk(self) -> Actor:
        return self.by(CLERK)

    def call(self, content: str = "楼顶漏水", kind: str = "complaint", **more: object) -> int:
        intake = Intake(content, kind=kind, grid_id=1, **more)  # type: ignore[arg-type]
        return service.register(self.store, self.clerk, intake).id

    def triaged(self, tier: str = "general", **more: object) -> int:
        one = self.call()
        handling.triage(
            self.store,
            self.clerk,
            one,
            tier,
            "coordination",
            reason="范围大",
            **more,  # type: ignore[arg-type]
        )
        return one

    def assigned(self, tier: str = "general", to: int = LEAD) -> int:
        one = self.triaged(tier)
        handling.assign(self.store, self.clerk, one, to)
        return one

    def working(self, tier: str = "general") -> int:
        one = self.assigned(tier)
        handling.accept(self.store, self.by(LEAD), one)
        return one

    def resolved(self, tier: str = "general") -> int:
        one = self.working(tier)
        handling.resolve(self.store, self.by(LEAD), one, "已修好", Told(how="phone"))
        return one

    def trail(self) -> list[tuple[str, str, str]]:
        with self.store.read() as session:
            rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
            return [(row.action, row.subject, row.actor) for row in rows]

    def entries_of(self, use_case: Callable[[], TicketDetail]) -> list[str]:
        """What a use case writes into the trail."""
        before = len(self.trail())
        use_case()
        return [action for action, _subject, _actor in self.trail()[before:]]


@pytest.fixture
def desk(store: Store, clock: FixedClock) -> Desk:
    """On a Monday morning; the calendar is the shipped one."""
    clock.moment = MONDAY
    hired = date(2020, 1, 1)
    with store.write("test.office", SYSTEM) as tx:
        tx.add(
            Staff(number="1001", name="李晓明", roles="clerk", hired=hired),
            Staff(number="1002", name="王芳", roles="grid_lead", hired=hired),
            Staff(number="1003", name="赵强", roles="grid_manager", hired=hired),
            Staff(number="1004", name="陈静", roles="principal_leader", hired=hired),
            Staff(number="1005", name="孙伟", roles="committee", hired=hired),
        )
        tx.session.get_one(Staff, LEAD).deputy_id = DEPUTY
        tx.add(
            Grid(
                code="008网格", name="八网格", level=4, kind="basic", valid_from=hired, lead_id=LEAD
            )
        )
    return Desk(store, clock)

"""An office with three grids before its Wednesday, and shortcuts to its calls and meetings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import event
from sqlmodel import col, select

from gridterm import settings
from gridterm.clock import FixedClock
from gridterm.hotline import handling, service
from gridterm.hotline.terms import Intake
from gridterm.meetings import agenda, schedule
from gridterm.meetings.tables import ActionItem, Meeting
from gridterm.meetings.terms import Agenda, Item, MeetingRef, MeetingState
from gridterm.registers.tables import Building, Grid, Household, Staff
from gridterm.store.audit import Actor
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit, VisitEnd

CLERK, LEAD_1, LEAD_2, LEADER, COMMITTEE = 1, 2, 3, 4, 5
WEDNESDAY = date(2026, 11, 25)
MONDAY = datetime(2026, 11, 23, 9)
REF = MeetingRef(series_on=WEDNESDAY)
HIRED = date(2020, 1, 1)
STAFF = (
    ("1001", "李晓明", "clerk"),
    ("1002", "王芳", "grid_lead"),
    ("1003", "赵强", "grid_lead"),
    ("1004", "陈静", "principal_leader,committee"),
    ("1005", "孙伟", "committee"),
)


@dataclass
class Prepared:
    """The office with shortcuts; ``clerk`` is who works."""

    store: Store
    clock: FixedClock
    clerk: Actor

    def call(self, content: str = "楼顶漏水", grid: int | None = 1, **more: object) -> int:
        intake = Intake(content, kind="complaint", grid_id=grid, **more)  # type: ignore[arg-type]
        return service.register(self.store, self.clerk, intake).id

    def regional(self, content: str = "楼顶漏水", grid: int | None = 1, **more: object) -> int:
        one = self.call(content, grid, **more)
        handling.triage(
            self.store, self.clerk, one, "regional", "coordination", reason="几个单元都漏"
        )
        return one

    def resolve(self, one: int) -> None:
        lead = Actor(LEAD_1, "王芳")
        handling.triage(self.store, self.clerk, one, "general", "coordination", reason="一户")
        handling.assign(self.store, self.clerk, one, LEAD_1)
        handling.accept(self.store, lead, one)
        handling.resolve(self.store, lead, one, "已修好", handling.Told(how="phone"))

    def action(self, number: str, due: date, state: str = "open", **more: object) -> None:
        seq = int(number[-3:])
        with self.store.write("test.action", self.clerk) as tx:
            tx.add(
                ActionItem(
                    **{
                        "number": number,
                        "year": 2026,
                        "seq": seq,
                        "kind": "meeting",
                        "matter": "联系物业修屋顶",
                        "owner_id": LEAD_1,
                        "given_on": date(2026, 11, 18),
                        "due_on": due,
                        "state": state,
                        "last_event_at": tx.now,
                        **more,
                    }
                )
            )

    def walked_grid(self) -> tuple[int, int, int]:
        """A manager, a household in the first grid, and a household group of that grid."""
        with self.store.write("test.walked", self.clerk) as tx:
            manager = Staff(number="1006", name="陈思雨", roles="grid_manager", hired=HIRED)
            group = Grid(
                code="001-01网格", name="", level=5, kind="basic", parent_id=1, valid_from=HIRED
            )
            building = Building(estate="化院小区", name="1号楼", search_key="化院小区1")
            tx.add(manager, group, building)
            home = Household(
                building_id=building.id or 0, room="101", room_key="101", valid_from=HIRED
            )
            tx.add(home)
            return manager.id or 0, home.id or 0, group.id or 0

    def visit(self, at: datetime, home: int, *, grid: int | None) -> int:
        """A visit of the manager of ``walked_grid``."""
        with self.store.write("test.visit", self.clerk) as tx:
            row = Visit(
                day=at.date(),
                at=at,
                staff_id=len(STAFF) + 1,
                grid_id=grid,
                household_id=home,
                purpose="routine",
                result="met",
                recorded_at=tx.now,
            )
            tx.add(row)
            return row.id or 0

    def void_visit(self, visit_id: int) -> None:
        with self.store.write("test.void", self.clerk) as tx:
            tx.add(VisitEnd(visit_id=visit_id, at=tx.now, actor="李晓明", reason="录错了"))

    def checked(
        self, manager: int, day: date, moment: datetime, results: Mapping[int, Sequence[str]]
    ) -> None:
        """One more draw of a day, with the results of its visits one after another."""
        with self.store.write("test.checks", self.clerk) as tx:
            turn = len(tx.session.exec(select(SpotDraw)).all())
            ids = " ".join(map(str, sorted(results)))
            drawn = SpotDraw(
                staff_id=manager,
                day=day,
                turn=turn,
                seed="x",
                among=ids,
                drawn=ids,
                drawn_at=moment,
                actor="王芳",
            )
            tx.add(drawn)
            for visit_id, found in results.items():
                for seq, result in enumerate(found, 1):
                    tx.add(
                        SpotCheck(
                            draw_id=drawn.id or 0,
                            visit_id=visit_id,
                            seq=seq,
                            result=result,
                            way="phone",
                            said="来过",
                            checked_on=moment.date(),
                            checked_at=moment,
                            checker="王芳",
                            evidence="{}",
                        )
                    )

    def held(self, starts_at: datetime) -> int:
        """A weekly meeting that was held then, without anything else."""
        with self.store.write("test.meeting", self.clerk) as tx:
            row = Meeting(
                kind="weekly",
                series_on=starts_at.date(),
                starts_at=starts_at,
                year=starts_at.year,
                state=MeetingState.HELD.value,
            )
            tx.add(row)
            return row.id or 0

    def set_state(self, meeting_id: int, state: MeetingState) -> None:
        with self.store.write("test.state", self.clerk) as tx:
            tx.session.get_one(Meeting, meeting_id).state = state.value

    def agenda(self, ref: MeetingRef = REF) -> Agenda:
        return agenda.agenda(self.store, ref)

    def item(self, source: str, ref: MeetingRef = REF) -> Item:
        return next(one for one in self.agenda(ref).items if one.source == source)

    def sources(self, ref: MeetingRef = REF) -> list[str]:
        return [one.source or one.title for one in self.agenda(ref).items]

    def ref(self) -> MeetingRef:
        return schedule.ref_of(self.store, WEDNESDAY)

    def trail(self) -> list[tuple[str, str]]:
        with self.store.read() as session:
            rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
            return [(row.action, row.subject) for row in rows]

    def entries_of(self, use_case: Callable[[], object]) -> list[tuple[str, str]]:
        """What a use case writes into the trail."""
        before = len(self.trail())
        use_case()
        return self.trail()[before:]

    @contextmanager
    def statements(self) -> Iterator[list[tuple[str, object]]]:
        """The statements that are sent to the file meanwhile, with what they were given."""
        sent: list[tuple[str, object]] = []

        def note(_conn: object, _cursor: object, sql: str, given: object, *_rest: object) -> None:
            sent.append((sql, given))

        event.listen(self.store.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(self.store.engine, "before_cursor_execute", note)


def prepared(store: Store, clock: FixedClock, since: str = "2026-11-01") -> Prepared:
    """On the Monday before that Wednesday; the series began with the month."""
    clock.moment = MONDAY
    clerk = Actor(CLERK, "李晓明")
    with store.write("test.office", clerk) as tx:
        for number, name, roles in STAFF:
            tx.add(Staff(number=number, name=name, roles=roles, hired=HIRED))
        for code, lead in (("001网格", LEAD_1), ("002网格", LEAD_2), ("003网格", None)):
            tx.add(
                Grid(code=code, name=code, level=4, kind="basic", valid_from=HIRED, lead_id=lead)
            )
    settings.change(store, clerk, {"meetings.since": since, "meetings.place": "二楼会议室"})
    return Prepared(store, clock, clerk)

"""A small office with everybody a case needs, visits and their checks, and shortcuts to steps."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from gridterm import settings
from gridterm.clock import FixedClock
from gridterm.discipline import service
from gridterm.discipline.tables import Letter
from gridterm.discipline.views import CaseDetail, CaseForm, DecisionForm
from gridterm.registers.tables import Building, Grid, Household, Staff
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit

MONDAY = datetime(2026, 3, 2, 9)
HIRED = date(2020, 1, 1)
CLERK, LEAD, PERSON, LEADER, MEMBER, OTHER = 1, 2, 3, 4, 5, 6
STAFF = (
    ("1001", "李晓明", "clerk"),
    ("1002", "王芳", "grid_lead"),
    ("1003", "赵强", "grid_manager"),
    ("1004", "陈静", "principal_leader"),
    ("1005", "孙伟", "committee"),
    ("1006", "周敏", "grid_manager"),
)
NAMES = {place: name for place, (_number, name, _roles) in enumerate(STAFF, 1)}


def by(staff_id: int) -> Actor:
    """Somebody of the office who signed on."""
    return Actor(staff_id, NAMES.get(staff_id, "某某"))


@dataclass
class Prepared:
    """The office with shortcuts."""

    store: Store
    clock: FixedClock

    def on(self, day: date | str, hour: int = 9) -> None:
        """The clock on a day; ``03-12`` is of 2026."""
        one = day if isinstance(day, date) else date.fromisoformat(f"2026-{day}")
        self.clock.moment = datetime(one.year, one.month, one.day, hour)

    def form(self, **more: object) -> CaseForm:
        given = CaseForm(
            PERSON, clause="falsify", track="visits", incident_on=self.clock.today(),
            matter="走访记录与住户所说不符",
        )  # fmt: skip
        return replace(given, **more)

    def report(self, actor: int = LEAD, **more: object) -> int:
        return service.report(self.store, by(actor), self.form(**more)).row.id

    def investigated(self, actor: int = LEAD, **more: object) -> int:
        """A case with evidence whose person was asked for a statement."""
        one = self.report(actor, **more)
        service.investigate(self.store, by(LEADER), one, CLERK)
        service.add_evidence(self.store, by(CLERK), one, text="与住户当面核对")
        service.ask(self.store, by(CLERK), one)
        return one

    def confirmed(self, actor: int = LEAD, **more: object) -> int:
        """A case found true, with a statement."""
        one = self.investigated(actor, **more)
        service.record_statement(self.store, by(CLERK), one, "当天下雨，记错了门牌")
        service.find_true(self.store, by(CLERK), one)
        return one

    def decided(self, actor: int = LEADER, lowest: int = 1, **more: object) -> int:
        one = self.confirmed(**more)
        reason = "情节严重" if lowest > 1 else ""
        service.decide(self.store, by(actor), one, DecisionForm(lowest, reason))
        return one

    def serve(self, case_id: int) -> CaseDetail:
        return service.serve(self.store, by(CLERK), case_id, receipt=True)

    def served(self, **more: object) -> int:
        one = self.decided(**more)
        self.serve(one)
        return one

    def visit(self, day: date | None = None, staff_id: int = PERSON, matter: str = "") -> int:
        on = day or self.clock.today()
        with self.store.write("test.visit", SYSTEM) as tx:
            row = Visit(
                day=on, at=datetime(on.year, on.month, on.day, 10), staff_id=staff_id,
                grid_id=1, household_id=1, purpose="routine", matter=matter, result="met",
                recorded_at=tx.now, recorder=NAMES[staff_id],
            )  # fmt: skip
            tx.add(row)
            return row.id or 0

    def check(self, *results: str, day: date | None = None, staff_id: int = PERSON) -> list[int]:
        """The ids of the checks of one draw, a visit each with that result."""
        on = day or self.clock.today()
        visits = [self.visit(on, staff_id) for _one in results]
        ids = " ".join(map(str, visits))
        with self.store.write("test.check", SYSTEM) as tx:
            draw = SpotDraw(
                staff_id=staff_id, day=on, seed="seed", among=ids, drawn=ids,
                drawn_at=tx.now, actor_id=LEAD, actor="王芳",
            )  # fmt: skip
            tx.add(draw)
            found = [
                SpotCheck(
                    draw_id=draw.id or 0, visit_id=visit, result=result, way="phone",
                    said="没有人来过", checked_on=on, checked_at=tx.now, checker_id=LEAD,
                    checker="王芳", evidence=f'{{"id":{visit}}}',
                )
                for visit, result in zip(visits, results, strict=True)
            ]  # fmt: skip
            tx.add(*found)
            return [one.id or 0 for one in found]

    def letters(self) -> list[tuple[str, str]]:
        """The number and the frozen text of every letter."""
        with self.store.read() as session:
            rows = session.exec(select(Letter).order_by(col(Letter.id)))
            return [(row.number, row.content) for row in rows]

    def trail(self) -> list[tuple[str, str]]:
        with self.store.read() as session:
            rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
            return [(row.action, row.subject) for row in rows]

    def hire(self, number: str) -> int:
        """One more grid manager."""
        with self.store.write("test.hire", SYSTEM) as tx:
            row = Staff(number=number, name=f"网格员{number}", hired=HIRED)
            tx.add(row)
            return row.id or 0

    def later(self, days: int = 1) -> None:
        self.clock.advance(timedelta(days=days))


def prepared(store: Store, clock: FixedClock) -> Prepared:
    """On a Monday of March; nobody has a case."""
    clock.moment = MONDAY
    with store.write("test.office", SYSTEM) as tx:
        for number, name, roles in STAFF:
            tx.add(Staff(number=number, name=name, roles=roles, hired=HIRED))
        tx.add(Grid(code="001网格", name="一", level=4, kind="basic", valid_from=HIRED))
        tx.add(Building(estate="幸福小区", name="3栋", search_key="幸福小区3栋"))
        tx.add(Household(building_id=1, room="2-501", room_key="2-501", valid_from=HIRED))
    settings.change(store, SYSTEM, {"office.name": "幸福社区", "office.street": "化工街道"})
    return Prepared(store, clock)


def full(office: Prepared) -> None:
    """A warning that was upheld, a severe one revoked, a case of a check."""
    first = office.served()
    service.appeal(office.store, by(PERSON), first, "不服")
    service.uphold(office.store, by(MEMBER), first, "维持")
    office.on("04-10")
    second = office.served()
    service.revoke(office.store, by(LEADER), second, "查无此事")
    (check,) = office.check("falsified")
    form = CaseForm(None, track="visits", subject=f"check:{check}", matter="未入户")
    service.report(office.store, by(LEAD), form)


READY = ("reported", "investigated", "confirmed", "decided", "served", "appealed", "revoked")
"""A case of each, its id its place from 1, about somebody of their own."""


def person_of(case_id: int) -> int:
    """Whom a case of ``ready`` is about."""
    return len(STAFF) + case_id


def ready(office: Prepared) -> None:
    """A case at each point from which steps are taken."""
    with office.store.write("test.people", SYSTEM) as tx:
        for place, _state in enumerate(READY, 1):
            tx.add(Staff(number=f"20{place:02}", name=f"网格员{place}", hired=HIRED))
    store = office.store
    for place, state in enumerate(READY, 1):
        about = {"person_id": person_of(place)}
        if state == "reported":
            office.report(**about)
        elif state == "investigated":
            office.investigated(**about)
        elif state == "confirmed":
            office.confirmed(**about)
        elif state == "decided":
            office.decided(**about)
        else:
            office.served(lowest=2, **about)
        if state == "appealed":
            service.appeal(store, by(person_of(place)), place, "不服")
        if state == "revoked":
            service.revoke(store, by(LEADER), place, "查无此事")

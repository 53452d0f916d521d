"""An office of eight in the autumn of 2026 with its Wednesday, and shortcuts to its people."""

from dataclasses import dataclass
from datetime import date, datetime

from gridterm.clock import FixedClock
from gridterm.meetings import people
from gridterm.meetings.terms import AttendeeView, MeetingRef, SignIn
from gridterm.registers.tables import Staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.text import initials

WEDNESDAY = date(2026, 11, 25)
LI, WANG, ZHAO, CHEN, LIU, SUN, ZHOU, MEI = range(1, 9)
REF = MeetingRef(series_on=WEDNESDAY)
STAFF = (
    ("1001", "李晓明", "grid_manager"),
    ("1002", "王芳", "grid_lead"),
    ("1003", "赵强", "grid_manager"),
    ("1004", "陈静", "principal_leader"),
    ("1005", "刘洋", "committee,grid_lead"),
    ("1006", "孙丽", "clerk"),
    ("1007", "周杰", "grid_manager"),
    ("1008", "吴小梅", "grid_manager"),
)
EXPECTED = 6
"""All but the clerk and 周杰, who left two weeks before."""


@dataclass
class Seated:
    """The office with shortcuts; ``clerk`` keeps the sign-in."""

    store: Store
    clock: FixedClock
    clerk: Actor

    def at(self, moment: str) -> None:
        """Set the clock: ``11-25 14:20``."""
        self.clock.moment = datetime.fromisoformat(f"2026-{moment}")

    def who(self, staff_id: int) -> Actor:
        """One of the staff as the operator."""
        return Actor(staff_id, STAFF[staff_id - 1][1])

    def open(self, moment: str = "11-25 14:20") -> SignIn:
        self.at(moment)
        return people.open_sign_in(self.store, self.clerk, REF)

    def sign(self, moment: str, who: str | int = "1001") -> people.Signed:
        self.at(f"11-25 {moment}")
        return people.sign(self.store, self.clerk, REF, who)

    def end(self, moment: str = "15:50") -> SignIn:
        self.at(f"11-25 {moment}")
        return people.end(self.store, self.clerk, REF)

    def sheet(self) -> SignIn:
        return people.sign_in_sheet(self.store, REF)

    def view(self, staff_id: int = LI) -> AttendeeView:
        return next(one for one in self.sheet().people if one.staff_id == staff_id)


def seated(store: Store, clock: FixedClock, actor: Actor) -> Seated:
    """On the Monday before that Wednesday."""
    clock.moment = datetime(2026, 11, 23, 9)
    with store.write("test.office", actor) as tx:
        for number, name, roles in STAFF:
            left = date(2026, 11, 10) if name == "周杰" else None
            tx.add(
                Staff(
                    number=number,
                    name=name,
                    roles=roles,
                    initials=initials(name),
                    hired=date(2020, 1, 1),
                    left=left,
                )
            )
    return Seated(store, clock, actor)

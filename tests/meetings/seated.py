"""An office of eight in the autumn of 2026 with its Wednesday, and shortcuts to its people."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import select

from gridterm.clock import FixedClock
from gridterm.meetings import people, schedule
from gridterm.meetings.tables import AgendaItem
from gridterm.meetings.terms import AttendeeView, MeetingRef, SignIn
from gridterm.registers.tables import Staff
from gridterm.store.audit import Actor
from gridterm.store.opening import create_store
from gridterm.store.unit import Store
from gridterm.text import initials

CLERK = Actor(None, "李晓明")
WEDNESDAY = date(2026, 11, 25)
LI, WANG, ZHAO, CHEN, LIU, SUN, ZHOU, MEI = range(1, 9)
MONDAY = datetime(2026, 11, 23, 9)
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
    clerk: Actor

    @property
    def clock(self) -> FixedClock:
        """The clock of the office."""
        assert isinstance(self.store.clock, FixedClock)
        return self.store.clock

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
    """That staff in an empty office, on the Monday before that Wednesday."""
    clock.moment = MONDAY
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
    return Seated(store, actor)


def staffed(path: Path) -> None:
    """Make an office file with that staff, for copies of it."""
    clock = FixedClock(MONDAY)
    store = create_store(path, clock)
    seated(store, clock, CLERK)
    store.close()


def in_session(path: Path) -> None:
    """The same, in session since 14:20 with three there; of two items one is confidential."""
    staffed(path)
    desk = Seated(Store(path, FixedClock(MONDAY)), CLERK)
    desk.open()
    for number in ("1001", "1002", "1004"):
        desk.sign("14:25", number)
    with desk.store.write("test.agenda", CLERK) as tx:
        for row in tx.session.exec(select(AgendaItem)):
            tx.session.delete(row)
        tx.session.flush()
        tx.add(
            AgendaItem(meeting_id=1, position=1, section="grids", title="008网格汇报", minutes=5),
            AgendaItem(
                meeting_id=1, position=2, section="other", title="人员调整", confidential=True
            ),
        )
    schedule.appoint(desk.store, CLERK, REF, chair_id=CHEN, recorder_id=SUN)
    desk.store.close()


@contextmanager
def opened(made: Path, own: Path, moment: datetime) -> Iterator[Seated]:
    """A copy of an office made once, on a clock of its own."""
    path = own / "office.db"
    shutil.copyfile(made, path)
    store = Store(path, FixedClock(moment))
    yield Seated(store, CLERK)
    store.close()
